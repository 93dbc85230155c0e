//! Dates in running words, in the languages of the archives.

use std::ops::Range;

use super::months::{COMPANIONS, MONTHS};
use crate::book::Date;

/// A date as it stands in a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// The bytes that say it.
    pub range: Range<usize>,
    /// What they say.
    pub date: Date,
}

/// A word or a number of a string.
#[derive(Clone, Debug)]
struct Token {
    range: Range<usize>,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// A number of one to four digits, and whether an ordinal ending or stop makes it a day.
    Number(u32, usize),
    /// A month, by its number.
    Month(u8),
    /// `of`, `de`: between a day and a month, a month and a year.
    Of,
    Other,
}

/// All dates in `text`, from left to right. Only years from 1500 to 2099 count.
pub fn find(text: &str) -> Vec<FoundDate> {
    if !may_hold_year(text) {
        return Vec::new();
    }
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let date = tokens.get(at..).and_then(|rest| read(text, rest));
        match date.filter(|_| !is_issue(text, tokens[at].range.start)) {
            Some((date, used)) => {
                let last = at + used - 1;
                let range = tokens[at].range.start..tokens[last].range.end;
                found.push(FoundDate { range, date });
                at += used;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether four figures stand together in `text`: no date is without a year.
fn may_hold_year(text: &str) -> bool {
    text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit))
}

/// The first date in `text`.
pub fn first(text: &str) -> Option<Date> {
    find(text).into_iter().map(|found| found.date).next()
}

/// The date that the whole of `text` says, brackets, seasons and words such as `about` aside.
pub fn whole(text: &str) -> Option<Date> {
    if text.len() > 120 {
        return None;
    }
    let found = find(text);
    let date = found.first()?.date;
    let mut rest = String::new();
    let mut from = 0;
    for one in &found {
        rest.push_str(text.get(from..one.range.start).unwrap_or(""));
        rest.push(' ');
        from = one.range.end;
    }
    rest.push_str(text.get(from..).unwrap_or(""));
    let mut words = rest.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let spare = words.all(|word| {
        let word = super::plain(word);
        COMPANIONS.contains(&word.as_str()) || month(&word).is_some() || ordinal_ending(&word)
    });
    spare.then_some(date)
}

/// Whether `text` is a day and a month, the year left to the reader: `March 8`, `(den 2. Mai)`.
pub fn is_day(text: &str) -> bool {
    let tokens = tokens(text);
    let day = |kind: &Kind| matches!(kind, Kind::Number(1..=31, 1..=2));
    let month = |kind: &Kind| matches!(kind, Kind::Month(_));
    let companion = |token: &&Token| {
        let word = text.get(token.range.clone()).map(super::plain).unwrap_or_default();
        !day(&token.kind)
            && !month(&token.kind)
            && token.kind != Kind::Of
            && (word == "the" || !COMPANIONS.contains(&word.as_str()))
            && !ordinal_ending(&word)
    };
    let count = |wanted: &dyn Fn(&Kind) -> bool| {
        tokens.iter().filter(|token| wanted(&token.kind)).count()
    };
    (1..=2).contains(&count(&day))
        && (1..=2).contains(&count(&month))
        && !tokens.iter().any(|token| companion(&token))
}

/// Whether `text` is a place and a date, or a date alone: `London, April 20, 1892`.
pub fn is_dateline(text: &str) -> bool {
    if text.len() > 100 || super::count_words(text) > 10 {
        return false;
    }
    if whole(text).is_some() {
        return find(text).iter().any(|found| found.date.month.is_some());
    }
    if let Some(rewritten) = in_full_order(text) {
        return is_dateline(&rewritten);
    }
    let Some(found) = find(text).into_iter().next_back() else { return false };
    if found.date.month.is_none() {
        return false;
    }
    let before =
        text.get(..found.range.start).unwrap_or("").trim_end_matches([' ', ',', '.', '(']);
    let after = text.get(found.range.end..).unwrap_or("");
    // `1899 г.`: the word for the year stands behind it in Slavic languages.
    let year_word = matches!(super::plain(after).as_str(), "г" | "года" | "r" | "roku");
    let short_after = year_word || !after.chars().any(char::is_alphabetic);
    let words: Vec<&str> = before.split_whitespace().collect();
    let capital =
        |word: &&str| word.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_uppercase);
    let small = ["den", "the", "of", "le", "de", "am", "on", "near", "bei", "in", "upon", "d."];
    let placed = words.iter().all(|word| capital(word) || small.contains(word));
    short_after && words.len() <= 6 && placed && !before.ends_with([':', ';', '?', '!'])
}

/// Whether `text` is a place of one word, or one that begins as names of towns do, and a year:
/// `LONDON, 1895.` It is a dateline only where one may stand; what may be a person’s name is none.
pub fn is_place_and_year(text: &str) -> bool {
    let Some(found) = find(text).into_iter().next_back() else { return false };
    let before = text.get(..found.range.start).unwrap_or("").trim_end();
    let Some(place) = before.strip_suffix(',') else { return false };
    let after = text.get(found.range.end..).unwrap_or("");
    let named = |word: &str| word.starts_with(char::is_uppercase);
    found.date.month.is_none()
        && !after.chars().any(char::is_alphanumeric)
        && is_town(place)
        && place.split_whitespace().all(named)
        && super::names::known(place).is_none()
}

/// Whether a name is a town’s by its form: one word, or one after a word that the names of towns
/// begin with and those of persons and periodicals do not.
pub fn is_town(place: &str) -> bool {
    const FIRST: &[&str] = &["new", "san", "st", "saint", "los", "las", "rio", "buenos", "bad"];
    let mut words = place.split_whitespace();
    let Some(first) = words.next() else { return false };
    match words.clone().count() {
        0 => first.starts_with(char::is_uppercase),
        1 | 2 => FIRST.contains(&super::plain(first).as_str()),
        _ => false,
    }
}

/// Whether `text` is a place, a day and a month, the year left to the reader: `Moscow, November 14`.
/// It is a dateline only where one may stand.
pub fn is_place_and_day(text: &str) -> bool {
    let Some((place, day)) = text.trim().split_once(',') else { return false };
    let named = |word: &str| word.starts_with(char::is_uppercase);
    (1..=3).contains(&super::count_words(place))
        && place.split_whitespace().all(named)
        && super::count_words(day) <= 4
        && is_day(day)
}

/// A line with its date in the usual form where letters end it otherwise: with two figures for the
/// year (`London, 14. Juli 93`; which century it was matters to no dateline), or with the year
/// before the month (`Vienna, 1913, January`).
fn in_full_order(text: &str) -> Option<String> {
    let tokens = tokens(text);
    let two = tokens.len().checked_sub(2)?;
    let (last, before) = (tokens.get(two..)?, tokens.get(two.wrapping_sub(1)));
    let said = |token: &Token| text.get(token.range.clone()).unwrap_or("");
    match last {
        [month, Token { kind: Kind::Number(32..=99, 2), range }]
            if matches!(month.kind, Kind::Month(_))
                && before
                    .is_some_and(|day| matches!(day.kind, Kind::Number(1..=31, 1..=2))) =>
        {
            let (start, year) = text.split_at_checked(range.start)?;
            Some(format!("{start}18{year}"))
        }
        [year, month]
            if matches!(year.kind, Kind::Number(1500..=2099, 4))
                && matches!(month.kind, Kind::Month(_)) =>
        {
            let start = text.get(..year.range.start)?;
            Some(format!("{start}{} {}", said(month), said(year)))
        }
        _ => None,
    }
}

/// Whether the number at `at` counts issues or volumes: `No. 10 October 1909` has no day.
fn is_issue(text: &str, at: usize) -> bool {
    const LONGEST: usize = 5;
    let before = text.get(..at).unwrap_or("").trim_end();
    let from = before.char_indices().rev().nth(LONGEST).map_or(0, |(from, _)| from);
    let before = before.get(from..).unwrap_or("").to_lowercase();
    ["no.", "no", "nos.", "nr.", "vol.", "n°", "nº", "n.º", "№", "#", "p.", "pp.", "s."]
        .iter()
        .any(|word| {
            before.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
        })
}

/// Reads one date from the first tokens; gives it with how many tokens it takes.
fn read(text: &str, tokens: &[Token]) -> Option<(Date, usize)> {
    let kind = |nth: usize| tokens.get(nth).map(|token| &token.kind);
    let joined = |nth: usize| joined(text, tokens, nth);
    let skip = |nth: usize| nth + usize::from(kind(nth) == Some(&Kind::Of));
    match kind(0)? {
        Kind::Number(day, 1..=2) if (1..=31).contains(day) => {
            let day = u8::try_from(*day).ok()?;
            if let Some(numeric) = numeric(text, tokens) {
                return Some(numeric);
            }
            // A span of days, `10-18 January, 1918`, is dated by its beginning.
            let second = match (kind(1), tokens.get(1)) {
                (Some(Kind::Number(_, 1..=2)), Some(_)) if joined(0) => 2,
                _ => 1,
            };
            let month_at = skip(second);
            let Some(Kind::Month(month)) = kind(month_at) else { return None };
            let year_at = skip(month_at + 1);
            let year = year(kind(year_at)).filter(|_| near(text, tokens, month_at, year_at))?;
            Some((Date { year, month: Some(*month), day: Some(day) }, year_at + 1))
        }
        Kind::Month(month) => {
            if let Some(Kind::Number(day, 1..=2)) = kind(1)
                && (1..=31).contains(day)
            {
                let day = u8::try_from(*day).ok();
                // The year follows at once, or after more days: `January 10-18 (23-31), 1918`.
                let days = |nth: &usize| matches!(kind(*nth), Some(Kind::Number(_, 1..=2)));
                let year_at = 1 + (1..=4).take_while(days).count();
                let year =
                    year(kind(year_at)).filter(|_| near(text, tokens, year_at - 1, year_at))?;
                return Some((Date { year, month: Some(*month), day }, year_at + 1));
            }
            // `January–February 1936`, `Februar/März 1848`: the first month.
            let last = if matches!(kind(1), Some(Kind::Month(_))) && joined(0) { 1 } else { 0 };
            let year_at = skip(last + 1);
            let year = year(kind(year_at)).filter(|_| near(text, tokens, last, year_at))?;
            Some((Date { year, month: Some(*month), day: None }, year_at + 1))
        }
        Kind::Number(_, 4) => {
            let year = year(kind(0))?;
            let iso =
                joined(0) && joined(1) && text.get(tokens[0].range.end..)?.starts_with('-');
            if iso
                && let (Some(Kind::Number(month, 2)), Some(Kind::Number(day, 2))) =
                    (kind(1), kind(2))
                && (1..=12).contains(month)
                && (1..=31).contains(day)
            {
                let (month, day) = (u8::try_from(*month).ok(), u8::try_from(*day).ok());
                return Some((Date { year, month, day }, 3));
            }
            // The second year of `1903/1904` or `1920–21` belongs to the same date.
            let used = match kind(1) {
                Some(Kind::Number(_, 2 | 4)) if joined(0) => 2,
                _ => 1,
            };
            Some((Date { year, month: None, day: None }, used))
        }
        _ => None,
    }
}

/// `19.4.2007`, `29/4/1920`: day, month, year.
fn numeric(text: &str, tokens: &[Token]) -> Option<(Date, usize)> {
    let [
        Token { kind: Kind::Number(day, _), .. },
        Token { kind: Kind::Number(month, 1..=2), .. },
        third,
        ..,
    ] = tokens
    else {
        return None;
    };
    let tight = |nth: usize| {
        let gap = text.get(tokens[nth].range.end..tokens[nth + 1].range.start).unwrap_or("");
        matches!(gap.trim(), "." | "/" | "-")
    };
    let year = year(Some(&third.kind))?;
    if !tight(0) || !tight(1) || !(1..=12).contains(month) {
        return None;
    }
    let (day, month) = (u8::try_from(*day).ok(), u8::try_from(*month).ok());
    Some((Date { year, month, day }, 3))
}

/// Whether only a dash or a stroke stands between a token and the next.
fn joined(text: &str, tokens: &[Token], nth: usize) -> bool {
    let (Some(a), Some(b)) = (tokens.get(nth), tokens.get(nth + 1)) else { return false };
    let gap = text.get(a.range.end..b.range.start).unwrap_or("").trim();
    matches!(gap, "-" | "–" | "—" | "/" | "&")
}

/// Whether two tokens stand close enough to belong to one date: no sentence ends between them.
fn near(text: &str, tokens: &[Token], from: usize, to: usize) -> bool {
    let (Some(a), Some(b)) = (tokens.get(from), tokens.get(to)) else { return false };
    let gap = text.get(a.range.end..b.range.start).unwrap_or("");
    gap.chars().count() <= 14 && !gap.contains(['\n', ';', ':'])
}

fn year(kind: Option<&Kind>) -> Option<i32> {
    match kind {
        Some(Kind::Number(year, 4)) => i32::try_from(*year).ok().filter(is_year),
        _ => None,
    }
}

/// Whether a number may be a year in which something was written or printed: printing was young
/// in 1500, and a number from 2100 on counts something else.
pub fn is_year(number: &i32) -> bool {
    (1500..2100).contains(number)
}

fn month(word: &str) -> Option<u8> {
    let nth = MONTHS.iter().position(|names| names.contains(&word))?;
    u8::try_from(nth + 1).ok()
}

fn ordinal_ending(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th" | "er" | "го")
}

/// The words and numbers of `text`; ordinal endings belong to their number.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let digit = c.is_ascii_digit();
        if !digit && !c.is_alphabetic() {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            if if digit { next.is_ascii_digit() } else { next.is_alphabetic() } {
                end = at + next.len_utf8();
                chars.next();
            } else {
                break;
            }
        }
        let word = text.get(start..end).unwrap_or("");
        let kind = if digit {
            match word.parse() {
                Ok(number) if word.len() <= 4 => Kind::Number(number, word.len()),
                _ => Kind::Other,
            }
        } else {
            let word = super::plain(word);
            let after_number = tokens.last().is_some_and(|last| {
                last.range.end == start && matches!(last.kind, Kind::Number(..))
            });
            if after_number && ordinal_ending(&word) {
                if let Some(last) = tokens.last_mut() {
                    last.range.end = end;
                }
                continue;
            }
            match month(&word) {
                Some(month) => Kind::Month(month),
                None if matches!(word.as_str(), "of" | "de" | "del" | "di" | "г") => Kind::Of,
                None => Kind::Other,
            }
        };
        tokens.push(Token { range: start..end, kind });
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> String {
        first(text).map(|date| date.to_string()).unwrap_or_default()
    }

    #[test]
    fn dates_are_read_in_many_forms() {
        for (text, date) in [
            ("(November 1935)", "1935-11"),
            ("November 30, 1935", "1935-11-30"),
            ("1st June 1881", "1881-06-01"),
            ("den 1. März 1848", "1848-03-01"),
            ("11 luglio 1929", "1929-07-11"),
            ("5 de mayo de 1900", "1900-05-05"),
            ("14 ноября 1922 г.", "1922-11-14"),
            ("19.4.2007", "2007-04-19"),
            ("2009-02-16 16:29:00 +0100", "2009-02-16"),
            ("(1903/1904)", "1903"),
            ("10-18 January, 1918", "1918-01-10"),
            ("January 10-18 (23-31), 1918", "1918-01-10"),
            ("im Februar/März 1848 in London", "1848-02"),
            ("Dezember 1847/Januar 1848", "1847-12"),
            ("Vol. XIII No. 10 October 1909", "1909-10"),
            ("Prosvechtchénie nº 3, Março de 1913", "1913-03"),
        ] {
            assert_eq!(iso(text), date, "{text}");
        }
    }

    #[test]
    fn numbers_that_are_no_years_are_no_dates() {
        for text in ["pp. 21-26", "Vol. 26 No. 2", "11475", "in May they went", "1300"] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_is_a_date_when_nothing_else_is_said() {
        assert!(whole("(about 1890)").is_some());
        assert!(whole("September 1, 1919.").is_some());
        assert!(whole("The Revolution of 1905").is_none());
        assert!(whole("Speech to the 11th Party Congress, 1922").is_none());
    }

    #[test]
    fn a_day_may_stand_without_its_year() {
        assert!(is_day("March 8"));
        assert!(is_day("(den 2. Mai)"));
        assert!(!is_day("March 8 and After"));
        assert!(!is_day("March 1921"));
        assert!(!is_day("The 18th of March"));
    }

    #[test]
    fn datelines_are_places_with_dates() {
        assert!(is_dateline("November 30, 1935"));
        assert!(is_dateline("London, April 20, 1892"));
        assert!(is_dateline("Madrid, October 21, 1902"));
        assert!(is_place_and_day("Moscow, November 14"));
        assert!(is_place_and_day("Berlin, den 2. Mai."));
        assert!(!is_place_and_day("November 14, Moscow"));
        assert!(!is_place_and_day("In the end, March 8 and After"));
        assert!(is_place_and_year("LONDON, 1895."));
        assert!(is_place_and_year("New York, 1895"));
        assert!(!is_place_and_year("The Crisis of 1847"));
        for signed in ["Anna Smith, 1895", "Frederick Engels, 1885.", "Engels, 1885"] {
            assert!(!is_place_and_year(signed), "{signed}");
        }
        assert!(!is_place_and_year("J. Smith, Secretary, 1895"));
        assert!(!is_place_and_year("Written in London, 1895"));
        assert!(is_dateline("London, 14. Juli 93"));
        assert!(is_dateline("Vienna, 1913, January"));
        assert!(is_dateline("Берлин, 18 апреля 1899 г."));
        assert!(!is_dateline("Die Wahlen von 1913 im Mai"));
        assert!(!is_dateline("Берлин, 18 апреля 1899 г. утром"));
        assert!(!is_dateline("Sie schrieb am 14. Juli 93 Briefe"));
        assert!(!is_dateline("Cologne, May 31. For a fortnight Germany has had"));
        assert!(!is_dateline("1905"), "a year alone may be a heading");
        assert!(!is_dateline("He wrote to them in May 1848"));
    }
}
