//! Fractions written as `2 1/2`, which the font sets as one figure.

use std::ops::Range;

/// A whole number of more figures may be a year.
const WHOLE: usize = 3;
/// Figures above and below the stroke at most.
const PART: usize = 2;

/// The fractions of mixed numbers in a text, each as its bytes; a space stands before each. A
/// fraction is known by the whole number before it and is less than one: alone, `3/15` may be a
/// date in two styles, and `1/2` two numbers of a journal.
pub fn in_mixed_numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (stroke, _) in text.match_indices('/') {
        let (before, after) = (&text[..stroke], &text[stroke + 1..]);
        let above = figures_at_end(before);
        let below = &after[..after.len() - after.trim_start_matches(is_figure).len()];
        let start = stroke - above.len();
        let Some(head) = text[..start].strip_suffix([' ', '\u{a0}']) else { continue };
        let whole = figures_at_end(head);
        let head = &head[..head.len() - whole.len()];
        let tail = &after[below.len()..];
        let parts = [above, below].map(|part| part.parse::<u32>().unwrap_or(0));
        let proper = 0 < parts[0] && parts[0] < parts[1];
        let short = above.len() <= PART && below.len() <= PART;
        let mixed = (1..=WHOLE).contains(&whole.len())
            && !head.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '/'))
            && !tail.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-'));
        if proper && short && mixed {
            found.push(start..stroke + 1 + below.len());
        }
    }
    found
}

fn is_figure(character: char) -> bool {
    character.is_ascii_digit()
}

fn figures_at_end(text: &str) -> &str {
    &text[text.trim_end_matches(is_figure).len()..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fractions(text: &str) -> Vec<&str> {
        in_mixed_numbers(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_fraction_is_known_by_the_whole_number_before_it() {
        assert_eq!(fractions("from 2 1/2 to 33\u{a0}1/3 per cent."), ["1/2", "1/3"]);
        assert_eq!(fractions("(69 1/2)"), ["1/2"]);
    }

    #[test]
    fn dates_journals_and_pages_are_none() {
        for text in [
            "on 3/15 February",
            "Nr. 1/2",
            "1905 1/2",
            "12 3/15/1905",
            "p. 7 4/3",
            "1,500 1/2x",
            "and/or",
            "1.50 1/2",
        ] {
            assert_eq!(fractions(text), [""; 0], "{text}");
        }
    }
}
