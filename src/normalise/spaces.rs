//! White space: one space between words, none at the edges, line ends joined.

use crate::book::{Edit, Effect, Rule};

use super::flow::Flow;

/// The rules about white space.
pub(super) static RULES: &[&Rule] = &[&LINE_END, &EDGE, &PADDING, &REPEATED, &TAB];

static LINE_END: Rule = Rule {
    id: "space/line-end",
    effect: Effect::Normalises,
    does: "A line end inside a paragraph becomes the space between two words; between two \
           ideographs it goes.",
    why: "The line was broken at the file's measure; the edition has its own.",
    example: "This eBook is for the use of anyone⏎anywhere at no cost",
};

static EDGE: Rule = Rule {
    id: "space/edge",
    effect: Effect::Normalises,
    does: "White space at the beginning and end of a block and around a line break goes.",
    why: "It shows the layout of the file, not a pause in the text.",
    example: "<h3>Chapter I<br />⏎A Disastrous Dogma</h3>",
};

static PADDING: Rule = Rule {
    id: "space/padding",
    effect: Effect::Normalises,
    does: "Several spaces in a row, non-breaking ones among them, become one space.",
    why: "They push words across a screen; in a book the setting does that.",
    example: "MIA&#160;&#160;&gt;&#160; Archive",
};

static REPEATED: Rule = Rule {
    id: "space/repeated",
    effect: Effect::Normalises,
    does: "Several spaces in a row become one.",
    why: "Typists set two after a full stop; an even page has one.",
    example: "almost no restrictions whatsoever.  You may copy it",
};

static TAB: Rule = Rule {
    id: "space/tab",
    effect: Effect::Normalises,
    does: "A tab in lines that are kept as they stand becomes four spaces.",
    why: "A tab has no width of its own on paper.",
    example: "⇥To Marguerite",
};

/// Non-breaking spaces after a line break that still are a verse line's indent; more than these
/// push a signature to the right.
const DEEPEST_INDENT: usize = 12;

/// The edits that make the white space of running text even.
pub(super) fn in_text(flow: &Flow) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (from, to) in flow.spaces() {
        let run = &flow.text[from..to];
        if run == " " && from > 0 && to < flow.text.len() {
            continue;
        }
        let broken = flow.breaks_in(from, to) > 0;
        if broken || from == 0 || to == flow.text.len() {
            let kept = if broken && to < flow.text.len() { verse_indent(flow, run) } else { 0 };
            for (at, c) in run.char_indices() {
                let at = from + at;
                if !flow.is_break(at) && at < to - kept {
                    remove(&mut edits, at, at + c.len_utf8(), &EDGE);
                }
            }
            continue;
        }
        let mut chars = run.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            // A single space of another width was chosen by somebody.
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                edits.push(Edit {
                    range: from..to,
                    new: between(flow, from, to),
                    rule: &LINE_END,
                });
            }
            continue;
        }
        let rule = if run.contains(['\n', '\r']) {
            &LINE_END
        } else if run.contains('\u{a0}') {
            &PADDING
        } else {
            &REPEATED
        };
        let new = between(flow, from, to);
        match run.find(' ') {
            // One of the spaces stays as it stood.
            Some(space) if new == " " => {
                remove(&mut edits, from, from + space, rule);
                remove(&mut edits, from + space + 1, to, rule);
            }
            _ => edits.push(Edit { range: from..to, new, rule }),
        }
    }
    edits
}

/// The edits for lines that are kept as they stand: their spaces are meant, but for those at
/// their ends.
pub(super) fn in_lines(flow: &Flow) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (from, to) in flow.spaces() {
        let run = &flow.text[from..to];
        let last_break = run.rfind('\n').filter(|at| flow.is_break(from + at));
        let line_start = match last_break {
            Some(at) => from + at + 1,
            None if to == flow.text.len() => to,
            None => from,
        };
        for (at, c) in run.char_indices() {
            let (at, end) = (from + at, from + at + c.len_utf8());
            if flow.is_break(at) {
                continue;
            }
            if at < line_start || to == flow.text.len() {
                remove(&mut edits, at, end, &EDGE);
            } else if c == '\t' {
                edits.push(Edit { range: at..end, new: "    ".into(), rule: &TAB });
            } else if c.is_control() {
                remove(&mut edits, at, end, &EDGE);
            }
        }
    }
    edits
}

/// What stands between two words where white space stood: nothing between ideographs that only
/// a line end parted.
fn between(flow: &Flow, from: usize, to: usize) -> std::borrow::Cow<'static, str> {
    let before = flow.text[..from].chars().next_back();
    let after = flow.text[to..].chars().next();
    match (before, after) {
        (Some(before), Some(after))
            if is_ideograph(before)
                && is_ideograph(after)
                && flow.text[from..to].contains(['\n', '\r']) =>
        {
            "".into()
        }
        _ => " ".into(),
    }
}

/// Whether a character is of the scripts that set no spaces between words: Han, kana and their
/// punctuation.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}')
}

/// Bytes at the end of `run`, which holds a line break, that indent a line of verse.
fn verse_indent(flow: &Flow, run: &str) -> usize {
    let indent = run.chars().rev().take_while(|c| *c == '\u{a0}').count();
    let verse = flow.breaks() >= 2 && (2..=DEEPEST_INDENT).contains(&indent);
    if verse { indent * '\u{a0}'.len_utf8() } else { 0 }
}

/// Removes the bytes from `from` to `to`, together with what was removed just before them.
fn remove(edits: &mut Vec<Edit>, from: usize, to: usize, rule: &'static Rule) {
    if from == to {
        return;
    }
    match edits.last_mut() {
        Some(last) if last.range.end == from && last.new.is_empty() && last.rule == rule => {
            last.range.end = to;
        }
        _ => edits.push(Edit { range: from..to, new: "".into(), rule }),
    }
}
