//! What is cut out of the texts: marks, the labels of notes, the ways back.

use std::ops::Range;

use super::marks::Mark;
use super::pairing::Pairs;
use super::starts::Bodies;
use super::survey::Survey;
use super::{BACK_LINK, NOTE_LABEL, NOTE_MARK, SPACE_BEFORE_MARK, cut, report, zones};
use crate::book::{Inline, Log, NoteId, NoteMark, Rule, Span, Text};

/// A piece of a run that is to be cut out, or at least to be found again.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    range: Range<usize>,
    /// What of it a reader needs.
    core: Range<usize>,
    becomes: Becomes,
}

/// What a cut becomes.
#[derive(Clone, Copy, Debug)]
enum Becomes {
    /// The mark of a note, by its index, and which of the note's marks it is.
    Mark { note: usize, nth: u32 },
    /// The label of a note, by its index.
    Label(usize),
    /// Nothing, by this rule.
    Nothing(&'static Rule),
    /// Text again, after its place was noted: the mark with this index has no note.
    Text(usize),
}

/// Says for each run what is to be cut out of it.
pub(super) fn plan(
    survey: &Survey,
    marks: &[Mark],
    bodies: &Bodies,
    pairs: &Pairs,
) -> Vec<Vec<Cut>> {
    let mut cuts: Vec<Vec<Cut>> = vec![Vec::new(); survey.runs.len()];
    for (index, body) in bodies.bodies.iter().enumerate() {
        note_cuts(survey, bodies, index, &mut cuts);
        let (Some(found), Some(run)) = (&body.found, survey.own_run(body.first)) else {
            continue;
        };
        let text = &survey.runs[run].text;
        let end = found.range.end;
        let space = text[end..].len() - text[end..].trim_start().len();
        cuts[run].push(Cut {
            range: 0..end + space,
            core: found.core.clone(),
            becomes: Becomes::Label(index),
        });
    }
    let mut nth = vec![0; bodies.bodies.len()];
    let mut last: Option<(usize, usize)> = None;
    for (index, mark) in marks.iter().enumerate() {
        let text = &survey.runs[mark.run].text;
        let becomes = match pairs.note_of[index] {
            Some((note, _)) => {
                nth[note] += 1;
                Becomes::Mark { note, nth: nth[note] - 1 }
            }
            None if !pairs.own[index] && report::dangles(survey, mark) => Becomes::Text(index),
            None => continue,
        };
        let mut range = mark.range.clone();
        if matches!(becomes, Becomes::Mark { .. }) {
            let before = text[..range.start].trim_end_matches([' ', '\u{a0}', '\t']).len();
            // Between two marks the space stays: `1 2` must not become `12`.
            if before > 0 && last != Some((mark.run, before)) {
                range.start = before;
            }
            last = Some((mark.run, range.end));
        }
        cuts[mark.run].push(Cut { range, core: mark.core.clone(), becomes });
    }
    for run in &mut cuts {
        run.sort_by_key(|cut| cut.range.start);
        let mut end = 0;
        run.retain(|cut| {
            let apart = cut.range.start >= end && !cut.range.is_empty();
            end = if apart { cut.range.end } else { end };
            apart
        });
    }
    cuts
}

/// What goes out of a note besides its label: the ways back to its mark, and the bracket that
/// closes `[Footnote 1: …]`.
fn note_cuts(survey: &Survey, bodies: &Bodies, index: usize, cuts: &mut [Vec<Cut>]) {
    let body = &bodies.bodies[index];
    let mut nothing = |run: usize, range: Range<usize>, rule: &'static Rule| {
        cuts[run].push(Cut { core: range.clone(), range, becomes: Becomes::Nothing(rule) });
    };
    for passage in body.first..body.end {
        for run in survey.runs_of[passage].clone() {
            let seen = &survey.runs[run];
            for (link, address) in &seen.links {
                if address.contains('#') && leads_back(&seen.text[link.clone()]) {
                    nothing(run, widened(&seen.text, link.clone()), &BACK_LINK);
                }
            }
            let shown = seen.text.trim_end();
            if let Some(arrow) =
                ["<=", "↩", "⏎", "↑"].iter().find(|arrow| shown.ends_with(**arrow))
            {
                let from = shown.len() - arrow.len();
                let from = seen.text[..from].trim_end().len();
                nothing(run, from..seen.text.len(), &BACK_LINK);
            }
        }
    }
    let opened = survey.text(body.first).starts_with('[')
        && zones::worded(survey.text(body.first)).is_some();
    if let (true, Some(run)) = (opened, survey.own_run(body.end - 1)) {
        let text = survey.runs[run].text.trim_end();
        if text.ends_with(']') {
            nothing(run, text.len() - 1..text.len(), &NOTE_LABEL);
        }
    }
}

/// A link with the brackets close around it and the white space before.
fn widened(text: &str, link: Range<usize>) -> Range<usize> {
    let mut range = link;
    let around = (text[..range.start].chars().next_back(), text[range.end..].chars().next());
    if matches!(around, (Some('['), Some(']')) | (Some('('), Some(')'))) {
        range = range.start - 1..range.end + 1;
    }
    text[..range.start].trim_end().len()..range.end
}

/// Whether a link in a note says only that it leads back.
fn leads_back(shown: &str) -> bool {
    const WORDS: &[&str] = &[
        "back",
        "return",
        "return to text",
        "back to text",
        "go back",
        "up",
        "zurück",
        "retour",
        "volver",
        "indietro",
        "tillbaka",
        "tilbake",
        "tilbage",
        "terug",
        "voltar",
        "powrót",
        "назад",
        "вернуться",
        "jump up",
        "back to the text",
        "return to the text",
        "zpět",
        "takaisin",
        "к тексту",
        "ritorna",
        "torna al testo",
        "text",
        "rückkehr",
    ];
    let edges = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '.');
    let shown = shown.trim_matches(edges).to_lowercase();
    let arrows = |c: char| "←↑↩⏎⇧⇑⇐▲△◄◀^«<=-—↵⤴\u{fe0e}\u{fe0f}".contains(c);
    !shown.is_empty() && (WORDS.contains(&shown.as_str()) || shown.chars().all(arrows))
}

/// What came out of the runs.
pub(super) struct Carved {
    /// The label of each note.
    pub labels: Vec<Option<Text>>,
    /// The places of the marks that have no note.
    pub dangling: Vec<(usize, Option<Span>)>,
}

/// Cuts the runs of all passages as planned.
pub(super) fn carve(
    survey: &mut Survey,
    marks: &[Mark],
    cuts: &[Vec<Cut>],
    log: &mut Log,
) -> Carved {
    let count = cuts.iter().flatten().filter_map(|cut| match cut.becomes {
        Becomes::Label(note) => Some(note + 1),
        _ => None,
    });
    let count = count.max().unwrap_or(0);
    let mut carved = Carved { labels: vec![None; count], dangling: Vec::new() };
    let mut run = 0;
    for passage in &mut survey.passages {
        passage.each_run_mut(&mut |content| {
            let planned = cuts.get(run).map_or(&[][..], Vec::as_slice);
            run += 1;
            if planned.is_empty() {
                return;
            }
            let ranges: Vec<Range<usize>> =
                planned.iter().map(|cut| cut.range.clone()).collect();
            let whole = std::mem::take(content);
            *content = cut::cut(whole, &ranges, &mut |index, text| {
                let planned = &planned[index];
                let core = planned.core.start - planned.range.start
                    ..planned.core.end - planned.range.start;
                match planned.becomes {
                    Becomes::Mark { note, nth } => {
                        let label = bared(text, core, &NOTE_MARK, &SPACE_BEFORE_MARK);
                        let note = NoteId(u32::try_from(note).unwrap_or(u32::MAX));
                        Some(Inline::NoteMark(NoteMark { note, nth, label }))
                    }
                    Becomes::Label(note) => {
                        carved.labels[note] = Some(bared(text, core, &NOTE_LABEL, &NOTE_LABEL));
                        None
                    }
                    Becomes::Nothing(rule) => {
                        log.retire_text(&text, rule);
                        None
                    }
                    Becomes::Text(mark) => {
                        carved.dangling.push((mark, text.span()));
                        Some(Inline::Text(text))
                    }
                }
            });
        });
    }
    debug_assert!(marks.len() >= carved.dangling.len(), "only marks dangle");
    carved
}

/// Leaves of a text what stands at `core`: the rest goes by `rule`, white space before it by
/// `space`.
fn bared(
    mut text: Text,
    core: Range<usize>,
    rule: &'static Rule,
    space: &'static Rule,
) -> Text {
    let string = text.as_str();
    let white = string.len() - string.trim_start().len();
    text.replace(core.end..text.as_str().len(), "", rule);
    text.replace(white..core.start, "", rule);
    text.replace(0..white.min(core.start), "", space);
    text
}
