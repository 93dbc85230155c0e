//! The content key of a work: as long as it is the same, so are the books, byte for byte.
//!
//! It is a hash of everything that books are made from: the bytes of every file that was looked at
//! (and the absence of those that were not there), the names of the books, the options, the fonts,
//! and the program itself, with its rules. Where the files stand and when they were touched is not
//! in it.

use std::path::Path;

use offprint::book::FontBytes;

use super::plan::Planned;
use super::stamps::Stamps;
use crate::exit::{Exit, Trouble};
use crate::meant::Meant;
use crate::works::{self, sha256};

/// A hash of what all works of a run have in common: the program and its options.
///
/// # Errors
/// Where the program cannot be read.
pub(super) fn edition(meant: &Meant, stamps: &mut Stamps) -> Result<String, Trouble> {
    // A program that was built anew may have other rules under the same version.
    let program = stamps.sha256(&program()?).ok_or_else(|| {
        Trouble::new(
            Exit::Machine,
            "the program cannot read its own file, to know its version by",
        )
    })?;
    let mut parts = vec![
        "offprint, edition".into(),
        program,
        format!("{:?}", meant.design),
        format!("{:?} {:?} {:?}", meant.page_list, meant.modified, meant.taken),
        format!("{:?}", meant.limits),
    ];
    for font in meant.fonts.files() {
        if let FontBytes::Loaded(bytes) = &font.bytes {
            parts.push(format!("{} {} {}", font.name, font.index, sha256(bytes)));
        }
    }
    Ok(sha256(parts.join("\n").as_bytes()))
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

/// The key of a work of which these files were looked at.
pub(super) fn key(
    edition: &str,
    planned: &Planned,
    looks: &[(String, Option<String>)],
) -> Option<String> {
    let names: Vec<&str> = planned.outputs.iter().map(|path| file_name(path)).collect();
    serde_json::to_vec(&("offprint, work", edition, names, &planned.pages, looks))
        .ok()
        .map(|bytes| sha256(&bytes))
}

/// The key that a work would have now if the same files were looked at as before.
pub(super) fn key_now(
    edition: &str,
    planned: &Planned,
    looks: &[(String, Option<String>)],
    stamps: &mut Stamps,
) -> Option<String> {
    let folder = planned.input.parent().unwrap_or(Path::new(""));
    let now = looks.iter().map(|(name, before)| {
        let path = folder.join(name);
        // What a link names outside the work's folder counts as missing.
        let in_vain =
            before.is_none() && path.is_symlink() && works::beneath(folder, name).is_none();
        (name.clone(), if in_vain { None } else { stamps.sha256(&path) })
    });
    key(edition, planned, &now.collect::<Vec<_>>())
}

fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}
