//! What is remembered of the mirror's files, so that only those that were touched are read again.
//!
//! A text counts as changed when its bytes did, which its hash tells. To hash ten thousand texts
//! each night would take longer than the night's run may: the hash of a file is remembered with
//! what the file system said of it (size, times, number), and taken again only when that differs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::exit::Trouble;
use crate::files::{self, Stamp};
use crate::works::{self, sha256};

/// The hashes of files by their stamps, and the links of contents pages by their hashes.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// The folder of the mirror: files are remembered by their paths beneath it, so that moving it
    /// costs nothing.
    root: PathBuf,
    known: BTreeMap<String, (Stamp, String)>,
    /// The links of index pages by the hash of the page.
    links: BTreeMap<String, Vec<String>>,
    changed: bool,
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    /// Path, hash, size, times and number.
    File(String, String, u64, i64, i64, u64),
    /// The hash of an index page and the files that its links name.
    Links(String, Vec<String>),
}

impl Stamps {
    /// What `file` remembers of the mirror in `root`. What cannot be read there is forgotten: it is
    /// found out anew.
    pub(super) fn open(file: &Path, root: &Path) -> Stamps {
        let mut stamps = Stamps { root: root.into(), ..Stamps::default() };
        let text = std::fs::read_to_string(file).unwrap_or_default();
        for line in text.lines() {
            match serde_json::from_str(line) {
                Ok(Line::File(path, hash, size, modified, changed, inode)) => {
                    let stamp = Stamp { size, modified, changed, inode };
                    stamps.known.insert(path, (stamp, hash));
                }
                Ok(Line::Links(hash, names)) => {
                    stamps.links.insert(hash, names);
                }
                Err(_) => stamps.changed = true,
            }
        }
        stamps
    }

    /// Writes what is remembered, if there is news.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn save(&self, file: &Path) -> Result<(), Trouble> {
        if !self.changed {
            return Ok(());
        }
        let known = self.known.iter().map(|(path, (stamp, hash))| {
            let Stamp { size, modified, changed, inode } = *stamp;
            Line::File(path.clone(), hash.clone(), size, modified, changed, inode)
        });
        let links =
            self.links.iter().map(|(hash, names)| Line::Links(hash.clone(), names.clone()));
        files::write(file, super::journal::lines(known.chain(links))?.as_bytes())
    }

    /// The SHA-256 of a file, in hexadecimal; none where there is none to be read.
    pub(super) fn sha256(&mut self, path: &Path) -> Option<String> {
        let stamp = files::stamp(path)?;
        let name = self.name(path);
        if let Some((known, hash)) = self.known.get(&name)
            && *known == stamp
        {
            return Some(hash.clone());
        }
        let hash = sha256(&files::read(path).ok()?);
        self.remember(path, stamp, &hash);
        Some(hash)
    }

    /// Remembers the hash of a file that had this stamp when it was read.
    pub(super) fn remember(&mut self, path: &Path, stamp: Stamp, hash: &str) {
        if stamp.is_settled() {
            self.changed = true;
            self.known.insert(self.name(path), (stamp, hash.into()));
        }
    }

    /// The files that the links of an index page name, as [`works::names`] has them.
    pub(super) fn links(&mut self, contents: &Path) -> Vec<String> {
        let Some(hash) = self.sha256(contents) else { return Vec::new() };
        if let Some(names) = self.links.get(&hash) {
            return names.clone();
        }
        let Ok(bytes) = files::read(contents) else { return Vec::new() };
        let names = works::names(contents, bytes);
        self.changed = true;
        self.links.insert(hash, names.clone());
        names
    }

    /// What a file is remembered by: its path beneath the mirror, with `..` worked out.
    fn name(&self, path: &Path) -> String {
        let mut parts: Vec<std::path::Component<'_>> = Vec::new();
        for part in path.strip_prefix(&self.root).unwrap_or(path).components() {
            match (part, parts.last()) {
                (std::path::Component::ParentDir, Some(std::path::Component::Normal(_))) => {
                    parts.pop();
                }
                _ => parts.push(part),
            }
        }
        parts.iter().collect::<PathBuf>().to_string_lossy().into_owned()
    }
}
