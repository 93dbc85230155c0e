//! Pages as text: where every line stands, in what it is set, and what it says.

use super::{Outline, run};
use crate::book::{
    Artifact, Destination, GlyphRun, ItemKind, ItemTag, Kid, Length, Node, NodeId, NodeTag,
    Page, PageItem, Pages, Point, Size,
};

/// Pages: fonts, outline, each page with its lines, and the logical structure.
pub fn pages(pages: &Pages) -> String {
    let mut out = Outline::default();
    out.line(format!("pages {} {}", pages.pages.len(), size(pages.size)));
    out.within(|out| {
        out.field("title", Some(&pages.title));
        for author in &pages.authors {
            out.field("author", Some(author));
        }
        out.field("language", Some(&pages.language));
        for (nth, font) in pages.fonts.iter().enumerate() {
            out.field(&format!("font {nth}"), Some(&font.name));
        }
    });
    if !pages.outline.is_empty() {
        out.line("outline");
        for entry in &pages.outline {
            out.depth = usize::from(entry.level);
            out.line(format!("{} → {}", run::visible(&entry.title), destination(&entry.to)));
        }
        out.depth = 0;
    }
    for (nth, page) in pages.pages.iter().enumerate() {
        out.line("");
        show_page(nth, page, &mut out);
    }
    if !pages.structure.is_empty() {
        out.line("");
        out.line("structure");
        out.within(|out| show_structure(pages, out));
    }
    out.text
}

fn show_page(nth: usize, page: &Page, out: &mut Outline) {
    let side = if nth.is_multiple_of(2) { "recto" } else { "verso" };
    let starts = match page.starts_at {
        Some(spot) => format!(" starts at {}+{}", spot.block, spot.at),
        None => String::new(),
    };
    out.line(format!("page {} “{}” {side}{starts}", nth + 1, run::visible(&page.label)));
    out.within(|out| {
        let mut rest = page.items.as_slice();
        while let Some((first, after)) = rest.split_first() {
            rest = match &first.kind {
                ItemKind::Glyphs(glyphs) => show_line(first, glyphs, after, out),
                ItemKind::Rule(area) => {
                    out.line(format!("{} rule {}{}", point(first.at), size(*area), tag(first)));
                    after
                }
                ItemKind::Image(id, area) => {
                    let (at, nth) = (point(first.at), id.0 + 1);
                    out.line(format!("{at} image{nth} {}{}", size(*area), tag(first)));
                    after
                }
                ItemKind::Link(link) => {
                    let (at, words) = (point(first.at), run::visible(&link.words));
                    let (area, to) = (size(link.size), destination(&link.to));
                    out.line(format!("{at} link{} {area} “{words}” → {to}", link.link.0));
                    after
                }
            };
        }
    });
}

/// Shows the runs from `first` on that share its baseline as one line. Gives what follows them.
fn show_line<'a>(
    first: &PageItem,
    glyphs: &GlyphRun,
    mut rest: &'a [PageItem],
    out: &mut Outline,
) -> &'a [PageItem] {
    let mut line = format!("{} ", point(first.at));
    let mut font = (glyphs.font, glyphs.size);
    let mut end = first.at.x + width(glyphs);
    line.push_str(&setting(font));
    line.push_str(&format!(" “{}", run::visible(&glyphs.text)));
    while let Some((item, after)) = rest.split_first() {
        let ItemKind::Glyphs(next) = &item.kind else { break };
        if item.at.y != first.at.y || artifact(item) != artifact(first) {
            break;
        }
        if (next.font, next.size) != font {
            font = (next.font, next.size);
            line.push_str(&format!("” {} “", setting(font)));
        }
        line.push_str(&run::visible(&next.text));
        end = item.at.x + width(next);
        rest = after;
    }
    line.push_str(&format!("” to {}{}", length(end), tag(first)));
    out.line(line);
    rest
}

fn width(glyphs: &GlyphRun) -> Length {
    glyphs.glyphs.iter().map(|glyph| glyph.advance.length()).sum()
}

fn setting((font, size): (u16, Length)) -> String {
    format!("f{font}/{}", length(size))
}

fn artifact(item: &PageItem) -> Option<Artifact> {
    match item.tag {
        ItemTag::Content(_) => None,
        ItemTag::Artifact(artifact) => Some(artifact),
    }
}

fn tag(item: &PageItem) -> &'static str {
    match artifact(item) {
        None => "",
        Some(Artifact::Header) => " [header]",
        Some(Artifact::Footer) => " [footer]",
        Some(Artifact::Layout) => " [layout]",
    }
}

/// A length in points, to the hundredth.
fn length(length: Length) -> String {
    format!("{:.2}", length.to_pt())
}

pub(super) fn point(point: Point) -> String {
    format!("{} {}", length(point.x), length(point.y))
}

pub(super) fn size(size: Size) -> String {
    format!("{}×{}", length(size.width), length(size.height))
}

fn destination(to: &Destination) -> String {
    match to {
        Destination::Place { page, at, .. } => format!("page {} at {}", page + 1, length(at.y)),
        Destination::Address(address) => run::visible(address),
    }
}

/// Shows the tree of the logical structure, each node with the first words of its own content.
fn show_structure(pages: &Pages, out: &mut Outline) {
    let mut words = vec![String::new(); pages.content.len()];
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let (ItemTag::Content(id), ItemKind::Glyphs(glyphs)) = (item.tag, &item.kind)
            && let Some(words) = words.get_mut(id.0 as usize)
            && words.len() < 120
        {
            words.push_str(&glyphs.text);
        }
    }
    // The tree is walked with a stack of its own: it may be as deep as the book nests.
    let depth = out.depth;
    let mut pending = vec![(NodeId(0), depth)];
    while let Some((id, depth)) = pending.pop() {
        let Some(node) = pages.structure.get(id.0 as usize) else { continue };
        out.depth = depth;
        show_node(node, &words, out);
        pending.extend(node.kids.iter().rev().filter_map(|kid| match kid {
            Kid::Node(inner) => Some((*inner, depth + 1)),
            Kid::Content(_) | Kid::Link(_) => None,
        }));
    }
    out.depth = depth;
}

fn show_node(node: &Node, words: &[String], out: &mut Outline) {
    let mut line = node_tag(node.tag);
    if let Some(language) = &node.language {
        line.push_str(&format!(" lang={language}"));
    }
    if let Some(note) = node.note {
        line.push_str(&format!(" {note}"));
    }
    if let Some(alt) = &node.alt {
        line.push_str(&format!(" alt=“{}”", run::visible(alt)));
    }
    let mut text = String::new();
    for kid in &node.kids {
        match kid {
            Kid::Content(id) => {
                text.push_str(words.get(id.0 as usize).map_or("", String::as_str));
            }
            Kid::Link(id) => line.push_str(&format!(" link{}", id.0)),
            Kid::Node(_) => {}
        }
    }
    if !text.is_empty() {
        let shown: String = text.chars().take(48).collect();
        let more = if shown.len() < text.len() { "…" } else { "" };
        line.push_str(&format!(" “{}{more}”", run::visible(&shown)));
    }
    out.line(line);
}

fn node_tag(tag: NodeTag) -> String {
    let cell = |name: &str, columns: u16, rows: u16| {
        if (columns, rows) == (1, 1) {
            name.into()
        } else {
            format!("{name} {columns}×{rows}")
        }
    };
    match tag {
        NodeTag::Heading(level) => format!("heading {level}"),
        NodeTag::HeadCell { columns, rows, of_row: true } => cell("row-head", columns, rows),
        NodeTag::HeadCell { columns, rows, of_row: false } => {
            cell("column-head", columns, rows)
        }
        NodeTag::Cell { columns, rows } => cell("cell", columns, rows),
        plain => format!("{plain:?}").to_lowercase(),
    }
}
