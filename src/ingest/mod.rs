//! Bytes to a transcript: what a page showed, with every character's place.

mod account;
mod address;
mod apart;
mod encoding;
mod html;
mod images;
mod line;
mod lines;
mod links;
mod markdown;
mod muse;
mod outside;
mod plain;
mod positions;
mod recognise;
mod sidecar;

use crate::book::{
    Checked, Finding, Form, Head, Leaf, LeafPart, Log, Passage, Rule, Span, Transcript, Work,
};

pub use address::resolve;
pub use encoding::decoding;
pub use images::image;
pub use links::{LONGEST_LIST, PageLink, lists_pages, page_lines, page_links};
pub use outside::outside;
pub use recognise::{NotText, recognise};
pub use sidecar::{SidecarError, read_sidecar};

/// The rules of this stage, reader by reader.
pub fn rules() -> Vec<&'static Rule> {
    let (plain, markdown) = (plain::rules(), markdown::RULES);
    [encoding::RULES, images::RULES, html::RULES, apart::RULES, &plain, markdown, muse::RULES]
        .concat()
}

/// What a reader makes of a page.
#[derive(Debug, Default)]
struct Read {
    /// The page's part of the reading text.
    reading: String,
    head: Head,
    passages: Vec<Passage>,
    /// Marks of the form that stand in no passage.
    log: Log,
    findings: Vec<Finding>,
}

/// Reads the pages of a work into one transcript.
///
/// # Errors
/// Where a page is no text.
pub fn ingest(work: &Work) -> Result<Checked<Transcript>, NotText> {
    let mut images = images::Images::new(&work.images, work.limits);
    let mut findings = std::mem::take(&mut images.findings);
    let mut transcript = Transcript {
        shelf: work.shelf.clone(),
        name: work.name.clone(),
        missing: work.missing.clone(),
        ..Transcript::default()
    };
    let mut at = 0;
    let contents = work.contents.iter().map(|source| (source, LeafPart::Contents));
    let pages = work.pages.iter().map(|source| (source, LeafPart::Page));
    for (source, part) in contents.chain(pages) {
        let form = recognise(source)?;
        let decoded = encoding::decode(&source.bytes);
        if form == Form::Html
            && let Some(reason) = html::refused(&decoded.text)
        {
            return Err(NotText { name: source.name.clone(), reason });
        }
        findings.push(decoded.finding(&source.name));
        images.turn_to(&source.name);
        let read = match form {
            Form::Html => html::read(&decoded.text, at, &mut images, work.limits),
            Form::Plain => plain::read(&decoded.text, at),
            Form::Markdown => markdown::read(&decoded.text, at, &mut images),
            Form::Muse => muse::read(&decoded.text, at),
        };
        findings.extend(encoding::replaced(&source.name, &read.reading, at));
        findings.extend(read.findings);
        findings.append(&mut images.findings);
        let start = at;
        at += read.reading.chars().count() as u32;
        transcript.reading.push_str(&read.reading);
        for (span, rule) in read.log.entries() {
            transcript.log.record(*span, rule);
        }
        transcript.leaves.push(Leaf {
            name: source.name.clone(),
            address: source.address.clone(),
            part,
            form,
            span: Span::new(start, at),
            head: read.head,
            passages: read.passages,
        });
    }
    transcript.images = images.known;
    Ok(Checked { value: transcript, findings })
}
