//! The signs by which plain texts show what plain text cannot: `_italics_`, `=bold=`, `^(raised)`.

use super::super::apart::{Pair, raise, set_apart};
use crate::book::{Effect, Passage, Rule, Style, text_of};

/// The rules about these signs.
pub(super) static RULES: &[&Rule] = &[&ITALICS, &BOLD];

static ITALICS: Rule = Rule {
    id: "markup/underscores",
    effect: Effect::Normalises,
    does: "Words between underscores are stressed, in a text that does so throughout.",
    why: "Plain text has no italics; transcribers agreed on this sign.",
    example: "_By Frederick Engels_",
};

static BOLD: Rule = Rule {
    id: "markup/equals-signs",
    effect: Effect::Normalises,
    does: "Words between equals signs are bold, in a text that does so throughout.",
    why: "Plain text has no bold; transcribers agreed on this sign.",
    example: "=Value.=--The worth of a thing",
};

/// Pairs of a sign that prove that a text uses it throughout.
const FEWEST_PAIRS: usize = 3;

/// Passages at the beginning of a text that may name the library whose signs it uses.
const HEAD: usize = 40;

/// The signs that a text uses, judged over all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs {
    italics: bool,
    bold: bool,
}

impl Signs {
    /// Looks through the passages of a text.
    pub fn of(passages: &[Passage]) -> Signs {
        let (mut italics, mut bold) = (0, 0);
        // Gutenberg’s transcribers all agreed on underscores: there one pair is enough.
        let gutenberg = passages.iter().take(HEAD).any(|passage| {
            text_of(&passage.content).to_lowercase().contains("project gutenberg")
        });
        let fewest = if gutenberg { 1 } else { FEWEST_PAIRS };
        for passage in passages {
            let words = text_of(&passage.content);
            italics += pairs(&words, '_').len();
            bold += pairs(&words, '=').len();
        }
        Signs { italics: italics >= fewest, bold: bold >= FEWEST_PAIRS }
    }

    /// Turns the signs in a passage into what they mean.
    pub fn read(self, passage: &mut Passage) {
        let run = &mut passage.content;
        if self.italics {
            set_apart(run, |words| pairs(words, '_'), Style::Emphasis, &ITALICS);
        }
        if self.bold {
            set_apart(run, |words| pairs(words, '='), Style::Strong, &BOLD);
        }
        raise(run);
    }
}

/// The pairs of a sign: it opens before a character and after none, and closes the other way
/// round, within one passage.
fn pairs(words: &str, sign: char) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut open = None;
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    for (at, _) in words.match_indices(sign) {
        let (head, tail) = words.split_at(at);
        let (before, after) = (head.chars().next_back(), tail.chars().nth(1));
        match open {
            Some(from) if !is_space(before) && !is_word(after) => {
                pairs.push(Pair { open: from..from + 1, close: at..at + 1 });
                open = None;
            }
            _ if !is_word(before) && !is_space(after) && after != Some(sign) => {
                open = Some(at);
            }
            _ => {}
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Inline, Text};

    fn read(words: &str) -> Passage {
        let mut passage = Passage::paragraph(vec![Inline::Text(Text::verbatim(words, 0))]);
        Signs { italics: true, bold: true }.read(&mut passage);
        passage
    }

    #[test]
    fn words_between_signs_are_set_apart() {
        let passage = read("He read _Capital_ and =Value.=--The _worth of_ it");
        assert_eq!(text_of(&passage.content), "He read Capital and Value.--The worth of it");
        let styled =
            passage.content.iter().filter(|inline| matches!(inline, Inline::Styled(..)));
        assert_eq!(styled.count(), 3);
    }

    #[test]
    fn signs_that_mean_something_else_stay() {
        for words in ["snake_case_name", "a = b = c", "a blank: ____", "_ alone", "2_3"] {
            assert_eq!(text_of(&read(words).content), words);
        }
    }

    #[test]
    fn carets_raise_what_stands_in_brackets() {
        let passage = read("at Caporetto^([1]) and the 5^(th)");
        assert_eq!(text_of(&passage.content), "at Caporetto[1] and the 5th");
        assert_eq!(
            text_of(&read("x ^(2) and 2^(a long exponent)").content),
            "x ^(2) and 2^(a long exponent)"
        );
    }

    #[test]
    fn a_text_must_use_a_sign_throughout() {
        let one = Passage::paragraph(vec![Inline::Text(Text::verbatim("only _one_", 0))]);
        assert_eq!(Signs::of(std::slice::from_ref(&one)), Signs::default());
        let text = Text::verbatim("*** START OF THE PROJECT GUTENBERG EBOOK ***", 0);
        let start = Passage::paragraph(vec![Inline::Text(text)]);
        assert_eq!(Signs::of(&[start, one]), Signs { italics: true, bold: false });
    }
}
