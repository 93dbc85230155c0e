//! A passage as its lines: navigation is often glued to the last line of a paragraph.

use crate::book::{Inline, Text, text_of};

/// Line ends inside texts longer than this are not looked for: no header is so long.
const LONGEST_TEXT: usize = 1 << 15;

/// A line of a passage.
#[derive(Debug)]
pub struct Line {
    /// What stands in it.
    pub content: Vec<Inline>,
    /// Whether a line break by mark-up follows it.
    pub broken: bool,
}

/// Cuts a passage at its line breaks, and at line ends that stand in its texts.
pub fn cut(content: Vec<Inline>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    for inline in content {
        match inline {
            Inline::LineBreak => {
                lines.push(Line { content: std::mem::take(&mut line), broken: true });
            }
            Inline::Text(text)
                if text.as_str().contains('\n') && text.as_str().len() <= LONGEST_TEXT =>
            {
                for part in cut_text(text) {
                    let ends = part.as_str().ends_with('\n');
                    line.push(Inline::Text(part));
                    if ends {
                        let content = std::mem::take(&mut line);
                        lines.push(Line { content, broken: false });
                    }
                }
            }
            other => line.push(other),
        }
    }
    lines.push(Line { content: line, broken: false });
    lines
}

/// Puts lines together again.
pub fn join(lines: Vec<Line>) -> Vec<Inline> {
    let mut content = Vec::new();
    let last = lines.iter().rposition(|line| !text_of(&line.content).trim().is_empty());
    for (at, line) in lines.into_iter().enumerate() {
        content.extend(line.content);
        if line.broken && last.is_some_and(|last| at < last) {
            content.push(Inline::LineBreak);
        }
    }
    content
}

/// Cuts a text after each of its line ends.
fn cut_text(mut text: Text) -> Vec<Text> {
    let mut parts = Vec::new();
    let ends: Vec<usize> = text.as_str().match_indices('\n').map(|(at, _)| at + 1).collect();
    for end in ends.into_iter().rev() {
        let tail = text.split_off(end);
        if !tail.as_str().is_empty() {
            parts.push(tail);
        }
    }
    parts.push(text);
    parts.reverse();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_together_again() {
        let content = vec![
            Inline::Text(Text::verbatim("Paul Lafargue\nDraviel", 0)),
            Inline::LineBreak,
            Inline::Text(Text::verbatim("15.11.04", 22)),
        ];
        let lines = cut(content.clone());
        assert_eq!(lines.len(), 3);
        assert_eq!(text_of(&join(lines)), text_of(&content));
    }
}
