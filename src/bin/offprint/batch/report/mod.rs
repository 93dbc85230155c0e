//! What became of every work, written beside the library: `report.json` for programs,
//! `report.html` for people, and the failed works as a list that can be given back.
//!
//! What is told of a work is taken from it when it comes out, so that nothing else of it is kept in
//! memory. The report is the same in whatever order works come out, and so it is when the reports of
//! the parts of a mirror are joined.

mod page;

use std::collections::BTreeMap;
use std::path::Path;

use offprint::book::noticed;
use offprint::review;
use serde::{Deserialize, Serialize};

use super::journal::{Entry, Journal, lines};
use super::manifest;
use super::own;
use super::plan::Planned;
use super::telling::Counts;
use crate::exit::{Exit, Trouble};
use crate::files;
use crate::lines::Listed;
use crate::worker::{Outcome, Record};

/// How many of the slowest and the largest are told.
const TOP: usize = 20;

/// The rules by which notes are found that have lost their marks, or marks that lost their notes.
const UNLINKED: [&str; 2] = [noticed::DANGLING_MARK, noticed::ORPHAN];

/// Works that share a reason.
#[derive(Debug, Serialize, Deserialize)]
struct Reasoned {
    reason: String,
    count: usize,
    works: Vec<String>,
}

/// A rule that noticed something.
#[derive(Debug, Serialize, Deserialize)]
struct Noticed {
    rule: String,
    severity: String,
    /// In how many works.
    works: usize,
    /// How often.
    count: usize,
    /// The first work, and what was noticed there.
    example: (String, String),
}

/// Something about one work.
#[derive(Debug, Serialize, Deserialize)]
struct Of<T> {
    input: String,
    #[serde(flatten)]
    what: T,
}

#[derive(Debug, Serialize, Deserialize)]
struct Missing {
    missing: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Words {
    message: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Unlinked {
    notes: usize,
}

#[derive(Debug, Serialize, Deserialize)]
struct Size {
    pages: usize,
    chars: u32,
}

#[derive(Debug, Serialize, Deserialize)]
struct Time {
    seconds: f64,
}

/// Everything that is told.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Report {
    works: usize,
    made: usize,
    unchanged: usize,
    moved: usize,
    nothing_to_publish: usize,
    failed: usize,
    /// Those that a run which was interrupted did not come to.
    not_reached: usize,
    failures: Vec<Reasoned>,
    nothing: Vec<Reasoned>,
    rules: Vec<Noticed>,
    missing_pages: Vec<Of<Missing>>,
    unlinked_notes: Vec<Of<Unlinked>>,
    charsets: Vec<Of<Words>>,
    slowest: Vec<Of<Time>>,
    largest: Vec<Of<Size>>,
}

/// What has been gathered for a report.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    failures: BTreeMap<String, Reasoned>,
    nothing: BTreeMap<String, Reasoned>,
    /// By rule and severity.
    rules: BTreeMap<(String, String), Noticed>,
    missing_pages: Vec<Of<Missing>>,
    unlinked_notes: Vec<Of<Unlinked>>,
    charsets: Vec<Of<Words>>,
    slowest: Vec<Of<Time>>,
    largest: Vec<Of<Size>>,
    /// The failed works, by their inputs.
    failed: Vec<Listed>,
}

impl Gathered {
    /// Adds a work and what became of it.
    pub(super) fn add(&mut self, work: &Planned, entry: &Entry) {
        match &entry.outcome {
            Outcome::Made(record) => {
                self.add_book(&work.source, record);
                let what = Time { seconds: entry.seconds };
                self.slowest.push(Of { input: work.source.clone(), what });
                self.cut();
            }
            Outcome::NothingToPublish(why) => {
                add_reason(&mut self.nothing, reasoned(work, &why.message));
            }
            Outcome::Failed(why) | Outcome::Machine(why) => {
                add_reason(&mut self.failures, reasoned(work, &why.message));
                self.failed.push(manifest::line(work, Some(entry.outcome.clone())));
            }
        }
    }

    fn add_book(&mut self, source: &str, record: &Record) {
        let input = || source.to_owned();
        if !record.missing.is_empty() {
            let missing = record.missing.clone();
            self.missing_pages.push(Of { input: input(), what: Missing { missing } });
        }
        let mut notes = 0;
        for told in &record.findings {
            if UNLINKED.contains(&told.rule.as_str()) {
                notes += told.count;
            }
            if told.rule.starts_with("charset/") && told.severity != "info" {
                let message = told.first.clone();
                self.charsets.push(Of { input: input(), what: Words { message } });
            }
            self.add_rule(Noticed {
                rule: told.rule.clone(),
                severity: told.severity.clone(),
                works: 1,
                count: told.count,
                example: (input(), told.first.clone()),
            });
        }
        if notes > 0 {
            self.unlinked_notes.push(Of { input: input(), what: Unlinked { notes } });
        }
        let (pages, chars) = (record.pages.unwrap_or(0), record.chars);
        self.largest.push(Of { input: input(), what: Size { pages, chars } });
    }

    fn add_rule(&mut self, more: Noticed) {
        let key = (more.rule.clone(), more.severity.clone());
        match self.rules.get_mut(&key) {
            Some(noticed) => {
                noticed.works += more.works;
                noticed.count += more.count;
                if more.example < noticed.example {
                    noticed.example = more.example;
                }
            }
            None => drop(self.rules.insert(key, more)),
        }
    }

    /// Adds the report of a part of the works, with those of them that failed.
    pub(super) fn join(&mut self, report: Report, failed: Vec<Listed>) {
        for reason in report.failures {
            add_reason(&mut self.failures, reason);
        }
        for reason in report.nothing {
            add_reason(&mut self.nothing, reason);
        }
        for rule in report.rules {
            self.add_rule(rule);
        }
        self.missing_pages.extend(report.missing_pages);
        self.unlinked_notes.extend(report.unlinked_notes);
        self.charsets.extend(report.charsets);
        self.slowest.extend(report.slowest);
        self.largest.extend(report.largest);
        self.failed.extend(failed);
        self.cut();
    }

    /// Keeps of the slowest and the largest no more than are told, as soon as there are many.
    fn cut(&mut self) {
        if self.slowest.len() > 10 * TOP || self.largest.len() > 10 * TOP {
            self.rank();
        }
    }

    fn rank(&mut self) {
        let input = |a: &str, b: &str| a.cmp(b);
        self.slowest.sort_by(|a, b| {
            b.what.seconds.total_cmp(&a.what.seconds).then_with(|| input(&a.input, &b.input))
        });
        self.largest.sort_by(|a, b| {
            b.what.chars.cmp(&a.what.chars).then_with(|| input(&a.input, &b.input))
        });
        self.slowest.truncate(TOP);
        self.largest.truncate(TOP);
    }

    /// The report of works that came out so, and the list of those that failed.
    fn report(mut self, counts: Counts) -> (Report, Vec<Listed>) {
        self.rank();
        let mut rules: Vec<Noticed> = self.rules.into_values().collect();
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.works));
        self.failed.sort_by(|a, b| a.input.cmp(&b.input));
        let report = Report {
            works: counts.works,
            made: counts.made,
            unchanged: counts.unchanged,
            moved: counts.moved,
            nothing_to_publish: counts.nothing,
            failed: counts.failed,
            not_reached: counts.not_reached(),
            failures: most_first(self.failures),
            nothing: most_first(self.nothing),
            rules,
            missing_pages: by_input(self.missing_pages),
            unlinked_notes: by_input(self.unlinked_notes),
            charsets: by_input(self.charsets),
            slowest: self.slowest,
            largest: self.largest,
        };
        (report, self.failed)
    }
}

/// What a work tells that did not come to a book: the words of the message after the work's name.
fn reasoned(work: &Planned, message: &str) -> Reasoned {
    let input = work.input.display().to_string();
    let words = message.strip_prefix(&input).unwrap_or(message);
    let reason = words.trim_start_matches([':', ' ']).to_owned();
    Reasoned { reason, count: 1, works: vec![work.source.clone()] }
}

fn add_reason(reasons: &mut BTreeMap<String, Reasoned>, more: Reasoned) {
    match reasons.get_mut(&more.reason) {
        Some(reason) => {
            reason.count += more.count;
            reason.works.extend(more.works);
        }
        None => drop(reasons.insert(more.reason.clone(), more)),
    }
}

fn most_first(reasons: BTreeMap<String, Reasoned>) -> Vec<Reasoned> {
    let mut reasons: Vec<Reasoned> = reasons.into_values().collect();
    reasons.iter_mut().for_each(|reason| reason.works.sort());
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
    reasons
}

fn by_input<T>(mut list: Vec<Of<T>>) -> Vec<Of<T>> {
    list.sort_by(|a, b| a.input.cmp(&b.input));
    list
}

/// Writes the report of a run into the library.
///
/// # Errors
/// Where it cannot be written, or the counts do not add up, which would be a fault of this program.
pub(super) fn write(
    gathered: Gathered,
    counts: Counts,
    journal: &mut Journal,
    library: &Path,
) -> Result<(), Trouble> {
    let (report, failed) = gathered.report(counts);
    add_up(&report)?;
    let mut json = serde_json::to_string_pretty(&report).map_err(|error| {
        Trouble::new(Exit::Machine, format!("the report cannot be told: {error}"))
    })?;
    json.push('\n');
    own::write(journal, library, "report.json", json.as_bytes())?;
    own::write(journal, library, "report.html", &review::page(&page::review(&report)))?;
    if failed.is_empty() {
        return own::remove(journal, library, "failed.jsonl");
    }
    own::write(journal, library, "failed.jsonl", lines(&failed)?.as_bytes())
}

/// Reads the report of a run, with how its works came out and the list of those that failed.
///
/// # Errors
/// Where there is none, or one of another version.
pub(super) fn read(library: &Path) -> Result<(Report, Counts, Vec<Listed>), Trouble> {
    let path = library.join("report.json");
    let wrong = |path: &Path, why: &dyn std::fmt::Display| {
        let message = format!("{}: is no report of this version: {why}", path.display());
        Trouble::new(Exit::Usage, message).hint("run offprint batch into this folder once more")
    };
    let report: Report = serde_json::from_slice(&files::read_own(&path)?)
        .map_err(|error| wrong(&path, &error))?;
    let path = library.join("failed.jsonl");
    let listed = files::read_own(&path)?;
    let listed = listed.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let failed = listed.map(serde_json::from_slice).collect::<Result<Vec<_>, _>>();
    let failed = failed.map_err(|error| wrong(&path, &error))?;
    let counts = Counts {
        works: report.works,
        made: report.made,
        moved: report.moved,
        unchanged: report.unchanged,
        nothing: report.nothing_to_publish,
        failed: report.failed,
    };
    Ok((report, counts, failed))
}

/// Holds the counts to one another: every work came out in exactly one way or was not reached, and
/// everything that is listed was counted.
fn add_up(report: &Report) -> Result<(), Trouble> {
    let Report { made, unchanged, moved, nothing_to_publish, failed, not_reached, .. } = report;
    let sum = made + unchanged + moved + nothing_to_publish + failed + not_reached;
    let listed = |list: &[Reasoned]| list.iter().map(|reason| reason.count).sum::<usize>();
    let fits = sum == report.works
        && listed(&report.failures) == *failed
        && listed(&report.nothing) == *nothing_to_publish;
    if fits {
        return Ok(());
    }
    let message = format!("the report does not add up: {sum} of {} works", report.works);
    Err(Trouble::new(Exit::Machine, message)
        .hint("this is a fault in offprint, not in the texts: please report it"))
}
