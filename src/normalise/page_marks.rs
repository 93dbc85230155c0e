//! Numbers of the printed source's pages that stand in the text.
//!
//! What counts is the series: a page's marks rise by one, or nearly so, from the first to the
//! last. A number in brackets alone may be a year, a note or a remark.

use crate::book::{Effect, Inline, Passage, Rule, SourcePage, Text, each_text};

/// The rules about page marks.
pub(super) static RULES: &[&Rule] = &[&MARK];

pub(super) static MARK: Rule = Rule {
    id: "page/mark",
    effect: Effect::Normalises,
    does: "A page number between signs of its own, one of a series that rises through the page, \
           becomes the mark of that page of the source.",
    why: "It lets readers cite the printed edition; inside a sentence it only disturbs.",
    example: "so wenig |31| können wir ihn",
};

/// The signs around a page mark, and how many marks in a row prove that they are.
struct Signs {
    open: &'static str,
    close: &'static str,
    fewest: usize,
}

/// Forms of page marks. Where a form can mean something else, more of them must rise by one.
const FORMS: &[Signs] = &[
    Signs { open: "|", close: "|", fewest: 1 },
    Signs { open: "{{", close: "}}", fewest: 2 },
    Signs { open: "[p. ", close: "]", fewest: 3 },
    Signs { open: "[p.", close: "]", fewest: 3 },
    Signs { open: "[Pg ", close: "]", fewest: 2 },
    Signs { open: "{p. ", close: "}", fewest: 2 },
    Signs { open: "{p.", close: "}", fewest: 2 },
    Signs { open: "<p. ", close: ">", fewest: 2 },
    Signs { open: "[S. ", close: "]", fewest: 3 },
    Signs { open: "<", close: ">", fewest: 3 },
    Signs { open: "[", close: "]", fewest: 6 },
];

/// The forms of page marks that a page of the work uses, as indices into the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Forms(Vec<usize>);

/// A mark in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    form: usize,
    from: usize,
    to: usize,
    number: u32,
}

impl Forms {
    /// Looks through the passages of a page for series of marks.
    pub fn of(passages: &[Passage]) -> Forms {
        let mut series: Vec<Vec<(u32, usize)>> = vec![Vec::new(); FORMS.len()];
        let mut at = 0;
        for passage in passages {
            passage.each_run(&mut |run| {
                unlinked(run, &mut |text| {
                    for mark in marks(text.as_str(), None) {
                        if let Some(series) = series.get_mut(mark.form) {
                            series.push((mark.number, at + mark.from));
                        }
                    }
                    at += text.as_str().len();
                })
            });
        }
        let used = series.iter().enumerate().filter(|(form, series)| {
            FORMS.get(*form).is_some_and(|signs| is_series(series, signs))
        });
        Forms(used.map(|(form, _)| form).collect())
    }

    /// Turns the marks of a run into page marks.
    pub fn mark(&self, run: &mut Vec<Inline>) {
        if self.0.is_empty() || !has_marks(run, &self.0) {
            return;
        }
        let mut marked = Vec::with_capacity(run.len());
        for inline in std::mem::take(run) {
            match inline {
                Inline::Text(text) => self.mark_text(text, &mut marked),
                Inline::Styled(style, mut inner) => {
                    self.mark(&mut inner);
                    marked.push(Inline::Styled(style, inner));
                }
                Inline::Language(language, mut inner) => {
                    self.mark(&mut inner);
                    marked.push(Inline::Language(language, inner));
                }
                other => marked.push(other),
            }
        }
        *run = marked;
    }

    fn mark_text(&self, text: Text, marked: &mut Vec<Inline>) {
        let found = marks(text.as_str(), Some(&self.0));
        let cuts: Vec<usize> = found.iter().flat_map(|mark| [mark.from, mark.to]).collect();
        let mut found = found.iter();
        // Text and mark by turns.
        for (nth, mut part) in text.split_at_all(&cuts).into_iter().enumerate() {
            if nth % 2 == 0 {
                if !part.pieces().is_empty() {
                    marked.push(Inline::Text(part));
                }
            } else if let Some(mark) = found.next() {
                let end = part.as_str().len();
                part.replace(0..end, "", &MARK);
                let page = SourcePage { label: mark.number.to_string(), mark: Some(part) };
                marked.push(Inline::SourcePage(page));
            }
        }
    }
}

/// Whether numbers, each with its place, are a series of page marks.
fn is_series(series: &[(u32, usize)], signs: &Signs) -> bool {
    let (Some((first, _)), true) = (series.first(), series.len() >= signs.fewest.max(1)) else {
        return false;
    };
    let steps = series.windows(2).filter_map(|pair| match pair {
        [(a, at), (b, next)] => Some((i64::from(*b) - i64::from(*a), next - at)),
        _ => None,
    });
    let (mut by_one, mut rising, mut count, mut apart) =
        (0_usize, 0_usize, 0_usize, usize::MAX);
    for (step, distance) in steps {
        count += 1;
        by_one += usize::from(step == 1);
        rising += usize::from(step >= 1);
        apart = apart.min(distance);
    }
    if signs.open == "|" {
        return rising == count;
    }
    // Note marks rise by one as well, but begin at 1 and stand closer than pages do.
    let bare = signs.open == "[";
    rising == count && by_one * 5 >= count * 4 && (!bare || *first >= 2 && apart >= 500)
}

/// Calls `visit` with each text that stands in no link to somewhere else.
fn unlinked<'a>(run: &'a [Inline], visit: &mut dyn FnMut(&'a Text)) {
    for inline in run {
        match inline {
            Inline::Styled(_, inner) | Inline::Language(_, inner) => unlinked(inner, visit),
            Inline::Link(..) => {}
            other => each_text(std::slice::from_ref(other), visit),
        }
    }
}

fn has_marks(run: &[Inline], forms: &[usize]) -> bool {
    let mut has = false;
    unlinked(run, &mut |text| has |= !marks(text.as_str(), Some(forms)).is_empty());
    has
}

/// The marks in a text that have one of `forms`, or any form.
fn marks(text: &str, forms: Option<&[usize]>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find(['|', '{', '[', '<'])) {
        let from = at + next;
        let rest = &text[from..];
        let mark = FORMS.iter().enumerate().find_map(|(form, signs)| {
            if forms.is_some_and(|forms| !forms.contains(&form)) {
                return None;
            }
            let inner = rest.strip_prefix(signs.open)?;
            let figures = inner.bytes().take_while(u8::is_ascii_digit).count();
            let after = inner.get(figures..)?;
            if !(1..=4).contains(&figures) || !after.starts_with(signs.close) {
                return None;
            }
            let number = inner.get(..figures)?.parse().ok()?;
            let to = from + signs.open.len() + figures + signs.close.len();
            Some(Found { form, from, to, number })
        });
        at = mark.map_or(from + 1, |mark| mark.to);
        found.extend(mark);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::text_of;

    fn marked(words: &str) -> (String, Vec<String>) {
        let mut passage = Passage::paragraph(vec![Inline::Text(Text::verbatim(words, 0))]);
        let forms = Forms::of(std::slice::from_ref(&passage));
        forms.mark(&mut passage.content);
        let labels = passage.content.iter().filter_map(|inline| match inline {
            Inline::SourcePage(page) => Some(page.label.clone()),
            _ => None,
        });
        (text_of(&passage.content), labels.collect())
    }

    #[test]
    fn bars_mark_pages() {
        let (words, labels) = marked("|30| Morgan ist der erste, so wenig |31| können wir");
        assert_eq!(words, " Morgan ist der erste, so wenig  können wir");
        assert_eq!(labels, ["30", "31"]);
    }

    #[test]
    fn a_series_is_needed_where_signs_are_ambiguous() {
        let words = "as he says [p. 17], and again [p. 203], and later [p. 4]";
        assert_eq!(marked(words).1, [] as [&str; 0]);
        let words = "one [p. 17] two [p. 18] three [p. 19] four";
        assert_eq!(marked(words).1, ["17", "18", "19"]);
    }

    #[test]
    fn note_marks_are_no_page_marks() {
        let words: String = (1..9).map(|n| format!("words and words [{n}] ")).collect();
        assert_eq!(marked(&words).1, [] as [&str; 0]);
    }
}
