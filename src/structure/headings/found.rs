//! Which passages of a leaf are headings, and of what rank.

use super::super::notes::Home;
use super::super::placed::{Placed, all_in, lines, trim_breaks, words_of};
use super::super::wording::{self, dates, divisions, names};
use super::lines::{MarkUp, by_look};
use super::listed::listed;
use crate::book::{EnclosureKind, Form, Inline, PassageKind, Role, Style};

/// A passage of the text, or a heading in it.
#[derive(Clone, Debug)]
pub enum Flow {
    /// A heading.
    Heading(HeadingFound),
    /// Anything else.
    Passage(Placed),
}

/// A heading as it was found.
#[derive(Clone, Debug)]
pub struct HeadingFound {
    /// Its rank: a section of a higher rank stands inside one of a lower.
    pub rank: u8,
    /// What its words say the section is.
    pub role: Option<Role>,
    /// The number on a line of its own.
    pub number: Option<Vec<Inline>>,
    /// The title.
    pub title: Vec<Inline>,
    /// The passages that it was made of: their places and anchors.
    pub from: Vec<Placed>,
}

impl HeadingFound {
    /// The words of number and title, on one line.
    pub fn words(&self) -> String {
        let number = self.number.as_deref().map(words_of).unwrap_or_default();
        wording::one_space(&format!("{number} {}", words_of(&self.title)))
    }
}

/// The class of a passage of a plain text that stands in a printed list of contents.
pub const LISTED: &str = "printed-contents";

/// What a heading by mark-up really is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Really {
    Heading,
    /// A date, a byline or an ornament, a sentence set as a motto: it stays in the flow.
    Text,
    /// A motto.
    Motto,
}

/// Finds the headings of a leaf; `is_author` says whether a line names the work’s authors.
pub fn find(passages: Vec<Placed>, form: Form, is_author: &dyn Fn(&str) -> bool) -> Vec<Flow> {
    let marked: Vec<Really> = marked(&passages, is_author);
    let has_headings = marked.contains(&Really::Heading);
    let mark_up = if has_headings { MarkUp::HasHeadings } else { MarkUp::HasNone };
    let listed = listed(&passages);
    let looks = by_look(&passages, &listed, form, mark_up);
    let single = single_next(&passages, &marked);
    let mut flow: Vec<Flow> = Vec::with_capacity(passages.len());
    for (nth, mut placed) in passages.into_iter().enumerate() {
        if form == Form::Plain && listed.get(nth) == Some(&true) {
            placed.passage.class.push(LISTED.to_owned());
        }
        let level = placed.level();
        let really = marked.get(nth).copied().unwrap_or(Really::Text);
        match level {
            Some(level) if really == Really::Heading => {
                let is_title = single.get(nth).copied().unwrap_or(false);
                let under = if is_title { Under::Number } else { Under::Nothing };
                add(&mut flow, heading(placed, level * 2), under);
            }
            Some(_) => {
                placed.passage.kind = PassageKind::Paragraph;
                if really == Really::Motto {
                    placed.passage.class.push("epigraph".into());
                }
                flow.push(Flow::Passage(placed));
            }
            None => match looks.get(nth).copied().flatten() {
                Some(rank) => {
                    add(&mut flow, heading(placed, rank), Under::Number);
                }
                None => flow.push(Flow::Passage(placed)),
            },
        }
    }
    flow
}

/// What a heading may be the title of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Under {
    /// The number that stands alone above it, if one does.
    Number,
    /// It stands for itself.
    Nothing,
}

/// Adds a heading; one that follows a heading which is only a number becomes its title where
/// it may.
fn add(flow: &mut Vec<Flow>, heading: HeadingFound, under: Under) {
    // `(Cont’d)` under a chapter's heading belongs to it.
    if let Some(Flow::Heading(before)) = flow.last_mut()
        && heading.number.is_none()
        && says_goes_on(&words_of(&heading.title))
    {
        if !before.title.is_empty() {
            before.title.push(Inline::LineBreak);
        }
        before.title.extend(heading.title);
        before.from.extend(heading.from);
        return;
    }
    if under == Under::Number
        && heading.number.is_none()
        && let Some(Flow::Heading(before)) = flow.last_mut()
        && before.title.is_empty()
    {
        before.title = heading.title;
        before.role = before.role.or(heading.role);
        before.from.extend(heading.from);
        return;
    }
    flow.push(Flow::Heading(heading));
}

/// Whether a heading says no more than that the one before it goes on.
fn says_goes_on(words: &str) -> bool {
    let inner = wording::unbracketed(words);
    inner != words.trim()
        && matches!(
            wording::plain(inner).as_str(),
            "continued" | "contd" | "cont" | "fortsetzung" | "suite"
        )
}

/// The rank of the head of a part that the contents page names: it stands over whatever a page
/// begins with.
pub const PART_RANK: u8 = 0;

/// The head of a part, as the contents page names it, over the page at `home`.
pub fn part(content: Vec<Inline>, home: Home) -> HeadingFound {
    let passage = crate::book::Passage::paragraph(content);
    HeadingFound { role: Some(Role::Part), ..heading(Placed { home, passage }, PART_RANK) }
}

/// What the contents page calls a page without a heading, over the page at `home`.
pub fn named(content: Vec<Inline>, home: Home) -> HeadingFound {
    heading(Placed { home, passage: crate::book::Passage::paragraph(content) }, 2)
}

/// The class of the heading of a page that another than the author of the work wrote.
pub const BY_ANOTHER: &str = "by-another";

fn heading(mut placed: Placed, rank: u8) -> HeadingFound {
    trim_breaks(&mut placed.passage.content);
    let words = placed.words();
    let article = placed.is_classed(&[BY_ANOTHER]).then_some(Role::Article);
    let role = divisions::role_of(&words).or(article);
    let bare = Placed {
        home: placed.home,
        passage: crate::book::Passage {
            kind: PassageKind::Paragraph,
            content: placed.passage.content.clone(),
            ..crate::book::Passage::paragraph(Vec::new())
        },
    };
    let mut from = bare;
    from.passage.anchors = placed.passage.anchors;
    let (number, title) = number_and_title(placed.passage.content);
    HeadingFound { rank, role, number, title, from: vec![from] }
}

/// Number and title of a heading: a first line that is only a number stands by itself.
fn number_and_title(content: Vec<Inline>) -> (Option<Vec<Inline>>, Vec<Inline>) {
    let words = words_of(&content);
    let first = words.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
    if !divisions::is_number_alone(first) {
        return (None, content);
    }
    let mut lines = lines(content);
    if lines.len() < 2 {
        return (lines.pop(), Vec::new());
    }
    let mut title = Vec::new();
    let rest = lines.split_off(1);
    for line in rest {
        if !title.is_empty() {
            title.push(Inline::LineBreak);
        }
        title.extend(line);
    }
    (lines.pop(), title)
}

/// What stands before a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Title matter alone.
    Start,
    /// Another heading, with nothing between.
    Heading,
    /// Text.
    Text,
}

/// What each heading by mark-up really is.
fn marked(passages: &[Placed], is_author: &dyn Fn(&str) -> bool) -> Vec<Really> {
    let mut really: Vec<Really> = Vec::with_capacity(passages.len());
    let mut before = Before::Start;
    let dates = dividing_dates(passages);
    for (nth, placed) in passages.iter().enumerate() {
        let is = match placed.level() {
            None => {
                if !placed.is_empty() && !placed.is_rule() {
                    before = Before::Text;
                }
                Really::Text
            }
            Some(_) if closes(&placed.words()) && !heads_text(passages, nth) => Really::Text,
            Some(level) => {
                let is = classify(placed, level, before, dates, is_author);
                if is == Really::Heading {
                    before = Before::Heading;
                }
                is
            }
        };
        really.push(is);
    }
    really
}

/// How many headings that are dates stand after text: several of them divide a diary, or a series
/// of dated pieces.
fn dividing_dates(passages: &[Placed]) -> usize {
    let mut after_text = false;
    let mut count = 0;
    for placed in passages {
        if placed.level().is_none() {
            after_text |= !placed.is_empty() && !placed.is_rule();
        } else {
            count += usize::from(after_text && is_date(&placed.words()));
            after_text = false;
        }
    }
    count
}

fn is_date(words: &str) -> bool {
    dates::whole(words).is_some() || dates::is_dateline(words)
}

fn classify(
    placed: &Placed,
    level: u8,
    before: Before,
    dates: usize,
    is_author: &dyn Fn(&str) -> bool,
) -> Really {
    let words = placed.words();
    let count = wording::count_words(&words);
    let after_heading = before != Before::Text;
    let inside = placed.passage.within.iter().any(|around| {
        matches!(
            around.kind,
            EnclosureKind::Quotation
                | EnclosureKind::Verse
                | EnclosureKind::Item
                | EnclosureKind::Note(_)
        )
    });
    if count == 0 || inside {
        return Really::Text;
    }
    // `by …`, or the work's author once more, under a heading is a byline.
    let by = words != names::without_by(&words) && names::people(&words).is_some();
    let whole = words_of(&placed.passage.content);
    let first = whole.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
    if after_heading && (by || is_author(first)) {
        return Really::Text;
    }
    // A date under a heading dates the letter or the article; dates that divide a diary stay.
    let divides = match before {
        Before::Start => dates > 0,
        Before::Heading => false,
        Before::Text => dates > 1,
    };
    let month = dates::whole(&words).map(|date| date.month.is_some());
    let dated = match month {
        Some(month) => month,
        None => after_heading && dates::is_dateline(&words),
    };
    if dated && !divides || before == Before::Heading && dates::is_day(&words) {
        return Really::Text;
    }
    if is_remark(&words) {
        return Really::Text;
    }
    let numbered = divisions::numbered(&words).is_some();
    let sentence = wording::ends_sentence(&words) && !words.ends_with(['?', '!', ':']);
    let attributed = words.contains(['–', '—']) && all_or_part_quoted(placed, &words);
    if level >= 4 && !numbered && ((count >= 14 && sentence) || (count >= 8 && attributed)) {
        return if after_heading { Really::Motto } else { Really::Text };
    }
    if count > 45 {
        return Really::Text;
    }
    Really::Heading
}

/// Words that a paragraph of running text has more than.
const RUNNING: usize = 20;

/// Whether a line says that the text is at its end.
fn closes(words: &str) -> bool {
    const ENDS: &[&str] =
        &["theend", "end", "finis", "fin", "ende", "fine", "fim", "конец", "tobecontinued"];
    ENDS.contains(&wording::plain(words).as_str())
}

/// Whether running text stands under the heading at `nth`, before the next heading.
fn heads_text(passages: &[Placed], nth: usize) -> bool {
    let under = passages.iter().skip(nth + 1).take_while(|placed| placed.level().is_none());
    under.into_iter().any(|placed| {
        placed.passage.kind == PassageKind::Paragraph
            && wording::count_words(&placed.words()) > RUNNING
    })
}

/// Whether a line is a remark in brackets on what it stands under, not a heading of its own.
fn is_remark(words: &str) -> bool {
    let inner = wording::unbracketed(words);
    inner != words.trim() && wording::count_words(inner) > 6
}

/// Whether a line ends with a dash and a name in other type, or stands in quotes before one.
fn all_or_part_quoted(placed: &Placed, words: &str) -> bool {
    let Some((before, after)) = words.rsplit_once(['–', '—']) else { return false };
    let by = wording::count_words(after) <= 6
        && names::people(after.trim()).is_some_and(|people| people.len() == 1);
    let single = wording::count_words(after) == 1;
    let before = before.trim();
    let quoted = before.starts_with(['“', '"', '‘', '«']) || wording::ends_sentence(before);
    let styled = placed.passage.content.iter().any(|inline| {
        matches!(inline, Inline::Styled(Style::Emphasis, inner) if all_in(inner, Style::Emphasis) || after.trim() == words_of(inner).trim())
    });
    (by || single) && (quoted || styled)
}

/// For each passage, whether it is a heading that follows a number alone and has no sibling of
/// its level before the next number: such a heading is the number's title.
fn single_next(passages: &[Placed], marked: &[Really]) -> Vec<bool> {
    let headings: Vec<(usize, u8, String)> = passages
        .iter()
        .enumerate()
        .filter(|(nth, _)| marked.get(*nth) == Some(&Really::Heading))
        .filter_map(|(nth, placed)| Some((nth, placed.level()?, placed.words())))
        .collect();
    let mut single = vec![false; passages.len()];
    for pair in headings.windows(2) {
        let [(at, level, words), (next, next_level, next_words)] = pair else { continue };
        let between = passages.get(at + 1..*next).unwrap_or(&[]);
        let adjacent = between.iter().all(|placed| placed.is_empty());
        if !adjacent
            || !divisions::is_number_alone(words)
            || divisions::numbered(next_words).is_some()
        {
            continue;
        }
        let deeper = next_level > level;
        // Headings of the same level as the title, before the next of the number's level, are
        // its brothers: then it is the first inner heading and no title.
        let after = headings.iter().skip_while(|(nth, ..)| nth <= next);
        let brothers = after
            .take_while(|(_, other, _)| other > level)
            .filter(|(_, other, _)| other == next_level)
            .count();
        if let Some(slot) = single.get_mut(*next) {
            *slot = !deeper || brothers == 0;
        }
    }
    single
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Passage, Text};
    use crate::structure::notes::Home;

    fn heading_of(level: u8, words: &str) -> Placed {
        let mut content: Vec<Inline> = Vec::new();
        for line in words.split('\n') {
            if !content.is_empty() {
                content.push(Inline::LineBreak);
            }
            content.push(Inline::Text(Text::verbatim(line, 0)));
        }
        let mut passage = Passage::paragraph(content);
        passage.kind = PassageKind::Heading(level);
        Placed { home: Home { leaf: 0, passage: 0 }, passage }
    }

    #[test]
    fn a_number_on_its_own_line_stands_apart_from_the_title() {
        let found = heading(heading_of(3, "Chapter I\nA Disastrous Dogma"), 6);
        assert!(found.number.is_some());
        assert_eq!(words_of(&found.title), "A Disastrous Dogma");
        let whole = heading(heading_of(3, "A Disastrous\nDogma"), 6);
        assert!(whole.number.is_none());
    }

    #[test]
    fn a_byline_or_a_date_under_a_heading_is_text() {
        let is =
            |words: &str| classify(&heading_of(4, words), 4, Before::Heading, 1, &|_| false);
        assert_eq!(is("March 8"), Really::Text);
        assert_eq!(is("by Karl Kautsky"), Really::Text);
        assert_eq!(is("12 May 1890"), Really::Text);
        assert_eq!(is("The Historical Role of Capitalism"), Really::Heading);
    }

    #[test]
    fn dates_that_divide_a_page_are_headings() {
        let is = |before, dates| {
            classify(&heading_of(3, "Mexico City, May 31, 1938"), 3, before, dates, &|_| false)
        };
        assert_eq!(is(Before::Start, 2), Really::Heading);
        assert_eq!(is(Before::Text, 2), Really::Heading);
        assert_eq!(is(Before::Start, 0), Really::Text);
        assert_eq!(is(Before::Heading, 2), Really::Text);
    }

    #[test]
    fn the_end_is_a_heading_where_text_follows() {
        let mut text = heading_of(4, &"It went on for many words. ".repeat(5));
        text.passage.kind = PassageKind::Paragraph;
        let mut signed = heading_of(4, "Paris, 1850");
        signed.passage.kind = PassageKind::Paragraph;
        let last = |words: &str, after: &[Placed]| {
            let leaf = [&[text.clone(), heading_of(4, words)], after].concat();
            marked(&leaf, &|_| false)[1]
        };
        assert_eq!(last("THE END", &[]), Really::Text);
        assert_eq!(last("THE END", std::slice::from_ref(&signed)), Really::Text);
        let tale = [heading_of(4, "Another Tale"), text.clone()];
        assert_eq!(last("Fin", &tale), Really::Text);
        assert_eq!(last("The End", &[signed.clone(), text.clone()]), Really::Heading);
        assert_eq!(last("The End of an Epoch", &[]), Really::Heading);
    }

    #[test]
    fn a_remark_in_brackets_is_no_heading() {
        let is = |words: &str| classify(&heading_of(4, words), 4, Before::Text, 0, &|_| false);
        let remark = "[A reply to The New Leader, ‘Trotsky on our sins’ by Bertrand Russell]";
        assert_eq!(is(remark), Really::Text);
        assert_eq!(is("[Introduction]"), Really::Heading);
    }
}
