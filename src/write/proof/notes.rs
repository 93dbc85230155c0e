//! The notes as an editor looks them through: what is doubtful, with a way to put it right, then
//! every note with its marks.

use super::html::{Html, button, counted, fix, go, severity, table, toml};
use super::{Excerpts, Proof};
use crate::book::{self, Finding, noticed};

/// Writes the audit.
pub(super) fn audit(html: &mut Html, proof: &Proof<'_>) {
    let notes = book::audit(proof.book);
    let of_notes = |finding: &&Finding| {
        finding.rule.id.starts_with("notes/") || finding.rule.id == "nav/back-links"
    };
    let mut findings: Vec<&Finding> = proof.findings.iter().filter(of_notes).collect();
    findings.sort_by_key(|finding| finding.severity);
    if notes.is_empty() && findings.is_empty() {
        return html.element("p", "The text has no notes.");
    }
    let marks: usize = notes.iter().map(|note| note.marks.len()).sum();
    let notes_count = counted(notes.len(), "note");
    html.element("p", &format!("{notes_count}, {} joined to them.", counted(marks, "mark")));
    if !findings.is_empty() {
        html.element("h2 class=\"group\"", "To look at");
        html.raw("<p class=\"lead\">Where a mark and a note belong together, fill in the line between the quotation marks and put the three lines into <code>");
        html.text(proof.sidecar);
        html.raw("</code>; make the file if there is none.</p>\n");
        let excerpts = Excerpts::of(proof.reading);
        table(
            html,
            "Notes to look at",
            &["", "What", "Where", "To join them"],
            findings.len(),
            |html, nth| {
                let finding = findings[nth];
                severity(html, finding.severity);
                html.element("td", &finding.message);
                go(html, finding.place, "show");
                html.raw("<td>");
                if let Some(lines) = pair(&excerpts, finding) {
                    fix(html, &format!("note-{nth}"), &lines);
                }
                html.raw("</td>");
            },
        );
    }
    html.element("h2 class=\"group\"", "All notes");
    table(
        html,
        "All notes",
        &["Note", "Begins", "Whose", "Series", "Joined", "Marks"],
        notes.len(),
        |html, nth| {
            let note = &notes[nth];
            go(html, note.place, if note.label.is_empty() { "(none)" } else { &note.label });
            html.element("td class=\"q\"", &note.opening);
            html.element("td", note.hand.name());
            html.element("td", &(u32::from(note.series) + 1).to_string());
            html.element("td", note.pairing.words());
            html.raw("<td>");
            for (nth, place) in note.marks.iter().enumerate() {
                button(html, place.start, &format!("mark {}", nth + 1));
            }
            html.raw("</td>");
        },
    );
}

/// What the sidecar says to join a mark and a note by hand: the half that is known, filled in.
fn pair(excerpts: &Excerpts<'_>, finding: &Finding) -> Option<String> {
    const WORDS: usize = 6;
    let place = finding.place?;
    match finding.rule.id {
        noticed::DANGLING_MARK => {
            let mark = excerpts.words(place);
            let after = excerpts.before(place.start, WORDS);
            Some(format!(
                "[[note]]\nafter = {}\nmark = {}\nnote = \"\"",
                toml(&after),
                toml(mark)
            ))
        }
        noticed::ORPHAN => {
            let words: Vec<&str> =
                excerpts.words(place).split_whitespace().take(WORDS).collect();
            Some(format!(
                "[[note]]\nafter = \"\"\nmark = \"\"\nnote = {}",
                toml(&words.join(" "))
            ))
        }
        _ => None,
    }
}
