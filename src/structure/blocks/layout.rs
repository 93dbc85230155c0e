//! Tables that are only layout: their cells become passages.

use crate::book::{Enclosure, EnclosureKind, Passage, PassageKind, RawCell, RawTable};

/// The most words that a table of one cell may have to be a quotation set apart.
const QUOTATION_WORDS: usize = 400;

/// Puts the passages of layout tables in the place of the tables, once.
pub fn unfold(passages: Vec<Passage>) -> Vec<Passage> {
    let highest =
        passages.iter().flat_map(|passage| &passage.within).map(|around| around.id).max();
    let mut next = highest.map_or(0, |id| id.saturating_add(1));
    let mut unfolded = Vec::with_capacity(passages.len());
    for passage in passages {
        match layout(&passage) {
            Some(look) => open(passage, look, &mut next, &mut unfolded),
            None => part(passage, &mut unfolded),
        }
    }
    unfolded
}

/// Puts a table between the headings that stand in rows of their own in it: it holds sections
/// side by side, not figures.
fn part(table: Passage, parted: &mut Vec<Passage>) {
    let PassageKind::Table(RawTable { caption, rows }) = table.kind else {
        parted.push(table);
        return;
    };
    let plain = Passage { kind: PassageKind::Paragraph, ..table };
    let mut rest = RawTable { caption, rows: Vec::new() };
    let mut bare = Some(plain.clone());
    let mut put = |rest: &mut RawTable, parted: &mut Vec<Passage>| {
        if !rest.rows.is_empty() || !rest.caption.is_empty() {
            // The first table keeps what the whole had: its anchors.
            let mut piece = bare.take().unwrap_or_else(|| Passage {
                anchors: Vec::new(),
                content: Vec::new(),
                ..plain.clone()
            });
            piece.kind = PassageKind::Table(std::mem::take(rest));
            parted.push(piece);
        }
    };
    for row in rows {
        if !is_heading_row(&row) {
            rest.rows.push(row);
            continue;
        }
        put(&mut rest, parted);
        for mut passage in row.into_iter().flat_map(|cell| cell.passages) {
            passage.within = plain.within.iter().cloned().chain(passage.within).collect();
            parted.push(passage);
        }
    }
    put(&mut rest, parted);
    if let Some(bare) = bare
        && !bare.anchors.is_empty()
    {
        parted.push(bare);
    }
}

/// Whether a row holds one heading and nothing else.
fn is_heading_row(row: &[RawCell]) -> bool {
    let mut shown = row.iter().flat_map(|cell| &cell.passages).filter(|passage| {
        !passage.words().trim().is_empty() || passage.kind == PassageKind::Rule
    });
    matches!(
        (shown.next(), shown.next()),
        (Some(Passage { kind: PassageKind::Heading(_), .. }), None)
    ) && row.iter().filter(|cell| !cell.passages.is_empty()).count() == 1
}

/// How a layout table is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// It only holds the page together.
    Frame,
    /// It sets a quotation or verse apart.
    Quotation,
}

/// Whether a passage is a table that is none, and how it is used then.
fn layout(passage: &Passage) -> Option<Look> {
    let PassageKind::Table(RawTable { rows, .. }) = &passage.kind else { return None };
    let filled = |cell: &&RawCell| {
        cell.passages.iter().any(|passage| {
            !passage.words().trim().is_empty() || passage.kind == PassageKind::Rule
        })
    };
    let full: Vec<&RawCell> = rows.iter().flatten().filter(filled).collect();
    let heading = full.iter().any(|cell| {
        cell.passages.iter().any(|inner| matches!(inner.kind, PassageKind::Heading(_)))
    });
    let one_a_row = rows.iter().all(|row| row.iter().filter(filled).count() <= 1);
    let words: usize = full
        .iter()
        .map(|cell| {
            cell.passages
                .iter()
                .map(|inner| super::super::wording::count_words(&inner.words()))
                .sum::<usize>()
        })
        .sum();
    match full.as_slice() {
        [] => Some(Look::Frame),
        [cell] if heading || words > QUOTATION_WORDS || cell.passages.len() > 30 => {
            Some(Look::Frame)
        }
        [_] => Some(Look::Quotation),
        // The close of a letter, its parts set left and right by cells.
        _ if full.len() <= 4 && rows.len() <= 3 && words <= 40 && full.iter().any(is_close) => {
            Some(Look::Frame)
        }
        // A column of text, with empty cells or rules at its sides.
        _ if one_a_row && (words > QUOTATION_WORDS || heading) => Some(Look::Frame),
        // Text in newspaper columns: more words in a cell than any table has.
        _ if words / full.len() > 250 => Some(Look::Frame),
        _ => None,
    }
}

/// Whether a cell holds a dateline or the like: a few words with a date.
fn is_close(cell: &&RawCell) -> bool {
    let words: Vec<String> = cell.passages.iter().map(Passage::words).collect();
    let words = words.join(" ");
    let count = super::super::wording::count_words(&words);
    (2..=12).contains(&count)
        && words.trim_start().starts_with(char::is_uppercase)
        && super::super::wording::dates::first(&words).is_some()
}

/// Lays the cells of a table out as passages.
fn open(table: Passage, look: Look, next: &mut u32, unfolded: &mut Vec<Passage>) {
    let PassageKind::Table(RawTable { caption, rows }) = table.kind else { return };
    let mut within = table.within;
    if look == Look::Quotation {
        within.push(Enclosure { id: *next, kind: EnclosureKind::Quotation, class: Vec::new() });
        *next = next.saturating_add(1);
    }
    let mut anchors = table.anchors;
    if !caption.is_empty() {
        unfolded.push(Passage { within: within.clone(), ..Passage::paragraph(caption) });
    }
    let cells = rows.into_iter().flatten();
    for mut passage in cells.flat_map(|cell| cell.passages) {
        // Numbers of enclosures are unique in a page, those in cells too: they go inside.
        passage.within =
            within.iter().cloned().chain(std::mem::take(&mut passage.within)).collect();
        passage.anchors.splice(0..0, std::mem::take(&mut anchors));
        unfolded.push(passage);
    }
    if !anchors.is_empty() {
        let mut bare = Passage::paragraph(Vec::new());
        bare.anchors = anchors;
        unfolded.push(bare);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Inline, Text};

    fn table(rows: &[&[&str]]) -> Passage {
        let cell = |words: &&str| RawCell {
            passages: vec![Passage::paragraph(vec![Inline::Text(Text::verbatim(*words, 0))])],
            ..RawCell::default()
        };
        let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        let mut passage = Passage::paragraph(Vec::new());
        passage.kind = PassageKind::Table(RawTable { caption: Vec::new(), rows });
        passage
    }

    #[test]
    fn a_heading_in_a_row_of_its_own_parts_a_table() {
        let mut sections = table(&[&["The Program"], &["a)", "Thesis"], &["b)", "Reason"]]);
        if let PassageKind::Table(RawTable { rows, .. }) = &mut sections.kind {
            rows[0][0].passages[0].kind = PassageKind::Heading(3);
        }
        let parted = unfold(vec![sections]);
        assert_eq!(parted.len(), 2);
        assert_eq!(parted[0].kind, PassageKind::Heading(3));
        let figures = table(&[&["The Program"], &["a)", "Thesis"], &["b)", "Reason"]]);
        assert_eq!(unfold(vec![figures]).len(), 1);
    }

    #[test]
    fn a_signature_set_by_cells_is_no_table() {
        let close = table(&[&["", "P.L.", ""], &["Sainte-Pélagie Prison, 1883."]]);
        assert_eq!(layout(&close), Some(Look::Frame));
    }

    #[test]
    fn one_cell_of_few_words_is_a_quotation() {
        let quoted = table(&[&["O Melibae Deus nobis haec otia fecit."]]);
        assert_eq!(layout(&quoted), Some(Look::Quotation));
    }

    #[test]
    fn figures_in_rows_and_columns_are_a_table() {
        let figures =
            table(&[&["Year", "Tons"], &["1881", "12"], &["1882", "14"], &["1883", "9"]]);
        assert_eq!(layout(&figures), None);
    }
}
