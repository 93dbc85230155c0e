//! The account of a file whose every character is either text or mark-up.

use std::collections::VecDeque;
use std::ops::Range;

use crate::book::{Log, Rule, Text};

use super::positions::Positions;

/// Goes forward through a decoded file. What a reader claims is text; what it passes over is
/// mark-up, and is logged as that, so that nothing of the file is without a fate.
#[derive(Debug)]
pub(super) struct Account<'a> {
    text: &'a str,
    positions: Positions<'a>,
    cursor: usize,
    markup: &'static Rule,
    /// Signs that a rule of their own knows, as bytes that rise.
    signs: VecDeque<Range<usize>>,
    known: &'static Rule,
    log: Log,
}

impl<'a> Account<'a> {
    /// Begins at the head of `text`, whose first scalar has the place `start`. `markup` is the
    /// rule for what is passed over.
    pub fn new(text: &'a str, start: u32, markup: &'static Rule) -> Self {
        let positions = Positions::new(text, start);
        let signs = VecDeque::new();
        Account {
            text,
            positions,
            cursor: 0,
            markup,
            signs,
            known: markup,
            log: Log::default(),
        }
    }

    /// The same account, in which the bytes of `signs`, which rise, are logged under `rule` where
    /// they are passed over.
    pub fn knowing(self, signs: Vec<Range<usize>>, rule: &'static Rule) -> Self {
        Account { signs: signs.into(), known: rule, ..self }
    }

    /// The file.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The text of the bytes from `from` to `to`. What was claimed before is not given twice.
    pub fn claim(&mut self, from: usize, to: usize) -> Text {
        let from = from.max(self.cursor);
        let words = self.text.get(from..to).unwrap_or_default();
        if words.is_empty() {
            return Text::default();
        }
        self.pass(from);
        self.cursor = to;
        Text::verbatim(words, self.positions.place(from))
    }

    /// The bytes from `from` to `to` as `new`, which `rule` makes of them.
    pub fn claim_as(&mut self, from: usize, to: usize, new: &str, rule: &'static Rule) -> Text {
        let mut text = self.claim(from, to);
        let end = text.as_str().len();
        text.replace(0..end, new, rule);
        text
    }

    /// Passes over everything up to byte `to`: it is mark-up.
    pub fn pass(&mut self, to: usize) {
        while let Some(sign) = self.signs.pop_front_if(|sign| sign.end <= to) {
            self.pass_as(sign.start, self.markup);
            if sign.start >= self.cursor {
                self.pass_as(sign.end, self.known);
            }
        }
        self.pass_as(to, self.markup);
    }

    /// Passes over everything up to byte `to`, by a rule of its own.
    pub fn pass_as(&mut self, to: usize, rule: &'static Rule) {
        if let Some(passed) = self.text.get(self.cursor..to)
            && to > self.cursor
        {
            // White space around mark-up is layout and needs no record.
            let lead = passed.len() - passed.trim_start().len();
            let words = passed.trim();
            if !words.is_empty() {
                let from = self.cursor + lead;
                let start = self.positions.place(from);
                let end = start + words.chars().count() as u32;
                self.log.record(crate::book::Span::new(start, end), rule);
            }
            self.cursor = to;
        }
    }

    /// Passes over the rest and gives the log.
    pub fn finish(mut self) -> Log {
        self.pass(self.text.len());
        self.log
    }
}
