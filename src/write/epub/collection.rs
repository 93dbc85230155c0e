//! The series or the collected works that a book stands in, as far as its source says so.

use crate::book::{Book, TitleRole, text_of};

/// A collection and the book's place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Collection {
    /// What it is called.
    pub(super) name: String,
    /// The volume, as the source counts it.
    pub(super) volume: Option<String>,
}

/// What volumes are called, in small letters.
const VOLUMES: &[&str] =
    &["volume", "vol.", "vol", "band", "bd.", "bd", "tome", "tomo", "deel", "том", "т."];

/// What collections of an author's works are called.
const WORKS: &[&str] = &[
    "Collected Works",
    "Selected Works",
    "Complete Works",
    "Gesammelte Werke",
    "Ausgewählte Werke",
    "Œuvres complètes",
    "Obras completas",
    "Opere complete",
    "Полное собрание сочинений",
];

/// The collection of a book: its line of the title page, or the collected works that its printed
/// source names with a volume.
pub(super) fn collection(book: &Book) -> Option<Collection> {
    let lines = &book.title().lines;
    let series = lines.iter().find(|line| line.role == TitleRole::Series);
    let series = series.and_then(|line| of_series(&text_of(&line.content)));
    series.or_else(|| of_source(book.provenance().printed_source.as_deref()?))
}

/// A line of the title page. One that begins with a figure is a price or a number, no name.
fn of_series(line: &str) -> Option<Collection> {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if !line.chars().find(|c| c.is_alphanumeric())?.is_alphabetic() {
        return None;
    }
    match volume(&line) {
        Some((0, _)) | None => Some(Collection { name: line, volume: None }),
        Some((at, number)) => {
            let name = line[..at].trim_end_matches(|c: char| !c.is_alphanumeric());
            Some(Collection { name: name.into(), volume: Some(number) })
        }
    }
}

/// `V. I. Lenin, Collected Works, Moscow 1964, Volume 25, pp. 3–5` names a collection by the words
/// up to its kind, without a preposition before them.
fn of_source(source: &str) -> Option<Collection> {
    let source = source.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = WORKS.iter().find_map(|works| Some(source.find(works)? + works.len()))?;
    let (_, number) = volume(&source[end..])?;
    let name = &source[..end];
    let name = ["From ", "Source: ", "Aus: "]
        .iter()
        .find_map(|opening| name.strip_prefix(opening))
        .unwrap_or(name);
    Some(Collection { name: name.into(), volume: Some(number) })
}

/// Where a line names a volume, and its number.
fn volume(line: &str) -> Option<(usize, String)> {
    let mut at = 0;
    let mut words = line.split(' ').peekable();
    while let Some(word) = words.next() {
        let bare = word.trim_matches(|c: char| matches!(c, ',' | '(' | ';' | ':'));
        if VOLUMES.contains(&bare.to_lowercase().as_str()) {
            let next = words.peek().copied().unwrap_or_default();
            let number: String = next
                .chars()
                .take_while(|c| c.is_ascii_digit() || "IVXLC".contains(*c))
                .collect();
            if !number.is_empty() {
                return Some((at, number));
            }
        }
        at += word.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, volume: Option<&str>) -> Option<Collection> {
        Some(Collection { name: name.into(), volume: volume.map(str::to_owned) })
    }

    #[test]
    fn a_series_may_have_a_volume_and_a_price_is_none() {
        assert_eq!(
            of_series("Marx/Engels – Werke, Band 21"),
            named("Marx/Engels – Werke", Some("21"))
        );
        assert_eq!(of_series("Pamphlets  of the Day"), named("Pamphlets of the Day", None));
        assert_eq!(of_series("Band of Brothers"), named("Band of Brothers", None));
        assert_eq!(of_series("25 CENTS"), None);
    }

    #[test]
    fn collected_works_need_a_volume() {
        let source = "From Lenin Collected Works, Moscow, 1964, Volume 25, pages 385-497";
        assert_eq!(of_source(source), named("Lenin Collected Works", Some("25")));
        assert_eq!(of_source("Lenin Collected Works, Moscow"), None);
        assert_eq!(of_source("International Press Correspondence, Vol. 2 No. 112"), None);
    }
}
