//! Which works a mirror holds, and where their books go.
//!
//! An index page that lists the pages beside it is the contents page of a work, and so is a page of
//! any name that is one by all that speaks for it (`lists.rs`); the pages that it lists are that
//! work's: no book is made of them alone. Every other text is a work of its own;
//! those that turn out to be lists of links or error pages make no book. The tree of the library is
//! that of the mirror.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::lists;
use super::stamps::Stamps;
use crate::exit::{Exit, Trouble};
use crate::files;
use crate::lines::place;
use crate::worker::Job;
use crate::works::{self, Entry, Taken};

/// A work and where its books go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Planned {
    /// The text or the contents page.
    pub(super) input: PathBuf,
    /// The same beneath the mirror, with `/` between folders.
    pub(super) source: String,
    /// The pages, relative to the folder of the input: those that are there, in reading order.
    pub(super) listed: Vec<String>,
    /// Those that somebody chose instead of what the contents page lists.
    pub(super) pages: Option<Vec<String>>,
    /// Whether the input stands for its whole work or for itself.
    pub(super) taken: Taken,
    /// The folders that it lies in beneath the mirror.
    pub(super) shelf: Vec<String>,
    /// The books, beneath the library's folder.
    pub(super) outputs: Vec<String>,
    /// How many bytes its pages have together.
    pub(super) bytes: u64,
}

impl Planned {
    /// The place of its books: their path without an ending.
    pub(super) fn place(&self) -> &str {
        place(&self.outputs)
    }

    /// The small picture of their front, beneath the library's folder.
    pub(super) fn cover(&self) -> String {
        cover(self.place())
    }

    /// What a worker is told to make the books in `library`.
    pub(super) fn job(&self, library: &Path) -> Job {
        let outputs = self.outputs.iter().map(|path| library.join(path)).collect();
        let cover = Some(library.join(self.cover()));
        Job {
            input: self.input.clone(),
            pages: self.pages.clone(),
            single: self.taken == Taken::Alone,
            shelf: Some(self.shelf.clone()),
            outputs,
            cover,
        }
    }

    /// What a worker is told to look at the text only.
    pub(super) fn look(&self) -> Job {
        Job { outputs: Vec::new(), cover: None, ..self.job(Path::new("")) }
    }
}

/// Where the small picture of the front of the books of a place goes.
fn cover(place: &str) -> String {
    format!("covers/{place}.png")
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The works, in the order of their paths.
    pub(super) works: Vec<Planned>,
    /// What could not be looked into. As long as there is any, nobody can say which texts are gone.
    pub(super) trouble: Vec<Trouble>,
}

/// Finds the works of a mirror whose library is in `library`.
///
/// # Errors
/// Where there is no such folder, or no text in it.
pub(super) fn of_folder(
    root: &Path,
    library: &Path,
    taken: Taken,
    stamps: &mut Stamps,
) -> Result<Plan, Trouble> {
    let mut walked = Walked::default();
    walk(root, library, &mut walked)?;
    let works = divided(root, &mut walked, taken, stamps)?;
    if works.is_empty() && walked.trouble.is_empty() {
        let message = format!("{}: no texts in this folder", root.display());
        return Err(Trouble::new(Exit::TextFailed, message)
            .hint("texts are .htm, .html, .xhtml, .shtml, .txt, .md and .muse files"));
    }
    let places = places(&works, &walked.folders);
    let planned = works.into_iter().zip(places).map(|(work, place)| Planned {
        outputs: vec![format!("{place}.epub"), format!("{place}.pdf")],
        ..work
    });
    Ok(Plan { works: planned.collect(), trouble: walked.trouble })
}

/// A mirror's files and folders, by their paths beneath it.
#[derive(Default)]
struct Walked {
    files: BTreeSet<String>,
    texts: BTreeSet<String>,
    folders: BTreeSet<String>,
    trouble: Vec<Trouble>,
}

fn walk(root: &Path, library: &Path, walked: &mut Walked) -> Result<(), Trouble> {
    let real_root = files::leads_to(root)?.ok_or_else(|| {
        let message = format!("{}: no such folder", root.display());
        Trouble::new(Exit::TextFailed, message).hint("name the folder of a mirror")
    })?;
    let library = files::leads_to(library)?;
    let mut links: Vec<(String, PathBuf)> = Vec::new();
    // A list of its own: folders may nest deep.
    let mut pending = vec![(root.to_path_buf(), String::new())];
    while let Some((folder, below)) = pending.pop() {
        let entries = match works::list(&folder, root) {
            Ok(entries) => entries,
            Err(trouble) if below.is_empty() => return Err(trouble),
            Err(trouble) => {
                walked.trouble.push(Trouble { exit: Exit::TextFailed, ..trouble });
                continue;
            }
        };
        for Entry { name, path, kind, link } in entries {
            let own = format!("{below}{name}");
            let told = path.file_name().and_then(|name| name.to_str()).is_some();
            if name.starts_with('.') || !told {
                if !told && (kind.is_dir() || works::is_text(&name)) {
                    let shown = path.display();
                    let message =
                        format!("{shown}: its name is not UTF-8, so no book can bear it");
                    let trouble = Trouble::new(Exit::TextFailed, message);
                    walked.trouble.push(trouble.hint("give it another name"));
                }
            } else if kind.is_dir() {
                let is_library = match &library {
                    Some(library) => is_same(&path, library)?,
                    None => false,
                };
                if !is_library {
                    pending.push((path, format!("{own}/")));
                    walked.folders.insert(own);
                }
            } else if kind.is_file() && link {
                let target = files::leads_to(&path)?;
                // What a link names outside the mirror is not part of it.
                if let Some(target) = target.filter(|target| target.starts_with(&real_root)) {
                    walked.files.insert(own.clone());
                    if works::is_text(&name) {
                        links.push((own, target));
                    }
                }
            } else if kind.is_file() {
                if works::is_text(&name) {
                    walked.texts.insert(own.clone());
                }
                walked.files.insert(own);
            }
        }
    }
    for (own, target) in links {
        let inside = target.strip_prefix(&real_root).ok().and_then(Path::to_str);
        // A text that stands in the mirror under two names is one text.
        if inside.is_none_or(|inside| !walked.texts.contains(inside)) {
            walked.texts.insert(own);
        }
    }
    Ok(())
}

fn is_same(path: &Path, real: &Path) -> Result<bool, Trouble> {
    Ok(path.file_name() == real.file_name()
        && files::leads_to(path)?.is_some_and(|path| path == *real))
}

/// The works that the texts of a mirror make. Their books have no place yet.
///
/// # Errors
/// Where the machine fails.
fn divided(
    root: &Path,
    walked: &mut Walked,
    taken: Taken,
    stamps: &mut Stamps,
) -> Result<Vec<Planned>, Trouble> {
    let mut works: BTreeMap<&str, (Taken, Vec<String>)> = BTreeMap::new();
    let mut theirs: BTreeSet<String> = BTreeSet::new();
    let mut led: BTreeSet<&str> = BTreeSet::new();
    let mut closed: BTreeSet<&str> = BTreeSet::new();
    for text in &walked.texts {
        let folder = folder(text);
        // Of two index pages in a folder that list works the first stands for it.
        if taken == Taken::Alone || !works::is_index(Path::new(text)) || led.contains(folder) {
            continue;
        }
        let names = match stamps.links(&root.join(text)) {
            Ok(names) => names,
            Err(trouble) if trouble.exit == Exit::Machine => return Err(trouble),
            Err(trouble) => {
                // Whose the pages beside it are, nobody can say: their books stay as they are.
                walked.trouble.push(trouble);
                closed.insert(folder);
                continue;
            }
        };
        let is_there = |name: &str| walked.files.contains(&format!("{folder}{name}"));
        if works::lists_a_work(&names, is_there) {
            let pages: Vec<String> = names.into_iter().filter(|name| is_there(name)).collect();
            theirs.extend(pages.iter().map(|name| format!("{folder}{name}")));
            works.insert(text, (Taken::AsWork, pages));
            led.insert(folder);
        }
    }
    let mut free: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for text in walked.texts.iter().filter(|_| taken == Taken::AsWork) {
        let folder = folder(text);
        if !theirs.contains(text) && !led.contains(folder) && !closed.contains(folder) {
            free.entry(folder).or_default().insert(&text[folder.len()..]);
        }
    }
    let lists = lists::found(root, &free, stamps)?;
    for (list, pages) in &lists {
        theirs.extend(pages.iter().map(|name| format!("{}{name}", folder(list))));
    }
    for text in &walked.texts {
        let is_free = !theirs.contains(text)
            && !works.contains_key(text.as_str())
            && !lists.contains_key(text);
        if is_free && !closed.contains(folder(text)) {
            let own = text[folder(text).len()..].to_owned();
            works.insert(text, (Taken::Alone, vec![own]));
        }
    }
    let listed =
        lists.iter().map(|(list, pages)| (list.as_str(), (Taken::AsWork, pages.clone())));
    works.extend(listed);
    let planned = works.into_iter().map(|(text, (taken, listed))| {
        // By its name a worker would not know such a page for what it is.
        let pages = lists.get(text).cloned();
        let input = root.join(text);
        let bytes = bytes(&input, &listed);
        let shelf = works::shelf(Path::new(text));
        let outputs = Vec::new();
        Planned { input, source: text.into(), listed, pages, taken, shelf, outputs, bytes }
    });
    Ok(planned.collect())
}

/// How many bytes the pages of a work have together.
pub(super) fn bytes(input: &Path, pages: &[String]) -> u64 {
    let folder = input.parent().unwrap_or(Path::new(""));
    let sizes = pages.iter().filter_map(|name| Some(folder.join(name).metadata().ok()?.len()));
    sizes.sum()
}

/// The folder of a path, with a `/` at its end; nothing for a path without one.
pub(super) fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..=at])
}

/// A path beneath the mirror, in names that every file system takes.
fn portable(path: &str) -> String {
    path.split('/').map(works::portable).collect::<Vec<_>>().join("/")
}

/// A place for the books of each work: in the folder of its text, named as `build` names them. Of
/// works that would have one place the contents page has it, then the first by path; the others are
/// named after their whole file name (`essay.txt.epub` beside `essay.epub`). Folders and names are
/// such as every file system takes, and places are compared as the least of them does, without
/// their case.
fn places(works: &[Planned], folders: &BTreeSet<String>) -> Vec<String> {
    let mut order: Vec<usize> = (0..works.len()).collect();
    order.sort_by_key(|nth| (works[*nth].listed.len() < 2, *nth));
    let folded: BTreeSet<String> =
        folders.iter().map(|folder| portable(folder).to_lowercase()).collect();
    let mut had: BTreeSet<String> = BTreeSet::new();
    let mut places = vec![String::new(); works.len()];
    for nth in order {
        let work = &works[nth];
        let whole = portable(&work.source);
        let plain = format!("{}{}", folder(&whole), works::name(&work.input));
        let numbered = (2..).map(|nth| format!("{whole}-{nth}"));
        for place in [plain, whole.clone()].into_iter().chain(numbered) {
            let low = place.to_lowercase();
            // A folder of the mirror may be called as a book would be.
            let in_the_way = [format!("{low}.epub"), format!("{low}.pdf"), cover(&low)]
                .iter()
                .any(|path| folded.contains(path));
            if !in_the_way && had.insert(low) {
                places[nth] = place;
                break;
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(source: &str, pages: usize) -> Planned {
        Planned {
            input: Path::new("mirror").join(source),
            source: source.into(),
            listed: vec![String::new(); pages],
            pages: None,
            taken: Taken::AsWork,
            shelf: Vec::new(),
            outputs: Vec::new(),
            bytes: 0,
        }
    }

    #[test]
    fn no_two_works_have_one_place() {
        let works = [
            planned("a/lazy/index.htm", 6),
            planned("a/lazy/lazy.htm", 1),
            planned("b/essay.htm", 1),
            planned("b/Essay.htm", 1),
            planned("b/essay.txt", 1),
            planned("c.htm", 1),
        ];
        let folders = BTreeSet::from(["a".into(), "b".into(), "c.pdf".into()]);
        assert_eq!(
            places(&works, &folders),
            [
                "a/lazy/lazy",
                "a/lazy/lazy.htm",
                "b/essay",
                "b/Essay.htm",
                "b/essay.txt",
                "c.htm",
            ]
        );
    }

    #[test]
    fn places_are_names_that_every_file_system_takes() {
        let works = [
            planned("CON/a:b/essay.txt", 1),
            planned("e\u{301}/e\u{301}.txt", 1),
            planned("\u{e9}/\u{e9}.txt", 1),
            planned("\u{e9}/\u{e9}.md", 1),
        ];
        let folders = ["CON", "CON/a:b", "e\u{301}", "\u{e9}"].map(String::from);
        assert_eq!(
            places(&works, &BTreeSet::from(folders)),
            ["_CON/a-b/essay", "\u{e9}/\u{e9}", "\u{e9}/\u{e9}.txt", "\u{e9}/\u{e9}.md"]
        );
    }
}
