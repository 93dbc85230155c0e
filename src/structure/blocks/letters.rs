//! The parts of letters and signed articles: dateline, salutation, signature.

use super::super::placed::{Placed, words_of};
use super::super::provenance;
use super::super::wording::{self, dates, names, plain};
use crate::book::Align;

/// How far a passage stands from the edges of its section.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// How many passages stand before it.
    pub from_start: usize,
    /// How many passages stand after it.
    pub from_end: usize,
}

/// A part of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Dateline,
    Salutation,
    Signature,
}

/// How many passages from an edge count as standing at it.
const AT_EDGE: usize = 4;

/// Words that begin an address, letters alone.
const ADDRESSES: &[&str] = &[
    "dear",
    "mydear",
    "comrades",
    "comrade",
    "dearcomrade",
    "citizens",
    "gentlemen",
    "sir",
    "sirs",
    "respected",
    "esteemed",
    "lieber",
    "liebe",
    "geehrter",
    "sehrgeehrter",
    "genossen",
    "caro",
    "cari",
    "cara",
    "cher",
    "chere",
    "chers",
    "citoyens",
    "querido",
    "queridos",
    "estimado",
    "companeros",
    "compagni",
    "camarades",
    "camaradas",
    "дорогои",
    "товарищи",
    "уважаемыи",
    "workers",
    "brothers",
    "fellowworkers",
    "ladies",
    "werter",
    "werte",
    "honoured",
];

/// Words that begin the close of a letter, letters alone.
const CLOSES: &[&str] = &[
    "yours",
    "withcommunist",
    "withcomradely",
    "fraternally",
    "withfraternal",
    "sincerely",
    "withsocialist",
    "faithfully",
    "truly",
    "withgreetings",
    "mitfreundlichen",
    "mitgruss",
    "dein",
    "ihr",
    "deine",
    "congrande",
    "salutifraterni",
    "saluticomunisti",
    "bienavous",
    "withbest",
    "withthewarmest",
    "withrevolutionary",
    "iremain",
    "withkind",
    "everyours",
];

/// What part of a letter a passage is, if it is one.
pub fn part(placed: &Placed, words: &str, edge: Edge) -> Option<Part> {
    let count = wording::count_words(words);
    if count == 0 || count > 40 || placed.is_classed(&[provenance::IN_TEXT]) {
        return None;
    }
    let start = edge.from_start < AT_EDGE;
    let end = edge.from_end < AT_EDGE;
    let aside = placed.passage.align == Align::End;
    if placed.is_classed(&["date", "dateline", "datum"])
        && dates::first(words).is_some()
        && count <= 14
    {
        return Some(Part::Dateline);
    }
    let first = words_of(&placed.passage.content);
    let first = first.lines().next().unwrap_or("").trim().trim_end_matches(',');
    let signs = end || names::people(words).is_some() || names::people(first).is_some();
    if placed.is_classed(&["sig", "signature", "signed", "sign", "sigb"])
        || (placed.is_classed(&["author", "attrib"]) && signs)
        || (placed.is_classed(&["date", "dateline"]) && end && names::people(first).is_some())
    {
        return Some(Part::Signature);
    }
    if (start || end || aside) && dates::is_dateline(words) {
        return Some(Part::Dateline);
    }
    if start && count <= 9 && is_salutation(words) {
        return Some(Part::Salutation);
    }
    // A name that opens a section with text under it is a byline.
    let byline = edge.from_start == 0 && edge.from_end > 0;
    if (aside || end && !byline) && is_signature(placed, words, count) {
        return Some(Part::Signature);
    }
    None
}

fn is_salutation(words: &str) -> bool {
    let ended = words.ends_with([',', ':', '!', '–', '—', '-'])
        || words.ends_with(",–")
        || words.ends_with('.');
    let start = plain(words);
    ended && ADDRESSES.iter().any(|known| start.starts_with(known))
}

fn is_signature(placed: &Placed, words: &str, count: usize) -> bool {
    let start = plain(words);
    let lines = words_of(&placed.passage.content);
    let last = lines.lines().next_back().unwrap_or("").trim();
    let named = |line: &str| {
        let line = line.trim_matches(|c: char| "()[]—–-_ ".contains(c));
        names::people(line).is_some() && wording::count_words(line) <= 6
    };
    if CLOSES.iter().any(|known| start.starts_with(known)) && count <= 25 {
        return true;
    }
    if placed.passage.align == Align::End && count <= 25 {
        return true;
    }
    // A name alone: in capitals, in initials or as a known form of name.
    let initials = count <= 3
        && words.chars().filter(|c| c.is_alphabetic()).count() <= 4
        && wording::is_capitals(words)
        && words.contains('.');
    let name = named(words) && count >= 2 && !words.ends_with(['?', '!', ':']);
    initials || name || (lines.lines().count() > 1 && named(last) && count <= 20)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Inline, Passage, Text};
    use crate::structure::notes::Home;

    fn part_of(words: &str, from_start: usize, from_end: usize) -> Option<Part> {
        let content = vec![Inline::Text(Text::verbatim(words, 0))];
        let home = Home { leaf: 0, passage: 0 };
        let placed = Placed { home, passage: Passage::paragraph(content) };
        part(&placed, words, Edge { from_start, from_end })
    }

    #[test]
    fn a_letter_opens_with_an_address_and_closes_with_a_name() {
        assert_eq!(part_of("Dear Comrade,", 0, 20), Some(Part::Salutation));
        assert_eq!(part_of("Yours fraternally, H. Quelch", 20, 0), Some(Part::Signature));
    }

    #[test]
    fn the_same_words_within_the_text_are_text() {
        assert_eq!(part_of("Dear Comrade,", 20, 20), None);
        assert_eq!(part_of("Comrades have written to us from all parts", 0, 20), None);
    }
}
