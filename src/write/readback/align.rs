//! Two runs of words side by side: where they part, and where they meet again.
//!
//! Finished books differ from their source nowhere, or in a few places. So the two runs are walked
//! together, and only where they part a way is looked for to the nearest place at which several
//! words in a row agree again: first close by, then by an index of all groups of words in the
//! edition. The work is linear in the words, and at most [`MOST`] differences are followed.

use std::collections::BTreeMap;
use std::ops::Range;

use super::words::{Kind, Token, same};

/// Where the book and an edition of it differ: words of the one against words of the other, either
/// of which may be none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// Words of the book.
    pub(super) book: Range<usize>,
    /// Words of the edition.
    pub(super) edition: Range<usize>,
}

/// What was found side by side.
#[derive(Clone, Debug, Default)]
pub(super) struct Aligned {
    /// The differences in order.
    pub(super) differences: Vec<Difference>,
    /// The marks of notes that stand at one place in both: the note's number in the book, in the
    /// edition, and the mark's index in the book.
    pub(super) marks: Vec<(usize, Option<usize>, usize)>,
}

/// No more differences than this are followed: a book with so many is broken, and one is enough to
/// say so.
const MOST: usize = 24;

/// So many words in a row that agree are no coincidence.
const ROW: usize = 4;

/// How far is looked word by word before the index is asked.
const NEAR: usize = 16;

/// How many words of the book are looked up in the index from one place.
const FAR: usize = 4000;

/// Lays the words of an edition beside those of the book.
pub(super) fn align(book: &[Token], edition: &[Token]) -> Aligned {
    let mut aligned = Aligned::default();
    let mut index = None;
    let (mut at, mut to) = (0, 0);
    while at < book.len() || to < edition.len() {
        if let (Some(wanted), Some(found)) = (book.get(at), edition.get(to))
            && same(wanted, found)
        {
            if let (Kind::Mark(Some(note)), Kind::Mark(there)) = (wanted.kind, found.kind) {
                aligned.marks.push((note, there, at));
            }
            (at, to) = (at + 1, to + 1);
            continue;
        }
        // A number or a bullet that the edition sets before an item, by its place in the structure.
        let labelled = book.get(at).is_some_and(|wanted| wanted.kind == Kind::Label);
        if !labelled && edition.get(to).is_some_and(|found| found.kind == Kind::Label) {
            to += 1;
            continue;
        }
        let (past, beyond) = if aligned.differences.len() + 1 < MOST {
            let sides = Sides { book: &book[at..], edition: &edition[to..] };
            sides.near().unwrap_or_else(|| {
                let index = index.get_or_insert_with(|| groups(edition));
                sides.far(index, to)
            })
        } else {
            (book.len() - at, edition.len() - to)
        };
        aligned.differences.push(Difference { book: at..at + past, edition: to..to + beyond });
        (at, to) = (at + past, to + beyond);
    }
    aligned
}

/// What is left of both from a place at which they differ.
struct Sides<'a> {
    book: &'a [Token],
    edition: &'a [Token],
}

impl Sides<'_> {
    /// Whether several words in a row agree, or all to the end of both.
    fn meet(&self, past: usize, beyond: usize) -> bool {
        let (Some(book), Some(edition)) = (self.book.get(past..), self.edition.get(beyond..))
        else {
            return false;
        };
        let row = ROW.min(book.len()).min(edition.len());
        let whole = row == ROW || (book.len() == row && edition.len() == row);
        whole && book.iter().zip(edition).take(row).all(|(wanted, found)| same(wanted, found))
    }

    /// The nearest place close by at which the two agree again.
    fn near(&self) -> Option<(usize, usize)> {
        let ways = (1..=NEAR).flat_map(|sum| (0..=sum).map(move |past| (past, sum - past)));
        ways.into_iter().find(|(past, beyond)| self.meet(*past, *beyond))
    }

    /// The nearest place anywhere after this one; the end of both if there is none.
    fn far(&self, index: &BTreeMap<[&str; ROW], Vec<usize>>, to: usize) -> (usize, usize) {
        let mut best = (self.book.len(), self.edition.len());
        for (past, group) in self.book.windows(ROW).take(FAR).enumerate() {
            if past >= best.0 + best.1 {
                break;
            }
            let Some(places) = index.get(&key(group)) else { continue };
            let next = places.partition_point(|place| *place < to);
            if let Some(place) = places.get(next)
                && past + (place - to) < best.0 + best.1
                && self.meet(past, place - to)
            {
                best = (past, place - to);
            }
        }
        best
    }
}

fn key(group: &[Token]) -> [&str; ROW] {
    std::array::from_fn(|nth| group.get(nth).map_or("", |token| token.text.as_str()))
}

/// Where each group of words stands in an edition.
fn groups(edition: &[Token]) -> BTreeMap<[&str; ROW], Vec<usize>> {
    let mut index: BTreeMap<[&str; ROW], Vec<usize>> = BTreeMap::new();
    for (place, group) in edition.windows(ROW).enumerate() {
        index.entry(key(group)).or_default().push(place);
    }
    index
}

#[cfg(test)]
mod tests {
    use super::super::words::Words;
    use super::*;

    fn differences(book: &str, edition: &str) -> Vec<(String, String)> {
        let cut = |text: &str| {
            let mut words = Words::default();
            words.text(text);
            words.tokens
        };
        let (book, edition) = (cut(book), cut(edition));
        let words = |tokens: &[Token]| {
            tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        align(&book, &edition)
            .differences
            .into_iter()
            .map(|found| (words(&book[found.book]), words(&edition[found.edition])))
            .collect()
    }

    #[test]
    fn what_is_missing_doubled_or_another_is_named() {
        let text = "one two three four five six seven eight";
        let pair = |book: &str, edition: &str| vec![(book.to_owned(), edition.to_owned())];
        assert_eq!(differences(text, text), []);
        assert_eq!(differences(text, "one two four five six seven eight"), pair("three", ""));
        assert_eq!(
            differences(text, "one two three three four five six seven eight"),
            pair("", "three")
        );
        assert_eq!(
            differences(text, "one two tree four five six seven eight"),
            pair("three", "tree")
        );
        assert_eq!(differences(text, "one two three four five six"), pair("seven eight", ""));
        assert_eq!(differences(text, ""), pair(text, ""));
    }

    #[test]
    fn what_was_moved_far_is_missed_here_and_met_there() {
        let block = |from: u32| {
            (from..from + 60).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ")
        };
        let (a, b, c) = (block(0), block(100), block(200));
        let found = differences(&format!("{a} {b} {c} end"), &format!("{b} {a} {c} end"));
        assert_eq!(found, [(String::new(), b.clone()), (b, String::new())]);
    }

    #[test]
    fn a_broken_book_is_not_followed_for_ever() {
        let numbers = |step: usize| {
            (0..9000).map(|n| format!("{}", n * step)).collect::<Vec<_>>().join(" ")
        };
        assert!(differences(&numbers(2), &numbers(3)).len() <= MOST);
    }
}
