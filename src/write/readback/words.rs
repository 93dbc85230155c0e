//! Words, as the book and its editions are both cut into them, and the one table of what may differ
//! between the two without a word being another.
//!
//! | in the book | in an edition | why it is the same |
//! | --- | --- | --- |
//! | a space | a space of any width or kind, or a line end | an edition sets its own white: no-break spaces in an EPUB, line ends and fixed spaces in a PDF |
//! | nothing | `U+00AD`, the hyphen at a line end | the PDF's pages divide words, and say by this sign that the hyphen is theirs |
//! | nothing | `U+FEFF`, `U+2060`, `U+200B`, `U+200C`, `U+200D` | invisible joiners: the EPUB holds a mark to its word with one; fonts leave them out |
//! | a control character | nothing | XML carries none, and no font has a glyph for one |
//! | `U+FFFE`, `U+FFFF` | `U+FFFD` | they are no characters, and XML carries neither |
//! | the label of a note | the same in square brackets | an edition brackets a series that could be taken for another |
//! | no label | a label of an edition's own | a note or a mark without a label must still be seen |
//! | an item without a label | a number or a bullet, by its place in the structure | the source's list was numbered by mark-up |
//! | letters from right to left | the same in the order of the page | the PDF's glyphs stand in the order in which they are drawn |
//!
//! Nothing else may differ: small capitals, ligatures, old-style figures, superior figures and all
//! other looks stand for the characters of the book, and are read back as these.

use crate::book::{Piece, Span};

/// A word, a label or the mark of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Its characters, as the table leaves them.
    pub(super) text: String,
    /// Where in the source it stands; none in an edition.
    pub(super) place: Option<Span>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word of running text.
    Word,
    /// A word of the label of a list's item.
    Label,
    /// The mark of a note, by the note's number; none where it leads to no note.
    Mark(Option<usize>),
}

/// Text cut into tokens as it comes in.
#[derive(Clone, Debug)]
pub(super) struct Words {
    /// The tokens so far.
    pub(super) tokens: Vec<Token>,
    /// Where lines (blocks) begin, as indices of tokens.
    pub(super) lines: Vec<usize>,
    kind: Kind,
    open: bool,
}

impl Default for Words {
    fn default() -> Self {
        Words { tokens: Vec::new(), lines: Vec::new(), kind: Kind::Word, open: false }
    }
}

impl Words {
    /// Adds text of an edition.
    pub(super) fn text(&mut self, text: &str) {
        text.chars().for_each(|c| self.scalar(c, None));
    }

    /// Adds a piece of the book's text, with where it comes from.
    pub(super) fn piece(&mut self, text: &str, piece: Piece) {
        for (at, c) in (piece.span.start..).zip(text.chars()) {
            let place = match piece.rule {
                Some(_) => piece.span,
                None => Span::new(at, at + 1),
            };
            self.scalar(c, Some(place));
        }
    }

    /// A word ends here, if one is open.
    pub(super) fn gap(&mut self) {
        self.open = false;
    }

    /// A line ends here, and another begins.
    pub(super) fn line(&mut self) {
        self.gap();
        if self.lines.last() != Some(&self.tokens.len()) {
            self.lines.push(self.tokens.len());
        }
    }

    /// What is added from now on is of this kind.
    pub(super) fn turn(&mut self, kind: Kind) {
        self.gap();
        self.kind = kind;
    }

    /// Adds the mark of a note.
    pub(super) fn mark(&mut self, note: Option<usize>, label: &str, place: Option<Span>) {
        self.gap();
        let text = bare(label);
        self.tokens.push(Token { kind: Kind::Mark(note), text, place });
    }

    fn scalar(&mut self, c: char, place: Option<Span>) {
        let letter = match reading(c) {
            Reading::Space => return self.gap(),
            Reading::Nothing => return,
            Reading::As(letter) => letter,
        };
        match self.tokens.last_mut().filter(|_| self.open) {
            Some(token) => {
                token.text.push(letter);
                token.place = match (token.place, place) {
                    (Some(so_far), Some(place)) => Some(so_far.join(place)),
                    (so_far, place) => so_far.or(place),
                };
            }
            None => self.tokens.push(Token { kind: self.kind, text: letter.into(), place }),
        }
        self.open = true;
    }
}

/// How a character counts when words are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// It ends a word.
    Space,
    /// It is not there.
    Nothing,
    /// It is this letter, figure or sign.
    As(char),
}

/// The table at the head of this file, as far as it speaks of characters.
pub(super) fn reading(c: char) -> Reading {
    match c {
        '\u{ad}' | '\u{feff}' | '\u{2060}' | '\u{200b}'..='\u{200d}' => Reading::Nothing,
        '\u{fffe}' | '\u{ffff}' => Reading::As('\u{fffd}'),
        _ if c.is_whitespace() => Reading::Space,
        _ if c.is_control() => Reading::Nothing,
        _ => Reading::As(c),
    }
}

/// A label without its brackets and spaces.
pub(super) fn bare(label: &str) -> String {
    let letters = label.chars().filter_map(|c| match reading(c) {
        Reading::As(letter) => Some(letter),
        Reading::Space | Reading::Nothing => None,
    });
    let letters: String = letters.collect();
    let inner = letters.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.map_or_else(|| letters.clone(), str::to_owned)
}

/// Whether a token of an edition is that of the book.
pub(super) fn same(book: &Token, edition: &Token) -> bool {
    match (book.kind, edition.kind) {
        (Kind::Mark(_), Kind::Mark(_)) => {
            book.text.is_empty() || book.text == bare(&edition.text)
        }
        (Kind::Mark(_), _) | (_, Kind::Mark(_)) | (Kind::Word, Kind::Label) => false,
        _ => book.text == edition.text || same_from_right(&book.text, &edition.text),
    }
}

/// Whether two words are the same when the one is turned round: whole with its stops, or each run
/// of right-to-left letters in it.
fn same_from_right(book: &str, edition: &str) -> bool {
    let from_right = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    if book.len() != edition.len() || !book.contains(from_right) {
        return false;
    }
    if book.chars().eq(edition.chars().rev()) {
        return true;
    }
    let letters: Vec<char> = edition.chars().collect();
    let runs = letters.chunk_by(|a, b| from_right(*a) == from_right(*b));
    let turned = runs.flat_map(|run| {
        let from_right = run.first().copied().is_some_and(from_right);
        (0..run.len())
            .map(move |nth| if from_right { run[run.len() - 1 - nth] } else { run[nth] })
    });
    book.chars().eq(turned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let mut words = Words::default();
        words.text(text);
        words.tokens.into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn white_is_the_editions_and_words_are_not() {
        assert_eq!(cut("p.\u{a0}5 and\u{2009}more"), ["p.", "5", "and", "more"]);
        assert_eq!(cut("sport\u{ad}ing note\u{feff}"), ["sporting", "note"]);
        assert_eq!(cut("co-operate"), ["co-operate"]);
        assert_eq!(cut("a\u{0}b\u{ffff}"), ["ab\u{fffd}"]);
    }

    #[test]
    fn a_label_is_the_same_in_brackets_and_another_is_not() {
        let mark = |label: &str| {
            let mut words = Words::default();
            words.mark(None, label, None);
            words.tokens.remove(0)
        };
        assert!(same(&mark("1"), &mark("[1]")));
        assert!(same(&mark(""), &mark("*")));
        assert!(!same(&mark("1"), &mark("11")));
    }

    #[test]
    fn letters_from_right_to_left_may_stand_in_the_order_of_the_page() {
        assert!(same_from_right("(שלום)word", "(םולש)word"));
        assert!(same_from_right("(שלום,", ",םולש("));
        assert!(!same_from_right("שלום", "שלוםם"));
        assert!(!same_from_right("drow", "word"));
    }

    #[test]
    fn a_word_knows_the_place_of_all_its_pieces() {
        let text = crate::book::Text::verbatim("one two", 10);
        let mut words = Words::default();
        text.parts().for_each(|(string, piece)| words.piece(string, piece));
        let places: Vec<_> = words.tokens.iter().filter_map(|token| token.place).collect();
        assert_eq!(places, [Span::new(10, 13), Span::new(14, 17)]);
    }
}
