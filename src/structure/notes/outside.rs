//! Notes that stand under no heading and in no class of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::label::{Family, Label, Shape};
use super::marks::Manner;
use super::starts::{Body, Called, Calls, Key, key};
use super::survey::{Place, Survey};
use super::zones::{begins_note, worded};
use crate::book::PassageKind;

/// Notes that stand in no zone: by mark-up, by anchors, after a word that says so, or with a
/// bracket and a label that a mark before them shows.
pub(super) fn outside(
    survey: &Survey,
    in_zone: &[Option<usize>],
    called: &Called,
    anchored: &BTreeSet<usize>,
) -> Vec<Body> {
    let mut bodies = Vec::new();
    let mut last_note = None;
    let mut used: BTreeMap<Key, usize> = BTreeMap::new();
    let mut count: Option<Label> = None;
    let tail = tails(survey, in_zone, called);
    for (at, passage) in survey.passages.iter().enumerate() {
        if in_zone[at].is_some() || matches!(passage.kind, PassageKind::Heading(_)) {
            count = None;
            continue;
        }
        if survey.is_blank(at) {
            continue;
        }
        if let Some((id, label)) = survey.note_enclosure(at) {
            let this = Some((survey.leaf[at], id));
            if last_note != this {
                bodies.push(Body::marked_up(survey, at, label, None));
            }
            last_note = this;
            continue;
        }
        let found = begins_note(survey, at);
        if anchored.contains(&at) {
            count = found.as_ref().map(|found| found.label.clone()).or(count);
            bodies.push(match found {
                Some(found) => Body::labelled(at, found, None),
                None => Body::bare(at),
            });
            continue;
        }
        let Some(found) = found else { continue };
        let key = key(survey.leaf[at], &found.label);
        let since = used.get(&key).copied().unwrap_or(0);
        let said = worded(survey.text(at)).is_some() && survey.text(at).starts_with('[');
        let shown = tail.contains(&at)
            || answers(survey, at, &found.label, since, called.get(&key))
            || goes_on(survey, at, &found.label, count.as_ref(), called.get(&key));
        if said || shown {
            count = Some(found.label.clone());
            used.insert(key, at);
            bodies.push(Body::labelled(at, found, None));
        }
    }
    bodies
}

/// Whether a label in brackets, or a sign, at the beginning of a passage answers to a mark that
/// stands in the text between the passage `since` and it.
fn answers(
    survey: &Survey,
    at: usize,
    label: &Label,
    since: usize,
    seen: Option<&Vec<Calls>>,
) -> bool {
    let set_off = matches!(label.shape, Shape::Square | Shape::Curly)
        || label.family == Family::Signs
        || label.family == Family::Starred;
    let letter = label.family == Family::Letters;
    let Some(seen) = seen.filter(|_| set_off && !letter) else { return false };
    let from = survey.runs_of.get(since).map_or(0, |runs| runs.start);
    let to = survey.runs_of[at].start;
    seen.iter().any(|way| {
        let same = way.shape == label.shape || way.manner == Manner::Raised;
        let next = way.places.partition_point(|place| place.run < from);
        same && !matches!(way.manner, Manner::Linked | Manner::Glued)
            && way.places.get(next).is_some_and(|place| place.run < to)
    })
}

/// Whether a label goes on with the count of the notes just before it, or its passage ends with
/// an arrow that leads back, and a mark before it shows it in the same way.
fn goes_on(
    survey: &Survey,
    at: usize,
    label: &Label,
    count: Option<&Label>,
    seen: Option<&Vec<Calls>>,
) -> bool {
    let next = count.is_some_and(|last| {
        last.family == label.family
            && last.shape == label.shape
            && last.ordinal().zip(label.ordinal()).is_some_and(|(last, this)| this == last + 1)
    });
    let arrow = survey.text(at).trim_end().ends_with("<=") || survey.text(at).ends_with('↩');
    let place = Place { run: survey.runs_of[at].start, at: 0 };
    (next || arrow)
        && seen.into_iter().flatten().any(|way| {
            (way.shape == label.shape || way.manner <= Manner::Raised)
                && way.places.first().is_some_and(|first| *first < place)
        })
}

/// The passages at the end of a leaf, or before a heading, that all begin with `1.`, `(1)` or
/// `1)` and all answer to marks before them: notes without a heading.
fn tails(survey: &Survey, in_zone: &[Option<usize>], called: &Called) -> BTreeSet<usize> {
    let mut tails = BTreeSet::new();
    let mut open = true;
    let mut after = None;
    for at in (0..survey.passages.len()).rev() {
        let passage = &survey.passages[at];
        if after.is_some_and(|after| survey.leaf[after] != survey.leaf[at]) {
            open = true;
        }
        after = Some(at);
        let divides = matches!(passage.kind, PassageKind::Heading(_) | PassageKind::Rule);
        if divides || in_zone[at].is_some() {
            open = true;
            continue;
        }
        if survey.is_blank(at) || !open {
            open = open || passage.gap > 2;
            continue;
        }
        let answered = begins_note(survey, at).is_some_and(|found| {
            let place = Place { run: survey.runs_of[at].start, at: 0 };
            let ways = called.get(&key(survey.leaf[at], &found.label));
            ways.into_iter().flatten().any(|way| {
                tail_answers(&found.label, way.manner, way.shape)
                    && way.places.first().is_some_and(|first| *first < place)
            })
        });
        if answered {
            tails.insert(at);
        } else {
            open = passage.gap > 2;
        }
    }
    tails
}

fn tail_answers(label: &Label, manner: Manner, shape: Shape) -> bool {
    match manner {
        Manner::Bracketed | Manner::Raised | Manner::LinkedElsewhere => true,
        Manner::Loose => shape == label.shape && shape != Shape::Square,
        Manner::Linked | Manner::Sign | Manner::Glued => false,
    }
}
