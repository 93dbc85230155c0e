//! Which works are as they were, which were only moved, and which are to be made.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::journal::{Entry, Journal};
use super::key;
use super::plan::Planned;
use super::state::State;
use crate::exit::Trouble;
use crate::files;
use crate::worker::Outcome;

/// The works of a run, by their index in the plan.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// Nothing that their books are made from has changed.
    pub(super) unchanged: Vec<usize>,
    /// Their texts were moved, and their books with them.
    pub(super) moved: Vec<usize>,
    /// They are to be made, the largest first: so that no large one is begun when the others are
    /// nearly done.
    pub(super) pending: Vec<usize>,
}

/// Sorts the works of a run, and gives the books of moved texts their new names.
///
/// # Errors
/// Where a book cannot be given its name.
pub(super) fn settle(
    works: &[Planned],
    edition: &str,
    library: &Path,
    state: &mut State,
) -> Result<Settled, Trouble> {
    let mut settled = Settled::default();
    let mut held: BTreeSet<&str> = BTreeSet::new();
    for (nth, work) in works.iter().enumerate() {
        let entry = state.journal.get(work.place());
        let holds = entry.is_some_and(|entry| {
            entry.key.is_some()
                && entry.key == key::key_now(edition, work, entry, &mut state.stamps)
                && entry.books.iter().all(|(path, size)| stands(&library.join(path), *size))
        });
        if holds {
            held.insert(work.place());
            settled.unchanged.push(nth);
        } else {
            settled.pending.push(nth);
        }
    }
    let mut loose = loose(&state.journal, &held);
    if !loose.is_empty() {
        let mut still = Vec::new();
        for nth in std::mem::take(&mut settled.pending) {
            let moved = move_books(&works[nth], edition, &mut loose, library, state)?;
            if moved { &mut settled.moved } else { &mut still }.push(nth);
        }
        settled.pending = still;
    }
    settled.pending.sort_by_key(|nth| (Reverse(works[*nth].bytes), *nth));
    Ok(settled)
}

/// Books that stand where no text makes them any more, by their names and the hash of the text or
/// contents page that they were made from.
type Loose = BTreeMap<(Vec<String>, String), Vec<Entry>>;

fn loose(journal: &Journal, held: &BTreeSet<&str>) -> Loose {
    let mut loose = Loose::new();
    for entry in journal.entries() {
        if let (Outcome::Made(_), Some(_), Some((_, Some(hash)))) =
            (&entry.outcome, &entry.key, entry.looks.first())
            && !held.contains(entry.place.as_str())
            && entry.dropped.is_empty()
        {
            let paths = entry.books.iter().map(|(path, _)| path);
            let named = (names(paths), hash.clone());
            loose.entry(named).or_default().push(entry.clone());
        }
    }
    loose
}

fn names<'a>(paths: impl Iterator<Item = &'a String>) -> Vec<String> {
    paths.map(|path| path.rsplit('/').next().unwrap_or(path).to_owned()).collect()
}

/// Gives the books of a moved text their new names, if there are such books. A run that was killed
/// between two of them finds one here and one there.
fn move_books(
    work: &Planned,
    edition: &str,
    loose: &mut Loose,
    library: &Path,
    state: &mut State,
) -> Result<bool, Trouble> {
    let Some(hash) = state.stamps.sha256(&work.input) else { return Ok(false) };
    let Some(entries) = loose.get_mut(&(names(work.outputs.iter()), hash)) else {
        return Ok(false);
    };
    let fits = |entry: &Entry, state: &mut State| {
        entry.key == key::key_now(edition, work, entry, &mut state.stamps)
            && entry.books.iter().zip(&work.outputs).all(|((old, size), new)| {
                let (old, new) = (library.join(old), library.join(new));
                stands(&old, *size) && !new.exists() || stands(&new, *size) && !old.exists()
            })
    };
    let Some(at) = entries.iter().position(|entry| fits(entry, state)) else {
        return Ok(false);
    };
    let entry = entries.swap_remove(at);
    for ((old, _), new) in entry.books.iter().zip(&work.outputs) {
        let (old, new) = (library.join(old), library.join(new));
        if old.exists() {
            files::rename(&old, &new)?;
        }
    }
    let sizes = entry.books.iter().map(|(_, size)| *size);
    let old_place = entry.place.clone();
    for (old, _) in &entry.books {
        files::remove_empty_folders(&library.join(old), library);
    }
    let books = work.outputs.iter().cloned().zip(sizes).collect();
    let place = work.place().to_owned();
    state.journal.end(Entry { place, source: work.source.clone(), books, ..entry.clone() })?;
    state.journal.forget(&old_place)?;
    Ok(true)
}

/// Whether a book of this size stands under a name.
fn stands(path: &Path, size: u64) -> bool {
    files::stamp(path).is_some_and(|stamp| stamp.size == size)
}

/// Removes the books whose text is gone from the mirror, and tells how many works they were of.
///
/// # Errors
/// Where a book cannot be removed.
pub(super) fn clean(
    works: &[Planned],
    library: &Path,
    state: &mut State,
) -> Result<usize, Trouble> {
    let gone = gone(works, &state.journal);
    let kept: BTreeSet<&str> =
        works.iter().flat_map(|work| &work.outputs).map(String::as_str).collect();
    for entry in &gone {
        let books = entry.books.iter().map(|(path, _)| path).chain(&entry.dropped);
        for path in books.filter(|path| !kept.contains(path.as_str())) {
            files::remove(&library.join(path))?;
            files::remove_empty_folders(&library.join(path), library);
        }
        state.journal.forget(&entry.place)?;
    }
    Ok(gone.iter().filter(|entry| !entry.books.is_empty()).count())
}

/// What is known of works that the mirror no longer has.
pub(super) fn gone(works: &[Planned], journal: &Journal) -> Vec<Entry> {
    let planned: BTreeSet<&str> = works.iter().map(Planned::place).collect();
    let gone = journal.entries().filter(|entry| !planned.contains(entry.place.as_str()));
    gone.cloned().collect()
}
