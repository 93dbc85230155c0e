//! The opening words of a chapter, where the source shouts them.
//!
//! Printers set the first words of a chapter in small capitals; transcriptions keep that as words
//! in capitals (`IN discussing the influence`). They are set in small capitals again, the first
//! letter large. The text stays as it was.

use super::{Desk, Reader};
use crate::book::{Inline, text_of};
use crate::typeset::paragraph::Copy;
use crate::typeset::shape::Caps;

/// At most so many words are taken for an opening; more are a shouted passage.
const MOST_WORDS: usize = 12;

/// What is added after each letter of an opening, in thousandths of the em.
const TRACKING: i64 = 30;

/// Reads a paragraph that opens a chapter or a section.
pub fn read_opening(
    desk: &mut Desk<'_, '_>,
    copy: &mut Copy,
    reader: &mut Reader,
    content: &[Inline],
) {
    let shouted = match content.first() {
        Some(Inline::Text(text)) => {
            shouted_opening(text.as_str(), &text_of(content[1..].as_ref()))
        }
        _ => 0,
    };
    let (Some(Inline::Text(text)), 1..) = (content.first(), shouted) else {
        return reader.inlines(desk, copy, content);
    };
    let (opening, rest) = text.as_str().split_at(shouted);
    let initial = opening.find(char::is_alphabetic).unwrap_or(0);
    let initial_end = initial + opening[initial..].chars().next().map_or(0, char::len_utf8);
    let look = reader.look;
    reader.text(desk, copy, &opening[..initial_end]);
    reader.look.caps = Caps::AllSmall;
    reader.look.tracking = TRACKING;
    reader.text(desk, copy, &opening[initial_end..]);
    reader.look = look;
    reader.text(desk, copy, rest);
    reader.inlines(desk, copy, &content[1..]);
}

/// The length in bytes of the shouted words that a text begins with, if something in small letters
/// comes after them, in the text itself or `after` it; 0 if it begins with none.
fn shouted_opening(text: &str, after: &str) -> usize {
    let (mut end, mut words, mut letters) = (0, 0, 0);
    for word in text.split_inclusive(' ') {
        if word.chars().any(char::is_lowercase) {
            break;
        }
        letters += word.chars().filter(|letter| letter.is_alphabetic()).count();
        words += 1;
        end += word.len();
    }
    let opening = text[..end].trim_end();
    let goes_on = [&text[end..], after].iter().any(|rest| rest.chars().any(char::is_lowercase));
    // A lone capital is a word like any other: “I have”, “A spectre”.
    let first = opening.split(' ').next().unwrap_or("");
    let is_word =
        letters >= 2 && (words > 1 || first.chars().filter(|c| c.is_alphabetic()).count() >= 2);
    let has_figures = opening.chars().any(|character| character.is_numeric());
    let taken = goes_on && is_word && !has_figures && words <= MOST_WORDS;
    if taken { opening.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(text: &str) -> &str {
        &text[..shouted_opening(text, "")]
    }

    #[test]
    fn shouted_words_are_found_where_a_text_opens_with_them() {
        assert_eq!(opening("IN discussing the influence"), "IN");
        assert_eq!(opening("M. THIERS, at a private session"), "M. THIERS,");
        assert_eq!(opening("“THE history of all"), "“THE");
    }

    #[test]
    fn other_capitals_stay() {
        for text in [
            "A spectre is haunting",
            "I have",
            "In 1848",
            "1848 WAS a year",
            "WHO IS YOUR ENEMY?",
        ] {
            assert_eq!(opening(text), "", "{text}");
        }
    }
}
