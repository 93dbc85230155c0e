//! `offprint build`, `epub` and `pdf`: every work that is found, made into its books.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use offprint::book::Severity;

use crate::exit::{Exit, Trouble};
use crate::files;
use crate::making::{self, Made};
use crate::meant::{Meant, Output};
use crate::report;
use crate::terminal::{self, Terminal};
use crate::threads;
use crate::works::{self, Found, How};

/// Makes the books. A text that fails does not stop the others.
///
/// # Errors
/// Where two works would make the same file, or the folder for the books cannot be made: then
/// nothing is made at all.
pub(crate) fn run(meant: &Meant, terminal: &Terminal) -> Result<Exit, Trouble> {
    let mut end = Exit::Made;
    let mut found = Vec::new();
    for input in &meant.inputs {
        match works::find(input, meant.taken) {
            Ok(works) => found.extend(works),
            Err(trouble) => {
                terminal.trouble(&trouble);
                end = end.max(trouble.exit);
            }
        }
    }
    one_name_each(&found, meant)?;
    if found.is_empty() {
        return Ok(end);
    }
    files::make_folder(match &meant.output {
        Output::Folder(folder) => folder,
        Output::File(file) => file.parent().unwrap_or(Path::new("")),
    })?;
    let progress = terminal.progress(found.len());
    threads::in_order(
        &found,
        meant.jobs,
        |work| making::make(work, meant),
        |work, made| {
            progress.suspend(|| match made {
                Ok(made) => {
                    tell(&made, found.len(), terminal);
                    if meant.report
                        && let Err(trouble) = terminal::data(&quality(&made))
                    {
                        terminal.trouble(&trouble);
                        end = end.max(trouble.exit);
                    }
                }
                Err(trouble) if trouble.nothing_to_publish && work.how == How::Met => {
                    terminal.status("Passed over", &trouble.message);
                }
                Err(trouble) => {
                    terminal.trouble(&trouble);
                    end = end.max(trouble.exit);
                }
            });
            progress.advance();
        },
    )?;
    progress.done();
    Ok(end)
}

/// Two works with one name would overwrite one another, so nothing is made then. Names are
/// compared as the least of file systems does, without their case.
fn one_name_each(found: &[Found], meant: &Meant) -> Result<(), Trouble> {
    let mut names: BTreeMap<PathBuf, &Found> = BTreeMap::new();
    for work in found {
        for form in &meant.forms {
            let target = making::target(meant, work, *form);
            let key = PathBuf::from(target.to_string_lossy().to_lowercase());
            if let Some(other) = names.insert(key, work) {
                let (a, b, target) = (&other.shown, &work.shown, target.display());
                let message =
                    format!("{a} and {b} would both become {target}; nothing was made");
                return Err(Trouble::new(Exit::Usage, message).hint(
                    "rename one of them, or make them in two runs with two folders (-o)",
                ));
            }
        }
    }
    Ok(())
}

fn tell(made: &Made, works: usize, terminal: &Terminal) {
    for book in &made.books {
        let size = book.bytes.div_ceil(1000);
        let pages = book.pages.map(|pages| match pages {
            1 => "1 page, ".into(),
            _ => format!("{pages} pages, "),
        });
        let (path, pages) = (book.path.display(), pages.unwrap_or_default());
        terminal.status("Made", &format!("{path} ({pages}{size} kB)"));
    }
    // Of a whole shelf only what needs somebody's eye is told.
    if works <= SHELF {
        for stripped in &made.stripped {
            let first = report::shortened(&stripped.first, 60);
            let (rule, pieces) = (stripped.rule, stripped.pieces);
            let more =
                if pieces > 1 { format!(" and {} more", pieces - 1) } else { String::new() };
            terminal.status("Stripped", &format!("“{first}”{more} [{rule}]"));
        }
    }
    for line in report::lines(&made.noticed, Severity::Warning) {
        terminal.noticed(&line);
    }
    let decided =
        made.noticed.iter().filter(|finding| finding.severity == Severity::Info).count();
    if works <= SHELF && decided > 0 {
        let plural = if decided == 1 { "" } else { "s" };
        terminal
            .status("Decided", &format!("{decided} thing{plural}; offprint check tells why"));
    }
}

/// How well the pages of a work came out: a line for the book, and one for each kind of fault.
fn quality(made: &Made) -> String {
    let mut lines = String::new();
    for book in &made.books {
        let pages = book.pages.unwrap_or(0);
        lines += &format!("{}: {pages} pages\n", book.path.display());
    }
    for (rule, message) in &made.quality {
        lines += &format!("  {message} [{rule}]\n");
    }
    if made.quality.is_empty() {
        lines += "  no fault was found\n";
    }
    lines
}

/// More works than this are a shelf.
const SHELF: usize = 12;
