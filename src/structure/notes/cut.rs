//! Cuts marks and labels out of a run of inlines, each with all its pieces, in one pass.

use std::ops::Range;

use crate::book::{Inline, Text, text_of};

/// Cuts the bytes `cuts` (rising, not touching each other) of [`text_of`] out of `inlines`.
/// `finish` is given the number of each cut and its text, and says what stands there instead.
/// Styles and links that held nothing but what was cut go; a link that holds more does not
/// reach over what stands there instead.
pub(super) fn cut(
    inlines: Vec<Inline>,
    cuts: &[Range<usize>],
    finish: &mut dyn FnMut(usize, Text) -> Option<Inline>,
) -> Vec<Inline> {
    let mut cutter = Cutter { cuts, next: 0, at: 0, held: Text::default(), finish };
    cutter.walk(inlines)
}

struct Cutter<'a> {
    cuts: &'a [Range<usize>],
    /// The cut that is open or comes next.
    next: usize,
    /// Bytes of the run before what is looked at.
    at: usize,
    /// What the open cut has taken so far.
    held: Text,
    finish: &'a mut dyn FnMut(usize, Text) -> Option<Inline>,
}

impl Cutter<'_> {
    fn walk(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut out = Vec::with_capacity(inlines.len());
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text, &mut out),
                Inline::LineBreak => {
                    let cut = self.is_open();
                    self.at += 1;
                    if cut {
                        self.close_if_done(&mut out);
                    } else {
                        out.push(Inline::LineBreak);
                    }
                }
                Inline::NoteMark(mark) => {
                    self.at += mark.label.as_str().len();
                    out.push(Inline::NoteMark(mark));
                }
                Inline::Styled(style, inner) => {
                    let (touched, inner) = self.inside(inner);
                    match touched && is_bare(&inner) {
                        true => out.extend(inner),
                        false => out.push(Inline::Styled(style, inner)),
                    }
                }
                Inline::Language(language, inner) => {
                    let (touched, inner) = self.inside(inner);
                    match touched && is_bare(&inner) {
                        true => out.extend(inner),
                        false => out.push(Inline::Language(language, inner)),
                    }
                }
                Inline::Link(target, inner) => {
                    let (touched, inner) = self.inside(inner);
                    if !touched {
                        out.push(Inline::Link(target, inner));
                        continue;
                    }
                    let mut held = Vec::new();
                    for part in inner {
                        if matches!(part, Inline::NoteMark(_)) {
                            link(&target, &mut held, &mut out);
                            out.push(part);
                        } else {
                            held.push(part);
                        }
                    }
                    link(&target, &mut held, &mut out);
                }
                other => out.push(other),
            }
        }
        out
    }

    /// Walks what stands in a style or a link; says whether a cut met it.
    fn inside(&mut self, inner: Vec<Inline>) -> (bool, Vec<Inline>) {
        let (open, next, from) = (self.is_open(), self.next, self.at);
        let inner = self.walk(inner);
        let touched = self.at > from && (open || self.next > next || self.is_open());
        (touched, inner)
    }

    fn text(&mut self, text: Text, out: &mut Vec<Inline>) {
        let (from, to) = (self.at, self.at + text.as_str().len());
        let mut seams = Vec::new();
        for cut in &self.cuts[self.next.min(self.cuts.len())..] {
            if cut.start >= to {
                break;
            }
            seams.extend([cut.start, cut.end].into_iter().filter(|at| from < *at && *at < to));
        }
        let parts = text.split_at_all(&seams.iter().map(|at| at - from).collect::<Vec<_>>());
        for part in parts {
            if self.is_open() && !part.as_str().is_empty() {
                self.at += part.as_str().len();
                self.held.append(part);
                self.close_if_done(out);
            } else {
                self.at += part.as_str().len();
                out.push(Inline::Text(part));
            }
        }
    }

    /// Whether what comes next belongs to a cut.
    fn is_open(&self) -> bool {
        self.cuts.get(self.next).is_some_and(|cut| cut.start <= self.at && self.at < cut.end)
    }

    fn close_if_done(&mut self, out: &mut Vec<Inline>) {
        if self.cuts.get(self.next).is_some_and(|cut| cut.end <= self.at) {
            let text = std::mem::take(&mut self.held);
            out.extend((self.finish)(self.next, text));
            self.next += 1;
        }
    }
}

/// Puts what is held back into its link; what shows nothing needs none.
fn link(target: &crate::book::Target, held: &mut Vec<Inline>, out: &mut Vec<Inline>) {
    let held = std::mem::take(held);
    if is_bare(&held) {
        out.extend(held);
    } else {
        out.push(Inline::Link(target.clone(), held));
    }
}

/// Whether nothing is left to be styled or linked: marks, anchors and records alone.
fn is_bare(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::NoteMark(_) | Inline::Anchor(_) | Inline::SourcePage(_) => true,
        Inline::Text(text) => text.is_empty(),
        Inline::Image(_) | Inline::LineBreak => false,
        Inline::Styled(..) | Inline::Language(..) | Inline::Link(..) => {
            text_of(std::slice::from_ref(inline)).is_empty()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{NoteId, NoteMark, Style, Target};

    fn mark(text: Text) -> Option<Inline> {
        Some(Inline::NoteMark(NoteMark { note: NoteId(0), nth: 0, label: text }))
    }

    #[test]
    fn a_mark_over_a_style_comes_out_whole() {
        let inlines = vec![
            Inline::Styled(Style::Emphasis, vec![Inline::Text(Text::verbatim("Diet[", 0))]),
            Inline::Styled(Style::Superscript, vec![Inline::Text(Text::verbatim("2]", 5))]),
            Inline::Text(Text::verbatim(" is", 7)),
        ];
        let whole = cut(inlines, std::slice::from_ref(&(4..7)), &mut |_, text| mark(text));
        assert_eq!(text_of(&whole), "Diet[2] is");
        assert!(matches!(&whole[1], Inline::NoteMark(mark) if mark.label.as_str() == "[2]"));
    }

    #[test]
    fn a_link_that_was_only_a_mark_goes() {
        let link = |text: &str, at| {
            let inner = vec![Inline::Text(Text::verbatim(text, at))];
            Inline::Link(Target::Address("#n1".into()), inner)
        };
        let inlines =
            vec![Inline::Text(Text::verbatim("a ", 0)), link("[1]", 2), link("b[2]", 5)];
        let whole = cut(inlines, &[2..5, 6..9], &mut |_, text| mark(text));
        assert!(matches!(whole[1], Inline::NoteMark(_)));
        assert!(matches!(whole[2], Inline::Link(..)));
        assert!(matches!(whole[3], Inline::NoteMark(_)));
    }
}
