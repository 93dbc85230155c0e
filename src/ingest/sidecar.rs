//! The sidecar beside an input: what the archive got wrong, put right.
//!
//! `how-did.toml` stands beside `how-did.txt`. Every key may be left out, none may be misspelt:
//!
//! ```toml
//! title = "How Did Stalin Defeat the Opposition?"
//! subtitle = "A reply to Zeller"
//! authors = ["Leon Trotsky"]            # as they are read
//! translators = ["Max Shachtman"]
//! written = 1935-11-30                  # a date, a month "1935-11", or a year 1935
//! published = "1935-12"
//! language = "en"
//!
//! [[keep]]                              # a rule must leave these passages alone
//! rule = "nav/back-links"
//! containing = "return return"          # words of the passage, as they stand in the source
//! reason = "shows where notes were lost"
//!
//! [[note]]                              # a mark and a note, paired by hand
//! after = "the main strength of Lenin." # words just before the mark
//! mark = "[1]"                          # the mark as it stands
//! note = "1. The Stalinists do"         # the first words of the note
//! ```

use std::fmt::{self, Formatter};
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Unexpected, Visitor};
use toml::value::Datetime;

use crate::book::{Corrections, Date, Language, Pair, Waiver};

/// A sidecar that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidecarError {
    /// What is wrong, with line and column.
    pub message: String,
}

/// Reads a sidecar.
///
/// # Errors
/// Where it is not TOML, or has keys or values that mean nothing.
pub fn read_sidecar(toml: &str) -> Result<Corrections, SidecarError> {
    let sidecar: Sidecar = toml::from_str(toml).map_err(|error| {
        let message = error.message().trim().replace('\n', ", ");
        let place = error.span().map(|span| place(toml, span.start));
        SidecarError {
            message: place.map_or_else(|| message.clone(), |p| format!("{p}: {message}")),
        }
    })?;
    let keep = sidecar.keep.into_iter().map(|Keep { rule, containing, reason }| Waiver {
        rule,
        containing,
        reason,
    });
    let pairs =
        sidecar.note.into_iter().map(|Note { after, mark, note }| Pair { after, mark, note });
    Ok(Corrections {
        title: sidecar.title.map(|Words(words)| words),
        subtitle: sidecar.subtitle.map(|Words(words)| words),
        authors: sidecar.authors.map(words),
        translators: sidecar.translators.map(words),
        written: sidecar.written.map(|SidecarDate(date)| date),
        published: sidecar.published.map(|SidecarDate(date)| date),
        language: sidecar.language.map(|Tag(language)| language),
        waivers: keep.collect(),
        pairs: pairs.collect(),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sidecar {
    title: Option<Words>,
    subtitle: Option<Words>,
    #[serde(default, deserialize_with = "names_of")]
    authors: Option<Vec<Words>>,
    #[serde(default, deserialize_with = "names_of")]
    translators: Option<Vec<Words>>,
    written: Option<SidecarDate>,
    published: Option<SidecarDate>,
    language: Option<Tag>,
    #[serde(default, deserialize_with = "tables_of")]
    keep: Vec<Keep>,
    #[serde(default, deserialize_with = "tables_of")]
    note: Vec<Note>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keep {
    rule: String,
    #[serde(deserialize_with = "words_of")]
    containing: String,
    #[serde(deserialize_with = "words_of")]
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    #[serde(deserialize_with = "words_of")]
    after: String,
    #[serde(deserialize_with = "words_of")]
    mark: String,
    #[serde(deserialize_with = "words_of")]
    note: String,
}

/// Words that are not nothing.
#[derive(Deserialize)]
struct Words(#[serde(deserialize_with = "words_of")] String);

fn words(list: Vec<Words>) -> Vec<String> {
    list.into_iter().map(|Words(words)| words).collect()
}

fn words_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let words = deserializer.deserialize_str(Quoted)?;
    if words.trim().is_empty() {
        return Err(D::Error::invalid_value(Unexpected::Str(&words), &"words"));
    }
    Ok(words.trim().to_owned())
}

/// Expects a text, and says so to people who do not know the types of TOML.
struct Quoted;

impl Visitor<'_> for Quoted {
    type Value = String;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("words in quotation marks")
    }

    fn visit_str<E: Error>(self, words: &str) -> Result<String, E> {
        Ok(words.to_owned())
    }
}

/// Expects a list, and says in these words how one is written.
struct Listed<T>(&'static str, PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Listed<T> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element()? {
            all.push(one);
        }
        Ok(all)
    }
}

fn names_of<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<Words>>, D::Error> {
    let expected = "a list in square brackets, even of one name: [\"Leon Trotsky\"]";
    deserializer.deserialize_seq(Listed(expected, PhantomData)).map(Some)
}

fn tables_of<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let expected = "a heading in double square brackets: [[keep]], [[note]]";
    deserializer.deserialize_seq(Listed(expected, PhantomData))
}

struct Tag(Language);

impl<'de> Deserialize<'de> for Tag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = deserializer.deserialize_str(Quoted)?;
        let wrong =
            || D::Error::invalid_value(Unexpected::Str(&tag), &"a tag like `en` or `de`");
        Language::from_tag(&tag).map(Tag).ok_or_else(wrong)
    }
}

/// A date as exact as it is written.
#[derive(Deserialize)]
#[serde(transparent)]
struct SidecarDate(#[serde(deserialize_with = "date_of")] Date);

fn date_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Day(Datetime),
        Year(i32),
        Words(String),
    }
    let expected = "a date: 1935-11-30, \"1935-11\" or 1935";
    let written = Written::deserialize(deserializer)
        .map_err(|_| D::Error::custom(format!("expected {expected}")))?;
    let date = match written {
        Written::Day(Datetime { date: Some(day), .. }) => {
            Some(Date { year: day.year.into(), month: Some(day.month), day: Some(day.day) })
        }
        Written::Day(_) => None,
        Written::Year(year) => {
            (1..=9999).contains(&year).then_some(Date { year, month: None, day: None })
        }
        Written::Words(words) => date_in(&words),
    };
    date.ok_or_else(|| D::Error::custom(format!("expected {expected}")))
}

/// `1935`, `1935-11`, `1935-11-30`
fn date_in(words: &str) -> Option<Date> {
    let mut parts = words.trim().split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let number = |part: Option<&str>, most: u8| match part {
        None => Some(None),
        Some(part) => part.parse().ok().filter(|number| (1..=most).contains(number)).map(Some),
    };
    let month = number(parts.next(), 12)?;
    let day = number(parts.next(), 31)?;
    parts.next().is_none().then_some(Date { year, month, day })
}

/// The line and column of byte `at`, from 1.
fn place(toml: &str, at: usize) -> String {
    let before = toml.get(..at).unwrap_or(toml);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    format!("line {line}, column {column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read() {
        let toml = "title = 'T'\nauthors = ['A', 'B']\nwritten = 1935-11-30\n\
                    published = '1935-12'\nlanguage = 'de'\n\
                    [[keep]]\nrule = 'r/s'\ncontaining = 'words'\nreason = 'why'\n\
                    [[note]]\nafter = 'a'\nmark = '[1]'\nnote = 'n'\n";
        let read = read_sidecar(toml).unwrap();
        assert_eq!(read.title.as_deref(), Some("T"));
        assert_eq!(read.authors.unwrap(), ["A", "B"]);
        assert_eq!(read.written, Some(Date { year: 1935, month: Some(11), day: Some(30) }));
        assert_eq!(read.published, Some(Date { year: 1935, month: Some(12), day: None }));
        assert_eq!(read.language.unwrap().tag(), "de");
        assert_eq!((read.waivers.len(), read.pairs.len()), (1, 1));
    }

    #[test]
    fn years_may_stand_alone() {
        for toml in ["written = 1883", "written = '1883'"] {
            let date = read_sidecar(toml).unwrap().written;
            assert_eq!(date, Some(Date { year: 1883, month: None, day: None }));
        }
        assert_eq!(read_sidecar(""), Ok(Corrections::default()));
    }

    #[test]
    fn what_means_nothing_is_an_error_with_its_place() {
        for (toml, words) in [
            ("title = 'x'\nautor = 'y'", "line 2, column 1"),
            ("title = ''", "words"),
            ("title = 1848", "words in quotation marks"),
            ("authors = 'X'", "[\"Leon Trotsky\"]"),
            ("[keep]\nrule = 'a/b'", "[[keep]]"),
            ("written = '35'", "1935-11-30"),
            ("written = '1935-13'", "date"),
            ("written = true", "expected a date"),
            ("language = 5", "words in quotation marks"),
            ("language = 'klingonisch?'", "tag"),
            ("[[keep]]\nrule = 'a/b'", "containing"),
            ("title = [", "line 1"),
        ] {
            let message = read_sidecar(toml).unwrap_err().message;
            assert!(message.contains(words), "{toml}: {message}");
        }
    }
}
