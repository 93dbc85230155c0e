//! Where a text comes from and by whose hands: the lines that say so, and what they say.

mod clauses;
mod credits;
mod labels;
mod lines;
mod page_date;
mod recognise;
mod tables;

pub use page_date::page_date;
pub use recognise::{Head, IN_TEXT, is_publication, take};

use super::placed::words_of;
use super::wording::{dates, one_space};
use crate::book::{
    BlockIds, Contributor, Date, Field, Form, Inline, Leaf, Provenance, ProvenanceLine,
};

/// A line of provenance on its way into the book.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it is about.
    pub field: Field,
    /// Where readers find it.
    pub standing: Standing,
    /// Its text.
    pub content: Vec<Inline>,
}

/// Where readers find a line of provenance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In the colophon.
    Colophon,
    /// In the text, since it bears the mark of a note: here it is only a copy to be understood.
    Text,
}

impl Line {
    /// Its words without the label.
    pub fn said(&self) -> String {
        let words = one_space(&words_of(&self.content));
        match labels::label_of(&words) {
            Some((label, at)) if labels::field_of(label).is_some() => {
                words.get(at..).unwrap_or("").trim().to_owned()
            }
            _ => words,
        }
    }
}

/// What the lines of a work's provenance say, taken together.
#[derive(Clone, Debug, Default)]
pub struct Understood {
    /// Those who are credited.
    pub contributors: Vec<Contributor>,
    /// When the work was written or delivered.
    pub written: Option<Date>,
    /// When it was first published.
    pub published: Option<Date>,
    /// The date of the printed source, which may be a late reprint.
    pub source_date: Option<Date>,
    /// The printed source.
    pub printed_source: Option<String>,
    /// The rights.
    pub rights: Option<String>,
}

/// Reads the lines.
pub fn understand(lines: &[Line]) -> Understood {
    let mut understood = Understood::default();
    for line in lines {
        let said = line.said();
        let date = dates::first(&said);
        match line.field {
            Field::Written | Field::Delivered => {
                understood.written = understood.written.or(date)
            }
            Field::FirstPublished => understood.published = understood.published.or(date),
            Field::Source => {
                understood.source_date = understood.source_date.or(date);
                if understood.printed_source.is_none() && !said.is_empty() {
                    understood.printed_source = Some(said);
                }
            }
            Field::Rights if understood.rights.is_none() => understood.rights = Some(said),
            _ => {}
        }
        for one in credits::read(&words_of(&line.content), line.field) {
            let known =
                |old: &Contributor| old.role == one.role && old.person.name == one.person.name;
            if !understood.contributors.iter().any(known) {
                understood.contributors.push(one);
            }
        }
    }
    understood
}

/// The persons that a line without a label credits.
pub fn credits_of(line: &str) -> Vec<Contributor> {
    credits::read(line, Field::Other)
}

/// Whether a line begins with one word that labels provenance: `Source: …`, `Erstellt: …`.
pub fn is_labelled(line: &str) -> bool {
    let label = labels::label_of(line).map(|(label, _)| label.trim());
    let field = label.filter(|label| !label.contains(' ')).and_then(labels::field_of);
    field.is_some_and(|field| field != Field::Other)
}

/// The archive that a leaf comes from, by its address, its form or the words of its provenance.
/// Project Gutenberg is not named: a changed edition may not carry its trademark.
pub fn archive(leaf: &Leaf, lines: &[Line]) -> Option<String> {
    let says = |needle: &str| {
        let address = leaf.address.as_deref().or(leaf.head.address.as_deref());
        address.is_some_and(|address| address.contains(needle))
            || lines.iter().any(|line| words_of(&line.content).to_lowercase().contains(needle))
    };
    let name = if says("mlwerke") || says("seitenzahlen verweisen auf") {
        "MLWerke"
    } else if says("gutenberg") || says("pgdp") || says("distributed proofread") {
        return None;
    } else if leaf.form == Form::Muse || says("theanarchistlibrary") {
        "The Anarchist Library"
    } else if says("marxists.org")
        || says("marxists’ internet")
        || says("marxists' internet")
        || says("marxists internet")
        || says("marxist internet")
        || says("marxist’s internet")
    {
        "Marxists Internet Archive"
    } else {
        return None;
    };
    Some(name.to_owned())
}

/// The provenance of a book.
pub fn provenance(
    lines: Vec<Line>,
    understood: &Understood,
    archive: Option<String>,
    address: Option<String>,
    page_date: Option<Date>,
    ids: &mut BlockIds,
) -> Provenance {
    let page_date = page_date.or_else(|| page_date::stated_page_date(&lines));
    let lines = lines
        .into_iter()
        .filter(|line| line.standing == Standing::Colophon)
        .map(|line| ProvenanceLine {
            id: ids.next(&words_of(&line.content)),
            field: line.field,
            content: line.content,
        })
        .collect();
    Provenance {
        lines,
        archive,
        address,
        printed_source: understood.printed_source.clone(),
        rights: understood.rights.clone(),
        page_date,
    }
}
