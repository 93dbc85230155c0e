//! Pages as a PDF that is PDF/UA-1 and PDF/A-2a at once.
//!
//! printpdf puts together the document, its page objects and its fonts; on the lopdf document
//! that it gives, this module sets what it has no notion of: the content streams with their
//! marked content, the structure tree, annotations, outline, page labels and metadata.
//!
//! Pages are drawn and compressed side by side where the caller has threads to do it (a parallel
//! iterator works in the pool that the caller has installed); each is a function of itself alone.

mod content;
mod file;
mod fonts;
mod grid;
mod images;
mod labels;
mod links;
mod metadata;
mod number;
mod outline;
mod prune;
mod srgb;
mod stream;
mod structure;
mod words;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions, Pt, Rect};
use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};
use sha2::{Digest, Sha256};

use crate::book::Pages;
use stream::Deflater;

/// Why a PDF could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfError {
    /// What went wrong.
    pub message: String,
}

/// What a file says of the edition that it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    /// The identifier of all editions of the book, as a URN.
    pub identifier: String,
    /// When the edition counts as made, as `CCYY-MM-DDThh:mm:ssZ`.
    pub made: String,
}

/// Draws pages as a PDF.
///
/// # Errors
/// Where there are no pages, a font cannot be embedded, or the pages refer to something that they
/// do not have.
pub fn write(pages: &Pages, imprint: &Imprint) -> Result<Vec<u8>, PdfError> {
    if pages.pages.is_empty() {
        return Err(PdfError { message: "there are no pages".into() });
    }
    let fonts = fonts::embed(pages)?;
    let names = structure::content_names(pages);
    let (drawn, marks) = content::draw(pages, &fonts.faces, &names, |deflater, stream| {
        (Sha256::digest(stream), deflater.deflated(dictionary! {}, stream))
    })?;
    let mut fingerprint = Sha256::new();
    let streams = drawn.into_iter().map(|(digest, stream)| {
        fingerprint.update(digest);
        stream
    });
    let streams: Vec<Stream> = streams.collect();
    fingerprint.update(format!("{imprint:?} {:?} {:?}", pages.title, pages.authors));

    let mut document = assemble(pages, fonts);
    let page_ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    furnish_pages(&mut document, pages, &page_ids, streams)?;
    let root = clear(&mut document)?;
    let areas = links::add(&mut document, pages, &page_ids);
    let structure = structure::add(&mut document, pages, &page_ids, &marks, &areas)?;
    let outline = outline::add(&mut document, pages, &page_ids);
    let intent = metadata::add_output_intent(&mut document);
    let xmp = metadata::add_xmp(&mut document, pages, imprint);

    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Pages" => page_tree(&document)?,
        "Lang" => words::words(pages.language.tag()),
        "MarkInfo" => dictionary! { "Marked" => true },
        "StructTreeRoot" => structure,
        "ViewerPreferences" => viewer_preferences(pages),
        // The first page is a recto: on the right, alone.
        "PageLayout" => "TwoPageRight",
        "PageLabels" => labels::number_tree(&pages.pages),
        "OutputIntents" => vec![Object::Reference(intent)],
        "Metadata" => xmp,
    };
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    document.set_object(root, catalog);
    let information = document.add_object(metadata::information(pages, imprint));
    document.trailer.set("Info", information);
    document.trailer.set("ID", metadata::file_id(imprint, &fingerprint.finalize()));
    prune::prune(&mut document);
    deflate_rest(&mut document);
    Ok(file::bytes(&document))
}

/// How a reader is to show the book: under its title, and its pages in the order of its script.
fn viewer_preferences(pages: &Pages) -> Dictionary {
    let mut preferences = dictionary! { "DisplayDocTitle" => true };
    if pages.language.right_to_left() {
        preferences.set("Direction", "R2L");
    }
    preferences
}

fn broken(error: lopdf::Error) -> PdfError {
    PdfError { message: format!("the document does not hold together: {error}") }
}

/// The document with its pages, still blank, and its fonts.
fn assemble(pages: &Pages, fonts: fonts::Fonts) -> Document {
    let paper = || {
        Rect::from_wh(Pt(pages.size.width.to_pt() as f32), Pt(pages.size.height.to_pt() as f32))
    };
    let blank = || PdfPage {
        media_box: paper(),
        trim_box: paper(),
        crop_box: paper(),
        ops: Vec::new(),
    };
    let mut document = PdfDocument::new(&pages.title);
    document.resources.fonts.map = fonts.embedded;
    document.pages = pages.pages.iter().map(|_| blank()).collect();
    if let Some(first) = document.pages.first_mut() {
        first.ops = fonts.specimen;
    }
    document.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new())
}

/// Gives each page its content, its key in the parent tree and the order of its annotations, and
/// all of them one set of resources.
fn furnish_pages(
    document: &mut Document,
    pages: &Pages,
    page_ids: &[ObjectId],
    streams: Vec<Stream>,
) -> Result<(), PdfError> {
    let images = images::add(document, pages);
    let mut shared = None;
    for (key, (page_id, stream)) in page_ids.iter().zip(streams).enumerate() {
        let page = document.get_dictionary(*page_id).map_err(broken)?;
        let entry = |name| page.get(name).and_then(Object::as_reference).map_err(broken);
        let (contents, resources) = (entry(b"Contents")?, entry(b"Resources")?);
        document.set_object(contents, stream);
        let resources = *shared.get_or_insert(resources);
        let page = document.get_dictionary_mut(*page_id).map_err(broken)?;
        page.set("Resources", resources);
        page.set("StructParents", key as i64);
        page.set("Tabs", "S");
    }
    if let Some(resources) = shared {
        let resources = document.get_dictionary_mut(resources).map_err(broken)?;
        let fonts = resources.get(b"Font").map_err(broken)?.clone();
        *resources = dictionary! { "Font" => fonts };
        if !images.is_empty() {
            resources.set("XObject", images);
        }
    }
    Ok(())
}

/// Takes out what printpdf made and this module makes otherwise: all of its catalogue but the pages,
/// its information. Returns the object of the catalogue.
fn clear(document: &mut Document) -> Result<ObjectId, PdfError> {
    let root = document.trailer.get(b"Root").and_then(Object::as_reference).map_err(broken)?;
    let catalog = dictionary! { "Type" => "Catalog", "Pages" => page_tree(document)? };
    document.set_object(root, catalog);
    document.trailer.remove(b"Info");
    Ok(root)
}

/// The root of the pages.
fn page_tree(document: &Document) -> Result<Object, PdfError> {
    document.catalog().and_then(|catalog| catalog.get(b"Pages")).cloned().map_err(broken)
}

/// Compresses the streams that printpdf made, fonts and their tables of text.
fn deflate_rest(document: &mut Document) {
    let mut plain: Vec<&mut Stream> = document
        .objects
        .values_mut()
        .filter_map(|object| match object {
            Object::Stream(stream) => Some(stream),
            _ => None,
        })
        .filter(|stream| stream.allows_compression && !stream.dict.has(b"Filter"))
        .collect();
    plain.par_iter_mut().for_each_init(Deflater::new, |deflater, stream| {
        let mut dictionary = std::mem::take(&mut stream.dict);
        dictionary.remove(b"Length");
        **stream = deflater.deflated(dictionary, &stream.content);
    });
}
