//! The cover as a page of its own, for reading systems that open a book with it.

use super::images::extension;
use super::sheet::Sheet;
use super::title::title_words;
use crate::book::{Edition, Image};

/// The name of the cover's image in the package.
pub(super) fn image_name(image: &Image) -> String {
    format!("images/cover.{}", extension(image.format))
}

/// Writes the page of the cover. Who does not see it is told what it says.
pub(super) fn write_cover(sheet: &mut Sheet<'_>, edition: &Edition) {
    let Some(image) = &edition.cover else { return };
    let authors = sheet.book.title().authors.iter().map(|author| author.name.trim());
    let mut words: Vec<&str> = authors.filter(|name| !name.is_empty()).collect();
    let title = title_words(sheet.book);
    words.push(&title);
    let alt = format!("{}: {}", sheet.words.cover, words.join(", "));
    sheet.xml.open("section", &[("epub:type", "cover".into()), ("class", "cover".into())]);
    sheet.xml.void(
        "img",
        &[("role", "doc-cover".into()), ("src", image_name(image).into()), ("alt", alt.into())],
    );
    sheet.xml.close();
    sheet.xml.line();
}
