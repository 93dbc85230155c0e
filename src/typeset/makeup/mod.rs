//! Pages out of a column: where each page is turned, and which notes stand at its foot.
//!
//! A page is judged by what lies on it and by its neighbours, so the pages of a chapter are found
//! together. A state is a place in the column at which a page may begin, with what is left over
//! of a note that had to be divided, and, on a recto, by how much the verso that it faces was
//! made longer or shorter. From each state, every end that fills a page about is tried, and for
//! each place reached only the cheapest way to it is kept, generation by generation: a shortest
//! path over pages, as [`paragraph`](super::paragraph) finds one over lines (Michael F. Plass,
//! *Optimal Pagination Techniques for Automatic Typesetting Systems*, Stanford 1981; the order of
//! the evils is that of the book trade).
//!
//! One thing is no matter of cost: a note begins on the page of its mark. The notes of a page
//! take their room from the foot upward, after a separation of a line in which a short rule
//! stands; the white between text and notes takes up what the grid leaves over. The last note of
//! a page may be divided when all of it does not fit, with two lines at least on either side.
//!
//! The evils, the worst first: a heading cut off from its text; a line of a paragraph alone at
//! the head or foot of a page; a divided note; a page that is not full and whose spaces between
//! blocks cannot make up for it; facing pages of different height; a word divided over the page's
//! turn. A spread may be one line short or long on both its pages, which frees most of the lines
//! that would stand alone.
//!
//! The work is linear in the length of the column: every state looks one page ahead, and the
//! states of a generation are few.

mod lay;

use std::collections::BTreeMap;

pub use lay::MadePage;

use super::galley::{Column, EntryKind, SetNote, turn};
use crate::book::{Length, NoteId};

/// What pages are made up from and to.
pub struct Forme<'a> {
    /// The column.
    pub column: &'a Column,
    /// The notes that its lines may call, set.
    pub notes: &'a BTreeMap<NoteId, SetNote>,
    /// The store of calls.
    pub calls: &'a [NoteId],
    /// Half lines on a full page.
    pub depth: i32,
    /// Whether the first page is a recto.
    pub starts_recto: bool,
}

/// The room between text and notes, in half lines.
const SEPARATION: i32 = 2;

/// What a page costs for being there.
const PAGE: i64 = 150;
/// What a divided note costs.
const DIVIDED_NOTE: i64 = 1500;
/// What it costs that a page is a line longer or shorter than the others.
const OFF_LENGTH: i64 = 90;
/// What it costs that facing pages are of different height.
const UNEVEN_SPREAD: i64 = 700;
/// What it costs that a page is not full, by the square of its half lines.
const NOT_FULL: i64 = 250;
/// What it costs to divide a word over a turn of the leaf.
const HYPHEN_OVER_LEAF: i64 = 1400;
/// What it costs to divide a word between facing pages.
const HYPHEN_OVER_FOLD: i64 = 180;
/// What it costs that the last page of a column has a line or two.
const NEARLY_EMPTY: i64 = 3000;
/// What it costs to set a page that does not hold what is on it.
const OVERFULL: i64 = 1_000_000;
/// Ends that cost so much more than the cheapest are not followed.
const WORTH_TRYING: i64 = 6000;
/// States that are kept of a generation.
const BEAM: usize = 36;

/// What is left over of a note: the note and its first entry that is not yet set.
type Rest = Option<(NoteId, u32)>;

/// A page that could be, and the cheapest way to it.
#[derive(Clone, Copy, Debug)]
struct State {
    previous: u32,
    from: u32,
    to: u32,
    /// What was left over when the page began, and when it ended.
    rest_before: Rest,
    rest_after: Rest,
    /// Lines by which the page is longer than the others.
    longer: i8,
    cost: i64,
}

/// No state.
const NONE: u32 = u32::MAX;

/// The side of a leaf that a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The left page of a spread.
    Verso,
    /// The right one, behind which the leaf is turned.
    Recto,
}

impl Side {
    /// That of the next page.
    pub fn next(self) -> Side {
        match self {
            Side::Verso => Side::Recto,
            Side::Recto => Side::Verso,
        }
    }
}

/// Makes up the pages of a column.
pub fn make_up(forme: &Forme<'_>) -> Vec<MadePage> {
    let length = forme.column.entries.len() as u32;
    let start = State {
        previous: NONE,
        from: 0,
        to: 0,
        rest_before: None,
        rest_after: None,
        longer: 0,
        cost: 0,
    };
    let mut states = vec![start];
    let mut generation: Vec<u32> = vec![0];
    let mut side = if forme.starts_recto { Side::Recto } else { Side::Verso };
    let mut finished: Option<u32> = None;
    while !generation.is_empty() {
        let mut reached: BTreeMap<(u32, Rest, i8), u32> = BTreeMap::new();
        // Rectos that begin alike end alike, whatever their versos are.
        let mut alike: BTreeMap<(u32, Rest), Vec<Ending>> = BTreeMap::new();
        for index in std::mem::take(&mut generation) {
            let state = states[index as usize];
            let begins = (state.to, state.rest_after);
            let endings = alike.entry(begins).or_insert_with(|| endings(forme, begins, side));
            for ending in worthwhile(endings, &state, side) {
                let cost = state.cost + ending.cost;
                if finished.is_some_and(|done| states[done as usize].cost <= cost) {
                    continue;
                }
                let next = State {
                    previous: index,
                    from: state.to,
                    to: ending.to,
                    rest_before: state.rest_after,
                    rest_after: ending.rest,
                    longer: ending.longer,
                    cost,
                };
                let number = states.len() as u32;
                if ending.to == length && ending.rest.is_none() {
                    states.push(next);
                    finished = Some(number);
                    continue;
                }
                let facing = if side == Side::Recto { 0 } else { ending.longer };
                let key = (ending.to, ending.rest, facing);
                match reached.get(&key) {
                    Some(&known) if states[known as usize].cost <= cost => {}
                    _ => {
                        states.push(next);
                        reached.insert(key, number);
                    }
                }
            }
        }
        generation = reached.into_values().collect();
        if generation.len() > BEAM {
            generation.sort_by_key(|&index| (states[index as usize].cost, index));
            generation.truncate(BEAM);
        }
        side = side.next();
    }
    let mut path = Vec::new();
    let mut index = finished.unwrap_or(0);
    while index != NONE && index != 0 {
        path.push(states[index as usize]);
        index = states[index as usize].previous;
    }
    path.reverse();
    path.iter().map(|state| lay::lay(forme, state)).collect()
}

/// An end that a page may have.
#[derive(Clone, Copy, Debug)]
struct Ending {
    to: u32,
    rest: Rest,
    longer: i8,
    cost: i64,
    /// What it costs where the page that it faces is of another height.
    uneven: i64,
}

/// Of the ends that a page may have which begins where `state` ends, those that are worth trying.
/// The emptier ones are of no use where fuller ones exist.
fn worthwhile(endings: &[Ending], state: &State, side: Side) -> impl Iterator<Item = Ending> {
    let facing = if side == Side::Recto && state.previous != NONE { state.longer } else { 0 };
    let beside = move |ending: &Ending| Ending {
        cost: ending.cost + if ending.longer == facing { 0 } else { ending.uneven },
        ..*ending
    };
    let least = endings.iter().map(beside).map(|ending| ending.cost).min().unwrap_or(0);
    endings.iter().map(beside).filter(move |ending| ending.cost <= least + WORTH_TRYING)
}

/// The ends that a page may have which begins at an entry, with what is left over of a note.
fn endings(forme: &Forme<'_>, (from, rest): (u32, Rest), side: Side) -> Vec<Ending> {
    let mut endings = Vec::with_capacity(3 * forme.depth.max(0) as usize / 2 + 8);
    let mut body = Body::begin(forme, from);
    let mut foot = Foot::begin(forme, rest);
    let length = forme.column.entries.len() as u32;
    if rest.is_some() {
        // A note so long that it takes a page to itself.
        if let Some((rest, _)) = foot.fill(forme, forme.depth - SEPARATION)
            && rest.is_some()
        {
            let cost = PAGE + DIVIDED_NOTE * 4;
            endings.push(Ending { to: from, rest, longer: 0, cost, uneven: 0 });
        }
    }
    let mut first_end = None;
    for number in from..length {
        let entry = &forme.column.entries[number as usize];
        body.add(forme, number);
        foot.call(forme, entry.calls);
        if entry.is_space() && number + 1 < length {
            continue;
        }
        if body.height > forme.depth + 2 {
            break;
        }
        let to = number + 1;
        let last = to == length;
        let turn_cost = forme.column.entries.get(to as usize).map_or(0, |next| next.turn);
        for longer in [0, -1, 1] {
            let depth = forme.depth + 2 * i32::from(longer);
            let Some(page) = judge(forme, &body, &foot, depth, to) else { continue };
            let mut cost = PAGE + page.cost + turn_cost;
            if longer != 0 && !(last && longer < 0) {
                cost += OFF_LENGTH;
            }
            let uneven = if side == Side::Recto && !last { UNEVEN_SPREAD } else { 0 };
            if entry.hyphen && !last {
                cost += match side {
                    Side::Recto => HYPHEN_OVER_LEAF,
                    Side::Verso => HYPHEN_OVER_FOLD,
                };
            }
            endings.push(Ending { to, rest: page.rest, longer, cost, uneven });
        }
        first_end.get_or_insert(to);
    }
    if endings.is_empty() {
        let to = first_end.unwrap_or(from + 1).min(length);
        let (rest, _) = foot.fill(forme, forme.depth / 2).unwrap_or((None, 0));
        endings.push(Ending { to, rest, longer: 0, cost: OVERFULL, uneven: 0 });
    }
    endings
}

/// The text of a page so far.
struct Body {
    /// Its height in half lines.
    height: i32,
    /// Half lines that the spaces on it may give.
    give: i32,
    /// Whether the last space on it has only lines after it that may stand off the grid.
    odd_give: bool,
    begun: bool,
}

impl Body {
    fn begin(forme: &Forme<'_>, first: u32) -> Body {
        let height = lay::repeated(forme, first).map(|(_, height)| height).sum();
        Body { height, give: 0, odd_give: false, begun: false }
    }

    fn add(&mut self, forme: &Forme<'_>, number: u32) {
        let entry = &forme.column.entries[number as usize];
        match entry.kind {
            EntryKind::Gap { give } if self.begun => {
                self.height += entry.height;
                self.give += give;
                self.odd_give = give > 0;
            }
            EntryKind::Gap { .. } => {}
            EntryKind::OnGrid => {
                self.height += self.height % 2 + entry.height;
                self.odd_give = false;
                self.begun = true;
            }
            EntryKind::OffGrid | EntryKind::Sink => {
                self.height += entry.height;
                self.begun = true;
            }
        }
    }
}

/// The notes of a page so far.
struct Foot {
    /// The notes in order, each with its first entry.
    notes: Vec<(NoteId, u32)>,
    /// The height of all of them.
    height: Length,
}

impl Foot {
    fn begin(forme: &Forme<'_>, rest: Rest) -> Foot {
        let mut foot = Foot { notes: Vec::new(), height: Length::ZERO };
        if let Some((note, from)) = rest {
            foot.add(forme, note, from);
        }
        foot
    }

    fn call(&mut self, forme: &Forme<'_>, calls: (u32, u32)) {
        for &note in &forme.calls[calls.0 as usize..calls.1 as usize] {
            self.add(forme, note, 0);
        }
    }

    /// Adds a note and those that its own lines call.
    fn add(&mut self, forme: &Forme<'_>, note: NoteId, from: u32) {
        let Some(set) = forme.notes.get(&note) else { return };
        self.notes.push((note, from));
        self.height += note_height(set, from, u32::MAX);
        for entry in set.column.entries.iter().skip(from as usize) {
            self.call(forme, entry.calls);
        }
    }

    /// How the notes fill so many half lines: what is left over of the last, and the half lines
    /// that stay free. None where they do not fit even so.
    fn fill(&self, forme: &Forme<'_>, room: i32) -> Option<(Rest, i32)> {
        let step = forme.column.step;
        let room = step * i64::from(room);
        if self.height <= room {
            return Some((None, ((room - self.height).0 / step.0.max(1)) as i32));
        }
        let &(note, from) = self.notes.last()?;
        let set = forme.notes.get(&note)?;
        let others = self.height - note_height(set, from, u32::MAX);
        let entries = &set.column.entries;
        let lines = |range: std::ops::Range<usize>| {
            entries.get(range).map_or(0, |part| part.iter().filter(|e| !e.is_space()).count())
        };
        let (first, length) = (from as usize, entries.len());
        // The fullest part that ends with a whole word, or else the fullest.
        let (mut cut, mut divided) = (None, None);
        for at in first + 2..length {
            let fits = others + note_height(set, from, at as u32) <= room;
            if !fits {
                break;
            }
            let sound = entries[at].turn < turn::LONE_LINE && !entries[at - 1].is_space();
            if sound && lines(first..at) >= 2 && lines(at..length) >= 2 {
                let place = if entries[at - 1].hyphen { &mut divided } else { &mut cut };
                *place = Some(at as u32);
            }
        }
        let cut = cut.or(divided)?;
        let free = room - others - note_height(set, from, cut);
        // What the lines after the cut call stands on the next page.
        let called_later =
            entries[cut as usize..].iter().any(|entry| entry.calls.0 < entry.calls.1);
        (!called_later).then_some((Some((note, cut)), (free.0 / step.0.max(1)) as i32))
    }
}

/// The height of the entries of a note.
fn note_height(set: &SetNote, from: u32, to: u32) -> Length {
    let entries = set.column.entries.iter().take(to as usize).skip(from as usize);
    let steps: i32 =
        entries.skip_while(|entry| entry.is_space()).map(|entry| entry.height).sum();
    set.column.step * i64::from(steps)
}

/// A page as it would be.
struct Judged {
    rest: Rest,
    cost: i64,
}

/// What a page of a depth costs that ends before the entry `to`; none where it does not hold what is on it.
fn judge(forme: &Forme<'_>, body: &Body, foot: &Foot, depth: i32, to: u32) -> Option<Judged> {
    let last = to as usize == forme.column.entries.len();
    let free = depth - body.height;
    if foot.notes.is_empty() {
        if free < 0 {
            return None;
        }
        let cost = match (last, free) {
            (true, _) if body.height <= 4 => NEARLY_EMPTY * i64::from(3 - body.height / 2),
            (true, _) | (_, 0) => 0,
            (false, free) => {
                let can = body.give / 2 * 2 + i32::from(body.odd_give && free % 2 == 1);
                let left = i64::from((free - can).max(0));
                i64::from(free.min(can)) * 20 + left * left * NOT_FULL
            }
        };
        return Some(Judged { rest: None, cost });
    }
    let (rest, free) = foot.fill(forme, free - SEPARATION)?;
    let free = i64::from(free);
    let mut cost = if last { 0 } else { 10 * free * free };
    if rest.is_some() {
        cost += DIVIDED_NOTE;
    }
    Some(Judged { rest, cost })
}
