//! When a work was written and first published, by the evidence that counts most.

use super::super::wording::dates;
use super::Clues;
use super::matter::{Found, Sources, words};
use crate::book::{Date, TitleRole};

/// When the work was written, with the reason.
pub fn written(sources: &Sources<'_>, title: &str) -> Found<Option<Date>> {
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
pub fn published(sources: &Sources<'_>, written: Option<Date>) -> Option<Date> {
    let stated = sources.provenance.published;
    stated.or(sources.provenance.source_date.filter(|source| {
        let year = written.map(|date| date.year).or_else(|| folder_year(sources.clues));
        year.is_none_or(|year| is_near(year, source.year))
    }))
}
