//! A picture of sixteen tones, two pixels to the byte, as a PNG has them.

use super::Ramp;
use super::outlines::Covered;
use crate::book::Colour;

/// A picture.
pub(super) struct Canvas {
    width: u32,
    height: u32,
    /// Bytes in a row; the pixel to the left stands in the upper half of its byte.
    pitch: usize,
    bytes: Vec<u8>,
}

impl Canvas {
    /// A picture in its first tone.
    pub(super) fn new(width: u32, height: u32) -> Canvas {
        let pitch = width.div_ceil(2) as usize;
        Canvas { width, height, pitch, bytes: vec![0; pitch * height as usize] }
    }

    /// Fills a rectangle with a tone; what of it stands outside is not drawn.
    pub(super) fn fill(
        &mut self,
        (left, top): (u32, u32),
        (width, height): (u32, u32),
        tone: u8,
    ) {
        let right = (left + width).min(self.width) as usize;
        let left = (left as usize).min(right);
        for y in top..(top + height).min(self.height) {
            let row = y as usize * self.pitch;
            let (mut from, mut to) = (left, right);
            if from % 2 == 1 && from < to {
                self.set(from, y as usize, tone);
                from += 1;
            }
            if to % 2 == 1 && from < to {
                to -= 1;
                self.set(to, y as usize, tone);
            }
            self.bytes[row + from / 2..row + to / 2].fill(tone << 4 | tone);
        }
    }

    /// Lays type on what is there: each pixel takes the step of the ramp for how much of it is
    /// covered. A pixel that no type covers stays as it is.
    pub(super) fn lay(&mut self, covered: &Covered, ramp: &Ramp) {
        for (nth, row) in covered.pixels.chunks_exact(covered.width).enumerate() {
            let y = i64::from(covered.top) + nth as i64;
            let Some(y) = usize::try_from(y).ok().filter(|y| *y < self.height as usize) else {
                continue;
            };
            for (nth, &share) in row.iter().enumerate() {
                let step = (usize::from(share) * (ramp.len() - 1) + 127) / 255;
                let x = i64::from(covered.left) + nth as i64;
                if let Ok(x) = usize::try_from(x)
                    && step > 0
                    && x < self.width as usize
                {
                    self.set(x, y, ramp[step]);
                }
            }
        }
    }

    fn set(&mut self, x: usize, y: usize, tone: u8) {
        let byte = &mut self.bytes[y * self.pitch + x / 2];
        *byte = match x % 2 {
            0 => *byte & 0x0f | tone << 4,
            _ => *byte & 0xf0 | tone,
        };
    }

    /// Packs the picture as a PNG whose tones have these colours. Rows are told by how they differ
    /// from the row above: most do not.
    pub(super) fn pack(&self, colours: &[Colour]) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(colours.iter().flat_map(|colour| colour.0).collect::<Vec<u8>>());
        encoder.set_compression(png::Compression::Fast);
        encoder.set_filter(png::Filter::Up);
        let packed =
            encoder.write_header().and_then(|mut writer| writer.write_image_data(&self.bytes));
        packed.map_err(|error| error.to_string())?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_begins_and_ends_in_the_middle_of_a_byte() {
        let mut canvas = Canvas::new(6, 2);
        canvas.fill((1, 0), (4, 1), 7);
        assert_eq!(canvas.bytes, [0x07, 0x77, 0x70, 0, 0, 0]);
        canvas.fill((4, 1), (9, 9), 3);
        assert_eq!(canvas.bytes[3..], [0, 0, 0x33]);
    }

    #[test]
    fn type_takes_the_step_that_it_covers_and_leaves_the_rest() {
        let mut canvas = Canvas::new(4, 1);
        let covered = Covered { left: -1, top: 0, width: 4, pixels: vec![255, 0, 128, 255] };
        canvas.lay(&covered, &[0, 3, 4, 5, 6, 1]);
        assert_eq!(canvas.bytes, [0x05, 0x10]);
    }
}
