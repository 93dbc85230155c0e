//! Notes: their marks found in the text, their bodies gathered, the two brought together.

use crate::book::{Checked, Corrections, Hand, Leaf, Log, Pairing, Passage, Rule, Span, Text};

/// The rules of this part of the stage.
pub static RULES: &[&Rule] = &[];

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
    /// Where its first mark stands, or, for an orphan, what precedes it.
    pub home: Home,
}

/// A passage that stays in the flow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Home {
    /// Index of its leaf.
    pub leaf: usize,
    /// Index into the leaf's passages, as they are once the notes are taken out of them.
    pub passage: usize,
}

/// Gathers the notes of all leaves of a work: takes them out of the leaves' passages and puts an
/// [`Inline::NoteMark`](crate::book::Inline) where each is called. The note at index `n` of the
/// result has the id `n`. All leaves come at once because some works keep their notes on a page
/// of their own.
pub fn gather(
    _leaves: &mut [Leaf],
    _corrections: &Corrections,
    _log: &mut Log,
) -> Checked<Vec<FoundNote>> {
    Checked::quiet(Vec::new())
}
