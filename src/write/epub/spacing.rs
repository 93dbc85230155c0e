//! Spaces at which a line should not end: a presentation of this edition, in which a plain space
//! becomes a no-break space. Scalars keep their number and their order, so that what is read back
//! differs from the book in the kind of some spaces alone.

use std::borrow::Cow;

/// What stands before a figure and belongs to it: `p. 5`, `Bd. 23`, `§ 7`.
const BEFORE_FIGURES: &[&str] = &[
    "p.", "pp.", "P.", "vol.", "Vol.", "no.", "No.", "nos.", "Nos.", "ch.", "Ch.", "chap.",
    "fig.", "art.", "Art.", "S.", "Bd.", "Nr.", "Kap.", "t.", "T.", "с.", "С.", "стр.", "т.",
    "Т.", "гл.", "№", "§", "§§", "n°", "nº",
];

/// `text` with no-break spaces for the plain ones at which a line should not end: between initials
/// and after them, before a figure that a mark of its kind announces, before a dash, and within
/// the spaced punctuation of French.
pub(super) fn no_break(text: &str) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut copied = 0;
    let mut word_start = 0;
    for (at, _) in text.match_indices(' ') {
        let (before, after) = (&text[word_start..at], &text[at + 1..]);
        word_start = at + 1;
        if holds_together(before, after) {
            let string = out.get_or_insert_with(|| String::with_capacity(text.len() + 16));
            string.push_str(&text[copied..at]);
            string.push('\u{a0}');
            copied = at + 1;
        }
    }
    match out {
        None => Cow::Borrowed(text),
        Some(mut string) => {
            string.push_str(&text[copied..]);
            Cow::Owned(string)
        }
    }
}

/// Whether the word before a space and what comes after it should stay on one line.
fn holds_together(before: &str, after: &str) -> bool {
    let mut next = after.chars();
    let Some(first) = next.next() else { return false };
    let second = next.next();
    let word = before.trim_start_matches(['(', '[', '“', '„', '«', '"', '‘']);
    match first {
        '–' | '—' => second == Some(' '),
        ';' | ':' | '?' | '!' => second.is_none_or(|c| !c.is_alphanumeric()),
        '»' | '›' => second.is_none_or(|c| !c.is_alphanumeric()) && !before.is_empty(),
        _ if matches!(before, "«" | "‹") => true,
        '0'..='9' | 'I' | 'V' | 'X' | 'L' | 'C' if BEFORE_FIGURES.contains(&word) => true,
        c if c.is_uppercase() => is_initial(word),
        _ => false,
    }
}

/// Whether a word is a letter or two that stand for a name: `J.`, `Yu.`, `J.-B.`
fn is_initial(word: &str) -> bool {
    let Some(letters) = word.strip_suffix('.') else { return false };
    letters.split(['.', '-']).filter(|part| !part.is_empty()).all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
    }) && !letters.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_hold_where_a_line_should_not_end() {
        let cases = [
            ("by J. V. Stalin", "by J.~V.~Stalin"),
            ("see p. 5 and Bd. 23", "see p.~5 and Bd.~23"),
            ("a word — another", "a word~— another"),
            ("Vraiment ? « Oui »", "Vraiment~? «~Oui~»"),
            ("»Nein« sagte er", "»Nein« sagte er"),
            ("He left. Stalin came.", "He left. Stalin came."),
            ("Then I went", "Then I went"),
        ];
        for (given, wanted) in cases {
            assert_eq!(no_break(given).replace('\u{a0}', "~"), wanted);
        }
    }
}
