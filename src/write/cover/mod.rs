//! A cover as a picture: its outlines filled on a [`canvas`] of few tones, packed as a PNG.

mod canvas;
mod outlines;

use std::collections::BTreeMap;

use crate::book::{Colour, Cover, CoverKind, Image, ImageFormat, Length, Palette, Tone};
use canvas::Canvas;
use outlines::Outlines;

/// Why a cover could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverError {
    /// What went wrong.
    pub message: String,
}

impl std::fmt::Display for CoverError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the cover could not be drawn: {}", self.message)
    }
}

impl std::error::Error for CoverError {}

/// Draws a cover, each of its points as a pixel.
///
/// # Errors
/// Where the picture cannot be packed.
pub fn draw(cover: &Cover) -> Result<Image, CoverError> {
    draw_smaller(cover, 1)
}

/// Draws a cover with one pixel for so many of its points, across and down.
///
/// # Errors
/// Where the picture cannot be packed.
pub fn draw_smaller(cover: &Cover, points: i64) -> Result<Image, CoverError> {
    let tones = Tones::of(cover);
    let pixels = |length: Length| pixels(Length(length.0 / points));
    let (width, height) = (pixels(cover.size.width), pixels(cover.size.height));
    let mut canvas = Canvas::new(width, height);
    let mut outlines = Outlines::new(&cover.fonts);
    for item in &cover.items {
        match &item.kind {
            CoverKind::Area(size) => {
                let corner = (pixels(item.at.x), pixels(item.at.y));
                let extent = (pixels(size.width), pixels(size.height));
                canvas.fill(corner, extent, tones.plain(item.tone));
            }
            CoverKind::Glyphs(run) => {
                let ramp = tones.ramp(item.tone, item.on);
                let mut x = item.at.x;
                for glyph in &run.glyphs {
                    let (right, down) = (x + glyph.dx.length(), item.at.y - glyph.dy.length());
                    let at = [right, down].map(|length| length.to_pt() / points as f64);
                    let size = Length(run.size.0 / points);
                    if let Some(mask) = outlines.fill(run.font, glyph.id, size, at) {
                        canvas.lay(&mask, &ramp);
                    }
                    x += glyph.advance.length();
                }
            }
        }
    }
    let bytes = canvas.pack(&tones.colours).map_err(|error| CoverError { message: error })?;
    Ok(Image {
        name: "cover.png".into(),
        format: ImageFormat::Png,
        width,
        height,
        bytes: bytes.into(),
    })
}

/// A length in whole pixels; what stands before the edge counts as none.
fn pixels(length: Length) -> u32 {
    u32::try_from((length.0 + Length::POINT / 2) / Length::POINT).unwrap_or(0)
}

/// The tones of a picture: the three of the palette, and for each of them that type is set in, the
/// steps between it and what it stands on.
struct Tones {
    colours: Vec<Colour>,
    ramps: BTreeMap<(Tone, Tone), u8>,
}

/// How many tones a pixel of four bits can have.
const MOST: usize = 16;
/// Steps between two tones at an edge of type.
const STEPS: u8 = 4;

/// The tones from the ground to the type, by how much of a pixel the type covers.
type Ramp = [u8; STEPS as usize + 2];

impl Tones {
    fn of(cover: &Cover) -> Tones {
        let Palette { paper, ink, field, .. } = cover.palette;
        let mut tones = Tones { colours: vec![paper, ink, field], ramps: BTreeMap::new() };
        for item in &cover.items {
            let pair = (item.tone, item.on);
            let is_type = matches!(item.kind, CoverKind::Glyphs(_));
            let full = tones.colours.len() + usize::from(STEPS) > MOST;
            if !is_type || full || tones.ramps.contains_key(&pair) {
                continue;
            }
            tones.ramps.insert(pair, tones.colours.len() as u8);
            let (to, from) = (cover.palette.colour(item.tone), cover.palette.colour(item.on));
            for step in 1..=STEPS {
                tones.colours.push(between(from, to, step));
            }
        }
        tones
    }

    fn plain(&self, tone: Tone) -> u8 {
        match tone {
            Tone::Paper => 0,
            Tone::Ink => 1,
            Tone::Field => 2,
        }
    }

    /// From `on` to `tone`. Where there was no room for steps, an edge has none.
    fn ramp(&self, tone: Tone, on: Tone) -> Ramp {
        let (from, to) = (self.plain(on), self.plain(tone));
        let mut ramp = [from; STEPS as usize + 2];
        let first = self.ramps.get(&(tone, on));
        for (nth, step) in ramp.iter_mut().enumerate().skip(1) {
            *step = match first {
                Some(first) if nth <= usize::from(STEPS) => first + nth as u8 - 1,
                None if nth <= usize::from(STEPS) / 2 => from,
                _ => to,
            };
        }
        ramp
    }
}

/// The colour at so many of `STEPS + 1` parts of the way.
fn between(from: Colour, to: Colour, step: u8) -> Colour {
    let (parts, step) = (i32::from(STEPS) + 1, i32::from(step));
    let mut mixed = [0; 3];
    for (nth, byte) in mixed.iter_mut().enumerate() {
        let (from, to) = (i32::from(from.0[nth]), i32::from(to.0[nth]));
        *byte = (from + (to - from) * step / parts) as u8;
    }
    Colour(mixed)
}
