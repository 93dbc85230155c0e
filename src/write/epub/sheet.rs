//! One content document while it is written: the mark-up so far, and what the writing of it has to
//! know of the rest of the book.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::container::STYLESHEET;
use super::language::{direction, tag};
use super::page_marks::{PageBreak, PageMarks};
use super::plan::{File, FileIndex, Matter, Plan};
use super::xml::{Attribute, Xml};
use crate::book::{BlockId, Book, Language, Words};

/// A content document while it is written.
pub(super) struct Sheet<'a> {
    /// The mark-up.
    pub(super) xml: Xml,
    /// The book.
    pub(super) book: &'a Book,
    /// Where everything stands.
    pub(super) plan: &'a Plan<'a>,
    /// Which file this is.
    pub(super) index: FileIndex,
    /// The house's words in the book's language.
    pub(super) words: &'static Words,
    /// The pages that begin in it.
    pub(super) pages: &'a mut PageMarks,
    /// The languages of the elements that are open, innermost last.
    pub(super) languages: Vec<Language>,
    named: BTreeSet<BlockId>,
}

/// How far a block has been written, in scalars, and the pages that begin in what is left of it.
pub(super) struct Progress {
    /// Scalars written.
    pub(super) at: u32,
    /// The next page first.
    pub(super) breaks: std::collections::VecDeque<PageBreak>,
}

impl<'a> Sheet<'a> {
    /// A new document, its body open.
    pub(super) fn new(
        book: &'a Book,
        plan: &'a Plan<'a>,
        index: FileIndex,
        words: &'static Words,
        pages: &'a mut PageMarks,
        title: &str,
    ) -> Sheet<'a> {
        let language = book.title().language.clone();
        let mut xml = Xml::new_html();
        open_html(&mut xml, &language, title);
        let matter = match plan.files.get(index).map(|file| file.matter) {
            Some(Matter::Front) => "frontmatter",
            Some(Matter::Back) => "backmatter",
            _ => "bodymatter",
        };
        xml.open("body", &[("epub:type", matter.into())]);
        xml.line();
        let languages = vec![language];
        Sheet { xml, book, plan, index, words, pages, languages, named: BTreeSet::new() }
    }

    /// The file that is written.
    pub(super) fn file(&self) -> &'a File<'a> {
        &self.plan.files[self.index]
    }

    /// The id of a block, the first time that it is asked for: ids are unique in a document,
    /// whatever the book says.
    pub(super) fn id(&mut self, block: BlockId) -> Option<Attribute<'static>> {
        self.named.insert(block).then(|| ("id", Cow::Owned(block.to_string())))
    }

    /// The address of a block as a link in this document writes it.
    pub(super) fn href(&self, block: BlockId) -> Option<String> {
        let file = *self.plan.places.get(&block)?;
        Some(self.plan.href(self.index, file, &block.to_string()))
    }

    /// The attributes of a language, where it differs from that of the surroundings.
    pub(super) fn language(&self, language: &Language) -> Vec<Attribute<'static>> {
        match self.languages.last() {
            Some(around) if around == language => Vec::new(),
            around => {
                let turns =
                    around.is_some_and(|around| direction(around) != direction(language));
                language_attributes(language, turns.then(|| direction(language)))
            }
        }
    }

    /// Begins to write a block.
    pub(super) fn begin(&mut self, block: BlockId) -> Progress {
        Progress { at: 0, breaks: self.pages.take(block).into() }
    }

    /// Writes the pages that begin before scalar `until` of what is in progress.
    pub(super) fn pages_before(&mut self, progress: &mut Progress, until: u32) {
        while progress.breaks.front().is_some_and(|next| next.at < until) {
            if let Some(next) = progress.breaks.pop_front() {
                self.page_mark("span", &next.label);
            }
        }
    }

    /// Writes the pages that begin in what is in progress and have not been written.
    pub(super) fn end(&mut self, progress: &mut Progress) {
        self.pages_before(progress, u32::MAX);
    }

    /// Writes, between blocks, the pages that begin with a block which has no line of its own.
    pub(super) fn pages_before_block(&mut self, block: BlockId) {
        for next in self.pages.take(block) {
            self.page_mark("div", &next.label);
            self.xml.line();
        }
    }

    /// Writes the mark of a page's beginning.
    pub(super) fn page_mark(&mut self, element: &'static str, label: &str) {
        let id = self.pages.enter(label, &self.plan.files[self.index].name);
        self.xml.open(
            element,
            &[
                ("epub:type", "pagebreak".into()),
                ("role", "doc-pagebreak".into()),
                ("id", id.into()),
                ("aria-label", Cow::Owned(label.to_owned())),
            ],
        );
        self.xml.close();
    }
}

/// The vocabulary of DAISY for what EPUB's own has no term for: letters and their parts, verse,
/// drama (ANSI/NISO Z39.98).
const STRUCTURE: &str = "z3998: http://www.daisy.org/z3998/2012/vocab/structure/";

/// Opens an XHTML document and writes its head.
pub(super) fn open_html(xml: &mut Xml, language: &Language, title: &str) {
    let mut attributes: Vec<Attribute<'_>> = vec![
        ("xmlns", "http://www.w3.org/1999/xhtml".into()),
        ("xmlns:epub", "http://www.idpf.org/2007/ops".into()),
        ("epub:prefix", STRUCTURE.into()),
    ];
    attributes.extend(language_attributes(language, Some(direction(language))));
    xml.open("html", &attributes);
    xml.line();
    xml.open("head", &[]);
    xml.line();
    xml.element("title", &[], title);
    xml.line();
    xml.void(
        "link",
        &[
            ("rel", "stylesheet".into()),
            ("type", "text/css".into()),
            ("href", STYLESHEET.into()),
        ],
    );
    xml.line();
    xml.close();
    xml.line();
}

fn language_attributes(
    language: &Language,
    direction: Option<&'static str>,
) -> Vec<Attribute<'static>> {
    let tag = tag(language);
    let mut attributes = vec![("lang", Cow::Owned(tag.clone())), ("xml:lang", Cow::Owned(tag))];
    attributes.extend(direction.map(|direction| ("dir", Cow::Borrowed(direction))));
    attributes
}
