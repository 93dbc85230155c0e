//! The blocks that a section and a note are made of.

use super::{ImageId, Inline, Language, Text, key_of, text_of};

/// The lasting name of a block or a section: made from its own words, so that it stays when
/// something else in the book changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub u64);

impl std::fmt::Display for BlockId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "b{:010x}", self.0 & 0xff_ffff_ffff)
    }
}

/// Hands out ids while a book is put together: equal words get a counter, in order of standing.
#[derive(Debug, Default)]
pub struct BlockIds {
    given: std::collections::BTreeMap<u64, u64>,
}

impl BlockIds {
    /// The id of a block with these words (the first 200 scalars, letters and digits alone).
    pub fn next(&mut self, words: &str) -> BlockId {
        let mut letters = String::with_capacity(256);
        letters.extend(words.chars().filter(|c| c.is_alphanumeric()).take(200));
        let key = key_of(letters.as_bytes()) & 0xff_ffff_ffff;
        let mut id = key;
        loop {
            let nth = self.given.entry(id).or_insert(0);
            *nth += 1;
            if *nth == 1 {
                return BlockId(id);
            }
            id = key_of(&[id.to_be_bytes(), nth.to_be_bytes()].concat()) & 0xff_ffff_ffff;
        }
    }
}

/// One block of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its lasting name.
    pub id: BlockId,
    /// Its language, where that is not the book's.
    pub language: Option<Language>,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph(Paragraph),
    /// Lines whose ends are the author's.
    Verse(Vec<Stanza>),
    /// A passage by another hand, set in.
    Quotation(Vec<Block>),
    /// A motto before a work or a chapter.
    Epigraph(Vec<Block>),
    /// Items, numbered or not.
    List(List),
    /// Rows and columns.
    Table(Table),
    /// An image with what is said of it.
    Figure(Figure),
    /// Place and date of a letter or an article.
    Dateline(Vec<Inline>),
    /// The address at the head of a letter.
    Salutation(Vec<Inline>),
    /// The name, and what is said with it, at the foot of a letter or an article.
    Signature(Vec<Inline>),
    /// One turn of a dialogue.
    Speech(Speech),
    /// A pause between blocks.
    Break(Break),
}

/// Running text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Where its lines stand.
    pub align: Align,
    /// Its text.
    pub content: Vec<Inline>,
}

/// Where the lines of a paragraph or a cell stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Set as the surroundings are.
    #[default]
    Natural,
    /// In the middle of the measure.
    Centre,
    /// At the end of the measure.
    End,
}

/// A group of verse lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stanza {
    /// Its lines in order.
    pub lines: Vec<VerseLine>,
}

/// A line of verse.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerseLine {
    /// How far it is set in, in steps of one em.
    pub indent: u8,
    /// Its text.
    pub content: Vec<Inline>,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What stands before each item.
    pub marker: Marker,
    /// The items in order.
    pub items: Vec<Item>,
}

/// What stands before an item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A bullet, or what the edition sets for it.
    Bullet,
    /// Numbers from here on: `1.`
    Decimal(u32),
    /// Letters from here on: `a.`
    Alpha(u32),
    /// Small roman numerals from here on: `i.`
    Roman(u32),
    /// Capital roman numerals from here on: `I.`
    UpperRoman(u32),
    /// Capital letters from here on: `A.`
    UpperAlpha(u32),
    /// Nothing: the items carry labels of their own, or are terms with what is said of them.
    None,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// A label or a term that stands in the source's own text.
    pub label: Option<Vec<Inline>>,
    /// What the item says.
    pub blocks: Vec<Block>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What is said of it, above or beneath.
    pub caption: Option<Vec<Inline>>,
    /// How many of the first rows are heads, repeated where the table goes on over a page.
    pub head_rows: usize,
    /// Its rows, each with the cells that begin in it.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Whether it is the head of its row or column.
    pub head: bool,
    /// How many columns it covers, at least 1.
    pub columns: u16,
    /// How many rows it covers, at least 1.
    pub rows: u16,
    /// Where its lines stand.
    pub align: Align,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// An image set as a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The image; none if its bytes were not to be had, and then only the words remain.
    pub image: Option<ImageId>,
    /// What it shows, for those who cannot see it; none if the page says nothing.
    pub alt: Option<String>,
    /// What stands beneath it.
    pub caption: Vec<Inline>,
}

/// One turn of a dialogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    /// Who speaks, with the stop or colon that follows the name in the source.
    pub speaker: Vec<Inline>,
    /// What is said.
    pub content: Vec<Inline>,
}

/// A pause between blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// A rule across the measure, or a blank line: set as white.
    Blank,
    /// An ornament that stands in the source's own text: `* * *`.
    Ornament(Text),
}

/// Calls `visit` with each run of inlines in `block`, in reading order, inner blocks included.
/// With [`each_text`](super::each_text) this is the one way to reach all text of a block.
pub fn each_run<'a>(block: &'a Block, visit: &mut dyn FnMut(&'a Block, &'a [Inline])) {
    let inner = |blocks: &'a [Block], visit: &mut dyn FnMut(&'a Block, &'a [Inline])| {
        for block in blocks {
            each_run(block, visit);
        }
    };
    match &block.kind {
        BlockKind::Paragraph(paragraph) => visit(block, &paragraph.content),
        BlockKind::Verse(stanzas) => {
            for line in stanzas.iter().flat_map(|stanza| &stanza.lines) {
                visit(block, &line.content);
            }
        }
        BlockKind::Quotation(blocks) | BlockKind::Epigraph(blocks) => inner(blocks, visit),
        BlockKind::List(list) => {
            for item in &list.items {
                if let Some(label) = &item.label {
                    visit(block, label);
                }
                inner(&item.blocks, visit);
            }
        }
        BlockKind::Table(table) => {
            if let Some(caption) = &table.caption {
                visit(block, caption);
            }
            for cell in table.rows.iter().flatten() {
                inner(&cell.blocks, visit);
            }
        }
        BlockKind::Figure(figure) => visit(block, &figure.caption),
        BlockKind::Dateline(content)
        | BlockKind::Salutation(content)
        | BlockKind::Signature(content) => visit(block, content),
        BlockKind::Speech(speech) => {
            visit(block, &speech.speaker);
            visit(block, &speech.content);
        }
        BlockKind::Break(_) => {}
    }
}

/// The words of a block as one string, its runs joined by line ends.
pub fn words_of(block: &Block) -> String {
    let mut words = String::new();
    each_run(block, &mut |_, run| {
        if !words.is_empty() {
            words.push('\n');
        }
        words.push_str(&text_of(run));
    });
    words
}
