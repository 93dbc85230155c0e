//! The links of a contents page, as files of the work.

use std::collections::BTreeSet;
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use offprint::book::Source;

use crate::exit::Trouble;
use crate::files;

/// A page that a contents page lists: the file beneath the work's root, and whether it is there.
pub(super) struct Listed {
    /// Its path relative to the root, with `/` between folders.
    pub(super) name: String,
    /// Where it is, if it is there.
    pub(super) path: Option<PathBuf>,
}

/// Whether a file is the contents page of a work.
///
/// # Errors
/// Where nobody can tell.
pub(super) fn is_contents(path: &Path) -> Result<bool, Trouble> {
    if !is_index(path) {
        return Ok(false);
    }
    let bytes = files::read(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut there = BTreeSet::new();
    let names = names(path, bytes);
    for name in &names {
        if beneath(folder, name)?.is_some() {
            there.insert(name.as_str());
        }
    }
    Ok(lists_a_work(&names, |name| there.contains(name)))
}

/// Whether a page that somebody named lists the pages beside it, whatever it is called; two of
/// them at least are there.
///
/// # Errors
/// Where nobody can tell.
pub(super) fn lists_pages(path: &Path) -> Result<bool, Trouble> {
    // A pipe can be read once only, and a long page lists nothing.
    let short =
        |about: &Metadata| about.is_file() && about.len() <= offprint::LONGEST_LIST as u64;
    if !files::what_is(path)?.as_ref().is_some_and(short) {
        return Ok(false);
    }
    let bytes = files::read(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let page = Source { name, bytes, address: None };
    if !offprint::lists_pages(&page) {
        return Ok(false);
    }
    let there = listed(path, page.bytes)?.into_iter().filter(|listed| listed.path.is_some());
    Ok(there.count() >= 2)
}

/// Whether a page is called as contents pages are.
pub(crate) fn is_index(path: &Path) -> bool {
    path.file_stem().unwrap_or_default().to_string_lossy().eq_ignore_ascii_case("index")
}

/// Whether an index page with links to these files is the contents page of a work: two pages at
/// least stand beside it, and no more in folders below, as they do where it lists works.
pub(crate) fn lists_a_work(names: &[String], is_there: impl Fn(&str) -> bool) -> bool {
    let there = names.iter().filter(|name| is_there(name));
    let (below, beside): (Vec<&String>, Vec<&String>) =
        there.partition(|name| name.contains('/'));
    beside.len() >= 2 && beside.len() >= below.len()
}

/// The pages that a contents page lists, in order, each once.
///
/// # Errors
/// Where nobody can tell whether one of them is there.
pub(super) fn listed(contents: &Path, bytes: Vec<u8>) -> Result<Vec<Listed>, Trouble> {
    let folder = contents.parent().unwrap_or(Path::new(""));
    let names = names(contents, bytes).into_iter();
    names.map(|name| Ok(Listed { path: beneath(folder, &name)?, name })).collect()
}

/// The files that the links of a contents page name, relative to its folder, in order, each once,
/// whether they are there or not.
pub(crate) fn names(contents: &Path, bytes: Vec<u8>) -> Vec<String> {
    let own = contents.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let source = Source { name: own.clone(), bytes, address: None };
    let mut seen = BTreeSet::from([own.clone()]);
    let links = offprint::page_links(&source).into_iter();
    links
        .filter_map(|link| offprint::resolve(&own, &link.address))
        .filter(|name| seen.insert(name.clone()))
        .collect()
}

/// The same of a page that is mostly a list of those beside it; none of any other page.
pub(crate) fn names_of_list(page: &Path, bytes: Vec<u8>) -> Vec<String> {
    let name = page.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let source = Source { name, bytes, address: None };
    if offprint::lists_pages(&source) { names(page, source.bytes) } else { Vec::new() }
}

/// The lines of a page that say when it was written or published.
pub(crate) fn publication(page: &Path, bytes: Vec<u8>) -> Vec<String> {
    let name = page.file_name().unwrap_or_default().to_string_lossy().into_owned();
    offprint::publication_lines(&Source { name, bytes, address: None })
}

/// The file of this name beneath a root, if it is there and no link leads out of the root.
///
/// # Errors
/// Where nobody can tell.
pub(crate) fn beneath(root: &Path, name: &str) -> Result<Option<PathBuf>, Trouble> {
    let path = root.join(name);
    let there = files::what_is(&path)?.is_some_and(|data| data.is_file());
    Ok((there && leads_inside(root, &path)?).then_some(path))
}

/// Whether a path leads to something beneath a root, all links followed.
///
/// # Errors
/// Where nobody can tell.
pub(super) fn leads_inside(root: &Path, path: &Path) -> Result<bool, Trouble> {
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    Ok(match (files::leads_to(path)?, files::leads_to(root)?) {
        (Some(real), Some(root)) => real.starts_with(root),
        _ => false,
    })
}
