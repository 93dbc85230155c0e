//! The fonts, opened: which characters each has, and which font sets a given character.

use std::sync::Arc;

use harfrust::Font;

use crate::book::FontBytes;
use crate::typeset::fonts::{FAMILY, Fonts};

/// A font, opened.
pub struct Face {
    /// The font as the shaper takes it.
    pub font: Font,
    /// Units to the em.
    pub units: i64,
    /// A bit for each character of the basic plane that the font has.
    basic: Vec<u64>,
}

impl Face {
    /// Whether the font has a glyph for a character.
    pub fn has(&self, character: char) -> bool {
        let code = character as usize;
        match self.basic.get(code >> 6) {
            Some(bits) => bits >> (code & 63) & 1 == 1,
            None => self.font.charmap().map_unicode(character).is_some(),
        }
    }
}

/// The bytes of a font in the form in which the shaper shares them.
struct Shared(FontBytes);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Opens the fonts. One that cannot be opened has no characters and is never asked.
pub fn open(fonts: &Fonts) -> Vec<Option<Face>> {
    let open_one = |file: &crate::book::FontFile| {
        let font = match &file.bytes {
            FontBytes::Bundled(bytes) => Font::new(*bytes, file.index),
            FontBytes::Loaded(_) => {
                let shared: Arc<dyn AsRef<[u8]> + Send + Sync> =
                    Arc::new(Shared(file.bytes.clone()));
                Font::new(shared, file.index)
            }
        }?;
        let mut basic = vec![0; 0x1_0000 / 64];
        for (code, _) in font.charmap().unicodes() {
            if let Some(bits) = basic.get_mut(code as usize >> 6) {
                *bits |= 1 << (code & 63);
            }
        }
        let units = i64::from(font.units_per_em()).max(1);
        Some(Face { font, units, basic })
    };
    fonts.files().iter().map(open_one).collect()
}

/// The font for a character: the wanted face of the family, then the roman, then the others in
/// their order. None if no font has it.
pub fn font_for(faces: &[Option<Face>], wanted: u16, character: char) -> Option<u16> {
    let has = |font: u16| {
        faces
            .get(usize::from(font))
            .is_some_and(|face| face.as_ref().is_some_and(|f| f.has(character)))
    };
    if has(wanted) || is_invisible(character) {
        return Some(wanted);
    }
    std::iter::once(0).chain(FAMILY as u16..faces.len() as u16).find(|&font| has(font))
}

/// Whether a character goes with the one before it: a combining mark.
pub fn is_mark(character: char) -> bool {
    matches!(character as u32,
        0x0300..=0x036f | 0x0483..=0x0489 | 0x0591..=0x05bd | 0x064b..=0x065f
        | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xfe20..=0xfe2f)
}

/// Whether a character is never seen, whatever the font: joiners, selectors, soft hyphens.
pub fn is_invisible(character: char) -> bool {
    matches!(character as u32,
        0x00ad | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2064 | 0x2066..=0x2069
        | 0xfe00..=0xfe0f | 0xfeff)
}
