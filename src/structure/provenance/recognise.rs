//! Which passages of a leaf are provenance: by their class, their place and their words.

use super::super::placed::{Placed, words_of};
use super::super::wording::{self, dates, one_space};
use super::lines::{has_mark, lines_of};
use super::tables::{is_labelled_table, table_lines};
use super::{Line, Standing, credits, labels};
use crate::book::{Field, PassageKind, Relator};

/// Classes that archives give their provenance.
const CLASSES: &[&str] = &[
    "info",
    "information",
    "infotext",
    "firstpub",
    "textquelle",
    "credits",
    "provenance",
    "transcriber",
    "source",
    "pubinfo",
    "pub",
    "copyright",
];

/// The class of a line of provenance that stays in the text: it is neither title nor heading.
pub const IN_TEXT: &str = "provenance-in-text";

/// How many passages before the end of a leaf are looked at for credits that stand there.
const FOOT: usize = 12;

/// What stands at the head of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Title lines and provenance as the archive sets them.
    Archive,
    /// The title page of a printed book, on which the translator has a place.
    Printed,
}

/// The provenance of a leaf and what is left of it.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The lines of provenance.
    pub lines: Vec<Line>,
    /// The other passages, in order. A line of provenance that bears the mark of a note closes
    /// them: its readers look for the note there, for who reads a colophon reads no notes, and no
    /// text opens with its credits.
    pub rest: Vec<Placed>,
    /// Index into `rest` where the first block of provenance stood; none if there was none.
    pub at: Option<usize>,
}

/// Takes the provenance out of a leaf's passages. `opening` is how many of the first passages may
/// be title matter or provenance: unlabelled lines are only recognised among those and at the foot.
pub fn take(passages: Vec<Placed>, opening: usize, head: Head) -> Taken {
    let foot = foot(&passages);
    let remarks = remarks(&passages);
    let mut taken = Taken::default();
    let mut zone = false;
    let mut marked_lines = Vec::new();
    for (nth, placed) in passages.into_iter().enumerate() {
        if remarks.get(nth) == Some(&true) {
            taken.at = taken.at.or(Some(taken.rest.len()));
            taken.lines.extend(lines_of(placed.passage.content, Some(Field::Transcribed)));
            continue;
        }
        if placed.is_rule() {
            zone =
                placed.is_classed(&["infotop"]) || (zone && !placed.is_classed(&["infobot"]));
            if nth >= opening {
                zone = false;
            }
            taken.rest.push(placed);
            continue;
        }
        let place = match () {
            () if zone => Place::Zone,
            () if nth < opening => Place::Opening,
            () if nth >= foot => Place::Foot,
            () => Place::Text,
        };
        let titled = head == Head::Printed && place == Place::Opening && is_title_line(&placed);
        if !titled && is_provenance(&placed, place) {
            taken.at = taken.at.or(Some(taken.rest.len()));
            let stated = match &placed.passage.kind {
                PassageKind::Field(key) => labels::field_of(key),
                _ => None,
            };
            let Placed { home, mut passage } = placed;
            let kind = std::mem::replace(&mut passage.kind, PassageKind::Paragraph);
            let lines = match kind {
                PassageKind::Table(table) => table_lines(table),
                _ => lines_of(std::mem::take(&mut passage.content), stated),
            };
            let marked = lines.iter().filter(|line| line.standing == Standing::Text);
            for line in marked {
                let mut kept = passage.clone();
                kept.class = vec![IN_TEXT.to_owned()];
                kept.content = line.content.clone();
                passage.anchors.clear();
                marked_lines.push(Placed { home, passage: kept });
            }
            taken.lines.extend(lines);
        } else {
            taken.rest.push(placed);
        }
    }
    taken.rest.append(&mut marked_lines);
    taken
}

/// Which passages are the remarks of a transcriber: a line that only names them, and what follows
/// it up to three blank lines or to the end.
fn remarks(passages: &[Placed]) -> Vec<bool> {
    let mut remarks = vec![false; passages.len()];
    for (nth, placed) in passages.iter().enumerate() {
        let named = placed.passage.kind == PassageKind::Paragraph
            && matches!(
                wording::plain_start(&words_of(&placed.passage.content), 20).as_str(),
                "transcribersnote"
                    | "transcribersnotes"
                    | "transcribernotes"
                    | "transcribernote"
            );
        if !named {
            continue;
        }
        let after = passages.get(nth + 1..).unwrap_or(&[]);
        let ends = |next: &Placed| next.passage.gap >= 3 || next.is_rule();
        let run = after.iter().take(FOOT + 1).position(ends);
        let Some(run) = run.or((after.len() <= FOOT).then_some(after.len())) else { continue };
        let said = |placed: &Placed| {
            matches!(placed.passage.kind, PassageKind::Paragraph | PassageKind::Lines)
                && !has_mark(&placed.passage.content)
        };
        if run > 0 && after.iter().take(run).all(said) {
            remarks.iter_mut().skip(nth).take(run + 1).for_each(|remark| *remark = true);
        }
    }
    remarks
}

/// Where a passage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Between the rules that archives put around their provenance.
    Zone,
    /// Before the text.
    Opening,
    /// Among the last passages, where notes stand as well.
    Foot,
    /// In the text.
    Text,
}

/// Index of the first passage of the foot: the last passages of the leaf.
fn foot(passages: &[Placed]) -> usize {
    passages.len().saturating_sub(FOOT)
}

fn is_provenance(placed: &Placed, place: Place) -> bool {
    if let PassageKind::Field(key) = &placed.passage.kind {
        return !matches!(
            key.to_lowercase().as_str(),
            "title" | "subtitle" | "author" | "authors" | "date"
        );
    }
    if let PassageKind::Table(table) = &placed.passage.kind {
        return place != Place::Text && is_labelled_table(table);
    }
    if placed.level().is_some_and(|level| level > 2) && place == Place::Opening {
        return is_heading_of_credits(&words_of(&placed.passage.content));
    }
    let running = matches!(placed.passage.kind, PassageKind::Paragraph | PassageKind::Lines);
    if placed.is_empty() || !running {
        return false;
    }
    let is_marked = placed.is_classed(CLASSES) || place == Place::Zone;
    if place == Place::Text && !is_marked {
        return false;
    }
    let words = words_of(&placed.passage.content);
    let count = wording::count_words(&words);
    let labelled = words.lines().filter(|line| line_field(line).is_some()).count();
    if is_marked {
        // A page may set a whole introduction in its info class: prose of some length is text.
        return labelled > 0 || count <= 80 || !credits::read(&words, Field::Other).is_empty();
    }
    if count > 150 {
        return false;
    }
    let lines = words.lines().filter(|line| !line.trim().is_empty()).count();
    let opening = place == Place::Opening;
    if labelled > 0 && labelled * 2 >= lines {
        return opening
            || words.lines().any(|line| line_field(line).is_some_and(is_of_the_trade));
    }
    count <= 60
        && (is_credit(&words) || (opening && (is_citation(&words) || names_the_trade(&words))))
}

/// Whether words credit whoever transcribed a text or marked it up.
fn names_the_trade(words: &str) -> bool {
    let trades = [Relator::Transcriber, Relator::Markup, Relator::Proofreader];
    credits::read(words, Field::Other).iter().any(|one| trades.contains(&one.role))
}

/// Whether a passage is a line of a printed title page that names translator or editor.
fn is_title_line(placed: &Placed) -> bool {
    let words = one_space(&words_of(&placed.passage.content));
    let start = wording::plain(&words);
    let trade = start.starts_with("translatedby") || start.starts_with("editedby");
    trade && wording::count_words(&words) <= 12 && line_field(&words).is_none()
}

/// Whether a passage set as a small heading credits whoever transcribed the text.
fn is_heading_of_credits(words: &str) -> bool {
    is_credit(words) && names_the_trade(words)
}

/// The field of a line by its label.
pub(super) fn line_field(line: &str) -> Option<Field> {
    let line = one_space(line);
    let (label, _) = labels::label_of(&line)?;
    // A label is short, and a name before a colon (`Bert: Ah!`) is none.
    (wording::count_words(label) <= 5).then(|| labels::field_of(label)).flatten()
}

/// Whether a field is about the transcription, not about what a note might cite.
fn is_of_the_trade(field: Field) -> bool {
    matches!(
        field,
        Field::Transcribed
            | Field::Markup
            | Field::Proofread
            | Field::Translated
            | Field::Edited
            | Field::Rights
            | Field::Online
    )
}

/// Whether a passage without labels credits those who made the transcription.
pub(super) fn is_credit(words: &str) -> bool {
    let start = wording::plain_start(words, 24);
    const STARTS: &[&str] = &[
        "transcri",
        "scanned",
        "marked",
        "markup",
        "html",
        "producedby",
        "etextprepared",
        "prepared",
        "downloadedwiththanks",
        "takenfrom",
        "digiti",
        "proofread",
        "typed",
        "translatedby",
        "convertedto",
        "thisetext",
        "onlineversion",
        "copiedwiththanks",
        "seitenzahlenverweisen",
        "erstelltam",
        "1korrektur",
        "2korrektur",
        "3korrektur",
        "korrektur",
        "thisfilewasproduced",
        "publicdomain",
        "copyright",
        "copyleft",
        "geschrieben",
        "nachdem",
        "gedrucktnach",
        "firstpublished",
        "originallypublished",
        "nachder",
    ];
    STARTS.iter().any(|known| start.starts_with(known))
}

/// Whether a line cites where the text was printed: `From Justice, 12 May 1890, p.3`.
fn is_citation(words: &str) -> bool {
    let words = one_space(words);
    if wording::count_words(&words) > 40 {
        return false;
    }
    let lower = words.to_lowercase();
    let dated = dates::first(&words).is_some();
    let paged =
        ["pp.", "p.", "vol.", "no.", " nr.", " s.", " bd.", "volume "].iter().any(|part| {
            lower.match_indices(part).any(|(at, _)| {
                let rest = lower.get(at + part.len()..).unwrap_or("").trim_start();
                rest.starts_with(|c: char| c.is_ascii_digit() || "ivxl".contains(c))
            })
        });
    dated && paged && !wording::ends_sentence(lower.trim_end_matches(['.', ';']))
}

/// The most words of a line that says when a work was written or published.
const PUBLICATION_WORDS: usize = 40;

/// Whether a line says, with a date, when a work was written or published.
pub fn is_publication(line: &str) -> bool {
    let short = wording::count_words(line) <= PUBLICATION_WORDS;
    let says = || matches!(field(line), Some(Field::FirstPublished | Field::Written));
    short && says() && dates::first(line).is_some()
}

/// What a line is about: by its label, or by its first words.
pub(super) fn field(words: &str) -> Option<Field> {
    if let Some(field) = line_field(words) {
        return Some(field);
    }
    let firsts: Vec<&str> = words.split(' ').take(3).collect();
    let starts = |count: usize| labels::field_of(&firsts.get(..count).unwrap_or(&[]).concat());
    starts(3)
        .or_else(|| starts(2))
        .or_else(|| starts(1))
        .or_else(|| is_citation(words).then_some(Field::Source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_says_when_a_work_was_published_has_a_date() {
        assert!(is_publication("First published: 1882."));
        assert!(is_publication("First published 1882 in Le Révolté"));
        assert!(is_publication("Geschrieben Ende März bis 26. Mai 1884."));
        assert!(!is_publication("First published: Le Révolté"));
        assert!(!is_publication("Korrektur: 1"));
        assert!(!is_publication("The law of 1882 stood at the end of the town."));
    }

    #[test]
    fn prose_credits_are_seen() {
        assert!(is_credit("Transcribed and HTML markup for the Trotsky Internet Archive"));
        assert!(is_credit("Produced by Fritz Ohrenschall, Stephanie Eason, and the"));
        assert!(!is_credit("Marxists have always known that the transcription of history"));
    }

    #[test]
    fn small_headings_may_credit_a_transcriber() {
        let credit = "Transcribed for the Trotsky Internet Archive by Sally Ryan.";
        assert!(is_heading_of_credits(credit));
        assert!(!is_heading_of_credits("Marked for Death by the State"));
        assert!(!is_heading_of_credits("Translated by Sally Ryan"));
    }

    #[test]
    fn citations_have_a_date_and_a_place() {
        assert!(is_citation("From Justice, 12 May 1890, p.3"));
        assert!(is_citation("Die Neue Zeit, Vol. 19, 1900, pp. 21-26."));
        assert!(!is_citation("In May 1890 the workers marched."));
    }

    #[test]
    fn speakers_are_no_labels() {
        assert_eq!(line_field("Bert: Ah! George, is that you?"), None);
        assert_eq!(line_field("Source: Freedom, 1912"), Some(Field::Source));
    }
}
