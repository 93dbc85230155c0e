//! Which pages are the contents pages of works though their names do not say so: archives that name
//! files after volume and page give a work's contents page such a name too.
//!
//! `build` takes a page for one that somebody names and that is mostly a list of the pages beside it.
//! Where nobody names it more must speak for it: the pages that it lists lead back to it, none of
//! them is such a list itself, as they are where a page lists works, and most of them do not say each
//! for itself when it was published, as essays do that an author's page lists. In doubt pages stay
//! apart: a reader of two books has lost nothing.
//!
//! Each page's links are read once for its folder, so that the time grows with the number of links:
//! with the square of the pages only where each of them links to all the others.

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
        let whole = |name: &str| format!("{folder}{name}");
        let found = led_back_to(root, folder, names, stamps)?.into_iter();
        lists.extend(found.map(|(list, pages)| {
            (whole(list), pages.into_iter().map(str::to_owned).collect())
        }));
    }
    let mut works: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (list, pages) in &lists {
        let folder = super::plan::folder(list);
        let paths: Vec<String> = pages.iter().map(|page| format!("{folder}{page}")).collect();
        // A page that two lists name is nobody's chapter more than the other's: the first has it.
        if paths.iter().any(|page| lists.contains_key(page) || taken.contains(page)) {
            continue;
        }
        if !are_apart(root, list, &paths, stamps)? {
            works.insert(list.clone(), pages.clone());
        }
        taken.extend(paths);
    }
    Ok(works)
}

/// The pages of a folder that are mostly lists of those beside them and to which more than half of
/// those lead back.
fn led_back_to<'a>(
    root: &Path,
    folder: &str,
    names: &BTreeSet<&'a str>,
    stamps: &mut Stamps,
) -> Result<BTreeMap<&'a str, Vec<&'a str>>, Trouble> {
    let at = |name: &str| root.join(format!("{folder}{name}"));
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for own in names {
        let listed = works::known(stamps.lists(&at(own)))?.unwrap_or_default();
        let pages = listed.iter().filter_map(|name| names.get(name.as_str()).copied());
        let pages: Vec<&str> = pages.collect();
        if pages.len() >= FEWEST_PAGES {
            lists.insert(own, pages);
        }
    }
    let mut back: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for page in lists.values().flatten().copied().collect::<BTreeSet<&str>>() {
        let links = works::known(stamps.links(&at(page)))?.unwrap_or_default();
        let to = links.iter().filter_map(|link| Some(*lists.get_key_value(link.as_str())?.0));
        back.insert(page, to.collect());
    }
    lists.retain(|list, pages| {
        let leads_back = |page: &&&str| back.get(**page).is_some_and(|to| to.contains(list));
        pages.iter().filter(leads_back).count() * 2 > pages.len()
    });
    Ok(lists)
}

/// Whether more than half of the pages that a list names are works of their own: each says when it
/// was written or published in a line that the list does not have.
fn are_apart(
    root: &Path,
    list: &str,
    pages: &[String],
    stamps: &mut Stamps,
) -> Result<bool, Trouble> {
    let common = works::known(stamps.publication(&root.join(list)))?.unwrap_or_default();
    let mut apart = 0;
    for page in pages {
        let own = works::known(stamps.publication(&root.join(page)))?.unwrap_or_default();
        apart += usize::from(own.iter().any(|line| !common.contains(line)));
    }
    Ok(apart * 2 > pages.len())
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
