//! `offprint build`, `epub` and `pdf`: every work that is found, made into its books.

use std::collections::BTreeMap;
use std::path::Path;

use offprint::book::Severity;

use crate::exit::{Exit, Trouble};
use crate::files;
use crate::inputs;
use crate::lines::Form;
use crate::making::{self, Made};
use crate::meant::{Meant, Output};
use crate::report;
use crate::terminal::{self, Terminal};
use crate::threads;
use crate::works::{Found, How};

/// Makes the books. A text that fails does not stop the others.
///
/// # Errors
/// Where two works would make the same file, or the folder for the books cannot be made: then
/// nothing is made at all.
pub(crate) fn run(meant: &Meant, terminal: &Terminal) -> Result<Exit, Trouble> {
    let (found, mut end) = inputs::gather(&meant.inputs, meant.edition.taken, terminal);
    one_name_each(&found, meant)?;
    if found.is_empty() {
        return Ok(end);
    }
    let folder = match &meant.output {
        Output::Folder(folder) => folder,
        Output::File(file) => file.parent().unwrap_or(Path::new("")),
    };
    files::make_folder(folder)?;
    // A run that was killed may have left half a book.
    files::sweep_dead(folder);
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

/// Works with one name would overwrite one another, so nothing is made then. Names are compared as
/// the least of file systems does, without their case.
fn one_name_each(found: &[Found], meant: &Meant) -> Result<(), Trouble> {
    let Some(form) = meant.forms.first() else { return Ok(()) };
    let mut names: BTreeMap<String, Vec<&Found>> = BTreeMap::new();
    for work in found {
        let target = making::target(meant, work, *form);
        names.entry(target.to_string_lossy().to_lowercase()).or_default().push(work);
    }
    let clashes: Vec<&Vec<&Found>> = names.values().filter(|works| works.len() > 1).collect();
    let Some(first) = clashes.first() else { return Ok(()) };
    let told: Vec<String> =
        clashes.iter().take(CLASHES_TOLD).map(|works| clash(works, meant, *form)).collect();
    let more = match clashes.len().saturating_sub(CLASHES_TOLD) {
        0 => String::new(),
        more => format!("; and {more} more such names"),
    };
    let message = match clashes.len() {
        1 => format!("{}; nothing was made", told.join("")),
        count => format!(
            "{count} names are borne by several texts; nothing was made: {}{more}",
            told.join("; ")
        ),
    };
    let met = first.iter().any(|work| work.how == How::Met);
    let hint = match (&meant.output, met) {
        (Output::File(_), _) => "name a folder with -o",
        (Output::Folder(_), false) => {
            "rename one of them, or make them in two runs with two folders (-o)"
        }
        (Output::Folder(_), true) => {
            "make the folders one by one, each with an -o of its own: \
             for folder in */; do offprint build \"$folder\" -o \"../books/$folder\"; done"
        }
    };
    Err(Trouble::new(Exit::Usage, message).hint(hint))
}

/// How many clashes of names are told one by one.
const CLASHES_TOLD: usize = 5;

/// Which works would become one file.
fn clash(works: &[&Found], meant: &Meant, form: Form) -> String {
    const NAMED: usize = 2;
    let named: Vec<&str> = works.iter().take(NAMED).map(|work| work.shown.as_str()).collect();
    let target =
        works.first().map(|work| making::target(meant, work, form)).unwrap_or_default();
    match works.len() - named.len() {
        0 => format!("{} would both become {}", named.join(" and "), target.display()),
        more => format!(
            "{} and {more} more would all become {}",
            named.join(", "),
            target.display()
        ),
    }
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
    if let Some(told) = report::read_back(&made.read) {
        let told = told.split_once(" read back: ").map_or(told.as_str(), |(_, words)| words);
        terminal.status("Read back", told);
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
