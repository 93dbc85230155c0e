//! The headings that notes stand under, in the archives' languages.

use crate::book::Hand;

/// Whether `text` is a heading that says only that notes follow, and whose they are.
pub(super) fn introduces_notes(text: &str) -> Option<Hand> {
    if text.len() > 120 {
        return None;
    }
    let lower = text.to_lowercase().replace('\'', "’");
    let edges = |c: char| c.is_whitespace() || c.is_ascii_punctuation() || "–—·•".contains(c);
    let words: Vec<&str> = lower.split_whitespace().collect();
    let words: Vec<&str> = words
        .iter()
        .map(|word| word.trim_matches(edges))
        .filter(|word| !word.is_empty())
        .collect();
    let noun = words.iter().position(|word| NOUNS.contains(word))?;
    let (before, after) = (&words[..noun], &words[noun + 1..]);
    let before_fits = before.iter().all(|word| QUALIFIERS.contains(word));
    let after_fits = match after {
        [] => true,
        [first, ..] if LINKS.contains(first) => after.len() <= 7,
        // `Anmerkungen F. E.`: the initials of whose they are, and no letters of a row of notes.
        initials => {
            let stopped = lower.split_whitespace().filter(|word| is_initial(word)).count();
            (2..=3).contains(&initials.len()) && stopped == initials.len()
        }
    };
    (before_fits && after_fits).then(|| hand_named(&lower))
}

/// Whether a word is an initial with its stop: `F.`
fn is_initial(word: &str) -> bool {
    let mut chars = word.trim_end_matches(':').chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.eq(['.'])
}

/// Whether a heading that introduces notes ends with the word for them: it says nothing of who
/// wrote them or what they are to.
pub(super) fn is_bare(text: &str) -> bool {
    let lower = text.to_lowercase();
    let last = lower.split_whitespace().last().unwrap_or("");
    NOUNS.contains(&last.trim_matches(|c: char| !c.is_alphabetic()))
}

/// Whether a sentence has the word for notes among its words, as one about them has.
pub(super) fn speaks_of_notes(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split_whitespace();
    words.any(|word| NOUNS.contains(&word.trim_matches(|c: char| !c.is_alphanumeric())))
}

/// Whose hand a heading or a signature names.
pub(super) fn hand_named(lower: &str) -> Hand {
    let names = |stems: &[&str]| stems.iter().any(|stem| lower.contains(stem));
    if names(TRANSCRIBERS) {
        Hand::Transcriber
    } else if names(TRANSLATORS) {
        Hand::Translator
    } else if names(EDITORS) {
        Hand::Editor
    } else {
        Hand::Author
    }
}

const TRANSCRIBERS: &[&str] = &[
    "transcriber",
    "transcription",
    "marxist internet",
    "marxists’ internet",
    "marxists internet",
    "by mia",
    "(mia)",
    "by etol",
    "by roec",
    "webmaster",
];

const TRANSLATORS: &[&str] = &[
    "translator",
    "translated",
    "traducteur",
    "traduction",
    "traductor",
    "traductora",
    "traduttore",
    "tradutor",
    "traducción",
    "übersetz",
    "vertaler",
    "överstät",
    "översätt",
    "oversæt",
    "переводчик",
    "перекладач",
    "tłumacz",
    "překladatel",
];

const EDITORS: &[&str] = &[
    "editor",
    "editors",
    "editorial",
    "publisher",
    "redaktion",
    "herausgeber",
    "textvarianten",
    "rédaction",
    "éditeur",
    "redacción",
    "edición",
    "redazione",
    "curatore",
    "redactie",
    "редакци",
    "редакт",
    "редакц",
    "redakcj",
    "redakce",
];

/// The word for notes.
const NOUNS: &[&str] = &[
    // English
    "notes",
    "note",
    "footnotes",
    "footnote",
    "endnotes",
    "endnote",
    "references",
    "annotations",
    // German
    "anmerkungen",
    "anmerkung",
    "fußnoten",
    "fußnote",
    "fussnoten",
    "fussnote",
    "endnoten",
    "textvarianten",
    "noten",
    // French, Italian, Spanish, Catalan, Portuguese, Romanian, Latin, Esperanto
    "remarques",
    "notas",
    "nota",
    "notis",
    "notae",
    "notoj",
    "annotazioni",
    "anotaciones",
    // Dutch and Scandinavian
    "voetnoten",
    "voetnoot",
    "eindnoten",
    "aantekeningen",
    "noot",
    "noter",
    "fotnoter",
    "fotnot",
    "fodnoter",
    "slutnoter",
    "slutnoter",
    "sluttnoter",
    "anmärkningar",
    "anmerkninger",
    "anmærkninger",
    "athugasemdir",
    "neðanmálsgreinar",
    "skýringar",
    // Finnish, Estonian, Latvian, Lithuanian, Hungarian
    "viitteet",
    "alaviitteet",
    "huomautukset",
    "märkused",
    "piezīmes",
    "pastabos",
    "jegyzetek",
    "jegyzet",
    "lábjegyzetek",
    "lábjegyzet",
    "végjegyzetek",
    // Slavonic
    "przypisy",
    "przypis",
    "uwagi",
    "poznámky",
    "poznámka",
    "opombe",
    "opomba",
    "napomene",
    "napomena",
    "bilješke",
    "bilješka",
    "beleške",
    "fusnote",
    "примечания",
    "примечание",
    "сноски",
    "сноска",
    "комментарии",
    "пояснения",
    "примітки",
    "примітка",
    "виноски",
    "бележки",
    "бележка",
    "забележки",
    "напомене",
    "белешке",
    "фусноте",
    "примедбе",
    "заўвагі",
    "белешки",
    "фусноти",
    "напомени",
    // Greek, Turkish, Basque, Albanian
    "σημειώσεις",
    "υποσημειώσεις",
    "σημείωση",
    "notlar",
    "dipnotlar",
    "dipnot",
    "açıklamalar",
    "oharrak",
    "shënime",
    // Arabic and Persian
    "ملاحظات",
    "هوامش",
    "الهوامش",
    "یادداشت‌ها",
    "یادداشتها",
    "پانویس",
    "پانویس‌ها",
    "پاورقی",
    // Asian
    "注释",
    "註釋",
    "注釈",
    "註釈",
    "注解",
    "註解",
    "注",
    "註",
    "脚注",
    "原注",
    "原註",
    "訳注",
    "译注",
    "附注",
    "编者注",
    "각주",
    "미주",
    "주",
    "주석",
    "catatan",
    "chú",
    "टिप्पणियाँ",
    "टिप्पणी",
];

/// What may stand before it.
const QUALIFIERS: &[&str] = &[
    "the",
    "author’s",
    "authors’",
    "author",
    "editor’s",
    "editors’",
    "editor",
    "editorial",
    "translator’s",
    "translators’",
    "translator",
    "transcriber’s",
    "transcribers’",
    "transcriber",
    "publisher’s",
    "publishers’",
    "explanatory",
    "additional",
    "historical",
    "bibliographical",
    "etol",
    "mia",
    "end",
    "foot",
    "marginal",
    "lenin’s",
    "engels’",
    "marx’s",
    "redaktionelle",
    "redaktionella",
    "редакционные",
];

/// What may follow it and still only say whose or to what they are.
const LINKS: &[&str] = &[
    "by",
    "from",
    "to",
    "for",
    "and",
    "references",
    "notes",
    "footnotes",
    "von",
    "des",
    "der",
    "vom",
    "zu",
    "zum",
    "zur",
    "de",
    "du",
    "des",
    "del",
    "della",
    "dell’autore",
    "dell’editore",
    "al",
    "do",
    "da",
    "en",
    "et",
    "a",
    "van",
    "av",
    "af",
    "fra",
    "автора",
    "редакции",
    "переводчика",
    "редактора",
    "редакції",
    "перекладача",
    "к",
    "до",
    "od",
    "red",
    "kaki",
    "thích",
    "marxist",
    "mia",
    "etol",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_notes_are_known() {
        for (text, hand) in [
            ("Notes", Hand::Author),
            ("FOOTNOTES:", Hand::Author),
            ("Author’s Footnotes", Hand::Author),
            ("Translator's notes:", Hand::Translator),
            ("Notes by the Marxist Internet Archive", Hand::Transcriber),
            ("Footnote by MIA", Hand::Transcriber),
            ("Transcriber’s Note", Hand::Transcriber),
            ("Editorial Notes", Hand::Editor),
            ("Textvarianten", Hand::Editor),
            ("Примечания", Hand::Author),
            ("Notes de la rédaction", Hand::Editor),
            ("Footnote to Main Text", Hand::Author),
            ("Anmerkungen F. E.:", Hand::Author),
        ] {
            assert_eq!(introduces_notes(text), Some(hand), "{text}");
        }
    }

    #[test]
    fn a_remark_about_the_notes_has_the_word_for_them() {
        assert!(speaks_of_notes("Author added these notes in 1913."));
        assert!(!speaks_of_notes("It is noted that the author denoted nothing."));
    }

    #[test]
    fn headings_of_text_are_not() {
        for text in [
            "Notes of the Month",
            "Note B",
            "Note 1 a",
            "Notes 1 – 5",
            "Notes on Russia in the War",
            "A Personal Note",
            "Note on Bax’s Letter",
            "Critical Notes on the Article",
            "Marginal Comments",
        ] {
            assert_eq!(introduces_notes(text), None, "{text}");
        }
    }
}
