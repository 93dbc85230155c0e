//! Text::Amuse, as the Anarchist Library keeps its texts.
//!
//! The reading text is the file. Directives become fields, marks of the form are logged as
//! mark-up, and line ends inside a paragraph stay for the next stage.

mod inline;

use crate::book::{
    Align, Effect, Enclosure, EnclosureKind, Finding, Inline, Marker, Passage, PassageKind,
    RawCell, RawTable, Rule, Severity,
};

use super::Read;
use super::account::Account;
use super::line::is_seen;
use super::lines::{Line, lines};
use inline::Notes;

/// The rules of this reader.
pub(super) static RULES: &[&Rule] = &[&MARKUP, &COMMENT, &inline::HARD_SPACE, &UNKNOWN];

static MARKUP: Rule = Rule {
    id: "markup/muse",
    effect: Effect::Normalises,
    does: "The signs and tags of Text::Amuse become the element that they stand for.",
    why: "They are instructions to the setter, not text.",
    example: "*** An Appeal to the Young",
};

static COMMENT: Rule = Rule {
    id: "markup/comment",
    effect: Effect::Strips,
    does: "A comment is left out.",
    why: "It is addressed to those who keep the file; no reader of the archive sees it.",
    example: "; scanned from the 1904 edition",
};

static UNKNOWN: Rule = Rule {
    id: "muse/unknown-directive",
    effect: Effect::Notices,
    does: "A directive that Text::Amuse does not know is kept as a field.",
    why: "It may be misspelt, and then what it says is missed.",
    example: "#autor Pëtr Kropotkin",
};

/// Directives of the Anarchist Library; any with the prefix `SORT` or `LIST` are known, too.
const DIRECTIVES: &[&str] = &[
    "title",
    "subtitle",
    "author",
    "authors",
    "date",
    "pubdate",
    "lang",
    "language",
    "source",
    "notes",
    "topics",
    "cat",
    "cats",
    "publisher",
    "isbn",
    "rights",
    "seriesname",
    "seriesnumber",
    "uid",
    "teaser",
    "cover",
    "coverwidth",
    "nocoverpage",
    "notoc",
    "slides",
    "hyphenation",
    "deleted",
    "centerchapter",
    "centersection",
    "centerauthor",
    "nofinalpage",
    "impressum",
    "continuefootnotes",
    "translator",
    "shorttitle",
    "year",
    "parent",
    "categories",
    "headings",
    "fontsize",
    "mainfont",
    "papersize",
    "division",
    "bcor",
    "twoside",
];

/// Columns of indent from which a paragraph is centred, and from which it is set to the right.
const CENTRED_FROM: usize = 6;
const RIGHT_FROM: usize = 20;

/// Tags, lists and notes that may be open at once, and enclosures that a passage names; deeper
/// ones add nothing that a book could show.
const MOST_OPEN: usize = 256;
const MOST_ENCLOSURES: usize = 32;

/// Reads a text. `start` is the place of its first character in the work's reading text.
pub(super) fn read(text: &str, start: u32) -> Read {
    let lines = lines(text);
    let mut reader = Reader {
        account: Account::new(text, start, &MARKUP),
        notes: Notes::of(text, &lines),
        passages: Vec::new(),
        findings: Vec::new(),
        segments: Vec::new(),
        kind: PassageKind::Paragraph,
        open: Vec::new(),
        enclosures: 0,
        anchors: Vec::new(),
        gap: 0,
        fresh: true,
    };
    let body = reader.header(&lines);
    let mut rest = lines.get(body..).unwrap_or_default();
    while let Some((line, after)) = rest.split_first() {
        let table = reader.table_lines(rest);
        if table > 0 {
            let (table, after) = rest.split_at(table);
            reader.table(table);
            rest = after;
        } else {
            reader.line(line);
            rest = after;
        }
    }
    reader.flush();
    let Reader { passages, findings, account, .. } = reader;
    Read {
        reading: text.to_owned(),
        passages,
        log: account.finish(),
        findings,
        ..Read::default()
    }
}

struct Reader<'a> {
    account: Account<'a>,
    /// The labels for which the file has a note.
    notes: Notes,
    passages: Vec<Passage>,
    findings: Vec<Finding>,
    /// The lines of the paragraph that is being gathered, without their signs.
    segments: Vec<(usize, usize)>,
    kind: PassageKind,
    open: Vec<Open>,
    enclosures: u32,
    anchors: Vec<String>,
    gap: u16,
    /// Whether the last line was blank.
    fresh: bool,
}

/// Something that is open around the paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Open {
    how: How,
    enclosure: Option<Enclosure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// By a tag, until its end tag.
    Tag(Block),
    /// A note, until a paragraph at the left edge.
    Note,
    /// A list whose labels stand at this column, until a paragraph at the left edge.
    List(usize),
    /// An item, until the next.
    Item,
}

/// The tags of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    Quote,
    Verse,
    Biblio,
    Centre,
    Right,
    Example,
    Play,
    Comment,
}

const BLOCKS: &[(&str, Block)] = &[
    ("quote", Block::Quote),
    ("verse", Block::Verse),
    ("biblio", Block::Biblio),
    ("center", Block::Centre),
    ("right", Block::Right),
    ("example", Block::Example),
    ("play", Block::Play),
    ("comment", Block::Comment),
];

impl Reader<'_> {
    /// Reads the directives at the head of the file; gives the index of the first line of text.
    fn header(&mut self, lines: &[Line]) -> usize {
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let words = line.of(self.account.text());
            if line.is_blank() {
                at += 1;
                continue;
            }
            let Some((key, value)) = directive(words) else { break };
            let mut segments = vec![(line.end - value.len(), line.end)];
            at += 1;
            // A value may go on over lines until a blank one or the next directive.
            while let Some(more) = lines.get(at)
                && !more.is_blank()
                && directive(more.of(self.account.text())).is_none()
            {
                segments.push((more.begin, more.end));
                at += 1;
            }
            let known = key.starts_with("SORT") || key.starts_with("LIST");
            let field = key.to_lowercase();
            if !known && !DIRECTIVES.contains(&field.as_str()) {
                self.findings.push(Finding {
                    rule: &UNKNOWN,
                    severity: Severity::Info,
                    place: None,
                    message: format!("#{key} is no directive of Text::Amuse"),
                    hint: None,
                });
            }
            self.segments = segments;
            self.kind = PassageKind::Field(field);
            self.flush();
        }
        at
    }

    fn line(&mut self, line: &Line) {
        let words = line.of(self.account.text());
        if self.is_open(Block::Comment) {
            return self.comment_line(line, words);
        }
        if line.is_blank() {
            self.flush();
            self.gap = self.gap.saturating_add(1);
            self.fresh = true;
            return;
        }
        let fresh = std::mem::replace(&mut self.fresh, false);
        if fresh && line.indent == 0 && begin_tag(words).is_some() {
            self.leave_indented();
        }
        if line.indent == 0 && (words == ";" || words.starts_with("; ")) {
            self.flush();
            self.account.pass(line.begin);
            return self.account.pass_as(line.end, &COMMENT);
        }
        if words.len() >= 4 && words.bytes().all(|byte| byte == b'-') && line.indent == 0 {
            self.leave_indented();
            self.flush();
            let mut rule = self.passage(Vec::new());
            rule.kind = PassageKind::Rule;
            return self.passages.push(rule);
        }
        let (mut from, mut to) = (line.begin, line.end);
        // Tags of blocks at the edges of the line.
        while let Some((block, length)) = begin_tag(&self.account.text()[from..to]) {
            self.flush();
            self.begin(block);
            from += length;
        }
        let mut ends = 0;
        while let Some((block, length)) = end_tag(&self.account.text()[from..to])
            && self.is_open(block)
        {
            to -= length;
            ends += 1;
        }
        let words = self.account.text()[from..to].trim();
        if !words.is_empty() {
            from += self.account.text()[from..to].find(words).unwrap_or(0);
            to = from + words.len();
            self.words(line, from, to, fresh);
        }
        for _ in 0..ends {
            self.flush();
            self.end();
        }
    }

    /// The words of a line, without the tags around them.
    fn words(&mut self, line: &Line, from: usize, to: usize, fresh: bool) {
        let words = &self.account.text()[from..to];
        if self.is_open(Block::Example) || self.is_open(Block::Verse) {
            self.kind = PassageKind::Lines;
            let start = if from == line.begin { line.start } else { from };
            return self.segments.push((start, to));
        }
        if line.indent == 0 && fresh {
            self.leave_indented();
        }
        if line.indent == 0
            && let Some((level, sign)) = heading(words)
        {
            self.leave_indented();
            self.flush();
            self.kind = PassageKind::Heading(level);
            self.segments.push((from + sign, to));
            return self.flush();
        }
        if line.indent == 0
            && let Some(label) = inline::note_label(words)
        {
            self.flush();
            self.leave_indented();
            self.enclose(How::Note, EnclosureKind::Note(label.to_owned()));
            self.anchors.push(format!("fn:{label}"));
            return self.segments.push((from, to));
        }
        if line.indent == 0
            && let Some(verse) = words.strip_prefix("> ")
        {
            if self.kind != PassageKind::Lines {
                self.flush();
                self.kind = PassageKind::Lines;
            }
            return self.segments.push((to - verse.len(), to));
        }
        if line.indent == 0
            && let Some(anchor) = words.strip_prefix('#')
            && anchor.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && anchor.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            self.flush();
            return self.anchors.push(anchor.to_owned());
        }
        if line.indent > 0
            && let Some((marker, sign)) = item(words)
        {
            self.begin_item(line.indent, marker);
            return self.segments.push((from + sign, to));
        }
        if line.indent > 0
            && self.segments.is_empty()
            && let Some((term, said)) = words.split_once(" :: ")
        {
            self.begin_item(line.indent, Marker::None);
            self.segments.push((from, from + term.len()));
            self.kind = PassageKind::Term;
            self.flush();
            return self.segments.push((to - said.len(), to));
        }
        if self.kind == PassageKind::Lines {
            self.flush();
        }
        self.segments.push((from, to));
        let listed = self.open.iter().any(|open| matches!(open.how, How::List(_) | How::Note));
        if self.segments.len() == 1 && !listed && line.indent >= CENTRED_FROM {
            let align = if line.indent >= RIGHT_FROM { Block::Right } else { Block::Centre };
            self.begin(align);
            self.flush();
            self.end();
        }
    }

    fn comment_line(&mut self, line: &Line, words: &str) {
        let end = words.find("</comment>").map(|end| line.begin + end);
        self.account.pass_as(end.unwrap_or(line.end), &COMMENT);
        if end.is_some() {
            self.end();
        }
    }

    fn begin(&mut self, block: Block) {
        let kind = match block {
            Block::Quote => Some(EnclosureKind::Quotation),
            Block::Verse => Some(EnclosureKind::Verse),
            Block::Biblio | Block::Play => Some(EnclosureKind::Division),
            Block::Centre | Block::Right | Block::Example | Block::Comment => None,
        };
        let class = match block {
            Block::Biblio => vec!["biblio".to_owned()],
            Block::Play => vec!["play".to_owned()],
            _ => Vec::new(),
        };
        let enclosure = kind.map(|kind| Enclosure { id: self.number(), kind, class });
        self.push(Open { how: How::Tag(block), enclosure });
    }

    /// Closes the innermost tag and what is open inside it.
    fn end(&mut self) {
        while let Some(open) = self.open.pop() {
            if matches!(open.how, How::Tag(_)) {
                break;
            }
        }
    }

    fn is_open(&self, block: Block) -> bool {
        self.open.iter().any(|open| open.how == How::Tag(block))
    }

    fn number(&mut self) -> u32 {
        self.enclosures += 1;
        self.enclosures
    }

    fn enclose(&mut self, how: How, kind: EnclosureKind) {
        let enclosure = Some(Enclosure { id: self.number(), kind, class: Vec::new() });
        self.push(Open { how, enclosure });
    }

    fn push(&mut self, open: Open) {
        if self.open.len() < MOST_OPEN {
            self.open.push(open);
        }
    }

    /// Closes the notes and lists that end where a line stands at the left edge.
    fn leave_indented(&mut self) {
        self.flush();
        while self.open.pop_if(|open| !matches!(open.how, How::Tag(_))).is_some() {}
    }

    fn begin_item(&mut self, column: usize, marker: Marker) {
        self.flush();
        // Items of deeper lists end, and so does the last item of this one.
        while let Some(Open { how, .. }) = self.open.last()
            && match how {
                How::Item => true,
                How::List(inner) => *inner > column,
                _ => false,
            }
        {
            // The item that holds a deeper list stays open while that list goes on.
            if *how == How::Item
                && let Some(list) = self.open.iter().rev().find_map(|open| match open.how {
                    How::List(column) => Some(column),
                    _ => None,
                })
                && list < column
            {
                break;
            }
            self.open.pop();
        }
        let at_column = |open: &Open| open.how == How::List(column);
        if !self.open.last().is_some_and(at_column) {
            self.enclose(How::List(column), EnclosureKind::List(marker));
        }
        self.enclose(How::Item, EnclosureKind::Item);
    }

    fn passage(&mut self, content: Vec<Inline>) -> Passage {
        let within = self.open.iter().filter_map(|open| open.enclosure.clone());
        let align = self.open.iter().rev().find_map(|open| match open.how {
            How::Tag(Block::Centre) => Some(Align::Centre),
            How::Tag(Block::Right) => Some(Align::End),
            _ => None,
        });
        Passage {
            within: within.take(MOST_ENCLOSURES).collect(),
            anchors: std::mem::take(&mut self.anchors),
            align: align.unwrap_or_default(),
            gap: std::mem::take(&mut self.gap),
            ..Passage::paragraph(content)
        }
    }

    /// Ends the paragraph that is being gathered.
    fn flush(&mut self) {
        let kind = std::mem::replace(&mut self.kind, PassageKind::Paragraph);
        let segments = std::mem::take(&mut self.segments);
        if segments.is_empty() {
            return;
        }
        let content = inline::read(&mut self.account, &self.notes, &segments, &kind);
        if is_seen(&content) {
            let mut passage = self.passage(content);
            passage.kind = kind;
            self.passages.push(passage);
        }
    }

    /// How many of the next lines are a table: at least two with bars in them, or one with the
    /// double bars of a table's head.
    fn table_lines(&self, lines: &[Line]) -> usize {
        if self.is_open(Block::Comment) || self.is_open(Block::Example) {
            return 0;
        }
        let bars = |line: &&Line| {
            let words = line.of(self.account.text());
            words.contains(" | ") || words.contains(" || ") || words.starts_with("|+")
        };
        let count = lines.iter().take_while(bars).count();
        let head =
            lines.iter().take(count).any(|line| line.of(self.account.text()).contains("||"));
        if count > 1 || head { count } else { 0 }
    }

    fn table(&mut self, lines: &[Line]) {
        if lines.first().is_some_and(|line| line.indent == 0) {
            self.leave_indented();
        }
        self.flush();
        let mut table = RawTable::default();
        for line in lines {
            let words = line.of(self.account.text());
            let caption = words.strip_prefix("|+").and_then(|words| words.strip_suffix("+|"));
            if let Some(caption) = caption {
                let from = line.begin + 2;
                let segment = trimmed(self.account.text(), from, from + caption.len());
                let paragraph = PassageKind::Paragraph;
                table.caption =
                    inline::read(&mut self.account, &self.notes, &[segment], &paragraph);
                continue;
            }
            let head = words.contains("||") && !words.contains("|||");
            let mut row = Vec::new();
            let mut from = line.begin;
            for part in words.split_inclusive('|') {
                let to = from + part.trim_end_matches('|').len();
                // Of a double bar the second follows nothing.
                if to > from || part.len() > 1 {
                    let segment = trimmed(self.account.text(), from, to);
                    let paragraph = PassageKind::Paragraph;
                    let content =
                        inline::read(&mut self.account, &self.notes, &[segment], &paragraph);
                    let passages = if is_seen(&content) {
                        vec![Passage::paragraph(content)]
                    } else {
                        Vec::new()
                    };
                    let align = Align::Natural;
                    row.push(RawCell { head, columns: 1, rows: 1, align, passages });
                }
                from += part.len();
            }
            table.rows.push(row);
        }
        let mut passage = self.passage(Vec::new());
        passage.kind = PassageKind::Table(table);
        self.passages.push(passage);
    }
}

/// A range of bytes without the white space at its ends.
fn trimmed(text: &str, from: usize, to: usize) -> (usize, usize) {
    let words = text.get(from..to).unwrap_or_default();
    let lead = words.len() - words.trim_start().len();
    (from + lead, from + lead + words.trim().len())
}

/// `#key value`
fn directive(words: &str) -> Option<(&str, &str)> {
    let rest = words.strip_prefix('#')?;
    let (key, value) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
    let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_key.then(|| (key, value.trim_start()))
}

/// One to five asterisks and a space; gives the level and the length of the sign.
fn heading(words: &str) -> Option<(u8, usize)> {
    let stars = words.bytes().take_while(|byte| *byte == b'*').count();
    let title = words.get(stars..)?.strip_prefix(' ')?;
    let ornament = title.chars().all(|c| c == '*' || c.is_whitespace());
    ((1..=5).contains(&stars) && !ornament).then_some((stars as u8, stars + 1))
}

/// The label of a list's item; gives what it means and the length of the sign.
fn item(words: &str) -> Option<(Marker, usize)> {
    let (label, _) = words.split_once(' ')?;
    if label == "-" {
        return Some((Marker::Bullet, 2));
    }
    let number = label.strip_suffix('.')?;
    let marker = if let Ok(number) = number.parse() {
        Marker::Decimal(number)
    } else {
        match number {
            "i" => Marker::Roman(1),
            "I" => Marker::UpperRoman(1),
            _ => match number.as_bytes() {
                [letter @ b'a'..=b'z'] => Marker::Alpha(u32::from(letter - b'a') + 1),
                [letter @ b'A'..=b'Z'] => Marker::UpperAlpha(u32::from(letter - b'A') + 1),
                _ => return None,
            },
        }
    };
    Some((marker, label.len() + 1))
}

/// The tag of a block at the beginning of `words`, with its length.
fn begin_tag(words: &str) -> Option<(Block, usize)> {
    if let Some(rest) = words.strip_prefix("{{{") {
        return rest.trim().is_empty().then_some((Block::Example, 3));
    }
    let rest = words.trim_start().strip_prefix('<')?;
    let lead = words.len() - rest.len();
    BLOCKS.iter().find_map(|(name, block)| {
        rest.strip_prefix(name)?.strip_prefix('>').map(|_| (*block, lead + name.len() + 1))
    })
}

/// The end tag of a block at the end of `words`, with its length and the space before it.
fn end_tag(words: &str) -> Option<(Block, usize)> {
    let trimmed = words.trim_end();
    if trimmed == "}}}" {
        return Some((Block::Example, words.len()));
    }
    let rest = trimmed.strip_suffix('>')?;
    BLOCKS.iter().find_map(|(name, block)| {
        let before = rest.strip_suffix(name)?.strip_suffix("</")?;
        Some((*block, words.len() - before.len()))
    })
}
