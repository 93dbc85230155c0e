//! Galleys: the blocks of a book as columns of lines and spaces, before there are pages.
//!
//! Height is counted in half lines, so that everything stands on the grid or half a line off it.
//! A line knows the notes that it calls, where its text begins, and what it costs to turn the
//! page before it.

mod blocks;
mod columns;
mod figure;
mod fractions;
mod heading;
mod inlines;
mod list;
mod notes;
mod opening;
mod table;
mod text;
mod verse;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub use blocks::{Setting, open_section, set_section, set_words};
pub use heading::{HeadingStyle, capitals, caps_of, is_shouted, set_heading};
pub use inlines::{Look, Reader};
pub use list::roman;
pub use notes::{Place, SetNote, set_called, set_orphans};
pub use text::{Style, set_copy, set_lone_text, set_run};

use super::design::Design;
use super::paragraph::{Copy, Line, Seg, Stretch};
use super::shape::{Direction, Shaper};
use super::tag::Tags;
use crate::book::{
    BlockId, Book, ImageId, ItemTag, Length, LinkId, NodeId, NoteId, Size, Spot, Words, words,
};

/// A column of lines and spaces.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// What stands in it, from the top.
    pub entries: Vec<Entry>,
    /// Half a line.
    pub step: Length,
}

/// One line of a column, or what takes its place.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its height in half lines.
    pub height: i32,
    /// What it costs to turn the page before it.
    pub turn: i64,
    /// What it is.
    pub kind: EntryKind,
    /// What stands in it, in the store of what is placed.
    pub placed: (u32, u32),
    /// The notes it calls for the first time, in the store of calls.
    pub calls: (u32, u32),
    /// Where its text begins, if it is text of the body.
    pub spot: Option<Spot>,
    /// Whether it ends in a hyphen.
    pub hyphen: bool,
    /// The entries of this column that are repeated above it where a page begins with it.
    pub repeats: (u32, u32),
    /// The row of a table that it is a line of.
    pub row: Option<Row>,
}

/// A line of a row: what stands side by side in it.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The row.
    pub node: NodeId,
    /// What stands in it of each cell, in the store of cells.
    pub cells: (u32, u32),
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A line on the grid.
    OnGrid,
    /// A line that may stand half a line off it.
    OffGrid,
    /// Space, which goes where a page begins with it, and which may give half lines more.
    Gap {
        /// How many half lines it may give.
        give: i32,
    },
    /// Space that stays where a page begins with it.
    Sink,
}

/// Something placed in an entry.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    /// From the left edge of the text block.
    pub x: Length,
    /// From the top of the entry: to the baseline of a line, to the top of anything else.
    pub y: Length,
    /// What it is.
    pub what: What,
}

/// What is placed.
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// A line, in the store of lines.
    Line(u32),
    /// A rule.
    Rule(Size),
    /// An image.
    Image(ImageId, Size, ItemTag),
    /// The folio of a page of the printed source, in the outer margin, by its number in the store.
    SourcePage(u32),
    /// The folio of a page in the contents, at the right edge: that on which a node stands.
    FolioOf(NodeId, u32),
}

/// What it costs to turn a page where it should not be turned.
pub mod turn {
    /// Inside a heading, or after it.
    pub const NEVER: i64 = 100_000;
    /// Before the last or after the first line of a paragraph.
    pub const LONE_LINE: i64 = 20_000;
    /// Inside a table that a page could hold whole.
    pub const SMALL_TABLE: i64 = 18_000;
    /// Between two parts that belong together.
    pub const TOGETHER: i64 = 400;
    /// Nothing: anywhere else.
    pub const FREE: i64 = 0;
}

/// Where a link leads, before pages are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// To a note.
    Note(NoteId),
    /// Back to the first mark of a note.
    Mark(NoteId),
    /// To a block or a section.
    Block(BlockId),
    /// To an address on the web.
    Address(String),
}

/// A link and its words for those who cannot see where it leads.
#[derive(Clone, Debug)]
pub struct LinkLead {
    /// Where it leads.
    pub to: Lead,
    /// What it is, in words.
    pub words: String,
}

/// What a paragraph begins with before its own text, and the indents that go with it.
#[derive(Clone, Debug, Default)]
pub struct LeadIn {
    /// The label and the space after it.
    pub copy: Copy,
    /// The indent of the first line.
    pub first: Length,
    /// The indent of the others.
    pub rest: Length,
}

/// All that is needed to set a book's blocks, and the stores that they are set into.
pub struct Desk<'b, 'f> {
    /// The book.
    pub book: &'b Book,
    /// The design.
    pub design: &'b Design,
    /// The shaper.
    pub shaper: Shaper<'f>,
    /// The logical structure.
    pub tags: Tags,
    /// How each stretch of copy is set.
    pub stretches: Vec<Stretch>,
    /// The pieces of all lines.
    pub segs: Vec<Seg>,
    /// All lines.
    pub lines: Vec<Line>,
    /// All that is placed.
    pub placed: Vec<Placed>,
    /// The parts of what is placed that belong to one cell of a row.
    pub cells: Vec<(u32, u32)>,
    /// The notes that are called.
    pub calls: Vec<NoteId>,
    /// The folios of the pages of the printed source that begin in the text.
    pub folios: Vec<String>,
    /// The notes, set when they are first called.
    pub notes: BTreeMap<NoteId, SetNote>,
    /// The notes whose labels stand in brackets.
    pub bracketed: BTreeSet<NoteId>,
    /// Called and not yet set.
    pub called: Vec<NoteId>,
    /// The notes that are called and not yet set, with their nodes.
    pub waiting: VecDeque<(NoteId, NodeId)>,
    /// What is being set.
    pub at: Place,
    /// Notes without a mark, by the block or section after which they are set.
    pub orphans: BTreeMap<BlockId, Vec<NoteId>>,
    /// What the next paragraph begins with: the label of a note or of an item.
    pub lead_in: Option<LeadIn>,
    /// Where each link leads, by its number.
    pub links: BTreeMap<LinkId, LinkLead>,
    /// The node of each block and section.
    pub nodes: BTreeMap<BlockId, NodeId>,
    /// The language of what is being set, by the shaper's number.
    pub language: u8,
    /// The house's words in the language of the book.
    pub words: &'static Words,
}

impl<'b, 'f> Desk<'b, 'f> {
    /// An empty desk.
    pub fn new(book: &'b Book, design: &'b Design, shaper: Shaper<'f>) -> Desk<'b, 'f> {
        let mut shaper = shaper;
        let language = shaper.language(&book.title().language);
        Desk {
            book,
            design,
            shaper,
            tags: Tags::new(),
            stretches: Vec::new(),
            segs: Vec::new(),
            lines: Vec::new(),
            words: words(&book.title().language),
            placed: Vec::new(),
            cells: Vec::new(),
            calls: Vec::new(),
            folios: Vec::new(),
            bracketed: book.bracketed_notes(),
            notes: BTreeMap::new(),
            called: Vec::new(),
            waiting: VecDeque::new(),
            at: Place::default(),
            orphans: orphans_of(book),
            lead_in: None,
            links: BTreeMap::new(),
            nodes: BTreeMap::new(),
            language,
        }
    }
}

impl Desk<'_, '_> {
    /// The direction in which the book is read: its pages and everything on them.
    pub fn direction(&self) -> Direction {
        Direction::of(&self.book.title().language)
    }

    /// The direction of what is being set, by its language.
    pub fn direction_here(&self) -> Direction {
        self.shaper.language_named(self.language).map_or(Direction::Rightward, Direction::of)
    }
}

/// The notes that no mark calls, by their homes.
fn orphans_of(book: &Book) -> BTreeMap<BlockId, Vec<NoteId>> {
    let mut orphans: BTreeMap<BlockId, Vec<NoteId>> = BTreeMap::new();
    for (number, note) in book.notes().iter().enumerate() {
        if note.marks == 0 {
            orphans.entry(note.home).or_default().push(NoteId(number as u32));
        }
    }
    orphans
}

impl Column {
    /// An empty column whose half line is `step`.
    pub fn new(step: Length) -> Column {
        Column { entries: Vec::new(), step }
    }

    /// Adds space of so many half lines, which may give some more. Where space stands already,
    /// the greater counts.
    pub fn gap(&mut self, height: i32, give: i32) {
        if let Some(Entry { height: known, kind: EntryKind::Gap { give: can }, .. }) =
            self.entries.last_mut()
        {
            *known = height.max(*known);
            *can = give.max(*can);
            return;
        }
        if !self.entries.is_empty() {
            self.entries.push(Entry::of(height, EntryKind::Gap { give }));
        }
    }

    /// Takes back the space that was added last.
    pub fn close_up(&mut self) {
        if let Some(Entry { kind: EntryKind::Gap { .. }, .. }) = self.entries.last() {
            self.entries.pop();
        }
    }

    /// Adds space that stays even at the head of a page.
    pub fn sink(&mut self, height: i32) {
        self.entries.push(Entry::of(height, EntryKind::Sink));
    }

    /// Forbids to turn the page before whatever comes next.
    pub fn keep_with_next(&mut self, from: usize) {
        for entry in self.entries.iter_mut().skip(from + 1) {
            entry.turn = entry.turn.max(turn::NEVER);
        }
    }

    /// The height of all entries.
    pub fn height(&self) -> i32 {
        self.entries.iter().map(|entry| entry.height).sum()
    }
}

impl Entry {
    /// An entry with nothing in it.
    pub fn of(height: i32, kind: EntryKind) -> Entry {
        Entry {
            height,
            turn: turn::FREE,
            kind,
            placed: (0, 0),
            calls: (0, 0),
            spot: None,
            hyphen: false,
            repeats: (0, 0),
            row: None,
        }
    }

    /// Whether it is space.
    pub fn is_space(&self) -> bool {
        matches!(self.kind, EntryKind::Gap { .. } | EntryKind::Sink)
    }
}
