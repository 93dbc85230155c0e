//! The list of works as a file of JSON lines that people may edit and give back.

use std::path::Path;

use super::plan::{self, Plan, Planned};
use crate::exit::{Exit, Trouble};
use crate::files;
use crate::lines::{Listed, Wrong, read_list};
use crate::terminal::plain;
use crate::worker::Outcome;
use crate::works::{self, How, Origin, Taken};

/// A line of the list, for people.
pub(super) fn told(line: &Listed) -> String {
    let input = line.input.display();
    let pages = match line.pages.len() {
        0 | 1 => String::new(),
        pages => format!(" ({pages} pages)"),
    };
    let words = match (&line.title, &line.reason) {
        (Some(title), _) => format!("{title}{pages}"),
        (None, Some(reason)) => reason.clone(),
        (None, None) => pages,
    };
    let words = words.strip_prefix(&format!("{input}: ")).unwrap_or(&words);
    format!("{:<8}{}\n", line.kind, plain(&format!("{input}  {words}")))
}

/// A work as a line of the list, with what is known of it.
pub(super) fn line(work: &Planned, outcome: Option<Outcome>) -> Listed {
    let kind = if work.listed.len() > 1 { "work" } else { "text" };
    let (kind, title, reason) = match outcome {
        Some(Outcome::Made(record)) => (kind, Some(record.title), None),
        Some(Outcome::NothingToPublish(reason)) => ("nothing", None, Some(reason.message)),
        Some(Outcome::Failed(reason) | Outcome::Machine(reason)) => {
            (kind, None, Some(reason.message))
        }
        None => (kind, None, None),
    };
    Listed {
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
    let listed = read_list(&text).map_err(|Wrong { line, what }| {
        Trouble::new(Exit::Usage, format!("{shown}:{line}: {what}"))
            .hint("offprint batch ROOT --plan writes such a list")
    })?;
    let mut plan = Plan::default();
    for line in listed {
        plan.works.push(planned(line, taken)?);
    }
    Ok(plan)
}

fn planned(line: Listed, taken: Taken) -> Result<Planned, Trouble> {
    let Listed { input, pages, shelf, outputs, .. } = line;
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
