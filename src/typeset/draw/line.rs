//! A line's glyphs, each in its place, as runs of one font and one piece of content.

use super::Manner;
use super::places::Places;
use crate::book::{
    Artifact, Destination, Glyph, GlyphRun, ItemKind, ItemTag, Length, LinkArea, LinkId, Page,
    PageItem, Point, Size, Spot,
};
use crate::typeset::galley::Desk;
use crate::typeset::paragraph::{Line, Seg, SegKind, Stretch, visual_order};
use crate::typeset::shape::{WordGlyph, WordId};

/// Draws a line at its point. Its pieces are drawn in the order in which they are read, each where
/// it stands.
pub fn draw(
    desk: &Desk<'_, '_>,
    page: &mut Page,
    number: u32,
    at: Point,
    manner: Manner,
    places: &mut Places,
) {
    let line = desk.lines[number as usize];
    let segs = &desk.segs[line.segs.0 as usize..line.segs.1 as usize];
    let order = line.turned.then(|| places_of(desk, &line, segs, at.x));
    let mut pen = Pen::new(at.x, &line);
    let mut open: Option<Open> = None;
    let mut link: Option<OpenLink> = None;
    for (nth, seg) in segs.iter().enumerate() {
        let stretch = &desk.stretches[seg.stretch as usize];
        if let Some(&x) = order.as_ref().and_then(|order| order.get(nth)) {
            // A piece that runs to the left, or does not stand after the last, is a run of its own.
            if x != pen.x || seg.level > 0 {
                close(page, &mut open);
            }
            pen.x = x;
        }
        if link.as_ref().map(|link| link.id) != stretch.link {
            close_link(page, &mut link, at, stretch.size, manner, places, desk);
            link = stretch.link.map(|id| OpenLink { id, from: pen.x, to: pen.x });
        }
        let from = pen.x;
        match seg.kind {
            SegKind::Image(id, size) => {
                close(page, &mut open);
                let tag = tag_of(stretch, manner);
                let point = Point { x: pen.x, y: at.y - size.height + stretch.size / 6 };
                places.see(tag, point);
                page.items.push(PageItem { at: point, tag, kind: ItemKind::Image(id, size) });
                pen.x += size.width;
            }
            SegKind::Slack => {
                let share = pen.spaces.next();
                if let Some(open) = &mut open
                    && let Some(last) = open.run.glyphs.last_mut()
                {
                    last.advance = (last.advance.length() + share).into();
                    open.width += share;
                }
                pen.x += share;
            }
            _ => {
                let Some(word) = word_of(desk, seg) else { continue };
                let joins = open.as_ref().is_some_and(|run| {
                    run.stretch == seg.stretch
                        && run.run.font == word.font
                        && run.run.replaced == word.replaced
                });
                if !joins {
                    close(page, &mut open);
                    let mut run = begin(desk, seg, word, (pen.x, at.y), manner, places);
                    let (glyphs, bytes) = extent(desk, &segs[nth..]);
                    run.run.glyphs.reserve_exact(glyphs);
                    run.run.text.reserve_exact(bytes);
                    open = Some(run);
                }
                if let Some(run) = &mut open {
                    add(desk, run, seg, word.id, &mut pen);
                }
            }
        }
        if let Some(link) = &mut link {
            link.from = link.from.min(from);
            link.to = link.to.max(pen.x);
        }
    }
    close(page, &mut open);
    let size =
        segs.last().map_or(Length::ZERO, |seg| desk.stretches[seg.stretch as usize].size);
    close_link(page, &mut link, at, size, manner, places, desk);
}

/// Where each piece of a line begins on the page, in the order in which they are read. Shares are
/// given in that order too, as when they are drawn.
fn places_of(desk: &Desk<'_, '_>, line: &Line, segs: &[Seg], x: Length) -> Vec<Length> {
    let mut pen = Pen::new(Length::ZERO, line);
    let mut widths = Vec::with_capacity(segs.len());
    for seg in segs {
        let from = pen.x;
        match (seg.kind, word_of(desk, seg)) {
            (SegKind::Image(_, size), _) => pen.x += size.width,
            (SegKind::Slack, _) => {
                pen.x += pen.spaces.next();
            }
            (_, Some(word)) => {
                for glyph in desk.shaper.glyphs(word.id) {
                    let advance = advance(desk, seg, word.id, glyph, &mut pen);
                    pen.x += advance;
                }
            }
            _ => {}
        }
        widths.push(pen.x - from);
    }
    let levels: Vec<u8> = segs.iter().map(|seg| seg.level).collect();
    let mut places = vec![x; segs.len()];
    let mut at = x;
    for nth in visual_order(&levels) {
        places[nth] = at;
        at += widths[nth];
    }
    places
}

/// Where the next glyph goes, and what spaces and letters have of what the line gives or takes.
struct Pen {
    x: Length,
    spaces: Shares,
    letters: Shares,
}

impl Pen {
    fn new(x: Length, line: &Line) -> Pen {
        let spaces = Shares::of(line.spaces, line.space_count);
        Pen { x, spaces, letters: Shares::of(line.letters, line.letter_count) }
    }
}

/// A length shared among so many, so that all shares together are exactly the whole: each has its
/// whole scaled points, and one more whenever the rests have made up one. There is no division for
/// a share, since each of a million glyphs has one.
struct Shares {
    each: i64,
    rest: i64,
    owed: i64,
    among: i64,
}

impl Shares {
    fn of(whole: Length, among: u32) -> Shares {
        let among = i64::from(among);
        let (each, rest) = match among {
            0 => (0, 0),
            _ => (whole.0 / among, whole.0 % among),
        };
        Shares { each, rest, owed: 0, among }
    }

    fn next(&mut self) -> Length {
        self.owed += self.rest;
        let mut share = self.each;
        if self.owed.abs() >= self.among.max(1) {
            let one = self.owed.signum();
            self.owed -= one * self.among;
            share += one;
        }
        Length(share)
    }
}

/// A link that goes on, and how far it reaches.
struct OpenLink {
    id: LinkId,
    from: Length,
    to: Length,
}

/// A run that is being added to.
struct Open {
    at: Point,
    tag: ItemTag,
    stretch: u32,
    struck: bool,
    run: GlyphRun,
    width: Length,
}

/// The word that a piece of a line is.
#[derive(Clone, Copy)]
struct PieceWord {
    id: WordId,
    font: u16,
    /// Whether its glyphs are not its text's.
    replaced: bool,
}

fn word_of(desk: &Desk<'_, '_>, seg: &Seg) -> Option<PieceWord> {
    let (id, replaced) = match seg.kind {
        SegKind::Word(id) => (id, desk.shaper.get(id).replaced),
        SegKind::Space(id) | SegKind::EndSpace(id) | SegKind::Fixed(id, _) => (id, false),
        SegKind::Hyphen(id) => (id, true),
        SegKind::Image(..) | SegKind::Slack => return None,
    };
    Some(PieceWord { id, font: desk.shaper.get(id).font, replaced })
}

/// How many glyphs and bytes of text the run will hold that begins with the first of these pieces.
fn extent(desk: &Desk<'_, '_>, segs: &[Seg]) -> (usize, usize) {
    let word = |seg: &Seg| {
        let word = word_of(desk, seg)?;
        Some((word.id, (seg.stretch, word.font, word.replaced)))
    };
    let first = segs.first().and_then(word).map(|(_, look)| look);
    let alike = segs.iter().map_while(word).take_while(|(_, look)| Some(*look) == first);
    alike.fold((0, 0), |(glyphs, bytes), (id, _)| {
        (glyphs + desk.shaper.glyphs(id).len(), bytes + desk.shaper.text(id).len())
    })
}

fn tag_of(stretch: &Stretch, manner: Manner) -> ItemTag {
    match manner {
        Manner::Text => stretch.tag,
        Manner::Repeated => ItemTag::Artifact(Artifact::Layout),
    }
}

fn begin(
    desk: &Desk<'_, '_>,
    seg: &Seg,
    word: PieceWord,
    (x, y): (Length, Length),
    manner: Manner,
    places: &mut Places,
) -> Open {
    let stretch = &desk.stretches[seg.stretch as usize];
    let at = Point { x, y: y - stretch.rise };
    let tag = tag_of(stretch, manner);
    places.see(tag, Point { x, y: y - stretch.size });
    let hyphen = matches!(seg.kind, SegKind::Hyphen(_));
    let spot = match (stretch.block, manner) {
        (Some(block), Manner::Text) if !hyphen => {
            let here = Spot { block, at: seg.at };
            Some(here..here)
        }
        _ => None,
    };
    let language =
        stretch.language.and_then(|number| desk.shaper.language_named(number).cloned());
    let run = GlyphRun {
        font: word.font,
        size: stretch.size,
        glyphs: Vec::new(),
        text: String::new(),
        spot,
        language,
        replaced: word.replaced,
    };
    Open { at, tag, stretch: seg.stretch, struck: stretch.struck, run, width: Length::ZERO }
}

/// Adds a word or a space to a run, with its share of what the line gives or takes.
fn add(desk: &Desk<'_, '_>, open: &mut Open, seg: &Seg, id: WordId, pen: &mut Pen) {
    let stretch = &desk.stretches[seg.stretch as usize];
    let font = open.run.font;
    let from = open.run.text.len() as u32;
    let text = desk.shaper.text(id);
    for glyph in desk.shaper.glyphs(id) {
        let scaled = |units: i32| desk.shaper.scaled(font, units, stretch.size);
        let advance = advance(desk, seg, id, glyph, pen);
        open.run.glyphs.push(Glyph {
            id: glyph.id,
            advance: advance.into(),
            dx: scaled(glyph.dx).into(),
            dy: scaled(glyph.dy).into(),
            cluster: from + glyph.cluster,
        });
        pen.x += advance;
        open.width += advance;
    }
    let text = match seg.kind {
        SegKind::Hyphen(_) => "\u{ad}",
        _ => text,
    };
    open.run.text.push_str(text);
    if let Some(spot) = &mut open.run.spot {
        spot.end.at = seg.at + text.chars().count() as u32;
    }
}

/// How far a glyph moves the pen, with its share of what the line gives or takes.
fn advance(
    desk: &Desk<'_, '_>,
    seg: &Seg,
    id: WordId,
    glyph: &WordGlyph,
    pen: &mut Pen,
) -> Length {
    let stretch = &desk.stretches[seg.stretch as usize];
    let font = desk.shaper.get(id).font;
    let natural = desk.shaper.scaled(font, glyph.advance, stretch.size) + stretch.tracking;
    match seg.kind {
        SegKind::Word(_) | SegKind::Hyphen(_) => natural + pen.letters.next(),
        SegKind::Space(_) => natural + pen.spaces.next(),
        SegKind::Fixed(_, width) => width,
        SegKind::EndSpace(_) | SegKind::Image(..) | SegKind::Slack => Length::ZERO,
    }
}

fn close(page: &mut Page, open: &mut Option<Open>) {
    let Some(open) = open.take() else { return };
    if open.struck {
        page.items.push(PageItem {
            at: Point { x: open.at.x, y: open.at.y - open.run.size * 28 / 100 },
            tag: ItemTag::Artifact(Artifact::Layout),
            kind: ItemKind::Rule(Size { width: open.width, height: Length::milli(500) }),
        });
    }
    page.items.push(PageItem { at: open.at, tag: open.tag, kind: ItemKind::Glyphs(open.run) });
}

fn close_link(
    page: &mut Page,
    link: &mut Option<OpenLink>,
    at: Point,
    size: Length,
    manner: Manner,
    places: &mut Places,
    desk: &Desk<'_, '_>,
) {
    let Some(OpenLink { id, from, to: x }) = link.take() else { return };
    let Some(lead) = desk.links.get(&id) else { return };
    if manner == Manner::Repeated || x <= from {
        return;
    }
    let point = Point { x: from, y: at.y - size };
    let area = LinkArea {
        link: id,
        size: Size { width: x - from, height: size * 5 / 4 },
        to: Destination::Address(String::new()),
        words: lead.words.clone(),
    };
    places.link(id, page.items.len(), &lead.to, point);
    page.items.push(PageItem {
        at: point,
        tag: ItemTag::Artifact(Artifact::Layout),
        kind: ItemKind::Link(area),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_even_and_make_the_whole() {
        for whole in [0, 1, -1, 7, -7, 100, -65_537] {
            for among in [1_u32, 2, 3, 7, 64] {
                let mut shares = Shares::of(Length(whole), among);
                let given: Vec<i64> = (0..among).map(|_| shares.next().0).collect();
                assert_eq!(given.iter().sum::<i64>(), whole);
                let (least, most) = (given.iter().min(), given.iter().max());
                assert!(most.zip(least).is_some_and(|(most, least)| most - least <= 1));
            }
        }
        assert_eq!(Shares::of(Length(5), 0).next(), Length::ZERO);
    }
}
