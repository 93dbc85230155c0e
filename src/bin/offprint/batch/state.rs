//! What a library remembers beside its books, in `DIR/.offprint`, and who may be at work on it.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::journal::Journal;
use super::library::FEEDS;
use super::shard::Shard;
use super::stamps::Stamps;
use crate::exit::{Exit, Trouble};
use crate::faults::turn;
use crate::files;

/// The last run on a library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Run {
    /// The program and the options, as the content key has them.
    pub(super) edition: String,
    /// Which part of the mirror it took, if it took a part.
    pub(super) shard: Option<Shard>,
    /// Whether it came to its end.
    pub(super) ended: bool,
}

impl Run {
    /// The last run on a library; none where there was none.
    ///
    /// # Errors
    /// Where what is remembered of it cannot be read.
    pub(super) fn read(library: &Path) -> Result<Option<Run>, Trouble> {
        let told = files::read_own(&library.join(".offprint").join(RUN))?;
        Ok(serde_json::from_slice(&told).ok())
    }
}

/// The file that tells of the last run.
const RUN: &str = "run.json";

/// The memory of a library, held by one run at a time.
pub(super) struct State {
    /// `DIR/.offprint`.
    folder: PathBuf,
    /// Held until the run ends, however it ends.
    _held: File,
    /// What became of each work.
    pub(super) journal: Journal,
    /// The files of the mirror.
    pub(super) stamps: Stamps,
    /// The run that holds it, once it is known what it is to make.
    run: Option<Run>,
}

impl State {
    /// Opens the memory of the library in `library` of the mirror in `root`, and removes what a
    /// killed run left half-written.
    ///
    /// # Errors
    /// Where another run is at work on it, or it cannot be written.
    pub(super) fn open(library: &Path, root: &Path) -> Result<State, Trouble> {
        let folder = library.join(".offprint");
        files::make_folder(&folder)?;
        let held = files::open_to_append(&folder.join("run"))?;
        let run = folder.join("run");
        match turn(&run).map_err(TryLockError::Error).and_then(|()| held.try_lock()) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let message = format!("{}: another run is at work on it", library.display());
                return Err(Trouble::new(Exit::Machine, message)
                    .hint("wait for it to end, or name another folder with -o"));
            }
            Err(TryLockError::Error(error)) => {
                return Err(files::unwritable(&run, &error));
            }
        }
        // Workers of a killed run end as soon as they see that it is gone. Until then they hold
        // this, and might yet give a book its name.
        let workers = workers(library);
        let last = files::open_to_append(&workers)?;
        let locked = turn(&workers).and_then(|()| last.lock());
        locked.map_err(|error| files::unwritable(&workers, &error))?;
        drop(last);
        let (mut journal, unfinished) = Journal::open(folder.join("journal.jsonl"))?;
        for unfinished in unfinished {
            files::sweep_dead(&library.join(unfinished));
        }
        for own in [library, &folder, &library.join(FEEDS)] {
            files::sweep_dead(own);
        }
        journal.tidy()?;
        let stamps = Stamps::open(&folder.join("stamps.jsonl"), root)?;
        Ok(State { folder, _held: held, journal, stamps, run: None })
    }

    /// Remembers that a run is at work.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub(super) fn begin(&mut self, run: &Run) -> Result<(), Trouble> {
        self.run = Some(run.clone());
        self.tell(run)
    }

    /// Remembers that it came to its end.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub(super) fn ended(&mut self) -> Result<(), Trouble> {
        let Some(run) = self.run.take() else { return Ok(()) };
        self.tell(&Run { ended: true, ..run })
    }

    fn tell(&self, run: &Run) -> Result<(), Trouble> {
        files::write(&self.folder.join(RUN), super::journal::lines([run])?.as_bytes())
    }

    /// Writes what is to be remembered.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub(super) fn save(&mut self) -> Result<(), Trouble> {
        self.journal.tidy()?;
        self.stamps.save(&self.folder.join("stamps.jsonl"))
    }
}

/// The file that the workers of a run on a library hold.
pub(super) fn workers(library: &Path) -> PathBuf {
    library.join(".offprint").join("workers")
}
