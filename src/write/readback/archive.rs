//! A reader of ZIP files, small and strict: the directory at the end of the file, and each entry
//! stored or deflated (PKWARE's APPNOTE, 4.3). It shares nothing with the writer's.

use std::collections::BTreeMap;

use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// An entry larger than this is none that a book has.
const LARGEST: usize = 1 << 30;

/// The files in an archive, by name.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// Unpacks an archive.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn unpack(bytes: &[u8]) -> Result<Files, String> {
    let end = end_of_directory(bytes).ok_or("it has no directory")?;
    let count = number(bytes, end + 10, 2).ok_or("its directory is cut off")?;
    let mut at = number(bytes, end + 16, 4).ok_or("its directory is cut off")?;
    let mut files = Files::new();
    for _ in 0..count {
        let (name, file, next) = entry(bytes, at)?;
        if !name.ends_with('/') && files.insert(name.clone(), file).is_some() {
            return Err(format!("{name} stands in it twice"));
        }
        at = next;
    }
    Ok(files)
}

/// The record at the end of the file: its signature, with a comment of at most 64 KiB after it.
fn end_of_directory(bytes: &[u8]) -> Option<usize> {
    const RECORD: usize = 22;
    let last = bytes.len().checked_sub(RECORD)?;
    let first = last.saturating_sub(0xffff);
    (first..=last).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))
}

/// An entry of the directory at `at`: its name, its bytes, and where the next entry begins.
fn entry(bytes: &[u8], at: usize) -> Result<(String, Vec<u8>, usize), String> {
    let cut = || "an entry of its directory is cut off".to_owned();
    let field = |offset: usize, size: usize| number(bytes, at + offset, size).ok_or_else(cut);
    if !bytes.get(at..).is_some_and(|rest| rest.starts_with(b"PK\x01\x02")) {
        return Err("its directory has something else for an entry".into());
    }
    let (method, sum) = (field(10, 2)?, field(16, 4)?);
    let (packed, size) = (field(20, 4)?, field(24, 4)?);
    let (named, extra, comment) = (field(28, 2)?, field(30, 2)?, field(32, 2)?);
    let local = field(42, 4)?;
    let name = bytes.get(at + 46..at + 46 + named).ok_or_else(cut)?;
    let name = String::from_utf8(name.to_vec()).map_err(|_| "a name is not UTF-8")?;
    let next = at + 46 + named + extra + comment;

    // The bytes follow the entry's own head, whose extra field may have another length.
    let wrong = |what: &str| format!("{name}: {what}");
    if !bytes.get(local..).is_some_and(|rest| rest.starts_with(b"PK\x03\x04")) {
        return Err(wrong("there is nothing where it should be"));
    }
    let own = |offset: usize| number(bytes, local + offset, 2).ok_or_else(cut);
    let from = local + 30 + own(26)? + own(28)?;
    let body = bytes.get(from..from + packed).ok_or_else(|| wrong("it is cut off"))?;
    let file = match method {
        0 => body.to_vec(),
        8 => decompress_to_vec_with_limit(body, size.min(LARGEST))
            .map_err(|_| wrong("it cannot be inflated to its size"))?,
        _ => return Err(wrong("it is packed in a way that no EPUB may be")),
    };
    if file.len() != size {
        return Err(wrong("it has not the size that the directory says"));
    }
    if checksum(&file) as usize != sum {
        return Err(wrong("its checksum is not that of its bytes"));
    }
    Ok((name, file, next))
}

/// A number of `size` bytes, the least first.
fn number(bytes: &[u8], at: usize, size: usize) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(size)?)?;
    Some(digits.iter().rev().fold(0, |number, digit| number << 8 | usize::from(*digit)))
}

/// CRC-32 as ZIP has it (ISO 3309, reflected, polynomial 0xEDB88320).
fn checksum(bytes: &[u8]) -> u32 {
    let table: [u32; 256] = std::array::from_fn(|byte| {
        (0..8).fold(byte as u32, |sum, _| sum >> 1 ^ (0xedb8_8320 & 0u32.wrapping_sub(sum & 1)))
    });
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        sum >> 8 ^ table[((sum ^ u32::from(*byte)) & 0xff) as usize]
    });
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_that_zip_knows() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn what_is_no_archive_is_refused_with_the_reason() {
        assert_eq!(unpack(b"").unwrap_err(), "it has no directory");
        let mut cut = vec![0; 40];
        cut[18..22].copy_from_slice(b"PK\x05\x06");
        cut[28] = 1;
        assert!(unpack(&cut).unwrap_err().contains("directory"));
    }
}
