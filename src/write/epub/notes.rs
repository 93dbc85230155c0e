//! The notes of a file: they open in a window where the reading system can do that, and stand at
//! the end of their file where it cannot.

use std::borrow::Cow;

use super::blocks::{attributes, write_block, write_blocks};
use super::inlines::{mark_id, write_run};
use super::sheet::Sheet;
use super::xml::Attribute;
use crate::book::{Block, BlockKind, Hand, NoteId};

/// The classes of a note and its marks: its hand, unless it is the author's, and whether its
/// label stands in brackets, which the style sheet adds.
pub(super) fn classes(sheet: &Sheet<'_>, id: NoteId) -> Option<String> {
    let hand = match sheet.book.note(id).hand {
        Hand::Author => None,
        Hand::Editor => Some("editor"),
        Hand::Translator => Some("translator"),
        Hand::Transcriber => Some("transcriber"),
    };
    let bracketed = sheet.plan.bracketed.contains(&id).then_some("bracketed");
    let classes: Vec<&str> = hand.into_iter().chain(bracketed).collect();
    (!classes.is_empty()).then(|| classes.join(" "))
}

/// Writes the notes that belong to the file, if it has any.
pub(super) fn write_notes(sheet: &mut Sheet<'_>) {
    let notes = &sheet.file().notes;
    if notes.is_empty() {
        return;
    }
    let name = Cow::Borrowed(sheet.words.notes);
    sheet.xml.open(
        "section",
        &[("epub:type", "footnotes".into()), ("class", "notes".into()), ("aria-label", name)],
    );
    sheet.xml.line();
    for id in notes {
        write_note(sheet, *id);
        sheet.xml.line();
    }
    sheet.xml.close();
    sheet.xml.line();
}

fn write_note(sheet: &mut Sheet<'_>, id: NoteId) {
    let book = sheet.book;
    let note = book.note(id);
    let mut opening: Vec<Attribute<'_>> = vec![
        ("epub:type", "footnote".into()),
        ("role", "doc-footnote".into()),
        ("id", id.to_string().into()),
        (
            "class",
            match classes(sheet, id) {
                None => "note".into(),
                Some(classes) => format!("note {classes}").into(),
            },
        ),
    ];
    let hand = match note.hand {
        Hand::Author => None,
        Hand::Editor => Some(sheet.words.editor),
        Hand::Translator => Some(sheet.words.translator),
        Hand::Transcriber => Some(sheet.words.transcriber),
    };
    opening.extend(hand.map(|hand| ("aria-label", Cow::Borrowed(hand))));
    sheet.xml.open("aside", &opening);
    // The way back stands in the note's first line, so that it is read first.
    match note.blocks.split_first() {
        Some((first @ Block { kind: BlockKind::Paragraph(paragraph), .. }, rest)) => {
            let attributes = attributes(sheet, first, None);
            sheet.xml.open("p", &attributes);
            write_ways_back(sheet, id);
            if has_way_back(sheet, id) {
                sheet.xml.text(" ");
            }
            sheet.languages.extend(first.language.clone());
            let mut progress = sheet.begin(first.id);
            write_run(sheet, &mut progress, &paragraph.content);
            sheet.end(&mut progress);
            if first.language.is_some() {
                sheet.languages.pop();
            }
            sheet.xml.close();
            write_blocks(sheet, rest);
        }
        other => {
            if has_way_back(sheet, id) {
                sheet.xml.open("p", &[("class", "way-back".into())]);
                write_ways_back(sheet, id);
                sheet.xml.close();
            }
            if let Some((first, rest)) = other {
                write_block(sheet, first);
                write_blocks(sheet, rest);
            }
        }
    }
    sheet.xml.close();
}

/// Whether a note has a label to be written, or a mark to lead back to.
fn has_way_back(sheet: &Sheet<'_>, id: NoteId) -> bool {
    let labelled = sheet.book.note(id).label.as_ref().is_some_and(|label| !label.is_empty());
    let plan = sheet.plan.notes.get(id.0 as usize);
    plan.is_some_and(|plan| labelled || !plan.marks.is_empty())
}

/// Writes the note's label as the link back to its first mark, and a link for each further one.
fn write_ways_back(sheet: &mut Sheet<'_>, id: NoteId) {
    let note = sheet.book.note(id);
    let Some(plan) = sheet.plan.notes.get(id.0 as usize) else { return };
    let printed = note.label.as_ref().map(|label| label.as_str()).unwrap_or("");
    let first = plan.marks.first();
    let label = match (printed, first) {
        ("", Some(mark)) if !mark.label.is_empty() => mark.label,
        ("", Some(_)) => "*",
        _ => printed,
    };
    if plan.marks.is_empty() {
        if !label.is_empty() {
            sheet.xml.element("span", &[("class", "label".into())], label);
        }
        return;
    }
    for (nth, mark) in plan.marks.iter().enumerate() {
        if nth > 0 {
            sheet.xml.text(" ");
        }
        let href = sheet.plan.href(sheet.index, mark.file, &mark_id(id, mark.nth));
        let shown = if nth == 0 { label } else { "↑" };
        let name = match nth {
            0 => format!("{label}, {}", sheet.words.back),
            _ => format!("{label}, {} ({})", sheet.words.back, nth + 1),
        };
        sheet.xml.element(
            "a",
            &[
                ("epub:type", "backlink".into()),
                ("role", "doc-backlink".into()),
                ("class", "label".into()),
                ("href", href.into()),
                ("aria-label", name.into()),
            ],
            shown,
        );
    }
}
