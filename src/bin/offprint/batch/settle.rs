//! Which works are as they were, which were only moved, and which are to be made.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::journal::{Entry, Journal};
use super::key;
use super::plan::Planned;
use super::state::State;
use crate::exit::Trouble;
use crate::files;
use crate::worker::Outcome;

/// The works of a run of which something changed, by their index in the plan.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// Their texts were moved, and their books with them.
    pub(super) moved: Vec<usize>,
    /// They are to be made, the largest first: so that no large one is begun when the others are
    /// nearly done.
    pub(super) pending: Vec<usize>,
}

/// Sorts the works of a run, tells `unchanged` of those of which nothing that their books are made
/// from has changed, and gives the books of moved texts their new names.
///
/// # Errors
/// Where a book cannot be given its name, and those of `unchanged`.
pub(super) fn settle(
    works: &[Planned],
    edition: &str,
    library: &Path,
    state: &mut State,
    mut unchanged: impl FnMut(&Planned, &Entry) -> Result<(), Trouble>,
) -> Result<Settled, Trouble> {
    let mut settled = Settled::default();
    let mut held: BTreeSet<&str> = BTreeSet::new();
    for (nth, work) in works.iter().enumerate() {
        let entry = state.journal.get(work.place())?;
        let held_still = entry.filter(|entry| {
            entry.key.is_some()
                && entry.key == key::key_now(edition, work, entry, &mut state.stamps)
                && entry.files().all(|(path, size)| stands(&library.join(path), *size))
        });
        match held_still {
            Some(entry) => {
                held.insert(work.place());
                unchanged(work, &entry)?;
            }
            None => settled.pending.push(nth),
        }
    }
    let mut loose = loose(&state.journal, &held)?;
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

/// The places of books that stand where no text makes them any more, by the books' names and the
/// hash of the text or contents page that they were made from.
type Loose = BTreeMap<(Vec<String>, String), Vec<String>>;

fn loose(journal: &Journal, held: &BTreeSet<&str>) -> Result<Loose, Trouble> {
    let mut loose = Loose::new();
    for place in journal.places().filter(|place| !held.contains(place)) {
        let Some(entry) = journal.get(place)? else { continue };
        if let (Outcome::Made(_), Some(_), Some((_, Some(hash)))) =
            (&entry.outcome, &entry.key, entry.looks.first())
            && entry.dropped.is_empty()
        {
            let paths = entry.books.iter().map(|(path, _)| path);
            let named = (names(paths), hash.clone());
            loose.entry(named).or_default().push(entry.place);
        }
    }
    Ok(loose)
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
    let Some(places) = loose.get_mut(&(names(work.outputs.iter()), hash)) else {
        return Ok(false);
    };
    let mut found = None;
    for (at, place) in places.iter().enumerate() {
        if let Some(entry) = state.journal.get(place)?
            && entry.key == key::key_now(edition, work, &entry, &mut state.stamps)
            && let Some(moves) = moves(&entry, work, library)?
        {
            found = Some((at, entry, moves));
            break;
        }
    }
    let Some((at, entry, moves)) = found else { return Ok(false) };
    places.swap_remove(at);
    for (old, new) in moves {
        files::rename(&old, &new)?;
    }
    for (old, _) in entry.files() {
        files::remove_empty_folders(&library.join(old), library);
    }
    let sizes = entry.books.iter().map(|(_, size)| *size);
    let moved = Entry {
        place: work.place().into(),
        source: work.source.clone(),
        books: work.outputs.iter().cloned().zip(sizes).collect(),
        cover: entry.cover.as_ref().map(|(_, size)| (work.cover(), *size)),
        ..entry.clone()
    };
    state.journal.end(&moved)?;
    state.journal.forget(&entry.place)?;
    Ok(true)
}

/// Which files of an entry are to get which names so that they stand where a work wants them; none
/// where they are not all there, or a name is taken.
fn moves(
    entry: &Entry,
    work: &Planned,
    library: &Path,
) -> Result<Option<Vec<(PathBuf, PathBuf)>>, Trouble> {
    let mut moves = Vec::new();
    let cover = entry.cover.iter().map(|old| (old, work.cover()));
    for ((old, size), new) in entry.books.iter().zip(work.outputs.iter().cloned()).chain(cover)
    {
        let (old, new) = (library.join(old), library.join(new));
        match (files::is_taken(&old)?, files::is_taken(&new)?) {
            (true, false) if stands(&old, *size) => moves.push((old, new)),
            (false, true) if stands(&new, *size) => {}
            _ => return Ok(None),
        }
    }
    Ok(Some(moves))
}

/// Whether a file of this size stands under a name.
pub(super) fn stands(path: &Path, size: u64) -> bool {
    files::stamp(path).is_some_and(|stamp| stamp.size == size)
}

/// Removes the books that stand for none of these works any more, and tells how many works they
/// were of. `kept` are the books of these works, by the places of which the library knows them.
///
/// # Errors
/// Where a book cannot be removed.
pub(super) fn clean(
    kept: &Kept<'_>,
    library: &Path,
    journal: &mut Journal,
) -> Result<usize, Trouble> {
    let (mut count, gone) = (0, gone(kept, journal));
    for place in &gone {
        let Some(entry) = journal.get(place)? else { continue };
        let books = entry.files().map(|(path, _)| path).chain(&entry.dropped);
        for path in books.filter(|path| !kept.books.contains(path.as_str())) {
            files::remove(&library.join(path))?;
            files::remove_empty_folders(&library.join(path), library);
        }
        journal.forget(place)?;
        count += usize::from(!entry.books.is_empty());
    }
    Ok(count)
}

/// How many works there are whose text is gone, and whose books stand there yet.
///
/// # Errors
/// Where what is known of them cannot be read.
pub(super) fn left(kept: &Kept<'_>, journal: &Journal) -> Result<usize, Trouble> {
    let mut count = 0;
    for place in gone(kept, journal) {
        let entry = journal.get(&place)?;
        count += usize::from(entry.is_some_and(|entry| !entry.books.is_empty()));
    }
    Ok(count)
}

fn gone(kept: &Kept<'_>, journal: &Journal) -> Vec<String> {
    journal.places().filter(|place| !kept.places.contains(place)).map(str::to_owned).collect()
}

/// The works of which a library is to have books.
#[derive(Debug, Default)]
pub(super) struct Kept<'a> {
    /// Their places.
    pub(super) places: BTreeSet<&'a str>,
    /// Their books.
    pub(super) books: BTreeSet<&'a str>,
}

impl<'a> Kept<'a> {
    /// These.
    pub(super) fn of(works: &'a [Planned]) -> Kept<'a> {
        Kept {
            places: works.iter().map(Planned::place).collect(),
            books: works.iter().flat_map(|work| &work.outputs).map(String::as_str).collect(),
        }
    }
}
