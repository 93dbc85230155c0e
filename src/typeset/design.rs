//! The design table: every measure of a page, for each paper and text size.
//!
//! Margins follow the canon of the Penguin composition rules, inner : top : outer : bottom near
//! 2 : 3 : 4 : 6, on every paper that is held in one hand; the papers of home printers (A4,
//! letter) get a larger type and less white. The text block is a whole number of lines, and the
//! measure holds 60 to 70 characters.

use crate::book::{Length, Size};

/// A size of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 148 × 210 mm.
    #[default]
    A5,
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 in.
    Letter,
    /// 5.5 × 8.5 in.
    HalfLetter,
    /// 6 × 9 in.
    SixByNine,
}

/// How large the text is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSize {
    /// As the paper wants it.
    #[default]
    Normal,
    /// Large print: 16 points and more.
    Large,
}

/// What stands in the outer margin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Margin {
    /// Nothing.
    #[default]
    Empty,
    /// The folios of the printed source, each beside the line in which its page begins.
    SourcePages,
}

/// Where chapters open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Openings {
    /// On the next page.
    #[default]
    Fresh,
    /// On the next recto.
    Recto,
}

/// Every measure of a page. All of them are read from the table in this file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Design {
    /// The trimmed page.
    pub page: Size,
    /// From the fold to the text.
    pub inner: Length,
    /// From the head of the page to the text block.
    pub top: Length,
    /// The length of a line.
    pub measure: Length,
    /// Lines of text on a full page.
    pub lines: u16,
    /// The em of the text.
    pub text: Length,
    /// From baseline to baseline of the text: the step of the grid.
    pub leading: Length,
    /// The em of a quotation; it shares the grid of the text.
    pub quotation: Length,
    /// The em of a note.
    pub note: Length,
    /// From baseline to baseline of the notes.
    pub note_leading: Length,
    /// The em of a work's title.
    pub title: Length,
    /// The em of a chapter's title.
    pub chapter: Length,
    /// The em of the headings inside a chapter.
    pub subheading: Length,
    /// The em of running heads and of the colophon.
    pub small: Length,
    /// What stands in the outer margin. No line changes with it.
    pub margin: Margin,
    /// Where chapters open.
    pub openings: Openings,
}

/// A row of the table: millimetres in hundredths, points in thousandths.
struct Row {
    paper: Paper,
    size: TextSize,
    page: (Length, Length),
    inner: i64,
    top: i64,
    measure: i64,
    lines: u16,
    text: i64,
    leading: i64,
    note: i64,
    note_leading: i64,
    title: i64,
}

const A5: (Length, Length) = (Length::mm100(14_800), Length::mm100(21_000));
const A4: (Length, Length) = (Length::mm100(21_000), Length::mm100(29_700));
const LETTER: (Length, Length) = (Length::pt(612), Length::pt(792));
const HALF_LETTER: (Length, Length) = (Length::pt(396), Length::pt(612));
const SIX_BY_NINE: (Length, Length) = (Length::pt(432), Length::pt(648));

use Paper::{A4 as OnA4, A5 as OnA5, HalfLetter, Letter, SixByNine};
use TextSize::{Large, Normal};

/// The table itself.
#[rustfmt::skip]
const TABLE: [Row; 10] = [
    Row { paper: OnA5,       size: Normal, page: A5,          inner: 46_000, top: 62_000,  measure: 290_000, lines: 30, text: 10_500, leading: 14_000, note: 8_500,  note_leading: 11_000, title: 21_000 },
    Row { paper: HalfLetter, size: Normal, page: HALF_LETTER, inner: 40_000, top: 64_000,  measure: 284_000, lines: 31, text: 10_500, leading: 14_000, note: 8_500,  note_leading: 11_000, title: 21_000 },
    Row { paper: SixByNine,  size: Normal, page: SIX_BY_NINE, inner: 46_000, top: 66_000,  measure: 304_000, lines: 31, text: 11_000, leading: 15_000, note: 9_000,  note_leading: 11_500, title: 22_000 },
    Row { paper: OnA4,       size: Normal, page: A4,          inner: 96_000, top: 98_000,  measure: 340_000, lines: 38, text: 12_000, leading: 16_000, note: 9_500,  note_leading: 12_500, title: 24_000 },
    Row { paper: Letter,     size: Normal, page: LETTER,      inner: 108_000, top: 92_000, measure: 340_000, lines: 36, text: 12_000, leading: 16_000, note: 9_500,  note_leading: 12_500, title: 24_000 },
    Row { paper: OnA5,       size: Large,  page: A5,          inner: 34_000, top: 54_000,  measure: 346_000, lines: 23, text: 16_000, leading: 21_000, note: 13_000, note_leading: 17_000, title: 26_000 },
    Row { paper: HalfLetter, size: Large,  page: HALF_LETTER, inner: 30_000, top: 54_000,  measure: 334_000, lines: 24, text: 16_000, leading: 21_000, note: 13_000, note_leading: 17_000, title: 26_000 },
    Row { paper: SixByNine,  size: Large,  page: SIX_BY_NINE, inner: 36_000, top: 56_000,  measure: 356_000, lines: 25, text: 16_000, leading: 21_000, note: 13_000, note_leading: 17_000, title: 26_000 },
    Row { paper: OnA4,       size: Large,  page: A4,          inner: 70_000, top: 82_000,  measure: 440_000, lines: 28, text: 18_000, leading: 24_000, note: 15_000, note_leading: 20_000, title: 30_000 },
    Row { paper: Letter,     size: Large,  page: LETTER,      inner: 76_000, top: 78_000,  measure: 450_000, lines: 26, text: 18_000, leading: 24_000, note: 15_000, note_leading: 20_000, title: 30_000 },
];

impl Design {
    /// The design for a paper and a text size.
    pub fn new(paper: Paper, size: TextSize) -> Design {
        let row = TABLE.iter().find(|row| row.paper == paper && row.size == size);
        let row = row.unwrap_or(&TABLE[0]);
        let text = Length::milli(row.text);
        Design {
            page: Size { width: row.page.0, height: row.page.1 },
            inner: Length::milli(row.inner),
            top: Length::milli(row.top),
            measure: Length::milli(row.measure),
            lines: row.lines,
            text,
            leading: Length::milli(row.leading),
            quotation: text * 19 / 21,
            note: Length::milli(row.note),
            note_leading: Length::milli(row.note_leading),
            title: Length::milli(row.title),
            chapter: text * 3 / 2,
            subheading: text,
            small: Length::milli(row.note),
            margin: Margin::Empty,
            openings: Openings::Fresh,
        }
    }

    /// The step in which space is counted: half a line.
    pub fn half_line(&self) -> Length {
        self.leading / 2
    }

    /// The height of the text block in steps of a column.
    pub fn depth_in(&self, step: Length) -> i32 {
        let depth = self.leading * i64::from(self.lines);
        i32::try_from(depth.0 / step.0.max(1)).unwrap_or(i32::MAX)
    }

    /// The indent of a paragraph, and the unit in which displays are set in: one em.
    pub fn indent(&self) -> Length {
        self.text
    }

    /// How far the text block moves away from the fold in a book of so many pages: thick books
    /// do not open flat. The move changes no line.
    pub fn gutter(&self, pages: usize) -> Length {
        match pages {
            0..=95 => Length::ZERO,
            96..=223 => Length::pt(5),
            224..=415 => Length::pt(9),
            _ => Length::pt(12),
        }
    }
}

impl Default for Design {
    fn default() -> Self {
        Design::new(Paper::default(), TextSize::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paper_and_size_has_its_own_row() {
        for paper in [OnA5, OnA4, Letter, HalfLetter, SixByNine] {
            for size in [Normal, Large] {
                let rows =
                    TABLE.iter().filter(|row| row.paper == paper && row.size == size).count();
                assert_eq!(rows, 1, "{paper:?} {size:?}");
            }
        }
    }

    #[test]
    fn the_text_block_stands_inside_the_page() {
        for row in TABLE {
            let design = Design::new(row.paper, row.size);
            let outer = design.page.width - design.inner - design.measure;
            assert!(outer >= design.inner, "{:?} {:?}: outer {outer:?}", row.paper, row.size);
            let height = design.leading * i64::from(design.lines);
            let bottom = design.page.height - design.top - height;
            assert!(
                bottom > design.top / 2,
                "{:?} {:?}: bottom {bottom:?}",
                row.paper,
                row.size
            );
            assert!(design.gutter(1000) < outer / 2);
        }
    }
}
