//! What was noticed about notes and marks: what has no other half, gaps, doubles, wrong links.

use std::collections::BTreeMap;

use super::label::{Family, Shape};
use super::marks::{Manner, Mark};
use super::pairing::Pairs;
use super::starts::Bodies;
use super::survey::{Survey, Within};
use crate::book::{Effect, Finding, Pairing, Rule, Severity, Span, noticed};

/// A mark whose note is not there.
pub static DANGLING_MARK: Rule = Rule {
    id: noticed::DANGLING_MARK,
    effect: Effect::Notices,
    does: "A mark that calls a note which is not there stays text and is reported.",
    why: "The note may have been lost in the transcription; what stands in the text must not be lost too.",
    example: "the “governmental organisation” of Moltke[4] and Bismarck",
};

/// A note that nothing calls.
pub static ORPHAN: Rule = Rule {
    id: noticed::ORPHAN,
    effect: Effect::Notices,
    does: "A note that no mark calls is kept among the notes and reported.",
    why: "The mark may have been lost in the transcription, or the note may be about all notes.",
    example: "Author added these notes in 1913.",
};

/// A number left out.
pub static GAP: Rule = Rule {
    id: "notes/gap",
    effect: Effect::Notices,
    does: "A gap in the numbers of notes that stand together is reported.",
    why: "A note may be missing. Numbers that begin at 17 are right where they run through a volume.",
    example: "[17], [18], [20]",
};

/// A number given twice.
pub static DOUBLED: Rule = Rule {
    id: "notes/doubled-label",
    effect: Effect::Notices,
    does: "A label that two notes of one group bear is reported; their marks are paired by order.",
    why: "One of the two may be misprinted.",
    example: "1., 2., 2., 4.",
};

/// A link that leads astray.
pub static WRONG_LINK: Rule = Rule {
    id: "notes/wrong-link",
    effect: Effect::Notices,
    does: "A mark whose link leads to a note with another label is reported.",
    why: "Links are written by hand; where they contradict the printed labels, the labels were printed first.",
    example: "<a href=\"#n11\">[12]</a>",
};

/// A way back that leads astray.
pub static WRONG_BACK_LINK: Rule = Rule {
    id: "notes/wrong-back-link",
    effect: Effect::Notices,
    does: "A note whose link back leads to the mark of another note is reported.",
    why: "Either the link was written for another place, or the note was joined to the wrong mark.",
    example: "<a href=\"#f2\">[3]</a> The third note.",
};

/// Whether a candidate without a note is surely a mark: what a link or a bracketed figure shows.
pub(super) fn dangles(survey: &Survey, mark: &Mark) -> bool {
    let figures = matches!(mark.label.family, Family::Figures | Family::Starred);
    // What begins a passage or fills a cell may be a number in brackets like any other.
    let linked =
        mark.manner <= Manner::LinkedElsewhere && survey.runs[mark.run].within == Within::Table;
    if mark.initial && !linked {
        return false;
    }
    match mark.manner {
        Manner::Bracketed => figures || mark.label.family == Family::Variants,
        Manner::Linked | Manner::LinkedElsewhere => {
            matches!(mark.label.shape, Shape::Square | Shape::Curly)
                || mark.label.family == Family::Starred
                || figures && survey.runs[mark.run].is_raised(&mark.core)
        }
        _ => false,
    }
}

/// What is to be told, in the order of the text.
pub(super) fn findings(
    survey: &Survey,
    marks: &[Mark],
    bodies: &Bodies,
    pairs: &Pairs,
    dangling: &[(usize, Option<Span>)],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, place) in dangling {
        let mark = &marks[*index];
        let text = &survey.runs[mark.run].text;
        findings.push(Finding {
            rule: &DANGLING_MARK,
            severity: Severity::Warning,
            place: *place,
            message: format!(
                "no note for the mark {} after “{}”",
                &text[mark.range.clone()],
                last_words(&text[..mark.range.start])
            ),
            hint: Some("compare the printed source, or pair them in the sidecar".into()),
        });
    }
    let mut called = vec![false; bodies.bodies.len()];
    pairs.note_of.iter().flatten().for_each(|(note, _)| called[*note] = true);
    for (body, _) in bodies.bodies.iter().zip(&called).filter(|(_, called)| !**called) {
        let words = first_words(survey.text(body.first));
        findings.push(Finding {
            rule: &ORPHAN,
            severity: Severity::Warning,
            place: survey.passages[body.first].span(),
            message: format!("no mark for the note “{words}”"),
            hint: Some("compare the printed source, or pair them in the sidecar".into()),
        });
    }
    numbering(survey, bodies, pairs, &mut findings);
    for mark in pairs.astray.iter().map(|index| &marks[*index]) {
        let text = &survey.runs[mark.run].text;
        findings.push(Finding {
            rule: &WRONG_LINK,
            severity: Severity::Info,
            place: survey.passages[survey.runs[mark.run].passage].span(),
            message: format!(
                "the link of the mark {} leads to a note with another label",
                &text[mark.range.clone()]
            ),
            hint: None,
        });
    }
    let mut linked = vec![false; bodies.bodies.len()];
    let sure = |(_, pairing): &&(usize, Pairing)| *pairing <= Pairing::Linked;
    pairs.note_of.iter().flatten().filter(sure).for_each(|(note, _)| linked[*note] = true);
    for (note, mark) in &pairs.disowned {
        let passage = bodies.bodies[*note].first;
        let mark = &marks[*mark];
        findings.push(Finding {
            rule: &WRONG_BACK_LINK,
            // Where the mark's own link leads to the note, it is the way back that is wrong.
            severity: if linked[*note] { Severity::Info } else { Severity::Warning },
            place: survey.passages[passage].span(),
            message: format!(
                "the link back from the note “{}” leads to the mark {} of another note",
                first_words(survey.text(passage)),
                &survey.runs[mark.run].text[mark.range.clone()]
            ),
            hint: None,
        });
    }
    findings.sort_by_key(|finding| finding.place);
    findings
}

/// Gaps and doubles in the numbers of each group of notes.
fn numbering(survey: &Survey, bodies: &Bodies, pairs: &Pairs, findings: &mut Vec<Finding>) {
    let mut last: BTreeMap<(usize, Family), (u32, &str)> = BTreeMap::new();
    for (body, group) in bodies.bodies.iter().zip(&pairs.group) {
        let Some(label) = &body.label else { continue };
        let Some(ordinal) = label.ordinal() else { continue };
        let before = last.insert((*group, label.family), (ordinal, &label.stem));
        let Some((number, stem)) = before else { continue };
        let (rule, message) = if *stem == label.stem {
            (&DOUBLED, format!("two notes bear the label {stem}"))
        } else if ordinal > number + 1 {
            (&GAP, format!("after note {stem} comes note {}", label.stem))
        } else {
            continue;
        };
        findings.push(Finding {
            rule,
            severity: Severity::Info,
            place: survey.passages[body.first].span(),
            message,
            hint: None,
        });
    }
}

/// The last four words before a mark.
fn last_words(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().rev().take(4).collect();
    words.reverse();
    words.join(" ")
}

/// The first eight words of a note.
fn first_words(text: &str) -> String {
    text.split_whitespace().take(8).collect::<Vec<_>>().join(" ")
}
