//! Credits: who transcribed, marked up, translated, edited and proofread, out of the words that
//! archives use for it.

use crate::book::{Contributor, Field, Person, Relator};

use super::super::wording::{dates, names, one_space, plain};
use super::clauses::{clauses, split_after_origin, split_at_name, split_by};

/// Verbs and nouns of the trade, as they begin a word, with the role that they name.
const TRADES: &[(Relator, &[&str])] = &[
    (
        Relator::Translator,
        &[
            "translat",
            "traduz",
            "tradot",
            "tradui",
            "traduc",
            "uebersetz",
            "ubersetz",
            "перев",
            "vertaa",
        ],
    ),
    (
        Relator::Transcriber,
        &[
            "transcri",
            "transkri",
            "trascri",
            "scanned",
            "digitis",
            "digitiz",
            "typed",
            "ocr",
            "converted",
            "prepared",
            "produced",
            "online",
        ],
    ),
    (Relator::Markup, &["markup", "marked", "mark", "html", "xhtml", "xml", "format"]),
    (Relator::Proofreader, &["proof", "korrekt", "checked", "corrected"]),
    (Relator::Editor, &["edited", "editor", "editing", "herausgegeben", "ed"]),
    (Relator::Introducer, &["introduc"]),
];

/// What a body that keeps an archive is called; it stands in credits without being a contributor.
const BODIES: &[&str] = &[
    "marxist",
    "marxists",
    "archive",
    "internet",
    "mia",
    "etol",
    "project",
    "library",
    "org",
    "subarchive",
    "http",
    "www",
    "team",
    "online",
    "distributed",
    "proofreading",
    "website",
    "site",
    "com",
    "press",
    "university",
    "publishers",
    "publisher",
    "endpage",
    "ocr",
];

/// The nouns of the trade, which stand behind its words with capitals as a name does: `Scanned
/// Original Pamphlet`.
const NOUNS: &[&str] = &[
    "original",
    "pamphlet",
    "edition",
    "text",
    "version",
    "domain",
    "public",
    "document",
    "copy",
    "manuscript",
    "translation",
    "scan",
    "html",
    "pdf",
    "book",
    "booklet",
    "leaflet",
    "journal",
    "magazine",
    "newspaper",
    "article",
    "articles",
    "images",
    "source",
];

/// What ends the name of a firm; what stands around it is the firm's name and its seat.
const FIRMS: &[&str] =
    &["company", "co", "inc", "ltd", "verlag", "gmbh", "publishing", "editions", "books"];

/// The persons that a line credits, with their roles. `field` is what the line's label says; a
/// line without a label speaks through its verbs: `Transcribed and marked up by … for the …`.
pub fn read(line: &str, field: Field) -> Vec<Contributor> {
    let line = one_space(line);
    let directive = relator(field).and_then(|role| names_alone(&line, role));
    let mut found = Vec::new();
    for clause in clauses(&line) {
        let clause = clause.trim().trim_matches(['(', ')', '[', ']']);
        let (label, words) = match super::labels::label_of(clause) {
            Some((label, at)) if super::labels::field_of(label).is_some() => {
                (label, clause.get(at..).unwrap_or(""))
            }
            _ => ("", clause),
        };
        let (roles, named) = if label.is_empty() {
            let Some((verbs, rest)) = split_by(words).or_else(|| split_at_name(words)) else {
                // A directive has nothing but names: `translator: John Brown`.
                if let Some(people) = directive {
                    return people;
                }
                // A labelled line goes on in the next sentence without saying so.
                continue;
            };
            // `Produced from images made available by` names who lent them.
            if verbs.contains("available") {
                continue;
            }
            (roles_of(verbs), rest)
        } else {
            let split = split_by(words).or_else(|| split_after_origin(words));
            let (verbs, rest) = split.unwrap_or(("", words));
            let mut roles = roles_of(verbs);
            if roles.is_empty() {
                roles = roles_of(label);
            }
            if roles.is_empty() {
                roles.extend(relator(field));
            }
            (roles, rest)
        };
        if let Some(team) = team_in(named) {
            found.push(Contributor { person: team, role: Relator::Proofreader });
        }
        for name in named_in(named) {
            // `The introduction by Hook` speaks of somebody named in full elsewhere.
            let named = |role: &&Relator| **role != Relator::Introducer || name.contains(' ');
            for role in roles.iter().filter(named) {
                let person = names::person(&name);
                let same = |known: &Contributor| {
                    known.role == *role && known.person.name == person.name
                };
                if !found.iter().any(same) {
                    found.push(Contributor { person, role: *role });
                }
            }
        }
    }
    found
}

/// The people of a line that has nothing but names in full, each in this role.
fn names_alone(line: &str, role: Relator) -> Option<Vec<Contributor>> {
    let people = names::people(line)?;
    let full = people.iter().all(|name| name.contains(' ')) && roles_of(line).is_empty();
    let one = |name: &String| Contributor { person: names::person(name), role };
    full.then(|| people.iter().map(one).collect())
}

/// The team that reads the proofs of many transcriptions, by whatever name a credit calls it.
fn team_in(words: &str) -> Option<Person> {
    const NAMES: &[&str] = &[
        "Online Distributed Proofreading Team",
        "Distributed Proofreading Team",
        "Distributed Proofreaders Europe",
        "Distributed Proofreaders",
    ];
    let name = NAMES.iter().find(|name| words.contains(**name))?;
    Some(Person { name: (*name).to_owned(), file_as: (*name).to_owned() })
}

/// The role that a field names by itself.
fn relator(field: Field) -> Option<Relator> {
    match field {
        Field::Translated => Some(Relator::Translator),
        Field::Transcribed => Some(Relator::Transcriber),
        Field::Markup => Some(Relator::Markup),
        Field::Proofread => Some(Relator::Proofreader),
        Field::Edited => Some(Relator::Editor),
        _ => None,
    }
}

/// The roles that the words of a clause name.
pub(super) fn roles_of(words: &str) -> Vec<Relator> {
    let mut roles = Vec::new();
    for word in words.split([' ', '/', '\\', '&', ',', '-', ':']) {
        let word = plain(word);
        let role = TRADES.iter().find(|(_, starts)| {
            starts
                .iter()
                .any(|start| word.starts_with(start) && (start.len() > 2 || word == *start))
        });
        if let Some((role, _)) = role
            && !roles.contains(role)
        {
            roles.push(*role);
        }
    }
    roles
}

/// The persons named at the beginning of `words`: up to `for the …`, a date, a place or a verb.
pub(super) fn named_in(words: &str) -> Vec<String> {
    let mut end = words.len();
    for stop in [
        " for ",
        " für ",
        " in ",
        " from ",
        " per ",
        " pour ",
        " para ",
        " at ",
        " (",
        " [",
        " on ",
        " as ",
        " with ",
        " and marked",
        " and transcribed",
        " and proofread",
        " and edited",
        " with thanks",
        " courtesy",
        " using",
        " of the",
        " von der",
        " –",
        " —",
        " to ",
        " who ",
        ", published",
        " published by",
    ] {
        if let Some(at) = words.find(stop) {
            end = end.min(at);
        }
    }
    if let Some(date) = dates::find(words.get(..end).unwrap_or("")).first() {
        end = end.min(date.range.start);
    }
    let words = words.get(..end).unwrap_or("");
    let words =
        words.trim_matches(|c: char| c.is_whitespace() || ",;:.".contains(c) && c != '.');
    let parts = words
        .replace(" and the ", " & ")
        .replace(" and ", " & ")
        .replace(" und ", " & ")
        .replace(" et ", " & ")
        .replace(" y ", " & ");
    let parts: Vec<&str> = parts
        .split(['&', ',', '+', '/'])
        .map(|part| part.trim().trim_end_matches([',', ';', ':']))
        .map(|part| {
            if part.split(' ').next_back().is_some_and(|last| last.len() > 3) {
                part.trim_end_matches('.')
            } else {
                part
            }
        })
        .filter(|part| !part.is_empty())
        .collect();
    // A firm is named like its founders, and its seat like a person: names stand before both.
    let firm = parts.iter().position(|part| is_firm(part));
    let end = firm.map_or(parts.len(), |firm| firm.saturating_sub(1));
    // A word alone is a name where nothing else is named (`Transcribed by Zodiac`) or where it
    // stands first; after other names it is what is left of something else.
    let alone = |nth: usize, part: &str| nth == 0 && firm.is_none() && !part.contains('.');
    let full = |nth: usize, part: &str| part.contains(' ') || alone(nth, part);
    parts
        .iter()
        .take(end)
        .enumerate()
        .filter(|(nth, part)| {
            full(*nth, part)
                && (names::looks_like_name(part) || is_cut_short(part))
                && !is_body(part)
                && !is_thing(part)
        })
        .map(|(_, part)| (*part).to_owned())
        .collect()
}

/// Whether a name gives the surname by its first letter alone, as volunteers do: `Ben W.`
fn is_cut_short(name: &str) -> bool {
    let Some((forename, initial)) = name.split_once(' ') else { return false };
    let mut chars = initial.chars();
    names::looks_like_name(forename)
        && chars.next().is_some_and(char::is_uppercase)
        && chars.as_str() == "."
}

/// Whether words end as the name of a firm does.
fn is_firm(words: &str) -> bool {
    words.split(' ').next_back().is_some_and(|last| FIRMS.contains(&plain(last).as_str()))
}

/// Whether a name is that of an archive or another body.
pub(super) fn is_body(name: &str) -> bool {
    name.split_whitespace().any(|word| BODIES.contains(&plain(word).as_str()))
}

/// Whether a name has a noun of the trade in it, and is none.
fn is_thing(name: &str) -> bool {
    name.split_whitespace().any(|word| NOUNS.contains(&plain(word).as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credits(line: &str, field: Field) -> Vec<(String, &'static str)> {
        read(line, field).into_iter().map(|one| (one.person.name, one.role.code())).collect()
    }

    #[test]
    fn prose_credits_name_persons_and_trades() {
        let seed = "Transcribed and HTML markup for the Trotsky Internet Archive, now a subarchive \
                    of the Marxists’ Internet Archive, by Doug Fullarton in 1996";
        assert_eq!(
            credits(seed, Field::Transcribed),
            [("Doug Fullarton".into(), "trc"), ("Doug Fullarton".into(), "mrk")]
        );
        let marked = "Marked up by Einde O’Callaghan for the Marxists’ Internet Archive.";
        assert_eq!(credits(marked, Field::Markup), [("Einde O’Callaghan".into(), "mrk")]);
    }

    #[test]
    fn things_of_the_trade_are_no_persons() {
        for line in ["Scanned Original Pamphlet", "Transcribed Original Edition"] {
            assert_eq!(credits(line, Field::Transcribed), [], "{line}");
        }
        assert_eq!(credits("Proofread Public Domain Text", Field::Proofread), []);
        assert_eq!(
            credits("Transcribed Anna Smith", Field::Transcribed),
            [("Anna Smith".into(), "trc")]
        );
    }

    #[test]
    fn the_author_of_what_was_copied_is_no_volunteer() {
        for line in [
            "Transcription: from the 1921 edition by Rosa Luxemburg",
            "Transcription: from the articles by Leon Trotsky",
            "Transcription: for the web edition of the pamphlet by Max Shachtman",
        ] {
            assert_eq!(credits(line, Field::Transcribed), [], "{line}");
        }
        for line in [
            "Transcription: from the Russian by Anna Smith",
            "Transcription: in 1999 by Anna Smith",
            "Transcription: for marxists.org by Anna Smith",
        ] {
            let smith = [("Anna Smith".to_owned(), "trc")];
            assert_eq!(credits(line, Field::Transcribed), smith, "{line}");
        }
    }

    #[test]
    fn labelled_credits_name_persons() {
        assert_eq!(
            credits("Translators: Emily Kent, Lola Sachs & Pearl Waskow.", Field::Translated),
            [
                ("Emily Kent".into(), "trl"),
                ("Lola Sachs".into(), "trl"),
                ("Pearl Waskow".into(), "trl")
            ]
        );
        assert_eq!(
            credits("Transcribed: Ted Crawford, April 2003.", Field::Transcribed),
            [("Ted Crawford".into(), "trc")]
        );
        assert_eq!(
            credits("Transcription\\Markup: by Zdravko Saveski, 2021.", Field::Transcribed),
            [("Zdravko Saveski".into(), "trc"), ("Zdravko Saveski".into(), "mrk")]
        );
    }

    #[test]
    fn firms_and_what_is_left_of_them_are_no_persons() {
        let firm = "Edited by Doubleday, Doran & Company, Inc., Garden City, New York";
        assert!(credits(firm, Field::Edited).is_empty());
        let editor = "Edited by Shlomo Avineri, Doubleday & Company, Inc., Garden City";
        assert_eq!(credits(editor, Field::Edited), [("Shlomo Avineri".into(), "edt")]);
        assert_eq!(
            credits("Translated by Chas. H. Kerr in 1903", Field::Translated),
            [("Chas. H. Kerr".into(), "trl")]
        );
        assert_eq!(
            credits("Transcribed: Zodiac, Brian Baggins", Field::Transcribed),
            [("Zodiac".into(), "trc"), ("Brian Baggins".into(), "trc")]
        );
    }

    #[test]
    fn a_name_may_be_cut_short_and_a_proof_counted() {
        assert_eq!(
            credits("Translated: by Ben W.", Field::Translated),
            [("Ben W.".into(), "trl")]
        );
        assert!(credits("Translated: by A. W.", Field::Translated).is_empty());
        assert_eq!(
            credits("2nd Proof reading: Steve Iverson, 2014", Field::Proofread),
            [("Steve Iverson".into(), "pfr")]
        );
    }

    #[test]
    fn each_credit_of_a_sentence_is_read() {
        assert_eq!(
            credits(
                "Translated: Yuri Sdobnikov and George Hanna, Edited by George Hanna",
                Field::Translated
            ),
            [
                ("Yuri Sdobnikov".into(), "trl"),
                ("George Hanna".into(), "trl"),
                ("George Hanna".into(), "edt")
            ]
        );
        assert_eq!(
            credits(
                "Transcribed by Ann Smith and marked up by John Brown for the archive",
                Field::Transcribed
            ),
            [("Ann Smith".into(), "trc"), ("John Brown".into(), "mrk")]
        );
        // One pair of hands for two trades.
        for line in ["Transcribed and marked up by John Brown", "OCR and mark-up by John Brown"]
        {
            assert_eq!(
                credits(line, Field::Transcribed),
                [("John Brown".into(), "trc"), ("John Brown".into(), "mrk")]
            );
        }
    }

    #[test]
    fn where_from_and_when_come_before_the_name() {
        for words in ["From the Russian by Ann Smith", "in 1915 by Ann Smith."] {
            let line = format!("Translated: {words}");
            assert_eq!(credits(&line, Field::Translated), [("Ann Smith".into(), "trl")]);
        }
        assert!(credits("Translated: From the Russian", Field::Translated).is_empty());
    }

    #[test]
    fn a_directive_has_nothing_but_names() {
        assert_eq!(
            credits("John Brown and Ann Smith", Field::Translated),
            [("John Brown".into(), "trl"), ("Ann Smith".into(), "trl")]
        );
        assert!(credits("John Brown", Field::Source).is_empty());
        assert!(credits("Progress Publishers, Moscow", Field::Translated).is_empty());
        assert!(credits("From the Russian", Field::Translated).is_empty());
    }

    #[test]
    fn a_name_may_follow_its_trade_at_once() {
        assert_eq!(
            credits("Proofreading & mark-up Ann Smith.", Field::Proofread),
            [("Ann Smith".into(), "pfr"), ("Ann Smith".into(), "mrk")]
        );
        assert_eq!(
            credits("Marked up by by Ann Smith", Field::Markup),
            [("Ann Smith".into(), "mrk")]
        );
        assert!(credits("Transcribed Text.", Field::Transcribed).is_empty());
        assert!(credits("Translation Department Moscow", Field::Translated).is_empty());
    }

    #[test]
    fn sources_and_archives_are_no_persons() {
        assert!(credits("Source: The Call, 2 May 1918;", Field::Source).is_empty());
        assert!(credits("Online Version: Lafargue Internet Archive", Field::Online).is_empty());
    }
}
