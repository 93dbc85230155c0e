//! Title matter and provenance: who wrote it, when, and by whose hands it came here.

use super::{BlockId, Inline, Language, Span};

/// What a title page says.
///
/// The `lines` are the page's own text, each in its place; the other fields are what was
/// understood from them (or from weaker evidence) and are what a catalogue prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TitleMatter {
    /// The lines of the source that are title matter, in the order in which they stood.
    pub lines: Vec<TitleLine>,
    /// The title as a catalogue prints it.
    pub title: String,
    /// The subtitle, if any.
    pub subtitle: Option<String>,
    /// The authors in the order in which they stand.
    pub authors: Vec<Person>,
    /// Others with a hand in the text or the edition: translators, editors, transcribers.
    pub contributors: Vec<Contributor>,
    /// When it was written.
    pub written: Option<Date>,
    /// When it was first published.
    pub published: Option<Date>,
    /// The language of the text.
    pub language: Language,
    /// What it is about, as the archive states it.
    pub subjects: Vec<String>,
}

/// A line of title matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleLine {
    /// Its lasting name.
    pub id: BlockId,
    /// What it says.
    pub role: TitleRole,
    /// Its text.
    pub content: Vec<Inline>,
}

/// What a line of title matter says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TitleRole {
    /// Who wrote it.
    Author,
    /// What it is called.
    Title,
    /// What it is called besides.
    Subtitle,
    /// The series, volume or larger work that it stands in.
    Series,
    /// When it was written or published.
    Date,
    /// Who translated or edited it.
    Contributor,
    /// Anything else that stands with the title.
    Other,
}

impl TitleRole {
    /// What a line of this role is called.
    pub fn name(self) -> &'static str {
        match self {
            TitleRole::Author => "author",
            TitleRole::Title => "title",
            TitleRole::Subtitle => "subtitle",
            TitleRole::Series => "series",
            TitleRole::Date => "date",
            TitleRole::Contributor => "contributor",
            TitleRole::Other => "other",
        }
    }
}

/// A person, or a body that acts as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The name as it is read: `Paul Lafargue`.
    pub name: String,
    /// The name as it is filed: `Lafargue, Paul`.
    pub file_as: String,
}

/// Someone who had a hand in it without being its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributor {
    /// Who.
    pub person: Person,
    /// In what role.
    pub role: Relator,
}

/// The MARC relators that archive pages speak of (<https://id.loc.gov/vocabulary/relators>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relator {
    /// `trl`
    Translator,
    /// `edt`
    Editor,
    /// `trc`
    Transcriber,
    /// `mrk`
    Markup,
    /// `pfr`
    Proofreader,
    /// `aui`: author of an introduction.
    Introducer,
}

impl Relator {
    /// The MARC code.
    pub fn code(self) -> &'static str {
        match self {
            Relator::Translator => "trl",
            Relator::Editor => "edt",
            Relator::Transcriber => "trc",
            Relator::Markup => "mrk",
            Relator::Proofreader => "pfr",
            Relator::Introducer => "aui",
        }
    }
}

/// The first year that may date a web page: what is dated later may be a volunteer’s.
pub const FIRST_WEB_YEAR: i32 = 1990;

/// A date as exact as the source gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year of the common era.
    pub year: i32,
    /// The month, from 1.
    pub month: Option<u8>,
    /// The day, from 1; only with a month.
    pub day: Option<u8>,
}

impl std::fmt::Display for Date {
    /// ISO 8601, as exact as the date is: `1935`, `1935-11`, `1935-11-30`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

/// Where the text comes from and by whose hands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The lines of the source that say so: kept, and set in the colophon.
    pub lines: Vec<ProvenanceLine>,
    /// The archive, by name.
    pub archive: Option<String>,
    /// The address of the page, if it is known.
    pub address: Option<String>,
    /// The printed source, as the page states it.
    pub printed_source: Option<String>,
    /// The rights, as the page states them.
    pub rights: Option<String>,
    /// The date of the page (`Last updated on …`).
    pub page_date: Option<Date>,
}

/// A line of provenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenanceLine {
    /// Its lasting name.
    pub id: BlockId,
    /// Its label, read: what the line is about.
    pub field: Field,
    /// Its text, label and all.
    pub content: Vec<Inline>,
}

/// What a line of provenance is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// `Source:`, `From`, `Taken from`, `Fonte:`.
    Source,
    /// `Written:`, `Scritto:`, `Geschrieben`.
    Written,
    /// `Delivered:`.
    Delivered,
    /// `First Published:`.
    FirstPublished,
    /// `Publisher:`.
    Publisher,
    /// `Translated:`.
    Translated,
    /// `Transcription:`, `Transcribed:`, also together with mark-up.
    Transcribed,
    /// `HTML Markup:`, `Marked up by`.
    Markup,
    /// `Proofread:`.
    Proofread,
    /// `Edited:`.
    Edited,
    /// `Public Domain:`, `Copyleft:`, `Copyright:`.
    Rights,
    /// `Online Version:`.
    Online,
    /// `Original page numbers`, `Seitenzahlen verweisen auf`.
    Pagination,
    /// Anything else that speaks of where the text comes from.
    Other,
}

/// Where something that was understood was read: for the findings that give each field's reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What was understood: `title`, `author`, `date`.
    pub of: &'static str,
    /// The place it was read at; none for what stands outside the reading text.
    pub place: Option<Span>,
    /// Why it was taken for that.
    pub reason: String,
}
