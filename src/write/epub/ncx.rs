//! The contents and the pages once more (`toc.ncx`), for reading systems of before 2011.

use super::nav::Entry;
use super::page_marks::PageMarks;
use super::xml::Xml;

/// The document's name in the package.
pub(super) const NAME: &str = "toc.ncx";

/// Writes the document. `identifier` is the book's own, by which old reading systems know that the
/// two belong together.
pub(super) fn write(
    identifier: &str,
    title: &str,
    contents: &[Entry],
    pages: &PageMarks,
) -> Vec<u8> {
    let pages = pages.entries();
    let mut xml = Xml::new();
    let namespace = "http://www.daisy.org/z3986/2005/ncx/";
    xml.open("ncx", &[("xmlns", namespace.into()), ("version", "2005-1".into())]);
    xml.line();
    xml.open("head", &[]);
    xml.line();
    let highest = pages.iter().filter_map(|page| page.label.parse::<u32>().ok()).max();
    let facts = [
        ("dtb:uid", identifier.to_owned()),
        ("dtb:depth", contents.iter().map(depth).max().unwrap_or(1).to_string()),
        ("dtb:totalPageCount", pages.len().to_string()),
        ("dtb:maxPageNumber", highest.unwrap_or(0).to_string()),
    ];
    for (name, content) in facts {
        xml.void("meta", &[("name", name.into()), ("content", content.into())]);
        xml.line();
    }
    xml.close();
    xml.line();
    xml.open("docTitle", &[]);
    xml.element("text", &[], title);
    xml.close();
    xml.line();
    xml.open("navMap", &[]);
    xml.line();
    let mut place = 0;
    contents.iter().for_each(|entry| write_entry(&mut xml, entry, &mut place));
    xml.close();
    xml.line();
    if !pages.is_empty() {
        xml.open("pageList", &[]);
        xml.line();
        for (nth, page) in pages.iter().enumerate() {
            // Pages with numbers that are no figures stand before the first of the text.
            let kind = if page.label.parse::<u32>().is_ok() { "normal" } else { "front" };
            let id = format!("pageTarget-{}", nth + 1);
            xml.open("pageTarget", &[("id", id.into()), ("type", kind.into())]);
            write_target(&mut xml, &page.label, &page.href);
            xml.close();
            xml.line();
        }
        xml.close();
        xml.line();
    }
    xml.close();
    xml.line();
    xml.finish()
}

/// Writes an entry and those beneath it. `place` counts the entries in their order.
fn write_entry(xml: &mut Xml, entry: &Entry, place: &mut u32) {
    *place += 1;
    xml.open("navPoint", &[("id", format!("navPoint-{place}").into())]);
    write_target(xml, &entry.words, &entry.href);
    if !entry.inner.is_empty() {
        xml.line();
        entry.inner.iter().for_each(|inner| write_entry(xml, inner, place));
    }
    xml.close();
    xml.line();
}

/// Writes what an entry or a page is called and where it leads.
fn write_target(xml: &mut Xml, label: &str, href: &str) {
    xml.open("navLabel", &[]);
    xml.element("text", &[], label);
    xml.close();
    xml.void("content", &[("src", href.into())]);
}

fn depth(entry: &Entry) -> usize {
    1 + entry.inner.iter().map(depth).max().unwrap_or(0)
}
