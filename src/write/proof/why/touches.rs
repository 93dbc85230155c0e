//! Which rules touched a passage, and at which stage: read off what each stage left, by what is new
//! in it.

use std::collections::BTreeSet;

use super::{End, Road};
use crate::book::{Effect, Fate, Log, Rule, Span, Text, Transcript, each_text};

/// What a rule did to a piece of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Touch {
    /// The piece of the reading text.
    pub(super) span: Span,
    /// The rule.
    pub(super) rule: &'static Rule,
    /// What it became; none where it stands in no text any more.
    pub(super) became: Option<String>,
}

/// What the four stages did to the passage at `place`, each in the order of the text.
pub(super) fn touches(road: &Road<'_>, place: Span) -> [Vec<Touch>; 4] {
    let mut known: BTreeSet<(Span, &'static str)> = BTreeSet::new();
    let mut stages = road.transcripts.map(|transcript| {
        let mut here = Here::at(place);
        here.transcript(transcript);
        new(here.touches, &mut known)
    });
    let [_, _, strip] = &mut stages;
    *strip = joined(std::mem::take(strip), &road.transcripts[0].reading);
    let [read, normalised, stripped] = stages;
    let understood = road.end.map_or_else(Vec::new, |end| {
        let mut here = Here::at(place);
        end.book.each_text(&mut |text| here.text(text));
        let mut touches = new(here.touches, &mut known);
        touches.extend(settled(&end, place, &known));
        touches.sort_by_key(|touch| touch.span);
        joined(touches, &road.transcripts[0].reading)
    });
    [read, normalised, stripped, understood]
}

/// The touches that no earlier stage made.
fn new(touches: Vec<Touch>, known: &mut BTreeSet<(Span, &'static str)>) -> Vec<Touch> {
    let mut touches = touches;
    touches.retain(|touch| known.insert((touch.span, touch.rule.id)));
    touches.sort_by_key(|touch| touch.span);
    touches
}

/// What the ledger knows of the passage beyond `known`: what structure logged, and the white space
/// between blocks.
fn settled(end: &End<'_>, place: Span, known: &BTreeSet<(Span, &'static str)>) -> Vec<Touch> {
    let first = end.ledger.spans.partition_point(|(span, _)| span.end <= place.start);
    let meeting =
        end.ledger.spans[first..].iter().take_while(|(span, _)| span.start < place.end);
    let settled = meeting.filter_map(|(span, fate)| {
        let (Fate::Normalised(rule) | Fate::Stripped(rule)) = fate else { return None };
        let told = known.iter().any(|(seen, id)| *id == rule.id && meet(*seen, *span));
        (!told).then_some(Touch { span: *span, rule, became: None })
    });
    settled.collect()
}

/// Pieces that one rule took out, with nothing but white space between them, as one.
fn joined(touches: Vec<Touch>, reading: &str) -> Vec<Touch> {
    let mut joined: Vec<Touch> = Vec::new();
    for touch in touches {
        match joined.last_mut() {
            Some(last)
                if last.rule == touch.rule
                    && last.rule.effect == Effect::Strips
                    && last.became.is_none()
                    && touch.became.is_none()
                    && (last.span.end >= touch.span.start
                        || blank(reading, Span::new(last.span.end, touch.span.start))) =>
            {
                last.span = last.span.join(touch.span);
            }
            _ => joined.push(touch),
        }
    }
    joined
}

fn blank(reading: &str, span: Span) -> bool {
    let mut between = reading.chars().skip(span.start as usize).take(span.len() as usize);
    between.all(char::is_whitespace)
}

/// Whether two places share a scalar.
pub(super) fn meet(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// Collects what rules did at a place.
struct Here {
    place: Span,
    touches: Vec<Touch>,
}

impl Here {
    fn at(place: Span) -> Here {
        Here { place, touches: Vec::new() }
    }

    fn transcript(&mut self, transcript: &Transcript) {
        let place = self.place;
        let leaves = transcript.leaves.iter().filter(|leaf| meet(leaf.span, place));
        for passage in leaves.flat_map(|leaf| &leaf.passages) {
            passage.each_run(&mut |run| each_text(run, &mut |text| self.text(text)));
        }
        self.log(&transcript.log);
    }

    fn text(&mut self, text: &Text) {
        for (string, piece) in text.parts() {
            if let Some(rule) = piece.rule.filter(|_| meet(piece.span, self.place)) {
                self.touches.push(Touch {
                    span: piece.span,
                    rule,
                    became: Some(string.to_owned()),
                });
            }
        }
    }

    fn log(&mut self, log: &Log) {
        for (span, rule) in log.entries().iter().filter(|(span, _)| meet(*span, self.place)) {
            self.touches.push(Touch { span: *span, rule, became: None });
        }
    }
}
