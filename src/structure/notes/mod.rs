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
//! 3. **Bodies** (`zones`, `starts`, `outside`, `reach`). Notes stand in zones: under a heading that introduces them,
//!    in whatever language, up to the next heading, rule with text after it, or wider gap; or in
//!    passages with a class of notes. In a zone a label begins a note if the text calls for it or
//!    if it goes on with the count; a figure that falls back belongs to a list inside a note.
//!    Outside of zones a passage is a note if a label elsewhere links to its beginning, or if it
//!    begins with a bracketed label or a sign that a mark shortly before it shows. Of two places
//!    that link to each other the note is the one that begins a passage; the anchors' letters
//!    mean nothing: `f1` is the mark on one page and the note on the next. What follows in a zone
//!    without a label, be it verse, table or list, goes on with the note.
//! 4. **Pairing** (`pairing`, `order`). What the sidecar says comes first; then links that lead to a note
//!    with the mark's label; then notes whose own link leads back to a mark with their label;
//!    then labels: a mark calls the note of its label in the next group of notes after it, which
//!    is right for numbers that begin again with each chapter and for those that run on. Links
//!    that contradict the labels are overruled by them where the labels add up. The surer manners
//!    go first and may call a note several times; the weaker ones, which might be anything, count
//!    only where they keep the order of the notes, as the longest rising sequence among them
//!    that fits between the marks already known. Signs, which cannot count, pair by order.
//! 5. **Outcome** (`carve`, `cut`, `part`, `hand`, `report`). Marks become note marks, labels lose
//!    their brackets and stops, links back go, headings that only introduced notes go; whose
//!    hand a note is in is read off its signature or its heading. What was left over is told.
//!
//! Every step is one pass over what it looks at, or sorts it: n log n in the number of passages
//! and candidates. A million marks take as long each as ten.

mod carve;
mod cut;
mod hand;
mod heading;
mod label;
mod marks;
mod order;
mod outside;
mod pairing;
mod part;
mod reach;
mod report;
mod starts;
mod survey;
mod unfold;
mod zones;

#[cfg(test)]
mod tests;

use crate::book::{
    Checked, Corrections, Effect, Hand, Leaf, Log, Pairing, Passage, Rule, Span, Text,
};

use marks::Mark;
use part::Settled;
use report::{DANGLING_MARK, DOUBLED, GAP, ORPHAN, WRONG_BACK_LINK, WRONG_LINK};
use survey::Survey;

/// The rules that heed a waiver: what looks like a mark or like the head of notes may be none.
pub static WAIVABLE: [&Rule; 2] = [&NOTE_MARK, &NOTES_HEADING];

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
    &WRONG_BACK_LINK,
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
    let cuts = carve::plan(&survey, &marks, &bodies, &pairs);
    let carved = carve::carve(&mut survey, &marks, &cuts, log);
    let findings = report::findings(&survey, &marks, &bodies, &pairs, &carved.dangling);
    let retired = part::retired(&survey, &bodies, corrections);
    let settled = Settled { marks: &marks, bodies: &bodies, pairs: &pairs, retired: &retired };
    let notes = part::part(survey, leaves, carved.labels, &settled, log);
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
