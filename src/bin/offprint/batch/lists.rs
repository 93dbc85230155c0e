//! Which pages are the contents pages of works though their names do not say so: archives that name
//! files after volume and page give a work's contents page such a name too.
//!
//! `build` takes a page for one that somebody names and that is mostly a list of the pages beside it.
//! Where nobody names it more must speak for it: the pages that it lists lead back to it, and none of
//! them is such a list itself, as they are where a page lists works.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::stamps::Stamps;
use crate::exit::Trouble;
use crate::works;

/// The fewest pages beside it that such a page lists and that are there, as
/// [`offprint::lists_pages`] has it of the links.
pub(super) const FEWEST_PAGES: usize = 5;

/// The contents pages among the texts of a mirror, each with its pages in the order of its links.
/// `free` are the texts that are no work's yet, by folder.
///
/// # Errors
/// Where the machine fails. A page that cannot be read is no list.
pub(super) fn found<'a>(
    root: &Path,
    free: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    stamps: &mut Stamps,
) -> Result<BTreeMap<String, Vec<String>>, Trouble> {
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (folder, names) in free.iter().filter(|(_, names)| names.len() > FEWEST_PAGES) {
        for own in names {
            let path = root.join(format!("{folder}{own}"));
            let listed = works::known(stamps.lists(&path))?.unwrap_or_default();
            let pages: Vec<String> =
                listed.into_iter().filter(|name| names.contains(name.as_str())).collect();
            if pages.len() >= FEWEST_PAGES && lead_back(root, folder, own, &pages, stamps)? {
                lists.insert(format!("{folder}{own}"), pages);
            }
        }
    }
    let all: BTreeSet<String> = lists.keys().cloned().collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    lists.retain(|list, pages| {
        let folder = super::plan::folder(list);
        let pages: Vec<String> = pages.iter().map(|page| format!("{folder}{page}")).collect();
        // A page that two lists name is nobody's chapter more than the other's: the first has it.
        let is_work = !pages.iter().any(|page| all.contains(page) || taken.contains(page));
        if is_work {
            taken.extend(pages);
        }
        is_work
    });
    Ok(lists)
}

/// Whether more than half of the pages that a list names lead back to it.
fn lead_back(
    root: &Path,
    folder: &str,
    list: &str,
    pages: &[String],
    stamps: &mut Stamps,
) -> Result<bool, Trouble> {
    let mut back = 0;
    for page in pages {
        let links = works::known(stamps.links(&root.join(format!("{folder}{page}"))))?;
        back += usize::from(links.is_some_and(|links| links.iter().any(|link| link == list)));
    }
    Ok(back * 2 > pages.len())
}

/// Whether a page's bytes have so many links to pages beside it that it is worth being read as a list:
/// to read each page of a mirror so would take longer than the night's run may.
pub(super) fn may_list(bytes: &[u8]) -> bool {
    let mut named: BTreeSet<&[u8]> = BTreeSet::new();
    for link in bytes.split(|byte| *byte == b'=').skip(1) {
        let link = link.trim_ascii_start();
        let link = link.strip_prefix(b"\"").or(link.strip_prefix(b"'")).unwrap_or(link);
        let ends = |byte: &u8| b"\"'#> \t\r\n".contains(byte);
        let link = &link[..link.iter().position(ends).unwrap_or(link.len())];
        if !link.contains(&b'/') && std::str::from_utf8(link).is_ok_and(works::is_text) {
            named.insert(link);
        }
    }
    named.len() >= FEWEST_PAGES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_names_few_of_its_neighbours_is_not_read_as_a_list() {
        let list = b"<a href=a.htm>A</a><a HREF = 'b.htm'>B</a><a href=\"c.htm#x\">C</a>\
                     <a href=d.htm title=D>D</a><a href=e.htm>E</a>";
        assert!(may_list(list));
        assert!(!may_list(&list[..60]));
        assert!(!may_list(b"a.htm b.htm c.htm d.htm e.htm"));
        let ways =
            b"<a href=a.htm><a href=a.htm#1><a href=a.htm#2><a href=../b.htm><a href=c.htm>";
        assert!(!may_list(ways));
    }
}
