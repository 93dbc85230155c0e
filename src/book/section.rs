//! The parts that a book divides into.

use super::{Block, BlockId, Inline};

/// A part of a book: a chapter, a letter, the whole of a short article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its lasting name.
    pub id: BlockId,
    /// What it is in the book.
    pub role: Role,
    /// Its heading; none for text that stands before the first heading, or has none.
    pub heading: Option<Heading>,
    /// What stands in it before its first inner section.
    pub blocks: Vec<Block>,
    /// The sections inside it.
    pub sections: Vec<Section>,
}

/// A heading. One heading may take two lines: the number and the title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// `Chapter I`, `II.`, `Erster Abschnitt`, where the source sets it on a line of its own.
    pub number: Option<Vec<Inline>>,
    /// The title; empty where the number is all there is.
    pub title: Vec<Inline>,
}

/// What a section is in its book, as the field names it. EPUB types, ARIA roles and PDF tags are
/// all read from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A section like any other, or the text of a short piece.
    #[default]
    Section,
    /// A part that holds chapters.
    Part,
    /// A chapter.
    Chapter,
    /// A letter.
    Letter,
    /// One of several articles gathered on one page.
    Article,
    /// A dedication.
    Dedication,
    /// A foreword, by another hand.
    Foreword,
    /// A preface.
    Preface,
    /// An introduction.
    Introduction,
    /// A prologue.
    Prologue,
    /// A conclusion.
    Conclusion,
    /// An epilogue.
    Epilogue,
    /// An afterword.
    Afterword,
    /// An appendix.
    Appendix,
    /// A bibliography.
    Bibliography,
    /// A glossary.
    Glossary,
    /// An index.
    Index,
    /// Editorial or biographical remarks that are no numbered notes.
    Remarks,
}

impl Role {
    /// What a section of this role is called, as the field's vocabulary has it.
    pub fn name(self) -> &'static str {
        match self {
            Role::Section => "section",
            Role::Part => "part",
            Role::Chapter => "chapter",
            Role::Letter => "letter",
            Role::Article => "article",
            Role::Dedication => "dedication",
            Role::Foreword => "foreword",
            Role::Preface => "preface",
            Role::Introduction => "introduction",
            Role::Prologue => "prologue",
            Role::Conclusion => "conclusion",
            Role::Epilogue => "epilogue",
            Role::Afterword => "afterword",
            Role::Appendix => "appendix",
            Role::Bibliography => "bibliography",
            Role::Glossary => "glossary",
            Role::Index => "index",
            Role::Remarks => "remarks",
        }
    }
}
