//! Tables that are no tables: those that set the labels of notes beside the notes, and frames
//! around notes. What stands in them becomes passages like any other.

use super::heading::introduces_notes;
use super::label::whole;
use crate::book::{Inline, Passage, PassageKind, RawTable, Target, text_of};

/// Makes each row of a table of notes a run of passages, the label at the beginning of the first;
/// any other passage comes back as it is. `before` is the text of what stands before it.
pub(super) fn unfolded(passage: Passage, before: &str) -> Vec<Passage> {
    match passage.kind {
        PassageKind::Table(table) if is_frame(&table, before) => {
            let mut anchors = passage.anchors;
            let mut inside: Vec<Passage> = Vec::new();
            for mut inner in table.rows.into_iter().flatten().flat_map(|cell| cell.passages) {
                inner.within.splice(0..0, passage.within.iter().cloned());
                inner.anchors.splice(0..0, anchors.drain(..));
                inside.push(inner);
            }
            inside
        }
        PassageKind::Table(table) if is_list_of_notes(&table, before) => {
            let mut anchors = passage.anchors;
            let mut passages: Vec<Passage> = Vec::new();
            for row in table.rows {
                let mut label: Option<Passage> = None;
                for mut inner in row.into_iter().flat_map(|cell| cell.passages) {
                    inner.within.splice(0..0, passage.within.iter().cloned());
                    inner.anchors.splice(0..0, anchors.drain(..));
                    if label.is_none() && whole(&inner.words()).is_some() {
                        label = Some(inner);
                        continue;
                    }
                    if let Some(mut label) = label.take_if(|_| !inner.content.is_empty()) {
                        label.content.push(Inline::LineBreak);
                        inner.content.splice(0..0, label.content);
                        inner.anchors.splice(0..0, label.anchors);
                    }
                    passages.push(inner);
                }
                passages.extend(label);
            }
            passages
        }
        _ => vec![passage],
    }
}

/// Whether a table is a frame around notes: one cell alone shows anything, and either a heading
/// before it says that notes follow or one inside it does.
fn is_frame(table: &RawTable, before: &str) -> bool {
    let mut shown =
        table.rows.iter().flatten().filter(|cell| {
            cell.passages.iter().any(|passage| !passage.words().trim().is_empty())
        });
    let (Some(cell), None) = (shown.next(), shown.next()) else { return false };
    let introduces = |passage: &Passage| {
        matches!(passage.kind, PassageKind::Heading(_))
            && introduces_notes(&text_of(&passage.content)).is_some()
    };
    let notes = introduces_notes(before).is_some() || cell.passages.iter().any(introduces);
    notes && text_of(&table.caption).trim().is_empty()
}

/// Whether each row is a label and something besides, and either a heading says that notes
/// follow or every label is a link. A table of figures may begin its rows with numbers too.
fn is_list_of_notes(table: &RawTable, before: &str) -> bool {
    let under_heading = introduces_notes(before).is_some();
    let mut rows = 0;
    for row in &table.rows {
        let cells: Vec<&Passage> = row.iter().flat_map(|cell| &cell.passages).collect();
        let mut shown = cells.iter().filter(|passage| !passage.words().trim().is_empty());
        let Some(first) = shown.next() else { continue };
        let labelled = whole(&first.words()).is_some() && shown.next().is_some();
        if !labelled || !(under_heading || first.content.iter().any(leads_within)) {
            return false;
        }
        rows += 1;
    }
    rows > 0 && text_of(&table.caption).trim().is_empty()
}

/// Whether something is a link to a place in a page.
fn leads_within(inline: &Inline) -> bool {
    match inline {
        Inline::Link(Target::Address(address), _) => address.contains('#'),
        Inline::Styled(_, inner) | Inline::Language(_, inner) => inner.iter().any(leads_within),
        _ => false,
    }
}
