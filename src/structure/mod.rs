//! From passages to a book: title matter, sections, notes.

mod notes;

use crate::book::{
    Block, BlockIds, BlockKind, Book, BookParts, Checked, Corrections, Log, Paragraph, Role,
    Rule, Section, Transcript, text_of,
};

/// The rules of this stage.
pub static RULES: &[&Rule] = notes::RULES;

/// Why a transcript makes no book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NothingToPublish {
    /// What the page is instead, in a few words.
    pub reason: String,
}

/// A book with what the ledger needs to be settled.
#[derive(Clone, Debug)]
pub struct Understood {
    /// The book.
    pub book: Book,
    /// The reading text of the work.
    pub reading: String,
    /// What was taken out on the way.
    pub log: Log,
}

/// Structures a transcript.
///
/// # Errors
/// Where nothing is left that could be published.
pub fn structure(
    mut transcript: Transcript,
    _corrections: &Corrections,
) -> Result<Checked<Understood>, NothingToPublish> {
    let mut ids = BlockIds::default();
    let mut parts = BookParts { name: transcript.name, ..BookParts::default() };
    notes::gather(&mut transcript.leaves, _corrections, &mut transcript.log);
    for leaf in transcript.leaves {
        let mut section = Section {
            id: ids.next(&leaf.name),
            role: Role::Section,
            heading: None,
            blocks: Vec::new(),
            sections: Vec::new(),
        };
        for passage in leaf.passages {
            let id = ids.next(&text_of(&passage.content));
            let content = passage.content;
            let kind = BlockKind::Paragraph(Paragraph { content, ..Paragraph::default() });
            section.blocks.push(Block { id, language: None, kind });
        }
        parts.body.push(section);
    }
    let Ok(book) = Book::new(parts) else {
        return Err(NothingToPublish { reason: "a mark without a note".into() });
    };
    Ok(Checked::quiet(Understood { book, reading: transcript.reading, log: transcript.log }))
}
