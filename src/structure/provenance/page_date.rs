//! The date of a page, out of the line that strip retired.

use super::super::wording::dates;
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
