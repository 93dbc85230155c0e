//! Tables of Text::Amuse.

use crate::book::{Align, Passage, PassageKind, RawCell, RawTable};

use super::super::lines::Line;
use super::signs::Block;
use super::{Reader, inline};

impl Reader<'_> {
    /// How many of the next lines are a table: at least two with bars in them, or one with the
    /// double bars of a table's head.
    pub(super) fn table_lines(&self, lines: &[Line]) -> usize {
        if self.is_open(Block::Comment) || self.is_open(Block::Example) {
            return 0;
        }
        let bars = |line: &&Line| {
            let words = line.of(self.account.text());
            words.contains(" | ") || words.contains(" || ") || words.starts_with("|+")
        };
        let count = lines.iter().take_while(bars).count();
        let head =
            lines.iter().take(count).any(|line| line.of(self.account.text()).contains("||"));
        if count > 1 || head { count } else { 0 }
    }

    /// Reads a table, a row from each line.
    pub(super) fn table(&mut self, lines: &[Line]) {
        if lines.first().is_some_and(|line| line.indent == 0) {
            self.leave_indented();
        }
        self.flush();
        let mut table = RawTable::default();
        for line in lines {
            let words = line.of(self.account.text());
            let caption = words.strip_prefix("|+").and_then(|words| words.strip_suffix("+|"));
            if let Some(caption) = caption {
                let from = line.begin + 2;
                let segment = trimmed(self.account.text(), from, from + caption.len());
                let paragraph = PassageKind::Paragraph;
                table.caption =
                    inline::read(&mut self.account, &self.notes, &[segment], &paragraph);
                continue;
            }
            let head = words.contains("||") && !words.contains("|||");
            let mut row = Vec::new();
            let mut from = line.begin;
            for part in words.split_inclusive('|') {
                let to = from + part.trim_end_matches('|').len();
                // Of a double bar the second follows nothing.
                if to > from || part.len() > 1 {
                    let segment = trimmed(self.account.text(), from, to);
                    let paragraph = PassageKind::Paragraph;
                    let content =
                        inline::read(&mut self.account, &self.notes, &[segment], &paragraph);
                    let passages = if content.is_empty() {
                        Vec::new()
                    } else {
                        vec![Passage::paragraph(content)]
                    };
                    let align = Align::Natural;
                    row.push(RawCell { head, columns: 1, rows: 1, align, passages });
                }
                from += part.len();
            }
            table.rows.push(row);
        }
        let mut passage = self.passage(Vec::new());
        passage.kind = PassageKind::Table(table);
        self.passages.push(passage);
    }
}

/// A range of bytes without the white space at its ends.
fn trimmed(text: &str, from: usize, to: usize) -> (usize, usize) {
    let words = text.get(from..to).unwrap_or_default();
    let lead = words.len() - words.trim_start().len();
    (from + lead, from + lead + words.trim().len())
}
