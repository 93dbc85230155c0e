//! The left side: the source's reading text, every changed and stripped passage marked.

use std::collections::BTreeMap;

use super::html::Html;
use super::{Proof, Rules};
use crate::book::{Block, Book, Effect, Fate, Section, Span, Text, each_text};

/// A chunk without a block of the book in it is no longer than this, in scalars.
const LONGEST: u32 = 3000;

/// Writes the pane.
pub(super) fn pane(html: &mut Html, proof: &Proof<'_>, rules: &Rules<'_>, language: &str) {
    html.raw("<div class=\"pane source\" id=\"source\" role=\"region\" tabindex=\"0\" ");
    html.raw("aria-label=\"The source, as it was read\">\n<h2>Source, as it was read</h2>\n");
    let became = became(proof.book);
    let cuts = starts(proof.book);
    let mut cuts = cuts.iter().copied().peekable();
    let mut chars = proof.reading.chars();
    let mut chunk: Option<u32> = None;
    for (span, fate) in &proof.ledger.spans {
        let mut at = span.start;
        while at < span.end {
            let mut block = None;
            while let Some(cut) = cuts.next_if(|cut| *cut <= at) {
                block = Some(cut);
            }
            if block.is_some() || chunk.is_none_or(|from| at - from >= LONGEST) {
                if chunk.is_some() {
                    html.raw("</div>\n");
                }
                let from = block.unwrap_or(at);
                html.gather();
                html.raw(&format!(
                    "<div class=\"chunk\" lang=\"{language}\" data-s=\"{from}\">"
                ));
                chunk = Some(from);
            }
            let from = chunk.unwrap_or(at);
            let end = match fate {
                // A change is one passage to the reader: a chunk that would begin in the midst of
                // it begins after it.
                Fate::Normalised(_) => span.end,
                Fate::Kept | Fate::Stripped(_) => {
                    cuts.peek().copied().unwrap_or(u32::MAX).min(from + LONGEST)
                }
            };
            let end = end.clamp(at + 1, span.end);
            let words: String = chars.by_ref().take((end - at) as usize).collect();
            piece(html, &words, *fate, rules, became.get(&at).map(String::as_str));
            at = end;
        }
    }
    if chunk.is_some() {
        html.raw("</div>\n");
    }
    html.end_gathering();
    html.raw("</div>\n");
}

fn piece(html: &mut Html, words: &str, fate: Fate, rules: &Rules<'_>, became: Option<&str>) {
    match fate {
        Fate::Kept => html.text(words),
        Fate::Normalised(rule) => {
            let class = if words.trim().is_empty() { " class=\"w\"" } else { "" };
            html.raw(&format!("<mark{class} data-r=\"{}\"", rules.number(rule)));
            if let Some(became) = became.filter(|_| !words.trim().is_empty()) {
                html.raw(" data-b=\"");
                html.text(became);
                html.raw("\"");
            }
            html.raw(">");
            html.text(words);
            html.raw("</mark>");
        }
        Fate::Stripped(rule) => {
            html.raw(&format!("<del data-r=\"{}\">", rules.number(rule)));
            html.text(words);
            html.raw("</del>");
        }
    }
}

/// What each changed piece became, by the scalar that it begins with.
fn became(book: &Book) -> BTreeMap<u32, String> {
    let mut became = BTreeMap::new();
    book.each_text(&mut |text| {
        for (string, piece) in text.parts() {
            if piece.rule.is_some_and(|rule| rule.effect == Effect::Normalises) {
                became.insert(piece.span.start, string.to_owned());
            }
        }
    });
    became
}

/// Where the blocks of the book begin in the source, in the order of the source.
fn starts(book: &Book) -> Vec<u32> {
    let mut starts: Vec<u32> = Vec::new();
    let mut add = |span: Option<Span>| starts.extend(span.map(|span| span.start));
    for line in &book.title().lines {
        add(span_of(&line.content));
    }
    for line in &book.provenance().lines {
        add(span_of(&line.content));
    }
    fn section(of: &Section, add: &mut dyn FnMut(Option<Span>)) {
        add(of.heading.as_ref().and_then(heading_span));
        of.blocks.iter().for_each(|block| add(block_span(block)));
        of.sections.iter().for_each(|inner| section(inner, add));
    }
    book.sections().for_each(|of| section(of, &mut add));
    for note in book.notes() {
        let label = note.label.as_ref().and_then(Text::span);
        add(label.or_else(|| note.blocks.first().and_then(block_span)));
    }
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// The place of a heading in the source.
pub(super) fn heading_span(heading: &crate::book::Heading) -> Option<Span> {
    let number = heading.number.as_deref().and_then(span_of);
    number.or_else(|| span_of(&heading.title))
}

/// The place of a block in the source: from its first word on.
pub(super) fn block_span(block: &Block) -> Option<Span> {
    let mut span: Option<Span> = None;
    crate::book::each_run(block, &mut |_, run| {
        if let Some(here) = span_of(run) {
            span = Some(span.map_or(here, |so_far| so_far.join(here)));
        }
    });
    span
}

/// The place of a run in the source.
pub(super) fn span_of(run: &[crate::book::Inline]) -> Option<Span> {
    let mut span: Option<Span> = None;
    each_text(run, &mut |text| {
        if let Some(here) = text.span() {
            span = Some(span.map_or(here, |so_far| so_far.join(here)));
        }
    });
    span
}
