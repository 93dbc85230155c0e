//! The rules that acted on the text, numbered, with how often and how much.

use std::collections::BTreeMap;

use super::Proof;
use super::html::json_string;
use crate::book::{Fate, Rule};

/// The rules that changed or stripped something.
pub(super) struct Rules<'a> {
    numbers: BTreeMap<&'static str, usize>,
    /// What each did, by its number.
    pub(super) used: Vec<Use>,
    overrulable: &'a [&'static Rule],
}

/// What a rule did to a text.
pub(super) struct Use {
    /// The rule.
    pub(super) rule: &'static Rule,
    /// How many passages it touched; stripped pieces with nothing but white space between them are
    /// one.
    pub(super) pieces: usize,
    /// How many of them are more than white space.
    pub(super) shown: usize,
    /// How many scalars it touched.
    pub(super) scalars: u32,
}

impl<'a> Rules<'a> {
    pub(super) fn of(proof: &Proof<'a>) -> Rules<'a> {
        let mut rules = Rules {
            numbers: BTreeMap::new(),
            used: Vec::new(),
            overrulable: proof.overrulable,
        };
        let mut chars = proof.reading.chars();
        let mut last = None;
        for (span, fate) in &proof.ledger.spans {
            let words = chars.by_ref().take(span.len() as usize);
            // All are taken, whatever the first one is.
            let shows = words.filter(|c| !c.is_whitespace()).count() > 0;
            let (Fate::Normalised(rule) | Fate::Stripped(rule)) = fate else {
                last = None;
                continue;
            };
            let goes_on = matches!(fate, Fate::Stripped(_)) && last == Some(rule.id);
            let next = rules.used.len();
            let number = *rules.numbers.entry(rule.id).or_insert(next);
            if number == next {
                rules.used.push(Use { rule, pieces: 0, shown: 0, scalars: 0 });
            }
            if let Some(used) = rules.used.get_mut(number) {
                used.pieces += usize::from(!goes_on);
                used.shown += usize::from(shows && !goes_on);
                used.scalars += span.len();
            }
            if shows {
                last = Some(rule.id);
            }
        }
        rules
    }

    /// The number of a rule that acted.
    pub(super) fn number(&self, rule: &Rule) -> usize {
        self.numbers.get(rule.id).copied().unwrap_or_default()
    }

    /// The rules for the page's script. `<` is written so that no text can end the element.
    pub(super) fn as_json(&self) -> String {
        let mut json = String::from("[");
        for (nth, used) in self.used.iter().enumerate() {
            if nth > 0 {
                json.push(',');
            }
            let rule = used.rule;
            json.push_str("{\"id\":");
            json_string(&mut json, rule.id);
            json.push_str(",\"does\":");
            json_string(&mut json, rule.does);
            json.push_str(",\"why\":");
            json_string(&mut json, rule.why);
            let overrule = self.overrulable.contains(&rule);
            json.push_str(&format!(",\"overrule\":{overrule}}}"));
        }
        json.push(']');
        json
    }
}
