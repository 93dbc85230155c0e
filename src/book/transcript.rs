//! A work as its pages showed it: a flat run of passages, links and anchors still raw.

use super::{Align, Form, Image, Inline, InlineImage, Language, Log, Marker, Span, text_of};

/// The pages of a work, read but not yet understood. Each stage up to structure takes one and
/// gives one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transcript {
    /// What the work's books are named after.
    pub name: String,
    /// The folders that its files lie in, the nearest last.
    pub shelf: Vec<String>,
    /// The reading text of the whole work (DESIGN §4): what the ledger accounts for.
    pub reading: String,
    /// The pages in reading order. A contents page, if there is one, comes first. A page is
    /// called a leaf here: [`Page`](super::Page) is the printed one.
    pub leaves: Vec<Leaf>,
    /// The images found for the work, in the order of the work.
    pub images: Vec<Image>,
    /// Pages and images that are linked but were not to be had.
    pub missing: Vec<String>,
    /// The pieces of the reading text that no passage holds any more, with the rules that took
    /// them out.
    pub log: Log,
}

/// One page of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Its path relative to the work's root.
    pub name: String,
    /// Its address on the web, if it is known.
    pub address: Option<String>,
    /// What it is in the work.
    pub part: LeafPart,
    /// The form it was written in.
    pub form: Form,
    /// Its part of the reading text.
    pub span: Span,
    /// What it says of itself outside the reading text.
    pub head: Head,
    /// Its passages in the order in which they stand.
    pub passages: Vec<Passage>,
}

/// What a page is in its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafPart {
    /// The contents page, which lists the others.
    Contents,
    /// A page that bears text.
    Page,
}

/// What a web page says of itself outside its body. Weak evidence: it is often wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// `<title>`.
    pub title: Option<String>,
    /// `<meta name="author">`.
    pub author: Option<String>,
    /// `<meta name="description">`.
    pub description: Option<String>,
    /// `<meta name="keywords">` and the like: what it is about, one subject each.
    pub subjects: Vec<String>,
    /// `lang` of the document.
    pub language: Option<Language>,
    /// The address of the page, from `<base>`, `<link rel="canonical">` or the like.
    pub address: Option<String>,
}

/// A block as the page showed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What kind of element it was.
    pub kind: PassageKind,
    /// The elements around it that mean something, outermost first.
    pub within: Vec<Enclosure>,
    /// Its element's class names, lower case, in order.
    pub class: Vec<String>,
    /// Anchors (`id`, `name`) at its very beginning.
    pub anchors: Vec<String>,
    /// Where its lines stand.
    pub align: Align,
    /// The language that the page gives it.
    pub language: Option<Language>,
    /// Columns by which plain text sets it in, beyond the text's own left edge.
    pub indent: u16,
    /// Blank lines before it in plain text; in a page, blocks with nothing in them but spaces
    /// or line ends that somebody put there.
    pub gap: u16,
    /// Its text. Tables hold theirs in their cells.
    pub content: Vec<Inline>,
}

/// What kind of element a passage was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassageKind {
    /// A paragraph, or loose text between blocks.
    Paragraph,
    /// A heading by its mark-up, level 1 to 6. Levels are often used for looks.
    Heading(u8),
    /// Lines whose ends are to be kept: `<pre>`, indented lines, `<verse>`.
    Lines,
    /// A rule across the page.
    Rule,
    /// A term, of which the next passages say something.
    Term,
    /// A table with its cells.
    Table(RawTable),
    /// A line of metadata by mark-up (muse `#title`, YAML front matter), by its key.
    Field(String),
    /// An image by itself, with its caption as the content.
    Image(InlineImage),
}

/// A table as the page showed it: it may be a table, a quotation, a verse or only layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawTable {
    /// The caption element.
    pub caption: Vec<Inline>,
    /// Its rows, each with the cells that begin in it.
    pub rows: Vec<Vec<RawCell>>,
}

/// A cell as the page showed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawCell {
    /// Whether it is a head by its mark-up.
    pub head: bool,
    /// How many columns it covers.
    pub columns: u16,
    /// How many rows it covers.
    pub rows: u16,
    /// Where its lines stand.
    pub align: Align,
    /// What stands in it.
    pub passages: Vec<Passage>,
}

/// An element around passages. Passages in one element have the same `id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    /// Its number in its page, unique there.
    pub id: u32,
    /// What it is.
    pub kind: EnclosureKind,
    /// Its class names, lower case, in order. For a division its id counts as one, and so does
    /// the name of an element that says what stands in it (`nav`, `footer`).
    pub class: Vec<String>,
}

/// What an element around passages is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnclosureKind {
    /// A quotation by mark-up.
    Quotation,
    /// A list by mark-up.
    List(Marker),
    /// An item of the list around it.
    Item,
    /// A division that has a class name or an id.
    Division,
    /// Verse by mark-up.
    Verse,
    /// A note by mark-up (Markdown, muse, `[Footnote A: …]`), by its label. Its first passage
    /// has the anchor `fn:LABEL` and begins with the label's own text (`1`, `[1]`) and a space;
    /// its marks are links to `#fn:LABEL`.
    Note(String),
}

impl Passage {
    /// A paragraph with this text and nothing known about its look.
    pub fn paragraph(content: Vec<Inline>) -> Self {
        Passage {
            kind: PassageKind::Paragraph,
            within: Vec::new(),
            class: Vec::new(),
            anchors: Vec::new(),
            align: Align::Natural,
            language: None,
            indent: 0,
            gap: 0,
            content,
        }
    }

    /// What a reader sees of it, the cells of a table included, one line each.
    pub fn words(&self) -> String {
        let mut words = text_of(&self.content);
        for cell in self.cells() {
            for passage in &cell.passages {
                if !words.is_empty() {
                    words.push('\n');
                }
                words.push_str(&passage.words());
            }
        }
        words
    }

    /// The cells of a table, row by row; nothing for other kinds.
    pub fn cells(&self) -> impl Iterator<Item = &RawCell> {
        let rows = match &self.kind {
            PassageKind::Table(table) => table.rows.as_slice(),
            _ => &[],
        };
        rows.iter().flatten()
    }

    /// Whether its element, or one around it, has this class name.
    pub fn has_class(&self, name: &str) -> bool {
        let around = self.within.iter().flat_map(|enclosure| &enclosure.class);
        self.class.iter().chain(around).any(|class| class == name)
    }

    /// Calls `visit` with each run of inlines in the passage: captions and cells, then its own.
    pub fn each_run<'a>(&'a self, visit: &mut dyn FnMut(&'a [Inline])) {
        if let PassageKind::Table(table) = &self.kind {
            visit(&table.caption);
            for passage in table.rows.iter().flatten().flat_map(|cell| &cell.passages) {
                passage.each_run(visit);
            }
        }
        visit(&self.content);
    }

    /// Calls `visit` with each run of inlines in the passage, to change it.
    pub fn each_run_mut(&mut self, visit: &mut dyn FnMut(&mut Vec<Inline>)) {
        if let PassageKind::Table(table) = &mut self.kind {
            visit(&mut table.caption);
            let cells = table.rows.iter_mut().flatten();
            for passage in cells.flat_map(|cell| &mut cell.passages) {
                passage.each_run_mut(visit);
            }
        }
        visit(&mut self.content);
    }

    /// The place in the reading text that it comes from; none if it has no text.
    pub fn span(&self) -> Option<Span> {
        let mut span: Option<Span> = None;
        self.each_run(&mut |run| {
            super::each_text(run, &mut |text| {
                if let Some(here) = text.span() {
                    span = Some(span.map_or(here, |so_far| so_far.join(here)));
                }
            });
        });
        span
    }
}
