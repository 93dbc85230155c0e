//! The catalogue of a library: its page and its feeds, from what the journal knows of its books.

use std::collections::BTreeSet;
use std::path::Path;

use offprint::catalogue::{self, BookFile, Card};

use super::journal::{Entry, Journal};
use super::own;
use crate::exit::Trouble;
use crate::files;
use crate::worker::Outcome;

/// The folder of the feeds in a library.
pub(super) const FEEDS: &str = "opds";

/// Writes `index.html` and the feeds in `opds/`, as far as they are not as they were.
///
/// # Errors
/// Where they cannot be written.
pub(super) fn write(journal: &mut Journal, library: &Path) -> Result<(), Trouble> {
    let mut cards: Vec<Card> = Vec::new();
    for entry in journal.entries() {
        cards.extend(card(&entry?));
    }
    let filed = |card: &Card| card.authors.first().map(|(_, file_as)| file_as.to_lowercase());
    cards.sort_by_cached_key(|card| {
        let filed = filed(card);
        (filed.is_none(), filed, card.year, card.title.to_lowercase(), card.identifier.clone())
    });
    own::write(journal, library, "index.html", catalogue::page(&cards).as_bytes())?;
    files::make_folder(&library.join(FEEDS))?;
    let mut names = BTreeSet::new();
    for (name, bytes) in catalogue::feeds(&cards) {
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
