//! What was changed, taken out and noticed, as text.

use std::collections::BTreeMap;

use super::{Outline, place, run};
use crate::book::{Fate, Finding, Ledger, Log, Severity, Span, Tally};

/// How many different pieces of one rule a ledger shows.
const SHOWN: usize = 6;

/// A ledger: its sums, every piece that was stripped, and the pieces that each rule changed.
/// `reading` is the reading text that it was settled over.
pub fn ledger(ledger: &Ledger, reading: &str) -> String {
    let mut out = Outline::default();
    let Tally { kept, normalised, stripped } = ledger.counts();
    out.line(format!(
        "ledger: {} scalars, {kept} kept, {normalised} normalised, {stripped} stripped",
        ledger.chars
    ));
    let mut slices = Slices::new(reading);
    let mut changed: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
    for (span, fate) in &ledger.spans {
        let piece = slices.take(*span);
        match fate {
            Fate::Kept => {}
            Fate::Normalised(rule) => {
                *changed.entry(rule.id).or_default().entry(piece).or_default() += 1;
            }
            Fate::Stripped(rule) => out.within(|out| {
                out.line(format!("stripped {} {}: {}", place(*span), rule.id, quote(piece)));
            }),
        }
    }
    out.within(|out| {
        for (rule, pieces) in &changed {
            let times: u32 = pieces.values().sum();
            let mut shown: Vec<_> = pieces.iter().collect();
            shown.sort_by_key(|(piece, times)| (std::cmp::Reverse(**times), **piece));
            let more = if shown.len() > SHOWN { ", …" } else { "" };
            let shown: Vec<String> = shown
                .iter()
                .take(SHOWN)
                .map(|(piece, times)| format!("{} ×{times}", quote(piece)))
                .collect();
            out.line(format!("normalised {rule} ×{times}: {}{more}", shown.join(", ")));
        }
    });
    out.text
}

/// What was noticed, a line each, with the words of the place. Empty if nothing was.
pub fn findings(findings: &[Finding], reading: &str) -> String {
    let mut out = Outline::default();
    if findings.is_empty() {
        return out.text;
    }
    let words = Places::new(reading);
    out.line("findings");
    out.within(|out| {
        for finding in findings {
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            };
            let at = finding.place.map_or_else(String::new, |span| {
                format!(" {} {}", place(span), quote(words.at(span)))
            });
            let (rule, message) = (finding.rule.id, run::visible(&finding.message));
            out.line(format!("{severity} {rule}{at}: {message}"));
            out.within(|out| out.field("hint", finding.hint.as_ref()));
        }
    });
    out.text
}

/// What a log says was taken out, in the order of the text.
pub(super) fn log(reading: &str, log: &Log, out: &mut Outline) {
    if log.entries().is_empty() {
        return;
    }
    let mut entries = log.entries().to_vec();
    entries.sort_by_key(|(span, rule)| (span.start, span.end, rule.id));
    out.line("");
    out.line("taken out");
    let words = Places::new(reading);
    out.within(|out| {
        for (span, rule) in entries {
            out.line(format!("{} {}: {}", place(span), rule.id, quote(words.at(span))));
        }
    });
}

fn quote(piece: &str) -> String {
    const MOST: usize = 72;
    let shown: String = piece.chars().take(MOST).collect();
    let more = if shown.len() < piece.len() { "…" } else { "" };
    format!("“{}{more}”", run::visible(&shown))
}

/// Cuts spans that follow one another off a string.
struct Slices<'a> {
    rest: &'a str,
}

impl<'a> Slices<'a> {
    fn new(reading: &'a str) -> Self {
        Slices { rest: reading }
    }

    fn take(&mut self, span: Span) -> &'a str {
        let scalars = span.len() as usize;
        let bytes = self.rest.char_indices().nth(scalars).map_or(self.rest.len(), |(at, _)| at);
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }
}

/// Finds spans of a string in any order, without walking it from the start each time.
struct Places<'a> {
    reading: &'a str,
    /// The byte at which every [`STRIDE`](Places::STRIDE)th scalar begins.
    marks: Vec<usize>,
}

impl<'a> Places<'a> {
    const STRIDE: usize = 1024;

    fn new(reading: &'a str) -> Self {
        let starts = reading.char_indices().map(|(at, _)| at);
        Places { reading, marks: starts.step_by(Self::STRIDE).collect() }
    }

    fn byte(&self, scalar: u32) -> usize {
        let scalar = scalar as usize;
        let Some(&mark) = self.marks.get(scalar / Self::STRIDE) else {
            return self.reading.len();
        };
        let near = self.reading[mark..].char_indices().nth(scalar % Self::STRIDE);
        near.map_or(self.reading.len(), |(at, _)| mark + at)
    }

    fn at(&self, span: Span) -> &'a str {
        &self.reading[self.byte(span.start)..self.byte(span.end)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_far_into_a_text() {
        let reading = "ä".repeat(3000) + "word";
        let places = Places::new(&reading);
        assert_eq!(places.at(Span::new(3000, 3004)), "word");
        assert_eq!(places.at(Span::new(3004, 9999)), "");
        assert_eq!(places.at(Span::new(1023, 1025)), "ää");
    }
}
