//! A cover as text: its colours, its fields and rules, and where its lines stand.

use super::Outline;
use super::pages::{point, size};
use super::run::visible;
use crate::book::{Colour, Cover, CoverItem, CoverKind, Length, Tone};

/// A cover: size and palette, then each area and each line of type.
pub fn cover(cover: &Cover) -> String {
    let mut out = Outline::default();
    out.line(format!("cover {}", size(cover.size)));
    out.within(|out| {
        let [paper, ink, field] =
            [cover.palette.paper, cover.palette.ink, cover.palette.field].map(hex);
        let name = cover.palette.name;
        out.line(format!("palette {name}: paper {paper}, ink {ink}, field {field}"));
        let mut rest = cover.items.as_slice();
        while let Some(first) = rest.first() {
            rest = match &first.kind {
                CoverKind::Area(area) => {
                    out.line(format!("{} {} {}", point(first.at), size(*area), tones(first)));
                    &rest[1..]
                }
                CoverKind::Glyphs(_) => show_line(first, cover, rest, out),
            };
        }
    });
    out.text
}

/// Shows the words on the baseline of `first` as one line. Gives what follows them.
fn show_line<'a>(
    first: &CoverItem,
    cover: &Cover,
    items: &'a [CoverItem],
    out: &mut Outline,
) -> &'a [CoverItem] {
    let mut words: Vec<&str> = Vec::new();
    let mut face = String::new();
    let mut end = Length::ZERO;
    for item in items {
        let CoverKind::Glyphs(run) = &item.kind else { break };
        if item.at.y != first.at.y {
            break;
        }
        if words.is_empty() {
            let font = cover.fonts.get(usize::from(run.font));
            let name = font.map_or("no font", |font| &font.name);
            face = format!("{name} {}", run.size.to_pt());
        }
        words.push(&run.text);
        end = item.at.x + run.glyphs.iter().map(|glyph| glyph.advance.length()).sum();
    }
    let (at, to, tones) = (point(first.at), end.to_pt(), tones(first));
    let said = visible(&words.join(" "));
    out.line(format!("{at} to {to:.2} {face} {tones} “{said}”"));
    &items[words.len()..]
}

fn tones(item: &CoverItem) -> String {
    let name = |tone| match tone {
        Tone::Paper => "paper",
        Tone::Ink => "ink",
        Tone::Field => "field",
    };
    match item.tone == item.on {
        true => name(item.tone).into(),
        false => format!("{} on {}", name(item.tone), name(item.on)),
    }
}

fn hex(Colour(rgb): Colour) -> String {
    format!("#{}", rgb.map(|byte| format!("{byte:02x}")).concat())
}
