//! Headings, by their depth.

use super::blocks::Setting;
use super::{Column, Desk, EntryKind, Look, Reader, Style, notes, set_copy, set_run, turn};
use crate::book::{Inline, Length, NodeId, NodeTag, Section, text_of};
use crate::typeset::paragraph::{Copy, Division, Fill};
use crate::typeset::shape::{Caps, Face};

/// The styles of headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingStyle {
    /// The head of a page: sunk, number in small capitals, title large.
    Opening,
    /// In the text, letterspaced small capitals, centred.
    Major,
    /// In the text, italic, centred.
    Minor,
    /// In the text, italic, at the left.
    Least,
}

impl HeadingStyle {
    /// The style of a heading of a level (the title of the work has level 1).
    pub fn of_level(level: u8) -> HeadingStyle {
        match level {
            0..=2 => HeadingStyle::Major,
            3 => HeadingStyle::Minor,
            _ => HeadingStyle::Least,
        }
    }
}

/// Half lines above the head of an opening page.
const SUNK: i32 = 10;

/// Sets the heading of a section, if it has one.
pub fn set_heading(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    section: &Section,
    style: HeadingStyle,
    parent: NodeId,
    level: u8,
) {
    let Some(heading) = &section.heading else { return };
    let node = desk.tags.open(parent, NodeTag::Heading(level.clamp(1, 6)));
    let (before, after) = match style {
        HeadingStyle::Opening => (SUNK, 4),
        HeadingStyle::Major | HeadingStyle::Minor => (3, 1),
        HeadingStyle::Least => (2, 0),
    };
    if style == HeadingStyle::Opening {
        column.sink(before);
    } else {
        column.gap(before, 2);
    }
    let first = column.entries.len();
    let mut at = 0;
    if let Some(number) = &heading.number {
        let styled = line_style(desk, style, Part::Number, number);
        let mut copy = Copy::default();
        let mut reader = Reader::of(styled.look, node, Some(section.id));
        reader.inlines(desk, &mut copy, number);
        at = reader.at;
        if !heading.title.is_empty() {
            // The title stands on a line of its own; who listens or copies hears a space.
            let mut added = Reader { block: None, ..reader };
            added.space(desk, &mut copy, Length::ZERO);
        }
        set_copy(desk, column, &styled, &copy);
        if style == HeadingStyle::Opening && !heading.title.is_empty() {
            column.gap(1, 0);
        }
    }
    if !heading.title.is_empty() {
        let styled = line_style(desk, style, Part::Title, &heading.title);
        set_run(desk, column, &styled, (section.id, at), node, &heading.title);
    }
    // The lines of a heading stay together and with what follows: a line of text at least two
    // lines of which stand beneath it, which the rule on lone lines sees to.
    for entry in column.entries.iter_mut().skip(first + 1) {
        entry.turn = turn::NEVER;
    }
    // Space after a heading, even where it is none, is where no page is turned.
    column.gap(after, i32::from(style != HeadingStyle::Opening));
    if let Some(gap) = column.entries.last_mut() {
        gap.turn = turn::NEVER;
    }
    notes::set_called(desk, parent);
}

/// Which part of a heading a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Number,
    Title,
}

fn line_style(desk: &Desk<'_, '_>, style: HeadingStyle, part: Part, run: &[Inline]) -> Style {
    let design = desk.design;
    let setting = Setting::body(desk);
    let caps = caps_of(&text_of(run));
    let shouted = caps == Caps::AllSmall;
    let (look, height) = match (style, part) {
        (HeadingStyle::Opening, Part::Number) => (capitals(design.text, caps), 2),
        (HeadingStyle::Opening, _) if shouted => (capitals(design.chapter, caps), 3),
        (HeadingStyle::Opening, _) => (Look::roman(design.chapter), 3),
        (HeadingStyle::Major, _) => (capitals(design.subheading, caps), 2),
        (HeadingStyle::Minor | HeadingStyle::Least, _) if shouted => {
            (capitals(design.subheading, caps), 2)
        }
        (HeadingStyle::Minor | HeadingStyle::Least, _) => (Look::italic(design.subheading), 2),
    };
    let centred = style != HeadingStyle::Least;
    // A centred heading keeps away from the edges of the measure.
    let inset = if centred { design.measure / 10 } else { Length::ZERO };
    Style {
        look,
        left: inset,
        measure: design.measure - inset - inset,
        fill: if centred { Fill::Centred } else { Fill::FromLeft },
        division: Division::Forbidden,
        height,
        kind: EntryKind::OffGrid,
        ..setting.style()
    }
}

/// Which capitals words become small ones of: what is all capitals becomes small capitals whole.
pub fn caps_of(words: &str) -> Caps {
    if is_shouted(words) { Caps::AllSmall } else { Caps::Small }
}

/// Letterspaced small capitals.
pub fn capitals(size: Length, caps: Caps) -> Look {
    Look { caps, face: Face::Roman, ..Look::small_capitals(size) }
}

/// Whether words stand in capitals alone, for a presentation.
pub fn is_shouted(words: &str) -> bool {
    let letters = words.chars().filter(|character| character.is_alphabetic()).count();
    letters >= 4 && !words.chars().any(char::is_lowercase)
}
