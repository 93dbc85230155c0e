//! The structure tree: what the marked content of the pages means, for those who listen to the
//! book, reflow it or copy from it (ISO 32000-1, 14.7 and 14.8).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::PdfError;
use super::content::Marks;
use super::grid;
use super::links::Areas;
use super::number::milli;
use super::words::words;
use crate::book::{ItemKind, ItemTag, Kid, Node, NodeId, NodeTag, Pages};

/// The structure type that each piece of content is marked with, by
/// [`ContentId`](crate::book::ContentId): that of its node.
pub(super) fn content_names(pages: &Pages) -> Vec<&'static str> {
    let node_of = |node: &NodeId| pages.structure.get(node.0 as usize);
    pages.content.iter().map(|node| node_of(node).map_or("Span", |n| name(n.tag))).collect()
}

/// The standard structure type.
fn name(tag: NodeTag) -> &'static str {
    match tag {
        NodeTag::Document => "Document",
        NodeTag::Part => "Part",
        NodeTag::Section => "Sect",
        NodeTag::Division => "Div",
        NodeTag::Heading(0 | 1) => "H1",
        NodeTag::Heading(2) => "H2",
        NodeTag::Heading(3) => "H3",
        NodeTag::Heading(4) => "H4",
        NodeTag::Heading(5) => "H5",
        // There is no seventh level.
        NodeTag::Heading(_) => "H6",
        NodeTag::Paragraph => "P",
        NodeTag::Quotation => "BlockQuote",
        NodeTag::List => "L",
        NodeTag::Item => "LI",
        NodeTag::Label => "Lbl",
        NodeTag::ItemBody => "LBody",
        NodeTag::Table => "Table",
        NodeTag::Row => "TR",
        NodeTag::HeadCell { .. } => "TH",
        NodeTag::Cell { .. } => "TD",
        NodeTag::Figure => "Figure",
        NodeTag::Caption => "Caption",
        NodeTag::Note => "Note",
        NodeTag::Reference => "Reference",
        NodeTag::Link => "Link",
        NodeTag::Span => "Span",
        NodeTag::Contents => "TOC",
        NodeTag::ContentsItem => "TOCI",
    }
}

/// Adds the structure tree and gives its root, for the catalogue.
///
/// # Errors
/// Where a node stands in no other, or in two.
pub(super) fn add(
    document: &mut Document,
    pages: &Pages,
    page_ids: &[ObjectId],
    marks: &Marks,
    areas: &Areas,
) -> Result<ObjectId, PdfError> {
    let root = document.new_object_id();
    let elements: Vec<ObjectId> =
        pages.structure.iter().map(|_| document.new_object_id()).collect();
    let parents = parents(&pages.structure)?;
    let boxes = figure_boxes(pages);
    let amendments = grid::amend(&pages.structure);
    let mut names = BTreeMap::new();
    for (index, node) in pages.structure.iter().enumerate() {
        let parent = match parents[index] {
            Some(parent) => elements[parent],
            None => root,
        };
        let mut element = dictionary! {
            "Type" => "StructElem",
            "S" => name(node.tag),
            "P" => parent,
        };
        let mut kids = kids(node, &elements, page_ids, marks, areas, &mut element);
        for columns in amendments.missing.get(&index).into_iter().flatten() {
            kids.push(document.add_object(empty_cell(elements[index], *columns)).into());
        }
        if kids.len() > 1 {
            element.set("K", kids);
        } else if let Some(kid) = kids.pop() {
            element.set("K", kid);
        }
        if let Some(language) = &node.language {
            element.set("Lang", words(language.tag()));
        }
        if let Some(alt) = &node.alt {
            element.set("Alt", words(alt));
        }
        let tag = amended(node.tag, amendments.spans.get(&index));
        if let Some(attributes) = attributes(tag, boxes.get(&index)) {
            element.set("A", attributes);
        }
        if node.tag == NodeTag::Note {
            let id = format!("note-{index:08}");
            element.set("ID", Object::string_literal(id.as_str()));
            names.insert(id, elements[index]);
        }
        document.set_object(elements[index], element);
    }

    let parent_tree = parent_tree(document, pages, &elements, marks, areas);
    let mut tree = dictionary! {
        "Type" => "StructTreeRoot",
        "ParentTree" => parent_tree,
        "ParentTreeNextKey" => (page_ids.len() + areas.len()) as i64,
    };
    if let Some(document_element) = elements.first() {
        tree.set("K", Object::Array(vec![Object::Reference(*document_element)]));
    }
    if let (Some(first), Some(last)) = (names.keys().next(), names.keys().next_back()) {
        let limits = [first, last].map(|name| Object::string_literal(name.as_str()));
        let pairs = names
            .iter()
            .flat_map(|(name, id)| [Object::string_literal(name.as_str()), (*id).into()]);
        let leaf = document.add_object(dictionary! {
            "Limits" => limits.to_vec(),
            "Names" => pairs.collect::<Vec<Object>>(),
        });
        let kids = vec![Object::Reference(leaf)];
        tree.set("IDTree", document.add_object(dictionary! { "Kids" => kids }));
    }
    document.set_object(root, tree);
    Ok(root)
}

/// The parent of each node; none for the document itself.
fn parents(nodes: &[Node]) -> Result<Vec<Option<usize>>, PdfError> {
    let mut parents = vec![None; nodes.len()];
    for (index, node) in nodes.iter().enumerate() {
        for kid in &node.kids {
            let Kid::Node(kid) = kid else { continue };
            match parents.get_mut(kid.0 as usize) {
                Some(parent @ None) if kid.0 != 0 => *parent = Some(index),
                _ => {
                    let message = format!("node {} of the structure cannot stand here", kid.0);
                    return Err(PdfError { message });
                }
            }
        }
    }
    match parents.iter().skip(1).position(Option::is_none) {
        Some(stray) => {
            let message = format!("node {} of the structure stands nowhere", stray + 1);
            Err(PdfError { message })
        }
        None => Ok(parents),
    }
}

/// The children of an element. Marked content is named by its number alone where it stands on
/// the element's page, which is set to that of its first.
fn kids(
    node: &Node,
    elements: &[ObjectId],
    page_ids: &[ObjectId],
    marks: &Marks,
    areas: &Areas,
    element: &mut Dictionary,
) -> Vec<Object> {
    let mut kids: Vec<Object> = Vec::with_capacity(node.kids.len());
    let mut home = None;
    for kid in &node.kids {
        match kid {
            Kid::Node(node) => {
                kids.extend(elements.get(node.0 as usize).map(|id| (*id).into()))
            }
            Kid::Content(content) => {
                for mark in marks.of_content.get(content.0 as usize).into_iter().flatten() {
                    let Some(page) = page_ids.get(mark.page as usize) else { continue };
                    if *home.get_or_insert(*page) == *page {
                        kids.push(Object::Integer(mark.id.into()));
                    } else {
                        kids.push(Object::Dictionary(dictionary! {
                            "Type" => "MCR",
                            "Pg" => *page,
                            "MCID" => i64::from(mark.id),
                        }));
                    }
                }
            }
            Kid::Link(link) => {
                kids.extend(areas.of_link(*link).map(|area| {
                    Object::Dictionary(dictionary! {
                        "Type" => "OBJR",
                        "Pg" => area.page,
                        "Obj" => area.annotation,
                    })
                }));
            }
        }
    }
    if let Some(page) = home {
        element.set("Pg", page);
    }
    kids
}

/// A cell's tag with the columns and rows that it covers in the whole grid.
fn amended(tag: NodeTag, span: Option<&(u16, u16)>) -> NodeTag {
    match (tag, span) {
        (NodeTag::HeadCell { of_row, .. }, Some(&(columns, rows))) => {
            NodeTag::HeadCell { columns, rows, of_row }
        }
        (NodeTag::Cell { .. }, Some(&(columns, rows))) => NodeTag::Cell { columns, rows },
        _ => tag,
    }
}

/// A cell that fills up its row.
fn empty_cell(row: ObjectId, columns: u16) -> Dictionary {
    let tag = NodeTag::Cell { columns, rows: 1 };
    let mut cell = dictionary! { "Type" => "StructElem", "S" => name(tag), "P" => row };
    if let Some(attributes) = attributes(tag, None) {
        cell.set("A", attributes);
    }
    cell
}

/// The attributes that a structure type must have to be understood.
fn attributes(tag: NodeTag, figure: Option<&[i64; 4]>) -> Option<Dictionary> {
    let span = |attributes: &mut Dictionary, columns: u16, rows: u16| {
        if columns > 1 {
            attributes.set("ColSpan", i64::from(columns));
        }
        if rows > 1 {
            attributes.set("RowSpan", i64::from(rows));
        }
    };
    match tag {
        NodeTag::HeadCell { columns, rows, of_row } => {
            let scope = if of_row { "Row" } else { "Column" };
            let mut attributes = dictionary! { "O" => "Table", "Scope" => scope };
            span(&mut attributes, columns, rows);
            Some(attributes)
        }
        NodeTag::Cell { columns, rows } if columns > 1 || rows > 1 => {
            let mut attributes = dictionary! { "O" => "Table" };
            span(&mut attributes, columns, rows);
            Some(attributes)
        }
        NodeTag::Figure => {
            let mut attributes = dictionary! { "O" => "Layout", "Placement" => "Block" };
            if let Some(corners) = figure {
                let corners = corners.map(|milli| Object::Real(milli as f32 / 1000.0));
                attributes.set("BBox", corners.to_vec());
            }
            Some(attributes)
        }
        _ => None,
    }
}

/// The corners of each figure's image on its page, by node, in thousandths of a point.
fn figure_boxes(pages: &Pages) -> BTreeMap<usize, [i64; 4]> {
    let mut boxes = BTreeMap::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        let (ItemKind::Image(_, size), ItemTag::Content(content)) = (&item.kind, item.tag)
        else {
            continue;
        };
        let Some(node) = pages.content.get(content.0 as usize) else { continue };
        let top = pages.size.height - item.at.y;
        let corners = [item.at.x, top - size.height, item.at.x + size.width, top].map(milli);
        boxes.entry(node.0 as usize).or_insert(corners);
    }
    boxes
}

/// The way back: from each page's marked content, and from each annotation, to its element. The
/// keys are the pages' numbers, then the annotations'.
fn parent_tree(
    document: &mut Document,
    pages: &Pages,
    elements: &[ObjectId],
    marks: &Marks,
    areas: &Areas,
) -> ObjectId {
    let element = |node: Option<&NodeId>| {
        node.and_then(|node| elements.get(node.0 as usize))
            .map_or(Object::Null, |id| Object::Reference(*id))
    };
    let mut numbers: Vec<Object> = Vec::new();
    for (page, contents) in marks.on_page.iter().enumerate() {
        let owners =
            contents.iter().map(|content| element(pages.content.get(content.0 as usize)));
        let owners: Vec<Object> = owners.collect();
        let owners = document.add_object(Object::Array(owners));
        numbers.extend([Object::Integer(page as i64), owners.into()]);
    }
    let owners = link_owners(&pages.structure);
    for (number, link) in areas.links().enumerate() {
        let key = (marks.on_page.len() + number) as i64;
        numbers.extend([Object::Integer(key), element(owners.get(&link))]);
    }
    document.add_object(dictionary! { "Nums" => numbers })
}

/// The node that each link belongs to.
fn link_owners(nodes: &[Node]) -> BTreeMap<crate::book::LinkId, NodeId> {
    let mut owners = BTreeMap::new();
    for (index, node) in nodes.iter().enumerate() {
        for kid in &node.kids {
            if let Kid::Link(link) = kid {
                owners.insert(*link, NodeId(u32::try_from(index).unwrap_or(u32::MAX)));
            }
        }
    }
    owners
}
