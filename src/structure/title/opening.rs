//! How far the title matter of a page goes, and where its text begins.

use super::super::placed::{Placed, all_in, words_of};
use super::super::provenance;
use super::super::wording::{self, dates, divisions, names};
use super::{Clues, title_page};
use crate::book::{Align, Form, Inline, PassageKind, Style};

/// Classes of paragraphs that are title matter by themselves.
const TITLE_CLASSES: &[&str] = &[
    "title",
    "subtitle",
    "booktitle",
    "maintitle",
    "author",
    "byline",
    "series",
    "halftitle",
    "autorinfo",
];

/// The beginning of a page, divided.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// The passages that are title matter, in order, rules left out.
    pub title: Vec<Placed>,
    /// What comes after them.
    pub rest: Vec<Placed>,
}

/// How many of the first passages may be title matter or provenance: up to the first running text.
pub fn extent(passages: &[Placed], form: Form) -> usize {
    let mut short = 0;
    for (nth, placed) in passages.iter().enumerate() {
        let opening = placed.is_empty()
            || placed.is_rule()
            || matches!(placed.passage.kind, PassageKind::Field(_) | PassageKind::Image(_))
            || is_line(placed, form)
            || wording::count_words(&placed.words()) <= 60 && nth < 40;
        if !opening {
            return nth;
        }
        // Short paragraphs one after the other are text as well: letters, dialogues.
        short += usize::from(!is_line(placed, form) && !placed.is_rule() && !placed.is_empty());
        if short > 6 {
            return nth;
        }
    }
    passages.len()
}

/// Divides the beginning of a leaf from which provenance was taken. `provenance_at` is the index
/// in `passages` at which the first of it stood: what follows it is text.
pub fn split(
    passages: Vec<Placed>,
    provenance_at: Option<usize>,
    clues: &Clues,
    form: Form,
) -> Opening {
    let before = passages.iter().take(provenance_at.unwrap_or(0)).count();
    let (passages, provenance_at) = match provenance_at {
        None => (joined(passages), None),
        // What stands before the provenance is joined by itself, so that its place stays known.
        Some(_) => {
            let mut passages = passages;
            let after = passages.split_off(before);
            let mut first = joined(passages);
            let at = first.len();
            first.extend(after);
            (first, Some(at))
        }
    };
    if let Some(end) = title_page::title_page(&passages, clues, form) {
        let mut passages = passages;
        let rest = passages.split_off(end);
        return Opening { title: title_page::title_page_lines(passages, clues), rest };
    }
    let lines = candidates(&passages, provenance_at, form);
    let cut = cut(&passages, &lines, provenance_at, clues);
    // A chapter's line that nothing but its place tells.
    let chapter = lines.get(cut).filter(|_| clues.cited || clues.chapter_page);
    let chapter = chapter.filter(|line| line.level.is_none()).map(|line| line.index);
    let lines: Vec<Candidate> = lines.into_iter().take(cut).collect();
    let title: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(nth, line)| !heads_a_part(line, lines.get(..*nth).unwrap_or(&[])))
        .map(|(_, line)| line.index)
        .collect();
    let end = title.last().map_or(0, |last| last + 1);
    let mut opening = Opening::default();
    for (nth, mut placed) in passages.into_iter().enumerate() {
        if chapter == Some(nth) {
            placed.passage.class.push("chaptertitle".to_owned());
        }
        if title.contains(&nth) && nth < end {
            opening.title.push(placed);
        } else if nth < end
            && (placed.is_rule() || placed.is_empty())
            && placed.passage.anchors.is_empty()
        {
            // Rules and spacers among title lines are layout; what records something stays.
            if !shows_or_records(&placed) {
                continue;
            }
            opening.rest.push(placed);
        } else {
            opening.rest.push(placed);
        }
    }
    opening
}

/// Whether a heading under the title bears the number of a part or a chapter, or names a part of a
/// book, as a preface: it heads the text, even where the names of author and translator stand
/// below it.
fn heads_a_part(line: &Candidate, before: &[Candidate]) -> bool {
    let under = |level: u8| {
        before
            .iter()
            .any(|one| one.level.is_some_and(|title| title < level) && !is_aside(&one.words))
    };
    // `(Part 1)` says which part of the work the page is.
    let numbered = wording::unbracketed(&line.words) == line.words.trim()
        && divisions::numbered(&line.words).is_some_and(|found| found.role.is_some());
    let named =
        wording::count_words(&line.words) == 1 && divisions::named(&line.words).is_some();
    line.level.is_some_and(under) && (numbered || named)
}

/// Whether dropping the passage would lose a record of the source.
fn shows_or_records(placed: &Placed) -> bool {
    let mut found = false;
    crate::book::each_text(&placed.passage.content, &mut |text| {
        found |= !text.pieces().is_empty();
    });
    found
}

/// A passage that may be a line of the title matter.
#[derive(Clone, Debug)]
struct Candidate {
    /// Its index among the passages.
    index: usize,
    /// Its words.
    words: String,
    /// Its heading level by mark-up.
    level: Option<u8>,
    /// How many rules stand before it.
    group: usize,
}

fn candidates(passages: &[Placed], provenance_at: Option<usize>, form: Form) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut group = 0;
    let heading = first_heading(passages, form);
    for (index, placed) in passages.iter().enumerate() {
        let titled = found.iter().any(|line| !is_aside(&line.words));
        // Directives state title matter in any order; lines do so above the provenance only.
        let stated = matches!(placed.passage.kind, PassageKind::Field(_));
        // Provenance at the very head divides nothing: a heading under the title may be its second.
        let divided = provenance_at.is_some_and(|at| index >= at)
            && (provenance_at != Some(0)
                || !matches!(placed.passage.kind, PassageKind::Heading(_)));
        if divided && titled && !stated {
            break;
        }
        if placed.is_rule() {
            group += 1;
        } else if is_line(placed, form)
            || heading.is_some_and(|at| is_beside(placed, index, at))
        {
            let words = match &placed.passage.kind {
                PassageKind::Image(image) => image.alt.clone().unwrap_or_default(),
                _ => placed.words(),
            };
            // A place with a date under the title is the beginning of the text.
            let dateline = placed.level().is_none()
                && titled
                && !stated
                && wording::unbracketed(&words) == words.trim()
                && dates::is_dateline(&words)
                && dates::first(&words).is_some_and(|date| date.day.is_some());
            if dateline {
                break;
            }
            found.push(Candidate { index, words, level: placed.level(), group });
        } else if !placed.is_empty() {
            break;
        }
        if found.len() >= 24 {
            break;
        }
    }
    found
}

/// The first heading of a Markdown text, if it stands where a title does: that form has no other
/// sign for the lines around a title.
fn first_heading(passages: &[Placed], form: Form) -> Option<usize> {
    let first = passages.iter().take(8).position(|placed| placed.level().is_some());
    first.filter(|_| form == Form::Markdown)
}

/// Whether a passage without any look of its own belongs to the title matter around the heading
/// at `heading`: a short line above it, or the author's name or a date right below.
fn is_beside(placed: &Placed, index: usize, heading: usize) -> bool {
    let words = placed.words();
    let count = wording::count_words(&words);
    let plain =
        placed.passage.kind == PassageKind::Paragraph && placed.passage.within.is_empty();
    let above = index < heading && count <= 12 && !wording::ends_sentence(&words);
    let below = index > heading && index < heading + 4 && count <= 8 && is_aside(&words);
    plain && count > 0 && !is_motto(&words) && (above || below)
}

/// Whether a passage looks like a line of title matter: a heading, or short and set apart.
fn is_line(placed: &Placed, form: Form) -> bool {
    let passage = &placed.passage;
    let words = placed.words();
    let count = wording::count_words(&words);
    let enclosed = passage
        .within
        .iter()
        .any(|around| !matches!(around.kind, crate::book::EnclosureKind::Division));
    match &passage.kind {
        PassageKind::Heading(_) => count > 0 && count <= 60,
        PassageKind::Image(image) => image
            .alt
            .as_deref()
            .is_some_and(|alt| wording::count_words(alt) > 1 && passage.content.is_empty()),
        PassageKind::Field(key) => {
            matches!(
                key.to_lowercase().as_str(),
                "title" | "subtitle" | "author" | "authors" | "date"
            )
        }
        PassageKind::Paragraph | PassageKind::Lines => {
            if count == 0
                || enclosed
                || is_motto(&words)
                || placed.is_classed(&[provenance::IN_TEXT])
            {
                return false;
            }
            let ended = wording::ends_sentence(&words)
                && !words.ends_with(['?', '!'])
                && wording::unbracketed(&words) == words
                && names::people(&words).is_none();
            // Some pages set every paragraph in the class of titles.
            let goes_on = ended || words.ends_with([',', ';', ':']);
            let classed = placed.is_classed(TITLE_CLASSES) && count <= 25 && !goes_on;
            let apart = passage.align == Align::Centre
                || all_in(&passage.content, Style::Strong)
                || all_in(&passage.content, Style::Large);
            let plain = form == Form::Plain && count <= 18;
            let told = dates::whole(&words).is_some()
                || (count <= 8
                    && words.starts_with(['b', 'B'])
                    && words != names::without_by(&words));
            classed
                || ((apart || plain || told)
                    && count <= 25
                    && !ended
                    && !has_many_lines(&passage.content))
        }
        _ => false,
    }
}

/// Whether words are a sentence with the name of whoever said it after a dash.
fn is_motto(words: &str) -> bool {
    let Some(at) = words.rfind(['–', '—']) else { return false };
    let (said, by) = words.split_at(at);
    wording::count_words(said) > 4
        && said.trim_end().trim_end_matches(['”', '"', '’']).ends_with(['.', '!', '?'])
        && names::looks_like_name(by.trim_start_matches(['–', '—', ' ']).trim_end_matches('.'))
}

/// Whether a line is the `by` that the name on the next line belongs to.
fn is_by(words: &str) -> bool {
    matches!(words.trim().to_lowercase().as_str(), "by" | "von" | "par")
}

/// Joins to a `by` the name after it, and to an open bracket the lines up to its end.
fn joined(passages: Vec<Placed>) -> Vec<Placed> {
    let open = |words: &str| words.starts_with('(') && !words.contains(')');
    let mut joined: Vec<Placed> = Vec::with_capacity(passages.len());
    for (nth, placed) in passages.into_iter().enumerate() {
        let running = placed.passage.kind == PassageKind::Paragraph
            && placed.passage.align == Align::Centre
            && placed.passage.anchors.is_empty();
        match joined.last_mut() {
            Some(last)
                if running
                    && nth < 40
                    && last.passage.kind == PassageKind::Paragraph
                    && last.passage.align == Align::Centre
                    && (is_by(&last.words()) || open(&last.words())) =>
            {
                last.passage.content.push(Inline::LineBreak);
                last.passage.content.extend(placed.passage.content);
            }
            _ => joined.push(placed),
        }
    }
    joined
}

fn has_many_lines(content: &[Inline]) -> bool {
    words_of(content).lines().count() > 4
}

/// Whether a line says who or when, but not what: it cannot be the only title.
fn is_aside(words: &str) -> bool {
    dates::whole(words).is_some()
        || names::people(words).is_some_and(|people| !is_word(&people))
}

/// Whether all that looks like a name is one word that no archive files persons under: `November`.
fn is_word(people: &[String]) -> bool {
    matches!(people, [one] if !one.contains(' ') && names::known(one).is_none())
}

/// How many of the candidates are title matter; the others are the first headings of the text.
/// Provenance that was taken from among the passages tells the title from them.
fn cut(
    passages: &[Placed],
    lines: &[Candidate],
    provenance_at: Option<usize>,
    clues: &Clues,
) -> usize {
    let Some(first) = lines.first() else { return 0 };
    let agrees = |line: &Candidate| {
        let words = wording::plain(&line.words);
        !words.is_empty() && clues.head_plain.contains(&words)
    };
    let body_levels: Vec<u8> = passages
        .iter()
        .skip(lines.last().map_or(0, |line| line.index + 1))
        .filter_map(Placed::level)
        .collect();
    // One line alone that is like the headings after it, while the page's head knows another
    // title, is a heading of the text.
    let alone = lines.len() == 1 && clues.head_title.is_some() && !agrees(first);
    let like_others = first.level.is_some_and(|level| body_levels.contains(&level));
    if alone
        && provenance_at.is_none()
        && (like_others || divisions::role_of(&first.words).is_some())
    {
        return 0;
    }
    // Where the page's head names work and chapter, the chapter is a heading of the text.
    let chapter = clues.head_chapter.as_deref().map(wording::plain);
    let is_chapter = |line: &Candidate| chapter.as_ref() == Some(&wording::plain(&line.words));
    if let Some(nth) = lines.iter().position(is_chapter) {
        return nth;
    }
    // Where the provenance cites the work, a numbered line heads a chapter of it.
    if clues.cited && first.level.is_none() && is_numbered(passages, first) {
        return 0;
    }
    if divisions::is_number_alone(&first.words) && dates::whole(&first.words).is_none() {
        return 0;
    }
    let mut titled = false;
    let mut titled_group = 0;
    let mut named = false;
    for (nth, line) in lines.iter().enumerate() {
        // Below a rule, under title and author, a name is another's: whose the section is.
        let people = names::people(&line.words).filter(|people| !is_word(people));
        let stranger = titled
            && named
            && line.group > titled_group
            && people.as_ref().is_some_and(|people| !clues.names_all(people));
        let aside = !stranger && is_aside(&line.words)
            || wording::unbracketed(&line.words) != line.words.trim();
        named |= people.is_some();
        // A `by` with its name belongs to the title matter, with the headings above it.
        let credited =
            lines.iter().skip(nth + 1).take(2).any(|next| {
                next.words != names::without_by(&next.words) && is_aside(&next.words)
            });
        if titled && !aside && !credited {
            let division = divisions::role_of(&line.words).is_some()
                || divisions::is_number_alone(&line.words);
            let after_rule = line.group > titled_group;
            let last = nth + 1 == lines.len();
            let like_others = last
                && provenance_at.is_none()
                && line.level.is_some_and(|level| body_levels.contains(&level))
                && next_is_text(passages, line.index);
            if division || after_rule || like_others {
                return nth;
            }
        }
        // On a page of a work the line under the title, right above the text, heads the chapter.
        let chapter = clues.chapter_page
            && titled
            && !aside
            && line.level.is_none()
            && nth + 1 == lines.len()
            && next_is_text(passages, line.index);
        if chapter {
            return nth;
        }
        if !is_aside(&line.words) || stranger {
            titled = true;
            titled_group = titled_group.max(line.group);
        }
    }
    lines.len()
}

/// Whether a line begins with the number of a division, alone on its line or not.
fn is_numbered(passages: &[Placed], line: &Candidate) -> bool {
    let whole = passages.get(line.index).map(|placed| words_of(&placed.passage.content));
    let first = whole.as_deref().and_then(|words| words.lines().next()).unwrap_or("");
    divisions::is_number_alone(first) || divisions::numbered(&line.words).is_some()
}

/// Whether text follows a passage at once, without a rule between.
fn next_is_text(passages: &[Placed], index: usize) -> bool {
    let next =
        passages.get(index + 1..).unwrap_or(&[]).iter().find(|placed| !placed.is_empty());
    next.is_some_and(|placed| !placed.is_rule())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Passage, Text};
    use crate::structure::notes::Home;

    fn centred(words: &str) -> Placed {
        let mut passage = Passage::paragraph(vec![Inline::Text(Text::verbatim(words, 0))]);
        passage.align = Align::Centre;
        Placed { home: Home { leaf: 0, passage: 0 }, passage }
    }

    #[test]
    fn a_by_and_an_open_bracket_go_on_in_the_next_line() {
        let lines = ["by", "J. C. MARIATEGUI", "(Delivered in Lima,", "on July 13, 1923.)"];
        let joined = joined(lines.iter().map(|line| centred(line)).collect());
        let words: Vec<String> = joined.iter().map(Placed::words).collect();
        assert_eq!(words.len(), 2);
        let apart = ["(Delivered in Lima)", "J. C. MARIATEGUI"];
        let apart = super::joined(apart.iter().map(|line| centred(line)).collect());
        assert_eq!(apart.len(), 2);
    }

    #[test]
    fn sentences_with_a_name_are_mottoes() {
        assert!(is_motto("Let us be lazy in everything, except in being lazy. – Lessing"));
        assert!(!is_motto("Trotskyism – Counter-Revolution in Disguise"));
    }
}
