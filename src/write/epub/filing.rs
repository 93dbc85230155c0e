//! How a title is filed: by its first word that is no article.

use crate::book::Language;

/// The articles that a title may begin with, by language, lower case, as the Library of Congress
/// lists them (MARC 21, "Initial Definite and Indefinite Articles"). One that ends in an
/// apostrophe stands before its word without a space.
const ARTICLES: &[(&str, &[&str])] = &[
    ("en", &["a", "an", "the"]),
    (
        "de",
        &[
            "das", "dem", "den", "der", "des", "die", "ein", "eine", "einem", "einen", "einer",
            "eines",
        ],
    ),
    ("fr", &["l’", "la", "le", "les", "un", "une"]),
    ("es", &["el", "la", "las", "lo", "los", "un", "una"]),
    ("pt", &["a", "as", "o", "os", "um", "uma"]),
    ("ca", &["el", "els", "l’", "la", "les", "un", "una"]),
    ("it", &["gli", "i", "il", "l’", "la", "le", "lo", "un", "un’", "una", "uno"]),
    ("nl", &["de", "een", "het", "’t"]),
    ("sv", &["de", "den", "det", "en", "ett"]),
    ("da", &["de", "den", "det", "en", "et"]),
    ("no", &["de", "den", "det", "ei", "en", "et"]),
    ("nn", &["dei", "den", "det", "ei", "ein", "eit"]),
    ("hu", &["a", "az", "egy"]),
    ("el", &["η", "ο", "οι", "τα", "τη", "την", "της", "το", "τον", "του", "των"]),
];

/// A title with the article it begins with at its end: `Right To Be Lazy, The`. None where it
/// begins with none, or is nothing else.
pub(super) fn filed(title: &str, language: &Language) -> Option<String> {
    let primary = language.listed_as();
    let (_, articles) = ARTICLES.iter().find(|(tag, _)| *tag == primary)?;
    let parts = [' ', '’', '\''].into_iter().filter_map(|end| {
        let (article, rest) = title.split_at(title.find(end)? + end.len_utf8());
        Some((article.trim_end(), rest))
    });
    let is_article = |(article, rest): &(&str, &str)| {
        let article = article.to_lowercase().replace('\'', "’");
        articles.contains(&article.as_str()) && rest.chars().any(char::is_alphanumeric)
    };
    let (article, rest) = parts.into_iter().find(is_article)?;
    Some(format!("{rest}, {article}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_goes_behind_the_title() {
        let filed = |title: &str, tag: &str| {
            Language::from_tag(tag).and_then(|language| super::filed(title, &language))
        };
        assert_eq!(filed("The Right To Be Lazy", "en").unwrap(), "Right To Be Lazy, The");
        assert_eq!(filed("L’Internationale", "fr-FR").unwrap(), "Internationale, L’");
        assert_eq!(filed("Un'altra idea", "it").unwrap(), "altra idea, Un'");
        assert_eq!(filed("Die Neue Zeit", "de").unwrap(), "Neue Zeit, Die");
        for (title, tag) in [
            ("Theses on Feuerbach", "en"),
            ("Die Neue Zeit", "en"),
            ("A.B.C. of Communism", "en"),
            ("Marx’s Capital", "en"),
            ("D’Alembert’s Dream", "fr"),
            ("The", "en"),
            ("", "en"),
        ] {
            assert_eq!(filed(title, tag), None, "{title}");
        }
    }
}
