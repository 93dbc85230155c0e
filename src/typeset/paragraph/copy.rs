//! Copy: what is to be set in one paragraph, as words and spaces that know how they are set.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::direction::may_run_leftward;
use crate::book::{BlockId, ImageId, ItemTag, Length, LinkId, NoteId, Size};
use crate::typeset::shape::{Shaper, VoiceId, WordId};

/// How a stretch of copy is set, and what it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// The voice.
    pub voice: VoiceId,
    /// The em.
    pub size: Length,
    /// How far it stands above the baseline.
    pub rise: Length,
    /// What is added after each letter.
    pub tracking: Length,
    /// What it belongs to.
    pub tag: ItemTag,
    /// The block that it is text of; none for what the edition adds.
    pub block: Option<BlockId>,
    /// Its language by the shaper's number, where that is not its surroundings'.
    pub language: Option<u8>,
    /// The link that it is part of.
    pub link: Option<LinkId>,
    /// Whether it is struck out.
    pub struck: bool,
}

/// A piece of copy.
#[derive(Clone, Copy, Debug)]
pub struct Atom {
    /// What it is.
    pub kind: AtomKind,
    /// The stretch it is in, by its number.
    pub stretch: u32,
    /// The scalar of its block where it begins.
    pub at: u32,
    /// Its level in the order of the line: even where it runs to the right, odd where it runs to
    /// the left (see [`direction`](super::direction)).
    pub level: u8,
}

/// What a piece of copy is.
#[derive(Clone, Copy, Debug)]
pub enum AtomKind {
    /// A word or a part of one; nothing between it and a neighbour of the same kind.
    Word(WordId),
    /// A space between words.
    Space(WordId),
    /// A space at which no line ends.
    Tie(WordId),
    /// A space of a fixed width, at which no line ends.
    Fixed(WordId, Length),
    /// A place inside a word where a line may end, with what that costs.
    Joint(Joint),
    /// A line end that the author wanted, with a space to stand for it in the text.
    LineEnd(WordId),
    /// The mark of a note; stands before the mark's own words.
    Call(NoteId),
    /// An image in the line.
    Image(ImageId, Size),
    /// The beginning of a page of the printed source, by its number in the store of folios.
    Folio(u32),
}

/// Why a line may end inside a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// After a hyphen that stands in the text.
    Hyphen,
    /// Between two ideographs or syllables of a script that has no spaces between words. It may
    /// take its share of what the line lacks, as a space does.
    Between,
    /// After a dash or a slash: wherever else Unicode allows it (UAX 14).
    Other,
}

/// The copy of one paragraph.
#[derive(Clone, Debug, Default)]
pub struct Copy {
    /// Its pieces in order.
    pub atoms: Vec<Atom>,
    /// Whether something in it may run from right to left.
    pub leftward: bool,
}

/// Parts of words longer than this (in bytes) are cut, so that no work is done on a monster.
const LONGEST_PART: usize = 160;

impl Copy {
    /// Adds `text`, set as `stretch` says (its number with it); its first scalar is `at`.
    /// Returns the scalar after it.
    pub fn push(
        &mut self,
        shaper: &mut Shaper<'_>,
        text: &str,
        (number, stretch): (u32, &Stretch),
        at: u32,
    ) -> u32 {
        self.leftward |= may_run_leftward(text);
        let mut at = at;
        let mut rest = text;
        let mut space = None;
        while let Some(first) = rest.chars().next() {
            let kind = match first {
                ' ' | '\n' | '\t' => AtomKind::Space(
                    *space.get_or_insert_with(|| shaper.word(stretch.voice, " ")),
                ),
                '\u{a0}' => AtomKind::Tie(shaper.word(stretch.voice, "\u{a0}")),
                _ => {
                    let end = rest.find([' ', '\n', '\t', '\u{a0}']).unwrap_or(rest.len());
                    at = self.push_word(shaper, &rest[..end], (number, stretch), at);
                    rest = &rest[end..];
                    continue;
                }
            };
            self.atoms.push(Atom { kind, stretch: number, at, level: 0 });
            at += 1;
            rest = &rest[first.len_utf8()..];
        }
        at
    }

    /// Adds a piece that is no text.
    pub fn push_kind(&mut self, kind: AtomKind, stretch: u32, at: u32) {
        self.atoms.push(Atom { kind, stretch, at, level: 0 });
    }

    /// Adds a word whose first scalar is `at`; returns the scalar after it.
    fn push_word(
        &mut self,
        shaper: &mut Shaper<'_>,
        word: &str,
        (number, stretch): (u32, &Stretch),
        at: u32,
    ) -> u32 {
        let mut at = at;
        if self.ends_in_dash(shaper) && word.starts_with(char::is_alphabetic) {
            self.push_kind(AtomKind::Joint(Joint::Other), number, at);
        }
        if word.len() <= LONGEST_PART && word.chars().all(is_plain) {
            self.push_parts(shaper, word, (number, stretch), &mut at);
            return at;
        }
        let mut from = 0;
        for end in ends_of(word) {
            let part = &word[from..end];
            let mut rest = part;
            while rest.len() > LONGEST_PART {
                let cut = (1..=LONGEST_PART).rev().find(|&cut| rest.is_char_boundary(cut));
                let (head, tail) = rest.split_at(cut.unwrap_or(rest.len()));
                self.push_parts(shaper, head, (number, stretch), &mut at);
                self.push_kind(AtomKind::Joint(Joint::Other), number, at);
                rest = tail;
            }
            self.push_parts(shaper, rest, (number, stretch), &mut at);
            if end < word.len() {
                let joint = match part.chars().next_back() {
                    Some('-' | '\u{2010}') => Joint::Hyphen,
                    Some(last)
                        if is_ideographic(last) && word[end..].starts_with(is_ideographic) =>
                    {
                        Joint::Between
                    }
                    _ => Joint::Other,
                };
                self.push_kind(AtomKind::Joint(joint), number, at);
            }
            from = end;
        }
        at
    }

    /// Adds a word in as many parts as it needs fonts.
    fn push_parts(
        &mut self,
        shaper: &mut Shaper<'_>,
        word: &str,
        (number, stretch): (u32, &Stretch),
        at: &mut u32,
    ) {
        let mut rest = word;
        // Most words of a book have been set before.
        if let Some(known) = shaper.known(stretch.voice, word) {
            let kind = AtomKind::Word(known);
            self.atoms.push(Atom { kind, stretch: number, at: *at, level: 0 });
            *at += word.chars().count() as u32;
            rest = "";
        }
        while !rest.is_empty() {
            let length = shaper.part(stretch.voice, rest).max(1);
            let (head, tail) = rest.split_at(length);
            let kind = AtomKind::Word(shaper.word(stretch.voice, head));
            self.atoms.push(Atom { kind, stretch: number, at: *at, level: 0 });
            *at += head.chars().count() as u32;
            rest = tail;
        }
    }

    fn ends_in_dash(&self, shaper: &Shaper<'_>) -> bool {
        match self.atoms.last() {
            Some(Atom { kind: AtomKind::Word(word), .. }) => {
                shaper.text(*word).ends_with(['—', '–', '/'])
            }
            _ => false,
        }
    }
}

/// Whether a character is set in a square of its own: ideographs, kana, bopomofo and their marks.
/// Hangul has spaces between its words.
fn is_ideographic(character: char) -> bool {
    matches!(character as u32,
        0x2e80..=0x312f | 0x31a0..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f | 0xff01..=0xff60 | 0x2_0000..=0x3_ffff)
}

/// Whether no line ever ends at a character, as in most words.
fn is_plain(character: char) -> bool {
    match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => true,
        '-' | '/' | '\u{2010}'..='\u{2015}' | '\u{2026}' => false,
        ' '..='~' => true,
        _ => (character as u32) < 0x0590 || matches!(character as u32, 0x1e00..=0x206f),
    }
}

/// The ends of the parts of a word between which a line may end, the word's own end included. A
/// dash stays with what is before it.
fn ends_of(word: &str) -> Vec<usize> {
    static SEGMENTER: std::sync::LazyLock<LineSegmenterBorrowed<'static>> =
        std::sync::LazyLock::new(|| LineSegmenter::new_dictionary(LineBreakOptions::default()));
    let mut ends: Vec<usize> = SEGMENTER
        .segment_str(word)
        .filter(|&end| {
            let before_dash = word[end..].starts_with(['—', '–', '-', '\u{2010}', '\u{2026}']);
            end > 0 && end < word.len() && !before_dash
        })
        .collect();
    ends.push(word.len());
    ends
}
