//! Figures: an image as large as it deserves, and what is said of it beneath.

use super::blocks::{Setting, open_block, set_words};
use super::{Column, Desk, Entry, EntryKind, Look, Placed, Style, What, turn};
use crate::book::{Block, Figure, ItemTag, Length, NodeId, NodeTag, Size};
use crate::typeset::paragraph::{Division, Fill};

/// Sets a figure.
pub fn set_figure(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    block: &Block,
    figure: &Figure,
    setting: &Setting,
    parent: NodeId,
) {
    column.gap(2, 2);
    let first = column.entries.len();
    let found = figure.image.and_then(|id| Some((id, desk.book.images().get(id.0 as usize)?)));
    let caption_parent = match found {
        Some((id, image)) => {
            let node = open_block(desk, block, parent, NodeTag::Figure);
            desk.tags.describe(node, figure.alt.as_deref().unwrap_or(&image.name));
            let size = fitted(image.width, image.height, desk, setting);
            let step = column.step;
            let height = (size.height.0 + step.0 - 1) / step.0.max(1);
            let content = desk.tags.content(node);
            desk.placed.push(Placed {
                x: setting.left + (setting.measure - size.width) / 2,
                y: (step * height - size.height) / 2,
                what: What::Image(id, size, ItemTag::Content(content)),
            });
            let here = desk.placed.len() as u32;
            let entry = Entry::of(height as i32, EntryKind::OffGrid);
            column.entries.push(Entry { placed: (here - 1, here), ..entry });
            node
        }
        None => parent,
    };
    if !figure.caption.is_empty() {
        if found.is_some() {
            column.gap(1, 0);
        }
        let node = match found {
            Some(_) => desk.tags.open(caption_parent, NodeTag::Caption),
            None => open_block(desk, block, parent, NodeTag::Paragraph),
        };
        let inset = setting.measure / 12;
        let style = Style {
            look: Look::italic(desk.design.quotation.min(setting.look.size)),
            left: setting.left + inset,
            measure: setting.measure - inset - inset,
            fill: Fill::Centred,
            division: Division::Forbidden,
            kind: EntryKind::OffGrid,
            ..setting.style()
        };
        set_words(desk, column, &style, block.id, node, &figure.caption);
    }
    for entry in column.entries.iter_mut().skip(first + 1) {
        entry.turn = turn::NEVER;
    }
    column.gap(2, 2);
}

/// The size of an image: its pixels at 96 to the inch, no wider than the measure and no higher
/// than two thirds of the page.
fn fitted(width: u32, height: u32, desk: &Desk<'_, '_>, setting: &Setting) -> Size {
    let natural = |pixels: u32| Length::pt(i64::from(pixels.max(1))) * 3 / 4;
    let (mut width, mut height) = (natural(width), natural(height));
    let most = desk.design.leading * i64::from(desk.design.lines) * 2 / 3;
    if width > setting.measure {
        height = share(height, setting.measure, width);
        width = setting.measure;
    }
    if height > most {
        width = share(width, most, height);
        height = most;
    }
    Size { width, height }
}

/// `length * part / whole`, for any lengths: a header may claim four thousand million pixels.
fn share(length: Length, part: Length, whole: Length) -> Length {
    let shared = i128::from(length.0) * i128::from(part.0) / i128::from(whole.0.max(1));
    Length(i64::try_from(shared).unwrap_or(i64::MAX))
}
