//! The parts of a book by name and number: `Chapter I`, `Erster Abschnitt`, `Preface`.

use super::numerals;
use crate::book::Role;

/// Words for numbered divisions, lower case without accents.
const NUMBERED: &[(Role, &[&str])] = &[
    (
        Role::Part,
        &[
            "part",
            "book",
            "volume",
            "teil",
            "theil",
            "abteilung",
            "buch",
            "band",
            "partie",
            "livre",
            "tome",
            "parte",
            "libro",
            "часть",
            "книга",
            "deel",
            "dalis",
        ],
    ),
    (
        Role::Chapter,
        &[
            "chapter",
            "lecture",
            "canto",
            "act",
            "kapitel",
            "abschnitt",
            "capitel",
            "vorlesung",
            "chapitre",
            "capitolo",
            "capitulo",
            "глава",
            "лекция",
            "hoofdstuk",
            "rozdzial",
            "kapitola",
            "luku",
        ],
    ),
    (Role::Letter, &["letter", "brief", "lettre", "lettera", "carta", "письмо"]),
    (
        Role::Section,
        &[
            "section",
            "charge",
            "thesis",
            "article",
            "scene",
            "paragraph",
            "lesson",
            "question",
            "sektion",
            "artikel",
            "sezione",
            "seccion",
            "secao",
            "раздел",
        ],
    ),
    (Role::Appendix, &["appendix", "anhang", "annexe", "appendice", "apendice", "приложение"]),
];

/// Words that name a part of a book by themselves, lower case without accents.
const NAMED: &[(Role, &[&str])] = &[
    (
        Role::Preface,
        &[
            "preface",
            "vorwort",
            "vorrede",
            "avantpropos",
            "prefazione",
            "prefacio",
            "prologo",
            "предисловие",
            "voorwoord",
            "publishersnote",
            "prefatorynote",
            "authorsnote",
            "personalnote",
            "introductorynote",
        ],
    ),
    (Role::Foreword, &["foreword", "geleitwort", "premessa"]),
    (
        Role::Introduction,
        &[
            "introduction",
            "introductory",
            "einleitung",
            "einfuhrung",
            "introduzione",
            "introduccion",
            "introducao",
            "введение",
            "inleiding",
            "translatorsintroduction",
            "editorsintroduction",
        ],
    ),
    (Role::Prologue, &["prologue", "prolog"]),
    (
        Role::Conclusion,
        &[
            "conclusion",
            "conclusions",
            "schluss",
            "schlu",
            "conclusione",
            "conclusiones",
            "заключение",
        ],
    ),
    (Role::Epilogue, &["epilogue", "epilog", "epilogo"]),
    (
        Role::Afterword,
        &["afterword", "postscript", "nachwort", "nachschrift", "postface", "послесловие"],
    ),
    (
        Role::Appendix,
        &[
            "appendix",
            "appendices",
            "anhang",
            "appendice",
            "apendice",
            "annex",
            "supplement",
            "addendum",
            "приложение",
            "beilage",
        ],
    ),
    (Role::Bibliography, &["bibliography", "bibliographie", "bibliografia", "literatur"]),
    (Role::Glossary, &["glossary", "glossar", "glossaire", "glossario"]),
    (Role::Index, &["index", "nameindex", "subjectindex", "namenregister", "sachregister"]),
    (Role::Dedication, &["dedication", "dedicatedto", "widmung", "dedica", "dedicatoria"]),
    (Role::Remarks, &["biographicalnote", "editorsnote", "editorialnote", "abouttheauthor"]),
];

/// A heading that begins with the number of a division.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// What kind of division the words name; none where a number stands alone.
    pub role: Option<Role>,
    /// The number.
    pub number: u32,
    /// The byte at which the title after the number begins; the length where there is none.
    pub title_at: usize,
}

/// Reads the number at the beginning of a heading: `Chapter Five: The Sale`, `IV. Stellung`,
/// `Erster Abschnitt`, `1. Home and School`, `a) Der feudale Sozialismus`.
pub fn numbered(text: &str) -> Option<Numbered> {
    let words: Vec<(usize, &str)> = words(text).take(4).collect();
    let (_, first) = words.first()?;
    let after = |nth: usize| words.get(nth).map_or(text.len(), |(at, _)| *at);
    let clean = |word: &str| super::plain(word);
    if let Some(role) = numbered_role(&clean(first)) {
        let (_, second) = words.get(1)?;
        let number = numerals::number(second)?;
        return Some(Numbered {
            role: Some(role),
            number,
            title_at: skip_stops(text, after(2)),
        });
    }
    // `Erster Abschnitt`, `First Letter`, `2. Kapitel`.
    if let Some((_, second)) = words.get(1)
        && let Some(role) = numbered_role(&clean(second))
        && let Some(number) = numerals::number(first)
        && (first.ends_with('.') || numerals::spelt(first).is_some())
    {
        return Some(Numbered {
            role: Some(role),
            number,
            title_at: skip_stops(text, after(2)),
        });
    }
    if *first == "§" {
        let number = numerals::number(words.get(1)?.1)?;
        return Some(Numbered { role: None, number, title_at: skip_stops(text, after(2)) });
    }
    let bare = first.trim_start_matches('(');
    let stopped = bare.ends_with(['.', ')', ':']);
    let number = if let Some(number) = numerals::roman(bare.trim_end_matches(['.', ')', ':'])) {
        // `I` begins many a sentence; other letters in small case begin lists of points.
        let alone = words.len() == 1;
        let capital = bare.chars().all(|c| !c.is_lowercase());
        let word = bare == "I" && !alone;
        (alone || stopped || (capital && !word)).then_some(number)?
    } else if bare.chars().next()?.is_ascii_digit() {
        (stopped || words.len() == 1).then_some(numerals::number(bare)?)?
    } else {
        lettered(bare)?
    };
    Some(Numbered { role: None, number, title_at: skip_stops(text, after(1)) })
}

/// Whether `text` is the number of a division and no more: `Chapter I`, `II.`, `PART ONE (§1)`.
pub fn is_number_alone(text: &str) -> bool {
    let text = text.trim();
    let spelt = super::count_words(text) == 1 && numerals::number(text).is_some();
    spelt
        || numbered(text).is_some_and(|found| {
            let rest = text.get(found.title_at..).unwrap_or("");
            let counted = rest.starts_with(['(', '[']) && rest.ends_with([')', ']']);
            rest.is_empty() || counted && super::count_words(rest) == 1
        })
}

/// The role that the words of a heading give its section; none where they say nothing.
pub fn role_of(heading: &str) -> Option<Role> {
    let named = named(heading);
    if named.is_some() {
        return named;
    }
    numbered(heading).and_then(|found| found.role).filter(|role| *role != Role::Section)
}

/// The role of a heading that names a part of a book: `Preface to the Second Edition`,
/// `Translator’s Preface`.
pub fn named(heading: &str) -> Option<Role> {
    if super::count_words(heading) > 9 {
        return None;
    }
    let said: Vec<&str> =
        words(heading).map(|(_, word)| word).skip_while(|word| is_article(word)).collect();
    named_by(&said).or_else(|| {
        let (_, rest) = said.split_first().filter(|(whose, _)| is_writers(whose))?;
        named_by(rest)
    })
}

/// The role that the first word or two of a heading name.
fn named_by(words: &[&str]) -> Option<Role> {
    let mut together = String::new();
    words.iter().take(2).find_map(|word| {
        together.push_str(&super::plain(word));
        let role = NAMED.iter().find(|(_, names)| names.contains(&together.as_str()));
        role.map(|(role, _)| *role)
    })
}

/// Whether a word says whose preface it is: `Author’s`, `TRANSLATORS’`.
fn is_writers(word: &str) -> bool {
    word.contains(['\'', '’'])
        && ["author", "translator", "editor", "publisher"]
            .iter()
            .any(|whose| super::plain(word).strip_prefix(whose) == Some("s"))
}

fn is_article(word: &str) -> bool {
    matches!(
        super::plain(word).as_str(),
        "the" | "a" | "an" | "der" | "die" | "das" | "la" | "le" | "il"
    )
}

fn numbered_role(word: &str) -> Option<Role> {
    NUMBERED.iter().find(|(_, names)| names.contains(&word)).map(|(role, _)| *role)
}

/// `a)`, `(b)`, `A.`: a single letter with its stop.
fn lettered(word: &str) -> Option<u32> {
    let letter = word.trim_end_matches(['.', ')', ':']);
    let mut chars = letter.chars();
    let c = chars.next().filter(char::is_ascii_alphabetic)?;
    let stopped = word.len() > letter.len();
    let bracket = word.ends_with(')');
    (chars.next().is_none() && stopped && (bracket || c.is_ascii_uppercase()))
        .then(|| u32::from(c.to_ascii_lowercase()) - u32::from('a') + 1)
}

/// The words of `text` with the byte at which each begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(char::is_whitespace).filter_map(move |part| {
        let start = at;
        at += part.len();
        let word = part.trim();
        (!word.is_empty()).then_some((start, word))
    })
}

/// The first byte from `at` on that is no stop, dash or space.
fn skip_stops(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    text.len() - rest.trim_start_matches([' ', '\n', '.', ':', '–', '—', '-', ')']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_divisions_are_read() {
        for (text, number, title) in [
            ("Chapter Five: The Sale", 5, "The Sale"),
            ("PART ONE", 1, ""),
            ("IV Stellung der Kommunisten", 4, "Stellung der Kommunisten"),
            ("Erster Abschnitt\nWare und Geld", 1, "Ware und Geld"),
            ("1. Home and School", 1, "Home and School"),
            ("a) Der feudale Sozialismus", 1, "Der feudale Sozialismus"),
            ("Lecture 7: \nThe Hungarian Revolution", 7, "The Hungarian Revolution"),
            ("III", 3, ""),
        ] {
            let found = numbered(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.number, &text[found.title_at..]), (number, title), "{text}");
        }
    }

    #[test]
    fn sentences_are_no_divisions() {
        for text in
            ["I say that the enemy", "Part of the truth", "A new beginning", "1905 in Russia"]
        {
            assert_eq!(numbered(text), None, "{text}");
        }
    }

    #[test]
    fn roles_come_from_words() {
        assert_eq!(role_of("Preface to the Second Edition"), Some(Role::Preface));
        assert_eq!(role_of("PUBLISHER'S NOTE"), Some(Role::Preface));
        assert_eq!(role_of("AUTHOR'S PREFACE TO THE FIRST EDITION"), Some(Role::Preface));
        assert_eq!(role_of("Translators’ Introduction"), Some(Role::Introduction));
        assert_eq!(role_of("Marx’s Preface and Its Critics"), None);
        assert_eq!(role_of("Zweites Kapitel"), Some(Role::Chapter));
        assert_eq!(role_of("[Introduction]"), Some(Role::Introduction));
        assert_eq!(role_of("Introduce socialism now"), None);
    }
}
