//! The places where a line of a paragraph may end, measured.

use super::copy::{Atom, AtomKind, Joint, Stretch};
use super::{Division, Fill, Form};
use crate::book::Length;
use crate::typeset::hyphenate::AFTER;
use crate::typeset::sense::{Pause, pauses};
use crate::typeset::shape::{Shaper, WordGlyph, WordId};

/// A place where a line may end. Widths are sums from the paragraph's beginning.
#[derive(Clone, Copy, Debug, Default)]
pub struct Break {
    /// What ends the line.
    pub kind: BreakKind,
    /// The atom that the break stands at: the space or joint itself, or the divided word.
    pub atom: u32,
    /// The byte in that word, for breaks inside words.
    pub byte: u32,
    /// The width up to here.
    pub before: i64,
    /// The width at which the next line begins: past the space.
    pub after: i64,
    /// The width of the spaces up to here.
    pub spaces_before: i64,
    /// The same past the space.
    pub spaces_after: i64,
    /// Glyphs up to here.
    pub letters: i64,
    /// The width of the hyphen that a break here adds.
    pub extra: i64,
    /// How far the end of the line hangs out.
    pub hang_right: i64,
    /// How far the beginning of the next line hangs out.
    pub hang_left: i64,
    /// What it costs to end a line here, of the order of a badness.
    pub cost: i64,
}

/// What ends a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BreakKind {
    /// A space.
    #[default]
    Space,
    /// A hyphen that the setting adds.
    Hyphen,
    /// A hyphen that stands in the text.
    OwnHyphen,
    /// A dash, a slash, or nothing that is seen.
    Joint,
    /// The middle of a long word, in need.
    Emergency,
    /// The end of the paragraph, or a line end that the author wanted.
    Forced,
}

impl BreakKind {
    /// Whether the line ends in a hyphen.
    pub fn is_hyphen(self) -> bool {
        matches!(self, BreakKind::Hyphen | BreakKind::OwnHyphen)
    }
}

/// What a hyphen costs.
const HYPHEN: i64 = 110;
/// What a hyphen costs in a word with a capital: most of them are names.
const HYPHEN_IN_NAME: i64 = 220;
/// What a hyphen costs that leaves fewer letters after it than is good, where they are let at all.
const HYPHEN_BEFORE_LITTLE: i64 = 400;
/// What a break at a hyphen of the text costs.
const OWN_HYPHEN: i64 = 60;
/// What a break at a dash costs.
const JOINT: i64 = 30;
/// What a break costs after which a line begins with a dash: it stays with what it follows.
const BEFORE_DASH: i64 = 180;
/// What a break costs that leaves a word of one letter at the end of a line, in the languages whose
/// printers keep it with the next: `и`, `в`, `k`, `w`.
const AFTER_LETTER: i64 = 150;
/// What a break in the middle of a word without a hyphen costs.
const EMERGENCY: i64 = 3000;

/// The space as which a joint between ideographs counts where a line is filled, though it has no
/// width of its own: it gives a twenty-fourth of an em and takes a fortieth.
pub fn slack(em: Length) -> Length {
    em / 8
}

/// Whether lines may end in the middle of long words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// No.
    Usual,
    /// Yes: no other way was found.
    Desperate,
}

/// What it costs to end a centred line at each atom, for the sense. Costs are squared and weighed
/// against a line that is short by so many thousandths of the measure. Only spaces cost anything:
/// the other ends of lines have costs of their own.
fn costs_of_sense(atoms: &[Atom], shaper: &Shaper<'_>) -> Vec<i64> {
    let mut words: Vec<String> = vec![String::new()];
    let mut spaces = Vec::new();
    for (number, atom) in atoms.iter().enumerate() {
        match (atom.kind, words.last_mut()) {
            (AtomKind::Word(id), Some(word)) => word.push_str(shaper.text(id)),
            (AtomKind::Space(_), _) => {
                spaces.push(number);
                words.push(String::new());
            }
            _ => {}
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut costs = vec![0; atoms.len()];
    for (space, pause) in spaces.into_iter().zip(pauses(&words)) {
        costs[space] = match pause {
            Pause::Made => 0,
            Pause::Missing => 200,
            Pause::AfterSmallWord => 500,
            Pause::Inside => 700,
        };
    }
    costs
}

/// The breaks of a paragraph (or of its part up to a wanted line end), its beginning first and
/// its end last.
pub fn breaks_of(
    atoms: &[Atom],
    stretches: &[Stretch],
    shaper: &mut Shaper<'_>,
    form: &Form,
    need: Need,
) -> Vec<Break> {
    let mut breaks = Vec::with_capacity(atoms.len() + 2);
    let mut sum = Break { kind: BreakKind::Forced, ..Break::default() };
    let first = atoms.iter().position(|atom| !matches!(atom.kind, AtomKind::Space(_)));
    let first = first.unwrap_or(atoms.len());
    sum.hang_left = hang_left(&atoms[first..], stretches, shaper);
    sum.atom = first as u32;
    breaks.push(sum);
    let mut hang_right = 0;
    let senses =
        if form.fill == Fill::Centred { costs_of_sense(atoms, shaper) } else { Vec::new() };
    for (number, atom) in atoms.iter().enumerate().skip(first) {
        let stretch = &stretches[atom.stretch as usize];
        let tracking = stretch.tracking.0;
        match atom.kind {
            AtomKind::Word(id) => {
                let word_width = shaper.width(id, stretch.size).0;
                let glyphs = shaper.glyphs(id).len() as i64;
                let word = shaper.get(id);
                let (font, hang) = (word.font, word.hang_right);
                if form.division == Division::Allowed {
                    let cost = if is_name(shaper, id) { HYPHEN_IN_NAME } else { HYPHEN };
                    let start = Break { atom: number as u32, ..sum };
                    divide(&mut breaks, start, stretch, shaper, id, cost);
                }
                if need == Need::Desperate && word_width > form.measure.0 / 3 {
                    let start = Break { atom: number as u32, ..sum };
                    cut_anywhere(&mut breaks, start, stretch, shaper, id);
                }
                sum.before += word_width + tracking * glyphs;
                sum.letters += glyphs;
                hang_right = if stretch.rise.0 == 0 {
                    shaper.scaled(font, hang, stretch.size).0
                } else {
                    0
                };
            }
            AtomKind::Space(id) => {
                let width = shaper.width(id, stretch.size).0 + tracking;
                let next = atoms.get(number + 1);
                let here = Break {
                    kind: BreakKind::Space,
                    atom: number as u32,
                    after: sum.before + width,
                    spaces_after: sum.spaces_before + width,
                    hang_right,
                    hang_left: hang_left(&atoms[number + 1..], stretches, shaper),
                    cost: match senses.get(number) {
                        Some(&cost) => cost,
                        None => cost_of_space(&atoms[..number], next, shaper),
                    },
                    ..sum
                };
                // The last space of a paragraph ends no line of its own, and of two spaces the
                // first does.
                let usable = !matches!(
                    next.map(|next| next.kind),
                    None | Some(AtomKind::Space(_) | AtomKind::Tie(_))
                );
                if usable && here.before > 0 {
                    breaks.push(here);
                }
                sum.before += width;
                sum.spaces_before += width;
            }
            AtomKind::Tie(id) => {
                let width = shaper.width(id, stretch.size).0 + tracking;
                sum.before += width;
                sum.spaces_before += width;
            }
            AtomKind::Fixed(_, width) => sum.before += width.0,
            AtomKind::Joint(joint) => {
                let (kind, cost) = match joint {
                    Joint::Hyphen => (BreakKind::OwnHyphen, OWN_HYPHEN),
                    Joint::Between => (BreakKind::Joint, 0),
                    Joint::Other => (BreakKind::Joint, JOINT),
                };
                breaks.push(Break {
                    kind,
                    atom: number as u32,
                    after: sum.before,
                    spaces_after: sum.spaces_before,
                    hang_right,
                    hang_left: hang_left(&atoms[number + 1..], stretches, shaper),
                    cost,
                    ..sum
                });
                if joint == Joint::Between {
                    sum.spaces_before += slack(form.em).0;
                    if let Some(here) = breaks.last_mut() {
                        here.spaces_after = sum.spaces_before;
                    }
                }
            }
            AtomKind::Image(_, size) => {
                sum.before += size.width.0;
                hang_right = 0;
            }
            AtomKind::LineEnd(_) | AtomKind::Call(_) | AtomKind::Folio(_) => {}
        }
    }
    // A space at the very end adds nothing to the last line.
    if let Some(Atom { kind: AtomKind::Space(id), stretch, .. }) = atoms.last()
        && first < atoms.len()
    {
        let stretch = &stretches[*stretch as usize];
        let width = shaper.width(*id, stretch.size).0 + stretch.tracking.0;
        sum.before -= width;
        sum.spaces_before -= width;
    }
    breaks.push(Break {
        kind: BreakKind::Forced,
        atom: atoms.len() as u32,
        after: sum.before,
        spaces_after: sum.spaces_before,
        hang_right,
        ..sum
    });
    breaks
}

/// What it costs to end a line of running text at the space between these atoms.
fn cost_of_space(before: &[Atom], next: Option<&Atom>, shaper: &Shaper<'_>) -> i64 {
    if let Some(Atom { kind: AtomKind::Word(id), .. }) = next
        && matches!(shaper.text(*id), "—" | "–" | "--")
    {
        return BEFORE_DASH;
    }
    match before {
        [.., Atom { kind: AtomKind::Space(_) | AtomKind::Tie(_), .. }, last] if matches!(last.kind, AtomKind::Word(id) if is_bound_letter(shaper, id)) => {
            AFTER_LETTER
        }
        _ => 0,
    }
}

/// The Slavic languages, in which conjunctions and prepositions are words of one letter.
const BINDING: [&str; 11] = ["be", "bg", "cs", "hr", "mk", "pl", "ru", "sk", "sl", "sr", "uk"];

/// Whether a word is a letter that is kept with the next word.
fn is_bound_letter(shaper: &Shaper<'_>, id: WordId) -> bool {
    let mut letters = shaper.text(id).chars();
    letters.next().is_some_and(char::is_alphabetic)
        && letters.next().is_none()
        && shaper
            .language_of(shaper.get(id).voice)
            .is_some_and(|language| BINDING.contains(&language.primary()))
}

/// How far a line hangs out that begins with these atoms.
fn hang_left(atoms: &[Atom], stretches: &[Stretch], shaper: &Shaper<'_>) -> i64 {
    let seen = |atom: &&Atom| !matches!(atom.kind, AtomKind::Folio(_));
    match atoms.iter().find(seen) {
        Some(Atom { kind: AtomKind::Word(id), stretch, .. }) => {
            let word = shaper.get(*id);
            shaper.scaled(word.font, word.hang_left, stretches[*stretch as usize].size).0
        }
        _ => 0,
    }
}

/// Whether a word is of a language that gives every noun a capital.
fn has_capital_nouns(shaper: &Shaper<'_>, id: WordId) -> bool {
    shaper
        .language_of(shaper.get(id).voice)
        .is_some_and(|language| matches!(language.primary(), "de" | "lb"))
}

/// Whether a word looks like a name: a capital first, in a language where nouns have none.
fn is_name(shaper: &Shaper<'_>, id: WordId) -> bool {
    let first = shaper.text(id).chars().find(|character| character.is_alphabetic());
    first.is_some_and(char::is_uppercase) && !has_capital_nouns(shaper, id)
}

/// The byte of a word's last division, where fewer letters stand after it than is good.
fn leaves_little(shaper: &mut Shaper<'_>, id: WordId) -> Option<u32> {
    let byte = shaper.divisions(id).last()?.byte;
    let tail = &shaper.text(id)[byte as usize..];
    // Where letters are single bytes, enough of them stand there.
    if tail.starts_with(|letter: char| letter.is_ascii()) {
        return None;
    }
    (tail.chars().filter(|letter| letter.is_alphabetic()).take(AFTER).count() < AFTER)
        .then_some(byte)
}

/// The breaks inside a word, each of which costs `cost` where enough letters stand after it.
fn divide(
    breaks: &mut Vec<Break>,
    start: Break,
    stretch: &Stretch,
    shaper: &mut Shaper<'_>,
    id: WordId,
    cost: i64,
) {
    if shaper.divisions(id).is_empty() {
        return;
    }
    let hyphen = shaper.word(stretch.voice, "-");
    let extra = shaper.width(hyphen, stretch.size).0;
    let hang = shaper.get(hyphen).hang_right;
    let font = shaper.get(id).font;
    let hang_right = shaper.scaled(font, hang, stretch.size).0;
    let whole = shaper.width(id, stretch.size).0;
    let last = leaves_little(shaper, id);
    // Letters are counted as glyphs, as in the sums: a letter may be more than a byte.
    let mut glyphs = 0;
    for number in 0..shaper.divisions(id).len() {
        let division = shaper.divisions(id)[number];
        let head = shaper.scaled(font, division.head, stretch.size).0;
        let tail = shaper.scaled(font, division.tail, stretch.size).0;
        let further = shaper.glyphs(id).iter().skip(glyphs);
        glyphs += further.take_while(|glyph| glyph.cluster < division.byte).count();
        let letters = glyphs as i64;
        let before = start.before + head + stretch.tracking.0 * letters;
        breaks.push(Break {
            kind: BreakKind::Hyphen,
            byte: division.byte,
            before,
            after: start.before + whole - tail + stretch.tracking.0 * letters,
            spaces_after: start.spaces_before,
            letters: start.letters + letters,
            extra,
            hang_right,
            hang_left: 0,
            cost: if last == Some(division.byte) { HYPHEN_BEFORE_LITTLE } else { cost },
            ..start
        });
    }
}

/// The glyphs of a word in the order in which it is read.
fn reading_order(glyphs: &[WordGlyph]) -> impl Iterator<Item = &WordGlyph> {
    let turned = match (glyphs.first(), glyphs.last()) {
        (Some(first), Some(last)) => first.cluster > last.cluster,
        _ => false,
    };
    let (ahead, back) = if turned { (&[][..], glyphs) } else { (glyphs, &[][..]) };
    ahead.iter().chain(back.iter().rev())
}

fn cut_anywhere(
    breaks: &mut Vec<Break>,
    start: Break,
    stretch: &Stretch,
    shaper: &Shaper<'_>,
    id: WordId,
) {
    let font = shaper.get(id).font;
    let mut width = 0;
    let first = breaks.len();
    for (number, glyph) in reading_order(shaper.glyphs(id)).enumerate() {
        if number > 0 && glyph.cluster > 0 {
            let before = start.before
                + shaper.scaled(font, width, stretch.size).0
                + stretch.tracking.0 * number as i64;
            let known = breaks[first.saturating_sub(64)..]
                .iter()
                .any(|known| known.atom == start.atom && known.byte == glyph.cluster);
            if !known {
                breaks.push(Break {
                    kind: BreakKind::Emergency,
                    byte: glyph.cluster,
                    before,
                    after: before,
                    spaces_after: start.spaces_before,
                    letters: start.letters + number as i64,
                    cost: EMERGENCY,
                    ..start
                });
            }
        }
        width += glyph.advance;
    }
    // The hyphens of the word stand in the same part of the list: order by place.
    let from = breaks.iter().rposition(|known| known.atom != start.atom || known.byte == 0);
    breaks[from.map_or(0, |at| at + 1)..].sort_by_key(|known| known.byte);
}
