//! A cover: fields, rules and type at fixed points, in the few tones of a palette.

use super::{FontFile, GlyphRun, Point, Size};

/// A cover, laid out. A point of it is drawn as a pixel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Its size.
    pub size: Size,
    /// Its colours.
    pub palette: Palette,
    /// What stands on it, in the order in which it is to be drawn.
    pub items: Vec<CoverItem>,
    /// The fonts that runs refer to by index.
    pub fonts: Vec<FontFile>,
}

/// The colours of a cover. The pale and the dark one are each legible on the other and on the
/// field, as far as [`CoverItem`]s are set so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// What it is called.
    pub name: &'static str,
    /// The pale one.
    pub paper: Colour,
    /// The dark one, for type on paper.
    pub ink: Colour,
    /// The author's own.
    pub field: Colour,
}

impl Palette {
    /// The colour of a tone.
    pub fn colour(&self, tone: Tone) -> Colour {
        match tone {
            Tone::Paper => self.paper,
            Tone::Ink => self.ink,
            Tone::Field => self.field,
        }
    }
}

/// A colour of the screen (sRGB): red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

/// A colour by its place in a palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// The pale one.
    Paper,
    /// The dark one.
    Ink,
    /// The author's own.
    Field,
}

/// An item of a cover. The point of type is its left end on the baseline; that of an area its top
/// left corner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverItem {
    /// Where it stands.
    pub at: Point,
    /// Its colour.
    pub tone: Tone,
    /// The colour that it stands on.
    pub on: Tone,
    /// What it is.
    pub kind: CoverKind,
}

/// What an item of a cover is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoverKind {
    /// A filled rectangle: a field, a rule. Its edges are on whole points.
    Area(Size),
    /// Text in one font and size.
    Glyphs(GlyphRun),
}
