//! What became of every work, written beside the library: `report.json` for programs,
//! `report.html` for people, and the failed works as a list that can be given back.

use std::collections::BTreeMap;
use std::path::Path;

use offprint::review::{self, List, Review};
use serde::Serialize;

use super::journal::{Entry, Journal, lines};
use super::manifest;
use super::own;
use super::plan::Planned;
use super::telling::Counts;
use crate::exit::{Exit, Trouble};
use crate::worker::{Outcome, Record};

/// How many of the slowest and the largest are told.
const TOP: usize = 20;

/// How many works are named for one reason or rule on the page; the JSON has all.
const NAMED: usize = 5;

/// The rules by which notes are found that have lost their marks, or marks that lost their notes.
const UNLINKED: [&str; 2] = ["notes/dangling-mark", "notes/orphan"];

/// Works that share a reason.
#[derive(Debug, Serialize)]
struct Reasoned {
    reason: String,
    count: usize,
    works: Vec<String>,
}

/// A rule that noticed something.
#[derive(Debug, Serialize)]
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
#[derive(Debug, Serialize)]
struct Of<T> {
    input: String,
    #[serde(flatten)]
    what: T,
}

#[derive(Debug, Serialize)]
struct Missing {
    missing: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Words {
    message: String,
}

#[derive(Debug, Serialize)]
struct Unlinked {
    notes: usize,
}

#[derive(Debug, Serialize)]
struct Size {
    pages: usize,
    chars: u32,
}

#[derive(Debug, Serialize)]
struct Time {
    seconds: f64,
}

/// Everything that is told.
#[derive(Debug, Default, Serialize)]
struct Report {
    works: usize,
    made: usize,
    unchanged: usize,
    moved: usize,
    nothing_to_publish: usize,
    failed: usize,
    failures: Vec<Reasoned>,
    nothing: Vec<Reasoned>,
    rules: Vec<Noticed>,
    missing_pages: Vec<Of<Missing>>,
    unlinked_notes: Vec<Of<Unlinked>>,
    charsets: Vec<Of<Words>>,
    slowest: Vec<Of<Time>>,
    largest: Vec<Of<Size>>,
}

/// Writes the report of a run into the library.
///
/// # Errors
/// Where it cannot be written, or the counts do not add up, which would be a fault of this program.
pub(super) fn write(
    works: &[Planned],
    journal: &mut Journal,
    counts: Counts,
    library: &Path,
) -> Result<(), Trouble> {
    let reached: Vec<(&Planned, &Entry)> =
        works.iter().filter_map(|work| Some((work, journal.get(work.place())?))).collect();
    let report = report(&reached, counts)?;
    let mut json = serde_json::to_string_pretty(&report).map_err(|error| {
        Trouble::new(Exit::Machine, format!("the report cannot be told: {error}"))
    })?;
    json.push('\n');
    let page = review::page(&review(&report));
    let failed: Vec<manifest::Line> = reached
        .iter()
        .filter_map(|(work, entry)| match &entry.outcome {
            Outcome::Failed(_) => Some(manifest::line(work, Some(entry.outcome.clone()))),
            _ => None,
        })
        .collect();
    let failed = if failed.is_empty() { None } else { Some(lines(&failed)?) };
    own::write(journal, library, "report.json", json.as_bytes())?;
    own::write(journal, library, "report.html", &page)?;
    match failed {
        None => own::remove(journal, library, "failed.jsonl"),
        Some(list) => own::write(journal, library, "failed.jsonl", list.as_bytes()),
    }
}

fn report(reached: &[(&Planned, &Entry)], counts: Counts) -> Result<Report, Trouble> {
    let mut report = Report {
        works: counts.works,
        made: counts.made,
        unchanged: counts.unchanged,
        moved: counts.moved,
        nothing_to_publish: counts.nothing,
        failed: counts.failed,
        ..Report::default()
    };
    let mut failures = BTreeMap::new();
    let mut nothing = BTreeMap::new();
    let mut rules: BTreeMap<(&str, &str), Noticed> = BTreeMap::new();
    for (work, entry) in reached {
        match &entry.outcome {
            Outcome::Made(record) => {
                of_book(&mut report, work, record);
                of_rules(&mut rules, work, record);
                let seconds = entry.seconds;
                report.slowest.push(Of { input: work.source.clone(), what: Time { seconds } });
            }
            Outcome::NothingToPublish(why) => reason(&mut nothing, work, &why.message),
            Outcome::Failed(why) | Outcome::Machine(why) => {
                reason(&mut failures, work, &why.message);
            }
        }
    }
    report.slowest.sort_by(|a, b| b.what.seconds.total_cmp(&a.what.seconds));
    report.largest.sort_by_key(|of| std::cmp::Reverse(of.what.chars));
    report.slowest.truncate(TOP);
    report.largest.truncate(TOP);
    report.failures = most_first(failures);
    report.nothing = most_first(nothing);
    report.rules = rules.into_values().collect();
    report.rules.sort_by_key(|rule| std::cmp::Reverse(rule.works));
    add_up(&report)?;
    Ok(report)
}

/// Holds the counts to one another: every work came out in exactly one way, and everything that is
/// listed was counted.
fn add_up(report: &Report) -> Result<(), Trouble> {
    let Report { made, unchanged, moved, nothing_to_publish, failed, .. } = report;
    let sum = made + unchanged + moved + nothing_to_publish + failed;
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

fn of_book(report: &mut Report, work: &Planned, record: &Record) {
    let input = || work.source.clone();
    if !record.missing.is_empty() {
        let missing = record.missing.clone();
        report.missing_pages.push(Of { input: input(), what: Missing { missing } });
    }
    let unlinked = record.findings.iter().filter(|told| UNLINKED.contains(&told.rule.as_str()));
    let notes: usize = unlinked.map(|told| told.count).sum();
    if notes > 0 {
        report.unlinked_notes.push(Of { input: input(), what: Unlinked { notes } });
    }
    for told in &record.findings {
        if told.rule.starts_with("charset/") && told.severity != "info" {
            let message = told.first.clone();
            report.charsets.push(Of { input: input(), what: Words { message } });
        }
    }
    let (pages, chars) = (record.pages.unwrap_or(0), record.chars);
    report.largest.push(Of { input: input(), what: Size { pages, chars } });
}

fn of_rules<'a>(
    rules: &mut BTreeMap<(&'a str, &'a str), Noticed>,
    work: &Planned,
    record: &'a Record,
) {
    for told in &record.findings {
        let noticed = rules.entry((&told.rule, &told.severity)).or_insert_with(|| Noticed {
            rule: told.rule.clone(),
            severity: told.severity.clone(),
            works: 0,
            count: 0,
            example: (work.source.clone(), told.first.clone()),
        });
        noticed.works += 1;
        noticed.count += told.count;
    }
}

/// Adds a work to those that share its reason: the words of the message after the work's name.
fn reason(reasons: &mut BTreeMap<String, Reasoned>, work: &Planned, message: &str) {
    let input = work.input.display().to_string();
    let words = message.strip_prefix(&input).unwrap_or(message);
    let words = words.trim_start_matches([':', ' ']).to_owned();
    let reason = reasons.entry(words.clone()).or_insert_with(|| Reasoned {
        reason: words,
        count: 0,
        works: Vec::new(),
    });
    reason.count += 1;
    reason.works.push(work.source.clone());
}

fn most_first(reasons: BTreeMap<String, Reasoned>) -> Vec<Reasoned> {
    let mut reasons: Vec<Reasoned> = reasons.into_values().collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
    reasons
}

/// The report as a page.
fn review(report: &Report) -> Review {
    let counts = [
        ("made", report.made),
        ("unchanged", report.unchanged),
        ("moved", report.moved),
        ("with nothing to publish", report.nothing_to_publish),
        ("failed", report.failed),
        ("all", report.works),
    ];
    let reasons = |heading: &str, reasons: &[Reasoned]| List {
        heading: heading.into(),
        columns: ["Reason", "Works", "Which"].map(str::to_owned).to_vec(),
        rows: reasons
            .iter()
            .map(|reason| {
                vec![reason.reason.clone(), reason.count.to_string(), some(&reason.works)]
            })
            .collect(),
    };
    let rules = report.rules.iter().map(|rule| {
        let (input, message) = &rule.example;
        let (works, count) = (rule.works.to_string(), rule.count.to_string());
        vec![
            rule.rule.clone(),
            rule.severity.clone(),
            works,
            count,
            format!("{input}: {message}"),
        ]
    });
    let missing = report.missing_pages.iter();
    let unlinked = report.unlinked_notes.iter();
    let charsets = report.charsets.iter();
    let largest = report.largest.iter();
    let slowest = report.slowest.iter();
    Review {
        title: "Report".into(),
        counts: counts.map(|(what, count)| (what.to_owned(), count)).to_vec(),
        lists: vec![
            reasons("Failed", &report.failures),
            reasons("Nothing to publish", &report.nothing),
            List {
                heading: "Missing pages and images".into(),
                columns: ["Work", "Missing"].map(str::to_owned).to_vec(),
                rows: missing
                    .map(|of| vec![of.input.clone(), some(&of.what.missing)])
                    .collect(),
            },
            List {
                heading: "Notes and marks without one another".into(),
                columns: ["Work", "Number"].map(str::to_owned).to_vec(),
                rows: unlinked
                    .map(|of| vec![of.input.clone(), of.what.notes.to_string()])
                    .collect(),
            },
            List {
                heading: "Doubtful characters".into(),
                columns: ["Work", "What"].map(str::to_owned).to_vec(),
                rows: charsets
                    .map(|of| vec![of.input.clone(), of.what.message.clone()])
                    .collect(),
            },
            List {
                heading: "Rules".into(),
                columns: ["Rule", "Severity", "Works", "Times", "Example"]
                    .map(str::to_owned)
                    .to_vec(),
                rows: rules.collect(),
            },
            List {
                heading: "The largest".into(),
                columns: ["Work", "Pages", "Characters"].map(str::to_owned).to_vec(),
                rows: largest
                    .map(|of| {
                        let Size { pages, chars } = &of.what;
                        vec![of.input.clone(), pages.to_string(), chars.to_string()]
                    })
                    .collect(),
            },
            List {
                heading: "The slowest".into(),
                columns: ["Work", "Seconds"].map(str::to_owned).to_vec(),
                rows: slowest
                    .map(|of| vec![of.input.clone(), format!("{:.2}", of.what.seconds)])
                    .collect(),
            },
        ],
    }
}

/// The first few of some names, and how many more there are.
fn some(names: &[String]) -> String {
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", "))
}
