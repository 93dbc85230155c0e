//! The right side: the book as it was understood, each piece with what it is.

use std::collections::BTreeMap;

use super::html::Html;
use super::source::{block_span, heading_span, span_of};
use crate::book::{
    Block, BlockId, BlockKind, Book, Break, Hand, Inline, Note, NoteId, Section, Span, Style,
    Text, TitleRole, words_of,
};

/// Writes the pane.
pub(super) fn pane(html: &mut Html, book: &Book, language: &str) {
    html.raw("<div class=\"pane book\" id=\"book\" role=\"region\" tabindex=\"0\" ");
    html.raw(
        "aria-label=\"The book, as it was understood\">\n<h2>Book, as it was understood</h2>\n",
    );
    for line in &book.title().lines {
        let role = match line.role {
            TitleRole::Other => "title matter",
            role => role.name(),
        };
        piece(html, "head", role, span_of(&line.content), language, |html| {
            run(html, &line.content);
        });
    }
    let mut homes = homes(book);
    for (nth, of) in book.sections().enumerate() {
        section(html, of, language);
        for id in homes.remove(&Some(nth)).unwrap_or_default() {
            write_note(html, id, book.note(id), language);
        }
    }
    for id in homes.into_values().flatten() {
        write_note(html, id, book.note(id), language);
    }
    for line in &book.provenance().lines {
        piece(html, "", "colophon", span_of(&line.content), language, |html| {
            run(html, &line.content);
        });
    }
    html.end_gathering();
    html.raw("</div>\n");
}

/// The notes by the section in which they are at home, as the source has most of them: so the two
/// sides go together.
fn homes(book: &Book) -> BTreeMap<Option<usize>, Vec<NoteId>> {
    fn ids(of: &Section, add: &mut dyn FnMut(BlockId)) {
        add(of.id);
        for block in &of.blocks {
            add(block.id);
            crate::book::each_run(block, &mut |inner, _| add(inner.id));
        }
        of.sections.iter().for_each(|inner| ids(inner, add));
    }
    let mut section_of: BTreeMap<BlockId, usize> = BTreeMap::new();
    for (nth, of) in book.sections().enumerate() {
        ids(of, &mut |id| {
            section_of.entry(id).or_insert(nth);
        });
    }
    let mut homes: BTreeMap<Option<usize>, Vec<NoteId>> = BTreeMap::new();
    for (number, note) in book.notes().iter().enumerate() {
        let home = section_of.get(&note.home).copied();
        homes.entry(home).or_default().push(NoteId(number as u32));
    }
    homes
}

fn piece(
    html: &mut Html,
    class: &str,
    tag: &str,
    span: Option<Span>,
    language: &str,
    words: impl FnOnce(&mut Html),
) {
    let place = span.map_or_else(String::new, |span| format!(" data-s=\"{}\"", span.start));
    html.gather();
    html.raw(&format!("<div class=\"piece {class}\"{place}>"));
    if !tag.is_empty() {
        html.element("span class=\"tag\"", tag);
    }
    html.raw(&format!("<span lang=\"{language}\">"));
    words(html);
    html.raw("</span></div>\n");
}

fn section(html: &mut Html, of: &Section, language: &str) {
    if let Some(heading) = &of.heading {
        piece(html, "head", of.role.name(), heading_span(heading), language, |html| {
            if let Some(number) = &heading.number {
                run(html, number);
                html.raw(" ");
            }
            run(html, &heading.title);
        });
    }
    of.blocks.iter().for_each(|inner| block(html, inner, language));
    of.sections.iter().for_each(|inner| section(html, inner, language));
}

fn block(html: &mut Html, of: &Block, language: &str) {
    let span = block_span(of);
    let simple = |html: &mut Html, tag: &str, content: &[Inline]| {
        piece(html, "", tag, span, language, |html| run(html, content));
    };
    match &of.kind {
        BlockKind::Paragraph(paragraph) => simple(html, "", &paragraph.content),
        BlockKind::Dateline(content) => simple(html, "dateline", content),
        BlockKind::Salutation(content) => simple(html, "salutation", content),
        BlockKind::Signature(content) => simple(html, "signature", content),
        BlockKind::Figure(figure) => simple(html, "image", &figure.caption),
        BlockKind::Verse(stanzas) => piece(html, "in", "verse", span, language, |html| {
            for line in stanzas.iter().flat_map(|stanza| &stanza.lines) {
                run(html, &line.content);
                html.raw("<br>");
            }
        }),
        BlockKind::Speech(speech) => piece(html, "", "speech", span, language, |html| {
            html.raw("<strong>");
            run(html, &speech.speaker);
            html.raw("</strong> ");
            run(html, &speech.content);
        }),
        BlockKind::Break(Break::Blank) => piece(html, "", "break", span, language, |_| {}),
        BlockKind::Break(Break::Ornament(text)) => {
            piece(html, "", "break", text.span(), language, |html| html.text(text.as_str()));
        }
        BlockKind::Quotation(blocks) | BlockKind::Epigraph(blocks) => {
            let tag = match &of.kind {
                BlockKind::Epigraph(_) => "motto",
                _ => "quotation",
            };
            piece(html, "in", tag, span, language, |html| lines(html, blocks));
        }
        BlockKind::List(list) => piece(html, "in", "list", span, language, |html| {
            for item in &list.items {
                html.raw("<br>• ");
                if let Some(label) = &item.label {
                    run(html, label);
                    html.raw(" ");
                }
                lines(html, &item.blocks);
            }
        }),
        BlockKind::Table(table) => piece(html, "in", "table", span, language, |html| {
            table.caption.iter().for_each(|caption| run(html, caption));
            for row in &table.rows {
                html.raw("<br>");
                for (nth, cell) in row.iter().enumerate() {
                    if nth > 0 {
                        html.raw(" | ");
                    }
                    let words: Vec<String> = cell.blocks.iter().map(words_of).collect();
                    html.text(&words.join(" "));
                }
            }
        }),
    }
}

/// The runs of blocks within a block, a line each.
fn lines(html: &mut Html, blocks: &[Block]) {
    let mut first = true;
    for inner in blocks {
        crate::book::each_run(inner, &mut |_, content| {
            if !std::mem::take(&mut first) {
                html.raw("<br>");
            }
            run(html, content);
        });
    }
}

fn write_note(html: &mut Html, id: NoteId, note: &Note, language: &str) {
    let label = note.label.as_ref();
    let span = label.and_then(Text::span).or_else(|| note.blocks.first().and_then(block_span));
    let hand = match note.hand {
        Hand::Author => "note",
        Hand::Editor => "editor’s note",
        Hand::Translator => "translator’s note",
        Hand::Transcriber => "transcriber’s note",
    };
    let place = span.map_or_else(String::new, |span| format!(" data-s=\"{}\"", span.start));
    html.gather();
    html.raw(&format!("<div class=\"piece\" id=\"{id}\"{place}>"));
    html.element("span class=\"tag\"", hand);
    html.raw(&format!("<span lang=\"{language}\"><strong>"));
    html.text(label.map_or("", |label| label.as_str()));
    html.raw("</strong> ");
    lines(html, &note.blocks);
    html.raw("</span></div>\n");
}

fn run(html: &mut Html, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => html.text(text.as_str()),
            Inline::Styled(style, inner) => {
                let name = match style {
                    Style::Emphasis | Style::Underline => Some("em"),
                    Style::Strong => Some("strong"),
                    Style::Superscript => Some("sup"),
                    Style::Subscript => Some("sub"),
                    Style::Strike => Some("s"),
                    Style::Code => Some("code"),
                    Style::SmallCaps | Style::Small | Style::Large => None,
                };
                if let Some(name) = name {
                    html.raw(&format!("<{name}>"));
                }
                run(html, inner);
                if let Some(name) = name {
                    html.raw(&format!("</{name}>"));
                }
            }
            Inline::Language(language, inner) => {
                html.raw("<span lang=\"");
                html.text(language.tag());
                html.raw("\">");
                run(html, inner);
                html.raw("</span>");
            }
            Inline::Link(_, inner) => run(html, inner),
            Inline::NoteMark(mark) => {
                html.raw(&format!("<sup><a href=\"#{}\">", mark.note));
                let label = mark.label.as_str();
                html.text(if label.is_empty() { "*" } else { label });
                html.raw("</a></sup>");
            }
            Inline::SourcePage(page) => {
                html.element("span class=\"tag\"", &format!("page {}", page.label));
            }
            Inline::Image(image) => {
                html.element("span class=\"tag\"", image.alt.as_deref().unwrap_or("image"));
            }
            Inline::LineBreak => html.raw("<br>"),
            Inline::Anchor(_) => {}
        }
    }
}
