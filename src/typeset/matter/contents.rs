//! The contents of a work, with the pages on which its chapters begin.

use super::{Flow, Headline, Numbering, Start};
use crate::book::{Length, NodeId, NodeTag};
use crate::typeset::furniture::{Furniture, Heads};
use crate::typeset::galley::{
    Column, Desk, EntryKind, Lead, LinkLead, Look, Placed, Reader, Setting, Style, What,
    capitals, is_shouted, set_copy, set_lone_text,
};
use crate::typeset::paragraph::{Copy, Division, Fill};
use crate::typeset::shape::Caps;

/// A work with more headings than this lists only its chapters.
const MOST_ENTRIES: usize = 60;

/// Sets the contents. The folios are filled in once the pages are known.
pub fn set_contents(desk: &mut Desk<'_, '_>, headlines: &[Headline], node: NodeId) -> Flow {
    let mut column = Column::new(desk.design.half_line());
    column.sink(8);
    let heading = desk.words.contents;
    let design = desk.design;
    let style = super::title::centred(desk, capitals(design.text, Caps::Small), 2);
    let heading_node = desk.tags.open(node, NodeTag::Caption);
    set_lone_text(desk, &mut column, &style, heading_node, heading);
    column.sink(4);
    let depth = if headlines.len() > MOST_ENTRIES { 1 } else { 2 };
    for headline in headlines.iter().filter(|headline| headline.level <= depth) {
        set_entry(desk, &mut column, headline, node);
    }
    Flow {
        column,
        start: Start::Recto,
        numbering: Numbering::Front,
        heads: Heads { verso: heading.into(), recto: heading.into() },
        opening: Furniture::Bare,
        others: Furniture::Head,
        bears_text: false,
    }
}

fn set_entry(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    headline: &Headline,
    contents: NodeId,
) {
    let design = desk.design;
    let item = desk.tags.open(contents, NodeTag::ContentsItem);
    let reference = desk.tags.open(item, NodeTag::Reference);
    let node = desk.tags.open(reference, NodeTag::Link);
    let link = desk.tags.link(node);
    let to = Lead::Block(headline.section);
    desk.links.insert(link, LinkLead { to, words: headline.words.clone() });
    let inset = design.indent() * i64::from(headline.level.saturating_sub(1)) * 3 / 2;
    let style = Style {
        left: inset,
        // The folios have a column of their own.
        measure: design.measure - inset - design.text * 3,
        first: Length::ZERO,
        rest: design.indent(),
        fill: Fill::FromLeft,
        division: Division::Forbidden,
        kind: EntryKind::OffGrid,
        ..Setting::body(desk).style()
    };
    let mut copy = Copy::default();
    let words = if headline.words.is_empty() { "–" } else { &headline.words };
    let look = match is_shouted(words) {
        true => capitals(design.text, Caps::AllSmall),
        false => Look::roman(design.text),
    };
    let mut reader = Reader::of(look, node, None);
    reader.link = Some(link);
    reader.text(desk, &mut copy, words);
    reader.look = Look::roman(design.text);
    set_copy(desk, column, &style, &copy);
    // The folio stands on the entry's last line and belongs to the same link.
    let stretch = reader.folio(desk);
    if let Some(entry) = column.entries.last_mut() {
        let line = desk.placed[entry.placed.0 as usize];
        let from = desk.placed.len() as u32;
        desk.placed.push(line);
        desk.placed.push(Placed {
            x: design.measure,
            y: line.y,
            what: What::FolioOf(headline.node, stretch),
        });
        entry.placed = (from, from + 2);
    }
}
