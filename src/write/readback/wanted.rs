//! What an edition must say: the texts of the book, cut into words that know their place in the
//! source.

use super::words::{Kind, Reading, Words, reading};
use crate::book::{Block, BlockKind, Book, Break, Inline, Section, Text};

/// The texts of a book by the parts in which every edition has them.
pub(super) struct Wanted {
    /// The lines of the title matter, which each edition puts in an order of its own.
    pub(super) title: Vec<Words>,
    /// The text, front to back.
    pub(super) text: Words,
    /// The notes, by their numbers.
    pub(super) notes: Vec<WantedNote>,
    /// The lines of the provenance.
    pub(super) colophon: Words,
    /// What an edition may add to its title page where the source has no such line: title,
    /// subtitle, authors, as a catalogue has them, and the archive in a publisher's place.
    pub(super) additions: Vec<Words>,
    /// Letters that the book has and the parts above have not. Always nought, unless a kind of
    /// block is forgotten here.
    pub(super) overlooked: usize,
}

/// A note that an edition must say.
pub(super) struct WantedNote {
    /// Its label; empty where it has none.
    pub(super) label: String,
    /// Its text.
    pub(super) words: Words,
}

/// Cuts a book into the words that its editions must say.
pub(super) fn wanted(book: &Book) -> Wanted {
    let line = |content: &[Inline]| {
        let mut words = Words::default();
        run(&mut words, content);
        words
    };
    let title: Vec<Words> =
        book.title().lines.iter().map(|title_line| line(&title_line.content)).collect();
    let mut text = Words::default();
    book.sections().for_each(|inner| section(&mut text, inner));
    let notes: Vec<WantedNote> = book
        .notes()
        .iter()
        .map(|note| {
            let mut words = Words::default();
            note.blocks.iter().for_each(|inner| block(&mut words, inner));
            let label = note.label.as_ref().map(|label| super::words::bare(label.as_str()));
            WantedNote { label: label.unwrap_or_default(), words }
        })
        .collect();
    let mut colophon = Words::default();
    for provenance in &book.provenance().lines {
        colophon.line();
        run(&mut colophon, &provenance.content);
    }
    let known = book.title();
    let catalogued = [known.title.as_str(), book.name(), "Untitled"].into_iter();
    let catalogued = catalogued.chain(known.subtitle.as_deref());
    let catalogued = catalogued.chain(known.authors.iter().map(|author| author.name.as_str()));
    let catalogued = catalogued.chain(book.provenance().archive.as_deref());
    let additions = catalogued.map(|words| {
        let mut cut = Words::default();
        cut.text(words);
        cut
    });
    let additions = additions.collect();
    let mut wanted = Wanted { title, text, notes, colophon, additions, overlooked: 0 };
    wanted.overlooked = letters_of(book).abs_diff(wanted.letters(book));
    wanted
}

impl Wanted {
    /// How many words there are to look for.
    pub(super) fn words(&self) -> usize {
        let parts = self.title.iter().chain([&self.text, &self.colophon]);
        let parts = parts.chain(self.notes.iter().map(|note| &note.words));
        parts.map(|words| words.tokens.len()).sum()
    }

    /// How many letters the parts have, the labels of notes included.
    fn letters(&self, book: &Book) -> usize {
        let parts = self.title.iter().chain([&self.text, &self.colophon]);
        let parts = parts.chain(self.notes.iter().map(|note| &note.words));
        let tokens = parts.flat_map(|words| &words.tokens).filter(|token| match token.kind {
            Kind::Mark(_) => false,
            Kind::Word | Kind::Label => true,
        });
        let mut labels = 0;
        let labelled = book.notes().iter().filter_map(|note| note.label.as_ref());
        labelled.for_each(|label| labels += letters(label));
        book.each_run(&mut |_, run| {
            crate::book::each_mark(run, &mut |mark| labels += letters(&mark.label));
        });
        tokens.map(|token| token.text.chars().count()).sum::<usize>() + labels
    }
}

fn letters_of(book: &Book) -> usize {
    let mut count = 0;
    book.each_text(&mut |text| count += letters(text));
    count
}

fn letters(text: &Text) -> usize {
    text.as_str().chars().filter(|c| matches!(reading(*c), Reading::As(_))).count()
}

fn section(words: &mut Words, of: &Section) {
    words.line();
    if let Some(heading) = &of.heading {
        for line in heading.number.iter().chain([&heading.title]) {
            run(words, line);
            words.gap();
        }
    }
    of.blocks.iter().for_each(|inner| block(words, inner));
    of.sections.iter().for_each(|inner| section(words, inner));
}

fn block(words: &mut Words, of: &Block) {
    words.line();
    match &of.kind {
        BlockKind::Paragraph(paragraph) => run(words, &paragraph.content),
        BlockKind::Dateline(content)
        | BlockKind::Salutation(content)
        | BlockKind::Signature(content) => run(words, content),
        BlockKind::Verse(stanzas) => {
            for line in stanzas.iter().flat_map(|stanza| &stanza.lines) {
                words.line();
                run(words, &line.content);
            }
        }
        BlockKind::Quotation(blocks) | BlockKind::Epigraph(blocks) => {
            blocks.iter().for_each(|inner| block(words, inner));
        }
        BlockKind::List(list) => {
            for item in &list.items {
                words.line();
                if let Some(label) = &item.label {
                    words.turn(Kind::Label);
                    run(words, label);
                    words.turn(Kind::Word);
                }
                item.blocks.iter().for_each(|inner| block(words, inner));
            }
        }
        BlockKind::Table(table) => {
            table.caption.iter().for_each(|caption| run(words, caption));
            for cell in table.rows.iter().flatten() {
                words.line();
                cell.blocks.iter().for_each(|inner| block(words, inner));
            }
        }
        BlockKind::Figure(figure) => run(words, &figure.caption),
        BlockKind::Speech(speech) => {
            run(words, &speech.speaker);
            words.gap();
            run(words, &speech.content);
        }
        BlockKind::Break(Break::Ornament(text)) => pieces(words, text),
        BlockKind::Break(Break::Blank) => {}
    }
    words.line();
}

fn run(words: &mut Words, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => pieces(words, text),
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                run(words, inner);
            }
            Inline::NoteMark(mark) => {
                let note = mark.note.0 as usize;
                words.mark(Some(note), mark.label.as_str(), mark.label.span());
            }
            Inline::LineBreak => words.gap(),
            Inline::Anchor(_) | Inline::SourcePage(_) | Inline::Image(_) => {}
        }
    }
}

fn pieces(words: &mut Words, text: &Text) {
    text.parts().for_each(|(string, piece)| words.piece(string, piece));
}
