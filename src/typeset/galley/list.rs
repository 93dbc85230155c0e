//! Lists: labels in a column of their own, what they label beside it.

use super::blocks::{After, Setting, open_block, set_blocks};
use super::verse::natural_width;
use super::{Column, Desk, LeadIn, Look, Reader, turn};
use crate::book::{Block, Item, Length, List, Marker, NodeId, NodeTag};
use crate::typeset::paragraph::{AtomKind, Copy};
use crate::typeset::shape::Face;

/// Sets a list.
pub fn set_list(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    block: &Block,
    list: &List,
    setting: &Setting,
    parent: NodeId,
) {
    let node = open_block(desk, block, parent, NodeTag::List);
    let em = setting.look.size;
    let markers: Vec<Option<String>> =
        (0..list.items.len()).map(|number| marker(list.marker, number)).collect();
    let widths = markers.iter().flatten().map(String::as_str);
    let widest: Length =
        widths.map(|text| natural_width(desk, setting, text)).max().unwrap_or_default();
    let hang = match list.marker {
        Marker::None => em * 3 / 2,
        _ => (widest + em / 2).max(em * 3 / 2).min(setting.measure / 4),
    };
    column.gap(1, 1);
    let mut at = 0;
    for (item, marker) in list.items.iter().zip(markers) {
        let first = column.entries.len();
        at = set_item(desk, column, (block, at), item, marker.as_deref(), hang, setting, node);
        if first > 0
            && let Some(entry) = column.entries.get_mut(first)
        {
            entry.turn = turn::FREE;
        }
    }
    column.gap(1, 1);
}

#[expect(clippy::too_many_arguments, reason = "an item is between its list and its blocks")]
fn set_item(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    (block, at): (&Block, u32),
    item: &Item,
    marker: Option<&str>,
    hang: Length,
    setting: &Setting,
    list: NodeId,
) -> u32 {
    let node = desk.tags.open(list, NodeTag::Item);
    let mut copy = Copy::default();
    let mut end = at;
    let mut width = Length::ZERO;
    let mut last = None;
    if item.label.is_some() || marker.is_some() {
        let label = desk.tags.open(node, NodeTag::Label);
        if let Some(words) = &item.label {
            let look = match marker {
                Some(_) => setting.look,
                None => Look { face: Face::Italic, ..setting.look },
            };
            let mut reader = Reader { at, ..Reader::of(look, label, Some(block.id)) };
            reader.inlines(desk, &mut copy, words);
            end = reader.at;
            let words = crate::book::text_of(words);
            width = natural_width(desk, setting, &words);
            last = Some(reader);
        } else if let Some(marker) = marker {
            let mut reader = Reader::of(setting.look, label, None);
            reader.text(desk, &mut copy, marker);
            width = natural_width(desk, setting, marker);
            last = Some(reader);
        }
    }
    let body = desk.tags.open(node, NodeTag::ItemBody);
    let mut first = Length::ZERO;
    if let Some(mut reader) = last {
        // A label ends where the text begins; one that is wider pushes its line on.
        let gap = (hang - width).max(setting.look.size / 2);
        reader.block = None;
        reader.space(desk, &mut copy, gap);
    } else {
        first = hang;
    }
    let has_label = !copy.atoms.iter().all(|atom| matches!(atom.kind, AtomKind::Fixed(..)));
    if has_label {
        desk.lead_in = Some(LeadIn { copy, first: -hang, rest: Length::ZERO });
    }
    let inner = setting.set_in(hang);
    if !has_label && first > Length::ZERO {
        // Items without a label hang: their first line begins at the margin.
        desk.lead_in = Some(LeadIn { copy: Copy::default(), first: -hang, rest: Length::ZERO });
    }
    set_blocks(desk, column, &item.blocks, &inner, body, After::Opening);
    super::blocks::set_lead_in(desk, column, &inner);
    end
}

/// The marker of the item at `number`, from 0.
fn marker(marker: Marker, number: usize) -> Option<String> {
    let count = |first: u32| first.saturating_add(number as u32);
    Some(match marker {
        Marker::Bullet => "•".into(),
        Marker::Decimal(first) => format!("{}.", count(first)),
        Marker::Alpha(first) => format!("{}.", letters(count(first))),
        Marker::UpperAlpha(first) => format!("{}.", letters(count(first)).to_uppercase()),
        Marker::Roman(first) => format!("{}.", roman(count(first))),
        Marker::UpperRoman(first) => format!("{}.", roman(count(first)).to_uppercase()),
        Marker::None => return None,
    })
}

/// `a` to `z`, then `aa`.
fn letters(number: u32) -> String {
    let mut rest = number.max(1);
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(char::from(b'a' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A number in small roman numerals; what is too great for them stays in figures.
pub fn roman(number: u32) -> String {
    const NUMERALS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut numerals = String::new();
    for (value, numeral) in NUMERALS {
        while rest >= value {
            numerals.push_str(numeral);
            rest -= value;
        }
    }
    numerals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_set_as_the_list_wants_them() {
        assert_eq!(roman(1949), "mcmxlix");
        assert_eq!(letters(27), "aa");
        assert_eq!(marker(Marker::UpperRoman(4), 1).as_deref(), Some("V."));
        assert_eq!(marker(Marker::None, 0), None);
    }
}
