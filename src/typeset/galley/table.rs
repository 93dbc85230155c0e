//! Tables: columns as wide as their words need, rules above and beneath only, heads repeated
//! where a table goes on over a page.

use std::collections::BTreeMap;

use super::blocks::{After, Setting, open_block, set_blocks, set_words};
use super::verse::natural_width;
use super::{Column, Desk, Entry, EntryKind, Look, Placed, Row, What, turn};
use crate::book::{
    Align, Block, Cell, Length, NodeId, NodeTag, NoteId, Size, Spot, Table, each_run, text_of,
    words_of,
};
use crate::typeset::paragraph::{Division, Fill};
use crate::typeset::shape::Figures;

/// The thickness of a rule.
const RULE: Length = Length::milli(500);

/// Tables of no more half lines than this are kept whole where they can be.
const SMALL: i32 = 28;

/// The head of a column of figures is set to the right unless it has more characters than this.
const LONG_HEAD: usize = 32;

/// Rows of more lines than this may be divided over pages.
const TALL: i32 = 12;

/// Sets a table.
pub fn set_table(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    block: &Block,
    table: &Table,
    setting: &Setting,
    parent: NodeId,
) {
    let node = open_block(desk, block, parent, NodeTag::Table);
    column.gap(1, 2);
    if let Some(caption) = &table.caption {
        let from = column.entries.len();
        let caption_node = desk.tags.open(node, NodeTag::Caption);
        let style = super::Style {
            look: Look::italic(setting.look.size.min(desk.design.quotation)),
            fill: Fill::Centred,
            division: Division::Forbidden,
            kind: EntryKind::OffGrid,
            ..setting.style()
        };
        set_words(desk, column, &style, block.id, caption_node, caption);
        column.gap(1, 0);
        column.keep_with_next(from);
    }
    let mut inner = *setting;
    inner.look.size = setting.look.size.min(desk.design.quotation);
    inner.look.figures = Figures::Table;
    inner.kind = EntryKind::OffGrid;
    inner.fill = Fill::FromLeft;
    inner.indent = Length::ZERO;
    let grid = Grid::of(table);
    let mut columns = measure_columns(desk, &grid, table, &inner);
    // A table whose words do not fit is set smaller, before any of them is broken.
    for hundredths in [90, 80, 70] {
        if columns.hold_their_words {
            break;
        }
        inner.look.size = setting.look.size.min(desk.design.quotation) * hundredths / 100;
        columns = measure_columns(desk, &grid, table, &inner);
    }
    rule(desk, column, &columns);
    let heads_from = column.entries.len() as u32;
    let mut repeats = (0, 0);
    let mut owed = Owed::default();
    for (number, cells) in table.rows.iter().enumerate() {
        let first = column.entries.len();
        let row = desk.tags.open(node, NodeTag::Row);
        let places = grid.rows.get(number).map_or(&[][..], Vec::as_slice);
        set_row(desk, column, (number, cells), places, &columns, &inner, row, &mut owed);
        if number >= table.head_rows.max(1) {
            for entry in &mut column.entries[first..] {
                entry.repeats = repeats;
            }
        }
        if number < table.head_rows {
            // A head stays with the row beneath it.
            for entry in column.entries.iter_mut().skip(first.max(heads_from as usize + 1)) {
                entry.turn = turn::NEVER;
            }
        }
        if number + 1 == table.head_rows {
            rule(desk, column, &columns);
            repeats = (heads_from, column.entries.len() as u32);
            if let Some(last) = column.entries.last_mut() {
                last.turn = turn::NEVER;
            }
        }
    }
    rule(desk, column, &columns);
    if let Some(last) = column.entries.last_mut() {
        last.turn = turn::NEVER;
    }
    // The rule above stays with the first row, and a small table stays whole if it can.
    let rows = &mut column.entries[heads_from as usize..];
    let small = rows.iter().map(|entry| entry.height).sum::<i32>() <= SMALL;
    for (number, entry) in rows.iter_mut().enumerate() {
        match number {
            0 => entry.turn = turn::NEVER,
            _ if small => entry.turn = entry.turn.max(turn::SMALL_TABLE),
            _ => {}
        }
    }
    column.gap(1, 2);
}

/// What cells that cover several rows still need in the last of them. Heights are in half lines.
#[derive(Default)]
struct Owed {
    /// How high the rows above are together.
    above: i32,
    /// How high the rows must be together, by the row that has to see to it.
    until: BTreeMap<usize, i32>,
}

/// Where the cells of each row begin.
struct Grid {
    columns: usize,
    rows: Vec<Vec<usize>>,
}

/// More columns than this are no table that a page can hold; the cells beyond go to the last.
const MOST_COLUMNS: usize = 64;

impl Grid {
    /// Lays the cells out as HTML does: each at the first free place of its row.
    fn of(table: &Table) -> Grid {
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
struct Columns {
    left: Vec<Length>,
    width: Vec<Length>,
    /// Which of them are columns of figures, set to the right with their heads.
    of_figures: Vec<bool>,
    /// Whether each is as wide as its longest word.
    hold_their_words: bool,
}

impl Columns {
    /// The place and width of `count` columns from `first` on.
    fn span(&self, first: usize, count: usize) -> (Length, Length) {
        let last = (first + count.max(1) - 1).min(self.left.len() - 1);
        let left = self.left[first.min(self.left.len() - 1)];
        (left, self.left[last] + self.width[last] - left)
    }
}

/// Gives each column what its words need, and shares out what is left, or lacking, by how much
/// each could still use.
fn measure_columns(
    desk: &mut Desk<'_, '_>,
    grid: &Grid,
    table: &Table,
    setting: &Setting,
) -> Columns {
    let count = grid.columns;
    let gutter = (setting.look.size).min(setting.measure / (4 * count as i64));
    let mut least = vec![setting.look.size.min(setting.measure / (count as i64 * 2)); count];
    let mut wanted = least.clone();
    // Cells of one column first; then those over several ask for what these do not give them.
    for over_several in [false, true] {
        for (cells, places) in table.rows.iter().zip(&grid.rows) {
            for (cell, &at) in cells.iter().zip(places) {
                let end = (at + usize::from(cell.columns.max(1))).min(count);
                if (end - at > 1) != over_several {
                    continue;
                }
                let (cell_least, cell_wanted) = needs(desk, setting, cell);
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
    let gutters = count as i64 - 1;
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
    let used = width.iter().copied().sum::<Length>() + gutter * (count as i64 - 1);
    let mut at = setting.left + (setting.measure - used).max(Length::ZERO) / 2;
    let mut left = Vec::with_capacity(count);
    for &width in &width {
        left.push(at);
        at += width + gutter;
    }
    let hold_their_words = total_least <= room;
    Columns { left, width, of_figures: columns_of_figures(grid, table), hold_their_words }
}

/// Which columns hold numbers in more than half of their filled cells. Cells over several columns
/// do not count.
fn columns_of_figures(grid: &Grid, table: &Table) -> Vec<bool> {
    let mut counts = vec![(0_usize, 0_usize); grid.columns];
    for (cells, places) in table.rows.iter().zip(&grid.rows).skip(table.head_rows) {
        for (cell, &at) in cells.iter().zip(places) {
            if cell.columns <= 1
                && cell.blocks.iter().any(|block| !words_of(block).trim().is_empty())
                && let Some((numbers, filled)) = counts.get_mut(at)
            {
                *filled += 1;
                *numbers += usize::from(is_number(cell));
            }
        }
    }
    counts.into_iter().map(|(numbers, filled)| numbers * 2 > filled).collect()
}

/// Whether a cell goes with its column where that is one of figures: heads, dashes, ditto marks.
fn goes_with_figures(cell: &Cell) -> bool {
    let letters = |block| words_of(block).chars().count();
    cell.columns <= 1 && cell.blocks.iter().map(letters).sum::<usize>() <= LONG_HEAD
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

/// Sets the cells of a row side by side, and cuts the row into entries of a line each.
#[expect(clippy::too_many_arguments, reason = "a row is between its table and its cells")]
fn set_row(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    (number, cells): (usize, &[Cell]),
    places: &[usize],
    columns: &Columns,
    setting: &Setting,
    row: NodeId,
    owed: &mut Owed,
) {
    let mut height = 2;
    let mut set = Vec::new();
    for (cell, &at) in cells.iter().zip(places) {
        let (left, measure) = columns.span(at, usize::from(cell.columns));
        let (span, rows) = (cell.columns.max(1), cell.rows.max(1));
        let tag = if cell.head {
            NodeTag::HeadCell { columns: span, rows, of_row: number > 0 && at == 0 }
        } else {
            NodeTag::Cell { columns: span, rows }
        };
        let node = desk.tags.open(row, tag);
        let mut inner = Setting { left, measure, ..*setting };
        inner.fill = match cell.align {
            Align::Centre => Fill::Centred,
            Align::End => Fill::ToRight,
            Align::Natural if is_number(cell) => Fill::ToRight,
            Align::Natural
                if columns.of_figures.get(at) == Some(&true) && goes_with_figures(cell) =>
            {
                Fill::ToRight
            }
            Align::Natural if cell.head && cell.columns > 1 => Fill::Centred,
            Align::Natural => Fill::FromLeft,
        };
        let mut inside = Column::new(column.step);
        set_blocks(desk, &mut inside, &cell.blocks, &inner, node, After::Opening);
        while inside.entries.last().is_some_and(Entry::is_space) {
            inside.entries.pop();
        }
        if rows > 1 {
            let end = owed.above + inside.height();
            let until = owed.until.entry(number + usize::from(rows) - 1).or_insert(end);
            *until = end.max(*until);
        } else {
            height = height.max(inside.height());
        }
        // Heads stand on the rule beneath them, and a number on the line on which the words that
        // it belongs to end.
        let sinks = rows == 1 && (cell.head || is_number(cell));
        set.push((inside, if sinks { Stand::Foot } else { Stand::Head }));
    }
    if let Some(end) = owed.until.remove(&number) {
        height = height.max(end - owed.above);
    }
    owed.above += height;
    height += height % 2;
    slice(desk, column, row, &set, height);
}

/// Where a cell stands in a row that is higher than it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    Head,
    Foot,
}

/// A line of a row.
#[derive(Clone, Default)]
struct Slice {
    placed: Vec<Placed>,
    /// Where in it the part of each cell begins.
    cells: Vec<usize>,
    calls: Vec<NoteId>,
    spot: Option<Spot>,
}

/// Cuts cells that stand side by side into entries of one line each.
fn slice(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    row: NodeId,
    cells: &[(Column, Stand)],
    height: i32,
) {
    let mut slices = vec![Slice::default(); (height / 2).max(1) as usize];
    for (cell, stand) in cells {
        slices.iter_mut().for_each(|slice| slice.cells.push(slice.placed.len()));
        let mut at = match stand {
            Stand::Head => 0,
            Stand::Foot => (height - cell.height()).max(0) / 2 * 2,
        };
        for entry in &cell.entries {
            let number = ((at / 2) as usize).min(slices.len() - 1);
            let slice = &mut slices[number];
            let shift = column.step * i64::from(at - 2 * number as i32);
            for item in &desk.placed[entry.placed.0 as usize..entry.placed.1 as usize] {
                slice.placed.push(Placed { y: item.y + shift, ..*item });
            }
            slice.calls.extend(&desk.calls[entry.calls.0 as usize..entry.calls.1 as usize]);
            slice.spot = slice.spot.or(entry.spot);
            at += entry.height;
        }
    }
    let tall = height > TALL;
    for (number, slice) in slices.into_iter().enumerate() {
        let from = (desk.placed.len() as u32, desk.calls.len() as u32);
        let first_cell = desk.cells.len() as u32;
        let ends = slice.cells.iter().skip(1).copied().chain([slice.placed.len()]);
        let parts = slice.cells.iter().zip(ends);
        desk.cells.extend(parts.map(|(&to, end)| (from.0 + to as u32, from.0 + end as u32)));
        desk.placed.extend(slice.placed);
        desk.calls.extend(slice.calls);
        column.entries.push(Entry {
            placed: (from.0, desk.placed.len() as u32),
            calls: (from.1, desk.calls.len() as u32),
            spot: slice.spot,
            row: Some(Row { node: row, cells: (first_cell, desk.cells.len() as u32) }),
            turn: match number {
                0 => turn::FREE,
                _ if tall => turn::TOGETHER,
                _ => turn::NEVER,
            },
            ..Entry::of(2, EntryKind::OffGrid)
        });
    }
}

/// A rule over the width of the table.
fn rule(desk: &mut Desk<'_, '_>, column: &mut Column, columns: &Columns) {
    let (left, width) = columns.span(0, columns.left.len());
    let size = Size { width, height: RULE };
    desk.placed.push(Placed { x: left, y: column.step / 2, what: What::Rule(size) });
    let here = desk.placed.len() as u32;
    let entry = Entry::of(1, EntryKind::OffGrid);
    column.entries.push(Entry { placed: (here - 1, here), ..entry });
}

/// Whether a cell holds a number, which is set to the right.
fn is_number(cell: &Cell) -> bool {
    let words: String = cell.blocks.iter().map(words_of).collect();
    let words = words.trim();
    let figures = words.chars().filter(char::is_ascii_digit).count();
    let others = words.chars().filter(|c| c.is_alphabetic()).count();
    figures > 0 && others <= 2 && words.chars().count() <= 16
}
