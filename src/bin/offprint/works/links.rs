//! The links of a contents page, as files of the work.

use std::path::{Component, Path, PathBuf};

use offprint::book::Source;

/// A page that a contents page lists: the file beneath the work's root, and whether it is there.
pub(super) struct Listed {
    /// Its path relative to the root, with `/` between folders.
    pub(super) name: String,
    /// Where it is, if it is there.
    pub(super) path: Option<PathBuf>,
}

/// Whether a file is the contents page of a work: an index page that lists pages beside it.
pub(super) fn is_contents(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    if !stem.eq_ignore_ascii_case("index") {
        return false;
    }
    let Ok(bytes) = crate::files::read(path) else { return false };
    let beside = |listed: &&Listed| !listed.name.contains('/') && listed.path.is_some();
    listed(path, bytes).iter().filter(beside).count() >= 2
}

/// The pages that a contents page lists, in order, each once.
pub(super) fn listed(contents: &Path, bytes: Vec<u8>) -> Vec<Listed> {
    let folder = contents.parent().unwrap_or(Path::new(""));
    let own = contents.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let source = Source { name: own.clone(), bytes, address: None };
    let mut pages: Vec<Listed> = Vec::new();
    for link in offprint::page_links(&source) {
        let Some(name) = inside(&link.address) else { continue };
        if name == own || pages.iter().any(|page| page.name == name) {
            continue;
        }
        let path = folder.join(&name);
        let path = path.is_file().then_some(path);
        pages.push(Listed { name, path });
    }
    pages
}

/// A link as a path inside the folder of its page; none if it leads out of it or onto the web.
pub(super) fn inside(address: &str) -> Option<String> {
    let address = address.split(['#', '?']).next().unwrap_or("");
    if address.is_empty() || address.contains(':') || address.contains('\\') {
        return None;
    }
    let decoded = decode(address)?;
    let mut parts: Vec<&str> = Vec::new();
    for part in Path::new(&decoded).components() {
        match part {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// An address with its `%20` and the like as characters.
fn decode(address: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        bytes.push((digit(rest.next())? * 16 + digit(rest.next())?) as u8);
    }
    String::from_utf8(bytes).ok().filter(|decoded| !decoded.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stay_inside_their_folder() {
        assert_eq!(inside("ch01.htm#a"), Some("ch01.htm".into()));
        assert_eq!(inside("./part%201/ch01.htm"), Some("part 1/ch01.htm".into()));
        assert_eq!(inside("a/../b.htm"), Some("b.htm".into()));
        for outside in
            ["../index.htm", "/etc/passwd", "https://example.org/", "a/../../b", "#top", "%zz"]
        {
            assert_eq!(inside(outside), None, "{outside}");
        }
    }
}
