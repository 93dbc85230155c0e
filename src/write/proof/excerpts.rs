//! The words at a place of the reading text, found without walking it from its beginning.

use crate::book::Span;

/// A text of which each so many scalars the byte is known.
pub(super) struct Excerpts<'a> {
    reading: &'a str,
    bytes: Vec<usize>,
}

/// How many scalars lie between two known bytes.
const STEP: usize = 256;

impl<'a> Excerpts<'a> {
    /// Walks the text once.
    pub(super) fn of(reading: &'a str) -> Excerpts<'a> {
        let bytes = reading.char_indices().step_by(STEP).map(|(byte, _)| byte).collect();
        Excerpts { reading, bytes }
    }

    fn byte(&self, scalar: u32) -> usize {
        let (step, more) = (scalar as usize / STEP, scalar as usize % STEP);
        let Some(from) = self.bytes.get(step) else { return self.reading.len() };
        let rest = self.reading.get(*from..).unwrap_or_default();
        rest.char_indices().nth(more).map_or(self.reading.len(), |(byte, _)| from + byte)
    }

    /// The text at a place.
    pub(super) fn words(&self, place: Span) -> &'a str {
        self.reading.get(self.byte(place.start)..self.byte(place.end)).unwrap_or_default()
    }

    /// The last `most` words before scalar `at`, a space between them.
    pub(super) fn before(&self, at: u32, most: usize) -> String {
        /// Longer than so many words ever are.
        const FAR: u32 = 400;
        let near = self.words(Span::new(at.saturating_sub(FAR), at));
        let mut words: Vec<&str> = near.split_whitespace().rev().take(most).collect();
        words.reverse();
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_scalars() {
        let text = "Größe und Maß, ".repeat(100);
        let excerpts = Excerpts::of(&text);
        assert_eq!(excerpts.words(Span::new(0, 5)), "Größe");
        assert_eq!(excerpts.words(Span::new(900, 905)), "Größe");
        assert_eq!(excerpts.words(Span::new(910, 5000)).len(), text.len() - 60 * 18 - 12);
        assert_eq!(excerpts.before(910, 2), "Größe und");
        assert_eq!(excerpts.before(0, 2), "");
    }
}
