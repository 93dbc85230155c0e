//! XML, one event at a time: elements close in the order in which they opened, characters that XML
//! forbids never get through.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An attribute: its name and its value, not yet escaped.
pub(super) type Attribute<'a> = (&'static str, Cow<'a, str>);

/// An XML document while it is written.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
}

impl Xml {
    /// An empty document with its declaration.
    pub(super) fn new() -> Xml {
        let mut xml = Xml { writer: Writer::new(Vec::new()), open: Vec::new() };
        xml.emit(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        xml.line();
        xml
    }

    /// An empty XHTML document with its declaration and its document type.
    pub(super) fn new_html() -> Xml {
        let mut xml = Xml::new();
        xml.emit(Event::DocType(BytesText::from_escaped("html")));
        xml.line();
        xml
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.emit(Event::Start(tag(name, attributes)));
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.emit(Event::End(BytesEnd::new(name)));
        }
    }

    /// Writes an element without content, which in XHTML must be one that has none by nature.
    pub(super) fn void(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.emit(Event::Empty(tag(name, attributes)));
    }

    /// Writes an element that holds nothing but text.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        text: &str,
    ) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    /// Writes characters.
    pub(super) fn text(&mut self, text: &str) {
        let legal = legal(text);
        self.emit(Event::Text(BytesText::from_escaped(partial_escape(&*legal))));
    }

    /// Ends the line between elements, for those who read the mark-up.
    pub(super) fn line(&mut self) {
        self.emit(Event::Text(BytesText::from_escaped("\n")));
    }

    /// The finished document, whatever is still open closed.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.line();
        self.writer.into_inner()
    }

    fn emit(&mut self, event: Event<'_>) {
        // Writing to memory has no way to fail.
        let _ = self.writer.write_event(event);
    }
}

fn tag<'a>(name: &'static str, attributes: &[Attribute<'a>]) -> BytesStart<'a> {
    let mut tag = BytesStart::new(name);
    for (key, value) in attributes {
        tag.push_attribute((*key, &*legal(value)));
    }
    tag
}

/// The characters of `text` that XML 1.0 allows (section 2.2, production 2). Controls go; the two
/// that are no characters at all leave the sign of a character that could not be shown.
pub(super) fn legal(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| legal_instead(c) != Some(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(legal_instead).collect())
}

fn legal_instead(c: char) -> Option<char> {
    match c {
        '\t' | '\n' => Some(c),
        '\r' => Some('\n'),
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => None,
        '\u{fffe}' | '\u{ffff}' => Some('\u{fffd}'),
        _ => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_never_reach_a_document() {
        assert_eq!(legal("a\u{0}b\u{b}c\u{1f}d\u{ffff}e\u{85}\t"), "abcd\u{fffd}e\t");
        assert!(matches!(legal("plain – text"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_is_open_is_closed_and_what_is_special_is_escaped() {
        let mut xml = Xml::new();
        xml.open("p", &[("title", "a \"b\" & <c>".into())]);
        xml.open("em", &[]);
        xml.text("1 < 2 & \"3\"");
        let bytes = xml.finish();
        let string = String::from_utf8_lossy(&bytes);
        assert!(string.contains("title=\"a &quot;b&quot; &amp; &lt;c&gt;\""));
        assert!(string.ends_with("<em>1 &lt; 2 &amp; \"3\"</em></p>\n"));
    }
}
