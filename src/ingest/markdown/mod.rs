//! Markdown, as CommonMark has it, with front matter, footnotes, definition lists and tables.
//!
//! The reading text is the file; what makes it Markdown is logged as mark-up. HTML inside it is
//! read for the few elements that change how text looks.

mod html;
mod pandoc;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd,
};

use crate::book::{
    Align, Effect, Enclosure, EnclosureKind, Inline, InlineImage, Marker, Passage, PassageKind,
    RawCell, RawTable, Rule, Style,
};

use super::Read;
use super::account::Account;
use super::apart;
use super::images::Images;
use super::line::{Line, Wrap};

/// The rules of this reader.
pub(super) static RULES: &[&Rule] = &[&MARKUP, &pandoc::ATTRIBUTES, &ENTITY];

static MARKUP: Rule = Rule {
    id: "markup/markdown",
    effect: Effect::Normalises,
    does: "The signs of Markdown become the element that they stand for.",
    why: "They are instructions to the setter, not text.",
    example: "## I Bourgeois und Proletarier[^1]",
};

static ENTITY: Rule = Rule {
    id: "markup/entity",
    effect: Effect::Normalises,
    does: "A character reference becomes the character that it names.",
    why: "It is a way of typing the character.",
    example: "&mdash;",
};

/// Enclosures that a passage names at most.
const MOST_ENCLOSURES: usize = 32;

/// Reads a text. `start` is the place of its first character in the work's reading text.
pub(super) fn read(text: &str, start: u32, images: &mut Images<'_>) -> Read {
    // Not all options: the old footnotes among them lose the second paragraph of a note.
    let mut options = Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let signs = pandoc::Signs::of(text, options);
    if signs.any() {
        options |= Options::ENABLE_SUPERSCRIPT | Options::ENABLE_SUBSCRIPT;
    }
    let mut reader = Reader {
        account: Account::new(text, start, &MARKUP).knowing(signs.all(), &pandoc::ATTRIBUTES),
        images,
        signs,
        passages: Vec::new(),
        line: Line::default(),
        kind: PassageKind::Paragraph,
        within: Vec::new(),
        deep: 0,
        enclosures: 0,
        anchors: Vec::new(),
        label: None,
        image: None,
        marks: 0,
        html: Vec::new(),
        table: None,
        term: None,
        block: None,
    };
    let spaced = spaced(text, reader.signs.fences());
    for (event, range) in Parser::new_ext(&spaced, options).into_offset_iter() {
        reader.event(event, range.start, range.end);
    }
    reader.end_passage();
    let (mut passages, log) = (reader.passages, reader.account.finish());
    passages.iter_mut().for_each(|passage| passage.each_run_mut(&mut apart::raise));
    Read { reading: text.to_owned(), passages, log, ..Read::default() }
}

/// The text with spaces where a non-breaking space follows the sign of a heading, and with blank
/// lines for the fences of divisions. Editors set the former, CommonMark does not see a heading
/// then. Byte offsets stay.
fn spaced<'t>(text: &'t str, fences: &[Range<usize>]) -> Cow<'t, str> {
    if !text.contains("#\u{a0}") && fences.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut spaced = String::with_capacity(text.len());
    let mut fences = fences.iter().peekable();
    for line in text.split_inclusive('\n') {
        if let Some(fence) = fences.next_if(|fence| fence.start == spaced.len()) {
            spaced.push_str(&" ".repeat(fence.len()));
            spaced.push_str(line.get(fence.len()..).unwrap_or_default());
            continue;
        }
        let signs = line.bytes().take_while(|byte| *byte == b'#').count();
        match line.get(signs..).and_then(|rest| rest.strip_prefix('\u{a0}')) {
            Some(rest) if (1..=6).contains(&signs) => {
                spaced.extend([line.get(..signs).unwrap_or_default(), "  ", rest]);
            }
            _ => spaced.push_str(line),
        }
    }
    Cow::Owned(spaced)
}

struct Reader<'a, 'i> {
    account: Account<'a>,
    images: &'a mut Images<'i>,
    signs: pandoc::Signs,
    passages: Vec<Passage>,
    line: Line,
    kind: PassageKind,
    within: Vec<Enclosure>,
    /// Enclosures that are open but not named.
    deep: usize,
    enclosures: u32,
    anchors: Vec<String>,
    /// The label of a note whose first passage has not begun, as bytes of the file.
    label: Option<(usize, usize)>,
    /// The image whose description is being read.
    image: Option<(String, String)>,
    /// How many marks of Markdown are open in the line.
    marks: usize,
    /// The names of open HTML elements, each with the number of marks open outside it.
    html: Vec<(String, usize)>,
    table: Option<OpenTable>,
    /// The item of the definition list that is being read.
    term: Option<u32>,
    /// What is special about the block that is being read.
    block: Option<Special>,
}

/// A block whose text is not read as running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Special {
    FrontMatter,
    Html,
}

struct OpenTable {
    table: RawTable,
    columns: Vec<Alignment>,
    head: bool,
    before: Vec<Passage>,
}

impl Reader<'_, '_> {
    fn event(&mut self, event: Event<'_>, from: usize, to: usize) {
        match event {
            Event::Start(tag) => self.start(tag, from, to),
            Event::End(tag) => self.end(tag),
            Event::Text(words) if self.block.is_none() => self.text(&words, from, to),
            Event::Code(words) if self.image.is_none() => {
                self.line.open(Wrap::Style(Style::Code));
                self.code(&words, from, to);
                self.line.close();
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, alt)) = &mut self.image {
                    alt.push_str(&words);
                }
            }
            Event::SoftBreak => {
                let text = self.account.claim(from, to);
                self.line.text(text);
            }
            Event::HardBreak => self.line.put(Inline::LineBreak),
            Event::Rule => {
                self.end_passage();
                let mut rule = Passage::paragraph(Vec::new());
                rule.kind = PassageKind::Rule;
                rule.within.clone_from(&self.within);
                self.passages.push(rule);
            }
            Event::FootnoteReference(label) => {
                self.line.open(Wrap::Link(format!("#fn:{label}")));
                let text = self.account.claim(from + 2, to.saturating_sub(1));
                self.line.text(text);
                self.line.close();
            }
            Event::InlineHtml(_) => self.html(from, to),
            Event::Html(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, from: usize, to: usize) {
        match tag {
            Tag::Paragraph => {}
            Tag::Heading { level, id, .. } => {
                self.end_passage();
                self.kind = PassageKind::Heading(depth(level));
                self.anchors.extend(id.map(|id| id.to_string()));
            }
            Tag::BlockQuote(_) => self.enclose(EnclosureKind::Quotation),
            Tag::CodeBlock(_) => {
                self.end_passage();
                self.kind = PassageKind::Lines;
            }
            Tag::HtmlBlock => {
                self.end_passage();
                self.block = Some(Special::Html);
                self.html(from, to);
                self.end_passage();
            }
            Tag::List(first) => {
                let first = first.map(|first| u32::try_from(first).unwrap_or(u32::MAX));
                let marker = first.map_or(Marker::Bullet, Marker::Decimal);
                self.enclose(EnclosureKind::List(marker));
            }
            Tag::Item => self.enclose(EnclosureKind::Item),
            Tag::DefinitionList => self.enclose(EnclosureKind::List(Marker::None)),
            Tag::DefinitionListTitle => {
                self.enclose(EnclosureKind::Item);
                self.term = Some(self.enclosures);
                self.kind = PassageKind::Term;
            }
            Tag::DefinitionListDefinition => {
                self.enclose(EnclosureKind::Item);
                if let (Some(item), Some(last)) = (self.term, self.within.last_mut()) {
                    last.id = item;
                }
            }
            Tag::FootnoteDefinition(label) => {
                self.enclose(EnclosureKind::Note(label.to_string()));
                self.anchors.push(format!("fn:{label}"));
                let source = self.account.text().get(from + 2..to).unwrap_or_default();
                if source.starts_with(&*label) {
                    self.label = Some((from + 2, from + 2 + label.len()));
                }
            }
            Tag::Table(columns) => {
                self.end_passage();
                let before = std::mem::take(&mut self.passages);
                let table = RawTable::default();
                self.table = Some(OpenTable { table, columns, head: false, before });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(open) = &mut self.table {
                    open.head = matches!(tag, Tag::TableHead);
                    open.table.rows.push(Vec::new());
                }
            }
            Tag::TableCell => {}
            Tag::Emphasis => self.open(Wrap::Style(Style::Emphasis)),
            Tag::Strong => self.open(Wrap::Style(Style::Strong)),
            Tag::Strikethrough => self.open(Wrap::Style(Style::Strike)),
            Tag::Superscript => self.open(Wrap::Style(Style::Superscript)),
            Tag::Subscript => self.open(Wrap::Style(Style::Subscript)),
            Tag::Link { dest_url, .. } => self.open(Wrap::Link(dest_url.to_string())),
            Tag::Image { dest_url, .. } => {
                self.image = Some((dest_url.to_string(), String::new()))
            }
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle) => {
                self.block = Some(Special::FrontMatter);
                self.front_matter(from, to);
            }
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link => {
                self.close_html();
                self.line.close();
                self.marks = self.marks.saturating_sub(1);
            }
            TagEnd::Image => {
                if let Some((address, alt)) = self.image.take() {
                    let image = self.images.find(&address, None);
                    let alt = Some(alt).filter(|alt| !alt.is_empty());
                    self.line.put(Inline::Image(InlineImage { address, image, alt }));
                }
            }
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::FootnoteDefinition => {
                self.end_passage();
                if self.deep > 0 {
                    self.deep -= 1;
                } else {
                    self.within.pop();
                }
            }
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead | TagEnd::TableRow => {}
            TagEnd::Table => {
                if let Some(open) = self.table.take() {
                    self.passages = open.before;
                    let mut passage = Passage::paragraph(Vec::new());
                    passage.kind = PassageKind::Table(open.table);
                    passage.within.clone_from(&self.within);
                    passage.anchors = std::mem::take(&mut self.anchors);
                    self.passages.push(passage);
                }
            }
            TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock => {
                self.end_passage();
                self.block = None;
            }
            _ => self.end_passage(),
        }
    }

    /// Words of the file, which may have been typed otherwise than they read.
    fn text(&mut self, words: &str, from: usize, to: usize) {
        if let Some((_, alt)) = &mut self.image {
            alt.push_str(words);
            return;
        }
        self.begin();
        let source = self.account.text().get(from..to).unwrap_or_default();
        if source != words {
            let text = self.account.claim_as(from, to, words, &ENTITY);
            self.line.text(text);
            return;
        }
        let mut at = from;
        let signs = self.signs.between(from, to).to_vec();
        for sign in signs {
            let before = self.account.claim(at, sign.start);
            self.line.text(before);
            let attributes = self.account.text().get(sign.clone()).unwrap_or_default();
            if let Some(anchor) = pandoc::anchor(attributes) {
                self.line.put(Inline::Anchor(anchor.to_owned()));
            }
            at = sign.end.max(at);
            self.account.pass(at);
        }
        let text = self.account.claim(at, to);
        self.line.text(text);
    }

    /// Code in the line: what stands between its ticks, line ends and all.
    fn code(&mut self, words: &str, from: usize, to: usize) {
        let source = self.account.text().get(from..to).unwrap_or_default();
        let inner = source.trim_matches('`');
        let begin = from + source.find(inner).unwrap_or(0);
        let same = inner.split_whitespace().eq(words.split_whitespace());
        let read = if same { inner } else { words };
        self.text(read, begin, begin + inner.len());
    }

    /// Sets the label of a note before its first words, with the space that follows it.
    fn begin(&mut self) {
        if let Some((from, to)) = self.label.take() {
            let label = self.account.claim(from, to);
            self.line.text(label);
            // `]:` stands between; without a space after it the colon parts label and words.
            let after = self.account.text().get(to + 2..).unwrap_or_default();
            let space = match after.chars().next() {
                Some(c) if c.is_whitespace() => {
                    self.account.claim(to + 2, to + 2 + c.len_utf8())
                }
                _ => self.account.claim(to + 1, to + 2),
            };
            self.line.text(space);
        }
    }

    fn open(&mut self, wrap: Wrap) {
        self.line.open(wrap);
        self.marks += 1;
    }

    /// Closes the HTML elements that were opened inside the innermost mark and left open.
    fn close_html(&mut self) {
        while self.html.pop_if(|(_, marks)| *marks == self.marks).is_some() {
            self.line.close();
        }
    }

    fn enclose(&mut self, kind: EnclosureKind) {
        self.end_passage();
        self.enclosures += 1;
        if self.within.len() < MOST_ENCLOSURES {
            let (id, class) = (self.enclosures, Vec::new());
            self.within.push(Enclosure { id, kind, class });
        } else {
            self.deep += 1;
        }
    }

    fn end_passage(&mut self) {
        self.close_html();
        let kind = std::mem::replace(&mut self.kind, PassageKind::Paragraph);
        let content = self.line.take();
        if content.is_empty() {
            return;
        }
        let mut passage = Passage::paragraph(content);
        passage.kind = kind;
        passage.within.clone_from(&self.within);
        passage.anchors = std::mem::take(&mut self.anchors);
        self.passages.push(passage);
    }

    fn end_cell(&mut self) {
        self.end_passage();
        let passages = std::mem::take(&mut self.passages);
        if let Some(open) = &mut self.table
            && let Some(row) = open.table.rows.last_mut()
        {
            let align = match open.columns.get(row.len()) {
                Some(Alignment::Center) => Align::Centre,
                Some(Alignment::Right) => Align::End,
                _ => Align::Natural,
            };
            row.push(RawCell { head: open.head, columns: 1, rows: 1, align, passages });
        }
    }

    /// Front matter: each `key: value` line is a field, and so is each line `- value` of a list
    /// under a key; quotes and the brackets of a list in the line are mark-up.
    fn front_matter(&mut self, from: usize, to: usize) {
        let source = self.account.text().get(from..to).unwrap_or_default();
        let mut at = from;
        let mut key = String::new();
        for line in source.split_inclusive('\n') {
            let here = at;
            at += line.len();
            let is_key = |c: char| c.is_alphanumeric() || "-_".contains(c);
            let value = if let Some(value) = line.trim_start().strip_prefix("- ") {
                value
            } else if let Some((before, value)) = line.split_once(':')
                && before.chars().all(is_key)
            {
                key = before.to_lowercase();
                value
            } else {
                continue;
            };
            let words = unquoted(value);
            if words.is_empty() || key.is_empty() {
                continue;
            }
            let begin = here + line.len() - value.len() + value.find(words).unwrap_or(0);
            let text = self.account.claim(begin, begin + words.len());
            let mut field = Passage::paragraph(vec![Inline::Text(text)]);
            field.kind = PassageKind::Field(key.clone());
            self.passages.push(field);
        }
    }
}

/// A value without the brackets and the quotes that stand around the whole of it.
fn unquoted(value: &str) -> &str {
    let mut words = value.trim();
    for (open, close) in [('[', ']'), ('"', '"'), ('\'', '\'')] {
        let inner = words.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        words = inner.map_or(words, str::trim);
    }
    words
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
