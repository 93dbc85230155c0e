//! `offprint batch`: a library of a whole mirror, and the next night only what changed.
//!
//! Beneath the mirror the plan finds works; the journal knows what became of each in earlier runs;
//! a work whose content key is still the same is left alone. The others go to workers, processes of
//! this same program, which write the books. All that this process does besides is to remember.

mod crew;
mod journal;
mod key;
mod library;
mod listing;
mod lists;
mod manifest;
mod merge;
mod own;
mod plan;
mod report;
mod settle;
pub(crate) mod shard;
mod stamps;
mod state;
mod telling;

use std::ffi::OsString;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use clap::ValueEnum;

use crate::arguments::{BatchArguments, EditionArguments, PageArguments};
use crate::exit::{Exit, Trouble};
use crate::files;
use crate::interrupt;
use crate::meant::EditionMeant;
use crate::terminal::Terminal;
use crate::worker::{Answer, Outcome, ToldLook};

use crew::{Crew, News};
use journal::Entry;
use plan::{Plan, Planned};
use report::Gathered;
use settle::Kept;
use shard::Shard;
use state::{Run, State};
use telling::{Fate, Telling};

/// Makes the library of a mirror, or lists what is in it.
///
/// # Errors
/// Where there is nothing to make it of, another run is at work on it, or the machine fails.
pub(crate) fn run(typed: &BatchArguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    has_a_name_in_unicode(&typed.output)?;
    let Some(root) = &typed.root else { return merge::run(typed, terminal) };
    let meant = EditionMeant::of(&typed.making.edition)?;
    hold_root(root, typed)?;
    let (shard, told_by) = match typed.shard {
        Some(shard) => (shard, None),
        None => shard::of_engine(|name| std::env::var(name).ok())?
            .map_or((Shard::WHOLE, None), |(shard, name)| (shard, Some(name))),
    };
    let mut state = State::open(&typed.output, root)?;
    own::hold(&state.journal, &typed.output)?;
    if typed.clean {
        hold_whole(shard, &typed.output)?;
    }
    let mut plan = if root.is_dir() {
        plan::of_folder(root, &typed.output, meant.taken, &mut state.stamps)?
    } else {
        manifest::read(root, meant.taken)?
    };
    plan.works.retain(|work| shard.has(work.place()));
    let edition = key::edition(&meant, &state.stamps);
    let crew = crew_of(typed)?;
    if typed.plan {
        return listing::list(&plan, typed, &edition, &crew, state, terminal);
    }
    let mut end = Exit::Made;
    for trouble in &plan.trouble {
        terminal.trouble(trouble);
        end = end.max(trouble.exit);
    }
    let mut telling = Telling::new(typed, terminal, plan.works.len());
    if let Some(name) = told_by {
        telling.shard(shard, name);
    }
    state.begin(&Run { edition: edition.clone(), shard: part(shard), ended: false })?;
    let made = make(&plan, root, typed, &edition, &crew, &mut state, &mut telling);
    // Whatever happened, what was done is told and remembered; the first trouble is the one to end
    // with.
    let told = telling.end();
    let ended = made.as_ref().is_ok_and(|made| *made == Exit::Made);
    if ended {
        state.ended()?;
    }
    let saved = state.save();
    end = end.max(made?).max(told);
    saved?;
    if ended {
        library::remember(&state, &typed.output, typed.url.as_ref())?;
    }
    Ok(end)
}

/// The part of the mirror that a run takes; none where it takes the whole.
fn part(shard: Shard) -> Option<Shard> {
    (shard != Shard::WHOLE).then_some(shard)
}

/// Keeps a run that takes a part from cleaning the library of a whole mirror: to it, the books of all
/// other parts look like those of texts that are gone.
fn hold_whole(shard: Shard, library: &Path) -> Result<(), Trouble> {
    let whole = Run::read(library)?.is_some_and(|last| last.shard.is_none());
    match part(shard).filter(|_| whole) {
        None => Ok(()),
        Some(part) => {
            let message = format!(
                "{}: this is the library of a whole mirror; --clean for part {part} would remove the books of \
                 the other parts",
                library.display()
            );
            Err(Trouble::new(Exit::Usage, message).hint(
                "name another folder for the part, or say --shard 1/1: the variables of a job array count as --shard",
            ))
        }
    }
}

/// Holds that a library can be made of what was named.
fn hold_root(root: &Path, typed: &BatchArguments) -> Result<(), Trouble> {
    let shown = root.display();
    let kind = files::what_is(root)?.ok_or_else(|| {
        Trouble::new(Exit::TextFailed, format!("{shown}: no such folder or file"))
            .hint("name the folder of a mirror, or a list that --plan wrote")
    })?;
    if typed.clean && !kind.is_dir() {
        let message = format!("{shown}: --clean needs the whole mirror");
        return Err(Trouble::new(Exit::Usage, message)
            .hint("a list may leave works out whose texts are still there"));
    }
    has_a_name_in_unicode(root)?;
    let library = files::leads_to(&typed.output)?;
    if kind.is_dir() && library.is_some() && library == files::leads_to(root)? {
        let message = format!("-o {}: this is the mirror itself", typed.output.display());
        return Err(Trouble::new(Exit::Usage, message)
            .hint("name another folder for the library; it may stand in the mirror"));
    }
    Ok(())
}

/// Holds that a path can be told to a worker and be remembered.
///
/// # Errors
/// Where its name is not in Unicode.
fn has_a_name_in_unicode(path: &Path) -> Result<(), Trouble> {
    if path.to_str().is_some() {
        return Ok(());
    }
    let message = format!("{}: this name is not in UTF-8", path.display());
    Err(Trouble::new(Exit::Usage, message).hint("give the folder another name"))
}

/// Makes what is to be made.
fn make(
    plan: &Plan,
    root: &Path,
    typed: &BatchArguments,
    edition: &str,
    crew: &Crew,
    state: &mut State,
    telling: &mut Telling<'_>,
) -> Result<Exit, Trouble> {
    let (works, library) = (&plan.works, typed.output.as_path());
    let mut gathered = Gathered::default();
    let settled = settle::settle(works, edition, library, state, |work, entry| {
        gathered.add(work, entry);
        telling.settled(entry, Fate::Unchanged)
    })?;
    for nth in &settled.moved {
        if let Some(entry) = state.journal.get(works[*nth].place())? {
            gathered.add(&works[*nth], &entry);
            telling.settled(&entry, Fate::Moved)?;
        }
    }
    telling.begin(settled.pending.len())?;
    let work = |nth: usize| &works[settled.pending[nth]];
    let State { journal, stamps, .. } = state;
    let journal = Mutex::new(journal);
    crew::work(
        crew,
        settled.pending.len(),
        |nth| work(nth).job(library),
        |nth| {
            let mut files = work(nth).outputs.clone();
            files.push(work(nth).cover());
            lock(&journal).begin(work(nth).place(), &files)
        },
        |news| match news {
            Some(News::Ended(nth, answer)) => {
                let work = work(nth);
                remember(work, &answer, stamps);
                let before = lock(&journal).get(work.place())?;
                let entry = entry(work, answer, edition, before);
                // First it is remembered: a book that nobody can be told of is finished all the
                // same.
                lock(&journal).end(&entry)?;
                gathered.add(work, &entry);
                telling.ended(&entry)
            }
            Some(News::Begun(nth)) => telling.begun(&work(nth).source),
            _ => {
                telling.tick();
                Ok(())
            }
        },
    )?;
    if interrupt::asked() {
        // The catalogue of ten thousand books takes longer than somebody waits who interrupts.
        report::write(gathered, telling.counts(), &mut state.journal, library)?;
        return Ok(Exit::Interrupted);
    }
    if typed.clean {
        if plan.trouble.is_empty() {
            telling.cleaned(settle::clean(&Kept::of(works), library, &mut state.journal)?)?;
        } else {
            telling.not_cleaned();
        }
    } else if root.is_dir() {
        telling.gone(settle::left(&Kept::of(works), &state.journal)?);
    }
    if root.is_dir() {
        state.stamps.forget_the_rest();
    }
    report::write(gathered, telling.counts(), &mut state.journal, library)?;
    library::write(state, library, typed.url.as_ref())?;
    if !root.is_dir() {
        telling.of_a_list(works.len());
    }
    Ok(Exit::Made)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Remembers the hashes of the files that a worker looked at.
fn remember(work: &Planned, answer: &Answer, stamps: &mut stamps::Stamps) {
    let folder = work.input.parent().unwrap_or(Path::new(""));
    for ToldLook { name, seen } in answer.looks.iter().flatten() {
        if let Some(seen) = seen
            && let Some(stamp) = seen.stamp
        {
            stamps.remember(&folder.join(name), stamp, &seen.sha256);
        }
    }
}

/// What is to be remembered of a work. `before` is what was known of it.
fn entry(work: &Planned, answer: Answer, edition: &str, before: Option<Entry>) -> Entry {
    let looks = answer.looks.map(|looks| {
        let each = looks.into_iter();
        each.map(|ToldLook { name, seen }| (name, seen.map(|seen| seen.sha256)))
            .collect::<Vec<_>>()
    });
    // Why a worker died or was late may lie in the machine: such a text is tried again.
    let key = looks.as_ref().and_then(|looks| key::key(edition, work, &answer.outcome, looks));
    let (books, cover) = match (&answer.outcome, &before) {
        (Outcome::Made(record), _) => (
            work.outputs.iter().cloned().zip(record.bytes.iter().copied()).collect(),
            record.cover.map(|bytes| (work.cover(), bytes)),
        ),
        (_, Some(before)) => (before.books.clone(), before.cover.clone()),
        (_, None) => (Vec::new(), None),
    };
    let entry = Entry {
        place: work.place().into(),
        source: work.source.clone(),
        key,
        looks: looks.unwrap_or_default(),
        outcome: answer.outcome,
        seconds: answer.seconds,
        books,
        cover,
        dropped: Vec::new(),
    };
    entry.after(before)
}

/// The workers of a run: this program, with the options that decide what books are like.
fn crew_of(typed: &BatchArguments) -> Result<Crew, Trouble> {
    let EditionArguments { page, pages, single, limits } = &typed.making.edition;
    let PageArguments { paper, size, fonts, margin_pages, recto_chapters } = page;
    let named = |value: Option<clap::builder::PossibleValue>| {
        value.map(|value| value.get_name().to_owned()).unwrap_or_default()
    };
    let mut arguments: Vec<OsString> = [
        "worker",
        "--paper",
        &named(paper.to_possible_value()),
        "--size",
        &named(size.to_possible_value()),
        "--pages",
        &named(pages.to_possible_value()),
        "--memory-limit",
        &typed.limits.memory_limit.to_string(),
    ]
    .map(OsString::from)
    .to_vec();
    arguments.extend(["--held".into(), state::workers(&typed.output).into()]);
    if let Some(fonts) = fonts {
        arguments.extend(["--fonts".into(), fonts.into()]);
    }
    if *margin_pages {
        arguments.push("--margin-pages".into());
    }
    if *recto_chapters {
        arguments.push("--recto-chapters".into());
    }
    arguments.extend(limits.flags().into_iter().map(OsString::from));
    if *single {
        arguments.push("--single".into());
    }
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Ok(Crew {
        count: typed.making.jobs.map_or(cores, usize::from),
        program: typed.worker.clone().map_or_else(key::program, Ok)?,
        arguments,
        time: Duration::from_secs(typed.limits.time_limit.into()),
        memory: typed.limits.memory_limit,
    })
}
