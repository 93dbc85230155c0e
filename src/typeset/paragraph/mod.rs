//! Where the lines of a paragraph end.
//!
//! A paragraph is set as a whole: of all the ways to divide it into lines, the one is taken that
//! is best over all its lines, even where that makes one of them a little worse than it could be
//! alone (Donald E. Knuth and Michael F. Plass, "Breaking Paragraphs into Lines", *Software:
//! Practice and Experience* 11, 1981). The ways are a graph: its nodes are the places where a
//! line may end, its edges the lines between them, and what is looked for is the cheapest path
//! from the beginning to the end. Walking through the breaks once, from left to right, only the
//! nodes that a line can still begin at are kept (the *active* ones): everything before them is
//! more than a line away.
//!
//! What a line costs is said in *demerits*. A space of 250 thousandths of an em may grow by a
//! third and shrink by a fifth before it hurts
//! (and by half as much again where it must); the ratio of what is asked of a line to what it
//! has to give is cubed into its *badness*, so that one bad line weighs more than several fair
//! ones. A hyphen costs as much as a mildly loose line, one in a name or a compound more, two in
//! a row more again, and a third is forbidden: the number of hyphens that end the lines before a
//! node is part of what the node is. Neighbours of very different colour (a tight line beside a
//! loose one) cost, and so do a last line with a word or less in it and a hyphen before it.
//!
//! Small marks at the ends of a line hang out of the measure ([`protrude`](super::protrude)), and
//! where the spaces of a line have given all that is good, the letters give or take a little: up to
//! nine thousandths of an em each, and twice as much may be given in need ([`fit`]), which the eye
//! does not see, while it does see a hole.
//!
//! Three tries are made: with spaces of at most one and a half times their width; then of twice;
//! then with whatever is needed, ends of lines inside long words included. Lines that could only
//! be filled with holes are then left short: ragged, but never over the measure.
//!
//! All lengths are integers, so that every machine finds the same path.

mod copy;
mod direction;
mod opportunities;
mod set;

pub use copy::{Atom, AtomKind, Copy, Stretch};
pub use direction::{resolve, visual_order, visual_parts};
pub use opportunities::{Break, BreakKind, Need, breaks_of};
pub use set::{Line, Seg, SegKind, set_lines};

use crate::book::Length;

/// How lines fill their measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fill {
    /// To both edges.
    #[default]
    Justified,
    /// From the left edge, as long as they come.
    FromLeft,
    /// To the right edge, as long as they come.
    ToRight,
    /// In the middle, as even in length as can be.
    Centred,
}

/// The form that a paragraph is set in.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// The length of a full line.
    pub measure: Length,
    /// How far the first line is set in.
    pub first: Length,
    /// How far the other lines are set in.
    pub rest: Length,
    /// The em: the unit of what is seen as a little and as much.
    pub em: Length,
    /// How lines fill the measure.
    pub fill: Fill,
    /// Whether words may be divided.
    pub division: Division,
}

/// Whether words may be divided at line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Division {
    /// Where the language allows it.
    Allowed,
    /// Not at all: headings, verse.
    Forbidden,
}

/// How hard a try at breaking is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Try {
    /// No space over one and a half times its width.
    Fair,
    /// No space over twice its width.
    Loose,
    /// Whatever is needed.
    Desperate,
}

impl Try {
    /// The most that a line may be stretched, in thousandths of its stretchability.
    fn most(self) -> i64 {
        match self {
            Try::Fair => 1500,
            Try::Loose => 3000,
            Try::Desperate => i64::MAX,
        }
    }
}

/// Lines that would need more than this are left short (thousandths of their stretchability).
pub const RAGGED_FROM: i64 = 4500;

/// A last line of fewer ems is a runt: a word or less.
pub const RUNT_EMS: i64 = 4;

/// Demerits of two hyphens in a row.
const TWO_HYPHENS: i64 = 12_000;
/// Hyphens in a row that are one too many.
const STACK: u8 = 3;
/// Demerits of neighbours of very different colour.
const CONTRAST: i64 = 4_000;
/// Demerits of a last line of a word or less.
const RUNT: i64 = 40_000;
/// Demerits of a word that is turned over alone, in lines from the left: as of a line that is short
/// by half.
const TURNED_WORD: i64 = 250_000;
/// Demerits of a hyphen before the last line.
const LAST_HYPHEN: i64 = 60_000;

/// How far the spaces of a line may give beyond what is good, in thousandths of it.
const TIGHTEST: i64 = 1850;
/// How much each letter may give where the spaces have given enough, in thousandths of the em.
const LETTERS_GIVE: i64 = 9;
/// How much each letter may give where a line would be loose even so.
const LETTERS_GIVE_IN_NEED: i64 = 22;
/// How much each letter may be taken, in thousandths of the em.
const LETTERS_TAKE: i64 = 9;

/// What is asked of the spaces and of the letters of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// What all spaces together take, negative where they give.
    pub spaces: i64,
    /// What all letters together take, negative where they give.
    pub letters: i64,
    /// What the spaces take to what they have, in thousandths: 1000 is a third of their width
    /// more, -1000 a fifth of it less.
    pub ratio: i64,
}

/// Shares out what a line lacks (or, where negative, has too much) between its spaces and its
/// letters. The letters come in where the spaces have given all that is good. None where even
/// that does not make the line fit.
pub fn fit(lacks: i64, spaces: i64, letters: i64, em: i64) -> Option<Fit> {
    let (stretch, shrink) = (spaces / 3, spaces / 5);
    let letters_room = |share: i64| (letters * em * share / 1000).max(0);
    if lacks >= 0 {
        let given = (lacks - stretch).clamp(0, letters_room(LETTERS_GIVE));
        // A line that would be loose even so is opened further: the letters of a whole line are
        // less of a hole than one space.
        let most = letters_room(LETTERS_GIVE_IN_NEED).max(given);
        let given = (lacks - stretch * 3 / 2).clamp(given, most);
        let rest = lacks - given;
        let ratio = match rest * 1000 {
            0 => 0,
            asked if stretch > 0 => asked / stretch,
            _ => i64::MAX,
        };
        return Some(Fit { spaces: rest, letters: given, ratio });
    }
    let given = (-lacks - shrink).clamp(0, letters_take(letters, em));
    let rest = -lacks - given;
    if rest * 1000 > shrink * TIGHTEST {
        return None;
    }
    let ratio = if shrink > 0 { -rest * 1000 / shrink } else { 0 };
    Some(Fit { spaces: -rest, letters: -given, ratio })
}

/// How much the letters of a line may be taken together.
pub fn letters_take(letters: i64, em: i64) -> i64 {
    letters.max(0) * em * LETTERS_TAKE / 1000
}

/// A place that a line may begin at, with the cheapest way to it.
#[derive(Clone, Copy, Debug)]
struct Node {
    at: u32,
    previous: u32,
    total: i64,
    class: u8,
    hyphens: u8,
}

/// No node.
const NONE: u32 = u32::MAX;

/// The breaks at which the lines end, as indices into `breaks`, the paragraph's end included.
/// `breaks` begins with the paragraph's beginning and ends with its end.
pub fn break_lines(breaks: &[Break], form: &Form) -> Option<Vec<usize>> {
    [Try::Fair, Try::Loose].into_iter().find_map(|hard| shortest_path(breaks, form, hard))
}

/// As [`break_lines`], with `breaks` that include the ends of lines inside long words, and with
/// an answer always.
pub fn break_desperately(breaks: &[Break], form: &Form) -> Vec<usize> {
    shortest_path(breaks, form, Try::Desperate).unwrap_or_else(|| (1..breaks.len()).collect())
}

fn shortest_path(breaks: &[Break], form: &Form, hard: Try) -> Option<Vec<usize>> {
    let mut nodes = vec![Node { at: 0, previous: NONE, total: 0, class: 1, hyphens: 0 }];
    let mut active: Vec<u32> = vec![0];
    for (number, end) in breaks.iter().enumerate().skip(1) {
        let mut best: [Option<Node>; 12] = [None; 12];
        let mut dropped = NONE;
        active.retain(|&index| {
            let node = nodes[index as usize];
            let begin = &breaks[node.at as usize];
            let line = line_between(begin, end, &node, form);
            if line.over {
                dropped = index;
                return false;
            }
            if line.is_far_short(end, form, hard) {
                return true;
            }
            if let Some((demerits, class)) = demerits(&line, &node, begin, end, form, hard) {
                let hyphens = if end.kind.is_hyphen() { node.hyphens + 1 } else { 0 };
                if hyphens < STACK {
                    let total = node.total + demerits;
                    let place = &mut best[usize::from(class) * 3 + usize::from(hyphens)];
                    if place.is_none_or(|known| total < known.total) {
                        let at = number as u32;
                        *place = Some(Node { at, previous: index, total, class, hyphens });
                    }
                }
            }
            end.kind != BreakKind::Forced
        });
        let cheapest = best.iter().flatten().map(|node| node.total).min();
        for node in best.into_iter().flatten() {
            if cheapest.is_some_and(|least| node.total <= least + CONTRAST + TWO_HYPHENS) {
                active.push(nodes.len() as u32);
                nodes.push(node);
            }
        }
        if active.is_empty() {
            // A single piece is longer than the measure: it has to stand out, whatever it costs.
            if hard != Try::Desperate || dropped == NONE {
                return None;
            }
            active.push(nodes.len() as u32);
            let total = nodes[dropped as usize].total + 1_000_000_000;
            nodes.push(Node {
                at: number as u32,
                previous: dropped,
                total,
                class: 1,
                hyphens: 0,
            });
        }
    }
    let last = breaks.len() as u32 - 1;
    let mut index = active
        .into_iter()
        .filter(|&index| nodes[index as usize].at == last)
        .min_by_key(|&index| nodes[index as usize].total)?;
    let mut path = Vec::new();
    while index != NONE && nodes[index as usize].at > 0 {
        path.push(nodes[index as usize].at as usize);
        index = nodes[index as usize].previous;
    }
    path.reverse();
    Some(path)
}

/// A line that could be.
struct Candidate {
    lacks: i64,
    spaces: i64,
    letters: i64,
    length: i64,
    measure: i64,
    /// Whether no later end can make it fit either.
    over: bool,
}

impl Candidate {
    /// Whether it is a word or less, where lines hold several.
    fn is_lone_word(&self, form: &Form) -> bool {
        let runt = form.em.0 * RUNT_EMS;
        self.length < runt && self.measure > 4 * runt
    }

    /// Whether the line could be filled only with holes: what [`demerits`] finds out too, told here
    /// without a division, for most pairs of places are such. It never says so of a line that can
    /// be.
    fn is_far_short(&self, end: &Break, form: &Form, hard: Try) -> bool {
        if form.fill != Fill::Justified
            || end.kind == BreakKind::Forced
            || hard == Try::Desperate
        {
            return false;
        }
        let letters = self.letters * form.em.0 * LETTERS_GIVE_IN_NEED;
        self.lacks * 1000 - letters > self.spaces / 3 * (hard.most() + 1)
    }
}

/// The line between two breaks, the first of which is that of `node`.
fn line_between(begin: &Break, end: &Break, node: &Node, form: &Form) -> Candidate {
    let is_first = node.at == 0;
    let indent = if is_first { form.first } else { form.rest };
    let measure = (form.measure - indent).0;
    let natural = end.before - begin.after;
    let hang = match form.fill {
        Fill::Justified => {
            end.hang_right + if is_first && indent.0 > 0 { 0 } else { begin.hang_left }
        }
        _ => 0,
    };
    let length = natural + end.extra - hang;
    let spaces = end.spaces_before - begin.spaces_after;
    let give = if form.fill == Fill::Justified { spaces * TIGHTEST / 5000 } else { 0 };
    let letters = (end.letters - begin.letters).max(0);
    let over = natural - hang - give - letters_take(letters, form.em.0) > measure;
    Candidate { lacks: measure - length, spaces, letters, length, measure, over }
}

/// The demerits of a line and its class of colour; none where it cannot be.
fn demerits(
    line: &Candidate,
    node: &Node,
    begin: &Break,
    end: &Break,
    form: &Form,
    hard: Try,
) -> Option<(i64, u8)> {
    let last = end.kind == BreakKind::Forced;
    if form.fill != Fill::Justified {
        if line.lacks < 0 {
            return None;
        }
        // Even lines: the square of what each lacks, and something for each, so that there are
        // no more of them than are needed. The last may be short unless they are centred.
        let share = line.lacks * 1000 / line.measure.max(1);
        let counted = match form.fill {
            // The turnover of a verse, or of an entry in a list, is more than a word.
            Fill::FromLeft if last && node.at > 0 && line.is_lone_word(form) => TURNED_WORD,
            Fill::Centred => share * share,
            _ if last => 0,
            _ => share * share,
        };
        return Some((counted + 2_000_000 + end.cost * end.cost, 1));
    }
    let mut fit = fit(line.lacks, line.spaces, line.letters, form.em.0)?;
    if last && fit.ratio > 0 {
        fit.ratio = 0;
    }
    if fit.ratio > hard.most() {
        return None;
    }
    let ratio = fit.ratio.min(4640);
    // What is left short costs the more, the shorter it is.
    let beyond = fit.ratio.clamp(4640, 1_000_000) - 4640;
    let badness = (ratio.abs().pow(3) / 10_000_000).min(10_000) + beyond;
    let class = match ratio {
        ..-500 => 0,
        -500..=500 => 1,
        501..=1000 => 2,
        _ => 3,
    };
    let mut demerits = (10 + badness).pow(2) + end.cost * end.cost;
    if end.kind.is_hyphen() && begin.kind.is_hyphen() {
        demerits += TWO_HYPHENS;
    }
    if node.class.abs_diff(class) > 1 {
        demerits += CONTRAST;
    }
    if last && node.at > 0 {
        if line.length < form.em.0 * RUNT_EMS {
            demerits += RUNT;
        }
        if begin.kind.is_hyphen() {
            demerits += LAST_HYPHEN;
        }
    }
    Some((demerits, class))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Breaks after words of the given widths, with spaces of 250 between them.
    fn words(widths: &[i64]) -> Vec<Break> {
        let mut breaks = vec![Break::default()];
        let mut at = 0;
        for (number, width) in widths.iter().enumerate() {
            at += width;
            let spaces = 250 * number as i64;
            let last = number + 1 == widths.len();
            breaks.push(Break {
                kind: if last { BreakKind::Forced } else { BreakKind::Space },
                before: at + spaces,
                after: at + spaces + 250,
                spaces_before: spaces,
                spaces_after: spaces + 250,
                letters: at / 450,
                ..Break::default()
            });
        }
        breaks
    }

    fn form(measure: i64, fill: Fill) -> Form {
        Form {
            measure: Length(measure),
            first: Length::ZERO,
            rest: Length::ZERO,
            em: Length(1000),
            fill,
            division: Division::Allowed,
        }
    }

    #[test]
    fn a_line_may_give_where_the_whole_gains() {
        // Filled line by line, the first would take four words and leave the second a hole.
        let breaks = words(&[2000, 2000, 2000, 1700, 4000, 2300, 1000]);
        let lines = break_lines(&breaks, &form(8500, Fill::Justified));
        assert_eq!(lines, Some(vec![4, 7]));
    }

    #[test]
    fn nothing_fair_means_no_path_and_a_desperate_one_always_is() {
        let breaks = words(&[3000, 9000, 3000]);
        assert_eq!(break_lines(&breaks, &form(10_000, Fill::Justified)), None);
        let path = break_desperately(&breaks, &form(10_000, Fill::Justified));
        assert_eq!(path.last(), Some(&3));
    }

    #[test]
    fn centred_lines_are_even() {
        let breaks = words(&[2000, 2000, 2000, 2000]);
        assert_eq!(break_lines(&breaks, &form(7000, Fill::Centred)), Some(vec![2, 4]));
    }

    #[test]
    fn letters_give_only_after_the_spaces() {
        assert_eq!(fit(100, 2500, 60, 1000), Some(Fit { spaces: 100, letters: 0, ratio: 120 }));
        let loose = fit(1100, 2500, 60, 1000);
        assert_eq!(loose, Some(Fit { spaces: 833, letters: 267, ratio: 1000 }));
        assert_eq!(fit(-1500, 2500, 60, 1000), None);
    }
}
