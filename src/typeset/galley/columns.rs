//! The columns of a table: what they hold, where they begin, and how wide they are.

use super::Desk;
use super::blocks::Setting;
use super::verse::natural_width;
use crate::book::{
    Align, Block, BlockKind, Cell, Inline, Length, Table, each_run, text_of, words_of,
};

/// The most characters of words among figures that stand in line with them.
const AMONG_FIGURES: usize = 32;

/// Where the cells of each row begin.
pub struct Grid {
    /// How many columns there are.
    pub columns: usize,
    /// The column in which each cell of a row begins.
    pub rows: Vec<Vec<usize>>,
}

/// More columns than this are no table that a page can hold; the cells beyond go to the last.
const MOST_COLUMNS: usize = 64;

impl Grid {
    /// Lays the cells out as HTML does: each at the first free place of its row.
    pub fn of(table: &Table) -> Grid {
        let mut taken: Vec<usize> = Vec::new();
        let mut rows = Vec::new();
        for cells in &table.rows {
            let mut places = Vec::new();
            let mut at = 0;
            let mut next = taken.clone();
            next.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            for cell in cells {
                while taken.get(at).is_some_and(|&rows| rows > 0) {
                    at += 1;
                }
                let at_most = at.min(MOST_COLUMNS - 1);
                places.push(at_most);
                let end = (at_most + usize::from(cell.columns.max(1))).min(MOST_COLUMNS);
                if next.len() < end {
                    next.resize(end, 0);
                }
                for rows in &mut next[at_most..end] {
                    *rows = usize::from(cell.rows.max(1)) - 1;
                }
                if taken.len() < end {
                    taken.resize(end, 0);
                }
                at = end;
            }
            taken = next;
            rows.push(places);
        }
        Grid { columns: taken.len().max(1), rows }
    }
}

/// The columns of a table: where each begins and how wide it is.
pub struct Columns {
    /// Where each begins.
    pub left: Vec<Length>,
    /// How wide each is.
    pub width: Vec<Length>,
    /// What each holds.
    pub kinds: Vec<Kind>,
    /// Whether each is as wide as its longest word.
    pub hold_their_words: bool,
}

impl Columns {
    /// The place and width of `count` columns from `first` on.
    pub fn span(&self, first: usize, count: usize) -> (Length, Length) {
        let last = (first + count.max(1) - 1).min(self.left.len() - 1);
        let left = self.left[first.min(self.left.len() - 1)];
        (left, self.left[last] + self.width[last] - left)
    }
}

/// Gives each column what its words need, and shares out what is left, or lacking, by how much
/// each could still use.
pub fn measure_columns(
    desk: &mut Desk<'_, '_>,
    grid: &Grid,
    table: &Table,
    setting: &Setting,
) -> Columns {
    let count = grid.columns;
    let kinds = kinds_of_columns(grid, table);
    let gutter = (setting.look.size).min(setting.measure / (4 * count as i64));
    let narrowest = setting.look.size.min(setting.measure / (count as i64 * 2));
    let mut least: Vec<Length> = kinds
        .iter()
        .map(|&kind| if kind == Kind::Marks { Length::ZERO } else { narrowest })
        .collect();
    let mut wanted = least.clone();
    // Cells of one column first; then those over several ask for what these do not give them.
    for over_several in [false, true] {
        for (cells, places) in table.rows.iter().zip(&grid.rows) {
            for (cell, &at) in cells.iter().zip(places) {
                let end = (at + usize::from(cell.columns.max(1))).min(count);
                if (end - at > 1) != over_several {
                    continue;
                }
                let (mut cell_least, cell_wanted) = needs(desk, setting, cell);
                if turns_over(&kinds, at, cell, cells) {
                    cell_least += setting.look.size;
                }
                let inner = gutter * (end - at - 1) as i64;
                widen(&mut least[at..end], cell_least - inner);
                widen(&mut wanted[at..end], cell_wanted - inner);
            }
        }
    }
    for (wanted, least) in wanted.iter_mut().zip(&least) {
        *wanted = (*wanted).max(*least);
    }
    let total_wanted: Length = wanted.iter().copied().sum();
    let total_least: Length = least.iter().copied().sum();
    // The marks of notes stand close to what they belong to.
    let close = |column: usize| kinds.get(column) == Some(&Kind::Marks);
    let gutters = (1..count).filter(|&column| !close(column)).count() as i64;
    let gutter =
        if total_least + gutter * gutters > setting.measure { gutter / 2 } else { gutter };
    let room = setting.measure - gutter * gutters;
    let width: Vec<Length> = if total_wanted <= room {
        wanted
    } else if total_least <= room {
        let spare = (room - total_least).0;
        let asked = (total_wanted - total_least).0.max(1);
        let give = |(least, wanted): (&Length, &Length)| {
            *least
                + Length(
                    i128::from((*wanted - *least).0)
                        .wrapping_mul(spare.into())
                        .div_euclid(asked.into()) as i64,
                )
        };
        least.iter().zip(&wanted).map(give).collect()
    } else {
        let share = |least: &Length| {
            Length(
                (i128::from(least.0) * i128::from(room.0) / i128::from(total_least.0.max(1)))
                    as i64,
            )
        };
        least.iter().map(share).collect()
    };
    let used = width.iter().copied().sum::<Length>() + gutter * gutters;
    let mut at = setting.left + (setting.measure - used).max(Length::ZERO) / 2;
    let mut left = Vec::with_capacity(count);
    for (column, &width) in width.iter().enumerate() {
        left.push(at);
        at += if close(column + 1) { width } else { width + gutter };
    }
    let hold_their_words = total_least <= room;
    Columns { left, width, kinds, hold_their_words }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words, set to the left.
    Words,
    /// Figures, set to the right with their heads.
    Figures,
    /// Nothing but the marks of notes, which belong to the column before.
    Marks,
}

/// What each column holds: figures, where more than half of its filled cells do. Cells over several
/// columns, and dashes that say that there is no figure, do not count.
fn kinds_of_columns(grid: &Grid, table: &Table) -> Vec<Kind> {
    #[derive(Clone, Default)]
    struct Count {
        filled: usize,
        numbers: usize,
        marks: usize,
    }
    let mut counts = vec![Count::default(); grid.columns];
    for (cells, places) in table.rows.iter().zip(&grid.rows).skip(table.head_rows) {
        for (cell, &at) in cells.iter().zip(places) {
            let says = cell.blocks.iter().any(|block| words_of(block).contains(is_said));
            if let Some(count) = counts.get_mut(at).filter(|_| says && cell.columns <= 1) {
                count.filled += 1;
                count.numbers += usize::from(is_number(cell));
                count.marks += usize::from(is_mark(cell));
            }
        }
    }
    let kind = |(column, count): (usize, Count)| match count {
        Count { filled, marks, .. } if column > 0 && marks > 0 && marks == filled => {
            Kind::Marks
        }
        Count { filled, numbers, .. } if numbers * 2 > filled => Kind::Figures,
        _ => Kind::Words,
    };
    counts.into_iter().enumerate().map(kind).collect()
}

/// Whether a character says something: all but white and the dashes and ditto marks of tables.
fn is_said(character: char) -> bool {
    !character.is_whitespace()
        && !matches!(character, '-' | '–' | '—' | '.' | '…' | '"' | '”' | '„' | '″')
}

/// Whether a cell holds nothing but the mark of a note.
fn is_mark(cell: &Cell) -> bool {
    let mut found = false;
    let mut others = false;
    for block in &cell.blocks {
        each_run(block, &mut |_, run| {
            found |= run.iter().any(|inline| matches!(inline, Inline::NoteMark(_)));
            others |= !run.iter().all(|inline| match inline {
                Inline::NoteMark(_) => true,
                Inline::Text(text) => text.as_str().trim().is_empty(),
                _ => false,
            });
        });
    }
    found && !others
}

/// Whether a cell stands in line with its column where that is one of figures: each head does, and
/// of the others those of few words, dashes and ditto marks.
pub fn goes_with_figures(cell: &Cell) -> bool {
    let letters = |block| words_of(block).chars().count();
    cell.columns <= 1
        && (cell.head || cell.blocks.iter().map(letters).sum::<usize>() <= AMONG_FIGURES)
}

/// Whether the lines of a cell after its first are set in: what a row of figures is about, so that
/// its second line is not taken for the next row.
pub fn turns_over(kinds: &[Kind], at: usize, cell: &Cell, row: &[Cell]) -> bool {
    let is_plain = |block: &Block| matches!(&block.kind, BlockKind::Paragraph(paragraph) if paragraph.align == Align::Natural);
    at == 0
        && cell.columns <= 1
        && kinds.first() == Some(&Kind::Words)
        && row.iter().any(is_number)
        && cell.blocks.first().is_some_and(is_plain)
}

/// The width of a cell's longest word, and that of its longest line, with a little for italics.
fn needs(desk: &mut Desk<'_, '_>, setting: &Setting, cell: &Cell) -> (Length, Length) {
    let (mut least, mut wanted) = (Length::ZERO, Length::ZERO);
    for block in &cell.blocks {
        each_run(block, &mut |_, run| {
            for line in text_of(run).split('\n') {
                wanted = wanted.max(natural_width(desk, setting, line));
                for word in line.split_whitespace() {
                    let width = natural_width(desk, setting, word);
                    // A word may be bold, which is wider than a little.
                    let is_figures = word.contains(|c: char| c.is_ascii_digit());
                    least = least.max(if is_figures { width } else { width * 106 / 100 });
                }
            }
        });
    }
    let ample = |width: Length| width * 106 / 100 + setting.look.size / 8;
    (ample(least), ample(wanted))
}

/// Widens columns evenly until they hold a width.
fn widen(columns: &mut [Length], width: Length) {
    let held: Length = columns.iter().copied().sum();
    if held < width {
        let each = (width - held) / columns.len().max(1) as i64;
        columns.iter_mut().for_each(|column| *column += each);
    }
}

/// Whether a cell holds a number, which is set to the right.
pub fn is_number(cell: &Cell) -> bool {
    let words: String = cell.blocks.iter().map(words_of).collect();
    let words = words.trim();
    let figures = words.chars().filter(char::is_ascii_digit).count();
    let others = words.chars().filter(|c| c.is_alphabetic()).count();
    figures > 0 && others <= 2 && words.chars().count() <= 16
}
