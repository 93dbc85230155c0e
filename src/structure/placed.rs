//! Passages with the place at which they stand, and what the parts of the stage ask of them.

use super::notes::Home;
use super::wording;
use crate::book::{EnclosureKind, Inline, Passage, PassageKind, SPACE_BETWEEN, Style};

/// A passage on its way into the book, with its place among the passages of its leaf: notes are
/// homed by it.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Where it stood.
    pub home: Home,
    /// What stood there.
    pub passage: Passage,
}

impl Placed {
    /// Its heading level by mark-up.
    pub fn level(&self) -> Option<u8> {
        match self.passage.kind {
            PassageKind::Heading(level) => Some(level),
            _ => None,
        }
    }

    /// What a reader sees of it, note marks aside, with single spaces.
    pub fn words(&self) -> String {
        wording::one_space(&words_of(&self.passage.content))
    }

    /// Whether a reader sees nothing of it.
    pub fn is_empty(&self) -> bool {
        match &self.passage.kind {
            PassageKind::Rule | PassageKind::Image(_) => false,
            PassageKind::Table(_) => self.passage.words().trim().is_empty(),
            _ => is_blank(&self.passage.content),
        }
    }

    /// Whether it is a rule across the page.
    pub fn is_rule(&self) -> bool {
        self.passage.kind == PassageKind::Rule
    }

    /// Whether it stands in a quotation by mark-up.
    pub fn is_quoted(&self) -> bool {
        self.passage.within.iter().any(|one| one.kind == EnclosureKind::Quotation)
    }

    /// Whether it calls no note and no link leads to it: nothing misses it when it goes.
    pub fn is_bare(&self) -> bool {
        fn calls_none(passage: &Passage) -> bool {
            match &passage.kind {
                PassageKind::Table(table) => {
                    table.rows.iter().flatten().all(|cell| cell.passages.iter().all(calls_none))
                }
                _ => {
                    wording::one_space(&passage.words())
                        == wording::one_space(&words_of(&passage.content))
                }
            }
        }
        self.passage.anchors.is_empty() && calls_none(&self.passage)
    }

    /// Whether its own class, not one around it, is among `names`.
    pub fn is_classed(&self, names: &[&str]) -> bool {
        self.passage.class.iter().any(|class| names.contains(&class.as_str()))
    }
}

/// The characters of `inlines` without note marks; a line break counts as `\n`.
pub fn words_of(inlines: &[Inline]) -> String {
    let mut words = String::new();
    collect(inlines, &mut words);
    words
}

fn collect(inlines: &[Inline], words: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => words.push_str(text.as_str()),
            Inline::LineBreak => words.push('\n'),
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                collect(inner, words);
            }
            _ => {}
        }
    }
}

/// Whether nothing in `inlines` can be seen: no character, no image.
pub fn is_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(text) => text.as_str().trim().is_empty(),
        Inline::NoteMark(_) | Inline::Image(_) => false,
        Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
            is_blank(inner)
        }
        Inline::Anchor(_) | Inline::SourcePage(_) | Inline::LineBreak => true,
    })
}

/// Whether all that can be seen in `inlines` is set in `style`.
pub fn all_in(inlines: &[Inline], style: Style) -> bool {
    !is_blank(inlines)
        && inlines.iter().all(|inline| match inline {
            Inline::Text(text) => !text.as_str().chars().any(char::is_alphanumeric),
            Inline::Styled(own, inner) => {
                *own == style || is_blank(inner) || all_in(inner, style)
            }
            Inline::Language(_, inner) | Inline::Link(_, inner) => {
                is_blank(inner) || all_in(inner, style)
            }
            _ => true,
        })
}

/// The lines of `inlines`, cut at their line breaks; styles and links that go over a break go on
/// in the next line. What shows nothing stands with the line before it, so that no record is lost.
pub fn lines(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut lines: Vec<Vec<Inline>> = Vec::new();
    for mut line in cut(inlines) {
        trim(&mut line);
        match lines.last_mut() {
            Some(last) if line.iter().all(only_records) => last.append(&mut line),
            _ if line.is_empty() => {}
            // Records that stand before the first line that shows something go into it.
            Some(last) if last.iter().all(only_records) => last.append(&mut line),
            _ => lines.push(line),
        }
    }
    lines
}

fn cut(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut lines = vec![Vec::new()];
    for inline in inlines {
        match inline {
            Inline::LineBreak => lines.push(Vec::new()),
            Inline::Styled(style, inner) => {
                append(&mut lines, cut(inner), |part| Inline::Styled(style, part));
            }
            Inline::Language(language, inner) => {
                append(&mut lines, cut(inner), |part| Inline::Language(language.clone(), part));
            }
            Inline::Link(target, inner) => {
                append(&mut lines, cut(inner), |part| Inline::Link(target.clone(), part));
            }
            whole => {
                if let Some(line) = lines.last_mut() {
                    line.push(whole);
                }
            }
        }
    }
    lines
}

/// Adds the lines of an element to those before it: its first line goes on the last of them.
fn append(
    lines: &mut Vec<Vec<Inline>>,
    parts: Vec<Vec<Inline>>,
    around: impl Fn(Vec<Inline>) -> Inline,
) {
    for (nth, part) in parts.into_iter().enumerate() {
        if nth > 0 {
            lines.push(Vec::new());
        }
        if let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) {
            line.push(around(part));
        }
    }
}

/// Takes white space off both ends of a line: it is layout there.
pub fn trim(line: &mut Vec<Inline>) {
    trim_start(line);
    trim_end(line);
    line.retain(|inline| !is_nothing(inline));
}

/// Takes line breaks and white space off both ends of a passage: they space it on the page.
pub fn trim_breaks(content: &mut Vec<Inline>) {
    let seen = |inline: &Inline| {
        *inline != Inline::LineBreak && !is_blank(std::slice::from_ref(inline))
    };
    let Some(first) = content.iter().position(seen) else { return };
    let last = content.iter().rposition(seen).unwrap_or(first);
    let mut nth = 0;
    content.retain(|inline| {
        let inside = (first..=last).contains(&nth);
        nth += 1;
        inside || *inline != Inline::LineBreak
    });
    unbreak_end(content);
    trim(content);
}

/// Takes line breaks off the end, those inside the last style or link too.
fn unbreak_end(content: &mut Vec<Inline>) {
    let shows = |inline: &Inline| !only_records(inline) && *inline != Inline::LineBreak;
    let last = content.iter().rposition(shows);
    let kept = last.map_or(0, |last| last + 1);
    let mut nth = 0;
    content.retain(|inline| {
        nth += 1;
        nth <= kept || *inline != Inline::LineBreak
    });
    if let Some(Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner)) =
        last.and_then(|last| content.get_mut(last))
        && !is_blank(inner)
    {
        unbreak_end(inner);
    }
}

/// Whether an inline neither shows nor records anything.
fn is_nothing(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => text.is_empty() && text.pieces().is_empty(),
        Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
            inner.iter().all(is_nothing)
        }
        Inline::Anchor(name) => name.is_empty(),
        _ => false,
    }
}

/// Whether an inline shows nothing, though it may record something.
fn only_records(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => text.is_empty(),
        Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
            inner.iter().all(only_records)
        }
        Inline::Anchor(_) | Inline::SourcePage(_) => true,
        _ => false,
    }
}

/// Trims the start; gives whether something that shows was met.
fn trim_start(line: &mut [Inline]) -> bool {
    for inline in line {
        let met = match inline {
            Inline::Text(text) => {
                let spaces = text.as_str().len() - text.as_str().trim_start().len();
                text.replace(0..spaces, "", &SPACE_BETWEEN);
                !text.as_str().trim().is_empty()
            }
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                trim_start(inner)
            }
            other => !only_records(other),
        };
        if met {
            return true;
        }
    }
    false
}

/// Trims the end; gives whether something that shows was met.
fn trim_end(line: &mut [Inline]) -> bool {
    for inline in line.iter_mut().rev() {
        let met = match inline {
            Inline::Text(text) => {
                let (end, len) = (text.as_str().trim_end().len(), text.as_str().len());
                text.replace(end..len, "", &SPACE_BETWEEN);
                !text.as_str().trim().is_empty()
            }
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                trim_end(inner)
            }
            other => !only_records(other),
        };
        if met {
            return true;
        }
    }
    false
}
