//! Tables.

use std::borrow::Cow;

use super::blocks::{align_class, attributes, write_blocks, write_line};
use super::sheet::Sheet;
use super::xml::Attribute;
use crate::book::{Block, BlockKind, Cell, Table, words_of};

/// What a head cell is the head of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Its column.
    Head,
    /// Its row.
    Body,
}

/// Writes a table.
pub(super) fn write_table(sheet: &mut Sheet<'_>, block: &Block, table: &Table) {
    if table.caption.is_none() {
        sheet.pages_before_block(block.id);
    }
    let attributes = attributes(sheet, block, None);
    sheet.xml.open("table", &attributes);
    sheet.xml.line();
    sheet.languages.extend(block.language.clone());
    if let Some(caption) = &table.caption {
        write_line(sheet, block.id, "caption", &[], None, caption);
        sheet.xml.line();
    }
    let (head, body) = table.rows.split_at(table.head_rows.min(table.rows.len()));
    write_rows(sheet, "thead", Part::Head, head);
    write_rows(sheet, "tbody", Part::Body, body);
    if block.language.is_some() {
        sheet.languages.pop();
    }
    sheet.xml.close();
}

fn write_rows(sheet: &mut Sheet<'_>, name: &'static str, part: Part, rows: &[Vec<Cell>]) {
    if rows.is_empty() {
        return;
    }
    sheet.xml.open(name, &[]);
    sheet.xml.line();
    for (nth, row) in rows.iter().enumerate() {
        sheet.xml.open("tr", &[]);
        for cell in row {
            write_cell(sheet, part, rows.len() - nth, cell);
        }
        sheet.xml.close();
        sheet.xml.line();
    }
    sheet.xml.close();
    sheet.xml.line();
}

/// Writes a cell; `rows_left` is how far down it can reach.
fn write_cell(sheet: &mut Sheet<'_>, part: Part, rows_left: usize, cell: &Cell) {
    // A head that says nothing heads nothing, and is announced as an empty heading.
    let empty = cell.blocks.iter().all(|block| words_of(block).trim().is_empty());
    let head = (cell.head || part == Part::Head) && !empty;
    let mut attributes: Vec<Attribute<'_>> = Vec::new();
    if head {
        let scope = match (part, cell.columns > 1, cell.rows > 1) {
            (Part::Head, true, _) => "colgroup",
            (Part::Head, false, _) => "col",
            (Part::Body, _, true) => "rowgroup",
            (Part::Body, _, false) => "row",
        };
        attributes.push(("scope", scope.into()));
    }
    if cell.columns > 1 {
        attributes.push(("colspan", cell.columns.min(1000).to_string().into()));
    }
    let rows = usize::from(cell.rows).min(rows_left);
    if rows > 1 {
        attributes.push(("rowspan", rows.to_string().into()));
    }
    attributes.extend(align_class(cell.align).map(|class| ("class", Cow::Borrowed(class))));
    let name = if head { "th" } else { "td" };
    match cell.blocks.as_slice() {
        [Block { kind: BlockKind::Paragraph(only), id, language: None }] => {
            attributes.extend(sheet.id(*id));
            write_line(sheet, *id, name, &attributes, None, &only.content);
        }
        blocks => {
            sheet.xml.open(name, &attributes);
            write_blocks(sheet, blocks);
            sheet.xml.close();
        }
    }
}
