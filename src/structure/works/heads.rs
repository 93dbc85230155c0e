//! What only a contents page says of the pages it lists: the parts that they stand in, and what a
//! page without a heading is called.
//!
//! A contents page groups its pages under heads, “Part II”, “Section I. The First Social
//! Revolution”, that the pages themselves do not repeat; and it may be the only place that names a
//! page. Both are the book's own words. They leave the list, which goes, and head the pages.

use std::collections::{BTreeMap, BTreeSet};

use super::super::headings::{self, Flow};
use super::super::links;
use super::super::notes::Home;
use super::super::placed::{self, words_of};
use super::super::wording::{divisions, one_space, plain};
use super::LIST;
use crate::book::{Inline, Log, Passage, PassageKind, Role, Target};

/// What a contents page says at the head of its pages, by their names.
#[derive(Debug, Default)]
pub struct Listed {
    /// The heads of the parts that begin with a page.
    parts: BTreeMap<String, Vec<Vec<Inline>>>,
    /// What a page is called.
    names: BTreeMap<String, Vec<Inline>>,
}

/// The list while it is read.
#[derive(Debug)]
pub struct Reading<'a> {
    leaf: &'a str,
    /// The pages of the work that are at hand.
    at_hand: &'a BTreeSet<String>,
    /// A head that waits for the first page of its part.
    waits: Option<Vec<Inline>>,
    listed: Listed,
}

impl<'a> Reading<'a> {
    /// Begins to read the list on the page `leaf`.
    pub fn new(leaf: &'a str, at_hand: &'a BTreeSet<String>) -> Reading<'a> {
        Reading { leaf, at_hand, waits: None, listed: Listed::default() }
    }

    /// Reads a passage between the entries: the head of a part waits, anything else goes.
    pub fn group(&mut self, passage: Passage, log: &mut Log) {
        let words = words_of(&passage.content);
        let first = words.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
        let numbered = matches!(passage.kind, PassageKind::Heading(_))
            && divisions::is_number_alone(&words);
        if numbered
            || heads_part(first)
            || divisions::role_of(&one_space(&words)) == Some(Role::Part)
        {
            self.wait(passage.content, log);
        } else {
            log.retire_passage(&passage, &LIST);
        }
    }

    /// Reads a passage of entries, line by line.
    pub fn entries(&mut self, passage: Passage, log: &mut Log) {
        if matches!(passage.kind, PassageKind::Table(_)) {
            log.retire_passage(&passage, &LIST);
            return;
        }
        // A head may say its title on the line after its number.
        let mut untitled = false;
        for line in placed::lines(passage.content) {
            let mut addresses = Vec::new();
            each_address(&line, &mut |address| addresses.push(address.to_owned()));
            let words = one_space(&words_of(&line));
            if let Some(address) = addresses.first() {
                untitled = false;
                self.entry(line, address, addresses.len(), log);
            } else if heads_part(&words) {
                untitled = divisions::is_number_alone(&words);
                self.wait(line, log);
            } else if untitled
                && !words.is_empty()
                && divisions::numbered(&words).is_none()
                && let Some(head) = &mut self.waits
            {
                head.push(Inline::LineBreak);
                head.extend(line);
                untitled = false;
            } else {
                log.retire(&line, &LIST);
            }
        }
    }

    fn entry(&mut self, line: Vec<Inline>, address: &str, links: usize, log: &mut Log) {
        let address = links::from_root(address, self.leaf);
        let (page, fragment) = match address.split_once('#') {
            Some((page, fragment)) => (page, Some(fragment)),
            None => (address.as_str(), None),
        };
        let here = self.at_hand.contains(page);
        if here && let Some(head) = self.waits.take() {
            self.listed.parts.entry(page.to_owned()).or_default().push(head);
        }
        let fresh = !self.listed.names.contains_key(page);
        if here && fresh && links == 1 && fragment.is_none() {
            self.listed.names.insert(page.to_owned(), unlinked(line));
        } else {
            log.retire(&line, &LIST);
        }
    }

    fn wait(&mut self, head: Vec<Inline>, log: &mut Log) {
        if let Some(before) = self.waits.replace(head) {
            log.retire(&before, &LIST);
        }
    }

    /// Ends the list. A head without a page goes.
    pub fn end(self, log: &mut Log) -> Listed {
        if let Some(head) = self.waits {
            log.retire(&head, &LIST);
        }
        self.listed
    }
}

impl Listed {
    /// Sets over the flow of the page `name` the parts that begin with it, and, where it has no
    /// heading, what the list calls it.
    pub fn head(
        &mut self,
        name: &str,
        leaf: usize,
        flow: Vec<Flow>,
        log: &mut Log,
    ) -> Vec<Flow> {
        let home = Home { leaf, passage: 0 };
        let parts = self.parts.remove(name).unwrap_or_default();
        let mut headed: Vec<Flow> =
            parts.into_iter().map(|head| Flow::Heading(headings::part(head, home))).collect();
        if let Some(called) = self.names.remove(name) {
            let words = plain(&words_of(&called));
            let said = |one: &Flow| match one {
                Flow::Heading(_) => true,
                Flow::Passage(placed) => plain(&placed.words()) == words,
            };
            let text = flow.iter().any(super::super::says_something);
            if text && !words.is_empty() && !flow.iter().any(said) {
                headed.push(Flow::Heading(headings::named(called, home)));
            } else {
                log.retire(&called, &LIST);
            }
        }
        headed.extend(flow);
        headed
    }

    /// Lets go what no page was there for.
    pub fn end(self, log: &mut Log) {
        self.parts.values().flatten().for_each(|head| log.retire(head, &LIST));
        self.names.values().for_each(|name| log.retire(name, &LIST));
    }
}

/// Whether a line names a part by its number: `Part II`, `Section I`.
fn heads_part(line: &str) -> bool {
    divisions::numbered(line)
        .and_then(|found| found.role)
        .is_some_and(|role| matches!(role, Role::Part | Role::Section))
}

fn each_address(inlines: &[Inline], visit: &mut dyn FnMut(&str)) {
    for inline in inlines {
        match inline {
            Inline::Link(Target::Address(address), _) => visit(address),
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                each_address(inner, visit);
            }
            _ => {}
        }
    }
}

/// The line without its links: what they say stays.
fn unlinked(line: Vec<Inline>) -> Vec<Inline> {
    let mut bare = Vec::with_capacity(line.len());
    for inline in line {
        match inline {
            Inline::Link(_, inner) => bare.extend(unlinked(inner)),
            Inline::Styled(style, inner) => bare.push(Inline::Styled(style, unlinked(inner))),
            Inline::Language(language, inner) => {
                bare.push(Inline::Language(language, unlinked(inner)));
            }
            other => bare.push(other),
        }
    }
    bare
}
