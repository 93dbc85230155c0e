//! Compressed streams.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Stream};

/// The level of compression: of the nine the one after which a book shrinks by less than three
/// parts in a hundred for five times the work.
const LEVEL: u32 = 6;

/// A stream with its data deflated.
pub(super) fn deflated(mut dictionary: Dictionary, data: &[u8]) -> Stream {
    match deflate(data) {
        Ok(smaller) => {
            dictionary.set("Filter", "FlateDecode");
            Stream::new(dictionary, smaller).with_compression(false)
        }
        // Writing to memory does not fail; if it did, the data would still be the data.
        Err(_) => Stream::new(dictionary, data.to_vec()).with_compression(false),
    }
}

fn deflate(data: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder =
        ZlibEncoder::new(Vec::with_capacity(data.len() / 2), Compression::new(LEVEL));
    encoder.write_all(data)?;
    encoder.finish()
}
