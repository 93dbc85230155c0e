//! Which mark calls which note.

use std::collections::{BTreeMap, BTreeSet};

use super::label::{Family, Shape};
use super::marks::{Manner, Mark};
use super::order::{Bounds, by_order, rising, signs};
use super::starts::{Bodies, Body};
use super::survey::{Place, Survey, Within};
use crate::book::{Corrections, Pairing};
use crate::structure::wording::one_space;

/// What was paired.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// For each candidate the note that it calls, and how that was found.
    pub note_of: Vec<Option<(usize, Pairing)>>,
    /// Candidates whose link leads to another note than their label says.
    pub astray: Vec<usize>,
    /// Notes whose way back leads to a mark of another note, and that mark.
    pub disowned: Vec<(usize, usize)>,
    /// Candidates that are the label of a note, or lead back from it.
    pub own: Vec<bool>,
    /// Which notes stand together: those with nothing but notes between them.
    pub group: Vec<usize>,
}

/// Pairs the candidates with the notes: what the sidecar says, then what links say, then labels,
/// then order.
pub(super) fn pair(
    survey: &Survey,
    marks: &[Mark],
    bodies: &Bodies,
    corrections: &Corrections,
) -> Pairs {
    let mut pairs = Pairs {
        note_of: vec![None; marks.len()],
        astray: Vec::new(),
        disowned: Vec::new(),
        own: own_labels(survey, marks, bodies),
        group: groups(survey, bodies),
    };
    by_hand(survey, marks, bodies, corrections, &mut pairs);
    let astray = by_links(survey, marks, bodies, &mut pairs);
    by_links_back(survey, marks, bodies, &mut pairs);
    let index = Index::of(survey, bodies, &pairs.group);
    straighten(survey, marks, bodies, &index, astray, &mut pairs);
    for manners in [
        &[Manner::Linked, Manner::LinkedElsewhere, Manner::Bracketed][..],
        &[Manner::Raised, Manner::Loose],
        &[Manner::Glued],
    ] {
        by_label(survey, marks, bodies, &index, manners, &mut pairs);
    }
    signs(survey, marks, bodies, &mut pairs);
    by_order(survey, marks, bodies, &mut pairs);
    pairs.disowned = disowned(survey, marks, bodies, &pairs);
    pairs
}

/// Which candidates are the labels of notes, or stand within them.
fn own_labels(survey: &Survey, marks: &[Mark], bodies: &Bodies) -> Vec<bool> {
    let is_own = |mark: &Mark| {
        let passage = survey.runs[mark.run].passage;
        let body = bodies.owner[passage].and_then(|index| bodies.bodies.get(index));
        body.is_some_and(|body| {
            let end = body.found.as_ref().map_or(0, |found| found.range.end);
            body.first == passage
                && survey.own_run(passage) == Some(mark.run)
                && mark.range.start < end
        })
    };
    marks.iter().map(is_own).collect()
}

/// Numbers the notes by the groups in which they stand: a group ends where text follows.
fn groups(survey: &Survey, bodies: &Bodies) -> Vec<usize> {
    let mut groups = Vec::with_capacity(bodies.bodies.len());
    let mut group = 0;
    let mut last_end = None;
    let headings: BTreeSet<usize> =
        bodies.zones.iter().filter_map(|zone| zone.heading).collect();
    for body in &bodies.bodies {
        if let Some(end) = last_end {
            let parted = survey.leaf[end - 1] != survey.leaf[body.first]
                || (end..body.first).any(|at| !survey.is_blank(at) && !headings.contains(&at));
            group += usize::from(parted);
        }
        last_end = Some(body.end);
        groups.push(group);
    }
    groups
}

/// Pairs what the sidecar names: the words before the mark, the mark, the words of the note.
fn by_hand(
    survey: &Survey,
    marks: &[Mark],
    bodies: &Bodies,
    corrections: &Corrections,
    pairs: &mut Pairs,
) {
    for pair in &corrections.pairs {
        let after = one_space(&pair.after);
        let words = one_space(&pair.note);
        let note = bodies.bodies.iter().position(|body| {
            let text = survey.text(body.first);
            let end = body.found.as_ref().map_or(0, |found| found.range.end);
            one_space(text).starts_with(&words) || one_space(&text[end..]).starts_with(&words)
        });
        let mark = marks.iter().position(|mark| {
            let text = &survey.runs[mark.run].text;
            one_space(&text[..mark.range.start]).ends_with(&after)
                && (text[mark.range.clone()] == pair.mark
                    || text[mark.core.clone()] == pair.mark)
        });
        if let (Some(note), Some(mark)) = (note, mark) {
            pairs.note_of[mark] = Some((note, Pairing::Corrected));
        }
    }
}

/// Pairs marks whose link leads to the beginning of a note with the same label, or with none.
/// Gives those whose link leads to a note with another label.
fn by_links(
    survey: &Survey,
    marks: &[Mark],
    bodies: &Bodies,
    pairs: &mut Pairs,
) -> Vec<(usize, usize)> {
    let mut astray = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        if mark.manner != Manner::Linked || pairs.own[index] || pairs.note_of[index].is_some() {
            continue;
        }
        let home = survey.runs[mark.run].passage;
        let Some(address) = &mark.address else { continue };
        let Some((leaf, fragment)) = survey.fragment(survey.leaf[home], address) else {
            continue;
        };
        let mut led = survey
            .anchor(leaf, fragment)
            .iter()
            .filter_map(|place| begun_at(survey, bodies, *place))
            .filter(|note| bodies.owner[home] != Some(*note));
        let Some(first) = led.next() else { continue };
        let agrees = |note: &usize| {
            let label = &bodies.bodies[*note].label;
            label.as_ref().is_none_or(|label| label.agrees(&mark.label))
        };
        if let Some(note) = std::iter::once(first).chain(led).find(agrees) {
            pairs.note_of[index] = Some((note, Pairing::Linked));
        } else {
            astray.push((index, first));
        }
    }
    astray
}

/// The note whose beginning a place is: within its label or before its first character.
fn begun_at(survey: &Survey, bodies: &Bodies, place: Place) -> Option<usize> {
    let mut passage = survey.runs[place.run].passage;
    let blank = survey.is_blank(passage);
    if blank {
        passage = survey.next_shown(passage)?;
    }
    let note = bodies.owner[passage]?;
    let body = &bodies.bodies[note];
    let end = body.found.as_ref().map_or(0, |found| found.range.end);
    let own = survey.own_run(passage) == Some(place.run);
    let text = &survey.runs[place.run].text;
    let begins =
        blank || own && (place.at <= end || text[..place.at].trim().chars().count() <= 1);
    (body.first == passage && begins).then_some(note)
}

/// Pairs notes whose own link leads back to a place at which a mark with their label stands.
fn by_links_back(survey: &Survey, marks: &[Mark], bodies: &Bodies, pairs: &mut Pairs) {
    let mut called = vec![false; bodies.bodies.len()];
    pairs.note_of.iter().flatten().for_each(|(note, _)| called[*note] = true);
    let starts: Vec<Place> = marks.iter().map(Mark::place).collect();
    for (note, body) in bodies.bodies.iter().enumerate().filter(|(note, _)| !called[*note]) {
        let Some(label) = &body.label else { continue };
        for run in survey.runs_of[body.first].start..survey.runs_of[body.end - 1].end {
            for (_, address) in &survey.runs[run].links {
                for place in led_to(survey, body, address) {
                    let free = near(survey, marks, &starts, *place)
                        .find(|mark| marks[*mark].label.agrees(label) && !pairs.own[*mark]);
                    if let Some(mark) = free.filter(|mark| pairs.note_of[*mark].is_none()) {
                        pairs.note_of[mark] = Some((note, Pairing::Linked));
                    }
                }
            }
        }
    }
}

/// The notes whose way back, the link of their label or their last one, leads to a mark of another
/// note and to none of their own, with that mark.
fn disowned(
    survey: &Survey,
    marks: &[Mark],
    bodies: &Bodies,
    pairs: &Pairs,
) -> Vec<(usize, usize)> {
    let starts: Vec<Place> = marks.iter().map(Mark::place).collect();
    let mut disowned = Vec::new();
    for (note, body) in bodies.bodies.iter().enumerate() {
        let label = body.found.as_ref().map_or(0, |found| found.range.end);
        let first = survey.own_run(body.first).map(|run| &survey.runs[run]);
        let last = survey.runs_of[body.end - 1].clone().last().map(|run| &survey.runs[run]);
        let at_label = first.and_then(|run| run.links.first());
        let at_end = last.and_then(|run| Some((run.links.last()?, run.text.trim_end().len())));
        let ways = [
            at_label.filter(|(range, _)| range.start < label.max(1)),
            at_end.filter(|((range, _), end)| range.end >= *end).map(|(link, _)| link),
        ];
        let mut calls = Vec::new();
        for (_, address) in ways.into_iter().flatten() {
            for place in led_to(survey, body, address) {
                let called = near(survey, marks, &starts, *place)
                    .filter_map(|mark| Some((mark, pairs.note_of[mark]?.0)));
                calls.extend(called);
            }
        }
        if calls.iter().all(|(_, called)| *called != note) {
            disowned.extend(calls.first().map(|(mark, _)| (note, *mark)));
        }
    }
    disowned
}

/// So many places of one name are looked at.
const MOST_OF_A_NAME: usize = 4;

/// The places that an address in a note leads to: the first few, where a page gives one name to
/// many.
fn led_to<'a>(survey: &'a Survey, body: &Body, address: &str) -> &'a [Place] {
    let fragment = survey.fragment(survey.leaf[body.first], address);
    let places = fragment.map_or(&[][..], |(leaf, fragment)| survey.anchor(leaf, fragment));
    places.get(..MOST_OF_A_NAME).unwrap_or(places)
}

/// The candidates at an anchor, which stands before the mark or just inside its brackets. `starts`
/// are the places of all candidates.
fn near<'a>(
    survey: &'a Survey,
    marks: &'a [Mark],
    starts: &[Place],
    place: Place,
) -> impl Iterator<Item = usize> + 'a {
    let next = starts.partition_point(|start| *start < place);
    [next, next.wrapping_sub(1)].into_iter().filter(move |index| {
        marks.get(*index).is_some_and(|mark| {
            let text = &survey.runs[mark.run].text;
            mark.run == place.run
                && mark.range.end >= place.at
                && (mark.range.start <= place.at
                    || text[place.at..mark.range.start].trim().is_empty())
        })
    })
}

/// The notes by leaf and label, in order.
struct Index {
    notes: BTreeMap<(usize, Family, String), Vec<usize>>,
    /// Where each note begins, as a run.
    starts: Vec<usize>,
    /// Where each group ends, as a run.
    ends: Vec<usize>,
}

impl Index {
    fn of(survey: &Survey, bodies: &Bodies, group: &[usize]) -> Index {
        let mut index = Index { notes: BTreeMap::new(), starts: Vec::new(), ends: Vec::new() };
        for (note, body) in bodies.bodies.iter().enumerate() {
            if let Some(label) = &body.label {
                let key =
                    (survey.leaf[body.first], label.family, label.stem.to_ascii_lowercase());
                index.notes.entry(key).or_default().push(note);
            }
            index.starts.push(survey.runs_of[body.first].start);
            let end = survey.runs_of[body.end - 1].end;
            match index.ends.get_mut(group[note]) {
                Some(last) => *last = end,
                None => index.ends.push(end),
            }
        }
        index
    }

    /// The note that a mark's label calls for: in its own group if it stands in a note, else in
    /// the next group after it. The second value says whether the note stands where it should.
    fn note(
        &self,
        survey: &Survey,
        bodies: &Bodies,
        group: &[usize],
        mark: &Mark,
    ) -> Option<(usize, bool)> {
        let passage = survey.runs[mark.run].passage;
        let stem = mark.label.stem.to_ascii_lowercase();
        let notes = self.notes.get(&(survey.leaf[passage], mark.label.family, stem))?;
        let own = bodies.owner[passage];
        let home = match own {
            Some(note) => group[note],
            None => self.ends.partition_point(|end| *end <= mark.run),
        };
        let first = match own {
            Some(_) => notes.partition_point(|note| group[*note] < home),
            None => notes.partition_point(|note| self.starts[*note] <= mark.run),
        };
        // Of equal labels in one group the one in the same brackets; more than a few are not
        // looked at, for the sake of texts that repeat one label without end.
        let inside = |note: &&usize| group[**note] == home && Some(**note) != own;
        let near = notes[first..].iter().take_while(|note| group[**note] == home).take(8);
        let same = near.clone().filter(inside).find(|note| {
            let shape = bodies.bodies[**note].label.as_ref().map(|label| label.shape);
            shape == Some(mark.label.shape)
        });
        if let Some(note) = same.or_else(|| near.clone().find(inside)) {
            return Some((*note, own.is_none()));
        }
        let further = notes.get(first).or(notes.last()).filter(|note| Some(**note) != own)?;
        Some((*further, false))
    }
}

/// Decides about links that lead to a note with another label: the label is right where a note
/// has it and either nothing else calls that note or the link's note is called as it should be.
fn straighten(
    survey: &Survey,
    marks: &[Mark],
    bodies: &Bodies,
    index: &Index,
    astray: Vec<(usize, usize)>,
    pairs: &mut Pairs,
) {
    let mut called = vec![false; bodies.bodies.len()];
    pairs.note_of.iter().flatten().for_each(|(note, _)| called[*note] = true);
    for (mark, led) in astray {
        if pairs.note_of[mark].is_some() {
            continue;
        }
        let said = index.note(survey, bodies, &pairs.group, &marks[mark]).map(|(note, _)| note);
        pairs.astray.push(mark);
        pairs.note_of[mark] = match said {
            Some(note) if called[led] || !called[note] => Some((note, Pairing::Labelled)),
            _ => Some((led, Pairing::Linked)),
        };
    }
}

/// Pairs by label the candidates that stand in the text in one of these manners. The surest may
/// call a note several times and in any order; of the others only those count that keep the
/// order of the notes and call one that nothing surer calls.
fn by_label(
    survey: &Survey,
    marks: &[Mark],
    bodies: &Bodies,
    index: &Index,
    manners: &[Manner],
    pairs: &mut Pairs,
) {
    let sure = manners.contains(&Manner::Bracketed);
    let bounds = Bounds::of(marks, bodies, pairs);
    let mut called = vec![false; bodies.bodies.len()];
    pairs.note_of.iter().flatten().for_each(|(note, _)| called[*note] = true);
    let mut later = Vec::new();
    let mut weak: Vec<(usize, usize)> = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        if !manners.contains(&mark.manner) || pairs.own[at] || pairs.note_of[at].is_some() {
            continue;
        }
        let in_table = survey.runs[mark.run].within == Within::Table;
        if mark.initial && mark.manner > Manner::Raised && !in_table {
            continue;
        }
        let Some((note, near)) = index.note(survey, bodies, &pairs.group, mark) else {
            continue;
        };
        if !may_call(survey, mark, &bodies.bodies[note]) {
            continue;
        }
        if !sure {
            let passage = survey.runs[mark.run].passage;
            let in_note = bodies.owner[passage].is_some();
            if (near || in_note) && !called[note] && bounds.allow(note, mark.place()) {
                weak.push((at, note));
            }
        } else if near && !(mark.initial && called[note]) {
            pairs.note_of[at] = Some((note, Pairing::Labelled));
        } else {
            later.push((at, note));
        }
    }
    let mut again = vec![false; bodies.bodies.len()];
    pairs.note_of.iter().flatten().for_each(|(note, _)| again[*note] = true);
    for (at, note) in later {
        // From inside a note, or over other notes, a label calls only what nothing else calls.
        if !std::mem::replace(&mut again[note], true) {
            pairs.note_of[at] = Some((note, Pairing::Labelled));
        }
    }
    for kept in rising(&weak) {
        let (at, note) = weak[kept];
        pairs.note_of[at] = Some((note, Pairing::Labelled));
    }
}

/// Whether a candidate that stands so in the text may call a note with such a label.
fn may_call(survey: &Survey, mark: &Mark, body: &Body) -> bool {
    let Some(label) = &body.label else { return false };
    match mark.manner {
        Manner::Linked | Manner::LinkedElsewhere => {
            // A bare figure that leads to some other place of the page lists its contents.
            mark.label.shape != Shape::Bare && mark.label.shape != Shape::Stopped
                || survey.runs[mark.run]
                    .raised
                    .iter()
                    .any(|raised| raised.end == mark.range.end)
        }
        Manner::Bracketed | Manner::Raised => true,
        Manner::Loose => match mark.label.shape {
            Shape::Square | Shape::Bare => true,
            Shape::Closed => matches!(label.shape, Shape::Closed | Shape::Stopped),
            shape => label.shape == shape,
        },
        Manner::Glued => matches!(label.family, Family::Figures),
        Manner::Sign => false,
    }
}
