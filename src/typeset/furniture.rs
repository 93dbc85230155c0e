//! What a page bears besides its text: running heads and folios.

use super::design::Design;
use super::galley::is_shouted;
use super::makeup::Side;
use super::paragraph::visual_parts;
use super::shape::{
    Caps, Direction, Face, Figures, Shaper, Voice, VoiceId, has_small_capitals,
};
use crate::book::{Artifact, Glyph, GlyphRun, ItemKind, ItemTag, Length, PageItem, Point};

/// The running heads of a stretch of pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    /// On the left.
    pub verso: String,
    /// On the right.
    pub recto: String,
}

/// Which furniture a page gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Furniture {
    /// A running head with the folio beside it.
    Head,
    /// A folio at the foot alone: openings.
    Foot,
    /// None: title leaves, blanks.
    Bare,
}

/// The furniture of a page, in the order in which it is drawn.
pub fn furnish(
    shaper: &mut Shaper<'_>,
    design: &Design,
    furniture: Furniture,
    heads: &Heads,
    (folio, side): (&str, Side),
    left: Length,
) -> Vec<PageItem> {
    let language = 0;
    let small = design.small;
    let figures = shaper.voice(Voice {
        face: Face::Roman,
        caps: Caps::AsWritten,
        figures: Figures::OldStyle,
        language,
        turned: None,
    });
    let right = left + design.measure;
    match furniture {
        Furniture::Bare => Vec::new(),
        Furniture::Foot => {
            let depth = design.leading * i64::from(design.lines);
            let y = design.top + depth + design.leading * 2;
            let (runs, width) = runs(shaper, figures, small, Length::ZERO, folio);
            place(runs, left + (design.measure - width) / 2, y, Artifact::Footer)
        }
        Furniture::Head => {
            let y = design.top - design.leading * 11 / 10;
            let (folio_runs, folio_width) = runs(shaper, figures, small, Length::ZERO, folio);
            let folio_x = if outer_is_right(shaper, side) { right - folio_width } else { left };
            let capitals = (Face::Roman, Caps::AllSmall, small * 6 / 100);
            let recto = side == Side::Recto;
            let words = if recto { &heads.recto } else { &heads.verso };
            // What the source shouts would shout in italic capitals too.
            let start = beginning(words);
            let in_italics =
                recto && !is_shouted(start) || words.is_empty() || !has_small_capitals(start);
            let (face, caps, tracking) = match in_italics {
                true => (Face::Italic, Caps::AsWritten, Length::ZERO),
                false => capitals,
            };
            let voice = shaper.voice(Voice {
                face,
                caps,
                figures: Figures::OldStyle,
                language,
                turned: None,
            });
            let room = design.measure - design.text * 6;
            let words = shortened(shaper, voice, small, tracking, words, room);
            let (head_runs, head_width) = runs(shaper, voice, small, tracking, &words);
            let mut items =
                place(head_runs, left + (design.measure - head_width) / 2, y, Artifact::Header);
            items.extend(place(folio_runs, folio_x, y, Artifact::Header));
            items
        }
    }
}

/// Whether the outer edge of a page is its right one: that of a recto is, unless the book is read
/// from right to left.
fn outer_is_right(shaper: &Shaper<'_>, side: Side) -> bool {
    (side == Side::Recto) == (direction_of(shaper) == Direction::Rightward)
}

/// A folio of the printed source in the outer margin, its line's baseline at `y`; `left` is where
/// the text block begins.
pub fn in_margin(
    shaper: &mut Shaper<'_>,
    design: &Design,
    folio: &str,
    y: Length,
    (left, side): (Length, Side),
) -> Vec<PageItem> {
    let voice = shaper.voice(Voice::default());
    let size = design.small * 9 / 10;
    let (runs, width) = runs(shaper, voice, size, Length::ZERO, folio);
    let gap = design.text;
    let x = if outer_is_right(shaper, side) {
        left + design.measure + gap
    } else {
        left - gap - width
    };
    place(runs, x, y, Artifact::Layout)
}

/// A running head of more scalars than this fits no measure.
const LONGEST_HEAD: usize = 400;

/// What could stand in a running head of these words. A title may be as long as its text: what no
/// line could hold is not looked at on each page.
fn beginning(words: &str) -> &str {
    let end = words.char_indices().nth(LONGEST_HEAD).map_or(words.len(), |(at, _)| at);
    &words[..end]
}

/// Words cut after the last whole word that fits, where they do not all fit.
fn shortened(
    shaper: &mut Shaper<'_>,
    voice: VoiceId,
    size: Length,
    tracking: Length,
    words: &str,
    room: Length,
) -> String {
    let start = beginning(words);
    if start.len() == words.len() && runs(shaper, voice, size, tracking, words).1 <= room {
        return words.to_owned();
    }
    let mut kept = String::new();
    for word in start.split_whitespace() {
        let longer = if kept.is_empty() { word.to_owned() } else { format!("{kept} {word}") };
        if runs(shaper, voice, size, tracking, &format!("{longer} …")).1 > room {
            break;
        }
        kept = longer;
    }
    let kept = kept.trim_end_matches([',', ';', ':', '–', '—', ' ']);
    format!("{kept} …")
}

/// The direction of the book, whose language is the first that the shaper was told of.
fn direction_of(shaper: &Shaper<'_>) -> Direction {
    shaper.language_named(0).map_or(Direction::Rightward, Direction::of)
}

/// The words and spaces of a line, each of one font, in the order of the page.
fn parts<'w>(shaper: &Shaper<'_>, voice: VoiceId, words: &'w str) -> Vec<(&'w str, Direction)> {
    let mut parts = Vec::new();
    for (stretch, direction) in visual_parts(words, direction_of(shaper)) {
        let from = parts.len();
        let mut rest = stretch;
        while !rest.is_empty() {
            let end = rest.find(' ').map_or(rest.len(), |at| at.max(1));
            let (part, tail) = rest.split_at(shaper.part(voice, &rest[..end]).max(1));
            parts.push((part, direction));
            rest = tail;
        }
        if direction == Direction::Leftward {
            parts[from..].reverse();
        }
    }
    parts
}

/// Words in one line, as runs of one font each, and their width.
pub fn runs(
    shaper: &mut Shaper<'_>,
    voice: VoiceId,
    size: Length,
    tracking: Length,
    words: &str,
) -> (Vec<(GlyphRun, Length)>, Length) {
    let mut runs: Vec<(GlyphRun, Length)> = Vec::new();
    let mut width = Length::ZERO;
    for (part, direction) in parts(shaper, voice, words) {
        let voice = shaper.turned(voice, direction);
        let id = shaper.word(voice, part);
        let word = shaper.get(id);
        let (font, replaced) = (word.font, word.replaced);
        let fresh = runs
            .last()
            .is_none_or(|(run, _)| run.font != font || run.replaced != replaced && part != " ");
        if fresh {
            let run = GlyphRun {
                font,
                size,
                glyphs: Vec::new(),
                text: String::new(),
                spot: None,
                language: None,
                replaced,
            };
            runs.push((run, width));
        }
        if let Some((run, _)) = runs.last_mut() {
            for glyph in shaper.glyphs(id) {
                let advance = shaper.scaled(font, glyph.advance, size) + tracking;
                run.glyphs.push(Glyph {
                    id: glyph.id,
                    advance: advance.into(),
                    dx: shaper.scaled(font, glyph.dx, size).into(),
                    dy: shaper.scaled(font, glyph.dy, size).into(),
                    cluster: run.text.len() as u32 + glyph.cluster,
                });
                width += advance;
            }
            run.text.push_str(part);
        }
    }
    // The space after the last letter is no part of the line.
    (runs, width - if words.is_empty() { Length::ZERO } else { tracking })
}

fn place(
    runs: Vec<(GlyphRun, Length)>,
    x: Length,
    y: Length,
    artifact: Artifact,
) -> Vec<PageItem> {
    let tag = ItemTag::Artifact(artifact);
    let item = |(run, at): (GlyphRun, Length)| PageItem {
        at: Point { x: x + at, y },
        tag,
        kind: ItemKind::Glyphs(run),
    };
    runs.into_iter().map(item).collect()
}
