//! The text of a PDF, read back the way a screen reader does: by the structure tree, through the
//! fonts' tables of text.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// The text of a sequence of marked content, by its page and its number there.
type Marked = BTreeMap<(ObjectId, i64), String>;

/// The text of all elements, in the order of the structure tree.
pub fn text_by_structure(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).expect("a PDF");
    let marked = marked_content(&document);
    let root = document.catalog().expect("a catalogue").get_deref(b"StructTreeRoot", &document);
    let root = root.and_then(Object::as_dict).expect("a structure tree");
    let mut out = String::new();
    // Elements still to be read, each with the page that its numbers are of.
    let mut waiting: Vec<(&Object, Option<ObjectId>)> = kids(root, &document, None);
    waiting.reverse();
    while let Some((object, page)) = waiting.pop() {
        match object {
            Object::Integer(id) => out.push_str(&marked[&(page.expect("a page"), *id)]),
            Object::Dictionary(kid) if kid.has_type(b"MCR") => {
                let page = kid.get(b"Pg").and_then(Object::as_reference).expect("a page");
                let id = kid.get(b"MCID").and_then(Object::as_i64).expect("a number");
                out.push_str(&marked[&(page, id)]);
            }
            Object::Dictionary(kid) if kid.has_type(b"OBJR") => {}
            Object::Dictionary(element) => {
                let page = element.get(b"Pg").and_then(Object::as_reference).ok();
                let from = waiting.len();
                waiting.extend(kids(element, &document, page));
                waiting[from..].reverse();
            }
            other => panic!("{other:?} in the structure tree"),
        }
    }
    with_plain_spaces(&out)
}

/// A text with spaces of any width as one: many fonts have one glyph for several of them.
pub fn with_plain_spaces(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

fn kids<'a>(
    dictionary: &'a Dictionary,
    document: &'a Document,
    page: Option<ObjectId>,
) -> Vec<(&'a Object, Option<ObjectId>)> {
    let resolve = |object: &'a Object| match object {
        Object::Reference(id) => (document.get_object(*id).expect("an object"), page),
        other => (other, page),
    };
    match dictionary.get_deref(b"K", document) {
        Ok(Object::Array(kids)) => kids.iter().map(resolve).collect(),
        Ok(kid) => vec![(kid, page)],
        Err(_) => Vec::new(),
    }
}

fn marked_content(document: &Document) -> Marked {
    let mut marked = Marked::new();
    for page in document.get_pages().into_values() {
        let fonts = document.get_page_fonts(page).expect("fonts");
        let tables: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = fonts
            .into_iter()
            .map(|(name, font)| (name, table_of_text(font, document)))
            .collect();
        let content = document.get_page_content(page);
        let content = Content::decode(&content).expect("operations");
        let mut font = Vec::new();
        let mut open: Option<(i64, Option<String>)> = None;
        for operation in content.operations {
            match (operation.operator.as_str(), operation.operands.as_slice()) {
                ("Tf", [Object::Name(name), _]) => font = name.clone(),
                ("BDC", [_, Object::Dictionary(properties)]) => {
                    assert!(open.is_none(), "marked content within marked content");
                    let id = properties.get(b"MCID").and_then(Object::as_i64).unwrap_or(-1);
                    let replacement = properties.get(b"ActualText").ok();
                    let replacement = replacement
                        .map(|text| lopdf::decode_text_string(text).expect("a text"));
                    if id >= 0 {
                        marked.insert((page, id), replacement.clone().unwrap_or_default());
                    }
                    open = Some((id, replacement));
                }
                ("EMC", _) => open = None,
                ("TJ", [Object::Array(pieces)]) => {
                    let (id, replacement) = open.as_ref().expect("text in marked content");
                    if *id < 0 || replacement.is_some() {
                        continue;
                    }
                    let text = marked.get_mut(&(page, *id)).expect("an open sequence");
                    for piece in pieces {
                        let Object::String(codes, _) = piece else { continue };
                        for code in codes.chunks_exact(2) {
                            let code = u16::from_be_bytes([code[0], code[1]]);
                            text.push_str(&tables[&font][&code]);
                        }
                    }
                }
                ("Tj" | "'" | "\"", _) => panic!("text shown by {}", operation.operator),
                _ => {}
            }
        }
        assert!(open.is_none(), "marked content is left open");
    }
    marked
}

/// The ToUnicode table of a font, as printpdf writes it: in blocks of `bfchar`.
fn table_of_text(font: &Dictionary, document: &Document) -> BTreeMap<u16, String> {
    let stream = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream);
    let table = stream.and_then(|stream| stream.get_plain_content()).expect("a table of text");
    let table = String::from_utf8(table).expect("ASCII");
    let blocks = table.lines().skip_while(|line| !line.ends_with("beginbfchar"));
    let entries = blocks.filter_map(|line| {
        let (code, text) = line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
        let units: Vec<u16> = text
            .as_bytes()
            .chunks(4)
            .map(|unit| u16::from_str_radix(std::str::from_utf8(unit).unwrap(), 16).unwrap())
            .collect();
        Some((u16::from_str_radix(code, 16).ok()?, String::from_utf16(&units).ok()?))
    });
    entries.collect()
}
