//! What `check` tells a person of a work.

use std::collections::BTreeMap;

use offprint::Draft;
use offprint::book::{AuditedNote, Book, Fate, Hand, Pairing, Severity};

use super::{Notes, Seen};
use crate::report::{self, counted, noticed};
use crate::terminal;
use crate::works::Found;

/// A report to be read.
pub(super) fn for_a_person(found: &Found, seen: &Seen) -> String {
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
        lines.extend(joined(&notes.audit));
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

/// The notes with how each was joined to its marks: those of one kind in a line, by their labels.
fn joined(notes: &[AuditedNote]) -> Vec<String> {
    /// The series, whose hand, and how they were joined.
    type Kind = (u8, Hand, Pairing);
    let mut kinds: Vec<(Kind, Vec<&str>)> = Vec::new();
    for note in notes {
        let kind = (note.series, note.hand, note.pairing);
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, labels)) => labels.push(&note.label),
            None => kinds.push((kind, vec![&note.label])),
        }
    }
    let told = kinds.iter().map(|((_, hand, pairing), labels)| {
        format!("    {} ({}) joined {}", in_runs(labels), hand.name(), pairing.words())
    });
    told.collect()
}

/// Labels in their order, those that count on joined: `1–12, 1–3, *, †`.
fn in_runs(labels: &[&str]) -> String {
    let mut runs: Vec<(&str, &str)> = Vec::new();
    for label in labels {
        match runs.last_mut() {
            Some((_, last)) if counts_on(last, label) => *last = label,
            _ => runs.push((label, label)),
        }
    }
    let shown = runs.iter().map(|(first, last)| match first {
        _ if first.is_empty() => "(no label)".to_owned(),
        _ if first == last => (*first).to_owned(),
        _ => format!("{first}–{last}"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// Whether a label is the next after another: the same but for its figures, which are one more.
fn counts_on(before: &str, label: &str) -> bool {
    fn parted(label: &str) -> Option<(&str, u32, &str)> {
        let from = label.find(|c: char| c.is_ascii_digit())?;
        let rest = label.get(from..)?;
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        Some((label.get(..from)?, rest.get(..end)?.parse().ok()?, rest.get(end..)?))
    }
    let (Some(before), Some(label)) = (parted(before), parted(label)) else { return false };
    (before.0, before.1.wrapping_add(1), before.2) == label
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_count_on_are_one_run() {
        assert_eq!(in_runs(&["1", "2", "3", "1", "5", "6"]), "1–3, 1, 5–6");
        assert_eq!(in_runs(&["1*", "2*", "3", "*", "*", ""]), "1*–2*, 3, *, *, (no label)");
    }
}
