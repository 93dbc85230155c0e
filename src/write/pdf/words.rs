//! Words for people, as PDF strings.

use lopdf::{Object, text_string};

/// A text string of the file (ISO 32000-1, 7.9.2.2).
pub(super) fn words(text: &str) -> Object {
    text_string(&printable(text))
}

/// A text on one line, of characters that XML can carry too (XML 1.0, 2.2): others become
/// spaces.
pub(super) fn printable(text: &str) -> String {
    let carried = |c: char| !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().map(|c| if carried(c) { c } else { ' ' }).collect()
}
