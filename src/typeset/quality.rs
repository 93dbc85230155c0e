//! What is not as a careful printer would have it, counted: the page quality report.

use super::draw::MadeFlow;
use super::galley::{Desk, turn};
use crate::book::{Effect, Finding, Rule, Severity};

/// The rules of this stage.
pub static RULES: &[&Rule] = &[
    &MISSING_GLYPH,
    &LOOSE_LINE,
    &RAGGED_LINE,
    &OVERFULL_LINE,
    &HYPHEN_STACK,
    &LONE_LINE,
    &DIVIDED_NOTE,
    &SHORT_PAGE,
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

/// Three hyphens in a row.
pub static HYPHEN_STACK: Rule = Rule {
    id: "typeset/hyphen-stack",
    effect: Effect::Notices,
    does: "Counts the places where three lines in a row end in a hyphen.",
    why: "Stacked hyphens catch the eye.",
    example: "con-, revo-, prole-",
};

/// A line alone at the head or the foot of a page.
pub static LONE_LINE: Rule = Rule {
    id: "typeset/lone-line",
    effect: Effect::Notices,
    does: "Counts the pages that begin with the last line of a paragraph, end with a first one, or part a heading from its text.",
    why: "A line alone is no paragraph, and a heading alone heads nothing.",
    example: "a page that begins with the words “of Lenin.”",
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
    why: "Facing pages of different height look torn.",
    example: "a page before a table that does not fit on it",
};

/// What is not as it should be, one finding for each kind of fault that there is.
pub fn findings(desk: &Desk<'_, '_>, flows: &[MadeFlow]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for &character in desk.shaper.missing() {
        findings.push(Finding {
            rule: &MISSING_GLYPH,
            severity: Severity::Warning,
            place: None,
            message: format!("no font has {character} (U+{:04X})", character as u32),
            hint: Some("give a font that has it with --fonts".into()),
        });
    }
    let count = |holds: &dyn Fn(&super::paragraph::Line) -> bool| {
        desk.lines.iter().filter(|line| holds(line)).count()
    };
    let lines = desk.lines.len();
    let mut tell = |rule: &'static Rule, count: usize, what: &str| {
        if count > 0 {
            let severity =
                if rule == &OVERFULL_LINE { Severity::Warning } else { Severity::Info };
            let message = format!("{count} {what}");
            findings.push(Finding { rule, severity, place: None, message, hint: None });
        }
    };
    tell(&LOOSE_LINE, count(&|line| line.ratio > 1500), &format!("of {lines} lines are loose"));
    tell(&RAGGED_LINE, count(&|line| line.ragged), &format!("of {lines} lines are left short"));
    tell(&OVERFULL_LINE, count(&|line| line.over), &format!("of {lines} lines are too long"));
    let (mut stacks, mut lone, mut divided, mut short, mut pages) = (0, 0, 0, 0, 0);
    for made in flows {
        let entries = &made.flow.column.entries;
        for three in entries.windows(3) {
            stacks += usize::from(three.iter().all(|entry| entry.hyphen));
        }
        for page in &made.pages {
            pages += 1;
            divided += usize::from(page.divides_note);
            short += usize::from(page.short > 2);
        }
        for page in made.pages.iter().skip(1) {
            let first = page.body.first().map(|&(number, _)| number as usize);
            let turn = first.map_or(0, |first| {
                let gap = first.checked_sub(1).filter(|&before| entries[before].is_space());
                entries[gap.unwrap_or(first)].turn
            });
            lone += usize::from(turn >= turn::LONE_LINE);
        }
    }
    tell(&HYPHEN_STACK, stacks, "stacks of three hyphens");
    tell(&LONE_LINE, lone, &format!("of {pages} pages part what belongs together"));
    tell(&DIVIDED_NOTE, divided, "notes are continued on the next page");
    tell(&SHORT_PAGE, short, &format!("of {pages} pages end early"));
    findings
}
