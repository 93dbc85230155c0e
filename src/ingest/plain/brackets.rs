//! What transcribers set in brackets with a word that says what it is: `[Illustration: …]`,
//! `[Footnote A: …]`, `[Sidenote: …]`.
//!
//! A bracket may close several paragraphs after it opened, and a footnote may stand in the middle
//! of the sentence that it belongs to.

use std::collections::VecDeque;
use std::ops::Range;

use crate::book::{
    Edit, Effect, Enclosure, EnclosureKind, Inline, InlineImage, Passage, PassageKind, Rule,
    Style, Target, edit, split_at, text_of,
};

/// The rules about these brackets.
pub(super) static RULES: &[&Rule] = &[&ILLUSTRATION, &FOOTNOTE, &INLINE_FOOTNOTE, &SIDENOTE];

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
    does: "Paragraphs between brackets that call themselves a footnote become one.",
    why: "The brackets and the word are the transcriber's; the note is the author's.",
    example: "[Footnote 1: Marx, _Capital_, p. 12.]",
};

static INLINE_FOOTNOTE: Rule = Rule {
    id: "markup/footnote-in-line",
    effect: Effect::Normalises,
    does: "A footnote in brackets in the middle of a paragraph becomes a note, with a mark at \
           its place.",
    why: "Transcribers who had no page foot wrote the note where its mark stood.",
    example: "the Falernian [Footnote: A wine of Campania.] which he drank",
};

static SIDENOTE: Rule = Rule {
    id: "markup/sidenote",
    effect: Effect::Normalises,
    does: "A note that stood in the margin is set apart from the text that it stood beside.",
    why: "The brackets and the word are the transcriber's; the words are the book's.",
    example: "[Sidenote: The Elizabethan Drama.]",
};

/// The most paragraphs that one bracket holds.
const MOST: usize = 24;

/// What a bracket holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Illustration,
    Footnote,
    Sidenote,
}

const OPENINGS: &[(&str, Kind)] = &[
    ("[Illustration", Kind::Illustration),
    ("[Footnote", Kind::Footnote),
    ("[Sidenote", Kind::Sidenote),
];

/// Reads the brackets among the passages of a text.
pub(super) fn read(passages: Vec<Passage>) -> Vec<Passage> {
    let mut read = Vec::with_capacity(passages.len());
    let mut numbers = Numbers::default();
    let mut rest = VecDeque::from(passages);
    while let Some(first) = rest.pop_front() {
        let words = text_of(&first.content);
        let Some((kind, opening)) = opening(&words) else {
            numbers.cut_out(first, &mut read);
            continue;
        };
        let mut run = vec![first];
        run.extend(rest.drain(..more(&words, &rest)));
        match bracket(run, kind, opening, &mut numbers) {
            Ok(passages) => read.extend(passages),
            Err(run) => {
                // What follows the opening that was refused may open a bracket itself.
                let mut run = run.into_iter();
                run.next().into_iter().for_each(|one| numbers.cut_out(one, &mut read));
                run.rev().for_each(|one| rest.push_front(one));
            }
        }
    }
    read
}

/// How many of the passages that follow belong to the bracket that `words` open; none where it
/// closes at once or never.
fn more(words: &str, rest: &VecDeque<Passage>) -> usize {
    let mut depth = depth_of(words);
    if depth <= 0 {
        return 0;
    }
    for (nth, next) in rest.iter().take(MOST).enumerate() {
        let words = text_of(&next.content);
        depth += depth_of(&words);
        if depth <= 0 {
            return if words.trim_end().ends_with(']') { nth + 1 } else { 0 };
        }
    }
    0
}

/// The bracket that words begin with.
fn opening(words: &str) -> Option<(Kind, &'static str)> {
    let known = OPENINGS.iter().find(|(opening, _)| words.starts_with(opening))?;
    let after = words.get(known.0.len()..)?;
    after.starts_with([':', ']', ' ', '\n', '.']).then_some((known.1, known.0))
}

/// Brackets that words open, less those that they close.
fn depth_of(words: &str) -> i32 {
    words.chars().map(|c| i32::from(c == '[') - i32::from(c == ']')).sum()
}

/// Where a bracket closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closes {
    /// At the end of the passage that opens it.
    Here,
    /// In a passage after that.
    Later,
}

impl Closes {
    /// The bytes of the closing bracket at the end of the passage that opens it.
    fn length(self) -> usize {
        usize::from(self == Closes::Here)
    }
}

/// The bytes inside the bracket that the words of a run open at their beginning, in its first
/// passage: up to the colon, and from there. None if the bracket closes before the end.
fn inside(words: &str, opening: &str, closes: Closes) -> Option<(usize, usize)> {
    let end = words.trim_end().len() - closes.length();
    if closes == Closes::Here && !words.trim_end().ends_with(']') {
        return None;
    }
    let mut depth = 0_i32;
    for (at, c) in words.char_indices() {
        depth += i32::from(c == '[') - i32::from(c == ']');
        if depth == 0 && at < end {
            return None;
        }
    }
    let after = words.get(opening.len()..end)?;
    if after.trim().is_empty() || after.trim() == "." {
        return Some((end, end));
    }
    let sign = after.find([':', ' ', '\n']).filter(|_| opening == "[Illustration");
    let sign = sign.or_else(|| after.find(':').filter(|at| is_short(after, *at)))?;
    let from = opening.len() + sign + 1;
    let said = words.get(from..end)?;
    Some((from + said.len() - said.trim_start().len(), end))
}

/// Whether what stands before byte `end` may be a label with the spaces around it.
fn is_short(words: &str, end: usize) -> bool {
    words.get(..end).is_some_and(|before| before.chars().count() < 8)
}

/// The bytes of the label between an opening and its colon, without the spaces around it, and the
/// byte where the colon stands.
fn label_at(words: &str, opening: &str) -> Option<(Range<usize>, usize)> {
    let after = words.get(opening.len()..)?;
    let colon = opening.len() + after.find(':')?;
    let between = words.get(opening.len()..colon)?;
    let from = colon - between.trim_start().len();
    Some((from..from + between.trim().len(), colon))
}

/// Makes of the passages of a bracket what it says they are; gives them back where it says nothing.
fn bracket(
    mut run: Vec<Passage>,
    kind: Kind,
    opening: &str,
    numbers: &mut Numbers,
) -> Result<Vec<Passage>, Vec<Passage>> {
    let closes = if run.len() == 1 { Closes::Here } else { Closes::Later };
    let Some(first) = run.first_mut() else { return Err(run) };
    let words = text_of(&first.content);
    let Some((from, end)) = inside(&words, opening, closes) else { return Err(run) };
    let close = |passage: &mut Passage, rule| {
        let words = text_of(&passage.content);
        let length = words.trim_end().len();
        retire(passage, length.saturating_sub(1)..length, rule);
    };
    match kind {
        Kind::Illustration => {
            if let Some(last) = run.last_mut() {
                close(last, &ILLUSTRATION);
            }
            let mut figure = run.remove(0);
            retire(
                &mut figure,
                0..from.min(words.trim_end().len() - closes.length()),
                &ILLUSTRATION,
            );
            for more in run {
                figure.content.push(Inline::LineBreak);
                figure.content.extend(more.content);
            }
            let image = InlineImage { address: String::new(), image: None, alt: None };
            figure.kind = PassageKind::Image(image);
            Ok(vec![figure])
        }
        Kind::Sidenote => {
            if from == end {
                return Err(run);
            }
            if let Some(last) = run.last_mut() {
                close(last, &SIDENOTE);
            }
            if let Some(first) = run.first_mut() {
                retire(first, 0..from, &SIDENOTE);
            }
            for passage in &mut run {
                let content = std::mem::take(&mut passage.content);
                passage.content = vec![Inline::Styled(Style::Emphasis, content)];
            }
            Ok(run)
        }
        Kind::Footnote => {
            let Some((at, colon)) = label_at(&words, opening) else { return Err(run) };
            let own = words.get(at.clone()).unwrap_or_default();
            if from == end || own.chars().count() > 4 {
                return Err(run);
            }
            if let Some(last) = run.last_mut() {
                close(last, &FOOTNOTE);
            }
            let Some(first) = run.first_mut() else { return Err(run) };
            let label = if own.is_empty() {
                // It has none of its own: the word is its label.
                let label = numbers.star();
                let new = label.clone().into();
                let edits = [
                    Edit { range: 0..1, new: "".into(), rule: &FOOTNOTE },
                    Edit { range: 1..colon + 1, new, rule: &FOOTNOTE },
                ];
                edit(&mut first.content, &edits);
                label
            } else {
                // The label stays, with a space after it.
                retire(first, at.end..colon + 1, &FOOTNOTE);
                retire(first, 0..at.start, &FOOTNOTE);
                own.to_owned()
            };
            first.anchors.push(format!("fn:{label}"));
            let id = numbers.next();
            for passage in &mut run {
                let (kind, class) = (EnclosureKind::Note(label.clone()), Vec::new());
                passage.within.push(Enclosure { id, kind, class });
            }
            Ok(run)
        }
    }
}

/// Takes the signs in a range out of a passage.
fn retire(passage: &mut Passage, range: Range<usize>, rule: &'static Rule) {
    if !range.is_empty() {
        edit(&mut passage.content, &[Edit { range, new: "".into(), rule }]);
    }
}

/// The numbers of the notes found so far.
#[derive(Debug, Default)]
struct Numbers {
    enclosures: u32,
    stars: u32,
}

impl Numbers {
    fn next(&mut self) -> u32 {
        self.enclosures += 1;
        self.enclosures
    }

    /// The label of the next note that has none of its own.
    fn star(&mut self) -> String {
        self.stars += 1;
        format!("*{}", self.stars)
    }

    /// Cuts the footnotes out of a paragraph in whose lines they stand, and sets them after it.
    fn cut_out(&mut self, passage: Passage, read: &mut Vec<Passage>) {
        let words = text_of(&passage.content);
        let places = in_line(&words);
        if places.is_empty() || passage.kind != PassageKind::Paragraph {
            read.push(passage);
            return;
        }
        let mut notes = Vec::new();
        let mut shell = passage;
        let mut rest = std::mem::take(&mut shell.content);
        let mut at = 0;
        let mut content = Vec::new();
        for (from, to) in places {
            let (before, after) = split_at(rest, from - at);
            let (note, after) = split_at(after, to - from);
            let (sign, mut note) = split_at(note, 1);
            let label = self.star();
            content.extend(before);
            let mut mark = sign;
            edit(
                &mut mark,
                &[Edit { range: 0..1, new: label.clone().into(), rule: &INLINE_FOOTNOTE }],
            );
            content.push(Inline::Link(Target::Address(format!("#fn:{label}")), mark));
            let said = text_of(&note);
            let colon = said.find(':').map_or(0, |colon| colon + 1);
            let edits = [
                Edit { range: 0..colon, new: label.clone().into(), rule: &INLINE_FOOTNOTE },
                Edit {
                    range: said.len() - 1..said.len(),
                    new: "".into(),
                    rule: &INLINE_FOOTNOTE,
                },
            ];
            edit(&mut note, &edits);
            let mut passage = Passage::paragraph(note);
            passage.anchors.push(format!("fn:{label}"));
            let id = self.next();
            let (kind, class) = (EnclosureKind::Note(label), Vec::new());
            passage.within.push(Enclosure { id, kind, class });
            notes.push(passage);
            rest = after;
            at = to;
        }
        content.extend(rest);
        shell.content = content;
        read.push(shell);
        read.extend(notes);
    }
}

/// Where whole footnotes without a label stand in the lines of a paragraph, as bytes.
fn in_line(words: &str) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(at) = words.get(from..).and_then(|rest| rest.find("[Footnote:")) {
        let begin = from + at;
        let mut depth = 0_i32;
        let end = words.get(begin..).unwrap_or_default().char_indices().find(|(_, c)| {
            depth += i32::from(*c == '[') - i32::from(*c == ']');
            depth == 0
        });
        let Some((length, _)) = end else { break };
        if begin > 0 {
            places.push((begin, begin + length + 1));
        }
        from = begin + length + 1;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Text;

    fn read_all(words: &[&str]) -> Vec<Passage> {
        let passage =
            |words: &&str| Passage::paragraph(vec![Inline::Text(Text::verbatim(*words, 0))]);
        read(words.iter().map(passage).collect())
    }

    fn words(passages: &[Passage]) -> Vec<String> {
        passages.iter().map(|passage| text_of(&passage.content)).collect()
    }

    #[test]
    fn illustrations_and_footnotes() {
        let picture = &read_all(&["[Illustration: _Labor_]"])[0];
        assert!(matches!(picture.kind, PassageKind::Image(_)));
        assert_eq!(text_of(&picture.content), "_Labor_");
        let bare = &read_all(&["[Illustration]"])[0];
        assert!(matches!(bare.kind, PassageKind::Image(_)));
        assert_eq!(text_of(&bare.content), "");
        let note = &read_all(&["[Footnote A: See [this] too.]"])[0];
        assert_eq!(text_of(&note.content), "A See [this] too.");
        assert_eq!(note.within[0].kind, EnclosureKind::Note("A".into()));
        assert_eq!(words(&read_all(&["[Footnote] and more"])), ["[Footnote] and more"]);
    }

    #[test]
    fn labels_stand_anywhere_before_the_colon() {
        for (line, expected) in [
            ("[Footnote  12: See.]", "12 See."),
            ("[Footnote  ‡: See.]", "‡ See."),
            ("[Footnote ‡‡‡: See.]", "‡‡‡ See."),
            ("[Footnote 7 : See.]", "7 See."),
            ("[Footnote : See.]", "*1 See."),
        ] {
            assert_eq!(words(&read_all(&[line])), [expected]);
        }
        let long = ["[Footnote 12345: See.]"];
        assert_eq!(words(&read_all(&long)), long);
    }

    #[test]
    fn a_bracket_in_one_that_is_refused_is_read() {
        let read = read_all(&["[Footnote 12345: First.", "[Illustration: A]", "Last.]"]);
        assert_eq!(words(&read), ["[Footnote 12345: First.", "A", "Last.]"]);
        let held = read_all(&["[Footnote 1: First.", "[Illustration: A]", "Last.]"]);
        assert_eq!(words(&held), ["1 First.", "[Illustration: A]", "Last."]);
    }

    #[test]
    fn brackets_close_paragraphs_later() {
        let note = read_all(&["[Footnote 1: First.", "Second.]", "Text."]);
        assert_eq!(words(&note), ["1 First.", "Second.", "Text."]);
        assert_eq!(note[0].within, note[1].within);
        assert!(note[2].within.is_empty());
        let figure = read_all(&["[Illustration: MONUMENT", "SKETCHED BY STRITCH HUTTON]"]);
        assert_eq!(words(&figure), ["MONUMENT\nSKETCHED BY STRITCH HUTTON"]);
        let open = ["[Footnote 1: First.", "Text."];
        assert_eq!(words(&read_all(&open)), open);
    }

    #[test]
    fn footnotes_in_the_line_leave_a_mark() {
        let read = read_all(&["He drank [Footnote: See [this].] wine.", "[Footnotes: none]"]);
        assert_eq!(words(&read), ["He drank *1 wine.", "*1 See [this].", "[Footnotes: none]"]);
    }

    #[test]
    fn sidenotes_are_set_apart() {
        assert_eq!(words(&read_all(&["[Sidenote: The Drama.]"])), ["The Drama."]);
        assert_eq!(words(&read_all(&["[Sidenotes follow.]"])), ["[Sidenotes follow.]"]);
    }
}
