//! What the words of a line say: dates, numbers, names, the parts of a book.
//!
//! Everything here reads strings and decides nothing about a page: the other parts of the stage
//! weigh it together with where a line stands and how it looks.

pub mod dates;
pub mod divisions;
mod known;
mod months;
pub mod names;
pub mod numerals;

pub use crate::book::one_space;

use unicode_normalization::UnicodeNormalization;

/// The letters and digits of `text` alone, lower case, without accents: two lines that a reader
/// would call the same words are equal by it.
pub fn plain(text: &str) -> String {
    if text.is_ascii() {
        let mut plain = text.to_ascii_lowercase();
        plain.retain(|c| c.is_ascii_alphanumeric());
        return plain;
    }
    plain_characters(text).collect()
}

/// The first `most` characters of what [`plain`] gives, for those who ask how a passage begins or
/// whether it is one of a few short lines.
pub fn plain_start(text: &str, most: usize) -> String {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric).take(most);
        return letters.map(|letter| char::from(letter.to_ascii_lowercase())).collect();
    }
    plain_characters(text).take(most).collect()
}

fn plain_characters(text: &str) -> impl Iterator<Item = char> {
    text.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// How many words stand in `text`.
pub fn count_words(text: &str) -> usize {
    let mut count = 0;
    // Whether the word that is being read has been counted.
    let mut counted = false;
    for c in text.chars() {
        if c.is_whitespace() {
            counted = false;
        } else if !counted && c.is_alphanumeric() {
            counted = true;
            count += 1;
        }
    }
    count
}

/// Whether `text` has at least two letters that know case, and all of them are capitals.
pub fn is_capitals(text: &str) -> bool {
    let mut capitals = 0;
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        capitals += usize::from(c.is_uppercase());
    }
    capitals >= 2
}

/// Whether `text` ends as a sentence does, closing quotes and brackets aside.
pub fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '’', '"', '\'', ')', ']', '»', '“', ' ']);
    text.ends_with(['.', '!', '?', ';', ':', '…', ','])
}

/// `text` without the brackets that enclose the whole of it.
pub fn unbracketed(text: &str) -> &str {
    let text = text.trim();
    for (open, close) in [('(', ')'), ('[', ']')] {
        let inner = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.contains([open, close])) {
            return inner.trim();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_letters_or_figures() {
        assert_eq!(count_words(" “So” – in 1848 – it\u{a0}was * * *"), 5);
        assert_eq!(count_words("— …"), 0);
    }

    #[test]
    fn capitals_need_two_letters_and_no_small_one() {
        assert!(is_capitals("PART 2. THE MIDDLE CLASSES"));
        assert!(!is_capitals("I"), "one letter says nothing");
        assert!(!is_capitals("ON THIS twenty-second"));
    }

    #[test]
    fn brackets_go_only_where_they_hold_the_whole() {
        assert_eq!(unbracketed(" (1883) "), "1883");
        assert_eq!(unbracketed("(a) and (b)"), "(a) and (b)");
    }

    #[test]
    fn plain_words_know_no_accents_and_no_stops() {
        assert_eq!(plain("Coup d’État: the 1st"), "coupdetatthe1st");
        assert_eq!(plain("Coup d'Etat: the 1st"), "coupdetatthe1st");
        assert_eq!(plain_start("Coup d’État: the 1st", 6), "coupde");
    }
}
