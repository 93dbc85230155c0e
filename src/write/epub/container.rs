//! The container: epub-builder assembles it, and one pass finishes what it cannot do.
//!
//! epub-builder 0.8.3 gives the language and the first author the same id, knows no roles of
//! contributors, no list of pages and no accessibility metadata of its own, leaves the book's
//! identifier out of its `toc.ncx`, and stamps the time of day on every entry. So it packs the texts
//! and writes the container, and the pass replaces its package and navigation documents, sorts the
//! entries and stamps all with one time. Entries are copied as they were compressed.

use std::borrow::Cow;
use std::io::{Cursor, Write};

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, TocElement, ZipLibrary};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::EpubError;
use super::xml::legal;

/// A file to be packed as it is.
pub(super) struct Resource {
    /// Its name.
    pub(super) name: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// What it is.
    pub(super) kind: ResourceKind,
}

/// What a packed file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResourceKind {
    /// A content document, in the order of reading.
    Text,
    /// The stylesheet, which epub-builder gives its name: [`STYLESHEET`].
    Style,
    /// An image, with its media type.
    Image(&'static str),
    /// The image on the cover, with its media type.
    Cover(&'static str),
}

/// The name of the stylesheet in the package.
pub(super) const STYLESHEET: &str = "stylesheet.css";

/// The documents that replace those of epub-builder.
pub(super) struct Documents {
    /// The package document.
    pub(super) package: Vec<u8>,
    /// The navigation document.
    pub(super) nav: Vec<u8>,
    /// The contents for old reading systems.
    pub(super) ncx: Vec<u8>,
}

/// Packs a book.
pub(super) fn pack(
    title: &str,
    resources: Vec<Resource>,
    documents: Documents,
) -> Result<Vec<u8>, EpubError> {
    let assembled = assemble(title, resources).map_err(|error| failed(&error))?;
    finish(assembled, documents).map_err(|error| failed(&error))
}

fn assemble(title: &str, resources: Vec<Resource>) -> epub_builder::Result<Vec<u8>> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    // What epub-builder writes it escapes, but it lets characters through that XML forbids.
    builder.set_title(legal(title));
    builder.set_toc_name(legal(title));
    for resource in resources {
        match resource.kind {
            ResourceKind::Text => {
                builder.add_content(EpubContent {
                    toc: TocElement::new(&resource.name, ""),
                    content: resource.bytes.as_slice(),
                    reftype: None,
                })?;
            }
            ResourceKind::Style => {
                builder.stylesheet(resource.bytes.as_slice())?;
            }
            ResourceKind::Image(media_type) | ResourceKind::Cover(media_type) => {
                builder.add_resource(&resource.name, resource.bytes.as_slice(), media_type)?;
            }
        }
    }
    let mut bytes = Vec::new();
    builder.generate(&mut bytes)?;
    Ok(bytes)
}

fn finish(assembled: Vec<u8>, documents: Documents) -> zip::result::ZipResult<Vec<u8>> {
    let mut source = ZipArchive::new(Cursor::new(assembled))?;
    let mut names = source
        .file_names()
        .map(|name| name.map(Cow::into_owned))
        .collect::<zip::result::ZipResult<Vec<String>>>()?;
    names.sort_by_key(|name| (name != "mimetype", name.clone()));
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(PERMISSIONS)
        .system(System::Unix);
    for name in names {
        let ours = match name.as_str() {
            "OEBPS/content.opf" => Some(&documents.package),
            "OEBPS/nav.xhtml" => Some(&documents.nav),
            "OEBPS/toc.ncx" => Some(&documents.ncx),
            // It tells one reader of 2010 to use the publisher's fonts, of which there are none.
            "META-INF/com.apple.ibooks.display-options.xml" => continue,
            _ => None,
        };
        match ours {
            Some(bytes) => {
                target.start_file(name, options)?;
                target.write_all(bytes)?;
            }
            None => {
                let entry = source.by_name(&name)?;
                target.raw_copy_file_touch(entry, DateTime::default(), Some(PERMISSIONS))?;
            }
        }
    }
    Ok(target.finish()?.into_inner())
}

/// Every entry may be read by all and written by its owner.
const PERMISSIONS: u32 = 0o644;

fn failed(error: &dyn std::error::Error) -> EpubError {
    EpubError { message: error.to_string() }
}
