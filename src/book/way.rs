//! What is known of a text's way beside the values themselves: for an editor who asks about one
//! passage.

use std::collections::BTreeMap;

use super::BlockId;

/// How the bytes of a page became characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoding {
    /// The page's name in its work.
    pub name: String,
    /// The character set.
    pub charset: &'static str,
    /// What decided for it.
    pub reason: String,
}

/// Where the parts of a book stand in its ebook, as `text-001.xhtml#id`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EbookPlaces {
    /// The places of blocks, sections, title lines and provenance lines.
    pub blocks: BTreeMap<BlockId, String>,
    /// The places of the notes, by their numbers.
    pub notes: Vec<String>,
}

/// Words of a page that are no part of its reading text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// The page's name in its work.
    pub page: String,
    /// The line of its file, from 1.
    pub line: usize,
    /// The words with what stands around them.
    pub excerpt: String,
    /// What they stand in.
    pub within: OutsideIn,
}

/// What words stand in that no reader sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutsideIn {
    /// A comment of the web page.
    Comment,
    /// An element whose text is never shown: `script`, `style`, `template`.
    Unshown(&'static str),
    /// The title in the page's head.
    Title,
    /// A tag: an address, a class, the words for a picture.
    Tag,
    /// Bytes that were read in another character set than these words are in: theirs, then the
    /// page's.
    Misread(&'static str, Decoding),
    /// Mark-up of another kind.
    Markup,
}
