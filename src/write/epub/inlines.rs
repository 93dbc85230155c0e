//! Running text.

use super::address::web_address;
use super::images::image_name;
use super::sheet::{Progress, Sheet};
use super::spacing::no_break;
use super::xml::Attribute;
use crate::book::{Inline, InlineImage, NoteId, NoteMark, Style, Target};

/// Writes a run of a block. `progress` counts its scalars and knows the pages that begin in it.
pub(super) fn write_run(sheet: &mut Sheet<'_>, progress: &mut Progress, run: &[Inline]) {
    for inline in run {
        match inline {
            Inline::Text(text) => write_text(sheet, progress, text.as_str()),
            Inline::Styled(style, inner) => match element(*style) {
                Some((name, attributes)) if shows_something(sheet, inner) => {
                    sheet.xml.open(name, attributes);
                    write_run(sheet, progress, inner);
                    sheet.xml.close();
                }
                _ => write_run(sheet, progress, inner),
            },
            Inline::Language(language, inner) => {
                let attributes = sheet.language(language);
                sheet.xml.open("span", &attributes);
                sheet.languages.push(language.clone());
                write_run(sheet, progress, inner);
                sheet.languages.pop();
                sheet.xml.close();
            }
            Inline::Link(target, inner) => match address(sheet, target) {
                Some(address) if shows_something(sheet, inner) => {
                    sheet.xml.open("a", &[("href", address.into())]);
                    write_run(sheet, progress, inner);
                    sheet.xml.close();
                }
                _ => write_run(sheet, progress, inner),
            },
            Inline::NoteMark(mark) => write_mark(sheet, progress, mark),
            Inline::SourcePage(page) => {
                if sheet.pages.shows_source_pages() {
                    sheet.page_mark("span", &page.label);
                }
            }
            Inline::Image(image) => write_image(sheet, image),
            Inline::LineBreak => {
                sheet.pages_before(progress, progress.at + 1);
                sheet.xml.void("br", &[]);
                progress.at += 1;
            }
            Inline::Anchor(_) => {}
        }
    }
}

/// A run without the styles that hold the whole of it: where everything is set apart, nothing is.
/// For what has a look of its own, such as headings.
pub(super) fn without_whole_style(mut run: &[Inline]) -> &[Inline] {
    while let [Inline::Styled(Style::Emphasis | Style::Strong | Style::Underline, inner)] = run
    {
        run = inner;
    }
    run
}

/// Whether anything of a run can be seen: where the mark of a page of the source was all that
/// stood in an element, nothing is left to set apart.
fn shows_something(sheet: &Sheet<'_>, run: &[Inline]) -> bool {
    run.iter().any(|inline| match inline {
        Inline::Text(text) => !text.as_str().is_empty(),
        Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
            shows_something(sheet, inner)
        }
        Inline::Image(image) => shows_image(sheet, image),
        Inline::NoteMark(_) | Inline::LineBreak => true,
        Inline::SourcePage(_) | Inline::Anchor(_) => false,
    })
}

fn shows_image(sheet: &Sheet<'_>, image: &InlineImage) -> bool {
    let found = image.image.and_then(|id| image_name(sheet.book, id)).is_some();
    found || image.alt.as_deref().is_some_and(|alt| !alt.is_empty())
}

/// The id of the `nth` mark of a note.
pub(super) fn mark_id(note: NoteId, nth: u32) -> String {
    match nth {
        0 => format!("{note}-mark"),
        _ => format!("{note}-mark{}", nth + 1),
    }
}

fn write_text(sheet: &mut Sheet<'_>, progress: &mut Progress, text: &str) {
    let text = no_break(text);
    let mut rest = &*text;
    while let Some(next) = progress.breaks.front() {
        let ahead = next.at.saturating_sub(progress.at) as usize;
        let Some((byte, _)) = rest.char_indices().nth(ahead) else { break };
        let (before, after) = rest.split_at(byte);
        if !before.is_empty() {
            sheet.xml.text(before);
        }
        progress.at += ahead as u32;
        rest = after;
        sheet.pages_before(progress, progress.at + 1);
    }
    if !rest.is_empty() {
        sheet.xml.text(rest);
        progress.at += rest.chars().count() as u32;
    }
}

/// The element for a style; none for what is only evidence for structure.
fn element(style: Style) -> Option<(&'static str, &'static [Attribute<'static>])> {
    use std::borrow::Cow::Borrowed;
    let name = match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::SmallCaps => return Some(("span", &[("class", Borrowed("small-caps"))])),
        Style::Superscript => "sup",
        Style::Subscript => "sub",
        Style::Underline => "u",
        Style::Strike => "s",
        Style::Code => "code",
        Style::Small | Style::Large => return None,
    };
    Some((name, &[]))
}

fn address(sheet: &Sheet<'_>, target: &Target) -> Option<String> {
    match target {
        Target::Address(address) => web_address(address),
        Target::Block(block) => sheet.href(*block),
    }
}

/// Keeps a mark on the line of the word it belongs to, and apart from that word for whoever reads
/// the text without its mark-up. The older of the two invisible joiners (`U+FEFF`, not `U+2060`)
/// is the one that the faces of reading devices know.
const HOLD: &str = "\u{feff}";

/// A mark is plain text in the link and the link in the `sup`: reading systems that show notes in
/// a window of their own have stumbled over elements inside the link.
fn write_mark(sheet: &mut Sheet<'_>, progress: &mut Progress, mark: &NoteMark) {
    let label = mark.label.as_str();
    let scalars = label.chars().count() as u32;
    sheet.pages_before(progress, progress.at + scalars.max(1));
    progress.at += scalars;
    let note = sheet.plan.notes.get(mark.note.0 as usize);
    let Some(file) = note.and_then(|note| note.file) else {
        sheet.xml.element("sup", &[], label);
        return;
    };
    sheet.xml.text(HOLD);
    let class = super::notes::classes(sheet, mark.note).map(|class| ("class", class.into()));
    sheet.xml.open("sup", class.as_slice());
    let href = sheet.plan.href(sheet.index, file, &mark.note.to_string());
    let shown = if label.is_empty() { "*" } else { label };
    sheet.xml.element(
        "a",
        &[
            ("epub:type", "noteref".into()),
            ("role", "doc-noteref".into()),
            ("id", mark_id(mark.note, mark.nth).into()),
            ("href", href.into()),
        ],
        shown,
    );
    sheet.xml.close();
}

fn write_image(sheet: &mut Sheet<'_>, image: &InlineImage) {
    let alt = image.alt.as_deref().unwrap_or("");
    let found = image.image.and_then(|id| image_name(sheet.book, id));
    if let Some(name) = found {
        let mut attributes: Vec<Attribute<'_>> =
            vec![("src", name.into()), ("alt", alt.into())];
        if alt.is_empty() {
            attributes.push(("role", "presentation".into()));
        }
        sheet.xml.void("img", &attributes);
    } else if !alt.is_empty() {
        sheet.xml.element("span", &[("class", "missing".into())], alt);
    }
}
