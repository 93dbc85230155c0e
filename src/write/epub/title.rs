//! The title page.

use super::blocks::write_line;
use super::inlines::{without_whole_style, write_run};
use super::notes::write_notes;
use super::sheet::Sheet;
use super::xml::Attribute;
use crate::book::{TitleLine, TitleRole, shows_nothing};

/// Writes the title page: the source's own lines in their order, with what a catalogue knows where
/// they lack it.
pub(super) fn write_title_page(sheet: &mut Sheet<'_>) {
    let title = sheet.book.title();
    sheet
        .xml
        .open("section", &[("epub:type", "titlepage".into()), ("class", "title-page".into())]);
    sheet.xml.line();
    let stands = |role: TitleRole| title.lines.iter().any(|line| line.role == role);
    if !stands(TitleRole::Author) {
        for author in &title.authors {
            sheet.xml.element("p", &[("class", "author".into())], &author.name);
            sheet.xml.line();
        }
    }
    if !stands(TitleRole::Title) {
        sheet.xml.element("h1", &[], &title_words(sheet.book));
        sheet.xml.line();
        if let Some(subtitle) =
            title.subtitle.as_deref().filter(|_| !stands(TitleRole::Subtitle))
        {
            sheet.xml.element("p", &[("class", "subtitle".into())], subtitle);
            sheet.xml.line();
        }
    }
    let mut titled = false;
    for group in title.lines.chunk_by(|a, b| a.role == TitleRole::Title && b.role == a.role) {
        match group {
            [line, ..] if line.role == TitleRole::Title && !titled => {
                titled = true;
                write_heading(sheet, group);
            }
            lines => lines.iter().for_each(|line| write_title_line(sheet, line)),
        }
    }
    sheet.xml.close();
    sheet.xml.line();
    write_notes(sheet);
}

/// The title on one line; the name of the book's files where it has none.
pub(super) fn title_words(book: &crate::book::Book) -> String {
    let title = book.title().title.trim();
    let words = if title.is_empty() { book.name().trim() } else { title };
    if words.is_empty() { "Untitled".into() } else { words.into() }
}

/// Writes the lines of the title as the book's one heading of the first level.
fn write_heading(sheet: &mut Sheet<'_>, lines: &[TitleLine]) {
    sheet.xml.open("h1", &[]);
    for (nth, line) in lines.iter().enumerate() {
        if nth > 0 {
            sheet.xml.void("br", &[]);
        }
        let mut progress = sheet.begin(line.id);
        let id = sheet.id(line.id);
        sheet.xml.open("span", id.as_slice());
        write_run(sheet, &mut progress, without_whole_style(&line.content));
        sheet.end(&mut progress);
        sheet.xml.close();
    }
    sheet.xml.close();
    sheet.xml.line();
}

fn write_title_line(sheet: &mut Sheet<'_>, line: &TitleLine) {
    if shows_nothing(&line.content) {
        return;
    }
    let mut attributes: Vec<Attribute<'_>> = Vec::from_iter(sheet.id(line.id));
    attributes.push(("class", line.role.name().into()));
    if line.role == TitleRole::Subtitle {
        attributes.push(("role", "doc-subtitle".into()));
    }
    let content = without_whole_style(&line.content);
    write_line(sheet, line.id, "p", &attributes, None, content);
    sheet.xml.line();
}
