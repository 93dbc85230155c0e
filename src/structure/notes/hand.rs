//! Whose hand a note is in.

use super::heading::{hand_named, introduces_notes};
use crate::book::Hand;

/// Whose hand a note is in, by the words that sign it at the end of its `last` passage or name it
/// at the beginning of its `first`; the heading decides where neither does.
pub(super) fn hand_of(first: &str, last: &str, heading: Hand) -> Hand {
    signed(last).or_else(|| announced(first)).unwrap_or(heading)
}

/// What the first words of a note say of who wrote it: `Translator’s note.`, `[Note by the editor:`.
fn announced(text: &str) -> Option<Hand> {
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let (said, _) = text.split_once([':', '.', ']', '\n']).unwrap_or((text, ""));
    let short = said.split_whitespace().count() <= 6;
    introduces_notes(said).filter(|hand| short && *hand != Hand::Author)
}

/// What the last words of a note say of who wrote it: `—Editor’s note`, `– Tr.`,
/// `(Anm. d. Red.)`, `[Note by MIA]`.
fn signed(text: &str) -> Option<Hand> {
    let text = text.trim_end();
    let tail_from = text.char_indices().rev().nth(90).map_or(0, |(at, _)| at);
    let tail = &text[tail_from..];
    let last = tail.char_indices().rev().find_map(|(at, c)| {
        let dash = matches!(c, '–' | '—') || c == '-' && tail[..at].ends_with(' ');
        (dash || matches!(c, '(' | '[')).then(|| &tail[at + c.len_utf8()..])
    })?;
    let words =
        last.trim().trim_end_matches([')', ']', '.', '”']).to_lowercase().replace('\'', "’");
    if words.is_empty() || words.split_whitespace().count() > 9 {
        return None;
    }
    let first = words.split([' ', '.', ',']).next().unwrap_or("");
    let begins = |stems: &[&str]| stems.iter().any(|stem| words.starts_with(stem));
    if begins(TRANSCRIBER) {
        Some(Hand::Transcriber)
    } else if matches!(first, "tr" | "trans" | "transl" | "пер") || begins(TRANSLATOR) {
        Some(Hand::Translator)
    } else if matches!(first, "ed" | "eds" | "hrsg" | "hg" | "ред" | "red" | "mecw")
        || begins(EDITOR)
    {
        Some(Hand::Editor)
    } else if begins(NOTE) {
        Some(hand_named(&words)).filter(|hand| *hand != Hand::Author)
    } else {
        None
    }
}

/// The beginnings of a signature that names the kind of note before the hand.
const NOTE: &[&str] = &["note", "footnote", "anm", "nota", "remarque", "прим", "noot", "przyp"];

const TRANSLATOR: &[&str] = &[
    "translator",
    "n. d. t",
    "n.d.t",
    "ndt",
    "n. del t",
    "n. de la t",
    "anm. d. übers",
    "anm. des übers",
    "anmerkung des übers",
    "note du trad",
    "прим. пер",
    "прим. перев",
    "þýð",
    "przyp. tłum",
    "note by tr",
    "note by the tr",
    "n.t",
    "note by translator",
];

const EDITOR: &[&str] = &[
    "editor",
    "editors’",
    "progress publishers",
    "n. de la r",
    "n.d.l.r",
    "ndlr",
    "n. d. r",
    "n.d.r",
    "n. del e",
    "anm. d. red",
    "anm. der red",
    "anm. d. hrsg",
    "anmerkung der red",
    "прим. ред",
    "przyp. red",
    "note by ed",
    "note by the ed",
    "marx-engels-werke",
    "die red",
    "the editor",
    "la rédaction",
    "la redacción",
];

const TRANSCRIBER: &[&str] = &[
    "transcriber",
    "mia",
    "etol",
    "marxists’ internet",
    "marxists internet",
    "marxist internet",
    "note by mia",
    "note by etol",
    "note by transcriber",
    "note by the transcriber",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_names_the_hand() {
        for (text, hand) in [
            ("This is so. —Editor’s note.", Hand::Editor),
            ("This is so. – Tr.", Hand::Translator),
            ("This is so. – Progress Publishers.", Hand::Editor),
            ("Das ist so. (Anm. d. Red.)", Hand::Editor),
            ("So it is. —Note by transcriber Ted Crawford", Hand::Transcriber),
            ("It is so. [Note by MIA]", Hand::Transcriber),
            ("It is so. – J.B.", Hand::Author),
            (
                "See the edition of 1848 – a good edition of Marx’s works in all respects that I know.",
                Hand::Author,
            ),
        ] {
            assert_eq!(hand_of(text, text, Hand::Author), hand, "{text}");
        }
        assert_eq!(hand_of("Plain.", "Plain.", Hand::Editor), Hand::Editor);
    }

    #[test]
    fn the_first_words_of_a_note_may_name_the_hand() {
        for (text, hand) in [
            ("[6] Translator's note.", Hand::Translator),
            ("[Editor’s note: this is so.]", Hand::Editor),
            ("Author's note.", Hand::Author),
            ("See translator's note, p. 55.", Hand::Author),
            ("The editor noted that this is so.", Hand::Author),
        ] {
            assert_eq!(hand_of(text, "This is so.", Hand::Author), hand, "{text}");
        }
    }
}
