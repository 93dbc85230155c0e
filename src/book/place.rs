//! A place in the reading text of a work, counted in Unicode scalars.

use std::ops::Range;

/// A half-open range of Unicode scalars in the reading text of a whole [`Work`](super::Work):
/// the contents page first, then each page in reading order, with nothing between them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first scalar of the place.
    pub start: u32,
    /// The first scalar after the place.
    pub end: u32,
}

impl Span {
    /// The place from `start` up to, but not including, `end`.
    pub fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end, "a span runs forward: {start}..{end}");
        Self { start, end }
    }

    /// How many scalars stand in the place.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether no scalar stands in the place.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest place that holds both.
    pub fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether `other` lies wholly inside this place.
    pub fn holds(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The place as a range, for indexing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}
