//! The colophon: on the last page, whose hands the text came through, and whose face it wears.

use super::{Flow, Numbering, Start};
use crate::book::{NodeTag, Sentences, filled, sentences};
use crate::typeset::fonts::{FAMILY, Fonts};
use crate::typeset::furniture::{Furniture, Heads};
use crate::typeset::galley::{Column, Desk, Look, set_lone_text, set_words};
use crate::typeset::tag::Tags;

/// How many digits of the source's hash are printed.
const SHORT_HASH: usize = 16;

/// Sets the colophon: the provenance lines as they stand in the source, and the house's own.
pub fn set_colophon(desk: &mut Desk<'_, '_>, fonts: &Fonts, source_hash: &str) -> Option<Flow> {
    let book = desk.book;
    // Small type stands closer than the grid of the text.
    let mut column = Column::new(desk.design.note_leading / 2);
    let node = desk.tags.open(Tags::DOCUMENT, NodeTag::Division);
    let style = super::title::centred(desk, Look::roman(desk.design.small), 2);
    for line in &book.provenance().lines {
        let line_node = desk.tags.open(node, NodeTag::Paragraph);
        let from = column.entries.len();
        set_words(desk, &mut column, &style, line.id, line_node, &line.content);
        for entry in column.entries.iter_mut().skip(from) {
            entry.spot = None;
        }
    }
    if !column.entries.is_empty() {
        column.gap(2, 2);
    }
    let (told, language) = sentences(&book.title().language);
    let language = desk.shaper.language(&language);
    let of_book = std::mem::replace(&mut desk.language, language);
    let mut lines = vec![house_line(desk, told)];
    if let Some(short) = source_hash.get(..SHORT_HASH) {
        lines.push(format!("{} {short}…", told.hash));
    }
    // The bundled family is known by its name; a font from elsewhere is told by its bytes.
    let used = desk.shaper.fonts_used();
    let others = fonts.files().iter().enumerate().skip(FAMILY);
    for (_, file) in others.filter(|(number, _)| used.contains(&(*number as u16))) {
        let short = &file.sha256()[..SHORT_HASH];
        lines.push(format!("{} {}, SHA-256 {short}…", told.with, file.name));
    }
    // A division of their own tells the house's words from the source's.
    let house = desk.tags.open(node, NodeTag::Division);
    for line in lines {
        let line_node = desk.tags.open(house, NodeTag::Paragraph);
        set_lone_text(desk, &mut column, &style, line_node, &line);
    }
    desk.language = of_book;
    // The lines stand in the lower half of their page.
    let depth = desk.design.depth_in(column.step);
    let room = depth - column.height();
    let mut lowered = Column::new(column.step);
    lowered.sink((room * 3 / 5).max(0));
    lowered.entries.append(&mut column.entries);
    Some(Flow {
        column: lowered,
        start: Start::Fresh,
        numbering: Numbering::Text,
        heads: Heads::default(),
        opening: Furniture::Bare,
        others: Furniture::Bare,
        bears_text: false,
    })
}

/// What the house says of its own part.
fn house_line(desk: &Desk<'_, '_>, told: &Sentences) -> String {
    let provenance = desk.book.provenance();
    let archive = provenance.archive.as_deref();
    let address = provenance.address.as_deref();
    let from = match (archive, address) {
        (Some(_), Some(_)) => told.from_page,
        (None, Some(_)) => told.from_address,
        (Some(_), None) => told.from_archive_page,
        (None, None) => "",
    };
    // “the The Anarchist Library”: one article is enough.
    let has_article = from.contains("the {archive}");
    let archive = archive.map(|name| match name.strip_prefix("The ") {
        Some(bare) if has_article => bare,
        _ => name,
    });
    let values =
        [("archive", archive.unwrap_or_default()), ("address", address.unwrap_or_default())];
    filled(told.set, &[("from", &filled(from, &values))])
}
