//! Links: areas of a page that lead somewhere, as annotations.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, dictionary};

use super::number::milli;
use super::words::words;
use crate::book::{Destination, ItemKind, Length, LinkArea, LinkId, Pages, Point};

/// An area of a link in the document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    /// The page it is on.
    pub page: ObjectId,
    /// Its annotation.
    pub annotation: ObjectId,
}

/// All areas, in the order of the pages.
#[derive(Clone, Debug, Default)]
pub(super) struct Areas {
    all: Vec<(LinkId, Area)>,
    by_link: BTreeMap<LinkId, Vec<Area>>,
}

impl Areas {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The link of each, in order.
    pub fn links(&self) -> impl Iterator<Item = LinkId> {
        self.all.iter().map(|(link, _)| *link)
    }

    /// Those of a link.
    pub fn of_link(&self, link: LinkId) -> impl Iterator<Item = &Area> {
        self.by_link.get(&link).into_iter().flatten()
    }
}

/// Adds the annotations and names them in their pages. Each has the number in the parent tree
/// that follows those of the pages.
pub(super) fn add(document: &mut Document, pages: &Pages, page_ids: &[ObjectId]) -> Areas {
    let mut areas = Areas::default();
    for (page, page_id) in pages.pages.iter().zip(page_ids) {
        let mut annotations = Vec::new();
        for item in &page.items {
            let ItemKind::Link(link) = &item.kind else { continue };
            let key = (page_ids.len() + areas.len()) as i64;
            let annotation = annotation(link, item.at, pages, (*page_id, key), page_ids);
            let area = Area { page: *page_id, annotation: document.add_object(annotation) };
            areas.all.push((link.link, area));
            areas.by_link.entry(link.link).or_default().push(area);
            annotations.push(Object::Reference(area.annotation));
        }
        if let Ok(page) = document.get_dictionary_mut(*page_id) {
            page.remove(b"Annots");
            if !annotations.is_empty() {
                page.set("Annots", annotations);
            }
        }
    }
    areas
}

fn annotation(
    link: &LinkArea,
    at: Point,
    pages: &Pages,
    (page, key): (ObjectId, i64),
    page_ids: &[ObjectId],
) -> lopdf::Dictionary {
    let height = pages.size.height;
    let top = height - at.y;
    let corners = [at.x, top - link.size.height, at.x + link.size.width, top];
    let corners = corners.map(|length| Object::Real(milli(length) as f32 / 1000.0));
    let mut annotation = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => corners.to_vec(),
        // No frame around it, and printed or not as the page is.
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => 4,
        "P" => page,
        "StructParent" => key,
        "Contents" => words(description(link, pages)),
    };
    match &link.to {
        Destination::Address(address) => {
            let action = dictionary! {
                "S" => "URI",
                "URI" => Object::string_literal(ascii_address(address)),
            };
            annotation.set("A", action);
        }
        Destination::Place { .. } => {
            if let Some(place) = place(&link.to, height, page_ids) {
                annotation.set("Dest", place);
            }
        }
    }
    annotation
}

/// What a link is, in words: its own, or else those of where it leads.
fn description<'a>(link: &'a LinkArea, pages: &'a Pages) -> &'a str {
    match &link.to {
        _ if !link.words.is_empty() => &link.words,
        Destination::Address(address) => address,
        Destination::Place { page, .. } => {
            pages.pages.get(*page as usize).map_or("", |page| &page.label)
        }
    }
}

/// A place in the document as an explicit destination: its page, with the point at the top left
/// of the window and the reader's own magnification. None for an address.
pub(super) fn place(
    to: &Destination,
    height: Length,
    page_ids: &[ObjectId],
) -> Option<Vec<Object>> {
    let Destination::Place { page, at, .. } = to else { return None };
    let page = page_ids.get(*page as usize)?;
    let number = |length| Object::Real(milli(length) as f32 / 1000.0);
    let (left, top) = (number(at.x), number(height - at.y));
    Some(vec![(*page).into(), "XYZ".into(), left, top, Object::Null])
}

/// An address in seven bits: other characters as the percent-encoded bytes of their UTF-8.
fn ascii_address(address: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("%{byte:02X}").as_bytes());
        }
    }
    out
}
