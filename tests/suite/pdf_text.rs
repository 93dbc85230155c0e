//! What a PDF says, by its structure tree, is what its pages say.

use offprint::book::{
    Book, ContentId, Edition, ItemKind, ItemTag, Kid, NodeId, Pages, Source, Work,
};
use offprint::{Design, Fonts};

use crate::pdf_readback::{text_by_structure, with_plain_spaces};
use crate::program::{entries, project};
use crate::specimen;

#[test]
fn the_structure_tree_says_what_the_pages_say() {
    for path in texts() {
        let bytes = std::fs::read(&path).expect("a text");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let source = Source { name, bytes, address: None };
        let work = Work { name: "book".into(), pages: vec![source], ..Work::default() };
        let draft = offprint::understand(&work).expect("a book").value;
        says_what_its_pages_say(&path.to_string_lossy(), &draft.book);
    }
    says_what_its_pages_say("the specimen", &specimen::book());
}

fn says_what_its_pages_say(name: &str, book: &Book) {
    let edition = Edition::default();
    let pages = offprint::typeset(book, &Design::default(), &Fonts::bundled(), &edition).value;
    let pdf = offprint::write_pdf(book, &pages, &edition).expect("a PDF");
    assert_eq!(text_by_structure(&pdf), text_of_pages(&pages), "{name}");

    let again = offprint::write_pdf(book, &pages, &edition).expect("a PDF");
    assert!(pdf == again, "{name}: the second PDF of one run differs");
}

/// The single texts of `source/` and of `tests/conformance/books/`.
fn texts() -> Vec<std::path::PathBuf> {
    let folders = ["source", "tests/conformance/books"];
    let mut paths: Vec<_> =
        folders.iter().flat_map(|folder| entries(&project().join(folder))).collect();
    paths.retain(|path| {
        path.extension().is_some_and(|extension| extension == "txt" || extension == "html")
    });
    paths
}

/// The texts of the runs of each node, in the order of the structure and, within a piece of
/// content, of the pages. Spaces of all widths count as one.
fn text_of_pages(pages: &Pages) -> String {
    let mut of_content = vec![String::new(); pages.content.len()];
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let (ItemKind::Glyphs(run), ItemTag::Content(ContentId(content))) =
            (&item.kind, item.tag)
        {
            let text = &mut of_content[content as usize];
            match (run.glyphs.first(), run.glyphs.last()) {
                // From right to left glyphs stand in the order of the page, and readers know.
                (Some(first), Some(last)) if first.cluster > last.cluster => {
                    text.extend(run.text.chars().rev());
                }
                _ => text.push_str(&run.text),
            }
        }
    }
    let mut out = String::new();
    let mut waiting = vec![Kid::Node(NodeId(0))];
    while let Some(kid) = waiting.pop() {
        match kid {
            Kid::Node(node) => {
                waiting.extend(pages.structure[node.0 as usize].kids.iter().rev());
            }
            Kid::Content(content) => out.push_str(&of_content[content.0 as usize]),
            Kid::Link(_) => {}
        }
    }
    with_plain_spaces(&out)
}
