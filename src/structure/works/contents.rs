//! The list of pages on a contents page: the book's own contents take its place.

use std::collections::BTreeSet;

use super::super::links;
use super::super::wording::plain;
use crate::book::{Effect, Inline, Leaf, LeafPart, Log, Rule, Target, Transcript};

/// Takes out the list of a work's pages.
pub static LIST: Rule = Rule {
    id: "works/contents-list",
    effect: Effect::Strips,
    does: "The links of a contents page to the pages of the work, and the heading over them, go.",
    why: "The book has contents of its own, made from its headings, and they lead to pages of the book.",
    example: "<p class=\"link\"><a href=\"ch01.htm\">Chapter I. A Disastrous Dogma</a></p>",
};

/// The pages of a work, by name: those at hand and those that are missing.
fn pages(transcript: &Transcript) -> BTreeSet<String> {
    let leaves = transcript.leaves.iter().filter(|leaf| leaf.part == LeafPart::Page);
    leaves.map(|leaf| leaf.name.clone()).chain(transcript.missing.iter().cloned()).collect()
}

/// Takes the list of pages out of the contents page.
pub fn retire_list(transcript: &mut Transcript) {
    let names = pages(transcript);
    let Transcript { leaves, log, .. } = transcript;
    for leaf in leaves.iter_mut().filter(|leaf| leaf.part == LeafPart::Contents) {
        retire_in(leaf, &names, log);
    }
}

fn retire_in(leaf: &mut Leaf, names: &BTreeSet<String>, log: &mut Log) {
    let name = leaf.name.clone();
    let listed = |passage: &crate::book::Passage| {
        let mut linked = 0;
        let mut all = 0;
        passage.each_run(&mut |run| count(run, &name, names, false, &mut linked, &mut all));
        // The sizes and dots of a list stand beside its links.
        linked > 0 && linked * 2 >= all
    };
    let lists: Vec<bool> = leaf.passages.iter().map(listed).collect();
    let heading = |nth: usize| {
        let next = lists.get(nth + 1..).unwrap_or(&[]).iter().take(3).any(|list| *list);
        let words =
            leaf.passages.get(nth).map(|passage| plain(&passage.words())).unwrap_or_default();
        next && matches!(
            words.as_str(),
            "contents"
                | "tableofcontents"
                | "inhalt"
                | "inhaltsverzeichnis"
                | "indice"
                | "tabledesmatieres"
                | "sommaire"
                | "sumario"
                | "содержание"
                | "оглавление"
                | "index"
        )
    };
    let gone: Vec<bool> =
        (0..lists.len()).map(|nth| lists.get(nth) == Some(&true) || heading(nth)).collect();
    let mut kept = Vec::with_capacity(leaf.passages.len());
    for (passage, gone) in std::mem::take(&mut leaf.passages).into_iter().zip(gone) {
        if gone {
            log.retire_passage(&passage, &LIST);
        } else {
            kept.push(passage);
        }
    }
    leaf.passages = kept;
}

/// Counts the letters of `run` that stand in links to pages of the work, and all letters.
fn count(
    run: &[Inline],
    leaf: &str,
    names: &BTreeSet<String>,
    inside: bool,
    linked: &mut usize,
    all: &mut usize,
) {
    for inline in run {
        match inline {
            Inline::Text(text) => {
                let letters = text.as_str().chars().filter(|c| c.is_alphanumeric()).count();
                *all += letters;
                *linked += if inside { letters } else { 0 };
            }
            Inline::Link(Target::Address(address), inner) => {
                let page = links::from_root(address, leaf);
                let (page, _) = page.split_once('#').unwrap_or((&page, ""));
                count(
                    inner,
                    leaf,
                    names,
                    inside || names.contains(page) || names.contains(address.as_str()),
                    linked,
                    all,
                );
            }
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                count(inner, leaf, names, inside, linked, all);
            }
            _ => {}
        }
    }
}
