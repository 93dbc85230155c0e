//! What a printed book said beside its text: its list of contents, and its title once more above
//! the first chapter.

use super::super::headings::{Flow, LISTED};
use super::super::placed::{Placed, words_of};
use super::super::wording::{count_words, divisions, plain};
use super::TITLE;
use crate::book::{Effect, Log, PassageKind, Rule};

/// Takes out the contents of the printed book.
pub static PRINTED: Rule = Rule {
    id: "works/printed-contents",
    effect: Effect::Strips,
    does: "In a plain text the printed list of contents goes with its name and the heads of its columns, where two thirds of its lines are headings of the text.",
    why: "The edition has contents of its own, made from the headings; the page numbers are those of another book. A list in other words than the headings stays.",
    example: "II. THE WAGES QUESTION    25",
};

/// The fewest headings that a list must name.
const FEWEST: usize = 2;

/// The letters that an entry has at least where it is only a part of a heading, or a heading of it.
const PART_OF: usize = 6;

/// Drops the printed list of contents from the flow of a plain text, and the half-title that stands
/// right above a heading. `title` is the title of the work.
pub fn retire_printed(flow: Vec<Flow>, title: &str, log: &mut Log) -> Vec<Flow> {
    let flow = without_list(flow, log);
    without_half_title(flow, &plain(title), log)
}

fn without_list(flow: Vec<Flow>, log: &mut Log) -> Vec<Flow> {
    let is_listed =
        |one: &Flow| matches!(one, Flow::Passage(placed) if placed.is_classed(&[LISTED]));
    let entries: Vec<String> = flow
        .iter()
        .filter(|one| is_listed(one))
        .filter_map(|one| match one {
            Flow::Passage(placed) => Some(lines(placed)),
            Flow::Heading(_) => None,
        })
        .flat_map(|said| said.lines().filter_map(entry).collect::<Vec<_>>())
        .collect();
    if entries.is_empty() {
        return flow;
    }
    let headings: Vec<String> = flow
        .iter()
        .filter_map(|one| match one {
            Flow::Heading(heading) => Some(bare(&heading.words())),
            Flow::Passage(_) => None,
        })
        .filter(|heading| !heading.is_empty())
        .take(MOST)
        .collect();
    let headed = entries.iter().take(MOST).filter(|entry| is_headed(entry, &headings)).count();
    if headed < FEWEST || headed * 3 < entries.len() * 2 {
        return flow;
    }
    let mut kept = Vec::with_capacity(flow.len());
    for one in flow {
        match one {
            Flow::Passage(placed) if placed.is_classed(&[LISTED]) && !has_anchor(&placed) => {
                log.retire_passage(&placed.passage, &PRINTED);
            }
            one => kept.push(one),
        }
    }
    kept
}

/// The most entries and headings that are compared: each with each.
const MOST: usize = 300;

/// The words of a line of the list without its page and its number, letters alone; none where it
/// heads a column, or has no words.
fn entry(line: &str) -> Option<String> {
    let page = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".,-–_".contains(c);
    let entry = bare(line.trim_end_matches(page));
    let head = matches!(
        entry.as_str(),
        "page" | "pages" | "chapter" | "chapterpage" | "chap" | "seite" | "kapitel"
    );
    (!entry.is_empty() && !head).then_some(entry)
}

/// A heading without the number before it, letters alone; the number where it is all.
fn bare(words: &str) -> String {
    let from = divisions::numbered(words).map_or(0, |found| found.title_at);
    let title = plain(words.get(from..).unwrap_or(""));
    if title.is_empty() { plain(words) } else { title }
}

fn is_headed(entry: &str, headings: &[String]) -> bool {
    let part = |one: &str, other: &str| one.len() >= PART_OF && other.contains(one);
    headings
        .iter()
        .any(|heading| heading == entry || part(entry, heading) || part(heading, entry))
}

fn lines(placed: &Placed) -> String {
    match placed.passage.kind {
        PassageKind::Table(_) => placed.passage.words(),
        _ => words_of(&placed.passage.content),
    }
}

/// Whether a link may lead to a passage.
fn has_anchor(placed: &Placed) -> bool {
    !placed.passage.anchors.is_empty()
}

fn without_half_title(flow: Vec<Flow>, title: &str, log: &mut Log) -> Vec<Flow> {
    let says_title = |placed: &Placed| {
        let words = placed.words();
        let said = plain(&words);
        !said.is_empty()
            && (said == title || count_words(&words) > 2 && title.starts_with(&said))
    };
    let spaced = |one: &Flow| matches!(one, Flow::Passage(placed) if placed.is_empty());
    let mut kept: Vec<Flow> = Vec::with_capacity(flow.len());
    for one in flow {
        if let Flow::Heading(_) = one
            && let Some(at) = kept.iter().rposition(|before| !spaced(before))
            && matches!(kept.get(at), Some(Flow::Passage(before)) if says_title(before) && !has_anchor(before))
            && let Flow::Passage(half) = kept.remove(at)
        {
            log.retire_passage(&half.passage, &TITLE);
        }
        kept.push(one);
    }
    kept
}
