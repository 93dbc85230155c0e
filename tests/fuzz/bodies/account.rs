//! Holds a text to account, stage by stage: each character has one fate, and no word is lost or
//! invented.

use std::collections::BTreeMap;

use offprint::Failure;
use offprint::book::{Fate, Source, Span, Text, Transcript, Work, each_text};

/// Takes a text down the road and looks after each stage whether every character is there once,
/// as it was or by a rule.
///
/// # Errors
/// What was lost, invented or claimed twice, and after which stage.
pub fn accounted_for(name: &str, bytes: Vec<u8>) -> Result<(), String> {
    let source = Source { name: name.into(), bytes, address: None };
    work_accounted_for(&Work { name: "work".into(), pages: vec![source], ..Work::default() })
}

/// The same for a work of several pages.
///
/// # Errors
/// As [`accounted_for`].
pub fn work_accounted_for(work: &Work) -> Result<(), String> {
    let Ok(read) = offprint::ingest(work) else { return Ok(()) };
    let transcript = read.value;
    all_there("ingest", &transcript)?;
    let transcript = offprint::normalise(work, transcript).value;
    all_there("normalise", &transcript)?;
    let transcript = offprint::strip(work, transcript).value;
    all_there("strip", &transcript)?;
    let draft = match offprint::structure(work, transcript) {
        Ok(checked) => checked.value,
        Err(Failure::Ledger(fault)) => return Err(format!("structure: {fault}")),
        Err(_) => return Ok(()),
    };
    let mut at = 0;
    let reading: Vec<char> = draft.reading.chars().collect();
    for (span, fate) in &draft.ledger.spans {
        if span.start != at || span.is_empty() {
            return Err(format!("the ledger has a gap or an overlap at {at}"));
        }
        let blank = reading[span.range()].iter().all(|c| c.is_whitespace());
        if blank && matches!(fate, Fate::Stripped(_)) {
            return Err(format!("white space alone is stripped at {at}"));
        }
        at = span.end;
    }
    if at as usize != reading.len() {
        return Err(format!("the ledger ends at {at} of {}", reading.len()));
    }
    let mut invented = None;
    draft.book.each_text(&mut |text| {
        if let Some(words) = invention(text, &reading) {
            invented = Some(words);
        }
    });
    invented.map_or(Ok(()), Err)
}

/// Whether the texts of a transcript and what its log took out are together its reading text.
fn all_there(stage: &str, transcript: &Transcript) -> Result<(), String> {
    let reading: Vec<char> = transcript.reading.chars().collect();
    let mut claims: Vec<Span> = Vec::new();
    let mut invented = None;
    let passages = transcript.leaves.iter().flat_map(|leaf| &leaf.passages);
    passages.for_each(|passage| {
        passage.each_run(&mut |run| {
            each_text(run, &mut |text| {
                claims.extend(text.pieces().iter().map(|piece| piece.span));
                invented = invented.take().or(invention(text, &reading));
            });
        });
    });
    if let Some(words) = invented {
        return Err(format!("{stage}: {words}"));
    }
    claims.extend(transcript.log.entries().iter().map(|(span, _)| *span));
    claims.retain(|span| !span.is_empty());
    claims.sort();
    let mut at = 0;
    let end = reading.len() as u32;
    for span in claims.into_iter().chain([Span::new(end, end)]) {
        if span.start < at {
            return Err(format!(
                "{stage}: {}..{} is there twice",
                span.start,
                at.min(span.end)
            ));
        }
        let between: String = reading[Span::new(at, span.start).range()].iter().collect();
        if !between.trim().is_empty() {
            return Err(format!("{stage}: lost “{}” at {at}", between.trim()));
        }
        at = span.end;
    }
    Ok(())
}

/// Letters of a text that do not stand in its source in this order, if there are any. Where a rule
/// made a piece that was cut later, its place is with the first half; where letters
/// on both sides of a mark-up are composed, they end this text and the rest of their source is in
/// the next.
fn invention(text: &Text, reading: &[char]) -> Option<String> {
    let mut left: BTreeMap<&str, (usize, &[char])> = BTreeMap::new();
    let mut parts = text.parts().peekable();
    while let Some((words, piece)) = parts.next() {
        let source = &reading[piece.span.range()];
        let Some(rule) = piece.rule else {
            if !words.chars().eq(source.iter().copied()) {
                return Some(format!("“{words}” is changed without a rule"));
            }
            continue;
        };
        let (at, whole) = match left.get(rule.id) {
            Some(before) if source.is_empty() => *before,
            // The first half may stand in another text, before a mark-up that begins in between.
            None if source.is_empty() => continue,
            _ => (0, source),
        };
        let mut used = at;
        let mut found = |c: char| {
            let place = whole[used..].iter().position(|letter| *letter == c);
            used += place.map_or(0, |place| place + 1);
            place.is_some()
        };
        let numbered = |words: &str| {
            let star = words.strip_prefix('*');
            star.is_some_and(|nth| nth.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let made = match rule.id {
            // A note in the line has no label: it gets a star and a number.
            "markup/footnote-in-line" if numbered(words) => true,
            "character/composed" if parts.peek().is_none() => true,
            _ => words.chars().filter(|c| c.is_alphanumeric()).all(&mut found),
        };
        if !made && whole.iter().all(char::is_ascii) {
            let source: String = whole.iter().collect();
            return Some(format!("“{words}” is not made of “{source}” ({})", rule.id));
        }
        left.insert(rule.id, (used, whole));
    }
    None
}
