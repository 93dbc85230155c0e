//! Words that were cut at the end of a line or a page of the source.
//!
//! Whether the hyphen belongs to the word is decided by the work's own words: the form that
//! stands elsewhere in it, whole or hyphenated. Where neither does, the way in which most of the
//! work's cut words were decided counts, and without such a majority the hyphen stays.

use std::collections::BTreeMap;

use crate::book::{Edit, Effect, Rule};

use super::flow::Flow;

/// The rules about hyphens.
pub(super) static RULES: &[&Rule] = &[&CUT_WORD, &COMPOUND, &NON_BREAKING];

static CUT_WORD: Rule = Rule {
    id: "hyphen/line-end",
    effect: Effect::Normalises,
    does: "A word cut at the end of a line or page is joined and its hyphen goes, where the \
           work's own words show that the hyphen is no part of it.",
    why: "The printer cut the word; the edition cuts words where its own lines end.",
    example: "agglo- |467| meriert",
};

static COMPOUND: Rule = Rule {
    id: "hyphen/compound",
    effect: Effect::Normalises,
    does: "Where a word with a hyphen of its own was broken after it, the line end goes and the \
           hyphen stays.",
    why: "The hyphen belongs to the word, the line end to the file.",
    example: "world-⏎wide",
};

static NON_BREAKING: Rule = Rule {
    id: "hyphen/non-breaking",
    effect: Effect::Normalises,
    does: "A non-breaking hyphen (U+2011) becomes a plain one.",
    why: "Editors put it at old line ends; in a book a compound may break there again.",
    example: "world&#8209;wide",
};

/// A word that was cut, with what is needed to decide on its hyphen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// Where its hyphen stands.
    hyphen: usize,
    /// Where its second half begins.
    second: usize,
    kind: Kind,
    /// The halves, lower case.
    halves: (String, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// An ordinary hyphen before a small letter: it may be the printer's.
    Open,
    /// A hyphen that belongs to the word: a non-breaking one, or before a capital or a figure.
    Kept,
    /// A mark that means nothing but that the word goes on (`¬`).
    Printers,
}

/// What a word was cut at the end of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EndOf {
    Line,
    Page,
}

/// How often each form of the cut words stands in the work, and what most of them show.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    counts: BTreeMap<String, u32>,
    joins: bool,
}

/// The cut words of a run.
pub(super) fn cuts(flow: &Flow) -> Vec<Cut> {
    let text = flow.text.as_str();
    let mut cuts = Vec::new();
    for (from, to) in flow.spaces() {
        let line_end = text[from..to].contains(['\n', '\r']) && flow.breaks_in(from, to) == 0;
        if !line_end && !flow.page_in(from, to) {
            continue;
        }
        let mut before = text[..from].chars().rev();
        let (Some(hyphen), Some(letter)) = (before.next(), before.next()) else { continue };
        let Some(next) = text[to..].chars().next() else { continue };
        if !letter.is_alphanumeric() || !next.is_alphanumeric() {
            continue;
        }
        let kind = match hyphen {
            '\u{ac}' => Kind::Printers,
            '-' | '\u{2010}' if letter.is_alphabetic() && next.is_lowercase() => Kind::Open,
            '-' | '\u{2010}' | '\u{2011}' => Kind::Kept,
            _ => continue,
        };
        let hyphen = from - hyphen.len_utf8();
        let is_word = |c: &char| c.is_alphabetic();
        let first: String = text[..hyphen].chars().rev().take_while(is_word).collect();
        let second: String = text[to..].chars().take_while(is_word).collect();
        // Of two compounds with one head only the first half stands here.
        if kind == Kind::Open && is_conjunction(&second) {
            continue;
        }
        let first: String = first.chars().rev().collect();
        let halves = (first.to_lowercase(), second.to_lowercase());
        cuts.push(Cut { hyphen, second: to, kind, halves });
    }
    cuts
}

/// `Haupt- und Nebensachen`, `pre- and post-war`.
fn is_conjunction(word: &str) -> bool {
    matches!(word, "und" | "oder" | "bis" | "bzw" | "sowie" | "and" | "or" | "to" | "et" | "ou")
}

impl Lexicon {
    /// Makes room for the forms of a cut word.
    pub fn ask(&mut self, cut: &Cut) {
        if cut.kind == Kind::Open {
            self.counts.insert(cut.joined(), 0);
            self.counts.insert(cut.hyphenated(), 0);
        }
    }

    /// Whether any cut word needs the work's words to be counted.
    pub fn is_asked(&self) -> bool {
        !self.counts.is_empty()
    }

    /// Counts the words of a text.
    pub fn count(&mut self, text: &str) {
        let is_word = |c: char| c.is_alphabetic() || c == '-';
        for word in text.split(|c| !is_word(c)).filter(|word| !word.is_empty()) {
            let word = word.trim_matches('-');
            let lower;
            let word = if word.chars().any(char::is_uppercase) {
                lower = word.to_lowercase();
                &lower
            } else {
                word
            };
            if let Some(count) = self.counts.get_mut(word) {
                *count += 1;
            }
        }
    }

    /// Takes what most of `cuts` show for what the rest means.
    pub fn settle<'c>(&mut self, cuts: impl Iterator<Item = &'c Cut>) {
        let (mut joined, mut kept) = (0_u32, 0_u32);
        for cut in cuts.filter(|cut| cut.kind == Kind::Open) {
            match self.known(cut) {
                Some(true) => joined += 1,
                Some(false) => kept += 1,
                None => {}
            }
        }
        self.joins = joined >= 3 && joined >= 4 * kept;
    }

    /// What the work's words say about a cut word: whether its halves are one word.
    fn known(&self, cut: &Cut) -> Option<bool> {
        let count = |word: &str| self.counts.get(word).copied().unwrap_or(0);
        let (joined, hyphenated) = (count(&cut.joined()), count(&cut.hyphenated()));
        (joined != hyphenated).then_some(joined > hyphenated)
    }

    fn joins(&self, cut: &Cut, end: EndOf) -> bool {
        match cut.kind {
            Kind::Printers => true,
            Kind::Kept => false,
            // A hyphen and a space before a page mark are no compound's.
            Kind::Open => self.known(cut).unwrap_or(self.joins || end == EndOf::Page),
        }
    }
}

impl Cut {
    fn joined(&self) -> String {
        format!("{}{}", self.halves.0, self.halves.1)
    }

    fn hyphenated(&self) -> String {
        format!("{}-{}", self.halves.0, self.halves.1)
    }
}

/// The edits that join the cut words of a run, and make its other hyphens plain.
pub(super) fn edits(flow: &Flow, cuts: &[Cut], lexicon: &Lexicon) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for cut in cuts {
        let space =
            cut.hyphen + flow.text[cut.hyphen..].chars().next().map_or(0, char::len_utf8);
        let at_page = flow.page_in(space, cut.second);
        let end = if at_page { EndOf::Page } else { EndOf::Line };
        let (from, rule) =
            if lexicon.joins(cut, end) { (cut.hyphen, &CUT_WORD) } else { (space, &COMPOUND) };
        edits.push(Edit { range: from..cut.second, new: "".into(), rule });
    }
    let plain = flow.text.match_indices('\u{2011}').map(|(at, hyphen)| Edit {
        range: at..at + hyphen.len(),
        new: "-".into(),
        rule: &NON_BREAKING,
    });
    let joined = edits.len();
    edits.extend(plain);
    if joined > 0 && joined < edits.len() {
        edits.sort_by_key(|edit| edit.range.start);
        edits.dedup_by(|next, edit| next.range.start < edit.range.end);
    }
    edits
}
