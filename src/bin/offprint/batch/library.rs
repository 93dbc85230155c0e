//! The catalogue of a library: its page and its feeds, from what the journal knows of its books.

use std::collections::BTreeSet;
use std::path::Path;

use offprint::catalogue::{self, BookFile, Card};

use super::journal::{Entry, Journal};
use crate::exit::Trouble;
use crate::files;
use crate::worker::Outcome;
use crate::works;

/// The folder of the feeds in a library.
pub(super) const FEEDS: &str = "opds";

/// Writes `index.html` and the feeds in `opds/`, as far as they are not as they were.
///
/// # Errors
/// Where they cannot be written.
pub(super) fn write(journal: &Journal, library: &Path) -> Result<(), Trouble> {
    let mut cards: Vec<Card> = journal.entries().filter_map(card).collect();
    let filed = |card: &Card| card.authors.first().map(|(_, file_as)| file_as.to_lowercase());
    cards.sort_by_cached_key(|card| {
        let filed = filed(card);
        (filed.is_none(), filed, card.year, card.title.to_lowercase(), card.identifier.clone())
    });
    write_changed(&library.join("index.html"), catalogue::page(&cards).as_bytes())?;
    let folder = library.join(FEEDS);
    files::make_folder(&folder)?;
    let feeds = catalogue::feeds(&cards);
    for (name, bytes) in &feeds {
        write_changed(&folder.join(name), bytes)?;
    }
    // Feeds of authors who have no books any more. A mirror may have a folder of this name too:
    // books are left alone.
    let names: BTreeSet<&str> = feeds.iter().map(|(name, _)| name.as_str()).collect();
    for entry in works::list(&folder, &folder)? {
        let feed = entry.name.ends_with(".xml") || entry.name.ends_with(".json");
        if feed && entry.kind.is_file() && !names.contains(entry.name.as_str()) {
            files::remove(&entry.path)?;
        }
    }
    Ok(())
}

fn write_changed(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let same_size = files::stamp(path).is_some_and(|stamp| stamp.size == bytes.len() as u64);
    if same_size && files::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    files::write(path, bytes)
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
        cover: None,
        files: books
            .map(|(path, bytes)| BookFile { path: path.clone(), bytes: *bytes })
            .collect(),
    })
}
