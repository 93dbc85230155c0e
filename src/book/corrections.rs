//! What an editor puts right beside the input, not in it.

use super::{Date, Language, one_space};

/// The sidecar `NAME.toml`, read and checked. An entry that matches nothing in the text is an
/// error, so that corrections do not rot: [`Corrections::unmatched`] is asked for after the road.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections {
    /// The title to use.
    pub title: Option<String>,
    /// The subtitle to use.
    pub subtitle: Option<String>,
    /// The authors to use, as they are read.
    pub authors: Option<Vec<String>>,
    /// The translators to use, as they are read.
    pub translators: Option<Vec<String>>,
    /// The date of writing to use.
    pub written: Option<Date>,
    /// The date of first publication to use.
    pub published: Option<Date>,
    /// The language to use.
    pub language: Option<Language>,
    /// Rules that must leave a passage alone.
    pub waivers: Vec<Waiver>,
    /// Notes to pair by hand.
    pub pairs: Vec<Pair>,
}

/// A rule that must not touch the passages that hold certain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The rule's id.
    pub rule: String,
    /// Words of the passage, as they stand in the source; white space counts as one space.
    pub containing: String,
    /// Why.
    pub reason: String,
}

/// A mark and the note that it calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Words just before the mark.
    pub after: String,
    /// The mark as it stands in the source.
    pub mark: String,
    /// The first words of the note.
    pub note: String,
}

impl Corrections {
    /// The waiver, if any, that keeps `rule` from a passage with these words.
    pub fn waiver(&self, rule: &str, passage: &str) -> Option<&Waiver> {
        if self.waivers.is_empty() {
            return None;
        }
        let passage = one_space(passage);
        self.waivers.iter().find(|waiver| {
            waiver.rule == rule && passage.contains(&one_space(&waiver.containing))
        })
    }

    /// The entries that speak of words which `reading`, the whole reading text, does not have.
    pub fn unmatched(&self, reading: &str) -> Vec<String> {
        if self.waivers.is_empty() && self.pairs.is_empty() {
            return Vec::new();
        }
        let reading = one_space(reading);
        let gone = |words: &str| !reading.contains(&one_space(words));
        let waivers = self.waivers.iter().map(|waiver| &waiver.containing);
        let pairs = self.pairs.iter().flat_map(|pair| [&pair.after, &pair.note]);
        waivers.chain(pairs).filter(|words| gone(words)).cloned().collect()
    }
}
