//! Where a word may be divided: by the patterns of its language, within the limits of the house.

use crate::book::Language;

/// Letters that must stand before a hyphen.
const BEFORE: usize = 2;
/// Letters that must stand after a hyphen.
pub const AFTER: usize = 3;
/// The same in the languages that are written in Cyrillic, whose printers let two stand: their words
/// are long and their spaces few. What a line pays for it is said where lines are weighed.
const AFTER_IN_CYRILLIC: usize = 2;
/// Words with fewer letters are not divided.
const SHORTEST: usize = 5;
/// The same for the parts of words that have a hyphen already.
const SHORTEST_IN_COMPOUND: usize = 7;
/// Longer runs of letters are no words; dividing them is left to the line in need.
const LONGEST: usize = 60;

/// The patterns of a language; none where there are none for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hyphens(Option<hypher::Lang>);

impl Hyphens {
    /// The patterns for a language.
    pub fn of(language: &Language) -> Hyphens {
        let code = language.primary().as_bytes();
        Hyphens(<[u8; 2]>::try_from(code).ok().and_then(hypher::Lang::from_iso))
    }
}

/// The bytes before which `word` may be divided with a hyphen. Capitals, addresses, words with
/// figures in them, and the short parts of words that have a hyphen already are left whole.
pub fn points(word: &str, hyphens: Hyphens) -> Vec<usize> {
    let mut points = Vec::new();
    let Hyphens(Some(language)) = hyphens else { return points };
    if word.contains("//") || word.contains('@') || word.chars().any(|c| c.is_numeric()) {
        return points;
    }
    let compound = word.chars().any(|c| matches!(c, '-' | '\u{2010}' | '\u{2011}' | '/'));
    let mut from = 0;
    while from < word.len() {
        let rest = &word[from..];
        let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let letters = &rest[..length];
        let count = letters.chars().count();
        let shortest = if compound { SHORTEST_IN_COMPOUND } else { SHORTEST };
        let shouted = letters.chars().skip(1).any(char::is_uppercase);
        if (shortest..=LONGEST).contains(&count) && !shouted {
            let mut at = from;
            let cyrillic = letters.starts_with(|c| matches!(c, '\u{400}'..='\u{52f}'));
            let after = if cyrillic { AFTER_IN_CYRILLIC } else { AFTER };
            for syllable in hypher::hyphenate_bounded(letters, language, BEFORE, after) {
                at += syllable.len();
                if at < from + length {
                    points.push(at);
                }
            }
        }
        from += length + rest[length..].chars().next().map_or(0, char::len_utf8);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(word: &str, tag: &str) -> String {
        let language = Language::from_tag(tag).unwrap_or_default();
        let mut word = word.to_owned();
        for at in points(&word.clone(), Hyphens::of(&language)).into_iter().rev() {
            word.insert(at, '-');
        }
        word
    }

    #[test]
    fn words_divide_by_their_language() {
        assert_eq!(divided("“revolutionary,”", "en"), "“rev-o-lu-tion-ary,”");
        assert_eq!(divided("Arbeiterbewegung", "de"), "Ar-bei-ter-be-we-gung");
        assert_eq!(divided("революция", "ru"), "ре-во-лю-ция");
        assert_eq!(divided("собственности", "ru"), "соб-ствен-но-сти");
        assert_eq!(divided("revolution", "xx"), "revolution");
    }

    #[test]
    fn what_is_no_plain_word_stays_whole() {
        for word in ["USSR", "COMMUNISM", "https://example.org/revolution", "1935iger", "also"]
        {
            assert_eq!(divided(word, "en"), word);
        }
        assert_eq!(divided("self-made", "en"), "self-made");
    }
}
