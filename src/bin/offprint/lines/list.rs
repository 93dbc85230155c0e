//! The list of works, as a person may have written it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::Form;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listed {
    /// The text or the contents page, as one would name it to any other command.
    pub(crate) input: PathBuf,
    /// `work` of several pages, single `text`, or `nothing` to publish.
    #[serde(default)]
    pub(crate) kind: String,
    /// Its pages in reading order, relative to the folder of the input.
    #[serde(default)]
    pub(crate) pages: Vec<String>,
    /// The folders that it lies in beneath the mirror; where the line does not name them, those of
    /// the input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) shelf: Option<Vec<String>>,
    /// Its title. It is there for whoever reads the list; a sidecar changes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// Why there is nothing to publish, or why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    /// Its books, beneath the library's folder. Without any it is passed over.
    #[serde(default)]
    pub(crate) outputs: Vec<String>,
}

/// Why a list cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The number of the line, from 1.
    pub(crate) line: usize,
    /// What is wrong with it.
    pub(crate) what: String,
}

/// The place of the books of a work: the path that they have in common.
pub(crate) fn place(outputs: &[String]) -> &str {
    outputs.first().map_or("", |path| place_of(path))
}

/// The place of a book: its path without an ending.
pub(crate) fn place_of(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(place, _)| place)
}

/// The works of a list that are to be made: those without outputs are passed over.
///
/// # Errors
/// Where a line means nothing, two would make the same books, or one a book within another.
pub(crate) fn read_list(text: &str) -> Result<Vec<Listed>, Wrong> {
    let mut works = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut books: BTreeMap<String, usize> = BTreeMap::new();
    for (nth, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = nth + 1;
        let wrong = |what: String| Wrong { line: number, what };
        let work: Listed = serde_json::from_str(line)
            .map_err(|error| wrong(format!("this is no line of a list of works: {error}")))?;
        if work.outputs.is_empty() {
            continue;
        }
        hold(&work).map_err(wrong)?;
        let place = place(&work.outputs);
        if let Some(other) = places.insert(alike(place), number) {
            return Err(wrong(format!("{place} is made by line {other} too")));
        }
        books.extend(work.outputs.iter().map(|output| (alike(output), number)));
        works.push(work);
    }
    for (book, line) in &books {
        let mut folders = book.match_indices('/').map(|(at, _)| &book[..at]);
        if let Some((folder, other)) =
            folders.find_map(|folder| Some((folder, books.get(folder)?)))
        {
            let what =
                format!("{folder} is a book by line {other}, and cannot be a folder too");
            return Err(Wrong { line: *line, what });
        }
    }
    Ok(works)
}

/// Holds that a line names books in the library and pages in the folder of its input.
fn hold(work: &Listed) -> Result<(), String> {
    for output in &work.outputs {
        if Form::of(Path::new(output)).is_none() || !is_below(output) {
            return Err(format!(
                "“{output}” is no book in the library: name a path beneath DIR in .epub or .pdf"
            ));
        }
    }
    let place = place(&work.outputs);
    if let Some(other) = work.outputs.iter().find(|output| place_of(output) != place) {
        return Err(format!(
            "the books of one work differ in their endings only: “{other}” is not called {place}"
        ));
    }
    let forms: BTreeSet<_> = work.outputs.iter().map(|path| path.to_lowercase()).collect();
    if forms.len() < work.outputs.len() {
        return Err(format!("{place} is named twice in one form"));
    }
    match work.pages.iter().find(|page| !is_below(page)) {
        Some(page) => Err(format!("“{page}” is no page in the folder of the input")),
        None => Ok(()),
    }
}

/// What paths have in common that some file system takes for one: letters large or small, composed
/// or not.
fn alike(path: &str) -> String {
    path.nfc().collect::<String>().to_lowercase()
}

/// Whether a path names something beneath the folder that it is relative to, on any system: `C:a`
/// leads to a drive of Windows.
fn is_below(path: &str) -> bool {
    let mut parts = path.split('/');
    !path.is_empty()
        && parts.all(|part| {
            !matches!(part, "" | "." | "..")
                && !part.contains(['\\', '\0'])
                && part.as_bytes().get(1) != Some(&b':')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn books_stay_in_the_library() {
        for inside in ["a.epub", "a/b.pdf", "a b/c..d.epub", "no: that.pdf"] {
            assert!(is_below(inside), "{inside}");
        }
        let outside = [
            "",
            "/a.epub",
            "../a.epub",
            "a/../../b.epub",
            "a//b.epub",
            "..\\a.epub",
            "C:a.epub",
            "a\0.epub",
        ];
        for outside in outside {
            assert!(!is_below(outside), "{outside}");
        }
    }

    #[test]
    fn names_that_some_file_system_takes_for_one_are_one() {
        let list = |one: &str, other: &str| {
            let line = |name| format!("{{\"input\": \"a.txt\", \"outputs\": [\"{name}\"]}}\n");
            read_list(&(line(one) + "\n" + &line(other)))
        };
        for (one, other) in [("a.epub", "A.pdf"), ("\u{e9}.epub", "e\u{301}.epub")] {
            let what = format!("{} is made by line 1 too", place_of(other));
            assert_eq!(list(one, other), Err(Wrong { line: 3, what }));
        }
        assert_eq!(list("e.epub", "\u{e9}.epub").map(|works| works.len()), Ok(2));
        let within = list("B.epub/x.epub", "b.epub").map_err(|wrong| wrong.line);
        assert_eq!(within.map(|works| works.len()), Err(1));
        assert_eq!(list("b.epub/x.epub", "b/y.epub").map(|works| works.len()), Ok(2));
    }
}
