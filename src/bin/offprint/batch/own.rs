//! The files of a library beside its books: what offprint wrote it may replace and remove, and what
//! somebody else put there it may not.

use std::path::Path;

use super::journal::Journal;
use crate::exit::{Exit, Trouble};
use crate::files;

/// The files that every run writes, and that may therefore be in nobody's way.
const ALWAYS: [&str; 5] =
    ["index.html", "report.html", "report.json", "opds/index.xml", "opds/index.json"];

/// Holds that no file stands where a run will write its own.
///
/// # Errors
/// Where one does that offprint did not write.
pub(super) fn hold(journal: &Journal, library: &Path) -> Result<(), Trouble> {
    ALWAYS.iter().try_for_each(|name| hold_one(journal, library, name))
}

fn hold_one(journal: &Journal, library: &Path, name: &str) -> Result<(), Trouble> {
    let path = library.join(name);
    if journal.owned().contains(name) || !files::is_taken(&path)? {
        return Ok(());
    }
    let message = format!(
        "{}: stands in the library's way, and offprint did not write it",
        path.display()
    );
    Err(Trouble::new(Exit::Usage, message)
        .hint("move it away, or name another folder for the library with -o"))
}

/// Writes a file, as far as it is not as it was.
///
/// # Errors
/// Where one stands there that offprint did not write, or it cannot be written.
pub(super) fn write(
    journal: &mut Journal,
    library: &Path,
    name: &str,
    bytes: &[u8],
) -> Result<(), Trouble> {
    let path = library.join(name);
    hold_one(journal, library, name)?;
    if !journal.owned().contains(name) {
        journal.own(name)?;
    }
    let same_size = files::stamp(&path).is_some_and(|stamp| stamp.size == bytes.len() as u64);
    if same_size && files::read(&path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    files::write(&path, bytes)
}

/// Removes a file, if offprint wrote it.
///
/// # Errors
/// Where it cannot be removed.
pub(super) fn remove(journal: &mut Journal, library: &Path, name: &str) -> Result<(), Trouble> {
    if !journal.owned().contains(name) {
        return Ok(());
    }
    files::remove(&library.join(name))?;
    journal.disown(name)
}
