//! A language tag.

/// A BCP 47 tag, lower-case primary subtag first: `en`, `de`, `sr-Latn`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

impl Language {
    /// The language that a tag names. Only letters, digits and hyphens make a tag; anything else
    /// gives none.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let tag = tag.trim().replace('_', "-");
        let mut parts = tag.split('-');
        let primary = parts.next()?.to_ascii_lowercase();
        let well_formed = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        };
        if !(2..=3).contains(&primary.len()) || !primary.chars().all(|c| c.is_ascii_lowercase())
        {
            return None;
        }
        let rest: Vec<&str> = parts.collect();
        rest.iter()
            .all(|part| well_formed(part, 8))
            .then(|| Language([&[primary.as_str()], rest.as_slice()].concat().join("-")))
    }

    /// The whole tag.
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The primary subtag: `en` of `en-GB`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or("")
    }

    /// The subtag under which a table of languages has this one: Bokmål stands under Norwegian,
    /// the tag that most of its pages have.
    pub fn listed_as(&self) -> &str {
        match self.primary() {
            "nb" => "no",
            primary => primary,
        }
    }

    /// Whether the language is written from right to left.
    pub fn right_to_left(&self) -> bool {
        matches!(self.primary(), "ar" | "fa" | "he" | "ur" | "yi" | "ps" | "sd" | "ug")
    }
}

impl Default for Language {
    /// English, the language of most of the archives' pages.
    fn default() -> Self {
        Language("en".into())
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
