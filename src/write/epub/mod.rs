//! A book as an EPUB 3.3: what [`plan`] divides into files, [`sections`], [`blocks`] and [`notes`]
//! write as XHTML; [`nav`] and [`package`] lead to it, [`container`] packs it.
//!
//! Headings: the title page bears the book's one `h1`; a section that stands in no other has an
//! `h2`, those inside it an `h3`, and so on. So no level is skipped however the files are cut.

mod address;
mod blocks;
mod collection;
mod colophon;
mod container;
mod cover;
mod filing;
mod images;
mod inlines;
mod language;
mod nav;
mod ncx;
mod notes;
mod package;
mod page_marks;
mod plan;
mod sections;
mod sheet;
mod spacing;
mod tables;
mod title;

use super::xml;
use crate::book::{Book, EbookPlaces, Edition, NoteId, Pages, identifier};
use container::{Documents, Resource, ResourceKind};
use nav::Entry;
use package::{Holdings, Item, Place};
use page_marks::PageMarks;
use plan::{Content, Piece, Plan};
use sheet::Sheet;

/// Why an EPUB could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpubError {
    /// What went wrong.
    pub message: String,
}

impl std::fmt::Display for EpubError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the EPUB could not be packed: {}", self.message)
    }
}

impl std::error::Error for EpubError {}

/// The looks of the book.
static STYLE: &str = include_str!("style.css");

/// Packs a book as an EPUB. Its page-list is that of `pages`, or what the edition says.
///
/// # Errors
/// Where the container cannot be put together.
pub fn write(
    book: &Book,
    pages: Option<&Pages>,
    edition: &Edition,
) -> Result<Vec<u8>, EpubError> {
    let words = crate::book::words(&book.title().language);
    let plan = plan::plan(book, edition);
    let shown = images::shown(book);
    let mut page_marks = PageMarks::new(pages, edition);

    let mut resources = Vec::new();
    for index in 0..plan.files.len() {
        let bytes = write_text(book, &plan, index, edition, &mut page_marks);
        let name = plan.files[index].name.clone();
        resources.push(Resource { name, bytes, kind: ResourceKind::Text });
    }
    let name = container::STYLESHEET.into();
    resources.push(Resource { name, bytes: STYLE.into(), kind: ResourceKind::Style });
    for id in &shown.images {
        let image = book.images().get(id.0 as usize).zip(images::image_name(book, *id));
        if let Some((image, name)) = image {
            let kind = ResourceKind::Image(images::media_type(image.format));
            resources.push(Resource { name, bytes: image.bytes.to_vec(), kind });
        }
    }

    if let Some(image) = &edition.cover {
        let media_type = images::media_type(image.format);
        let (name, bytes) = (cover::image_name(image), image.bytes.to_vec());
        resources.push(Resource { name, bytes, kind: ResourceKind::Cover(media_type) });
    }

    let contents = nav::contents(book, &plan, words);
    let has_headings = book.sections().any(|section| section.heading.is_some());
    let holdings = Holdings { shown: &shown, pages: &page_marks, has_headings };
    let title = title::title_words(book);
    let documents = Documents {
        package: package::write(book, edition, &manifest(&resources, &contents), &holdings),
        nav: nav::write(book, &plan, words, &contents, &page_marks),
        ncx: ncx::write(&identifier(book), &title, &contents, &page_marks),
    };
    container::pack(&title, resources, documents)
}

/// Where an ebook has the parts of a book, whatever its edition is otherwise.
pub fn places(book: &Book) -> EbookPlaces {
    let plan = plan::plan(book, &Edition::default());
    let place = |file: usize, id: &dyn std::fmt::Display| {
        plan.files.get(file).map(|file| format!("{}#{id}", file.name))
    };
    let blocks = plan.places.iter().filter_map(|(id, file)| Some((*id, place(*file, id)?)));
    let notes = plan.notes.iter().enumerate().map(|(number, note)| {
        let id = NoteId(number as u32);
        note.file.and_then(|file| place(file, &id)).unwrap_or_default()
    });
    EbookPlaces { blocks: blocks.collect(), notes: notes.collect() }
}

/// Writes one file of the text.
fn write_text(
    book: &Book,
    plan: &Plan<'_>,
    index: usize,
    edition: &Edition,
    page_marks: &mut PageMarks,
) -> Vec<u8> {
    let words = crate::book::words(&book.title().language);
    let content = &plan.files[index].content;
    let title = match content {
        Content::Cover => words.cover.into(),
        Content::TitlePage => title::title_words(book),
        Content::Text(pieces) => {
            let heading = pieces.first().and_then(heading_of);
            heading.unwrap_or_else(|| title::title_words(book))
        }
        Content::Colophon => words.colophon.into(),
    };
    let mut sheet = Sheet::new(book, plan, index, words, page_marks, &title);
    match content {
        Content::Cover => cover::write_cover(&mut sheet, edition),
        Content::TitlePage => title::write_title_page(&mut sheet),
        Content::Text(pieces) => {
            pieces.iter().for_each(|piece| sections::write_piece(&mut sheet, piece));
            notes::write_notes(&mut sheet);
        }
        Content::Colophon => colophon::write_colophon(&mut sheet, edition),
    }
    sheet.xml.finish()
}

fn heading_of(piece: &Piece<'_>) -> Option<String> {
    piece.section.heading.as_ref().and_then(sections::heading_words)
}

/// A book with so many entries in its contents shows them as a page, after its title page.
const WORTH_A_PAGE: usize = 4;

/// The manifest: the packed files in the order of reading, and the documents that lead to them.
fn manifest(resources: &[Resource], contents: &[Entry]) -> Vec<Item> {
    let mut items: Vec<Item> = resources
        .iter()
        .map(|resource| {
            let (media_type, place) = match resource.kind {
                ResourceKind::Text => ("application/xhtml+xml", Place::Spine),
                ResourceKind::Style => ("text/css", Place::Resource),
                ResourceKind::Image(media_type) | ResourceKind::Cover(media_type) => {
                    (media_type, Place::Resource)
                }
            };
            Item {
                id: resource.name.replace(['/', '.'], "-"),
                href: resource.name.clone(),
                media_type,
                properties: matches!(resource.kind, ResourceKind::Cover(_))
                    .then_some("cover-image"),
                place,
            }
        })
        .collect();
    let is_title_page = |item: &Item| item.href == plan::TITLE_PAGE;
    let after_title_page = items.iter().position(is_title_page).map_or(0, |at| at + 1);
    let worth_a_page = contents.iter().map(Entry::count).sum::<usize>() >= WORTH_A_PAGE;
    let (at, place) = match worth_a_page {
        true => (after_title_page, Place::Spine),
        false => (items.len(), Place::Aside),
    };
    let nav = Item {
        id: "nav".into(),
        href: nav::NAME.into(),
        media_type: "application/xhtml+xml",
        properties: Some("nav"),
        place,
    };
    items.insert(at.min(items.len()), nav);
    items.push(Item {
        id: "ncx".into(),
        href: ncx::NAME.into(),
        media_type: "application/x-dtbncx+xml",
        properties: None,
        place: Place::Resource,
    });
    items
}
