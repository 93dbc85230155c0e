//! The title: a block over a short piece, leaves of its own before a work.

use super::{Flow, Numbering, Start, title_of};
use crate::book::{
    BlockId, Inline, Length, NodeId, NodeTag, Size, TitleLine, TitleRole, shows_nothing,
    text_of,
};
use crate::typeset::furniture::{Furniture, Heads};
use crate::typeset::galley::{
    Column, Desk, Entry, EntryKind, Look, Placed, Setting, Style, What, capitals, caps_of,
    set_called, set_lone_text, set_words, turn,
};
use crate::typeset::paragraph::{Division, Fill};
use crate::typeset::shape::Caps;
use crate::typeset::tag::Tags;

/// Sets the title block of a short piece, in the upper third of its first page.
pub fn set_title_block(desk: &mut Desk<'_, '_>, column: &mut Column) {
    let node = desk.tags.open(Tags::DOCUMENT, NodeTag::Division);
    column.sink(6);
    let mut above = None;
    for line in in_order(desk) {
        set_part(desk, column, node, &line, above);
        above = Some(line.role());
    }
    let height = column.height();
    // What follows is on the grid again, with a line or more of white.
    column.sink(5 - height % 2);
    for entry in column.entries.iter_mut().skip(1) {
        entry.turn = turn::NEVER;
    }
    if let Some(last) = column.entries.last_mut() {
        last.turn = turn::NEVER;
    }
}

use TitleRole::{Author, Contributor, Date, Other, Series, Subtitle, Title};

/// Sets the half title, the title page and its verso.
pub fn set_title_leaves(desk: &mut Desk<'_, '_>) -> Vec<Flow> {
    let half = desk.design.half_line();
    let lines = i32::from(desk.design.lines);
    let mut half_title = Column::new(half);
    half_title.sink(lines / 2);
    let node = desk.tags.open(Tags::DOCUMENT, NodeTag::Division);
    let words = title_of(desk);
    let node = desk.tags.open(node, NodeTag::Paragraph);
    let style = centred(desk, capitals(desk.design.text, caps_of(&words)), 2);
    set_lone_text(desk, &mut half_title, &style, node, &words);

    let mut leaf = Column::new(half);
    let node = desk.tags.open(Tags::DOCUMENT, NodeTag::Division);
    leaf.sink(lines / 3);
    let parts = in_order(desk);
    // Names that stand above the title stand high above it, unless they go on into it.
    let named = parts.iter().take_while(|part| part.role() == Author).count();
    let goes_on = parts[..named].last().is_some_and(Part::goes_on);
    let large = |part: &Part<'_>| matches!(part.role(), Author | Series | Title | Subtitle);
    let head = named + parts[named..].iter().take_while(|part| large(part)).count();
    let imprint = imprint_of(desk, &parts);
    let mut above = None;
    for (nth, part) in parts[..imprint].iter().enumerate() {
        if nth == named && nth > 0 && !goes_on {
            leaf.sink(lines / 6);
        }
        if nth == head {
            leaf.sink(2);
            short_rule(desk, &mut leaf);
            leaf.sink(1);
        }
        set_part(desk, &mut leaf, node, part, above);
        above = Some(part.role());
    }
    set_at_foot(desk, &mut leaf, node, &parts[imprint..]);
    set_imprint(desk, &mut leaf, node);

    let mut verso = Column::new(half);
    set_short_provenance(desk, &mut verso);
    let bare = |column: Column, start: Start| Flow {
        column,
        start,
        numbering: Numbering::Front,
        heads: Heads::default(),
        opening: Furniture::Bare,
        others: Furniture::Bare,
        bears_text: false,
    };
    vec![bare(half_title, Start::Recto), bare(leaf, Start::Recto), bare(verso, Start::Fresh)]
}

/// A short rule in the middle of a line.
fn short_rule(desk: &mut Desk<'_, '_>, column: &mut Column) {
    let width = desk.design.text * 3;
    let size = Size { width, height: Length::milli(500) };
    let x = (desk.design.measure - width) / 2;
    desk.placed.push(Placed { x, y: column.step / 2, what: What::Rule(size) });
    let here = desk.placed.len() as u32;
    let entry = Entry::of(1, EntryKind::OffGrid);
    column.entries.push(Entry { placed: (here - 1, here), ..entry });
}

/// Where the imprint begins: the place, the publisher and the year with which a title page ends,
/// two lines at least. None of the lines, where the archive stands in that place.
fn imprint_of(desk: &Desk<'_, '_>, parts: &[Part<'_>]) -> usize {
    let is_imprint = |part: &&Part<'_>| matches!(part.role(), Date | Other);
    let count = parts.iter().rev().take_while(is_imprint).count();
    let stands = desk.book.provenance().archive.is_none() && (2..=4).contains(&count);
    if stands { parts.len() - count } else { parts.len() }
}

/// Sets the imprint of the source at the foot of the title page, its lines close together.
fn set_at_foot(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    parent: NodeId,
    parts: &[Part<'_>],
) {
    let mut foot = Column::new(column.step);
    for part in parts {
        let from = foot.entries.len();
        set_part(desk, &mut foot, parent, part, None);
        // The space before a line is the first of what it adds.
        if foot.entries.get(from).is_some_and(Entry::is_space) {
            foot.entries.remove(from);
        }
    }
    if foot.entries.is_empty() {
        return;
    }
    let room = desk.design.depth_in(column.step) - column.height() - foot.height() - 2;
    column.sink(room.max(2));
    column.entries.append(&mut foot.entries);
}

/// At the foot of the title page, where a publisher stands: the archive.
fn set_imprint(desk: &mut Desk<'_, '_>, column: &mut Column, parent: NodeId) {
    let Some(archive) = &desk.book.provenance().archive else { return };
    let room = desk.design.depth_in(column.step) - column.height() - 2;
    if room < 4 {
        return;
    }
    column.sink(room);
    let node = desk.tags.open(parent, NodeTag::Paragraph);
    let style = centred(desk, capitals(desk.design.small, Caps::Small), 2);
    set_lone_text(desk, column, &style, node, archive);
}

/// The verso of a title page: where the text comes from, in a few lines at the foot. The whole
/// provenance stands in the colophon.
fn set_short_provenance(desk: &mut Desk<'_, '_>, column: &mut Column) {
    let provenance = desk.book.provenance();
    let lines: Vec<String> = [
        provenance.printed_source.clone(),
        provenance.archive.clone(),
        provenance.address.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    if lines.is_empty() {
        return;
    }
    let style = centred(desk, Look::roman(desk.design.small), 2);
    let depth = i32::from(desk.design.lines) * 2;
    column.sink((depth - 3 * 2 * lines.len() as i32).max(0));
    let node = desk.tags.open(Tags::DOCUMENT, NodeTag::Division);
    for line in lines {
        let node = desk.tags.open(node, NodeTag::Paragraph);
        set_lone_text(desk, column, &style, node, &line);
    }
}

/// A line of the title: one of the source's, or what a catalogue knows where the source has none.
enum Part<'a> {
    Line(&'a TitleLine),
    Added(TitleRole, String),
}

impl Part<'_> {
    fn role(&self) -> TitleRole {
        match self {
            Part::Line(line) => line.role,
            Part::Added(role, _) => *role,
        }
    }

    /// Whether the line goes on into the next: `Vladimir Lenin’s`.
    fn goes_on(&self) -> bool {
        match self {
            Part::Line(line) => {
                let words = text_of(&line.content);
                ["’s", "'s"].iter().any(|ending| words.trim_end().ends_with(ending))
            }
            Part::Added(..) => false,
        }
    }
}

/// The lines of the title in the order in which the source has them, which is the only one in
/// which each goes on from the one before. A title that the source's lines lack stands under the
/// names and the series, authors that they lack stand above all.
fn in_order<'a>(desk: &Desk<'a, '_>) -> Vec<Part<'a>> {
    let matter = desk.book.title();
    let stands = |role| matter.lines.iter().any(|line| line.role == role);
    let mut parts: Vec<Part<'a>> = Vec::with_capacity(matter.lines.len() + 1);
    if !stands(Author) {
        let names = matter.authors.iter().map(|author| author.name.clone());
        parts.extend(names.map(|name| Part::Added(Author, name)));
    }
    let mut lines: Vec<&TitleLine> = matter.lines.iter().collect();
    if !stands(Title) {
        let above = |line: &&TitleLine| !matches!(line.role, Author | Series);
        lines.sort_by_key(above);
        let at = lines.iter().position(above).unwrap_or(lines.len());
        parts.extend(lines.drain(..at).map(Part::Line));
        parts.push(Part::Added(Title, title_of(desk)));
    }
    parts.extend(lines.into_iter().map(Part::Line));
    parts
}

/// Sets a line of the title under one of the role `above`.
fn set_part(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    parent: NodeId,
    part: &Part<'_>,
    above: Option<TitleRole>,
) {
    match part {
        Part::Line(line) if shows_nothing(&line.content) => {}
        Part::Line(line) => {
            let (style, before) = style_of(desk, line.role, &text_of(&line.content));
            space(column, before.max(under(above, line.role)));
            set_line(desk, column, parent, line, &style);
        }
        Part::Added(role, words) => {
            let (style, before) = style_of(desk, *role, words);
            space(column, before.max(under(above, *role)));
            let node = open(desk, parent, *role);
            set_lone_text(desk, column, &style, node, words);
        }
    }
}

/// The half lines at least that a line needs under one of another role: a name keeps its distance
/// from the large type over it.
fn under(above: Option<TitleRole>, role: TitleRole) -> i32 {
    match (above, role) {
        (Some(Title | Subtitle), Author) => 3,
        _ => 0,
    }
}

fn set_line(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    parent: NodeId,
    line: &TitleLine,
    style: &Style,
) {
    let node = open(desk, parent, line.role);
    desk.nodes.insert(line.id, node);
    let from = column.entries.len();
    let content: &[Inline] = &line.content;
    set_words(desk, column, style, line.id, node, content);
    set_called(desk, parent);
    forget_spots(column, from, line.id);
}

fn open(desk: &mut Desk<'_, '_>, parent: NodeId, role: TitleRole) -> NodeId {
    let tag = if role == Title { NodeTag::Heading(1) } else { NodeTag::Paragraph };
    desk.tags.open(parent, tag)
}

/// Space within a title: it stays where it is.
fn space(column: &mut Column, before: i32) {
    if before > 0 && column.entries.last().is_some_and(|entry| !entry.is_space()) {
        column.sink(before);
    }
}

/// Title lines are no body text: pages do not begin with them.
fn forget_spots(column: &mut Column, from: usize, line: BlockId) {
    for entry in column.entries.iter_mut().skip(from) {
        if entry.spot.is_some_and(|spot| spot.block == line) {
            entry.spot = None;
        }
    }
}

/// How a title line is set, and the half lines before it.
fn style_of(desk: &Desk<'_, '_>, role: TitleRole, words: &str) -> (Style, i32) {
    let design = desk.design;
    let caps = caps_of(words);
    let shouted = caps == Caps::AllSmall;
    // A long title steps down, so that it does not fill its page.
    let size = match words.chars().count() {
        0..=60 => design.title,
        61..=120 => design.title * 5 / 6,
        _ => design.chapter,
    };
    match role {
        Title if shouted => (centred(desk, capitals(size, caps), height(desk, size)), 3),
        Title => (centred(desk, Look::roman(size), height(desk, size)), 3),
        Subtitle | Date | Contributor | Other if shouted => {
            (centred(desk, capitals(design.text, caps), 2), 2)
        }
        Subtitle => (centred(desk, Look::italic(design.text * 8 / 7), 2), 2),
        Author => (centred(desk, capitals(design.text, caps), 2), 1),
        Series => (centred(desk, capitals(design.small, caps), 2), 1),
        Date | Contributor | Other => (centred(desk, Look::italic(design.text), 2), 2),
    }
}

/// The half lines that a line of large type takes.
fn height(desk: &Desk<'_, '_>, size: crate::book::Length) -> i32 {
    let step = desk.design.half_line().0.max(1);
    ((size.0 * 6 / 5 + step - 1) / step).max(2) as i32
}

/// Centred lines, evenly divided, that keep away from the edges.
pub fn centred(desk: &Desk<'_, '_>, look: Look, height: i32) -> Style {
    let inset = desk.design.measure / 12;
    Style {
        look,
        left: inset,
        measure: desk.design.measure - inset - inset,
        fill: Fill::Centred,
        division: Division::Forbidden,
        height,
        kind: EntryKind::OffGrid,
        ..Setting::body(desk).style()
    }
}
