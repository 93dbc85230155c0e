//! Bytes to a transcript: what a page showed, with every character's place.

use crate::book::{
    Checked, Corrections, Form, Head, Inline, Leaf, LeafPart, Passage, Rule, Source, Span,
    Text, Transcript, Work,
};

/// The rules of this stage.
pub static RULES: &[&Rule] = &[];

/// An input that is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// The page, by its name.
    pub name: String,
    /// Why it cannot be text.
    pub reason: String,
}

/// A link of a contents page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    /// The address as written, without its fragment.
    pub address: String,
    /// The words of the link.
    pub words: String,
}

/// A sidecar that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidecarError {
    /// What is wrong, with line and column.
    pub message: String,
}

/// The form that `source` is written in, by its name and its bytes.
///
/// # Errors
/// Where the bytes are no text.
pub fn recognise(_source: &Source) -> Result<Form, NotText> {
    Ok(Form::Plain)
}

/// The links of a contents page, in order.
pub fn page_links(_contents: &Source) -> Vec<PageLink> {
    Vec::new()
}

/// Reads a sidecar.
///
/// # Errors
/// Where it is not TOML, or has keys or values that mean nothing.
pub fn read_sidecar(_toml: &str) -> Result<Corrections, SidecarError> {
    Ok(Corrections::default())
}

/// Reads the pages of a work into one transcript.
///
/// # Errors
/// Where a page is no text.
pub fn ingest(work: &Work) -> Result<Checked<Transcript>, NotText> {
    let mut transcript = Transcript { name: work.name.clone(), ..Transcript::default() };
    let mut at = 0;
    for source in work.contents.iter().chain(&work.pages) {
        let text = String::from_utf8_lossy(&source.bytes).into_owned();
        let start = at;
        let mut passages = Vec::new();
        let mut here = at;
        for part in text.split_inclusive("\n\n") {
            let lead = part.len() - part.trim_start().len();
            let place = here + part[..lead].chars().count() as u32;
            if !part.trim().is_empty() {
                let content = vec![Inline::Text(Text::verbatim(part.trim(), place))];
                passages.push(Passage::paragraph(content));
            }
            here += part.chars().count() as u32;
        }
        at += text.chars().count() as u32;
        transcript.reading.push_str(&text);
        transcript.leaves.push(Leaf {
            name: source.name.clone(),
            address: source.address.clone(),
            part: LeafPart::Page,
            form: Form::Plain,
            span: Span::new(start, at),
            head: Head::default(),
            passages,
        });
    }
    Ok(Checked::quiet(transcript))
}
