//! The links of a contents page, as files of the work.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

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
    let mut seen = BTreeSet::from([own.clone()]);
    let mut pages = Vec::new();
    for link in offprint::page_links(&source) {
        let Some(name) = inside(&own, &link.address) else { continue };
        if seen.insert(name.clone()) {
            let path = beneath(folder, &name);
            pages.push(Listed { name, path });
        }
    }
    pages
}

/// The file of this name beneath a root, if it is there and no link leads out of the root.
pub(super) fn beneath(root: &Path, name: &str) -> Option<PathBuf> {
    let path = root.join(name);
    if !path.is_file() {
        return None;
    }
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    let (real, root) = (path.canonicalize().ok()?, root.canonicalize().ok()?);
    real.starts_with(root).then_some(path)
}

/// An address in `page` as a path beneath the work's root, where both are given with `/` between
/// folders; none if it leads out of the root or onto the web.
pub(super) fn inside(page: &str, address: &str) -> Option<String> {
    let address = address.split(['#', '?']).next().unwrap_or("").trim();
    if address.is_empty() || address.contains(':') {
        return None;
    }
    let decoded = decode(address)?.replace('\\', "/");
    if decoded.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
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
    fn links_stay_inside_the_root() {
        assert_eq!(inside("index.htm", "ch01.htm#a"), Some("ch01.htm".into()));
        assert_eq!(inside("index.htm", "./part%201/a.htm"), Some("part 1/a.htm".into()));
        assert_eq!(inside("parts/a.htm", "../pics/b.gif"), Some("pics/b.gif".into()));
        assert_eq!(inside("parts/a.htm", "c.htm?x=1"), Some("parts/c.htm".into()));
        for outside in [
            "../index.htm",
            "/etc/passwd",
            "https://example.org/",
            "a/../../b",
            "#top",
            "%zz",
            "..\\b",
            "%2e%2e/b",
            "\\\\host\\b",
            "C:b",
        ] {
            assert_eq!(inside("index.htm", outside), None, "{outside}");
        }
    }
}
