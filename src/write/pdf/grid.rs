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

fn amend_table(nodes: &[Node], table: &Node, amendments: &mut Amendments) {
    let rows: Vec<usize> =
        nodes_below(nodes, table).filter(|row| nodes[*row].tag == NodeTag::Row).collect();
    // For each column, the rows that a cell from above still covers, this one included.
    let mut covered: Vec<u16> = Vec::new();
    let mut free_of_rows = Vec::with_capacity(rows.len());
    for (number, row) in rows.iter().enumerate() {
        let rows_left = u16::try_from(rows.len() - number).unwrap_or(u16::MAX);
        let mut column = 0;
        for cell in nodes_below(nodes, &nodes[*row]) {
            let Some((wide, tall)) = span(nodes[cell].tag) else { continue };
            while covered.get(column).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            let room = covered.iter().skip(column).take_while(|rows| **rows == 0).count();
            let at_edge = column + room >= covered.len();
            let mut columns = wide.clamp(1, MOST_COLUMNS);
            if !at_edge {
                columns = columns.min(u16::try_from(room).unwrap_or(u16::MAX));
            }
            let height = tall.clamp(1, rows_left);
            if (columns, height) != (wide, tall) {
                amendments.spans.insert(cell, (columns, height));
            }
            let end = column + usize::from(columns);
            if covered.len() < end {
                covered.resize(end, 0);
            }
            covered[column..end].fill(height);
            column = end;
        }
        free_of_rows.push(free_runs(&covered));
        for rows in &mut covered {
            *rows = rows.saturating_sub(1);
        }
    }
    for (row, free) in rows.into_iter().zip(free_of_rows) {
        let missing = up_to(free, covered.len());
        if !missing.is_empty() {
            amendments.missing.insert(row, missing);
        }
    }
}

/// Where a row has nothing: the runs of columns, and from where on it has none at all.
struct Free {
    runs: Vec<usize>,
    end: usize,
}

fn free_runs(covered: &[u16]) -> Free {
    let runs = covered
        .chunk_by(|one, next| (*one == 0) == (*next == 0))
        .filter(|run| run.first() == Some(&0))
        .map(<[u16]>::len)
        .collect();
    Free { runs, end: covered.len() }
}

/// The widths of the cells that fill a row of a table of `columns`.
fn up_to(free: Free, columns: usize) -> Vec<u16> {
    let beyond = columns - free.end;
    let mut widths = free.runs;
    widths.extend((beyond > 0).then_some(beyond));
    widths.into_iter().filter_map(|width| u16::try_from(width).ok()).collect()
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
}
