//! The parts of a book in their order: title leaves, contents, chapters, colophon; each a column
//! of its own, with the side it begins on and the furniture it gets.

mod colophon;
mod contents;
mod title;

use super::design::Openings;
use super::fonts::Fonts;
use super::furniture::{Furniture, Heads};
use super::galley::{
    Column, Desk, HeadingStyle, open_section, set_heading, set_orphans, set_section,
};
use super::tag::Tags;
use crate::book::{BlockId, Book, Heading, Inline, NodeId, NodeTag, Role, Section};

/// A part of the book that begins on a page of its own.
#[derive(Clone, Debug)]
pub struct Flow {
    /// What it says.
    pub column: Column,
    /// The page it begins on.
    pub start: Start,
    /// How its pages are numbered.
    pub numbering: Numbering,
    /// Its running heads.
    pub heads: Heads,
    /// The furniture of its first page.
    pub opening: Furniture,
    /// The furniture of its other pages.
    pub others: Furniture,
    /// Whether it bears text of the book, which page numbers are cited for.
    pub bears_text: bool,
}

/// The page that a part begins on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The next right page.
    Recto,
    /// The next page.
    Fresh,
}

/// How pages are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// In small roman numerals.
    Front,
    /// In figures, from the first page of the text.
    Text,
}

/// A heading for the outline.
#[derive(Clone, Debug)]
pub struct Headline {
    /// Its depth, from 1.
    pub level: u8,
    /// Its words.
    pub words: String,
    /// The section, whose heading it is.
    pub section: BlockId,
    /// The section's node.
    pub node: NodeId,
}

/// Below this many characters a book is a short piece, whatever its sections are called.
const SHORT: usize = 24_000;

/// Half lines above text that opens a page without a heading.
const SUNK_TEXT: i32 = 16;

/// Sets a whole book: its parts in order, and its headings.
pub fn set_book(
    desk: &mut Desk<'_, '_>,
    fonts: &Fonts,
    source_hash: &str,
) -> (Vec<Flow>, Vec<Headline>) {
    let mut headlines = Vec::new();
    let mut flows = if is_work(desk.book) {
        set_work(desk, &mut headlines)
    } else {
        vec![set_short_piece(desk, &mut headlines)]
    };
    if let Some(last) = flows.last_mut() {
        // Notes without a mark whose home is nowhere to be found stand at the very end.
        let homeless: Vec<BlockId> = desk.orphans.keys().copied().collect();
        for home in homeless {
            set_orphans(desk, &mut last.column, home, Tags::DOCUMENT);
        }
    }
    flows.extend(colophon::set_colophon(desk, fonts, source_hash));
    for flow in &mut flows {
        while flow.column.entries.last().is_some_and(super::galley::Entry::is_space) {
            flow.column.entries.pop();
        }
    }
    flows.retain(|flow| flow.column.entries.iter().any(|entry| !entry.is_space()));
    (flows, headlines)
}

/// From this many characters on a book is a work, if it has headed sections to list.
const LONG: usize = 150_000;

/// Whether a book is set as a work with chapters: it is long enough and has parts to list, which
/// call themselves chapters (or parts, letters, a preface). The sections of an article do not:
/// they run on.
pub fn is_work(book: &Book) -> bool {
    let (mut chapters, mut headed) = (0, 0);
    for section in book.sections() {
        headed += usize::from(section.heading.is_some());
        chapters += usize::from(section.heading.is_some() && section.role != Role::Section);
        chapters += section.sections.iter().filter(|inner| inner.role == Role::Chapter).count();
    }
    let mut length = 0;
    book.each_text(&mut |text| length += text.as_str().len());
    let has_chapters = chapters >= 2 && chapters.max(headed) >= 3;
    has_chapters && length >= SHORT || headed >= 3 && length >= LONG
}

/// A short piece: a title block over its text, all in one.
fn set_short_piece(desk: &mut Desk<'_, '_>, headlines: &mut Vec<Headline>) -> Flow {
    let book = desk.book;
    let mut column = Column::new(desk.design.half_line());
    title::set_title_block(desk, &mut column);
    let outer = desk.tags.open(Tags::DOCUMENT, NodeTag::Section);
    for (number, section) in book.sections().enumerate() {
        let node = open_section(desk, section, outer);
        let mut level = 1;
        if section.heading.is_some() {
            level = 2;
            set_heading(desk, &mut column, section, HeadingStyle::Major, node, level);
        } else if number > 0 {
            column.gap(2, 2);
        }
        list_headlines(section, node, 1, headlines);
        set_section(desk, &mut column, section, node, level);
    }
    relink(desk, headlines);
    let heads = Heads { verso: authors(desk), recto: title_of(desk) };
    Flow {
        column,
        start: Start::Recto,
        numbering: Numbering::Text,
        heads,
        opening: Furniture::Foot,
        others: Furniture::Head,
        bears_text: true,
    }
}

/// A work: leaves for its title, its contents, its chapters each on a fresh page.
fn set_work(desk: &mut Desk<'_, '_>, headlines: &mut Vec<Headline>) -> Vec<Flow> {
    let book = desk.book;
    let mut flows = title::set_title_leaves(desk);
    let contents_node = desk.tags.open(Tags::DOCUMENT, NodeTag::Contents);
    let contents_at = flows.len();
    let parts = [(book.front(), Numbering::Front), (book.body(), Numbering::Text)];
    for (sections, numbering) in parts.into_iter().chain([(book.back(), Numbering::Text)]) {
        for (number, section) in sections.iter().enumerate() {
            let first_of_text = numbering == Numbering::Text && number == 0;
            let start = if first_of_text || numbering == Numbering::Front {
                Start::Recto
            } else {
                opening(desk)
            };
            set_part(
                desk,
                section,
                Tags::DOCUMENT,
                2,
                (start, numbering),
                &mut flows,
                headlines,
            );
        }
    }
    relink(desk, headlines);
    let contents = contents::set_contents(desk, headlines, contents_node);
    flows.insert(contents_at, contents);
    flows
}

/// Sets a section that opens a page, and those inside it that do so too.
fn set_part(
    desk: &mut Desk<'_, '_>,
    section: &Section,
    parent: NodeId,
    level: u8,
    (start, numbering): (Start, Numbering),
    flows: &mut Vec<Flow>,
    headlines: &mut Vec<Headline>,
) {
    let node = open_section(desk, section, parent);
    let opens = |inner: &Section| {
        inner.role != Role::Section || section.role == Role::Part && inner.heading.is_some()
    };
    let splits = section.sections.iter().filter(|inner| opens(inner)).count() >= 2;
    // A title that has a page to itself has a leaf to itself, a recto with a blank back.
    let alone = splits && section.heading.is_some() && section.blocks.is_empty();
    let start = if alone { Start::Recto } else { start };
    let mut column = Column::new(desk.design.half_line());
    if section.heading.is_some() {
        set_heading(desk, &mut column, section, HeadingStyle::Opening, node, level);
        headlines.push(headline(section, node, level - 1));
    } else {
        // Text without a head begins where the text of a chapter does.
        column.sink(SUNK_TEXT);
    }
    let heads = Heads {
        verso: authors(desk),
        recto: section.heading.as_ref().map_or_else(|| title_of(desk), words_of_heading),
    };
    let flow = |column: Column| Flow {
        column,
        start,
        numbering,
        heads,
        opening: Furniture::Foot,
        others: Furniture::Head,
        bears_text: true,
    };
    let inner_level = level + u8::from(section.heading.is_some());
    if !splits {
        for inner in &section.sections {
            list_inner(inner, inner_level - 1, headlines);
        }
        set_section(desk, &mut column, section, node, inner_level - 1);
        flows.push(flow(column));
        return;
    }
    let own = Section { sections: Vec::new(), ..section.clone() };
    set_section(desk, &mut column, &own, node, inner_level - 1);
    if column.entries.iter().any(|entry| !entry.is_space()) {
        flows.push(flow(column));
    }
    let mut start = if alone { Start::Recto } else { opening(desk) };
    for inner in &section.sections {
        set_part(desk, inner, node, inner_level, (start, numbering), flows, headlines);
        start = opening(desk);
    }
}

/// The page that a chapter opens on.
fn opening(desk: &Desk<'_, '_>) -> Start {
    match desk.design.openings {
        Openings::Fresh => Start::Fresh,
        Openings::Recto => Start::Recto,
    }
}

/// Lists a section's heading and those of the sections inside it.
fn list_headlines(section: &Section, node: NodeId, level: u8, headlines: &mut Vec<Headline>) {
    let mut inner_level = level;
    if section.heading.is_some() {
        headlines.push(headline(section, node, level));
        inner_level += 1;
    }
    for inner in &section.sections {
        list_inner(inner, inner_level, headlines);
    }
}

/// As [`list_headlines`], for sections whose nodes are not open yet.
fn list_inner(section: &Section, level: u8, headlines: &mut Vec<Headline>) {
    list_headlines(section, Tags::DOCUMENT, level, headlines);
}

/// Fills in the nodes of sections that were listed before they were set.
fn relink(desk: &Desk<'_, '_>, headlines: &mut [Headline]) {
    for headline in headlines {
        if let Some(&node) = desk.nodes.get(&headline.section) {
            headline.node = node;
        }
    }
}

fn headline(section: &Section, node: NodeId, level: u8) -> Headline {
    let words = section.heading.as_ref().map_or_else(String::new, words_of_heading);
    Headline { level, words, section: section.id, node }
}

/// The words of a heading in one line, without the marks of notes.
pub fn words_of_heading(heading: &Heading) -> String {
    let mut words = String::new();
    for run in heading.number.iter().chain([&heading.title]) {
        let part = plain(run);
        if !words.is_empty() && !part.is_empty() {
            let stopped = words.ends_with(|c: char| c.is_ascii_punctuation());
            words.push_str(if stopped { " " } else { ". " });
        }
        words.push_str(part.trim());
    }
    words
}

/// The words of inlines without the marks of notes, line ends as spaces.
pub fn plain(inlines: &[Inline]) -> String {
    let mut words = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => words.push_str(text.as_str()),
            Inline::LineBreak => words.push(' '),
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                words.push_str(&plain(inner));
            }
            _ => {}
        }
    }
    words
}

/// The authors, as a running head names them.
fn authors(desk: &Desk<'_, '_>) -> String {
    let title = desk.book.title();
    let names: Vec<&str> = title.authors.iter().map(|author| author.name.as_str()).collect();
    match names.len() {
        0 => title_of(desk),
        1..=3 => names.join(", "),
        _ => format!("{} …", names[0]),
    }
}

/// The title, as a running head names it.
fn title_of(desk: &Desk<'_, '_>) -> String {
    let title = desk.book.title();
    if title.title.is_empty() { desk.book.name().to_owned() } else { title.title.clone() }
}
