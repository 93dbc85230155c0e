//! Notes, held by id.

use std::collections::{BTreeMap, BTreeSet};

use super::{Block, BlockId, Book, Text, each_mark, section_runs};

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

/// A series of notes and the kind of its labels: figures, letters, or neither.
type Series = (u8, bool, bool);

fn series_of(series: u8, label: &str) -> Series {
    let first = label.chars().next().unwrap_or(' ');
    (series, first.is_numeric(), first.is_alphabetic())
}

impl Book {
    /// The notes whose labels an edition sets in square brackets, at the note and at its marks.
    ///
    /// Labels bear no brackets of their own. Where notes of two series in one part of the book
    /// have the same label, the second series could be taken for the first: all its labels of
    /// that kind stand in brackets then, throughout the book. No word of the text changes.
    pub fn bracketed_notes(&self) -> BTreeSet<NoteId> {
        let mut clashing: BTreeSet<Series> = BTreeSet::new();
        let mut labels: BTreeMap<NoteId, &str> = BTreeMap::new();
        for section in self.sections() {
            let mut called: Vec<(NoteId, &str)> = Vec::new();
            section_runs(section, &mut |_, run| {
                each_mark(run, &mut |mark| called.push((mark.note, mark.label.as_str())));
            });
            let mut first: BTreeMap<&str, u8> = BTreeMap::new();
            for &(note, label) in &called {
                let series = self.note(note).series;
                let known = first.entry(label).or_insert(series);
                *known = series.min(*known);
            }
            for &(note, label) in &called {
                let series = self.note(note).series;
                if first.get(label).is_some_and(|known| *known < series) {
                    clashing.insert(series_of(series, label));
                }
            }
            labels.extend(called);
        }
        let notes = self.notes().iter().enumerate();
        let ids = notes.map(|(number, note)| (NoteId(number as u32), note));
        ids.filter(|(id, note)| {
            let label = note.label.as_ref().map(Text::as_str);
            let label = label.or(labels.get(id).copied()).unwrap_or("");
            clashing.contains(&series_of(note.series, label))
        })
        .map(|(id, _)| id)
        .collect()
    }
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
