//! Where notes begin and how far they reach.

use std::collections::{BTreeMap, BTreeSet};

use super::heading::is_bare;
use super::label::{Family, Found, Label, Shape};
use super::marks::{Manner, Mark};
use super::survey::{Place, Survey};
use super::zones::{Zone, begins_note, has_note_class, worded, zones};
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
type Key = (usize, Family, String);

/// Where the labels of the leaves stand as candidates; what begins a passage is left out.
type Called = BTreeMap<Key, Vec<Calls>>;

/// The candidates of one label that stand in the text in one way, in order.
#[derive(Debug)]
struct Calls {
    manner: Manner,
    shape: Shape,
    places: Vec<Place>,
}

/// Finds the notes of a work.
pub(super) fn bodies(survey: &Survey, marks: &[Mark]) -> Bodies {
    let called = called(survey, marks);
    let anchored = anchored(survey, marks);
    let zones = zones(survey);
    let mut found: Vec<Body> = Vec::new();
    let mut in_zone = vec![None; survey.passages.len()];
    for (index, zone) in zones.iter().enumerate() {
        let inside = bodies_of(survey, zone, index, &called, &anchored);
        if inside.is_empty() || !is_called_for(survey, zone, &inside, &called, &anchored) {
            continue;
        }
        in_zone[zone.passages.clone()].fill(Some(index));
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

fn key(leaf: usize, label: &Label) -> Key {
    (leaf, label.family, label.stem.to_ascii_lowercase())
}

/// Where each label stands as a candidate. What begins a passage may be a note's own.
fn called(survey: &Survey, marks: &[Mark]) -> Called {
    let mut called = Called::new();
    for mark in marks.iter().filter(|mark| !mark.initial || survey.runs[mark.run].in_table) {
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
            let raised = survey.runs[mark.run]
                .raised
                .iter()
                .any(|raised| raised.start <= mark.core.start && mark.core.end <= raised.end);
            let links_back = links_back(survey, to, mark);
            let later = to > from || survey.leaf[to] != survey.leaf[from];
            let sure = if mark.initial && !survey.runs[mark.run].in_table {
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

/// Notes that stand in no zone: by mark-up, by anchors, after a word that says so, or with a
/// bracket and a label that a mark before them shows.
fn outside(
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

/// Says how far each note reaches: in a zone up to the next note or the zone's end; elsewhere
/// over passages without a mark for a later note, up to the next note, and after the last one
/// only over what is plainly set as it is.
fn close(
    survey: &Survey,
    zones: &[Zone],
    in_zone: &[Option<usize>],
    marks: &[Mark],
    bodies: &mut [Body],
) {
    let calls: Vec<usize> = marks
        .iter()
        .filter(|mark| !mark.initial && mark.manner <= Manner::Raised)
        .map(|mark| survey.runs[mark.run].passage)
        .collect();
    let starts: Vec<usize> = bodies.iter().map(|body| body.first).collect();
    for (index, body) in bodies.iter_mut().enumerate() {
        let next = starts.get(index + 1).copied().unwrap_or(survey.passages.len());
        let limit = match body.zone.and_then(|zone| zones.get(zone)) {
            Some(zone) => zone.passages.end.min(next),
            None => loose_end(survey, in_zone, &calls, body, next, index + 1 < starts.len()),
        };
        body.end = trimmed(survey, body.first, limit);
    }
}

/// How far a note reaches that stands in no zone.
fn loose_end(
    survey: &Survey,
    in_zone: &[Option<usize>],
    calls: &[usize],
    body: &Body,
    next: usize,
    followed: bool,
) -> usize {
    let first = &survey.passages[body.first];
    if let Some((id, _)) = survey.note_enclosure(body.first) {
        let inside =
            |at: &usize| survey.note_enclosure(*at).is_some_and(|(other, _)| other == id);
        return body.first + (body.first..next).take_while(inside).count();
    }
    if survey.text(body.first).starts_with('[') && worded(survey.text(body.first)).is_some() {
        // `[Footnote 1: …` goes on to the bracket that closes it, over 40 passages at most.
        let closed = (body.first..next.min(body.first + 40))
            .find(|at| survey.text(*at).trim_end().ends_with(']'));
        return closed.map_or(body.first + 1, |at| at + 1);
    }
    let stays = |at: usize| {
        survey.leaf[at] == survey.leaf[body.first]
            && in_zone[at].is_none()
            && !matches!(survey.passages[at].kind, PassageKind::Heading(_) | PassageKind::Rule)
    };
    let reach = body.first + 1 + (body.first + 1..next).take_while(|at| stays(*at)).count();
    let called = calls.partition_point(|passage| *passage <= body.first);
    let calls_inside = calls.get(called).is_some_and(|passage| *passage < reach);
    if followed && reach == next && !calls_inside && next - body.first <= 12 {
        return reach;
    }
    let ordinary = (0..body.first).rev().find(|at| !survey.is_blank(*at));
    let own_class = !first.class.is_empty()
        && ordinary.is_none_or(|at| survey.passages[at].class != first.class);
    let same = |at: &usize| {
        stays(*at)
            && (survey.is_blank(*at)
                || own_class && survey.passages[*at].class == first.class
                || has_note_class(&survey.passages[*at]))
    };
    body.first + 1 + (body.first + 1..next).take_while(same).count()
}

/// A note's end without the blank passages before it.
fn trimmed(survey: &Survey, first: usize, limit: usize) -> usize {
    let mut end = limit.max(first + 1);
    while end > first + 1 && survey.is_blank(end - 1) {
        end -= 1;
    }
    end
}

impl Body {
    fn bare(first: usize) -> Body {
        Body { first, end: first + 1, found: None, label: None, zone: None, preamble: false }
    }

    fn labelled(first: usize, found: Found, zone: Option<usize>) -> Body {
        Body { label: Some(found.label.clone()), found: Some(found), zone, ..Body::bare(first) }
    }

    /// A note by mark-up: its label is the element's, and may stand in the text as well.
    fn marked_up(survey: &Survey, first: usize, name: &str, zone: Option<usize>) -> Body {
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
