//! The report as a page for people.

use offprint::review::{List, Review};

use super::{Reasoned, Report, Size};
use crate::terminal::plain;

/// How many works are named for one reason on the page; the JSON has all.
const NAMED: usize = 5;

/// The report as a page.
pub(super) fn review(report: &Report) -> Review {
    let counts = [
        ("made", report.made),
        ("unchanged", report.unchanged),
        ("moved", report.moved),
        ("with nothing to publish", report.nothing_to_publish),
        ("failed", report.failed),
        ("not reached", report.not_reached),
        ("all", report.works),
    ];
    let reasons = |heading: &str, reasons: &[Reasoned]| List {
        heading: heading.into(),
        columns: ["Reason", "Works", "Which"].map(str::to_owned).to_vec(),
        rows: reasons
            .iter()
            .map(|reason| {
                // The heading says it.
                let why = reason.reason.strip_prefix("nothing to publish: ");
                let why = why.unwrap_or(&reason.reason).to_owned();
                vec![why, reason.count.to_string(), some(&reason.works)]
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
    let mut review = Review {
        title: "Report".into(),
        library: "index.html".into(),
        counts: counts
            .into_iter()
            .filter(|(what, count)| *what != "not reached" || *count > 0)
            .map(|(what, count)| (what.to_owned(), count))
            .collect(),
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
    };
    // What files are called may turn the direction of a line.
    for cell in review.lists.iter_mut().flat_map(|list| list.rows.iter_mut().flatten()) {
        *cell = plain(cell);
    }
    review
}

/// The first few of some names, and how many more there are.
fn some(names: &[String]) -> String {
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", "))
}
