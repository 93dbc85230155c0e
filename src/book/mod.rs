//! The values that travel the road. Everything here is data; behaviour lives in the stages.
//!
//! Read it in this order: [`Work`] is what comes in, [`Transcript`] what the pages showed,
//! [`Book`] what was understood, [`Pages`] what is printed. [`Text`] and the [`Ledger`] are why
//! nothing gets lost on the way.

mod audit;
mod block;
mod corrections;
mod cover;
pub mod dump;
mod edition;
mod finding;
mod inline;
mod language;
mod ledger;
mod limits;
mod matter;
mod notes;
mod pages;
mod place;
mod rule;
mod section;
mod text;
mod transcript;
mod way;
mod words;
mod work;

pub use audit::*;
pub use block::*;
pub use corrections::*;
pub use cover::*;
pub use edition::*;
pub use finding::*;
pub use inline::*;
pub use language::*;
pub use ledger::*;
pub use limits::*;
pub use matter::*;
pub use notes::*;
pub use pages::*;
pub use place::*;
pub use rule::*;
pub use section::*;
pub use text::*;
pub use transcript::*;
pub use way::*;
pub use words::*;
pub use work::*;

/// A work, understood. Made by [`Book::new`] alone, which sees to it that every mark has a note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    parts: BookParts,
}

/// The parts that a book is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BookParts {
    /// What its files are named after.
    pub name: String,
    /// What the title page says.
    pub title: TitleMatter,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Prefaces and the like, before the text.
    pub front: Vec<Section>,
    /// The text.
    pub body: Vec<Section>,
    /// Appendices and the like, after the text.
    pub back: Vec<Section>,
    /// The notes; a [`NoteId`] is an index into them.
    pub notes: Vec<Note>,
    /// The images; an [`ImageId`] is an index into them.
    pub images: Vec<Image>,
}

/// A mark that calls a note which is not there: what [`Book::new`] refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DanglingMark {
    /// The note that is called.
    pub note: NoteId,
    /// The mark as printed.
    pub label: String,
}

impl Book {
    /// Puts a book together.
    ///
    /// # Errors
    /// The first mark that calls a note which is not among the parts. Structure turns such marks
    /// into text before it comes here.
    pub fn new(parts: BookParts) -> Result<Book, DanglingMark> {
        let count = parts.notes.len();
        let book = Book { parts };
        let mut dangling = None;
        book.each_run(&mut |_, run| {
            each_mark(run, &mut |mark| {
                if mark.note.0 as usize >= count && dangling.is_none() {
                    let label = mark.label.as_str().to_owned();
                    dangling = Some(DanglingMark { note: mark.note, label });
                }
            });
        });
        match dangling {
            Some(mark) => Err(mark),
            None => Ok(book),
        }
    }

    /// What its files are named after.
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// What the title page says.
    pub fn title(&self) -> &TitleMatter {
        &self.parts.title
    }

    /// Where it comes from.
    pub fn provenance(&self) -> &Provenance {
        &self.parts.provenance
    }

    /// Prefaces and the like, before the text.
    pub fn front(&self) -> &[Section] {
        &self.parts.front
    }

    /// The text.
    pub fn body(&self) -> &[Section] {
        &self.parts.body
    }

    /// Appendices and the like, after the text.
    pub fn back(&self) -> &[Section] {
        &self.parts.back
    }

    /// Front, body and back sections, in order.
    pub fn sections(&self) -> impl Iterator<Item = &Section> {
        self.parts.front.iter().chain(&self.parts.body).chain(&self.parts.back)
    }

    /// The notes, in the order of their ids.
    pub fn notes(&self) -> &[Note] {
        &self.parts.notes
    }

    /// A note. Every mark of the book has one.
    pub fn note(&self, id: NoteId) -> &Note {
        &self.parts.notes[id.0 as usize]
    }

    /// The images, in the order of their ids.
    pub fn images(&self) -> &[Image] {
        &self.parts.images
    }

    /// Takes the book apart again, for a change.
    pub fn into_parts(self) -> BookParts {
        self.parts
    }

    /// Calls `visit` with each run of the book and the block, section, title line or provenance
    /// line that it belongs to: title matter, sections, notes, provenance, in this order.
    pub fn each_run<'a>(&'a self, visit: &mut dyn FnMut(BlockId, &'a [Inline])) {
        for line in &self.parts.title.lines {
            visit(line.id, &line.content);
        }
        for section in self.sections() {
            section_runs(section, visit);
        }
        for block in self.parts.notes.iter().flat_map(|note| &note.blocks) {
            each_run(block, &mut |inner, run| visit(inner.id, run));
        }
        for line in &self.parts.provenance.lines {
            visit(line.id, &line.content);
        }
    }

    /// Calls `visit` with every text of the book that comes from the source, each once.
    pub fn each_text<'a>(&'a self, visit: &mut dyn FnMut(&'a Text)) {
        self.each_run(&mut |_, run| each_text(run, visit));
        for section in self.sections() {
            section_ornaments(section, visit);
        }
        for note in &self.parts.notes {
            note.label.iter().for_each(&mut *visit);
            note.blocks.iter().for_each(|block| ornaments(block, visit));
        }
    }
}

/// Calls `visit` with each note mark in `inlines`, in order.
pub fn each_mark<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(&'a NoteMark)) {
    for inline in inlines {
        match inline {
            Inline::NoteMark(mark) => visit(mark),
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                each_mark(inner, visit);
            }
            _ => {}
        }
    }
}

fn section_runs<'a>(section: &'a Section, visit: &mut dyn FnMut(BlockId, &'a [Inline])) {
    if let Some(heading) = &section.heading {
        if let Some(number) = &heading.number {
            visit(section.id, number);
        }
        visit(section.id, &heading.title);
    }
    for block in &section.blocks {
        each_run(block, &mut |inner, run| visit(inner.id, run));
    }
    for inner in &section.sections {
        section_runs(inner, visit);
    }
}

fn section_ornaments<'a>(section: &'a Section, visit: &mut dyn FnMut(&'a Text)) {
    section.blocks.iter().for_each(|block| ornaments(block, visit));
    section.sections.iter().for_each(|inner| section_ornaments(inner, visit));
}

/// The texts of a block that stand in no run: ornaments between blocks.
fn ornaments<'a>(block: &'a Block, visit: &mut dyn FnMut(&'a Text)) {
    match &block.kind {
        BlockKind::Break(Break::Ornament(text)) => visit(text),
        BlockKind::Quotation(blocks) | BlockKind::Epigraph(blocks) => {
            blocks.iter().for_each(|inner| ornaments(inner, visit));
        }
        BlockKind::List(list) => {
            let blocks = list.items.iter().flat_map(|item| &item.blocks);
            blocks.for_each(|inner| ornaments(inner, visit));
        }
        BlockKind::Table(table) => {
            let blocks = table.rows.iter().flatten().flat_map(|cell| &cell.blocks);
            blocks.for_each(|inner| ornaments(inner, visit));
        }
        _ => {}
    }
}
