//! What a printed book said beside its text: its list of contents, and its title once more above
//! the first chapter.

use super::super::headings::{Flow, LISTED, entries};
use super::super::placed::Placed;
use super::super::wording::{count_words, divisions, plain};
use super::TITLE;
use crate::book::{Effect, Log, Rule};

/// Takes out the contents of the printed book.
pub static PRINTED: Rule = Rule {
    id: "works/printed-contents",
    effect: Effect::Strips,
    does: "In a plain text the printed list of contents goes with its name and the heads of its columns, where two thirds of its lines are headings of the text after it; what stands between its last entry and the text stays.",
    why: "The edition has contents of its own, made from the headings; the page numbers are those of another book. A list in other words than the headings stays.",
    example: "II. THE WAGES QUESTION    25",
};

/// The fewest headings that a list must name.
const FEWEST: usize = 2;

/// The letters that an entry has at least where it is only a part of a heading, or a heading of it.
const PART_OF: usize = 6;

/// Drops the printed list of contents from the flow of a plain text, and the half-title right above
/// its first chapter. `title` is the title of the work.
pub fn retire_printed(flow: Vec<Flow>, title: &str, log: &mut Log) -> Vec<Flow> {
    let flow = without_lists(flow, log);
    without_half_title(flow, &plain(title), log)
}

/// Each run of passages that a list may be is judged by itself, against the headings after it.
fn without_lists(flow: Vec<Flow>, log: &mut Log) -> Vec<Flow> {
    let mut goes = vec![false; flow.len()];
    let mut at = 0;
    while at < flow.len() {
        let run = flow.iter().skip(at).map_while(listed).count();
        if run > 0 {
            let headings = headings_of(flow.get(at + run..).unwrap_or_default());
            let list: Vec<&Placed> = flow.iter().skip(at).map_while(listed).collect();
            goes.iter_mut().skip(at).take(extent(&list, &headings)).for_each(|one| *one = true);
        }
        at += run.max(1);
    }
    let mut kept = Vec::with_capacity(flow.len());
    for (one, goes) in flow.into_iter().zip(goes) {
        match one {
            Flow::Passage(placed) if goes => log.retire_passage(&placed.passage, &PRINTED),
            one => kept.push(one),
        }
    }
    kept
}

fn listed(one: &Flow) -> Option<&Placed> {
    match one {
        Flow::Passage(placed) if placed.is_classed(&[LISTED]) => Some(placed),
        _ => None,
    }
}

/// The words of the first headings of a flow.
fn headings_of(flow: &[Flow]) -> Vec<String> {
    flow.iter()
        .filter_map(|one| match one {
            Flow::Heading(heading) => Some(bare(&heading.words())),
            Flow::Passage(_) => None,
        })
        .filter(|heading| !heading.is_empty())
        .take(MOST)
        .collect()
}

/// How many of these passages are a list of those headings: up to the last that names one, so that a
/// dedication or a motto after the list stays. None where it names too few, or where one of them
/// calls a note or is led to.
fn extent(list: &[&Placed], headings: &[String]) -> usize {
    let (mut all, mut headed) = (0, 0);
    // The passages to the last that names a heading, and the entries in them.
    let (mut until, mut taken) = (0, 0);
    for (nth, placed) in list.iter().enumerate() {
        // The first line is the name of the list.
        for line in entries(placed).iter().skip(usize::from(nth == 0)) {
            let Some(entry) = entry(line) else { continue };
            all += 1;
            if all <= MOST && is_headed(&entry, headings) {
                headed += 1;
                (until, taken) = (nth + 1, all);
            }
        }
    }
    let list = list.get(..until).unwrap_or_default();
    let named = headed >= FEWEST && headed * 3 >= taken * 2 && headed * 2 >= all;
    if named && list.iter().all(|placed| placed.is_bare()) { until } else { 0 }
}

/// The most entries and headings that are compared: each with each.
const MOST: usize = 300;

/// The words of a line of the list without its number, letters alone; none where it heads a column,
/// or has no words.
fn entry(line: &str) -> Option<String> {
    let entry = bare(line);
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

/// Drops the title where it stands once more, or its beginning, right above the first chapter: the
/// first numbered heading, or the first of all where none has a number.
fn without_half_title(mut flow: Vec<Flow>, title: &str, log: &mut Log) -> Vec<Flow> {
    let numbered = |one: &Flow| match one {
        Flow::Heading(heading) => divisions::numbered(&heading.words()).is_some(),
        Flow::Passage(_) => false,
    };
    let heads = |one: &Flow| matches!(one, Flow::Heading(_));
    let first = flow.iter().position(numbered).or_else(|| flow.iter().position(heads));
    let spaced = |one: &Flow| matches!(one, Flow::Passage(placed) if placed.is_empty());
    let above = flow.iter().take(first.unwrap_or(0)).rposition(|one| !spaced(one));
    if let Some(at) = above
        && matches!(flow.get(at), Some(Flow::Passage(half)) if says_title(half, title))
        && let Flow::Passage(half) = flow.remove(at)
    {
        log.retire_passage(&half.passage, &TITLE);
    }
    flow
}

/// Whether a passage says nothing but a title or its beginning, as a title page would: what stands
/// in quotation marks is said by somebody.
fn says_title(placed: &Placed, title: &str) -> bool {
    let words = placed.words();
    let said = plain(&words);
    let quoted = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    !said.is_empty()
        && (said == title || count_words(&words) > 2 && title.starts_with(&said))
        && !words.contains(quoted)
        && placed.is_bare()
}
