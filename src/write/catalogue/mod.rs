//! The catalogue of a library: a page that works from disk, and feeds for reading programs.

mod opds;
mod page;

pub use opds::feeds;
pub use page::page;

/// A book of a library, as a catalogue shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// The identifier of all its editions, a URN.
    pub identifier: String,
    /// The title.
    pub title: String,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// The authors, each with the name as it is sorted.
    pub authors: Vec<(String, String)>,
    /// The language, a BCP 47 tag.
    pub language: String,
    /// The year in which it was written or first published.
    pub year: Option<i32>,
    /// When the edition counts as made, `CCYY-MM-DDThh:mm:ssZ`.
    pub modified: String,
    /// How many pages the PDF has.
    pub pages: Option<usize>,
    /// A small image of the cover, beneath the library's folder.
    pub cover: Option<String>,
    /// The files, beneath the library's folder.
    pub files: Vec<BookFile>,
}

/// A file of a book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BookFile {
    /// Its path beneath the library's folder, with `/` between folders.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
}

impl BookFile {
    /// The media type, by the ending.
    fn media_type(&self) -> &'static str {
        if self.path.ends_with(".epub") { "application/epub+zip" } else { "application/pdf" }
    }
}

/// A path beneath the library as a relative address: what an address cannot hold is written with
/// percent signs (RFC 3986, 2.1).
fn address(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_any_name() {
        assert_eq!(address("a/b c.epub"), "a/b%20c.epub");
        assert_eq!(address("ü/#1?.pdf"), "%C3%BC/%231%3F.pdf");
    }
}
