//! The grid of a table, made whole. Tables of web pages have rows that are too short and cells
//! that reach below the last row; PDF/UA wants as many columns in every row, and as many rows in
//! every column (ISO 14289-1, 7.5).

use std::collections::BTreeMap;

use crate::book::{Kid, Node, NodeTag};

/// What tables lack of whole grids, by the numbers of the nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Amendments {
    /// How many columns and rows a cell covers, where that is not what its tag says.
    pub spans: BTreeMap<usize, (u16, u16)>,
    /// The empty cells that a row wants at its end, each as the number of columns it covers.
    pub missing: BTreeMap<usize, Vec<u16>>,
}

/// The most columns that a cell may cover (as in HTML, 4.9.11).
const MOST_COLUMNS: u16 = 1000;

/// Goes through all tables of a structure.
pub(super) fn amend(nodes: &[Node]) -> Amendments {
    let mut amendments = Amendments::default();
    for table in nodes.iter().filter(|node| node.tag == NodeTag::Table) {
        amend_table(nodes, table, &mut amendments);
    }
    amendments
}

/// Columns side by side that a cell from above covers for equally many rows yet, the row at hand
/// included; of no rows, they are free.
///
/// A row is kept as such runs and not column by column: cells that span a thousand columns and a
/// thousand rows make grids of a million columns, which no row may be made to walk through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    columns: usize,
    rows: u16,
}

fn amend_table(nodes: &[Node], table: &Node, amendments: &mut Amendments) {
    let rows: Vec<usize> =
        nodes_below(nodes, table).filter(|row| nodes[*row].tag == NodeTag::Row).collect();
    let mut covered: Vec<Run> = Vec::new();
    let mut free_of_rows = Vec::with_capacity(rows.len());
    for (number, row) in rows.iter().enumerate() {
        let rows_left = u16::try_from(rows.len() - number).unwrap_or(u16::MAX);
        let mut above = std::mem::take(&mut covered).into_iter().peekable();
        // What is left of the free run at hand.
        let mut room = 0;
        for cell in nodes_below(nodes, &nodes[*row]) {
            let Some((wide, tall)) = span(nodes[cell].tag) else { continue };
            if room == 0 {
                while let Some(run) = above.next_if(|run| run.rows > 0) {
                    push(&mut covered, run);
                }
                room = above.next().map_or(0, |run| run.columns);
            }
            let at_edge = above.peek().is_none();
            let mut columns = wide.clamp(1, MOST_COLUMNS);
            if !at_edge {
                columns = columns.min(u16::try_from(room).unwrap_or(u16::MAX));
            }
            let height = tall.clamp(1, rows_left);
            if (columns, height) != (wide, tall) {
                amendments.spans.insert(cell, (columns, height));
            }
            push(&mut covered, Run { columns: columns.into(), rows: height });
            room = room.saturating_sub(columns.into());
        }
        push(&mut covered, Run { columns: room, rows: 0 });
        above.for_each(|run| push(&mut covered, run));
        free_of_rows.push(Free::of(&covered));
        for run in std::mem::take(&mut covered) {
            push(&mut covered, Run { rows: run.rows.saturating_sub(1), ..run });
        }
    }
    let columns = covered.iter().map(|run| run.columns).sum();
    for (row, free) in rows.into_iter().zip(free_of_rows) {
        let missing = free.up_to(columns);
        if !missing.is_empty() {
            amendments.missing.insert(row, missing);
        }
    }
}

/// Adds a run at the end, to the last one where that is alike.
fn push(runs: &mut Vec<Run>, run: Run) {
    if run.columns == 0 {
        return;
    }
    match runs.last_mut().filter(|last| last.rows == run.rows) {
        Some(last) => last.columns += run.columns,
        None => runs.push(run),
    }
}

/// Where a row has nothing: the runs of columns, and from where on it has none at all.
struct Free {
    runs: Vec<usize>,
    end: usize,
}

impl Free {
    fn of(covered: &[Run]) -> Free {
        let runs = covered.iter().filter(|run| run.rows == 0).map(|run| run.columns);
        Free { runs: runs.collect(), end: covered.iter().map(|run| run.columns).sum() }
    }

    /// The widths of the cells that fill the row in a table of so many columns.
    fn up_to(self, columns: usize) -> Vec<u16> {
        let mut widths = Vec::new();
        for mut width in self.runs.into_iter().chain([columns - self.end]) {
            while width > 0 {
                let part = u16::try_from(width).unwrap_or(u16::MAX);
                widths.push(part);
                width -= usize::from(part);
            }
        }
        widths
    }
}

fn span(tag: NodeTag) -> Option<(u16, u16)> {
    match tag {
        NodeTag::HeadCell { columns, rows, .. } | NodeTag::Cell { columns, rows } => {
            Some((columns, rows))
        }
        _ => None,
    }
}

fn nodes_below<'a>(nodes: &'a [Node], node: &'a Node) -> impl Iterator<Item = usize> + 'a {
    node.kids.iter().filter_map(|kid| match kid {
        Kid::Node(kid) => Some(kid.0 as usize).filter(|kid| *kid < nodes.len()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::NodeId;

    /// A table of rows of cells, each cell as its columns and rows.
    fn table(rows: &[&[(u16, u16)]]) -> Vec<Node> {
        let node = |tag| Node { tag, kids: Vec::new(), language: None, alt: None, note: None };
        let mut nodes = vec![node(NodeTag::Table)];
        let add = |nodes: &mut Vec<Node>, parent: usize, tag| {
            let id = nodes.len();
            nodes.push(node(tag));
            nodes[parent].kids.push(Kid::Node(NodeId(id as u32)));
            id
        };
        for cells in rows {
            let row = add(&mut nodes, 0, NodeTag::Row);
            for &(columns, rows) in *cells {
                add(&mut nodes, row, NodeTag::Cell { columns, rows });
            }
        }
        nodes
    }

    #[test]
    fn a_whole_grid_stays_as_it_is() {
        let nodes = table(&[&[(1, 2), (2, 1)], &[(1, 1), (1, 1)]]);
        assert_eq!(amend(&nodes), Amendments::default());
    }

    #[test]
    fn short_rows_are_filled() {
        // Nodes: table 0, row 1 with cells 2 and 3, row 4 with cell 5.
        let nodes = table(&[&[(1, 1), (2, 1)], &[(1, 1)]]);
        assert_eq!(amend(&nodes).missing, BTreeMap::from([(4, vec![2])]));
        let nodes = table(&[&[(1, 1)], &[(3, 1)]]);
        assert_eq!(amend(&nodes).missing, BTreeMap::from([(1, vec![2])]));
    }

    #[test]
    fn cells_end_with_the_table() {
        let nodes = table(&[&[(1, 9)], &[]]);
        assert_eq!(amend(&nodes).spans, BTreeMap::from([(2, (1, 2))]));
    }

    #[test]
    fn a_gap_before_a_cell_from_above_is_filled_too() {
        let nodes = table(&[&[(1, 1), (1, 1), (1, 2)], &[(1, 1)]]);
        assert_eq!(amend(&nodes).missing, BTreeMap::from([(5, vec![1])]));
    }

    #[test]
    fn a_cell_takes_no_more_than_there_is_between_two_from_above() {
        // The second row has room for two columns, which its first cell takes in part.
        let nodes = table(&[&[(1, 2), (2, 1), (1, 2)], &[(1, 1), (9, 1)]]);
        assert_eq!(
            amend(&nodes),
            Amendments { spans: BTreeMap::from([(7, (1, 1))]), ..Amendments::default() }
        );
    }

    #[test]
    fn what_no_cell_could_cover_alone_is_filled_by_several() {
        let wide = [(1000, 1); 66];
        let nodes = table(&[&wide, &[]]);
        assert_eq!(amend(&nodes).missing, BTreeMap::from([(68, vec![65_535, 465])]));
    }
}
