//! The stretches of a work in which notes are expected, and where they end.

use std::ops::Range;

use super::heading::introduces_notes;
use super::label::{Family, Found, Shape, is_sign, leading};
use super::survey::Survey;
use crate::book::{EnclosureKind, Hand, Inline, Passage, PassageKind, Style};

/// A stretch of passages in which notes are expected.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    /// The passage with its heading, if it has one.
    pub heading: Option<usize>,
    /// Its passages, the heading left out.
    pub passages: Range<usize>,
    /// Whose notes the heading says they are.
    pub hand: Hand,
    /// The passage before the first note that says something about all of them.
    pub remark: Option<usize>,
}

/// Finds the zones: after each heading that introduces notes, up to where other text begins; and
/// each stretch of passages whose class names say that they are notes.
pub(super) fn zones(survey: &Survey) -> Vec<Zone> {
    let mut zones = Vec::new();
    let mut at = 0;
    while at < survey.passages.len() {
        let zone = headed(survey, at).or_else(|| classed(survey, at));
        match zone {
            Some(zone) => {
                at = zone.passages.end.max(at + 1);
                zones.push(zone);
            }
            None => at += 1,
        }
    }
    zones
}

/// The zone under a heading at `at`.
fn headed(survey: &Survey, at: usize) -> Option<Zone> {
    let passage = survey.passages.get(at)?;
    if !matches!(
        passage.kind,
        PassageKind::Heading(_) | PassageKind::Paragraph | PassageKind::Lines
    ) {
        return None;
    }
    let hand = introduces_notes(survey.text(at))?;
    let end = end_of(survey, at + 1, division_of_notes(passage));
    (end > at + 1).then_some(Zone {
        heading: Some(at),
        passages: at + 1..end,
        hand,
        remark: None,
    })
}

/// Passages with a class of notes, from `at` on.
fn classed(survey: &Survey, at: usize) -> Option<Zone> {
    if !has_note_class(survey.passages.get(at)?) {
        return None;
    }
    let leaf = survey.leaf[at];
    let same = |next: &usize| {
        survey.leaf[*next] == leaf
            && (survey.is_blank(*next) || has_note_class(&survey.passages[*next]))
            && !matches!(survey.passages[*next].kind, PassageKind::Heading(_))
    };
    let mut end = at + (at..survey.passages.len()).take_while(same).count();
    while end > at && survey.is_blank(end - 1) {
        end -= 1;
    }
    (end > at).then_some(Zone {
        heading: None,
        passages: at..end,
        hand: Hand::Author,
        remark: None,
    })
}

/// Where the zone that begins at `from` ends: at a heading, at a rule that text follows, where
/// the division of the notes is left, or, in plain text, at a wider gap.
fn end_of(survey: &Survey, from: usize, division: Option<u32>) -> usize {
    let mut division = division;
    let mut widest = 1;
    let mut labelled = 0_usize;
    let mut seen = false;
    let mut first = from;
    let leaf = survey.leaf.get(from.saturating_sub(1)).copied();
    for (at, passage) in survey.passages.iter().enumerate().skip(from) {
        if survey.leaf.get(at).copied() != leaf {
            return at;
        }
        if let Some(id) = division
            && !passage.within.iter().any(|around| around.id == id)
        {
            return at;
        }
        let label = begins_note(survey, at);
        match passage.kind {
            PassageKind::Heading(_) => return at,
            PassageKind::Field(_) => return at,
            PassageKind::Rule if seen => {
                let next = survey.next_shown(at);
                if next.is_none_or(|next| begins_note(survey, next).is_none()) {
                    return at;
                }
            }
            _ if survey.is_blank(at) => {}
            _ if label.is_some() => {
                // The gap between heading and first note says nothing about those between notes.
                let most = if labelled > 1 { widest + 1 } else { 3 };
                if labelled > 0 && passage.gap > most {
                    return at;
                }
                if labelled > 0 {
                    widest = widest.max(passage.gap);
                }
                labelled += 1;
            }
            _ if seen && is_matter(passage) && !is_matter(&survey.passages[first]) => {
                return at;
            }
            _ if introduces_notes(survey.text(at)).is_some() => return at,
            _ if seen && (passage.gap > widest || stands_like_heading(survey, at)) => {
                return at;
            }
            _ => {}
        }
        if !survey.is_blank(at) {
            if !seen && division.is_none() {
                division = division_of_notes(passage);
            }
            if !seen {
                first = at;
            }
            seen = true;
        }
    }
    survey.passages.len()
}

/// The label that a passage begins with, if it could be that of a note: a figure without
/// brackets, stop or link begins a sentence.
pub(super) fn begins_note(survey: &Survey, passage: usize) -> Option<Found> {
    let kind = &survey.passages.get(passage)?.kind;
    if !matches!(kind, PassageKind::Paragraph | PassageKind::Lines | PassageKind::Term) {
        return None;
    }
    let run = &survey.runs[survey.own_run(passage)?];
    if let Some(found) = worded(&run.text) {
        return Some(found);
    }
    let found = leading(&run.text)?;
    let sign = found.label.family == Family::Signs;
    let set_off = found.label.shape != Shape::Bare
        || *kind == PassageKind::Term
        || sign
        || found.label.family == Family::Starred
        || run.raised.iter().any(|raised| raised.end == found.range.end)
        || run
            .links
            .iter()
            .any(|(link, _)| link.start <= found.core.start && link.end == found.range.end);
    // `* * *` is an ornament.
    let ornament = sign && run.text.chars().all(|c| is_sign(c) || c.is_whitespace());
    (set_off && !ornament).then_some(found)
}

/// `[Footnote 1: …`, `Note 1.`: a label after a word that says what it is.
pub(super) fn worded(text: &str) -> Option<Found> {
    const WORDS: &[&str] = &["Footnote", "FOOTNOTE", "Fußnote", "Note", "NOTE", "Anmerkung"];
    let start = usize::from(text.starts_with('['));
    let rest = &text[start..];
    let word = WORDS.iter().find(|word| rest.starts_with(**word))?;
    let after = start + word.len();
    let label = leading(text.get(after..)?.strip_prefix(' ')?)?.shifted(after + 1);
    let rest = &text[label.range.end..];
    let stopped = label.label.shape == Shape::Stopped;
    let stop = usize::from(rest.starts_with([':', '.']));
    if !stopped && stop == 0 {
        return None;
    }
    Some(Found { range: 0..label.range.end + stop, ..label })
}

/// Whether a passage, or a division around it, has a class name that says it is a note.
pub(super) fn has_note_class(passage: &Passage) -> bool {
    passage.class.iter().any(|class| is_note_class(class))
        || division_of_notes(passage).is_some()
}

fn is_note_class(class: &str) -> bool {
    const CLASSES: &[&str] = &[
        "note",
        "notes",
        "footnote",
        "footnotes",
        "endnote",
        "endnotes",
        "fn",
        "fussnote",
        "fussnoten",
        "fntext",
        "pagenote",
        "pagenoteb",
        "anmerkung",
        "anmerkungen",
        "footnotetext",
        "endnotetext",
        "msofootnotetext",
        "msoendnotetext",
        "fnote",
        "enote",
    ];
    CLASSES.contains(&class)
}

/// Whether a passage has a class name of title matter, provenance or navigation.
fn is_matter(passage: &Passage) -> bool {
    const BEGINNINGS: &[&str] =
        &["info", "credit", "footer", "updat", "link", "nav", "toplink"];
    let mut classes = passage.class.iter();
    classes.any(|class| BEGINNINGS.iter().any(|beginning| class.starts_with(beginning)))
}

/// The division of notes that a passage stands in, by its number.
fn division_of_notes(passage: &Passage) -> Option<u32> {
    let around = passage.within.iter().find(|around| {
        around.kind == EnclosureKind::Division
            && around.class.iter().any(|class| is_note_class(class))
    });
    around.map(|around| around.id)
}

/// Whether a paragraph is set as headings are: short, and bold or in capitals all through.
fn stands_like_heading(survey: &Survey, at: usize) -> bool {
    let text = survey.text(at).trim();
    let short = text.chars().count() <= 80 && !text.ends_with(['.', ',', ';', ':']);
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().count() > 3 && letters().all(char::is_uppercase);
    short && (capitals || is_bold(&survey.passages[at].content))
}

fn is_bold(content: &[Inline]) -> bool {
    let mut bold = false;
    for inline in content {
        match inline {
            Inline::Styled(Style::Strong, _) => bold = true,
            Inline::Text(text) if text.as_str().trim().is_empty() => {}
            Inline::Anchor(_) | Inline::LineBreak | Inline::SourcePage(_) => {}
            _ => return false,
        }
    }
    bold
}
