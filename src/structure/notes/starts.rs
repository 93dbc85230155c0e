//! Where notes begin.

use std::collections::{BTreeMap, BTreeSet};

use super::heading::{is_bare, speaks_of_notes};
use super::label::{Family, Found, Label, Shape};
use super::marks::{Manner, Mark};
use super::outside::outside;
use super::reach::close;
use super::survey::{Place, Survey, Within};
use super::zones::{Zone, begins_note, has_note_class, zones};
use crate::book::{EnclosureKind, Marker, PassageKind};

/// A note as it stands in the source.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// Its first passage.
    pub first: usize,
    /// Past its last passage.
    pub end: usize,
    /// The label that it begins with, as it stands in its first passage.
    pub found: Option<Found>,
    /// Its label, which a numbered list or mark-up may give without characters.
    pub label: Option<Label>,
    /// Index of the zone that it stands in.
    pub zone: Option<usize>,
    /// Whether it stands, without a label, before the first labelled note of its zone.
    pub preamble: bool,
}

/// The zones of a work and the notes in and out of them.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    /// The zones in order.
    pub zones: Vec<Zone>,
    /// The notes in order.
    pub bodies: Vec<Body>,
    /// The note that each passage belongs to.
    pub owner: Vec<Option<usize>>,
}

/// A label of a leaf.
pub(super) type Key = (usize, Family, String);

/// Where the labels of the leaves stand as candidates; what begins a passage is left out.
pub(super) type Called = BTreeMap<Key, Vec<Calls>>;

/// The candidates of one label that stand in the text in one way, in order.
#[derive(Debug)]
pub(super) struct Calls {
    pub manner: Manner,
    pub shape: Shape,
    pub places: Vec<Place>,
}

/// Finds the notes of a work.
pub(super) fn bodies(survey: &Survey, marks: &[Mark]) -> Bodies {
    let called = called(survey, marks);
    let anchored = anchored(survey, marks);
    let mut zones = zones(survey);
    let mut found: Vec<Body> = Vec::new();
    let mut in_zone = vec![None; survey.passages.len()];
    for (index, zone) in zones.iter_mut().enumerate() {
        let mut inside = bodies_of(survey, zone, index, &called, &anchored);
        if inside.is_empty() || !is_called_for(survey, zone, &inside, &called, &anchored) {
            continue;
        }
        in_zone[zone.passages.clone()].fill(Some(index));
        if let [first, next, ..] = inside.as_slice()
            && first.preamble
            && is_remark(survey, first.first, next.first)
        {
            zone.remark = Some(first.first);
            inside.remove(0);
        }
        found.extend(inside);
    }
    found.extend(outside(survey, &in_zone, &called, &anchored));
    found.sort_by_key(|body| body.first);
    found.dedup_by_key(|body| body.first);
    close(survey, &zones, &in_zone, marks, &mut found);
    let mut owner = vec![None; survey.passages.len()];
    for (index, body) in found.iter().enumerate() {
        owner[body.first..body.end].fill(Some(index));
    }
    Bodies { zones, bodies: found, owner }
}

/// Where a label of a leaf is kept.
pub(super) fn key(leaf: usize, label: &Label) -> Key {
    (leaf, label.family, label.stem.to_ascii_lowercase())
}

/// Where each label stands as a candidate. What begins a passage may be a note's own.
fn called(survey: &Survey, marks: &[Mark]) -> Called {
    let mut called = Called::new();
    for mark in marks
        .iter()
        .filter(|mark| !mark.initial || survey.runs[mark.run].within == Within::Table)
    {
        let leaf = survey.leaf[survey.runs[mark.run].passage];
        let ways = called.entry(key(leaf, &mark.label)).or_default();
        let known = ways
            .iter_mut()
            .find(|way| way.manner == mark.manner && way.shape == mark.label.shape);
        match known {
            Some(way) => way.places.push(mark.place()),
            None => ways.push(Calls {
                manner: mark.manner,
                shape: mark.label.shape,
                places: vec![mark.place()],
            }),
        }
    }
    called
}

/// The passages at whose beginning an anchor stands that a label elsewhere links to, and that
/// are therefore notes: of two places that link to each other, the note is the one that begins
/// a passage; if both do, the later one, and only if a bracket or a link back says so too.
fn anchored(survey: &Survey, marks: &[Mark]) -> BTreeSet<usize> {
    let mut notes = BTreeSet::new();
    for mark in marks.iter().filter(|mark| mark.manner == Manner::Linked) {
        let from = survey.runs[mark.run].passage;
        let Some(address) = &mark.address else { continue };
        let Some((leaf, fragment)) = survey.fragment(survey.leaf[from], address) else {
            continue;
        };
        for place in survey.anchor(leaf, fragment) {
            let Some(to) = begun_by(survey, *place) else { continue };
            if to == from
                || !matches!(
                    survey.passages[to].kind,
                    PassageKind::Paragraph | PassageKind::Lines | PassageKind::Term
                )
            {
                continue;
            }
            let label = begins_note(survey, to);
            let agrees = label.as_ref().is_some_and(|found| found.label.agrees(&mark.label));
            let unlabelled =
                label.is_none() && survey.leaf[to] == survey.leaf[from] && to > from;
            let set_off =
                mark.label.shape != Shape::Bare || mark.label.family != Family::Figures;
            let raised = survey.runs[mark.run].is_raised(&mark.core);
            let links_back = links_back(survey, to, mark);
            let later = to > from || survey.leaf[to] != survey.leaf[from];
            let sure = if mark.initial && survey.runs[mark.run].within == Within::Text {
                later && agrees && (links_back || mark.label.shape == Shape::Square)
            } else if agrees {
                set_off && mark.label.shape != Shape::Stopped
                    || raised
                    || links_back
                    || has_note_class(&survey.passages[to])
            } else {
                unlabelled && (set_off || raised) && mark.label.shape != Shape::Stopped
                    || label.is_some() && links_back && later
            };
            if sure {
                notes.insert(to);
            }
        }
    }
    notes
}

/// The passage that a place begins: no character stands before it, or only the label. An anchor
/// in an empty passage, or at the very end of one, belongs to the next.
fn begun_by(survey: &Survey, place: Place) -> Option<usize> {
    let run = &survey.runs[place.run];
    let label = begins_note(survey, run.passage).map_or(0, |found| found.range.end);
    if survey.is_blank(run.passage) {
        return survey.next_shown(run.passage);
    }
    let own = survey.own_run(run.passage) == Some(place.run);
    // A slip of the pen may stand before the anchor: `v<a name="n18">18</a>.`
    let begins = place.at <= label || run.text[..place.at].trim().chars().count() <= 1;
    (own && begins).then_some(run.passage)
}

/// Whether the label of the passage `note` links to where `mark` stands, or to its passage.
fn links_back(survey: &Survey, note: usize, mark: &Mark) -> bool {
    let Some(run) = survey.own_run(note).map(|run| &survey.runs[run]) else { return false };
    let Some((_, address)) = run.links.first().filter(|(link, _)| link.start <= 2) else {
        return false;
    };
    let Some((leaf, fragment)) = survey.fragment(survey.leaf[note], address) else {
        return false;
    };
    let home = survey.runs[mark.run].passage;
    survey.anchor(leaf, fragment).iter().any(|place| survey.runs[place.run].passage == home)
}

/// The notes of one zone; none if nothing in it begins as a note does.
fn bodies_of(
    survey: &Survey,
    zone: &Zone,
    index: usize,
    called: &Called,
    anchored: &BTreeSet<usize>,
) -> Vec<Body> {
    let mut bodies: Vec<Body> = Vec::new();
    let mut preamble: Option<usize> = None;
    let mut styles: Vec<(Family, Shape, u32)> = Vec::new();
    let mut list: Option<(u32, u32)> = None;
    let mut last_item = None;
    let mut last_note = None;
    for at in zone.passages.clone() {
        if survey.is_blank(at) {
            continue;
        }
        let marked_up = survey.note_enclosure(at);
        if let Some((id, label)) = marked_up {
            if last_note != Some(id) {
                bodies.push(Body::marked_up(survey, at, label, Some(index)));
            }
            last_note = Some(id);
            continue;
        }
        let found = begins_note(survey, at);
        let known = anchored.contains(&at);
        let accepted = found
            .as_ref()
            .filter(|found| known || fits(survey, zone, at, &found.label, &styles, called));
        if let Some(found) = accepted {
            remember(&mut styles, &found.label);
            bodies.push(Body::labelled(at, found.clone(), Some(index)));
        } else if known {
            bodies.push(Body { zone: Some(index), ..Body::bare(at) });
        } else if let Some((id, item, label)) = item_of(survey, at, list)
            && (bodies.is_empty() || list.is_some_and(|(known, _)| known == id))
            && zone.heading.is_some()
        {
            if last_item != Some(item) {
                let label = Label { ..label };
                list = Some((id, label.ordinal().unwrap_or(0) + 1));
                bodies.push(Body { label: Some(label), zone: Some(index), ..Body::bare(at) });
            }
            last_item = Some(item);
        } else if bodies.is_empty() && preamble.is_none() {
            preamble = Some(at);
        }
    }
    if let (Some(at), Some(_)) = (preamble, bodies.first()) {
        bodies.insert(0, Body { zone: Some(index), preamble: true, ..Body::bare(at) });
    }
    bodies
}

/// How many letters a remark about the notes has at most.
const LONGEST_REMARK: usize = 200;

/// Whether a passage that stands alone before the first labelled note speaks of the notes:
/// `Author added these notes in 1913.`
fn is_remark(survey: &Survey, at: usize, next: usize) -> bool {
    let alone = (at + 1..next).all(|between| survey.is_blank(between));
    alone && survey.text(at).len() <= LONGEST_REMARK && speaks_of_notes(survey.text(at))
}

/// Whether a zone holds notes and no text: some mark calls one of them, or its heading says
/// nothing but “Notes” and stands after more text than it introduces. “Note by E. Belfort Bax”
/// over numbered paragraphs that nothing calls is a piece of its own.
fn is_called_for(
    survey: &Survey,
    zone: &Zone,
    bodies: &[Body],
    called: &Called,
    anchored: &BTreeSet<usize>,
) -> bool {
    let leaf = survey.leaf[zone.passages.start];
    let place = Place { run: survey.runs_of[zone.passages.start].start, at: 0 };
    let is_called = |body: &Body| {
        let label = body.label.as_ref().map(|label| key(leaf, label));
        let ways = label.and_then(|key| called.get(&key)).into_iter().flatten();
        anchored.contains(&body.first)
            || survey.note_enclosure(body.first).is_some()
            || ways.into_iter().any(|way| {
                way.manner != Manner::Glued
                    && way.places.first().is_some_and(|first| *first < place)
            })
    };
    if bodies.iter().any(is_called) {
        return true;
    }
    let bare = zone.heading.is_some_and(|at| is_bare(survey.text(at)));
    let from = survey.leaf.partition_point(|other| *other < leaf);
    let text: usize = (from..zone.passages.start).map(|at| survey.text(at).len()).sum();
    let notes: usize = zone.passages.clone().map(|at| survey.text(at).len()).sum();
    bare && text > notes
}

/// Whether a label in a zone begins a note: it is called for in the text, or goes on with a
/// count that has begun. A lower figure than the last belongs to a list inside a note.
fn fits(
    survey: &Survey,
    zone: &Zone,
    at: usize,
    label: &Label,
    styles: &[(Family, Shape, u32)],
    called: &Called,
) -> bool {
    let leaf = survey.leaf[at];
    let place = Place { run: survey.runs_of[at].start, at: 0 };
    let calls = called.get(&key(leaf, label)).into_iter().flatten().any(|way| {
        let manner_fits = match way.manner {
            Manner::Loose => {
                way.shape == label.shape
                    || way.shape == Shape::Square
                    || label.family == Family::Starred
            }
            Manner::Glued => zone.heading.is_some(),
            _ => true,
        };
        manner_fits && way.places.first().is_some_and(|first| *first < place)
    });
    let style = styles.iter().find(|(family, shape, _)| {
        *family == label.family && (*shape == label.shape || label.family == Family::Signs)
    });
    match (style, label.ordinal()) {
        (Some((_, _, last)), Some(ordinal)) => {
            ordinal == last + 1
                || ordinal > *last && ordinal <= last + 20
                || calls && ordinal != *last
        }
        (Some(_), None) => true,
        (None, ordinal) => {
            calls
                || styles.is_empty()
                    && zone.heading.is_some()
                    && ordinal.is_none_or(|n| n < 1000)
                    && label.family != Family::Letters
        }
    }
}

fn remember(styles: &mut Vec<(Family, Shape, u32)>, label: &Label) {
    let ordinal = label.ordinal().unwrap_or(0);
    let known = styles
        .iter_mut()
        .find(|(family, shape, _)| *family == label.family && *shape == label.shape);
    match known {
        Some(style) => style.2 = ordinal,
        None => styles.push((label.family, label.shape, ordinal)),
    }
}

/// The outermost numbered list and the item of it that a passage stands in, with the item's
/// generated label. `list` is the list that was counted so far and its next number.
fn item_of(survey: &Survey, at: usize, list: Option<(u32, u32)>) -> Option<(u32, u32, Label)> {
    let within = &survey.passages[at].within;
    let outer =
        within.iter().position(|around| matches!(around.kind, EnclosureKind::List(_)))?;
    let EnclosureKind::List(marker) = within[outer].kind else { return None };
    let item = within.get(outer + 1).filter(|around| around.kind == EnclosureKind::Item)?;
    let id = within[outer].id;
    let (family, start) = match marker {
        Marker::Decimal(start) => (Family::Figures, start),
        Marker::Alpha(start) | Marker::UpperAlpha(start) => (Family::Letters, start),
        _ => return None,
    };
    let number = list.filter(|(known, _)| *known == id).map_or(start, |(_, next)| next);
    let stem = match family {
        Family::Letters => {
            let letter = u8::try_from(number.saturating_sub(1)).ok().filter(|n| *n < 26)?;
            char::from(b'a' + letter).to_string()
        }
        _ => number.to_string(),
    };
    Some((id, item.id, Label { family, stem, shape: Shape::Stopped }))
}

impl Body {
    /// A note without a label.
    pub(super) fn bare(first: usize) -> Body {
        Body { first, end: first + 1, found: None, label: None, zone: None, preamble: false }
    }

    /// A note that begins with a label.
    pub(super) fn labelled(first: usize, found: Found, zone: Option<usize>) -> Body {
        Body { label: Some(found.label.clone()), found: Some(found), zone, ..Body::bare(first) }
    }

    /// A note by mark-up: its label is the element's, and may stand in the text as well.
    pub(super) fn marked_up(
        survey: &Survey,
        first: usize,
        name: &str,
        zone: Option<usize>,
    ) -> Body {
        let label = match super::label::whole(name) {
            Some(found) => found.label,
            None => Label::named(name),
        };
        let text = survey.text(first);
        let named = text.starts_with(name)
            && text[name.len()..].starts_with(|c: char| c.is_whitespace())
            && survey.passages[first].kind == PassageKind::Paragraph;
        let found = if named {
            let range = 0..name.len();
            Some(Found { label: label.clone(), core: range.clone(), range })
        } else {
            begins_note(survey, first).filter(|found| label.agrees(&found.label))
        };
        Body { label: Some(label), found, zone, ..Body::bare(first) }
    }
}
