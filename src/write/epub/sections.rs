//! Sections and their headings.

use super::blocks::write_blocks;
use super::inlines::{without_whole_style, write_run};
use super::plan::{Extent, Piece};
use super::sheet::Sheet;
use super::xml::Attribute;
use crate::book::{Heading, Inline, Role, Section, text_of};

/// Writes a piece of the text.
pub(super) fn write_piece(sheet: &mut Sheet<'_>, piece: &Piece<'_>) {
    let Piece { section, level, extent } = piece;
    match extent {
        Extent::Whole => write_section(sheet, section, *level),
        Extent::Opening(blocks) => {
            open_section(sheet, section);
            write_heading(sheet, section, *level);
            write_blocks(sheet, blocks);
            sheet.xml.close();
        }
        Extent::Continuation(blocks) => {
            let class = class(section.role).map(|class| ("class", class.into()));
            sheet.xml.open("section", class.as_slice());
            sheet.xml.line();
            write_blocks(sheet, blocks);
            sheet.xml.close();
        }
    }
    sheet.xml.line();
}

/// What a heading says, on one line and without its note marks; none if it says nothing.
pub(super) fn heading_words(heading: &Heading) -> Option<String> {
    let words = |run: &[Inline]| {
        let mut words = String::new();
        collect_words(run, &mut words);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let number = heading.number.as_deref().map(words).unwrap_or_default();
    let title = words(&heading.title);
    match (number.is_empty(), title.is_empty()) {
        (true, true) => None,
        (true, false) => Some(title),
        (false, true) => Some(number),
        (false, false) if number.ends_with(|c: char| c.is_ascii_punctuation()) => {
            Some(format!("{number} {title}"))
        }
        (false, false) => Some(format!("{number}. {title}")),
    }
}

/// The EPUB type of a section of this role and its ARIA role, where the vocabularies have one.
pub(super) fn semantics(role: Role) -> Option<(&'static str, &'static str)> {
    Some(match role {
        Role::Part => ("part", "doc-part"),
        Role::Chapter => ("chapter", "doc-chapter"),
        Role::Dedication => ("dedication", "doc-dedication"),
        Role::Foreword => ("foreword", "doc-foreword"),
        Role::Preface => ("preface", "doc-preface"),
        Role::Introduction => ("introduction", "doc-introduction"),
        Role::Prologue => ("prologue", "doc-prologue"),
        Role::Conclusion => ("conclusion", "doc-conclusion"),
        Role::Epilogue => ("epilogue", "doc-epilogue"),
        Role::Afterword => ("afterword", "doc-afterword"),
        Role::Appendix => ("appendix", "doc-appendix"),
        Role::Bibliography => ("bibliography", "doc-bibliography"),
        Role::Glossary => ("glossary", "doc-glossary"),
        Role::Index => ("index", "doc-index"),
        Role::Section | Role::Letter | Role::Article | Role::Remarks => return None,
    })
}

fn write_section(sheet: &mut Sheet<'_>, section: &Section, level: u8) {
    open_section(sheet, section);
    write_heading(sheet, section, level);
    write_blocks(sheet, &section.blocks);
    for inner in &section.sections {
        write_section(sheet, inner, level.saturating_add(1));
        sheet.xml.line();
    }
    sheet.xml.close();
}

fn open_section(sheet: &mut Sheet<'_>, section: &Section) {
    let id = sheet.id(section.id);
    let named = section.heading.as_ref().and_then(heading_words);
    let mut attributes: Vec<Attribute<'_>> = Vec::new();
    if let Some((kind, role)) = semantics(section.role) {
        attributes.push(("epub:type", kind.into()));
        attributes.push(("role", role.into()));
        // A landmark is announced by its name, which is its heading.
        if let (Some((_, id)), Some(_)) = (&id, named) {
            attributes.push(("aria-labelledby", format!("{id}-heading").into()));
        }
    }
    if section.role == Role::Letter {
        attributes.push(("epub:type", "z3998:letter".into()));
    }
    attributes.extend(class(section.role).map(|class| ("class", class.into())));
    attributes.extend(id);
    sheet.xml.open("section", &attributes);
    sheet.xml.line();
}

fn write_heading(sheet: &mut Sheet<'_>, section: &Section, level: u8) {
    let Some(heading) = &section.heading else {
        sheet.pages_before_block(section.id);
        return;
    };
    let name = match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    };
    let mut progress = sheet.begin(section.id);
    let id = format!("{}-heading", section.id);
    let mut attributes: Vec<Attribute<'_>> = vec![("id", id.into())];
    if is_shouted(&text_of(&heading.title)) {
        attributes.push(("class", "capitals".into()));
    }
    sheet.xml.open(name, &attributes);
    if let Some(number) = &heading.number {
        sheet.xml.open("span", &[("class", "number".into())]);
        write_run(sheet, &mut progress, without_whole_style(number));
        sheet.xml.close();
        if !heading.title.is_empty() {
            sheet.xml.text(" ");
        }
    }
    write_run(sheet, &mut progress, without_whole_style(&heading.title));
    sheet.end(&mut progress);
    sheet.xml.close();
    sheet.xml.line();
}

/// Whether words stand in capitals alone, which a heading shows as small capitals.
fn is_shouted(words: &str) -> bool {
    let letters = words.chars().filter(|character| character.is_alphabetic()).count();
    letters >= 4 && !words.chars().any(char::is_lowercase)
}

fn collect_words(run: &[Inline], words: &mut String) {
    for inline in run {
        match inline {
            Inline::Text(text) => words.push_str(text.as_str()),
            Inline::LineBreak => words.push(' '),
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                collect_words(inner, words);
            }
            Inline::NoteMark(_)
            | Inline::Anchor(_)
            | Inline::SourcePage(_)
            | Inline::Image(_) => {}
        }
    }
}

/// The class of a section of this role, where it has a look of its own to be given.
fn class(role: Role) -> Option<&'static str> {
    match role {
        Role::Section => None,
        Role::Letter => Some("letter"),
        Role::Article => Some("article"),
        Role::Remarks => Some("remarks"),
        other => semantics(other).map(|(kind, _)| kind),
    }
}
