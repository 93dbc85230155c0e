//! The catalogue of a library: its page and its feeds, from what the journal knows of its books.

use std::collections::BTreeSet;
use std::path::Path;

use offprint::catalogue::{self, BookFile, Card, Served};
use serde::{Deserialize, Serialize};

use super::journal::{Entry, lines};
use super::own;
use super::state::State;
use crate::exit::Trouble;
use crate::files;
use crate::lines::Stamp;
use crate::worker::Outcome;

/// The page of the catalogue in a library.
const PAGE: &str = "index.html";

/// The folder of the feeds in a library.
pub(super) const FEEDS: &str = "opds";

/// What the catalogue was last written from, and what stood there then. As long as all of it is the
/// same, so is the catalogue.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Shown {
    /// The SHA-256 of the program.
    program: String,
    /// Where the library is served from.
    url: Option<String>,
    /// The journal.
    journal: Option<Stamp>,
    /// The page and the feeds.
    files: Vec<(String, Option<Stamp>)>,
}

/// The file that remembers it, beneath the library's folder.
const SHOWN: &str = ".offprint/catalogue.json";

impl Shown {
    /// What is shown now.
    fn now(state: &State, library: &Path, served: Option<&Served>) -> Shown {
        let shown = |name: &&String| *name == PAGE || name.starts_with(FEEDS);
        let files = state.journal.owned().iter().filter(shown);
        Shown {
            program: state.stamps.program().to_owned(),
            url: served.map(|served| served.address().to_owned()),
            journal: state.journal.stamp(),
            files: files
                .map(|name| (name.clone(), files::stamp(&library.join(name))))
                .collect(),
        }
    }
}

/// Remembers that the catalogue shows what the journal knows, so that a night on which nothing
/// changed need not find out. The journal must have been saved.
///
/// # Errors
/// Where that cannot be written.
pub(super) fn remember(
    state: &State,
    library: &Path,
    served: Option<&Served>,
) -> Result<(), Trouble> {
    let told = lines([Shown::now(state, library, served)])?;
    let path = library.join(SHOWN);
    if files::read_own(&path).is_ok_and(|there| there == told.as_bytes()) {
        return Ok(());
    }
    files::write(&path, told.as_bytes())
}

/// Writes `index.html` and the feeds in `opds/`, as far as they are not as they were.
///
/// # Errors
/// Where they cannot be written.
pub(super) fn write(
    state: &mut State,
    library: &Path,
    served: Option<&Served>,
) -> Result<(), Trouble> {
    let before = serde_json::from_slice(&files::read_own(&library.join(SHOWN))?);
    let before: Option<Shown> = before.ok();
    if !state.journal.has_news() && before == Some(Shown::now(state, library, served)) {
        return Ok(());
    }
    let journal = &mut state.journal;
    let mut cards: Vec<Card> = Vec::new();
    for entry in journal.entries() {
        cards.extend(card(&entry?));
    }
    let filed = |card: &Card| card.authors.first().map(|(_, file_as)| file_as.to_lowercase());
    cards.sort_by_cached_key(|card| {
        let filed = filed(card);
        (filed.is_none(), filed, card.year, card.title.to_lowercase(), card.identifier.clone())
    });
    own::write(journal, library, PAGE, catalogue::page(&cards).as_bytes())?;
    files::make_folder(&library.join(FEEDS))?;
    let mut names = BTreeSet::new();
    for (name, bytes) in catalogue::feeds(&cards, served) {
        let name = format!("{FEEDS}/{name}");
        own::write(journal, library, &name, &bytes)?;
        names.insert(name);
    }
    // Feeds of authors who have no books any more.
    let feed = |name: &&String| name.starts_with(FEEDS) && !names.contains(*name);
    let old: Vec<String> = journal.owned().iter().filter(feed).cloned().collect();
    old.iter().try_for_each(|name| own::remove(journal, library, name))
}

/// A book as the catalogue shows it; none of a text that made no book when it was last tried.
fn card(entry: &Entry) -> Option<Card> {
    let Outcome::Made(record) = &entry.outcome else { return None };
    let authors = record.authors.iter();
    let books = entry.books.iter();
    Some(Card {
        identifier: record.identifier.clone(),
        title: record.title.clone(),
        subtitle: record.subtitle.clone(),
        authors: authors.map(|author| (author.name.clone(), author.file_as.clone())).collect(),
        language: record.language.clone(),
        year: record.year,
        modified: record.modified.clone(),
        pages: record.pages,
        cover: entry.cover.as_ref().map(|(path, _)| path.clone()),
        files: books
            .map(|(path, bytes)| BookFile { path: path.clone(), bytes: *bytes })
            .collect(),
    })
}
