//! Line breaks: those of kept lines, those that end a paragraph, those that mean nothing.

use crate::book::{Edit, Effect, Inline, Passage, PassageKind, Rule, Text};

use super::flow::{Flow, cut_run, drop_breaks};

/// The rules about lines.
pub(super) static RULES: &[&Rule] = &[&KEPT_LINE];

static KEPT_LINE: Rule = Rule {
    id: "line/kept",
    effect: Effect::Normalises,
    does: "A line end in lines that are kept as they stand becomes a line break.",
    why: "In verse and in columns the line end is the author's.",
    example: "<pre>Arise, ye pris'ners of starvation⏎Arise, ye wretched of the earth</pre>",
};

/// Turns the line ends in the texts of a run into line breaks.
pub(super) fn open(run: &mut Vec<Inline>) {
    let mut opened = Vec::with_capacity(run.len());
    for inline in std::mem::take(run) {
        match inline {
            Inline::Text(text) => open_text(text, &mut opened),
            Inline::Styled(style, mut inner) => {
                open(&mut inner);
                opened.push(Inline::Styled(style, inner));
            }
            Inline::Language(language, mut inner) => {
                open(&mut inner);
                opened.push(Inline::Language(language, inner));
            }
            Inline::Link(target, mut inner) => {
                open(&mut inner);
                opened.push(Inline::Link(target, inner));
            }
            other => opened.push(other),
        }
    }
    *run = opened;
}

fn open_text(mut text: Text, opened: &mut Vec<Inline>) {
    let ends = line_ends(text.as_str());
    let edits: Vec<Edit> = ends
        .iter()
        .map(|(from, to)| Edit { range: *from..*to, new: "".into(), rule: &KEPT_LINE })
        .collect();
    text.edit(&edits);
    let mut gone = 0;
    let cuts: Vec<usize> = ends
        .iter()
        .map(|(from, to)| {
            gone += to - from;
            to - gone
        })
        .collect();
    for (nth, line) in text.split_at_all(&cuts).into_iter().enumerate() {
        if nth > 0 {
            opened.push(Inline::LineBreak);
        }
        opened.push(Inline::Text(line));
    }
}

/// The line ends of a text as ranges of bytes.
fn line_ends(text: &str) -> Vec<(usize, usize)> {
    let mut ends: Vec<(usize, usize)> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match (byte, ends.last_mut()) {
            (b'\n', Some((from, to))) if *to == at && text[*from..at].ends_with('\r') => {
                *to = at + 1
            }
            (b'\n' | b'\r', _) => ends.push((at, at + 1)),
            _ => {}
        }
    }
    ends
}

/// Drops the line breaks at the edges of a run.
pub(super) fn trim(run: &mut Vec<Inline>) {
    let flow = Flow::of(run);
    if flow.breaks() == 0 {
        return;
    }
    let text = flow.text.as_str();
    let begin = text.len() - text.trim_start_matches('\n').len();
    let end = text.trim_end_matches('\n').len();
    if begin > 0 || end < text.len() {
        drop_breaks(run, &|at| at < begin || at >= end);
    }
}

/// Cuts paragraphs at two line breaks and more, which is how a paragraph ended before pages had
/// elements for it. Elsewhere several line breaks in a row become one.
pub(super) fn split_paragraphs(passages: Vec<Passage>) -> Vec<Passage> {
    let mut split = Vec::with_capacity(passages.len());
    for mut passage in passages {
        if let PassageKind::Table(table) = &mut passage.kind {
            for cell in table.rows.iter_mut().flatten() {
                cell.passages = split_paragraphs(std::mem::take(&mut cell.passages));
            }
        }
        let flow = Flow::of(&passage.content);
        if flow.breaks() < 2
            || !flow.text.contains("\n\n")
            || passage.kind == PassageKind::Lines
        {
            split.push(passage);
            continue;
        }
        let runs = break_runs(&flow);
        // The first of several breaks goes with the rest where the paragraph ends.
        let spare: Vec<usize> =
            runs.iter().flat_map(|(from, to)| (*from..*to).skip(1)).collect();
        if passage.kind == PassageKind::Paragraph {
            let cuts: Vec<usize> = runs.iter().map(|(_, to)| *to).collect();
            let parts = cut_run(std::mem::take(&mut passage.content), &cuts);
            for (nth, mut content) in parts.into_iter().enumerate() {
                trim(&mut content);
                let mut part = Passage { content, ..passage.clone() };
                if nth > 0 {
                    part.anchors.clear();
                    part.gap = 1;
                }
                split.push(part);
            }
        } else {
            drop_breaks(&mut passage.content, &|at| spare.binary_search(&at).is_ok());
            split.push(passage);
        }
    }
    split
}

/// The stretches of two and more line breaks, as ranges of bytes.
fn break_runs(flow: &Flow) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in flow.text.match_indices('\n') {
        match runs.last_mut() {
            Some((_, to)) if *to == at => *to += 1,
            _ => runs.push((at, at + 1)),
        }
    }
    runs.retain(|(from, to)| to - from > 1);
    runs
}
