//! The list of contents that a printed book opens with: its entries look like headings.
//!
//! The list begins under its name and goes on over short lines. It ends where an entry is said a
//! second time, for there the text that it lists begins; where nothing is said twice, after the
//! last entry with a page number, or at the widest gap, of three lines or more, before the first
//! running text.

use super::super::placed::{Placed, words_of};
use super::super::wording::{self, numerals, plain, plain_start};
use crate::book::PassageKind;

/// Names of such a list, letters alone.
const NAMES: &[&str] = &[
    "contents",
    "tableofcontents",
    "inhalt",
    "inhaltsverzeichnis",
    "inhaltsubersicht",
    "tabledesmatieres",
    "indice",
    "sommario",
    "содержание",
    "оглавление",
    "inhoud",
];

/// The letters of the longest of them.
const LONGEST_NAME: usize = 18;

/// Entries that a list has at most.
const MOST: usize = 600;

/// Words that an entry has at most.
const LONGEST: usize = 30;

/// Which passages stand in a list of contents.
pub fn listed(passages: &[Placed]) -> Vec<bool> {
    let mut listed = vec![false; passages.len()];
    let mut from = 0;
    while let Some(at) = passages.iter().skip(from).position(is_name).map(|at| from + at) {
        let end = end_of_list(passages, at + 1);
        listed.iter_mut().take(end).skip(at).for_each(|one| *one = true);
        from = end.max(at + 1);
    }
    listed
}

fn is_name(placed: &Placed) -> bool {
    let words = plain_start(&words_of(&placed.passage.content), LONGEST_NAME + 1);
    NAMES.contains(&words.as_str())
        || words.starts_with("contentsof") && wording::count_words(&placed.words()) <= 5
}

/// Where the list whose first entry is at `from` ends.
fn end_of_list(passages: &[Placed], from: usize) -> usize {
    let mut entries: Vec<Vec<String>> = Vec::new();
    let mut paged = None;
    let mut at = from;
    for placed in passages.iter().skip(from).take(MOST) {
        let words = placed.words();
        let running = placed.passage.kind == PassageKind::Paragraph
            && wording::count_words(&words) > LONGEST;
        if running {
            break;
        }
        let lines = lines_of(placed);
        let again = lines.first().is_some_and(|line| {
            !line.words.is_empty()
                && line.page.is_none()
                && entries.iter().any(|entry| entry.starts_with(&line.words))
        });
        if again {
            return at;
        }
        if lines.iter().any(|line| line.page.is_some()) {
            paged = Some(at + 1);
        }
        entries
            .extend(lines.into_iter().map(|line| line.words).filter(|words| !words.is_empty()));
        at += 1;
    }
    if let Some(paged) = paged {
        return paged;
    }
    let gap = |nth: usize| passages.get(nth).map_or(0, |placed| placed.passage.gap);
    // Of gaps equally wide the last: a list is parted too.
    (from + 1..at).filter(|nth| gap(*nth) >= 3).max_by_key(|nth| gap(*nth)).unwrap_or(from)
}

/// A line of the list.
struct Entry {
    /// Its words, each letters and digits alone.
    words: Vec<String>,
    /// The page that it gives at its end.
    page: Option<String>,
}

fn lines_of(placed: &Placed) -> Vec<Entry> {
    whole(placed).lines().map(entry).collect()
}

fn whole(placed: &Placed) -> String {
    match placed.passage.kind {
        PassageKind::Table(_) => placed.passage.words(),
        _ => words_of(&placed.passage.content),
    }
}

/// The lines of a passage of a list, each without the page at its end.
pub fn entries(placed: &Placed) -> Vec<String> {
    let bare = |line: &str| match without_page(line) {
        (words, Some(_)) if !words.is_empty() => words.join(" "),
        _ => line.to_owned(),
    };
    whole(placed).lines().map(bare).collect()
}

/// The words of a line but the page that it ends with, and that.
fn without_page(line: &str) -> (Vec<&str>, Option<&str>) {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    let is_page = |word: &str| {
        let bare = word.trim_matches(['.', ',']);
        !bare.is_empty()
            && (bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–'))
                || bare.chars().all(char::is_lowercase) && numerals::roman(bare).is_some())
    };
    let page = words.pop_if(|last| is_page(last));
    (words, page)
}

fn entry(line: &str) -> Entry {
    let (words, page) = without_page(line);
    let page = page.map(str::to_owned);
    if words.is_empty() {
        // A number alone is the beginning of an entry, not its page.
        let words = page.iter().map(|page| plain(page)).collect();
        return Entry { words, page: None };
    }
    let words = words.iter().map(|word| plain(word)).filter(|word| !word.is_empty()).collect();
    Entry { words, page }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Inline, Passage, Text};
    use crate::structure::notes::Home;

    fn passages(lines: &[(u16, &str)]) -> Vec<Placed> {
        let place = |(gap, line): &(u16, &str)| {
            let mut passage = Passage::paragraph(vec![Inline::Text(Text::verbatim(*line, 0))]);
            passage.gap = *gap;
            Placed { home: Home { leaf: 0, passage: 0 }, passage }
        };
        lines.iter().map(place).collect()
    }

    fn marks(lines: &[(u16, &str)]) -> String {
        listed(&passages(lines)).iter().map(|one| if *one { 'L' } else { '.' }).collect()
    }

    #[test]
    fn pages_tell_the_entries() {
        let book =
            [(4, "CONTENTS"), (1, "I. INTRODUCTORY 1"), (1, "INDEX 241"), (4, "PREFACE")];
        assert_eq!(marks(&book), "LLL.");
    }

    #[test]
    fn an_entry_said_again_begins_the_text() {
        let book =
            [(4, "CONTENTS."), (2, "216. To Steiner"), (0, "217. To the Same"), (4, "216.")];
        assert_eq!(marks(&book), "LLL.");
    }

    #[test]
    fn the_widest_gap_ends_a_list_without_pages() {
        let text = "It was a long sentence that went on and on over many words, ".repeat(4);
        let book = [(4, "CONTENTS"), (1, "Hope"), (3, "Fear"), (5, "A TALE"), (3, "Faith")];
        assert_eq!(marks(&[&book[..], &[(1, &text)]].concat()), "LLL...");
        let parted = [(4, "CONTENTS"), (1, "Hope"), (3, "Fear"), (3, "A TALE")];
        assert_eq!(marks(&[&parted[..], &[(1, &text)]].concat()), "LLL..");
    }

    #[test]
    fn contents_without_a_list_are_text() {
        let text = "It was a long sentence that went on and on over many words, ".repeat(4);
        assert_eq!(marks(&[(4, "CONTENTS"), (1, &text)]), "L.");
        assert_eq!(marks(&[(4, "Contents of the pot"), (1, "I"), (1, &text)]), "L..");
    }
}
