//! Names of persons: what looks like one, and how it is filed.

pub use super::known::known;
use crate::book::Person;

/// Particles that belong to a surname or stand before it.
const PARTICLES: &[&str] = &[
    "von", "van", "de", "der", "den", "du", "da", "di", "del", "della", "dos", "das", "des",
    "la", "le", "zu", "zur", "y", "e", "ten", "ter", "af", "av", "al", "bin", "ibn", "san",
];

/// Words that begin a title of a work far more often than a name.
const NO_NAME: &[&str] = &[
    "a",
    "an",
    "the",
    "on",
    "to",
    "in",
    "of",
    "for",
    "from",
    "at",
    "with",
    "and",
    "our",
    "his",
    "how",
    "what",
    "why",
    "who",
    "is",
    "are",
    "part",
    "chapter",
    "section",
    "letter",
    "letters",
    "preface",
    "introduction",
    "appendix",
    "conclusion",
    "contents",
    "notes",
    "note",
    "archive",
    "internet",
    "library",
    "works",
    "collected",
    "selected",
    "index",
    "party",
    "socialism",
    "socialist",
    "communism",
    "communist",
    "international",
    "revolution",
    "war",
    "peace",
    "history",
    "speech",
    "report",
    "interview",
    "editorial",
    "manifesto",
    "program",
    "programme",
    "congress",
    "theses",
    "der",
    "die",
    "das",
    "ein",
    "eine",
    "uber",
    "zur",
    "zum",
    "il",
    "lo",
    "la",
    "gli",
    "les",
    "un",
    "une",
    "el",
    "los",
    "las",
    "o",
    "os",
    "as",
    "marxism",
    "marxist",
    "marxists",
    "capital",
    "labour",
    "labor",
    "working",
    "class",
    "workers",
    "politics",
    "political",
    "economic",
    "review",
    "resolution",
    "society",
    "state",
    "federation",
    "union",
    "women",
    "woman",
    "open",
    "new",
    "red",
    "correspondence",
    "written",
    "published",
    "first",
    "second",
    "third",
    "book",
    "volume",
    "russian",
    "german",
    "french",
    "english",
    "british",
    "american",
    "obituary",
    "translated",
    "nach",
    "aus",
    "mit",
    "vom",
    "vor",
    "bei",
    "beim",
    "seit",
    "vorliegende",
    "vorliegender",
    "geschrieben",
    "gedruckt",
];

/// The persons that a line names, if it looks like names and nothing else: `By`, possessives and
/// a trailing year aside.
pub fn people(line: &str) -> Option<Vec<String>> {
    let line = super::one_space(line);
    // `July 1905` has the form of a name with a year.
    if super::dates::whole(&line).is_some() {
        return None;
    }
    let line = without_by(&line);
    let line = without_date(line);
    let line = line.trim_end_matches(|c: char| c.is_ascii_digit() || "(),.:;–-/ ".contains(c));
    if line.is_empty() || line.chars().count() > 90 {
        return None;
    }
    let mut names = Vec::new();
    for part in split(line) {
        let name = without_possessive(part.trim());
        if !looks_like_name(name) {
            return None;
        }
        names.push(name.to_owned());
    }
    // `Marx and Engels`: surnames alone are names only where they are known.
    let single = |name: &String| !name.contains(' ') && known(name).is_none();
    let numeral = |name: &String| super::numerals::number(name).is_some();
    let several = names.len() > 1 && names.iter().any(single);
    if names.is_empty() || several || names.iter().any(numeral) {
        return None;
    }
    Some(names)
}

/// `Trotsky February 1926` without the date after the name. A date after a comma follows a place.
fn without_date(line: &str) -> &str {
    let found = super::dates::find(line);
    let Some(first) = found.first().filter(|first| first.date.month.is_some()) else {
        return line;
    };
    let (before, after) = line.split_at(first.range.start);
    let dated = super::dates::whole(after).is_some();
    if dated
        && !before.trim_end().ends_with([',', ':', ';', '.', '('])
        && !before.trim().is_empty()
    {
        before.trim_end()
    } else {
        line
    }
}

/// `line` without a `by` before the name.
pub fn without_by(line: &str) -> &str {
    for by in
        ["by ", "By ", "BY ", "von ", "Von ", "par ", "Par ", "di ", "Di ", "por ", "Por "]
    {
        if let Some(rest) = line.strip_prefix(by) {
            return rest.trim_start();
        }
    }
    line
}

/// `name` without a possessive ending.
fn without_possessive(name: &str) -> &str {
    for ending in ["’s", "'s", "’S", "'S", "’", "'"] {
        if let Some(owner) = name.strip_suffix(ending) {
            return owner.trim_end();
        }
    }
    name
}

/// Words between the names of two persons, in the archives' languages.
const AND: &[&str] = &[
    " and ",
    " AND ",
    " und ",
    " et ",
    " y ",
    " und\u{a0}",
    " with ",
    " ed ",
    " и ",
    " та ",
    " і ",
    " й ",
    " ja ",
    " och ",
    " og ",
    " en ",
    " és ",
    " ve ",
];

/// Words between persons that stand between the two surnames of one as well: Costa e Silva, Pi i
/// Margall.
const AND_IN_NAMES: &[&str] = &[" e ", " i "];

/// The parts of a line that names several persons.
fn split(line: &str) -> Vec<String> {
    let mut line = line.replace(" + ", " & ").replace(['/', ';'], " & ");
    let several = |name: &str| name.split_whitespace().count() >= 2;
    for and in AND_IN_NAMES {
        if line.split(and).count() == 2 && line.split(and).all(several) {
            line = line.replace(and, " & ");
        }
    }
    for and in AND {
        line = line.replace(and, " & ");
    }
    line.split('&')
        .flat_map(|part| part.split(", "))
        .map(|part| part.trim_matches([' ', ',']).to_owned())
        .filter(|part| !part.is_empty() && !matches!(part.as_str(), "Jr." | "Jr" | "Sr."))
        .collect()
}

/// Whether one to five words look like one person's name.
pub fn looks_like_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let first_is_name = words
        .first()
        .is_some_and(|word| !is_particle(word) || word.starts_with(char::is_uppercase));
    let numeral = |word: &&str| word.len() > 1 && super::numerals::roman(word).is_some();
    // `I Prehistoric Stages` is a chapter; an initial has its stop, or other initials after it.
    let chapter = matches!(words.as_slice(), ["I" | "V" | "X", next, ..] if next.len() > 2);
    (1..=5).contains(&words.len())
        && first_is_name
        && !chapter
        && !words.iter().any(numeral)
        && words.iter().all(|word| is_name_word(word))
        && words
            .last()
            .is_some_and(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2)
}

/// Whether names tell who is meant: each has more than one word or is a known author’s.
pub fn are_told(people: &[String]) -> bool {
    people.iter().all(|name| name.contains(' ') || known(name).is_some())
}

/// Whether a name has an initial that stands by itself before its surname: `M. Philips Price`, `J. B.
/// Smith`. What is written close, `U.S. Steel`, may be an abbreviation, and so may the states and
/// parties that are written apart.
pub fn has_initials(name: &str) -> bool {
    const BODIES: &[&str] = &["us", "ussr", "usa", "uk", "af", "cp", "sp", "un"];
    let initial = |word: &&str| {
        word.strip_suffix('.').is_some_and(|letter| {
            letter.chars().count() == 1 && letter.starts_with(char::is_uppercase)
        })
    };
    let close = |word: &str| word.trim_end_matches('.').contains('.');
    let first: String = name.split(' ').take_while(initial).map(super::plain).collect();
    name.split(' ').any(|word| initial(&word))
        && !name.split(' ').any(close)
        && !BODIES.contains(&first.as_str())
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_lowercase().as_str())
}

fn is_name_word(word: &str) -> bool {
    if is_particle(word) {
        return true;
    }
    let plain = super::plain(word);
    let letters = word.chars().all(|c| c.is_alphabetic() || ".-’'‘".contains(c));
    letters
        && word.starts_with(char::is_uppercase)
        && (word.ends_with('.') || !NO_NAME.contains(&plain.as_str()))
        && !(word.ends_with('.') && plain.chars().count() > 4)
}

/// A person with the name as it is filed: `Lafargue, Paul`; `Goethe, Johann Wolfgang von`.
pub fn person(name: &str) -> Person {
    let name = super::one_space(name.trim().trim_end_matches([',', ';', ':']));
    let name = if super::is_capitals(&name) && name.contains(' ') {
        in_title_case(&name)
    } else {
        name
    };
    Person { file_as: filed(&name), name }
}

/// `DORA B. MONTEFIORE` as `Dora B. Montefiore`; initials stay.
fn in_title_case(name: &str) -> String {
    let word = |word: &str| {
        let mut out = String::new();
        let mut first = true;
        for c in word.chars() {
            if first {
                out.push(c);
            } else {
                out.extend(c.to_lowercase());
            }
            first = !c.is_alphabetic();
        }
        out
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn filed(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    if words.len() < 2 || words.iter().any(|word| word.contains(',')) {
        return name.to_owned();
    }
    // In Chinese the family's name comes first; the older spelling tells, for it writes the second
    // syllable of the other small after a hyphen: `Mao Tse-tung`.
    let given = |word: &str| {
        let syllables = word.split_once('-');
        syllables.is_some_and(|(first, second)| {
            first.starts_with(char::is_uppercase) && second.starts_with(char::is_lowercase)
        })
    };
    if let [family, last] = words.as_slice()
        && given(last)
        && !family.contains('.')
        && family.len() <= 6
    {
        return name.to_owned();
    }
    // French and Italian capital particles are filed with the surname; `von`, `van`, `de` after
    // the forenames.
    let mut at = words.len() - 1;
    while at > 1
        && matches!(
            words.get(at - 1),
            Some(&("La" | "Le" | "Du" | "Della" | "De" | "Di" | "Da" | "Mac" | "St."))
        )
    {
        at -= 1;
    }
    let (before, surname) = words.split_at(at);
    format!("{}, {}", surname.join(" "), before.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<String> {
        people(line).unwrap_or_default()
    }

    #[test]
    fn lines_of_names_are_read() {
        assert_eq!(names("V. I. Lenin"), ["V. I. Lenin"]);
        assert_eq!(names("G.V. Plekhanov"), ["G.V. Plekhanov"]);
        assert_eq!(names("V I Lenin"), ["V I Lenin"]);
        assert_eq!(names("VLADIMIR LENIN’S"), ["VLADIMIR LENIN"]);
        assert_eq!(names("Vladimir Lenin’s"), ["Vladimir Lenin"]);
        assert_eq!(names("Antonio Gramsci 1921"), ["Antonio Gramsci"]);
        assert_eq!(names("Trotsky December 1925-May 1926"), ["Trotsky"]);
        assert_eq!(names("Hyndman 3 February 1921"), ["Hyndman"]);
        assert_eq!(
            names("Edward Belfort Bax\n and Harry Quelch"),
            ["Edward Belfort Bax", "Harry Quelch"]
        );
        assert_eq!(names("Karl Marx/Friedrich Engels"), ["Karl Marx", "Friedrich Engels"]);
        assert_eq!(names("By Friedrich Engels"), ["Friedrich Engels"]);
        let marx = ["Карл Маркс", "Фридрих Энгельс"];
        assert_eq!(names("Карл Маркс и Фридрих Энгельс"), marx);
        assert_eq!(names("Karl Marx e Friedrich Engels"), ["Karl Marx", "Friedrich Engels"]);
        assert_eq!(names("Artur da Costa e Silva"), ["Artur da Costa e Silva"]);
    }

    #[test]
    fn titles_are_no_names() {
        for line in [
            "Social & Philosophical Studies",
            "II",
            "I Vorgeschichtliche Kulturstufen",
            "Nach",
            "Vorliegende Texte von Marx",
            "The Free Society",
            "Between Two Thieves and a Dog?",
            "On Liberty",
            "1905",
            "Marx in 1848",
            "Trotsky in February 1917",
            "London, April 20, 1892",
            "July 1905",
        ] {
            assert_eq!(people(line), None, "{line}");
        }
    }

    #[test]
    fn names_are_filed_by_surname() {
        assert_eq!(person("Paul Lafargue").file_as, "Lafargue, Paul");
        assert_eq!(person("Henriette Roland van Holst").file_as, "Holst, Henriette Roland van");
        assert_eq!(person("Daniel De Leon").file_as, "De Leon, Daniel");
        assert_eq!(person("DORA B. MONTEFIORE").name, "Dora B. Montefiore");
        assert_eq!(person("Voltaire").file_as, "Voltaire");
        assert_eq!(person("Mao Tse-tung").file_as, "Mao Tse-tung");
        assert_eq!(person("Maurice Merleau-Ponty").file_as, "Merleau-Ponty, Maurice");
    }

    #[test]
    fn initials_stand_before_a_surname_and_abbreviations_before_a_thing() {
        for name in ["M. Philips Price", "J. B. Smith", "Karl A. Wittfogel"] {
            assert!(has_initials(name), "{name}");
        }
        for other in ["U.S. Imperialism", "U. S. Steel", "A.F. of Labor", "Karl Wittfogel"] {
            assert!(!has_initials(other), "{other}");
        }
    }
}
