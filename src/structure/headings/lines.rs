//! Headings that no mark-up tells: lines of plain text, bold and centred paragraphs.
//!
//! One such line proves nothing. They count where the page as a whole speaks for them: a series
//! of numbers, several lines of one look, each followed by text.

use std::collections::BTreeMap;

use super::super::placed::{Placed, all_in};
use super::super::provenance;
use super::super::wording::{self, dates, divisions, names};
use crate::book::{Align, EnclosureKind, Form, PassageKind, Role, Style};

/// Classes of paragraphs that are headings in the archives' style sheets.
const CLASSES: &[&str] = &[
    "sub",
    "subhead",
    "subheading",
    "subhed",
    "heading",
    "head",
    "crosshead",
    "chapter",
    "chaptertitle",
    "sectiontitle",
    "sectionhead",
];

/// The look of a line that might be a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    /// `PART ONE`, `Chapter 3`, `Zweites Kapitel`, with or without a title.
    Division,
    /// `Preface`, `Conclusion`.
    Named,
    /// A paragraph whose class says that it is a heading.
    Classed,
    /// A roman numeral with or without a title.
    Roman,
    /// A number in figures alone: `216.`
    Figure,
    /// The title under a number alone.
    Title,
    /// Capitals.
    Capitals,
    /// Set in bold, or larger, or in the middle.
    Apart,
    /// A line of plain text with more space above than paragraphs have.
    Spaced,
    /// `1. Home and School`.
    Arabic,
    /// `a) Der feudale Sozialismus`.
    Lettered,
}

/// What a passage says.
struct Said {
    /// Its words, on one line.
    words: String,
    /// How many they are.
    count: usize,
}

impl Said {
    fn of(placed: &Placed) -> Said {
        let words = placed.words();
        let count = wording::count_words(&words);
        Said { words, count }
    }
}

/// Words that a paragraph of running text has more than.
const RUNNING: usize = 20;

/// Ranks of headings by look start below those of marked-up headings (2 to 12).
const LOWEST: u8 = 14;

/// What headings by mark-up a leaf has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkUp {
    /// Some, which makes others less likely.
    HasHeadings,
    /// None.
    HasNone,
}

/// The rank of each passage that is a heading by its look. `listed` are those that stand in a
/// printed list of contents.
pub fn by_look(
    passages: &[Placed],
    listed: &[bool],
    form: Form,
    mark_up: MarkUp,
) -> Vec<Option<u8>> {
    let marked = mark_up == MarkUp::HasHeadings;
    let said: Vec<Said> = passages.iter().map(Said::of).collect();
    let looks: Vec<Option<Look>> = (0..passages.len())
        .map(|nth| look(passages, &said, nth, form).filter(|_| listed.get(nth) != Some(&true)))
        .collect();
    let text = said.iter().filter(|said| said.count > RUNNING).count();
    // Counted once: there may be as many looks as passages.
    let mut counts: BTreeMap<Look, usize> = BTreeMap::new();
    looks.iter().flatten().for_each(|look| *counts.entry(*look).or_default() += 1);
    let count = |wanted: Look| counts.get(&wanted).copied().unwrap_or(0);
    let spaced = passages.iter().zip(&said);
    let spaced =
        spaced.filter(|(placed, said)| placed.passage.gap >= 2 && said.count > RUNNING).count();
    let figures = figures_in_series(&said, &looks);
    let romans = numbers_in_series(&said, &looks);
    let series = romans || figures;
    let kept = |look: Look| match look {
        Look::Division => count(Look::Division) >= 2 || !marked,
        Look::Named => {
            form == Form::Plain || count(Look::Division) + count(Look::Roman) > 0 || !marked
        }
        Look::Classed => true,
        Look::Roman => romans,
        Look::Figure => figures,
        Look::Title => {
            series || (count(Look::Division) >= 2 || !marked) && count(Look::Division) > 0
        }
        Look::Capitals => {
            count(Look::Capitals) >= 2 && count(Look::Capitals) * 3 <= text.max(3)
        }
        Look::Apart => {
            !marked && count(Look::Apart) >= 2 && count(Look::Apart) * 3 <= text.max(3)
        }
        // A text whose paragraphs stand two lines apart sets no heading apart so.
        Look::Spaced => spaced * 4 <= text && count(Look::Spaced) * 3 <= text.max(3),
        Look::Arabic => count(Look::Arabic) >= 2 || count(Look::Division) > 0,
        Look::Lettered => count(Look::Lettered) >= 2 && count(Look::Arabic) > 0,
    };
    let rank = |nth: usize, look: Look| {
        let role = said.get(nth).and_then(|said| divisions::role_of(&said.words));
        LOWEST
            + match look {
                Look::Division if role == Some(Role::Part) => 0,
                Look::Division => 1,
                // An introduction stands beside the chapters, however those are numbered.
                Look::Named if count(Look::Division) == 0 && series => 2,
                Look::Named => 1,
                Look::Roman | Look::Figure | Look::Title => 2,
                Look::Capitals => 3,
                Look::Apart | Look::Spaced | Look::Classed => 4,
                Look::Arabic => 5,
                Look::Lettered => 6,
            }
    };
    looks
        .iter()
        .enumerate()
        .map(|(nth, look)| look.filter(|look| kept(*look)).map(|look| rank(nth, look)))
        .collect()
}

/// Whether the roman numerals among the lines run on: at least two, each one more than the last
/// or beginning anew.
fn numbers_in_series(said: &[Said], looks: &[Option<Look>]) -> bool {
    let romans = looks.iter().enumerate().filter(|(_, look)| **look == Some(Look::Roman));
    let numbers: Vec<u32> = romans
        .filter_map(|(nth, _)| divisions::numbered(&said.get(nth)?.words))
        .map(|found| found.number)
        .collect();
    match numbers.as_slice() {
        [] => false,
        [one] => *one <= 3,
        many => {
            let steps =
                many.windows(2).filter(|pair| matches!(pair, [a, b] if *b == a + 1 || *b == 1));
            steps.count() * 2 >= many.len() - 1
        }
    }
}

/// Whether the numbers in figures that stand alone run on: at least three, nearly all one more
/// than the last or beginning anew. Numbers without a stop may be those of pages, which interrupt
/// sentences.
fn figures_in_series(said: &[Said], looks: &[Option<Look>]) -> bool {
    let figures = looks.iter().enumerate().filter(|(_, look)| **look == Some(Look::Figure));
    let mut bare = false;
    let mut interrupts = false;
    let mut numbers: Vec<u32> = Vec::new();
    for (nth, _) in figures {
        let Some(Said { words, .. }) = said.get(nth) else { continue };
        numbers.extend(divisions::numbered(words).map(|found| found.number));
        bare |= words.ends_with(|c: char| c.is_ascii_digit());
        let above = said.get(..nth).unwrap_or(&[]).iter().rev();
        interrupts |=
            above.into_iter().find(|said| !said.words.is_empty()).is_some_and(|above| {
                above.words.ends_with(|c: char| c.is_lowercase() || matches!(c, ',' | '-'))
            });
    }
    let runs_on = |pair: &[u32]| matches!(pair, [a, b] if *b == a + 1 || *b == 1);
    let steps = numbers.windows(2).filter(|pair| runs_on(pair)).count();
    numbers.len() >= 3 && steps * 10 >= (numbers.len() - 1) * 9 && !(bare && interrupts)
}

/// The look of the passage at `nth`, if it might be a heading.
fn look(passages: &[Placed], said: &[Said], nth: usize, form: Form) -> Option<Look> {
    let placed = passages.get(nth)?;
    let passage = &placed.passage;
    let &Said { ref words, count } = said.get(nth)?;
    let inside =
        passage.within.iter().any(|around| !matches!(around.kind, EnclosureKind::Division));
    if passage.kind != PassageKind::Paragraph
        || count == 0
        || count > 16
        || inside
        || placed.is_classed(&[provenance::IN_TEXT])
        || passage.indent > 40
    {
        return None;
    }
    // A heading has something to stand over.
    let mut after = passages.iter().zip(said).skip(nth + 1);
    let (next, next_said) = after.find(|(next, _)| !next.is_empty() && !next.is_rule())?;
    let next_long = next_said.count > 12 || next.level().is_some();
    let strong =
        all_in(&passage.content, Style::Strong) || all_in(&passage.content, Style::Large);
    let centred = passage.align == Align::Centre;
    let plain = form == Form::Plain || form == Form::Muse;
    let ended = wording::ends_sentence(words) && !words.ends_with(['?', '!', ':']);
    if placed.is_classed(CLASSES) && !ended && next_long {
        return Some(Look::Classed);
    }
    let apart = strong || centred || plain;
    if !apart
        || words.trim_end_matches(['-', '—', '–']).ends_with(',')
        || super::super::blocks::is_ornament(words)
    {
        return None;
    }
    let numbered = divisions::numbered(words);
    let title = numbered.and_then(|found| words.get(found.title_at..)).unwrap_or("");
    let role = divisions::role_of(words);
    if let Some(found) = numbered {
        let short = wording::count_words(title) <= 12;
        let ended = wording::ends_sentence(title)
            && !title.ends_with(['?', '!'])
            && !wording::is_capitals(title);
        return match found.role {
            Some(_) if short && (!ended || title.is_empty()) => Some(Look::Division),
            Some(_) => None,
            None if plain
                && title.is_empty()
                && words.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                Some(Look::Figure)
            }
            None if words.starts_with(|c: char| c.is_ascii_digit()) => (short
                && !ended
                && !title.is_empty()
                && (next_long || opens_points(&next_said.words))
                && title.starts_with(|c: char| !c.is_lowercase()))
            .then_some(Look::Arabic),
            None if is_roman(words) && !is_hundreds(words) => {
                (short && !ended).then_some(Look::Roman)
            }
            None => (short && !ended && !title.is_empty()).then_some(Look::Lettered),
        };
    }
    // The line under a number alone is its title.
    let above = before(passages, said, nth).find(|(above, _)| !above.is_empty());
    let under_number = above.is_some_and(|(above, said)| {
        above.level().is_none() && divisions::is_number_alone(&said.words)
    });
    let capitals = wording::is_capitals(words);
    // Two lines below a bare number a title stands nearer to the text that it heads.
    let bare = above.and_then(|(_, said)| divisions::numbered(&said.words));
    let stopped = wording::ends_sentence(&next_said.words);
    let nearer = bare.is_some_and(|found| found.role.is_none())
        && passage.gap <= 3
        && (next.passage.gap < passage.gap && (next_long || stopped)
            || divisions::numbered(&next_said.words).is_some())
        && words.starts_with(char::is_uppercase);
    if plain
        && under_number
        && (passage.gap <= 1 || nearer)
        && (capitals || (next_long || nearer) && !ended && count <= 14)
    {
        return Some(Look::Title);
    }
    if role.is_some() && count <= 8 && !wording::ends_sentence(words.trim_end_matches('.')) {
        return Some(Look::Named);
    }
    if dates::whole(words).is_some()
        || dates::is_dateline(words)
        || names::people(words).is_some()
    {
        return None;
    }
    if capitals && next_long && count <= 14 {
        return Some(Look::Capitals);
    }
    if form == Form::Plain
        && is_spaced(passages, said, nth)
        && !capitals
        && !ended
        && count <= 12
    {
        return Some(Look::Spaced);
    }
    let sentence = wording::ends_sentence(words);
    ((strong || centred) && !plain && next_long && !sentence).then_some(Look::Apart)
}

/// The passages before the one at `nth` with their words, from the nearest on.
fn before<'a>(
    passages: &'a [Placed],
    said: &'a [Said],
    nth: usize,
) -> impl Iterator<Item = (&'a Placed, &'a Said)> {
    let passages = passages.get(..nth).unwrap_or_default().iter().rev();
    passages.zip(said.get(..nth).unwrap_or_default().iter().rev())
}

/// Whether a line of plain text stands off from the end of a sentence above it, by two blank lines
/// or more, and begins as a title does.
fn is_spaced(passages: &[Placed], said: &[Said], nth: usize) -> bool {
    let Some(placed) = passages.get(nth).filter(|placed| placed.passage.gap >= 2) else {
        return false;
    };
    let Some(Said { words, .. }) = said.get(nth) else { return false };
    let first = words.trim_start_matches(['“', '"', '‘', '«', '„']).chars().next();
    let above = before(passages, said, nth).take(4).find(|(above, _)| !above.is_empty());
    first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        && !words.ends_with([':', ';'])
        && above.is_some_and(|(_, above)| wording::ends_sentence(&above.words))
        && placed.passage.indent <= 24
        && passages
            .iter()
            .zip(said)
            .skip(nth + 1)
            .filter(|(next, _)| !next.is_empty())
            .take(3)
            .any(|(next, said)| said.count > 12 && !next.is_rule())
}

/// Whether words begin with a letter that counts lettered points: `A. Feudal Socialism`.
fn opens_points(words: &str) -> bool {
    let mut chars = words.chars();
    let first = chars.next().is_some_and(|c| matches!(c, 'A' | 'a'));
    first && matches!(chars.next(), Some('.' | ')')) && chars.next() == Some(' ')
}

/// Whether words begin with a letter that counts as a roman numeral only from fifty on: in books
/// it is the third or the fourth of lettered points.
fn is_hundreds(words: &str) -> bool {
    let first = words.split([' ', '.', ':', ')']).next().unwrap_or("");
    matches!(first, "L" | "C" | "D" | "M")
}

fn is_roman(words: &str) -> bool {
    let first = words.split([' ', '.', ':', ')']).next().unwrap_or("");
    super::super::wording::numerals::roman(first).is_some()
        && !first.starts_with(char::is_lowercase)
}
