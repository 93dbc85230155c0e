//! Writers: any book becomes an EPUB whose every document another XML parser reads, and a PDF
//! whose every page another PDF parser reads.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use arbitrary::Unstructured;
use hayro_syntax::Pdf;
use offprint::book::{Book, Edition};
use offprint::{Design, Fonts};
use roxmltree::{Document, ParsingOptions};

use super::books;

/// A book, made into an EPUB.
pub fn epub(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let paged = bytes.ratio(1, 4).unwrap_or(false);
    let Ok(book) = books::book(&mut bytes) else { return };
    let edition = Edition::default();
    let pages = paged.then(|| {
        offprint::typeset(&book, &Design::default(), &Fonts::bundled(), &edition).value
    });
    let epub = offprint::write_epub(&book, pages.as_ref(), &edition).expect("an EPUB");
    read_epub(&epub);
}

/// Reads every XML document of an EPUB, and asks that each reference within the book is met and
/// nothing in it runs or is fetched.
pub fn read_epub(epub: &[u8]) {
    let mut zip = zip::ZipArchive::new(Cursor::new(epub)).expect("a zip");
    let mut documents = Vec::new();
    for nth in 0..zip.len() {
        let mut file = zip.by_index(nth).expect("a member");
        let name = file.name().expect("a name in UTF-8").into_owned();
        if [".xhtml", ".opf", ".ncx", ".xml"].iter().any(|end| name.ends_with(end)) {
            let mut text = String::new();
            file.read_to_string(&mut text).expect("UTF-8");
            documents.push((name, text));
        }
    }
    assert!(documents.len() >= 4, "a book has documents");
    let mut ids = BTreeSet::new();
    let mut links = Vec::new();
    for (name, text) in &documents {
        let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        let document = Document::parse_with_options(text, options)
            .unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        ids.insert(name.clone());
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            assert!(node.tag_name().name() != "script", "{name}: a script");
            for attribute in node.attributes() {
                let (key, value) = (attribute.name(), attribute.value());
                assert!(!key.starts_with("on"), "{name}: {key}={value}");
                match key {
                    "id" => {
                        assert!(
                            ids.insert(format!("{name}#{value}")),
                            "{name}: id {value} twice"
                        );
                    }
                    "href" | "src" if name.ends_with(".xhtml") => {
                        links.push((
                            name.clone(),
                            node.tag_name().name().to_owned(),
                            value.to_owned(),
                        ));
                    }
                    _ => {}
                }
            }
        }
    }
    for (name, element, link) in links {
        let scheme = link.split_once(':').map(|(scheme, _)| scheme);
        if let Some(scheme) = scheme {
            assert!(element == "a", "{name}: <{element}> fetches {link}");
            assert!(matches!(scheme, "http" | "https" | "mailto"), "{name}: {link}");
        } else if link.ends_with(".css") || element == "img" {
            continue;
        } else {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let target = match link.strip_prefix('#') {
                Some(_) => format!("{name}{link}"),
                None => format!("{folder}/{link}"),
            };
            let target = target.trim_start_matches('/').to_owned();
            assert!(ids.contains(&target), "{name}: {link} leads nowhere");
        }
    }
}

/// A book, set and drawn.
pub fn pdf(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok(book) = books::book(&mut bytes) else { return };
    let edition = Edition::default();
    let pages = offprint::typeset(&book, &Design::default(), &Fonts::bundled(), &edition).value;
    let pdf = offprint::write_pdf(&book, &pages, &edition).expect("a PDF");
    read_pdf(&pdf, pages.pages.len(), &book);
}

/// Reads every page of a PDF.
fn read_pdf(pdf: &[u8], pages: usize, book: &Book) {
    let read = Pdf::new(pdf.to_vec()).unwrap_or_else(|error| panic!("{error:?}: {book:?}"));
    assert_eq!(read.pages().len(), pages, "{book:?}");
    for page in read.pages().iter() {
        let (mut read, mut operations) = (page.typed_operations(), 0);
        while read.next().is_some() {
            operations += 1;
        }
        assert!(operations > 0 || page.page_stream().is_none_or(<[u8]>::is_empty));
    }
}
