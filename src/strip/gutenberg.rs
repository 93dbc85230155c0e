//! Rules for Project Gutenberg's wrapping: its header, its licence and the lines between them and
//! the text.
//!
//! The header has had five forms since 1971 and the licence four, at the head or at the foot; all
//! of them are fenced by lines that name the project, and these lines are what is looked for.

use crate::book::{Effect, Inline, Passage, PassageKind, Rule, split_at, text_of};

use super::lines;

/// See [`unwrap`].
pub static HEADER: Rule = Rule {
    id: "site/gutenberg-header",
    effect: Effect::Strips,
    does: "Takes out the header of a Project Gutenberg text up to its start line or the end of \
           its small print. The lines that name title, author, translator, language and who \
           produced the text are kept as provenance.",
    why: "The header is the publisher’s wrapping; “Project Gutenberg” is a trademark that a \
          changed edition may not carry.",
    example: "*** START OF THIS PROJECT GUTENBERG EBOOK SOCIALISM: UTOPIAN AND SCIENTIFIC ***",
};

/// See [`unwrap`].
pub static LICENCE: Rule = Rule {
    id: "site/gutenberg-licence",
    effect: Effect::Strips,
    does: "Takes out everything from the end line of a Project Gutenberg text on: the line \
           itself, the file’s name and the full licence.",
    why: "The licence asks that its text be left off where the trademark is; the text itself is \
          in the public domain.",
    example: "End of the Project Gutenberg EBook of Socialism: Utopian and Scientific",
};

/// What unwrapping a text gives: its passages, each with the rule that takes it out, if one does.
pub type Unwrapped = Vec<(Passage, Option<&'static Rule>)>;

/// How many passages after the header may be notices of the library.
const AFTER_HEADER: usize = 12;

/// How many characters of a page are searched for the end of the header.
const LONGEST_HEADER: usize = 60_000;

/// Sorts the passages of a Gutenberg text into wrapping and text.
pub fn unwrap(passages: Vec<Passage>) -> Unwrapped {
    let words: Vec<String> = passages.iter().map(Passage::words).collect();
    let text = header_end(&words);
    let end = footer_start(&words, text);
    let mut unwrapped = Vec::with_capacity(passages.len() + 2);
    for (at, passage) in passages.into_iter().enumerate() {
        let from = text
            .filter(|text| text.0 >= at)
            .map(|text| if text.0 == at { text.1 } else { usize::MAX });
        let to = end.filter(|end| end.0 <= at).map(|end| if end.0 == at { end.1 } else { 0 });
        let (head, rest) = divide(passage, from.unwrap_or(0));
        let (body, foot) = match rest {
            Some(rest) => {
                divide(rest, to.map_or(usize::MAX, |to| to.saturating_sub(from.unwrap_or(0))))
            }
            None => (None, None),
        };
        unwrapped.extend(head.into_iter().flat_map(header_lines));
        let body = body.filter(|passage| !is_empty(passage));
        let first = text.is_some_and(|text| at <= text.0 + AFTER_HEADER);
        unwrapped.extend(body.map(|passage| {
            let notice = first && is_notice(&passage.words());
            (passage, notice.then_some(&HEADER))
        }));
        unwrapped.extend(foot.map(|passage| (passage, Some(&LICENCE))));
    }
    unwrapped
}

/// Whether a cut left nothing of a passage.
fn is_empty(passage: &Passage) -> bool {
    let words = matches!(passage.kind, PassageKind::Paragraph | PassageKind::Lines);
    let blank = |inline: &Inline| match inline {
        Inline::Text(text) => text.as_str().trim().is_empty(),
        inline => *inline == Inline::LineBreak,
    };
    words && !passage.content.is_empty() && passage.content.iter().all(blank)
}

/// Cuts a passage at byte `at` of its words; a table is never cut.
fn divide(mut passage: Passage, at: usize) -> (Option<Passage>, Option<Passage>) {
    let length = text_of(&passage.content).len();
    if at == 0 {
        return (None, Some(passage));
    }
    if at >= length || passage.content.is_empty() {
        return (Some(passage), None);
    }
    let mut rest = passage.clone();
    let (before, after) = split_at(std::mem::take(&mut passage.content), at);
    passage.content = before;
    rest.content = after;
    rest.anchors.clear();
    (Some(passage), Some(rest))
}

/// Where the text begins: the passage, and the byte of its words after the last line of the header.
fn header_end(words: &[String]) -> Option<(usize, usize)> {
    let mut read = 0;
    let mut end = None;
    for (at, words) in words.iter().enumerate() {
        let mut from = 0;
        for line in words.split_inclusive('\n') {
            from += line.len();
            if ends_header(line) {
                // A long title carries the line over into a second one, which closes the stars.
                let closed = line.trim_end().ends_with('*');
                end = Some((at, if closed { from } else { words.len() }));
            } else if ends_text(line) {
                return end;
            }
        }
        read += words.len();
        if read > LONGEST_HEADER {
            break;
        }
    }
    end
}

/// Where the text ends: the passage, and the byte of its words before the first line of the footer.
fn footer_start(words: &[String], text: Option<(usize, usize)>) -> Option<(usize, usize)> {
    let first = text.unwrap_or((0, 0));
    for (at, words) in words.iter().enumerate().skip(first.0) {
        let mut from = 0;
        for line in words.split_inclusive('\n') {
            let begin = from;
            from += line.len();
            if (at > first.0 || begin >= first.1) && ends_text(line) {
                return Some((at, begin));
            }
        }
    }
    None
}

fn ends_header(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let start = line.starts_with("***")
        && line.contains("start of")
        && line.contains("project gutenberg");
    start
        || line.starts_with("*end*the small print")
        || line.starts_with("*end the small print")
}

fn ends_text(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    if line.len() > 300 || !line.contains("gutenberg") && !line.contains("full license") {
        return false;
    }
    let end = line.trim_start_matches(['*', ' ']);
    end.starts_with("end of") && end.contains("project gutenberg")
        || end.starts_with("end project gutenberg")
        || line.starts_with("*** start: full license")
        || line.starts_with("start: full license")
}

/// Whether a passage under the header tells of the library’s other files, or of the scans.
fn is_notice(words: &str) -> bool {
    const STARTS: &[&str] = &[
        "note: project gutenberg also has",
        "note: project gutenberg has",
        "note: images of the original pages are available",
        "note: this ebook was",
        "note: the original file",
    ];
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let words = words.trim_start_matches('[');
    words.len() < 1_500 && STARTS.iter().any(|start| words.starts_with(start))
}

/// Sorts the lines of a header passage: those that say what the text is are kept.
fn header_lines(passage: Passage) -> Unwrapped {
    let words = text_of(&passage.content);
    let fields = words.lines().filter(|line| field(line) == Some(true)).count();
    if fields == 0 {
        return vec![(passage, Some(&HEADER))];
    }
    if !words.lines().any(|line| field(line) == Some(false) || line.trim().starts_with("***")) {
        return vec![(passage, None)];
    }
    let mut shell = passage;
    let content = std::mem::take(&mut shell.content);
    let mut sorted: Unwrapped = Vec::new();
    let mut kept = false;
    let mut broken = false;
    for line in lines::cut(content) {
        let words = text_of(&line.content);
        let says = if words.trim().starts_with("***") { Some(false) } else { field(&words) };
        let begins = says.is_some_and(|says| says != kept) || sorted.is_empty();
        kept = says.unwrap_or(kept);
        match sorted.last_mut() {
            Some((last, _)) if !begins => {
                last.content.extend(broken.then_some(Inline::LineBreak));
                last.content.extend(line.content);
            }
            _ => {
                let mut part = shell.clone();
                part.content = line.content;
                sorted.push((part, (!kept).then_some(&HEADER)));
            }
        }
        broken = line.broken;
    }
    sorted
}

/// Whether a line of a header is a labelled field, and one that says what the text is.
fn field(line: &str) -> Option<bool> {
    let line = line.trim();
    let lower = line.to_lowercase();
    if PRODUCED.iter().any(|start| lower.starts_with(start)) {
        return Some(true);
    }
    let (label, _) = lower.split_once(':')?;
    if FIELDS.contains(&label) {
        return Some(true);
    }
    let label_like = label.split(' ').count() <= 4 && !label.is_empty();
    (label_like || lower.starts_with('[')).then_some(false)
}

const FIELDS: &[&str] = &[
    "title",
    "author",
    "authors",
    "translator",
    "editor",
    "contributor",
    "illustrator",
    "commentator",
    "annotator",
    "compiler",
    "other",
    "language",
    "original publication",
    "credits",
    "subtitle",
];

const PRODUCED: &[&str] = &[
    "produced by",
    "e-text prepared by",
    "etext prepared by",
    "this etext was prepared by",
    "this etext was produced by",
    "this ebook was produced by",
    "transcribed by",
    "scanned by",
    "prepared by",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strip::fixture::{Page, text};

    fn sorted(page: Page) -> Vec<(String, Option<&'static str>)> {
        let leaf = page.transcript().leaves.remove(0);
        unwrap(leaf.passages)
            .into_iter()
            .map(|(passage, rule)| (passage.words(), rule.map(|rule| rule.id)))
            .collect()
    }

    #[test]
    fn the_text_between_the_fences_stays() {
        let page = Page::plain()
            .passage("p", "The Project Gutenberg EBook of Anarchism, by Pierre Kropotkin")
            .passage("p", "Title: Anarchism\n       An Address")
            .passage("p", "Release Date: January 27, 2010 [EBook #31104]")
            .passage("p", "*** START OF THIS PROJECT GUTENBERG EBOOK ANARCHISM ***")
            .passage("p", "Produced by Fritz Ohrenschall")
            .passage("p", "What is the end of Project Gutenberg to us?")
            .passage("p", text())
            .passage("p", "End of the Project Gutenberg EBook of Anarchism")
            .passage("p", "Produced by Fritz Ohrenschall");
        let rules: Vec<_> = sorted(page).into_iter().map(|(_, rule)| rule).collect();
        let (header, licence) = (Some(HEADER.id), Some(LICENCE.id));
        let want = [header, None, header, header, None, None, None, licence, licence];
        assert_eq!(rules, want);
    }

    #[test]
    fn notices_of_other_files_go_with_the_header() {
        let page = Page::plain()
            .passage("p", "***START OF THE PROJECT GUTENBERG EBOOK PLAYS***")
            .passage(
                "p",
                "Note: Project Gutenberg also has an HTML version of this\n      file",
            )
            .passage("p", "Note: the Project was a society of that time.")
            .passage("p", text());
        let rules: Vec<_> = sorted(page).into_iter().map(|(_, rule)| rule).collect();
        assert_eq!(rules, [Some(HEADER.id), Some(HEADER.id), None, None]);
    }

    #[test]
    fn a_header_in_one_block_gives_up_its_fields() {
        let page = Page::new().passage(
            "p",
            "Project Gutenberg's Socialism\nTitle: Socialism\nRelease Date: 2012\nLanguage: English\n\
             *** START OF THIS PROJECT GUTENBERG EBOOK SOCIALISM ***\nProduced by A. M.\n",
        );
        let kept: Vec<String> = sorted(page)
            .into_iter()
            .filter(|(_, rule)| rule.is_none())
            .map(|(words, _)| words.trim().to_owned())
            .collect();
        assert_eq!(kept, ["Title: Socialism", "Language: English", "Produced by A. M."]);
    }

    #[test]
    fn small_print_at_the_head_ends_where_it_says() {
        let page = Page::plain()
            .passage("p", "***START**THE SMALL PRINT!**FOR PUBLIC DOMAIN ETEXTS**START***")
            .passage("p", "Why is this \"Small Print!\" statement here? You know: lawyers.")
            .passage("p", "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*")
            .passage("p", "THE SMALL PRINT OF CAPITALISM");
        let rules: Vec<_> = sorted(page).into_iter().map(|(_, rule)| rule).collect();
        assert_eq!(rules, [Some(HEADER.id), Some(HEADER.id), Some(HEADER.id), None]);
    }
}
