//! Notes: their marks found in the text, their bodies gathered, the two brought together.
//!
//! # How it is done
//!
//! Nothing in an archive page says reliably what is a note. Links are there or not, lead where
//! they should or not; brackets hold marks, insertions, years; a paragraph that begins with `1.`
//! is a note, a thesis or an item of a list. What can be relied on is that a mark and its note
//! *agree*: they bear one label, keep one order, and the note stands where notes stand. So
//! nothing is decided by its own look alone; everything is a candidate until its other half is
//! found, and what finds none stays the text that it was.
//!
//! 1. **Survey** (`survey`). The passages of all leaves stand in a row; each run is read once for
//!    its characters, links, anchors and raised parts.
//! 2. **Candidates** (`marks`, `label`). Everything that looks like a mark: a link that shows a
//!    label; `[1]`, `[1*]`, `{7}`, `(1)`, `1)`, `*`, raised figures, figures glued to a word. A
//!    label has a *family* (figures, starred figures, letters, signs, variant readings), because
//!    one page may have several runs of numbers, and a *manner*, which says how much it proves.
//! 3. **Bodies** (`zones`, `starts`). Notes stand in zones: under a heading that introduces them,
//!    in whatever language, up to the next heading, rule with text after it, or wider gap; or in
//!    passages with a class of notes. In a zone a label begins a note if the text calls for it or
//!    if it goes on with the count; a figure that falls back belongs to a list inside a note.
//!    Outside of zones a passage is a note if a label elsewhere links to its beginning, or if it
//!    begins with a bracketed label or a sign that a mark shortly before it shows. Of two places
//!    that link to each other the note is the one that begins a passage; the anchors' letters
//!    mean nothing: `f1` is the mark on one page and the note on the next. What follows in a zone
//!    without a label, be it verse, table or list, goes on with the note.
//! 4. **Pairing** (`pairing`). What the sidecar says comes first; then links that lead to a note
//!    with the mark's label; then notes whose own link leads back to a mark with their label;
//!    then labels: a mark calls the note of its label in the next group of notes after it, which
//!    is right for numbers that begin again with each chapter and for those that run on. Links
//!    that contradict the labels are overruled by them where the labels add up. The surer manners
//!    go first and may call a note several times; the weaker ones, which might be anything, count
//!    only where they keep the order of the notes, as the longest rising sequence among them
//!    that fits between the marks already known. Signs, which cannot count, pair by order.
//! 5. **Outcome** (this file, `cut`, `hand`, `report`). Marks become note marks, labels lose
//!    their brackets and stops, links back go, headings that only introduced notes go; whose
//!    hand a note is in is read off its signature or its heading. What was left over is told.
//!
//! Every step is one pass over what it looks at, or sorts it: n log n in the number of passages
//! and candidates. A million marks take as long each as ten.

mod cut;
mod hand;
mod heading;
mod label;
mod marks;
mod pairing;
mod report;
mod starts;
mod survey;
mod unfold;
mod zones;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::book::{
    Checked, Corrections, Effect, Hand, Inline, Leaf, Log, NoteId, NoteMark, Pairing, Passage,
    PassageKind, Rule, Span, Text, text_of,
};

use label::Family;
use marks::Mark;
use pairing::Pairs;
use report::{DANGLING_MARK, DOUBLED, GAP, ORPHAN, WRONG_LINK};
use starts::Bodies;
use survey::Survey;

/// The rules of this part of the stage.
pub static RULES: &[&Rule] = &[
    &NOTE_MARK,
    &NOTE_LABEL,
    &NOTES_HEADING,
    &BACK_LINK,
    &SPACE_BEFORE_MARK,
    &DANGLING_MARK,
    &ORPHAN,
    &GAP,
    &DOUBLED,
    &WRONG_LINK,
];

/// What raises a mark from the line.
pub static NOTE_MARK: Rule = Rule {
    id: "notes/mark",
    effect: Effect::Normalises,
    does: "The brackets around a mark that calls a note become the raised position of the mark.",
    why: "A typewriter and an old web page cannot raise a figure; a book can.",
    example: "constituted the main strength of Lenin. [1]",
};

/// What sets a note's label off.
pub static NOTE_LABEL: Rule = Rule {
    id: "notes/label",
    effect: Effect::Normalises,
    does: "The brackets, stops and words around the label that a note begins with become its place before the note.",
    why: "The edition sets the label apart from the note in its own way.",
    example: "[1*] The following pieces by Kautsky were published in 1903",
};

/// The heading over the notes.
pub static NOTES_HEADING: Rule = Rule {
    id: "notes/heading",
    effect: Effect::Normalises,
    does: "A heading that only says that notes follow becomes the place where the edition sets its notes.",
    why: "The notes stand at the foot of their pages or at the end of the ebook, not in a chapter of their own.",
    example: "<h3>Footnotes</h3>",
};

/// The way back from a note.
pub static BACK_LINK: Rule = Rule {
    id: "nav/back-link",
    effect: Effect::Strips,
    does: "An arrow or a word in a note that only leads back to the mark is taken out.",
    why: "The edition has a way back of its own.",
    example: "{1} (1848) den <=",
};

/// White space before a mark.
pub static SPACE_BEFORE_MARK: Rule = Rule {
    id: "space/before-mark",
    effect: Effect::Normalises,
    does: "White space between a word and the mark after it goes.",
    why: "A raised mark stands close to what it belongs to, and never at the beginning of a line.",
    example: "in the appointment of bishops, &c. [2]",
};

/// A note as it was found, its passages not yet blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundNote {
    /// What is printed before it, without stops and brackets.
    pub label: Option<Text>,
    /// Whose hand it is in.
    pub hand: Hand,
    /// Which run of numbers it belongs to, from 0.
    pub series: u8,
    /// How many marks call it.
    pub marks: u32,
    /// How its marks were found.
    pub pairing: Pairing,
    /// What it says.
    pub passages: Vec<Passage>,
    /// Where it stands in the reading text.
    pub at: Option<Span>,
    /// Where its first mark stands, or, for an orphan, what precedes it.
    pub home: Home,
}

/// A passage that stays in the flow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Home {
    /// Index of its leaf.
    pub leaf: usize,
    /// Index into the leaf's passages, as they are once the notes are taken out of them.
    pub passage: usize,
}

/// Gathers the notes of all leaves of a work: takes them out of the leaves' passages and puts an
/// [`Inline::NoteMark`](crate::book::Inline) where each is called. The note at index `n` of the
/// result has the id `n`. All leaves come at once because some works keep their notes on a page
/// of their own.
pub fn gather(
    leaves: &mut [Leaf],
    corrections: &Corrections,
    log: &mut Log,
) -> Checked<Vec<FoundNote>> {
    let mut survey = Survey::of(leaves);
    let marks = waived(&survey, corrections, marks::candidates(&survey));
    let bodies = starts::bodies(&survey, &marks);
    let pairs = pairing::pair(&survey, &marks, &bodies, corrections);
    let cuts = plan(&survey, &marks, &bodies, &pairs);
    let carved = carve(&mut survey, &marks, &cuts, log);
    let findings = report::findings(&survey, &marks, &bodies, &pairs, &carved.dangling);
    let retired = retired(&survey, &bodies, corrections);
    let notes = part(survey, leaves, &marks, &bodies, &pairs, carved.labels, &retired, log);
    Checked { value: notes, findings }
}

/// The candidates that no waiver keeps from being marks.
fn waived(survey: &Survey, corrections: &Corrections, marks: Vec<Mark>) -> Vec<Mark> {
    if corrections.waivers.is_empty() {
        return marks;
    }
    let stays =
        |mark: &Mark| corrections.waiver(NOTE_MARK.id, &survey.runs[mark.run].text).is_none();
    marks.into_iter().filter(stays).collect()
}

/// A piece of a run that is to be cut out, or at least to be found again.
#[derive(Clone, Debug)]
struct Cut {
    range: Range<usize>,
    /// What of it a reader needs.
    core: Range<usize>,
    becomes: Becomes,
}

/// What a cut becomes.
#[derive(Clone, Copy, Debug)]
enum Becomes {
    /// The mark of a note, by its index, and which of the note's marks it is.
    Mark { note: usize, nth: u32 },
    /// The label of a note, by its index.
    Label(usize),
    /// Nothing, by this rule.
    Nothing(&'static Rule),
    /// Text again, after its place was noted: the mark with this index has no note.
    Text(usize),
}

/// Says for each run what is to be cut out of it.
fn plan(survey: &Survey, marks: &[Mark], bodies: &Bodies, pairs: &Pairs) -> Vec<Vec<Cut>> {
    let mut cuts: Vec<Vec<Cut>> = vec![Vec::new(); survey.runs.len()];
    for (index, body) in bodies.bodies.iter().enumerate() {
        note_cuts(survey, bodies, index, &mut cuts);
        let (Some(found), Some(run)) = (&body.found, survey.own_run(body.first)) else {
            continue;
        };
        let text = &survey.runs[run].text;
        let end = found.range.end;
        let space = text[end..].len() - text[end..].trim_start().len();
        cuts[run].push(Cut {
            range: 0..end + space,
            core: found.core.clone(),
            becomes: Becomes::Label(index),
        });
    }
    let mut nth = vec![0; bodies.bodies.len()];
    let mut last: Option<(usize, usize)> = None;
    for (index, mark) in marks.iter().enumerate() {
        let text = &survey.runs[mark.run].text;
        let becomes = match pairs.note_of[index] {
            Some((note, _)) => {
                nth[note] += 1;
                Becomes::Mark { note, nth: nth[note] - 1 }
            }
            None if report::dangles(survey, mark, pairs.own[index]) => Becomes::Text(index),
            None => continue,
        };
        let mut range = mark.range.clone();
        if matches!(becomes, Becomes::Mark { .. }) {
            let before = text[..range.start].trim_end_matches([' ', '\u{a0}', '\t']).len();
            // Between two marks the space stays: `1 2` must not become `12`.
            if before > 0 && last != Some((mark.run, before)) {
                range.start = before;
            }
            last = Some((mark.run, range.end));
        }
        cuts[mark.run].push(Cut { range, core: mark.core.clone(), becomes });
    }
    for run in &mut cuts {
        run.sort_by_key(|cut| cut.range.start);
        let mut end = 0;
        run.retain(|cut| {
            let apart = cut.range.start >= end && !cut.range.is_empty();
            end = if apart { cut.range.end } else { end };
            apart
        });
    }
    cuts
}

/// What goes out of a note besides its label: the ways back to its mark, and the bracket that
/// closes `[Footnote 1: …]`.
fn note_cuts(survey: &Survey, bodies: &Bodies, index: usize, cuts: &mut [Vec<Cut>]) {
    let body = &bodies.bodies[index];
    let mut nothing = |run: usize, range: Range<usize>, rule: &'static Rule| {
        cuts[run].push(Cut { core: range.clone(), range, becomes: Becomes::Nothing(rule) });
    };
    for passage in body.first..body.end {
        for run in survey.runs_of[passage].clone() {
            let seen = &survey.runs[run];
            for (link, address) in &seen.links {
                if address.contains('#') && leads_back(&seen.text[link.clone()]) {
                    nothing(run, widened(&seen.text, link.clone()), &BACK_LINK);
                }
            }
            let shown = seen.text.trim_end();
            if let Some(arrow) =
                ["<=", "↩", "⏎", "↑"].iter().find(|arrow| shown.ends_with(**arrow))
            {
                let from = shown.len() - arrow.len();
                let from = seen.text[..from].trim_end().len();
                nothing(run, from..seen.text.len(), &BACK_LINK);
            }
        }
    }
    let opened = survey.text(body.first).starts_with('[')
        && zones::worded(survey.text(body.first)).is_some();
    if let (true, Some(run)) = (opened, survey.own_run(body.end - 1)) {
        let text = survey.runs[run].text.trim_end();
        if text.ends_with(']') {
            nothing(run, text.len() - 1..text.len(), &NOTE_LABEL);
        }
    }
}

/// A link with the brackets close around it and the white space before.
fn widened(text: &str, link: Range<usize>) -> Range<usize> {
    let mut range = link;
    let around = (text[..range.start].chars().next_back(), text[range.end..].chars().next());
    if matches!(around, (Some('['), Some(']')) | (Some('('), Some(')'))) {
        range = range.start - 1..range.end + 1;
    }
    text[..range.start].trim_end().len()..range.end
}

/// Whether a link in a note says only that it leads back.
fn leads_back(shown: &str) -> bool {
    const WORDS: &[&str] = &[
        "back",
        "return",
        "return to text",
        "back to text",
        "go back",
        "up",
        "zurück",
        "retour",
        "volver",
        "indietro",
        "tillbaka",
        "tilbake",
        "tilbage",
        "terug",
        "voltar",
        "powrót",
        "назад",
        "вернуться",
        "jump up",
        "back to the text",
        "return to the text",
        "zpět",
        "takaisin",
        "к тексту",
        "ritorna",
        "torna al testo",
        "text",
        "rückkehr",
    ];
    let edges = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '.');
    let shown = shown.trim_matches(edges).to_lowercase();
    let arrows = |c: char| "←↑↩⏎⇧⇑⇐▲△◄◀^«<=-—↵⤴\u{fe0e}\u{fe0f}".contains(c);
    !shown.is_empty() && (WORDS.contains(&shown.as_str()) || shown.chars().all(arrows))
}

/// What came out of the runs.
struct Carved {
    /// The label of each note.
    labels: Vec<Option<Text>>,
    /// The places of the marks that have no note.
    dangling: Vec<(usize, Option<Span>)>,
}

/// Cuts the runs of all passages as planned.
fn carve(survey: &mut Survey, marks: &[Mark], cuts: &[Vec<Cut>], log: &mut Log) -> Carved {
    let count = cuts.iter().flatten().filter_map(|cut| match cut.becomes {
        Becomes::Label(note) => Some(note + 1),
        _ => None,
    });
    let count = count.max().unwrap_or(0);
    let mut carved = Carved { labels: vec![None; count], dangling: Vec::new() };
    let mut run = 0;
    for passage in &mut survey.passages {
        passage.each_run_mut(&mut |content| {
            let planned = cuts.get(run).map_or(&[][..], Vec::as_slice);
            run += 1;
            if planned.is_empty() {
                return;
            }
            let ranges: Vec<Range<usize>> =
                planned.iter().map(|cut| cut.range.clone()).collect();
            let whole = std::mem::take(content);
            *content = cut::cut(whole, &ranges, &mut |index, text| {
                let planned = &planned[index];
                let core = planned.core.start - planned.range.start
                    ..planned.core.end - planned.range.start;
                match planned.becomes {
                    Becomes::Mark { note, nth } => {
                        let label = bared(text, core, &NOTE_MARK, &SPACE_BEFORE_MARK);
                        let note = NoteId(u32::try_from(note).unwrap_or(u32::MAX));
                        Some(Inline::NoteMark(NoteMark { note, nth, label }))
                    }
                    Becomes::Label(note) => {
                        carved.labels[note] = Some(bared(text, core, &NOTE_LABEL, &NOTE_LABEL));
                        None
                    }
                    Becomes::Nothing(rule) => {
                        log.retire_text(&text, rule);
                        None
                    }
                    Becomes::Text(mark) => {
                        carved.dangling.push((mark, text.span()));
                        Some(Inline::Text(text))
                    }
                }
            });
        });
    }
    debug_assert!(marks.len() >= carved.dangling.len(), "only marks dangle");
    carved
}

/// Leaves of a text what stands at `core`: the rest goes by `rule`, white space before it by
/// `space`.
fn bared(
    mut text: Text,
    core: Range<usize>,
    rule: &'static Rule,
    space: &'static Rule,
) -> Text {
    let string = text.as_str();
    let white = string.len() - string.trim_start().len();
    text.replace(core.end..text.as_str().len(), "", rule);
    text.replace(white..core.start, "", rule);
    text.replace(0..white.min(core.start), "", space);
    text
}

/// The headings that introduced nothing but notes, and the rules and blanks around the notes.
fn retired(survey: &Survey, bodies: &Bodies, corrections: &Corrections) -> BTreeSet<usize> {
    let mut retired = BTreeSet::new();
    let mut at = 0;
    for zone in &bodies.zones {
        while bodies.bodies.get(at).is_some_and(|body| body.first < zone.passages.start) {
            at += 1;
        }
        if bodies.bodies.get(at).is_none_or(|body| body.first >= zone.passages.end) {
            continue;
        }
        let free = |passage: &usize| bodies.owner[*passage].is_none();
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

/// Parts the passages: those in the flow go back to their leaves, the others to their notes.
#[expect(clippy::too_many_arguments, reason = "the results of all steps meet here")]
fn part(
    survey: Survey,
    leaves: &mut [Leaf],
    marks: &[Mark],
    bodies: &Bodies,
    pairs: &Pairs,
    labels: Vec<Option<Text>>,
    retired: &BTreeSet<usize>,
    log: &mut Log,
) -> Vec<FoundNote> {
    let mut notes = blank_notes(&survey, bodies, labels);
    let mut homes: Vec<Home> = Vec::with_capacity(survey.passages.len());
    for (index, passage) in survey.passages.into_iter().enumerate() {
        let leaf = survey.leaf[index];
        let kept = leaves[leaf].passages.len();
        let flows = bodies.owner[index].is_none() && !retired.contains(&index);
        homes.push(Home { leaf, passage: if flows { kept } else { kept.saturating_sub(1) } });
        match bodies.owner[index] {
            Some(note) => own(&mut notes[note], passage),
            None if flows => leaves[leaf].passages.push(passage),
            None => log.retire_passage(&passage, &NOTES_HEADING),
        }
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
    let note = |body: &starts::Body| {
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
            hand: hand::hand_of(survey.text(body.end - 1), heading),
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
                    crate::book::EnclosureKind::Division
                        | crate::book::EnclosureKind::Item
                        | crate::book::EnclosureKind::Note(_)
                        | crate::book::EnclosureKind::List(_)
                )
            });
            passage.within.drain(..inner.unwrap_or(passage.within.len()));
        }
    }
    note.passages.push(passage);
}

/// Takes out passages of which nothing shows any more, a label or a way back by itself; the
/// records in them go to a neighbour.
fn fold_spent(passages: &mut Vec<Passage>) {
    let mut kept: Vec<Passage> = Vec::with_capacity(passages.len());
    let mut waiting: Vec<Inline> = Vec::new();
    for mut passage in passages.drain(..) {
        let text = matches!(passage.kind, PassageKind::Paragraph | PassageKind::Lines);
        if text && passage.content.iter().all(shows_nothing) {
            match kept.last_mut() {
                Some(last) => last.content.append(&mut passage.content),
                None => waiting.append(&mut passage.content),
            }
        } else {
            passage.content.splice(0..0, waiting.drain(..));
            kept.push(passage);
        }
    }
    if !waiting.is_empty() {
        kept.push(Passage::paragraph(waiting));
    }
    *passages = kept;
}

/// Whether a reader sees nothing of it.
fn shows_nothing(inline: &Inline) -> bool {
    match inline {
        Inline::Image(_) | Inline::NoteMark(_) => false,
        Inline::LineBreak => true,
        _ => text_of(std::slice::from_ref(inline)).trim().is_empty(),
    }
}
