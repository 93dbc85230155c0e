//! `offprint check`: what would become of every character, the notes, and what was noticed.

mod json;
mod person;

use std::path::Path;

use offprint::Draft;
use offprint::book::{
    AuditedNote, Checked, Finding, Limits, Pairing, audit, each_mark, noticed,
};

use crate::arguments::CheckArguments;
use crate::exit::{Exit, Trouble};
use crate::files;
use crate::inputs;
use crate::lines::Form;
use crate::making::{self, Read};
use crate::meant::EditionMeant;
use crate::report::Noticed;
use crate::terminal::{self, Terminal, plain};
use crate::threads;
use crate::works::{self, Found, How, Taken};

/// Checks the works and prints what was found.
///
/// # Errors
/// Where the standard output cannot be written. A text that fails is told of, and the others go
/// on.
pub(crate) fn run(typed: &CheckArguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    let taken = if typed.single { Taken::Alone } else { Taken::AsWork };
    let (found, mut end) = inputs::gather(&typed.input, taken, terminal);
    let render = if typed.json { json::as_json } else { person::for_a_person };
    let meant = typed.outputs.then(|| EditionMeant::checked(typed.limits)).transpose()?;
    if typed.html.is_some() && found.len() > 1 {
        let message = format!("--html writes one page, but these are {} works", found.len());
        return Err(Trouble::new(Exit::Usage, message).hint("name one of them"));
    }
    if let Some(path) = &typed.html {
        hold_review_page(path)?;
    }
    let mut printed = Ok(Exit::Made);
    threads::in_order(
        &found,
        typed.jobs.map(usize::from),
        |work| {
            let seen = seen(work, typed.limits.into(), meant.as_ref())?;
            if let Some(path) = &typed.html {
                let page = offprint::write_proof(
                    &seen.draft,
                    &seen.findings,
                    &plain(&work.shown),
                    &work.sidecar(),
                );
                files::write(path, page.as_bytes())?;
            }
            Ok((render(work, &seen), seen.faithful))
        },
        |work, checked: Result<(String, bool), Trouble>| match checked {
            Ok((text, faithful)) => {
                if let Some(path) = &typed.html {
                    let told = format!("{} (open it in a browser)", path.display());
                    terminal.status("Made", &told);
                }
                if !faithful {
                    end = end.max(Exit::TextFailed);
                }
                if printed.is_ok() {
                    printed = terminal::data(&text);
                }
            }
            Err(trouble) => {
                let passed_over = trouble.nothing_to_publish && work.how == How::Met;
                if passed_over {
                    terminal.status("Passed over", &trouble.message);
                } else {
                    terminal.trouble(&trouble);
                    end = end.max(trouble.exit);
                }
            }
        },
    )?;
    printed.map(|_| end)
}

/// Keeps `--html` from writing over anything but a review page: the file may be the text itself.
fn hold_review_page(path: &Path) -> Result<(), Trouble> {
    let known = files::read_own(path)?;
    if known.is_empty() || known.starts_with(offprint::PROOF_BEGINS.as_bytes()) {
        return Ok(());
    }
    let message = format!("--html {}: there is a file that is no review page", path.display());
    Err(Trouble::new(Exit::Usage, message).hint("give the page a name of its own"))
}

/// A work and everything that is to be told of it.
struct Seen {
    draft: Draft,
    findings: Vec<Finding>,
    /// What was read back of each edition, if that was asked for.
    read: Vec<Read>,
    /// Whether the editions that were read back say what the book says.
    faithful: bool,
}

fn seen(found: &Found, limits: Limits, meant: Option<&EditionMeant>) -> Result<Seen, Trouble> {
    works::guarded(found, || {
        let Checked { value: draft, mut findings } = found.understood(limits)?;
        let (mut read, mut faithful) = (Vec::new(), true);
        if let Some(meant) = meant {
            let paged_by = format!("{}.pdf", found.name);
            let bound =
                making::bind(&draft, &found.shown, &paged_by, &[Form::Epub, Form::Pdf], meant)?;
            let checked = making::read_back(&draft, &bound.books);
            faithful = checked.findings.is_empty();
            read = checked.value;
            findings.extend(bound.findings);
            findings.extend(checked.findings);
        }
        Ok(Seen { draft, findings, read, faithful })
    })
}

/// The notes of a book as figures.
struct Notes {
    /// Marks that call a note.
    linked: usize,
    /// Marks that have no note, as they stand in the text.
    dangling: Vec<String>,
    /// The first words of the notes that no mark calls.
    orphans: Vec<String>,
    /// All notes with their marks.
    audit: Vec<AuditedNote>,
}

impl Notes {
    fn of(draft: &Draft, noticed: &[Noticed]) -> Notes {
        let mut linked = 0;
        draft.book.each_run(&mut |_, run| {
            each_mark(run, &mut |_| linked += 1);
        });
        let dangling = noticed.iter().filter(|finding| finding.rule == noticed::DANGLING_MARK);
        let audit = audit(&draft.book);
        let orphans = audit.iter().filter(|note| note.pairing == Pairing::Orphan);
        Notes {
            linked,
            dangling: dangling.filter_map(|finding| finding.quote.clone()).collect(),
            orphans: orphans.map(|note| note.opening.clone()).collect(),
            audit,
        }
    }
}
