//! Where words stand in a reading text. Whoever asks has copied them from a browser, from a finished
//! book or from the file: white space, quotation marks and hyphens differ between the three.

use crate::book::{Book, Inline, Span, Text};

/// How like the words that were asked for the passages are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// To the letter, each run of white space as one space.
    Letters,
    /// But for capitals, white space, hyphens and dashes, and the shapes of quotation marks.
    Loose,
    /// They stand so in the book, where rules have changed them.
    InTheBook,
}

/// Where the words stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Places {
    /// How like they are.
    pub(super) likeness: Likeness,
    /// The places in the reading text, in order; none of them is empty.
    pub(super) spans: Vec<Span>,
}

/// Looks for `words` to the letter first, then loosely, then in the book.
pub(super) fn find(words: &str, reading: &str, book: Option<&Book>) -> Option<Places> {
    let mut whole = Haystack::default();
    let each = |at: usize| Span::new(at as u32, at as u32 + 1);
    reading.chars().enumerate().for_each(|(at, c)| whole.add_spaced(c, each(at)));
    let mut spaced = Haystack::default();
    words.trim().chars().for_each(|c| spaced.add_spaced(c, Span::default()));
    let places =
        |likeness, spans: Vec<Span>| (!spans.is_empty()).then_some(Places { likeness, spans });
    if let Some(found) = places(Likeness::Letters, whole.places(&spaced.string)) {
        return Some(found);
    }
    let mut loose = Haystack::default();
    words.chars().for_each(|c| loose.add_loosely(c, Span::default()));
    let mut whole = Haystack::default();
    reading.chars().enumerate().for_each(|(at, c)| whole.add_loosely(c, each(at)));
    if let Some(found) = places(Likeness::Loose, whole.places(&loose.string)) {
        return Some(found);
    }
    let mut whole = Haystack::default();
    book?.each_run(&mut |_, run| {
        whole.add_run(run);
        // No words go on from one block into the next.
        whole.push('\n', Span::default());
    });
    places(Likeness::InTheBook, whole.places(&loose.string))
}

/// A text in which words are looked for: every character with the place that it comes from.
#[derive(Default)]
struct Haystack {
    string: String,
    /// The byte at which each character begins.
    starts: Vec<usize>,
    spans: Vec<Span>,
}

impl Haystack {
    fn push(&mut self, c: char, span: Span) {
        self.starts.push(self.string.len());
        self.string.push(c);
        self.spans.push(span);
    }

    /// Adds a character; white space after white space makes the one before it longer.
    fn add_spaced(&mut self, c: char, span: Span) {
        if !c.is_whitespace() {
            return self.push(c, span);
        }
        match self.spans.last_mut() {
            Some(last) if self.string.ends_with(' ') => last.end = span.end,
            _ => self.push(' ', span),
        }
    }

    /// Adds a character in its loose form; white space and what cannot be seen is left out.
    fn add_loosely(&mut self, c: char, span: Span) {
        let plain = match c {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => return,
            c if c.is_whitespace() => return,
            '‘' | '’' | '‚' | '‛' | '`' | '´' | '“' | '”' | '„' | '"' | '«' | '»' | '‹'
            | '›' => '\'',
            // A hyphen may be one at a line end, which a book joins.
            '-' | '‐'..='―' | '−' => return,
            c => c,
        };
        plain.to_lowercase().for_each(|c| self.push(c, span));
    }

    fn add_run(&mut self, run: &[Inline]) {
        crate::book::each_text(run, &mut |text| self.add_text(text));
    }

    fn add_text(&mut self, text: &Text) {
        for (string, piece) in text.parts() {
            for (nth, c) in string.chars().enumerate() {
                let at = piece.span.start + nth as u32;
                let span =
                    if piece.rule.is_some() { piece.span } else { Span::new(at, at + 1) };
                self.add_loosely(c, span);
            }
        }
    }

    /// The places of `needle`, which do not overlap.
    fn places(&self, needle: &str) -> Vec<Span> {
        if needle.is_empty() {
            return Vec::new();
        }
        let nth = |byte: usize| self.starts.partition_point(|start| *start < byte);
        let found = self.string.match_indices(needle).filter_map(|(byte, _)| {
            let spans = self.spans.get(nth(byte)..nth(byte + needle.len()))?;
            spans.iter().copied().reduce(Span::join)
        });
        found.filter(|span| !span.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str, reading: &str) -> Option<(Likeness, Vec<(u32, u32)>)> {
        let found = find(words, reading, None)?;
        let spans = found.spans.iter().map(|span| (span.start, span.end)).collect();
        Some((found.likeness, spans))
    }

    #[test]
    fn white_space_counts_as_one_space() {
        let reading = "ßa \n b, a b";
        assert_eq!(found(" a  b", reading), Some((Likeness::Letters, vec![(1, 6), (8, 11)])));
    }

    #[test]
    fn quotation_marks_and_capitals_differ_where_nothing_else_is_found() {
        let reading = "He said: “Don’t” — twi-\nce";
        assert_eq!(found("\"don't\"-", reading), Some((Likeness::Loose, vec![(9, 16)])));
        assert_eq!(found("– twice", reading), Some((Likeness::Loose, vec![(19, 26)])));
        assert_eq!(found("never", reading), None);
        assert_eq!(found(" ", reading), None);
    }
}
