//! Running text as one line of marked-up characters, and that line wrapped.

use crate::book::{Inline, InlineImage, Style, Target};

/// The lines of running text, wrapped at single spaces after at most `measure` columns where a
/// space is to be had.
pub(super) fn lines(content: &[Inline], measure: usize) -> Vec<String> {
    let mut whole = String::new();
    inlines(content, &mut whole);
    whole.split('\n').flat_map(|line| wrap(line, measure)).collect()
}

/// `string` with every character that cannot be seen made visible.
pub(crate) fn visible(string: &str) -> String {
    let mut shown = String::with_capacity(string.len());
    for c in string.chars() {
        match c {
            '\n' => shown.push('↵'),
            _ => character(c, &mut shown),
        }
    }
    shown
}

/// The words of `style` in the dump, and what `offprint show` calls it.
fn style(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::SmallCaps => "sc",
        Style::Superscript => "sup",
        Style::Subscript => "sub",
        Style::Underline => "u",
        Style::Strike => "strike",
        Style::Code => "code",
        Style::Small => "small",
        Style::Large => "large",
    }
}

fn inlines(content: &[Inline], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(text) => raw(text.as_str(), out),
            Inline::Styled(kind, inner) => element(style(*kind), inner, out),
            Inline::Language(language, inner) => {
                element(&format!("lang={language}"), inner, out);
            }
            Inline::Link(target, inner) => {
                let target = match target {
                    Target::Address(address) => format!("link={}", visible(address)),
                    Target::Block(id) => format!("link={id}"),
                };
                element(&target, inner, out);
            }
            Inline::Anchor(name) => out.push_str(&format!("⟨anchor={}⟩", visible(name))),
            Inline::NoteMark(mark) => {
                let nth =
                    if mark.nth == 0 { String::new() } else { format!(" again={}", mark.nth) };
                out.push_str(&format!("⟨{}{nth} ", mark.note));
                raw(mark.label.as_str(), out);
                out.push('⟩');
            }
            Inline::SourcePage(page) => {
                out.push_str(&format!("⟨source-page={}⟩", visible(&page.label)));
            }
            Inline::Image(image) => out.push_str(&format!("⟨{}⟩", describe(image))),
            Inline::LineBreak => out.push_str("⟨br⟩\n"),
        }
    }
}

/// An image by its address, whether its bytes are there, and its words.
pub(super) fn describe(image: &InlineImage) -> String {
    let found = match image.image {
        Some(id) => format!(" image{}", id.0 + 1),
        None => " not-found".into(),
    };
    let alt = image.alt.as_ref().map(|alt| format!(" alt=“{}”", visible(alt)));
    format!("image={}{found}{}", visible(&image.address), alt.unwrap_or_default())
}

fn element(name: &str, inner: &[Inline], out: &mut String) {
    out.push('⟨');
    out.push_str(name);
    out.push(' ');
    inlines(inner, out);
    out.push('⟩');
}

fn raw(string: &str, out: &mut String) {
    for c in string.chars() {
        match c {
            '\n' => out.push_str("↵\n"),
            _ => character(c, out),
        }
    }
}

fn character(c: char, out: &mut String) {
    match c {
        '\u{a0}' => out.push('⍽'),
        '\t' => out.push('⇥'),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{feff}' => {
            out.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
        }
        _ if c.is_control() => out.push_str(&format!("⟨U+{:04X}⟩", u32::from(c))),
        _ => out.push(c),
    }
}

/// Breaks a line at single spaces. Runs of spaces, and spaces at its ends, are never broken at,
/// so that they stay to be seen; one at an end is shown as `␠`.
fn wrap(line: &str, measure: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut width = 0;
    let mut words = line.split(' ').peekable();
    let mut first = true;
    while let Some(word) = words.next() {
        let length = word.chars().count();
        let breakable = !first && !word.is_empty() && !current.ends_with(' ');
        if breakable && width > 0 && width + 1 + length > measure {
            lines.push(std::mem::take(&mut current));
            width = 0;
        } else if !first {
            let at_end = word.is_empty() && words.peek().is_none();
            current.push(if at_end || current.is_empty() { '␠' } else { ' ' });
            width += 1;
        }
        current.push_str(word);
        width += length;
        first = false;
    }
    lines.push(current);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_at_single_spaces_only() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("one  two", 4), ["one  two"]);
        assert_eq!(wrap(" one ", 9), ["␠one␠"]);
        assert_eq!(wrap("", 9), [""]);
    }

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(visible("a\u{a0}b\tc\u{ad}\u{1b}"), "a⍽b⇥c⟨U+00AD⟩⟨U+001B⟩");
    }
}
