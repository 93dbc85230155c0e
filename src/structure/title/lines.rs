//! Title passages that say several things, line by line.

use super::super::placed::{Placed, all_in, words_of};
use super::super::wording::{self, dates, names, one_space, plain};
use super::Clues;
use crate::book::{Inline, PassageKind, Style};

/// Splits a title passage at the line from which on it says something else: who wrote it, when, a
/// subtitle in small type.
pub fn split_lines(placed: Placed, clues: &Clues) -> Vec<Placed> {
    let text = words_of(&placed.passage.content);
    if let Some(at) = year_after_name(&text, clues) {
        return parted(placed, at);
    }
    if !text.contains('\n') || names::people(&text).is_some() {
        return vec![placed];
    }
    let Placed { home, passage } = placed;
    let level = match passage.kind {
        PassageKind::Heading(level) => Some(level),
        _ => None,
    };
    let mut parts: Vec<Placed> = Vec::new();
    let mut template = passage.clone();
    // Where all is small, being small sets no line apart; after an `or` the title goes on.
    let all_small = all_in(&passage.content, Style::Small);
    let mut alternative = false;
    let mut after_name = false;
    for line in super::super::placed::lines(passage.content) {
        let said = one_space(&words_of(&line));
        alternative |= is_or(&said) && !parts.is_empty();
        let small = !all_small && !alternative && all_in(&line, Style::Small);
        let apart = small
            || dates::whole(&said).is_some()
            || wording::unbracketed(&said) != said
            || (said != names::without_by(&said) && names::people(&said).is_some());
        let dated = dated_name(&said);
        let apart = apart || dated || after_name;
        after_name = dated;
        match parts.last_mut() {
            Some(last) if !apart => {
                last.passage.content.push(Inline::LineBreak);
                last.passage.content.extend(line);
            }
            _ => {
                template.content = line;
                if let (Some(level), false) = (level, parts.is_empty()) {
                    template.kind = PassageKind::Heading((level + 1).min(6));
                }
                parts.push(Placed { home, passage: template.clone() });
            }
        }
        template.anchors.clear();
    }
    parts
}

/// Where the year begins in a line that is a year after a name which something else gives too:
/// `Antonio Gramsci 1921`. `May Day 1920` only looks like one.
fn year_after_name(line: &str, clues: &Clues) -> Option<usize> {
    let at = line.rfind(' ')?;
    let (name, year) = line.split_at(at);
    let year = year.trim();
    let figures = year.len() == 4 && year.chars().all(|c| c.is_ascii_digit());
    let named = name.ends_with(char::is_alphabetic) && name.contains(' ');
    // The month of `Trotsky March 1926` belongs to the date.
    let alone = dates::find(line).first().is_some_and(|found| found.range.start == at + 1);
    (figures
        && named
        && alone
        && !line.contains('\n')
        && names::people(name).is_some_and(|people| clues.names_all(&people)))
    .then_some(at + 1)
}

/// A line in two, parted at a byte of its words.
fn parted(placed: Placed, at: usize) -> Vec<Placed> {
    let mut first = placed.clone();
    let mut second = placed;
    let (mut before, mut after) = crate::book::split_at(second.passage.content, at);
    super::super::placed::trim(&mut before);
    super::super::placed::trim(&mut after);
    first.passage.content = before;
    second.passage.content = after;
    second.passage.anchors.clear();
    vec![first, second]
}

/// Whether a line is a name with the date of the text: `Trotsky February 1926`.
fn dated_name(line: &str) -> bool {
    names::people(line).is_some() && dates::find(line).iter().any(|found| found.range.start > 0)
}

/// Whether a line only joins a title with its alternative.
fn is_or(line: &str) -> bool {
    matches!(plain(line).as_str(), "or" | "oder" | "ou" | "ovvero" | "или")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Passage, Text};
    use crate::structure::notes::Home;

    fn heading(lines: &[(&str, bool)]) -> Placed {
        let mut content = Vec::new();
        for (words, small) in lines {
            let text = Inline::Text(Text::verbatim(*words, 0));
            content.push(if *small { Inline::Styled(Style::Small, vec![text]) } else { text });
            content.push(Inline::LineBreak);
        }
        content.pop();
        let mut passage = Passage::paragraph(content);
        passage.kind = PassageKind::Heading(1);
        Placed { home: Home { leaf: 0, passage: 0 }, passage }
    }

    #[test]
    fn a_title_over_two_lines_is_one_unless_the_second_is_smaller() {
        let all_small =
            heading(&[("The Common Struggle of the German", true), ("and French", true)]);
        assert_eq!(split_lines(all_small, &Clues::default()).len(), 1);
        let smaller = heading(&[("The Common Struggle", false), ("A Reply", true)]);
        assert_eq!(split_lines(smaller, &Clues::default()).len(), 2);
    }

    #[test]
    fn a_dated_name_stands_apart_from_the_title_under_it() {
        let head = heading(&[("Trotsky February 1926", false), ("Problems of Britain", false)]);
        assert_eq!(split_lines(head, &Clues::default()).len(), 2);
        let title = heading(&[("Trotsky and Britain", false), ("Problems of 1926", false)]);
        assert_eq!(split_lines(title, &Clues::default()).len(), 1);
    }

    #[test]
    fn a_year_after_a_name_is_the_date() {
        let clues = Clues { head_authors: vec!["Dora Montefiore".into()], ..Clues::default() };
        let split = |line| split_lines(heading(&[(line, false)]), &clues).len();
        assert_eq!(split("Dora B. Montefiore 1918"), 2);
        for line in
            ["Marx in 1848", "May Day 1920", "Montefiore March 1918", "The Crisis of 1847"]
        {
            assert_eq!(split(line), 1, "{line}");
        }
    }

    #[test]
    fn an_alternative_title_belongs_to_the_title() {
        let champion =
            heading(&[("A New Champion,", false), ("Or", true), ("The Grief", true)]);
        assert_eq!(split_lines(champion, &Clues::default()).len(), 1);
        let chapter = heading(&[("A New Champion", false), ("Ornaments", true)]);
        assert_eq!(split_lines(chapter, &Clues::default()).len(), 2);
    }
}
