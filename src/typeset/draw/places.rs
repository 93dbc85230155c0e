//! Where everything stands that something leads to: filled in when all pages are drawn.

use std::collections::BTreeMap;

use crate::book::{
    Destination, GlyphRun, ItemKind, ItemTag, Length, LinkId, NodeId, NoteId, Page, PageItem,
    Point,
};
use crate::typeset::furniture;
use crate::typeset::galley::{Desk, Lead};
use crate::typeset::shape::Direction;
use crate::typeset::tag::Tags;

/// The places of nodes and marks, and what is still to be filled in.
pub struct Places {
    /// The page that is being drawn.
    pub page: u32,
    parents: Vec<NodeId>,
    content: Vec<NodeId>,
    seen: Vec<Option<(u32, Point)>>,
    marks: BTreeMap<NoteId, (u32, Point, LinkId)>,
    links: Vec<(u32, usize, LinkId)>,
    folios: Vec<(u32, NodeId, u32, Point)>,
    source_pages: Vec<(u32, Length)>,
}

impl Places {
    /// No place is known yet.
    pub fn new(tags: &Tags) -> Places {
        let mut parents = vec![Tags::DOCUMENT; tags.nodes.len()];
        for (number, node) in tags.nodes.iter().enumerate() {
            for kid in &node.kids {
                if let crate::book::Kid::Node(kid) = kid {
                    parents[kid.0 as usize] = NodeId(number as u32);
                }
            }
        }
        Places {
            page: 0,
            parents,
            content: tags.content.clone(),
            seen: vec![None; tags.nodes.len()],
            marks: BTreeMap::new(),
            links: Vec::new(),
            folios: Vec::new(),
            source_pages: Vec::new(),
        }
    }

    /// Something with a tag stands at a point of this page: its node and those around it begin
    /// here, if they have not begun.
    pub fn see(&mut self, tag: ItemTag, at: Point) {
        let ItemTag::Content(content) = tag else { return };
        let Some(&node) = self.content.get(content.0 as usize) else { return };
        let mut node = node;
        while self.seen[node.0 as usize].is_none() {
            self.seen[node.0 as usize] = Some((self.page, at));
            if node == Tags::DOCUMENT {
                return;
            }
            node = self.parents[node.0 as usize];
        }
    }

    /// A link area was put on this page as its item `item`.
    pub fn link(&mut self, id: LinkId, item: usize, lead: &Lead, at: Point) {
        self.links.push((self.page, item, id));
        if let Lead::Note(note) = lead {
            self.marks.entry(*note).or_insert((self.page, at, id));
        }
    }

    /// The folio of a node's page belongs at a point of this page.
    pub fn folio(&mut self, node: NodeId, stretch: u32, at: Point) {
        self.folios.push((self.page, node, stretch, at));
    }

    /// A page of the printed source begins in a line of this page.
    pub fn source_page(&mut self, folio: u32, at: Point) {
        self.source_pages.push((folio, at.y));
    }

    /// The pages of the printed source that begin on this page, each with the height of its line.
    pub fn take_source_pages(&mut self) -> Vec<(u32, Length)> {
        std::mem::take(&mut self.source_pages)
    }

    /// The place where a node begins.
    pub fn destination(&self, node: NodeId) -> Option<Destination> {
        let (page, at) = (*self.seen.get(node.0 as usize)?)?;
        Some(Destination::Place { page, at, node })
    }

    /// Sets the folios of the contents, now that they are known.
    pub fn fill_folios(&self, desk: &mut Desk<'_, '_>, pages: &mut [Page]) {
        let direction = desk.direction();
        for &(on, node, stretch, at) in &self.folios {
            let Some((page, _)) = self.seen.get(node.0 as usize).copied().flatten() else {
                continue;
            };
            let label = pages[page as usize].label.clone();
            let stretch = desk.stretches[stretch as usize];
            let shaper = &mut desk.shaper;
            let (runs, width) =
                furniture::runs(shaper, stretch.voice, stretch.size, stretch.tracking, &label);
            // At the far end of the line, which is the left one where it is read leftward.
            let edge = match direction {
                Direction::Rightward => at.x - width,
                Direction::Leftward => at.x,
            };
            let items = runs.into_iter().map(|(run, x): (GlyphRun, _)| PageItem {
                at: Point { x: edge + x, y: at.y },
                tag: stretch.tag,
                kind: ItemKind::Glyphs(run),
            });
            pages[on as usize].items.extend(items);
        }
    }

    /// Says of each link area where it leads. One whose goal is on no page goes.
    pub fn fill_links(&self, desk: &Desk<'_, '_>, pages: &mut [Page]) {
        for &(page, item, id) in self.links.iter().rev() {
            let lead = desk.links.get(&id).map(|lead| &lead.to);
            let to = match lead {
                Some(Lead::Address(address)) => Some(Destination::Address(address.clone())),
                Some(Lead::Block(block)) => {
                    desk.nodes.get(block).and_then(|&node| self.destination(node))
                }
                Some(Lead::Note(note)) => {
                    desk.notes.get(note).and_then(|set| self.destination(set.node))
                }
                Some(Lead::Mark(note)) => self.marks.get(note).map(|&(page, at, _)| {
                    let node = self.node_of_mark(desk, *note);
                    Destination::Place { page, at, node }
                }),
                None => None,
            };
            let items = &mut pages[page as usize].items;
            match (to, items.get_mut(item).map(|item| &mut item.kind)) {
                (Some(to), Some(ItemKind::Link(area))) => area.to = to,
                _ => {
                    items.remove(item);
                }
            }
        }
    }

    /// The node of the first mark of a note.
    fn node_of_mark(&self, desk: &Desk<'_, '_>, note: NoteId) -> NodeId {
        let link = self.marks.get(&note).map(|&(.., link)| link);
        link.and_then(|link| desk.tags.node_of_link(link)).unwrap_or(Tags::DOCUMENT)
    }
}
