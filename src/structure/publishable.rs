//! Whether there is anything to publish: error pages and mere lists of links make no book.

use super::NothingToPublish;
use super::wording::{count_words, plain};
use crate::book::{Inline, LeafPart, PassageKind, Transcript, text_of};

/// Looks whether the transcript has a text.
///
/// # Errors
/// Why there is none.
pub fn check(transcript: &Transcript) -> Result<(), NothingToPublish> {
    let because = |reason: &str| Err(NothingToPublish { reason: reason.into() });
    let mut words = 0;
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
            if heads.len() < 12 && count_words(&text_of(&passage.content)) > 0 {
                heads.push(text_of(&passage.content));
            }
            passage.each_run(&mut |run| {
                let all = count_words(&text_of(run));
                let inside = links(run);
                words += all;
                linked += inside.min(all);
                longest = longest.max(all.saturating_sub(inside));
            });
        }
    }
    if words == 0 && images == 0 {
        return because("no text is left once the website’s own is taken out");
    }
    let error = |head: &String| {
        let head = plain(head);
        head.contains("404") && (head.contains("error") || head.contains("notfound"))
            || head.contains("pagenotfound")
            || head.contains("filenotfound")
            || head.contains("youareherebecause")
            || head == "404"
    };
    if words < 400 && heads.iter().any(error) {
        return because("it is an error page of the website");
    }
    if pages <= 1 && words > 0 && longest < 60 && linked * 2 > words {
        return because("it is only a list of links");
    }
    Ok(())
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
