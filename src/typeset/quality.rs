//! What is not as a careful printer would have it, counted: the page quality report.

use super::draw::MadeFlow;
use super::galley::{Desk, Entry, turn};
use crate::book::{Book, Effect, Finding, Rule, Severity, Span};

/// The rules of this stage.
pub static RULES: &[&Rule] = &[
    &MISSING_GLYPH,
    &LOOSE_LINE,
    &TIGHT_LINE,
    &RAGGED_LINE,
    &OVERFULL_LINE,
    &RUNT,
    &HYPHEN_STACK,
    &HYPHEN_AT_TURN,
    &LONE_LINE,
    &NOTE_ASTRAY,
    &DIVIDED_NOTE,
    &SHORT_PAGE,
    &UNEVEN_SPREAD,
    &OVERFULL_PAGE,
];

/// A character that no font has.
pub static MISSING_GLYPH: Rule = Rule {
    id: "typeset/missing-glyph",
    effect: Effect::Notices,
    does: "Names a character that none of the fonts has; it is set as its code point.",
    why: "An empty box would hide what stands there; the code point can be looked up.",
    example: "𒀭 is set as U+1202D",
};

/// A line with too much white.
pub static LOOSE_LINE: Rule = Rule {
    id: "typeset/loose-line",
    effect: Effect::Notices,
    does: "Counts the lines whose spaces are wider than one and a half times their width.",
    why: "White holes make a page hard to read; rewording is not ours, a wider measure may help.",
    example: "Wirtschaftswissenschaftliche Grundlagenforschung in a narrow column",
};

/// A line with too little white.
pub static TIGHT_LINE: Rule = Rule {
    id: "typeset/tight-line",
    effect: Effect::Notices,
    does: "Counts the lines whose spaces are narrower than four fifths of their width.",
    why: "Words that stand too close are read twice; they are let so where the other way is a hole.",
    example: "a line that takes in one syllable more than it should",
};

/// A line that was left short.
pub static RAGGED_LINE: Rule = Rule {
    id: "typeset/ragged-line",
    effect: Effect::Notices,
    does: "Counts the lines of justified text that were left short.",
    why: "Where only a hole could fill a line, white at its end is the lesser evil.",
    example: "https://www.marxists.org/archive/lafargue/1883/lazy/ in a note",
};

/// A line that stands out of its measure.
pub static OVERFULL_LINE: Rule = Rule {
    id: "typeset/overfull-line",
    effect: Effect::Notices,
    does: "Counts the lines that stand out of their measure.",
    why: "Nothing may be cut off at the edge of a page or run into the next column.",
    example: "an image in a line that is narrower than it",
};

/// A last line of a word or less.
pub static RUNT: Rule = Rule {
    id: "typeset/runt",
    effect: Effect::Notices,
    does: "Counts the paragraphs whose last line is shorter than four ems.",
    why: "A word alone under a paragraph looks like a blank line.",
    example: "a last line that says “it.”",
};

/// Three hyphens in a row.
pub static HYPHEN_STACK: Rule = Rule {
    id: "typeset/hyphen-stack",
    effect: Effect::Notices,
    does: "Counts the places where three lines in a row end in a hyphen.",
    why: "Stacked hyphens catch the eye.",
    example: "con-, revo-, prole-",
};

/// A word that is divided over pages.
pub static HYPHEN_AT_TURN: Rule = Rule {
    id: "typeset/hyphen-at-turn",
    effect: Effect::Notices,
    does: "Counts the pages, and the parts of notes, that end in a hyphen where the leaf is turned.",
    why: "Half a word must not be carried in mind while a leaf is turned.",
    example: "a recto that ends in “revo-”",
};

/// A line alone at the head or the foot of a page.
pub static LONE_LINE: Rule = Rule {
    id: "typeset/lone-line",
    effect: Effect::Notices,
    does: "Counts the pages that begin with the last line of a paragraph, end with a first one, or part a heading from its text.",
    why: "A line alone is no paragraph, and a heading alone heads nothing.",
    example: "a page that begins with the words “of Lenin.”",
};

/// A note that does not begin under its mark.
pub static NOTE_ASTRAY: Rule = Rule {
    id: "typeset/note-astray",
    effect: Effect::Notices,
    does: "Counts the first marks of notes that begin on another page.",
    why: "A note belongs under the eye together with its mark.",
    example: "a mark in a table of several pages",
};

/// A note that goes on over the next page.
pub static DIVIDED_NOTE: Rule = Rule {
    id: "typeset/divided-note",
    effect: Effect::Notices,
    does: "Counts the notes that are continued on the next page.",
    why: "A note belongs under the eye together with its mark; long ones can't always stay whole.",
    example: "a note of forty lines whose mark stands at the foot of a page",
};

/// A page that is not full.
pub static SHORT_PAGE: Rule = Rule {
    id: "typeset/short-page",
    effect: Effect::Notices,
    does: "Counts the pages inside a chapter that end more than a line early.",
    why: "White at the foot of a page says that a chapter ends there.",
    example: "a page before a table that does not fit on it",
};

/// Facing pages that end apart.
pub static UNEVEN_SPREAD: Rule = Rule {
    id: "typeset/uneven-spread",
    effect: Effect::Notices,
    does: "Counts the facing pages inside a chapter of which one ends a line or more above the other.",
    why: "An open book is seen as one; pages of different height look torn.",
    example: "a verso that gives a line to a heading, beside a full recto",
};

/// A page that holds more than it can.
pub static OVERFULL_PAGE: Rule = Rule {
    id: "typeset/overfull-page",
    effect: Effect::Notices,
    does: "Counts the pages whose text and notes take more room than there is.",
    why: "Nothing may run into the margin or over something else.",
    example: "a row of a table that is higher than a page, with a note",
};

/// What is not as it should be, one finding for each kind of fault that there is.
pub fn findings(desk: &Desk<'_, '_>, flows: &[MadeFlow]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for &character in desk.shaper.missing() {
        // A character for private use, or one that turns the writing, shows nothing by itself.
        let shown =
            if character.is_alphanumeric() { format!("{character} ") } else { String::new() };
        findings.push(Finding {
            rule: &MISSING_GLYPH,
            severity: Severity::Warning,
            place: first_place(desk.book, character),
            message: format!("no font has {shown}(U+{:04X})", character as u32),
            hint: Some("give a font that has it with --fonts".into()),
        });
    }
    let count = |holds: &dyn Fn(&super::paragraph::Line) -> bool| {
        desk.lines.iter().filter(|line| holds(line)).count()
    };
    let lines = desk.lines.len();
    let mut tell = |rule: &'static Rule, count: usize, what: &str| {
        if count > 0 {
            let grave = [&OVERFULL_LINE, &OVERFULL_PAGE, &NOTE_ASTRAY];
            let is_grave = grave.iter().any(|&known| std::ptr::eq(known, rule));
            let severity = if is_grave { Severity::Warning } else { Severity::Info };
            let message = format!("{count} {what}");
            findings.push(Finding { rule, severity, place: None, message, hint: None });
        }
    };
    tell(&LOOSE_LINE, count(&|line| line.ratio > 1500), &format!("of {lines} lines are loose"));
    tell(
        &TIGHT_LINE,
        count(&|line| line.ratio < -1000),
        &format!("of {lines} lines are tight"),
    );
    tell(&RAGGED_LINE, count(&|line| line.ragged), &format!("of {lines} lines are left short"));
    tell(&OVERFULL_LINE, count(&|line| line.over), &format!("of {lines} lines are too long"));
    let runts = format!("of {lines} lines are last words alone");
    tell(&RUNT, count(&|line| line.runt), &runts);
    let faults = flows
        .iter()
        .fold(PageFaults::default(), |faults, made| faults.and(page_faults(desk, made)));
    let pages = faults.pages;
    tell(&HYPHEN_STACK, faults.stacks, "stacks of three hyphens");
    tell(&HYPHEN_AT_TURN, faults.hyphens, "words are divided where a leaf is turned");
    tell(&LONE_LINE, faults.lone, &format!("of {pages} pages part what belongs together"));
    tell(&NOTE_ASTRAY, faults.astray, "notes begin on another page than their marks");
    tell(&DIVIDED_NOTE, faults.divided, "notes are continued on the next page");
    tell(&SHORT_PAGE, faults.short, &format!("of {pages} pages end early"));
    tell(&UNEVEN_SPREAD, faults.uneven, "pairs of facing pages end at different heights");
    tell(&OVERFULL_PAGE, faults.over, &format!("of {pages} pages hold more than they can"));
    findings
}

/// Where a character stands first, with what is around it.
fn first_place(book: &Book, character: char) -> Option<Span> {
    /// Scalars that are shown on either side.
    const AROUND: usize = 20;
    let mut place = None;
    book.each_text(&mut |text| {
        let at = text.as_str().find(character).filter(|_| place.is_none());
        let Some(at) = at else { return };
        let (before, after) = text.as_str().split_at(at);
        let from = before.char_indices().rev().take(AROUND).last().map_or(at, |(at, _)| at);
        let to =
            after.char_indices().nth(AROUND).map_or(text.as_str().len(), |(to, _)| at + to);
        place = text.place(from..to);
    });
    place
}

/// What is wrong with pages, counted.
#[derive(Clone, Copy, Debug, Default)]
struct PageFaults {
    pages: usize,
    stacks: usize,
    hyphens: usize,
    lone: usize,
    astray: usize,
    divided: usize,
    short: usize,
    uneven: usize,
    over: usize,
}

impl PageFaults {
    fn and(self, other: PageFaults) -> PageFaults {
        PageFaults {
            pages: self.pages + other.pages,
            stacks: self.stacks + other.stacks,
            hyphens: self.hyphens + other.hyphens,
            lone: self.lone + other.lone,
            astray: self.astray + other.astray,
            divided: self.divided + other.divided,
            short: self.short + other.short,
            uneven: self.uneven + other.uneven,
            over: self.over + other.over,
        }
    }
}

fn page_faults(desk: &Desk<'_, '_>, made: &MadeFlow) -> PageFaults {
    let entries = &made.flow.column.entries;
    let mut faults = PageFaults { pages: made.pages.len(), ..PageFaults::default() };
    faults.stacks = stacks(entries);
    let mut recto = made.starts_recto;
    for (number, page) in made.pages.iter().enumerate() {
        let last_page = number + 1 == made.pages.len();
        let ends_in_hyphen =
            page.body.last().is_some_and(|&(last, _)| entries[last as usize].hyphen);
        faults.hyphens += usize::from(ends_in_hyphen && !last_page && recto);
        faults.divided += usize::from(page.divides_note);
        faults.short += usize::from(page.short > 2);
        faults.over += usize::from(page.over);
        for part in &page.notes {
            let Some(note) = desk.notes.get(&part.note) else { continue };
            let lines = &note.column.entries;
            let (from, to) = (part.entries.0 as usize, part.entries.1 as usize);
            let goes_on = to < lines.len();
            let hyphen = lines[from..to].last().is_some_and(|entry| entry.hyphen);
            faults.hyphens += usize::from(goes_on && hyphen && recto);
            faults.stacks += stacks(&lines[from..to]);
        }
        for &(entry, _) in &page.body {
            let (from, to) = entries[entry as usize].calls;
            for call in &desk.calls[from as usize..to as usize] {
                let begins_here =
                    page.notes.iter().any(|part| part.note == *call && part.entries.0 == 0);
                faults.astray += usize::from(!begins_here);
            }
        }
        recto = !recto;
    }
    let first_verso = usize::from(made.starts_recto);
    let inside = &made.pages[..made.pages.len().saturating_sub(1)];
    let spreads = inside.get(first_verso..).unwrap_or(&[]).chunks_exact(2);
    faults.uneven = spreads.filter(|spread| spread[0].end.abs_diff(spread[1].end) >= 2).count();
    for page in made.pages.iter().skip(1) {
        let first = page.body.first().map(|&(number, _)| number as usize);
        let turn = first.map_or(0, |first| {
            let gap = first.checked_sub(1).filter(|&before| entries[before].is_space());
            entries[gap.unwrap_or(first)].turn
        });
        faults.lone += usize::from(turn >= turn::LONE_LINE);
    }
    faults
}

/// Stacks of three hyphens.
fn stacks(entries: &[Entry]) -> usize {
    let is_stack = |three: &&[Entry]| three.iter().all(|entry| entry.hyphen);
    entries.windows(3).filter(is_stack).count()
}
