//! The title page of a printed book as plain text gives it: all its lines, set apart by nothing.

use super::super::blocks::is_ornament;
use super::super::placed::{self, Placed};
use super::super::wording::{self, dates, divisions, names, plain};
use super::{Clues, Weighed};
use crate::book::{Effect, Form, Inline, Log, PassageKind, Rule, TitleRole};

/// Takes ornaments out of a title page.
pub static ORNAMENT: Rule = Rule {
    id: "title/ornament",
    effect: Effect::Strips,
    does: "A row of stars or dashes among the lines of a title page, or between them and the first heading, goes, and a word for a picture that is not there.",
    why: "It stands for the rules and vignettes of the printed page; the edition’s title page has looks of its own, and no text is parted from anything there.",
    example: "[Illustration: Logo]",
};

/// A leaf without the ornament that parts its title, which was taken, from its first heading.
pub fn without_first_ornament(mut rest: Vec<Placed>, log: &mut Log) -> Vec<Placed> {
    let spaced = |placed: &Placed| placed.is_empty() || placed.is_rule();
    let mut shown = rest.iter().enumerate().filter(|(_, placed)| !spaced(placed));
    let first = shown.next().filter(|(_, one)| is_ornament(&one.words()) && one.is_bare());
    let heads = |one: &Placed| one.level().is_some() && !is_ornament(&one.words());
    if let (Some((at, _)), Some((_, next))) = (first, shown.next())
        && heads(next)
    {
        log.retire_passage(&rest.remove(at).passage, &ORNAMENT);
    }
    rest
}

/// The most words by which a transcriber says what vignette stood on a title page.
const VIGNETTE: usize = 2;

/// Whether a line of a title page says in a few words what picture stood there, and the picture is
/// not at hand.
pub fn is_vignette(placed: &Placed) -> bool {
    let PassageKind::Image(image) = &placed.passage.kind else { return false };
    let words = placed.words();
    let ornament = words.split_whitespace().map(plain).any(|word| {
        [
            "logo",
            "emblem",
            "device",
            "decoration",
            "ornament",
            "vignette",
            "seal",
            "crest",
            "label",
        ]
        .contains(&word.as_str())
    });
    image.image.is_none()
        && image.alt.is_none()
        && ornament
        && wording::count_words(&words) <= VIGNETTE
}

/// The lines of a printed title page with those of its cover that say what it costs and where it
/// was printed under the others: a cover has them in a corner, and they are no part of a title.
pub fn imprint_last(lines: Vec<(Placed, Weighed)>) -> Vec<(Placed, Weighed)> {
    let is_imprint = |(placed, weighed): &(Placed, Weighed)| {
        !matches!(weighed.role, TitleRole::Title | TitleRole::Author)
            && is_of_trade(&placed.words())
    };
    let (mut imprint, mut ordered): (Vec<_>, Vec<_>) = lines.into_iter().partition(is_imprint);
    for (_, weighed) in &mut imprint {
        *weighed =
            Weighed { role: TitleRole::Other, reason: "it says the price or the printer" };
    }
    ordered.append(&mut imprint);
    ordered
}

/// Whether a short line states a price or where the book was printed.
fn is_of_trade(words: &str) -> bool {
    const COINS: &[&str] = &["cents", "cent", "pence", "penny", "shilling", "shillings"];
    let bare: Vec<String> = words.split_whitespace().map(plain).collect();
    let starts = |start: &[&str]| {
        bare.iter().map(String::as_str).take(start.len()).eq(start.iter().copied())
    };
    const NUMBERS: &[&str] = &[
        "one", "two", "three", "four", "five", "six", "ten", "twelve", "fifteen", "twenty",
        "fifty",
    ];
    let is_number =
        |word: &str| NUMBERS.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit());
    // `25 cents`, `NEW EDITION TWO PENCE`, and no “Dollars and Cents”.
    let coin = matches!(bare.as_slice(), [.., number, coin]
        if COINS.contains(&coin.as_str()) && is_number(number));
    bare.len() <= 8
        && (coin
            || starts(&["price"]) && words.chars().any(|c| c.is_ascii_digit())
            || starts(&["printed", "in"])
            || starts(&["printed", "by"]))
}

/// The most words that a line of a title page has.
const LONGEST: usize = 25;

/// The most passages of a title page, half-title and imprint included.
const MOST: usize = 40;

/// How many of the first passages are the title page of the book that the archive’s header names:
/// short passages up to the first heading or running text, of which one says that title.
pub fn title_page(passages: &[Placed], clues: &Clues, form: Form) -> Option<usize> {
    let library = matches!(form, Form::Plain | Form::Html);
    let stated = plain(clues.stated_title.as_deref().filter(|_| library)?);
    let line = |nth: usize| passages.get(nth).is_some_and(is_line);
    let end = (0..passages.len().min(MOST))
        .find(|nth| !(line(*nth) || is_volume(passages.get(*nth)) && line(nth + 1)))?;
    let lines = passages.get(..end)?;
    let says = |placed: &Placed| {
        let words = plain(&placed.words());
        words.chars().count() > 5 && (stated.contains(&words) || words.starts_with(&stated))
    };
    if !lines.iter().any(says) {
        return None;
    }
    // The line right above running text is its heading, if it is neither name nor title.
    let running = passages.get(end).is_some_and(|next| !is_division(&next.words()));
    let heads = |last: &&Placed| !says(last) && names::people(&last.words()).is_none();
    let headed = running && lines.last().filter(heads).is_some();
    Some(end - usize::from(headed))
}

fn is_line(placed: &Placed) -> bool {
    let words = placed.words();
    let kind = matches!(
        placed.passage.kind,
        PassageKind::Paragraph
            | PassageKind::Heading(_)
            | PassageKind::Lines
            | PassageKind::Image(_)
            | PassageKind::Rule
    );
    let whole = placed::words_of(&placed.passage.content);
    let first = whole.lines().next().unwrap_or("");
    kind && !is_division(first) && wording::count_words(&words) <= LONGEST
}

/// Whether a line says which volume of a set the book is.
fn is_volume(placed: Option<&Placed>) -> bool {
    const WORDS: &[&str] = &["volume", "vol", "band", "bd", "tome"];
    let words = placed.map(Placed::words).unwrap_or_default();
    let first = words.split(' ').next().map(plain).unwrap_or_default();
    WORDS.contains(&first.as_str()) && divisions::is_number_alone(&words)
}

/// Whether a line heads a part of the book: a number, `Preface`, `Translator's Preface`, `Contents`.
fn is_division(words: &str) -> bool {
    const LAST: &[&str] =
        &["preface", "introduction", "foreword", "contents", "note", "vorwort", "einleitung"];
    let bare = plain(words);
    let named =
        wording::count_words(words) <= 4 && LAST.iter().any(|last| bare.ends_with(last));
    let year = dates::whole(words).is_some();
    let named = named || bare.starts_with("contentsof");
    named || divisions::role_of(words).is_some() || divisions::is_number_alone(words) && !year
}

/// Whether a line is a `by`, or a `translated by`, with the name still to come.
fn ends_with_by(words: &str) -> bool {
    let last = words.split_whitespace().next_back().map(plain);
    last.as_deref() == Some("by") && wording::count_words(words) <= 3
}

/// The lines of a title page, each by itself but for those that say the title together and for a
/// `by`, which stands with the name after it.
pub fn title_page_lines(passages: Vec<Placed>, clues: &Clues) -> Vec<Placed> {
    let stated = clues.stated_title.as_deref().map(plain).unwrap_or_default();
    let mut lines: Vec<Placed> = Vec::new();
    for mut whole in passages {
        let words = whole.words();
        if is_ornament(&words) || stated.starts_with(&plain(&words)) {
            lines.push(whole);
            continue;
        }
        for content in placed::lines(std::mem::take(&mut whole.passage.content)) {
            match lines.last_mut() {
                Some(by) if ends_with_by(&by.words()) => {
                    by.passage.content.push(Inline::LineBreak);
                    by.passage.content.extend(content);
                }
                _ => {
                    let mut line = whole.clone();
                    whole.passage.anchors.clear();
                    line.passage.content = content;
                    lines.push(line);
                }
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Passage, Text};
    use crate::structure::notes::Home;

    fn passages(lines: &[&str]) -> Vec<Placed> {
        let text = |line: &&str| vec![Inline::Text(Text::verbatim(*line, 0))];
        let place = |line| Placed {
            home: Home { leaf: 0, passage: 0 },
            passage: Passage::paragraph(text(line)),
        };
        lines.iter().map(place).collect()
    }

    fn clues(title: &str) -> Clues {
        Clues { stated_title: Some(title.into()), ..Clues::default() }
    }

    #[test]
    fn a_title_page_ends_at_the_first_heading() {
        let page = passages(&["25 CENTS", "SOCIALISM", "By Frederick Engels", "PREFACE", "It"]);
        let clues = clues("Socialism: Utopian and Scientific");
        assert_eq!(title_page(&page, &clues, Form::Plain), Some(3));
        assert_eq!(title_page(&page, &clues, Form::Muse), None);
    }

    #[test]
    fn the_number_of_a_volume_is_no_part_of_the_text() {
        let page = passages(&["THE IRON HEEL", "VOLUME VI", "New York", "CHAPTER I", "It"]);
        assert_eq!(title_page(&page, &clues("The Iron Heel"), Form::Plain), Some(3));
        let page = passages(&["THE IRON HEEL", "VOLUME I", "CHAPTER I", "It"]);
        assert_eq!(title_page(&page, &clues("The Iron Heel"), Form::Plain), Some(1));
    }

    #[test]
    fn the_line_above_running_text_heads_it() {
        let text = "There is a ".to_owned() + &"long sentence ".repeat(20);
        let page = passages(&["THE IRON HEEL", "Jack London", "A Pledge", &text]);
        assert_eq!(title_page(&page, &clues("The Iron Heel"), Form::Plain), Some(2));
    }

    #[test]
    fn prices_and_printers_stand_last() {
        for line in [
            "25 CENTS",
            "New Edition (enlarged) TWO PENCE",
            "PRICE - - - 2d.",
            "PRINTED IN U.S.A.",
        ] {
            assert!(is_of_trade(line), "{line}");
        }
        for line in [
            "Price and Profit",
            "Value, Price and Profit",
            "The Penny Press",
            "CENTS",
            "Dollars and Cents",
        ] {
            assert!(!is_of_trade(line), "{line}");
        }
    }

    #[test]
    fn by_stands_with_the_name() {
        let lines =
            |lines: &[&str]| title_page_lines(passages(lines), &clues("Socialism")).len();
        assert_eq!(lines(&["SOCIALISM", "BY", "FREDERICK ENGELS"]), 2);
        assert_eq!(lines(&["SOCIALISM", "TRANSLATED BY", "LADY WALLACE."]), 2);
        assert_eq!(lines(&["SOCIALISM", "The Days Gone By", "FREDERICK ENGELS"]), 3);
    }

    #[test]
    fn short_lines_that_never_say_the_title_are_no_title_page() {
        let page = passages(&["To M. L.", "Dear friend,", "I", "It was in May."]);
        assert_eq!(title_page(&page, &clues("The Iron Heel"), Form::Plain), None);
    }
}
