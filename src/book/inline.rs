//! What stands in a line: text, its styles, links, note marks, page marks. Transcripts and books
//! share it, so that normalise and strip are written once for all readers.

use std::ops::Range;

use super::{BlockId, Edit, ImageId, Language, NoteId, Rule, Text};

/// One element of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Characters.
    Text(Text),
    /// Characters set apart by their look or position.
    Styled(Style, Vec<Inline>),
    /// A passage in another language than its surroundings.
    Language(Language, Vec<Inline>),
    /// A link, raw in a transcript, resolved in a book.
    Link(Target, Vec<Inline>),
    /// A place that links point to. In a transcript every `id` and `name` of the page; in a book
    /// none are left: what is pointed to is a block, a section or a note.
    Anchor(String),
    /// The mark of a note. Only structure makes these.
    NoteMark(NoteMark),
    /// The beginning of a page of the printed source.
    SourcePage(SourcePage),
    /// An image that stands in the line.
    Image(InlineImage),
    /// A line end that the author or the transcriber wanted.
    LineBreak,
}

/// How a run is set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// Stressed, or a title, a foreign word, a ship: set in italics.
    Emphasis,
    /// Strongly stressed: set in bold.
    Strong,
    /// Small capitals.
    SmallCaps,
    /// Raised: ordinals, exponents. Never a note mark once structure is done.
    Superscript,
    /// Lowered.
    Subscript,
    /// Underlined in the source; books set it in italics, screens may underline it.
    Underline,
    /// Struck out in the source.
    Strike,
    /// Of one width, as typewritten.
    Code,
    /// Smaller than its surroundings. Evidence for structure; books do not set it.
    Small,
    /// Larger than its surroundings. Evidence for structure; books do not set it.
    Large,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// As written in the source (`#n1`, `ch02.htm#a`, `https://…`). In a book only absolute
    /// addresses are left in this form.
    Address(String),
    /// A block or a section of the same book.
    Block(BlockId),
}

/// A mark that calls a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteMark {
    /// The note that is called.
    pub note: NoteId,
    /// Which of the marks of that note it is, from 0: one note may be called more than once.
    pub nth: u32,
    /// What a reader sees, without the brackets that only raised it from the line: `1`, `3*`.
    pub label: Text,
}

/// The beginning of a page of the printed source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePage {
    /// The page's folio as printed: `461`, `xii`.
    pub label: String,
    /// What stood in the source for it (`|461|`), as a record with no visible text; none where
    /// it came from an anchor or a comment.
    pub mark: Option<Text>,
}

/// An image in the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineImage {
    /// The address as written in the source.
    pub address: String,
    /// The image's bytes, if they were found beside the source.
    pub image: Option<ImageId>,
    /// What the page says stands in its place; none if it says nothing.
    pub alt: Option<String>,
}

/// The characters of `inlines` as a reader sees them, one string; a line break counts as `\n`.
/// Offsets into this string are what [`replace`] and [`split_at`] take.
pub fn text_of(inlines: &[Inline]) -> String {
    let mut string = String::new();
    collect(inlines, &mut string);
    string
}

fn collect(inlines: &[Inline], string: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => string.push_str(text.as_str()),
            Inline::NoteMark(mark) => string.push_str(mark.label.as_str()),
            Inline::LineBreak => string.push('\n'),
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                collect(inner, string);
            }
            Inline::Anchor(_) | Inline::SourcePage(_) | Inline::Image(_) => {}
        }
    }
}

/// Whether a reader sees nothing of `inlines`: no word, no image, and no mark, which calls its note
/// even where its label is blank.
pub fn shows_nothing(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(text) => text.as_str().trim().is_empty(),
        Inline::NoteMark(_) | Inline::Image(_) => false,
        Inline::LineBreak | Inline::Anchor(_) | Inline::SourcePage(_) => true,
        Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
            shows_nothing(inner)
        }
    })
}

/// Calls `visit` with every [`Text`] in `inlines`, in order, labels and records included.
pub fn each_text<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(&'a Text)) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => visit(text),
            Inline::NoteMark(mark) => visit(&mark.label),
            Inline::SourcePage(page) => page.mark.iter().for_each(&mut *visit),
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                each_text(inner, visit);
            }
            Inline::Anchor(_) | Inline::Image(_) | Inline::LineBreak => {}
        }
    }
}

/// Puts `new` in place of the bytes `range` of [`text_of`], wherever they stand among styles and
/// links, and records the rule. Where the range meets several texts, `new` goes into the first
/// and the others record that they are gone. Note marks and line breaks are left alone.
pub fn replace(inlines: &mut [Inline], range: Range<usize>, new: &str, rule: &'static Rule) {
    let mut at = 0;
    let mut pending = Some(new);
    replace_from(inlines, &range, &mut pending, rule, &mut at);
}

fn replace_from(
    inlines: &mut [Inline],
    range: &Range<usize>,
    new: &mut Option<&str>,
    rule: &'static Rule,
    at: &mut usize,
) {
    for inline in inlines {
        if *at >= range.end {
            return;
        }
        match inline {
            Inline::Text(text) => {
                let len = text.as_str().len();
                let from = range.start.clamp(*at, *at + len) - *at;
                let to = range.end.clamp(*at, *at + len) - *at;
                *at += len;
                if from < to {
                    text.replace(from..to, new.take().unwrap_or(""), rule);
                }
            }
            Inline::NoteMark(mark) => *at += mark.label.as_str().len(),
            Inline::LineBreak => *at += 1,
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                replace_from(inner, range, new, rule, at);
            }
            Inline::Anchor(_) | Inline::SourcePage(_) | Inline::Image(_) => {}
        }
    }
}

/// Makes many replacements in one pass, each as [`replace`] would. `edits` stand in order and do
/// not overlap; their offsets are those of [`text_of`] as it is now.
pub fn edit(inlines: &mut [Inline], edits: &[Edit]) {
    if !edits.is_empty() {
        edit_from(inlines, &mut Pending { edits, placed: false }, &mut 0);
    }
}

/// The edits that are still to be made; of the first a part may be done.
struct Pending<'a> {
    edits: &'a [Edit],
    placed: bool,
}

fn edit_from(inlines: &mut [Inline], pending: &mut Pending<'_>, at: &mut usize) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => {
                let (from, to) = (*at, *at + text.as_str().len());
                let mut here = Vec::new();
                while let Some((first, rest)) = pending.edits.split_first() {
                    if first.range.start >= to {
                        break;
                    }
                    let range =
                        first.range.start.max(from) - from..first.range.end.min(to) - from;
                    if first.range.end > from && !range.is_empty() {
                        let new = if pending.placed { "".into() } else { first.new.clone() };
                        here.push(Edit { range, new, rule: first.rule });
                        pending.placed = true;
                    }
                    if first.range.end > to {
                        break;
                    }
                    *pending = Pending { edits: rest, placed: false };
                }
                text.edit(&here);
                *at = to;
            }
            Inline::NoteMark(mark) => *at += mark.label.as_str().len(),
            Inline::LineBreak => *at += 1,
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                edit_from(inner, pending, at);
            }
            Inline::Anchor(_) | Inline::SourcePage(_) | Inline::Image(_) => {}
        }
    }
}

/// Cuts `inlines` at byte `at` of [`text_of`]; styles and links that stand over the cut go on in
/// both halves. Elements without characters at the cut go left.
pub fn split_at(inlines: Vec<Inline>, at: usize) -> (Vec<Inline>, Vec<Inline>) {
    let mut left = Vec::new();
    let mut right = Vec::new();
    let mut from = 0;
    for inline in inlines {
        let len = text_of(std::slice::from_ref(&inline)).len();
        let to = from + len;
        if to <= at && !(len > 0 && from == at) {
            left.push(inline);
        } else if from >= at {
            right.push(inline);
        } else {
            let cut = at - from;
            match inline {
                Inline::Text(mut text) => {
                    let tail = text.split_off(cut);
                    left.push(Inline::Text(text));
                    right.push(Inline::Text(tail));
                }
                Inline::Styled(style, inner) => {
                    let (a, b) = split_at(inner, cut);
                    left.push(Inline::Styled(style, a));
                    right.push(Inline::Styled(style, b));
                }
                Inline::Language(language, inner) => {
                    let (a, b) = split_at(inner, cut);
                    left.push(Inline::Language(language.clone(), a));
                    right.push(Inline::Language(language, b));
                }
                Inline::Link(target, inner) => {
                    let (a, b) = split_at(inner, cut);
                    left.push(Inline::Link(target.clone(), a));
                    right.push(Inline::Link(target, b));
                }
                whole => left.push(whole),
            }
        }
        from = to;
    }
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{SPACE_BETWEEN as RULE, Span};

    fn sample() -> Vec<Inline> {
        vec![
            Inline::Text(Text::verbatim("a ", 0)),
            Inline::Styled(Style::Emphasis, vec![Inline::Text(Text::verbatim(" b", 2))]),
            Inline::LineBreak,
            Inline::Text(Text::verbatim("c", 4)),
        ]
    }

    #[test]
    fn a_replacement_reaches_over_styles() {
        let mut inlines = sample();
        replace(&mut inlines, 1..3, " ", &RULE);
        assert_eq!(text_of(&inlines), "a b\nc");
    }

    #[test]
    fn many_edits_reach_over_styles_too() {
        let mut inlines = sample();
        let edit_of = |range, new: &'static str| Edit { range, new: new.into(), rule: &RULE };
        edit(&mut inlines, &[edit_of(0..1, "A"), edit_of(1..3, " "), edit_of(5..6, "C")]);
        assert_eq!(text_of(&inlines), "A b\nC");
        let mut spans = Vec::new();
        each_text(&inlines, &mut |text| spans.extend(text.span()));
        assert_eq!(spans, [Span::new(0, 2), Span::new(2, 4), Span::new(4, 5)]);
    }

    #[test]
    fn a_cut_keeps_the_style_on_both_sides() {
        let (left, right) = split_at(sample(), 3);
        assert_eq!(text_of(&left), "a  ");
        assert_eq!(text_of(&right), "b\nc");
        assert!(matches!(&right[0], Inline::Styled(Style::Emphasis, _)));
    }
}
