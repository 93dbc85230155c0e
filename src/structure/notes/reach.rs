//! How far each note reaches.

use super::marks::{Manner, Mark};
use super::starts::Body;
use super::survey::Survey;
use super::zones::{Zone, has_note_class, worded};
use crate::book::PassageKind;

/// Says how far each note reaches: in a zone up to the next note or the zone's end; elsewhere
/// over passages without a mark for a later note, up to the next note, and after the last one
/// only over what is plainly set as it is.
pub(super) fn close(
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
        let following = starts.get(index + 1).copied();
        let next = following.unwrap_or(survey.passages.len());
        let limit = match body.zone.and_then(|zone| zones.get(zone)) {
            Some(zone) => zone.passages.end.min(next),
            None => loose_end(survey, in_zone, &calls, body, following),
        };
        body.end = trimmed(survey, body.first, limit);
    }
}

/// How far a note reaches that stands in no zone. `following` is where the next note begins.
fn loose_end(
    survey: &Survey,
    in_zone: &[Option<usize>],
    calls: &[usize],
    body: &Body,
    following: Option<usize>,
) -> usize {
    let next = following.unwrap_or(survey.passages.len());
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
    if following.is_some() && reach == next && !calls_inside && next - body.first <= 12 {
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
