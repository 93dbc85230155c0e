//! A book and an edition of it, part by part, and what is told of their differences.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::align::{Aligned, Difference, align};
use super::found::Found;
use super::wanted::{Wanted, WantedNote};
use super::words::{Token, Words, same};
use super::{ADDED, ALTERED, MISSING, NOTE};
use crate::book::{Finding, Rule, Severity, Span};

/// What the edition does not say as the book does.
pub(super) fn compare(edition: &'static str, wanted: &Wanted, found: &Found) -> Vec<Finding> {
    let mut comparison = Comparison {
        edition,
        findings: Vec::new(),
        notes: BTreeMap::new(),
        taken: BTreeSet::new(),
        waiting: VecDeque::new(),
    };
    if wanted.overlooked > 0 {
        let message = format!("{} letters of the book were not looked for", wanted.overlooked);
        comparison.tell(&MISSING, None, message);
    }
    let title = in_order_of(wanted, &found.title);
    comparison.part("on the title page", &title, &found.title.tokens);
    comparison.part("", &wanted.text.tokens, &found.text.tokens);
    comparison.part("in the colophon", &wanted.colophon.tokens, &found.colophon.tokens);
    comparison.called_notes(wanted, found);
    comparison.other_notes(wanted, found);
    comparison.findings
}

/// The lines of the title matter in the order in which the edition has them, with those that it
/// rightly added. What the edition has not, or not so, stands where it would come next.
fn in_order_of(wanted: &Wanted, title: &Words) -> Vec<Token> {
    let mut lines: Vec<&[Token]> = wanted.title.iter().map(|line| &*line.tokens).collect();
    let mut additions: Vec<&[Token]> =
        wanted.additions.iter().map(|line| &*line.tokens).collect();
    lines.retain(|line| !line.is_empty());
    additions.retain(|line| !line.is_empty());
    let mut order: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < title.tokens.len() {
        let here = &title.tokens[at..];
        let next = match longest(&mut lines, here) {
            // Only what the source's lines do not say is the edition's own.
            None => longest(&mut additions, here),
            line => line,
        };
        match next {
            Some(line) => {
                order.extend_from_slice(line);
                at += line.len();
            }
            None => {
                let later = title.lines.partition_point(|line| *line <= at);
                at = title.lines.get(later).copied().unwrap_or(title.tokens.len());
            }
        }
    }
    order.extend(lines.into_iter().flatten().cloned());
    order
}

/// Takes the longest of `lines` that `here` begins with.
fn longest<'a>(lines: &mut Vec<&'a [Token]>, here: &[Token]) -> Option<&'a [Token]> {
    let begins = |line: &[Token]| {
        line.len() <= here.len() && line.iter().zip(here).all(|(a, b)| same(a, b))
    };
    let fitting = (0..lines.len()).filter(|nth| begins(lines[*nth]));
    let best = fitting.rev().max_by_key(|nth| lines[*nth].len())?;
    Some(lines.remove(best))
}

struct Comparison {
    edition: &'static str,
    findings: Vec<Finding>,
    /// The number in the edition of each note of the book that a mark leads to.
    notes: BTreeMap<usize, usize>,
    /// The notes of the edition that are spoken for.
    taken: BTreeSet<usize>,
    /// Notes to be compared: the number in the book and in the edition.
    waiting: VecDeque<(usize, usize)>,
}

impl Comparison {
    /// Compares the words of a part, and learns where its marks lead.
    fn part(&mut self, place: &str, wanted: &[Token], found: &[Token]) {
        let Aligned { differences, marks } = align(wanted, found);
        for difference in differences {
            self.tell_difference(place, &difference, wanted, found);
        }
        for (note, there, at) in marks {
            self.mark(note, there, &wanted[at]);
        }
    }

    /// Takes note of where a mark leads. All marks of a note lead to one, and no other's do.
    fn mark(&mut self, note: usize, there: Option<usize>, mark: &Token) {
        let place = mark.place;
        let label = &mark.text;
        let Some(there) = there else {
            return self.tell(&NOTE, place, format!("the mark “{label}” leads to no note"));
        };
        match self.notes.get(&note) {
            Some(known) if *known == there => {}
            Some(_) => {
                let message = format!("the mark “{label}” leads to another note than before");
                self.tell(&NOTE, place, message);
            }
            None if !self.taken.insert(there) => {
                self.tell(&NOTE, place, format!("the mark “{label}” leads to another's note"));
            }
            None => {
                self.notes.insert(note, there);
                self.waiting.push_back((note, there));
            }
        }
    }

    /// Compares the notes that marks lead to, and those that marks in these lead to.
    fn called_notes(&mut self, wanted: &Wanted, found: &Found) {
        while let Some((note, there)) = self.waiting.pop_front() {
            let (Some(of_book), Some(of_edition)) =
                (wanted.notes.get(note), found.notes.get(there))
            else {
                continue;
            };
            let label = of_edition.label.as_deref().unwrap_or_default();
            if !of_book.label.is_empty() && of_book.label != label {
                let message =
                    format!("the note “{}” stands under the label “{label}”", of_book.label);
                self.tell(&NOTE, place_of(&of_book.words.tokens), message);
            }
            let name = format!("in note {}", of_book.name());
            self.part(&name, &of_book.words.tokens, &of_edition.words.tokens);
        }
    }

    /// Compares the notes that no mark leads to: by their first words, then by their order.
    fn other_notes(&mut self, wanted: &Wanted, found: &Found) {
        let mut rest: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for (there, of_edition) in found.notes.iter().enumerate() {
            if !self.taken.contains(&there) {
                rest.entry(opening(&of_edition.words)).or_default().push_back(there);
            }
        }
        let mut unmet = Vec::new();
        for (note, of_book) in wanted.notes.iter().enumerate() {
            if self.notes.contains_key(&note) {
                continue;
            }
            match rest.get_mut(&opening(&of_book.words)).and_then(VecDeque::pop_front) {
                Some(there) => {
                    self.taken.insert(there);
                    self.notes.insert(note, there);
                    self.waiting.push_back((note, there));
                }
                None => unmet.push(note),
            }
        }
        self.called_notes(wanted, found);
        for note in unmet {
            if self.notes.contains_key(&note) {
                continue;
            }
            let of_book = &wanted.notes[note];
            self.part(&format!("in note {}", of_book.name()), &of_book.words.tokens, &[]);
        }
        for (there, of_edition) in found.notes.iter().enumerate() {
            if !self.taken.contains(&there) {
                self.part("in a note that no mark calls", &[], &of_edition.words.tokens);
            }
        }
    }

    fn tell_difference(
        &mut self,
        place: &str,
        difference: &Difference,
        wanted: &[Token],
        found: &[Token],
    ) {
        let Difference { book, edition } = difference;
        let (lost, added) = (&wanted[book.clone()], &found[edition.clone()]);
        let before = &wanted[book.start.saturating_sub(4)..book.start];
        let at = place_of(lost).or_else(|| place_of(before));
        let after = if before.is_empty() {
            "at its beginning".to_owned()
        } else {
            format!("after {}", said(before))
        };
        let place = if place.is_empty() { String::new() } else { format!(" {place}") };
        let edition = self.edition;
        let (rule, message): (&'static Rule, String) = match (lost.len(), added.len()) {
            (_, 0) => (&MISSING, format!("the {edition} lacks {}{place}, {after}", said(lost))),
            (0, _) => (
                &ADDED,
                format!("the {edition} has {}{place} once too often, {after}", said(added)),
            ),
            _ => (
                &ALTERED,
                format!("the {edition} has {} for {}{place}, {after}", said(added), said(lost)),
            ),
        };
        self.finding(rule, at, message);
    }

    fn tell(&mut self, rule: &'static Rule, place: Option<Span>, what: String) {
        let message = format!("in the {}, {what}", self.edition);
        self.finding(rule, place, message);
    }

    fn finding(&mut self, rule: &'static Rule, place: Option<Span>, message: String) {
        let hint =
            "this is a fault in offprint, not in the text: please report it, with the text";
        let hint = Some(hint.to_owned());
        self.findings.push(Finding { rule, severity: Severity::Error, place, message, hint });
    }
}

impl WantedNote {
    /// What a reader would call it.
    fn name(&self) -> String {
        if self.label.is_empty() { "without a label".into() } else { self.label.clone() }
    }
}

/// The first words of a note, by which it is known where no mark leads to it.
fn opening(words: &Words) -> String {
    const FIRST: usize = 6;
    let first = words.tokens.iter().take(FIRST);
    first.map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Where words stand in the source, if they stand together.
fn place_of(tokens: &[Token]) -> Option<Span> {
    let mut places = tokens.iter().filter_map(|token| token.place);
    let first = places.next()?;
    Some(places.fold(first, Span::join))
}

/// Words in quotation marks: the first and the last where they are many.
fn said(tokens: &[Token]) -> String {
    const MOST: usize = 12;
    let words = |tokens: &[Token]| {
        tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
    };
    match tokens.len() {
        0..=MOST => format!("“{}”", words(tokens)),
        many => {
            let (first, last) = (&tokens[..MOST / 2], &tokens[many - MOST / 2..]);
            format!("“{} … {}” ({many} words)", words(first), words(last))
        }
    }
}
