//! The navigation document: contents, landmarks, pages.

use super::page_marks::PageMarks;
use super::plan::{Content, Extent, Plan};
use super::sections::heading_words;
use super::sheet::open_html;
use super::title::title_words;
use super::xml::{Attribute, Xml};
use crate::book::{Book, Section, Words};

/// The navigation document's name in the package.
pub(super) const NAME: &str = "nav.xhtml";

/// An entry of the contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its words.
    pub(super) words: String,
    /// Where it leads.
    pub(super) href: String,
    /// The entries beneath it.
    pub(super) inner: Vec<Entry>,
}

impl Entry {
    /// How many entries it is, those beneath it and itself.
    pub(super) fn count(&self) -> usize {
        1 + self.inner.iter().map(Entry::count).sum::<usize>()
    }
}

/// The contents of a book: its headings, nested as its sections are, and the colophon. A book that
/// opens without a heading is entered under its title.
pub(super) fn contents(book: &Book, plan: &Plan<'_>, words: &Words) -> Vec<Entry> {
    let mut entries: Vec<Entry> =
        book.sections().filter_map(|section| entry(section, plan)).collect();
    let opens_bare = book
        .sections()
        .next()
        .is_some_and(|first| first.heading.as_ref().and_then(heading_words).is_none());
    let opening = plan.files.iter().find(|file| matches!(file.content, Content::Text(_)));
    if let Some(file) = opening.filter(|_| opens_bare) {
        let bare =
            Entry { words: title_words(book), href: file.name.clone(), inner: Vec::new() };
        entries.insert(0, bare);
    }
    if let Some(file) = plan.files.last() {
        let href = file.name.clone();
        entries.push(Entry { words: words.colophon.into(), href, inner: Vec::new() });
    }
    entries
}

/// Writes the navigation document.
pub(super) fn write(
    book: &Book,
    plan: &Plan<'_>,
    words: &Words,
    contents: &[Entry],
    pages: &PageMarks,
) -> Vec<u8> {
    let mut xml = Xml::new_html();
    open_html(&mut xml, &book.title().language, words.contents);
    xml.open("body", &[("epub:type", "frontmatter".into())]);
    xml.line();
    open_nav(&mut xml, "toc", Some("doc-toc"), words.contents, &[]);
    write_entries(&mut xml, contents);
    xml.close();
    xml.line();

    let hidden: &[Attribute<'_>] = &[("hidden", "hidden".into())];
    open_nav(&mut xml, "landmarks", None, words.landmarks, hidden);
    xml.open("ol", &[]);
    xml.line();
    let start = plan.start_of_reading().map(|file| file.name.as_str());
    let landmarks = [
        plan.cover().map(|file| ("cover", file.name.as_str(), words.cover)),
        plan.title_page().map(|file| ("titlepage", file.name.as_str(), words.title_page)),
        Some(("toc", "#toc", words.contents)),
        start.map(|start| ("bodymatter", start, words.text)),
        plan.files.last().map(|file| ("colophon", file.name.as_str(), words.colophon)),
    ];
    for (kind, href, words) in landmarks.into_iter().flatten() {
        xml.open("li", &[]);
        xml.element("a", &[("epub:type", kind.into()), ("href", href.into())], words);
        xml.close();
        xml.line();
    }
    xml.close();
    xml.close();
    xml.line();

    if !pages.entries().is_empty() {
        open_nav(&mut xml, "page-list", Some("doc-pagelist"), words.pages, hidden);
        xml.open("ol", &[]);
        xml.line();
        for page in pages.entries() {
            xml.open("li", &[]);
            xml.element("a", &[("href", page.href.as_str().into())], &page.label);
            xml.close();
            xml.line();
        }
        xml.close();
        xml.close();
        xml.line();
    }
    xml.finish()
}

fn open_nav(
    xml: &mut Xml,
    kind: &'static str,
    role: Option<&'static str>,
    heading: &'static str,
    more: &[Attribute<'_>],
) {
    let heading_id = format!("{kind}-heading");
    let mut attributes: Vec<Attribute<'_>> =
        vec![("epub:type", kind.into()), ("id", kind.into())];
    attributes.extend(role.map(|role| ("role", role.into())));
    attributes.push(("aria-labelledby", heading_id.clone().into()));
    attributes.extend(more.iter().cloned());
    xml.open("nav", &attributes);
    xml.line();
    xml.element("h2", &[("id", heading_id.into())], heading);
    xml.line();
}

fn write_entries(xml: &mut Xml, entries: &[Entry]) {
    xml.open("ol", &[]);
    xml.line();
    for entry in entries {
        xml.open("li", &[]);
        xml.element("a", &[("href", entry.href.as_str().into())], &entry.words);
        if !entry.inner.is_empty() {
            xml.line();
            write_entries(xml, &entry.inner);
        }
        xml.close();
        xml.line();
    }
    xml.close();
}

fn entry(section: &Section, plan: &Plan<'_>) -> Option<Entry> {
    let mut inner: Vec<Entry> =
        section.sections.iter().filter_map(|inner| entry(inner, plan)).collect();
    let words = section.heading.as_ref().and_then(heading_words);
    let file = plan.places.get(&section.id).and_then(|file| plan.files.get(*file));
    match (words, file) {
        (Some(words), Some(file)) => {
            // A section that opens its file is led to by the file's name alone, so that a reading
            // system shows the top of the file and not the middle of it.
            let opens = match &file.content {
                Content::Text(pieces) => pieces.first().is_some_and(|piece| {
                    piece.section.id == section.id
                        && !matches!(piece.extent, Extent::Continuation(_))
                }),
                _ => false,
            };
            let href = match opens {
                true => file.name.clone(),
                false => format!("{}#{}", file.name, section.id),
            };
            Some(Entry { words, href, inner })
        }
        // A section without a heading has no entry; what stands in it moves up.
        _ if !inner.is_empty() => {
            let mut first = inner.remove(0);
            first.inner.append(&mut inner);
            Some(first)
        }
        _ => None,
    }
}
