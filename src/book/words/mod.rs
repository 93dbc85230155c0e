//! The words that an edition adds to a text, in the language of the book. Both editions speak from
//! this one table.

mod names;
mod told;

use super::Language;
use names::WORDS;
use told::SENTENCES;

/// The house's words in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// The heading of the contents.
    pub contents: &'static str,
    /// The name of the landmarks.
    pub landmarks: &'static str,
    /// The name of the list of pages.
    pub pages: &'static str,
    /// The name of the cover.
    pub cover: &'static str,
    /// The name of the title page.
    pub title_page: &'static str,
    /// The name of the place where reading starts.
    pub text: &'static str,
    /// The name of the notes of a file.
    pub notes: &'static str,
    /// The heading of the colophon.
    pub colophon: &'static str,
    /// What a link from a mark to its note is called, before the note's label.
    pub note: &'static str,
    /// What a link from a note back to the text is called.
    pub back: &'static str,
    /// What a link from a note back to its mark is called, before the note's label.
    pub back_to_mark: &'static str,
    /// What a note in an editor's hand is called.
    pub editor: &'static str,
    /// What a note in a translator's hand is called.
    pub translator: &'static str,
    /// What a note in a transcriber's hand is called.
    pub transcriber: &'static str,
}

/// What the house says in a colophon, in one language. What stands in braces is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentences {
    /// Who made the ebook; `{version}` is the program's.
    pub made: &'static str,
    /// What became of the text; `{total}`, `{kept}`, `{changed}` are numbers of characters, `{rest}` is one of the two that follow.
    pub counted: &'static str,
    /// … where `{stripped}` characters were left out.
    pub left_out: &'static str,
    /// … where none was.
    pub nothing_left_out: &'static str,
    /// Before the hash of the text.
    pub hash: &'static str,
    /// Who set the pages; `{from}` is empty or one of the three that follow.
    pub set: &'static str,
    /// … where the archive and the address are known: `{archive}`, `{address}`.
    pub from_page: &'static str,
    /// … where only the archive is.
    pub from_archive_page: &'static str,
    /// … where only the address is.
    pub from_address: &'static str,
    /// Before the name of a font from elsewhere and its hash.
    pub with: &'static str,
}

/// The house's words for a book in `language`; English where the house has none.
pub fn words(language: &Language) -> &'static Words {
    let primary = language.listed_as();
    WORDS.iter().find(|(tag, _)| *tag == primary).map_or(&WORDS[0].1, |(_, words)| words)
}

/// What the house says in the colophon of a book in `language`, and the language in which it does:
/// English where it has none of its own.
pub fn sentences(language: &Language) -> (&'static Sentences, Language) {
    let primary = language.listed_as();
    match SENTENCES.iter().find(|(tag, _)| *tag == primary) {
        Some((_, sentences)) => (sentences, language.clone()),
        None => (&SENTENCES[0].1, Language::default()),
    }
}

/// A sentence with its braces filled in.
pub fn filled(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    filled + rest
}

/// A number with its digits in threes: by points, commas or narrow spaces, as the language has it.
pub fn grouped(number: u32, language: &Language) -> String {
    let separator = match language.primary() {
        "en" => ',',
        "de" | "es" | "it" | "nl" | "pt" => '.',
        _ => '\u{202f}',
    };
    let digits = number.to_string();
    let mut grouped = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_words_has_english_ones() {
        let contents = |tag| Language::from_tag(tag).map(|language| words(&language).contents);
        assert_eq!(contents("de-AT"), Some("Inhalt"));
        assert_eq!(contents("vo"), Some("Contents"));
        assert_eq!(contents("nb-NO"), contents("no"));
        assert_ne!(contents("nb"), contents("nn"));
    }

    /// A sentence that forgets a number would hide what became of the text.
    #[test]
    fn every_sentence_has_a_place_for_all_that_it_tells() {
        for (tag, told) in SENTENCES {
            let names = |sentence: &str| {
                let mut names: Vec<String> = sentence
                    .split('{')
                    .skip(1)
                    .filter_map(|part| part.split_once('}'))
                    .map(|(name, _)| name.to_owned())
                    .collect();
                names.sort();
                names.join(" ")
            };
            assert_eq!(names(told.counted), "changed kept rest total", "{tag}");
            assert_eq!(names(told.left_out), "stripped", "{tag}");
            assert_eq!(names(told.made), "version", "{tag}");
            assert_eq!(names(told.set), "from", "{tag}");
            assert_eq!(names(told.from_page), "address archive", "{tag}");
            assert_eq!(names(told.from_archive_page), "archive", "{tag}");
            assert_eq!(names(told.from_address), "address", "{tag}");
        }
    }

    #[test]
    fn what_stands_in_braces_is_filled_in() {
        let values = [("kept", "7"), ("total", "{kept}")];
        assert_eq!(filled("{kept} of {total}: {}.", &values), "7 of {kept}: .");
        assert_eq!(grouped(1_000_000, &Language::default()), "1,000,000");
    }
}
