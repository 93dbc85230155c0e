//! The notes of a book, each with its marks and how they were brought together.

use std::collections::BTreeMap;

use super::{Book, Hand, Note, NoteId, Pairing, Span, Text, each_mark, words_of};

/// A note with its marks, as an editor looks them through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditedNote {
    /// The note.
    pub note: NoteId,
    /// Its label: its own, or that of its first mark; empty if there is none.
    pub label: String,
    /// Which run of numbers it belongs to, from 0.
    pub series: u8,
    /// Whose hand it is in.
    pub hand: Hand,
    /// How it was joined to its marks.
    pub pairing: Pairing,
    /// Where its label or its text begins in the source.
    pub place: Option<Span>,
    /// Its first words.
    pub opening: String,
    /// Where its marks stand in the source, in the order of the book.
    pub marks: Vec<Span>,
}

/// Looks through the notes of a book, in their order.
pub fn audit(book: &Book) -> Vec<AuditedNote> {
    let mut marks: BTreeMap<NoteId, Vec<(&str, Option<Span>)>> = BTreeMap::new();
    book.each_run(&mut |_, run| {
        each_mark(run, &mut |mark| {
            let seen = (mark.label.as_str(), mark.label.span());
            marks.entry(mark.note).or_default().push(seen);
        });
    });
    let numbered = book.notes().iter().enumerate();
    numbered
        .map(|(number, note)| {
            let id = NoteId(number as u32);
            let marks = marks.remove(&id).unwrap_or_default();
            let own = note.label.as_ref().map(Text::as_str).filter(|own| !own.is_empty());
            let label = own.or(marks.first().map(|(label, _)| *label)).unwrap_or_default();
            AuditedNote {
                note: id,
                label: label.to_owned(),
                series: note.series,
                hand: note.hand,
                pairing: note.pairing,
                place: place(note),
                opening: opening(note),
                marks: marks.iter().filter_map(|(_, place)| *place).collect(),
            }
        })
        .collect()
}

impl Pairing {
    /// How a note was joined to its marks, for other programs.
    pub fn name(self) -> &'static str {
        match self {
            Pairing::Corrected => "sidecar",
            Pairing::Linked => "link",
            Pairing::Labelled => "label",
            Pairing::Ordered => "order",
            Pairing::Orphan => "none",
        }
    }

    /// Whether that leaves no doubt.
    pub fn is_sure(self) -> bool {
        self <= Pairing::Labelled
    }

    /// How it was joined and how surely, for a person.
    pub fn words(self) -> &'static str {
        match self {
            Pairing::Corrected => "as the sidecar says",
            Pairing::Linked => "by the mark’s link (sure)",
            Pairing::Labelled => "by their labels (sure)",
            Pairing::Ordered => "by their order (likely)",
            Pairing::Orphan => "to no mark",
        }
    }
}

impl Hand {
    /// Whose hand it is.
    pub fn name(self) -> &'static str {
        match self {
            Hand::Author => "author",
            Hand::Editor => "editor",
            Hand::Translator => "translator",
            Hand::Transcriber => "transcriber",
        }
    }
}

fn place(note: &Note) -> Option<Span> {
    let label = note.label.as_ref().and_then(Text::span);
    label.or_else(|| {
        let mut first = None;
        for block in &note.blocks {
            super::each_run(block, &mut |_, run| {
                super::each_text(run, &mut |text| first = first.or(text.span()));
            });
        }
        first
    })
}

/// The first words of a note.
fn opening(note: &Note) -> String {
    const WORDS: usize = 8;
    let words = note.blocks.first().map(words_of).unwrap_or_default();
    words.split_whitespace().take(WORDS).collect::<Vec<_>>().join(" ")
}
