//! Tables: what is set aside while one is read, and what it becomes.

use crate::book::{Align, Enclosure, Inline, Passage, PassageKind, RawCell, RawTable};

use super::super::element;
use super::super::tree::NodeId;
use super::{Look, LookKind, Open, Walk};

/// A table that is being read.
#[derive(Debug)]
pub(super) struct OpenTable {
    table: RawTable,
    class: Vec<String>,
    align: Align,
    anchors: Vec<String>,
    row_align: Option<Align>,
    /// Whether the rows stand in the table's head.
    head: bool,
    cell: RawCell,
    /// The state of the surroundings: passages so far, look, enclosures, open inline elements.
    passages: Vec<Passage>,
    look: Look,
    within: Vec<Enclosure>,
    gap: u16,
}

impl Walk<'_, '_> {
    pub(super) fn table(&mut self, node: NodeId) -> Open {
        self.end_passage();
        self.anchor(node);
        let look = self.look.clone();
        self.look.kind = LookKind::default();
        self.look.class.clear();
        self.look.align = Align::Natural;
        self.tables.push(OpenTable {
            table: RawTable::default(),
            class: element::classes(self.tree, node),
            align: element::align(self.tree, node).unwrap_or(look.align),
            anchors: std::mem::take(&mut self.anchors),
            row_align: None,
            head: false,
            cell: RawCell::default(),
            passages: std::mem::take(&mut self.passages),
            look,
            within: std::mem::take(&mut self.within),
            gap: std::mem::take(&mut self.gap),
        });
        Open::Table
    }

    pub(super) fn row_group(&mut self, node: NodeId) {
        let head = self.tree.name(node) == "thead";
        let align = element::align(self.tree, node);
        self.anchor(node);
        if let Some(table) = self.tables.last_mut() {
            (table.head, table.row_align) = (head, align);
        }
    }

    pub(super) fn row(&mut self, node: NodeId) -> Open {
        self.anchor(node);
        let align = element::align(self.tree, node);
        let Some(table) = self.tables.last_mut() else { return Open::Nothing };
        table.table.rows.push(Vec::new());
        let before = table.row_align;
        table.row_align = align.or(before);
        Open::Row(before)
    }

    /// Ends a row. `align` is what held before it.
    pub(super) fn end_row(&mut self, align: Option<Align>) {
        if let Some(table) = self.tables.last_mut() {
            table.row_align = align;
        }
    }

    pub(super) fn cell(&mut self, node: NodeId) -> Open {
        self.end_passage();
        self.anchor(node);
        let align = element::align(self.tree, node);
        let class = element::classes(self.tree, node);
        let (columns, rows) = (self.span(node, "colspan"), self.span(node, "rowspan"));
        let Some(table) = self.tables.last_mut() else { return Open::Nothing };
        table.cell = RawCell {
            head: table.head || self.tree.name(node) == "th",
            columns,
            rows,
            align: align.or(table.row_align).unwrap_or_default(),
            passages: Vec::new(),
        };
        self.look.align = table.cell.align;
        self.look.class = class;
        self.look.language =
            element::language(self.tree, node).or_else(|| table.look.language.clone());
        Open::Cell
    }

    /// How many rows or columns a cell covers, within the limit.
    fn span(&mut self, node: NodeId, name: &str) -> u16 {
        let claimed = element::cell_span(self.tree.attribute(node, name));
        let within = claimed.min(self.most_span.max(1).into()) as u16;
        self.wide_cells += u32::from(u64::from(within) < claimed);
        within
    }

    pub(super) fn end_cell(&mut self) {
        self.end_passage();
        self.gap = 0;
        let passages = std::mem::take(&mut self.passages);
        if let Some(table) = self.tables.last_mut() {
            let cell = RawCell { passages, ..std::mem::take(&mut table.cell) };
            if table.table.rows.is_empty() {
                table.table.rows.push(Vec::new());
            }
            if let Some(row) = table.table.rows.last_mut() {
                row.push(cell);
            }
        }
    }

    pub(super) fn caption(&mut self, node: NodeId) -> Open {
        self.end_passage();
        self.anchor(node);
        Open::Caption
    }

    pub(super) fn end_caption(&mut self) {
        self.end_passage();
        let passages = std::mem::take(&mut self.passages);
        if let Some(table) = self.tables.last_mut() {
            for passage in passages {
                if !table.table.caption.is_empty() {
                    table.table.caption.push(Inline::LineBreak);
                }
                table.table.caption.extend(passage.anchors.into_iter().map(Inline::Anchor));
                table.table.caption.extend(passage.content);
            }
        }
    }

    pub(super) fn end_table(&mut self) {
        self.end_passage();
        let Some(open) = self.tables.pop() else { return };
        // Between cells the standard leaves white space alone; what else stands there follows.
        let strays = std::mem::replace(&mut self.passages, open.passages);
        self.look = open.look;
        self.within = open.within;
        let cells = open.table.rows.iter().flatten();
        let empty = open.table.caption.is_empty()
            && cells.map(|cell| cell.passages.len()).sum::<usize>() == 0;
        if empty {
            self.anchors.splice(0..0, open.anchors);
            self.gap = open.gap;
        } else {
            self.passages.push(Passage {
                kind: PassageKind::Table(open.table),
                within: self.within.clone(),
                class: open.class,
                anchors: open.anchors,
                align: open.align,
                language: self.look.language.clone(),
                indent: 0,
                gap: open.gap,
                content: Vec::new(),
            });
            self.gap = 0;
        }
        for mut stray in strays {
            stray.within.splice(0..0, self.within.iter().cloned());
            self.passages.push(stray);
        }
    }
}
