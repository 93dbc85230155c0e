//! Pairing by order: signs, which do not count, and what labels cannot tell apart.

use std::collections::BTreeMap;

use super::label::{Family, Shape};
use super::marks::{Manner, Mark};
use super::pairing::Pairs;
use super::starts::Bodies;
use super::survey::{Place, Survey};
use crate::book::Pairing;

/// Between which places a note's mark must stand, by the marks of its neighbours.
pub(super) struct Bounds {
    after: Vec<Option<Place>>,
    before: Vec<Option<Place>>,
}

impl Bounds {
    /// The bounds that the pairs found so far set.
    pub(super) fn of(marks: &[Mark], bodies: &Bodies, pairs: &Pairs) -> Bounds {
        let count = bodies.bodies.len();
        let mut first: Vec<Option<Place>> = vec![None; count];
        for (mark, paired) in marks.iter().zip(&pairs.note_of) {
            if let Some((note, _)) = paired {
                first[*note].get_or_insert(mark.place());
            }
        }
        let run = |notes: &mut dyn Iterator<Item = usize>| {
            let mut bound = vec![None; count];
            let mut last: BTreeMap<(usize, Option<Family>), Place> = BTreeMap::new();
            for note in notes {
                let family = bodies.bodies[note].label.as_ref().map(|label| label.family);
                let key = (pairs.group[note], family);
                bound[note] = last.get(&key).copied();
                if let Some(place) = first[note] {
                    last.insert(key, place);
                }
            }
            bound
        };
        Bounds { after: run(&mut (0..count)), before: run(&mut (0..count).rev()) }
    }

    /// Whether a mark at `place` may call `note`.
    pub(super) fn allow(&self, note: usize, place: Place) -> bool {
        self.after[note].is_none_or(|bound| bound < place)
            && self.before[note].is_none_or(|bound| place < bound)
    }
}

/// The longest rising sequence of notes among candidates in their order, as indexes into `weak`
/// (patience sorting, n log n). What does not rise with the rest is no mark.
pub(super) fn rising(weak: &[(usize, usize)]) -> Vec<usize> {
    let mut tops: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(weak.len());
    for (at, (_, note)) in weak.iter().enumerate() {
        let pile = tops.partition_point(|top| weak[*top].1 < *note);
        before.push(pile.checked_sub(1).map(|under| tops[under]));
        match tops.get_mut(pile) {
            Some(top) => *top = at,
            None => tops.push(at),
        }
    }
    let mut chain = Vec::with_capacity(tops.len());
    let mut next = tops.last().copied();
    while let Some(at) = next {
        chain.push(at);
        next = before[at];
    }
    chain.reverse();
    chain
}

/// Pairs stars and daggers, which do not count, by their order: those before a group of notes
/// with those of the group.
pub(super) fn signs(survey: &Survey, marks: &[Mark], bodies: &Bodies, pairs: &mut Pairs) {
    let mut waiting: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    let mut next = 0;
    let mut note = 0;
    while note < bodies.bodies.len() {
        let group = pairs.group[note];
        let end =
            note + pairs.group[note..].iter().take_while(|other| **other == group).count();
        let from = survey.runs_of[bodies.bodies[note].first].start;
        while let Some(mark) = marks.get(next).filter(|mark| mark.run < from) {
            let free = !pairs.own[next] && pairs.note_of[next].is_none();
            if free && !mark.initial && mark.label.family == Family::Signs {
                let leaf = survey.leaf[survey.runs[mark.run].passage];
                waiting.entry((leaf, mark.label.stem.clone())).or_default().push(next);
            }
            next += 1;
        }
        let mut wanted: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
        for (at, body) in bodies.bodies.iter().enumerate().take(end).skip(note) {
            if let Some(label) = body.label.as_ref().filter(|one| one.family == Family::Signs) {
                let key = (survey.leaf[body.first], label.stem.as_str());
                wanted.entry(key).or_default().push(at);
            }
        }
        for ((leaf, stem), notes) in wanted {
            let stood = waiting.remove(&(leaf, stem.to_owned())).unwrap_or_default();
            // A link outweighs a bare sign; of bare ones the last before the notes are nearest.
            let linked: Vec<usize> = stood
                .iter()
                .copied()
                .filter(|at| marks[*at].manner <= Manner::Raised)
                .collect();
            // Where notes begin with `*)`, a bare star may be anything.
            let shape = |note: &usize| bodies.bodies[*note].label.as_ref().map(|one| one.shape);
            let closed = notes.iter().all(|note| shape(note) == Some(Shape::Closed));
            let alike = |at: &usize| closed && marks[*at].label.shape == Shape::Closed;
            let alike: Vec<usize> = stood.iter().copied().filter(alike).collect();
            let stood = [linked, alike]
                .into_iter()
                .find(|some| some.len() >= notes.len())
                .unwrap_or(stood);
            let skip = stood.len().saturating_sub(notes.len());
            let pairing = if notes.len() == 1 { Pairing::Labelled } else { Pairing::Ordered };
            for (mark, note) in stood.into_iter().skip(skip).zip(notes) {
                pairs.note_of[mark] = Some((note, pairing));
            }
        }
        note = end;
    }
}

/// Pairs what is left where labels cannot tell: a note without one, or with one that its group
/// has twice, with a sure mark between the marks of its neighbours.
pub(super) fn by_order(survey: &Survey, marks: &[Mark], bodies: &Bodies, pairs: &mut Pairs) {
    let bounds = Bounds::of(marks, bodies, pairs);
    let mut called = vec![false; bodies.bodies.len()];
    pairs.note_of.iter().flatten().for_each(|(note, _)| called[*note] = true);
    let mut times: BTreeMap<(usize, Family, &str), usize> = BTreeMap::new();
    for (body, group) in bodies.bodies.iter().zip(&pairs.group) {
        if let Some(label) = &body.label {
            *times.entry((*group, label.family, &label.stem)).or_default() += 1;
        }
    }
    let unclear = |note: usize| {
        let body = &bodies.bodies[note];
        !body.preamble
            && body.label.as_ref().is_none_or(|label| {
                let key = (pairs.group[note], label.family, label.stem.as_str());
                times.get(&key).is_some_and(|times| *times > 1)
            })
    };
    let mut free = marks
        .iter()
        .enumerate()
        .filter(|(at, mark)| {
            mark.manner <= Manner::Bracketed
                && mark.label.shape != Shape::Stopped
                && mark.label.shape != Shape::Bare
                && !mark.initial
                && !pairs.own[*at]
                && pairs.note_of[*at].is_none()
                && bodies.owner[survey.runs[mark.run].passage].is_none()
        })
        .map(|(at, _)| at)
        .peekable();
    let mut found = Vec::new();
    for note in (0..bodies.bodies.len()).filter(|note| !called[*note] && unclear(*note)) {
        let from = survey.runs_of[bodies.bodies[note].first].start;
        let after = bounds.after[note];
        while free
            .next_if(|at| after.is_some_and(|after| marks[*at].place() <= after))
            .is_some()
        {}
        let fits = |at: &usize| {
            let place = marks[*at].place();
            place.run < from && bounds.before[note].is_none_or(|before| place < before)
        };
        if let Some(mark) = free.next_if(fits) {
            found.push((mark, note));
        }
    }
    for (mark, note) in found {
        pairs.note_of[mark] = Some((note, Pairing::Ordered));
    }
}
