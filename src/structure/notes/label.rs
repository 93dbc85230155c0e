//! The figure, letter or sign that a mark and its note have in common, and how it is set off.

use std::ops::Range;

/// What a mark shows, or a note begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// The run of labels that it belongs to.
    pub family: Family,
    /// The label itself, without brackets, stops and the star of a starred figure.
    pub stem: String,
    /// What sets it off from the text.
    pub shape: Shape,
}

/// A run of labels. One page may have several, each with a number 1 of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    /// `1`, `12`, `8a`.
    Figures,
    /// `1*`, `*2`.
    Starred,
    /// `A`, `b`, `iv`.
    Letters,
    /// `*`, `**`, `†`.
    Signs,
    /// `{1}`: the variant readings of the German collected works.
    Variants,
}

/// What sets a label off from the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// `[1]`
    Square,
    /// `(1)`
    Round,
    /// `{1}`
    Curly,
    /// `1)`
    Closed,
    /// `1.`
    Stopped,
    /// `1`
    Bare,
}

impl Label {
    /// The label of a note by mark-up that is a word: `[^long]`.
    pub fn named(name: &str) -> Label {
        Label { family: Family::Figures, stem: name.into(), shape: Shape::Bare }
    }

    /// Its place in its family, for labels that count.
    pub fn ordinal(&self) -> Option<u32> {
        match self.family {
            Family::Signs => None,
            Family::Letters => {
                let mut letters = self.stem.chars();
                match (letters.next(), letters.next()) {
                    (Some(letter), None) if letter.is_ascii_alphabetic() => {
                        Some(letter.to_ascii_lowercase() as u32 - 'a' as u32 + 1)
                    }
                    _ => roman(&self.stem),
                }
            }
            _ => self.stem.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok(),
        }
    }

    /// Whether both are the same label, however it is set off. Letters may differ in case.
    pub fn agrees(&self, other: &Label) -> bool {
        self.family == other.family && self.stem.eq_ignore_ascii_case(&other.stem)
    }
}

/// A label found in a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The label.
    pub label: Label,
    /// The bytes that it takes, with what sets it off.
    pub range: Range<usize>,
    /// The bytes that a reader needs of it: `1*` of `[1*]`.
    pub core: Range<usize>,
}

/// Reads a string that is a label and nothing else.
pub(super) fn whole(string: &str) -> Option<Found> {
    let found = leading(string)?;
    string[found.range.end..].trim().is_empty().then_some(found)
}

/// Reads the label that a string begins with, if what follows lets it be one.
pub(super) fn leading(string: &str) -> Option<Found> {
    let start = string.len() - string.trim_start().len();
    let rest = &string[start..];
    let first = rest.chars().next()?;
    let found = match closing(first) {
        Some(close) => bracketed(rest, close)?,
        None => open(rest)?,
    };
    Some(found.shifted(start))
}

/// The bracket that closes `open`.
fn closing(open: char) -> Option<char> {
    match open {
        '[' => Some(']'),
        '(' => Some(')'),
        '{' => Some('}'),
        _ => None,
    }
}

/// `[1]`, `(12)`, `{3}`, `[*2]`; a stop or a colon after it belongs to it.
pub(super) fn bracketed(string: &str, close: char) -> Option<Found> {
    // The longest label in brackets is short; what is longer is text.
    let end = string.char_indices().take(12).find(|(_, c)| *c == close)?.0;
    let inner = &string[1..end];
    // `[^9]`: a mark of Markdown that found no note.
    let caret = usize::from(inner.starts_with('^'));
    let inner = &inner[caret..];
    let from = 1 + caret + inner.len() - inner.trim_start().len();
    let core = from..from + inner.trim().len();
    let (mut family, stem) = stem(&string[core.clone()])?;
    let shape = match close {
        ']' => Shape::Square,
        ')' => Shape::Round,
        _ => Shape::Curly,
    };
    if shape == Shape::Curly && family == Family::Figures {
        family = Family::Variants;
    }
    Some(Found { label: Label { family, stem, shape }, range: 0..end + close.len_utf8(), core })
}

/// `1.`, `1)`, `1*.`, `*2`, `A.`, `*`, `1`.
fn open(string: &str) -> Option<Found> {
    let core = core_len(string)?;
    let (family, stem) = stem(&string[..core])?;
    let rest = &string[core..];
    let (shape, end) = if rest.starts_with(')') {
        (Shape::Closed, core + if rest.starts_with(").") { 2 } else { 1 })
    } else if rest.starts_with('.') && !rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
        (Shape::Stopped, core + if rest.starts_with(".)") { 2 } else { 1 })
    } else {
        (Shape::Bare, core)
    };
    let next = string[end..].chars().next();
    // `1917`, `A man` and `**bold**` begin no note; a sign may stand close to what it explains.
    let apart = match family {
        Family::Signs => next != Some('*'),
        Family::Letters => shape != Shape::Bare && next.is_none_or(char::is_whitespace),
        _ if shape == Shape::Bare => {
            let decimal = rest.starts_with(['.', ',', ':', '/'])
                && rest[1..].starts_with(|c: char| c.is_ascii_digit());
            !decimal && !next.is_some_and(char::is_alphanumeric)
        }
        _ => true,
    };
    let alone = next.is_none() && family == Family::Letters;
    let found = Found { label: Label { family, stem, shape }, range: 0..end, core: 0..core };
    (apart || alone).then_some(found)
}

/// How many bytes at the beginning of `string` could be a stem: stars, figures and a letter,
/// stars again; or one letter; or signs.
fn core_len(string: &str) -> Option<usize> {
    let run = |from: usize, of: fn(char) -> bool| {
        string[from..].find(|c| !of(c)).map_or(string.len(), |len| from + len)
    };
    let stars = run(0, |c| c == '*');
    let figures = run(stars, |c| c.is_ascii_digit());
    if figures > stars {
        let letter = run(figures, |c| c.is_ascii_lowercase());
        let figures = if letter - figures == 1 { letter } else { figures };
        return Some(run(figures, |c| c == '*'));
    }
    let signs = run(0, is_sign);
    if signs > 0 {
        return Some(signs);
    }
    let letters = run(0, |c| c.is_ascii_alphabetic());
    let letters = if letters > 1 && roman(&string[..letters]).is_none() { 0 } else { letters };
    (letters > 0).then(|| run(letters, |c| c == '*'))
}

/// Whether notes are called by this sign.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '*' | '†' | '‡' | '§' | '¶' | '⁂')
}

/// Reads what stands within the brackets.
pub(super) fn stem(core: &str) -> Option<(Family, String)> {
    if core.chars().all(is_sign) {
        return (1..=3).contains(&core.chars().count()).then(|| (Family::Signs, core.into()));
    }
    let inner = core.trim_matches('*');
    let starred = inner.len() < core.len();
    let figures = inner.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let is_number = (1..=4).contains(&figures.len())
        && figures.bytes().all(|byte| byte.is_ascii_digit())
        && inner.len() - figures.len() <= 1;
    let is_letter = inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_number {
        let family = if starred { Family::Starred } else { Family::Figures };
        Some((family, inner.into()))
    } else if is_letter || roman(inner).is_some() {
        let family = if starred { Family::Starred } else { Family::Letters };
        Some((family, inner.into()))
    } else {
        None
    }
}

/// The value of a small or capital roman numeral as notes have them, up to 89.
fn roman(string: &str) -> Option<u32> {
    if string.is_empty() || string.len() > 7 {
        return None;
    }
    let lower = string.to_ascii_lowercase();
    if string != lower && string != string.to_ascii_uppercase() {
        return None;
    }
    let value = |c: char| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        _ => None,
    };
    let values: Vec<u32> = lower.chars().map(value).collect::<Option<_>>()?;
    let total = values.iter().enumerate().fold(0_i64, |total, (at, one)| {
        let before_greater = values.get(at + 1).is_some_and(|next| next > one);
        total + if before_greater { -i64::from(*one) } else { i64::from(*one) }
    });
    u32::try_from(total).ok()
}

impl Found {
    /// The same label `by` bytes further on.
    pub fn shifted(mut self, by: usize) -> Found {
        self.range = self.range.start + by..self.range.end + by;
        self.core = self.core.start + by..self.core.end + by;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(string: &str) -> Option<(Family, String, Shape, String)> {
        let found = leading(string)?;
        let rest = string[found.range.end..].to_owned();
        Some((found.label.family, found.label.stem, found.label.shape, rest))
    }

    #[test]
    fn labels_of_all_styles_are_read() {
        let hits = [
            ("[1] a", Family::Figures, "1", Shape::Square, " a"),
            ("[1*] a", Family::Starred, "1", Shape::Square, " a"),
            ("1*. a", Family::Starred, "1", Shape::Stopped, " a"),
            ("*2", Family::Starred, "2", Shape::Bare, ""),
            ("[*3] M", Family::Starred, "3", Shape::Square, " M"),
            ("[A] \"Qual\"", Family::Letters, "A", Shape::Square, " \"Qual\""),
            ("A. x", Family::Letters, "A", Shape::Stopped, " x"),
            ("(35) Das", Family::Figures, "35", Shape::Round, " Das"),
            ("[^9] x", Family::Figures, "9", Shape::Square, " x"),
            ("{1} (1848)", Family::Variants, "1", Shape::Curly, " (1848)"),
            ("36) Sartorius", Family::Figures, "36", Shape::Closed, " Sartorius"),
            ("12. Lewis", Family::Figures, "12", Shape::Stopped, " Lewis"),
            ("8a. x", Family::Figures, "8a", Shape::Stopped, " x"),
            ("* See", Family::Signs, "*", Shape::Bare, " See"),
            ("†See", Family::Signs, "†", Shape::Bare, "See"),
        ];
        for (string, family, stem, shape, rest) in hits {
            assert_eq!(
                read(string),
                Some((family, stem.into(), shape, rest.into())),
                "{string}"
            );
        }
    }

    #[test]
    fn what_only_looks_like_a_label_is_none() {
        for string in [
            "[sic] x",
            "[wealthy peasant]",
            "A man",
            "I say",
            "1.5 million",
            "* * * *x**",
            "[tribal or clan]",
            "[in their letter]",
            "1st of May",
            "(see p. 5)",
            "",
        ] {
            let found = read(string);
            let is_star = found.as_ref().is_some_and(|found| found.0 == Family::Signs);
            assert!(found.is_none() || is_star, "{string}: {found:?}");
        }
        assert_eq!(whole("* * *"), None);
        assert_eq!(whole("1. Text"), None);
    }
}
