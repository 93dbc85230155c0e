//! Blocks: each kind with its own elements and class.

use std::borrow::Cow;

use super::images::image_name;
use super::inlines::{without_whole_style, write_run};
use super::sheet::{Progress, Sheet};
use super::tables::write_table;
use super::xml::Attribute;
use crate::book::{
    Align, Block, BlockId, BlockKind, Book, Break, Figure, Inline, Language, List, Marker,
    Speech, Stanza, text_of,
};

/// Writes blocks in order.
pub(super) fn write_blocks(sheet: &mut Sheet<'_>, blocks: &[Block]) {
    for block in blocks {
        write_block(sheet, block);
        sheet.xml.line();
    }
}

/// Writes a block.
pub(super) fn write_block(sheet: &mut Sheet<'_>, block: &Block) {
    let language = block.language.as_ref();
    match &block.kind {
        BlockKind::Paragraph(paragraph) => {
            let attributes = attributes(sheet, block, align_class(paragraph.align));
            write_line(sheet, block.id, "p", &attributes, language, &paragraph.content);
        }
        BlockKind::Dateline(run) => write_small(sheet, block, ("dateline", None), run),
        BlockKind::Salutation(run) => {
            write_small(sheet, block, ("salutation", Some("z3998:salutation")), run);
        }
        BlockKind::Signature(run) => {
            write_small(sheet, block, ("signature", Some("z3998:signature")), run);
        }
        BlockKind::Verse(stanzas) => write_verse(sheet, block, stanzas),
        BlockKind::Quotation(blocks) => {
            sheet.pages_before_block(block.id);
            let attributes = attributes(sheet, block, None);
            write_group(sheet, "blockquote", &attributes, language, blocks);
        }
        BlockKind::Epigraph(blocks) => {
            sheet.pages_before_block(block.id);
            let mut attributes = attributes(sheet, block, Some("epigraph"));
            attributes.push(("epub:type", "epigraph".into()));
            attributes.push(("role", "doc-epigraph".into()));
            write_group(sheet, "blockquote", &attributes, language, blocks);
        }
        BlockKind::List(list) => write_list(sheet, block, list),
        BlockKind::Table(table) => write_table(sheet, block, table),
        BlockKind::Figure(figure) => write_figure(sheet, block, figure),
        BlockKind::Speech(speech) => write_speech(sheet, block, speech),
        BlockKind::Break(pause) => {
            sheet.pages_before_block(block.id);
            let id = sheet.id(block.id);
            match pause {
                Break::Blank => sheet.xml.void("hr", id.as_slice()),
                Break::Ornament(text) => {
                    let mut attributes = Vec::from_iter(id);
                    attributes.push(("class", "ornament".into()));
                    sheet.xml.element("p", &attributes, text.as_str());
                }
            }
        }
    }
}

/// Writes one element that holds a run of a block and nothing else of it.
pub(super) fn write_line(
    sheet: &mut Sheet<'_>,
    id: BlockId,
    name: &'static str,
    attributes: &[Attribute<'_>],
    language: Option<&Language>,
    run: &[Inline],
) {
    sheet.xml.open(name, attributes);
    sheet.languages.extend(language.cloned());
    let mut progress = sheet.begin(id);
    write_run(sheet, &mut progress, run);
    sheet.end(&mut progress);
    if language.is_some() {
        sheet.languages.pop();
    }
    sheet.xml.close();
}

/// The attributes that every block has: its id the first time, its class, its language.
pub(super) fn attributes(
    sheet: &mut Sheet<'_>,
    block: &Block,
    class: Option<&'static str>,
) -> Vec<Attribute<'static>> {
    let mut attributes = Vec::from_iter(sheet.id(block.id));
    attributes.extend(class.map(|class| ("class", Cow::Borrowed(class))));
    if let Some(language) = &block.language {
        attributes.extend(sheet.language(language));
    }
    attributes
}

/// The class of a paragraph or a cell whose lines stand elsewhere than at the start.
pub(super) fn align_class(align: Align) -> Option<&'static str> {
    match align {
        Align::Natural => None,
        Align::Centre => Some("centre"),
        Align::End => Some("end"),
    }
}

/// Writes a line of a letter with its class and its meaning, where the vocabulary has one.
fn write_small(
    sheet: &mut Sheet<'_>,
    block: &Block,
    (class, meaning): (&'static str, Option<&'static str>),
    run: &[Inline],
) {
    let mut attributes = attributes(sheet, block, Some(class));
    attributes.extend(meaning.map(|meaning| ("epub:type", Cow::Borrowed(meaning))));
    write_line(sheet, block.id, "p", &attributes, block.language.as_ref(), run);
}

fn write_group(
    sheet: &mut Sheet<'_>,
    name: &'static str,
    attributes: &[Attribute<'_>],
    language: Option<&Language>,
    blocks: &[Block],
) {
    sheet.xml.open(name, attributes);
    sheet.xml.line();
    sheet.languages.extend(language.cloned());
    write_blocks(sheet, blocks);
    if language.is_some() {
        sheet.languages.pop();
    }
    sheet.xml.close();
}

fn write_verse(sheet: &mut Sheet<'_>, block: &Block, stanzas: &[Stanza]) {
    let mut attributes = attributes(sheet, block, Some("verse"));
    attributes.push(("epub:type", "z3998:verse".into()));
    sheet.xml.open("div", &attributes);
    sheet.xml.line();
    sheet.languages.extend(block.language.clone());
    let mut progress = sheet.begin(block.id);
    for stanza in stanzas {
        sheet.xml.open("p", &[("class", "stanza".into())]);
        for (nth, line) in stanza.lines.iter().enumerate() {
            if nth > 0 {
                sheet.xml.void("br", &[]);
                sheet.xml.line();
            }
            let class = match line.indent {
                0 => Cow::Borrowed("line"),
                steps => Cow::Owned(format!("line indent-{}", steps.min(8))),
            };
            sheet.xml.open("span", &[("class", class)]);
            write_run(sheet, &mut progress, &line.content);
            sheet.xml.close();
        }
        sheet.xml.close();
        sheet.xml.line();
    }
    if !progress.breaks.is_empty() {
        sheet.xml.open("p", &[("class", "stanza".into())]);
        sheet.end(&mut progress);
        sheet.xml.close();
    }
    if block.language.is_some() {
        sheet.languages.pop();
    }
    sheet.xml.close();
}

/// A label longer than this is a term, not a number: `(xviii)` has seven scalars.
const LONGEST_NUMBER: usize = 7;

fn write_list(sheet: &mut Sheet<'_>, block: &Block, list: &List) {
    if list.items.is_empty() {
        // A list wants items; what links to it still finds its place.
        sheet.pages_before_block(block.id);
        let id = sheet.id(block.id);
        sheet.xml.element("div", id.as_slice(), "");
        return;
    }
    let terms = list.marker == Marker::None
        && list.items.iter().all(|item| item.label.is_some())
        && list.items.iter().any(|item| {
            let label = item.label.as_deref().map(text_of).unwrap_or_default();
            label.chars().count() > LONGEST_NUMBER
        });
    let (name, kind, start) = match list.marker {
        _ if terms => ("dl", None, 1),
        Marker::Bullet | Marker::None => ("ul", None, 1),
        Marker::Decimal(start) => ("ol", None, start),
        Marker::Alpha(start) => ("ol", Some("a"), start),
        Marker::Roman(start) => ("ol", Some("i"), start),
        Marker::UpperRoman(start) => ("ol", Some("I"), start),
        Marker::UpperAlpha(start) => ("ol", Some("A"), start),
    };
    let class = (list.marker == Marker::None && !terms).then_some("unmarked");
    let mut attributes = attributes(sheet, block, class);
    attributes.extend(kind.map(|kind| ("type", Cow::Borrowed(kind))));
    if start != 1 {
        attributes.push(("start", start.to_string().into()));
    }
    // Pages that begin in no label of the list begin before it.
    let mut progress = sheet.begin(block.id);
    if list.items.iter().all(|item| item.label.is_none()) {
        for page in std::mem::take(&mut progress.breaks) {
            sheet.page_mark("div", &page.label);
        }
    }
    sheet.xml.open(name, &attributes);
    sheet.xml.line();
    sheet.languages.extend(block.language.clone());
    for item in &list.items {
        if terms {
            sheet.xml.open("dt", &[]);
            item.label.iter().for_each(|term| write_run(sheet, &mut progress, term));
            sheet.xml.close();
            sheet.xml.open("dd", &[]);
            write_item(sheet, &mut progress, None, &item.blocks);
        } else {
            sheet.xml.open("li", &[]);
            write_item(sheet, &mut progress, item.label.as_deref(), &item.blocks);
        }
        sheet.xml.close();
        sheet.xml.line();
    }
    if block.language.is_some() {
        sheet.languages.pop();
    }
    sheet.xml.close();
    for page in std::mem::take(&mut progress.breaks) {
        sheet.page_mark("div", &page.label);
    }
}

/// Writes what stands in an item. A label opens the item's first line; a single paragraph needs no
/// element of its own but for its name. `progress` is that of the list, to which labels belong.
fn write_item(
    sheet: &mut Sheet<'_>,
    progress: &mut Progress,
    label: Option<&[Inline]>,
    blocks: &[Block],
) {
    let (first, rest) = match blocks.split_first() {
        Some((Block { id, language: None, kind: BlockKind::Paragraph(first) }, rest))
            if first.align == Align::Natural =>
        {
            (Some((*id, first)), rest)
        }
        _ => (None, blocks),
    };
    let mut attributes = Vec::new();
    attributes.extend(first.and_then(|(id, _)| sheet.id(id)));
    let opens_line = first.is_some() || label.is_some();
    if opens_line {
        sheet.xml.open(if rest.is_empty() { "span" } else { "p" }, &attributes);
    }
    if let Some(label) = label {
        sheet.xml.open("span", &[("class", "label".into())]);
        write_run(sheet, progress, label);
        sheet.xml.close();
        sheet.xml.text(" ");
    }
    if let Some((id, paragraph)) = first {
        let mut progress = sheet.begin(id);
        write_run(sheet, &mut progress, &paragraph.content);
        sheet.end(&mut progress);
    }
    if opens_line {
        sheet.xml.close();
    }
    if !rest.is_empty() {
        sheet.xml.line();
        write_blocks(sheet, rest);
    }
}

/// Whether a figure has neither picture nor words: its image is lost and the page says nothing of
/// what it showed. The reader of such a book is told by a finding, not by an empty frame.
pub(super) fn shows_nothing(book: &Book, figure: &Figure) -> bool {
    let named = figure.image.and_then(|id| image_name(book, id)).is_some();
    let described = figure.alt.as_deref().is_some_and(|alt| !alt.trim().is_empty());
    !named && !described && figure.caption.is_empty()
}

fn write_figure(sheet: &mut Sheet<'_>, block: &Block, figure: &Figure) {
    let name = figure.image.and_then(|id| image_name(sheet.book, id));
    let alt = figure.alt.as_deref().unwrap_or("").trim();
    if shows_nothing(sheet.book, figure) {
        return sheet.pages_before_block(block.id);
    }
    let attributes = attributes(sheet, block, None);
    sheet.xml.open("figure", &attributes);
    sheet.languages.extend(block.language.clone());
    if let Some(name) = name {
        sheet.xml.void("img", &[("src", name.into()), ("alt", Cow::Borrowed(alt))]);
    } else if !alt.is_empty() {
        sheet.xml.element("p", &[("class", "missing".into())], alt);
    }
    if figure.caption.is_empty() {
        for page in sheet.pages.take(block.id) {
            sheet.page_mark("span", &page.label);
        }
    } else {
        write_line(sheet, block.id, "figcaption", &[], None, &figure.caption);
    }
    if block.language.is_some() {
        sheet.languages.pop();
    }
    sheet.xml.close();
}

fn write_speech(sheet: &mut Sheet<'_>, block: &Block, speech: &Speech) {
    let attributes = attributes(sheet, block, Some("speech"));
    sheet.xml.open("p", &attributes);
    sheet.languages.extend(block.language.clone());
    let mut progress = sheet.begin(block.id);
    let speaker = [("class", "speaker".into()), ("epub:type", "z3998:persona".into())];
    sheet.xml.open("span", &speaker);
    write_run(sheet, &mut progress, without_whole_style(&speech.speaker));
    sheet.xml.close();
    let spaced = text_of(&speech.content).starts_with(char::is_whitespace)
        || text_of(&speech.speaker).ends_with(char::is_whitespace);
    if !spaced {
        sheet.xml.text(" ");
    }
    write_run(sheet, &mut progress, &speech.content);
    sheet.end(&mut progress);
    if block.language.is_some() {
        sheet.languages.pop();
    }
    sheet.xml.close();
}
