//! `offprint check`: what would become of every character, the notes, and what was noticed.

use std::collections::BTreeMap;

use offprint::Draft;
use offprint::book::{
    Book, Checked, Fate, Finding, Ledger, Limits, Note, Relator, Severity, words_of,
};
use serde_json::{Value, json};

use crate::arguments::CheckArguments;
use crate::exit::{Exit, Trouble};
use crate::inputs;
use crate::making::{self, Read};
use crate::meant::{EditionMeant, Form};
use crate::report::{self, Noticed, counted, noticed};
use crate::terminal::{self, Terminal};
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
    let render = if typed.json { as_json } else { for_a_person };
    let meant = typed.outputs.then(|| EditionMeant::checked(typed.limits)).transpose()?;
    let mut printed = Ok(Exit::Made);
    threads::in_order(
        &found,
        typed.jobs.map(usize::from),
        |work| {
            let seen = seen(work, typed.limits.into(), meant.as_ref())?;
            Ok((render(work, &seen), seen.faithful))
        },
        |work, checked: Result<(String, bool), Trouble>| match checked {
            Ok((text, faithful)) => {
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
}

impl Notes {
    fn of(draft: &Draft, noticed: &[Noticed]) -> Notes {
        let mut linked = 0;
        draft.book.each_run(&mut |_, run| {
            offprint::book::each_mark(run, &mut |_| linked += 1);
        });
        let dangling = noticed.iter().filter(|finding| finding.rule == DANGLING);
        let orphans = draft.book.notes().iter().filter(|note| note.marks == 0);
        Notes {
            linked,
            dangling: dangling.filter_map(|finding| finding.quote.clone()).collect(),
            orphans: orphans.map(first_words).collect(),
        }
    }
}

/// The rule by which a mark without a note is noticed.
const DANGLING: &str = "notes/dangling-mark";

fn first_words(note: &Note) -> String {
    let words = note.blocks.first().map(words_of).unwrap_or_default();
    words.split_whitespace().take(8).collect::<Vec<_>>().join(" ")
}

/// One line of JSON.
fn as_json(found: &Found, seen: &Seen) -> String {
    let Seen { draft, findings, .. } = seen;
    let (book, ledger) = (&draft.book, &draft.ledger);
    let title = book.title();
    let authors: Vec<&str> = title.authors.iter().map(|author| author.name.as_str()).collect();
    let translators =
        title.contributors.iter().filter(|other| other.role == Relator::Translator);
    let translators: Vec<&str> = translators.map(|other| other.person.name.as_str()).collect();
    let counts = ledger.counts();
    let noticed = noticed(findings, &draft.reading);
    let notes = Notes::of(draft, &noticed);
    let mut object = json!({
        "input": found.shown,
        "language": title.language.tag(),
        "title": title.title,
        "authors": authors,
        "reading_text": { "chars": ledger.chars, "sha256": ledger.sha256 },
        "ledger": {
            "kept": counts.kept,
            "normalised": counts.normalised,
            "stripped": counts.stripped,
            "spans": spans(ledger),
        },
        "notes": {
            "marks": notes.linked + notes.dangling.len(),
            "notes": book.notes().len(),
            "linked": notes.linked,
            "dangling_marks": notes.dangling,
            "orphan_notes": notes.orphans,
        },
        "subtitle": title.subtitle,
        "written": title.written.map(|date| date.to_string()),
        "published": title.published.map(|date| date.to_string()),
        "translators": translators,
        "findings": findings.iter().map(finding).collect::<Vec<_>>(),
    });
    if !seen.read.is_empty() {
        object["outputs"] = seen.read.iter().map(output).collect();
    }
    format!("{object}\n")
}

/// An edition that was read back: what was looked for in it, and how many faults were found.
fn output(read: &Read) -> Value {
    json!({
        "form": read.form.ending(),
        "words": read.sought.words,
        "notes": read.sought.notes,
        "faults": read.faults,
    })
}

fn spans(ledger: &Ledger) -> Vec<Value> {
    let spans = ledger.spans.iter().map(|(span, fate)| {
        let (name, rule) = match fate {
            Fate::Kept => ("kept", None),
            Fate::Normalised(rule) => ("normalised", Some(rule.id)),
            Fate::Stripped(rule) => ("stripped", Some(rule.id)),
        };
        json!([span.start, span.end, name, rule])
    });
    spans.collect()
}

fn finding(finding: &Finding) -> Value {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    json!({
        "rule": finding.rule.id,
        "severity": severity,
        "place": finding.place.map(|place| json!([place.start, place.end])),
        "message": finding.message,
        "hint": finding.hint,
    })
}

/// A report to be read.
fn for_a_person(found: &Found, seen: &Seen) -> String {
    let Seen { draft, findings, .. } = seen;
    let (book, ledger) = (&draft.book, &draft.ledger);
    let mut lines = vec![found.shown.clone(), format!("  {}", catalogued(book))];
    let counts = ledger.counts();
    lines.push(format!(
        "  {} characters read: {} kept, {} normalised, {} stripped",
        ledger.chars, counts.kept, counts.normalised, counts.stripped
    ));
    let noticed = noticed(findings, &draft.reading);
    let notes = Notes::of(draft, &noticed);
    if !book.notes().is_empty() || !notes.dangling.is_empty() {
        lines.push(format!(
            "  {}, {} linked to them, {} without a note, {} without a mark",
            counted(book.notes().len(), "note"),
            counted(notes.linked, "mark"),
            counted(notes.dangling.len(), "mark"),
            counted(notes.orphans.len(), "note")
        ));
    }
    lines.extend(report::read_back(&seen.read).map(|told| format!("  {told}")));
    lines.extend(fates(draft));
    let told = report::lines(&noticed, Severity::Info);
    if !told.is_empty() {
        lines.push("  noticed".into());
    }
    for line in told {
        let word = match line.severity {
            Some(Severity::Error) => "error: ",
            Some(Severity::Warning) => "warning: ",
            Some(Severity::Info) => "",
            None => "  ",
        };
        lines.push(format!("    {word}{}", line.words));
    }
    let lines: Vec<String> = lines.iter().map(|line| terminal::plain(line)).collect();
    lines.join("\n") + "\n\n"
}

/// The book in one line, as a catalogue has it.
fn catalogued(book: &Book) -> String {
    let title = book.title();
    // A title that brings quotation marks of its own gets none around them.
    let quoted = title.title.starts_with(['"', '“', '„', '«', '»', '‘', '\'']);
    let mut line = if quoted { title.title.clone() } else { format!("“{}”", title.title) };
    if !title.authors.is_empty() {
        let authors: Vec<&str> =
            title.authors.iter().map(|author| author.name.as_str()).collect();
        line.push_str(&format!(" by {}", authors.join(", ")));
    }
    for (what, date) in [("written", title.written), ("published", title.published)] {
        if let Some(date) = date {
            line.push_str(&format!(", {what} {date}"));
        }
    }
    line.push_str(&format!(", in {}", title.language));
    line
}

/// What was stripped, piece by piece, and what was changed, by rule.
fn fates(draft: &Draft) -> Vec<String> {
    const WIDTH: usize = 64;
    let mut lines = Vec::new();
    let stripped = report::stripped(draft);
    if !stripped.is_empty() {
        lines.push("  stripped".into());
    }
    for (rule, words) in stripped {
        lines.push(format!("    “{}” [{rule}]", report::shortened(&words, WIDTH)));
    }
    let mut changed: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, fate) in &draft.ledger.spans {
        if let Fate::Normalised(rule) = fate {
            *changed.entry(rule.id).or_default() += 1;
        }
    }
    if !changed.is_empty() {
        lines.push("  normalised".into());
        lines.extend(changed.iter().map(|(rule, times)| format!("    {times} × {rule}")));
    }
    lines
}
