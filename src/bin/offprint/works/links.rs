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
        let Some(name) = offprint::resolve(&own, &link.address) else { continue };
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
    (path.is_file() && leads_inside(root, &path)).then_some(path)
}

/// Whether a path leads to something beneath a root, all links followed.
pub(super) fn leads_inside(root: &Path, path: &Path) -> bool {
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    match (path.canonicalize(), root.canonicalize()) {
        (Ok(real), Ok(root)) => real.starts_with(root),
        _ => false,
    }
}
