//! Whether there is anything to publish: error pages and mere lists of links make no book.

use super::NothingToPublish;
use super::wording::{count_words, dates, plain};
use crate::book::{Inline, LeafPart, PassageKind, Target, Transcript, retired, text_of};

/// A text of fewer words with a list of links twice as long only introduces the list; a longer one
/// does so where the list is ten times as long.
const INTRODUCTION: usize = 400;

/// How many of the first lines of a page are looked at for what an error page says.
const MOST_HEADS: usize = 12;
/// An error page has fewer words.
const ERROR_PAGE: usize = 400;

/// What error pages say in their first lines, letters alone.
const ERRORS: &[&str] = &[
    "pagenotfound",
    "filenotfound",
    "youareherebecause",
    "directoryisrestricted",
    "restricteddirectory",
    "accessdenied",
];

/// Whether a line is what a website says where it has no page.
fn names_error(line: &str) -> bool {
    let line = plain(line);
    let adjacent = line.contains("error404") || line.contains("404error");
    let numbered = adjacent || line.contains("404") && line.contains("notfound");
    numbered || line == "404" || ERRORS.iter().any(|known| line.contains(known))
}

/// Looks whether the transcript has a text.
///
/// # Errors
/// Why there is none.
pub fn check(transcript: &Transcript) -> Result<(), NothingToPublish> {
    let because = |reason: &str| Err(NothingToPublish { reason: reason.into() });
    let mut words = 0;
    let mut own = Own::default();
    let mut linked = 0;
    let mut longest = 0;
    let mut images = 0;
    let mut heads = Vec::new();
    let pages = transcript.leaves.iter().filter(|leaf| leaf.part == LeafPart::Page).count();
    for leaf in &transcript.leaves {
        heads.extend(leaf.head.title.clone());
        for passage in &leaf.passages {
            images += usize::from(matches!(passage.kind, PassageKind::Image(_)));
            if matches!(passage.kind, PassageKind::Field(_)) {
                continue;
            }
            if heads.len() < MOST_HEADS {
                let head = text_of(&passage.content);
                heads.extend(Some(head).filter(|head| count_words(head) > 0));
            }
            passage.each_run(&mut |run| {
                let text = text_of(run);
                let (all, inside) = (count_words(&text), links(run));
                words += all;
                own.add(run, &text, all.saturating_sub(inside));
                linked += inside.min(all);
                longest = longest.max(all.saturating_sub(inside));
            });
        }
    }
    if words == 0 && images == 0 {
        return because("no text is left once the website’s own is taken out");
    }
    if words < ERROR_PAGE && heads.iter().any(|head| names_error(head)) {
        return because("it is an error page of the website");
    }
    if pages <= 1 && words > 0 && longest < 60 && linked * 2 > words {
        return because("it is only a list of links");
    }
    // An index with a word of welcome: its links, and what strip took out as its list, are most
    // of the page.
    let times = if own.words < INTRODUCTION { 2 } else { 10 };
    if pages <= 1 && listed(transcript) + own.linked > times * own.letters {
        return because("it is a list of links with a short introduction");
    }
    Ok(())
}

/// What a page says itself, beside its links.
#[derive(Debug, Default)]
struct Own {
    /// Words outside of links. Dates that stand alone count as part of a list.
    words: usize,
    /// Characters outside of links.
    letters: usize,
    /// Characters in links.
    linked: usize,
}

impl Own {
    /// Adds a run that says `text`, with as many words outside of links.
    fn add(&mut self, run: &[Inline], text: &str, words: usize) {
        let all = text.chars().count();
        if dates::whole(text).is_some() {
            self.linked += all;
            return;
        }
        let inside = link_letters(run);
        self.words += words;
        self.letters += all.saturating_sub(inside);
        self.linked += inside;
    }
}

/// How many characters of a run stand in links to other pages.
fn link_letters(run: &[Inline]) -> usize {
    run.iter()
        .map(|inline| match inline {
            Inline::Link(Target::Address(address), inner) if !address.starts_with('#') => {
                text_of(inner).chars().count()
            }
            Inline::Styled(_, inner) | Inline::Language(_, inner) => link_letters(inner),
            _ => 0,
        })
        .sum()
}

/// How many characters of the page strip took out as lists of links to other pages.
fn listed(transcript: &Transcript) -> usize {
    let entries = transcript.log.entries().iter();
    let lists = entries.filter(|(_, rule)| rule.id == retired::CONTENTS_LIST);
    lists.map(|(span, _)| span.len() as usize).sum()
}

/// How many words of a run stand in links.
fn links(run: &[Inline]) -> usize {
    run.iter()
        .map(|inline| match inline {
            Inline::Link(_, inner) => count_words(&text_of(inner)),
            Inline::Styled(_, inner) | Inline::Language(_, inner) => links(inner),
            _ => 0,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_pages_say_so() {
        for line in ["Error 404: File Not Found", "404", "RESTRICTED DIRECTORY!"] {
            assert!(names_error(line), "{line}");
        }
    }

    #[test]
    fn texts_about_errors_are_none() {
        for line in [
            "Letter 404",
            "The Errors of Trotskyism",
            "A Page Not Yet Found",
            "1404",
            "Letter 404. The Errors of Trotskyism",
        ] {
            assert!(!names_error(line), "{line}");
        }
    }
}
