//! Which works an input stands for.

mod images;
mod links;
mod load;
mod name;
mod understood;

pub(crate) use links::{beneath, is_index, lists_a_work, names, names_of_list, publication};
pub(crate) use load::{Look, Seen, sha256, shelf};
pub(crate) use name::{name, portable};

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};

use offprint::Failure;
use offprint::book::OverLimit;

use crate::exit::{Exit, Trouble};
use crate::files;

/// How a page that lists others is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It stands for the whole work.
    AsWork,
    /// It stands for itself, as any page.
    Alone,
}

/// A work that was found, not yet read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// What its books are named after.
    pub(crate) name: String,
    /// What to call it when speaking of it: the path as given.
    pub(crate) shown: String,
    /// Whether somebody named it, or it was met with in a folder.
    pub(crate) how: How,
    /// Where its text is.
    pub(crate) origin: Origin,
    /// The folders that it lies in, outermost first, as far as somebody typed them or they were met
    /// with beneath. How the folders above are called is the user's own affair.
    pub(crate) shelf: Vec<String>,
}

/// How a work was come upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// Somebody named it.
    Named,
    /// It stood in a folder that somebody named.
    Met,
}

/// Where the text of a work is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// It comes from the standard input.
    StandardInput,
    /// It is one file.
    File(PathBuf),
    /// It is a contents page and the pages that it lists.
    Contents(PathBuf),
    /// It is these pages, whatever a contents page says.
    Chosen {
        /// The contents page, or the page after which the work is called.
        input: PathBuf,
        /// The pages in reading order, relative to the folder of `input`.
        pages: Vec<String>,
    },
}

/// What an input stands for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Works {
    /// The works, in the order of their paths.
    pub(crate) found: Vec<Found>,
    /// Sidecars in its folders that stand beside no text: what they correct is gone, or bears
    /// another name now.
    pub(crate) lone_sidecars: Vec<PathBuf>,
}

/// The works that an input stands for.
///
/// # Errors
/// Where there is no such file, or a folder that holds no text.
pub(crate) fn find(input: &Path, taken: Taken) -> Result<Works, Trouble> {
    let only = |found| Works { found: vec![found], lone_sidecars: Vec::new() };
    if input == Path::new("-") {
        return Ok(only(Found {
            name: "stdin".into(),
            shown: "the standard input".into(),
            how: How::Named,
            origin: Origin::StandardInput,
            shelf: Vec::new(),
        }));
    }
    let shown = input.display();
    let kind = files::what_is(input)?.ok_or_else(|| {
        Trouble::new(Exit::TextFailed, format!("{shown}: no such file or folder"))
            .hint("check the name; - stands for the standard input")
    })?;
    if !kind.is_dir() {
        return Ok(only(file(input, How::Named, taken)?));
    }
    let mut works = walk(input, taken)?;
    if works.found.is_empty() {
        let message = format!("{shown}: no texts in this folder");
        return Err(Trouble::new(Exit::TextFailed, message).hint(
            "texts are .htm, .html, .xhtml, .shtml, .txt, .md and .muse files; README* and LICENSE* are not taken",
        ));
    }
    if let [only] = works.found.as_mut_slice()
        && matches!(only.origin, Origin::Contents(_))
    {
        only.how = How::Named;
        if let Origin::Contents(path) = &only.origin {
            only.shelf = load::shelf(path);
        }
    }
    Ok(works)
}

/// The one work that an input stands for.
///
/// # Errors
/// As [`find`], and where it stands for several.
pub(crate) fn find_one(input: &Path, taken: Taken) -> Result<Found, Trouble> {
    let mut works = find(input, taken)?.found;
    if works.len() > 1 {
        let (shown, count) = (input.display(), works.len());
        return Err(Trouble::new(Exit::Usage, format!("{shown}: holds {count} works"))
            .hint("name one of them"));
    }
    works.pop().ok_or_else(|| Trouble::new(Exit::TextFailed, "no text"))
}

thread_local! {
    /// Whether this thread is at work on a text, so that [`guarded`] tells of a panic.
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
    /// Where this thread panicked last, and with what words.
    static PANICKED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on a panic over a text prints nothing by itself: [`guarded`] tells of it in one line.
/// Whoever sets `RUST_BACKTRACE` gets the whole of it.
pub(crate) fn quieten_panics() {
    let wanted = std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0");
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let words = panic.payload_as_str().unwrap_or("it left no words");
        let place = panic.location().map_or_else(String::new, |place| format!("{place}: "));
        PANICKED.set(Some(format!("{place}{words}")));
        if wanted || !AT_WORK.get() {
            loud(panic);
        }
    }));
}

/// Does something with a work. A fault of this program in one work does not reach the others.
///
/// # Errors
/// Those of `work`, and its panics.
pub(crate) fn guarded<T>(
    found: &Found,
    work: impl FnOnce() -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    AT_WORK.set(true);
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    AT_WORK.set(false);
    ended.unwrap_or_else(|_| {
        let panic = PANICKED.take().unwrap_or_else(|| "it left no words".into());
        let message = format!("{}: offprint itself failed on this text ({panic})", found.shown);
        Err(Trouble::new(Exit::TextFailed, message).hint(
            "this is a fault in offprint, not in the text: please report it, with the text and the line above",
        ))
    })
}

/// What a failure of the road means to the one who asked for the book.
pub(crate) fn failed(found: &Found, failure: &Failure) -> Trouble {
    let shown = &found.shown;
    match failure {
        Failure::NotText(not_text) => {
            let (page, reason) = (&not_text.name, &not_text.reason);
            let place = if shown.ends_with(page) { "" } else { &format!(" ({page})") };
            Trouble::new(Exit::TextFailed, format!("{shown}{place}: not a text: {reason}"))
        }
        Failure::NothingToPublish(nothing) => {
            let message = format!("{shown}: nothing to publish: {}", nothing.reason);
            Trouble { nothing_to_publish: true, ..Trouble::new(Exit::TextFailed, message) }
        }
        Failure::StaleCorrections(stale) => {
            let words: Vec<String> = stale.iter().map(|words| format!("“{words}”")).collect();
            Trouble::new(
                Exit::TextFailed,
                format!("{shown}: its corrections speak of words that it has not: {}", words.join(", ")),
            )
            .hint("take the entry out of the sidecar, or give the words as they stand now")
        }
        Failure::OverLimit(over) => over_limit(shown, over),
        Failure::Ledger(fault) => Trouble::new(
            Exit::TextFailed,
            format!("{shown}: the ledger does not add up: {fault}"),
        )
        .hint("this is a fault in offprint, not in the text; no book was made, so that no word is lost"),
    }
}

/// What it means that a work is over a limit.
pub(crate) fn over_limit(shown: &str, over: &OverLimit) -> Trouble {
    Trouble::new(Exit::TextFailed, format!("{shown}: {over}"))
        .hint(format!("if that is right, allow more with --max-{}", over.what))
}

/// The work that a file stands for.
///
/// # Errors
/// Where nobody can tell.
pub(crate) fn file(path: &Path, how: How, taken: Taken) -> Result<Found, Trouble> {
    let found = alone(path, how);
    // In a folder only a name says which page leads the others; whoever names one asks for it.
    let lists = |path| match how {
        How::Named => Ok(links::is_contents(path)? || links::lists_pages(path)?),
        How::Met => links::is_contents(path),
    };
    Ok(if taken == Taken::AsWork && lists(path)? {
        Found { origin: Origin::Contents(path.into()), ..found }
    } else {
        found
    })
}

/// The work that a file is by itself.
fn alone(path: &Path, how: How) -> Found {
    let (shown, origin) = (path.display().to_string(), Origin::File(path.into()));
    Found { name: name::name(path), shown, how, origin, shelf: load::shelf(path) }
}

/// The endings of files that are texts, the longer of two that fit first.
const ENDINGS: [&str; 12] = [
    ".txt",
    ".text",
    ".htm",
    ".html",
    ".xhtml",
    ".shtml",
    ".xht",
    ".md",
    ".markdown",
    ".mkd",
    ".muse",
    ".amuse",
];

fn strip_ending<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let cut = name.len().checked_sub(ending.len()).filter(|cut| *cut > 0)?;
    let (stem, last) = name.split_at_checked(cut)?;
    last.eq_ignore_ascii_case(ending).then_some(stem)
}

/// Whether a file in a folder is a text to be made into a book.
pub(crate) fn is_text(name: &str) -> bool {
    let upper = name.to_uppercase();
    !name.starts_with('.')
        && !upper.starts_with("README")
        && !upper.starts_with("LICENSE")
        && !upper.starts_with("LICENCE")
        && ENDINGS.iter().any(|ending| strip_ending(name, ending).is_some())
}

/// The works of a folder: the one of its contents page, or each text in it and in its folders.
fn walk(root: &Path, taken: Taken) -> Result<Works, Trouble> {
    let mut works = Works::default();
    // Folders are taken in the order of their names, with a list of their own: they may nest deep.
    let met = |path: &Path| {
        let below = path.strip_prefix(root).unwrap_or(path);
        // An index page that cannot be read is taken for a text, of which that is said.
        let found = known(file(path, How::Met, taken))?;
        let found = found.unwrap_or_else(|| alone(path, How::Met));
        Ok::<_, Trouble>(Found { shelf: load::shelf(below), ..found })
    };
    let mut pending = vec![root.to_path_buf()];
    while let Some(folder) = pending.pop() {
        let (mut files, mut folders, mut sidecars) = (Vec::new(), Vec::new(), Vec::new());
        for Entry { name, path, kind, .. } in list(&folder, root)? {
            if kind.is_dir() && !name.starts_with('.') {
                folders.push(path);
            } else if kind.is_file() && is_text(&name) {
                files.push(path);
            } else if kind.is_file() && name.ends_with(".toml") && !name.starts_with('.') {
                sidecars.push(path);
            }
        }
        // A sidecar is named after its text, or after the books of it, or after a work's folder.
        let corrected = |sidecar: &PathBuf| {
            let stem = sidecar.with_extension("");
            let books = |text: &PathBuf| text.with_file_name(name::name(text)) == stem;
            folders.contains(&stem)
                || files.iter().any(|text| text.with_extension("") == stem || books(text))
        };
        sidecars.retain(|sidecar| !corrected(sidecar));
        works.lone_sidecars.extend(sidecars);
        let texts: Vec<Found> = files.iter().map(|path| met(path)).collect::<Result<_, _>>()?;
        let contents = texts.iter().position(|text| matches!(text.origin, Origin::Contents(_)));
        match contents {
            Some(contents) => works.found.extend(texts.into_iter().nth(contents)),
            None => {
                works.found.extend(texts);
                pending.extend(folders.into_iter().rev());
            }
        }
    }
    Ok(works)
}

/// What stands in a folder under a name.
pub(crate) struct Entry {
    /// The name.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) path: PathBuf,
    /// What it is; of a link to a file, a file.
    pub(crate) kind: std::fs::FileType,
    /// Whether it is a link.
    pub(crate) link: bool,
}

/// What stands in a folder, by name. Links to folders are not followed, so that no walk is endless,
/// nor are links to files outside `root`, so that nothing else is read.
pub(crate) fn list(folder: &Path, root: &Path) -> Result<Vec<Entry>, Trouble> {
    let mut entries = Vec::new();
    for entry in files::list(folder)? {
        let mut kind = entry.file_type().map_err(|error| {
            let shown = folder.display();
            Trouble::new(Exit::Machine, format!("{shown}: cannot be read: {error}"))
        })?;
        let link = kind.is_symlink();
        // A link into a folder that lets nobody look leads to nothing.
        if link
            && let Some(led_to) = known(files::what_is(&entry.path()))?.flatten()
            && led_to.is_file()
            && known(links::leads_inside(root, &entry.path()))?.unwrap_or_default()
        {
            kind = led_to.file_type();
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        entries.push(Entry { name, path: entry.path(), kind, link });
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

/// An answer, if there is any to be had for whoever asks.
///
/// # Errors
/// Those of the machine.
pub(crate) fn known<T>(answer: Result<T, Trouble>) -> Result<Option<T>, Trouble> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(trouble) if trouble.exit == Exit::Machine => Err(trouble),
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_over_a_text_is_told_in_one_line() {
        quieten_panics();
        let found = file(Path::new("a.txt"), How::Named, Taken::Alone).unwrap();
        let told = guarded(&found, || -> Result<(), Trouble> { panic!("no ink") }).unwrap_err();
        assert_eq!(told.exit, Exit::TextFailed);
        assert!(told.message.starts_with("a.txt: offprint itself failed on this text"));
        assert!(
            told.message.contains("mod.rs:") && told.message.contains("no ink"),
            "{}",
            told.message
        );
        assert!(told.hint.is_some_and(|hint| hint.contains("report it")));
    }
}
