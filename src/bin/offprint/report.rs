//! What was noticed in a text, in words for a person.

use offprint::Draft;
use offprint::book::{Effect, Fate, Finding, Severity};

use crate::making::Read;

/// How many findings of one rule are told before the rest is only counted.
const TOLD: usize = 3;

/// A place that is wider than this is no place to quote: the finding is about a whole page.
const WIDEST: u32 = 2000;

/// A finding with the words that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Noticed {
    /// How much it matters.
    pub(crate) severity: Severity,
    /// The rule that noticed it.
    pub(crate) rule: &'static str,
    /// What was noticed.
    pub(crate) message: String,
    /// The words of the place, if it has one with words.
    pub(crate) quote: Option<String>,
    /// What to do about it.
    pub(crate) hint: Option<String>,
}

/// One line of a report: a word that says what kind of line it is, and the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// How much it matters; none for what belongs to the line above.
    pub(crate) severity: Option<Severity>,
    /// What it says.
    pub(crate) words: String,
}

/// Findings with the words that they are about. `reading` is the text that they were found in.
/// That a rule stripped something is told of with what was stripped, and left out here.
pub(crate) fn noticed(findings: &[Finding], reading: &str) -> Vec<Noticed> {
    let quotes = quotes(findings, reading);
    let told_elsewhere = |finding: &Finding| {
        finding.severity == Severity::Info && finding.rule.effect == Effect::Strips
    };
    let each = findings.iter().zip(quotes).filter(|(finding, _)| !told_elsewhere(finding));
    each.map(|(finding, quote)| Noticed {
        severity: finding.severity,
        rule: finding.rule.id,
        message: finding.message.clone(),
        quote,
        hint: finding.hint.clone(),
    })
    .collect()
}

/// The lines that tell of findings of at least this weight, the weightiest first: of each rule the
/// first few, and how many more there are.
pub(crate) fn lines(noticed: &[Noticed], least: Severity) -> Vec<Line> {
    // `Error` is the least of the severities by order, as it comes first in a list of them.
    let mut told: Vec<&Noticed> =
        noticed.iter().filter(|finding| finding.severity <= least).collect();
    told.sort_by_key(|finding| finding.severity);
    let mut lines = Vec::new();
    let mut rules: Vec<(Severity, &str)> = Vec::new();
    for finding in &told {
        let key = (finding.severity, finding.rule);
        if !rules.contains(&key) {
            rules.push(key);
        }
    }
    for (severity, rule) in rules {
        let same: Vec<&&Noticed> = told
            .iter()
            .filter(|finding| (finding.severity, finding.rule) == (severity, rule))
            .collect();
        let shown = if same.len() > TOLD + 1 { TOLD } else { same.len() };
        for finding in &same[..shown] {
            let quote = match &finding.quote {
                Some(quote) if !finding.message.contains(quote.trim_end_matches('…')) => {
                    format!(": “{quote}”")
                }
                _ => String::new(),
            };
            let words = format!("{}{quote} [{rule}]", finding.message);
            lines.push(Line { severity: Some(severity), words });
        }
        if shown < same.len() {
            let words = format!("… and {} more of this kind [{rule}]", same.len() - shown);
            lines.push(Line { severity: None, words });
        }
        let mut hints: Vec<&str> =
            same[..shown].iter().filter_map(|finding| finding.hint.as_deref()).collect();
        hints.dedup();
        lines.extend(
            hints
                .into_iter()
                .map(|hint| Line { severity: None, words: format!("hint: {hint}") }),
        );
    }
    lines
}

/// At most `most` characters of `words`, on one line.
pub(crate) fn shortened(words: &str, most: usize) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = words.chars().take(most).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}

/// What was stripped, piece by piece, with the rules that did it. Pieces of one rule with nothing
/// kept between them count as one.
pub(crate) fn stripped(draft: &Draft) -> Vec<(&'static str, String)> {
    let mut pieces: Vec<(&'static str, String)> = Vec::new();
    let mut goes_on = false;
    let mut chars = draft.reading.chars();
    for (span, fate) in &draft.ledger.spans {
        let words = chars.by_ref().take(span.len() as usize);
        match fate {
            Fate::Kept => {
                words.for_each(drop);
                goes_on = false;
            }
            Fate::Normalised(_) => {
                words.for_each(drop);
                if let Some((_, piece)) = pieces.last_mut().filter(|_| goes_on) {
                    piece.push(' ');
                }
            }
            Fate::Stripped(rule) => {
                match pieces.last_mut() {
                    Some((last, piece)) if goes_on && *last == rule.id => piece.extend(words),
                    _ => pieces.push((rule.id, words.collect())),
                }
                goes_on = true;
            }
        }
    }
    pieces
}

/// What was read back of the editions of a work, in a sentence without a full stop; none if nothing
/// was.
pub(crate) fn read_back(read: &[Read]) -> Option<String> {
    let forms: Vec<String> = read.iter().map(|one| one.form.ending().to_uppercase()).collect();
    let sought = read.first()?.sought;
    let faults: usize = read.iter().map(|one| one.faults).sum();
    let notes = match sought.notes {
        0 => String::new(),
        count => format!(" and {}", counted(count, "note")),
    };
    let found = match faults {
        0 => "each in its place".to_owned(),
        count => format!("with {}", counted(count, "fault")),
    };
    let words = counted(sought.words, "word");
    Some(format!("{} read back: {words}{notes}, {found}", forms.join(" and ")))
}

/// `1 note`, `2 notes`
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The words of the place of each finding, short, on one line.
fn quotes(findings: &[Finding], reading: &str) -> Vec<Option<String>> {
    const MOST: usize = 60;
    let mut wanted: Vec<(usize, offprint::book::Span)> = findings
        .iter()
        .enumerate()
        .filter_map(|(nth, finding)| Some((nth, finding.place?)))
        .filter(|(_, place)| (1..=WIDEST).contains(&place.len()))
        .collect();
    wanted.sort_by_key(|(_, place)| place.start);
    let mut quotes = vec![None; findings.len()];
    let (mut at, mut rest) = (0, reading);
    for (nth, place) in wanted {
        let skip = (place.start - at) as usize;
        let byte = rest.char_indices().nth(skip).map_or(rest.len(), |(byte, _)| byte);
        (at, rest) = (place.start, &rest[byte..]);
        let words: String =
            rest.chars().take(place.len().min(4 * MOST as u32) as usize).collect();
        let quote = shortened(&words, MOST);
        quotes[nth] = (!quote.is_empty()).then_some(quote);
    }
    quotes
}
