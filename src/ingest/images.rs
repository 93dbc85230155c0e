//! The images of a work: their format and size from their first bytes, and which page shows
//! which. Nothing is decoded and nothing is fetched.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{
    Effect, Finding, Image, ImageBytes, ImageFormat, ImageId, Limits, Rule, Severity, Span,
};

use super::address;

/// The rules about images.
pub(super) static RULES: &[&Rule] = &[&MISSING, &UNREADABLE, &TOO_LARGE];

static MISSING: Rule = Rule {
    id: "image/missing",
    effect: Effect::Notices,
    does: "An image that a page shows was not found beside the page; its alternative text \
           takes its place.",
    why: "Nothing is ever fetched, and a book must not pretend that the page had no image.",
    example: "<img src=\"pics/chpt1.gif\" alt=\"Class Society and the State\">",
};

static UNREADABLE: Rule = Rule {
    id: "image/unreadable",
    effect: Effect::Notices,
    does: "An image file whose first bytes are not those of a JPEG, PNG or GIF is left out.",
    why: "Both editions can carry these formats and no others.",
    example: "an HTML error page saved as logo.gif",
};

static TOO_LARGE: Rule = Rule {
    id: "image/too-large",
    effect: Effect::Notices,
    does: "An image with more bytes or pixels than the limits is left out, by its header, before \
           anything of it is decoded; its alternative text takes its place.",
    why: "A few bytes can claim to be a picture that fills the memory.",
    example: "a PNG of 60,000 by 60,000 pixels",
};

/// The images of a work while its pages are read.
#[derive(Debug)]
pub(super) struct Images<'a> {
    /// Images that can be set, in the order of the work.
    pub known: Vec<Image>,
    by_path: BTreeMap<&'a str, ImageId>,
    /// The path of the page that is being read.
    page: String,
    /// Images that are there but too large; that was reported.
    left_out: BTreeSet<&'a str>,
    /// Addresses that were reported for the page.
    reported: BTreeSet<String>,
    /// What was noticed.
    pub findings: Vec<Finding>,
}

impl<'a> Images<'a> {
    /// Reads the header of each image, and holds it to the limits.
    pub fn new(files: &'a [ImageBytes], limits: Limits) -> Self {
        let mut images = Images {
            known: Vec::new(),
            by_path: BTreeMap::new(),
            page: String::new(),
            left_out: BTreeSet::new(),
            reported: BTreeSet::new(),
            findings: Vec::new(),
        };
        for file in files {
            match header(&file.bytes) {
                Some((_, width, height))
                    if let Some(message) = too_large(file, width, height, limits) =>
                {
                    images.findings.push(Finding {
                        rule: &TOO_LARGE,
                        severity: Severity::Warning,
                        place: None,
                        message,
                        hint: Some("make the image smaller, or raise the limit".into()),
                    });
                    images.left_out.insert(&file.name);
                }
                Some((format, width, height)) => {
                    let id = ImageId(images.known.len() as u32);
                    images.by_path.insert(&file.name, id);
                    let (name, bytes) = (file.name.clone(), file.bytes.as_slice().into());
                    images.known.push(Image { name, format, width, height, bytes });
                }
                None => images.findings.push(Finding {
                    rule: &UNREADABLE,
                    severity: Severity::Warning,
                    place: None,
                    message: format!("{} is no JPEG, PNG or GIF", file.name),
                    hint: None,
                }),
            }
        }
        images
    }

    /// Says that the page at `path` is read from now on.
    pub fn turn_to(&mut self, path: &str) {
        path.clone_into(&mut self.page);
        self.reported.clear();
    }

    /// The image that `address` leads to from the page; at `place` it is shown.
    pub fn find(&mut self, address: &str, place: Option<u32>) -> Option<ImageId> {
        let path = address::resolve(&self.page, address);
        let found = path.as_deref().and_then(|path| self.by_path.get(path).copied());
        let left_out = path.is_some_and(|path| self.left_out.contains(path.as_str()));
        if found.is_none() && !left_out && self.reported.insert(address.to_owned()) {
            let shown: String = address.chars().take(200).collect();
            self.findings.push(Finding {
                rule: &MISSING,
                severity: Severity::Warning,
                place: place.map(|at| Span::new(at, at)),
                message: format!("the image {shown} was not found beside {}", self.page),
                hint: Some("put the file where the page looks for it and run again".into()),
            });
        }
        found
    }
}

/// Why an image is over the limits, if it is.
fn too_large(file: &ImageBytes, width: u32, height: u32, limits: Limits) -> Option<String> {
    let (name, bytes) = (&file.name, file.bytes.len() as u64);
    let pixels = u64::from(width) * u64::from(height);
    if bytes > limits.image_bytes {
        let most = limits.image_bytes;
        Some(format!("the image {name} has {bytes} bytes or more, the limit is {most}"))
    } else if pixels > limits.image_pixels {
        let most = limits.image_pixels;
        Some(format!("the image {name} has {width} × {height} pixels, the limit is {most}"))
    } else {
        None
    }
}

/// An image file, if it is a JPEG, PNG or GIF: its format and size from its header.
pub fn image(name: &str, bytes: &[u8]) -> Option<Image> {
    let (format, width, height) = header(bytes)?;
    Some(Image { name: name.into(), format, width, height, bytes: bytes.into() })
}

/// Format, width and height of an image file, from its header.
fn header(bytes: &[u8]) -> Option<(ImageFormat, u32, u32)> {
    let size = |(width, height): (u32, u32), format| {
        (width > 0 && height > 0).then_some((format, width, height))
    };
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        // The IHDR chunk comes first: length, type, width, height (PNG, 11.2.1).
        return size((big_endian(bytes, 16, 4)?, big_endian(bytes, 20, 4)?), ImageFormat::Png);
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        let word = |at: usize| {
            Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
        };
        return size((word(6)?, word(8)?), ImageFormat::Gif);
    }
    if bytes.starts_with(b"\xff\xd8") {
        return size(jpeg_size(bytes)?, ImageFormat::Jpeg);
    }
    None
}

/// Width and height in the frame header of a JPEG (ITU T.81, B.2.2): the first start-of-frame
/// marker among the segments.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match *bytes.get(at + 1)? {
            // Fill bytes, and markers that have no segment.
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Some((big_endian(bytes, at + 7, 2)?, big_endian(bytes, at + 5, 2)?));
            }
            0xd9 | 0xda => return None,
            _ => at += 2 + big_endian(bytes, at + 2, 2)?.max(2) as usize,
        }
    }
}

fn big_endian(bytes: &[u8], at: usize, len: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + len)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_from_the_header() {
        let png =
            [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0, 0, 1, 0, 0, 0, 0, 7]].concat();
        assert_eq!(header(&png), Some((ImageFormat::Png, 256, 7)));
        assert_eq!(header(b"GIF89a\x02\0\x03\0"), Some((ImageFormat::Gif, 2, 3)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc0\0\x11\x08\0\x05\0\x09";
        assert_eq!(header(jpeg), Some((ImageFormat::Jpeg, 9, 5)));
    }

    #[test]
    fn what_is_no_image_is_none() {
        for bytes in [
            &b""[..],
            b"<html>",
            b"\xff\xd8",
            b"\xff\xd8\xff\xd9",
            b"GIF89a\0\0\0\0",
            b"\x89PNG",
        ] {
            assert_eq!(header(bytes), None);
        }
    }
}
