//! Tables of provenance: a label of the trade in each row, with what it labels.

use super::super::placed::{self, words_of};
use super::super::wording::one_space;
use super::Line;
use super::lines::line;
use super::recognise::{field, line_field};
use crate::book::{Field, Inline, PassageKind, RawCell, RawTable};

/// Whether each row of a table is a label of the trade with what it labels, as MLWerke set them.
/// A cell that holds more than lines, such as another table, is no value of a field.
pub(super) fn is_labelled_table(table: &RawTable) -> bool {
    let mut passages = table.rows.iter().flatten().flat_map(|cell| &cell.passages);
    if passages
        .any(|passage| matches!(passage.kind, PassageKind::Table(_) | PassageKind::Image(_)))
    {
        return false;
    }
    let mut rows = 0;
    let labelled = table.rows.iter().all(|row| {
        let words: Vec<String> = row.iter().map(cell_words).collect();
        let row_words = one_space(&words.join(" "));
        rows += usize::from(!row_words.is_empty());
        row_words.is_empty()
            || (words.first().is_some_and(|label| line_field(label).is_some())
                && row_words.chars().count() < 600)
    });
    labelled && rows > 0 && table.caption.is_empty()
}

fn cell_words(cell: &RawCell) -> String {
    let words: Vec<String> =
        cell.passages.iter().map(|passage| words_of(&passage.content)).collect();
    words.join(" ")
}

/// The lines of a table of provenance: a row is a line.
pub(super) fn table_lines(table: RawTable) -> Vec<Line> {
    let mut lines = Vec::new();
    for row in table.rows {
        let mut content: Vec<Inline> = Vec::new();
        for passage in row.into_iter().flat_map(|cell| cell.passages) {
            if !content.is_empty() && !placed::is_blank(&passage.content) {
                content.push(Inline::LineBreak);
            }
            content.extend(passage.content);
        }
        if content.is_empty() {
            continue;
        }
        let field = field(&one_space(&words_of(&content))).unwrap_or(Field::Other);
        lines.push(line(field, content));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Passage, Text};

    fn table(rows: &[[&str; 2]]) -> RawTable {
        let cell = |words: &&str| RawCell {
            passages: vec![Passage::paragraph(vec![Inline::Text(Text::verbatim(*words, 0))])],
            ..RawCell::default()
        };
        let rows = rows.iter().map(|row| row.iter().map(cell).collect());
        RawTable { caption: Vec::new(), rows: rows.collect() }
    }

    #[test]
    fn a_table_of_labels_is_provenance_row_by_row() {
        let labels = table(&[["Korrektur:", "1"], ["Erstellt:", "20.03.1999"]]);
        assert!(is_labelled_table(&labels));
        let lines = table_lines(labels);
        assert_eq!(lines.first().map(|line| line.field), Some(Field::Proofread));
        assert_eq!(lines.last().map(Line::said).as_deref(), Some("20.03.1999"));
        assert!(!is_labelled_table(&table(&[["Korrektur:", "1"], ["Weizen", "20"]])));
    }

    #[test]
    fn a_table_within_a_table_is_no_value_of_a_label() {
        let mut labels = table(&[["Korrektur:", "1"]]);
        let mut inner = Passage::paragraph(Vec::new());
        inner.kind = PassageKind::Table(table(&[["Weizen", "20"]]));
        labels.rows[0][1].passages.push(inner);
        assert!(!is_labelled_table(&labels));
    }
}
