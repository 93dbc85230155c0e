//! The proof that nothing was lost: every scalar of the reading text, with its one fate.
//!
//! The ledger is not kept by the stages, it is read off the finished book. Every
//! [`Text`](super::Text) of the book says where it comes from; the [`Log`] says what was taken
//! out and by which rule; white space that stood between texts is layout. If these together do
//! not tile the reading text, a stage lost, doubled or changed something without a rule, and
//! there is no book.

use sha2::{Digest, Sha256};

use super::{Book, Effect, Inline, Passage, Rule, Span, Tally, Text, each_text};

/// What the stages took out of the text's flow, with the rules that did it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    entries: Vec<(Span, &'static Rule)>,
}

impl Log {
    /// Records that `span` stands in no text any more, by `rule`.
    pub fn record(&mut self, span: Span, rule: &'static Rule) {
        if !span.is_empty() {
            self.entries.push((span, rule));
        }
    }

    /// Records that a text is dropped, by `rule`; changes made to it before are forgotten with it.
    pub fn retire_text(&mut self, text: &Text, rule: &'static Rule) {
        for piece in text.pieces() {
            self.record(piece.span, rule);
        }
    }

    /// Records that everything in `inlines` is dropped, by `rule`.
    pub fn retire(&mut self, inlines: &[Inline], rule: &'static Rule) {
        each_text(inlines, &mut |text| self.retire_text(text, rule));
    }

    /// Records that a whole passage is dropped, by `rule`.
    pub fn retire_passage(&mut self, passage: &Passage, rule: &'static Rule) {
        passage.each_run(&mut |run| self.retire(run, rule));
    }

    /// What was recorded, in the order in which it was.
    pub fn entries(&self) -> &[(Span, &'static Rule)] {
        &self.entries
    }
}

/// White space between texts: the layout of the file, not a reader's text.
pub static SPACE_BETWEEN: Rule = Rule {
    id: "space/between",
    effect: Effect::Normalises,
    does: "White space that stands between blocks becomes the space that the edition sets there.",
    why: "Blank lines and indents in a file show where a block ends; in a book the page shows it.",
    example: "</p>⏎⏎<p>",
};

/// What became of a piece of the reading text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stands in the book, unchanged.
    Kept,
    /// It became something else, by this rule.
    Normalised(&'static Rule),
    /// It was taken out, by this rule.
    Stripped(&'static Rule),
}

/// Every scalar of a reading text with its fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The fates in order, without gap or overlap; neighbours differ.
    pub spans: Vec<(Span, Fate)>,
    /// Scalars in the reading text.
    pub chars: u32,
    /// SHA-256 of the reading text as UTF-8, in hexadecimal.
    pub sha256: String,
}

/// Why a ledger does not add up. Always an error of this program, never of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerFault {
    /// Words that are neither in the book nor taken out by a rule.
    Lost(Span, String),
    /// Words that have two fates.
    Doubled(Span, String),
    /// Words that stand in the book as kept, but differ from the source.
    Altered(Span, String),
}

impl std::fmt::Display for LedgerFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (what, span, words) = match self {
            LedgerFault::Lost(span, words) => ("lost", span, words),
            LedgerFault::Doubled(span, words) => ("accounted for twice", span, words),
            LedgerFault::Altered(span, words) => ("changed without a rule", span, words),
        };
        let words: String = words.chars().take(60).collect();
        write!(f, "text {what} at {}..{}: “{words}”", span.start, span.end)
    }
}

impl std::error::Error for LedgerFault {}

impl Ledger {
    /// Reads the ledger off a finished book. `reading` is the reading text of the whole work,
    /// `log` what the stages took out.
    ///
    /// # Errors
    /// The first place where the fates do not tile the reading text.
    pub fn settle(reading: &str, book: &Book, log: &Log) -> Result<Ledger, LedgerFault> {
        let mut claims: Vec<(Span, Option<&'static Rule>, &str)> = Vec::new();
        book.each_text(&mut |text| {
            claims.extend(text.parts().map(|(string, piece)| (piece.span, piece.rule, string)));
        });
        claims.extend(log.entries().iter().map(|(span, rule)| (*span, Some(*rule), "")));
        claims.retain(|(span, ..)| !span.is_empty());
        claims.sort_by_key(|(span, ..)| (span.start, span.end));

        let mut slicer = Slicer { rest: reading, at: 0 };
        let mut spans: Vec<(Span, Fate)> = Vec::with_capacity(claims.len());
        for (span, rule, string) in claims {
            if span.start < slicer.at {
                return Err(LedgerFault::Doubled(span, slice(reading, span)));
            }
            fill(&mut spans, &mut slicer, span.start)?;
            let source = slicer.take(span.end);
            let fate = match rule {
                None if source != string => {
                    return Err(LedgerFault::Altered(span, source.into()));
                }
                None => Fate::Kept,
                // White space is never stripped: it is layout, whatever stood around it.
                Some(rule) if rule.effect == Effect::Strips && source.trim().is_empty() => {
                    Fate::Normalised(&SPACE_BETWEEN)
                }
                Some(rule) if rule.effect == Effect::Strips => Fate::Stripped(rule),
                Some(rule) => Fate::Normalised(rule),
            };
            push(&mut spans, span, fate);
        }
        let chars = slicer.at + slicer.rest.chars().count() as u32;
        fill(&mut spans, &mut slicer, chars)?;
        Ok(Ledger { spans, chars, sha256: hex(&Sha256::digest(reading.as_bytes())) })
    }

    /// Scalars kept, normalised and stripped.
    pub fn counts(&self) -> Tally {
        let mut tally = Tally::default();
        for (span, fate) in &self.spans {
            match fate {
                Fate::Kept => tally.kept += span.len(),
                Fate::Normalised(_) => tally.normalised += span.len(),
                Fate::Stripped(_) => tally.stripped += span.len(),
            }
        }
        tally
    }
}

/// Walks a string by scalars, once, forward.
struct Slicer<'a> {
    rest: &'a str,
    at: u32,
}

impl<'a> Slicer<'a> {
    fn take(&mut self, end: u32) -> &'a str {
        let scalars = end.saturating_sub(self.at) as usize;
        let bytes = self.rest.char_indices().nth(scalars).map_or(self.rest.len(), |(at, _)| at);
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        self.at = end;
        taken
    }
}

/// Gives the piece up to `end`, which no text claims, its fate: white space is layout.
fn fill(
    spans: &mut Vec<(Span, Fate)>,
    slicer: &mut Slicer<'_>,
    end: u32,
) -> Result<(), LedgerFault> {
    if end <= slicer.at {
        return Ok(());
    }
    let span = Span::new(slicer.at, end);
    let source = slicer.take(end);
    if !source.trim().is_empty() {
        return Err(LedgerFault::Lost(span, source.trim().into()));
    }
    push(spans, span, Fate::Normalised(&SPACE_BETWEEN));
    Ok(())
}

fn push(spans: &mut Vec<(Span, Fate)>, span: Span, fate: Fate) {
    match spans.last_mut() {
        Some((last, same)) if *same == fate && last.end == span.start => last.end = span.end,
        _ => spans.push((span, fate)),
    }
}

fn slice(reading: &str, span: Span) -> String {
    reading.chars().skip(span.start as usize).take(span.len() as usize).collect()
}

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first eight bytes of the SHA-256 of `bytes`: a key that depends on content alone.
pub fn key_of(bytes: &[u8]) -> u64 {
    let digest = Sha256::digest(bytes);
    digest.iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
}
