//! What each line of the title matter says, by weighing the evidence for it.

use super::super::placed::Placed;
use super::super::wording::{self, dates, names, plain};
use super::Clues;
use crate::book::{Date, PassageKind, TitleRole};

/// A line of title matter with what it was found to say, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// What it says.
    pub role: TitleRole,
    /// Why it was taken for that.
    pub reason: &'static str,
}

/// How strong the evidence for an author is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strength {
    /// Something besides the line itself names the same person.
    Confirmed,
    /// It looks like a name and stands where names stand.
    Placed,
}

/// The facts about a line that its weight comes from.
struct Line {
    words: String,
    level: u8,
    classed: bool,
    field: Option<String>,
    people: Option<Vec<String>>,
    date: bool,
}

/// Finds the role of each line of the title matter.
pub fn weigh(lines: &[Placed], clues: &Clues) -> Vec<Weighed> {
    let facts: Vec<Line> = lines.iter().map(facts).collect();
    let mut weighed: Vec<Option<Weighed>> = facts.iter().map(plainly).collect();
    let biggest = facts.iter().enumerate().filter(|(nth, _)| weighed.get(*nth) == Some(&None));
    let biggest = biggest
        .filter(|(_, line)| !line.date && line.people.is_none())
        .min_by_key(|(nth, line)| (line.level, *nth))
        .map(|(nth, _)| nth);
    let mut evidence: Vec<Option<(&'static str, Strength)>> = facts
        .iter()
        .enumerate()
        .map(|(nth, line)| author_evidence(line, nth, biggest, &facts, clues))
        .collect();
    // A name that only stands where authors stand yields to one that something else confirms.
    let confirmed =
        evidence.iter().flatten().any(|(_, strength)| *strength == Strength::Confirmed);
    let mut placed = false;
    for one in &mut evidence {
        let weak = matches!(one, Some((_, Strength::Placed)));
        if weak && (confirmed || placed) {
            *one = None;
        }
        placed |= weak;
    }
    for (slot, one) in weighed.iter_mut().zip(evidence) {
        if let (None, Some((reason, _))) = (&slot, one) {
            *slot = Some(Weighed { role: TitleRole::Author, reason });
        }
    }
    let title = title_among(&facts, &weighed, clues);
    if let Some((nth, reason)) = title
        && let Some(slot) = weighed.get_mut(nth)
    {
        *slot = Some(Weighed { role: TitleRole::Title, reason });
    }
    let at = title.map(|(nth, _)| nth);
    // Under the names on a printed title page stands the imprint.
    let names = weighed.iter().position(|one| {
        one.as_ref()
            .is_some_and(|one| matches!(one.role, TitleRole::Author | TitleRole::Contributor))
    });
    let imprint = names.filter(|_| clues.stated_title.is_some());
    let rest = |nth: usize, line: &Line| {
        if line.date {
            return Weighed { role: TitleRole::Date, reason: "the line is a date" };
        }
        match at {
            Some(at) if nth < at => {
                Weighed { role: TitleRole::Series, reason: "it stands above the title" }
            }
            Some(at) if nth > at && imprint.is_some_and(|names| at < names && names < nth) => {
                Weighed { role: TitleRole::Other, reason: "it stands under the names" }
            }
            Some(at) if nth > at => {
                Weighed { role: TitleRole::Subtitle, reason: "it stands under the title" }
            }
            _ => Weighed { role: TitleRole::Other, reason: "nothing says more" },
        }
    };
    let slots = weighed.into_iter().zip(&facts).enumerate();
    slots.map(|(nth, (slot, line))| slot.unwrap_or_else(|| rest(nth, line))).collect()
}

fn facts(placed: &Placed) -> Line {
    let words = match &placed.passage.kind {
        PassageKind::Image(image) => image.alt.clone().unwrap_or_default(),
        _ => placed.words(),
    };
    let field = match &placed.passage.kind {
        PassageKind::Field(key) => Some(key.to_lowercase()),
        _ => None,
    };
    let people = names::people(&words);
    let date = (dates::whole(&words).is_some() && !is_period(&words)) || is_occasion(&words);
    let classed = placed.is_classed(&["title", "booktitle", "series"]);
    Line { level: placed.level().unwrap_or(7), classed, field, people, date, words }
}

/// How many of the first passages of a text may say on what occasion it was delivered.
const FIRST: usize = 6;

/// The date of the occasion for which a text was made, where its first lines tell of it in
/// brackets: `(Delivered to the “Gonzales Prada” People’s University, / … on July 13, 1923.)`
pub fn occasion(rest: &[Placed]) -> Option<Date> {
    let shown = rest.iter().filter(|placed| !placed.is_empty() && !placed.is_rule());
    let mut said = String::new();
    for words in shown.take(FIRST).map(Placed::words) {
        if said.is_empty() && !words.trim_start().starts_with(['(', '[']) {
            continue;
        }
        said.push(' ');
        said.push_str(&words);
        if words.trim_end().ends_with([')', ']']) || wording::count_words(&said) > 60 {
            break;
        }
    }
    let said = said.trim();
    is_occasion(said).then(|| dates::first(said)).flatten()
}

/// Whether a line in brackets says when and where the text was delivered or written.
fn is_occasion(words: &str) -> bool {
    const VERBS: &[&str] = &["delivered", "written", "spoken", "given", "held"];
    let inner = wording::unbracketed(words);
    let first = inner.split_whitespace().next().map(plain).unwrap_or_default();
    inner != words.trim() && VERBS.contains(&first.as_str()) && dates::first(inner).is_some()
}

/// Whether a line names a period that a work is about, or a life: `1525–1848`, `(1820–1895)`.
pub(super) fn is_period(words: &str) -> bool {
    let years: Vec<i32> = words
        .split(|c: char| !c.is_ascii_digit())
        .filter(|figures| figures.len() == 4)
        .filter_map(|figures| figures.parse().ok())
        .collect();
    matches!(years.as_slice(), [from, to] if to - from > 10)
}

/// What a line says by itself, whatever stands around it.
fn plainly(line: &Line) -> Option<Weighed> {
    if let Some(field) = &line.field {
        let role = match field.as_str() {
            "title" => TitleRole::Title,
            "subtitle" => TitleRole::Subtitle,
            "author" | "authors" => TitleRole::Author,
            "date" => TitleRole::Date,
            _ => TitleRole::Other,
        };
        return Some(Weighed { role, reason: "a directive of the file says so" });
    }
    let start: String = plain(&line.words).chars().take(14).collect();
    let contributor = [
        "translatedby",
        "editedby",
        "withanintro",
        "witha",
        "introductionby",
        "ubersetzt",
        "deutschvon",
        "tradu",
        "prefaceby",
        "intheversion",
    ];
    if contributor.iter().any(|known| start.starts_with(known)) {
        return Some(Weighed {
            role: TitleRole::Contributor,
            reason: "it begins with a contributor’s trade",
        });
    }
    let by = line.words != names::without_by(&line.words) && line.people.is_some();
    if by && line.words.to_lowercase().starts_with("by ") {
        return Some(Weighed {
            role: TitleRole::Author, reason: "it is a name after “by”"
        });
    }
    None
}

/// Why a line is taken for the author's; none if it is not.
fn author_evidence(
    line: &Line,
    nth: usize,
    biggest: Option<usize>,
    facts: &[Line],
    clues: &Clues,
) -> Option<(&'static str, Strength)> {
    let confirmed = |reason| Some((reason, Strength::Confirmed));
    let people = line.people.as_ref()?;
    let surname = |name: &String| name.split(' ').next_back().map(plain).unwrap_or_default();
    let surnames: Vec<String> = people.iter().map(surname).collect();
    let agrees =
        |others: &[String]| others.iter().map(surname).any(|other| surnames.contains(&other));
    let title_begins = biggest.is_none_or(|at| at >= nth);
    if agrees(&clues.stated_authors) {
        return confirmed("it is the name that the file states as its author");
    }
    // A book about a person bears that name as its title; the author is another then.
    let is_biggest = facts.iter().all(|other| other.level >= line.level)
        && facts.iter().filter(|other| other.level == line.level).count() == 1
        && facts.iter().any(|other| other.people.is_some() && other.level != line.level)
        && biggest.is_none();
    if is_biggest && !agrees(&clues.head_authors) {
        return None;
    }
    if agrees(&clues.titled_authors) {
        return confirmed("it is the name before the title in the page’s head");
    }
    if agrees(&clues.head_authors) {
        return confirmed("it is the author that the page’s metadata names");
    }
    let full = people.iter().all(|name| name.contains(' '));
    let filed = surnames.iter().any(|surname| {
        surname.len() > 3 && clues.folders.iter().any(|folder| folder == surname)
    });
    if full && filed {
        return confirmed("it is the name of the folder that the page stands in");
    }
    if people.iter().all(|name| name.split(' ').next_back().and_then(names::known).is_some()) {
        return confirmed("it is the name of a known author");
    }
    let smaller =
        biggest.and_then(|at| facts.get(at)).is_some_and(|title| title.level < line.level);
    if title_begins && full && (smaller || line.level == 7) && facts.len() > 1 {
        return Some(("it looks like a name and stands above the title", Strength::Placed));
    }
    let under = biggest.is_some_and(|at| at + 1 == nth);
    if under && full && smaller && people.len() > 1 {
        return Some(("it looks like names and stands under the title", Strength::Placed));
    }
    // A heading that is about somebody calls him otherwise than by initials.
    if under && full && smaller && people.iter().all(|name| names::has_initials(name)) {
        return Some((
            "it is a name with initials and stands under the title",
            Strength::Placed,
        ));
    }
    if line.classed && title_begins {
        return Some((
            "it looks like a name and stands as the page’s first line",
            Strength::Placed,
        ));
    }
    None
}

/// Whether a line says whose texts stand in which periodical, and when.
fn is_series(words: &str) -> bool {
    let Some((before, after)) = words.split_once(" in ") else { return false };
    let known = |name: &String| name.split(' ').next_back().and_then(names::known).is_some();
    let people = names::people(before).is_some_and(|people| people.iter().all(known));
    people && dates::first(after).is_some()
}

/// Whether two titles have a word in common that is longer than most articles and conjunctions.
fn share_a_word(one: &str, other: &str) -> bool {
    let words = |title: &str| -> Vec<String> {
        title.split_whitespace().map(plain).filter(|word| word.chars().count() > 3).collect()
    };
    let others = words(other);
    words(one).iter().any(|word| others.contains(word))
}

/// The line that is the title, and why.
fn title_among(
    facts: &[Line],
    weighed: &[Option<Weighed>],
    clues: &Clues,
) -> Option<(usize, &'static str)> {
    if let Some(stated) = weighed
        .iter()
        .position(|one| one.as_ref().is_some_and(|one| one.role == TitleRole::Title))
    {
        return Some((stated, "a directive of the file says so"));
    }
    // A label with its words is no title, unless it is a heading.
    let labelled =
        |line: &Line| line.level == 7 && super::super::provenance::is_labelled(&line.words);
    let free =
        |nth: usize| weighed.get(nth) == Some(&None) && !facts.get(nth).is_some_and(labelled);
    let stated = clues.stated_title.as_deref().map(plain);
    if let Some(stated) = &stated {
        let same = |line: &Line| {
            !plain(&line.words).is_empty() && stated.starts_with(&plain(&line.words))
        };
        if let Some(nth) =
            (0..facts.len()).find(|nth| free(*nth) && facts.get(*nth).is_some_and(same))
        {
            return Some((nth, "it is the title that the file states"));
        }
    }
    let weight = |line: &Line| {
        let words = plain(&line.words);
        let mut weight = i32::from(8 - line.level.min(7)) * 2;
        if !words.is_empty() && clues.head_plain.contains(&words) {
            weight += 5;
        }
        if line.classed {
            weight -= 3;
        }
        if line.date || is_period(&line.words) {
            weight -= 40;
        }
        if wording::unbracketed(&line.words) != line.words.trim() {
            weight -= 8;
        }
        // `Marx and Engels in Neue Rheinische Zeitung June 1848` heads a series.
        if line.level == 7 && facts.len() > 1 && is_series(&line.words) {
            weight -= 6;
        }
        weight
    };
    let best = facts
        .iter()
        .enumerate()
        .filter(|(nth, _)| free(*nth))
        .map(|(nth, line)| (weight(line), std::cmp::Reverse(nth)))
        .filter(|(weight, _)| *weight > -15)
        .max()?;
    let (_, std::cmp::Reverse(nth)) = best;
    let line = facts.get(nth)?;
    // Where the archive's header states a title and the line has not a word of it, the line is
    // something else: an imprint, a price, an advertisement.
    if clues.stated_title.as_ref().is_some_and(|stated| !share_a_word(stated, &line.words)) {
        return None;
    }
    let reason =
        if clues.head_plain.contains(&plain(&line.words)) && !clues.head_plain.is_empty() {
            "it stands out most and agrees with the title in the page’s head"
        } else {
            "it stands out most among the lines that are no author and no date"
        };
    Some((nth, reason))
}
