//! What is remembered of the mirror's files, so that only those that were touched are read again.
//!
//! A text counts as changed when its bytes did, which its hash tells. To hash ten thousand texts
//! each night would take longer than the night's run may: the hash of a file is remembered with
//! what the file system said of it (size, times, number), and taken again only when that differs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use offprint::book::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{key, lists};
use crate::exit::{Exit, Trouble};
use crate::files;
use crate::limits::MOST_INPUT;
use crate::lines::Stamp;
use crate::works::{self, sha256};

/// The hashes of files by their stamps, and the links of contents pages by their hashes.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// The folder of the mirror: files are remembered by their paths beneath it, so that moving it
    /// costs nothing.
    root: PathBuf,
    known: BTreeMap<String, (Stamp, String)>,
    /// The links of contents pages, and the lines of publication of what they list, by a hash of what
    /// they were read from: see [`Stamps::links`], [`Stamps::lists`] and [`Stamps::publication`].
    told: BTreeMap<String, Vec<String>>,
    /// The SHA-256 of this program. One that was built anew may have other rules under the same
    /// version.
    program: String,
    /// What was asked for in this run, of both.
    asked: BTreeSet<String>,
    changed: bool,
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    /// A file's path, its hash and its stamp.
    File { path: String, sha256: String, stamp: Stamp },
    /// The hash that stands for a page and a kind, and what the page tells of it: the files that its
    /// links name, or its lines of publication.
    Links(String, Vec<String>),
}

impl Stamps {
    /// What `file` remembers of the mirror in `root`. What cannot be read there is forgotten: it is
    /// found out anew.
    ///
    /// # Errors
    /// Where the file is there and cannot be read, or the program cannot read its own.
    pub(super) fn open(file: &Path, root: &Path) -> Result<Stamps, Trouble> {
        let mut stamps = Stamps { root: root.into(), ..Stamps::default() };
        let text = files::read_own(file)?;
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice(line) {
                Ok(Line::File { path, sha256, stamp }) => {
                    stamps.known.insert(path, (stamp, sha256));
                }
                Ok(Line::Links(hash, names)) => {
                    stamps.told.insert(hash, names);
                }
                Err(_) => stamps.changed = true,
            }
        }
        stamps.program = stamps.hash_of_program()?;
        Ok(stamps)
    }

    /// The SHA-256 of this program, in hexadecimal.
    pub(super) fn program(&self) -> &str {
        &self.program
    }

    fn hash_of_program(&mut self) -> Result<String, Trouble> {
        let path = key::program()?;
        let failed = || {
            let message = "the program cannot read its own file, to know its version by";
            Trouble::new(Exit::Machine, message)
        };
        let stamp = files::stamp(&path).ok_or_else(failed)?;
        if let Some(hash) = self.remembered(&path, stamp) {
            return Ok(hash);
        }
        let mut hash = Sha256::new();
        files::in_pieces(&path, |piece| hash.update(piece)).map_err(|_| failed())?;
        let hash = hex(&hash.finalize());
        self.remember(&path, stamp, &hash);
        Ok(hash)
    }

    /// Writes what is remembered, if there is news.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn save(&self, file: &Path) -> Result<(), Trouble> {
        if !self.changed {
            return Ok(());
        }
        let known = self.known.iter().map(|(path, (stamp, hash))| Line::File {
            path: path.clone(),
            sha256: hash.clone(),
            stamp: *stamp,
        });
        let links =
            self.told.iter().map(|(hash, names)| Line::Links(hash.clone(), names.clone()));
        files::write(file, super::journal::lines(known.chain(links))?.as_bytes())
    }

    /// The SHA-256 of a file, in hexadecimal; none where there is none to be read.
    pub(super) fn sha256(&mut self, path: &Path) -> Option<String> {
        let stamp = files::stamp(path)?;
        if let Some(hash) = self.remembered(path, stamp) {
            return Some(hash);
        }
        let hash = sha256(&files::read(path).ok()?);
        self.remember(path, stamp, &hash);
        Some(hash)
    }

    /// The hash of a file that had this stamp before.
    fn remembered(&mut self, path: &Path, stamp: Stamp) -> Option<String> {
        let name = self.name(path);
        let (_, hash) = self.known.get(&name).filter(|(known, _)| *known == stamp)?;
        self.asked.insert(name);
        Some(hash.clone())
    }

    /// Remembers the hash of a file that had this stamp when it was read.
    pub(super) fn remember(&mut self, path: &Path, stamp: Stamp, hash: &str) {
        if stamp.is_settled() {
            let name = self.name(path);
            self.changed = true;
            self.asked.insert(name.clone());
            self.known.insert(name, (stamp, hash.into()));
        }
    }

    /// Forgets what nobody asked for in this run: the files are gone, or no work needs them.
    pub(super) fn forget_the_rest(&mut self) {
        let before = self.known.len() + self.told.len();
        self.known.retain(|name, _| self.asked.contains(name));
        self.told.retain(|hash, _| self.asked.contains(hash));
        self.changed |= before != self.known.len() + self.told.len();
    }

    /// The files that the links of an index page name, as [`works::names`] has them. They depend on
    /// the page, on what it is called itself, and on how this program reads.
    ///
    /// # Errors
    /// Where it cannot be read: taken for one without links, it would give up its chapters.
    pub(super) fn links(&mut self, contents: &Path) -> Result<Vec<String>, Trouble> {
        if files::stamp(contents).is_some_and(|stamp| stamp.size > MOST_INPUT) {
            return Ok(Vec::new());
        }
        self.told("", contents, works::names)
    }

    /// The files that a page names which is mostly a list of those beside it; none of any other page.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(super) fn lists(&mut self, page: &Path) -> Result<Vec<String>, Trouble> {
        let is_short = |stamp: Stamp| stamp.size <= offprint::LONGEST_LIST as u64;
        if !files::stamp(page).is_some_and(is_short) {
            return Ok(Vec::new());
        }
        self.told("list\n", page, |page, bytes| match lists::may_list(&bytes) {
            true => works::names_of_list(page, bytes),
            false => Vec::new(),
        })
    }

    /// The lines of a page that say when it was written or published, as
    /// [`offprint::publication_lines`] has them.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(super) fn publication(&mut self, page: &Path) -> Result<Vec<String>, Trouble> {
        if files::stamp(page).is_some_and(|stamp| stamp.size > MOST_INPUT) {
            return Ok(Vec::new());
        }
        self.told("publication\n", page, works::publication)
    }

    /// What a page tells of one kind: remembered, or found in its bytes.
    fn told(
        &mut self,
        kind: &str,
        page: &Path,
        find: impl FnOnce(&Path, Vec<u8>) -> Vec<String>,
    ) -> Result<Vec<String>, Trouble> {
        let bytes = match self.sha256(page) {
            Some(bytes) => bytes,
            None => sha256(&files::read(page)?),
        };
        let own = page.file_name().unwrap_or_default().to_string_lossy();
        let hash = sha256(format!("{kind}{}\n{own}\n{bytes}", self.program).as_bytes());
        self.asked.insert(hash.clone());
        if let Some(told) = self.told.get(&hash) {
            return Ok(told.clone());
        }
        let told = find(page, files::read(page)?);
        self.changed = true;
        self.told.insert(hash, told.clone());
        Ok(told)
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
