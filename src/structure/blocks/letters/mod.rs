//! The parts of letters and signed articles: dateline, salutation, signature.

mod within;

pub(super) use within::{address_end, is_names};

use super::super::placed::{Placed, words_of};
use super::super::provenance;
use super::super::wording::{self, dates, names, plain};
use crate::book::{Align, Inline};

/// What passages stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// A section of the text.
    Section,
    /// A note.
    Note,
    /// A cell of a table.
    Cell,
}

/// Where a passage stands: in what, and how far from its edges.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// What it stands in.
    pub setting: Setting,
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
    "dearcomrades",
    "dearfriends",
    "dearsir",
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
    if count == 0
        || count > 40
        || placed.is_classed(&[provenance::IN_TEXT])
        || !edge.may_hold_letter()
    {
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
    let said = words_of(&placed.passage.content);
    let first = said.lines().next().unwrap_or("").trim().trim_end_matches([',', '.']);
    let only_date = || {
        dates::is_day(words)
            || dates::is_dateline(words)
                && said.lines().all(|line| names::people(line).is_none())
    };
    let signs = end || names::people(words).is_some() || names::people(first).is_some();
    if placed.is_classed(&["sig", "signature", "signed", "sign", "sigb"])
        || (placed.is_classed(&["author", "attrib"]) && signs)
        || (placed.is_classed(&["date", "dateline"]) && end && names::people(first).is_some())
    {
        return Some(if only_date() { Part::Dateline } else { Part::Signature });
    }
    // No edge is needed where the form says it all.
    if let Some(part) = within::part(&said) {
        return Some(part);
    }
    // Whoever closes with name, place and date has signed.
    if end && said.lines().count() > 1 && is_name(first) {
        return Some(Part::Signature);
    }
    let dateline = dates::is_dateline(words) || dates::is_place_and_day(words);
    if (start || end || aside) && dateline {
        return Some(Part::Dateline);
    }
    if start && count <= 9 && is_salutation(words) {
        return Some(Part::Salutation);
    }
    // A name that opens a section with text under it is a byline.
    let byline = edge.from_start == 0 && edge.from_end > 0;
    if (aside || end && !byline) && is_signature(placed, words, count) {
        return Some(if dates::is_place_and_year(words) {
            Part::Dateline
        } else {
            Part::Signature
        });
    }
    None
}

impl Edge {
    /// Whether letters begin or end here: a cell holds none, and a note of one passage is a
    /// reference or a remark, whatever name and date it gives.
    fn may_hold_letter(self) -> bool {
        match self.setting {
            Setting::Section => true,
            Setting::Note => self.from_start + self.from_end > 0,
            Setting::Cell => false,
        }
    }
}

/// Whether a passage that closes what it stands in is a signature, or a date under one.
pub fn is_close(placed: &Placed) -> bool {
    let edge = Edge { setting: Setting::Section, from_start: AT_EDGE, from_end: 0 };
    matches!(part(placed, &placed.words(), edge), Some(Part::Signature | Part::Dateline))
}

/// Whether a passage says no more than a place and a date.
pub fn is_dateline(content: &[Inline]) -> bool {
    dates::is_dateline(&words_of(content))
}

fn is_salutation(words: &str) -> bool {
    let start = plain(words);
    let ended = words.ends_with([',', ':', '!', '–', '—', '-', '.'])
        || ADDRESSES.contains(&start.as_str());
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
    let initials = is_initials(words);
    let name = named(words) && count >= 2 && !words.ends_with(['?', '!', ':']);
    initials || name || (lines.lines().count() > 1 && named(last) && count <= 20)
}

/// Whether words are the initials of a name: `E.B.B.`
fn is_initials(words: &str) -> bool {
    wording::count_words(words) <= 3
        && words.chars().filter(|c| c.is_alphabetic()).count() <= 4
        && wording::is_capitals(words)
        && words.contains('.')
}

/// Whether a line is one person's name, written out or in initials.
fn is_name(line: &str) -> bool {
    let count = wording::count_words(line);
    is_initials(&format!("{line}."))
        || ((2..=5).contains(&count) && names::people(line).is_some())
}

/// Where the name of its author begins in a quotation that ends with it on a line of its own, as
/// [`crate::book::split_at`] counts. Nothing where the lines before are a close or a name.
pub fn attribution_at(content: &[Inline]) -> Option<usize> {
    let said = crate::book::text_of(content);
    let (text, name) = said.trim_end().rsplit_once('\n')?;
    let bare = name.trim_matches(|c: char| "()[]—–-_. ".contains(c));
    let text = text.trim();
    let first = plain(text);
    let closes = CLOSES.iter().any(|known| first.starts_with(known));
    let sentence = text.ends_with(['.', '!', '?', '”', '"', '’', '»', '…', '“']);
    let named = names::people(bare).is_some() && wording::count_words(bare) <= 5;
    (sentence && !closes && named && wording::count_words(text) >= 4)
        .then(|| said.trim_end().len() - name.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Passage, Text};
    use crate::structure::notes::Home;

    fn part_of(words: &str, from_start: usize, from_end: usize) -> Option<Part> {
        let content = vec![Inline::Text(Text::verbatim(words, 0))];
        let home = Home { leaf: 0, passage: 0 };
        let placed = Placed { home, passage: Passage::paragraph(content) };
        part(&placed, words, Edge { setting: Setting::Section, from_start, from_end })
    }

    #[test]
    fn a_reference_in_a_note_and_a_column_head_are_no_parts_of_letters() {
        let content = vec![Inline::Text(Text::verbatim("No. 33, February 10, 1930.", 0))];
        let home = Home { leaf: 0, passage: 0 };
        let placed = Placed { home, passage: Passage::paragraph(content) };
        let at = |setting, from_start| Edge { setting, from_start, from_end: 0 };
        let words = placed.words();
        assert_eq!(part(&placed, &words, at(Setting::Note, 0)), None);
        assert_eq!(part(&placed, &words, at(Setting::Cell, 0)), None);
        // A letter that a note quotes has several passages.
        assert_eq!(part(&placed, &words, at(Setting::Note, 3)), Some(Part::Dateline));
    }

    #[test]
    fn a_letter_opens_with_an_address_and_closes_with_a_name() {
        assert_eq!(part_of("Dear Comrade,", 0, 20), Some(Part::Salutation));
        assert_eq!(part_of("Yours fraternally, H. Quelch", 20, 0), Some(Part::Signature));
    }

    #[test]
    fn a_name_with_a_year_signs_and_a_town_with_one_does_not() {
        assert_eq!(part_of("LONDON, 1895.", 20, 0), Some(Part::Dateline));
        for signed in ["Anna Smith, 1895", "Frederick Engels, 1885."] {
            assert_eq!(part_of(signed, 20, 0), Some(Part::Signature), "{signed}");
        }
    }

    #[test]
    fn the_same_words_within_the_text_are_text() {
        assert_eq!(part_of("Dear Comrade, I have your letter.", 20, 20), None);
        assert_eq!(part_of("Comrades have written to us from all parts", 0, 20), None);
    }
}
