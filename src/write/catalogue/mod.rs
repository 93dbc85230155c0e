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

/// The address under which a library's folder can be fetched, with a `/` at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    address: String,
}

impl Served {
    /// An address that somebody typed.
    ///
    /// # Errors
    /// Where it is no whole address of a folder on the web; what is wrong with it is told.
    pub fn at(typed: &str) -> Result<Served, &'static str> {
        let scheme = ["https://", "http://"].into_iter().find(|scheme| {
            typed.get(..scheme.len()).is_some_and(|own| own.eq_ignore_ascii_case(scheme))
        });
        let rest = scheme.and_then(|scheme| typed.get(scheme.len()..));
        let rest = rest.ok_or("it begins neither with https:// nor with http://")?;
        if rest.is_empty() || rest.starts_with(['/', ':']) {
            return Err("it names no host");
        }
        if rest.contains(['?', '#']) {
            return Err("a folder's address has no ? and no #");
        }
        // RFC 3986, 2: everything else is written with percent signs.
        let may_stand =
            |c: char| c.is_ascii_alphanumeric() || "-._~:/[]@!$&'()*+,;=%".contains(c);
        if !rest.chars().all(may_stand) {
            return Err("it has a character that an address writes with a percent sign");
        }
        let slash = if typed.ends_with('/') { "" } else { "/" };
        Ok(Served { address: format!("{typed}{slash}") })
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.address
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

    #[test]
    fn a_library_is_served_from_a_whole_address() {
        let at = |typed| Served::at(typed).map(|served| served.address);
        assert_eq!(at("https://x.org/library"), Ok("https://x.org/library/".into()));
        assert_eq!(at("HTTP://[::1]:8080/"), Ok("HTTP://[::1]:8080/".into()));
        let wrong = ["", "x.org", "ftp://x.org/", "https://", "https:///a", "https://x.org/?a"];
        for typed in wrong.into_iter().chain(["https://x.org/a b", "https://x.org/\u{e9}"]) {
            assert!(at(typed).is_err(), "{typed}");
        }
    }
}
