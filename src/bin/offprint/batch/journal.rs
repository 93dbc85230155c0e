//! What became of each work, as far as earlier runs came: the memory by which a run is incremental,
//! and goes on where another was killed.
//!
//! The journal is a file of JSON lines that is only added to while a run is at work. Before a
//! worker gets a text, a line says that its books are begun, and what was known of them no longer
//! holds; when they stand, a line says so. A run that is killed at any moment thus leaves behind
//! either a line that vouches for books that stand, or none, and then they are made again. Half a
//! line at the end vouches for nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::exit::{Exit, Trouble};
use crate::files;
use crate::worker::Outcome;

/// What became of a work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The place of its books beneath the library's folder, without an ending.
    pub(super) place: String,
    /// Where its text was beneath the mirror.
    pub(super) source: String,
    /// The content key that it was made under; none where it is to be tried again in any case.
    pub(super) key: Option<String>,
    /// Every file that was looked at, relative to the folder of the text, with its hash if it was
    /// there.
    pub(super) looks: Vec<(String, Option<String>)>,
    /// What came of it.
    pub(super) outcome: Outcome,
    /// How long it took.
    pub(super) seconds: f64,
    /// The books that stand for it, beneath the library's folder, with their sizes: those that were
    /// made, or earlier ones where the text makes none any more.
    pub(super) books: Vec<(String, u64)>,
    /// Earlier books of the same place that are not asked for any more: an edited list may want one
    /// form only. They are removed together with the others when the text is gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) dropped: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    /// The books with these names are being made, in place of those of this work.
    Begun { place: String, outputs: Vec<String> },
    /// What became of a work.
    Ended(Box<Entry>),
    /// Nothing is known of this work any more.
    Gone(String),
    /// A file of the library that is no book is offprint's: it may be replaced and removed.
    Owned(String),
    /// It is so no longer.
    Disowned(String),
}

/// The journal of a library.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    entries: BTreeMap<String, Entry>,
    /// The files of the library beside its books that offprint wrote, by their paths beneath it.
    owned: BTreeSet<String>,
    /// Whether the file says more than the entries do.
    added: bool,
}

impl Journal {
    /// Opens the journal, and names the folders beneath the library's in which a killed run may
    /// have left half a book.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub(super) fn open(path: PathBuf) -> Result<(Journal, Vec<String>), Trouble> {
        let text = files::read_own(&path)?;
        let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
        let mut owned = BTreeSet::new();
        let mut begun: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut lines = 0;
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            lines += 1;
            match serde_json::from_slice(line) {
                Ok(Line::Begun { place, outputs }) => {
                    // The books are being replaced one by one: their old key holds no longer.
                    if let Some(entry) = entries.get_mut(&place) {
                        entry.key = None;
                    }
                    begun.insert(place, outputs);
                }
                Ok(Line::Ended(entry)) => {
                    begun.remove(&entry.place);
                    entries.insert(entry.place.clone(), *entry);
                }
                Ok(Line::Gone(place)) => {
                    entries.remove(&place);
                }
                Ok(Line::Owned(name)) => {
                    owned.insert(name);
                }
                Ok(Line::Disowned(name)) => {
                    owned.remove(&name);
                }
                Err(_) => {}
            }
        }
        let added = lines != entries.len() + owned.len();
        let file = files::open_to_append(&path)?;
        let journal = Journal { path, file, entries, owned, added };
        let folder =
            |output: &String| output.rsplit_once('/').map_or("", |(folder, _)| folder).into();
        let mut folders: Vec<String> = begun.values().flatten().map(folder).collect();
        folders.dedup();
        Ok((journal, folders))
    }

    /// What is known of the work whose books have this place.
    pub(super) fn get(&self, place: &str) -> Option<&Entry> {
        self.entries.get(place)
    }

    /// What is known of every work, by the place of its books.
    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Notes that the books of a work are being made.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub(super) fn begin(&mut self, place: &str, outputs: &[String]) -> Result<(), Trouble> {
        self.add(&Line::Begun { place: place.into(), outputs: outputs.to_vec() })?;
        // As when the line is read again: from here on one book may be new and the other old.
        if let Some(entry) = self.entries.get_mut(place) {
            entry.key = None;
        }
        Ok(())
    }

    /// Notes what became of a work.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub(super) fn end(&mut self, entry: Entry) -> Result<&Entry, Trouble> {
        self.add(&Line::Ended(Box::new(entry.clone())))?;
        Ok(self.entries.entry(entry.place.clone()).insert_entry(entry).into_mut())
    }

    /// Forgets a work.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub(super) fn forget(&mut self, place: &str) -> Result<(), Trouble> {
        self.add(&Line::Gone(place.into()))?;
        self.entries.remove(place);
        Ok(())
    }

    /// The files of the library beside its books that offprint wrote.
    pub(super) fn owned(&self) -> &BTreeSet<String> {
        &self.owned
    }

    /// Notes that a file is offprint's; that comes before it is written.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub(super) fn own(&mut self, name: &str) -> Result<(), Trouble> {
        self.add(&Line::Owned(name.into()))?;
        self.owned.insert(name.into());
        Ok(())
    }

    /// Notes that a file is offprint's no longer; that comes after it was removed.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub(super) fn disown(&mut self, name: &str) -> Result<(), Trouble> {
        self.add(&Line::Disowned(name.into()))?;
        self.owned.remove(name);
        Ok(())
    }

    /// Writes the journal anew with nothing in it but what holds, in place of the old one. Without
    /// that a line that was cut off could spoil the next.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub(super) fn tidy(&mut self) -> Result<(), Trouble> {
        if !self.added {
            return Ok(());
        }
        let owned = self.owned.iter().cloned().map(Line::Owned);
        let entries = self.entries.values().map(|entry| Line::Ended(Box::new(entry.clone())));
        files::write(&self.path, lines(owned.chain(entries))?.as_bytes())?;
        self.file = files::open_to_append(&self.path)?;
        self.added = false;
        Ok(())
    }

    fn add(&mut self, line: &Line) -> Result<(), Trouble> {
        let text = lines([line])?;
        self.added = true;
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|error| files::unwritable(&self.path, &error))
    }
}

/// Values as JSON, each on a line of its own.
///
/// # Errors
/// Where a value has no form in JSON, such as a path that is no text.
pub(super) fn lines<T: Serialize>(
    values: impl IntoIterator<Item = T>,
) -> Result<String, Trouble> {
    let mut text = String::new();
    for value in values {
        text += &serde_json::to_string(&value).map_err(|error| {
            Trouble::new(Exit::Machine, format!("a line of JSON cannot be written: {error}"))
        })?;
        text.push('\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::Reason;

    /// The books of a work that was begun and not ended may be one new and one old, whether the run
    /// was killed or came to its end by itself.
    #[test]
    fn nothing_vouches_for_books_that_are_being_made() {
        let folder =
            std::env::temp_dir().join(format!("offprint-journal-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("journal.jsonl");
        let (mut journal, _) = Journal::open(path.clone()).unwrap();
        let reason = Reason { message: "none".into(), hint: None };
        let entry = Entry {
            place: "a".into(),
            source: "a.txt".into(),
            key: Some("key".into()),
            looks: Vec::new(),
            outcome: Outcome::Failed(reason),
            seconds: 0.0,
            books: Vec::new(),
            dropped: Vec::new(),
        };
        journal.end(entry).unwrap();
        journal.begin("a", &["a.epub".into()]).unwrap();
        journal.tidy().unwrap();
        let (again, _) = Journal::open(path).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(again.get("a").map(|entry| entry.key.clone()), Some(None));
    }
}
