//! The blocks of a section, a note or a cell, one beneath the other.

use super::{Column, Desk, EntryKind, Look, Reader, Style, notes, set_copy, set_run, turn};
use super::{figure, heading, list, opening, table, verse};
use crate::book::Style as Weight;
use crate::book::{
    Align, Block, BlockId, BlockKind, Break, Inline, Length, NodeId, NodeTag, Paragraph, Role,
    Section, Speech, text_of,
};
use crate::typeset::paragraph::{Copy, Division, Fill};
use crate::typeset::shape::{Caps, Face};

/// What blocks are set into: a page's text, a note, a quotation, a cell.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The look of plain text.
    pub look: Look,
    /// From the left edge of the text block.
    pub left: Length,
    /// The length of a line.
    pub measure: Length,
    /// The indent of a paragraph.
    pub indent: Length,
    /// Whether lines stand on the grid.
    pub kind: EntryKind,
    /// How lines fill the measure where nothing else is said.
    pub fill: Fill,
    /// Whether words may be divided where nothing else is said.
    pub division: Division,
}

impl Setting {
    /// The text of the pages.
    pub fn body(desk: &Desk<'_, '_>) -> Setting {
        let design = desk.design;
        Setting {
            look: Look::roman(design.text),
            left: Length::ZERO,
            measure: design.measure,
            indent: design.indent(),
            kind: EntryKind::OnGrid,
            fill: Fill::Justified,
            division: Division::Allowed,
        }
    }

    /// The notes.
    pub fn note(desk: &Desk<'_, '_>) -> Setting {
        let look = Look::roman(desk.design.note);
        Setting { look, kind: EntryKind::OffGrid, ..Setting::body(desk) }
    }

    /// What is set in on the left inside this setting.
    pub fn set_in(self, by: Length) -> Setting {
        Setting { left: self.left + by, measure: self.measure - by, ..self }
    }

    /// How plain text is set here.
    pub fn style(&self) -> Style {
        Style {
            look: self.look,
            left: self.left,
            measure: self.measure,
            first: Length::ZERO,
            rest: Length::ZERO,
            fill: self.fill,
            division: self.division,
            height: 2,
            kind: self.kind,
        }
    }
}

/// What a block stands after: only a paragraph after text is indented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// The head of a chapter or section, or what stands between it and its text.
    Head,
    /// A break, a display, or nothing.
    Opening,
    /// A paragraph.
    Text,
    /// A turn of a dialogue that goes on after it.
    Speech,
}

/// Sets the blocks of a section and of the sections inside it. `level` is that of its heading.
pub fn set_section(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    section: &Section,
    node: NodeId,
    level: u8,
) {
    let setting = Setting::body(desk);
    set_blocks(desk, column, &section.blocks, &setting, node, After::Head);
    for inner in &section.sections {
        let inner_node = open_section(desk, inner, node);
        let mut inner_level = level;
        if inner.heading.is_some() {
            inner_level += 1;
            let style = heading::HeadingStyle::of_level(inner_level);
            heading::set_heading(desk, column, inner, style, inner_node, inner_level);
        } else {
            column.gap(2, 2);
        }
        set_section(desk, column, inner, inner_node, inner_level);
    }
    notes::set_orphans(desk, column, section.id, node);
}

/// Opens the node of a section.
pub fn open_section(desk: &mut Desk<'_, '_>, section: &Section, parent: NodeId) -> NodeId {
    let tag = if section.role == Role::Part { NodeTag::Part } else { NodeTag::Section };
    let node = desk.tags.open(parent, tag);
    desk.nodes.insert(section.id, node);
    node
}

/// Sets blocks one beneath the other.
pub fn set_blocks(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    blocks: &[Block],
    setting: &Setting,
    node: NodeId,
    after: After,
) {
    let mut after = after;
    let is_speech = |block: &Block| matches!(block.kind, BlockKind::Speech(_));
    let last_speech = blocks.iter().rposition(is_speech).unwrap_or(0);
    let is_aside =
        |block: &Block| matches!(block.kind, BlockKind::Signature(_) | BlockKind::Dateline(_));
    for (number, block) in blocks.iter().enumerate() {
        // Name, place and date at the end of a letter are one block, set solid.
        let solid = number > 0 && is_aside(&blocks[number - 1]) && is_aside(block);
        if solid {
            column.close_up();
        }
        let first = column.entries.len();
        // What comes after the last turn is no dialogue any more.
        if after == After::Speech && number > last_speech {
            after = After::Text;
        }
        let outer = desk.language;
        if let Some(language) = &block.language {
            desk.language = desk.shaper.language(language);
        }
        after = set_block(desk, column, block, setting, node, after);
        if solid && let Some(entry) = column.entries.get_mut(first) {
            entry.turn = turn::NEVER;
        }
        desk.language = outer;
        notes::set_called(desk, node);
        notes::set_orphans(desk, column, block.id, node);
    }
}

fn set_block(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    block: &Block,
    setting: &Setting,
    parent: NodeId,
    after: After,
) -> After {
    match &block.kind {
        BlockKind::Paragraph(paragraph) => {
            return set_paragraph(desk, column, block, paragraph, setting, parent, after);
        }
        BlockKind::Speech(speech) => {
            set_speech(desk, column, block, speech, setting, parent);
            return After::Speech;
        }
        BlockKind::Verse(stanzas) => {
            verse::set_verse(desk, column, block, stanzas, setting, parent);
            return After::Opening;
        }
        BlockKind::Quotation(blocks) => {
            // The label of a note goes into its first paragraph, though that is a quotation.
            let takes_in = |first: &Block| matches!(first.kind, BlockKind::Paragraph(_));
            if !blocks.first().is_some_and(takes_in) {
                set_lead_in(desk, column, setting);
            }
            set_quotation(desk, column, block, blocks, setting, parent);
            return After::Opening;
        }
        BlockKind::Epigraph(blocks) => {
            set_lead_in(desk, column, setting);
            set_epigraph(desk, column, block, blocks, setting, parent);
            return display(after);
        }
        BlockKind::List(list) => {
            set_lead_in(desk, column, setting);
            list::set_list(desk, column, block, list, setting, parent);
        }
        BlockKind::Table(table) => {
            set_lead_in(desk, column, setting);
            table::set_table(desk, column, block, table, setting, parent);
            return After::Opening;
        }
        BlockKind::Figure(figure) => {
            set_lead_in(desk, column, setting);
            figure::set_figure(desk, column, block, figure, setting, parent);
            return After::Opening;
        }
        BlockKind::Dateline(content) => {
            set_aside(desk, column, block, content, setting, parent);
            column.gap(1, 2);
            return display(after);
        }
        BlockKind::Signature(content) => {
            let at = column.entries.len();
            set_aside(desk, column, block, content, setting, parent);
            // No page begins with a signature, nor with the space before one.
            let space = at.checked_sub(1).filter(|&gap| column.entries[gap].is_space());
            for entry in column.entries.iter_mut().skip(space.unwrap_or(at)).take(2) {
                entry.turn = entry.turn.max(turn::LONE_LINE);
            }
            column.gap(1, 1);
            return After::Opening;
        }
        BlockKind::Salutation(content) => {
            let node = open_block(desk, block, parent, NodeTag::Paragraph);
            let style = setting.style();
            let from = column.entries.len();
            // The label of a note stands before a salutation as it does before a paragraph.
            let (style, mut copy) = match desk.lead_in.take() {
                Some(lead_in) => (style.indented(lead_in.first, lead_in.rest), lead_in.copy),
                None => (style, Copy::default()),
            };
            Reader::of(style.look, node, Some(block.id)).inlines(desk, &mut copy, content);
            set_copy(desk, column, &style, &copy);
            column.gap(1, 1);
            column.keep_with_next(from);
        }
        BlockKind::Break(pause) => {
            set_break(desk, column, block, pause, setting, parent);
            return After::Opening;
        }
    }
    After::Text
}

/// What stands after a display that may stand between a head and its text.
fn display(after: After) -> After {
    if after == After::Head { After::Head } else { After::Opening }
}

/// Opens the node of a block.
pub fn open_block(
    desk: &mut Desk<'_, '_>,
    block: &Block,
    parent: NodeId,
    tag: NodeTag,
) -> NodeId {
    let node = desk.tags.open(parent, tag);
    if let Some(language) = &block.language {
        desk.tags.speak(node, language);
    }
    desk.nodes.insert(block.id, node);
    node
}

fn set_paragraph(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    block: &Block,
    paragraph: &Paragraph,
    setting: &Setting,
    parent: NodeId,
    after: After,
) -> After {
    let node = open_block(desk, block, parent, NodeTag::Paragraph);
    let lead_in = desk.lead_in.take();
    let style = setting.style();
    let style = match (paragraph.align, &lead_in) {
        (Align::Natural, Some(lead_in)) => style.indented(lead_in.first, lead_in.rest),
        (Align::Natural, None) if after == After::Text => {
            style.indented(setting.indent, Length::ZERO)
        }
        // The turn goes on: it hangs as its first lines do.
        (Align::Natural, None) if after == After::Speech => {
            style.indented(setting.indent * 2, setting.indent)
        }
        (Align::Natural, None) => style,
        (Align::Centre, _) => {
            Style { fill: Fill::Centred, division: Division::Forbidden, ..style }
        }
        (Align::End, _) => {
            Style { fill: Fill::ToRight, division: Division::Forbidden, ..style }
        }
    };
    let mut copy = lead_in.map(|lead_in| lead_in.copy).unwrap_or_default();
    let mut reader = Reader::of(style.look, node, Some(block.id));
    if after == After::Head {
        opening::read_opening(desk, &mut copy, &mut reader, &paragraph.content);
    } else {
        reader.inlines(desk, &mut copy, &paragraph.content);
    }
    set_copy(desk, column, &style, &copy);
    match (paragraph.align, after) {
        (Align::Natural, After::Speech) => After::Speech,
        (Align::Natural, _) => After::Text,
        _ => After::Opening,
    }
}

/// Sets a lead-in (the label of a note or an item) on a line of its own, where what follows is
/// no paragraph that could take it in.
pub fn set_lead_in(desk: &mut Desk<'_, '_>, column: &mut Column, setting: &Setting) {
    if let Some(lead_in) = desk.lead_in.take() {
        let from = column.entries.len();
        let style = setting.style().indented(lead_in.first, lead_in.rest);
        set_copy(desk, column, &style, &lead_in.copy);
        column.keep_with_next(from.saturating_sub(1));
    }
}

/// A turn of a dialogue: the speaker in small capitals, the lines after the first set in.
fn set_speech(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    block: &Block,
    speech: &Speech,
    setting: &Setting,
    parent: NodeId,
) {
    set_lead_in(desk, column, setting);
    let node = open_block(desk, block, parent, NodeTag::Paragraph);
    let style = setting.style().indented(Length::ZERO, setting.indent);
    let mut copy = Copy::default();
    let speaker = Look { caps: Caps::Small, tracking: 30, ..style.look };
    let mut reader = Reader::of(speaker, node, Some(block.id));
    for inline in &speech.speaker {
        // Small capitals are distinction enough.
        match inline {
            Inline::Styled(Weight::Strong | Weight::Emphasis, inner) => {
                reader.inlines(desk, &mut copy, inner);
            }
            other => reader.inlines(desk, &mut copy, std::slice::from_ref(other)),
        }
    }
    reader.look = style.look;
    if !text_of(&speech.speaker).is_empty() {
        let mut space = Reader { block: None, ..reader };
        space.text(desk, &mut copy, " ");
        reader.content = space.content;
    }
    reader.inlines(desk, &mut copy, &speech.content);
    set_copy(desk, column, &style, &copy);
}

/// A quotation: smaller, set in by the indent, half a line before and after.
fn set_quotation(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    block: &Block,
    blocks: &[Block],
    setting: &Setting,
    parent: NodeId,
) {
    let node = open_block(desk, block, parent, NodeTag::Quotation);
    // Quotations inside quotations stop moving in when little measure is left.
    let room = setting.measure > desk.design.measure / 2;
    let by = if room { setting.indent } else { Length::ZERO };
    let mut inner = setting.set_in(by);
    inner.kind = EntryKind::OffGrid;
    if setting.look.size == desk.design.text {
        inner.look.size = desk.design.quotation;
    }
    column.gap(1, 1);
    set_blocks(desk, column, blocks, &inner, node, After::Opening);
    column.gap(1, 1);
}

/// An epigraph: small, in the right half of the measure, its source in italics beneath.
fn set_epigraph(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    block: &Block,
    blocks: &[Block],
    setting: &Setting,
    parent: NodeId,
) {
    let node = open_block(desk, block, parent, NodeTag::Quotation);
    let mut inner = setting.set_in(setting.measure * 3 / 8);
    inner.kind = EntryKind::OffGrid;
    inner.look.size = inner.look.size.min(desk.design.quotation);
    inner.fill = Fill::FromLeft;
    let from = column.entries.len();
    set_blocks(desk, column, blocks, &inner, node, After::Opening);
    column.keep_with_next(from);
    column.gap(2, 2);
}

/// A dateline or a signature: italic, at the right, one em from the margin.
fn set_aside(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    block: &Block,
    content: &[Inline],
    setting: &Setting,
    parent: NodeId,
) {
    set_lead_in(desk, column, setting);
    let node = open_block(desk, block, parent, NodeTag::Paragraph);
    let mut style =
        Style { fill: Fill::ToRight, division: Division::Forbidden, ..setting.style() };
    // In the narrow column of a table there is no margin to keep away from.
    if setting.measure > desk.design.measure / 2 {
        style.look = match super::heading::is_shouted(&text_of(content)) {
            true => super::heading::capitals(style.look.size, Caps::AllSmall),
            false => Look { face: Face::Italic, ..style.look },
        };
        style.left = setting.left + setting.measure / 4;
        style.measure = setting.measure * 3 / 4 - setting.look.size;
    }
    let from = column.entries.len();
    set_run(desk, column, &style, (block.id, 0), node, content);
    column.keep_with_next(from);
}

fn set_break(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    block: &Block,
    pause: &Break,
    setting: &Setting,
    parent: NodeId,
) {
    match pause {
        Break::Blank => column.gap(2, 2),
        Break::Ornament(text) => {
            set_lead_in(desk, column, setting);
            column.gap(1, 1);
            let node = open_block(desk, block, parent, NodeTag::Paragraph);
            let style = Style {
                fill: Fill::Centred,
                division: Division::Forbidden,
                kind: EntryKind::OffGrid,
                ..setting.style()
            };
            let mut copy = Copy::default();
            let mut reader = Reader::of(style.look, node, Some(block.id));
            reader.text(desk, &mut copy, text.as_str());
            let from = column.entries.len();
            set_copy(desk, column, &style, &copy);
            if let Some(first) = column.entries.get_mut(from) {
                first.turn = turn::TOGETHER;
            }
            column.gap(1, 1);
        }
    }
}

/// Sets one run as the words of a block in a style: captions, lines of title matter.
pub fn set_words(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    style: &Style,
    block: BlockId,
    node: NodeId,
    content: &[Inline],
) {
    set_run(desk, column, style, (block, 0), node, content);
    notes::set_called(desk, node);
}
