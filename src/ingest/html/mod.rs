//! Web pages, read as a browser would read them.
//!
//! The reading text of a page is the text nodes of its body in document order, after tree
//! building by the HTML standard with scripting off; script, style, template and comments are no
//! text. Everything else that the page says in its mark-up becomes passages and inlines.

mod element;
mod tree;
mod walk;

use crate::book::{
    Effect, Finding, Head, Inline, Language, Limits, Rule, Severity, SourcePage, Text,
    each_text, one_space, text_of,
};

use super::Read;
use super::images::Images;
use tree::{NodeId, NodeKind, Tree};

/// The rules of this reader.
pub(super) static RULES: &[&Rule] = &[&PAGE_CLASS, &TOO_DEEP, &WIDE_CELL];

static PAGE_CLASS: Rule = Rule {
    id: "page/class",
    effect: Effect::Normalises,
    does: "An element whose class name says that it holds a page number becomes the mark of \
           that page; arrows beside it, from one such number to the next, go with it.",
    why: "The number belongs to the printed source's margin, not to the sentence it stands in.",
    example: "<span class=\"pagenum\">[Pg 31]</span>",
};

static TOO_DEEP: Rule = Rule {
    id: "nesting/too-deep",
    effect: Effect::Notices,
    does: "Where more elements are open at once than the limit (256), further start tags are \
           left out; their text stays.",
    why: "No transcription nests that deep, and a page that does would take time with the \
          square of its depth.",
    example: "<div><div><div>… (ten thousand times)",
};

static WIDE_CELL: Rule = Rule {
    id: "table/span",
    effect: Effect::Notices,
    does: "A cell that says it covers more rows or columns than the limit (1000) covers so many.",
    why: "No table has as many, and a cell that claims a million would take their room.",
    example: "<td colspan=\"1000000\">",
};

/// Comments with a number (`<!--156-->`, `<!-- p. 7 -->`) that must rise through a page before
/// they are taken for page numbers.
const FEWEST_PAGE_COMMENTS: usize = 3;

/// Reads a page. `start` is the place of its first character in the work's reading text.
pub(super) fn read(text: &str, start: u32, images: &mut Images<'_>, limits: Limits) -> Read {
    let tree = Tree::parse(text, limits.nesting);
    let head = head(&tree);
    let mut read = Read { head, ..Read::default() };
    let body = tree.root().and_then(|root| tree.child(root, "body"));
    if let Some(body) = body {
        let walked =
            walk::walk(&tree, body, start, &page_comments(&tree), images, limits.table_span);
        read.reading = walked.reading;
        read.passages = walked.passages;
        if walked.wide_cells > 0 {
            let (cells, most) = (walked.wide_cells, limits.table_span);
            let message =
                format!("{cells} cells claim more than {most} rows or columns and got so many");
            read.findings.push(noticed(&WIDE_CELL, message));
        }
    }
    if tree.flattened > 0 {
        let (elements, most) = (tree.flattened, limits.nesting);
        let message = format!(
            "{elements} elements stood deeper than {most} others and were taken as plain text"
        );
        read.findings.push(noticed(&TOO_DEEP, message));
    }
    read
}

/// A warning about a page as a whole.
fn noticed(rule: &'static Rule, message: String) -> Finding {
    Finding { rule, severity: Severity::Warning, place: None, message, hint: None }
}

/// Why a page is not read at all: its reader would take forever.
pub(super) fn refused(text: &str) -> Option<String> {
    tree::too_many(text).then(|| "it has a tag with thousands of attributes".into())
}

/// How many words a page shows.
pub(super) fn words(text: &str) -> usize {
    if refused(text).is_some() {
        return 0;
    }
    let tree = Tree::parse(text, Limits::default().nesting);
    let mut shown = String::new();
    for node in tree.walk() {
        match tree.kind(node) {
            NodeKind::Text(text) if !within_head(&tree, node) => shown.push_str(text),
            _ => shown.push(' '),
        }
    }
    shown.split_whitespace().count()
}

/// The lines of a page as its blocks part them, each with single spaces; none of a page that is not
/// read. The cells of a row are one line.
pub(super) fn lines(text: &str) -> Vec<String> {
    if refused(text).is_some() {
        return Vec::new();
    }
    let tree = Tree::parse(text, Limits::default().nesting);
    let mut lines: Vec<String> = vec![String::new()];
    let mut last = None;
    for node in tree.walk() {
        match (tree.kind(node), element::element(&tree, node)) {
            (NodeKind::Text(text), _) if !within_head(&tree, node) => {
                let block = block_of(&tree, node);
                if last.replace(block).is_some_and(|last| last != block) {
                    lines.push(String::new());
                }
                if let Some(line) = lines.last_mut() {
                    line.push_str(text);
                }
            }
            (NodeKind::Element(..), element::Element::Break) => lines.push(String::new()),
            (NodeKind::Element(..), element::Element::Cell) => {
                if let Some(line) = lines.last_mut() {
                    line.push(' ');
                }
            }
            _ => {}
        }
    }
    lines.iter().map(|line| one_space(line)).filter(|line| !line.is_empty()).collect()
}

/// The block that a node's words stand in. The tree is at most some hundred levels deep.
fn block_of(tree: &Tree, node: NodeId) -> Option<NodeId> {
    let inline = |node: &NodeId| {
        matches!(
            element::element(tree, *node),
            element::Element::Inline | element::Element::Cell
        )
    };
    std::iter::successors(tree.parent(node), |node| tree.parent(*node))
        .find(|node| !inline(node))
}

/// Whether a node stands where its characters are not shown.
fn within_head(tree: &Tree, node: NodeId) -> bool {
    tree.parent(node)
        .is_some_and(|parent| matches!(tree.name(parent), "title" | "script" | "style"))
}

/// The links of a page with their words, in document order; none of a page that is not read.
pub(super) fn links(text: &str) -> Vec<(String, String)> {
    if refused(text).is_some() {
        return Vec::new();
    }
    let tree = Tree::parse(text, Limits::default().nesting);
    let body = tree.root().and_then(|root| tree.child(root, "body"));
    let mut links: Vec<(String, String)> = Vec::new();
    // The words of a link are the text nodes until its element ends: the first node that is not
    // inside it.
    let mut open: Option<NodeId> = None;
    for node in tree.walk() {
        if let Some(link) = open
            && !inside(&tree, node, link)
        {
            open = None;
        }
        match tree.kind(node) {
            NodeKind::Element(..) if tree.name(node) == "a" && body.is_some() => {
                if let Some(address) = tree.attribute(node, "href") {
                    links.push((address.trim().to_owned(), String::new()));
                    open = Some(node);
                }
            }
            NodeKind::Element(..) if tree.name(node) == "img" => {
                if let (Some(_), Some((_, words))) = (open, links.last_mut()) {
                    words.push_str(tree.attribute(node, "alt").unwrap_or_default());
                }
            }
            NodeKind::Text(text) => {
                if let (Some(_), Some((_, words))) = (open, links.last_mut()) {
                    words.push_str(text);
                }
            }
            _ => {}
        }
    }
    links
}

/// Whether `node` stands under `ancestor`. The tree is at most some hundred levels deep.
fn inside(tree: &Tree, node: NodeId, ancestor: NodeId) -> bool {
    std::iter::successors(Some(node), |node| tree.parent(*node)).any(|node| node == ancestor)
}

/// What the page says of itself outside its body.
fn head(tree: &Tree) -> Head {
    let mut head = Head::default();
    let Some(root) = tree.root() else { return head };
    head.language = element::language(tree, root)
        .or_else(|| element::language(tree, tree.child(root, "body")?));
    let Some(element) = tree.child(root, "head") else { return head };
    let mut base = None;
    for node in tree.children(element) {
        let attribute = |name| tree.attribute(node, name).map(one_space);
        match tree.name(node) {
            "title" if head.title.is_none() => {
                let words: String = tree
                    .children(node)
                    .filter_map(|child| match tree.kind(child) {
                        NodeKind::Text(text) => Some(&**text),
                        _ => None,
                    })
                    .collect();
                head.title = Some(one_space(&words)).filter(|title| !title.is_empty());
            }
            "meta" => {
                let name = attribute("name").or_else(|| attribute("http-equiv"));
                let name = name.unwrap_or_default().to_lowercase();
                let content = attribute("content").filter(|content| !content.is_empty());
                match name.as_str() {
                    "author" | "dc.creator" => head.author = head.author.or(content),
                    "description" | "dc.description" => {
                        head.description = head.description.or(content);
                    }
                    "keywords" | "classification" | "subject" | "dc.subject" => {
                        let several = content.unwrap_or_default();
                        head.subjects.extend(subjects(&several));
                    }
                    "content-language" | "dc.language" => {
                        let tag = content.as_deref().and_then(Language::from_tag);
                        head.language = head.language.or(tag);
                    }
                    _ => {}
                }
            }
            "base" => base = base.or_else(|| attribute("href")),
            "link" => {
                let rel = attribute("rel").unwrap_or_default().to_lowercase();
                if rel.split(' ').any(|rel| rel == "canonical") {
                    head.address = head.address.or_else(|| attribute("href"));
                }
            }
            _ => {}
        }
    }
    let absolute = |address: &String| address.starts_with("http");
    head.address = head.address.filter(absolute).or_else(|| base.filter(absolute));
    head
}

/// The subjects of a list such as keywords are given in.
fn subjects(list: &str) -> impl Iterator<Item = String> {
    list.split([',', ';']).map(one_space).filter(|subject| !subject.is_empty())
}

/// The comments of the page that hold page numbers, by node: numbers that rise from comment to
/// comment, and several of them, or none at all.
fn page_comments(tree: &Tree) -> Vec<(NodeId, String)> {
    let mut found: Vec<(NodeId, String)> = Vec::new();
    let mut rises = true;
    let mut last = 0;
    for node in tree.walk() {
        let NodeKind::Comment(comment) = tree.kind(node) else { continue };
        let number = comment.trim().trim_start_matches(['p', 'P', 'S', '.', ' ']);
        if number.is_empty() || number.len() > 4 || !number.bytes().all(|b| b.is_ascii_digit())
        {
            continue;
        }
        let page: u32 = number.parse().unwrap_or(0);
        rises &= page > last;
        last = page;
        found.push((node, number.to_owned()));
    }
    if found.len() < FEWEST_PAGE_COMMENTS || !rises {
        found.clear();
    }
    found.sort_unstable_by_key(|(node, _)| *node);
    found
}

/// The mark of a page from the words of an element that says it holds one. Words that are no
/// folio stay text.
fn page_mark(content: Vec<Inline>) -> Vec<Inline> {
    let words = text_of(&content);
    let Some(label) = folio(&words) else { return content };
    let mut mark = Text::default();
    each_text(&content, &mut |text| mark.append(text.clone()));
    let end = mark.as_str().len();
    mark.replace(0..end, "", &PAGE_CLASS);
    let mut inlines = Vec::new();
    anchors(&content, &mut inlines);
    inlines.push(Inline::SourcePage(SourcePage { label, mark: Some(mark) }));
    inlines
}

/// What is left of the arrow beside a page mark: its record. Words that are no arrow stay text.
fn page_arrow(content: Vec<Inline>) -> Vec<Inline> {
    if !text_of(&content).chars().all(|c| "<>«»‹›←→ ".contains(c)) {
        return content;
    }
    let mut arrow = Text::default();
    each_text(&content, &mut |text| arrow.append(text.clone()));
    let end = arrow.as_str().len();
    arrow.replace(0..end, "", &PAGE_CLASS);
    let mut inlines = Vec::new();
    anchors(&content, &mut inlines);
    inlines.push(Inline::Text(arrow));
    inlines
}

/// The folio in words like `[Pg 31]`, `{xii}`, `S. 7`: figures or small roman numerals.
fn folio(words: &str) -> Option<String> {
    let bare = words.trim().trim_matches(['[', ']', '(', ')', '{', '}', '|', '<', '>', ' ']);
    let bare = ["Page", "page", "Pg", "pg", "p.", "P.", "S."]
        .iter()
        .find_map(|word| bare.strip_prefix(word))
        .unwrap_or(bare);
    let bare = bare.trim_matches(['.', ' ', '\u{a0}', '\n']);
    let figures =
        !bare.is_empty() && bare.len() <= 5 && bare.bytes().all(|b| b.is_ascii_digit());
    let roman =
        !bare.is_empty() && bare.len() <= 8 && bare.chars().all(|c| "ivxlcIVXLC".contains(c));
    (figures || roman).then(|| bare.to_owned())
}

/// The anchors among `content`, wherever they stand in it.
fn anchors(content: &[Inline], found: &mut Vec<Inline>) {
    for inline in content {
        match inline {
            Inline::Anchor(_) => found.push(inline.clone()),
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                anchors(inner, found);
            }
            _ => {}
        }
    }
}
