//! What the road takes: the files of a work, already read.

use super::{Corrections, Limits};

/// A work as it was found: its pages in reading order and what stands beside them. A single text
/// is a work of one page. Everything here was read by the caller; no stage opens a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// What its books are named after: the file's stem, or the folder's name of a contents page.
    pub name: String,
    /// The folders that its files lie in, the nearest last: a mirror of an archive files a text
    /// under its author and its year.
    pub shelf: Vec<String>,
    /// The contents page, if the work has one.
    pub contents: Option<Source>,
    /// The pages in the order of the contents page's links.
    pub pages: Vec<Source>,
    /// The images that were found for it.
    pub images: Vec<ImageBytes>,
    /// Pages and images that are linked but were not to be had, by the name in the link.
    pub missing: Vec<String>,
    /// What the sidecar beside the input puts right.
    pub corrections: Corrections,
    /// How much of everything it may have.
    pub limits: Limits,
}

/// One page as it came from the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its path relative to the work's root, with `/` between folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its address on the web, if it is known.
    pub address: Option<String>,
}

/// An image file as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageBytes {
    /// Its path relative to the work's root, with `/` between folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The form that a source is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A web page.
    Html,
    /// Characters and line ends.
    Plain,
    /// Markdown, as CommonMark has it.
    Markdown,
    /// Text::Amuse, as the Anarchist Library has it.
    Muse,
}

/// An image of a book by its index in [`Book::images`](super::Book::images).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageId(pub u32);

/// An image that can be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its path relative to the work's root.
    pub name: String,
    /// Its format.
    pub format: ImageFormat,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Its bytes, as found.
    pub bytes: std::sync::Arc<[u8]>,
}

/// The image formats that both editions can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF: the ebook takes it as it is, the PDF its first frame.
    Gif,
}
