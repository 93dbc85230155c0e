//! Finished pages: items at fixed points, and the logical structure they belong to. A writer
//! needs nothing else.

use std::ops::Range;

use sha2::{Digest, Sha256};

use super::{BlockId, ImageId, Language, NoteId};

/// A length in scaled points: 65,536 to the printer's point of 1/72 inch (TeX's unit, on the
/// desktop point). Integers, so that equal input gives equal pages on any machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(pub i64);

impl Length {
    /// Scaled points in a point.
    pub const POINT: i64 = 65_536;
    /// No length.
    pub const ZERO: Length = Length(0);

    /// A length of so many thousandths of a point.
    pub const fn milli(thousandths: i64) -> Length {
        Length(thousandths * Self::POINT / 1000)
    }

    /// A length of so many whole points.
    pub const fn pt(points: i64) -> Length {
        Length(points * Self::POINT)
    }

    /// A length of so many hundredths of a millimetre.
    pub const fn mm100(hundredths: i64) -> Length {
        Length(hundredths * 72 * Self::POINT / 2540)
    }

    /// The length in points.
    pub fn to_pt(self) -> f64 {
        self.0 as f64 / Self::POINT as f64
    }
}

/// A length within a line, in scaled points. A book has a million glyphs with three of them each:
/// half the size of a [`Length`] is twelve megabytes fewer to fill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step(i32);

impl Step {
    /// No step.
    pub const ZERO: Step = Step(0);

    /// The length that it is.
    pub const fn length(self) -> Length {
        Length(self.0 as i64)
    }
}

impl From<Length> for Step {
    /// A length beyond 32,767 points, which is on no page, is taken for that.
    fn from(length: Length) -> Step {
        let most = if length.0 < 0 { i32::MIN } else { i32::MAX };
        Step(i32::try_from(length.0).unwrap_or(most))
    }
}

impl std::ops::Add for Length {
    type Output = Length;
    fn add(self, other: Length) -> Length {
        Length(self.0 + other.0)
    }
}

impl std::ops::Sub for Length {
    type Output = Length;
    fn sub(self, other: Length) -> Length {
        Length(self.0 - other.0)
    }
}

impl std::ops::Neg for Length {
    type Output = Length;
    fn neg(self) -> Length {
        Length(-self.0)
    }
}

impl std::ops::Mul<i64> for Length {
    type Output = Length;
    fn mul(self, factor: i64) -> Length {
        Length(self.0 * factor)
    }
}

impl std::ops::Div<i64> for Length {
    type Output = Length;
    fn div(self, divisor: i64) -> Length {
        Length(self.0 / divisor)
    }
}

impl std::ops::AddAssign for Length {
    fn add_assign(&mut self, other: Length) {
        self.0 += other.0;
    }
}

impl std::ops::SubAssign for Length {
    fn sub_assign(&mut self, other: Length) {
        self.0 -= other.0;
    }
}

impl std::iter::Sum for Length {
    fn sum<I: Iterator<Item = Length>>(lengths: I) -> Length {
        Length(lengths.map(|length| length.0).sum())
    }
}

/// A point on a page, from its top left corner, `y` downward.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// From the left edge.
    pub x: Length,
    /// From the top edge.
    pub y: Length,
}

/// The size of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Across.
    pub width: Length,
    /// Down.
    pub height: Length,
}

/// A made-up book, ready to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// The trimmed size of every page.
    pub size: Size,
    /// The pages in order; the first is a recto.
    pub pages: Vec<Page>,
    /// The fonts that runs refer to by index.
    pub fonts: Vec<FontFile>,
    /// The images that items refer to.
    pub images: Vec<super::Image>,
    /// The outline (bookmarks), in order.
    pub outline: Vec<OutlineEntry>,
    /// The logical structure: nodes by index, the document itself first.
    pub structure: Vec<Node>,
    /// What each piece of marked content belongs to, by [`ContentId`].
    pub content: Vec<NodeId>,
    /// What the document is called.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The language of the document.
    pub language: Language,
}

/// One page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its folio, whether it is printed or not: `i`, `12`.
    pub label: String,
    /// Where its body text begins; none where it bears no body text (blank, title, colophon).
    pub starts_at: Option<Spot>,
    /// What stands on it, in the order in which it is to be drawn and read.
    pub items: Vec<PageItem>,
}

/// A place in a book's text: a scalar of a block.
///
/// Scalars are counted over [`text_of`](super::text_of) of the block's own runs, in the order in
/// which [`each_run`](super::each_run) gives them: the number and the title of a heading (by its
/// section's id), the lines of a verse, the speaker and the words of a speech.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The block.
    pub block: BlockId,
    /// The scalar in it, from 0.
    pub at: u32,
}

/// An item at its point. The point of text is its left end on the baseline; of anything else its
/// top left corner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageItem {
    /// Where it stands.
    pub at: Point,
    /// Which piece of the structure it belongs to, or what furniture it is.
    pub tag: ItemTag,
    /// What it is.
    pub kind: ItemKind,
}

/// What an item on a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// Text in one font and size.
    Glyphs(GlyphRun),
    /// A filled rectangle: a rule.
    Rule(Size),
    /// An image, scaled to a size.
    Image(ImageId, Size),
    /// An area that leads somewhere.
    Link(LinkArea),
}

/// Whether an item belongs to the text or to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemTag {
    /// A piece of the logical structure. A piece that goes on over a page or past other items
    /// keeps its id.
    Content(ContentId),
    /// Of the page, not of the text: left out when the document is read aloud or copied.
    Artifact(Artifact),
}

/// What an item that is not text is for (ISO 32000-1, table 330).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// A running head.
    Header,
    /// A folio at the foot.
    Footer,
    /// The rule above the notes, an ornament.
    Layout,
}

/// A piece of marked content by its index in [`Pages::content`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentId(pub u32);

/// A node of the logical structure by its index in [`Pages::structure`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A node of the logical structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub tag: NodeTag,
    /// Its children in logical order.
    pub kids: Vec<Kid>,
    /// Its language, where that is not its parent's.
    pub language: Option<Language>,
    /// Words for those who cannot see it (figures, links).
    pub alt: Option<String>,
    /// For notes, the note; for headings and paragraphs, none.
    pub note: Option<NoteId>,
}

/// A child of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kid {
    /// Another node.
    Node(NodeId),
    /// A piece of marked content.
    Content(ContentId),
    /// A link area of this node (the items that bear its id), as an object reference.
    Link(LinkId),
}

/// A link by its number in the document; a link broken over lines has several areas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

/// The standard structure types that a book needs (ISO 32000-1, 14.8.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeTag {
    /// The whole document.
    Document,
    /// A part.
    Part,
    /// A chapter, a section.
    Section,
    /// A division without a meaning of its own (title page, colophon, a stanza).
    Division,
    /// A heading of a level from 1.
    Heading(u8),
    /// A paragraph, a line of verse.
    Paragraph,
    /// A quotation set in.
    Quotation,
    /// A list.
    List,
    /// An item of it.
    Item,
    /// The label of an item, a note, a heading.
    Label,
    /// The body of an item.
    ItemBody,
    /// A table.
    Table,
    /// A row of it.
    Row,
    /// A cell that heads a column (or, with `true`, a row).
    HeadCell {
        /// Columns covered.
        columns: u16,
        /// Rows covered.
        rows: u16,
        /// Whether it heads its row, not its column.
        of_row: bool,
    },
    /// A cell.
    Cell {
        /// Columns covered.
        columns: u16,
        /// Rows covered.
        rows: u16,
    },
    /// An image that means something.
    Figure,
    /// What is said of a table or a figure.
    Caption,
    /// A footnote.
    Note,
    /// A reference to something elsewhere in the document: a note mark, a page number.
    Reference,
    /// A link.
    Link,
    /// A run inside a paragraph.
    Span,
    /// A table of contents.
    Contents,
    /// An entry of it.
    ContentsItem,
}

/// An area on a page that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkArea {
    /// Which link it is part of.
    pub link: LinkId,
    /// How large it is, from the item's point.
    pub size: Size,
    /// Where it leads.
    pub to: Destination,
    /// What it is, in words: `Note 3`, an address.
    pub words: String,
}

/// Where a link or a bookmark leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To a place in the document.
    Place {
        /// The page, from 0.
        page: u32,
        /// The point to show at the top left.
        at: Point,
        /// The structure node that stands there.
        node: NodeId,
    },
    /// To an address on the web.
    Address(String),
}

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineEntry {
    /// Its depth, from 1.
    pub level: u8,
    /// Its words.
    pub title: String,
    /// Where it leads.
    pub to: Destination,
}

/// Text in one font and size, shaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlyphRun {
    /// The font, by its index in [`Pages::fonts`].
    pub font: u16,
    /// The size of the em.
    pub size: Length,
    /// The glyphs in the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// The text that the glyphs stand for, in logical order.
    pub text: String,
    /// Where the text stands in the book; none for what the edition adds (a hyphen, a folio).
    pub spot: Option<Range<Spot>>,
    /// The language of the run, where it is not its structure node's.
    pub language: Option<Language>,
    /// Whether the glyphs differ from the text in a way that only a replacement text can carry:
    /// the hyphen at a line end (`U+00AD`), capitals set for a presentation.
    pub replaced: bool,
}

/// A glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The glyph's number in the font.
    pub id: u16,
    /// How far the pen moves to the right after it, justification included.
    pub advance: Step,
    /// How far it is drawn to the right of the pen.
    pub dx: Step,
    /// How far it is drawn above the baseline.
    pub dy: Step,
    /// The byte in the run's text where its cluster begins; the cluster ends where the next
    /// greater one begins.
    pub cluster: u32,
}

/// A font as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFile {
    /// The PostScript name.
    pub name: String,
    /// The family, for the colophon.
    pub family: String,
    /// The file's bytes (TrueType or OpenType; a collection with the face's index).
    pub bytes: FontBytes,
    /// The face in a collection; 0 otherwise.
    pub index: u32,
}

impl FontFile {
    /// The SHA-256 of the file, in hexadecimal.
    pub fn sha256(&self) -> String {
        super::hex(&Sha256::digest(&*self.bytes))
    }
}

/// The bytes of a font: in the binary, or read by the caller.
#[derive(Clone)]
pub enum FontBytes {
    /// In the binary.
    Bundled(&'static [u8]),
    /// Read from the user's fonts.
    Loaded(std::sync::Arc<[u8]>),
}

impl std::ops::Deref for FontBytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        match self {
            FontBytes::Bundled(bytes) => bytes,
            FontBytes::Loaded(bytes) => bytes,
        }
    }
}

impl PartialEq for FontBytes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for FontBytes {}

impl std::fmt::Debug for FontBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}
