//! What every EPUB must be, whoever judges it: the same bytes each time, every link with its end,
//! and page breaks where the pages of the PDF begin.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use offprint::book::*;
use quick_xml::events::{BytesStart, Event};

use crate::program::{entries, project};
use crate::specimen;

#[test]
fn equal_books_are_equal_bytes_in_sorted_order() {
    let edition = Edition::default();
    let first = offprint::write_epub(&specimen::book(), None, &edition).unwrap();
    let second = offprint::write_epub(&specimen::book(), None, &edition).unwrap();
    assert_eq!(first, second);

    let mut archive = zip::ZipArchive::new(Cursor::new(&first)).unwrap();
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        assert_eq!(entry.last_modified(), Some(zip::DateTime::default()), "{name}");
        let stored = entry.compression() == zip::CompressionMethod::Stored;
        assert_eq!(stored, name == "mimetype", "{name}");
        names.push(name);
    }
    assert_eq!(names[0], "mimetype");
    assert!(names[1..].is_sorted(), "{names:?}");
}

#[test]
fn every_link_has_its_end_and_every_id_is_given_once() {
    let book =
        Ebook::of(&offprint::write_epub(&specimen::book(), None, &Edition::default()).unwrap());
    let mut ids: BTreeSet<String> = book.documents.keys().cloned().collect();
    let mut links = Vec::new();
    for (name, document) in &book.documents {
        each_tag(document, &mut |tag| {
            if let Some(id) = attribute(tag, "id") {
                assert!(ids.insert(format!("{name}#{id}")), "{name}#{id} is given twice");
            }
            for link in [attribute(tag, "href"), attribute(tag, "src")].into_iter().flatten() {
                links.push((name.clone(), link));
            }
            assert_ne!(tag.name().as_ref(), "script");
        });
    }
    let places: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    for (name, link) in links {
        if link.starts_with("https://") {
            continue;
        }
        assert!(!link.contains(':'), "{name}: {link}");
        let place = if link.starts_with('#') { format!("{name}{link}") } else { link.clone() };
        let is_file = book.files.contains(&link);
        assert!(is_file || places.contains(place.as_str()), "{name}: {link} leads nowhere");
    }
}

/// Where a page's mark was all that stood in an element, or an image is lost and nothing said of
/// it, an element that holds nothing would be read aloud as one.
#[test]
fn no_element_stands_empty() {
    let specimen = offprint::write_epub(&specimen::book(), None, &Edition::default()).unwrap();
    let paged = PAGED.map(|path| {
        let book = offprint::understand(&work_at(&project().join(path))).unwrap().value.book;
        offprint::write_epub(&book, None, &Edition::default()).unwrap()
    });
    for bytes in paged.into_iter().chain([specimen]) {
        for (name, document) in &Ebook::of(&bytes).documents {
            let document = roxmltree::Document::parse_with_options(
                document,
                roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() },
            )
            .unwrap();
            for element in document.descendants().filter(roxmltree::Node::is_element) {
                let tag = element.tag_name().name();
                let is_void = ["br", "hr", "img", "link", "td"].contains(&tag);
                let is_page = element.attribute("role") == Some("doc-pagebreak");
                let holds = |inner: roxmltree::Node<'_, '_>| {
                    inner.tag_name().name() == "img"
                        || inner.text().is_some_and(|text| !text.trim().is_empty())
                };
                let said = &document.input_text()[element.range()];
                assert!(
                    is_void || is_page || element.descendants().any(holds),
                    "{name}: {said}"
                );
            }
        }
    }
}

#[test]
fn a_mark_leads_to_its_note_and_the_note_back_to_each_mark() {
    let specimen = specimen::book();
    let book = Ebook::of(&offprint::write_epub(&specimen, None, &Edition::default()).unwrap());
    let (mut marks, mut ways_back) = (0, 0);
    for (name, document) in &book.documents {
        each_tag(document, &mut |tag| match attribute(tag, "role").as_deref() {
            Some("doc-noteref") => {
                marks += 1;
                // A note that pops up is looked for in the file of its mark.
                assert!(attribute(tag, "href").unwrap().starts_with("#note"), "{name}");
            }
            Some("doc-backlink") => ways_back += 1,
            _ => {}
        });
    }
    let called: u32 = specimen.notes().iter().map(|note| note.marks).sum();
    assert_eq!((marks, ways_back), (called, called));
}

/// Page breaks in the middle of words, of headings, of verse: between two of them stands what the
/// page bears, and nothing else.
#[test]
fn between_two_page_breaks_stands_the_page() {
    let specimen = specimen::book();
    let (pages, texts) = pages_of(&specimen, 37);
    let edition = Edition { paged_by: Some("specimen.pdf".into()), ..Edition::default() };
    let bytes = offprint::write_epub(&specimen, Some(&pages), &edition).unwrap();
    let book = Ebook::of(&bytes);
    assert_eq!(
        book.page_list(),
        texts.iter().map(|(label, _)| label.clone()).collect::<Vec<_>>()
    );
    for ((label, text), (marked, between)) in texts.iter().zip(book.pages()) {
        assert_eq!((label, letters(text)), (&marked, letters(&between)));
    }
}

/// The same for a dozen books, with the pages that the typesetter makes of them: articles, a work
/// of several pages, verse, tables over pages, figures, notes over pages, a text from right to left.
#[test]
fn the_pages_of_the_ebook_are_those_of_the_pdf() {
    for path in PAGED.map(|path| project().join(path)) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let work = work_at(&path);
        let book = offprint::understand(&work).unwrap().value.book;
        let design = offprint::Design::default();
        let pages =
            offprint::typeset(&book, &design, &offprint::Fonts::bundled(), &Edition::default())
                .value;
        let edition = Edition { paged_by: Some(format!("{name}.pdf")), ..Edition::default() };
        let ebook = Ebook::of(&offprint::write_epub(&book, Some(&pages), &edition).unwrap());

        let paper = body_text_of(&pages, &book);
        let labels: Vec<String> = paper.iter().map(|(label, _)| label.clone()).collect();
        assert!(!labels.is_empty(), "{name} has no pages");
        assert_eq!(ebook.page_list(), labels, "{name}");
        for ((label, on_paper), (marked, on_screen)) in paper.iter().zip(ebook.pages()) {
            assert_eq!((label, letters(on_paper)), (&marked, letters(&on_screen)), "{name}");
        }
    }
}

/// The contents for old reading systems belong to the book by its identifier, and lead wherever
/// the navigation document does.
#[test]
fn old_reading_systems_find_the_same_contents_and_pages() {
    let edition = Edition { page_list: PageList::Source, ..Edition::default() };
    let specimen = specimen::book();
    let bytes = offprint::write_epub(&specimen, None, &edition).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut read = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let (old, nav) = (read("OEBPS/toc.ncx"), read("OEBPS/nav.xhtml"));
    let mut leads = Vec::new();
    let mut uid = None;
    each_tag(&old, &mut |tag| {
        leads.extend(attribute(tag, "src"));
        if attribute(tag, "name").as_deref() == Some("dtb:uid") {
            uid = attribute(tag, "content");
        }
    });
    assert_eq!(uid, Some(identifier(&specimen)));
    let mut wanted = Vec::new();
    // Landmarks alone have a type of their own.
    each_tag(&nav, &mut |tag| {
        let href = attribute(tag, "href").filter(|_| tag.name().as_ref() == "a");
        wanted.extend(href.filter(|_| attribute(tag, "epub:type").is_none()));
    });
    assert!(leads.len() > 20, "{leads:?}");
    assert_eq!(leads, wanted);
}

#[test]
fn the_pages_of_the_printed_source_are_a_list_only_where_they_are_asked_for() {
    let list = |page_list| {
        let edition = Edition { page_list, ..Edition::default() };
        Ebook::of(&offprint::write_epub(&specimen::book(), None, &edition).unwrap()).page_list()
    };
    assert_eq!(list(PageList::Source), ["461"]);
    assert_eq!(list(PageList::Pdf), [""; 0]);
    assert_eq!(list(PageList::None), [""; 0]);
}

/// Books whose pages are compared.
pub const PAGED: [&str; 12] = [
    "source/lazy",
    "source/how-did-stalin-defeat-the-opposition.txt",
    "source/the-german-party.md",
    "source/vorgeschichtliche-kulturstufen.htm",
    "tests/conformance/books/everything.html",
    "tests/conformance/books/plain.txt",
    "tests/cases/typeset/note-over-two-pages/ch01.htm",
    "tests/cases/typeset/right-to-left/page.htm",
    "tests/cases/typeset/source-pages/me21_030.htm",
    "tests/cases/typeset/table/machines.htm",
    "tests/cases/typeset/table-over-pages/page.htm",
    "tests/cases/typeset/verse/29.htm",
];

/// A text, or a folder with a contents page and the pages that it leads to.
fn work_at(path: &Path) -> Work {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let source = |path: &Path, name: &str| {
        let bytes = std::fs::read(path).unwrap();
        Source { name: name.into(), bytes, address: None }
    };
    if !path.is_dir() {
        let pages = vec![source(path, &name)];
        let beside = entries(path.parent().unwrap());
        let is_image = |path: &&PathBuf| path.extension().is_some_and(|end| end == "png");
        let images = beside.iter().filter(is_image).map(|path| ImageBytes {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            bytes: std::fs::read(path).unwrap(),
        });
        return Work { name, pages, images: images.collect(), ..Work::default() };
    }
    let contents = source(&path.join("index.htm"), "index.htm");
    let pages = offprint::page_links(&contents)
        .iter()
        .map(|link| source(&path.join(&link.address), &link.address))
        .collect();
    Work { name, contents: Some(contents), pages, ..Work::default() }
}

/// Each page that bears body text: its label and that text in the order of the book (lines of
/// cells side by side are drawn in turn), notes and furniture apart.
fn body_text_of(pages: &Pages, book: &Book) -> Vec<(String, String)> {
    let mut order: BTreeMap<BlockId, usize> = BTreeMap::new();
    fn walk(section: &Section, enter: &mut dyn FnMut(BlockId)) {
        enter(section.id);
        for block in &section.blocks {
            each_run(block, &mut |inner, _| {
                if !matches!(inner.kind, BlockKind::Break(_)) {
                    enter(inner.id);
                }
            });
        }
        section.sections.iter().for_each(|inner| walk(inner, enter));
    }
    book.sections().for_each(|section| {
        walk(section, &mut |id| {
            let next = order.len();
            order.entry(id).or_insert(next);
        });
    });
    let bearing = pages.pages.iter().filter(|page| page.starts_at.is_some());
    bearing
        .map(|page| {
            let mut runs: Vec<(usize, u32, &str)> = Vec::new();
            for item in &page.items {
                let ItemKind::Glyphs(run) = &item.kind else { continue };
                let Some(spot) = run.spot.as_ref().map(|spot| spot.start) else { continue };
                if let Some(nth) = order.get(&spot.block) {
                    runs.push((*nth, spot.at, &run.text));
                }
            }
            runs.sort_by_key(|(nth, at, _)| (*nth, *at));
            (page.label.clone(), runs.into_iter().map(|(.., text)| text).collect())
        })
        .collect()
}

/// Pages of so many scalars each over the text of a book, with what stands on them.
fn pages_of(book: &Book, scalars: usize) -> (Pages, Vec<(String, String)>) {
    let mut spots: Vec<(Spot, (char, Turn))> = Vec::new();
    let mut count = BTreeMap::new();
    let mut add = |block: BlockId, run: &[Inline]| {
        let mut scalars = Vec::new();
        scalars_of(run, &mut scalars);
        for scalar in scalars {
            let at = count.entry(block).or_insert(0);
            spots.push((Spot { block, at: *at }, scalar));
            *at += 1;
        }
    };
    fn walk(section: &Section, add: &mut dyn FnMut(BlockId, &[Inline])) {
        if let Some(heading) = &section.heading {
            heading.number.iter().for_each(|number| add(section.id, number));
            add(section.id, &heading.title);
        }
        section.blocks.iter().for_each(|block| {
            each_run(block, &mut |inner, run| add(inner.id, run));
        });
        section.sections.iter().for_each(|inner| walk(inner, add));
    }
    book.sections().for_each(|section| walk(section, &mut add));
    let mut pages = Pages::default();
    let mut texts = Vec::new();
    let mut rest = spots.as_slice();
    while let Some((starts_at, _)) = rest.first() {
        let free = |(_, (_, turn)): &(Spot, (char, Turn))| *turn == Turn::Free;
        let more = rest.iter().skip(scalars).position(free);
        let (page, after) = rest.split_at(more.map_or(rest.len(), |more| scalars + more));
        rest = after;
        let label = (texts.len() + 5).to_string();
        let starts_at = Some(*starts_at);
        pages.pages.push(Page { label: label.clone(), starts_at, items: Vec::new() });
        // A leaf without body text is no page of the list.
        pages.pages.push(Page::default());
        texts.push((label, page.iter().map(|(_, (c, _))| c).collect()));
    }
    (pages, texts)
}

/// Whether a page may begin before a scalar.
#[derive(Clone, Copy, PartialEq)]
enum Turn {
    /// It may.
    Free,
    /// It stands within the mark of a note, which is never cut.
    Held,
}

fn scalars_of(run: &[Inline], scalars: &mut Vec<(char, Turn)>) {
    for inline in run {
        match inline {
            Inline::Text(text) => {
                scalars.extend(text.as_str().chars().map(|c| (c, Turn::Free)))
            }
            Inline::LineBreak => scalars.push(('\n', Turn::Free)),
            Inline::NoteMark(mark) => {
                let turns = std::iter::once(Turn::Free).chain(std::iter::repeat(Turn::Held));
                scalars.extend(mark.label.as_str().chars().zip(turns));
            }
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                scalars_of(inner, scalars);
            }
            Inline::Anchor(_) | Inline::SourcePage(_) | Inline::Image(_) => {}
        }
    }
}

/// What is left of a text when the spaces, what no one sees, and the characters that no file may
/// hold are gone.
pub fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !c.is_whitespace()
                && !c.is_control()
                && !matches!(c, '\u{ad}' | '\u{feff}')
                && !('\u{fffd}'..='\u{ffff}').contains(c)
        })
        .collect()
}

/// An EPUB, unpacked.
pub struct Ebook {
    /// The names of its files.
    files: BTreeSet<String>,
    /// Its XHTML documents by name.
    pub documents: BTreeMap<String, String>,
}

impl Ebook {
    /// Unpacks an EPUB.
    pub fn of(bytes: &[u8]) -> Ebook {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut book = Ebook { files: BTreeSet::new(), documents: BTreeMap::new() };
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).unwrap();
            let name = entry.name().unwrap().trim_start_matches("OEBPS/").to_owned();
            if name.ends_with(".xhtml") {
                let mut document = String::new();
                entry.read_to_string(&mut document).unwrap();
                book.documents.insert(name.clone(), document);
            }
            book.files.insert(name);
        }
        book
    }

    /// The labels of the page-list.
    pub fn page_list(&self) -> Vec<String> {
        let mut labels = Vec::new();
        let mut inside = false;
        let mut reader = quick_xml::Reader::from_str(&self.documents["nav.xhtml"]);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) if tag.name().as_ref() == "nav" => {
                    inside = attribute(&tag, "epub:type").as_deref() == Some("page-list");
                }
                Event::Start(tag) if inside && tag.name().as_ref() == "a" => {
                    labels.push(reader.read_text(tag.name()).unwrap().to_string());
                }
                Event::Eof => return labels,
                _ => {}
            }
        }
    }

    /// The body text from each page break to the next, with the page's label: without title page,
    /// colophon and notes, and without what the edition says in place of a lost image.
    pub fn pages(&self) -> Vec<(String, String)> {
        let mut pages: Vec<(String, String)> = Vec::new();
        for (_, document) in self.documents.iter().filter(|(name, _)| name.starts_with("text-"))
        {
            let mut reader = quick_xml::Reader::from_str(document);
            // How many elements deep we are in something that is no body text.
            let mut aside = 0;
            loop {
                match reader.read_event().unwrap() {
                    Event::Start(tag) => {
                        if attribute(&tag, "role").as_deref() == Some("doc-pagebreak") {
                            let label = attribute(&tag, "aria-label").unwrap();
                            pages.push((label, String::new()));
                        }
                        let class = attribute(&tag, "class").unwrap_or_default();
                        let is_aside = ["notes", "missing", "ornament"]
                            .contains(&class.as_str())
                            || tag.name().as_ref() == "head";
                        if aside > 0 || is_aside {
                            aside += 1;
                        }
                    }
                    Event::End(_) if aside > 0 => aside -= 1,
                    Event::Text(text) if aside == 0 => {
                        if let Some((_, page)) = pages.last_mut() {
                            page.push_str(&text.xml10_content());
                        }
                    }
                    Event::GeneralRef(name) if aside == 0 => {
                        if let Some((_, page)) = pages.last_mut() {
                            page.push(match &*name {
                                "lt" => '<',
                                "gt" => '>',
                                _ => '&',
                            });
                        }
                    }
                    Event::Eof => break,
                    _ => {}
                }
            }
        }
        pages
    }
}

fn each_tag(document: &str, visit: &mut dyn FnMut(&BytesStart<'_>)) {
    let mut reader = quick_xml::Reader::from_str(document);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => visit(&tag),
            Event::Eof => return,
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).unwrap()?;
    Some(attribute.value.into_owned())
}
