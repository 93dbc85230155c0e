//! Display lines: words as large as a room allows, in lines that look chosen.
//!
//! The sizes are those of a scale, so that covers on one shelf agree. At each of them the words are
//! set in as few lines as they need; among all ways to end that many lines the one is taken whose
//! lines are most alike, with a dislike of ends after small words (“of”, “und”, “и”) and a liking
//! for ends where the sentence pauses. That is a dynamic programme over lines and words (as Knuth
//! and Plass have it, with the number of lines fixed). The largest size wins, unless a smaller one
//! spares the words a bad end.

use crate::book::{Glyph, GlyphRun, Length};
use crate::typeset::sense::{Pause, pauses};
use crate::typeset::shape::{Shaper, VoiceId, WordId};

/// How display type is set.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// The voice.
    pub voice: VoiceId,
    /// The sizes to try, in points, the largest first.
    pub sizes: &'static [i64],
    /// From baseline to baseline, in hundredths of the size.
    pub lead: i64,
    /// What is added after each letter, in thousandths of the size.
    pub tracking: i64,
}

/// The room that words may take.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// The longest line.
    pub measure: Length,
    /// From the head of the first line's capitals to the last baseline.
    pub height: Length,
    /// The most lines.
    pub lines: usize,
}

/// Lines of display type.
#[derive(Clone, Debug)]
pub struct Display {
    /// The size that they were set in.
    pub size: Length,
    /// From baseline to baseline.
    pub lead: Length,
    /// The lines.
    pub lines: Vec<DisplayLine>,
}

/// A line of display type.
#[derive(Clone, Debug)]
pub struct DisplayLine {
    /// Its width.
    pub width: Length,
    /// Its runs, with their distance from the left end.
    pub runs: Vec<(Length, GlyphRun)>,
}

impl Display {
    /// From the head of the first line's capitals to the last baseline.
    pub fn height(&self) -> Length {
        cap_height(self.size) + self.lead * (self.lines.len() as i64 - 1).max(0)
    }
}

/// The height of the capitals of a size: in Libertinus, 0.645 of the em.
pub fn cap_height(size: Length) -> Length {
    size * 645 / 1000
}

/// The most words that are tried; more than stand on any cover.
const MOST_WORDS: usize = 64;

/// How many hundredths of its size a setting would be worth less if all its lines ended badly.
const BAD_ENDS: i64 = 75;

/// Sets words as large as the room allows. Where they fit at no size, what does not is left out at
/// the end and an ellipsis says so: the title page has it all. None where there is no word, or no
/// font for one.
pub fn set(shaper: &mut Shaper<'_>, words: &str, how: &Type, room: &Room) -> Option<Display> {
    let all: Vec<&str> = words.split_whitespace().collect();
    let mut kept = all.len().min(MOST_WORDS);
    while kept > 0 {
        let shortened = shorten(&all, kept);
        let pieces = pieces(shaper, how.voice, &shortened)?;
        let mut best: Option<(i64, Length, Vec<usize>)> = None;
        for &points in how.sizes {
            if best.as_ref().is_some_and(|(worth, ..)| points * 100 <= *worth) {
                break;
            }
            let size = Length::pt(points);
            let spare = (room.height - cap_height(size)).0 / (size * how.lead / 100).0.max(1);
            let most = room.lines.min(usize::try_from(spare + 1).unwrap_or(0));
            let Some(ends) = ends(shaper, &pieces, size, how, room.measure, most) else {
                continue;
            };
            let inner = ends.split_last().map_or(&[][..], |(_, inner)| inner);
            let bad = inner.iter().filter(|&&end| pieces[end - 1].reluctance > 0).count();
            let worth = points * (100 - BAD_ENDS * bad as i64 / ends.len().max(1) as i64);
            if best.as_ref().is_none_or(|(most, ..)| worth > *most) {
                best = Some((worth, size, ends));
            }
        }
        if let Some((_, size, ends)) = best {
            return Some(display(shaper, &pieces, &ends, size, how));
        }
        kept = kept * 3 / 4;
    }
    None
}

/// The first words, with an ellipsis where there are more.
fn shorten(all: &[&str], kept: usize) -> String {
    let words = all[..kept].join(" ");
    match kept < all.len() {
        true => format!("{}…", words.trim_end_matches(|c: char| !c.is_alphanumeric())),
        false => words,
    }
}

/// A word, or a part of one after which a line may end.
struct Piece {
    parts: Vec<WordId>,
    after: Joint,
    /// What an end of a line after it costs, in squared thousandths of the measure.
    reluctance: i64,
}

/// What stands between a piece and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    Space,
    Nothing,
}

/// Shapes words in pieces; none if no font has a character of theirs.
fn pieces(shaper: &mut Shaper<'_>, voice: VoiceId, words: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let words: Vec<&str> = words.split(' ').collect();
    let behind = pauses(&words).into_iter().map(reluctance).chain([0]);
    for (word, behind) in words.iter().copied().zip(behind) {
        let (mut rest, mut left) = (word, letters(word));
        while !rest.is_empty() {
            let (piece, tail) = rest.split_at(divide(rest, left));
            left -= letters(piece);
            let mut parts = Vec::new();
            let mut unset = piece;
            while !unset.is_empty() {
                let (part, more) = unset.split_at(shaper.part(voice, unset).max(1));
                parts.push(shaper.word(voice, part));
                unset = more;
            }
            let after = if tail.is_empty() { Joint::Space } else { Joint::Nothing };
            let reluctance = if after == Joint::Space { behind } else { 0 };
            pieces.push(Piece { parts, after, reluctance });
            rest = tail;
        }
    }
    shaper.missing().is_empty().then_some(pieces)
}

/// Where a compound of so many letters may be divided: behind a dash or a stroke that has three of
/// them at least on both sides.
fn divide(word: &str, letters: usize) -> usize {
    const ENOUGH: usize = 3;
    let mut before = 0;
    for (at, c) in word.char_indices() {
        before += usize::from(c.is_alphabetic());
        if matches!(c, '-' | '–' | '—' | '/') && before >= ENOUGH && letters - before >= ENOUGH
        {
            return at + c.len_utf8();
        }
    }
    word.len()
}

/// How many letters a word has.
fn letters(word: &str) -> usize {
    word.chars().filter(|c| c.is_alphabetic()).count()
}

/// What it costs to end a line where the sense takes it so.
fn reluctance(pause: Pause) -> i64 {
    match pause {
        Pause::Made => -90_000,
        Pause::Missing => 0,
        Pause::AfterSmallWord => 160_000,
        Pause::Inside => 250_000,
    }
}

/// Where the lines end, each by the number of pieces before its end; none if there is no way to
/// set the pieces in so many lines at most.
fn ends(
    shaper: &Shaper<'_>,
    pieces: &[Piece],
    size: Length,
    how: &Type,
    measure: Length,
    most: usize,
) -> Option<Vec<usize>> {
    let widths: Vec<Length> =
        pieces.iter().map(|piece| width(shaper, piece, size, how)).collect();
    let joint = |piece: &Piece| match piece.after {
        Joint::Space => space(size),
        Joint::Nothing => Length::ZERO,
    };
    // The least cost of setting the first `end` pieces in the lines so far, and where the last of
    // these lines begins.
    let mut costs: Vec<Option<(i64, usize)>> = vec![None; pieces.len() + 1];
    costs[0] = Some((0, 0));
    let mut begins: Vec<Vec<usize>> = Vec::new();
    for _ in 0..most {
        let mut next: Vec<Option<(i64, usize)>> = vec![None; pieces.len() + 1];
        for (from, so_far) in costs.iter().enumerate() {
            let Some((cost, _)) = *so_far else { continue };
            let mut line = Length::ZERO;
            for end in from + 1..=pieces.len() {
                line += widths[end - 1];
                if line > measure {
                    break;
                }
                let slack = (measure - line).0 * 1000 / measure.0.max(1);
                let last = end == pieces.len();
                let dislike = if last { 0 } else { pieces[end - 1].reluctance };
                let cost = cost + slack * slack + dislike;
                if next[end].is_none_or(|(least, _)| cost < least) {
                    next[end] = Some((cost, from));
                }
                line += joint(&pieces[end - 1]);
            }
        }
        begins.push(next.iter().map(|best| best.map_or(0, |(_, from)| from)).collect());
        costs = next;
        if costs[pieces.len()].is_some() {
            let mut ends = Vec::new();
            let mut end = pieces.len();
            for begin in begins.iter().rev() {
                ends.push(end);
                end = begin[end];
            }
            ends.reverse();
            return Some(ends);
        }
    }
    None
}

/// The space between words of a size.
fn space(size: Length) -> Length {
    size * 23 / 100
}

fn width(shaper: &Shaper<'_>, piece: &Piece, size: Length, how: &Type) -> Length {
    let of_part = |&id: &WordId| {
        let letters = shaper.glyphs(id).len() as i64;
        shaper.width(id, size) + size * how.tracking / 1000 * letters
    };
    piece.parts.iter().map(of_part).sum()
}

/// Puts the pieces in their lines.
fn display(
    shaper: &Shaper<'_>,
    pieces: &[Piece],
    ends: &[usize],
    size: Length,
    how: &Type,
) -> Display {
    let mut lines = Vec::new();
    let mut from = 0;
    for &end in ends {
        lines.push(line(shaper, &pieces[from..end], size, how));
        from = end;
    }
    Display { size, lead: size * how.lead / 100, lines }
}

fn line(shaper: &Shaper<'_>, pieces: &[Piece], size: Length, how: &Type) -> DisplayLine {
    // A line of Hebrew or Arabic is put together from its right end.
    let reversed = pieces.first().is_some_and(|piece| {
        let words = piece.parts.iter().flat_map(|&id| shaper.text(id).chars());
        words.into_iter().any(|c| matches!(c as u32, 0x0590..=0x08ff | 0xfb1d..=0xfeff))
    });
    let mut order: Vec<&Piece> = pieces.iter().collect();
    if reversed {
        order.reverse();
    }
    let tracking = size * how.tracking / 1000;
    let mut runs = Vec::new();
    let mut x = Length::ZERO;
    for (nth, piece) in order.iter().enumerate() {
        for &id in &piece.parts {
            let run = run(shaper, id, size, tracking);
            let advance = run.glyphs.iter().map(|glyph| glyph.advance.length()).sum();
            runs.push((x, run));
            x += advance;
        }
        if nth + 1 < order.len() && piece.after == Joint::Space {
            x += space(size);
        }
    }
    // What was added after the last letter is no part of the line.
    DisplayLine { width: x - tracking, runs }
}

fn run(shaper: &Shaper<'_>, id: WordId, size: Length, tracking: Length) -> GlyphRun {
    let font = shaper.get(id).font;
    let scaled = |units: i32| shaper.scaled(font, units, size);
    let glyphs = shaper.glyphs(id).iter().map(|glyph| Glyph {
        id: glyph.id,
        advance: (scaled(glyph.advance) + tracking).into(),
        dx: scaled(glyph.dx).into(),
        dy: scaled(glyph.dy).into(),
        cluster: glyph.cluster,
    });
    GlyphRun {
        font,
        size,
        glyphs: glyphs.collect(),
        text: shaper.text(id).to_owned(),
        spot: None,
        language: None,
        replaced: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_are_divided_behind_their_dash_and_only_there() {
        let divided = |word: &str| divide(word, letters(word));
        assert_eq!(divided("Social-Democrats"), "Social-".len());
        assert_eq!(divided("Marx/Engels"), "Marx/".len());
        assert_eq!(divided("1525–1848"), "1525–1848".len());
        assert_eq!(divided("E-Mail"), "E-Mail".len());
    }

    #[test]
    fn what_is_left_out_is_said_to_be() {
        let words = ["On", "the", "Nature,", "and"];
        assert_eq!(shorten(&words, 4), "On the Nature, and");
        assert_eq!(shorten(&words, 3), "On the Nature…");
    }
}
