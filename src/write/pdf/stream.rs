//! Compressed streams.

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Stream};

/// The level of compression: of the nine the one after which a book shrinks by less than three
/// parts in a hundred for five times the work.
const LEVEL: u32 = 6;

/// A stream with its data deflated.
pub(super) fn deflated(dictionary: Dictionary, data: &[u8]) -> Stream {
    Deflater::new().deflated(dictionary, data)
}

/// Deflates one stream after the other. Its tables, a quarter of a megabyte, are made once: for a
/// page of text, making them is as much work as compressing it.
pub(super) struct Deflater {
    state: Compress,
    room: Vec<u8>,
}

impl Deflater {
    /// A deflater at the level of the house.
    pub fn new() -> Deflater {
        Deflater { state: Compress::new(Compression::new(LEVEL), true), room: Vec::new() }
    }

    /// A stream with its data deflated.
    pub fn deflated(&mut self, mut dictionary: Dictionary, data: &[u8]) -> Stream {
        let content = match self.deflate(data) {
            Some(smaller) => {
                dictionary.set("Filter", "FlateDecode");
                smaller
            }
            // With room for all of it, deflating does not fail; if it did, the data would still be
            // the data.
            None => data.to_vec(),
        };
        Stream::new(dictionary, content).with_compression(false)
    }

    fn deflate(&mut self, data: &[u8]) -> Option<Vec<u8>> {
        self.state.reset();
        self.room.clear();
        // Data that cannot be made smaller is stored in blocks, each with a head of five bytes.
        self.room.reserve(data.len() + data.len() / 1000 + 1024);
        let end = self.state.compress_vec(data, &mut self.room, FlushCompress::Finish);
        (end.ok()? == Status::StreamEnd).then(|| self.room.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_does_not_depend_on_what_was_deflated_before() {
        let noise: Vec<u8> = (0..70_000_u32).map(|n| (n.wrapping_mul(n) >> 7) as u8).collect();
        let words = b"again and again and again".repeat(9);
        let mut used = Deflater::new();
        for data in [&words[..], &noise, &[], &words] {
            let fresh = Deflater::new().deflated(Dictionary::new(), data);
            let stream = used.deflated(Dictionary::new(), data);
            assert_eq!(stream.content, fresh.content);
            assert_eq!(stream.decompressed_content().unwrap(), data);
        }
    }
}
