//! HTML, JSON and TOML as strings, every text escaped on its way in, and what all lists share.

use crate::book::{Severity, Span, one_space};

/// How many chunks or pieces make a gathering.
const GATHERING: usize = 24;

/// A page while it is written.
#[derive(Default)]
pub(super) struct Html {
    out: String,
    /// How many chunks or pieces the open gathering holds; none is open at zero.
    gathered: usize,
}

impl Html {
    /// Adds mark-up of the page's own.
    pub(super) fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Goes before each chunk or piece of a pane. They are bound into gatherings, since a browser
    /// asks at each step of a scroll which boxes that it may leave alone come near the window: of
    /// some hundred gatherings it can ask that, of some thousand paragraphs it stutters.
    pub(super) fn gather(&mut self) {
        if self.gathered == GATHERING {
            self.end_gathering();
        }
        if self.gathered == 0 {
            self.raw("<div class=\"gathering\">\n");
        }
        self.gathered += 1;
    }

    /// Closes the last gathering of a pane, if one is open.
    pub(super) fn end_gathering(&mut self) {
        if self.gathered > 0 {
            self.raw("</div>\n");
            self.gathered = 0;
        }
    }

    /// Adds text, or the value of an attribute.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\r' | '\n' | '\t' => self.out.push(c),
                // Controls are errors in HTML; their pictures are not.
                '\0'..='\u{1f}' => {
                    self.out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'));
                }
                '\u{7f}'..='\u{9f}' => self.out.push('\u{fffd}'),
                _ => self.out.push(c),
            }
        }
    }

    /// Adds an element that holds nothing but text. `opening` is its tag with its attributes.
    pub(super) fn element(&mut self, opening: &str, text: &str) {
        let name = opening.split(' ').next().unwrap_or(opening);
        self.raw(&format!("<{opening}>"));
        self.text(text);
        self.raw(&format!("</{name}>"));
    }

    /// The page.
    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// Adds a string of JSON that may stand in a script element (RFC 8259, 7).
pub(super) fn json_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '<' | '\0'..='\u{1f}' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// Adds a table in a frame that can be moved where it is wider than the screen. A head without
/// words is a column that needs none.
pub(super) fn table(
    html: &mut Html,
    name: &str,
    heads: &[&str],
    rows: usize,
    mut row: impl FnMut(&mut Html, usize),
) {
    html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    html.text(name);
    html.raw("\"><table><thead><tr>");
    for head in heads {
        match *head {
            "" => html.raw("<td></td>"),
            words => html.element("th scope=\"col\"", words),
        }
    }
    html.raw("</tr></thead><tbody>\n");
    for nth in 0..rows {
        html.raw("<tr>");
        row(html, nth);
        html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div>\n");
}

/// Adds a cell that says how much a finding matters.
pub(super) fn severity(html: &mut Html, severity: Severity) {
    let (class, word) = match severity {
        Severity::Error => ("error", "Error"),
        Severity::Warning => ("warning", "Doubtful"),
        Severity::Info => ("info", "Decided"),
    };
    html.element(&format!("td class=\"sev {class}\""), word);
}

/// Adds a cell with a button that leads to a place of the text, or with the words alone where there
/// is no place.
pub(super) fn go(html: &mut Html, place: Option<Span>, words: &str) {
    html.raw("<td>");
    match place {
        Some(place) => button(html, place.start, words),
        None if words == "show" => {}
        None => html.text(words),
    }
    html.raw("</td>");
}

/// Adds a button that leads to a place of the text.
pub(super) fn button(html: &mut Html, place: u32, words: &str) {
    html.element(&format!("button class=\"tool\" type=\"button\" data-go=\"{place}\""), words);
    html.raw(" ");
}

/// Adds lines for the sidecar, with a button that copies them.
pub(super) fn fix(html: &mut Html, id: &str, lines: &str) {
    html.raw("<div class=\"fix\">");
    html.element(&format!("code id=\"{id}\""), lines);
    html.raw(&format!(
        " <button class=\"tool copy\" type=\"button\" data-of=\"{id}\">Copy</button></div>"
    ));
}

/// A basic string of TOML, on one line.
pub(super) fn toml(text: &str) -> String {
    let mut out = String::from("\"");
    for c in one_space(text).chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\0'..='\u{1f}' | '\u{7f}' => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `1 note`, `2 notes`
pub(super) fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(u32::try_from(count).unwrap_or(u32::MAX)))
}

/// A number with its digits in threes.
pub(super) fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_from_the_right() {
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(counted(1, "note"), "1 note");
    }

    #[test]
    fn a_string_of_toml_is_one_line() {
        assert_eq!(toml("a \"b\"\n c\\d"), r#""a \"b\" c\\d""#);
    }
}
