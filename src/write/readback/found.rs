//! What an edition says, as its reader brings it back.

use super::words::Words;

/// The text of an edition, by the parts in which every edition has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The title page.
    pub(super) title: Words,
    /// The text.
    pub(super) text: Words,
    /// The notes, in the order in which they stand; marks lead to them by their number here.
    pub(super) notes: Vec<FoundNote>,
    /// The colophon, without what the house says of itself.
    pub(super) colophon: Words,
}

/// A note of an edition.
#[derive(Clone, Debug, Default)]
pub(super) struct FoundNote {
    /// What is printed before it, without brackets.
    pub(super) label: Option<String>,
    /// What it says.
    pub(super) words: Words,
}

/// A part of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// The title page.
    Title,
    /// The text.
    Text,
    /// A note by its number.
    Note(usize),
    /// The colophon.
    Colophon,
}

impl Found {
    /// The words of a part, to add to.
    pub(super) fn words(&mut self, part: Part) -> &mut Words {
        match part {
            Part::Title => &mut self.title,
            Part::Text => &mut self.text,
            Part::Colophon => &mut self.colophon,
            Part::Note(number) => {
                if self.notes.len() <= number {
                    self.notes.resize_with(number + 1, FoundNote::default);
                }
                &mut self.notes[number].words
            }
        }
    }
}
