//! Parting the passages: what stays in the flow from what belongs to a note.

use std::collections::{BTreeMap, BTreeSet};

use super::label::Family;
use super::marks::Mark;
use super::pairing::Pairs;
use super::starts::{Bodies, Body};
use super::survey::Survey;
use super::{FoundNote, Home, NOTES_HEADING, hand};
use crate::book::{
    Align, Corrections, EnclosureKind, Hand, Inline, Leaf, Log, Pairing, Passage, PassageKind,
    Text, text_of,
};

/// The headings that introduced nothing but notes, and the rules and blanks around the notes.
pub(super) fn retired(
    survey: &Survey,
    bodies: &Bodies,
    corrections: &Corrections,
) -> BTreeSet<usize> {
    let mut retired = BTreeSet::new();
    let mut at = 0;
    for zone in &bodies.zones {
        while bodies.bodies.get(at).is_some_and(|body| body.first < zone.passages.start) {
            at += 1;
        }
        if bodies.bodies.get(at).is_none_or(|body| body.first >= zone.passages.end) {
            continue;
        }
        let free =
            |passage: &usize| bodies.owner[*passage].is_none() && zone.remark != Some(*passage);
        let all_gathered =
            zone.passages.clone().filter(free).all(|passage| survey.is_blank(passage));
        retired.extend(zone.passages.clone().filter(free).filter(|at| survey.is_blank(*at)));
        let Some(heading) = zone.heading.filter(|_| all_gathered) else { continue };
        if corrections.waiver(NOTES_HEADING.id, survey.text(heading)).is_some() {
            continue;
        }
        retired.insert(heading);
        let before = (0..heading)
            .rev()
            .take_while(|at| survey.is_blank(*at) && survey.leaf[*at] == survey.leaf[heading]);
        retired
            .extend(before.filter(|at| matches!(survey.passages[*at].kind, PassageKind::Rule)));
    }
    retired
}

/// The passages that close the first note of a zone, with that note: a remark about the zone's
/// notes, and the heading that says whose they are where the leaf has notes of another hand as
/// well. Where the edition sets the notes no heading stands over them, and the reader must still
/// be able to tell the author's from the transcriber's.
fn closings(
    survey: &Survey,
    bodies: &Bodies,
    retired: &BTreeSet<usize>,
) -> BTreeMap<usize, usize> {
    let mut firsts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut hands: BTreeMap<usize, BTreeSet<Hand>> = BTreeMap::new();
    for (note, body) in bodies.bodies.iter().enumerate() {
        let zone = body.zone.and_then(|zone| Some((zone, bodies.zones.get(zone)?)));
        let leaf = survey.leaf[body.first];
        hands.entry(leaf).or_default().insert(zone.map_or(Hand::Author, |(_, zone)| zone.hand));
        if let Some((zone, _)) = zone {
            firsts.entry(zone).or_insert(note);
        }
    }
    let mut closings = BTreeMap::new();
    for (zone, note) in firsts {
        let zone = &bodies.zones[zone];
        let several =
            hands.get(&survey.leaf[zone.passages.start]).is_some_and(|all| all.len() > 1);
        let heading = zone.heading.filter(|heading| {
            several && zone.hand != Hand::Author && retired.contains(heading)
        });
        closings.extend(zone.remark.into_iter().chain(heading).map(|passage| (passage, note)));
    }
    closings
}

/// What the steps before settled.
pub(super) struct Settled<'a> {
    /// The candidates.
    pub marks: &'a [Mark],
    /// The notes and their zones.
    pub bodies: &'a Bodies,
    /// Which candidate calls which note.
    pub pairs: &'a Pairs,
    /// Passages that go.
    pub retired: &'a BTreeSet<usize>,
}

/// Parts the passages: those in the flow go back to their leaves, the others to their notes.
pub(super) fn part(
    survey: Survey,
    leaves: &mut [Leaf],
    labels: Vec<Option<Text>>,
    settled: &Settled<'_>,
    log: &mut Log,
) -> Vec<FoundNote> {
    let Settled { marks, bodies, pairs, retired } = *settled;
    let mut notes = blank_notes(&survey, bodies, labels);
    let mut homes: Vec<Home> = Vec::with_capacity(survey.passages.len());
    let closings = closings(&survey, bodies, retired);
    let mut closing: Vec<(usize, Passage)> = Vec::new();
    for (index, passage) in survey.passages.into_iter().enumerate() {
        let leaf = survey.leaf[index];
        let kept = leaves[leaf].passages.len();
        let closes = closings.get(&index);
        let flows =
            bodies.owner[index].is_none() && closes.is_none() && !retired.contains(&index);
        homes.push(Home { leaf, passage: if flows { kept } else { kept.saturating_sub(1) } });
        match bodies.owner[index] {
            Some(note) => own(&mut notes[note], passage),
            None if let Some(note) = closes => closing.push((*note, passage)),
            None if flows => leaves[leaf].passages.push(passage),
            None => log.retire_passage(&passage, &NOTES_HEADING),
        }
    }
    for (note, mut passage) in closing {
        passage.kind = PassageKind::Paragraph;
        passage.align = Align::End;
        own(&mut notes[note], passage);
    }
    for (note, body) in notes.iter_mut().zip(&bodies.bodies) {
        note.home = homes[body.first];
        fold_spent(&mut note.passages);
    }
    for (mark, paired) in marks.iter().zip(&pairs.note_of) {
        let Some((index, pairing)) = *paired else { continue };
        let passage = survey.runs[mark.run].passage;
        let home = match bodies.owner[passage] {
            // A mark inside a note stands where that note is called.
            Some(outer) => notes[outer].home,
            None => homes[passage],
        };
        let note = &mut notes[index];
        if note.marks == 0 {
            note.home = home;
            note.pairing = pairing;
        }
        note.pairing = note.pairing.min(pairing);
        note.marks += 1;
    }
    notes
}

/// The notes before their passages and marks are known.
fn blank_notes(survey: &Survey, bodies: &Bodies, labels: Vec<Option<Text>>) -> Vec<FoundNote> {
    let mut families: Vec<Family> = Vec::new();
    let mut labels = labels.into_iter();
    let note = |body: &Body| {
        let family = body.label.as_ref().map_or(Family::Figures, |label| label.family);
        if !families.contains(&family) {
            families.push(family);
        }
        let series = families.iter().position(|known| *known == family).unwrap_or(0);
        let zone = body.zone.and_then(|zone| bodies.zones.get(zone));
        let heading = zone.map_or(Hand::Author, |zone| zone.hand);
        let heading = if family == Family::Variants { Hand::Editor } else { heading };
        FoundNote {
            label: labels.next().flatten(),
            hand: hand::hand_of(survey.text(body.first), survey.text(body.end - 1), heading),
            series: u8::try_from(series).unwrap_or(u8::MAX),
            marks: 0,
            pairing: Pairing::Orphan,
            passages: Vec::new(),
            at: survey.passages[body.first].span(),
            home: Home::default(),
        }
    };
    bodies.bodies.iter().map(note).collect()
}

/// Gives a passage to its note, out of the elements that only held the notes together.
fn own(note: &mut FoundNote, mut passage: Passage) {
    match note.passages.first() {
        None => passage.within.clear(),
        Some(_) => {
            // What stood around the first passage stood around the notes, not in this one.
            let inner = passage.within.iter().position(|around| {
                !matches!(
                    around.kind,
                    EnclosureKind::Division
                        | EnclosureKind::Item
                        | EnclosureKind::Note(_)
                        | EnclosureKind::List(_)
                )
            });
            passage.within.drain(..inner.unwrap_or(passage.within.len()));
        }
    }
    note.passages.push(passage);
}

/// Takes out passages of which nothing shows any more, a label or a way back by itself; the
/// records in them go to a neighbour. A table or a rule has no run to take them: beside it they keep
/// a passage.
fn fold_spent(passages: &mut Vec<Passage>) {
    let mut kept: Vec<Passage> = Vec::with_capacity(passages.len());
    let mut waiting: Vec<Inline> = Vec::new();
    for mut passage in passages.drain(..) {
        let text = matches!(passage.kind, PassageKind::Paragraph | PassageKind::Lines);
        if text && passage.content.iter().all(shows_nothing) {
            match kept.last_mut() {
                Some(last) if has_run(last) => last.content.append(&mut passage.content),
                Some(_) => kept.push(passage),
                None => waiting.append(&mut passage.content),
            }
        } else {
            if has_run(&passage) {
                passage.content.splice(0..0, waiting.drain(..));
            } else if !waiting.is_empty() {
                kept.push(Passage::paragraph(std::mem::take(&mut waiting)));
            }
            kept.push(passage);
        }
    }
    if !waiting.is_empty() {
        kept.push(Passage::paragraph(waiting));
    }
    *passages = kept;
}

/// Whether what stands in the content of a passage is read.
fn has_run(passage: &Passage) -> bool {
    !matches!(passage.kind, PassageKind::Table(_) | PassageKind::Rule)
}

/// Whether a reader sees nothing of it.
fn shows_nothing(inline: &Inline) -> bool {
    match inline {
        Inline::Image(_) | Inline::NoteMark(_) => false,
        Inline::LineBreak => true,
        _ => text_of(std::slice::from_ref(inline)).trim().is_empty(),
    }
}
