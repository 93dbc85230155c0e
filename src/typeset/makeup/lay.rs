//! A page whose beginning and end are settled: at what height everything on it stands.

use super::{Body, Foot, Forme, SEPARATION, State, note_height};
use crate::book::{Length, NoteId};
use crate::typeset::galley::EntryKind;

/// A made-up page. Heights are from the top of the text block.
#[derive(Clone, Debug, Default)]
pub struct MadePage {
    /// The entries that stand on it, each with the height of its top.
    pub body: Vec<(u32, Length)>,
    /// Entries of an earlier page that are repeated at its head.
    pub repeated: Vec<(u32, Length)>,
    /// The notes at its foot.
    pub notes: Vec<NotePart>,
    /// The height at which the rule above the notes stands.
    pub rule: Option<Length>,
    /// The half line at which it ends, notes included.
    pub end: i32,
    /// Half lines that should be filled and are not.
    pub short: i32,
    /// Whether text and notes take more room than there is.
    pub over: bool,
    /// Whether a note goes on over the next page.
    pub divides_note: bool,
}

/// A note on a page, or a part of it.
#[derive(Clone, Copy, Debug)]
pub struct NotePart {
    /// The note.
    pub note: NoteId,
    /// Its first entry on the page, and the one after its last.
    pub entries: (u32, u32),
    /// The height of its top.
    pub top: Length,
}

/// The entries repeated above an entry where a page begins with it, with their heights.
pub fn repeated<'a>(forme: &'a Forme<'_>, first: u32) -> impl Iterator<Item = (u32, i32)> + 'a {
    let (from, to) = forme.column.entries.get(first as usize).map_or((0, 0), |e| e.repeats);
    (from..to).map(|number| (number, forme.column.entries[number as usize].height))
}

/// Lays out a page.
pub fn lay(forme: &Forme<'_>, state: &State) -> MadePage {
    let step = forme.column.step;
    let depth = forme.depth + 2 * i32::from(state.longer);
    let divides_note = state.rest_after.is_some();
    let mut page = MadePage { divides_note, end: depth, ..MadePage::default() };
    let mut foot = Foot::begin(forme, state.rest_before);
    let mut body = Body::begin(forme, state.from);
    for number in state.from..state.to {
        body.add(forme, number);
        foot.call(forme, forme.column.entries[number as usize].calls);
    }
    let is_last = state.to as usize == forme.column.entries.len();
    let mut gifts = vec![0; (state.to - state.from) as usize];
    if foot.notes.is_empty() && !is_last && body.height < depth {
        share_out(forme, state, depth, &mut gifts);
    }
    let mut height = 0;
    for (number, entry_height) in repeated(forme, state.from) {
        page.repeated.push((number, step * i64::from(height)));
        height += entry_height;
    }
    let tops = tops(forme, state, height, &gifts);
    page.body = tops.0.iter().map(|&(number, top)| (number, step * i64::from(top))).collect();
    if foot.notes.is_empty() {
        page.end = tops.1;
        page.over = tops.1 > depth;
        page.short = if is_last { 0 } else { (depth - tops.1).max(0) };
        return page;
    }
    let parts: Vec<NotePart> = foot
        .notes
        .iter()
        .map(|&(note, from)| {
            let end = forme.notes.get(&note).map_or(0, |set| set.column.entries.len() as u32);
            let to = match state.rest_after {
                Some((rest, at)) if rest == note => at,
                _ => end,
            };
            NotePart { note, entries: (from, to), top: Length::ZERO }
        })
        .collect();
    let height_of = |part: &NotePart| {
        let set = forme.notes.get(&part.note);
        set.map_or(Length::ZERO, |set| note_height(set, part.entries.0, part.entries.1))
    };
    let total: Length = parts.iter().map(height_of).sum();
    let mut top = step * i64::from(depth) - total;
    page.over = top < step * i64::from(tops.1 + SEPARATION);
    page.rule = Some(top - step * i64::from(SEPARATION) * 2 / 5);
    for part in parts {
        page.notes.push(NotePart { top, ..part });
        top += height_of(&part);
    }
    page
}

/// The tops of the entries in half lines, spaces left out, and the height of all.
fn tops(forme: &Forme<'_>, state: &State, from: i32, gifts: &[i32]) -> (Vec<(u32, i32)>, i32) {
    let mut height = from;
    let mut begun = false;
    let mut tops = Vec::new();
    for (number, gift) in (state.from..state.to).zip(gifts) {
        let entry = &forme.column.entries[number as usize];
        match entry.kind {
            EntryKind::Gap { .. } => {
                if begun {
                    height += entry.height + gift;
                }
                continue;
            }
            EntryKind::OnGrid => height += height % 2,
            EntryKind::OffGrid | EntryKind::Sink => {}
        }
        begun = true;
        tops.push((number, height));
        height += entry.height;
    }
    (tops, height)
}

/// Gives the spaces between blocks what a page has too much: whole lines first, so that text
/// stays on the grid, half lines where only displays follow.
fn share_out(forme: &Forme<'_>, state: &State, depth: i32, gifts: &mut [i32]) {
    let start: i32 = repeated(forme, state.from).map(|(_, height)| height).sum();
    for share in [2, 1] {
        for place in 0..gifts.len() {
            let entry = &forme.column.entries[state.from as usize + place];
            let EntryKind::Gap { give } = entry.kind else { continue };
            if gifts[place] + share > give {
                continue;
            }
            gifts[place] += share;
            let (_, height) = tops(forme, state, start, gifts);
            if height > depth {
                gifts[place] -= share;
            } else if height == depth {
                return;
            }
        }
    }
}
