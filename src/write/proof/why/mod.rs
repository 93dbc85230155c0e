//! Why a passage stands in the book as it does: its way from the bytes of the file to the pages,
//! told to an editor, each rule that touched it by name.
//!
//! A pure function of the values after every stage. The words are looked for in the reading text
//! ([`find`]); of each place where they stand, the rules that acted are found by comparing what the
//! stages left ([`touches`]), what the page showed is read off the transcript ([`shown`]) and what
//! it became off the book ([`standing`]). [`told`] makes lines of it all. Words that are no part of
//! the reading text are looked for in the files themselves, by the caller.

mod find;
mod shown;
mod standing;
mod told;
mod touches;

use crate::book::{Book, Decoding, EbookPlaces, Finding, Ledger, Pages, Rule, Transcript};

/// A work after each stage of the road, as far as it came.
#[derive(Clone, Copy, Debug)]
pub struct Road<'a> {
    /// How the bytes of each page became characters, in the order of the work.
    pub decoded: &'a [Decoding],
    /// The transcript after ingest, normalise and strip.
    pub transcripts: [&'a Transcript; 3],
    /// The book; none where there is nothing to publish.
    pub end: Option<End<'a>>,
    /// What each of the four stages noticed.
    pub findings: [&'a [Finding]; 4],
    /// The rules that a sidecar can keep from a passage.
    pub overrulable: &'a [&'static Rule],
    /// Where the sidecar stands, or is to be made.
    pub sidecar: &'a str,
}

/// Where the road ends.
#[derive(Clone, Copy, Debug)]
pub struct End<'a> {
    /// The book.
    pub book: &'a Book,
    /// The fates of the reading text.
    pub ledger: &'a Ledger,
    /// Its pages.
    pub pages: &'a Pages,
    /// Where its ebook has everything.
    pub ebook: &'a EbookPlaces,
}

/// Tells of each place where `words` stand how they came there; none where they stand nowhere in
/// the reading text.
pub fn write(road: &Road<'_>, words: &str) -> Option<String> {
    let [read, ..] = road.transcripts;
    let found = find::find(words, &read.reading, road.end.map(|end| end.book))?;
    Some(told::told(road, words, &found))
}
