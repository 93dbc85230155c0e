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

/// Words that an address is to, besides names: `Dear old friend,`, `Dear Sirs:`.
const ADDRESSED: &[&str] = &[
    "sir",
    "sirs",
    "madam",
    "editor",
    "friend",
    "friends",
    "comrade",
    "comrades",
    "fellow",
    "brother",
    "brothers",
    "sister",
    "sisters",
    "mother",
    "father",
    "mrs",
    "miss",
    "old",
    "young",
    "good",
    "and",
    "of",
    "the",
    "und",
    "et",
    "e",
    "y",
    "и",
    "ami",
    "amis",
    "camarade",
    "camarades",
    "compagno",
    "compagni",
    "amico",
    "amigo",
    "amigos",
    "companero",
    "companeros",
    "товарищ",
    "товарищи",
    "друг",
    "друзья",
];

/// Words that no address goes on with.
const LINKING: &[&str] = &["and", "of", "the", "to", "is", "und", "et", "e", "y", "и"];

/// Small words that stand between the names of a place.
const BETWEEN_PLACES: &[&str] =
    &["of", "the", "on", "near", "den", "am", "an", "der", "bei", "im", "le", "de", "la", "du"];

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
    let mut words = line
        .split_whitespace()
        .skip_while(|word| BEFORE_ADDRESS.contains(&plain(word).as_str()));
    let addresses = words.next().is_some_and(|word| ADDRESSES.contains(&plain(word).as_str()));
    // `Dear bread and low wages:` is to nobody; `Liebe und Arbeit:` goes on without a name.
    let mut to = words.peekable();
    let goes_on = to.peek().is_some_and(|word| LINKING.contains(&plain(word).as_str()));
    let somebody = |word: &str| {
        let plain = plain(word);
        plain.is_empty()
            || word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            || ADDRESSED.contains(&plain.as_str())
    };
    addresses && !goes_on && to.all(somebody)
}

/// Whether lines close a letter: `Yours faithfully,` with a name under it, or `(Signed)`.
fn is_signed(lines: &[&str]) -> bool {
    // The bracket closes after the word or after a name: `(Signed)`, `(Signed Anna Smith)`.
    let signed = |line: &str| {
        let bracketed = line.strip_prefix(['(', '[']).map(str::trim_start);
        let word = bracketed.and_then(|inside| inside.split_at_checked("signed".len()));
        let Some((word, after)) = word else { return false };
        word.eq_ignore_ascii_case("signed")
            && (after.trim_start_matches(['.', ',', ':']).starts_with([')', ']'])
                || names::people(after.trim_matches([')', ']', ',', ':', ' '])).is_some())
    };
    let Some((first, rest)) = lines.split_first() else { return false };
    if signed(first) || is_for_others(first, rest) {
        return true;
    }
    let start = plain(first);
    let says = |word: &str| CLOSING.contains(&plain(word).as_str());
    let closes = first.ends_with([',', '.'])
        && (first.split_whitespace().any(says)
            || CLOSES.iter().any(|known| start.starts_with(known)));
    closes && rest.iter().any(|line| signed(line) || names::people(line).is_some())
}

/// Whether lines say who signed, or for whom: `Signed: K. Stalin`, `Signed (on behalf of the
/// Committee),` with the name under it, `(on behalf of the Dutch delegation)` under a name.
fn is_for_others(first: &str, rest: &[&str]) -> bool {
    let behalf = |words: &str| plain(words).starts_with("onbehalfof");
    let word = first.split_at_checked("signed".len());
    let after = word.filter(|(word, _)| word.eq_ignore_ascii_case("signed"));
    let named = rest.iter().any(|line| names::people(line).is_some());
    // `Signed: K. Stalin`
    let colon = after.and_then(|(_, after)| after.strip_prefix(':'));
    if colon.is_some_and(|name| names::people(name).is_some()) {
        return true;
    }
    let bracketed =
        |words: &str| words.starts_with('(') && words.trim_end_matches(',').ends_with(')');
    match after {
        Some((_, after)) => named && behalf(after),
        None => rest.is_empty() && bracketed(first) && behalf(first),
    }
}

/// Whether lines are where and when a letter was written: the place on lines of its own, the date
/// last or before the name of whom it is to.
fn is_sent_from(lines: &[&str]) -> bool {
    let Some(dated) = lines.iter().rposition(|line| dates::is_dateline(line)) else {
        return false;
    };
    dated > 0 && dated + 2 >= lines.len() && lines.iter().take(dated).all(|line| is_place(line))
}

/// Whether a line in the midst of a text may be one of those that say where a letter was written.
/// A name before place and date is that of whoever signs.
fn is_place(line: &str) -> bool {
    (line.contains([',', '.']) || line.contains(char::is_numeric))
        && is_names(line)
        && !super::is_name(line)
}

/// Whether a line is names and figures and no sentence: `Dmitrov (Moscow province)`.
pub(in crate::structure::blocks) fn is_names(line: &str) -> bool {
    let mut depth = 0;
    line.split_whitespace().all(|word| {
        let within = depth > 0 || word.starts_with('(');
        depth += word.matches('(').count();
        depth = depth.saturating_sub(word.matches(')').count());
        within
            || !word.starts_with(char::is_lowercase)
            || BETWEEN_PLACES.contains(&plain(word).as_str())
    })
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
        assert_eq!(part("(Signed Anna Smith)"), Some(Part::Signature));
        assert_eq!(
            part("signed (on behalf of the Committee),\nTHERESA BILLINGTON,\nSecretary"),
            Some(Part::Signature)
        );
        assert_eq!(part("(on behalf of the Dutch delegation)"), Some(Part::Signature));
        assert_eq!(part("Signed: K. Stalin"), Some(Part::Signature));
        for address in
            ["Sir,", "Dear Comrades and Friends:", "My dear old friend,", "Lieber Fritz,"]
        {
            assert_eq!(part(address), Some(Part::Salutation), "{address}");
        }
    }

    #[test]
    fn lines_of_verse_lists_and_speeches_are_no_letters() {
        assert_eq!(part("Comrades,"), None);
        assert_eq!(part("Carolina:"), None);
        assert_eq!(part("Dear is the price of liberty"), None);
        assert_eq!(part("Dear bread and low wages:"), None);
        assert_eq!(part("Liebe und Arbeit:"), None);
        assert_eq!(part("Dear to the people, hated by lords,"), None);
        assert_eq!(part("(Signed contracts are binding.)"), None);
        assert_eq!(part("On behalf of the Dutch delegation"), None);
        assert_eq!(part("Signed (on behalf of the Committee)"), None);
        assert_eq!(part("Signed: three copies of the treaty"), None);
        assert_eq!(part("He died a poor man.\nParis, 3 March 1848"), None);
        assert_eq!(part("Yours is the earth,\nAnd everything in it"), None);
        assert_eq!(part("Born at Trier\n5 May 1818"), None);
        assert_eq!(part("London, 1871"), None);
        assert_eq!(part("H.M.H.\nLONDON, February 1892"), None);
    }
}
