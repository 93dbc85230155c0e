//! The title matter of a book, put together from its lines and the weaker evidence.

use std::collections::BTreeSet;

use super::super::placed::{Placed, words_of};
use super::super::provenance;
use super::super::wording::{self, names, one_space, plain};
use super::{Clues, Weighed, dates, people};
use crate::book::{
    BlockIds, Corrections, Effect, Finding, Language, PassageKind, Rule, Severity, Span,
    TitleLine, TitleMatter, TitleRole,
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
    /// What the pages say they are about.
    pub subjects: Vec<String>,
    /// The folders that the files lie in.
    pub shelf: &'a [String],
    /// What the files of the work are named after.
    pub name: &'a str,
}

/// Something understood, with where and why.
pub struct Found<T> {
    /// What was understood.
    pub value: T,
    /// Where it stands; none if it was read off no line.
    pub place: Option<Span>,
    /// Why it was taken for that.
    pub reason: String,
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
    let authors = people::authors(&sources);
    note(
        findings,
        &AUTHOR,
        &authors,
        match authors.value.as_slice() {
            [] => "no author found".to_owned(),
            names => format!("author: {}", names.join(", ")),
        },
    );
    let written = dates::written(&sources, &title.value, &authors.value);
    let published = corrections
        .published
        .or_else(|| dates::published(&sources, written.value, &authors.value));
    let written_says = written.value.map_or("unknown".to_owned(), |date| date.to_string());
    let published_says = published.map_or("unknown".to_owned(), |date| date.to_string());
    note(
        findings,
        &DATE,
        &written,
        format!("written: {written_says}; first published: {published_says}"),
    );

    let contributors = people::contributors(&sources, &authors.value);
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
    // Of a work of which the page is one chapter, a catalogue names the chapter.
    let subtitle = subtitle.or_else(|| sources.clues.head_chapter.as_deref().map(unended));
    let language = corrections.language.clone().unwrap_or(sources.language);
    let lines = sources.lines.into_iter().map(|(placed, weighed)| TitleLine {
        id: ids.next(&placed.words()),
        role: weighed.role,
        content: placed.passage.content,
    });
    let mut matter = TitleMatter {
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
        subjects: subjects(sources.subjects, &title.value, &authors.value),
    };
    without_turns(&mut matter);
    matter
}

/// The subjects that the pages state, each once as it is first written. Pages name the author and
/// the title among their keywords to be found by; a catalogue has them already.
fn subjects(stated: Vec<String>, title: &str, authors: &[String]) -> Vec<String> {
    let mut known: BTreeSet<String> = BTreeSet::from([plain(title)]);
    for author in authors {
        known.insert(plain(author));
        known.extend(author.split(' ').next_back().map(plain));
    }
    let says_more = |subject: &String| {
        let subject = plain(subject);
        !subject.is_empty() && known.insert(subject)
    };
    stated.into_iter().filter(says_more).collect()
}

/// Takes signs that turn the direction of writing out of what catalogues and file lists show, so
/// that no title can make them read otherwise than it stands. The text itself keeps them.
fn without_turns(matter: &mut TitleMatter) {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let people = matter.authors.iter_mut();
    let people = people.chain(matter.contributors.iter_mut().map(|one| &mut one.person));
    let names = people.flat_map(|person| [&mut person.name, &mut person.file_as]);
    let words = names.chain([&mut matter.title]).chain(&mut matter.subtitle);
    for words in words.chain(&mut matter.subjects) {
        words.retain(|c| !turns(c));
    }
}

fn note<T>(findings: &mut Vec<Finding>, rule: &'static Rule, found: &Found<T>, says: String) {
    // Most transcriptions state no date, and their book lacks nothing for it; one without a title
    // or an author is lost in a catalogue.
    let grave = found.reason.is_empty() && !std::ptr::eq(rule, &DATE);
    let severity = if grave { Severity::Warning } else { Severity::Info };
    let message =
        if found.reason.is_empty() { says } else { format!("{says}; {}", found.reason) };
    let hint =
        found.reason.is_empty().then(|| "name it in the sidecar beside the input".to_owned());
    findings.push(Finding { rule, severity, place: found.place, message, hint });
}

/// The words of a line; what an image says where a title is one.
pub fn words(placed: &Placed) -> String {
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

/// A title without what does not belong to it at its end: a link to a glossary in brackets, the
/// stop that some pages end it with.
fn unended(title: &str) -> String {
    let title = match title.trim_end().rsplit_once('[') {
        Some((before, link)) if link.ends_with(']') && link.starts_with("See ") => before,
        _ => title,
    };
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
        let bare = if named {
            None
        } else {
            author_before(&said).or_else(|| author_after(&said)).map(|(_, title)| title)
        };
        let value = unended(bare.unwrap_or(said.as_str()));
        // A title page may break a title into lines of which only the first was found.
        if let Some(stated) = &sources.clues.stated_title
            && plain(stated).starts_with(&plain(&value))
            && (plain(stated) != plain(&value) || wording::is_capitals(&value))
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
pub fn author_before(line: &str) -> Option<(Vec<String>, &str)> {
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

/// `The Right To Be Lazy by Paul Lafargue`: the author and the title of a line that has both.
pub fn author_after(line: &str) -> Option<(Vec<String>, &str)> {
    let (at, by) = [" by ", " By ", " BY "]
        .iter()
        .filter_map(|by| line.rfind(by).map(|at| (at, by.len())))
        .max()?;
    let (before, after) = (line.get(..at)?, line.get(at + by..)?);
    let full = |people: &Vec<String>| people.iter().all(|name| name.contains(' '));
    let people = names::people(after.trim()).filter(full)?;
    let title = before.trim_end_matches([',', ' ']);
    (!title.is_empty()).then_some((people, title))
}

/// Whether the provenance cites the work that a text is from.
pub fn cites(credits: &[provenance::Line]) -> bool {
    cited(credits).is_some()
}

/// Author and title out of a citation: `Peter Kropotkin, "The First International", Vanguard`.
/// A citation of the translation is worth more than one of the original.
pub fn cited(credits: &[provenance::Line]) -> Option<(Vec<String>, String)> {
    let read = |line: &provenance::Line| {
        let said = line.said();
        let open = said.find(['"', '“', '«', '‘'])?;
        let inner = said.get(open..)?;
        let first = inner.chars().next()?;
        let inner = inner.get(first.len_utf8()..)?;
        let close = inner.find(['"', '”', '»', '’'])?;
        let people = names::people(said.get(..open)?.trim_end_matches([',', ':', ' ']))?;
        // `Edições "Avante!"` is a publisher.
        names::are_told(&people).then_some(())?;
        Some((people, inner.get(..close)?.trim_end_matches([',', '.']).to_owned()))
    };
    let translated = |line: &&provenance::Line| words_of(&line.content).contains("English");
    let best = credits.iter().filter(translated).find_map(read);
    best.or_else(|| credits.iter().find_map(read))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_have_title_and_author() {
        let lazy = author_after("The Right To Be Lazy, by Paul Lafargue");
        assert_eq!(lazy, Some((vec!["Paul Lafargue".to_owned()], "The Right To Be Lazy")));
        assert_eq!(author_after("Socialism by Stages"), None);
        assert_eq!(author_after("How We Live by Bread"), None);
    }

    #[test]
    fn a_publisher_in_front_of_a_quoted_name_is_no_author() {
        let line = |said: &str| {
            let content = vec![crate::book::Inline::Text(crate::book::Text::verbatim(said, 0))];
            let field = crate::book::Field::Source;
            vec![provenance::Line { field, standing: provenance::Standing::Colophon, content }]
        };
        let kropotkin = cited(&line("Peter Kropotkin, \"The First International\", Vanguard"));
        assert_eq!(
            kropotkin.map(|(people, _)| people),
            Some(vec!["Peter Kropotkin".to_owned()])
        );
        assert_eq!(cited(&line("Edições \"Avante!\"")), None);
    }

    #[test]
    fn links_to_a_glossary_are_no_title() {
        assert_eq!(unended("The Congress[See glossary entry]"), "The Congress");
        assert_eq!(unended("The Congress [1917]"), "The Congress [1917]");
    }
}
