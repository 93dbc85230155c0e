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
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::exit::{Exit, Trouble};
use crate::files;
use crate::lines::Stamp;
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
    /// The small picture of their front, beneath the library's folder, with its size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cover: Option<(String, u64)>,
    /// Earlier books of the same place that are not asked for any more: an edited list may want one
    /// form only. They are removed together with the others when the text is gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) dropped: Vec<String>,
}

impl Entry {
    /// Every file that stands for the work, with its size: its books and their front.
    pub(super) fn files(&self) -> impl Iterator<Item = &(String, u64)> {
        self.books.iter().chain(&self.cover)
    }

    /// The same, with what has to be remembered of the books that stood in this place before.
    pub(super) fn after(self, before: Option<Entry>) -> Entry {
        let Some(before) = before else { return self };
        let stood = before.files().map(|(path, _)| path.clone());
        let mut dropped: Vec<String> =
            stood.chain(before.dropped.clone()).chain(self.dropped.clone()).collect();
        dropped.sort();
        dropped.dedup();
        dropped.retain(|path| !self.files().any(|(own, _)| own == path));
        Entry { dropped, ..self }
    }
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

/// The journal of a library. Of what it knows, only where each line stands is kept in memory: a
/// run over ten thousand texts must not grow with them.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    /// The file, to add to.
    file: File,
    /// The same, to read what was added.
    reader: File,
    /// How many bytes it has.
    end: u64,
    entries: BTreeMap<String, Standing>,
    /// The files of the library beside its books that offprint wrote, by their paths beneath it.
    owned: BTreeSet<String>,
    /// Whether the file says more than the entries do.
    added: bool,
    /// Whether a line could not be written to its end.
    torn: bool,
}

/// Where in the file a line stands that tells of a work.
#[derive(Clone, Copy, Debug)]
struct Standing {
    /// Its first byte.
    start: u64,
    /// How many bytes it has, its end included.
    bytes: usize,
    /// Whether the books of the work have been begun anew since, so that its key holds no longer.
    begun: bool,
}

impl Journal {
    /// Opens the journal, and names the folders beneath the library's in which a killed run may
    /// have left half a book.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub(super) fn open(path: PathBuf) -> Result<(Journal, Vec<String>), Trouble> {
        let file = files::open_to_append(&path)?;
        let reader = files::open_own(&path)?;
        let mut journal = Journal {
            path,
            file,
            reader,
            end: 0,
            entries: BTreeMap::new(),
            owned: BTreeSet::new(),
            added: false,
            torn: false,
        };
        let mut begun: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let (mut line, mut count) = (Vec::new(), 0);
        let mut read = BufReader::new(files::open_own(&journal.path)?);
        loop {
            line.clear();
            let told = read.read_until(b'\n', &mut line);
            let bytes = told.map_err(|error| files::unreadable(&journal.path, &error))?;
            if bytes == 0 {
                break;
            }
            let standing = Standing { start: journal.end, bytes, begun: false };
            journal.end += bytes as u64;
            count += 1;
            match serde_json::from_slice(&line) {
                Ok(Line::Begun { place, outputs }) => {
                    // The books are being replaced one by one: their old key holds no longer.
                    if let Some(standing) = journal.entries.get_mut(&place) {
                        standing.begun = true;
                    }
                    begun.insert(place, outputs);
                }
                Ok(Line::Ended(entry)) => {
                    begun.remove(&entry.place);
                    journal.entries.insert(entry.place, standing);
                }
                Ok(Line::Gone(place)) => {
                    journal.entries.remove(&place);
                }
                Ok(Line::Owned(name)) => {
                    journal.owned.insert(name);
                }
                Ok(Line::Disowned(name)) => {
                    journal.owned.remove(&name);
                }
                Err(_) => {}
            }
        }
        journal.added = count != journal.entries.len() + journal.owned.len();
        let folder =
            |output: &String| output.rsplit_once('/').map_or("", |(folder, _)| folder).into();
        let mut folders: Vec<String> = begun.values().flatten().map(folder).collect();
        folders.dedup();
        Ok((journal, folders))
    }

    /// What is known of the work whose books have this place.
    ///
    /// # Errors
    /// Where that cannot be read.
    pub(super) fn get(&self, place: &str) -> Result<Option<Entry>, Trouble> {
        let Some(standing) = self.entries.get(place) else { return Ok(None) };
        let failed = |error: &std::io::Error| files::unreadable(&self.path, error);
        let mut line = vec![0; standing.bytes];
        let mut reader = &self.reader;
        reader
            .seek(SeekFrom::Start(standing.start))
            .and_then(|_| reader.read_exact(&mut line))
            .map_err(|error| failed(&error))?;
        match serde_json::from_slice(&line) {
            Ok(Line::Ended(entry)) => {
                let key = entry.key.filter(|_| !standing.begun);
                Ok(Some(Entry { key, ..*entry }))
            }
            _ => Err(failed(&std::io::Error::other("another program wrote in it"))),
        }
    }

    /// The places of the works of which something is known, in order.
    pub(super) fn places(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// What is known of every work, by the place of its books; each is read when it is asked for.
    pub(super) fn entries(&self) -> impl Iterator<Item = Result<Entry, Trouble>> {
        self.places().filter_map(|place| self.get(place).transpose())
    }

    /// Notes that the books of a work are being made.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub(super) fn begin(&mut self, place: &str, outputs: &[String]) -> Result<(), Trouble> {
        self.add(&Line::Begun { place: place.into(), outputs: outputs.to_vec() })?;
        // As when the line is read again: from here on one book may be new and the other old.
        if let Some(standing) = self.entries.get_mut(place) {
            standing.begun = true;
        }
        Ok(())
    }

    /// Notes what became of a work.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub(super) fn end(&mut self, entry: &Entry) -> Result<(), Trouble> {
        let standing = self.add(&Line::Ended(Box::new(entry.clone())))?;
        self.entries.insert(entry.place.clone(), standing);
        Ok(())
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

    /// Whether anything was noted since it was opened or saved.
    pub(super) fn has_news(&self) -> bool {
        self.added
    }

    /// What the file system says of it.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        files::stamp(&self.path)
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
        let mut standing = BTreeMap::new();
        let mut end = 0;
        let mut written = files::Pieces::to(&self.path)?;
        for name in &self.owned {
            let line = lines([Line::Owned(name.clone())])?;
            end += line.len() as u64;
            written.add(line.as_bytes())?;
        }
        for entry in self.entries() {
            let place = entry.as_ref().map(|entry| entry.place.clone()).unwrap_or_default();
            let line = lines([Line::Ended(Box::new(entry?))])?;
            standing.insert(place, Standing { start: end, bytes: line.len(), begun: false });
            end += line.len() as u64;
            written.add(line.as_bytes())?;
        }
        written.finish()?;
        self.file = files::open_to_append(&self.path)?;
        self.reader = files::open_own(&self.path)?;
        (self.entries, self.end) = (standing, end);
        (self.added, self.torn) = (false, false);
        Ok(())
    }

    /// Adds a line, and tells where it stands.
    fn add(&mut self, line: &Line) -> Result<Standing, Trouble> {
        let text = lines([line])?;
        if self.torn {
            // Another line here would make one with the half that stands.
            let message = format!("{}: its last line is half-written", self.path.display());
            return Err(Trouble::new(Exit::Machine, message));
        }
        self.added = true;
        files::append(&mut self.file, &self.path, text.as_bytes())
            .inspect_err(|_| self.torn = true)?;
        let standing = Standing { start: self.end, bytes: text.len(), begun: false };
        self.end += text.len() as u64;
        Ok(standing)
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

    fn entry() -> Entry {
        let reason = Reason { message: "none".into(), hint: None };
        Entry {
            place: "a".into(),
            source: "a.txt".into(),
            key: Some("key".into()),
            looks: Vec::new(),
            outcome: Outcome::Failed(reason),
            seconds: 0.0,
            books: Vec::new(),
            cover: None,
            dropped: Vec::new(),
        }
    }

    #[test]
    fn a_front_that_is_not_made_any_more_is_remembered_as_its_books_are() {
        let book = ("a.epub".to_owned(), 9);
        let before = Entry {
            books: vec![book.clone()],
            cover: Some(("covers/a.png".into(), 4)),
            ..entry()
        };
        let after = Entry { books: vec![book], ..entry() }.after(Some(before));
        assert_eq!(after.dropped, ["covers/a.png"]);
    }

    /// The books of a work that was begun and not ended may be one new and one old, whether the run
    /// was killed or came to its end by itself.
    #[test]
    fn nothing_vouches_for_books_that_are_being_made() {
        let folder =
            std::env::temp_dir().join(format!("offprint-journal-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("journal.jsonl");
        let (mut journal, _) = Journal::open(path.clone()).unwrap();
        let entry = entry();
        journal.end(&entry).unwrap();
        journal.begin("a", &["a.epub".into()]).unwrap();
        journal.tidy().unwrap();
        let (again, _) = Journal::open(path).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(again.get("a").unwrap().map(|entry| entry.key), Some(None));
    }
}
