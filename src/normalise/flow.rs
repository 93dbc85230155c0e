//! A run of inlines as one string, with what stands in it besides characters.

use crate::book::{Inline, Text, text_of};

/// A run as [`text_of`] gives it, and the places of line breaks and page marks in it.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// The characters; a line break counts as `\n`.
    pub text: String,
    /// Byte offsets of the line breaks, so that they can be told from line ends of the file.
    breaks: Vec<usize>,
    /// Byte offsets at which page marks stand.
    pages: Vec<usize>,
}

impl Flow {
    /// Looks through a run.
    pub fn of(run: &[Inline]) -> Flow {
        let mut flow = Flow { text: text_of(run), ..Flow::default() };
        flow.note(run, &mut 0);
        flow
    }

    fn note(&mut self, run: &[Inline], at: &mut usize) {
        for inline in run {
            match inline {
                Inline::Text(text) => *at += text.as_str().len(),
                Inline::NoteMark(mark) => *at += mark.label.as_str().len(),
                Inline::LineBreak => {
                    self.breaks.push(*at);
                    *at += 1;
                }
                Inline::SourcePage(_) => self.pages.push(*at),
                Inline::Styled(_, inner)
                | Inline::Language(_, inner)
                | Inline::Link(_, inner) => self.note(inner, at),
                Inline::Anchor(_) | Inline::Image(_) => {}
            }
        }
    }

    /// Whether a line break stands at byte `at`.
    pub fn is_break(&self, at: usize) -> bool {
        self.breaks.binary_search(&at).is_ok()
    }

    /// How many line breaks stand in the bytes from `from` up to `to`.
    pub fn breaks_in(&self, from: usize, to: usize) -> usize {
        self.breaks.partition_point(|at| *at < to)
            - self.breaks.partition_point(|at| *at < from)
    }

    /// Whether a page mark stands in the bytes from `from` up to and with `to`.
    pub fn page_in(&self, from: usize, to: usize) -> bool {
        self.pages.partition_point(|at| *at <= to) > self.pages.partition_point(|at| *at < from)
    }

    /// How many line breaks there are.
    pub fn breaks(&self) -> usize {
        self.breaks.len()
    }

    /// The stretches of white space, in order.
    pub fn spaces(&self) -> impl Iterator<Item = (usize, usize)> {
        let mut to = 0;
        std::iter::from_fn(move || {
            let from = space_from(&self.text, to)?;
            let rest = &self.text[from..];
            to = from + rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
            Some((from, to))
        })
    }
}

/// The byte at which the next white space stands, from a byte on. Only where a byte could begin
/// white space is the character looked at.
fn space_from(text: &str, from: usize) -> Option<usize> {
    let mut from = from;
    loop {
        let mut bytes = text.as_bytes()[from..].iter();
        let at = from + bytes.position(|byte| *byte <= b' ' || !byte.is_ascii())?;
        let c = text[at..].chars().next()?;
        if c.is_whitespace() {
            return Some(at);
        }
        from = at + c.len_utf8();
    }
}

/// Cuts a run into parts: one begins at each of the byte offsets `cuts`, which rise.
pub(super) fn cut_run(run: Vec<Inline>, cuts: &[usize]) -> Vec<Vec<Inline>> {
    let mut cuts = cuts;
    cut_from(run, &mut cuts, &mut 0)
}

fn cut_from(run: Vec<Inline>, cuts: &mut &[usize], at: &mut usize) -> Vec<Vec<Inline>> {
    let mut parts = Vec::new();
    let mut part = Vec::new();
    for inline in run {
        while let Some((first, rest)) = cuts.split_first()
            && *first <= *at
        {
            *cuts = rest;
            parts.push(std::mem::take(&mut part));
        }
        let wrapped = |wrap: &dyn Fn(Vec<Inline>) -> Inline,
                       inner,
                       cuts: &mut &[usize],
                       at: &mut usize| {
            cut_from(inner, cuts, at).into_iter().map(wrap).collect::<Vec<_>>()
        };
        let pieces = match inline {
            Inline::Text(text) => cut_text(text, cuts, at),
            Inline::Styled(style, inner) => {
                wrapped(&|inner| Inline::Styled(style, inner), inner, cuts, at)
            }
            Inline::Language(language, inner) => {
                wrapped(&|inner| Inline::Language(language.clone(), inner), inner, cuts, at)
            }
            Inline::Link(target, inner) => {
                wrapped(&|inner| Inline::Link(target.clone(), inner), inner, cuts, at)
            }
            other => {
                *at += text_of(std::slice::from_ref(&other)).len();
                vec![other]
            }
        };
        for (nth, piece) in pieces.into_iter().enumerate() {
            if nth > 0 {
                parts.push(std::mem::take(&mut part));
            }
            part.push(piece);
        }
    }
    parts.push(part);
    parts
}

fn cut_text(text: Text, cuts: &mut &[usize], at: &mut usize) -> Vec<Inline> {
    let (from, to) = (*at, *at + text.as_str().len());
    *at = to;
    let inside = cuts.partition_point(|cut| *cut < to);
    let (here, rest) = cuts.split_at(inside);
    *cuts = rest;
    let here: Vec<usize> = here.iter().map(|cut| cut - from).collect();
    text.split_at_all(&here).into_iter().map(Inline::Text).collect()
}

/// Drops the line breaks for which `drop` says so, by their byte offset.
pub(super) fn drop_breaks(run: &mut Vec<Inline>, drop: &dyn Fn(usize) -> bool) {
    drop_from(run, drop, &mut 0);
}

fn drop_from(run: &mut Vec<Inline>, drop: &dyn Fn(usize) -> bool, at: &mut usize) {
    run.retain_mut(|inline| {
        match inline {
            Inline::LineBreak => {
                *at += 1;
                return !drop(*at - 1);
            }
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                drop_from(inner, drop, at);
            }
            other => *at += text_of(std::slice::from_ref(other)).len(),
        }
        true
    });
}
