//! Letters that a text gives in its midst: no edge shows their parts, only their own form does.

use super::{CLOSES, Part};
use crate::book::Inline;
use crate::structure::wording::{self, dates, names, plain};

/// The first words of an address that no sentence in the midst of a text begins and breaks off
/// after. `Comrades,` and `Workers:` are not among them: speeches and lists say them too.
const ADDRESSES: &[&str] = &[
    "dear",
    "dearest",
    "beloved",
    "sir",
    "sirs",
    "madam",
    "respected",
    "esteemed",
    "honoured",
    "lieber",
    "liebe",
    "werter",
    "werte",
    "geehrter",
    "geehrte",
    "cher",
    "chere",
    "chers",
    "caro",
    "cara",
    "cari",
    "querido",
    "querida",
    "queridos",
    "estimado",
    "estimada",
    "дорогои",
    "уважаемыи",
];

/// Words that may stand before the word that makes an address.
const BEFORE_ADDRESS: &[&str] =
    &["my", "our", "very", "mein", "meine", "sehr", "mon", "ma", "mio"];

/// Words of a close that begins otherwise than all do: `Ever lovingly yours,`.
const CLOSING: &[&str] =
    &["yours", "friend", "sincerely", "faithfully", "fraternally", "truly", "servant"];

/// The most words that an address, a line of one or a line of a close has.
const LONGEST_LINE: usize = 8;

/// The most lines of an address or a close.
const MOST_LINES: usize = 6;

/// What part of a letter the lines of a passage are by their form alone, wherever they stand.
pub(super) fn part(said: &str) -> Option<Part> {
    let lines: Vec<&str> =
        said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let short = |line: &&str| wording::count_words(line) <= LONGEST_LINE;
    if lines.is_empty() || lines.len() > MOST_LINES || !lines.iter().all(short) {
        return None;
    }
    if lines.len() == 1 && is_address(said) {
        Some(Part::Salutation)
    } else if is_signed(&lines) {
        Some(Part::Signature)
    } else if is_sent_from(&lines) {
        Some(Part::Dateline)
    } else {
        None
    }
}

/// Whether a line is an address and ends as one does: `My dear Sorge:`.
pub(super) fn is_address(line: &str) -> bool {
    let line = line.trim();
    let bare = line.trim_end_matches(['–', '—', '-', ' ']);
    if wording::count_words(line) > LONGEST_LINE || !bare.ends_with([',', ':']) {
        return false;
    }
    line.split_whitespace()
        .map(plain)
        .find(|word| !BEFORE_ADDRESS.contains(&word.as_str()))
        .is_some_and(|word| ADDRESSES.contains(&word.as_str()))
}

/// Whether lines close a letter: `Yours faithfully,` with a name under it, or `(Signed)`.
fn is_signed(lines: &[&str]) -> bool {
    let signed = |line: &str| plain(line).starts_with("signed") && line.starts_with(['(', '[']);
    let Some((first, rest)) = lines.split_first() else { return false };
    if signed(first) {
        return true;
    }
    let start = plain(first);
    let says = |word: &str| CLOSING.contains(&plain(word).as_str());
    let closes = first.ends_with([',', '.'])
        && (first.split_whitespace().any(says)
            || CLOSES.iter().any(|known| start.starts_with(known)));
    closes && rest.iter().any(|line| signed(line) || names::people(line).is_some())
}

/// Whether lines are where and when a letter was written: the place on lines of its own, the date
/// last or before the name of whom it is to.
fn is_sent_from(lines: &[&str]) -> bool {
    let Some(dated) = lines.iter().rposition(|line| dates::is_dateline(line)) else {
        return false;
    };
    // A name before place and date is that of whoever signs.
    let place = |line: &&str| {
        (line.contains([',', '.']) || line.contains(char::is_numeric)) && !super::is_name(line)
    };
    dated > 0 && dated + 2 >= lines.len() && lines.iter().take(dated).all(place)
}

/// Where a paragraph goes on that opens with an address on a line of its own, as
/// [`crate::book::split_at`] counts.
pub(in crate::structure::blocks) fn address_end(content: &[Inline]) -> Option<usize> {
    let said = crate::book::text_of(content);
    let (first, rest) = said.split_once('\n')?;
    (is_address(first) && !rest.trim().is_empty()).then_some(first.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_told_by_its_form_in_the_midst_of_a_text() {
        let from = "42, Parkhill Road,\nHampstead, N.W.\n30th January, 1907.";
        assert_eq!(part(from), Some(Part::Dateline));
        assert_eq!(part("DEAR MRS. ROBERTSON,"), Some(Part::Salutation));
        assert_eq!(part("My dear Sorge:"), Some(Part::Salutation));
        assert_eq!(
            part("Ever lovingly yours,\n(Signed) E. C. W. ELMY."),
            Some(Part::Signature)
        );
        assert_eq!(part("(Signed) Chas. P. Hopkins"), Some(Part::Signature));
    }

    #[test]
    fn lines_of_verse_lists_and_speeches_are_no_letters() {
        assert_eq!(part("Comrades,"), None);
        assert_eq!(part("Carolina:"), None);
        assert_eq!(part("Dear is the price of liberty"), None);
        assert_eq!(part("Yours is the earth,\nAnd everything in it"), None);
        assert_eq!(part("Born at Trier\n5 May 1818"), None);
        assert_eq!(part("London, 1871"), None);
        assert_eq!(part("H.M.H.\nLONDON, February 1892"), None);
    }
}
