//! Pages for the tests, from a few signs.

use crate::book::{
    Align, Enclosure, EnclosureKind, Form, Head, Inline, Leaf, LeafPart, Marker, Passage,
    PassageKind, RawCell, RawTable, Span, Style, Target, Text,
};

/// A page read from lines: `# ` a heading, `---` a rule, `- ` an item of a numbered list, `| ` a
/// table of one row, its cells parted by `¦`, anything else a paragraph; `@a@` an anchor,
/// `<#a|1>` a link, `^1^` raised, `↵` a line break.
pub(super) struct Page {
    /// The page.
    pub leaf: Leaf,
    /// Past its last character.
    pub at: u32,
}

impl Page {
    pub(super) fn of(name: &str, lines: &[&str], at: u32) -> Page {
        let leaf = Leaf {
            name: name.into(),
            address: None,
            part: LeafPart::Page,
            form: Form::Html,
            span: Span::default(),
            head: Head::default(),
            passages: Vec::new(),
        };
        let mut page = Page { leaf, at };
        for (number, line) in lines.iter().enumerate() {
            let passage = page.passage(line, u32::try_from(number).unwrap_or(0));
            page.leaf.passages.push(passage);
        }
        page
    }

    fn passage(&mut self, line: &str, number: u32) -> Passage {
        let around = |id, kind| Enclosure { id, kind, class: Vec::new() };
        if line == "---" {
            return Passage { kind: PassageKind::Rule, ..Passage::paragraph(Vec::new()) };
        }
        if let Some(text) = line.strip_prefix("# ") {
            let content = self.inlines(text);
            return Passage { kind: PassageKind::Heading(3), ..Passage::paragraph(content) };
        }
        if let Some(text) = line.strip_prefix("- ") {
            let within = vec![
                around(1000, EnclosureKind::List(Marker::Decimal(1))),
                around(1001 + number, EnclosureKind::Item),
            ];
            return Passage { within, ..Passage::paragraph(self.inlines(text)) };
        }
        if let Some(text) = line.strip_prefix("| ") {
            let mut row = Vec::new();
            for cell in text.split('¦') {
                let passages = vec![Passage::paragraph(self.inlines(cell))];
                let (columns, rows, align) = (1, 1, Align::Natural);
                row.push(RawCell { head: false, columns, rows, align, passages });
            }
            let table = RawTable { caption: Vec::new(), rows: vec![row] };
            return Passage {
                kind: PassageKind::Table(table),
                ..Passage::paragraph(Vec::new())
            };
        }
        Passage::paragraph(self.inlines(line))
    }

    fn inlines(&mut self, line: &str) -> Vec<Inline> {
        let mut inlines = Vec::new();
        let mut rest = line;
        while let Some(at) = rest.find(['@', '<', '^', '↵']) {
            self.text(&rest[..at], &mut inlines);
            let sign = rest[at..].chars().next().unwrap_or(' ');
            let after = &rest[at + sign.len_utf8()..];
            let close = if sign == '<' { '>' } else { sign };
            let end = after.find(close).filter(|_| sign != '↵').unwrap_or(0);
            if sign == '<' && end == 0 {
                self.text("<", &mut inlines);
                rest = after;
                continue;
            }
            let inner = &after[..end];
            rest = &after[end..];
            rest = rest.strip_prefix(close).unwrap_or(rest);
            match sign {
                '@' => inlines.push(Inline::Anchor(inner.into())),
                '↵' => inlines.push(Inline::LineBreak),
                '^' => {
                    let inner = self.inlines(inner);
                    inlines.push(Inline::Styled(Style::Superscript, inner));
                }
                _ => {
                    let (address, shown) = inner.split_once('|').unwrap_or((inner, ""));
                    let shown = self.inlines(shown);
                    inlines.push(Inline::Link(Target::Address(address.into()), shown));
                }
            }
        }
        self.text(rest, &mut inlines);
        inlines
    }

    fn text(&mut self, text: &str, inlines: &mut Vec<Inline>) {
        if !text.is_empty() {
            inlines.push(Inline::Text(Text::verbatim(text, self.at)));
            self.at += u32::try_from(text.chars().count()).unwrap_or(0);
        }
    }
}
