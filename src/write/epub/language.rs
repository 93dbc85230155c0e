//! Language tags as the mark-up wants them, and the house's own words in the book's language.

use crate::book::Language;

/// The tag of a language with only those subtags that BCP 47 (RFC 5646, 2.1) knows a place for:
/// a script, a region, variants. What pages declare is often made up.
pub(super) fn tag(language: &Language) -> String {
    let mut tag = language.primary().to_owned();
    let mut last_place = 0;
    for part in language.tag().split('-').skip(1) {
        let letters = part.chars().all(|c| c.is_ascii_alphabetic());
        let digits = part.chars().all(|c| c.is_ascii_digit());
        let starts_with_digit = part.starts_with(|c: char| c.is_ascii_digit());
        let place = match part.len() {
            4 if letters => 1,
            2 if letters => 2,
            3 if digits => 2,
            5..=8 => 3,
            4 if starts_with_digit => 3,
            _ => break,
        };
        if place <= last_place {
            break;
        }
        last_place = place;
        tag.push('-');
        tag.push_str(part);
    }
    tag
}

/// `rtl` or `ltr`.
pub(super) fn direction(language: &Language) -> &'static str {
    if language.right_to_left() { "rtl" } else { "ltr" }
}

/// The words that the edition adds to the text, in one language.
pub(super) struct Words {
    /// The heading of the contents.
    pub(super) contents: &'static str,
    /// The name of the landmarks.
    pub(super) landmarks: &'static str,
    /// The name of the list of pages.
    pub(super) pages: &'static str,
    /// The name of the cover.
    pub(super) cover: &'static str,
    /// The name of the title page.
    pub(super) title_page: &'static str,
    /// The name of the place where reading starts.
    pub(super) text: &'static str,
    /// The name of the notes of a file.
    pub(super) notes: &'static str,
    /// The heading of the colophon.
    pub(super) colophon: &'static str,
    /// The name of a link from a note back to its mark.
    pub(super) back: &'static str,
    /// What a note in an editor's hand is called.
    pub(super) editor: &'static str,
    /// What a note in a translator's hand is called.
    pub(super) translator: &'static str,
    /// What a note in a transcriber's hand is called.
    pub(super) transcriber: &'static str,
}

/// The house's words for a book in `language`; English where the house has none.
pub(super) fn words(language: &Language) -> &'static Words {
    let primary = language.primary();
    WORDS.iter().find(|(tag, _)| *tag == primary).map_or(&ENGLISH, |(_, words)| words)
}

static ENGLISH: Words = Words {
    contents: "Contents",
    landmarks: "Landmarks",
    pages: "Pages",
    cover: "Cover",
    title_page: "Title page",
    text: "Start of the text",
    notes: "Notes",
    colophon: "Colophon",
    back: "Back to the text",
    editor: "Editor’s note",
    translator: "Translator’s note",
    transcriber: "Transcriber’s note",
};

static WORDS: &[(&str, Words)] = &[
    (
        "de",
        Words {
            contents: "Inhalt",
            landmarks: "Orientierung",
            pages: "Seiten",
            cover: "Umschlag",
            title_page: "Titelseite",
            text: "Beginn des Textes",
            notes: "Anmerkungen",
            colophon: "Impressum",
            back: "Zurück zum Text",
            editor: "Anmerkung des Herausgebers",
            translator: "Anmerkung des Übersetzers",
            transcriber: "Anmerkung der Transkription",
        },
    ),
    (
        "fr",
        Words {
            contents: "Table des matières",
            landmarks: "Repères",
            pages: "Pages",
            cover: "Couverture",
            title_page: "Page de titre",
            text: "Début du texte",
            notes: "Notes",
            colophon: "Achevé",
            back: "Retour au texte",
            editor: "Note de l’éditeur",
            translator: "Note du traducteur",
            transcriber: "Note du transcripteur",
        },
    ),
    (
        "es",
        Words {
            contents: "Índice",
            landmarks: "Puntos de referencia",
            pages: "Páginas",
            cover: "Cubierta",
            title_page: "Portada",
            text: "Comienzo del texto",
            notes: "Notas",
            colophon: "Colofón",
            back: "Volver al texto",
            editor: "Nota del editor",
            translator: "Nota del traductor",
            transcriber: "Nota del transcriptor",
        },
    ),
    (
        "it",
        Words {
            contents: "Indice",
            landmarks: "Punti di riferimento",
            pages: "Pagine",
            cover: "Copertina",
            title_page: "Frontespizio",
            text: "Inizio del testo",
            notes: "Note",
            colophon: "Colophon",
            back: "Torna al testo",
            editor: "Nota del curatore",
            translator: "Nota del traduttore",
            transcriber: "Nota del trascrittore",
        },
    ),
    (
        "nl",
        Words {
            contents: "Inhoud",
            landmarks: "Oriëntatiepunten",
            pages: "Bladzijden",
            cover: "Omslag",
            title_page: "Titelpagina",
            text: "Begin van de tekst",
            notes: "Noten",
            colophon: "Colofon",
            back: "Terug naar de tekst",
            editor: "Noot van de redactie",
            translator: "Noot van de vertaler",
            transcriber: "Noot van de transcribent",
        },
    ),
    (
        "pt",
        Words {
            contents: "Índice",
            landmarks: "Pontos de referência",
            pages: "Páginas",
            cover: "Capa",
            title_page: "Folha de rosto",
            text: "Início do texto",
            notes: "Notas",
            colophon: "Colofão",
            back: "Voltar ao texto",
            editor: "Nota do editor",
            translator: "Nota do tradutor",
            transcriber: "Nota do transcritor",
        },
    ),
    (
        "ru",
        Words {
            contents: "Содержание",
            landmarks: "Ориентиры",
            pages: "Страницы",
            cover: "Обложка",
            title_page: "Титульный лист",
            text: "Начало текста",
            notes: "Примечания",
            colophon: "Выходные данные",
            back: "Назад к тексту",
            editor: "Примечание редактора",
            translator: "Примечание переводчика",
            transcriber: "Примечание публикатора",
        },
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_keep_only_what_bcp_47_has_a_place_for() {
        let cleaned = |given: &str| Language::from_tag(given).map(|language| tag(&language));
        assert_eq!(cleaned("en_GB").as_deref(), Some("en-GB"));
        assert_eq!(cleaned("sr-Latn-RS").as_deref(), Some("sr-Latn-RS"));
        assert_eq!(cleaned("de-1901").as_deref(), Some("de-1901"));
        assert_eq!(cleaned("en-x").as_deref(), Some("en"));
        assert_eq!(cleaned("ru-RU-Cyrl").as_deref(), Some("ru-RU"));
    }
}
