//! The finished books, read back: is every word of the book in its EPUB and its PDF, once, in its
//! order, and every note at its mark?
//!
//! The ledger proves that the book holds the source. This proves that the editions hold the book,
//! on the bytes that go out. Nothing here knows how they were written: an EPUB is unpacked by a ZIP
//! reader of its own ([`archive`]) and parsed as XML ([`epub`]); a PDF is read by its structure tree,
//! its marked content and its fonts' tables of text ([`pdf`]), as a screen reader would. Both are
//! brought into one form ([`found`]), as is the book ([`wanted`]), and laid side by side, part by
//! part ([`align`], [`compare`]): title page, text, each note, colophon. What an edition adds of its
//! own (contents, running heads, folios, ways back) is known by its place in the structure and never
//! by its words. What may differ without a difference is the table in [`words`].

mod align;
mod archive;
mod compare;
mod epub;
mod found;
mod pdf;
mod wanted;
mod words;

use crate::book::{Book, Checked, Effect, Finding, Rule, Severity};

/// The rules that a finished book is held to.
pub const RULES: &[&Rule] = &[&UNREADABLE, &MISSING, &ADDED, &ALTERED, &NOTE];

/// A book that cannot be read back.
pub static UNREADABLE: Rule = Rule {
    id: "readback/unreadable",
    effect: Effect::Notices,
    does: "A finished EPUB or PDF that cannot be read back to its text is an error.",
    why: "A book that cannot be read proves nothing, and may not open for its reader either.",
    example: "An EPUB whose spine names a file that is not in it.",
};

/// A word that an edition has lost.
pub static MISSING: Rule = Rule {
    id: "readback/missing-words",
    effect: Effect::Notices,
    does: "Words of the book that a finished EPUB or PDF does not have are an error.",
    why: "Nothing of the text may get lost between the book and the page.",
    example: "The last line of a chapter stands on no page.",
};

/// A word that an edition has and the book has not.
pub static ADDED: Rule = Rule {
    id: "readback/added-words",
    effect: Effect::Notices,
    does: "Words that a finished EPUB or PDF has once more than the book are an error.",
    why: "An edition says what its text says, once.",
    example: "A line stands at the foot of one page and again at the head of the next.",
};

/// A word that an edition has instead of another.
pub static ALTERED: Rule = Rule {
    id: "readback/altered-words",
    effect: Effect::Notices,
    does: "Words of the book for which a finished EPUB or PDF has others are an error.",
    why: "What is copied out of a book, searched or read aloud is the text that it was made from.",
    example: "A ligature that copies as one letter: “of ce” for “office”.",
};

/// A note that stands at another mark, or under another label.
pub static NOTE: Rule = Rule {
    id: "readback/note",
    effect: Effect::Notices,
    does: "A note mark that leads elsewhere than to its note in a finished EPUB or PDF, or a note \
           under another label, is an error.",
    why: "A note at the wrong mark is as good as lost.",
    example: "The mark 2 leads to note 3.",
};

/// What was read back of an edition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadBack {
    /// Words of the book that were looked for, marks of notes among them.
    pub words: usize,
    /// Notes that were looked for.
    pub notes: usize,
}

/// Reads a finished EPUB back. The findings say what of `book` it does not say as it should.
pub fn epub(book: &Book, bytes: &[u8]) -> Checked<ReadBack> {
    held("EPUB", book, epub::read(bytes))
}

/// Reads a finished PDF back. The findings say what of `book` it does not say as it should.
pub fn pdf(book: &Book, bytes: &[u8]) -> Checked<ReadBack> {
    held("PDF", book, pdf::read(bytes))
}

fn held(
    edition: &'static str,
    book: &Book,
    read: Result<found::Found, String>,
) -> Checked<ReadBack> {
    let wanted = wanted::wanted(book);
    let value = ReadBack { words: wanted.words(), notes: wanted.notes.len() };
    let findings = match read {
        Ok(found) => compare::compare(edition, &wanted, &found),
        Err(why) => vec![Finding {
            rule: &UNREADABLE,
            severity: Severity::Error,
            place: None,
            message: format!("the {edition} cannot be read back: {why}"),
            hint: Some("this is a fault in offprint: please report it, with the text".into()),
        }],
    };
    Checked { value, findings }
}
