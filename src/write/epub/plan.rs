//! Which part of a book goes into which file, and where its notes go.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::shows_nothing;
use crate::book::{
    Block, BlockId, BlockKind, Book, Edition, Inline, Note, NoteId, Role, Section, each_mark,
    each_run, text_of,
};

/// The most text, in bytes, notes and all, that one file should hold: reading systems on small devices lay out a
/// file as a whole before they show its first page.
const FULL: usize = 160_000;

/// The name of the title page's file.
pub(super) const TITLE_PAGE: &str = "title.xhtml";

/// A file of the book by its index in [`Plan::files`].
pub(super) type FileIndex = usize;

/// The division of a book into files.
pub(super) struct Plan<'a> {
    /// The files in reading order: cover, title page, text, colophon.
    pub(super) files: Vec<File<'a>>,
    /// Which file each block, section, title line and provenance line stands in.
    pub(super) places: BTreeMap<BlockId, FileIndex>,
    /// What is known of each note, by [`NoteId`].
    pub(super) notes: Vec<NotePlan<'a>>,
    /// The notes whose labels stand in brackets.
    pub(super) bracketed: BTreeSet<NoteId>,
}

/// One file of text.
pub(super) struct File<'a> {
    /// Its name in the package.
    pub(super) name: String,
    /// Which division of the book it belongs to.
    pub(super) matter: Matter,
    /// What stands in it.
    pub(super) content: Content<'a>,
    /// Its notes in their own order.
    pub(super) notes: Vec<NoteId>,
}

/// The three divisions of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Matter {
    /// Title page, prefaces.
    Front,
    /// The text.
    Body,
    /// Appendices, colophon.
    Back,
}

/// What stands in a file.
pub(super) enum Content<'a> {
    /// The cover.
    Cover,
    /// The title page.
    TitlePage,
    /// Sections, or pieces of one.
    Text(Vec<Piece<'a>>),
    /// The colophon.
    Colophon,
}

/// A section, or a piece of one that was too long for a file.
pub(super) struct Piece<'a> {
    /// The section.
    pub(super) section: &'a Section,
    /// The level of its heading, 2 for a section that stands in no other.
    pub(super) level: u8,
    /// How much of the section it is.
    pub(super) extent: Extent<'a>,
}

/// How much of a section stands in a piece.
#[derive(Clone, Copy)]
pub(super) enum Extent<'a> {
    /// The whole of it, with the sections inside it.
    Whole,
    /// Its heading and its first blocks, without the sections inside it.
    Opening(&'a [Block]),
    /// Blocks from its middle or its end.
    Continuation(&'a [Block]),
}

/// What is known of a note before it is written.
#[derive(Clone, Default)]
pub(super) struct NotePlan<'a> {
    /// The file it stands in.
    pub(super) file: Option<FileIndex>,
    /// The marks that call it, in reading order.
    pub(super) marks: Vec<MarkPlace<'a>>,
}

/// Where a mark stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct MarkPlace<'a> {
    /// Its file.
    pub(super) file: FileIndex,
    /// Which mark of its note it is.
    pub(super) nth: u32,
    /// Its label.
    pub(super) label: &'a str,
}

/// Divides a book into files.
pub(super) fn plan<'a>(book: &'a Book, edition: &Edition) -> Plan<'a> {
    let mut files = Vec::new();
    if edition.cover.is_some() {
        files.push(file("cover.xhtml".into(), Matter::Front, Content::Cover));
    }
    files.push(file(TITLE_PAGE.into(), Matter::Front, Content::TitlePage));
    let mut texts = 0;
    let weights = Weights::of(book);
    let divisions = [
        (Matter::Front, book.front()),
        (Matter::Body, book.body()),
        (Matter::Back, book.back()),
    ];
    for (matter, sections) in divisions {
        for section in sections {
            for pieces in cut(section, 2, &weights) {
                texts += 1;
                let name = format!("text-{texts:03}.xhtml");
                files.push(file(name, matter, Content::Text(pieces)));
            }
        }
    }
    files.push(file("colophon.xhtml".into(), Matter::Back, Content::Colophon));
    let notes = vec![NotePlan::default(); book.notes().len()];
    let mut plan =
        Plan { files, places: BTreeMap::new(), notes, bracketed: book.bracketed_notes() };
    plan.survey(book);
    plan.house_notes(book);
    plan
}

impl<'a> Plan<'a> {
    /// The file of the title page.
    pub(super) fn title_page(&self) -> Option<&File<'a>> {
        self.files.iter().find(|file| matches!(file.content, Content::TitlePage))
    }

    /// The file of the cover.
    pub(super) fn cover(&self) -> Option<&File<'a>> {
        self.files.iter().find(|file| matches!(file.content, Content::Cover))
    }

    /// The first file of the text proper: where reading starts.
    pub(super) fn start_of_reading(&self) -> Option<&File<'a>> {
        let text = |file: &&File<'_>| matches!(file.content, Content::Text(_));
        let body = self.files.iter().filter(text).find(|file| file.matter == Matter::Body);
        body.or_else(|| self.files.iter().find(text))
    }

    /// The address of an element with `id` in `file`, as a link in the file `from` writes it.
    pub(super) fn href(&self, from: FileIndex, file: FileIndex, id: &str) -> String {
        match self.files.get(file) {
            Some(other) if from != file => format!("{}#{id}", other.name),
            _ => format!("#{id}"),
        }
    }

    /// Finds out where every block and every mark stands.
    fn survey(&mut self, book: &'a Book) {
        for index in 0..self.files.len() {
            let mut finder =
                Finder { book, file: index, places: &mut self.places, marks: Vec::new() };
            match &self.files[index].content {
                Content::Cover => {}
                Content::TitlePage => {
                    for line in &book.title().lines {
                        finder.run(line.id, &line.content);
                    }
                }
                Content::Text(pieces) => pieces.iter().for_each(|piece| finder.piece(piece)),
                Content::Colophon => {
                    for line in &book.provenance().lines {
                        finder.run(line.id, &line.content);
                    }
                }
            }
            let marks = finder.marks;
            self.add_marks(marks);
        }
    }

    /// Gives each note a file: that of its first mark; for one that no text calls, that of the
    /// note which calls it; for an orphan, that of its home.
    fn house_notes(&mut self, book: &'a Book) {
        let last_text = self.files.len().saturating_sub(2);
        let mut waiting: Vec<NoteId> = Vec::new();
        for (index, note) in book.notes().iter().enumerate() {
            let home = self.places.get(&note.home).copied().unwrap_or(last_text);
            let plan = &mut self.notes[index];
            plan.file = match plan.marks.first() {
                Some(mark) => Some(mark.file),
                None => (note.marks == 0).then_some(home),
            };
            if plan.file.is_some() {
                waiting.push(NoteId(index as u32));
            }
        }
        let mut housed = 0;
        while let Some(id) = waiting.get(housed).copied() {
            housed += 1;
            let index = id.0 as usize;
            let (Some(note), Some(file)) = (book.notes().get(index), self.notes[index].file)
            else {
                continue;
            };
            let places = &mut self.places;
            let mut finder = Finder { book, file, places, marks: Vec::new() };
            finder.note(note);
            let marks = finder.marks;
            for (called, _) in &marks {
                if let Some(plan) = self.notes.get_mut(called.0 as usize)
                    && plan.file.is_none()
                {
                    plan.file = Some(file);
                    waiting.push(*called);
                }
            }
            self.add_marks(marks);
        }
        // What is left is called by nothing but itself; it is kept where it stood.
        for (index, note) in book.notes().iter().enumerate() {
            let home = self.places.get(&note.home).copied().unwrap_or(last_text);
            let file = *self.notes[index].file.get_or_insert(home);
            self.files[file].notes.push(NoteId(index as u32));
        }
    }

    fn add_marks(&mut self, marks: Vec<(NoteId, MarkPlace<'a>)>) {
        for (note, mark) in marks {
            if let Some(plan) = self.notes.get_mut(note.0 as usize) {
                plan.marks.push(mark);
            }
        }
    }
}

/// Collects what stands in one file.
struct Finder<'p, 'a> {
    book: &'a Book,
    file: FileIndex,
    places: &'p mut BTreeMap<BlockId, FileIndex>,
    marks: Vec<(NoteId, MarkPlace<'a>)>,
}

impl<'a> Finder<'_, 'a> {
    fn piece(&mut self, piece: &Piece<'a>) {
        match piece.extent {
            Extent::Whole => self.section(piece.section),
            Extent::Opening(blocks) => {
                self.heading(piece.section);
                blocks.iter().for_each(|block| self.block(block));
            }
            Extent::Continuation(blocks) => blocks.iter().for_each(|block| self.block(block)),
        }
    }

    fn section(&mut self, section: &'a Section) {
        self.heading(section);
        section.blocks.iter().for_each(|block| self.block(block));
        section.sections.iter().for_each(|inner| self.section(inner));
    }

    fn heading(&mut self, section: &'a Section) {
        self.place(section.id);
        if let Some(heading) = &section.heading {
            heading.number.iter().for_each(|number| self.run(section.id, number));
            self.run(section.id, &heading.title);
        }
    }

    fn note(&mut self, note: &'a Note) {
        note.blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &'a Block) {
        self.place(block.id);
        each_run(block, &mut |inner, run| match &inner.kind {
            // What is not written is no place that a link could lead to.
            BlockKind::Figure(figure) if shows_nothing(self.book, figure) => {
                self.places.remove(&inner.id);
            }
            _ => self.run(inner.id, run),
        });
    }

    fn run(&mut self, id: BlockId, run: &'a [Inline]) {
        self.place(id);
        let file = self.file;
        each_mark(run, &mut |mark| {
            let place = MarkPlace { file, nth: mark.nth, label: mark.label.as_str() };
            self.marks.push((mark.note, place));
        });
    }

    fn place(&mut self, id: BlockId) {
        self.places.entry(id).or_insert(self.file);
    }
}

fn file(name: String, matter: Matter, content: Content<'_>) -> File<'_> {
    File { name, matter, content, notes: Vec::new() }
}

/// Cuts a section into the pieces of one or more files.
fn cut<'a>(section: &'a Section, level: u8, weights: &Weights) -> Vec<Vec<Piece<'a>>> {
    let holds_chapters = section.role == Role::Part && !section.sections.is_empty();
    if !holds_chapters && weights.section(section) <= FULL {
        return vec![vec![Piece { section, level, extent: Extent::Whole }]];
    }
    let mut files: Vec<Vec<Piece<'_>>> = Vec::new();
    let mut rest = section.blocks.as_slice();
    let mut first = true;
    while first || !rest.is_empty() {
        let (blocks, after) = rest.split_at(how_many_fit(rest, weights));
        let extent = match first {
            true => Extent::Opening(blocks),
            false => Extent::Continuation(blocks),
        };
        files.push(vec![Piece { section, level, extent }]);
        (rest, first) = (after, false);
    }
    // Short inner sections share a file; where they are chapters of a part, each has its own.
    let mut room = 0;
    for inner in &section.sections {
        let size = weights.section(inner);
        if size <= room && !holds_chapters {
            room -= size;
            if let Some(last) = files.last_mut() {
                last.push(Piece { section: inner, level: level + 1, extent: Extent::Whole });
            }
        } else {
            files.extend(cut(inner, level + 1, weights));
            room = FULL.saturating_sub(size);
        }
    }
    files
}

/// How many of the first blocks fit into a file, at least one if there is one.
fn how_many_fit(blocks: &[Block], weights: &Weights) -> usize {
    let mut size = 0;
    for (index, block) in blocks.iter().enumerate() {
        size += weights.block(block);
        if size > FULL && index > 0 {
            return index;
        }
    }
    blocks.len()
}

/// What each note of a book adds to the file of its mark, in bytes of text.
struct Weights {
    notes: Vec<usize>,
}

impl Weights {
    fn of(book: &Book) -> Weights {
        let of_note = |note: &Note| note.blocks.iter().map(text_in).sum();
        Weights { notes: book.notes().iter().map(of_note).collect() }
    }

    /// The text of a section and of the notes that it calls.
    fn section(&self, section: &Section) -> usize {
        let blocks: usize = section.blocks.iter().map(|block| self.block(block)).sum();
        blocks + section.sections.iter().map(|inner| self.section(inner)).sum::<usize>()
    }

    /// The text of a block and of the notes that it calls first.
    fn block(&self, block: &Block) -> usize {
        let mut size = text_in(block);
        each_run(block, &mut |_, run| {
            each_mark(run, &mut |mark| {
                let weight = self.notes.get(mark.note.0 as usize).filter(|_| mark.nth == 0);
                size += weight.copied().unwrap_or(0);
            });
        });
        size
    }
}

fn text_in(block: &Block) -> usize {
    let mut size = 0;
    each_run(block, &mut |_, run| size += text_of(run).len());
    size
}
