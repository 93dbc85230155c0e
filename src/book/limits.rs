//! How much of everything a work may have. Nothing is ever cut silently: over a limit there is no
//! book and a reason, or a flatter structure and a finding.

use super::{Book, Pages, Passage, PassageKind, Section, Transcript};

/// The limits that a work is held to. The defaults are far above every text that an archive has,
/// and low enough for a service that converts what strangers send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one input file.
    pub input_bytes: u64,
    /// Pages that a contents page may lead to.
    pub files: u32,
    /// Elements of a web page that may be open at once. Start tags beyond are left out with a
    /// finding; their text stays.
    pub nesting: u16,
    /// Paragraphs, headings, cells' paragraphs and other passages of a work.
    pub blocks: u32,
    /// Sections with a heading.
    pub headings: u32,
    /// Notes.
    pub notes: u32,
    /// Rows or columns that one cell of a table may cover; a wider one covers so many, with a
    /// finding.
    pub table_span: u16,
    /// Bytes of one image file. A larger one is left out with a finding; its words stand for it.
    pub image_bytes: u64,
    /// Pixels of one image, by its header. A larger one is left out with a finding.
    pub image_pixels: u64,
    /// Pages of the finished book.
    pub pages: u32,
}

/// The deepest nesting that a caller may allow: the stages after the tree builder recurse as deep
/// as inline elements nest.
pub const DEEPEST_NESTING: u16 = 1024;

impl Default for Limits {
    fn default() -> Self {
        Limits {
            input_bytes: 32 << 20,
            files: 5_000,
            nesting: 256,
            blocks: 500_000,
            headings: 100_000,
            notes: 100_000,
            table_span: 1_000,
            image_bytes: 32 << 20,
            image_pixels: 100_000_000,
            pages: 50_000,
        }
    }
}

/// A limit that a work is over, so that no book is made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverLimit {
    /// What there is too much of: `blocks`, `notes`; the command line's flag is named after it.
    pub what: &'static str,
    /// How many there are.
    pub found: u64,
    /// How many there may be.
    pub most: u64,
}

impl std::fmt::Display for OverLimit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} are more than the limit of {}", self.found, self.what, self.most)
    }
}

impl Limits {
    /// Holds what was read to its limits.
    ///
    /// # Errors
    /// Where there are too many pages or blocks.
    pub fn hold_transcript(&self, transcript: &Transcript) -> Result<(), OverLimit> {
        at_most("files", transcript.leaves.len(), self.files)?;
        let passages = transcript.leaves.iter().flat_map(|leaf| &leaf.passages);
        at_most("blocks", passages.map(count).sum(), self.blocks)
    }

    /// Holds a book to its limits.
    ///
    /// # Errors
    /// Where there are too many headings or notes.
    pub fn hold_book(&self, book: &Book) -> Result<(), OverLimit> {
        let mut headings = 0;
        let mut waiting: Vec<&Section> = book.sections().collect();
        while let Some(section) = waiting.pop() {
            headings += usize::from(section.heading.is_some());
            waiting.extend(&section.sections);
        }
        at_most("headings", headings, self.headings)?;
        at_most("notes", book.notes().len(), self.notes)
    }

    /// Holds a book that was set to its limits.
    ///
    /// # Errors
    /// Where there are too many pages.
    pub fn hold_pages(&self, pages: &Pages) -> Result<(), OverLimit> {
        at_most("pages", pages.pages.len(), self.pages)
    }
}

/// A passage and those within it: tables nest no deeper than the page did.
fn count(passage: &Passage) -> usize {
    match &passage.kind {
        PassageKind::Table(_) => {
            1 + passage.cells().flat_map(|cell| &cell.passages).map(count).sum::<usize>()
        }
        _ => 1,
    }
}

fn at_most(what: &'static str, found: usize, most: u32) -> Result<(), OverLimit> {
    let (found, most) = (found as u64, u64::from(most));
    if found <= most { Ok(()) } else { Err(OverLimit { what, found, most }) }
}
