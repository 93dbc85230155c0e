//! Pages for the tests of this stage, written in one line a passage.

use crate::book::{
    Enclosure, EnclosureKind, Form, Head, Inline, InlineImage, Leaf, LeafPart, Passage,
    PassageKind, Span, Target, Text, Transcript,
};

use super::profile;
use super::survey::Survey;

/// A page in the making.
pub struct Page {
    leaf: Leaf,
    reading: String,
}

/// A paragraph of running text.
pub fn text() -> &'static str {
    "A strange delusion possesses the working classes of the nations where capitalist \
     civilization holds its sway. This delusion drags in its train the individual and social \
     woes which for two centuries have tortured sad humanity."
}

impl Page {
    /// A web page without passages.
    pub fn new() -> Page {
        Page::of(Form::Html)
    }

    /// A plain-text page without passages.
    pub fn plain() -> Page {
        Page::of(Form::Plain)
    }

    fn of(form: Form) -> Page {
        let leaf = Leaf {
            name: "page.htm".into(),
            address: None,
            part: LeafPart::Page,
            form,
            span: Span::new(0, 0),
            head: Head::default(),
            passages: Vec::new(),
        };
        Page { leaf, reading: String::new() }
    }

    /// Makes it the contents page of a work.
    pub fn contents(mut self) -> Page {
        self.leaf.part = LeafPart::Contents;
        self
    }

    /// Adds a passage. `element` is `p`, `h1` to `h6`, `hr` or `li`, with a class after a stop;
    /// `words` may hold `[links](address)`, `![images](address)`, `{#anchors}` and line ends.
    pub fn passage(mut self, element: &str, words: &str) -> Page {
        let (name, class) = element.split_once('.').unwrap_or((element, ""));
        let mut passage = Passage::paragraph(self.inlines(words));
        passage.class = class.split('.').filter(|c| !c.is_empty()).map(str::to_owned).collect();
        passage.kind = match name {
            "hr" => PassageKind::Rule,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                PassageKind::Heading(name[1..].parse().unwrap())
            }
            _ => PassageKind::Paragraph,
        };
        if name == "li" {
            passage.within.push(Enclosure {
                id: 1,
                kind: EnclosureKind::Item,
                class: Vec::new(),
            });
        }
        self.reading.push('\n');
        self.leaf.passages.push(passage);
        self.leaf.span = Span::new(0, self.reading.chars().count() as u32);
        self
    }

    fn inlines(&mut self, words: &str) -> Vec<Inline> {
        let mut inlines = Vec::new();
        let mut rest = words;
        while let Some(at) = rest.find(['[', '!', '{', '\n']) {
            let (before, from) = rest.split_at(at);
            self.words(before, &mut inlines);
            rest = match self.special(from, &mut inlines) {
                Some(rest) => rest,
                None => {
                    self.words(&from[..1], &mut inlines);
                    &from[1..]
                }
            };
        }
        self.words(rest, &mut inlines);
        inlines
    }

    fn special<'a>(&mut self, from: &'a str, inlines: &mut Vec<Inline>) -> Option<&'a str> {
        if let Some(rest) = from.strip_prefix('\n') {
            self.reading.push('\n');
            inlines.push(Inline::LineBreak);
            return Some(rest);
        }
        if let Some(rest) = from.strip_prefix("{#") {
            let (name, rest) = rest.split_once('}')?;
            inlines.push(Inline::Anchor(name.to_owned()));
            return Some(rest);
        }
        let image = from.starts_with("![");
        let (words, rest) = from.trim_start_matches('!').strip_prefix('[')?.split_once("](")?;
        let (address, rest) = rest.split_once(')')?;
        if image {
            let alt = Some(words.to_owned());
            inlines.push(Inline::Image(InlineImage {
                address: address.into(),
                image: None,
                alt,
            }));
        } else {
            let mut inner = Vec::new();
            self.words(words, &mut inner);
            inlines.push(Inline::Link(Target::Address(address.into()), inner));
        }
        Some(rest)
    }

    fn words(&mut self, words: &str, inlines: &mut Vec<Inline>) {
        if !words.is_empty() {
            let start = self.reading.chars().count() as u32;
            inlines.push(Inline::Text(Text::verbatim(words, start)));
            self.reading.push_str(words);
        }
    }

    /// What rules see of it.
    pub fn survey(&self) -> Survey {
        let found = profile::recognise(&self.leaf);
        Survey::of(&self.leaf, &self.leaf.passages, &found)
    }

    /// The page as a transcript.
    pub fn transcript(self) -> Transcript {
        Transcript { reading: self.reading, leaves: vec![self.leaf], ..Transcript::default() }
    }
}
