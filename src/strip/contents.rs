//! The rule for lists of links to the parts of a work: the edition has its own contents.

use std::collections::BTreeMap;

use crate::book::{Effect, Rule, retired};

use super::classes::{NAV_CLASSES, TRAIL_CLASSES};
use super::links::Leads;
use super::survey::{Sight, Survey};
use super::vocabulary::{is_number, names_archive, names_contents, names_top, turns_page};

/// See [`find_contents`].
pub static CONTENTS_LIST: Rule = Rule {
    id: retired::CONTENTS_LIST,
    effect: Effect::Strips,
    does: "Takes out lists of links to the pages of a work or to places on the same page, with \
           the word “Contents” above and the headings that only group the links. On a contents \
           page every passage that is mostly links goes; in a page of text three links in a run \
           are a list. In a copied page without links a list goes if the word “Contents” stands \
           above it and most of its lines come again as headings. A list that says headings of \
           its page, their numbers and hardly a word more goes wherever it stands under that \
           word.",
    why: "The ebook’s navigation and the printed contents are made from the headings themselves. A \
          printed table of contents in other words than the page’s headings stays.",
    example: "Preface / Chapter I. A Disastrous Dogma / Chapter II. Blessings Of Work / Appendix",
};

/// How many links make a list in a page of text.
const LIST: usize = 3;

/// The passages that are contents lists, as a mark for each passage of the survey.
pub fn find_contents(survey: &Survey) -> Vec<bool> {
    let mut found = vec![false; survey.sights.len()];
    mark_said(survey, &mut found);
    if survey.bare {
        if survey.copied {
            mark_bare(survey, &mut found);
        }
        return found;
    }
    let mut at = 0;
    while at < survey.sights.len() {
        let end = run_end(survey, at);
        if end == at {
            at += 1;
            continue;
        }
        let entries = survey.sights.get(at..end).unwrap_or(&[]);
        let links: usize = entries.iter().map(|sight| sight.links.len()).sum();
        let title = title_before(survey, at);
        let enough = if title.is_some() { LIST - 1 } else { LIST };
        let local = entries.iter().all(|sight| sight.leads_only(&[Leads::Within, Leads::Top]));
        let placed = survey.in_head(at) || local || links > LIST || title.is_some();
        let after_text = survey.in_foot(at) && survey.text < at;
        let foot = after_text && !local && title.is_none();
        if survey.contents || links >= enough && placed && !foot {
            for (mark, sight) in found.iter_mut().zip(&survey.sights).take(end).skip(at) {
                *mark = is_entry(survey, sight);
            }
            if let Some(title) = title {
                found[title] = true;
            }
        }
        at = end;
    }
    if survey.contents {
        mark_group_headings(survey, &mut found);
    }
    found
}

/// The end of the run of entries that begins at `at`, blank passages and rules inside included;
/// `at` itself where none begins there.
fn run_end(survey: &Survey, at: usize) -> usize {
    let mut end = at;
    for (here, sight) in survey.sights.iter().enumerate().skip(at) {
        if is_entry(survey, sight) {
            end = here + 1;
        } else if here == at || !sight.is_blank() {
            break;
        }
    }
    end
}

fn is_entry(survey: &Survey, sight: &Sight) -> bool {
    let led = sight.links.iter().all(|way| {
        matches!(way.leads, Leads::Within | Leads::Page | Leads::Index)
            || survey.contents && matches!(way.leads, Leads::File | Leads::Abroad)
    });
    let loosely = survey.contents || sight.has_class(&["link", "links", "toc", "index"]);
    let whole = sight.is_only_links() || loosely && sight.is_mostly_linked();
    let own = survey.contents || !sight.called && !is_furniture(sight);
    let button = sight.has_class(NAV_CLASSES) && sight.links.len() == 1;
    led && whole
        && own
        && !button
        && !turns(sight)
        && !sight.is_note()
        && !sight.field
        && sight.heading != Some(1)
        && !sight.has_class(TRAIL_CLASSES)
}

/// Whether a link of the row turns the page or leads to its top.
fn turns(sight: &Sight) -> bool {
    sight.links.iter().any(|way| names_top(&way.folded) || turns_page(&way.folded))
}

/// Whether most of the links lead to archives, by their names.
fn is_furniture(sight: &Sight) -> bool {
    sight.links.iter().filter(|way| names_archive(&way.folded)).count() * 2 > sight.links.len()
}

/// The passage just before `at` that is the title of the list.
fn title_before(survey: &Survey, at: usize) -> Option<usize> {
    let before = survey.sights.get(..at)?;
    let last = before.iter().rposition(|sight| !sight.is_blank() && !sight.rule)?;
    let sight = before.get(last)?;
    (names_contents(&sight.folded) && sight.links.is_empty()).then_some(last)
}

/// On a contents page, what stands between two marked passages and only groups them.
fn mark_group_headings(survey: &Survey, found: &mut [bool]) {
    let Some(last) = found.iter().rposition(|mark| *mark) else { return };
    let Some(first) = found.iter().position(|mark| *mark) else { return };
    let groups = |sight: &Sight| {
        sight.letters > 0
            && sight.letters < 80
            && !sight.field
            && sight.heading != Some(1)
            && !sight.words.ends_with(['.', '!', '?', '”'])
    };
    for at in first..last {
        let next_is_entry = found.get(at + 1).copied().unwrap_or(false)
            || survey.sight(at + 1).is_some_and(groups);
        if next_is_entry && survey.sight(at).is_some_and(groups) {
            found[at] = true;
        }
    }
}

/// Marks the lists of a copied page: the word “Contents”, then short lines of which most come
/// again further down.
fn mark_bare(survey: &Survey, found: &mut [bool]) {
    let mut standing: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, sight) in survey.sights.iter().enumerate() {
        if is_short(sight) {
            standing.insert(without_number(&sight.folded), at);
        }
    }
    let titles =
        survey.sights.iter().enumerate().filter(|(_, sight)| names_contents(&sight.folded));
    for (title, _) in titles {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut again = 0;
        let mut end = title + 1;
        for (at, sight) in survey.sights.iter().enumerate().skip(title + 1) {
            if sight.is_blank() {
                continue;
            }
            if !is_short(sight) || seen.insert(&sight.folded, at).is_some() {
                break;
            }
            again += usize::from(
                standing.get(without_number(&sight.folded)).is_some_and(|last| *last > at),
            );
            end = at + 1;
        }
        if again >= 2 && again * 2 >= seen.len().saturating_sub(1) {
            found.iter_mut().take(end).skip(title).for_each(|mark| *mark = true);
            return;
        }
    }
}

/// Headings by mark-up that a list must say to be theirs.
const HEADINGS: usize = 3;

/// Passages that such a list has at most.
const LONGEST_LIST: usize = 60;

/// So many headings are looked for in such a list.
const MOST_HEADINGS: usize = 400;

/// Marks the lists, under the word “Contents”, of passages that say headings of the page and hardly
/// anything else: `I. Buyers II. Sellers`, as a converter that joins lines leaves it.
fn mark_said(survey: &Survey, found: &mut [bool]) {
    let headings: Vec<(usize, &str)> = survey
        .sights
        .iter()
        .enumerate()
        .filter(|(_, sight)| sight.heading.is_some())
        .map(|(at, sight)| (at, without_number(&sight.loose)))
        .filter(|(_, words)| words.contains(' ') || words.len() > 6)
        .take(MOST_HEADINGS)
        .collect();
    let Some(title) = survey.sights.iter().position(|sight| names_contents(&sight.folded))
    else {
        return;
    };
    let after: Vec<&str> =
        headings.iter().filter(|(at, _)| *at > title).map(|(_, words)| *words).collect();
    let mut said = 0;
    let mut end = title;
    for (at, sight) in survey.sights.iter().enumerate().skip(title + 1).take(LONGEST_LIST) {
        if sight.heading.is_some() || sight.rule {
            break;
        }
        if sight.is_blank() {
            continue;
        }
        let Some(times) = says_only(&sight.folded, &after) else { break };
        said += times;
        end = at;
    }
    if said >= HEADINGS && said * 2 >= after.len() {
        found.iter_mut().take(end + 1).skip(title).for_each(|mark| *mark = true);
    }
}

/// How many of the headings words say, if what is left besides are numbers and hardly a word more.
fn says_only(folded: &str, headings: &[&str]) -> Option<usize> {
    let all = folded.split(' ').count();
    let mut rest = format!(" {folded} ");
    let mut times = 0;
    for heading in headings {
        if let Some(at) = rest.find(&format!(" {heading} ")) {
            rest.replace_range(at..=at + heading.len(), "");
            times += 1;
        }
    }
    let other = rest.split(' ').filter(|word| word.chars().count() > 3 && !is_number(word));
    (times > 0 && other.count() * 5 <= all).then_some(times)
}

/// A folded heading without the number before it: a list and its headings often differ in that.
fn without_number(folded: &str) -> &str {
    match folded.split_once(' ') {
        Some((number, title)) if is_number(number) => title,
        _ => folded,
    }
}

fn is_short(sight: &Sight) -> bool {
    sight.letters > 0 && sight.letters < 200 && !sight.words.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strip::fixture::{Page, text};

    fn marks(page: &Page) -> Vec<bool> {
        find_contents(&page.survey())
    }

    #[test]
    fn a_contents_page_keeps_its_own_words() {
        let page = Page::new()
            .contents()
            .passage("h1", "The Right To Be Lazy")
            .passage("h4", "CONTENTS")
            .passage(
                "p.link",
                "[Preface](preface.htm)\n[Chapter I. A Disastrous Dogma](ch01.htm)",
            )
            .passage("h4", "PART TWO")
            .passage("p", "[Appendix](appendix.htm) (28 k)")
            .passage("p", text());
        assert_eq!(marks(&page), [false, true, true, true, true, false]);
    }

    #[test]
    fn a_list_of_places_goes_and_a_cited_link_stays() {
        let page = Page::new()
            .passage("h1", "Program")
            .passage("p.quoteb", "[1. Aims and Objectives](#h1)")
            .passage("p.quoteb", "[2. Ways and Means](#h2)")
            .passage("p.quoteb", "[3. The Economic Struggle](#h3)")
            .passage("h3", "{#h1}1. Aims and Objectives")
            .passage("p", text())
            .passage("p.quoteb", "[The Communist Manifesto](../1848/manifesto.htm)")
            .passage("p", text());
        assert_eq!(marks(&page), [false, true, true, true, false, false, false, false]);
    }

    #[test]
    fn a_list_that_says_the_headings_goes_and_one_that_says_more_stays() {
        let page = |entry: &str| {
            Page::new()
                .passage("h1", "A Manifesto")
                .passage("p", "Contents")
                .passage("p", entry)
                .passage("p", text())
                .passage("h2", "I. Bourgeois and Proletarians")
                .passage("p", text())
                .passage("h2", "II. Proletarians and Communists")
                .passage("p", text())
                .passage("h2", "III. Literature")
                .passage("p", text())
        };
        let list =
            "I. Bourgeois and Proletarians II. Proletarians and Communists III. Literature";
        let gone: Vec<usize> = marks(&page(list))
            .iter()
            .enumerate()
            .filter_map(|(at, mark)| mark.then_some(at))
            .collect();
        assert_eq!(gone, [1, 2]);
        let tells =
            "Bourgeois and Proletarians meet here as buyers and sellers of labour power.";
        assert!(!marks(&page(tells)).contains(&true));
    }

    #[test]
    fn a_copied_list_goes_if_its_lines_come_again() {
        let page = Page::plain()
            .passage("p", "MIA > Archive > Marx")
            .passage("p", "Contents:")
            .passage("p", "Bourgeois and Proletarians")
            .passage("p", "Proletarians and Communists")
            .passage("p", "Bourgeois and Proletarians")
            .passage("p", text())
            .passage("p", "Proletarians and Communists")
            .passage("p", text());
        assert_eq!(marks(&page), [false, true, true, true, false, false, false, false]);
        let page = Page::plain()
            .passage("p", "MIA > Archive > Marx")
            .passage("p", "Contents")
            .passage("p", "Gold")
            .passage("p", "Silver")
            .passage("p", text());
        assert_eq!(marks(&page), [false; 5]);
    }
}
