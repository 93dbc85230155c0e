//! The outline: bookmarks, nested as the headings are.

use lopdf::{Document, Object, ObjectId, dictionary};

use super::links::place;
use super::words::words;
use crate::book::{OutlineEntry, Pages};

/// Adds the outline and gives its root for the catalogue; none for a book without entries.
pub(super) fn add(
    document: &mut Document,
    pages: &Pages,
    page_ids: &[ObjectId],
) -> Option<ObjectId> {
    if pages.outline.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = pages.outline.iter().map(|_| document.new_object_id()).collect();
    let families = families(&pages.outline);
    for (index, entry) in pages.outline.iter().enumerate() {
        let kin = families.of(index);
        let mut item = dictionary! {
            "Title" => words(&entry.title),
            "Parent" => kin.parent.map_or(root, |parent| ids[parent]),
        };
        if let Some(to) = place(&entry.to, pages.size.height, page_ids) {
            item.set("Dest", to);
        }
        for (key, sibling) in [("Prev", kin.previous), ("Next", kin.next)] {
            if let Some(sibling) = sibling {
                item.set(key, ids[sibling]);
            }
        }
        if let (Some(first), Some(last)) = (kin.children.first(), kin.children.last()) {
            item.set("First", ids[*first]);
            item.set("Last", ids[*last]);
            // Negative: the reader opens it.
            item.set("Count", -(kin.children.len() as i64));
        }
        document.set_object(ids[index], item);
    }
    let mut outline = dictionary! {
        "Type" => "Outlines",
        "Count" => families.top.len() as i64,
    };
    if let (Some(first), Some(last)) = (families.top.first(), families.top.last()) {
        outline.set("First", Object::Reference(ids[*first]));
        outline.set("Last", Object::Reference(ids[*last]));
    }
    document.set_object(root, outline);
    Some(root)
}

/// Where the entries stand to each other.
#[derive(Default)]
struct Families {
    top: Vec<usize>,
    kin: Vec<Kin>,
}

/// Where an entry stands.
#[derive(Clone, Default)]
struct Kin {
    parent: Option<usize>,
    previous: Option<usize>,
    next: Option<usize>,
    children: Vec<usize>,
}

impl Families {
    fn of(&self, entry: usize) -> &Kin {
        &self.kin[entry]
    }
}

/// Reads the nesting off the levels: an entry belongs to the nearest one before it that is of a
/// higher rank, be there a gap between their levels or not.
fn families(entries: &[OutlineEntry]) -> Families {
    let mut families = Families { top: Vec::new(), kin: vec![Kin::default(); entries.len()] };
    let mut open: Vec<usize> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        while open.last().is_some_and(|above| entries[*above].level >= entry.level) {
            open.pop();
        }
        let parent = open.last().copied();
        let siblings = match parent {
            Some(parent) => &mut families.kin[parent].children,
            None => &mut families.top,
        };
        let previous = siblings.last().copied();
        siblings.push(index);
        families.kin[index].parent = parent;
        families.kin[index].previous = previous;
        if let Some(previous) = previous {
            families.kin[previous].next = Some(index);
        }
        open.push(index);
    }
    families
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Destination;

    #[test]
    fn levels_nest_even_with_gaps() {
        let entry = |level| OutlineEntry {
            level,
            title: String::new(),
            to: Destination::Address(String::new()),
        };
        let families = families(&[1, 3, 2, 1, 2].map(entry));
        assert_eq!(families.top, [0, 3]);
        assert_eq!(families.of(0).children, [1, 2]);
        assert_eq!(families.of(3).children, [4]);
        assert_eq!(families.of(0).next, Some(3));
        assert_eq!(families.of(2).previous, Some(1));
    }
}
