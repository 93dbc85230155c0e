//! When a work was written and first published, by the evidence that counts most.

use super::super::placed::{Placed, words_of};
use super::super::wording::{self, dates, names, plain};
use super::Clues;
use super::matter::{Found, Sources, words};
use crate::book::{Date, FIRST_WEB_YEAR, TitleRole};

/// How many of the last passages of a text may say when it was written.
const LAST: usize = 3;

/// The date that closes a text, as letters, prefaces and signed articles end: `Karl Marx / London,
/// January 1859`. None where text follows it, where it ends a quotation, and where the text has
/// datelines of other days: letters on one page, a chronology.
pub fn closing(rest: &[Placed]) -> Option<Date> {
    let shown: Vec<&Placed> =
        rest.iter().filter(|placed| !placed.is_empty() && !placed.is_rule()).collect();
    let from = shown.len().saturating_sub(LAST);
    let mut lines: Vec<String> = Vec::new();
    for placed in shown.iter().skip(from).rev() {
        let said = words_of(&placed.passage.content);
        if placed.level().is_some() || placed.is_quoted() || !is_close(&said) {
            break;
        }
        lines.splice(0..0, said.lines().map(|line| line.trim().to_owned()));
    }
    let at = lines.iter().rposition(|line| dates::is_dateline(line))?;
    let signed = lines.iter().enumerate().any(|(nth, line)| {
        nth.abs_diff(at) <= 2
            && nth != at
            && names::people(line).is_some_and(|people| names::are_told(&people))
    });
    let line = lines.get(at)?;
    // A place of several words has no form of its own: it must be signed.
    place_alone(line).filter(|place| signed || place.is_empty() || dates::is_town(place))?;
    let date = dates::first(line)?;
    let is_other = |placed: &&Placed| {
        let said = words_of(&placed.passage.content);
        let dated = |line: &str| dates::is_dateline(line) && dates::first(line) != Some(date);
        !placed.is_quoted() && said.lines().any(dated)
    };
    (!shown.iter().any(is_other)).then_some(date)
}

/// Whether the few lines of a passage may close a text: names, places, dates, a greeting; beside a
/// name also an office.
fn is_close(said: &str) -> bool {
    let bare = |line: &str| {
        line.trim_matches(|c: char| c.is_whitespace() || "()[]—–-_*".contains(c)).to_owned()
    };
    let lines: Vec<String> = said.lines().map(bare).filter(|line| !line.is_empty()).collect();
    let named = lines
        .iter()
        .any(|line| names::people(line).is_some_and(|people| names::are_told(&people)));
    let office =
        |line: &str| wording::count_words(line) <= 5 && !line.ends_with(['.', '!', '?']);
    let greeting = |line: &str| wording::count_words(line) <= 4 && line.ends_with(',');
    let closes = |line: &String| {
        dates::is_dateline(line)
            || names::people(line).is_some()
            || greeting(line)
            || named && office(line)
    };
    lines.len() <= 5 && lines.iter().all(closes)
}

/// The place before the date of a line where nothing else stands there: no sentence (`Reprinted in
/// Moscow, May 1935`), no article, with which periodicals begin. Empty where the line is a date alone.
fn place_alone(line: &str) -> Option<String> {
    const BEFORE_DAYS: &[&str] = &["den", "am", "le", "el", "il", "the", "de", "of"];
    let from = dates::find(line).into_iter().next_back().map_or(0, |found| found.range.start);
    let before = line.get(..from)?;
    let words = before.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic));
    let (names, others): (Vec<&str>, Vec<&str>) =
        words.partition(|word| word.starts_with(char::is_uppercase));
    let alone = others.iter().all(|word| BEFORE_DAYS.contains(&plain(word).as_str()));
    (alone && names.first() != Some(&"The"))
        .then(|| names.join(" ").trim_end_matches([',', '.']).to_owned())
}

/// When the work was written, with the reason.
pub fn written(sources: &Sources<'_>, title: &str, authors: &[String]) -> Found<Option<Date>> {
    let found =
        |value, place, reason: &str| Found { value: Some(value), place, reason: reason.into() };
    if let Some(date) = sources.corrections.written {
        return found(date, None, "the sidecar says so");
    }
    if let Some(date) = sources.provenance.written {
        return found(date, None, "the provenance states the date of writing");
    }
    for wanted in [TitleRole::Date, TitleRole::Author, TitleRole::Subtitle, TitleRole::Series] {
        let printed = imprint(sources).map(|(nth, _)| nth);
        let lines = sources.lines.iter().enumerate();
        let lines = lines.filter(|(nth, (_, one))| one.role == wanted && printed != Some(*nth));
        for (_, (placed, _)) in lines {
            let line = words(placed);
            // The year in a subtitle may be what the work is about: `The Crisis of 1847`.
            if matches!(wanted, TitleRole::Subtitle | TitleRole::Series)
                && (!says_when(&line) || is_bare_period(&line))
            {
                continue;
            }
            if let Some(date) = dates::find(&line).last().map(|found| found.date) {
                let date = match wanted {
                    TitleRole::Date => dates::first(&line).unwrap_or(date),
                    _ => date,
                };
                return found(date, placed.passage.span(), "it stands with the title");
            }
        }
    }
    if let Some(date) = sources.clues.occasion {
        return found(date, None, "the first lines tell of the occasion");
    }
    if let Some(date) = sources.clues.stated_date {
        return found(date, None, "a directive of the file states it");
    }
    let later = |date: Date| {
        sources.provenance.published.is_some_and(|published| published.year < date.year)
    };
    if let Some(date) = sources.clues.head_date.filter(|date| !later(*date)) {
        return found(date, None, "it stands in the title in the page’s head");
    }
    // A later date at the end may be a volunteer’s, under a remark of his.
    if let Some(date) =
        sources.clues.closing.filter(|date| !later(*date) && date.year < FIRST_WEB_YEAR)
    {
        return found(date, None, "the text closes with it");
    }
    if sources.provenance.published.is_none() {
        let in_title = dates::find(title).last().map(|found| found.date);
        if let Some(date) = in_title.filter(|date| date.month.is_some()) {
            return found(date, None, "it stands in the title");
        }
        // A reprint is dated later than the folder of its year.
        let source = sources.provenance.source_date;
        let filed = filed_year(sources.shelf, authors);
        if let Some(year) = folder_year(sources.clues).or(filed)
            && source.is_none_or(|source| !is_near(year, source.year))
        {
            let date = Date { year, month: None, day: None };
            return found(date, None, "it is filed in the folder of that year");
        }
    }
    let known = published(sources, None, authors).is_some();
    let reason = if known { "nothing states the date of writing" } else { "" };
    Found { value: None, place: None, reason: reason.into() }
}

/// The year of print on the title page of a printed book: the line under the names that is a date.
fn imprint(sources: &Sources<'_>) -> Option<(usize, Date)> {
    let names = |role| matches!(role, TitleRole::Author | TitleRole::Contributor);
    sources.clues.stated_title.as_ref().filter(|_| sources.clues.stated_date.is_none())?;
    let first = sources.lines.iter().position(|(_, one)| names(one.role))?;
    let mut under = sources.lines.iter().enumerate().skip(first);
    under.find_map(|(nth, (placed, _))| Some((nth, year_of_print(&words(placed))?)))
}

/// The date that an imprint's line is, or that of the edition: `First Edition, 1912`.
fn year_of_print(line: &str) -> Option<Date> {
    let edition = line.split_whitespace().take(4).any(|word| {
        matches!(plain(word).as_str(), "edition" | "printed" | "published" | "impression")
    });
    dates::whole(line).or_else(|| dates::first(line).filter(|_| edition))
}

/// When a printed book was published by its own title page: its year of print or, if that is
/// earlier, of its copyright.
fn first_printed(sources: &Sources<'_>) -> Option<Date> {
    let (_, printed) = imprint(sources)?;
    let rights = sources.provenance.rights.as_deref().and_then(dates::first);
    Some(rights.filter(|rights| rights.year < printed.year).unwrap_or(printed))
}

/// Whether the date in a line is that of the text: it has a month, is all that the line says,
/// stands at its end after a comma, or after a word for what was done then.
fn says_when(line: &str) -> bool {
    const DONE: &[&str] = &[
        "delivered",
        "written",
        "spoken",
        "given",
        "held",
        "published",
        "gehalten",
        "geschrieben",
        "erschienen",
        "prononce",
        "ecrit",
        "scritto",
        "tenuto",
    ];
    let done = line.split_whitespace().any(|word| DONE.contains(&plain(word).as_str()));
    let year = |part: &str| part.len() == 4;
    let period =
        line.split(|c: char| !c.is_ascii_digit()).filter(|part| year(part)).count() > 1;
    let Some(last) = dates::find(line).into_iter().next_back() else { return false };
    let before = line.get(..last.range.start).unwrap_or("").trim_end();
    let after = line.get(last.range.end..).unwrap_or("").trim_end_matches([')', ']', '.']);
    let ends = before.ends_with([',', '(']) && after.is_empty();
    done || ends || last.date.month.is_some() || dates::whole(line).is_some() && !period
}

/// The year of the folder that the page stands in.
fn folder_year(clues: &Clues) -> Option<i32> {
    clues.folders.iter().find_map(|folder| year_in_name(folder))
}

/// The year in `shelf` that stands right under a folder with the name of one of `authors`, or
/// under that folder's `works`: `lafargue/1883/lazy`, `lenin/works/1920/lwc`.
pub fn filed_year(shelf: &[String], authors: &[String]) -> Option<i32> {
    let surnames: Vec<String> = authors
        .iter()
        .filter_map(|name| name.split(' ').next_back().map(plain))
        .filter(|name| name.len() > 2)
        .collect();
    // Long names are cut: `mariateg`.
    let is = |name: &String, folder: &str| {
        *name == folder || folder.len() >= 6 && name.starts_with(folder)
    };
    let author = |folder: &String| surnames.iter().any(|name| is(name, &plain(folder)));
    let at = shelf.iter().rposition(author)?;
    let under = shelf.get(at + 1..)?.iter().take(2);
    let mut years = under.skip_while(|folder| plain(folder) == "works");
    year_in_name(years.next()?)
}

/// The year that is the whole name of a folder.
fn year_in_name(folder: &str) -> Option<i32> {
    folder.parse().ok().filter(dates::is_year)
}

/// Whether a source of one year may be the first publication of what was written in another.
fn is_near(written: i32, source: i32) -> bool {
    (-1..=3).contains(&(source - written))
}

/// When it was first published: as stated, or as the printed source is dated, unless that is a
/// reprint of much later.
pub fn published(
    sources: &Sources<'_>,
    written: Option<Date>,
    authors: &[String],
) -> Option<Date> {
    let stated = sources.provenance.published.or_else(|| first_printed(sources));
    stated.or(sources.provenance.source_date.filter(|source| {
        let year = written
            .map(|date| date.year)
            .or_else(|| folder_year(sources.clues))
            .or_else(|| filed_year(sources.shelf, authors));
        year.is_none_or(|year| is_near(year, source.year))
    }))
}

/// Whether a line is two years of a life and no word: `(1820–1895)`.
fn is_bare_period(line: &str) -> bool {
    super::weigh::is_period(line) && !line.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Enclosure, EnclosureKind, Inline, Passage, Text};
    use crate::structure::notes::Home;

    /// The closing date of passages, each with its words and whether it is a quotation.
    fn closed_by(passages: &[(&str, bool)]) -> Option<String> {
        let placed = |(nth, (words, quoted)): (usize, &(&str, bool))| {
            let mut content = Vec::new();
            for line in words.lines() {
                content.push(Inline::Text(Text::verbatim(line, 0)));
                content.push(Inline::LineBreak);
            }
            let mut passage = Passage::paragraph(content);
            if *quoted {
                let kind = EnclosureKind::Quotation;
                passage.within.push(Enclosure { id: 0, kind, class: Vec::new() });
            }
            Placed { home: Home { leaf: 0, passage: nth }, passage }
        };
        let placed: Vec<Placed> = passages.iter().enumerate().map(placed).collect();
        closing(&placed).map(|date| date.to_string())
    }

    const TEXT: (&str, bool) =
        ("The mill stood at the end of the town, and it went on.", false);

    #[test]
    fn a_place_with_a_date_closes_a_text() {
        for close in [
            "London, January 1859",
            "New York, January 1859",
            "Karl Marx\nLondon, January 1859",
            "London, January 1859\nKarl Marx",
            "Green Street Court, London, January 1859\nKarl Marx",
            "Karl Marx\nSecretary for Germany\nLondon, January 1859",
        ] {
            assert_eq!(
                closed_by(&[TEXT, (close, false)]).as_deref(),
                Some("1859-01"),
                "{close}"
            );
        }
    }

    #[test]
    fn a_trade_a_periodical_and_a_quotation_close_none() {
        for close in [
            "Reprinted in Moscow, May 1935",
            "Translated in Chicago, March 1907",
            "The Labour Leader, March 1907",
            "Labour Leader, March 1907",
            "Karl Marx\nThe Labour Leader, March 1907",
            "Speech at the Congress of Paris, 14 July 1889",
        ] {
            assert_eq!(closed_by(&[TEXT, (close, false)]), None, "{close}");
        }
        assert_eq!(closed_by(&[TEXT, ("Karl Marx\nBrussels, January 1848", true)]), None);
    }

    #[test]
    fn the_date_of_the_last_part_is_not_that_of_the_whole() {
        let letters = [("London, 3 May 1875", false), TEXT, ("London, 14 June 1893", false)];
        assert_eq!(closed_by(&letters), None);
        let chronology = [TEXT, ("March 1871", false), ("The mill burns down.", false)];
        assert_eq!(closed_by(&chronology), None);
    }

    fn shelf(path: &str) -> Vec<String> {
        path.split('/').map(str::to_owned).collect()
    }

    #[test]
    fn a_mirror_files_a_work_under_author_and_year() {
        let year = |path: &str, author: &str| filed_year(&shelf(path), &[author.to_owned()]);
        assert_eq!(year("archive/lafargue/1883/lazy", "Paul Lafargue"), Some(1883));
        assert_eq!(year("archive/lenin/works/1920/lwc", "V. I. Lenin"), Some(1920));
        assert_eq!(year("archive/mariateg/works/1924", "J. C. Mariátegui"), Some(1924));
        // Other folders with a year may be the reader's own.
        assert_eq!(year("texts/2024/lafargue/lazy", "Paul Lafargue"), None);
        assert_eq!(year("archive/lafargue/1883/lazy", "Karl Marx"), None);
    }

    #[test]
    fn an_imprint_has_its_year_alone_or_after_the_edition() {
        let year = |line: &str| year_of_print(line).map(|date| date.year);
        assert_eq!(year("1908"), Some(1908));
        assert_eq!(year("First Edition, 1912"), Some(1912));
        assert_eq!(year("Lectures held in 1912"), None);
    }

    #[test]
    fn folders_are_named_for_years_of_print() {
        assert_eq!(year_in_name("1500"), Some(1500));
        assert_eq!(year_in_name("2031"), Some(2031));
        for other in ["1499", "2100", "18831", "1883a", "works"] {
            assert_eq!(year_in_name(other), None, "{other}");
        }
    }

    #[test]
    fn a_year_in_a_subtitle_may_be_what_it_is_about() {
        for line in [
            "Speech in Moscow, March 8, 1920",
            "Speech to the 11th Congress, 1922",
            "A Lecture Delivered in 1883",
            "(1904)",
        ] {
            assert!(says_when(line), "{line}");
        }
        for line in ["The Crisis of 1815", "1525–1848"] {
            assert!(!says_when(line), "{line}");
        }
    }

    #[test]
    fn two_years_and_no_word_are_a_life() {
        assert!(is_bare_period("(1820–1895)"));
        assert!(!is_bare_period("Written 1902, first published 1923"));
    }
}
