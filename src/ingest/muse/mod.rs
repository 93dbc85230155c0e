//! Text::Amuse, as the Anarchist Library keeps its texts.
//!
//! The reading text is the file. Directives become fields, marks of the form are logged as
//! mark-up, and line ends inside a paragraph stay for the next stage.

mod inline;
mod signs;
mod table;

use crate::book::{
    Align, Effect, Enclosure, EnclosureKind, Finding, Inline, Marker, Passage, PassageKind,
    Rule, Severity,
};

use super::Read;
use super::account::Account;
use super::line::is_seen;
use super::lines::{Line, lines};
use inline::Notes;
use signs::{
    Block, begin_tag, begins_list, directive, end_tag, heading, is_known_directive, item,
};

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
            if !is_known_directive(key) {
                self.findings.push(Finding {
                    rule: &UNKNOWN,
                    severity: Severity::Info,
                    place: None,
                    message: format!("#{key} is no directive of Text::Amuse"),
                    hint: None,
                });
            }
            self.segments = segments;
            self.kind = PassageKind::Field(key.to_lowercase());
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
            if fresh && line.indent == 0 && !self.keeps_lines() {
                self.leave_indented();
            }
            self.words(line, from, to);
        }
        for _ in 0..ends {
            self.flush();
            self.end();
        }
    }

    /// The words of a line, without the tags around them.
    fn words(&mut self, line: &Line, from: usize, to: usize) {
        let words = &self.account.text()[from..to];
        if self.keeps_lines() {
            self.kind = PassageKind::Lines;
            let start = if from == line.begin { line.start } else { from };
            return self.segments.push((start, to));
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
            && (begins_list(marker) || self.lists_at(line.indent))
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

    /// Whether a list is open whose labels stand at a column.
    fn lists_at(&self, column: usize) -> bool {
        self.open.iter().any(|open| open.how == How::List(column))
    }

    /// Whether lines stay as they are written here.
    fn keeps_lines(&self) -> bool {
        self.is_open(Block::Example) || self.is_open(Block::Verse)
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
        if content.is_empty() {
            return;
        }
        // A field of hard spaces alone says nothing: a paragraph that nobody sees is given up later.
        let kind = if is_seen(&content) { kind } else { PassageKind::Paragraph };
        let mut passage = self.passage(content);
        passage.kind = kind;
        self.passages.push(passage);
    }
}
