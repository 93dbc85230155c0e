//! The list of works as a file of JSON lines that people may edit and give back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::plan::{self, Plan, Planned};
use crate::exit::{Exit, Trouble};
use crate::files;
use crate::meant::Form;
use crate::terminal::plain;
use crate::worker::Outcome;
use crate::works::{self, How, Origin, Taken};

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    /// The text or the contents page, as one would name it to any other command.
    pub(super) input: PathBuf,
    /// `work` of several pages, single `text`, or `nothing` to publish.
    #[serde(default)]
    pub(super) kind: String,
    /// Its pages in reading order, relative to the folder of the input.
    #[serde(default)]
    pub(super) pages: Vec<String>,
    /// The folders that it lies in beneath the mirror; where the line does not name them, those of
    /// the input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) shelf: Option<Vec<String>>,
    /// Its title. It is there for whoever reads the list; a sidecar changes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    /// Why there is nothing to publish, or why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    /// Its books, beneath the library's folder. Without any it is passed over.
    #[serde(default)]
    pub(super) outputs: Vec<String>,
}

impl Line {
    /// The work as a line for people.
    pub(super) fn told(&self) -> String {
        let input = self.input.display();
        let pages = match self.pages.len() {
            0 | 1 => String::new(),
            pages => format!(" ({pages} pages)"),
        };
        let words = match (&self.title, &self.reason) {
            (Some(title), _) => format!("{title}{pages}"),
            (None, Some(reason)) => reason.clone(),
            (None, None) => pages,
        };
        let words = words.strip_prefix(&format!("{input}: ")).unwrap_or(&words);
        format!("{:<8}{}\n", self.kind, plain(&format!("{input}  {words}")))
    }
}

/// A work as a line of the list, with what is known of it.
pub(super) fn line(work: &Planned, outcome: Option<Outcome>) -> Line {
    let kind = if work.listed.len() > 1 { "work" } else { "text" };
    let (kind, title, reason) = match outcome {
        Some(Outcome::Made(record)) => (kind, Some(record.title), None),
        Some(Outcome::NothingToPublish(reason)) => ("nothing", None, Some(reason.message)),
        Some(Outcome::Failed(reason) | Outcome::Machine(reason)) => {
            (kind, None, Some(reason.message))
        }
        None => (kind, None, None),
    };
    Line {
        input: work.input.clone(),
        kind: kind.into(),
        pages: work.listed.clone(),
        shelf: Some(work.shelf.clone()),
        title,
        reason,
        outputs: if kind == "nothing" { Vec::new() } else { work.outputs.clone() },
    }
}

/// The works of a list.
///
/// # Errors
/// Where it cannot be read, or a line means nothing; it is named.
pub(super) fn read(path: &Path, taken: Taken) -> Result<Plan, Trouble> {
    let shown = path.display();
    let text = String::from_utf8(files::read(path)?)
        .map_err(|_| Trouble::new(Exit::Usage, format!("{shown}: not UTF-8")))?;
    let mut plan = Plan::default();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (nth, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = nth + 1;
        let wrong = |what: String| {
            Trouble::new(Exit::Usage, format!("{shown}:{number}: {what}"))
                .hint("offprint batch ROOT --plan writes such a list")
        };
        let line: Line = serde_json::from_str(line)
            .map_err(|error| wrong(format!("this is no line of a list of works: {error}")))?;
        if line.outputs.is_empty() {
            continue;
        }
        for output in &line.outputs {
            if Form::of(Path::new(output)).is_none() || !is_below(output) {
                return Err(wrong(format!(
                    "“{output}” is no book in the library: name a path beneath DIR in .epub or .pdf"
                )));
            }
        }
        let place = plan::place(&line.outputs);
        if let Some(other) = line.outputs.iter().find(|output| plan::place_of(output) != place)
        {
            return Err(wrong(format!(
                "the books of one work differ in their endings only: “{other}” is not called {place}"
            )));
        }
        let forms: BTreeSet<_> = line.outputs.iter().map(|path| path.to_lowercase()).collect();
        if forms.len() < line.outputs.len() {
            return Err(wrong(format!("{place} is named twice in one form")));
        }
        if let Some(other) = places.insert(place.to_lowercase(), number) {
            return Err(wrong(format!("{place} is made by line {other} too")));
        }
        if let Some(page) = line.pages.iter().find(|page| !is_below(page)) {
            return Err(wrong(format!("“{page}” is no page in the folder of the input")));
        }
        plan.works.push(planned(line, taken)?);
    }
    Ok(plan)
}

/// Whether a path names something beneath the folder that it is relative to.
fn is_below(path: &str) -> bool {
    let mut parts = path.split('/');
    !path.is_empty()
        && parts.all(|part| !matches!(part, "" | "." | "..") && !part.contains('\\'))
}

fn planned(line: Line, taken: Taken) -> Result<Planned, Trouble> {
    let Line { input, pages, shelf, outputs, .. } = line;
    // What the list says of the pages is only told to the worker where it differs from what the
    // worker would find: only then may a page be missing without anybody noticing.
    let found = works::file(&input, How::Met, taken)?;
    let own = vec![input.file_name().unwrap_or_default().to_string_lossy().into_owned()];
    let usual = match &found.origin {
        Origin::Contents(path) => {
            let folder = path.parent().unwrap_or(Path::new(""));
            let mut there = Vec::new();
            for name in works::names(path, files::read(path)?) {
                if works::known(works::beneath(folder, &name))?.flatten().is_some() {
                    there.push(name);
                }
            }
            there
        }
        _ => own.clone(),
    };
    let listed = if pages.is_empty() { usual.clone() } else { pages };
    // Of an index page that lists a work the line may want the page alone.
    let taken = if listed == own { Taken::Alone } else { taken };
    let pages = (listed != usual && listed != own).then(|| listed.clone());
    let bytes = plan::bytes(&input, &listed);
    let source = input.to_string_lossy().into_owned();
    let shelf = shelf.unwrap_or(found.shelf);
    Ok(Planned { input, source, listed, pages, taken, shelf, outputs, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn books_stay_in_the_library() {
        for inside in ["a.epub", "a/b.pdf", "a b/c..d.epub"] {
            assert!(is_below(inside), "{inside}");
        }
        for outside in ["", "/a.epub", "../a.epub", "a/../../b.epub", "a//b.epub", "..\\a.epub"]
        {
            assert!(!is_below(outside), "{outside}");
        }
    }
}
