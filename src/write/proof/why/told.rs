//! The way of a passage as lines for a person.

use super::find::{Likeness, Places};
use super::touches::{Touch, meet, touches};
use super::{Road, shown, standing};
use crate::book::{
    Effect, Finding, Form, LeafPart, Severity, Span, Transcript, dump, one_space,
};
use crate::write::proof::excerpts::Excerpts;
use crate::write::proof::html::toml;

/// How many places are told of in full, and how many more are listed.
const IN_FULL: usize = 3;
const LISTED: usize = 40;

/// How many different pieces of one rule, elements and blocks are told of one place.
const PIECES: usize = 5;

/// A finding about a wider place is about a page, not about a passage.
const WIDEST: u32 = 2000;

/// Columns after which lines are broken.
const MEASURE: usize = 96;

/// How much of a passage is quoted, in scalars.
const QUOTED: usize = 72;

/// Tells of each place how it came into the book.
pub(super) fn told(road: &Road<'_>, words: &str, found: &Places) -> String {
    let [read, ..] = road.transcripts;
    let mut lines = Lines::default();
    let places = counted(found.spans.len(), "place");
    let how = match found.likeness {
        Likeness::Letters => "of the source",
        Likeness::Loose => "of the source, though not to the letter",
        Likeness::InTheBook => "of the book; the source has other characters there",
    };
    lines.add(0, &format!("▸{}◂ stands in {places} {how}.", quoted(words.trim())));
    let excerpts = Excerpts::of(&read.reading);
    for (nth, place) in found.spans.iter().take(IN_FULL).enumerate() {
        lines.blank();
        lines.add(0, &format!("{}. {}", nth + 1, at(read, *place)));
        lines.add(1, &around(&excerpts, *place));
        one(road, *place, &excerpts, &mut lines);
    }
    let more = found.spans.get(IN_FULL..).unwrap_or_default();
    if !more.is_empty() {
        lines.blank();
        lines.add(0, "The other places (give more words to single one out):");
    }
    for (nth, place) in more.iter().take(LISTED).enumerate() {
        let fate = fate(road, *place);
        let words = around(&excerpts, *place);
        lines.add(0, &format!("{}. {}: {fate}", nth + 1 + IN_FULL, at(read, *place)));
        lines.add(1, &words);
    }
    if more.len() > LISTED {
        lines.add(0, &format!("… and {} more", more.len() - LISTED));
    }
    lines.text
}

/// Tells of one place, stage by stage.
fn one(road: &Road<'_>, place: Span, excerpts: &Excerpts<'_>, lines: &mut Lines) {
    let stages = touches(road, place);
    let heads = ["Read", "Normalised", "Stripped", "Understood"];
    for (nth, (head, touches)) in heads.into_iter().zip(&stages).enumerate() {
        if nth == 3 && road.end.is_none() {
            continue;
        }
        lines.add(1, head);
        let before = lines.text.len();
        if nth == 0 {
            decoded(road, place, lines);
        }
        rules(road, touches, excerpts, lines);
        let said = road.findings.get(nth).copied().unwrap_or_default();
        said.iter().filter(|finding| is_about(road, finding, place)).for_each(|finding| {
            noticed(finding, lines);
        });
        if lines.text.len() == before {
            lines.add(2, "nothing of it was changed or taken out");
        }
    }
    lines.add(1, "In the book");
    let Some(end) = &road.end else {
        return lines.add(2, "there is no book: nothing is left to publish");
    };
    let standings = standing::standings(end, place);
    for standing in standings.iter().take(PIECES) {
        lines.add(2, &standing.path.join(" › "));
        standing.within.iter().for_each(|words| lines.add(3, words));
        let page = standing.page.as_ref().map(|page| format!("page {page} of the PDF"));
        let ebook = standing.ebook.as_ref().map(|place| format!("{place} in the EPUB"));
        let both: Vec<String> = page.into_iter().chain(ebook).collect();
        if !both.is_empty() {
            lines.add(3, &both.join("; "));
        }
    }
    if standings.len() > PIECES {
        let more = counted(standings.len() - PIECES, "block");
        lines.add(2, &format!("… and {more} more"));
    }
    if standings.is_empty() {
        lines.add(2, "it does not stand there");
    }
}

/// How the bytes of the page became characters, and as what it showed the passage.
fn decoded(road: &Road<'_>, place: Span, lines: &mut Lines) {
    let [read, ..] = road.transcripts;
    let leaves = read.leaves.iter().zip(road.decoded);
    for (leaf, decoding) in leaves.filter(|(leaf, _)| meet(leaf.span, place)) {
        let form = match leaf.form {
            Form::Html => "a web page",
            Form::Plain => "plain text",
            Form::Markdown => "Markdown",
            Form::Muse => "muse",
        };
        let (charset, reason) = (decoding.charset, &decoding.reason);
        let words =
            format!("its bytes are {charset}: {reason} [charset/decided]; it is {form}");
        lines.add(2, &words);
    }
    let elements = shown::shown(read, place);
    for element in elements.iter().take(PIECES) {
        lines.add(2, &format!("the page shows it as {element}"));
    }
    if elements.len() > PIECES {
        let more = counted(elements.len() - PIECES, "element");
        lines.add(2, &format!("… and {more} more"));
    }
}

/// What each rule did, and why.
fn rules(road: &Road<'_>, touches: &[Touch], excerpts: &Excerpts<'_>, lines: &mut Lines) {
    let mut ids: Vec<&str> = Vec::new();
    for touch in touches {
        if ids.contains(&touch.rule.id) {
            continue;
        }
        ids.push(touch.rule.id);
        let same = touches.iter().filter(|other| other.rule == touch.rule);
        let mut pieces: Vec<(String, usize)> = Vec::new();
        for other in same {
            let words = became(excerpts.words(other.span), other);
            match pieces.iter_mut().find(|(known, _)| *known == words) {
                Some((_, count)) => *count += 1,
                None => pieces.push((words, 1)),
            }
        }
        for (words, count) in pieces.iter().take(PIECES) {
            let times = if *count > 1 { format!(", {count} times") } else { String::new() };
            lines.add(2, &format!("{words}{times} [{}]", touch.rule.id));
        }
        if pieces.len() > PIECES {
            lines.add(2, &format!("… and {} more [{}]", pieces.len() - PIECES, touch.rule.id));
        }
        lines.add(3, touch.rule.does);
        lines.add(3, touch.rule.why);
        if road.overrulable.contains(&touch.rule) {
            let words = containing(road, touch, excerpts);
            if words.is_empty() {
                continue;
            }
            lines.add(3, &format!("Was that wrong? Put this into {}:", road.sidecar));
            for line in [
                "[[keep]]".to_owned(),
                format!("rule = {}", toml(touch.rule.id)),
                format!("containing = {}", toml(&words)),
                "reason = \"\"".to_owned(),
            ] {
                lines.whole(4, &line);
            }
        }
    }
}

/// What became of a piece, in words.
fn became(was: &str, touch: &Touch) -> String {
    let was = quoted(was);
    match &touch.became {
        None if touch.rule.effect == Effect::Strips => format!("“{was}” was taken out"),
        None => format!("“{was}” became layout"),
        Some(became) if became.is_empty() => format!("“{was}” became nothing that is seen"),
        Some(became) => format!("“{was}” became “{}”", quoted(became)),
    }
}

fn noticed(finding: &Finding, lines: &mut Lines) {
    let word = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "doubtful",
        Severity::Info => "decided",
    };
    lines.add(2, &format!("{word}: {} [{}]", finding.message, finding.rule.id));
    if let Some(hint) = &finding.hint {
        lines.add(3, &format!("hint: {hint}"));
    }
}

/// Whether a finding is about the passage, not about its whole page. That something was stripped is
/// told of with the piece.
fn is_about(road: &Road<'_>, finding: &Finding, place: Span) -> bool {
    let told = finding.severity == Severity::Info && finding.rule.effect == Effect::Strips;
    let of_page = |at: Span| road.transcripts[0].leaves.iter().any(|leaf| leaf.span == at);
    !told
        && finding.place.is_some_and(|at| at.len() <= WIDEST && meet(at, place) && !of_page(at))
}

/// In a word what became of a passage.
fn fate(road: &Road<'_>, place: Span) -> String {
    let stages = touches(road, place);
    let ids: Vec<&str> = stages.iter().flatten().map(|touch| touch.rule.id).collect();
    match ids.as_slice() {
        [] => "kept to the letter".into(),
        ids => {
            let mut ids = ids.to_vec();
            ids.dedup();
            format!("touched by {}", ids.join(", "))
        }
    }
}

/// The page and the place, as a person counts: from 1, both ends included.
fn at(read: &Transcript, place: Span) -> String {
    let leaf = read.leaves.iter().find(|leaf| meet(leaf.span, place));
    let page = leaf.map_or("", |leaf| &leaf.name);
    let part = match leaf.map(|leaf| leaf.part) {
        Some(LeafPart::Contents) => " (the contents page)",
        _ => "",
    };
    // The reading text of anything but a web page is the file itself.
    let line = leaf.filter(|leaf| leaf.form != Form::Html).map(|leaf| {
        let before = read.reading.chars().take(place.start as usize);
        let lines = before.skip(leaf.span.start as usize).filter(|c| *c == '\n').count();
        format!(", line {}", lines + 1)
    });
    let from = place.start + 1;
    let chars = match place.len() {
        1 => format!("character {from}"),
        _ => format!("characters {from} to {}", place.end),
    };
    let of = read.reading.chars().count();
    format!("{page}{part}{}, {chars} of {of}", line.unwrap_or_default())
}

/// The passage among the words around it.
fn around(excerpts: &Excerpts<'_>, place: Span) -> String {
    const WORDS: usize = 8;
    let before = excerpts.before(place.start, WORDS);
    let after = excerpts.words(Span::new(place.end, place.end.saturating_add(200)));
    let after: Vec<&str> = after.split_whitespace().take(WORDS).collect();
    let space = |words: &str| words.chars().next_back().is_some_and(char::is_whitespace);
    let near = excerpts.words(Span::new(place.start.saturating_sub(1), place.start));
    let next = excerpts.words(Span::new(place.end, place.end.saturating_add(1)));
    let left = if space(near) { " " } else { "" };
    let right = if space(next) { " " } else { "" };
    let words = quoted(excerpts.words(place));
    let around = format!("{before}{left}▸{words}◂{right}{}", after.join(" "));
    format!("… {} …", around.trim())
}

/// Words by which a sidecar can name a piece: its own if they are several or were taken out, else
/// with some that stand around it in its line or paragraph.
fn containing(road: &Road<'_>, touch: &Touch, excerpts: &Excerpts<'_>) -> String {
    const OWN: usize = 12;
    const AROUND: usize = 4;
    let own: Vec<&str> = excerpts.words(touch.span).split_whitespace().take(OWN).collect();
    if own.len() >= 3 || touch.rule.effect == Effect::Strips {
        return own.join(" ");
    }
    let run = unchanged_around(road, touch, excerpts);
    let before = excerpts.words(Span::new(run.start, touch.span.start));
    let after = excerpts.words(Span::new(touch.span.end, run.end));
    // Words are cut at white space alone, so that the piece may stand in the middle of one.
    let from = before.rmatch_indices(char::is_whitespace).nth(AROUND).map_or(0, |(at, _)| at);
    let to =
        after.match_indices(char::is_whitespace).nth(AROUND).map_or(after.len(), |(at, _)| at);
    let piece = excerpts.words(touch.span);
    one_space(&format!("{}{piece}{}", &before[from..], &after[..to]))
}

/// The place around a piece, within its line or paragraph, that no other rule has changed: a rule
/// sees what the rules before it left, but a sidecar has the words of the source.
fn unchanged_around(road: &Road<'_>, touch: &Touch, excerpts: &Excerpts<'_>) -> Span {
    let mut run = shown::run_around(road.transcripts[0], touch.span).unwrap_or(touch.span);
    for other in touches(road, run).into_iter().flatten() {
        let blank = excerpts.words(other.span).trim().is_empty()
            && other.became.as_ref().is_some_and(|became| became == " ");
        if other.rule == touch.rule || blank {
            continue;
        }
        if other.span.end <= touch.span.start {
            run.start = run.start.max(other.span.end);
        } else if other.span.start >= touch.span.end {
            run.end = run.end.min(other.span.start);
        }
    }
    run
}

/// Words on one line, with what cannot be seen made visible, and not too many of them.
fn quoted(words: &str) -> String {
    let shown: String = words.chars().take(QUOTED).collect();
    let more = if shown.len() < words.len() { "…" } else { "" };
    format!("{}{more}", dump::visible(&shown))
}

/// `1 place`, `2 places`
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Lines, set in by steps and broken at spaces.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// Adds words, broken into lines of which all but the first stand a step further in.
    fn add(&mut self, depth: usize, words: &str) {
        let mut line = "  ".repeat(depth);
        let (mut width, mut empty) = (line.len(), true);
        for word in words.split(' ') {
            let length = word.chars().count();
            if !empty && width + 1 + length > MEASURE {
                self.whole(0, &line);
                line = "  ".repeat(depth + 1);
                (width, empty) = (line.len(), true);
            }
            if !empty {
                line.push(' ');
                width += 1;
            }
            line.push_str(word);
            width += length;
            empty = false;
        }
        self.whole(0, &line);
    }

    /// Adds a line that must not be broken.
    fn whole(&mut self, depth: usize, words: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(words.trim_end());
        self.text.push('\n');
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }
}
