//! What every page of a work says again: its title, its author, its motto, its credits.

use std::collections::BTreeSet;

use super::super::blocks::{is_epigraph, is_quotation};
use super::super::headings::{Flow, HeadingFound};
use super::super::placed::{Placed, words_of};
use super::super::provenance::{Line, Standing};
use super::super::title::Weighed;
use super::super::wording::{self, dates, names, plain};
use super::LIST;
use crate::book::{Effect, Inline, Log, PassageKind, Rule, TitleRole};

/// The title, said again.
pub static TITLE: Rule = Rule {
    id: "repeat/title",
    effect: Effect::Strips,
    does: "A line at the head of a later page that says the work’s title, subtitle, series or date again goes, with or without its article, or with the author and a date beside it; the first stays. So do headings under the title matter that only say title and subtitle again, a first line that says the authors, a colon and the title, and in a plain text the title right above a heading.",
    why: "On the web each page must say what it belongs to; in a book the title page and the running heads do.",
    example: "<h1>The Right To Be Lazy</h1>",
};

/// The author, said again.
pub static AUTHOR: Rule = Rule {
    id: "repeat/author",
    effect: Effect::Strips,
    does: "A line at the head of a later page that says the work’s author again goes; the first stays.",
    why: "The author of a book is named once, on its title page.",
    example: "<h2>Paul Lafargue</h2>",
};

/// The motto, said again.
pub static EPIGRAPH: Rule = Rule {
    id: "repeat/epigraph",
    effect: Effect::Strips,
    does: "A passage at the head of a later page that repeats, word for word, one at the head of an earlier page goes, where it stands above the page’s heading or is set as a motto.",
    why: "Some transcribers set the work’s motto on every page; in print it stood once. A paragraph under the heading is the author’s, though two speeches begin alike.",
    example: "<p class=\"quoteb\">Let us be lazy in everything, except in loving and drinking, except in being lazy. – Lessing</p>",
};

/// The credits, said again.
pub static CREDIT: Rule = Rule {
    id: "repeat/credit",
    effect: Effect::Strips,
    does: "A line of provenance on a later page that repeats one of an earlier page goes.",
    why: "The colophon says once who made the transcription.",
    example: "Marked up by Einde O’Callaghan for the Marxists’ Internet Archive.",
};

/// The part, said again.
pub static PART: Rule = Rule {
    id: "repeat/part",
    effect: Effect::Strips,
    does: "The heading of a part at the head of a later page that repeats the part the pages are already in goes, and so does its number alone before the title of a chapter. A number of a part in brackets above other headings counts the web pages, and goes.",
    why: "On the web each chapter says which part it belongs to; in a book the part begins once.",
    example: "<h2>Book Two: Society In The Roman Empire</h2>",
};

/// The chapter, said to go on.
pub static CONTINUED: Rule = Rule {
    id: "repeat/continued",
    effect: Effect::Strips,
    does: "The heading of a later page that repeats the heading of the page before and adds “(Continued)” goes, and the text goes on.",
    why: "The web page was too long; the chapter of the book is not.",
    example: "<h1><small>Chapter I</small><br />A Few References to History<br /><small>(Continued)</small></h1>",
};

/// The class of what stands in the place of a heading that only said its chapter goes on.
pub const GOES_ON: &str = "goes-on";

/// How many of the first passages of a page are looked at for repeated mottoes.
const HEAD: usize = 6;

/// What the pages so far have said.
#[derive(Clone, Debug, Default)]
pub struct Said {
    titles: BTreeSet<String>,
    /// The titles without their articles.
    loose: BTreeSet<String>,
    /// Whether the first page has a line of its author and a date.
    dated_author: bool,
    surnames: BTreeSet<String>,
    heads: BTreeSet<String>,
    credits: BTreeSet<String>,
    part: Option<String>,
    /// The last heading that stood at the head of a page.
    chapter: Option<String>,
}

impl Said {
    /// Remembers the title lines of a page.
    pub fn remember(&mut self, lines: &[(Placed, Weighed)]) {
        for (placed, weighed) in lines {
            let words = placed.words();
            if weighed.role == TitleRole::Author {
                self.surnames.extend(surnames(&words));
            }
            self.titles.insert(plain(&words));
            self.loose.insert(without_articles(&words));
        }
        let dated = |words: &str| {
            let date = dates::find(words).into_iter().next();
            date.is_some_and(|date| {
                let before = words.get(..date.range.start).unwrap_or("").trim();
                !before.is_empty() && self.surnames.contains(&plain(before))
            })
        };
        let pair = |pair: &[(Placed, Weighed)]| {
            let [(_, one), (_, next)] = pair else { return false };
            one.role == TitleRole::Author && next.role == TitleRole::Date
        };
        self.dated_author = lines.iter().any(|(placed, _)| dated(&placed.words()))
            || lines.windows(2).any(pair);
    }

    /// Remembers the title and the authors as they were understood.
    pub fn remember_work(&mut self, title: &str, authors: &[String]) {
        self.titles.insert(plain(title));
        self.loose.insert(without_articles(title));
        self.surnames.extend(authors.iter().flat_map(|name| surnames(name)));
    }

    /// Whether a line names the work's authors and nobody else.
    pub fn is_author(&self, words: &str) -> bool {
        let named = surnames(words);
        !named.is_empty() && named.iter().all(|name| self.surnames.contains(name))
    }

    /// The rule by which a title line of a later page goes, if it only repeats.
    pub fn repeated(&self, placed: &Placed, role: TitleRole) -> Option<&'static Rule> {
        let words = plain(&placed.words());
        if role == TitleRole::Author {
            let known = self.is_author(&placed.words());
            return (known || self.titles.contains(&words)).then_some(&AUTHOR);
        }
        // A page may shorten the title, or leave out its subtitle.
        let known = self.says_title(&placed.words())
            || (words.chars().count() >= LONG
                && self.titles.iter().any(|title| title.starts_with(&words)));
        known.then_some(&TITLE)
    }

    /// Whether a line says the authors and, after a colon, the title, and no more.
    fn says_author_and_title(&self, words: &str) -> bool {
        words.split_once(':').is_some_and(|(author, title)| {
            self.is_author(author) && self.titles.contains(&plain(title))
        })
    }

    /// Whether a line says a title, with or without its article, or with an author and a date
    /// before or after it.
    fn says_title(&self, words: &str) -> bool {
        if self.titles.contains(&plain(words)) {
            return true;
        }
        let loose = without_articles(words);
        if loose.chars().count() >= LONG && self.loose.contains(&loose) {
            return true;
        }
        let named = |word: &&str| self.surnames.contains(&plain(word));
        if !words.split_whitespace().any(|word| named(&word)) {
            return false;
        }
        let mut rest = String::new();
        let mut from = 0;
        for date in dates::find(words) {
            rest.push_str(words.get(from..date.range.start).unwrap_or(""));
            rest.push(' ');
            from = date.range.end;
        }
        rest.push_str(words.get(from..).unwrap_or(""));
        let rest: Vec<&str> = rest.split_whitespace().filter(|word| !named(word)).collect();
        let rest = without_articles(&rest.join(" "));
        // The author and a date alone stand on each page only if they stood on the first.
        let dated = rest.is_empty() && from > 0 && self.dated_author;
        dated || rest.chars().count() >= LONG && self.loose.contains(&rest)
    }
}

/// Whether a heading is only the number of a part in brackets: `(Part 2a)`.
fn counts_pages(words: &str) -> bool {
    let inner = wording::unbracketed(words);
    let part = |word: &str| {
        matches!(plain(word).as_str(), "part" | "teil" | "partie" | "parte" | "часть")
    };
    inner != words.trim()
        && wording::count_words(inner) == 2
        && inner.split_whitespace().next().is_some_and(part)
}

/// Takes the number of the part off a heading that has it before the title of the first chapter
/// in the part: the contents page has said it.
fn without_part(heading: &mut HeadingFound, said: &Said, log: &mut Log) {
    let part = heading.role == Some(crate::book::Role::Part) && !heading.title.is_empty();
    let number = heading.number.as_deref().map(|number| plain(&words_of(number)));
    if part
        && number.is_some()
        && number == said.part
        && let Some(number) = heading.number.take()
    {
        log.retire(&number, &PART);
        heading.role = wording::divisions::role_of(&words_of(&heading.title));
    }
}

/// How many letters a line has at least that is compared loosely.
const LONG: usize = 8;

/// Letters and digits of `words` without its articles.
fn without_articles(words: &str) -> String {
    let article = |word: &str| {
        matches!(
            word,
            "the"
                | "a"
                | "an"
                | "der"
                | "die"
                | "das"
                | "le"
                | "la"
                | "les"
                | "il"
                | "lo"
                | "el"
        )
    };
    words.split_whitespace().map(plain).filter(|word| !article(word)).collect()
}

fn surnames(words: &str) -> Vec<String> {
    let people = names::people(words).unwrap_or_default();
    people.iter().filter_map(|name| name.split(' ').next_back().map(plain)).collect()
}

/// Takes out of the flow of a contents page the headings under which nothing stands: they divided
/// its list of pages, which is gone, and return at the head of those pages. A first heading that
/// only announces notes goes too: the notes have been gathered, and what is left is about the text.
pub fn retire_bare(flow: Vec<Flow>, log: &mut Log) -> Vec<Flow> {
    let text = |one: &Flow| matches!(one, Flow::Passage(placed) if !placed.is_empty() && !placed.is_rule());
    let mut bare = true;
    let mut kept: Vec<Flow> = Vec::with_capacity(flow.len());
    for one in flow.into_iter().rev() {
        match one {
            Flow::Heading(heading) if bare => retire_heading(&heading, log),
            Flow::Heading(heading) => {
                bare = true;
                kept.push(Flow::Heading(heading));
            }
            passage => {
                bare &= !text(&passage);
                kept.push(passage);
            }
        }
    }
    kept.reverse();
    let first = kept.iter().position(|one| matches!(one, Flow::Heading(_)));
    if let Some(at) = first
        && matches!(kept.get(at), Some(Flow::Heading(heading)) if heads_notes(&heading.words()))
        && let Flow::Heading(heading) = kept.remove(at)
    {
        retire_heading(&heading, log);
    }
    kept
}

/// The words of a heading, letters and digits alone, without the `(Continued)` that it ends with;
/// none if it says no such thing.
fn continued(words: &str) -> Option<String> {
    let open = words.trim_end().strip_suffix([')', ']'])?.rfind(['(', '['])?;
    let (bare, said) = (words.get(..open)?, words.get(open..)?);
    let known = ["continued", "contd", "cont", "fortsetzung", "suite", "continuacion"];
    let bare = plain(bare);
    (known.contains(&plain(said).as_str()) && !bare.is_empty()).then_some(bare)
}

/// Whether a heading says no more than that notes follow.
fn heads_notes(words: &str) -> bool {
    matches!(plain(words).as_str(), "endnotes" | "notes" | "footnotes")
}

fn retire_heading(heading: &HeadingFound, log: &mut Log) {
    log.retire(heading.number.as_deref().unwrap_or(&[]), &LIST);
    log.retire(&heading.title, &LIST);
}

/// Whether a passage looks like a motto: it is a quotation, set as a small heading, or all of it is
/// stressed.
fn is_set_apart(placed: &Placed) -> bool {
    let stressed = |inline: &Inline| match inline {
        Inline::Styled(..) | Inline::LineBreak => true,
        Inline::Text(text) => text.as_str().trim().is_empty(),
        _ => false,
    };
    placed.level().is_some()
        || is_quotation(placed)
        || is_epigraph(placed)
        || placed.passage.content.iter().all(stressed)
}

/// Takes out of the flow of a page, and of its provenance, what earlier pages have said. `page` is
/// the page's number in the work: nothing of the first is a repeat but its own title.
pub fn retire(
    page: usize,
    flow: Vec<Flow>,
    lines: Vec<Line>,
    said: &mut Said,
    log: &mut Log,
) -> (Vec<Flow>, Vec<Line>) {
    let mut kept: Vec<Flow> = Vec::with_capacity(flow.len());
    let mut head = 0;
    // The title may stand again over several headings: title and subtitle.
    let mut repeating = true;
    let mut heads = Vec::new();
    let headings = flow.iter().filter(|one| matches!(one, Flow::Heading(_))).count();
    // How many of them were seen, and whether one was kept: a motto stands between the two.
    let (mut seen, mut headed) = (0, false);
    for one in flow {
        if head >= HEAD {
            kept.push(one);
            continue;
        }
        match one {
            Flow::Heading(mut heading) => {
                head += 1;
                seen += 1;
                if page > 0 {
                    without_part(&mut heading, said, log);
                }
                let words = plain(&heading.words());
                let again = said.titles.contains(&words)
                    || page > 0 && said.says_title(&heading.words());
                let title = repeating && again && !words.is_empty();
                repeating = title;
                let part = heading.role == Some(crate::book::Role::Part);
                let counts = page > 0 && headings > 1 && counts_pages(&heading.words());
                let goes_on = page > 0
                    && continued(&heading.words())
                        .is_some_and(|bare| said.chapter == Some(bare));
                let rule = match () {
                    () if title => Some(&TITLE),
                    () if goes_on => Some(&CONTINUED),
                    () if counts => Some(&PART),
                    () if page > 0 && part && said.part.as_ref() == Some(&words) => Some(&PART),
                    () => None,
                };
                if head == 1 && !title && !goes_on && !counts {
                    said.chapter = Some(words.clone());
                }
                if part && !counts {
                    said.part = Some(words);
                }
                match rule {
                    Some(rule) => {
                        log.retire(heading.number.as_deref().unwrap_or(&[]), rule);
                        log.retire(&heading.title, rule);
                        // Its marks and anchors have no place any more but what follows.
                        let mut bare = heading.from;
                        bare.iter_mut().for_each(|placed| {
                            placed.passage.kind = PassageKind::Paragraph;
                            placed.passage.content.clear();
                            if goes_on {
                                placed.passage.class.push(GOES_ON.to_owned());
                            }
                        });
                        kept.extend(bare.into_iter().map(Flow::Passage));
                    }
                    None => {
                        headed = true;
                        kept.push(Flow::Heading(heading));
                    }
                }
            }
            Flow::Passage(placed) => {
                if placed.is_empty() || placed.is_rule() {
                    kept.push(Flow::Passage(placed));
                    continue;
                }
                head += 1;
                repeating = false;
                let words = plain(&placed.words());
                let long = wording::count_words(&placed.words()) >= 4;
                let motto = !headed && seen < headings || is_set_apart(&placed);
                if page > 0 && long && motto && said.heads.contains(&words) {
                    log.retire_passage(&placed.passage, &EPIGRAPH);
                    continue;
                }
                if head == 1 && said.says_author_and_title(&placed.words()) {
                    log.retire_passage(&placed.passage, &TITLE);
                    continue;
                }
                heads.push(words);
                kept.push(Flow::Passage(placed));
            }
        }
    }
    said.heads.extend(heads);
    let lines = lines.into_iter().filter(|line| {
        if line.standing == Standing::Text {
            return true;
        }
        let new = said.credits.insert(plain(&words_of(&line.content)));
        if !new && page > 0 {
            log.retire(&line.content, &CREDIT);
            return false;
        }
        true
    });
    (kept, lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::title::Weighed;

    fn placed(words: &str) -> Placed {
        let text = crate::book::Text::verbatim(words, 0);
        Placed {
            home: crate::structure::notes::Home { leaf: 0, passage: 0 },
            passage: crate::book::Passage::paragraph(vec![crate::book::Inline::Text(text)]),
        }
    }

    fn said() -> Said {
        let line = |words: &str, role| (placed(words), Weighed { role, reason: "" });
        let mut said = Said::default();
        said.remember(&[
            line("Paul Lafargue", TitleRole::Author),
            line("The Right To Be Lazy", TitleRole::Title),
        ]);
        said
    }

    #[test]
    fn title_and_author_are_known_again() {
        let said = said();
        let title = said.repeated(&placed("The Right to be Lazy"), TitleRole::Title);
        assert_eq!(title.map(|rule| rule.id), Some("repeat/title"));
        let author = said.repeated(&placed("P. Lafargue"), TitleRole::Author);
        assert_eq!(author.map(|rule| rule.id), Some("repeat/author"));
    }

    #[test]
    fn authors_with_the_title_after_a_colon_are_a_repeat() {
        assert!(said().says_author_and_title("P. Lafargue: The Right to be Lazy"));
        assert!(!said().says_author_and_title("P. Lafargue: The Right to Work"));
        assert!(!said().says_author_and_title("Jules Guesde: The Right to be Lazy"));
    }

    #[test]
    fn another_title_or_another_author_is_no_repeat() {
        let said = said();
        assert_eq!(said.repeated(&placed("The Right to Work"), TitleRole::Title), None);
        assert_eq!(said.repeated(&placed("Karl Kautsky"), TitleRole::Author), None);
    }

    #[test]
    fn a_heading_says_in_brackets_that_it_goes_on() {
        assert_eq!(continued("Chapter I (Continued)").as_deref(), Some("chapteri"));
        assert_eq!(continued("Chapter I (To be continued)"), None);
        assert_eq!(continued("How the Revolution Continued"), None);
    }
}
