//! The lines of a plain text, measured.

use std::ops::Range;

/// A line. Offsets are bytes of the text, widths are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Where the line starts.
    pub start: usize,
    /// Where its first visible character stands.
    pub begin: usize,
    /// The end of its last visible character.
    pub end: usize,
    /// Columns before the first visible character; a tab goes on to the next multiple of eight.
    pub indent: usize,
    /// Characters from the first visible one to the last.
    pub width: usize,
}

impl Line {
    /// Whether a reader sees nothing of it.
    pub fn is_blank(&self) -> bool {
        self.begin == self.end
    }

    /// Its visible characters.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.begin..self.end).unwrap_or_default()
    }
}

/// The lines of `text`. A line ends at LF, CR, CR LF, a page end, or one of Unicode's separators.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let Range { start: length, end: next } = line_end(rest);
        let (line, after) = rest.split_at(length);
        lines.push(measured(line, start));
        rest = after.get(next - length..).unwrap_or_default();
        start += next;
    }
    lines
}

/// Where the first line of `text` ends and the next begins, in bytes.
pub(super) fn line_end(text: &str) -> Range<usize> {
    let is_end =
        |c: char| matches!(c, '\n' | '\r' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let end = text.find(is_end).unwrap_or(text.len());
    let after = text.get(end..).unwrap_or_default();
    let mark = if after.starts_with("\r\n") {
        2
    } else {
        after.chars().next().map_or(0, char::len_utf8)
    };
    end..end + mark
}

fn measured(line: &str, start: usize) -> Line {
    let visible = line.trim();
    let lead = line.len() - line.trim_start().len();
    let mut indent = 0;
    for c in line.get(..lead).unwrap_or_default().chars() {
        indent = if c == '\t' { indent / 8 * 8 + 8 } else { indent + 1 };
    }
    let begin = if visible.is_empty() { start } else { start + lead };
    let end = begin + visible.len();
    Line { start, begin, end, indent, width: visible.chars().count() }
}

/// What kind of label an item begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// `-`, `*`, `•`
    Bullet(char),
    /// `[1]`, `[A]`
    Bracketed,
    /// `1.`
    Numbered,
}

/// The label at the beginning of a line, if it has one.
pub(super) fn label(line: &str) -> Option<Label> {
    let (label, rest) = line.split_once([' ', '\t'])?;
    if rest.trim().is_empty() {
        return None;
    }
    let mut chars = label.chars();
    if let (bullet @ ('-' | '*' | '•' | '·'), None) = (chars.next()?, chars.next()) {
        return Some(Label::Bullet(bullet));
    }
    let inner = label.strip_prefix('[').and_then(|label| label.strip_suffix(']'));
    if inner.is_some_and(|inner| {
        (1..=4).contains(&inner.len())
            && inner.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'*')
    }) {
        return Some(Label::Bracketed);
    }
    let number = label.strip_suffix('.')?;
    let numbered =
        (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    numbered.then_some(Label::Numbered)
}

/// Whether a line is one sign for a line again and again, and nothing else.
pub(super) fn is_rule(line: &str) -> bool {
    let signs = ['-', '_', '=', '—', '–', '─', '━', '═', '~'];
    let first = line.chars().next().filter(|c| signs.contains(c));
    first.is_some_and(|first| line.chars().count() >= 5 && line.chars().all(|c| c == first))
}

/// Whether a line begins with the name of a field, as archives give the provenance of a text: at
/// most three words and a colon, with something after it.
pub(super) fn is_field(line: &str) -> bool {
    let Some((name, rest)) = line.split_once(": ") else { return false };
    name.chars().count() <= 40
        && name.split_whitespace().count() <= 3
        && name.starts_with(char::is_uppercase)
        && name.chars().all(|c| c.is_alphabetic() || " /\\-&".contains(c))
        && !rest.trim().is_empty()
}

/// Whether a line is drawn with characters: the edge of a box, or words set in columns.
pub(super) fn is_drawn(line: &str) -> bool {
    let bar = |c: char| matches!(c, '|' | '+');
    if line.len() > 1 && line.starts_with(bar) && line.ends_with(bar) {
        return true;
    }
    // Two columns are three spaces apart; asterisks of an ornament are, too.
    line.contains("   ") && line.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        let text = "a\r\nb\rc\n\u{c}d\u{2028}e";
        let words: Vec<&str> = lines(text).iter().map(|line| line.of(text)).collect();
        assert_eq!(words, ["a", "b", "c", "", "d", "e"]);
    }

    #[test]
    fn indents_count_tabs_as_columns() {
        let text = "  \tTo Marguerite  ";
        let line = lines(text)[0];
        assert_eq!((line.indent, line.width, line.of(text)), (8, 13, "To Marguerite"));
    }

    #[test]
    fn rules_and_fields() {
        assert!(is_rule("----------") && is_rule("━━━━━━"));
        assert!(!is_rule("----") && !is_rule("-- a --") && !is_rule("* * * * *"));
        assert!(is_field("Transcribed/HTML Markup: Ted Crawford"));
        assert!(!is_field("He said to them: Go") && !is_field("Source:"));
    }

    #[test]
    fn labels() {
        assert_eq!(label("[1] A note"), Some(Label::Bracketed));
        assert_eq!(label("12. A note"), Some(Label::Numbered));
        assert_eq!(label("- An item"), Some(Label::Bullet('-')));
        assert_eq!(label("1848. "), None);
        assert_eq!(label("[tribal or clan] property"), None);
        assert_eq!(label("* * *"), Some(Label::Bullet('*')));
    }
}
