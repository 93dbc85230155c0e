//! The numbers that a text browser sets before each link, and the list of addresses under the
//! text that they refer to.
//!
//! Such a list ends the file: the line `References`, perhaps `Visible links`, then numbered
//! addresses. A number in brackets counts as one of them where it is no higher than the last of the
//! list and the words of the link follow it without a space; an author's note mark has a space or a stop after it.

use super::super::lines::Line;
use super::super::positions::Positions;
use crate::book::{Edit, Effect, Log, Passage, Rule, Span, edit, text_of};

/// The rules about such lists.
pub(super) static RULES: &[&Rule] = &[&NUMBER, &LIST];

static NUMBER: Rule = Rule {
    id: "markup/link-number",
    effect: Effect::Normalises,
    does: "A number that a text browser set before a link goes, in a text with a list of addresses.",
    why: "It is the browser's sign for a link, and looks like the mark of a note.",
    example: "   [1]MIA  >  [2]Archive  >  [3]Rakovsky",
};

static LIST: Rule = Rule {
    id: "markup/link-list",
    effect: Effect::Normalises,
    does: "The numbered list of addresses that a text browser sets under a text goes.",
    why: "It holds the addresses of the links, which a page holds out of sight.",
    example: "References↵↵   1. https://www.marxists.org/index.htm",
};

/// The list under a text.
#[derive(Debug)]
pub(super) struct References {
    /// The index of the line that names it.
    pub from: usize,
    /// Its last number: links to places in the page itself have numbers, too, but no entry.
    last: u32,
}

impl References {
    /// Finds the list that ends a text.
    pub fn find(text: &str, lines: &[Line]) -> Option<References> {
        let mut numbers = Vec::new();
        for (nth, line) in lines.iter().enumerate().rev().filter(|(_, line)| !line.is_blank()) {
            let words = line.of(text);
            match words.trim_end_matches(':') {
                "References" => {
                    numbers.reverse();
                    let rises = numbers.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
                    let last = numbers.last().filter(|_| rises).copied();
                    return last.map(|last| References { from: nth, last });
                }
                "Visible links" | "Hidden links" => {}
                entry => numbers.push(number_of(entry)?),
            }
        }
        None
    }

    /// Writes down what the list held.
    pub fn record(&self, lines: &[Line], positions: &Positions<'_>, log: &mut Log) {
        for line in lines.iter().skip(self.from).filter(|line| !line.is_blank()) {
            let span = Span::new(positions.place(line.begin), positions.place(line.end));
            log.record(span, &LIST);
        }
    }

    /// Takes the numbers out of a passage.
    pub fn take_out(&self, passage: &mut Passage) {
        let words = text_of(&passage.content);
        let mut edits = Vec::new();
        let mut from = 0;
        while let Some(at) = words.get(from..).and_then(|rest| rest.find('[')) {
            let begin = from + at;
            from = begin + 1;
            let rest = words.get(from..).unwrap_or_default();
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let after = rest.get(digits..).and_then(|rest| rest.strip_prefix(']'));
            let number = rest.get(..digits).and_then(|digits| digits.parse::<u32>().ok());
            let leads = after.and_then(|after| after.chars().next()).is_some_and(|c| {
                !c.is_whitespace() && !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')')
            });
            if leads && number.is_some_and(|number| (1..=self.last).contains(&number)) {
                let range = begin..from + digits + 1;
                from = range.end;
                edits.push(Edit { range, new: "".into(), rule: &NUMBER });
            }
        }
        edit(&mut passage.content, &edits);
    }
}

/// The number of an entry `12. https://…`.
fn number_of(entry: &str) -> Option<u32> {
    let (number, address) = entry.split_once(". ")?;
    let address = address.trim();
    let scheme = address.split_once(':').map(|(scheme, _)| scheme)?;
    let is_address =
        !address.contains(' ') && scheme.chars().all(|c| c.is_ascii_alphanumeric());
    number.parse().ok().filter(|_| is_address && scheme.len() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Inline, Text};

    fn find(text: &str) -> Option<References> {
        References::find(text, &crate::ingest::lines::lines(text))
    }

    #[test]
    fn numbers_before_links_go_and_note_marks_stay() {
        let list = "text\n\nReferences\n\n   Visible links:\n   1. https://a.org/\n   4. file:///b#n1\n";
        let references = find(list).expect("a list");
        let words = "[1]MIA  >  Iron Gates. [4][1] That [4] and [5]no";
        let mut passage = Passage::paragraph(vec![Inline::Text(Text::verbatim(words, 0))]);
        references.take_out(&mut passage);
        assert_eq!(text_of(&passage.content), "MIA  >  Iron Gates. [1] That [4] and [5]no");
    }

    #[test]
    fn a_bibliography_is_no_such_list() {
        assert!(find("References\n\n1. Marx, Capital: vol. 1\n2. Engels\n").is_none());
        assert!(find("text\n\n1. https://a.org/\n").is_none());
        assert!(find("References\n\n").is_none());
    }
}
