//! Byte offsets of a text as places, for readers that do not go through it in order.

/// Bytes between two entries.
const STEP: usize = 128;

/// The scalars before every 128th byte of a text, so that any place is found in constant time.
#[derive(Debug)]
pub(super) struct Positions<'a> {
    text: &'a str,
    start: u32,
    counts: Vec<u32>,
}

impl<'a> Positions<'a> {
    /// Counts through `text`, whose first scalar has the place `start`.
    pub fn new(text: &'a str, start: u32) -> Self {
        let mut counts = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for (at, byte) in text.bytes().enumerate() {
            if at % STEP == 0 {
                counts.push(count);
            }
            count += u32::from(begins_scalar(byte));
        }
        Positions { text, start, counts }
    }

    /// The place of the scalar that begins at byte `at`.
    pub fn place(&self, at: usize) -> u32 {
        let at = at.min(self.text.len());
        let entry = (at / STEP).min(self.counts.len().saturating_sub(1));
        let before = self.counts.get(entry).copied().unwrap_or(0);
        let bytes = self.text.as_bytes().get(entry * STEP..at).unwrap_or_default();
        self.start + before + bytes.iter().filter(|byte| begins_scalar(**byte)).count() as u32
    }
}

/// Whether a byte of UTF-8 is the first of its scalar.
fn begins_scalar(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::Positions;

    #[test]
    fn every_byte_offset_has_the_place_that_counting_gives() {
        let text = "Größe, Ёлка, 底本：".repeat(40);
        let positions = Positions::new(&text, 7);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(positions.place(at), 7 + count as u32);
        }
        assert_eq!(positions.place(text.len()), 7 + text.chars().count() as u32);
        assert_eq!(Positions::new("", 3).place(0), 3);
    }
}
