//! Tables: columns as wide as their words need, rules above and beneath only, heads repeated
//! where a table goes on over a page.

use std::collections::BTreeMap;

use super::blocks::{After, Setting, open_block, set_blocks, set_words};
use super::columns::{
    Columns, Grid, Kind, goes_with_figures, is_number, measure_columns, turns_over,
};
use super::{Column, Desk, Entry, EntryKind, LeadIn, Look, Placed, Row, What, turn};
use crate::book::{Align, Block, Cell, Length, NodeId, NodeTag, NoteId, Size, Spot, Table};
use crate::typeset::paragraph::{Copy, Division, Fill};
use crate::typeset::shape::Figures;

/// The thickness of a rule.
const RULE: Length = Length::milli(500);

/// Tables of no more half lines than this are kept whole where they can be.
const SMALL: i32 = 28;

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
    // Lines that may be short have no need of hyphens.
    inner.division = Division::Forbidden;
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
    if !columns.hold_their_words {
        inner.division = Division::Allowed;
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
        let among_figures =
            columns.kinds.get(at) == Some(&Kind::Figures) && goes_with_figures(cell);
        inner.fill = match cell.align {
            Align::Centre => Fill::Centred,
            Align::End => Fill::ToRight,
            Align::Natural if columns.kinds.get(at) == Some(&Kind::Marks) => Fill::FromLeft,
            Align::Natural if is_number(cell) => Fill::ToRight,
            Align::Natural if among_figures => Fill::ToRight,
            Align::Natural if cell.head && cell.columns > 1 => Fill::Centred,
            Align::Natural => Fill::FromLeft,
        };
        if turns_over(&columns.kinds, at, cell, cells) {
            let rest = setting.look.size;
            desk.lead_in = Some(LeadIn { copy: Copy::default(), first: Length::ZERO, rest });
        }
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
        let sinks = rows == 1 && (cell.head || is_number(cell) || among_figures);
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
