//! The title matter of a book, put together from its lines and the weaker evidence.

use super::super::placed::{Placed, words_of};
use super::super::provenance;
use super::super::wording::{self, dates, names, one_space, plain};
use super::{Clues, Weighed};
use crate::book::{
    BlockIds, Contributor, Corrections, Date, Effect, Finding, Inline, Language, PassageKind,
    Relator, Rule, Severity, Span, TitleLine, TitleMatter, TitleRole,
};

/// Says what the title was read from.
pub static TITLE: Rule = Rule {
    id: "title/title",
    effect: Effect::Notices,
    does: "The line that stands out most among the first lines, and is neither a name nor a date, is the title.",
    why: "Archive pages set author, title and date in every order and size; no single mark-up tells them apart.",
    example: "<h2>Paul Lafargue</h2><h1>The Right To Be Lazy</h1><h3>(1883)</h3>",
};

/// Says what the authors were read from.
pub static AUTHOR: Rule = Rule {
    id: "title/author",
    effect: Effect::Notices,
    does: "A line that looks like names and agrees with other evidence names the authors.",
    why: "The author stands above the title, beneath it, in its possessive, or only in the page’s metadata.",
    example: "<h2>Vladimir Lenin’s</h2><h1>“Left-Wing” Communism</h1>",
};

/// Says what the dates were read from.
pub static DATE: Rule = Rule {
    id: "title/date",
    effect: Effect::Notices,
    does: "A date under the title, or labelled as the date of writing or publication, dates the work.",
    why: "A catalogue needs the year of the work, not that of the transcription.",
    example: "(November 1935)",
};

/// Says that a translator or another contributor was read from the lines.
pub static CONTRIBUTOR: Rule = Rule {
    id: "title/contributor",
    effect: Effect::Notices,
    does: "Lines that credit a trade, such as transcribed, marked up or translated, name contributors.",
    why: "Whoever made the transcription deserves a credit that catalogues can read.",
    example: "Marked up by Einde O’Callaghan for the Marxists’ Internet Archive.",
};

/// What title matter is made from.
#[derive(Debug)]
pub struct Sources<'a> {
    /// The lines with their roles.
    pub lines: Vec<(Placed, Weighed)>,
    /// What the head, the address and the directives say.
    pub clues: &'a Clues,
    /// What the provenance says.
    pub provenance: &'a provenance::Understood,
    /// The lines of provenance.
    pub credits: &'a [provenance::Line],
    /// What the sidecar says.
    pub corrections: &'a Corrections,
    /// The language of the text.
    pub language: Language,
    /// What the files of the work are named after.
    pub name: &'a str,
}

/// Something understood, with where and why.
struct Found<T> {
    value: T,
    place: Option<Span>,
    reason: String,
}

/// Puts the title matter together.
pub fn title_matter(
    sources: Sources<'_>,
    ids: &mut BlockIds,
    findings: &mut Vec<Finding>,
) -> TitleMatter {
    let corrections = sources.corrections;
    let title = title(&sources);
    note(findings, &TITLE, &title, format!("title: {}", title.value));
    let authors = authors(&sources);
    note(
        findings,
        &AUTHOR,
        &authors,
        match authors.value.as_slice() {
            [] => "no author found".to_owned(),
            names => format!("author: {}", names.join(", ")),
        },
    );
    let written = written(&sources, &title.value);
    let published = corrections.published.or(published(&sources, written.value));
    let written_says = written.value.map_or("unknown".to_owned(), |date| date.to_string());
    let published_says = published.map_or("unknown".to_owned(), |date| date.to_string());
    note(
        findings,
        &DATE,
        &written,
        format!("written: {written_says}; first published: {published_says}"),
    );

    let contributors = contributors(&sources, &authors.value);
    for one in &contributors {
        let message = format!("{} ({})", one.person.name, one.role.code());
        findings.push(Finding {
            rule: &CONTRIBUTOR,
            severity: Severity::Info,
            place: None,
            message,
            hint: None,
        });
    }
    let subtitle = corrections.subtitle.clone().or_else(|| {
        let line =
            sources.lines.iter().find(|(_, weighed)| weighed.role == TitleRole::Subtitle)?;
        Some(unended(wording::unbracketed(&words(&line.0))))
    });
    let language = corrections.language.clone().unwrap_or(sources.language);
    let lines = sources.lines.into_iter().map(|(placed, weighed)| TitleLine {
        id: ids.next(&placed.words()),
        role: weighed.role,
        content: placed.passage.content,
    });
    TitleMatter {
        lines: lines.collect(),
        title: title.value.clone(),
        subtitle: subtitle.filter(|subtitle| {
            !subtitle.is_empty() && !plain(&title.value).contains(&plain(subtitle))
        }),
        authors: authors.value.iter().map(|name| names::person(name)).collect(),
        contributors,
        written: written.value,
        published,
        language,
    }
}

fn note<T>(findings: &mut Vec<Finding>, rule: &'static Rule, found: &Found<T>, says: String) {
    let severity = if found.reason.is_empty() { Severity::Warning } else { Severity::Info };
    let message =
        if found.reason.is_empty() { says } else { format!("{says}; {}", found.reason) };
    let hint =
        found.reason.is_empty().then(|| "name it in the sidecar beside the input".to_owned());
    findings.push(Finding { rule, severity, place: found.place, message, hint });
}

/// The words of a line; what an image says where a title is one.
fn words(placed: &Placed) -> String {
    match &placed.passage.kind {
        PassageKind::Image(image) => image.alt.clone().unwrap_or_default(),
        _ => placed.words(),
    }
}

/// The lines of a title as one: a line that begins anew with an article says more about the one
/// before it, any other goes on from it.
fn on_one_line(title: &str) -> String {
    let mut joined = String::new();
    for line in title.lines().map(one_space).filter(|line| !line.is_empty()) {
        let anew = ["A ", "An ", "Being "].iter().any(|start| line.starts_with(start));
        let ended = joined.ends_with(|c: char| !c.is_alphanumeric());
        if anew && !ended && wording::count_words(&joined) > 2 {
            joined.push(':');
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(&line);
    }
    joined
}

/// A title without the stop that some pages end it with.
fn unended(title: &str) -> String {
    let title = one_space(title.trim_end().trim_end_matches([':', ',', ';']));
    let stopped = title.ends_with('.') && !title.ends_with("..") && !title.ends_with("etc.");
    let initial = title.split(' ').next_back().is_some_and(|last| last.chars().count() <= 3);
    if stopped && !initial { title.trim_end_matches('.').to_owned() } else { title }
}

fn title(sources: &Sources<'_>) -> Found<String> {
    if let Some(title) = &sources.corrections.title {
        let reason = "the sidecar says so".to_owned();
        return Found { value: title.clone(), place: None, reason };
    }
    let line = sources.lines.iter().find(|(_, weighed)| weighed.role == TitleRole::Title);
    if let Some((placed, weighed)) = line {
        let said = match &placed.passage.kind {
            PassageKind::Image(_) => words(placed),
            _ => on_one_line(&words_of(&placed.passage.content)),
        };
        let named = sources.lines.iter().any(|(_, one)| one.role == TitleRole::Author);
        let bare = if named { None } else { author_before(&said) };
        let value = unended(bare.map_or(said.as_str(), |(_, title)| title));
        // A title page may break a title into lines of which only the first was found.
        if let Some(stated) = &sources.clues.stated_title
            && plain(stated).starts_with(&plain(&value))
            && plain(stated) != plain(&value)
        {
            return Found {
                value: unended(stated),
                place: placed.passage.span(),
                reason: "the archive’s header states it in full".to_owned(),
            };
        }
        if !value.is_empty() {
            return Found {
                value,
                place: placed.passage.span(),
                reason: weighed.reason.into(),
            };
        }
    }
    if let Some(title) = &sources.clues.stated_title {
        let reason = "the archive’s header states it".to_owned();
        return Found { value: unended(title), place: None, reason };
    }
    if let Some(title) = &sources.clues.head_title {
        let reason = "only the page’s head has a title".to_owned();
        return Found { value: unended(title), place: None, reason };
    }
    if let Some((_, title)) = cited(sources.credits) {
        let reason = "the provenance cites the text by this title".to_owned();
        return Found { value: title, place: None, reason };
    }
    Found { value: named_after(sources.name), place: None, reason: String::new() }
}

/// A title made from a file's name, where nothing else is to be had.
fn named_after(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name);
    let words = one_space(&name.replace(['_', '-'], " "));
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "Untitled".to_owned(),
    }
}

/// `Karl Marx. Capital Volume One`: the author and the title of a line that has both.
fn author_before(line: &str) -> Option<(Vec<String>, &str)> {
    for (at, stop) in line.match_indices(['.', ':']) {
        let (before, after) = (line.get(..at)?, line.get(at + stop.len()..)?);
        if after.starts_with(' ')
            && before.contains(' ')
            && before.split(' ').next_back().is_some_and(|last| last.chars().count() > 2)
            && let Some(people) = names::people(before)
            && people
                .iter()
                .all(|name| name.split(' ').next_back().and_then(names::known).is_some())
        {
            return Some((people, after.trim()));
        }
    }
    None
}

/// Author and title out of a citation: `Peter Kropotkin, "The First International", Vanguard`.
/// A citation of the translation is worth more than one of the original.
fn cited(credits: &[provenance::Line]) -> Option<(Vec<String>, String)> {
    let read = |line: &provenance::Line| {
        let said = line.said();
        let open = said.find(['"', '“', '«', '‘'])?;
        let inner = said.get(open..)?;
        let first = inner.chars().next()?;
        let inner = inner.get(first.len_utf8()..)?;
        let close = inner.find(['"', '”', '»', '’'])?;
        let people = names::people(said.get(..open)?.trim_end_matches([',', ':', ' ']))?;
        Some((people, inner.get(..close)?.trim_end_matches([',', '.']).to_owned()))
    };
    let translated = |line: &&provenance::Line| words_of(&line.content).contains("English");
    let best = credits.iter().filter(translated).find_map(read);
    best.or_else(|| credits.iter().find_map(read))
}

fn authors(sources: &Sources<'_>) -> Found<Vec<String>> {
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
    let value = value.iter().map(|name| in_full(name, clues)).collect();
    Found { value, place, reason }
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

fn written(sources: &Sources<'_>, title: &str) -> Found<Option<Date>> {
    let found =
        |value, place, reason: &str| Found { value: Some(value), place, reason: reason.into() };
    if let Some(date) = sources.corrections.written {
        return found(date, None, "the sidecar says so");
    }
    if let Some(date) = sources.provenance.written {
        return found(date, None, "the provenance states the date of writing");
    }
    for wanted in [TitleRole::Date, TitleRole::Author, TitleRole::Subtitle, TitleRole::Series] {
        for (placed, _) in sources.lines.iter().filter(|(_, one)| one.role == wanted) {
            if let Some(date) = dates::find(&words(placed)).last().map(|found| found.date) {
                let date = match wanted {
                    TitleRole::Date => dates::first(&words(placed)).unwrap_or(date),
                    _ => date,
                };
                return found(date, placed.passage.span(), "it stands with the title");
            }
        }
    }
    if let Some(date) = sources.clues.stated_date {
        return found(date, None, "a directive of the file states it");
    }
    if let Some(date) = sources.clues.head_date {
        return found(date, None, "it stands in the title in the page’s head");
    }
    if sources.provenance.published.is_none() {
        let in_title = dates::find(title).last().map(|found| found.date);
        if let Some(date) = in_title.filter(|date| date.month.is_some()) {
            return found(date, None, "it stands in the title");
        }
        // A reprint is dated later than the folder of its year.
        let source = sources.provenance.source_date;
        if let Some(year) = folder_year(sources.clues)
            && source.is_none_or(|source| !is_near(year, source.year))
        {
            let date = Date { year, month: None, day: None };
            return found(date, None, "the page stands in the folder of that year");
        }
    }
    let known = published(sources, None).is_some();
    let reason = if known { "nothing states the date of writing" } else { "" };
    Found { value: None, place: None, reason: reason.into() }
}

/// The year of the folder that the page stands in.
fn folder_year(clues: &Clues) -> Option<i32> {
    let year = |folder: &String| folder.parse().ok().filter(|year| (1500..2030).contains(year));
    clues.folders.iter().find_map(year)
}

/// Whether a source of one year may be the first publication of what was written in another.
fn is_near(written: i32, source: i32) -> bool {
    (-1..=3).contains(&(source - written))
}

/// When it was first published: as stated, or as the printed source is dated, unless that is a
/// reprint of much later.
fn published(sources: &Sources<'_>, written: Option<Date>) -> Option<Date> {
    let stated = sources.provenance.published;
    stated.or(sources.provenance.source_date.filter(|source| {
        let year = written.map(|date| date.year).or_else(|| folder_year(sources.clues));
        year.is_none_or(|year| is_near(year, source.year))
    }))
}

fn contributors(sources: &Sources<'_>, authors: &[String]) -> Vec<Contributor> {
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

/// Splits a title passage at the line from which on it says something else: who wrote it, when, a
/// subtitle in small type.
pub fn split_lines(placed: Placed) -> Vec<Placed> {
    let text = words_of(&placed.passage.content);
    if !text.contains('\n') || names::people(&text).is_some() {
        return vec![placed];
    }
    let Placed { home, passage } = placed;
    let level = match passage.kind {
        PassageKind::Heading(level) => Some(level),
        _ => None,
    };
    let mut parts: Vec<Placed> = Vec::new();
    let mut template = passage.clone();
    for line in super::super::placed::lines(passage.content) {
        let said = one_space(&words_of(&line));
        let small = super::super::placed::all_in(&line, crate::book::Style::Small);
        let apart = small
            || dates::whole(&said).is_some()
            || wording::unbracketed(&said) != said
            || (said != names::without_by(&said) && names::people(&said).is_some());
        match parts.last_mut() {
            Some(last) if !apart => {
                last.passage.content.push(Inline::LineBreak);
                last.passage.content.extend(line);
            }
            _ => {
                template.content = line;
                if let (Some(level), false) = (level, parts.is_empty()) {
                    template.kind = PassageKind::Heading((level + 1).min(6));
                }
                parts.push(Placed { home, passage: template.clone() });
            }
        }
        template.anchors.clear();
    }
    parts
}
