//! The words that websites put on their buttons, in the languages of the archives.
//!
//! Wording alone never takes anything out: each rule asks for a second kind of evidence, such as
//! a link, a place at the edge of the page, or a neighbour.

use super::words::{
    ARCHIVE, BACK, BACK_TO, CONTACT, CONTENTS, DOWNLOAD, FILLER, PART, RELATED, TOP, TURN,
    UPDATED,
};

/// Words without what only decorates them: lower case, single spaces, no brackets, arrows,
/// quotation marks or stops at the ends of words.
pub fn folded(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    for word in words.split(|c: char| c.is_whitespace() || is_separator(c)) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            continue;
        }
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            let start = folded.len();
            folded.push_str(word);
            folded[start..].make_ascii_lowercase();
            continue;
        }
        for c in word.chars() {
            match c {
                '’' | '‘' | 'ʼ' => folded.push('\''),
                '\u{ad}' => {}
                _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
                _ => folded.extend(c.to_lowercase()),
            }
        }
    }
    folded
}

/// Whether `c` is one of the characters that stand between the buttons of a row.
pub fn is_separator(c: char) -> bool {
    matches!(
        c,
        '|' | '¦'
            | '│'
            | '>'
            | '<'
            | '»'
            | '«'
            | '›'
            | '‹'
            | '→'
            | '←'
            | '↑'
            | '↓'
            | '⇒'
            | '⇐'
            | '►'
            | '◄'
            | '▲'
            | '•'
            | '·'
            | '∙'
            | '/'
            | '\\'
            | '–'
            | '—'
            | '-'
            | '='
            | '~'
            | ':'
            | '*'
            | '['
            | ']'
            | '('
            | ')'
            | '{'
            | '}'
            | '^'
            | '_'
            | ','
            | ';'
            | '.'
            | '\u{a0}'
            | '\u{200b}'
            | '\u{feff}'
    )
}

/// Whether nothing but separators and white space stands in `words`.
pub fn is_only_separators(words: &str) -> bool {
    words.chars().all(|c| c.is_whitespace() || is_separator(c))
}

/// “Top of the page”, and what else leads back to the beginning of a page.
pub fn names_top(folded: &str) -> bool {
    TOP.contains(&folded)
}

/// What a row's button says that turns the page: `next`, `weiter`, `chapitre suivant`.
pub fn turns_page(folded: &str) -> bool {
    folded.split(' ').any(|word| TURN.contains(&word))
}

/// Words that begin a button which turns the page, before the title of the page it leads to.
pub fn begins_turn(folded: &str) -> bool {
    folded.split(' ').next().is_some_and(|word| TURN.contains(&word))
}

/// “Contents”, “Inhalt”, “Sommaire”, with or without “table of” or “page”.
pub fn names_contents(folded: &str) -> bool {
    CONTENTS.contains(&folded)
}

/// The name of an archive, an index or a library: `Bax Archive`, `Lenin Works Archive`,
/// `Collected Works Volume 25`, `Archivio Trotsky`.
pub fn names_archive(folded: &str) -> bool {
    folded.split(' ').any(|word| ARCHIVE.contains(&word)) || names_contents(folded)
}

/// “Back to …”, “Zurück zum …”.
pub fn goes_back(folded: &str) -> bool {
    BACK_TO.iter().any(|start| begins_with(folded, start))
}

/// One word that stands for a way back, as a plain-text copy keeps it: `return`, `zurück`.
pub fn is_back_word(folded: &str) -> bool {
    BACK.contains(&folded)
}

/// A part of a work by its kind and number, as buttons name it: `Chapter 2`, `Part IV`,
/// `2. Kapitel`, `Preface`, `Appendix`.
pub fn names_part(folded: &str) -> bool {
    let mut words = folded.split(' ');
    let known = |word: &str| PART.contains(&word);
    let number = |word: &str| is_number(word) || word.len() == 1;
    match (words.next(), words.next(), words.next()) {
        (Some(one), None, None) => known(one),
        (Some(one), Some(two), None) => {
            (known(one) && (number(two) || two == "cont'd")) || (number(one) && known(two))
        }
        (Some(one), Some(two), Some(three)) => {
            known(one)
                && number(two)
                && (three == "cont'd" || three == "continued")
                && words.next().is_none()
        }
        _ => false,
    }
}

/// What follows the words that say when a page was last changed; none if it does not begin so.
pub fn after_update(folded: &str) -> Option<&str> {
    let start =
        UPDATED.iter().filter(|start| begins_with(folded, start)).max_by_key(|s| s.len())?;
    Some(folded.get(start.len()..).unwrap_or("").trim_start())
}

/// Words that announce a file to take away.
pub fn offers_file(folded: &str) -> bool {
    folded.split(' ').any(|word| DOWNLOAD.contains(&word))
}

/// Words that ask readers to write to the website's people.
pub fn asks_to_write(folded: &str) -> bool {
    folded.split(' ').any(|word| CONTACT.contains(&word))
}

/// Words that may stand between the links of a row without making it a sentence.
pub fn is_filler(word: &str) -> bool {
    FILLER.contains(&word)
        || TURN.contains(&word)
        || BACK.contains(&word)
        || CONTENTS.contains(&word)
}

/// Whether a folded word is a number in figures or, as far as its letters go, in roman ones.
pub fn is_number(word: &str) -> bool {
    let roman = word.len() <= 6 && word.chars().all(|c| "ivxlc".contains(c));
    !word.is_empty() && (roman || word.chars().all(|c| c.is_ascii_digit()))
}

/// Words that lead over to links elsewhere on the site: “Further reading”, “See also”.
pub fn leads_on(folded: &str) -> bool {
    RELATED.contains(&folded)
}

fn begins_with(words: &str, start: &str) -> bool {
    words.strip_prefix(start).is_some_and(|rest| {
        rest.is_empty() || rest.starts_with(' ') || start.ends_with(|c: char| !c.is_ascii())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoration_is_folded_away() {
        assert_eq!(folded("« Top of  the Page »"), "top of the page");
        assert_eq!(folded("[ Archivio Trotsky ]"), "archivio trotsky");
        assert_eq!(folded("Last updated on 16.9.2003"), "last updated on 16 9 2003");
    }

    #[test]
    fn each_list_is_written_as_it_is_looked_up() {
        for list in [TOP, CONTENTS, BACK_TO, UPDATED, RELATED] {
            for words in list {
                assert_eq!(&folded(words), words);
            }
        }
    }

    #[test]
    fn parts_of_works_are_known_by_number() {
        assert!(names_part("chapter 2"));
        assert!(names_part("part iv"));
        assert!(names_part("2 kapitel"));
        assert!(names_part("chapter 4 cont'd"));
        assert!(!names_part("chapter and verse"));
        assert!(!names_part("part of the whole"));
    }

    #[test]
    fn an_update_is_known_by_its_first_words() {
        assert_eq!(after_update("last updated on 4 7 2006"), Some("4 7 2006"));
        assert_eq!(after_update("ultima modifica 12 3 2001"), Some("12 3 2001"));
        assert_eq!(after_update("updating the programme"), None);
        assert_eq!(after_update("the last updated"), None);
    }
}
