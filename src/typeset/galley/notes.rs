//! Notes, each set as a column of its own when its first mark is read.

use super::blocks::{After, Setting, set_blocks, set_lead_in};
use super::{Column, Desk, Entry, Lead, LeadIn, LinkLead, Placed, Reader, What};
use crate::book::{Block, BlockId, BlockKind, Length, NodeId, NodeTag, NoteId};
use crate::typeset::paragraph::Copy;

/// A set note.
#[derive(Clone, Debug, Default)]
pub struct SetNote {
    /// Its lines.
    pub column: Column,
    /// Its node.
    pub node: NodeId,
}

/// Sets the notes whose marks were read since the last call. Their nodes come right after the
/// block with the mark, as children of `parent`.
///
/// A note that another note calls waits till that one is set: notes that call each other in a chain
/// of thousands are then a queue, and no stack of as many frames.
pub fn set_called(desk: &mut Desk<'_, '_>, parent: NodeId) {
    let called = std::mem::take(&mut desk.called);
    let step = desk.design.note_leading / 2;
    for id in called {
        let node = desk.tags.open(parent, NodeTag::Note);
        desk.tags.is_note(node, id);
        // It is called from here on: a mark in the note itself does not call it again.
        desk.notes.insert(id, SetNote { column: Column::new(step), node });
        desk.waiting.push_back((id, node));
    }
    if desk.at == Place::Note {
        return;
    }
    desk.at = Place::Note;
    while let Some((id, node)) = desk.waiting.pop_front() {
        let setting = Setting::note(desk);
        let mut column = Column::new(step);
        let first = setting.indent;
        set_labelled(desk, &mut column, id, node, &setting, (first, Length::ZERO));
        desk.notes.insert(id, SetNote { column, node });
    }
    desk.at = Place::Text;
}

/// What is being set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The text.
    #[default]
    Text,
    /// The notes that a block of the text called.
    Note,
}

/// Sets the label and the blocks of a note.
fn set_labelled(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    id: NoteId,
    node: NodeId,
    setting: &Setting,
    (first, rest): (Length, Length),
) {
    let note = desk.book.note(id);
    let language = std::mem::take(&mut desk.language);
    let mut copy = Copy::default();
    if let Some(label) = &note.label
        && !label.is_empty()
    {
        let label_node = desk.tags.open(node, NodeTag::Label);
        let label = match desk.bracketed.contains(&id) {
            true => format!("[{}]", label.as_str()),
            false => label.as_str().to_owned(),
        };
        let mut reader = Reader::of(setting.look, label_node, None);
        if note.marks > 0 {
            let link_node = desk.tags.open(label_node, NodeTag::Link);
            let link = desk.tags.link(link_node);
            let words = format!("{} {label}", desk.words.back_to_mark);
            desk.links.insert(link, LinkLead { to: Lead::Mark(id), words });
            reader = Reader { node: link_node, link: Some(link), ..reader };
        }
        reader.text(desk, &mut copy, &label);
        reader.link = None;
        reader.space(desk, &mut copy, setting.look.size / 2);
    }
    let label_at = column.entries.len();
    desk.lead_in = Some(LeadIn { copy, first, rest });
    set_blocks(desk, column, &note.blocks, setting, node, After::Opening);
    if begins_with_verse(&note.blocks) {
        share_line(desk, column, label_at);
    }
    set_lead_in(desk, column, setting);
    // Space after the last block of a note belongs to nobody.
    while column.entries.last().is_some_and(super::Entry::is_space) {
        column.entries.pop();
    }
    desk.language = language;
}

/// Whether the first block is verse, though it be in a quotation: no paragraph takes in the label.
fn begins_with_verse(blocks: &[Block]) -> bool {
    let mut first = blocks.first();
    while let Some(Block { kind: BlockKind::Quotation(inner), .. }) = first {
        first = inner.first();
    }
    matches!(first, Some(Block { kind: BlockKind::Verse(_), .. }))
}

/// Puts a label that got a line of its own on the line beneath, where that leaves room for it:
/// verse is set in far enough.
fn share_line(desk: &mut Desk<'_, '_>, column: &mut Column, label_at: usize) {
    let mut lines = column.entries.iter().enumerate().skip(label_at);
    let Some((_, label)) = lines.next() else { return };
    let Some((below, first)) = lines.find(|(_, entry)| !entry.is_space()) else { return };
    let leftmost = |entry: &Entry| match desk.placed.get(entry.placed.0 as usize) {
        Some(Placed { x, y, what: What::Line(line) }) => Some((*x, *y, *line)),
        _ => None,
    };
    let (Some((x, y, line)), Some((text, baseline, _))) = (leftmost(label), leftmost(first))
    else {
        return;
    };
    if label.height != first.height
        || y != baseline
        || x + desk.lines[line as usize].extent() > text
    {
        return;
    }
    let from = desk.placed.len() as u32;
    for (first, end) in [label.placed, first.placed] {
        desk.placed.extend_from_within(first as usize..end as usize);
    }
    column.entries[below].placed = (from, desk.placed.len() as u32);
    column.entries[below].turn = column.entries[label_at].turn;
    column.entries.drain(label_at..below);
}

/// Sets the notes without a mark whose home is a block or section, as notes after it.
pub fn set_orphans(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    home: BlockId,
    parent: NodeId,
) {
    let Some(orphans) = desk.orphans.remove(&home) else { return };
    let setting = Setting { kind: super::EntryKind::OffGrid, ..Setting::note(desk) };
    column.gap(2, 2);
    for id in orphans {
        let node = desk.tags.open(parent, NodeTag::Note);
        desk.tags.is_note(node, id);
        desk.notes.insert(id, SetNote { column: Column::new(column.step), node });
        let first = setting.indent;
        set_labelled(desk, column, id, node, &setting, (first, Length::ZERO));
    }
    column.gap(2, 2);
}
