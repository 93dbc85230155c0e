//! Where a passage stands in the book: its part, its block, its note, its page.

use std::collections::BTreeMap;

use super::End;
use super::shown::style_words;
use super::touches::meet;
use crate::book::{
    Block, BlockId, BlockKind, Book, EbookPlaces, Field, Heading, Inline, ItemKind, Note,
    NoteId, Pages, Section, Span, Spot, Target, TitleRole, one_space, text_of,
};

/// A block of the book that holds words of the passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// What it stands in, from the outside inward.
    pub(super) path: Vec<String>,
    /// What is said of the words themselves: their style, what they link to, the notes that they
    /// call.
    pub(super) within: Vec<String>,
    /// Where the ebook has it.
    pub(super) ebook: Option<String>,
    /// The page of the PDF on which the words begin.
    pub(super) page: Option<String>,
}

/// The blocks of the book that hold words of `place`, in the order of the book.
pub(super) fn standings(end: &End<'_>, place: Span) -> Vec<Standing> {
    let mut walk = Walk { end, place, path: Vec::new(), note: None, found: Vec::new() };
    let book = end.book;
    for line in &book.title().lines {
        let role = match line.role {
            TitleRole::Other => "title matter",
            role => role.name(),
        };
        walk.within(format!("title page: {role}"), |walk| {
            walk.run(line.id, &line.content, &mut 0);
        });
    }
    for (matter, sections) in [
        (Some("front matter"), book.front()),
        (None, book.body()),
        (Some("back matter"), book.back()),
    ] {
        for section in sections {
            match matter {
                Some(matter) => walk.within(matter.into(), |walk| walk.section(section)),
                None => walk.section(section),
            }
        }
    }
    for (number, note) in book.notes().iter().enumerate() {
        walk.whole_note(NoteId(number as u32), note);
    }
    for line in &book.provenance().lines {
        walk.within(format!("colophon: {}", field(line.field)), |walk| {
            walk.run(line.id, &line.content, &mut 0);
        });
    }
    walk.found
}

/// Goes through a book and remembers what it stands in.
struct Walk<'a> {
    end: &'a End<'a>,
    place: Span,
    path: Vec<String>,
    note: Option<NoteId>,
    found: Vec<Standing>,
}

impl Walk<'_> {
    fn within(&mut self, name: String, inner: impl FnOnce(&mut Self)) {
        self.path.push(name);
        inner(self);
        self.path.pop();
    }

    fn section(&mut self, section: &Section) {
        let role = section.role.name();
        let name = match section.heading.as_ref().map(words).filter(|words| !words.is_empty()) {
            Some(words) => format!("{role} “{words}”"),
            None => format!("{role} without a heading"),
        };
        self.within(name, |walk| {
            if let Some(heading) = &section.heading {
                let mut at = 0;
                walk.within("its heading".into(), |walk| {
                    let number = heading.number.as_deref().unwrap_or_default();
                    walk.run(section.id, number, &mut at);
                    walk.run(section.id, &heading.title, &mut at);
                });
            }
            walk.blocks(&section.blocks);
            section.sections.iter().for_each(|inner| walk.section(inner));
        });
    }

    fn whole_note(&mut self, id: NoteId, note: &Note) {
        self.note = Some(id);
        self.within(called(self.end.book, id), |walk| {
            let label = note.label.clone().map(Inline::Text);
            walk.within("its label".into(), |walk| {
                walk.run(BlockId::default(), label.as_slice(), &mut 0);
            });
            walk.blocks(&note.blocks);
        });
        self.note = None;
    }

    /// Blocks beside one another, each numbered among those of its kind.
    fn blocks(&mut self, blocks: &[Block]) {
        let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
        for block in blocks {
            let name = block_name(&block.kind);
            let nth = seen.entry(name).or_default();
            *nth += 1;
            let nth = *nth;
            self.within(format!("{name} {nth}"), |walk| walk.block(block));
        }
    }

    fn block(&mut self, block: &Block) {
        let (id, mut at) = (block.id, 0);
        match &block.kind {
            BlockKind::Paragraph(paragraph) => self.run(id, &paragraph.content, &mut at),
            BlockKind::Verse(stanzas) => {
                for line in stanzas.iter().flat_map(|stanza| &stanza.lines) {
                    self.run(id, &line.content, &mut at);
                }
            }
            BlockKind::Quotation(blocks) | BlockKind::Epigraph(blocks) => self.blocks(blocks),
            BlockKind::List(list) => {
                for (nth, item) in list.items.iter().enumerate() {
                    self.within(format!("item {}", nth + 1), |walk| {
                        walk.run(id, item.label.as_deref().unwrap_or_default(), &mut at);
                        walk.blocks(&item.blocks);
                    });
                }
            }
            BlockKind::Table(table) => {
                self.run(id, table.caption.as_deref().unwrap_or_default(), &mut at);
                for (nth, row) in table.rows.iter().enumerate() {
                    for (column, cell) in row.iter().enumerate() {
                        let name = format!("row {}, cell {}", nth + 1, column + 1);
                        self.within(name, |walk| walk.blocks(&cell.blocks));
                    }
                }
            }
            BlockKind::Figure(figure) => self.run(id, &figure.caption, &mut at),
            BlockKind::Dateline(content)
            | BlockKind::Salutation(content)
            | BlockKind::Signature(content) => self.run(id, content, &mut at),
            BlockKind::Speech(speech) => {
                self.run(id, &speech.speaker, &mut at);
                self.run(id, &speech.content, &mut at);
            }
            BlockKind::Break(crate::book::Break::Ornament(text)) => {
                self.run(id, &[Inline::Text(text.clone())], &mut at);
            }
            BlockKind::Break(crate::book::Break::Blank) => {}
        }
    }

    /// A run of the block `id`, of which `at` scalars stood before; they grow by the run's.
    fn run(&mut self, id: BlockId, run: &[Inline], at: &mut u32) {
        let from = *at;
        *at += text_of(run).chars().count() as u32;
        let Some(before) = before(run, self.place) else { return };
        let spot = Spot { block: id, at: from + before };
        let mut within = Vec::new();
        said(run, self.place, self.end.book, &mut within);
        match self.found.last_mut().filter(|last| last.path == self.path) {
            Some(last) => last.within.append(&mut within),
            None => self.found.push(Standing {
                path: self.path.clone(),
                within,
                ebook: in_ebook(self.end.ebook, id, self.note),
                page: page(self.end.pages, spot),
            }),
        }
    }
}

/// The words of a heading, its number first.
fn words(heading: &Heading) -> String {
    let number = heading.number.as_deref().map(text_of).unwrap_or_default();
    one_space(&format!("{number} {}", text_of(&heading.title)))
}

/// What a note is called and how it was joined to its marks.
fn called(book: &Book, id: NoteId) -> String {
    let note = book.note(id);
    let label = note.label.as_ref().map_or("", |label| label.as_str());
    format!(
        "note {} “{label}” ({}), joined {}",
        id.0 + 1,
        note.hand.name(),
        note.pairing.words()
    )
}

/// The scalars of a run before the first that comes from `place`; none if none does.
fn before(run: &[Inline], place: Span) -> Option<u32> {
    let mut at = 0;
    let mut found = None;
    scalars(run, &mut at, place, &mut found);
    found
}

fn scalars(run: &[Inline], at: &mut u32, place: Span, found: &mut Option<u32>) {
    for inline in run {
        let text = match inline {
            Inline::Text(text) => text,
            Inline::NoteMark(mark) => &mark.label,
            // It is no scalar of the run, but the place is known.
            Inline::SourcePage(page) => {
                let here = page.mark.as_ref().and_then(|mark| mark.span());
                if found.is_none() && here.is_some_and(|here| meet(here, place)) {
                    *found = Some(*at);
                }
                continue;
            }
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                scalars(inner, at, place, found);
                continue;
            }
            Inline::LineBreak => {
                *at += 1;
                continue;
            }
            Inline::Anchor(_) | Inline::Image(_) => continue,
        };
        for (string, piece) in text.parts() {
            if found.is_none() && meet(piece.span, place) && !string.is_empty() {
                let into = match piece.rule {
                    Some(_) => 0,
                    None => place.start.saturating_sub(piece.span.start),
                };
                *found = Some(*at + into);
            }
            *at += string.chars().count() as u32;
        }
    }
}

/// What the elements around words of the place say.
fn said(run: &[Inline], place: Span, book: &Book, out: &mut Vec<String>) {
    for inline in run {
        if before(std::slice::from_ref(inline), place).is_none() {
            continue;
        }
        let (words, inner) = match inline {
            Inline::Styled(style, inner) => (style_words(*style).to_owned(), &inner[..]),
            Inline::Language(language, inner) => {
                (format!("in the language {}", language.tag()), &inner[..])
            }
            Inline::Link(Target::Address(address), inner) => {
                (format!("a link to {address}"), &inner[..])
            }
            Inline::Link(Target::Block(id), inner) => {
                (format!("a link to {id} in this book"), &inner[..])
            }
            Inline::NoteMark(mark) => {
                let label = mark.label.as_str();
                (format!("the mark “{label}” calls {}", called(book, mark.note)), &[][..])
            }
            Inline::SourcePage(page) => {
                (format!("page {} of the printed source begins here", page.label), &[][..])
            }
            _ => continue,
        };
        if !out.contains(&words) {
            out.push(words);
        }
        said(inner, place, book, out);
    }
}

fn in_ebook(ebook: &EbookPlaces, id: BlockId, note: Option<NoteId>) -> Option<String> {
    match note {
        Some(note) => ebook.notes.get(note.0 as usize).cloned(),
        None => ebook.blocks.get(&id).cloned(),
    }
}

/// The folio of the page on which the text at a spot is printed.
fn page(pages: &Pages, spot: Spot) -> Option<String> {
    let has = |wanted: &dyn Fn(&std::ops::Range<Spot>) -> bool| {
        let bears = |page: &&crate::book::Page| {
            page.items.iter().any(|item| match &item.kind {
                ItemKind::Glyphs(run) => run.spot.as_ref().is_some_and(wanted),
                _ => false,
            })
        };
        pages.pages.iter().find(bears).map(|page| page.label.clone())
    };
    has(&|run| run.contains(&spot))
        .or_else(|| has(&|run| run.start.block == spot.block && run.start.at >= spot.at))
        .or_else(|| has(&|run| run.start.block == spot.block))
}

fn block_name(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph(_) => "paragraph",
        BlockKind::Verse(_) => "verse",
        BlockKind::Quotation(_) => "quotation",
        BlockKind::Epigraph(_) => "motto",
        BlockKind::List(_) => "list",
        BlockKind::Table(_) => "table",
        BlockKind::Figure(_) => "picture",
        BlockKind::Dateline(_) => "dateline",
        BlockKind::Salutation(_) => "salutation",
        BlockKind::Signature(_) => "signature",
        BlockKind::Speech(_) => "speech",
        BlockKind::Break(_) => "break",
    }
}

/// What a line of the colophon is about.
fn field(field: Field) -> &'static str {
    match field {
        Field::Source => "the source",
        Field::Written => "when it was written",
        Field::Delivered => "when it was delivered",
        Field::FirstPublished => "when it was first published",
        Field::Publisher => "the publisher",
        Field::Translated => "the translation",
        Field::Transcribed => "the transcription",
        Field::Markup => "the mark-up",
        Field::Proofread => "the proofreading",
        Field::Edited => "the editing",
        Field::Rights => "the rights",
        Field::Online => "the online version",
        Field::Pagination => "the page numbers",
        Field::Other => "where the text comes from",
    }
}
