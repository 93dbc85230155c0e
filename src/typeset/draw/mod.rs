//! Made-up pages to items at fixed points: the last step before a writer.

mod line;
mod places;

use super::furniture::{self, Furniture};
use super::galley::{Desk, Entry, What, roman};
use super::makeup::{MadePage, Side};
use super::matter::{Flow, Headline, Numbering, Start};
use super::shape::Direction;
use crate::book::{
    Artifact, Destination, ItemKind, ItemTag, Length, NodeId, OutlineEntry, Page, PageItem,
    Pages, Point, Size,
};
use places::Places;

/// The thickness and the length of the rule above notes.
const NOTE_RULE: Size = Size { width: Length::pt(44), height: Length::milli(400) };

/// A part of the book with its pages.
pub struct MadeFlow {
    /// The part.
    pub flow: Flow,
    /// Its pages.
    pub pages: Vec<MadePage>,
    /// Whether the first of them is a recto.
    pub starts_recto: bool,
}

/// A page to be drawn: which part's, and which of its pages; none for a blank.
struct Leaf {
    page: Option<(usize, usize)>,
    label: String,
}

/// Draws all pages.
pub fn draw(desk: &mut Desk<'_, '_>, flows: &[MadeFlow], headlines: &[Headline]) -> Pages {
    let leaves = number(flows);
    let left_of = |side: Side| {
        let inner = desk.design.inner + desk.design.gutter(leaves.len());
        // The fold is at the left of a recto, or at its right where the book is read leftward.
        let at_left = (side == Side::Recto) == (desk.direction() == Direction::Rightward);
        if at_left { inner } else { desk.design.page.width - inner - desk.design.measure }
    };
    let (left_of_recto, left_of_verso) = (left_of(Side::Recto), left_of(Side::Verso));
    // The first page is a recto.
    let mut side = Side::Verso;
    let mut places = Places::new(&desk.tags);
    let mut pages = Vec::with_capacity(leaves.len());
    for (number, leaf) in leaves.iter().enumerate() {
        side = side.next();
        let left = match side {
            Side::Recto => left_of_recto,
            Side::Verso => left_of_verso,
        };
        let mut page = Page { label: leaf.label.clone(), ..Page::default() };
        if let Some((of, nth)) = leaf.page {
            let MadeFlow { flow, pages: made, .. } = &flows[of];
            let furniture = if nth == 0 { flow.opening } else { flow.others };
            if furniture == Furniture::Head {
                page.items = furnish(desk, flow, furniture, &leaf.label, side, left);
            }
            places.page = number as u32;
            fill(desk, &mut page, flow, &made[nth], left, &mut places);
            page.items.extend(source_pages(desk, &mut places, (left, side)));
            if furniture != Furniture::Head {
                page.items.extend(furnish(desk, flow, furniture, &leaf.label, side, left));
            }
        }
        pages.push(page);
    }
    places.fill_folios(desk, &mut pages);
    places.fill_links(desk, &mut pages);
    let mut outline = outline(headlines, &places);
    let title = desk.book.title();
    // A piece without headings is still found in the outline by its title, which opens it.
    if outline.is_empty() && !title.title.is_empty() {
        let to = Destination::Place { page: 0, at: Point::default(), node: NodeId(0) };
        outline.push(OutlineEntry { level: 1, title: title.title.clone(), to });
    }
    Pages {
        size: desk.design.page,
        pages,
        fonts: Vec::new(),
        images: desk.book.images().to_vec(),
        outline,
        structure: std::mem::take(&mut desk.tags.nodes),
        content: std::mem::take(&mut desk.tags.content),
        title: if title.title.is_empty() {
            desk.book.name().to_owned()
        } else {
            title.title.clone()
        },
        authors: title.authors.iter().map(|author| author.name.clone()).collect(),
        language: title.language.clone(),
    }
}

/// Puts the parts on their sides, blanks between them where they are needed, and numbers the
/// pages. A blank counts with what comes before it.
fn number(flows: &[MadeFlow]) -> Vec<Leaf> {
    let mut leaves: Vec<Leaf> = Vec::new();
    let (mut front, mut text) = (0, 0);
    let mut label = |numbering: Numbering| match numbering {
        Numbering::Front => {
            front += 1;
            roman(front)
        }
        Numbering::Text => {
            text += 1;
            text.to_string()
        }
    };
    let mut before = Numbering::Front;
    for (of, made) in flows.iter().enumerate() {
        if made.flow.start == Start::Recto && leaves.len() % 2 == 1 {
            leaves.push(Leaf { page: None, label: label(before) });
        }
        before = made.flow.numbering;
        for nth in 0..made.pages.len() {
            leaves.push(Leaf { page: Some((of, nth)), label: label(before) });
        }
    }
    leaves
}

fn furnish(
    desk: &mut Desk<'_, '_>,
    flow: &Flow,
    furniture: Furniture,
    label: &str,
    side: Side,
    left: Length,
) -> Vec<PageItem> {
    let Desk { shaper, design, .. } = desk;
    furniture::furnish(shaper, design, furniture, &flow.heads, (label, side), left)
}

/// The folios of the printed source, in the outer margin: they are no part of the text.
fn source_pages(
    desk: &mut Desk<'_, '_>,
    places: &mut Places,
    (left, side): (Length, Side),
) -> Vec<PageItem> {
    let mut items = Vec::new();
    for (folio, y) in places.take_source_pages() {
        let Some(words) = desk.folios.get(folio as usize).cloned() else { continue };
        let Desk { shaper, design, .. } = desk;
        let margin = furniture::in_margin(shaper, design, &words, y, (left, side));
        items.extend(margin);
    }
    items
}

/// Puts everything on a page where it stands.
fn fill(
    desk: &Desk<'_, '_>,
    page: &mut Page,
    flow: &Flow,
    made: &MadePage,
    left: Length,
    places: &mut Places,
) {
    let top = desk.design.top;
    let entries = &flow.column.entries;
    let origin = |height: Length| Point { x: left, y: top + height };
    for &(number, height) in &made.repeated {
        let range = entries[number as usize].placed;
        place(desk, page, range, origin(height), Manner::Repeated, places);
    }
    let body: Vec<(&Entry, Point)> = made
        .body
        .iter()
        .map(|&(number, height)| (&entries[number as usize], origin(height)))
        .collect();
    if flow.bears_text {
        page.starts_at = body.iter().find_map(|(entry, _)| entry.spot);
    }
    place_all(desk, page, &body, places);
    if let Some(rule) = made.rule {
        let mut at = origin(rule);
        at.x += turned(desk, Length::ZERO, NOTE_RULE.width);
        page.items.push(PageItem {
            at,
            tag: ItemTag::Artifact(Artifact::Layout),
            kind: ItemKind::Rule(NOTE_RULE),
        });
    }
    for part in &made.notes {
        let Some(note) = desk.notes.get(&part.note) else { continue };
        let mut height = part.top;
        let (from, to) = (part.entries.0 as usize, part.entries.1 as usize);
        let lines = note.column.entries[from..to].iter().skip_while(|entry| entry.is_space());
        let lines = lines.map(|entry| {
            let at = origin(height);
            height += note.column.step * i64::from(entry.height);
            (entry, at)
        });
        place_all(desk, page, &lines.collect::<Vec<_>>(), places);
    }
}

/// Places entries one under the other; of a row of a table, each cell whole before the next: who
/// reads a page in the order in which it is drawn is not to read across the cells.
fn place_all(
    desk: &Desk<'_, '_>,
    page: &mut Page,
    entries: &[(&Entry, Point)],
    places: &mut Places,
) {
    let row_of = |entry: &Entry| entry.row.map(|row| row.node);
    let groups = entries.chunk_by(|(a, _), (b, _)| a.row.is_some() && row_of(a) == row_of(b));
    for group in groups {
        let cells = |entry: &Entry| entry.row.map_or((0, 0), |row| row.cells);
        let count =
            group.iter().map(|(entry, _)| cells(entry)).map(|(from, to)| to - from).max();
        for cell in 0..count.unwrap_or(0) {
            for (entry, at) in group {
                let part = desk.cells.get((cells(entry).0 + cell) as usize);
                place(desk, page, part.copied().unwrap_or_default(), *at, Manner::Text, places);
            }
        }
        if let [(entry, at)] = group
            && entry.row.is_none()
        {
            place(desk, page, entry.placed, *at, Manner::Text, places);
        }
    }
}

/// Where something of a width stands that is placed at `x` in the order of reading: in a book that
/// is read from right to left, everything stands as in a mirror.
fn turned(desk: &Desk<'_, '_>, x: Length, width: Length) -> Length {
    match desk.direction() {
        Direction::Rightward => x,
        Direction::Leftward => desk.design.measure - x - width,
    }
}

/// Whether something stands on a page for itself, or repeats what stood on an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// For itself.
    Text,
    /// Repeated: left out when the document is read aloud.
    Repeated,
}

fn place(
    desk: &Desk<'_, '_>,
    page: &mut Page,
    range: (u32, u32),
    origin: Point,
    manner: Manner,
    places: &mut Places,
) {
    for placed in &desk.placed[range.0 as usize..range.1 as usize] {
        let width = match placed.what {
            What::Line(number) => desk.lines[number as usize].extent(),
            What::Rule(size) | What::Image(_, size, _) => size.width,
            What::FolioOf(..) | What::SourcePage(_) => Length::ZERO,
        };
        let x = turned(desk, placed.x, width);
        let at = Point { x: origin.x + x, y: origin.y + placed.y };
        match placed.what {
            What::Line(number) => line::draw(desk, page, number, at, manner, places),
            What::Rule(size) => page.items.push(PageItem {
                at,
                tag: ItemTag::Artifact(Artifact::Layout),
                kind: ItemKind::Rule(size),
            }),
            What::Image(id, size, tag) => {
                places.see(tag, at);
                page.items.push(PageItem { at, tag, kind: ItemKind::Image(id, size) });
            }
            What::FolioOf(node, stretch) => places.folio(node, stretch, at),
            What::SourcePage(folio) => places.source_page(folio, at),
        }
    }
}

fn outline(headlines: &[Headline], places: &Places) -> Vec<OutlineEntry> {
    let entry = |headline: &Headline| {
        let to = places.destination(headline.node)?;
        let title = headline.words.clone();
        Some(OutlineEntry { level: headline.level.max(1), title, to })
    };
    headlines.iter().filter_map(entry).collect()
}
