//! The marks by which Gutenberg's plain texts and those like them show what plain text cannot:
//! `_italics_`, `=bold=`, `[Illustration: …]`, `[Footnote A: …]`.

use crate::book::{
    Edit, Effect, Enclosure, EnclosureKind, Inline, InlineImage, Passage, PassageKind, Rule,
    Style, edit, text_of,
};

/// The rules about these marks.
pub(super) static RULES: &[&Rule] = &[&ITALICS, &BOLD, &ILLUSTRATION, &FOOTNOTE];

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

static ILLUSTRATION: Rule = Rule {
    id: "markup/illustration",
    effect: Effect::Normalises,
    does: "A note that an illustration stood here becomes the figure's place, with its caption.",
    why: "The brackets and the word are the transcriber's; the caption is the book's.",
    example: "[Illustration: _Labor_]",
};

static FOOTNOTE: Rule = Rule {
    id: "markup/footnote",
    effect: Effect::Normalises,
    does: "A paragraph between brackets that calls itself a footnote becomes one.",
    why: "The brackets and the word are the transcriber's; the note is the author's.",
    example: "[Footnote 1: Marx, _Capital_, p. 12.]",
};

/// Pairs of a sign that prove that a text uses it throughout.
const FEWEST_PAIRS: usize = 3;

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
        for passage in passages {
            let words = text_of(&passage.content);
            italics += pairs(&words, '_').len();
            bold += pairs(&words, '=').len();
        }
        Signs { italics: italics >= FEWEST_PAIRS, bold: bold >= FEWEST_PAIRS }
    }

    /// Turns the marks in a passage into what they mean.
    pub fn read(self, passage: &mut Passage, number: &mut u32) {
        let words = text_of(&passage.content);
        if let Some((from, to, caption)) = bracketed(&words, "[Illustration") {
            retire(passage, &[0..from, to..words.len()], &ILLUSTRATION);
            let image = InlineImage { address: String::new(), image: None, alt: None };
            passage.kind = PassageKind::Image(image);
            if !caption {
                return;
            }
        } else if let Some((from, to, true)) = bracketed(&words, "[Footnote") {
            let label = words.get("[Footnote ".len()..from).unwrap_or_default();
            let label = label.trim_end().trim_end_matches(':').trim().to_owned();
            if (1..=4).contains(&label.len()) {
                // The label stays, with a space after it.
                let begin = "[Footnote ".len();
                let colon = begin + label.len();
                retire(passage, &[0..begin, colon..colon + 1, to..words.len()], &FOOTNOTE);
                *number += 1;
                passage.anchors.push(format!("fn:{label}"));
                let (kind, class) = (EnclosureKind::Note(label), Vec::new());
                passage.within.push(Enclosure { id: *number, kind, class });
            }
        }
        if self.italics {
            set_apart(&mut passage.content, '_', Style::Emphasis, &ITALICS);
        }
        if self.bold {
            set_apart(&mut passage.content, '=', Style::Strong, &BOLD);
        }
    }
}

/// Where the words inside `[Name: words]` begin and end, if that is all there is, and whether
/// there are any.
fn bracketed(words: &str, opening: &str) -> Option<(usize, usize, bool)> {
    let inner = words.strip_prefix(opening)?;
    let end = words.trim_end().strip_suffix(']')?.len();
    // A second opening bracket at the same depth would make it two.
    let mut depth = 0_i32;
    for (at, c) in words.char_indices() {
        depth += i32::from(c == '[') - i32::from(c == ']');
        if depth == 0 && at < end {
            return None;
        }
    }
    if inner.trim_end() == "]" {
        return Some((end, end, false));
    }
    let colon = words.find(':').filter(|colon| *colon < opening.len() + 8)?;
    let said = words.get(colon + 1..end)?;
    let lead = said.len() - said.trim_start().len();
    Some((colon + 1 + lead, end, !said.trim().is_empty()))
}

fn retire(passage: &mut Passage, ranges: &[std::ops::Range<usize>], rule: &'static Rule) {
    let edits: Vec<Edit> = ranges
        .iter()
        .filter(|range| !range.is_empty())
        .map(|range| Edit { range: range.clone(), new: "".into(), rule })
        .collect();
    edit(&mut passage.content, &edits);
}

/// The pairs of a sign: it opens before a character and after none, and closes the other way
/// round, within one passage.
fn pairs(words: &str, sign: char) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut open = None;
    let mut before: Option<char> = None;
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == sign {
            let after = chars.peek().map(|(_, c)| *c);
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
            match open {
                Some(from) if !is_space(before) && !is_word(after) => {
                    pairs.push((from, at));
                    open = None;
                }
                _ if !is_word(before) && !is_space(after) && after != Some(sign) => {
                    open = Some(at);
                }
                _ => {}
            }
        }
        before = Some(c);
    }
    pairs
}

/// Sets the words between pairs of `sign` apart, in the texts of a run. Pairs over a line break
/// are set apart line by line.
fn set_apart(run: &mut Vec<Inline>, sign: char, style: Style, rule: &'static Rule) {
    let pairs = pairs(&text_of(run), sign);
    if pairs.is_empty() {
        return;
    }
    let mut apart = Vec::new();
    let mut at = 0;
    for inline in std::mem::take(run) {
        match inline {
            Inline::Text(text) => {
                let (from, to) = (at, at + text.as_str().len());
                at = to;
                let cut = |byte: usize| (from..=to).contains(&byte).then(|| byte - from);
                let seams = pairs.iter().flat_map(|(open, close)| {
                    [cut(*open), cut(open + 1), cut(*close), cut(close + 1)]
                });
                let seams: Vec<usize> = seams.flatten().collect();
                let mut here = from;
                for mut part in text.split_at_all(&seams) {
                    let begin = here;
                    here += part.as_str().len();
                    if part.pieces().is_empty() {
                        continue;
                    }
                    match place(&pairs, begin) {
                        Place::Sign => {
                            part.replace(0..1, "", rule);
                            apart.push(Inline::Text(part));
                        }
                        Place::Inside => {
                            apart.push(Inline::Styled(style, vec![Inline::Text(part)]));
                        }
                        Place::Outside => apart.push(Inline::Text(part)),
                    }
                }
            }
            Inline::LineBreak => {
                at += 1;
                apart.push(Inline::LineBreak);
            }
            other => {
                at += text_of(std::slice::from_ref(&other)).len();
                apart.push(other);
            }
        }
    }
    *run = apart;
}

/// Where a byte stands among the pairs of a sign.
enum Place {
    Sign,
    Inside,
    Outside,
}

fn place(pairs: &[(usize, usize)], at: usize) -> Place {
    let next = pairs.partition_point(|(open, _)| *open <= at);
    match next.checked_sub(1).and_then(|last| pairs.get(last)) {
        Some((open, close)) if at == *open || at == *close => Place::Sign,
        Some((_, close)) if at < *close => Place::Inside,
        _ => Place::Outside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Text;

    fn read(words: &str) -> Passage {
        let mut passage = Passage::paragraph(vec![Inline::Text(Text::verbatim(words, 0))]);
        Signs { italics: true, bold: true }.read(&mut passage, &mut 0);
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
    fn a_text_must_use_a_sign_throughout() {
        let one = Passage::paragraph(vec![Inline::Text(Text::verbatim("only _one_", 0))]);
        assert_eq!(Signs::of(&[one]), Signs::default());
    }

    #[test]
    fn illustrations_and_footnotes() {
        let picture = read("[Illustration: _Labor_]");
        assert!(matches!(picture.kind, PassageKind::Image(_)));
        assert_eq!(text_of(&picture.content), "Labor");
        let bare = read("[Illustration]");
        assert!(matches!(bare.kind, PassageKind::Image(_)));
        assert_eq!(text_of(&bare.content), "");
        let note = read("[Footnote A: See [this] too.]");
        assert_eq!(text_of(&note.content), "A See [this] too.");
        assert_eq!(note.within[0].kind, EnclosureKind::Note("A".into()));
        assert_eq!(text_of(&read("[Footnote] and more").content), "[Footnote] and more");
    }
}
