//! The content key of a work: as long as it is the same, so are the books, byte for byte.
//!
//! It is a hash of everything that books are made from: the bytes of every file that was looked at
//! (and the absence of those that were not there), the pages that the work is made of, the names of
//! the books, the options, the fonts, and the program itself, with its rules. When the files were
//! touched is not in it, nor is where they stand, but for the year under whose folder the mirror
//! files its author's works: it may date them.

use std::path::Path;

use offprint::book::FontBytes;

use super::journal::Entry;
use super::plan::Planned;
use super::stamps::Stamps;
use crate::exit::{Exit, Trouble};
use crate::meant::{Cover, EditionMeant};
use crate::worker::Outcome;
use crate::works::{self, sha256};

/// A hash of what all works of a run have in common: the program and its options.
pub(super) fn edition(meant: &EditionMeant, stamps: &Stamps) -> String {
    // Taken apart by name, so that no option can be forgotten here.
    let EditionMeant { taken, design, fonts, page_list, cover, modified, limits } = meant;
    let mut parts = vec![
        "offprint, edition".into(),
        stamps.program().into(),
        format!("{design:?}"),
        format!("{page_list:?} {modified:?} {taken:?}"),
        format!("{limits:?}"),
    ];
    parts.push(match cover {
        Cover::OfType => "cover of type".into(),
        Cover::Without => "no cover".into(),
        Cover::Given(image) => format!("cover {}", sha256(format!("{image:?}").as_bytes())),
    });
    for font in fonts.files() {
        if let FontBytes::Loaded(bytes) = &font.bytes {
            parts.push(format!("{} {} {}", font.name, font.index, sha256(bytes)));
        }
    }
    sha256(parts.join("\n").as_bytes())
}

/// The file of this program.
///
/// # Errors
/// Where the system does not tell.
pub(super) fn program() -> Result<std::path::PathBuf, Trouble> {
    // On Linux this names the program that runs, even where another has taken its place on disk.
    let own = Path::new("/proc/self/exe");
    if own.exists() {
        return Ok(own.into());
    }
    std::env::current_exe().map_err(|error| {
        Trouble::new(Exit::Machine, format!("the program does not know where it is: {error}"))
    })
}

/// The key of a work of which these files were looked at, and this came. `outcome` tells whose the
/// work is: of the folders that it lies in only the year under its author's counts.
pub(super) fn key(
    edition: &str,
    planned: &Planned,
    outcome: &Outcome,
    looks: &[(String, Option<String>)],
) -> Option<String> {
    let names: Vec<&str> = planned.outputs.iter().map(|path| file_name(path)).collect();
    let filed = match outcome {
        Outcome::Made(record) => {
            let authors: Vec<String> =
                record.authors.iter().map(|author| author.name.clone()).collect();
            offprint::filed_year(&planned.shelf, &authors)
        }
        _ => None,
    };
    let Planned { pages, listed, .. } = planned;
    serde_json::to_vec(&("offprint, work", edition, names, pages, listed, filed, looks))
        .ok()
        .map(|bytes| sha256(&bytes))
}

/// The key that a work would have now if the same files were looked at as when this came of it.
pub(super) fn key_now(
    edition: &str,
    planned: &Planned,
    before: &Entry,
    stamps: &mut Stamps,
) -> Option<String> {
    let folder = planned.input.parent().unwrap_or(Path::new(""));
    let now = before.looks.iter().map(|(name, before)| {
        let path = folder.join(name);
        // What a link names outside the work's folder counts as missing; a sidecar above that folder
        // stands in its own.
        let (own, within) = match name.strip_prefix("../") {
            Some(above) => (path.parent().unwrap_or(folder), above),
            None => (folder, name.as_str()),
        };
        let in_vain = before.is_none() && path.is_symlink() && !leads_beneath(own, within);
        (name.clone(), if in_vain { None } else { stamps.sha256(&path) })
    });
    key(edition, planned, &before.outcome, &now.collect::<Vec<_>>())
}

/// Whether a name leads to a file beneath a folder. Where nobody can tell it counts as such, and
/// what cannot be read has no hash: the key differs, and the work is made anew.
fn leads_beneath(folder: &Path, name: &str) -> bool {
    works::beneath(folder, name).map_or(true, |path| path.is_some())
}

fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}
