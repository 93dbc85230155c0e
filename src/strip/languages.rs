//! The rule for the line that leads from a text to the same text in another language.

use crate::book::{Effect, Rule};

use super::survey::Survey;

/// See [`is_language_switch`].
pub static LANGUAGE_SWITCH: Rule = Rule {
    id: "nav/language-switch",
    effect: Effect::Strips,
    does: "Takes out a line at the head of a page that says the name of a language, by itself, \
           with the sign of a link or as a link.",
    why: "A website that has a text in several languages leads from one to the other so.",
    example: "English #",
};

/// The names that languages call themselves by on such a line.
const LANGUAGES: &[&str] = &[
    "english",
    "deutsch",
    "français",
    "español",
    "italiano",
    "português",
    "nederlands",
    "русский",
    "українська",
    "polski",
    "svenska",
    "dansk",
    "norsk",
    "suomi",
    "türkçe",
    "čeština",
    "slovenčina",
    "slovenščina",
    "hrvatski",
    "srpski",
    "српски",
    "български",
    "română",
    "magyar",
    "ελληνικά",
    "català",
    "galego",
    "euskara",
    "eesti",
    "latviešu",
    "lietuvių",
    "íslenska",
    "esperanto",
    "العربية",
    "עברית",
    "فارسی",
    "한국어",
    "中文",
    "日本語",
];

/// Whether a line at the head of a page leads to the text in a language.
pub fn is_language_switch(survey: &Survey, at: usize) -> bool {
    let Some(sight) = survey.sight(at) else { return false };
    let signed = sight.words.trim_end().ends_with(['#', '▼', '▾', '»', '›']);
    survey.in_head(at)
        && sight.heading.is_none()
        && LANGUAGES.contains(&sight.folded.as_str())
        && (signed || sight.is_only_links() && !sight.links.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strip::fixture::{Page, text};

    #[test]
    fn a_language_with_a_sign_leads_to_another_page_and_a_heading_to_none() {
        let page = Page::new()
            .passage("p", "English #")
            .passage("p", "[Deutsch](../de/index.htm)")
            .passage("p", "English")
            .passage("h2", "Español #")
            .passage("p", "English socialists #")
            .passage("p", text())
            .passage("p", "English #");
        let survey = page.survey();
        let gone: Vec<bool> = (0..7).map(|at| is_language_switch(&survey, at)).collect();
        assert_eq!(gone, [true, true, false, false, false, false, false]);
    }
}
