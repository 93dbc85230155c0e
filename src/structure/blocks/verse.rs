//! Verse: lines whose ends are the author's.

use super::enclosed::{Member, is_verse_class};
use super::{
    Block, BlockKind, Inline, Making, Placed, Stanza, VerseLine, is_blank, lines, words_of,
};
use crate::structure::wording;

/// Whether a paragraph with line breaks is verse: short lines, most of which begin with a
/// capital or a quote, and no list of names or figures.
pub fn is_verse(placed: &Placed) -> bool {
    let words = words_of(&placed.passage.content);
    let lines: Vec<&str> =
        words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if is_verse_class(placed) {
        return lines.len() > 1;
    }
    looks_like_verse(&lines)
}

fn looks_like_verse(lines: &[&str]) -> bool {
    let count = lines.len();
    if count < 4 {
        return false;
    }
    let lengths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
    let mean = lengths.iter().sum::<usize>() / count;
    let longest = lengths.iter().max().copied().unwrap_or(0);
    let opens = |line: &&&str| {
        line.trim_start_matches(['“', '‘', '"', '\'', '(', '–', '—', '[', '…', '.', ' '])
            .starts_with(char::is_uppercase)
    };
    let capitals = lines.iter().filter(opens).count();
    let figures = lines
        .iter()
        .filter(|line| line.chars().any(|c| c.is_ascii_digit()) || line.contains(':'))
        .count();
    let words = lines.iter().map(|line| wording::count_words(line)).sum::<usize>();
    (12..=64).contains(&mean)
        && longest <= 90
        && capitals * 10 >= count * 6
        && figures * 4 <= count
        && words >= count * 3
}

/// The stanzas of a paragraph of verse: a blank line between them.
pub fn split(content: Vec<Inline>) -> Vec<Stanza> {
    let mut groups: Vec<Vec<Inline>> = vec![Vec::new()];
    let mut breaks = 0;
    for inline in content {
        if inline == Inline::LineBreak {
            breaks += 1;
        } else if !is_blank(std::slice::from_ref(&inline)) {
            if breaks > 1 {
                groups.push(Vec::new());
                breaks = 0;
            }
            while breaks > 0 {
                push(&mut groups, Inline::LineBreak);
                breaks -= 1;
            }
        }
        if inline != Inline::LineBreak {
            push(&mut groups, inline);
        }
    }
    let stanza = |group: Vec<Inline>| Stanza {
        lines: lines(group)
            .into_iter()
            .map(|content| VerseLine { indent: 0, content })
            .collect(),
    };
    groups.into_iter().map(stanza).filter(|stanza| !stanza.lines.is_empty()).collect()
}

fn push(groups: &mut [Vec<Inline>], inline: Inline) {
    if let Some(group) = groups.last_mut() {
        group.push(inline);
    }
}

/// The stanzas of preformatted lines, or the lines themselves where they are prose, or the head of
/// a printed list of contents: the word over its page numbers.
pub fn of_lines(content: Vec<Inline>) -> Result<Vec<Stanza>, Vec<Inline>> {
    let words = words_of(&content);
    let mut lines = words.lines().filter(|line| !line.trim().is_empty());
    let paged = lines.next().is_some_and(|first| wording::plain(first) == "page")
        && lines.clone().all(|line| line.trim_end().ends_with(|c: char| c.is_ascii_digit()));
    if paged || lines.next().is_none() {
        return Err(content);
    }
    Ok(split(content))
}

/// One block of verse from the passages of a verse enclosure.
pub fn stanzas(members: Vec<Member>, making: &mut Making) -> Option<Block> {
    let mut stanzas = Vec::new();
    let mut homes = Vec::new();
    for member in members {
        let mut placed = member.placed;
        if placed.is_empty() || placed.is_rule() {
            making.drop_empty(&placed);
            continue;
        }
        let content = std::mem::take(&mut placed.passage.content);
        let anchors = super::anchors_of(&Placed {
            home: placed.home,
            passage: crate::book::Passage {
                content: content.clone(),
                ..placed.passage.clone()
            },
        });
        placed.passage.anchors = anchors;
        homes.push(placed);
        stanzas.extend(split(content));
    }
    if stanzas.is_empty() {
        return None;
    }
    let block = making.block(None, BlockKind::Verse(stanzas));
    for placed in &homes {
        making.settle(placed, block.id);
    }
    Some(block)
}

#[cfg(test)]
mod tests {
    use super::{looks_like_verse, of_lines};
    use crate::book::{Inline, Text};

    #[test]
    fn the_head_of_a_list_of_contents_is_no_verse() {
        let lines = |lines: &[&str]| {
            let mut content = Vec::new();
            for line in lines {
                content.push(Inline::Text(Text::verbatim(*line, 0)));
                content.push(Inline::LineBreak);
            }
            of_lines(content).is_ok()
        };
        assert!(!lines(&["PAGE", "Translator's Preface 5"]));
        assert!(lines(&["Page,", "Bring hither pen and ink,"]));
    }

    #[test]
    fn short_lines_that_begin_with_capitals_are_verse() {
        assert!(looks_like_verse(&[
            "Arise, ye prisoners of starvation,",
            "Arise, ye wretched of the earth,",
            "For justice thunders condemnation,",
            "A better world’s in birth.",
        ]));
    }

    #[test]
    fn lists_of_figures_and_broken_prose_are_none() {
        assert!(!looks_like_verse(&[
            "Coal: 12 million tons",
            "Iron: 7 million tons",
            "Steel: 5 million tons",
            "Copper: 1 million tons",
        ]));
        assert!(!looks_like_verse(&[
            "The committee, which had met",
            "in the morning and again at",
            "noon, could not agree on the",
            "words of its own protest.",
        ]));
    }
}
