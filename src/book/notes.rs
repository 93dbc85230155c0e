//! Notes, held by id.

use super::{Block, BlockId, Text};

/// The lasting name of a note within its book: its index in [`Notes`](super::Book::notes).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub u32);

impl std::fmt::Display for NoteId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "note{}", self.0 + 1)
    }
}

/// A note: blocks, not a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What is printed before it, without stops and brackets: `1`, `3*`. Its text is the
    /// source's; none where the source has no label at the note.
    pub label: Option<Text>,
    /// Whose hand it is in.
    pub hand: Hand,
    /// Which run of numbers it belongs to, from 0: the author's figures, the editor's stars.
    pub series: u8,
    /// How many marks call it; none for an orphan.
    pub marks: u32,
    /// The section (or block) it stands nearest to: where an edition without marks would set it.
    pub home: BlockId,
    /// How its marks were found, and how surely.
    pub pairing: Pairing,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// Whose hand a note is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hand {
    /// The author's, or nobody says otherwise.
    #[default]
    Author,
    /// An editor's.
    Editor,
    /// A translator's.
    Translator,
    /// The transcriber's, or the archive's.
    Transcriber,
}

/// How a note and its marks were brought together, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pairing {
    /// The sidecar says so.
    Corrected,
    /// The mark's link leads to the note.
    Linked,
    /// Mark and note bear the same label in the same series, once each.
    Labelled,
    /// They stand at the same place in the order of marks and of notes.
    Ordered,
    /// No mark was found: the note is an orphan.
    Orphan,
}
