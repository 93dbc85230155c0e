//! How a passage of provenance divides into lines, and which of them stay in the text.

use super::super::placed::{self, words_of};
use super::super::wording::one_space;
use super::recognise::{field, is_credit, line_field};
use super::{Line, Standing};
use crate::book::{Field, Inline, split_at, text_of};

/// The lines of a passage of provenance, each with its field. A line without a label of its own
/// belongs to the one before it.
pub(super) fn lines_of(content: Vec<Inline>, stated: Option<Field>) -> Vec<Line> {
    let mut before = stated;
    let mut lines = Vec::new();
    for content in whole_lines(content).into_iter().flat_map(credits_apart) {
        let words = one_space(&words_of(&content));
        let field = stated.or_else(|| field(&words)).or(before).unwrap_or(Field::Other);
        before = match field {
            Field::Source | Field::Rights | Field::FirstPublished => Some(field),
            _ => None,
        };
        lines.push(line(field, content));
    }
    lines
}

/// A line of provenance; it stays in the text where it calls a note.
pub(super) fn line(field: Field, content: Vec<Inline>) -> Line {
    let standing = if has_mark(&content) { Standing::Text } else { Standing::Colophon };
    Line { field, standing, content }
}

/// A line that calls a note, and the credits that follow it in sentences of their own: they call
/// none, and need not stay in the text with it.
fn credits_apart(content: Vec<Inline>) -> Vec<Vec<Inline>> {
    if has_mark(&content) {
        let words = text_of(&content);
        let credits = words.match_indices([' ', '\n']).map(|(at, _)| at).filter(|at| {
            let after = words.get(at + 1..).unwrap_or("");
            after.starts_with(char::is_uppercase) && is_credit(after)
        });
        for at in credits {
            let (mut line, mut credits) = split_at(content.clone(), at);
            if !has_mark(&credits) {
                placed::trim(&mut line);
                placed::trim(&mut credits);
                return vec![line, credits];
            }
        }
    }
    vec![content]
}

/// The lines of a passage; one that plainly goes on in the next was only broken at the measure of
/// the file, and both are one.
fn whole_lines(content: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut whole: Vec<Vec<Inline>> = Vec::new();
    for line in placed::lines(content) {
        match whole.last_mut() {
            Some(last)
                if (goes_on(&words_of(last)) || begins_within(&words_of(&line)))
                    && line_field(&words_of(&line)).is_none() =>
            {
                last.push(Inline::LineBreak);
                last.extend(line);
            }
            _ => whole.push(line),
        }
    }
    whole
}

/// Whether a line ends where no sentence and no credit does: at an article, a conjunction, a
/// preposition, or inside brackets.
fn goes_on(line: &str) -> bool {
    let last = line.split_whitespace().next_back().unwrap_or("");
    matches!(
        last,
        "the"
            | "and"
            | "of"
            | "by"
            | "for"
            | "at"
            | "in"
            | "from"
            | "to"
            | "with"
            | "und"
            | "der"
            | "von"
            | "für"
            | "et"
            | "de"
            | "par"
            // “… and the Online Distributed / Proofreading Team”, as Gutenberg’s credits break.
            | "Online"
            | "Distributed"
    ) || line.matches('(').count() > line.matches(')').count()
}

/// Whether a line begins where no credit does: `COPYRIGHT, 1902 / BY CHARLES H. KERR & COMPANY`.
fn begins_within(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    matches!(first, "by" | "By" | "BY" | "and" | "of")
}

/// Whether the mark of a note stands in `inlines`.
pub(super) fn has_mark(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::NoteMark(_) => true,
        Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
            has_mark(inner)
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{NoteId, NoteMark, Text};

    #[test]
    fn a_credit_that_was_broken_at_the_measure_goes_on() {
        assert!(goes_on("Produced by Fritz Ohrenschall, Stephanie Eason, and the"));
        assert!(goes_on("(This file was produced from images generously made"));
        assert!(!goes_on("Transcribed by Ted Crawford (2003)"));
        assert!(begins_within("BY CHARLES H. KERR & COMPANY"));
        assert!(!begins_within("Bylaws of the Party"));
        assert!(!goes_on("Proofread: Einde O’Callaghan"));
    }

    #[test]
    fn credits_leave_a_line_that_calls_a_note_only_as_sentences_without_one() {
        let apart = |before: &str, after: &str| {
            let text = |words: &str| Inline::Text(Text::verbatim(words, 0));
            let mark = NoteMark { note: NoteId(0), nth: 0, label: Text::verbatim("1", 0) };
            let content = vec![text(before), Inline::NoteMark(mark), text(after)];
            credits_apart(content).iter().map(|line| words_of(line)).collect::<Vec<_>>()
        };
        assert_eq!(
            apart("Justice, 27th June 1891.", " Transcribed by Ann Smith."),
            ["Justice, 27th June 1891.", "Transcribed by Ann Smith."]
        );
        for (before, after) in [
            ("From Justice, 1891. Transcribed by Ann Smith", " for the archive."),
            ("Justice, 27th June 1891.", " It was replied to in the same year."),
        ] {
            assert_eq!(apart(before, after).len(), 1, "{before}");
        }
    }
}
