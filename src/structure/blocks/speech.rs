//! Dialogue: paragraphs that begin with the name of who speaks.

use super::{Inline, Placed, Style, words_of};
use crate::structure::wording;

/// How a leaf writes its dialogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manners {
    /// There is no dialogue, or none by names.
    #[default]
    Prose,
    /// Speakers stand in bold, italics or small capitals, with a colon, a stop or a dash.
    Styled,
    /// Speakers stand plainly before a colon.
    Plain,
}

/// How many speeches make a dialogue.
const FEWEST: usize = 6;

/// How a leaf's passages write dialogue: a few names must return many times.
pub fn manners(passages: &[Placed]) -> Manners {
    for manners in [Manners::Styled, Manners::Plain] {
        let mut speakers: Vec<(String, usize)> = Vec::new();
        let mut speeches = 0;
        let mut paragraphs = 0;
        for placed in passages {
            let content = &placed.passage.content;
            paragraphs += usize::from(!placed.is_empty());
            let Some(at) = speaker_end(content, manners) else { continue };
            let name = wording::plain(words_of(content).get(..at).unwrap_or(""));
            speeches += 1;
            match speakers.iter().position(|(known, _)| *known == name) {
                Some(nth) => speakers.iter_mut().skip(nth).take(1).for_each(|one| one.1 += 1),
                None if speakers.len() < 64 => speakers.push((name, 1)),
                None => return Manners::Prose,
            }
        }
        let share = if manners == Manners::Styled { 5 } else { 3 };
        let returning = speakers.iter().filter(|(_, count)| *count > 1).count();
        if speeches >= FEWEST
            && returning >= 2
            && speakers.len() * 3 <= speeches
            && speeches * share >= paragraphs
        {
            return manners;
        }
    }
    Manners::Prose
}

/// The byte at which the speaker of a paragraph ends, colon and all; none if nobody speaks.
pub fn speaker_end(content: &[Inline], manners: Manners) -> Option<usize> {
    if manners == Manners::Prose {
        return None;
    }
    let words = words_of(content);
    if manners == Manners::Plain {
        let at = words.find(':')?;
        return is_speaker(words.get(..at)?).then_some(at + 1);
    }
    let Some(Inline::Styled(Style::Strong | Style::Emphasis | Style::SmallCaps, inner)) =
        content.iter().find(|inline| !matches!(inline, Inline::Anchor(_)))
    else {
        return None;
    };
    let name = words_of(inner);
    let rest = words.get(name.len()..)?;
    let bare = name.trim_end_matches([':', '.', '–', '—', ' ']);
    if !words.starts_with(&name) || !is_speaker(bare) || rest.trim().is_empty() {
        return None;
    }
    if name.trim_end().ends_with([':', '.', '–', '—']) {
        return Some(name.len());
    }
    let stop =
        rest.trim_start().chars().next().filter(|c| matches!(c, ':' | '.' | '–' | '—'))?;
    let lead = rest.len() - rest.trim_start().len();
    Some(name.len() + lead + stop.len_utf8())
}

/// Whether words before a colon may be a speaker: one to four words, the first with a capital.
fn is_speaker(name: &str) -> bool {
    let count = wording::count_words(name);
    (1..=4).contains(&count)
        && name.chars().count() <= 30
        && name.trim_start().starts_with(char::is_uppercase)
        && !name.contains(['.', ',', ';', '?', '!', '“', '"', '\n'])
        && !name.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Text;

    #[test]
    fn a_name_before_a_colon_speaks_where_the_page_is_a_dialogue() {
        let content = vec![Inline::Text(Text::verbatim("Bert: Ah! George, is that you?", 0))];
        assert_eq!(speaker_end(&content, Manners::Plain), Some(5));
        assert_eq!(speaker_end(&content, Manners::Prose), None);
    }

    #[test]
    fn a_sentence_before_a_colon_is_no_speaker() {
        let words = "This is what he said to them all: go home.";
        let content = vec![Inline::Text(Text::verbatim(words, 0))];
        assert_eq!(speaker_end(&content, Manners::Plain), None);
    }
}
