//! Notes: their marks found in the text, their bodies gathered, the two brought together.

use crate::book::{
    Checked, Corrections, Hand, Log, NoteId, Pairing, Passage, Rule, Span, Text,
};

/// The rules of this part of the stage.
pub static RULES: &[&Rule] = &[];

/// A page's passages with the notes taken out of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// The passages that stay in the flow, marks in them as [`Inline::NoteMark`](crate::book::Inline).
    pub passages: Vec<Passage>,
    /// The notes in the order of their ids.
    pub notes: Vec<FoundNote>,
}

/// A note as it was found, its passages not yet blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundNote {
    /// What is printed before it, without stops and brackets.
    pub label: Option<Text>,
    /// Whose hand it is in.
    pub hand: Hand,
    /// Which run of numbers it belongs to, from 0.
    pub series: u8,
    /// How many marks call it.
    pub marks: u32,
    /// How its marks were found.
    pub pairing: Pairing,
    /// What it says.
    pub passages: Vec<Passage>,
    /// Where it stands in the reading text.
    pub at: Option<Span>,
    /// Index into [`Gathered::passages`] of the passage with its first mark, or, for an orphan,
    /// of what precedes it.
    pub home: usize,
}

/// Gathers the notes of one page. The note at index `n` of the result has the id `first + n`.
pub fn gather(
    passages: Vec<Passage>,
    _first: NoteId,
    _corrections: &Corrections,
    _log: &mut Log,
) -> Checked<Gathered> {
    Checked::quiet(Gathered { passages, notes: Vec::new() })
}
