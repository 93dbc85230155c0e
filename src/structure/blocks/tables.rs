//! Tables that are tables.

use super::{Block, BlockKind, Home, Making, Placed, Setting, build};
use crate::book::{Cell, RawCell, RawTable, Table};

/// The table block of a raw table; none where no cell says anything.
pub fn table(raw: RawTable, home: Home, making: &mut Making) -> Option<BlockKind> {
    let caption = (!super::is_blank(&raw.caption)).then_some(raw.caption);
    let head_rows = raw
        .rows
        .iter()
        .take_while(|row| !row.is_empty() && row.iter().all(|cell| cell.head))
        .count();
    let head_rows = if head_rows == raw.rows.len() { 0 } else { head_rows };
    let rows = raw
        .rows
        .into_iter()
        .map(|row| row.into_iter().map(|raw| cell(raw, home, making)).collect::<Vec<Cell>>());
    let rows: Vec<Vec<Cell>> = rows.collect();
    Some(BlockKind::Table(Table { caption, head_rows, rows }))
}

fn cell(raw: RawCell, home: Home, making: &mut Making) -> Cell {
    let placed = raw.passages.into_iter().map(|passage| Placed { home, passage });
    let blocks: Vec<Block> = build(placed.collect(), Setting::Cell, making);
    Cell {
        head: raw.head,
        columns: raw.columns.max(1),
        rows: raw.rows.max(1),
        align: raw.align,
        blocks,
    }
}
