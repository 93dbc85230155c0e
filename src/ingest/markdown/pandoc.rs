//! What Pandoc's Markdown has beyond the common signs: attributes in braces (`[words]{.class}`,
//! `[2.](#f2){#n2}`), divisions between lines of colons, `^raised^` and `~lowered~`.

use std::ops::Range;

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
    /// Looks through a file.
    pub fn of(text: &str) -> Signs {
        let mut signs = Signs::default();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let end = at + line.trim_end().len();
            if is_fence(line.trim()) {
                signs.fences.push(at..end);
            }
            at += line.len();
        }
        signs.find_inline(text);
        signs
    }

    fn find_inline(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut open: Vec<usize> = Vec::new();
        let mut blank = true;
        let mut escaped = false;
        for (at, byte) in bytes.iter().enumerate() {
            let is_escaped = std::mem::take(&mut escaped);
            match byte {
                b'\\' if !is_escaped => escaped = true,
                b'\n' if blank => open.clear(),
                b'\n' => blank = true,
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
        let signs = Signs::of(text);
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
    fn colons_fence_divisions() {
        for line in [":::", "::: footer", "::: {.sig #end}", ":::: note ::::"] {
            assert!(is_fence(line), "{line}");
        }
        assert!(
            !is_fence(":: a") && !is_fence("::: he said this") && !is_fence(": a definition")
        );
    }
}
