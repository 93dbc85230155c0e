//! `offprint batch --merge`: the libraries that several machines made of the parts of a mirror
//! become one, the same that one machine would have made of the whole.
//!
//! Books are copied as far as those that stand are not the same already; report, catalogue and feeds
//! are written from what the parts remember, and so is the memory of the whole: a later run over the
//! whole mirror finds nothing to make.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::journal::Entry;
use super::report::Gathered;
use super::settle::{Kept, stands};
use super::shard::Shard;
use super::state::{Run, State};
use super::telling::{Counts, Telling};
use super::{library, report, settle};
use crate::arguments::BatchArguments;
use crate::exit::{Exit, Trouble};
use crate::files;
use crate::interrupt;
use crate::terminal::Terminal;

/// A library that was made of a part of a mirror.
struct Part {
    folder: PathBuf,
    state: State,
    run: Run,
}

/// Joins the libraries of all parts of a mirror into one.
///
/// # Errors
/// Where one of them is missing, is at work or was not finished, or the machine fails.
pub(super) fn run(typed: &BatchArguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    let library = typed.output.as_path();
    let parts: Vec<Part> =
        typed.merge.iter().map(|folder| part(folder, library)).collect::<Result<_, _>>()?;
    belong_together(&parts)?;
    let held = places(&parts)?;
    let mut state = State::open(library, Path::new(""))?;
    super::own::hold(&state.journal, library)?;
    state.begin(&Run { edition: parts[0].run.edition.clone(), shard: None, ended: false })?;
    let (mut counts, mut gathered) = (Counts::default(), Gathered::default());
    for part in &parts {
        let (report, counted, failed) = report::read(&part.folder)?;
        counts = counts.and(counted);
        gathered.join(report, failed);
    }
    let mut telling = Telling::new(typed, terminal, counts.works);
    let mut copied = 0;
    for (place, nth) in &held {
        if interrupt::asked() {
            return Ok(Exit::Interrupted);
        }
        if let Some(entry) = parts[*nth].state.journal.get(place)? {
            copied += usize::from(copy(entry, &parts[*nth].folder, library, &mut state)?);
        }
    }
    let books: Vec<String> = books(&parts, &held)?;
    let kept = Kept {
        places: held.keys().map(String::as_str).collect(),
        books: books.iter().map(String::as_str).collect(),
    };
    if typed.clean {
        telling.cleaned(settle::clean(&kept, library, &mut state.journal)?)?;
    } else {
        telling.gone(settle::left(&kept, &state.journal)?);
    }
    report::write(gathered, counts, &mut state.journal, library)?;
    library::write(&mut state, library, typed.url.as_ref())?;
    state.ended()?;
    state.save()?;
    library::remember(&state, library, typed.url.as_ref())?;
    telling.merged(parts.len(), counts, copied)
}

/// The library of a part.
fn part(folder: &Path, library: &Path) -> Result<Part, Trouble> {
    let shown = folder.display();
    let run = Run::read(folder)?.ok_or_else(|| {
        Trouble::new(Exit::Usage, format!("{shown}: no library that offprint batch made"))
            .hint("--merge takes the folders that batch --shard I/N wrote into")
    })?;
    if files::leads_to(folder)? == files::leads_to(library)? {
        let message = format!("-o {shown}: this is one of the parts");
        return Err(Trouble::new(Exit::Usage, message).hint("name another folder with -o"));
    }
    if !run.ended {
        let message = format!("{shown}: its run did not come to its end");
        return Err(Trouble::new(Exit::Usage, message)
            .hint("run offprint batch into this folder once more, it goes on where it was"));
    }
    Ok(Part { folder: folder.into(), state: State::open(folder, Path::new(""))?, run })
}

/// Holds that these are all parts of one whole, made alike.
fn belong_together(parts: &[Part]) -> Result<(), Trouble> {
    let usage =
        |message: String, hint: &str| Err(Trouble::new(Exit::Usage, message).hint(hint));
    let mut seen: BTreeMap<Option<Shard>, &Path> = BTreeMap::new();
    for part in parts {
        let shown = part.folder.display();
        if part.run.edition != parts[0].run.edition {
            let first = parts[0].folder.display();
            let message =
                format!("{shown}: not made with the options and the offprint of {first}");
            return usage(message, "make all parts alike");
        }
        if part.run.shard.map(|shard| shard.of) != parts[0].run.shard.map(|shard| shard.of) {
            let first = parts[0].folder.display();
            let message = format!("{shown} and {first} are not parts of one whole");
            return usage(message, "give all parts the same N in --shard I/N");
        }
        if part.run.shard.is_some()
            && let Some(other) = seen.insert(part.run.shard, &part.folder)
        {
            let message = format!("{shown} and {} are the same part", other.display());
            return usage(message, "name each part once");
        }
    }
    let of = parts[0].run.shard.map_or(0, |shard| shard.of);
    match (1..=of).find(|number| !seen.contains_key(&Some(Shard { number: *number, of }))) {
        None => Ok(()),
        Some(missing) => usage(
            format!("part {missing} of {of} is missing"),
            "name the folders of all parts after --merge",
        ),
    }
}

/// In which part each work is, by the place of its books.
fn places(parts: &[Part]) -> Result<BTreeMap<String, usize>, Trouble> {
    let mut held: BTreeMap<String, usize> = BTreeMap::new();
    for (nth, part) in parts.iter().enumerate() {
        let own = |place: &&str| part.run.shard.is_none_or(|shard| shard.has(place));
        // Books of works that were of this part when there were more or fewer are another's now.
        for place in part.state.journal.places().filter(own) {
            if let Some(other) = held.insert(place.to_owned(), nth) {
                let (folder, other) = (part.folder.display(), parts[other].folder.display());
                let message = format!("{place}: stands in {folder} and in {other}");
                return Err(Trouble::new(Exit::Usage, message)
                    .hint("two libraries with one name for two books cannot be one"));
            }
        }
    }
    Ok(held)
}

/// Every book of the whole.
fn books(parts: &[Part], held: &BTreeMap<String, usize>) -> Result<Vec<String>, Trouble> {
    let mut books = Vec::new();
    for (place, nth) in held {
        let entry = parts[*nth].state.journal.get(place)?;
        books.extend(entry.into_iter().flat_map(|entry| entry.books).map(|(path, _)| path));
    }
    Ok(books)
}

/// Copies the books of a work from a part, where they do not stand in the library yet; tells whether
/// there was anything to copy.
fn copy(entry: Entry, part: &Path, library: &Path, state: &mut State) -> Result<bool, Trouble> {
    let before = state.journal.get(&entry.place)?;
    let there = |(path, size): &(String, u64)| stands(&library.join(path), *size);
    let same = before.as_ref().is_some_and(|before| {
        before.key.is_some() && before.key == entry.key && entry.files().all(there)
    });
    let entry = entry.after(before.clone());
    if same {
        if before.as_ref() != Some(&entry) {
            state.journal.end(&entry)?;
        }
        return Ok(false);
    }
    let outputs: Vec<String> = entry.files().map(|(path, _)| path.clone()).collect();
    state.journal.begin(&entry.place, &outputs)?;
    for path in &outputs {
        files::copy(&part.join(path), &library.join(path))?;
    }
    state.journal.end(&entry)?;
    Ok(!outputs.is_empty())
}
