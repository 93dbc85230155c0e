//! What `check --json` prints of a work. Other programs rely on it: keys may be added, never changed.

use offprint::book::{AuditedNote, Fate, Finding, Ledger, Relator, Severity};
use serde_json::{Value, json};

use super::{Notes, Seen};
use crate::making::Read;
use crate::report::noticed;
use crate::works::Found;

/// One line of JSON.
pub(super) fn as_json(found: &Found, seen: &Seen) -> String {
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
            "audit": notes.audit.iter().map(audited).collect::<Vec<_>>(),
            "to_look_at": to_look_at(findings),
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

/// A note with its marks: its label, whose it is, how it was joined to them and where they stand.
fn audited(note: &AuditedNote) -> Value {
    json!({
        "label": note.label,
        "series": note.series,
        "hand": note.hand.name(),
        "joined_by": note.pairing.name(),
        "sure": note.pairing.is_sure(),
        "place": note.place.map(|place| json!([place.start, place.end])),
        "opening": note.opening,
        "marks": note.marks.iter().map(|mark| json!([mark.start, mark.end])).collect::<Vec<_>>(),
    })
}

/// What speaks against the notes as they were joined: gaps, doubled labels, links that lead astray,
/// and what has no other half.
fn to_look_at(findings: &[Finding]) -> Vec<Value> {
    let of_notes = findings.iter().filter(|finding| finding.rule.id.starts_with("notes/"));
    of_notes.map(finding).collect()
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
