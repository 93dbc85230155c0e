//! Glyphs as masks: skrifa reads their outlines, zeno fills them.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider, OutlineGlyphCollection};
use zeno::{Command, Mask, PathBuilder, Scratch};

use crate::book::{FontFile, Length};

/// How much of each pixel of a rectangle a glyph covers.
pub(super) struct Covered {
    /// The left edge, in pixels of the picture.
    pub(super) left: i32,
    /// The top edge.
    pub(super) top: i32,
    /// The pixels of a row.
    pub(super) width: usize,
    /// The rows, one after another: 0 is nothing, 255 the whole pixel.
    pub(super) pixels: Vec<u8>,
}

/// The outlines of fonts.
pub(super) struct Outlines<'f> {
    fonts: Vec<Option<OutlineGlyphCollection<'f>>>,
    scratch: Scratch,
}

impl<'f> Outlines<'f> {
    /// Opens the fonts. One that cannot be opened draws nothing.
    pub(super) fn new(fonts: &'f [FontFile]) -> Outlines<'f> {
        let open = |file: &'f FontFile| {
            let font = FontRef::from_index(&file.bytes, file.index).ok()?;
            Some(font.outline_glyphs())
        };
        Outlines { fonts: fonts.iter().map(open).collect(), scratch: Scratch::new() }
    }

    /// Fills a glyph whose left end stands at a point of the picture, in pixels. None where there
    /// is nothing to see.
    pub(super) fn fill(
        &mut self,
        font: u16,
        glyph: u16,
        size: Length,
        [x, y]: [f64; 2],
    ) -> Option<Covered> {
        let outlines = self.fonts.get(usize::from(font))?.as_ref()?;
        let outline = outlines.get(GlyphId::from(glyph))?;
        let mut pen = Pen { commands: Vec::new(), x: x as f32, y: y as f32 };
        let size = Size::new(size.to_pt() as f32);
        outline.draw(DrawSettings::unhinted(size, LocationRef::default()), &mut pen).ok()?;
        let (pixels, placed) =
            Mask::with_scratch(pen.commands.as_slice(), &mut self.scratch).render();
        (placed.width > 0 && placed.height > 0).then_some(Covered {
            left: placed.left,
            top: placed.top,
            width: placed.width as usize,
            pixels,
        })
    }
}

/// Takes an outline over, with `y` downward.
struct Pen {
    commands: Vec<Command>,
    x: f32,
    y: f32,
}

impl Pen {
    fn point(&self, x: f32, y: f32) -> [f32; 2] {
        [self.x + x, self.y - y]
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.point(x, y);
        self.commands.move_to(to);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.point(x, y);
        self.commands.line_to(to);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (control, to) = (self.point(cx, cy), self.point(x, y));
        self.commands.quad_to(control, to);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (first, second) = (self.point(ax, ay), self.point(bx, by));
        let to = self.point(x, y);
        self.commands.curve_to(first, second, to);
    }

    fn close(&mut self) {
        self.commands.close();
    }
}
