//! The walk over a page's tree: reading text and passages, in document order.
//!
//! The walk keeps one stack of what is open and never recurses. Every text node goes into the
//! reading text as it is met, and into the passage that is being filled; a passage that holds
//! white space alone is given up again, which the ledger counts as space between blocks.

mod block;
mod table;

use std::collections::BTreeSet;

use crate::book::{
    Align, Enclosure, Inline, InlineImage, Language, Passage, PassageKind, SourcePage, Style,
    Target, Text,
};
use crate::ingest::images::Images;

use super::element::{self, Element};
use super::tree::{NodeId, NodeKind, Tree};
use table::OpenTable;

/// Enclosures that a passage names at most; deeper ones add nothing that a book could show.
const MOST_ENCLOSURES: usize = 32;

/// What the walk over a page gives.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The page's reading text.
    pub reading: String,
    /// Its passages.
    pub passages: Vec<Passage>,
    /// Cells that claimed more rows or columns than the limit.
    pub wide_cells: u32,
}

/// Walks everything under `body`. `start` is the place of the page's first character, `pages`
/// the comments that hold page numbers, `most_span` the rows or columns that a cell may cover.
pub(super) fn walk(
    tree: &Tree,
    body: NodeId,
    start: u32,
    pages: &[(NodeId, String)],
    images: &mut Images<'_>,
    most_span: u16,
) -> Walked {
    let mut walk = Walk {
        tree,
        images,
        pages,
        reading: String::new(),
        at: start,
        passages: Vec::new(),
        open: Vec::new(),
        most_span,
        wide_cells: 0,
        text_met: BTreeSet::new(),
        look: Look::default(),
        within: Vec::new(),
        enclosures: 0,
        line: Line::default(),
        anchors: Vec::new(),
        waiting: Vec::new(),
        gap: 0,
        tables: Vec::new(),
    };
    let mut node = Some(body);
    while let Some(here) = node {
        let inside = walk.enter(here);
        node = if inside { tree.first_child(here) } else { None };
        let mut done = here;
        while node.is_none() {
            walk.leave(done);
            if done == body {
                break;
            }
            node = tree.next_sibling(done);
            if node.is_none() {
                match tree.parent(done) {
                    Some(parent) => done = parent,
                    None => break,
                }
            }
        }
    }
    walk.finish()
}

struct Walk<'a, 'i> {
    tree: &'a Tree,
    images: &'a mut Images<'i>,
    pages: &'a [(NodeId, String)],
    reading: String,
    at: u32,
    /// The finished passages of the page, or of the cell that is being read.
    passages: Vec<Passage>,
    /// What to undo when each open node closes, innermost last.
    open: Vec<Open>,
    most_span: u16,
    wide_cells: u32,
    look: Look,
    /// Whether running text has stood in the innermost centring since that began.
    text_met: BTreeSet<NodeId>,
    within: Vec<Enclosure>,
    enclosures: u32,
    line: Line,
    /// Anchors that wait for the next passage's first character.
    anchors: Vec<String>,
    /// Page marks that do.
    waiting: Vec<SourcePage>,
    /// Empty paragraphs since the last passage.
    gap: u16,
    tables: Vec<OpenTable>,
}

/// What the block elements around a place say about the passages there.
#[derive(Clone, Debug, Default)]
struct Look {
    kind: LookKind,
    class: Vec<String>,
    align: Align,
    /// The element that centres the lines, if it was never meant to hold all that is in it.
    left_open: Option<NodeId>,
    language: Option<Language>,
    /// The enclosure number of the open item of the innermost definition list, and whether its
    /// term is complete.
    definition: Option<(u32, Turn)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum LookKind {
    #[default]
    Paragraph,
    Heading(u8),
    Lines,
    Term,
}

/// What came last in a definition list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Term,
    Definition,
}

/// The passage that is being filled, with the inline elements open in it.
#[derive(Debug, Default)]
struct Line {
    content: Vec<Inline>,
    open: Vec<OpenInline>,
    /// Whether anything was put in since the last passage ended.
    touched: bool,
    /// Whether a reader sees anything of it.
    visible: bool,
    /// Whether it holds a space or a line end that somebody put there to keep it open.
    spacer: bool,
}

#[derive(Debug)]
struct OpenInline {
    wrap: Wrap,
    content: Vec<Inline>,
}

#[derive(Clone, Debug)]
enum Wrap {
    Style(Style),
    Language(Language),
    Link(String),
    /// A page mark by its element's class, with its folio still to be read off its text.
    PageMark,
    /// The arrow beside a page mark that leads to the next.
    PageArrow,
}

/// What has to be undone when a node closes.
#[derive(Debug)]
enum Open {
    Nothing,
    /// A block: the look of its surroundings, and how many enclosures they have.
    Block(Box<Look>, usize),
    /// A term or a definition, likewise; it leaves word of itself to its list.
    Turn(Box<Look>, usize),
    /// An inline element: how many wraps it put on.
    Inline(usize),
    Table,
    Row(Option<Align>),
    Cell,
    Caption,
}

impl Walk<'_, '_> {
    /// Opens a node. Says whether its children are part of the page.
    fn enter(&mut self, node: NodeId) -> bool {
        let mut undo = Open::Nothing;
        let mut inside = true;
        match self.tree.kind(node) {
            NodeKind::Text(text) => self.text(text),
            NodeKind::Comment(_) => self.comment(node),
            NodeKind::Other => {}
            NodeKind::Element(..) => match element::element(self.tree, node) {
                Element::Hidden => inside = false,
                Element::Break => self.line_break(node),
                Element::Rule => self.rule(node),
                Element::Image => self.image(node),
                Element::Block(block) => undo = self.block(node, block),
                Element::Inline => undo = self.inline(node),
                Element::Table => undo = self.table(node),
                Element::RowGroup if !self.tables.is_empty() => self.row_group(node),
                Element::Row if !self.tables.is_empty() => undo = self.row(node),
                Element::Cell if !self.tables.is_empty() => undo = self.cell(node),
                Element::Caption if !self.tables.is_empty() => undo = self.caption(node),
                Element::RowGroup | Element::Row | Element::Cell | Element::Caption => {}
            },
        }
        self.open.push(undo);
        inside
    }

    /// Closes what `enter` opened last.
    fn leave(&mut self, _node: NodeId) {
        match self.open.pop() {
            None | Some(Open::Nothing) => {}
            Some(Open::Block(look, within)) => {
                self.end_passage();
                self.look = *look;
                self.within.truncate(within);
            }
            Some(Open::Turn(look, within)) => {
                self.end_passage();
                let definition = self.look.definition;
                self.look = *look;
                self.look.definition = definition;
                self.within.truncate(within);
            }
            Some(Open::Inline(wraps)) => (0..wraps).for_each(|_| self.unwrap()),
            Some(Open::Table) => self.end_table(),
            Some(Open::Row(align)) => self.end_row(align),
            Some(Open::Cell) => self.end_cell(),
            Some(Open::Caption) => self.end_caption(),
        }
    }

    fn finish(mut self) -> Walked {
        self.end_passage();
        // What waits for a passage that does not come belongs at the end of the last one.
        if let Some(last) = self.passages.last_mut() {
            last.content.extend(self.anchors.drain(..).map(Inline::Anchor));
            last.content.extend(self.waiting.drain(..).map(Inline::SourcePage));
        }
        Walked { reading: self.reading, passages: self.passages, wide_cells: self.wide_cells }
    }

    fn text(&mut self, text: &str) {
        self.reading.push_str(text);
        let start = self.at;
        self.at += text.chars().count() as u32;
        if !text.trim().is_empty() {
            self.show();
        } else if text.contains('\u{a0}') {
            self.line.spacer = true;
        }
        self.put(Inline::Text(Text::verbatim(text, start)));
    }

    /// Makes the passage one that a reader sees, and lets in what waited for it.
    fn show(&mut self) {
        if !self.line.visible {
            self.line.visible = true;
            for page in std::mem::take(&mut self.waiting) {
                self.put(Inline::SourcePage(page));
            }
        }
    }

    fn put(&mut self, inline: Inline) {
        self.line.touched = true;
        let content = match self.line.open.last_mut() {
            Some(open) => &mut open.content,
            None => &mut self.line.content,
        };
        if let (Some(Inline::Text(last)), Inline::Text(new)) = (content.last_mut(), &inline) {
            last.append(new.clone());
            return;
        }
        content.push(inline);
    }

    fn comment(&mut self, node: NodeId) {
        let Ok(found) = self.pages.binary_search_by_key(&node, |(node, _)| *node) else {
            return;
        };
        let Some((_, label)) = self.pages.get(found) else { return };
        let page = SourcePage { label: label.clone(), mark: None };
        if self.line.visible {
            self.put(Inline::SourcePage(page));
        } else {
            self.waiting.push(page);
        }
    }

    fn line_break(&mut self, node: NodeId) {
        self.anchor(node);
        if self.line.visible {
            self.put(Inline::LineBreak);
        } else {
            (self.line.touched, self.line.spacer) = (true, true);
        }
    }

    fn rule(&mut self, node: NodeId) {
        self.end_passage();
        let mut rule = Passage::paragraph(Vec::new());
        rule.kind = PassageKind::Rule;
        rule.class = element::classes(self.tree, node);
        rule.within = self.within.clone();
        rule.gap = std::mem::take(&mut self.gap);
        self.anchor(node);
        self.passages.push(rule);
    }

    fn image(&mut self, node: NodeId) {
        self.anchor(node);
        let Some(address) = self.tree.attribute(node, "src").map(str::trim) else { return };
        let alt = self.tree.attribute(node, "alt").map(str::trim);
        let alt = alt.filter(|alt| !alt.is_empty()).map(str::to_owned);
        let image = self.images.find(address, Some(self.at));
        self.show();
        self.put(Inline::Image(InlineImage { address: address.to_owned(), image, alt }));
    }

    /// Takes in an element's anchors: at the beginning of a passage they belong to it.
    fn anchor(&mut self, node: NodeId) {
        for anchor in element::anchors(self.tree, node) {
            if self.line.visible {
                self.put(Inline::Anchor(anchor));
            } else {
                self.anchors.push(anchor);
            }
        }
    }

    fn inline(&mut self, node: NodeId) -> Open {
        self.anchor(node);
        let mut wraps = Vec::new();
        let address = match self.tree.name(node) {
            "a" => self.tree.attribute(node, "href").map(str::trim),
            _ => None,
        };
        wraps.extend(address.map(|address| Wrap::Link(address.to_owned())));
        if let Some(language) = element::language(self.tree, node) {
            wraps.push(Wrap::Language(language));
        }
        if is_page_mark(&element::classes(self.tree, node)) {
            wraps.push(Wrap::PageMark);
        } else if is_page_arrow(&element::classes(self.tree, node)) {
            wraps.clear();
            wraps.push(Wrap::PageArrow);
        }
        wraps.extend(element::styles(self.tree, node).into_iter().map(Wrap::Style));
        let count = wraps.len();
        for wrap in wraps {
            self.line.open.push(OpenInline { wrap, content: Vec::new() });
        }
        Open::Inline(count)
    }

    /// Closes the innermost inline element.
    fn unwrap(&mut self) {
        if let Some(OpenInline { wrap, content }) = self.line.open.pop()
            && !content.is_empty()
        {
            for inline in wrapped(&wrap, content) {
                self.put(inline);
            }
        }
    }

    /// Ends the passage that is being filled. Inline elements open in it go on in the next.
    fn end_passage(&mut self) {
        if !self.line.touched {
            return;
        }
        let wraps: Vec<Wrap> = self.line.open.iter().map(|open| open.wrap.clone()).collect();
        while !self.line.open.is_empty() {
            self.unwrap();
        }
        let Line { content, visible, spacer, .. } = std::mem::take(&mut self.line);
        self.line.open =
            wraps.into_iter().map(|wrap| OpenInline { wrap, content: Vec::new() }).collect();
        if !visible {
            self.gap = self.gap.saturating_add(u16::from(spacer));
            return;
        }
        let (kind, content) = match self.look.kind {
            LookKind::Paragraph => match lone_image(content) {
                Ok(image) => (PassageKind::Image(image), Vec::new()),
                Err(content) => (PassageKind::Paragraph, content),
            },
            LookKind::Heading(level) => (PassageKind::Heading(level), content),
            LookKind::Lines => (PassageKind::Lines, content),
            LookKind::Term => (PassageKind::Term, content),
        };
        let align = self.alignment(&content);
        self.passages.push(Passage {
            kind,
            within: self.within.clone(),
            class: self.look.class.clone(),
            anchors: std::mem::take(&mut self.anchors),
            align,
            language: self.look.language.clone(),
            indent: 0,
            gap: std::mem::take(&mut self.gap),
            content,
        });
    }
}

/// What a closed inline element leaves in the line.
fn wrapped(wrap: &Wrap, content: Vec<Inline>) -> Vec<Inline> {
    match wrap {
        Wrap::Style(style) => vec![Inline::Styled(*style, content)],
        Wrap::Language(language) => vec![Inline::Language(language.clone(), content)],
        Wrap::Link(address) => vec![Inline::Link(Target::Address(address.clone()), content)],
        Wrap::PageMark => super::page_mark(content),
        Wrap::PageArrow => super::page_arrow(content),
    }
}

/// Whether class names say that an element holds the number of a page of the source.
fn is_page_mark(classes: &[String]) -> bool {
    let names = ["pagenum", "pageno", "pagenumber", "page-number", "pb", "seitenzahl"];
    classes.iter().any(|class| names.contains(&class.as_str()))
}

/// Whether class names say that an element leads from one page mark to another, as MLWerke’s do.
fn is_page_arrow(classes: &[String]) -> bool {
    classes.iter().any(|class| matches!(class.as_str(), "seitevor" | "seitezurueck"))
}

/// The image that a passage consists of, if it is one image and nothing else. A style around it
/// shows nothing.
fn lone_image(content: Vec<Inline>) -> Result<InlineImage, Vec<Inline>> {
    let mut run = content.as_slice();
    loop {
        let mut shown = run.iter().filter(|inline| !is_blank(inline));
        match (shown.next(), shown.next()) {
            (Some(Inline::Image(image)), None) => return Ok(image.clone()),
            (Some(Inline::Styled(_, inner) | Inline::Language(_, inner)), None) => run = inner,
            _ => return Err(content),
        }
    }
}

fn is_blank(inline: &Inline) -> bool {
    matches!(inline, Inline::Text(text) if text.as_str().trim().is_empty())
}
