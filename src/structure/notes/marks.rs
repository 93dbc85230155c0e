//! Candidates: everything in running text that looks like the mark of a note.

use std::ops::Range;

use super::label::{Family, Found, Label, Shape, bracketed, is_sign, leading, stem, whole};
use super::survey::{Place, Run, Survey};

/// Something that may be the mark of a note.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// The run that it stands in.
    pub run: usize,
    /// The bytes that it takes in the run's text, with its brackets.
    pub range: Range<usize>,
    /// The bytes that a reader needs of it.
    pub core: Range<usize>,
    /// What it shows.
    pub label: Label,
    /// How it stands in the text.
    pub manner: Manner,
    /// Where its link leads, as written, if it is a link.
    pub address: Option<String>,
    /// Whether nothing stands before it in its run.
    pub initial: bool,
}

/// How a candidate stands in the text, the surest first: links are rarely anything else, a figure
/// close after a word often is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Manner {
    /// A link into this page or another of the work.
    Linked,
    /// A link to a place that is not in the work.
    LinkedElsewhere,
    /// A figure in square or curly brackets, with or without a star.
    Bracketed,
    /// A raised label.
    Raised,
    /// A letter in square brackets, a figure in round ones or before one, a starred figure.
    Loose,
    /// A star or a dagger.
    Sign,
    /// A bare figure close after a word or a stop.
    Glued,
}

impl Mark {
    /// Where it begins.
    pub fn place(&self) -> Place {
        Place { run: self.run, at: self.range.start }
    }
}

/// Finds the candidates of all runs, in reading order, none over another.
pub(super) fn candidates(survey: &Survey) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (index, run) in survey.runs.iter().enumerate() {
        let leaf = survey.leaf.get(run.passage).copied().unwrap_or(0);
        let mut found = Vec::new();
        linked(survey, leaf, run, &mut found);
        raised(run, &mut found);
        // A run of nothing but stars is an ornament.
        if !run.text.chars().all(|c| is_sign(c) || c.is_whitespace()) {
            scan(&run.text, &mut found);
        }
        found.sort_by_key(|(one, manner, _)| (one.range.start, *manner));
        let mut kept: Vec<(Found, Manner, Option<&str>)> = Vec::with_capacity(found.len());
        for next in found {
            match kept.last_mut() {
                Some(last) if next.0.range.start < last.0.range.end => {
                    if next.1 < last.1 {
                        *last = next;
                    }
                }
                _ => kept.push(next),
            }
        }
        marks.extend(kept.into_iter().map(|(found, manner, address)| Mark {
            run: index,
            initial: run.text[..found.range.start].trim().is_empty(),
            range: found.range,
            core: found.core,
            label: found.label,
            manner,
            address: address.map(str::to_owned),
        }));
    }
    marks
}

type Candidate<'a> = (Found, Manner, Option<&'a str>);

/// Links with a fragment that show a label and nothing else. An empty link belongs to the label
/// that follows it: `<a href="#O1"><a name="Z1">(1)</a></a>` is read so by every browser.
fn linked<'a>(survey: &Survey, leaf: usize, run: &'a Run, found: &mut Vec<Candidate<'a>>) {
    for (range, address) in &run.links {
        if !address.contains('#') {
            continue;
        }
        let label = if range.is_empty() {
            let rest = &run.text[range.start..];
            leading(rest)
                .filter(|found| found.range.start == 0 && found.label.shape != Shape::Bare)
        } else {
            let shown = &run.text[range.clone()];
            let label = if shown.len() <= 24 { whole(shown) } else { None };
            label.or_else(|| {
                let named = survey.leads_to_note(leaf, address) && !shown.trim().is_empty();
                let all = 0..shown.len();
                named.then(|| Found {
                    label: Label::named(shown),
                    range: all.clone(),
                    core: all,
                })
            })
        };
        let Some(label) = label else { continue };
        let label = bracketed_outside(&run.text, label.shifted(range.start));
        let manner = match survey.fragment(leaf, address) {
            Some(_) => Manner::Linked,
            None => Manner::LinkedElsewhere,
        };
        found.push((label, manner, Some(address)));
    }
}

/// Raised parts that are a label, but no fraction and no ordinal.
fn raised<'a>(run: &'a Run, found: &mut Vec<Candidate<'a>>) {
    for range in &run.raised {
        if range.len() > 12 {
            continue;
        }
        let Some(label) = whole(&run.text[range.clone()]) else { continue };
        if run.text[range.end..].trim_start().starts_with(['/', '⁄']) {
            continue;
        }
        let label = bracketed_outside(&run.text, label.shifted(range.start));
        found.push((label, Manner::Raised, None));
    }
}

/// Takes in brackets that stand outside the link or the raised part: `[<a href="#n1">1</a>]`.
fn bracketed_outside(text: &str, found: Found) -> Found {
    let Range { start, end } = found.range;
    if found.label.shape != Shape::Bare || start == 0 {
        return found;
    }
    let before = text.as_bytes().get(start - 1);
    match (before, text.as_bytes().get(end)) {
        (Some(b'['), Some(b']')) | (Some(b'('), Some(b')')) | (Some(b'{'), Some(b'}')) => {
            let close = char::from(text.as_bytes()[end]);
            bracketed(&text[start - 1..], close).map_or(found, |wider| wider.shifted(start - 1))
        }
        _ => found,
    }
}

/// Labels that only their characters tell from the text.
fn scan(text: &str, found: &mut Vec<Candidate<'_>>) {
    let mut before: Option<char> = None;
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        if at < skip {
            before = Some(c);
            continue;
        }
        let taken = match c {
            '[' => square(text, at, found),
            '{' => one(text, at, '}', Manner::Bracketed, found),
            '(' => one(text, at, ')', Manner::Loose, found),
            c if is_sign(c) => sign(text, at, before, found),
            c if c.is_ascii_digit() => figure(text, at, before, found),
            _ => at,
        };
        skip = taken;
        before = Some(c);
    }
}

/// A label in brackets; gives where it ends.
fn one(
    text: &str,
    at: usize,
    close: char,
    manner: Manner,
    found: &mut Vec<Candidate<'_>>,
) -> usize {
    let Some(label) = bracketed(&text[at..], close) else { return at };
    if label.label.ordinal().is_some_and(|ordinal| ordinal > 999) {
        return at;
    }
    let label = label.shifted(at);
    let end = label.range.end;
    found.push((label, manner, None));
    end
}

/// `[1]`, `[1*]`, `[A]`, `[20-21]`, `[1, 2]`: of a group every label is a mark.
fn square(text: &str, at: usize, found: &mut Vec<Candidate<'_>>) -> usize {
    if let Some(label) = bracketed(&text[at..], ']') {
        let letter = label.label.family == Family::Letters;
        let manner = if letter { Manner::Loose } else { Manner::Bracketed };
        return one(text, at, ']', manner, found);
    }
    let Some(len) = text[at..].char_indices().take(16).find(|(_, c)| *c == ']') else {
        return at;
    };
    let end = at + len.0 + 1;
    let mut parts = Vec::new();
    let mut from = at + 1;
    for part in text[from..end - 1].split_inclusive([',', ';', '-', '–']) {
        let to = from + part.len();
        let label = part.trim_end_matches([',', ';', '-', '–']);
        let start = from + label.len() - label.trim_start().len();
        let core = start..start + label.trim().len();
        from = to;
        match stem(&text[core.clone()]) {
            Some((family @ (Family::Figures | Family::Starred), stem)) if core.len() <= 3 => {
                let label = Label { family, stem, shape: Shape::Square };
                parts.push(Found { label, range: core.clone(), core });
            }
            _ => return at,
        }
    }
    if let [first, .., last] = parts.as_mut_slice() {
        first.range.start = at;
        last.range.end = end;
        found.extend(parts.into_iter().map(|part| (part, Manner::Loose, None)));
        return end;
    }
    at
}

/// `*`, `†` after a word, `*)`, and `*2`.
fn sign(text: &str, at: usize, before: Option<char>, found: &mut Vec<Candidate<'_>>) -> usize {
    let rest = &text[at..];
    let len = rest.find(|c| !is_sign(c)).unwrap_or(rest.len());
    let end = at + len;
    let next = text[end..].chars().next();
    let stars = rest[..len].chars().all(|c| c == '*');
    if stars
        && next.is_some_and(|c| c.is_ascii_digit())
        && let Some(label) = leading(rest).filter(|one| one.label.family == Family::Starred)
    {
        let label = label.shifted(at);
        let end = label.range.end;
        found.push((label, Manner::Loose, None));
        return end;
    }
    let close = before.is_some_and(|c| !c.is_whitespace());
    let loose = next.is_none_or(|c| !c.is_alphanumeric());
    let (Some((Family::Signs, stem)), true) = (stem(&rest[..len]), close || loose) else {
        return end;
    };
    let closed = next == Some(')') && !is_in_brackets(&text[..at]);
    let shape = if closed { Shape::Closed } else { Shape::Bare };
    let label = Label { family: Family::Signs, stem, shape };
    let range = at..end + usize::from(closed);
    let past = range.end;
    found.push((Found { label, range, core: at..end }, Manner::Sign, None));
    past
}

/// Whether a bracket that opened not long before the end of `text` is open there.
fn is_in_brackets(text: &str) -> bool {
    text.chars().rev().take(120).find(|c| matches!(c, '(' | ')')) == Some('(')
}

/// `word46`, `end.47`, `end. 46 Next`, `word1)`.
fn figure(
    text: &str,
    at: usize,
    before: Option<char>,
    found: &mut Vec<Candidate<'_>>,
) -> usize {
    let rest = &text[at..];
    let len = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let end = at + len;
    if before.is_some_and(|c| c.is_ascii_digit()) || len > 3 {
        return end;
    }
    let next = text[end..].chars().next();
    let mut earlier = text[..at].chars().rev();
    let last = earlier.next();
    let word = |c: char| c.is_lowercase() || c.is_alphabetic() && !c.is_uppercase();
    let stop =
        |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '»' | '”' | '’' | '"' | ')');
    let manner = if next == Some(')') {
        // The bracket may close one that was opened before: `(see p. 4)`.
        if is_in_brackets(&text[..at]) {
            return end;
        }
        Manner::Loose
    } else if next.is_some_and(|c| c.is_alphanumeric() || c == '/') {
        return end;
    } else {
        Manner::Glued
    };
    let glued = match last {
        Some(c) if word(c) => true,
        // Capitals close before a bare figure are a formula or a model.
        Some(c) if c.is_uppercase() => {
            manner == Manner::Loose && earlier.next().is_some_and(char::is_alphabetic)
        }
        Some(c) if stop(c) => !earlier.next().is_some_and(|c| c.is_ascii_digit()),
        // `end. 46 Next`: plain copies of raised figures.
        Some(' ') if manner == Manner::Glued => {
            let mut after = text[end..].chars();
            let opens = after.next() == Some(' ')
                && after
                    .next()
                    .is_some_and(|c| c.is_uppercase() || matches!(c, '«' | '“' | '"'));
            earlier.next().is_some_and(|c| stop(c) && c != ',') && (opens || end == text.len())
        }
        Some(' ') => true,
        _ => false,
    };
    if !glued {
        return end;
    }
    let closed = usize::from(manner == Manner::Loose);
    let shape = if closed == 1 { Shape::Closed } else { Shape::Bare };
    let label = Label { family: Family::Figures, stem: text[at..end].into(), shape };
    found.push((Found { label, range: at..end + closed, core: at..end }, manner, None));
    end + closed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(text: &str) -> Vec<(String, Manner)> {
        let mut found = Vec::new();
        scan(text, &mut found);
        found.iter().map(|(one, manner, _)| (text[one.range.clone()].into(), *manner)).collect()
    }

    #[test]
    fn marks_are_seen_in_running_text() {
        for (text, mark, manner) in [
            ("of Lenin. [1] The", "[1]", Manner::Bracketed),
            ("2003. [1*]", "[1*]", Manner::Bracketed),
            ("und dem {1} Märchen", "{1}", Manner::Bracketed),
            ("Gesellschaft (2) ist", "(2)", Manner::Loose),
            ("great powers. 1)", "1)", Manner::Loose),
            ("word[A] and", "[A]", Manner::Loose),
            ("Karl Erler, *2 in", "*2", Manner::Loose),
            ("the text* goes", "*", Manner::Sign),
            ("капіталу *) існує", "*)", Manner::Sign),
            ("(or so he says*) it", "*", Manner::Sign),
            ("manufacture46 of", "46", Manner::Glued),
            ("праці.47", "47", Manner::Glued),
            ("мати. 46 Через", "46", Manner::Glued),
        ] {
            assert_eq!(scanned(text), [(mark.to_owned(), manner)], "{text}");
        }
        assert_eq!(scanned("see [20-21] there").len(), 2);
    }

    #[test]
    fn brackets_and_figures_of_the_text_are_none() {
        for text in [
            "the [wealthy peasant] of",
            "so [sic] it",
            "in 1917 the",
            "[in their letter]",
            "the [1917] edition",
            "3.14 of",
            "no 5 of them",
            "12th",
            "(see p. 4)",
        ] {
            assert_eq!(scanned(text), [], "{text}");
        }
    }
}
