//! The date of a page, out of the line that strip retired.

use super::super::placed::words_of;
use super::super::wording::dates;
use super::Line;
use crate::book::{Date, Transcript};

/// The latest date in what was retired as the page's own date (`Last updated on 19.4.2007`).
pub fn page_date(transcript: &Transcript) -> Option<Date> {
    let entries = transcript.log.entries().iter();
    let retired = entries.filter(|(_, rule)| rule.id == "site/last-updated");
    let spans: Vec<_> = retired.map(|(span, _)| *span).collect();
    if spans.is_empty() {
        return None;
    }
    // One walk over the reading text for all spans, which stand in its order nearly always.
    let starts: Vec<usize> = transcript
        .reading
        .char_indices()
        .map(|(at, _)| at)
        .chain([transcript.reading.len()])
        .collect();
    let words = |start: u32, end: u32| {
        let from = *starts.get(start as usize)?;
        let to = *starts.get(end as usize)?;
        transcript.reading.get(from..to)
    };
    spans.iter().filter_map(|span| dates::first(words(span.start, span.end)?)).max()
}

/// The latest date in lines that say when a page was made (`Erstellt: 20.03.1999`).
pub fn stated_page_date(lines: &[Line]) -> Option<Date> {
    let made = |line: &&Line| words_of(&line.content).trim_start().starts_with("Erstellt");
    lines.iter().filter(made).filter_map(|line| dates::first(&line.said())).max()
}

#[cfg(test)]
mod tests {
    use super::super::Standing;
    use super::*;
    use crate::book::{Field, Inline, Text};

    #[test]
    fn a_page_says_when_it_was_made() {
        let line = |words: &str| Line {
            field: Field::Online,
            standing: Standing::Colophon,
            content: vec![Inline::Text(Text::verbatim(words, 0))],
        };
        let date = Date { year: 1999, month: Some(3), day: Some(20) };
        assert_eq!(stated_page_date(&[line("Erstellt: 20.03.1999")]), Some(date));
        assert_eq!(stated_page_date(&[line("Geschrieben: 20.03.1899")]), None);
    }
}
