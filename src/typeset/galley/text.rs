//! Copy to lines: a paragraph, a heading, a line of verse enters its column.

use super::{Column, Desk, Entry, EntryKind, Look, Placed, Reader, What, turn};
use crate::book::{BlockId, Inline, Length, NodeId, Spot};
use crate::typeset::paragraph::{
    AtomKind, Copy, Division, Fill, Form, Need, break_desperately, break_lines, breaks_of,
    resolve, set_lines,
};
use crate::typeset::shape::Direction;

/// How text is set into a column.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Its look.
    pub look: Look,
    /// From the left edge of the text block.
    pub left: Length,
    /// The length of its lines.
    pub measure: Length,
    /// How far its first line is set in.
    pub first: Length,
    /// How far its other lines are set in.
    pub rest: Length,
    /// How its lines fill the measure.
    pub fill: Fill,
    /// Whether its words may be divided.
    pub division: Division,
    /// The height of a line in half lines.
    pub height: i32,
    /// Whether its lines stand on the grid.
    pub kind: EntryKind,
}

impl Style {
    /// The same with other indents.
    pub fn indented(self, first: Length, rest: Length) -> Style {
        Style { first, rest, ..self }
    }
}

/// Sets a run of a block's text as a paragraph of its own. `at` is the scalar of the block with
/// which it begins; returns the one after it.
pub fn set_run(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    style: &Style,
    (block, at): (BlockId, u32),
    node: NodeId,
    run: &[Inline],
) -> u32 {
    let mut copy = Copy::default();
    let mut reader = Reader { at, ..Reader::of(style.look, node, Some(block)) };
    reader.inlines(desk, &mut copy, run);
    set_copy(desk, column, style, &copy);
    reader.at
}

/// Sets words which the edition adds.
pub fn set_lone_text(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    style: &Style,
    node: NodeId,
    text: &str,
) {
    let mut copy = Copy::default();
    Reader::of(style.look, node, None).text(desk, &mut copy, text);
    set_copy(desk, column, style, &copy);
}

/// Breaks copy into lines and adds them to a column.
pub fn set_copy(desk: &mut Desk<'_, '_>, column: &mut Column, style: &Style, copy: &Copy) {
    let direction = desk.direction_here();
    let resolved;
    let mut copy = copy;
    if copy.leftward || direction == Direction::Leftward {
        resolved = resolve(copy, &mut desk.shaper, direction);
        copy = &resolved;
    }
    let first_entry = column.entries.len();
    let mut atoms = Vec::new();
    let mut part = *style;
    let mut from = 0;
    let ends = copy.atoms.iter().enumerate();
    let line_ends: Vec<usize> = ends
        .filter(|(_, atom)| matches!(atom.kind, AtomKind::LineEnd(_)))
        .map(|(number, _)| number + 1)
        .chain([copy.atoms.len()])
        .collect();
    for end in line_ends {
        if end == from {
            continue;
        }
        atoms.clear();
        atoms.extend_from_slice(&copy.atoms[from..end]);
        if let Some(last) = atoms.last_mut()
            && let AtomKind::LineEnd(space) = last.kind
        {
            last.kind = AtomKind::Space(space);
        }
        from = end;
        set_part(desk, column, &part, &atoms);
        part.first = part.rest;
    }
    // No line of a paragraph stands alone at the foot or at the head of a page.
    let lines = column.entries.len() - first_entry;
    if lines > 1 {
        column.entries[first_entry + 1].turn = turn::LONE_LINE;
        if let Some(last) = column.entries.last_mut() {
            last.turn = turn::LONE_LINE;
        }
    }
}

fn set_part(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    style: &Style,
    atoms: &[crate::typeset::paragraph::Atom],
) {
    let form = Form {
        measure: style.measure,
        first: style.first,
        rest: style.rest,
        em: style.look.size,
        fill: style.fill,
        division: style.division,
    };
    let against = desk.direction_here() != desk.direction();
    let Desk { shaper, stretches, segs, lines, placed, calls, .. } = desk;
    let mut breaks = breaks_of(atoms, stretches, shaper, &form, Need::Usual);
    let ends = break_lines(&breaks, &form).unwrap_or_else(|| {
        breaks = breaks_of(atoms, stretches, shaper, &form, Need::Desperate);
        break_desperately(&breaks, &form)
    });
    let depth = column.step * i64::from(style.height);
    // The baseline stands so far above the foot of its line that the ascenders of the first
    // line and the descenders of the last are about as far from the edges.
    let foot = column.step * 2 * 28 / 100;
    set_lines(atoms, stretches, shaper, &form, &breaks, &ends, segs, &mut |line, called| {
        let number = lines.len() as u32;
        let from = calls.len() as u32;
        calls.extend_from_slice(&called.notes);
        // What runs against the book begins at the other edge.
        let inset = match against {
            true => style.measure - line.left - line.extent(),
            false => line.left,
        };
        let (y, first) = (depth - foot, placed.len() as u32);
        placed.push(Placed { x: style.left + inset, y, what: What::Line(number) });
        let source_page = |&folio| Placed { x: Length::ZERO, y, what: What::SourcePage(folio) };
        placed.extend(called.folios.iter().map(source_page));
        column.entries.push(Entry {
            placed: (first, placed.len() as u32),
            calls: (from, calls.len() as u32),
            hyphen: line.hyphen,
            ..Entry::of(style.height, style.kind)
        });
        lines.push(line);
    });
    // Where a line begins is read off its first piece, now that all pieces are in the store.
    let count = ends.len();
    let total = column.entries.len();
    for entry in &mut column.entries[total - count..] {
        entry.spot = spot_of(desk, entry);
    }
}

fn spot_of(desk: &Desk<'_, '_>, entry: &Entry) -> Option<Spot> {
    let placed = desk.placed.get(entry.placed.0 as usize)?;
    let What::Line(line) = placed.what else { return None };
    let (from, to) = desk.lines[line as usize].segs;
    desk.segs[from as usize..to as usize].iter().find_map(|seg| {
        let block = desk.stretches[seg.stretch as usize].block?;
        Some(Spot { block, at: seg.at })
    })
}
