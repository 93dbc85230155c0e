//! HTML inside Markdown: its text stays, and a few of its tags mean something.

use crate::book::{Inline, Style};

use super::super::line::Wrap;
use super::{Reader, Special};

impl Reader<'_, '_> {
    /// HTML between the bytes `from` and `to`: text stays, a few tags mean something.
    pub(super) fn html(&mut self, from: usize, to: usize) {
        let source = self.account.text().get(from..to).unwrap_or_default();
        let mut at = 0;
        while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
            let tag = rest.find('<').unwrap_or(rest.len());
            if tag > 0 {
                let text = self.account.claim(from + at, from + at + tag);
                self.begin();
                self.line.text(text);
                at += tag;
                continue;
            }
            let end = tag_end(rest);
            let inner = rest.get(1..end.saturating_sub(1)).unwrap_or_default();
            self.tag(inner);
            at += hidden_end(rest, inner).unwrap_or(end);
        }
    }

    fn tag(&mut self, inner: &str) {
        let closes = inner.starts_with('/');
        let name: String = inner
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let name = name.to_ascii_lowercase();
        let style = match name.as_str() {
            "br" => return self.line.put(Inline::LineBreak),
            "i" | "em" | "cite" => Style::Emphasis,
            "b" | "strong" => Style::Strong,
            "sup" => Style::Superscript,
            "sub" => Style::Subscript,
            "u" => Style::Underline,
            "s" | "del" => Style::Strike,
            "small" => Style::Small,
            "big" => Style::Large,
            "code" | "tt" => Style::Code,
            "a" | "span" | "abbr" | "font" => return,
            _ if self.block == Some(Special::Html) => return self.end_passage(),
            _ => return,
        };
        if !closes {
            self.html.push((name, self.marks));
            self.line.open(Wrap::Style(style));
        } else if self
            .html
            .pop_if(|(open, marks)| *open == name && *marks == self.marks)
            .is_some()
        {
            self.line.close();
        }
    }
}

/// The end of the tag or comment that `html` begins with.
fn tag_end(html: &str) -> usize {
    let (sign, skip) = if html.starts_with("<!--") { ("-->", 4) } else { (">", 1) };
    let end = html.get(skip..).and_then(|rest| rest.find(sign));
    end.map_or(html.len(), |end| skip + end + sign.len())
}

/// The end of the element that `html` begins with, if its content is no text.
fn hidden_end(html: &str, inner: &str) -> Option<usize> {
    let begins = |text: &str, name: &str| {
        text.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name))
            && !text[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    let name = ["script", "style", "template"].into_iter().find(|name| begins(inner, name))?;
    let mut closings = html.match_indices("</");
    let at = closings
        .find(|(at, sign)| html.get(at + sign.len()..).is_some_and(|rest| begins(rest, name)));
    Some(at.map_or(html.len(), |(at, _)| at + tag_end(html.get(at..).unwrap_or_default())))
}
