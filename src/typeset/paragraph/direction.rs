//! Which way each piece of copy runs, and where it stands in its line.
//!
//! Text is kept and set in the order in which it is read. Where it holds characters that run from
//! right to left, each atom is given its level by the Unicode Bidirectional Algorithm (UAX 9): even
//! ones run to the right, odd ones to the left. Words in which the level changes are cut there,
//! and parts that run to the left are shaped again so, which also mirrors brackets. Lines are
//! broken by widths alone, for which order does not matter; only when a line is drawn are its
//! pieces put in the order of the page (rule L2).

use unicode_bidi::{BidiClass, BidiDataSource, BidiInfo, HardcodedBidiData, Level};

use super::copy::{Atom, AtomKind, Copy};
use crate::typeset::shape::{Direction, Shaper};

/// The level of a paragraph that runs in a direction.
fn level_of(base: Direction) -> Level {
    match base {
        Direction::Rightward => Level::ltr(),
        Direction::Leftward => Level::rtl(),
    }
}

/// Whether a text holds a character that may run from right to left, or an override that makes
/// others do so.
pub fn may_run_leftward(text: &str) -> bool {
    use BidiClass::{AL, AN, R, RLE, RLI, RLO};
    let is_leftward = |character: char| {
        character as u32 >= 0x0590
            && matches!(HardcodedBidiData.bidi_class(character), R | AL | AN | RLE | RLI | RLO)
    };
    !text.is_ascii() && text.chars().any(is_leftward)
}

/// Gives every atom its level in a paragraph that runs in the direction `base`, and cuts words at
/// places where it changes.
pub fn resolve(copy: &Copy, shaper: &mut Shaper<'_>, base: Direction) -> Copy {
    let mut text = String::new();
    let mut starts = Vec::with_capacity(copy.atoms.len());
    for atom in &copy.atoms {
        starts.push(text.len());
        match atom.kind {
            AtomKind::Word(id) => text.push_str(shaper.text(id)),
            AtomKind::Image(..) => text.push('\u{fffc}'),
            AtomKind::Joint(_) | AtomKind::Call(_) | AtomKind::Folio(_) => {}
            _ => text.push(' '),
        }
    }
    let levels = BidiInfo::new(&text, Some(level_of(base))).levels;
    let level_at = |byte: usize| {
        let last = levels.len().saturating_sub(1);
        levels.get(byte.min(last)).map_or(level_of(base).number(), |level| level.number())
    };
    let mut atoms = Vec::with_capacity(copy.atoms.len());
    for (atom, start) in copy.atoms.iter().zip(starts) {
        let AtomKind::Word(id) = atom.kind else {
            atoms.push(Atom { level: level_at(start), ..*atom });
            continue;
        };
        let voice = shaper.get(id).voice;
        let word = shaper.text(id).to_owned();
        let mut at = atom.at;
        let mut from = 0;
        while from < word.len() {
            let level = level_at(start + from);
            let part = &word[from..];
            let length = part
                .char_indices()
                .find(|&(byte, _)| level_at(start + from + byte) != level)
                .map_or(part.len(), |(byte, _)| byte);
            let part = &part[..length];
            let voice = shaper.turned(voice, Direction::of_level(level));
            let kind = AtomKind::Word(shaper.word(voice, part));
            atoms.push(Atom { kind, at, level, ..*atom });
            at += part.chars().count() as u32;
            from += length;
        }
    }
    Copy { atoms, leftward: copy.leftward }
}

/// The order from left to right of pieces with these levels (rule L2): from the highest level down
/// to the lowest odd one, whatever stands at it or above is turned around.
pub fn visual_order(levels: &[u8]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    let highest = levels.iter().copied().max().unwrap_or(0);
    for level in (1..=highest).rev() {
        let mut from = 0;
        while from < order.len() {
            let length = order[from..].iter().take_while(|&&at| levels[at] >= level).count();
            order[from..from + length].reverse();
            from += length.max(1);
        }
    }
    order
}

/// The parts of a line of words in the order of the page, each with its direction.
pub fn visual_parts(words: &str, base: Direction) -> Vec<(&str, Direction)> {
    if base == Direction::Rightward && !may_run_leftward(words) {
        return vec![(words, base)];
    }
    let info = BidiInfo::new(words, Some(level_of(base)));
    let Some(paragraph) = info.paragraphs.first() else { return Vec::new() };
    let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
    let part = |run: std::ops::Range<usize>| {
        let direction = match levels.get(run.start) {
            Some(level) => Direction::of_level(level.number()),
            None => base,
        };
        (&words[run], direction)
    };
    runs.into_iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_runs_to_the_left_is_turned_around_but_its_figures_are_not() {
        // Hebrew, a number of two pieces, Hebrew.
        assert_eq!(visual_order(&[1, 1, 2, 2, 1]), [4, 2, 3, 1, 0]);
        // A Hebrew quotation in English.
        assert_eq!(visual_order(&[0, 1, 1, 0]), [0, 2, 1, 3]);
        assert!(visual_order(&[]).is_empty());
    }

    #[test]
    fn only_scripts_from_right_to_left_are_looked_into() {
        assert!(may_run_leftward("a \u{5e9}\u{5dc}"));
        assert!(!may_run_leftward("ελληνικά — кириллица 漢字 …"));
    }

    #[test]
    fn words_are_read_in_the_order_of_the_page() {
        let parts = visual_parts("a \u{5d0}\u{5d1} b", Direction::Rightward);
        let parts: Vec<&str> = parts.into_iter().map(|(part, _)| part).collect();
        assert_eq!(parts, ["a ", "\u{5d0}\u{5d1}", " b"]);
    }
}
