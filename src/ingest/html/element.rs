//! What the elements of a page mean for its text.

use crate::book::{Align, EnclosureKind, Language, Marker, Style};

use super::tree::{NodeId, NodeKind, Tree};

/// What an element is to the reader of its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Its characters are no text: a script, a style sheet, a template.
    Hidden,
    /// A line end.
    Break,
    /// A rule across the page.
    Rule,
    /// An image.
    Image,
    /// Begins and ends a block.
    Block(Block),
    /// Stands in the line.
    Inline,
    /// A table, a part of one that holds rows, a row, a cell, a caption.
    Table,
    RowGroup,
    Row,
    Cell,
    Caption,
}

/// What a block element makes of the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Nothing but a block.
    Plain,
    /// A paragraph.
    Paragraph,
    /// A heading of this level.
    Heading(u8),
    /// Lines as they stand.
    Lines,
    /// Everything in it is centred.
    Centre,
    /// A division.
    Division,
    /// A quotation.
    Quotation,
    /// A list.
    List(Marker),
    /// An item of a list.
    Item,
    /// A term of a definition list.
    Term,
    /// What is said of a term.
    Definition,
}

/// What the element `node` is, by its name and attributes.
pub(super) fn element(tree: &Tree, node: NodeId) -> Element {
    let block = match tree.name(node) {
        "script" | "style" | "template" => return Element::Hidden,
        "br" => return Element::Break,
        "hr" => return Element::Rule,
        "img" => return Element::Image,
        "table" => return Element::Table,
        "thead" | "tbody" | "tfoot" => return Element::RowGroup,
        "tr" => return Element::Row,
        "td" | "th" => return Element::Cell,
        "caption" => return Element::Caption,
        "p" => group_level(tree, node).map_or(Block::Paragraph, Block::Heading),
        "h1" => Block::Heading(1),
        "h2" => Block::Heading(2),
        "h3" => Block::Heading(3),
        "h4" => Block::Heading(4),
        "h5" => Block::Heading(5),
        "h6" => Block::Heading(6),
        "pre" | "xmp" | "listing" | "plaintext" => Block::Lines,
        "center" => Block::Centre,
        "div" | "section" | "article" | "aside" | "nav" | "header" | "footer" | "main"
        | "figure" => Block::Division,
        "blockquote" => Block::Quotation,
        "ul" | "dir" | "menu" => Block::List(Marker::Bullet),
        "ol" => Block::List(numbering(tree, node)),
        "dl" => Block::List(Marker::None),
        "li" => Block::Item,
        "dt" => Block::Term,
        "dd" => Block::Definition,
        "address" | "body" | "details" | "dialog" | "fieldset" | "figcaption" | "form"
        | "frameset" | "hgroup" | "legend" | "noframes" | "noscript" | "optgroup"
        | "option" | "search" | "select" | "summary" => Block::Plain,
        _ => return Element::Inline,
    };
    Element::Block(block)
}

/// The level of the heading that a paragraph belongs to, as the HTML standard groups the lines of
/// one: `<hgroup><h2>III</h2><p>Socialist Literature</p></hgroup>`.
fn group_level(tree: &Tree, node: NodeId) -> Option<u8> {
    let group = tree.parent(node).filter(|parent| tree.name(*parent) == "hgroup")?;
    tree.children(group).take(8).find_map(|child| {
        let number = tree.name(child).strip_prefix('h')?;
        number.parse().ok().filter(|level| (1..=6).contains(level))
    })
}

/// The style that an inline element gives its text, by its name, its class names and the few
/// properties that pages set by hand; outermost first.
pub(super) fn styles(tree: &Tree, node: NodeId) -> Vec<Style> {
    let mut styles = Vec::new();
    match tree.name(node) {
        "i" | "em" | "cite" | "dfn" | "var" => styles.push(Style::Emphasis),
        "b" | "strong" => styles.push(Style::Strong),
        "u" | "ins" => styles.push(Style::Underline),
        "s" | "strike" | "del" => styles.push(Style::Strike),
        "sup" => styles.push(Style::Superscript),
        "sub" => styles.push(Style::Subscript),
        "small" => styles.push(Style::Small),
        "big" => styles.push(Style::Large),
        "tt" | "code" | "kbd" | "samp" => styles.push(Style::Code),
        "font" => styles.extend(tree.attribute(node, "size").and_then(font_size)),
        _ => {}
    }
    if classes(tree, node).iter().any(|class| is_small_caps(class)) {
        styles.push(Style::SmallCaps);
    }
    if is_note_mark(tree, node) {
        styles.push(Style::Superscript);
    }
    if let Some(css) = tree.attribute(node, "style") {
        styles.extend(declarations(css).filter_map(|(name, value)| style_of(&name, &value)));
    }
    styles.dedup();
    styles
}

/// Whether a link says, as ebooks do, that it is the mark of a note; their style sheets raise it.
fn is_note_mark(tree: &Tree, node: NodeId) -> bool {
    let says = |name: &str, word: &str| {
        tree.attribute(node, name)
            .is_some_and(|words| words.split_ascii_whitespace().any(|one| one == word))
    };
    says("epub:type", "noteref") || says("role", "doc-noteref")
}

/// Whether a class name is one of those by which archives call small capitals.
fn is_small_caps(class: &str) -> bool {
    matches!(class, "smc" | "sc" | "smcap" | "smallcaps" | "small-caps" | "smallcap")
}

/// The style that a declaration in a `style` attribute asks for.
fn style_of(name: &str, value: &str) -> Option<Style> {
    match (name, value) {
        ("font-variant", "small-caps") => Some(Style::SmallCaps),
        ("font-style", "italic" | "oblique") => Some(Style::Emphasis),
        ("font-weight", "bold" | "bolder" | "600" | "700" | "800" | "900") => {
            Some(Style::Strong)
        }
        ("text-decoration", "underline") => Some(Style::Underline),
        ("text-decoration", "line-through") => Some(Style::Strike),
        ("vertical-align", "super") => Some(Style::Superscript),
        ("vertical-align", "sub") => Some(Style::Subscript),
        ("font-size", "smaller" | "small" | "x-small" | "xx-small") => Some(Style::Small),
        ("font-size", "larger" | "large" | "x-large" | "xx-large") => Some(Style::Large),
        ("font-size", _) => {
            let number = value.trim_end_matches(|c: char| !c.is_ascii_digit());
            let size: f32 = number.parse().ok()?;
            let natural = match &value[number.len()..] {
                "%" => 100.0,
                "em" | "rem" => 1.0,
                _ => return None,
            };
            match size / natural {
                part if part < 0.95 => Some(Style::Small),
                part if part > 1.05 => Some(Style::Large),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `<font size>`: 3 is the size of the surroundings, a sign makes it relative.
fn font_size(size: &str) -> Option<Style> {
    let size = size.trim();
    let steps: i32 = match size.parse::<i32>() {
        Ok(steps) if size.starts_with(['+', '-']) => steps,
        Ok(size) => size - 3,
        Err(_) => return None,
    };
    match steps {
        ..0 => Some(Style::Small),
        0 => None,
        _ => Some(Style::Large),
    }
}

/// Where the lines of an element stand, by its `align` or its `style`; none where it says
/// nothing.
pub(super) fn align(tree: &Tree, node: NodeId) -> Option<Align> {
    let css = tree.attribute(node, "style").and_then(|css| {
        declarations(css).filter(|(name, _)| name == "text-align").map(|(_, v)| v).last()
    });
    let value = css.or_else(|| Some(tree.attribute(node, "align")?.trim().to_lowercase()))?;
    match value.as_str() {
        "center" | "middle" | "-moz-center" | "-webkit-center" => Some(Align::Centre),
        "right" | "end" => Some(Align::End),
        "left" | "justify" | "start" => Some(Align::Natural),
        _ => None,
    }
}

/// What has more words than this is running text, which nobody centres.
pub(super) const MOST_CENTRED: usize = 40;

/// Nodes in a centring element that are looked at.
const MOST_LOOKED_AT: usize = 2048;

/// Whether a centring element was left open: two paragraphs of running text stand in it, and no
/// page centres that much of its text. A browser does, and its reader sees that it is a slip.
pub(super) fn is_left_open(tree: &Tree, node: NodeId) -> bool {
    let mut texts = 0;
    for below in tree.below(node).take(MOST_LOOKED_AT) {
        if tree.name(below) == "p" {
            let words =
                tree.below(below).take(MOST_LOOKED_AT).filter_map(|one| match tree.kind(one) {
                    NodeKind::Text(text) => {
                        Some(text.split_whitespace().take(MOST_CENTRED + 1).count())
                    }
                    _ => None,
                });
            texts += usize::from(words.sum::<usize>() > MOST_CENTRED);
            if texts == 2 {
                return true;
            }
        }
    }
    false
}

/// How many words a text has.
pub(super) fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The declarations of a `style` attribute, lower case.
fn declarations(css: &str) -> impl Iterator<Item = (String, String)> {
    css.split(';').filter_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let value = value.trim().trim_end_matches("!important").trim_end();
        Some((name.trim().to_lowercase(), value.to_lowercase()))
    })
}

/// An element's class names, lower case, in order.
pub(super) fn classes(tree: &Tree, node: NodeId) -> Vec<String> {
    let names = tree.attribute(node, "class").unwrap_or_default();
    names.split_ascii_whitespace().map(str::to_lowercase).collect()
}

/// The language that an element says its text is in.
pub(super) fn language(tree: &Tree, node: NodeId) -> Option<Language> {
    let tag = tree.attribute(node, "lang").or_else(|| tree.attribute(node, "xml:lang"))?;
    Language::from_tag(tag)
}

/// The names by which links can reach an element.
pub(super) fn anchors(tree: &Tree, node: NodeId) -> Vec<String> {
    let id = tree.attribute(node, "id").map(str::trim);
    let name = match tree.name(node) {
        "a" | "img" | "map" => tree.attribute(node, "name").map(str::trim),
        _ => None,
    };
    let mut anchors: Vec<String> = Vec::new();
    for anchor in [id, name].into_iter().flatten() {
        if !anchor.is_empty() && !anchors.iter().any(|known| known == anchor) {
            anchors.push(anchor.to_owned());
        }
    }
    anchors
}

/// What kind of enclosure a division is. Its element's name counts as a class name where it says
/// what stands in it; one with no name at all means nothing.
pub(super) fn division(tree: &Tree, node: NodeId) -> Option<(EnclosureKind, Vec<String>)> {
    let mut class = classes(tree, node);
    let verse = ["verse", "poem", "poetry", "stanza"];
    if class.iter().any(|name| verse.contains(&name.as_str())) {
        return Some((EnclosureKind::Verse, class));
    }
    match tree.name(node) {
        "div" | "main" | "section" => {}
        telling => class.push(telling.to_owned()),
    }
    if let Some(id) = tree.attribute(node, "id") {
        class.extend(id.split_ascii_whitespace().map(str::to_lowercase));
        class.dedup();
    }
    (!class.is_empty()).then_some((EnclosureKind::Division, class))
}

/// What stands before the items of an ordered list.
fn numbering(tree: &Tree, node: NodeId) -> Marker {
    let first = tree.attribute(node, "start").and_then(|start| start.trim().parse().ok());
    let first = first.unwrap_or(1);
    match tree.attribute(node, "type").map(str::trim) {
        Some("a") => Marker::Alpha(first),
        Some("A") => Marker::UpperAlpha(first),
        Some("i") => Marker::Roman(first),
        Some("I") => Marker::UpperRoman(first),
        _ => Marker::Decimal(first),
    }
}

/// How many rows or columns a cell claims to cover, by the attribute's text: its leading figures,
/// as the HTML standard reads numbers; at least one.
pub(super) fn cell_span(attribute: Option<&str>) -> u64 {
    let text = attribute.unwrap_or_default().trim_start();
    let figures = text.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let number = figures.parse().unwrap_or(if figures.is_empty() { 1 } else { u64::MAX });
    number.max(1)
}
