//! What Pandoc's Markdown has beyond the common signs: attributes in braces (`[words]{.class}`,
//! `[2.](#f2){#n2}`), divisions between lines of colons, `^raised^` and `~lowered~`.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::book::{Effect, Rule};

/// The rule about attributes and divisions.
pub(super) static ATTRIBUTES: Rule = Rule {
    id: "markup/attributes",
    effect: Effect::Normalises,
    does: "Attributes in braces, the brackets that they are given to, and lines of colons around \
           a division go; a name among the attributes becomes an anchor. Code keeps them.",
    why: "Pandoc writes with them which classes and names a web page's elements had.",
    example: "[[4.]{.info}]{#n4}",
};

/// The longest attributes that are looked at, in bytes.
const LONGEST: usize = 400;

/// Where the signs stand in a file, as bytes that rise.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// Signs in a line: a bracket of a span, or its end with the attributes.
    inline: Vec<Range<usize>>,
    /// Whole lines that open or close a division.
    fences: Vec<Range<usize>>,
}

impl Signs {
    /// Looks through a file that is to be read with `options`.
    pub fn of(text: &str, options: Options) -> Signs {
        let mut signs = Signs::default();
        if !text.contains(":::") && !text.contains('{') {
            return signs;
        }
        let code = code(text, options);
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let end = at + line.trim_end().len();
            if is_fence(line.trim()) && !meets(&code, at, end) {
                signs.fences.push(at..end);
            }
            at += line.len();
        }
        signs.find_inline(text, &code);
        signs
    }

    fn find_inline(&mut self, text: &str, code: &[Range<usize>]) {
        let bytes = text.as_bytes();
        let mut open: Vec<usize> = Vec::new();
        let mut blank = true;
        let mut escaped = false;
        for (at, byte) in bytes.iter().enumerate() {
            let is_escaped = std::mem::take(&mut escaped);
            match byte {
                b'\n' if blank => open.clear(),
                b'\n' => blank = true,
                b'\\' | b'[' | b']' | b')' if meets(code, at, at + 1) => {}
                b'\\' if !is_escaped => escaped = true,
                b'[' if !is_escaped => open.push(at),
                b']' if !is_escaped => {
                    let from = open.pop();
                    if let (Some(from), Some(end)) = (from, attributes(text, at + 1)) {
                        self.inline.push(from..from + 1);
                        self.inline.push(at..end);
                    }
                }
                b')' => {
                    let end = attributes(text, at + 1);
                    self.inline.extend(end.map(|end| at + 1..end));
                }
                _ => {}
            }
            blank = matches!(byte, b'\n') || blank && byte.is_ascii_whitespace();
        }
        self.inline.sort_by_key(|range| range.start);
    }

    /// Whether the file has any of them.
    pub fn any(&self) -> bool {
        !self.inline.is_empty() || !self.fences.is_empty()
    }

    /// All signs, in the order in which they stand.
    pub fn all(&self) -> Vec<Range<usize>> {
        let mut all = [self.inline.as_slice(), &self.fences].concat();
        all.sort_by_key(|range| range.start);
        all
    }

    /// Whole lines that open or close a division.
    pub fn fences(&self) -> &[Range<usize>] {
        &self.fences
    }

    /// The signs in the line that begin between two bytes.
    pub fn between(&self, from: usize, to: usize) -> &[Range<usize>] {
        let first = self.inline.partition_point(|range| range.start < from);
        let last = self.inline.partition_point(|range| range.start < to);
        self.inline.get(first..last).unwrap_or(&[])
    }
}

/// Where code stands, in blocks and in the line, as bytes that rise.
fn code(text: &str, options: Options) -> Vec<Range<usize>> {
    let is_code =
        |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    let events = Parser::new_ext(text, options).into_offset_iter();
    events.filter(|(event, _)| is_code(event)).map(|(_, range)| range).collect()
}

/// Whether one of `ranges`, which rise, reaches into the bytes `from` to `to`.
fn meets(ranges: &[Range<usize>], from: usize, to: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= from);
    ranges.get(next).is_some_and(|range| range.start < to)
}

/// The name that attributes give what they stand after.
pub(super) fn anchor(attributes: &str) -> Option<&str> {
    let inner = attributes.trim_start_matches(']').strip_prefix('{')?.strip_suffix('}')?;
    inner.split_whitespace().find_map(|word| word.strip_prefix('#'))
}

/// Whether a line opens or closes a division: three colons or more, then nothing, a name, or
/// attributes.
fn is_fence(line: &str) -> bool {
    let rest = line.trim_start_matches(':');
    if line.len() - rest.len() < 3 {
        return false;
    }
    let rest = rest.trim().trim_end_matches(':').trim_end();
    rest.is_empty()
        || rest.starts_with('{') && attributes(rest, 0) == Some(rest.len())
        || rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// The end of the attributes that begin at byte `from`.
fn attributes(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?.strip_prefix('{')?;
    let close = rest.bytes().take(LONGEST).position(|byte| matches!(byte, b'}' | b'{'))?;
    let inner = rest.get(..close).filter(|_| rest.as_bytes().get(close) == Some(&b'}'))?;
    let mut quoted = false;
    let words = inner.split(|c: char| {
        quoted ^= c == '"';
        c.is_whitespace() && !quoted
    });
    let mut words = words.filter(|word| !word.is_empty()).peekable();
    words.peek()?;
    let known = |word: &str| {
        word.len() > 1 && word.starts_with(['#', '.'])
            || word.split_once("=\"").is_some_and(|(key, value)| {
                value.ends_with('"')
                    && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            })
    };
    words.all(known).then_some(from + 1 + close + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> Vec<&str> {
        let signs = Signs::of(text, Options::empty());
        signs.between(0, text.len()).iter().map(|range| &text[range.clone()]).collect()
    }

    #[test]
    fn spans_and_links_have_attributes() {
        assert_eq!(hidden("[[4.]{.info}]{#n4} After"), ["[", "[", "]{.info}", "]{#n4}"]);
        assert_eq!(hidden("[2.](#f2){#n2} A"), ["{#n2}"]);
        assert_eq!(hidden("[x](y){target=\"new window\"}"), ["{target=\"new window\"}"]);
        assert_eq!(anchor("]{#n4 .x}"), Some("n4"));
    }

    #[test]
    fn braces_that_say_nothing_stay() {
        for text in ["[1]{sic}", "f(x){y}", "[a] {.b}", "[a]{}", "\\[a\\]{.b}", "[a\n\nb]{.c}"]
        {
            assert!(hidden(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn code_keeps_what_looks_like_a_sign() {
        let all = |text: &'static str| -> Vec<&str> {
            Signs::of(text, Options::empty()).all().into_iter().map(|at| &text[at]).collect()
        };
        for text in [
            "```\n:::\n[a]{.b}\n```\n",
            "So:\n\n    ::: note\n    [a]{.b}\n",
            "Write `[a]{.b}` for it.",
            "Write `[` and a]{.b}",
        ] {
            assert!(all(text).is_empty(), "{text}");
        }
        assert_eq!(all(":::\n`x` [a]{.b}\n:::\n"), [":::", "[", "]{.b}", ":::"]);
    }

    #[test]
    fn colons_fence_divisions() {
        for line in [":::", "::: footer", "::: {.sig #end}", ":::: note ::::"] {
            assert!(is_fence(line), "{line}");
        }
        assert!(
            !is_fence(":: a") && !is_fence("::: he said this") && !is_fence(": a definition")
        );
    }
}
