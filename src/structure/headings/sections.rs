//! Headings and passages to nested sections, and those to front, body and back.

use super::super::blocks::{Making, Setting, build, is_close, is_epigraph};
use super::super::placed::Placed;
use super::super::wording::{count_words, names, plain};
use super::super::works::GOES_ON;
use super::found::PART_RANK;
use super::{Flow, HeadingFound};
use crate::book::{Heading, Role, Section};

/// The sections of a book, as they stand on the three shelves.
#[derive(Clone, Debug, Default)]
pub struct Shelves {
    /// Prefaces and the like.
    pub front: Vec<Section>,
    /// The text.
    pub body: Vec<Section>,
    /// Appendices and the like.
    pub back: Vec<Section>,
}

/// A section before its blocks are made.
#[derive(Debug, Default)]
struct Draft {
    heading: Option<HeadingFound>,
    passages: Vec<Placed>,
    inner: Vec<Draft>,
}

/// The most levels of sections: further ones stand side by side. It bounds recursion.
const DEEPEST: usize = 10;

/// Nests the flow of all leaves. Each leaf of a work of several pages begins a section of its own.
pub fn assemble(leaves: Vec<Vec<Flow>>, making: &mut Making) -> Shelves {
    let several = leaves.iter().filter(|flow| !flow.is_empty()).count() > 1;
    let mut roots: Vec<Draft> = Vec::new();
    // The open sections from the outermost in, with their ranks.
    let mut open: Vec<(u8, Draft)> = Vec::new();
    // The rank of the heading that the last page began with.
    let mut before: Option<u8> = None;
    for flow in leaves {
        if flow.is_empty() {
            continue;
        }
        let flow = mottoes_inside(flow);
        let goes_on = open.iter().any(|(_, draft)| draft.heading.is_some())
            && flow.iter().any(
                |one| matches!(one, Flow::Passage(placed) if placed.is_classed(&[GOES_ON])),
            );
        let own_rank = flow.iter().find_map(|one| match one {
            Flow::Heading(heading) => Some(heading.rank).filter(|rank| *rank > PART_RANK),
            Flow::Passage(_) => None,
        });
        // A page that goes on with the chapter before ranks its headings as that page did.
        let first_rank = if goes_on { before } else { own_rank };
        before = first_rank;
        let starts = if goes_on { 0 } else { leading(&flow) };
        let mut fresh = !goes_on;
        let mut signed = false;
        // Whether there was text since the last heading.
        let mut told = false;
        for (nth, one) in flow.into_iter().enumerate() {
            match one {
                Flow::Heading(heading) => {
                    if std::mem::take(&mut signed) {
                        end_front(&mut open, &mut roots);
                    }
                    told = false;
                    let stands = if nth < starts { Stands::AtHead } else { Stands::InText };
                    let rank = if several {
                        in_work(&heading, first_rank, stands)
                    } else {
                        heading.rank
                    };
                    close(&mut open, &mut roots, rank);
                    open.push((rank, Draft { heading: Some(heading), ..Draft::default() }));
                }
                Flow::Passage(placed) => {
                    if fresh && several && !placed.is_empty() && !placed.is_rule() {
                        close(&mut open, &mut roots, 0);
                    }
                    if placed.is_rule() && std::mem::take(&mut signed) {
                        end_front(&mut open, &mut roots);
                    } else if !placed.is_empty() {
                        // A date above the text and the author of a motto close nothing.
                        let closes = !placed.is_quoted() && is_close(&placed);
                        signed = closes && told;
                        told |= !closes;
                    }
                    if open.is_empty() {
                        open.push((u8::MAX, Draft::default()));
                    }
                    let ignored = placed.is_empty() || placed.is_rule();
                    if let Some((_, draft)) = open.last_mut() {
                        draft.passages.push(placed);
                    }
                    if ignored {
                        continue;
                    }
                }
            }
            fresh = false;
        }
    }
    close(&mut open, &mut roots, 0);
    let mut sections: Vec<Section> = Vec::new();
    for draft in roots {
        if let Some(section) = section(draft, making) {
            sections.push(section);
        }
    }
    if several {
        let inner = sections.iter_mut().filter(|one| one.role == Role::Part);
        inner
            .flat_map(|part| &mut part.sections)
            .filter(|one| one.role == Role::Section && one.heading.is_some())
            .for_each(|one| one.role = Role::Chapter);
        sections
            .iter_mut()
            .filter(|one| one.role == Role::Section && one.heading.is_some())
            .for_each(|one| {
                one.role = Role::Chapter;
            });
    }
    shelve(sections)
}

/// Brings mottoes and bylines that stand above a leaf’s first heading, with nothing else, under that
/// heading: they belong to what it begins, and make no section of their own.
fn mottoes_inside(mut flow: Vec<Flow>) -> Vec<Flow> {
    let is_heading = |one: &Flow| matches!(one, Flow::Heading(_));
    let Some(first) = flow.iter().position(is_heading) else { return flow };
    let shown = |one: &&Flow| matches!(one, Flow::Passage(placed) if !placed.is_empty() && !placed.is_rule());
    let motto = |one: &Flow| matches!(one, Flow::Passage(placed) if !placed.is_empty() && (is_epigraph(placed) || is_byline(placed)));
    let above = flow.get(..first).unwrap_or(&[]);
    if !above.iter().any(motto) || !above.iter().filter(shown).all(motto) {
        return flow;
    }
    let text = flow.split_off(leading_from(&flow, first));
    let (mottoes, mut moved): (Vec<Flow>, Vec<Flow>) = flow.into_iter().partition(motto);
    moved.extend(mottoes);
    moved.extend(text);
    moved
}

/// Where the headings that begin at `first` end.
fn leading_from(flow: &[Flow], first: usize) -> usize {
    first + leading(flow.get(first..).unwrap_or(&[]))
}

/// Whether a passage says nothing but who wrote what follows.
fn is_byline(placed: &Placed) -> bool {
    let words = placed.words();
    count_words(&words) <= 6
        && names::people(&words).is_some_and(|people| {
            people.iter().all(|one| one.contains(' ') && is_sure(&words, one))
        })
}

/// Whether a name in a line is surely a person’s, for periodicals have such names too: `By` stands
/// before it, or a title or an initial, or its surname is a known author’s.
fn is_sure(line: &str, name: &str) -> bool {
    const TITLES: &[&str] =
        &["mr", "mrs", "miss", "dr", "prof", "professor", "comrade", "herr"];
    let first = name.split(' ').next().unwrap_or("");
    names::without_by(line) != line
        || TITLES.contains(&plain(first).as_str())
        || names::has_initials(name)
        || name.split(' ').next_back().and_then(names::known).is_some()
}

/// How many of the first elements are headings (rules and spacers between them not counted out).
fn leading(flow: &[Flow]) -> usize {
    let text = |one: &Flow| matches!(one, Flow::Passage(placed) if !placed.is_empty() && !placed.is_rule());
    flow.iter().position(text).unwrap_or(flow.len())
}

/// Where on its page a heading stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    /// Above all text.
    AtHead,
    /// After some.
    InText,
}

/// The rank of a heading in a work of several pages: pages set their first headings in any size,
/// so parts rank first, then whatever heads a page, then what stands in the page.
fn in_work(heading: &HeadingFound, first: Option<u8>, stands: Stands) -> u8 {
    let leads = stands == Stands::AtHead;
    if leads && heading.role == Some(Role::Part) {
        return 1;
    }
    if leads && first == Some(heading.rank) {
        return if is_back(heading.role) { 1 } else { 2 };
    }
    let first = first.unwrap_or(heading.rank);
    if heading.rank <= first && !leads { 2 } else { 4 + heading.rank.saturating_sub(first) }
}

/// Whether a section stands after all parts of a book.
fn is_back(role: Option<Role>) -> bool {
    matches!(
        role,
        Some(
            Role::Appendix
                | Role::Bibliography
                | Role::Glossary
                | Role::Index
                | Role::Afterword
        )
    )
}

/// Closes the open sections that a heading of this rank ends.
fn close(open: &mut Vec<(u8, Draft)>, roots: &mut Vec<Draft>, rank: u8) {
    while open.last().is_some_and(|(top, _)| *top >= rank) || open.len() >= DEEPEST {
        let Some((_, draft)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, parent)) => parent.inner.push(draft),
            None => roots.push(draft),
        }
    }
}

/// Closes the preface or introduction that is open: whoever signs one is done with it, and what
/// follows a rule or a heading is the text itself, however small its headings are set.
fn end_front(open: &mut Vec<(u8, Draft)>, roots: &mut Vec<Draft>) {
    let front = |(_, draft): &&(u8, Draft)| {
        draft.heading.as_ref().is_some_and(|heading| {
            matches!(
                heading.role,
                Some(Role::Preface | Role::Foreword | Role::Introduction | Role::Prologue)
            )
        })
    };
    if let Some(rank) = open.iter().find(front).map(|(rank, _)| *rank) {
        close(open, roots, rank);
    }
}

/// Makes a section of a draft; none where it has neither heading nor anything to see.
fn section(draft: Draft, making: &mut Making) -> Option<Section> {
    let words = draft.heading.as_ref().map(HeadingFound::words);
    let id = match &words {
        Some(words) => making.ids.next(words),
        None => {
            let first = draft.passages.iter().find(|placed| !placed.is_empty());
            making
                .ids
                .next(&format!("section {}", first.map(Placed::words).unwrap_or_default()))
        }
    };
    let role = draft.heading.as_ref().and_then(|heading| heading.role).unwrap_or_default();
    let heading = draft.heading.map(|found| {
        found.from.iter().for_each(|placed| making.settle(placed, id));
        Heading { number: found.number, title: found.title }
    });
    let blocks = build(draft.passages, Setting::Section, making);
    let inner = draft.inner.into_iter().filter_map(|inner| section(inner, making));
    let sections: Vec<Section> = inner.collect();
    (heading.is_some() || !blocks.is_empty() || !sections.is_empty()).then_some(Section {
        id,
        role,
        heading,
        blocks,
        sections,
    })
}

/// Puts what stands before the first chapter in front and what stands after the last at the back,
/// where the work has chapters.
fn shelve(sections: Vec<Section>) -> Shelves {
    let text = |section: &Section| {
        matches!(section.role, Role::Chapter | Role::Part | Role::Letter | Role::Article)
    };
    let mut shelves = Shelves::default();
    let Some(first) = sections.iter().position(text) else {
        shelves.body = sections;
        return shelves;
    };
    let last = sections.iter().rposition(text).unwrap_or(first);
    // Only what is named as front or back matter goes there, and only in an unbroken run.
    let front = |section: &Section| {
        section.heading.is_none()
            || matches!(
                section.role,
                Role::Dedication
                    | Role::Foreword
                    | Role::Preface
                    | Role::Introduction
                    | Role::Prologue
                    | Role::Remarks
            )
    };
    let back = |section: &Section| {
        matches!(
            section.role,
            Role::Afterword
                | Role::Appendix
                | Role::Bibliography
                | Role::Glossary
                | Role::Index
                | Role::Epilogue
                | Role::Remarks
        )
    };
    let leads = sections.iter().take(first).take_while(|section| front(section)).count();
    let trails =
        sections.iter().skip(last + 1).rev().take_while(|section| back(section)).count();
    let end = sections.len() - trails;
    for (nth, section) in sections.into_iter().enumerate() {
        if nth < leads {
            shelves.front.push(section);
        } else if nth >= end {
            shelves.back.push(section);
        } else {
            shelves.body.push(section);
        }
    }
    shelves
}
