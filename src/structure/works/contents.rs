//! The list of pages on a contents page: the book's own contents take its place.

use std::collections::{BTreeMap, BTreeSet};

use super::super::links;
use super::super::placed::words_of;
use super::super::wording::{divisions, ends_sentence, plain};
use super::heads::{Listed, Reading};
use crate::book::{
    Effect, Inline, Leaf, LeafPart, Log, Passage, PassageKind, Role, Rule, Target, Transcript,
    retired,
};

/// Takes out the list of a work's pages.
pub static LIST: Rule = Rule {
    id: "works/contents-list",
    effect: Effect::Strips,
    does: "The links of a contents page to the pages of the work go, with the names of sections beside them and the heading over them. Numbered heads of groups become the heads of the parts that begin with the next page, others go; what a link says heads its page where that has no heading. A heading “Endnotes” there over no notes goes.",
    why: "The book has contents of its own, made from its headings, and they lead to pages of the book.",
    example: "<p class=\"link\"><a href=\"ch01.htm\">Chapter I. A Disastrous Dogma</a></p>",
};

/// The pages of a work, by name: those at hand and those that are missing.
fn pages(transcript: &Transcript) -> BTreeSet<String> {
    let leaves = transcript.leaves.iter().filter(|leaf| leaf.part == LeafPart::Page);
    leaves.map(|leaf| leaf.name.clone()).chain(transcript.missing.iter().cloned()).collect()
}

/// Takes the list of pages out of the contents page; gives what only the list says.
pub fn retire_list(transcript: &mut Transcript) -> Listed {
    let names = pages(transcript);
    let Transcript { leaves, log, .. } = transcript;
    let own = leaves.iter().filter(|leaf| leaf.part == LeafPart::Page);
    let at_hand: BTreeSet<String> = own.map(|leaf| leaf.name.clone()).collect();
    // A work has one contents page.
    let contents = leaves.iter_mut().find(|leaf| leaf.part == LeafPart::Contents);
    contents.map(|leaf| retire_in(leaf, &names, &at_hand, log)).unwrap_or_default()
}

fn retire_in(
    leaf: &mut Leaf,
    names: &BTreeSet<String>,
    at_hand: &BTreeSet<String>,
    log: &mut Log,
) -> Listed {
    let mut gone: Vec<bool> =
        leaf.passages.iter().map(|passage| is_entry(passage, &leaf.name, names)).collect();
    let entries = gone.clone();
    let listed = listed(leaf, &gone, log);
    mark_group_heads(&leaf.passages, &listed, &mut gone);
    let mut reading = Reading::new(&leaf.name, at_hand);
    let mut kept = Vec::with_capacity(leaf.passages.len());
    let passages = std::mem::take(&mut leaf.passages);
    for (passage, (gone, entry)) in passages.into_iter().zip(gone.into_iter().zip(entries)) {
        match (gone, entry) {
            (false, _) => kept.push(passage),
            (true, true) => reading.entries(passage, log),
            (true, false) => reading.group(passage, log),
        }
    }
    let listed = reading.end(log);
    leaf.passages = kept;
    listed
}

/// How many letters a line of a list has at most: a longer one tells something.
const LINE: usize = 100;

/// Whether a passage lists pages of the work, with no more than sizes, dots or the names of a
/// page's sections beside its links.
fn is_entry(passage: &Passage, leaf: &str, names: &BTreeSet<String>) -> bool {
    let (mut linked, mut all) = (0, 0);
    passage.each_run(&mut |run| {
        let counted = count(run, leaf, names);
        linked += counted.0;
        all += counted.1;
    });
    // Beside pages of the work the list may have some that stand elsewhere on the site.
    let mut any = 0;
    passage.each_run(&mut |run| any += link_letters(run));
    if linked == 0 || any.max(linked) * 2 >= all {
        return linked > 0;
    }
    let lines = words_of(&passage.content);
    let opening = lines.lines().next().unwrap_or("").chars();
    let letters = opening.filter(|c| c.is_alphanumeric()).count();
    lines.lines().count() > 1 && linked * 2 >= letters && is_list_like(&lines)
}

/// Whether all lines are short, and none ends as a sentence does.
fn is_list_like(lines: &str) -> bool {
    lines.lines().all(|line| line.chars().count() <= LINE && !ends_sentence(line.trim()))
}

/// The places of the list in the reading text, in order, each with the rule by which it goes: what
/// strip took out, and the entries. The end of a list may have gone with the links at the foot.
fn listed(leaf: &Leaf, entries: &[bool], log: &Log) -> BTreeMap<u32, &'static str> {
    let stripped = log.entries().iter().filter(|(span, rule)| {
        matches!(rule.id, retired::CONTENTS_LIST | FOOT)
            && leaf.span.start <= span.start
            && span.end <= leaf.span.end
    });
    let own = leaf.passages.iter().zip(entries).filter(|(_, entry)| **entry);
    let own = own.filter_map(|(passage, _)| Some((passage.span()?.start, LIST.id)));
    stripped.map(|(span, rule)| (span.start, rule.id)).chain(own).collect()
}

/// The rule of strip for the links at the foot of a page.
const FOOT: &str = retired::ARCHIVE_LINKS;

/// Marks the heads of the groups of a list, and its own heading: short lines that the list goes on
/// after, with no text between. Above the list, and where only links of the foot follow, only a line that names a part is one, or the word
/// “Contents”: the title of the work may stand there.
fn mark_group_heads(passages: &[Passage], listed: &BTreeMap<u32, &str>, gone: &mut [bool]) {
    let Some((first, _)) = listed.first_key_value() else { return };
    // Where the nearest passage after this one stands that stays.
    let mut stays = u32::MAX;
    for (passage, gone) in passages.iter().zip(gone.iter_mut()).rev() {
        let Some(span) = passage.span() else { continue };
        if *gone {
            continue;
        }
        let next = listed.range(span.end..).next();
        let goes_on = next.is_some_and(|(next, _)| *next < stays);
        let lines = words_of(&passage.content);
        let words = lines.split_whitespace().collect::<Vec<_>>().join(" ");
        let names_part = names_contents(&words)
            || lines
                .lines()
                .find(|line| !line.trim().is_empty())
                .is_some_and(divisions::is_number_alone)
            || divisions::role_of(&words) == Some(Role::Part);
        let plain = matches!(passage.kind, PassageKind::Paragraph | PassageKind::Heading(2..));
        let below = span.start > *first && next.is_some_and(|(_, rule)| *rule != FOOT);
        if goes_on && plain && is_list_like(&lines) && (below || names_part) {
            *gone = true;
        } else {
            stays = span.start;
        }
    }
}

fn names_contents(words: &str) -> bool {
    matches!(
        plain(words).as_str(),
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
}

/// How many letters of `run` stand in links.
fn link_letters(run: &[Inline]) -> usize {
    let letters =
        |inner: &[Inline]| words_of(inner).chars().filter(|c| c.is_alphanumeric()).count();
    run.iter()
        .map(|inline| match inline {
            Inline::Link(Target::Address(_), inner) => letters(inner),
            Inline::Styled(_, inner) | Inline::Language(_, inner) => link_letters(inner),
            _ => 0,
        })
        .sum()
}

/// How many letters of `run` stand in links to pages of the work, and how many there are.
fn count(run: &[Inline], leaf: &str, names: &BTreeSet<String>) -> (usize, usize) {
    let (mut linked, mut all) = (0, 0);
    for inline in run {
        let counted = match inline {
            Inline::Text(text) => {
                (0, text.as_str().chars().filter(|c| c.is_alphanumeric()).count())
            }
            Inline::Link(Target::Address(address), inner) => {
                let page = links::from_root(address, leaf);
                let (page, _) = page.split_once('#').unwrap_or((&page, ""));
                let (linked, all) = count(inner, leaf, names);
                let leads = names.contains(page) || names.contains(address.as_str());
                (if leads { all } else { linked }, all)
            }
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                count(inner, leaf, names)
            }
            _ => (0, 0),
        };
        linked += counted.0;
        all += counted.1;
    }
    (linked, all)
}
