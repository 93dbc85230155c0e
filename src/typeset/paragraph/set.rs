//! A paragraph's lines, set: which pieces stand in each, and how its spaces are shared out.

use super::copy::{Atom, AtomKind, Joint, Stretch};
use super::opportunities::{Break, BreakKind, slack};
use super::{Fill, Form, RAGGED_FROM, RUNT_EMS, fit, letters_take};
use crate::book::{ImageId, Length, NoteId, Size};
use crate::typeset::shape::{Shaper, WordId};

/// A piece of a set line.
#[derive(Clone, Copy, Debug)]
pub struct Seg {
    /// What it is.
    pub kind: SegKind,
    /// The stretch it is in, by its number.
    pub stretch: u32,
    /// The scalar of its block where it begins.
    pub at: u32,
    /// Its level in the order of the line.
    pub level: u8,
}

/// What a piece of a line is.
#[derive(Clone, Copy, Debug)]
pub enum SegKind {
    /// A word or a part of one.
    Word(WordId),
    /// A space that takes its share of what the line lacks.
    Space(WordId),
    /// A space of the text at which the line ends: it is not seen.
    EndSpace(WordId),
    /// A joint between ideographs that takes its share of what the line lacks.
    Slack,
    /// A space of a fixed width.
    Fixed(WordId, Length),
    /// A hyphen that the setting adds.
    Hyphen(WordId),
    /// An image.
    Image(ImageId, Size),
}

/// What a line calls to its page.
#[derive(Clone, Debug, Default)]
pub struct Called {
    /// The notes whose marks stand in it.
    pub notes: Vec<NoteId>,
    /// The pages of the printed source that begin in it, by their numbers in the store of folios.
    pub folios: Vec<u32>,
}

/// A set line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line {
    /// Its pieces, in the store of pieces.
    pub segs: (u32, u32),
    /// Where it begins, from the left edge of its form; negative where a mark hangs out.
    pub left: Length,
    /// What its spaces take together.
    pub spaces: Length,
    /// How many spaces share it.
    pub space_count: u32,
    /// What its letters take together.
    pub letters: Length,
    /// How many letters share it.
    pub letter_count: u32,
    /// Its natural width.
    pub width: Length,
    /// How much its spaces were asked for, in thousandths of what they have.
    pub ratio: i32,
    /// Whether it ends in a hyphen.
    pub hyphen: bool,
    /// Whether it was left short, because only holes could have filled it.
    pub ragged: bool,
    /// Whether it stands out of the measure.
    pub over: bool,
    /// Whether the order of its pieces on the page may be another than that in which they are read.
    pub turned: bool,
    /// Whether it ends a justified paragraph with a word or less.
    pub runt: bool,
}

impl Line {
    /// How long it is as it is set.
    pub fn extent(&self) -> Length {
        self.width + self.spaces + self.letters
    }
}

/// Sets the lines between `breaks`, whose chosen ones are `ends`. Adds pieces to `segs`, and for
/// each line calls `done` with it and what it calls to the page.
#[expect(clippy::too_many_arguments, reason = "the stores it reads and writes are apart")]
pub fn set_lines(
    atoms: &[Atom],
    stretches: &[Stretch],
    shaper: &mut Shaper<'_>,
    form: &Form,
    breaks: &[Break],
    ends: &[usize],
    segs: &mut Vec<Seg>,
    done: &mut dyn FnMut(Line, &Called),
) {
    let mut begin = 0;
    let mut called = Called::default();
    for (number, &end) in ends.iter().enumerate() {
        let from = segs.len() as u32;
        called.notes.clear();
        called.folios.clear();
        let ending = &breaks[end];
        gather(atoms, stretches, shaper, (&breaks[begin], ending), segs, &mut called);
        let stands = match (number == 0, end + 1 == breaks.len()) {
            (true, true) => Stands::Alone,
            (true, false) => Stands::First,
            (false, true) => Stands::Last,
            (false, false) => Stands::Between,
        };
        let hangs = match form.fill {
            Fill::Justified => {
                let at_indent = stands.begins() && form.first.0 > 0;
                let left = if at_indent { 0 } else { breaks[begin].hang_left };
                (left, ending.hang_right)
            }
            _ => (0, 0),
        };
        let mut line =
            share_out(&segs[from as usize..], stretches, shaper, form, hangs, stands);
        line.segs = (from, segs.len() as u32);
        line.hyphen = ending.kind.is_hyphen();
        done(line, &called);
        begin = end;
    }
}

/// A piece that stands where an atom does.
fn of(atom: &Atom) -> Seg {
    Seg { kind: SegKind::Slack, stretch: atom.stretch, at: atom.at, level: atom.level }
}

/// Gathers the pieces between two breaks.
fn gather(
    atoms: &[Atom],
    stretches: &[Stretch],
    shaper: &mut Shaper<'_>,
    (begin, end): (&Break, &Break),
    segs: &mut Vec<Seg>,
    called: &mut Called,
) {
    let inside_begin = matches!(begin.kind, BreakKind::Hyphen | BreakKind::Emergency);
    let inside_end = matches!(end.kind, BreakKind::Hyphen | BreakKind::Emergency);
    let first = begin.atom as usize;
    let last = (end.atom as usize + usize::from(inside_end)).min(atoms.len());
    for (number, atom) in atoms.iter().enumerate().take(last).skip(first) {
        let kind = match atom.kind {
            AtomKind::Word(id) => {
                let from =
                    if inside_begin && number == first { begin.byte as usize } else { 0 };
                let cut_end = inside_end && number == end.atom as usize;
                let to = if cut_end { end.byte as usize } else { shaper.text(id).len() };
                if from == 0 && !cut_end {
                    SegKind::Word(id)
                } else {
                    let text = shaper.text(id);
                    let skipped = text[..from].chars().count() as u32;
                    let part = text[from..to].to_owned();
                    let voice = shaper.get(id).voice;
                    let kind = SegKind::Word(shaper.word(voice, &part));
                    segs.push(Seg { kind, at: atom.at + skipped, ..of(atom) });
                    continue;
                }
            }
            // The space at which the last line ended is no longer there.
            AtomKind::Space(_) if number == first && begin.kind == BreakKind::Space => continue,
            AtomKind::Space(id) if number + 1 == atoms.len() => SegKind::EndSpace(id),
            AtomKind::Space(id) | AtomKind::Tie(id) => SegKind::Space(id),
            AtomKind::Fixed(id, width) => SegKind::Fixed(id, width),
            AtomKind::Image(id, size) => SegKind::Image(id, size),
            AtomKind::Call(note) => {
                called.notes.push(note);
                continue;
            }
            // The joint at which the last line ended is no longer between anything.
            AtomKind::Joint(Joint::Between) if number != first => SegKind::Slack,
            AtomKind::Folio(folio) => {
                called.folios.push(folio);
                continue;
            }
            AtomKind::Joint(_) | AtomKind::LineEnd(_) => continue,
        };
        segs.push(Seg { kind, ..of(atom) });
    }
    let ender = atoms.get(end.atom as usize);
    match (end.kind, ender) {
        (BreakKind::Hyphen, Some(atom)) => {
            let voice = stretches[atom.stretch as usize].voice;
            let kind = SegKind::Hyphen(shaper.word(voice, "-"));
            segs.push(Seg { kind, ..of(atom) });
        }
        (BreakKind::Space, Some(atom @ &Atom { kind: AtomKind::Space(id), .. })) => {
            segs.push(Seg { kind: SegKind::EndSpace(id), ..of(atom) });
        }
        _ => {}
    }
}

/// Where a line stands in its paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    /// It is the whole of it.
    Alone,
    First,
    Between,
    Last,
}

impl Stands {
    /// Whether the paragraph begins with it.
    fn begins(self) -> bool {
        matches!(self, Stands::Alone | Stands::First)
    }

    /// Whether the paragraph ends with it.
    fn ends(self) -> bool {
        matches!(self, Stands::Alone | Stands::Last)
    }
}

/// Measures a line by its own words and shares out what it lacks.
fn share_out(
    segs: &[Seg],
    stretches: &[Stretch],
    shaper: &Shaper<'_>,
    form: &Form,
    (hang_left, hang_right): (i64, i64),
    stands: Stands,
) -> Line {
    let mut line = Line::default();
    let mut spaces = 0;
    for seg in segs {
        line.turned |= seg.level > 0;
        let stretch = &stretches[seg.stretch as usize];
        match seg.kind {
            SegKind::Word(id) | SegKind::Hyphen(id) => {
                let glyphs = shaper.glyphs(id).len();
                line.letter_count += glyphs as u32;
                line.width += shaper.width(id, stretch.size) + stretch.tracking * glyphs as i64;
            }
            SegKind::Space(id) => {
                let width = shaper.width(id, stretch.size) + stretch.tracking;
                spaces += width.0;
                line.space_count += 1;
                line.width += width;
            }
            SegKind::EndSpace(_) => {}
            SegKind::Slack => {
                spaces += slack(form.em).0;
                line.space_count += 1;
            }
            SegKind::Fixed(_, width) => line.width += width,
            SegKind::Image(_, size) => line.width += size.width,
        }
    }
    let indent = if stands.begins() { form.first } else { form.rest };
    let lacks = (form.measure - indent).0 - (line.width.0 - hang_left - hang_right);
    line.left = indent - Length(hang_left);
    match form.fill {
        Fill::FromLeft => line.over = lacks < -form.em.0 / 20,
        Fill::ToRight => {
            line.left = indent + Length(lacks);
            line.over = lacks < -form.em.0 / 20;
        }
        Fill::Centred => {
            line.left = indent + Length(lacks / 2);
            line.over = lacks < -form.em.0 / 20;
        }
        Fill::Justified => {
            line.runt = stands == Stands::Last && line.width < form.em * RUNT_EMS;
            let fit = fit(lacks, spaces, i64::from(line.letter_count), form.em.0);
            match fit {
                Some(_) if stands.ends() && lacks > 0 => {}
                Some(fit) if fit.ratio > RAGGED_FROM => line.ragged = true,
                Some(fit) => {
                    line.spaces = Length(fit.spaces);
                    line.letters = Length(fit.letters);
                    line.ratio = fit.ratio as i32;
                }
                // Shaping the parts of a divided word for themselves may move a line by a hair.
                None => {
                    let letters = -letters_take(line.letter_count.into(), form.em.0);
                    let rest = (lacks - letters).max(-spaces / 3);
                    (line.letters, line.spaces) = (Length(letters), Length(rest));
                    line.ratio = (rest * 5000 / spaces.max(1)) as i32;
                    line.over = lacks < rest + letters - form.em.0 / 20;
                }
            }
        }
    }
    line
}
