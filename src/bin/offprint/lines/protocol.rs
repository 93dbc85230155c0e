//! What a worker is told and what it answers: one JSON object a line in, one out.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Stamp;

/// What a worker is to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Job {
    /// The text, or the contents page of a work.
    pub(crate) input: PathBuf,
    /// The pages of the work in reading order, relative to the folder of `input`; none leaves that
    /// to the links of the contents page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pages: Option<Vec<String>>,
    /// Whether the input is taken alone though it lists pages, as with `--single`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) single: bool,
    /// The folders that the input lies in beneath its mirror; none takes those of the path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) shelf: Option<Vec<String>>,
    /// The files to make, `.epub` and `.pdf`. Without any the text is only looked at.
    #[serde(default)]
    pub(crate) outputs: Vec<PathBuf>,
    /// Where a small picture of the front goes, a PNG; none makes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cover: Option<PathBuf>,
}

/// What became of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// The input of the job.
    pub(crate) input: PathBuf,
    /// What became of it.
    pub(crate) outcome: Outcome,
    /// Every file that was looked at, as `batch` needs it; none where reading ended too early to
    /// tell, or somebody else asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) looks: Option<Vec<ToldLook>>,
    /// How long it took.
    pub(crate) seconds: f64,
}

/// How a text came out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// Its books stand under their names.
    Made(Box<Record>),
    /// There is nothing in it to publish.
    NothingToPublish(Reason),
    /// It makes no book.
    Failed(Reason),
    /// The machine did not let it be made: the run cannot go on.
    Machine(Reason),
}

/// Why there is no book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reason {
    /// What happened, and to which text.
    pub(crate) message: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) hint: Option<String>,
}

/// What a catalogue and a report tell of a book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The title; where the text has none, what its books are named after.
    pub(crate) title: String,
    /// The subtitle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) subtitle: Option<String>,
    /// The authors, in the order of the title page.
    pub(crate) authors: Vec<Author>,
    /// The language of the text, a BCP 47 tag.
    pub(crate) language: String,
    /// The year in which it was written or, where that is not known, first published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) year: Option<i32>,
    /// When the edition counts as made, `CCYY-MM-DDThh:mm:ssZ`.
    pub(crate) modified: String,
    /// The identifier of all its editions, a URN.
    pub(crate) identifier: String,
    /// How many characters the reading text has.
    pub(crate) chars: u32,
    /// How many pages the PDF has, if the book was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pages: Option<usize>,
    /// How many notes there are.
    pub(crate) notes: usize,
    /// The sizes of the books in bytes, in the order of the outputs of the job.
    pub(crate) bytes: Vec<u64>,
    /// The size of the small picture of the front in bytes, where one was asked for and made: there
    /// is none of a title that no font has the characters of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cover: Option<u64>,
    /// Pages and images that are linked but are not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) missing: Vec<String>,
    /// What was noticed, by rule.
    pub(crate) findings: Vec<Told>,
}

/// An author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Author {
    /// The name as the title page has it.
    pub(crate) name: String,
    /// The name as a catalogue sorts it.
    pub(crate) file_as: String,
}

/// What a rule noticed in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// The rule.
    pub(crate) rule: String,
    /// `error`, `warning` or `info`: the weightiest.
    pub(crate) severity: String,
    /// How often.
    pub(crate) count: usize,
    /// The first message.
    pub(crate) first: String,
}

/// A look at a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ToldLook {
    /// Its path relative to the input's folder.
    pub(crate) name: String,
    /// What was seen if it was there.
    pub(crate) seen: Option<ToldSeen>,
}

/// A file that was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ToldSeen {
    /// SHA-256 of its bytes, in hexadecimal.
    pub(crate) sha256: String,
    /// What the file system said of it, if that is to be relied on.
    pub(crate) stamp: Option<Stamp>,
}

/// Reads what a worker is to make.
///
/// # Errors
/// Where the line is no job.
pub(crate) fn read_job(line: &str) -> serde_json::Result<Job> {
    serde_json::from_str(line)
}

/// Reads what a worker answers.
///
/// # Errors
/// Where the line is no answer.
pub(crate) fn read_answer(line: &str) -> serde_json::Result<Answer> {
    serde_json::from_str(line)
}
