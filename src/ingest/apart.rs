//! Words that pairs of signs set apart in running text.

use std::ops::Range;

use crate::book::{Effect, Inline, Rule, Style, text_of};

/// The rules about such signs that several forms share.
pub(super) static RULES: &[&Rule] = &[&CARET];

static CARET: Rule = Rule {
    id: "markup/caret",
    effect: Effect::Normalises,
    does: "Characters in brackets after a caret stand raised.",
    why: "Converters to plain text write what a page raises so, and note marks are raised.",
    example: "during the events at Caporetto^([1])",
};

/// Where the words that a pair of signs sets apart stand, and the signs around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The sign before them, in bytes of the run.
    pub open: Range<usize>,
    /// The sign after them.
    pub close: Range<usize>,
}

/// Raised characters: a caret right after a word, and brackets around at most eight characters.
fn carets(words: &str) -> Vec<Pair> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = words.get(from..).and_then(|rest| rest.find("^(")).map(|at| from + at)
    {
        from = at + 2;
        let inner = words.get(from..).unwrap_or_default();
        let close = inner.char_indices().take(9).find(|(_, c)| *c == ')').map(|(at, _)| at);
        let after_word =
            words.get(..at).is_some_and(|before| !before.ends_with(char::is_whitespace));
        if let Some(close) = close.filter(|close| *close > 0 && after_word && at > 0) {
            found.push(Pair { open: at..from, close: from + close..from + close + 1 });
            from += close + 1;
        }
    }
    found
}

/// Raises what stands in brackets after a caret.
pub(super) fn raise(run: &mut Vec<Inline>) {
    set_apart(run, carets, Style::Superscript, &CARET);
}

/// Sets the words between the pairs that `find` finds apart, in the texts of a run. Pairs over a
/// line break are set apart line by line.
pub(super) fn set_apart(
    run: &mut Vec<Inline>,
    find: impl Fn(&str) -> Vec<Pair>,
    style: Style,
    rule: &'static Rule,
) {
    let pairs = find(&text_of(run));
    if pairs.is_empty() {
        return;
    }
    let mut apart = Vec::new();
    let mut at = 0;
    for inline in std::mem::take(run) {
        match inline {
            Inline::Text(text) => {
                let (from, to) = (at, at + text.as_str().len());
                at = to;
                let cut = |byte: usize| (from..=to).contains(&byte).then(|| byte - from);
                let seams = near(&pairs, from, to).iter().flat_map(|Pair { open, close }| {
                    [cut(open.start), cut(open.end), cut(close.start), cut(close.end)]
                });
                let seams: Vec<usize> = seams.flatten().collect();
                let mut here = from;
                for mut part in text.split_at_all(&seams) {
                    let begin = here;
                    here += part.as_str().len();
                    if part.pieces().is_empty() {
                        continue;
                    }
                    match place(&pairs, begin) {
                        Place::Sign => {
                            let end = part.as_str().len();
                            part.replace(0..end, "", rule);
                            apart.push(Inline::Text(part));
                        }
                        Place::Inside => {
                            apart.push(Inline::Styled(style, vec![Inline::Text(part)]));
                        }
                        Place::Outside => apart.push(Inline::Text(part)),
                    }
                }
            }
            Inline::LineBreak => {
                at += 1;
                apart.push(Inline::LineBreak);
            }
            other => {
                at += text_of(std::slice::from_ref(&other)).len();
                apart.push(other);
            }
        }
    }
    *run = apart;
}

/// Of pairs that rise, those that reach into the bytes `from` to `to`.
fn near(pairs: &[Pair], from: usize, to: usize) -> &[Pair] {
    let first = pairs.partition_point(|pair| pair.close.end < from);
    let last = pairs.partition_point(|pair| pair.open.start <= to);
    pairs.get(first..last).unwrap_or(&[])
}

/// Where a byte stands among the pairs of a sign.
enum Place {
    Sign,
    Inside,
    Outside,
}

fn place(pairs: &[Pair], at: usize) -> Place {
    let next = pairs.partition_point(|pair| pair.open.start <= at);
    match next.checked_sub(1).and_then(|last| pairs.get(last)) {
        Some(pair) if at == pair.open.start || at == pair.close.start => Place::Sign,
        Some(pair) if at < pair.close.start => Place::Inside,
        _ => Place::Outside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_looks_at_the_pairs_that_reach_into_it() {
        let pairs = carets("a^(1)\nb^(2)\nc^(3)");
        assert_eq!(near(&pairs, 6, 11), &pairs[1..2]);
        assert_eq!(near(&pairs, 3, 8), &pairs[..2]);
        assert!(near(&pairs, 18, 20).is_empty());
    }
}
