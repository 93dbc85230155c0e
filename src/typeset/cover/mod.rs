//! The cover: type alone, on one field or on three.
//!
//! A short piece is a pamphlet: one field of its author's colour, in a double frame. A work with
//! chapters is a book: its title on a pale field between two of the colour. In both the author
//! stands above, the title as large as its words allow, the year beneath. The measures are those of
//! a picture of 1600 by 2560 pixels, as shops want it; a point is a pixel.

mod fit;
mod palette;

use super::fonts::Fonts;
use super::matter::is_work;
use super::shape::{self, Caps, Face, Shaper, Voice};
use crate::book::{
    Book, Cover, CoverItem, CoverKind, Length, Person, Point, Size, TitleMatter, Tone,
};
use fit::{Display, Room, Type, cap_height};

const WIDTH: i64 = 1600;
const HEIGHT: i64 = 2560;

/// What stands where on a kind of cover.
struct Plan {
    /// Fields and rules, in the order in which they are drawn.
    areas: &'static [Area],
    /// A rule between an author and the title.
    divider: Option<Area>,
    author: Slot,
    title: Slot,
    year: Slot,
    house: Slot,
}

/// A rectangle: its tone, what it stands on, and its left, top, width and height.
struct Area(Tone, Tone, [i64; 4]);

/// The room for a piece of type: between two heights, centred.
struct Slot {
    tone: Tone,
    on: Tone,
    top: i64,
    bottom: i64,
    measure: i64,
    lines: usize,
    sizes: &'static [i64],
}

/// The sizes of subtitles.
const SUBTITLE: &[i64] = &[92, 82, 73, 65, 58, 52, 46];

static BOOK: Plan = Plan {
    areas: &[
        Area(Tone::Field, Tone::Field, [0, 0, WIDTH, HEIGHT]),
        Area(Tone::Paper, Tone::Field, [0, 600, WIDTH, 1440]),
        Area(Tone::Field, Tone::Paper, [0, 626, WIDTH, 6]),
        Area(Tone::Field, Tone::Paper, [0, 2008, WIDTH, 6]),
    ],
    divider: None,
    author: Slot {
        tone: Tone::Paper,
        on: Tone::Field,
        top: 130,
        bottom: 480,
        measure: 1330,
        lines: 3,
        sizes: &[150, 134, 118, 104, 92, 81, 72, 64, 57, 51, 46, 41],
    },
    title: Slot {
        tone: Tone::Ink,
        on: Tone::Paper,
        top: 740,
        bottom: 1890,
        measure: 1360,
        lines: 12,
        sizes: &[
            272, 244, 218, 195, 174, 156, 140, 125, 112, 100, 89, 80, 71, 64, 57, 51, 46, 41,
        ],
    },
    year: Slot {
        tone: Tone::Paper,
        on: Tone::Field,
        top: 2150,
        bottom: 2330,
        measure: 1000,
        lines: 1,
        sizes: &[112],
    },
    house: Slot {
        tone: Tone::Paper,
        on: Tone::Field,
        top: 2430,
        bottom: 2480,
        measure: 1000,
        lines: 1,
        sizes: &[46],
    },
};

static PAMPHLET: Plan = Plan {
    areas: &[
        Area(Tone::Field, Tone::Field, [0, 0, WIDTH, HEIGHT]),
        Area(Tone::Paper, Tone::Field, [90, 90, 1420, 2380]),
        Area(Tone::Field, Tone::Paper, [102, 102, 1396, 2356]),
        Area(Tone::Paper, Tone::Field, [118, 118, 1364, 2324]),
        Area(Tone::Field, Tone::Paper, [122, 122, 1356, 2316]),
    ],
    divider: Some(Area(Tone::Paper, Tone::Field, [700, 690, 200, 8])),
    author: Slot { top: 250, bottom: 600, measure: 1180, ..BOOK.author },
    title: Slot {
        tone: Tone::Paper,
        on: Tone::Field,
        top: 790,
        bottom: 1950,
        measure: 1220,
        ..BOOK.title
    },
    year: Slot { top: 2060, bottom: 2200, ..BOOK.year },
    house: Slot { top: 2320, bottom: 2370, ..BOOK.house },
};

/// Lays out the cover of a book. None where no font can set its title.
pub fn lay_out(book: &Book, fonts: &Fonts) -> Option<Cover> {
    let faces = shape::open(fonts);
    let mut shaper = Shaper::new(&faces);
    let plan = if is_work(book) { &BOOK } else { &PAMPHLET };
    let matter = book.title();
    let language = shaper.language(&matter.language);
    let voice = |face, caps| Voice { face, caps, language, ..Voice::default() };
    let roman = shaper.voice(voice(Face::Roman, Caps::AsWritten));
    let italic = shaper.voice(voice(Face::Italic, Caps::AsWritten));
    let capitals = shaper.voice(voice(Face::Roman, Caps::AllSmall));

    let mut items: Vec<CoverItem> = plan.areas.iter().map(Area::item).collect();
    if let (Some(divider), Some(_)) = (&plan.divider, authors(matter)) {
        items.push(divider.item());
    }
    let title = if matter.title.trim().is_empty() { book.name() } else { &matter.title };
    let subtitle = matter.subtitle.as_deref().filter(|words| words.chars().count() <= LONGEST);
    let slot = &plan.title;
    let how = Type { voice: roman, sizes: slot.sizes, lead: 108, tracking: 0 };
    let reserved = subtitle.map_or(Length::ZERO, |_| slot.height() / 4);
    let room = Room { height: slot.height() - reserved, ..slot.room() };
    let title = fit::set(&mut shaper, title, &how, &room)?;
    let beneath = subtitle.and_then(|words| {
        let most = title.size.0 * 5 / 8 / Length::POINT;
        let sizes = &SUBTITLE[SUBTITLE.partition_point(|&size| size > most)..];
        let how = Type { voice: italic, sizes, lead: 120, tracking: 0 };
        let left = slot.height() - title.height() - gap(Length::pt(most));
        fit::set(&mut shaper, words, &how, &Room { height: left, lines: 4, ..slot.room() })
    });
    let taken = beneath.as_ref().map_or(Length::ZERO, |lines| lines.height() + gap(lines.size));
    let head = Length::pt(slot.top) + (slot.height() - taken - title.height()) / 2;
    items.extend(from_head(&title, head, slot));
    if let Some(beneath) = beneath {
        let head = head + title.height() + gap(beneath.size);
        items.extend(from_head(&beneath, head, slot));
    }

    if let Some(words) = authors(matter) {
        // Small capitals are spaced out a little; letters of a script that has none are not.
        let has_small_capitals = !words.chars().any(|c| c.is_alphabetic() && c > LAST_LATIN);
        let (voice, tracking) = if has_small_capitals { (capitals, 60) } else { (roman, 0) };
        let slot = &plan.author;
        let how = Type { voice, sizes: slot.sizes, lead: 118, tracking };
        // A name stands on one line, unless it grew too small by it.
        let one_line = (matter.authors.len() == 1).then(|| {
            let how = Type { sizes: READABLE, ..how };
            fit::set(&mut shaper, &words, &how, &Room { lines: 1, ..slot.room() })
        });
        let display =
            one_line.flatten().or_else(|| fit::set(&mut shaper, &words, &how, &slot.room()));
        items.extend(display.iter().flat_map(|display| in_the_middle(display, slot)));
    }
    let year = matter.written.or(matter.published).map(|date| date.year.to_string());
    let small =
        [(&plan.year, year, roman, 20), (&plan.house, Some("Offprint".into()), capitals, 220)];
    for (slot, words, voice, tracking) in small {
        let how = Type { voice, sizes: slot.sizes, lead: 118, tracking };
        let display = words.and_then(|words| fit::set(&mut shaper, &words, &how, &slot.room()));
        items.extend(display.iter().flat_map(|display| in_the_middle(display, slot)));
    }
    let size = Size { width: Length::pt(WIDTH), height: Length::pt(HEIGHT) };
    let palette = *palette::palette_of(book);
    Some(Cover { size, palette, items, fonts: fonts.files().to_vec() })
}

/// The last letter of the Latin blocks that Libertinus has small capitals for.
const LAST_LATIN: char = '\u{24f}';

/// The sizes at which an author's name is easily read.
const READABLE: &[i64] = &[150, 134, 118, 104, 92];

/// A subtitle of more characters than this belongs to the title page.
const LONGEST: usize = 140;

/// Between a title's last baseline and the head of a subtitle of a size: room for what hangs down
/// from the title, and a line's white.
fn gap(size: Length) -> Length {
    Length::pt(70) + size
}

/// The authors, as many as a cover names.
fn authors(matter: &TitleMatter) -> Option<String> {
    let names: Vec<&str> =
        matter.authors.iter().map(|Person { name, .. }| name.trim()).collect();
    match names.as_slice() {
        [] | [""] => None,
        [one, ..] if names.len() > 4 => Some(format!("{one} …")),
        _ => Some(names.join(", ")),
    }
}

/// Lines in the middle of their slot.
fn in_the_middle(display: &Display, slot: &Slot) -> Vec<CoverItem> {
    let head = Length::pt(slot.top) + (slot.height() - display.height()) / 2;
    from_head(display, head, slot)
}

/// Lines from a height on, each in the middle of the cover.
fn from_head(display: &Display, head: Length, slot: &Slot) -> Vec<CoverItem> {
    let mut items = Vec::new();
    let mut baseline = head + cap_height(display.size);
    for line in &display.lines {
        let left = (Length::pt(WIDTH) - line.width) / 2;
        items.extend(line.runs.iter().map(|(x, run)| CoverItem {
            at: Point { x: left + *x, y: baseline },
            tone: slot.tone,
            on: slot.on,
            kind: CoverKind::Glyphs(run.clone()),
        }));
        baseline += display.lead;
    }
    items
}

impl Area {
    fn item(&self) -> CoverItem {
        let &Area(tone, on, [x, y, width, height]) = self;
        CoverItem {
            at: Point { x: Length::pt(x), y: Length::pt(y) },
            tone,
            on,
            kind: CoverKind::Area(Size {
                width: Length::pt(width),
                height: Length::pt(height),
            }),
        }
    }
}

impl Slot {
    fn height(&self) -> Length {
        Length::pt(self.bottom - self.top)
    }

    fn room(&self) -> Room {
        Room { measure: Length::pt(self.measure), height: self.height(), lines: self.lines }
    }
}
