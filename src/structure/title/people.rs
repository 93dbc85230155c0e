//! Who wrote a work and who else had a hand in it, by the evidence that counts most.

use super::super::placed::words_of;
use super::super::provenance;
use super::super::wording::{names, one_space, plain};
use super::Clues;
use super::matter::{Found, Sources, author_after, author_before, cited, words};
use crate::book::{Contributor, Relator, TitleRole};

/// The names of the authors, with the reason.
pub fn authors(sources: &Sources<'_>) -> Found<Vec<String>> {
    let clues = sources.clues;
    if let Some(authors) = &sources.corrections.authors {
        let reason = "the sidecar says so".to_owned();
        return Found { value: authors.clone(), place: None, reason };
    }
    let mut value: Vec<String> = Vec::new();
    let mut place = None;
    let mut reason = String::new();
    for (placed, weighed) in
        sources.lines.iter().filter(|(_, one)| one.role == TitleRole::Author)
    {
        let said = words(placed);
        let named = names::people(&said).unwrap_or_else(|| vec![one_space(&said)]);
        for name in named.into_iter().filter(|name| !name.is_empty()) {
            if !value.iter().any(|known| plain(known) == plain(&name)) {
                value.push(name);
            }
        }
        place = place.or(placed.passage.span());
        if reason.is_empty() {
            reason = weighed.reason.into();
        }
    }
    let mut weaker = |names: Vec<String>, because: &str| {
        if value.is_empty() && !names.is_empty() {
            value = names;
            reason = because.to_owned();
        }
    };
    weaker(clues.stated_authors.clone(), "the archive’s header states it");
    for (placed, weighed) in &sources.lines {
        if matches!(weighed.role, TitleRole::Series | TitleRole::Title) {
            weaker(named_first(&words(placed)), "a line above the title begins with the name");
        }
    }
    for (placed, weighed) in &sources.lines {
        if weighed.role == TitleRole::Title
            && let Some((people, _)) = author_after(&one_space(&words(placed)))
        {
            weaker(people, "the name stands after “by” in the title");
        }
    }
    for line in sources.credits {
        let said = words_of(&line.content);
        if let Some(name) =
            said.strip_prefix("Author:").or_else(|| said.strip_prefix("Authors:"))
        {
            weaker(names::people(name).unwrap_or_default(), "the provenance names the author");
        }
    }
    weaker(clues.titled_authors.clone(), "the name stands in the title in the page’s head");
    weaker(clues.head_authors.clone(), "the page’s metadata names the author");
    if let Some((people, _)) = cited(sources.credits) {
        weaker(people, "the provenance cites the author");
    }
    let known = clues.folders.iter().rev().find_map(|folder| names::known(folder));
    weaker(
        known.map(str::to_owned).into_iter().collect(),
        "the page stands in the author’s folder",
    );
    for shelf in &clues.shelves {
        weaker(shelved(shelf), "the page belongs to the author’s archive");
    }
    let value = value.iter().map(|name| in_full(name, clues)).collect();
    Found { value, place, reason }
}

/// The author whose archive a page names: a whole name, or the surname of a known author.
fn shelved(shelf: &str) -> Vec<String> {
    match names::people(shelf) {
        Some(people) if people.iter().all(|name| name.contains(' ')) => people,
        _ => names::known(shelf).map(str::to_owned).into_iter().collect(),
    }
}

/// The names that a line begins with, where known authors: `Marx and Engels in Neue Rheinische …`.
fn named_first(line: &str) -> Vec<String> {
    if let Some((people, _)) = author_before(line) {
        return people;
    }
    for stop in [" in ", " on ", " to ", "’s ", "'s ", " – ", " - ", ", "] {
        if let Some((before, _)) = line.split_once(stop)
            && let Some(people) = names::people(before)
            && people
                .iter()
                .all(|name| name.split(' ').next_back().and_then(names::known).is_some())
        {
            return people;
        }
    }
    Vec::new()
}

/// A surname alone as the full name that other evidence gives for it.
fn in_full(name: &str, clues: &Clues) -> String {
    if name.contains(' ') {
        return name.to_owned();
    }
    let surname = plain(name);
    let fuller = clues.titled_authors.iter().chain(&clues.head_authors).find(|other| {
        other.contains(' ')
            && other.split(' ').next_back().map(plain).as_ref() == Some(&surname)
    });
    match fuller {
        Some(fuller) => fuller.clone(),
        None => names::known(name).unwrap_or(name).to_owned(),
    }
}

/// Translators, transcribers and others that the lines credit.
pub fn contributors(sources: &Sources<'_>, authors: &[String]) -> Vec<Contributor> {
    let mut contributors: Vec<Contributor> = Vec::new();
    let mut add = |one: Contributor| {
        let same = |known: &Contributor| {
            known.role == one.role && known.person.name == one.person.name
        };
        if !contributors.iter().any(same) {
            contributors.push(one);
        }
    };
    let translator =
        |name: &String| Contributor { person: names::person(name), role: Relator::Translator };
    if let Some(translators) = &sources.corrections.translators {
        translators.iter().map(translator).for_each(&mut add);
    } else {
        sources.clues.stated_translators.iter().map(translator).for_each(&mut add);
    }
    let corrected = sources.corrections.translators.is_some();
    for (placed, weighed) in &sources.lines {
        if weighed.role == TitleRole::Contributor {
            let found = provenance::credits_of(&words(placed));
            found
                .into_iter()
                .filter(|one| !corrected || one.role != Relator::Translator)
                .for_each(&mut add);
        }
    }
    for one in &sources.provenance.contributors {
        if (corrected && one.role == Relator::Translator) || authors.contains(&one.person.name)
        {
            continue;
        }
        add(one.clone());
    }
    contributors
}
