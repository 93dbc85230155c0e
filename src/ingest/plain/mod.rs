//! Plain text: characters and line ends.
//!
//! The file as a whole says how it was made. Where lines are broken at a measure, a line end is
//! only layout if the next word would not have fitted; where a paragraph is one long line, every
//! line end is meant. Lines taken over from a printed page are of even length on paper only, so that
//! their measure does not show in characters; that they break off in mid-clause does. Blank lines and
//! indents are kept as evidence for structure.

mod brackets;
mod markup;
mod references;

use crate::book::{Effect, Inline, Log, Passage, PassageKind, Rule, Span, Text};

use super::Read;
use super::lines::{self, Line, lines};
use super::positions::Positions;
use markup::Signs;
use references::References;

/// The rules of this reader.
pub(super) fn rules() -> Vec<&'static Rule> {
    [&[&DRAWN_RULE][..], markup::RULES, brackets::RULES, references::RULES].concat()
}

static DRAWN_RULE: Rule = Rule {
    id: "markup/drawn-rule",
    effect: Effect::Normalises,
    does: "A line of dashes, or of another sign for a line, becomes a rule across the page.",
    why: "Text that a browser or a converter saved draws its rules so.",
    example: "------------------------------------",
};

/// Lines longer than this were never broken by hand.
const LONGEST_BROKEN: usize = 110;

/// Lines of a printed page of prose are at least this long, in characters.
const SHORTEST_PRINTED: usize = 48;

/// The measure taken where a file has too few broken lines to show one.
const USUAL_MEASURE: usize = 72;

/// Reads a text. `start` is the place of its first character in the work's reading text.
pub(super) fn read(text: &str, start: u32) -> Read {
    let mut lines = lines(text);
    let positions = Positions::new(text, start);
    let mut log = Log::default();
    let references = References::find(text, &lines);
    if let Some(references) = &references {
        references.record(&lines, &positions, &mut log);
        lines.truncate(references.from);
    }
    let page = Page { text, measure: measure(&lines), edge: left_edge(&lines) };
    let mut passages = Vec::new();
    let mut gap: u16 = 0;
    let mut rest = lines.as_slice();
    while let Some(first) = rest.first() {
        if first.is_blank() {
            gap = gap.saturating_add(1);
            rest = &rest[1..];
            continue;
        }
        let length = rest.iter().position(Line::is_blank).unwrap_or(rest.len());
        let (block, after) = rest.split_at(length);
        let drawn = page.is_drawn(block);
        for block in
            block.chunk_by(|line, next| drawn || !page.is_rule(line) && !page.is_rule(next))
        {
            if let ([line], false) = (block, drawn)
                && page.is_rule(line)
            {
                let (from, to) = (positions.place(line.begin), positions.place(line.end));
                log.record(Span::new(from, to), &DRAWN_RULE);
                let mut rule = Passage::paragraph(Vec::new());
                rule.kind = PassageKind::Rule;
                passages.push(rule);
                continue;
            }
            for (part, kept) in page.parts(block) {
                let mut passage = page.passage(part, kept, &positions);
                passage.gap = std::mem::take(&mut gap);
                passages.push(passage);
            }
        }
        rest = after;
    }
    if let Some(references) = &references {
        passages.iter_mut().for_each(|passage| references.take_out(passage));
    }
    let signs = Signs::of(&passages);
    let mut passages = brackets::read(passages);
    passages.iter_mut().for_each(|passage| signs.read(passage));
    Read { reading: text.to_owned(), passages, log, ..Read::default() }
}

/// Whether the ends of a block's lines are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    /// They are layout: the block is running text.
    Layout,
    /// They are meant.
    Meant,
    /// They are meant, and so are the spaces in the lines.
    Drawn,
}

/// What the file as a whole shows.
struct Page<'a> {
    text: &'a str,
    /// The width at which lines were broken, in characters.
    measure: usize,
    /// The column at which most lines begin.
    edge: usize,
}

impl Page<'_> {
    /// Cuts a run of lines without a blank one into passages.
    fn parts<'l>(&self, block: &'l [Line]) -> Vec<(&'l [Line], Ends)> {
        let long = LONGEST_BROKEN.max(self.measure + self.measure / 2);
        if block.iter().any(|line| line.width > long) {
            return block.chunks(1).map(|line| (line, Ends::Layout)).collect();
        }
        if self.is_drawn(block) {
            return vec![(block, Ends::Drawn)];
        }
        // Where few lines are indented, each of them begins a passage.
        let base = block.iter().map(|line| line.indent).min().unwrap_or(0);
        let indented = block.iter().filter(|line| line.indent > base).count();
        let begins = (indented * 3 <= block.len()).then(|| base + 1..=base + 8);
        let mut parts = Vec::new();
        let mut from = 0;
        for at in 1..=block.len() {
            let is_indented = |line: &Line| {
                begins.as_ref().is_some_and(|columns| columns.contains(&line.indent))
            };
            let begins_part = || {
                block.get(at).is_some_and(is_indented) || self.is_named_or_labelled(block, at)
            };
            if at == block.len() || begins_part() {
                let part = &block[from..at];
                parts.push((
                    part,
                    if self.ends_are_meant(part) { Ends::Meant } else { Ends::Layout },
                ));
                from = at;
            }
        }
        parts
    }

    /// Whether a line is drawn across the page with one sign.
    fn is_rule(&self, line: &Line) -> bool {
        lines::is_rule(line.of(self.text))
    }

    /// Whether a new passage begins at line `at` of a block though neither a blank line nor an
    /// indent says so: the label of an item among labelled items, or the name of a field
    /// (`Source:`) among lines with such names.
    fn is_named_or_labelled(&self, block: &[Line], at: usize) -> bool {
        let (Some(first), Some(line)) = (block.first(), block.get(at)) else { return false };
        let label = lines::label(line.of(self.text));
        if label.is_some() && label == lines::label(first.of(self.text)) {
            return true;
        }
        let field = |line: &Line| lines::is_field(line.of(self.text));
        field(line) && field(first)
    }

    /// Whether most line ends of a part stand where the next word would still have fitted, and
    /// the part does not run on over them.
    fn ends_are_meant(&self, part: &[Line]) -> bool {
        if self.runs_on(part) {
            return false;
        }
        let free = part
            .windows(2)
            .filter(|pair| match pair {
                [line, next] => {
                    let word = next.of(self.text).split_whitespace().next().unwrap_or("");
                    line.indent + line.width + 1 + word.chars().count() <= self.measure
                }
                _ => false,
            })
            .count();
        free * 2 > part.len().saturating_sub(1)
    }

    /// Whether a part is running text broken where a printed page broke it: nearly every line but
    /// the last is long, and most of them break off before a word in small letters. Lines of
    /// verse that go on in small letters are short.
    fn runs_on(&self, part: &[Line]) -> bool {
        let ends = part.len().saturating_sub(1);
        let full = SHORTEST_PRINTED.max(self.measure * 3 / 5);
        let long =
            part.iter().take(ends).filter(|line| line.indent + line.width >= full).count();
        let breaks_off = |pair: &&[Line]| match pair {
            [line, next] => {
                let stopped = line.of(self.text).ends_with(['.', '!', '?', ':']);
                let next = next.of(self.text);
                let within = |c: char| c.is_lowercase() || c.is_ascii_digit() || c == '(';
                !stopped && next.starts_with(within) && lines::label(next).is_none()
            }
            _ => false,
        };
        let broken = part.windows(2).filter(breaks_off).count();
        let most = if ends > 2 { broken * 2 >= ends } else { broken == ends };
        ends > 0 && long * 8 >= ends * 7 && most
    }

    /// Whether a block is drawn with characters: a table, a box, columns.
    fn is_drawn(&self, block: &[Line]) -> bool {
        let drawn = block.iter().filter(|line| lines::is_drawn(line.of(self.text))).count();
        block.len() > 1 && drawn * 2 >= block.len()
    }

    fn passage(&self, part: &[Line], ends: Ends, positions: &Positions<'_>) -> Passage {
        let indent = part.iter().map(|line| line.indent).min().unwrap_or(0);
        let indent = indent.saturating_sub(self.edge);
        let span = |from: usize, to: usize| {
            let words = self.text.get(from..to).unwrap_or_default();
            Inline::Text(Text::verbatim(words, positions.place(from)))
        };
        let (Some(first), Some(last)) = (part.first(), part.last()) else {
            return Passage::paragraph(Vec::new());
        };
        let kept_lines = ends != Ends::Layout && part.len() > 1;
        let mut content = Vec::new();
        // Bytes of indent that all its lines share; a tab among them is no byte for a column.
        let leads = part.iter().map(|line| line.begin - line.start);
        let common = leads.min().unwrap_or(0);
        if kept_lines {
            for (nth, line) in part.iter().enumerate() {
                if nth > 0 {
                    content.push(Inline::LineBreak);
                }
                // Spaces beyond those of the whole passage are kept: they set verse and columns.
                // A space of two bytes may lie where the others have one: it is kept whole.
                let from = line.start + common.min(line.begin - line.start);
                let from = self.text.floor_char_boundary(from);
                content.push(span(from, line.end));
            }
        } else {
            content.push(span(first.begin, last.end));
        }
        let mut passage = Passage::paragraph(content);
        if kept_lines && (indent > 0 || ends == Ends::Drawn) {
            passage.kind = PassageKind::Lines;
        }
        passage.indent = u16::try_from(indent).unwrap_or(u16::MAX);
        passage
    }
}

/// The width at which the lines of a file were broken: that of its fullest lines, but for a few.
fn measure(lines: &[Line]) -> usize {
    let mut widths: Vec<usize> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [line, next] if !line.is_blank() && !next.is_blank() => {
                Some(line.indent + line.width)
            }
            _ => None,
        })
        .filter(|width| *width <= LONGEST_BROKEN)
        .collect();
    widths.sort_unstable();
    if widths.len() < 8 {
        return USUAL_MEASURE;
    }
    let widest = widths.get(widths.len() * 19 / 20).copied().unwrap_or(USUAL_MEASURE);
    // Lines broken at a measure nearly fill it. Where few do, these are the lines of titles,
    // verse and signatures, and a short one among them was not broken by any measure.
    let full = widths.iter().filter(|width| **width * 5 >= widest * 4).count();
    if full * 3 < widths.len() { widest.max(USUAL_MEASURE) } else { widest }
}

/// The column at which most lines begin.
fn left_edge(lines: &[Line]) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for line in lines.iter().filter(|line| !line.is_blank()) {
        *counts.entry(line.indent).or_insert(0_usize) += 1;
    }
    // Of equally common columns the leftmost counts.
    counts.iter().rev().max_by_key(|(_, count)| **count).map_or(0, |(indent, _)| *indent)
}
