//! `offprint worker`: makes books as another program asks for them. `offprint batch` asks workers
//! of the same binary, so that a text that crashes or eats the memory takes nobody along.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufRead;
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use offprint::Draft;
use offprint::book::{Edition, Finding, Severity, identifier};

use crate::arguments::WorkerArguments;
use crate::exit::{Exit, Trouble};
use crate::faults::turn;
use crate::files;
use crate::interrupt;
use crate::lines::{Form, read_job};
use crate::making;
use crate::meant::{Cover, EditionMeant};
use crate::terminal;
use crate::threads::STACK;
use crate::works::{self, Found, How, Look, Origin, Seen, Taken};

pub(crate) use crate::lines::{
    Answer, Author, Job, Outcome, Reason, Record, Told, ToldLook, ToldSeen,
};

/// How often the one who waits for an answer looks whether the program is to end.
const LOOK_UP: Duration = Duration::from_millis(50);

/// Answers each line of the standard input with one of the standard output, until there is no more.
///
/// # Errors
/// Where the options mean nothing, or the standard output cannot be written.
pub(crate) fn run(typed: &WorkerArguments) -> Result<Exit, Trouble> {
    limit_memory(typed.memory_limit);
    let meant = EditionMeant::of(&typed.edition)?;
    let held = typed.held.as_deref().map(hold).transpose()?;
    let owned = held.is_some();
    let (hand_in, jobs) = mpsc::channel::<String>();
    let (hand_out, answers) = mpsc::channel::<Answer>();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let Ok(line) = line else { break };
            if !line.trim().is_empty() && hand_in.send(line).is_err() {
                return;
            }
        }
        if owned {
            // Whoever started this worker is gone, or needs it no longer: nothing more may be
            // written, for the next run may be about to begin.
            files::abandon();
            #[allow(clippy::exit, reason = "the thread at work is not waited for")]
            std::process::exit(Exit::Made.code().into());
        }
    });
    // One thread makes the books, for there are as many workers as cores.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build();
    let pool =
        pool.map_err(|error| Trouble::new(Exit::Machine, format!("no thread: {error}")))?;
    pool.spawn(move || {
        for line in jobs {
            let answer = answer(&line, &meant);
            let answer = if owned { answer } else { Answer { looks: None, ..answer } };
            if hand_out.send(answer).is_err() {
                return;
            }
        }
    });
    let mut end = Exit::Made;
    loop {
        match answers.recv_timeout(LOOK_UP) {
            Ok(answer) => {
                end = end.max(exit_of(&answer.outcome));
                let line = serde_json::to_string(&answer).map_err(|error| {
                    Trouble::new(Exit::Machine, format!("an answer cannot be told: {error}"))
                })?;
                terminal::data(&format!("{line}\n"))?;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(end),
        }
        interrupt::heed();
    }
}

fn exit_of(outcome: &Outcome) -> Exit {
    match outcome {
        Outcome::Made(_) | Outcome::NothingToPublish(_) => Exit::Made,
        Outcome::Failed(_) => Exit::TextFailed,
        Outcome::Machine(_) => Exit::Machine,
    }
}

/// From now on this process ends when it asks for more than so many MiB. Where the system knows no
/// such limit, there is none.
fn limit_memory(mib: u32) {
    #[cfg(unix)]
    {
        let bytes = u64::from(mib) << 20;
        let _ = rlimit::Resource::AS.set(bytes, bytes);
    }
    #[cfg(not(unix))]
    let _ = mib;
}

/// Holds a file together with the other workers for as long as this process lives.
fn hold(path: &Path) -> Result<File, Trouble> {
    let file = files::open_to_append(path)?;
    let locked = turn(path).and_then(|()| file.lock_shared());
    locked.map_err(|error| files::unwritable(path, &error))?;
    Ok(file)
}

fn answer(line: &str, meant: &EditionMeant) -> Answer {
    let started = Instant::now();
    let (input, outcome, looks) = match read_job(line) {
        Ok(job) => {
            let mut looks = Vec::new();
            let (outcome, whole) = match made(&job, meant, &mut looks) {
                Ok(record) => (Outcome::Made(Box::new(record)), true),
                Err((trouble, read)) => (outcome(trouble), read),
            };
            let looks = whole.then(|| looks.into_iter().map(told_look).collect());
            (job.input, outcome, looks)
        }
        Err(error) => {
            let message = format!("this is no job: {error}");
            let hint =
                "a job is {\"input\": PATH, \"outputs\": [PATH.epub, PATH.pdf]}".to_owned();
            let reason = Reason { message, hint: Some(hint) };
            (line.into(), Outcome::Failed(reason), None)
        }
    };
    Answer { input, outcome, looks, seconds: started.elapsed().as_secs_f64() }
}

fn outcome(trouble: Trouble) -> Outcome {
    let Trouble { exit, message, hint, nothing_to_publish } = trouble;
    let reason = Reason { message, hint };
    match exit {
        _ if nothing_to_publish => Outcome::NothingToPublish(reason),
        Exit::Machine => Outcome::Machine(reason),
        _ => Outcome::Failed(reason),
    }
}

/// Does a job. With the trouble comes whether the text was read to its end before it.
fn made(
    job: &Job,
    meant: &EditionMeant,
    looks: &mut Vec<Look>,
) -> Result<Record, (Trouble, bool)> {
    let found = found(job, meant.taken).map_err(|trouble| (trouble, false))?;
    let forms = forms(job).map_err(|trouble| (trouble, false))?;
    let read = works::guarded(&found, || found.load_with_looks(meant.limits, looks));
    let work = read.map_err(|trouble| (trouble, false))?;
    let missing = work.missing.clone();
    let record = works::guarded(&found, || {
        let checked = found.understood_from(work)?;
        let pdf = job.outputs.iter().zip(&forms).find(|(_, form)| **form == Form::Pdf);
        let paged_by =
            pdf.and_then(|(path, _)| Some(path.file_name()?.to_string_lossy().into()));
        let paged_by = paged_by.unwrap_or_else(|| format!("{}.pdf", found.name));
        let mut record = record(&checked.value, &found, meant);
        let mut findings = checked.findings;
        if !forms.is_empty() {
            let bound = making::bind(&checked.value, &found.shown, &paged_by, &forms, meant)?;
            findings.extend(bound.findings);
            record.pages = bound.pages;
            // Only a work whose books are all there is written: no PDF without its ebook.
            for (path, (_, bytes)) in job.outputs.iter().zip(bound.books) {
                files::make_folder(path.parent().unwrap_or(Path::new("")))?;
                files::write(path, &bytes)?;
                record.bytes.push(bytes.len() as u64);
            }
            record.cover = cover(job, &checked.value, meant)?;
        }
        record.findings = told(&findings);
        record.missing = missing;
        Ok(record)
    });
    record.map_err(|trouble| (trouble, true))
}

/// Makes the small picture of the front, where it is asked for, and tells its size.
fn cover(job: &Job, draft: &Draft, meant: &EditionMeant) -> Result<Option<u64>, Trouble> {
    let (Some(path), Cover::OfType) = (&job.cover, &meant.cover) else { return Ok(None) };
    let drawn = offprint::thumbnail(&draft.book, &meant.fonts).map_err(|error| {
        Trouble::new(Exit::TextFailed, format!("{}: {error}", job.input.display()))
    })?;
    let Some(image) = drawn else { return Ok(None) };
    files::make_folder(path.parent().unwrap_or(Path::new("")))?;
    files::write(path, &image.bytes)?;
    Ok(Some(image.bytes.len() as u64))
}

fn found(job: &Job, taken: Taken) -> Result<Found, Trouble> {
    let taken = if job.single { Taken::Alone } else { taken };
    let mut found = works::file(&job.input, How::Met, taken)?;
    if let Some(pages) = &job.pages {
        found.origin = Origin::Chosen { input: job.input.clone(), pages: pages.clone() };
    }
    if let Some(shelf) = &job.shelf {
        found.shelf.clone_from(shelf);
    }
    Ok(found)
}

fn forms(job: &Job) -> Result<Vec<Form>, Trouble> {
    let form = |path: &std::path::PathBuf| {
        Form::of(path).ok_or_else(|| {
            let message = format!("{}: offprint makes no such file", path.display());
            Trouble::new(Exit::TextFailed, message).hint("outputs end in .epub or .pdf")
        })
    };
    job.outputs.iter().map(form).collect()
}

fn record(draft: &Draft, found: &Found, meant: &EditionMeant) -> Record {
    let book = &draft.book;
    let matter = book.title();
    let authors = matter.authors.iter();
    let edition = Edition { modified: meant.modified, ..Edition::default() };
    let title = if matter.title.is_empty() { found.name.clone() } else { matter.title.clone() };
    Record {
        title,
        subtitle: matter.subtitle.clone(),
        authors: authors
            .map(|person| Author { name: person.name.clone(), file_as: person.file_as.clone() })
            .collect(),
        language: matter.language.tag().into(),
        year: matter.written.or(matter.published).map(|date| date.year),
        modified: edition.moment(book),
        identifier: identifier(book),
        chars: draft.ledger.chars,
        notes: book.notes().len(),
        ..Record::default()
    }
}

fn told_look(Look { name, seen }: Look) -> ToldLook {
    let seen = seen.map(|Seen { sha256, stamp }| ToldSeen { sha256, stamp });
    ToldLook { name, seen }
}

/// What was noticed, by rule, in the order of the rules' names.
fn told(findings: &[Finding]) -> Vec<Told> {
    let mut by_rule: BTreeMap<&str, (Severity, usize, &str)> = BTreeMap::new();
    for finding in findings {
        let first = (finding.severity, 0, finding.message.as_str());
        let told = by_rule.entry(finding.rule.id).or_insert(first);
        if finding.severity < told.0 {
            (told.0, told.2) = (finding.severity, &finding.message);
        }
        told.1 += 1;
    }
    let each = by_rule.into_iter().map(|(rule, (severity, count, first))| Told {
        rule: rule.into(),
        severity: match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
        .into(),
        count,
        first: first.into(),
    });
    each.collect()
}
