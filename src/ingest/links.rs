//! The links of a contents page to the other pages of its work.

use std::collections::BTreeSet;

use crate::book::{Form, Source};

use super::{address, encoding, html, recognise};

/// A link of a contents page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    /// The address as written, without its fragment.
    pub address: String,
    /// The words of the link.
    pub words: String,
}

/// The links of a contents page to pages in its own folder or beneath it, in the order in which
/// each is met first. Links to itself, to other hosts, upward, and to files that are no pages of
/// text are left out.
pub fn page_links(contents: &Source) -> Vec<PageLink> {
    if recognise(contents) != Ok(Form::Html) {
        return Vec::new();
    }
    let text = encoding::decode(&contents.bytes).text;
    let own = contents.name.rsplit('/').next().unwrap_or(&contents.name);
    let mut seen = BTreeSet::from([own.to_owned()]);
    let mut links = Vec::new();
    for (written, words) in html::links(&text) {
        // Resolved as if the page stood at the root: what climbs out of its folder is none.
        let Some(path) = address::resolve(own, &written) else { continue };
        if is_page(&path) && seen.insert(path) {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let address = address::without_fragment(&written).to_owned();
            links.push(PageLink { address, words });
        }
    }
    links
}

/// The fewest pages of its own folder that a page lists whose name does not say that it lists any:
/// the ways before, after and up from a short letter are fewer.
const FEWEST_PAGES: usize = 5;

/// The links to them are at least one word in so many of such a page.
const LINKED_WORDS: usize = 4;

/// The most bytes that such a page has: a list of chapters is short.
pub const LONGEST_LIST: usize = 64 * 1024;

/// Whether a page is mostly a list of the pages beside it, whatever it is called: archives that
/// name files after volume and page give a work's contents page such a name too.
pub fn lists_pages(page: &Source) -> bool {
    if page.bytes.len() > LONGEST_LIST || recognise(page) != Ok(Form::Html) {
        return false;
    }
    let links = page_links(page);
    let beside = links.iter().filter(|link| !link.address.contains(['/', '\\']));
    let (pages, linked) = beside.fold((0, 0), |(pages, linked), link| {
        (pages + 1, linked + link.words.split_whitespace().count())
    });
    let words = html::words(&encoding::decode(&page.bytes).text);
    pages >= FEWEST_PAGES && linked * LINKED_WORDS >= words
}

/// The lines that a web page shows, in order; none of any other text.
pub fn page_lines(page: &Source) -> Vec<String> {
    match recognise(page) {
        Ok(Form::Html) => html::lines(&encoding::decode(&page.bytes).text),
        _ => Vec::new(),
    }
}

/// Whether a path is that of a page of text, by its name.
fn is_page(path: &str) -> bool {
    let path = path.to_lowercase();
    let endings = [".htm", ".html", ".xhtml", ".shtml", ".txt", ".md", ".muse"];
    endings.iter().any(|ending| path.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(page: &str) -> Vec<(String, String)> {
        let bytes = page.as_bytes().into();
        let source = Source { name: "lazy/index.htm".into(), bytes, address: None };
        page_links(&source).into_iter().map(|link| (link.address, link.words)).collect()
    }

    #[test]
    fn pages_of_the_work_come_in_order_and_once() {
        let page = "<a href=preface.htm>Pre-\n<b>face</b></a> <a href='ch01.htm#s1'>I</a>\
                    <a href=ch01.htm>again</a> <a href='parts/ch02.htm'>II</a>";
        let expected =
            [("preface.htm", "Pre- face"), ("ch01.htm", "I"), ("parts/ch02.htm", "II")];
        let expected = expected.map(|(a, w)| (a.to_owned(), w.to_owned()));
        assert_eq!(links(page), expected);
    }

    #[test]
    fn a_page_that_is_mostly_links_to_its_neighbours_lists_them() {
        let lists = |page: &str| {
            let bytes = page.as_bytes().into();
            lists_pages(&Source { name: "me21_025.htm".into(), bytes, address: None })
        };
        let chapters = "<a href=me21_027.htm>Vorwort</a> <a href=me21_030.htm>I. Wildheit</a> \
                        <a href=me21_036.htm>II. Die Familie</a> \
                        <a href=me21_085.htm>III. Die Gens</a> <a href=me21_152.htm>IX.</a>";
        assert!(lists(&format!("<h1>Der Ursprung der Familie</h1> Stuttgart 1892 {chapters}")));
        let text = "So war die menschliche Gesellschaft. ".repeat(20);
        assert!(
            !lists(&format!("{chapters}<p>{text}")),
            "a chapter with its neighbours' names"
        );
        let letter = "Dear friend, I am well, and have nothing more to tell you today. \
                      Previous: <a href=a.htm>The first letter</a> Next: <a href=c.htm>The third \
                      letter</a> <a href=index.htm>Contents</a>";
        assert!(!lists(letter), "a short letter with the ways from it");
    }

    #[test]
    fn blocks_and_breaks_part_the_lines_of_a_page() {
        let page = "<title>No line</title><h1>On Law</h1><p><b>First published:</b>\n1882<br>In \
                    Paris</p>and so<table><tr><td>Written:</td><td>1880</td></tr></table>";
        let source = Source { name: "law.htm".into(), bytes: page.into(), address: None };
        let expected =
            ["On Law", "First published: 1882", "In Paris", "and so", "Written: 1880"];
        assert_eq!(page_lines(&source), expected);
    }

    #[test]
    fn what_is_no_page_of_the_work_is_left_out() {
        let page = "<a href=#top>top</a><a href=index.htm>self</a><a href=../index.htm>up</a>\
                    <a href=http://x.org/a.htm>out</a><a href=book.pdf>PDF</a>\
                    <a href=mailto:a@b.c>mail</a><a href=/x.htm>root</a>";
        assert_eq!(links(page), []);
    }
}
