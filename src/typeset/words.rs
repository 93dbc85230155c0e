//! The words that the printed edition adds to the text, in the language of the book.

use crate::book::Language;

/// The house's words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// The heading of the contents.
    pub contents: &'static str,
    /// What a link from a mark to its note is called, before the note's label.
    pub note: &'static str,
    /// What a link from a note back to its mark is called, before the note's label.
    pub back: &'static str,
}

/// The house's words for a book in `language`; English where the house has none.
pub fn words(language: &Language) -> Words {
    let primary = language.primary();
    let known = WORDS.iter().find(|(tag, ..)| *tag == primary);
    let (_, contents, note, back) = *known.unwrap_or(&WORDS[0]);
    Words { contents, note, back }
}

/// A language, its word for the contents, for a note, for the way back. English is the first.
#[rustfmt::skip]
const WORDS: [(&str, &str, &str, &str); 25] = [
    ("en", "Contents", "Note", "Back to mark"),
    ("de", "Inhalt", "Anmerkung", "Zurück zu Anmerkungszeichen"),
    ("fr", "Table", "Note", "Retour à l’appel de note"),
    ("es", "Índice", "Nota", "Volver a la llamada"),
    ("pt", "Índice", "Nota", "Voltar à chamada"),
    ("ca", "Índex", "Nota", "Torna a la crida"),
    ("it", "Indice", "Nota", "Torna al richiamo"),
    ("nl", "Inhoud", "Noot", "Terug naar nootteken"),
    ("sv", "Innehåll", "Not", "Tillbaka till nottecken"),
    ("da", "Indhold", "Note", "Tilbage til notetegn"),
    ("no", "Innhold", "Note", "Tilbake til notetegn"),
    ("nb", "Innhold", "Note", "Tilbake til notetegn"),
    ("nn", "Innhald", "Note", "Tilbake til noteteikn"),
    ("fi", "Sisällys", "Viite", "Takaisin viitteeseen"),
    ("et", "Sisukord", "Märkus", "Tagasi viite juurde"),
    ("pl", "Spis treści", "Przypis", "Powrót do odsyłacza"),
    ("cs", "Obsah", "Poznámka", "Zpět k odkazu"),
    ("hu", "Tartalom", "Jegyzet", "Vissza a jegyzethez"),
    ("ro", "Cuprins", "Nota", "Înapoi la trimiterea"),
    ("tr", "İçindekiler", "Not", "Metne dön:"),
    ("ru", "Содержание", "Примечание", "Назад к сноске"),
    ("uk", "Зміст", "Примітка", "Назад до виноски"),
    ("bg", "Съдържание", "Бележка", "Обратно към бележка"),
    ("sr", "Садржај", "Напомена", "Назад на напомену"),
    ("el", "Περιεχόμενα", "Σημείωση", "Πίσω στην παραπομπή"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_words_has_english_ones() {
        let contents = |tag| Language::from_tag(tag).map(|language| words(&language).contents);
        assert_eq!(contents("de-AT"), Some("Inhalt"));
        assert_eq!(contents("vo"), Some("Contents"));
    }
}
