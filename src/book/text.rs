//! A piece of text that knows, scalar by scalar, where in the source it comes from.
//!
//! A [`Text`] is a string cut into pieces. A piece without a rule stands in the source as it
//! stands here; a piece with a rule became what it is by that rule, and may be empty here (a
//! joined line-end hyphen, a collapsed space). Nothing is ever deleted from a `Text`: it is
//! replaced by nothing, and the piece stays as the record. The ledger is read off these pieces.

use std::borrow::Cow;
use std::ops::Range;

use super::{Rule, Span};

/// A run of text with its origin. Byte offsets in its interface are offsets into [`Text::as_str`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    string: String,
    pieces: Vec<Piece>,
}

/// A part of a [`Text`] that has one origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Bytes of the text's string.
    pub len: u32,
    /// The scalars of the reading text that it comes from.
    pub span: Span,
    /// The rule that made it different from the source; none where it is verbatim.
    pub rule: Option<&'static Rule>,
}

/// A replacement: what goes in place of a range of bytes, and the rule that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go.
    pub range: Range<usize>,
    /// What takes their place; often nothing.
    pub new: Cow<'static, str>,
    /// The rule.
    pub rule: &'static Rule,
}

impl Text {
    /// Text exactly as it stands in the source from scalar `start` on.
    pub fn verbatim(string: impl Into<String>, start: u32) -> Self {
        let string = string.into();
        let scalars = u32::try_from(string.chars().count()).unwrap_or(u32::MAX);
        let mut text = Text { string, pieces: Vec::new() };
        if scalars > 0 {
            let len = text.string.len() as u32;
            text.pieces.push(Piece {
                len,
                span: Span::new(start, start + scalars),
                rule: None,
            });
        }
        text
    }

    /// Text that stands for `span` by `rule`; the string may be empty.
    pub fn made(string: impl Into<String>, span: Span, rule: &'static Rule) -> Self {
        let string = string.into();
        let len = string.len() as u32;
        Text { string, pieces: vec![Piece { len, span, rule: Some(rule) }] }
    }

    /// The text as a reader sees it.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// Whether a reader sees nothing (pieces may remain as a record).
    pub fn is_empty(&self) -> bool {
        self.string.is_empty()
    }

    /// The parts of the text with their origin, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Each part's string and its origin, in order.
    pub fn parts(&self) -> impl Iterator<Item = (&str, Piece)> {
        let mut at = 0;
        self.pieces.iter().map(move |piece| {
            let from = at;
            at += piece.len as usize;
            (&self.string[from..at], *piece)
        })
    }

    /// The place in the source that the whole text comes from; none if it has no piece.
    pub fn span(&self) -> Option<Span> {
        let mut spans = self.pieces.iter().map(|piece| piece.span);
        let first = spans.next()?;
        Some(spans.fold(first, Span::join))
    }

    /// The place in the source that the bytes `range` come from. An empty range gives the empty
    /// place before the scalar at `range.start`.
    pub fn place(&self, range: Range<usize>) -> Option<Span> {
        let mut at = 0;
        let mut place: Option<Span> = None;
        for (part, piece) in self.parts() {
            let (from, to) = (at, at + part.len());
            at = to;
            let meets = if range.is_empty() {
                from <= range.start && range.start <= to
            } else {
                from < range.end && range.start < to
            };
            if !meets {
                continue;
            }
            let span = match piece.rule {
                Some(_) => piece.span,
                None => {
                    let cut = |byte: usize| part[..byte.clamp(from, to) - from].chars().count();
                    let start = piece.span.start + cut(range.start) as u32;
                    Span::new(start, piece.span.start + cut(range.end) as u32)
                }
            };
            place = Some(place.map_or(span, |so_far| so_far.join(span)));
            if range.is_empty() {
                break;
            }
        }
        place
    }

    /// Puts `new` in place of the bytes `range` and records the rule. The record is made even
    /// where `new` is empty. An empty range changes nothing: no rule may add what has no origin.
    pub fn replace(&mut self, range: Range<usize>, new: &str, rule: &'static Rule) {
        if range.is_empty() || range.end > self.string.len() {
            return;
        }
        let tail = self.split_off(range.end);
        let middle = self.split_off(range.start);
        let mut new = Some(new);
        for span in runs(&middle.pieces) {
            self.append(Text::made(new.take().unwrap_or(""), span, rule));
        }
        self.append(tail);
    }

    /// Makes many replacements in one pass, each as [`Text::replace`] would. `edits` stand in
    /// order and do not overlap; their offsets are those of the text as it is now.
    pub fn edit(&mut self, edits: &[Edit]) {
        if edits.is_empty() {
            return;
        }
        let old = std::mem::take(self);
        let mut edits = edits.iter().filter(|edit| !edit.range.is_empty()).peekable();
        let mut placed = false;
        let mut from = 0;
        for (part, piece) in old.parts() {
            let to = from + part.len();
            if part.is_empty() {
                self.pieces.push(piece);
            }
            let (mut rest, mut rest_piece, mut at) = (part, piece, from);
            while at < to {
                while edits.next_if(|edit| edit.range.end <= at).is_some() {
                    placed = false;
                }
                let (inside, end) = match edits.peek() {
                    Some(edit) if edit.range.start <= at => {
                        (Some(*edit), edit.range.end.min(to))
                    }
                    Some(edit) => (None, edit.range.start.min(to)),
                    None => (None, to),
                };
                let (here, after) = rest.split_at(end - at);
                let (mut cut_piece, after_piece) = cut(rest_piece, rest, end - at);
                match inside {
                    Some(edit) => {
                        let new = if placed { "" } else { &*edit.new };
                        let again = placed;
                        placed = true;
                        cut_piece.len = new.len() as u32;
                        cut_piece.rule = Some(edit.rule);
                        self.string.push_str(new);
                        match self.pieces.last_mut() {
                            Some(last) if again && last.span.end == cut_piece.span.start => {
                                last.span.end = cut_piece.span.end;
                            }
                            _ => self.pieces.push(cut_piece),
                        }
                    }
                    None => {
                        let string = here.to_owned();
                        self.append(Text { string, pieces: vec![cut_piece] });
                    }
                }
                (rest, rest_piece, at) = (after, after_piece, end);
            }
            from = to;
        }
    }

    /// Takes the bytes from `at` on off this text and returns them. Empty pieces that stand at
    /// the cut stay on the left.
    pub fn split_off(&mut self, at: usize) -> Text {
        let mut left = Vec::with_capacity(self.pieces.len());
        let mut right = Vec::new();
        let mut from = 0;
        for piece in std::mem::take(&mut self.pieces) {
            let to = from + piece.len as usize;
            if to <= at {
                left.push(piece);
            } else if from >= at {
                right.push(piece);
            } else {
                let (a, b) = cut(piece, &self.string[from..to], at - from);
                left.push(a);
                right.push(b);
            }
            from = to;
        }
        self.pieces = left;
        Text { string: self.string.split_off(at), pieces: right }
    }

    /// Cuts the text at each of the bytes `seams` (rising) in one pass: one part more than seams.
    /// Empty pieces that stand at a cut stay on the left.
    pub fn split_at_all(mut self, seams: &[usize]) -> Vec<Text> {
        let mut parts = Vec::with_capacity(seams.len() + 1);
        let mut pieces = std::mem::take(&mut self.pieces).into_iter().peekable();
        let mut at = 0;
        let mut from = 0;
        for seam in seams.iter().copied().chain([self.string.len()]) {
            let seam = seam.clamp(from, self.string.len());
            let last = parts.len() == seams.len();
            let mut part = Text { string: self.string[from..seam].into(), pieces: Vec::new() };
            while let Some(piece) =
                pieces.next_if(|piece| last || at + piece.len as usize <= seam)
            {
                at += piece.len as usize;
                part.pieces.push(piece);
            }
            if let Some(piece) = pieces.peek_mut().filter(|_| at < seam) {
                let (left, right) =
                    cut(*piece, &self.string[at..at + piece.len as usize], seam - at);
                part.pieces.push(left);
                *piece = right;
                at = seam;
            }
            from = seam;
            parts.push(part);
        }
        parts
    }

    /// Adds `other` at the end, joining pieces that are one run of the source.
    pub fn append(&mut self, other: Text) {
        self.string.push_str(&other.string);
        for piece in other.pieces {
            match self.pieces.last_mut() {
                Some(last)
                    if last.rule.is_none()
                        && piece.rule.is_none()
                        && last.span.end == piece.span.start =>
                {
                    last.len += piece.len;
                    last.span.end = piece.span.end;
                }
                _ => self.pieces.push(piece),
            }
        }
    }
}

/// Words with each run of white space as one space, none at the edges.
pub fn one_space(words: &str) -> String {
    let words = words.trim();
    let mut spaced = String::with_capacity(words.len());
    // Nearly all text is spaced so already: what needs no change is copied in one piece.
    let mut copied = 0;
    let mut after_space = false;
    for (at, c) in words.char_indices() {
        if !c.is_whitespace() {
            after_space = false;
            continue;
        }
        if after_space || c != ' ' {
            spaced.push_str(&words[copied..at]);
            spaced.push_str(if after_space { "" } else { " " });
            copied = at + c.len_utf8();
        }
        after_space = true;
    }
    spaced.push_str(&words[copied..]);
    spaced
}

/// The unbroken stretches of the source that `pieces` come from: what another rule took out
/// between two of them has its own record and must not be claimed again.
fn runs(pieces: &[Piece]) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for piece in pieces {
        match runs.last_mut() {
            Some(last) if last.end == piece.span.start => last.end = piece.span.end,
            _ => runs.push(piece.span),
        }
    }
    runs
}

/// Cuts a piece at byte `at` of its string. A verbatim piece is cut scalar by scalar; what a rule
/// made has no inner seam, so its origin goes to the left half and the right keeps an empty one.
fn cut(piece: Piece, string: &str, at: usize) -> (Piece, Piece) {
    let scalars = match piece.rule {
        None => string[..at].chars().count() as u32,
        Some(_) => piece.span.len(),
    };
    let seam = piece.span.start + scalars;
    let left = Piece { len: at as u32, span: Span::new(piece.span.start, seam), ..piece };
    let right =
        Piece { len: piece.len - at as u32, span: Span::new(seam, piece.span.end), ..piece };
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::SPACE_BETWEEN as RULE;

    #[test]
    fn runs_of_white_space_become_one_space() {
        assert_eq!(one_space("\n so  it\u{a0}is,\u{a0} \tsaid he "), "so it is, said he");
        assert_eq!(one_space("as it is"), "as it is");
        assert_eq!(one_space(" \n"), "");
    }

    #[test]
    fn a_replaced_piece_remembers_what_it_was() {
        let mut text = Text::verbatim("don't — no", 10);
        text.replace(3..4, "’", &RULE);
        assert_eq!(text.as_str(), "don’t — no");
        assert_eq!(text.place(3..6), Some(Span::new(13, 14)));
        assert_eq!(text.span(), Some(Span::new(10, 20)));
        assert_eq!(text.pieces().len(), 3);
    }

    #[test]
    fn what_is_gone_leaves_a_record() {
        let mut text = Text::verbatim("condi-\ntion", 0);
        text.replace(5..7, "", &RULE);
        assert_eq!(text.as_str(), "condition");
        let gone: Vec<_> = text.parts().filter(|(part, _)| part.is_empty()).collect();
        assert_eq!(gone.len(), 1);
        assert_eq!(gone[0].1.span, Span::new(5, 7));
    }

    #[test]
    fn a_gap_in_the_source_is_not_claimed_by_a_replacement_over_it() {
        let mut text = Text::verbatim("ab", 0);
        text.append(Text::verbatim("cd", 10));
        text.replace(0..4, "x", &RULE);
        let spans: Vec<_> = text.pieces().iter().map(|piece| piece.span).collect();
        assert_eq!(spans, [Span::new(0, 2), Span::new(10, 12)]);
        assert_eq!(text.as_str(), "x");
    }

    #[test]
    fn many_cuts_give_the_same_parts_as_one_after_the_other() {
        let mut text = Text::verbatim("Größe und Maß", 5);
        text.replace(2..4, "oe", &RULE);
        text.replace(7..8, "", &RULE);
        let parts = text.clone().split_at_all(&[1, 3, 3, 9]);
        let strings: Vec<&str> = parts.iter().map(Text::as_str).collect();
        assert_eq!(strings, ["G", "ro", "", "eßeun", "d Maß"]);
        let mut joined = Text::default();
        parts.into_iter().for_each(|part| joined.append(part));
        assert_eq!(joined.as_str(), text.as_str());
        assert_eq!(joined.span(), text.span());
    }

    #[test]
    fn many_edits_at_once_are_as_many_replacements() {
        let mut text = Text::verbatim("wie  Größe -- und \n Maß", 3);
        text.replace(7..9, "oe", &RULE);
        let edit = |range: Range<usize>, new: &'static str| Edit {
            range,
            new: Cow::Borrowed(new),
            rule: &RULE,
        };
        let edits = [edit(4..5, ""), edit(6..8, "ö"), edit(13..15, "—"), edit(20..22, " ")];
        let mut one_by_one = text.clone();
        for Edit { range, new, rule } in edits.iter().rev() {
            one_by_one.replace(range.clone(), new, rule);
        }
        text.edit(&edits);
        assert_eq!(text.as_str(), one_by_one.as_str());
        let spans = |text: &Text| {
            let spans = text.pieces().iter().map(|piece| piece.span);
            spans.filter(|span| !span.is_empty()).collect::<Vec<_>>()
        };
        assert_eq!(spans(&text), spans(&one_by_one));
    }

    #[test]
    fn splitting_and_joining_gives_the_same_text() {
        let mut text = Text::verbatim("Größe und Maß", 5);
        text.replace(2..4, "oe", &RULE);
        let whole = text.clone();
        for at in (0..=whole.as_str().len()).filter(|at| whole.as_str().is_char_boundary(*at)) {
            let mut left = whole.clone();
            let right = left.split_off(at);
            left.append(right);
            assert_eq!(left.as_str(), whole.as_str());
            assert_eq!(left.span(), whole.span());
        }
    }
}
