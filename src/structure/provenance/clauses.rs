//! How a line of credits divides: into clauses, and each of them into the trade and the names.

use super::super::wording::{count_words, plain};
use super::credits::{is_body, named_in, roles_of};
use crate::book::Relator;

/// Forenames as they are cut short: their stop ends no sentence.
const SHORTENED: &[&str] = &["Chas", "Thos", "Robt", "Benj", "Alex", "Edw", "Geo", "Jas", "Wm"];

/// The most bytes of a sentence that is looked through for further credits: none is so long, and
/// what is looked through costs its square.
const LONGEST: usize = 400;

/// The clauses of a line: sentences, and each further credit of a sentence.
pub(super) fn clauses(line: &str) -> Vec<&str> {
    let mut clauses = Vec::new();
    for sentence in sentences(line) {
        let mut rest = sentence;
        while let Some(at) = next_credit(rest) {
            clauses.push(rest.get(..at).unwrap_or(""));
            rest = rest.get(at..).unwrap_or("").trim_start_matches([',', ' ']);
            rest = rest.strip_prefix("and ").unwrap_or(rest);
        }
        clauses.push(rest);
    }
    clauses
}

/// Where a sentence that has named somebody goes on with another trade: `Translated: George Hanna,
/// edited by …`, `Transcribed by Ann Smith and marked up by …`.
fn next_credit(sentence: &str) -> Option<usize> {
    if sentence.len() > LONGEST {
        return None;
    }
    let joints = [", ", " and ", " & "].into_iter().flat_map(|j| sentence.match_indices(j));
    let credit = |(at, joint): &(usize, &str)| {
        let after = sentence.get(at + joint.len()..).unwrap_or("");
        let after = after.strip_prefix("and ").unwrap_or(after);
        let trade = after.split_once(" by ").map_or("", |(trade, _)| trade);
        let words = trade.split_whitespace();
        let trades = words.clone().filter(|word| !is_between_trades(word));
        words.count() > 0
            && trades.clone().count() <= 2
            && trades.clone().count() > 0
            && trades.into_iter().all(|word| !roles_of(word).is_empty())
            && sentence.get(..*at).is_some_and(names_somebody)
    };
    joints.filter(credit).map(|(at, _)| at).min()
}

/// Whether the beginning of a sentence has come to its names: after `by`, or after a label.
fn names_somebody(start: &str) -> bool {
    let by = start.split_once(" by ").filter(|(trade, _)| !roles_of(trade).is_empty());
    let named = by.or_else(|| start.split_once(": "));
    named.is_some_and(|(_, named)| !named_in(named).is_empty())
}

/// Whether a word stands between the trades of a credit: `marked up and proofread`.
fn is_between_trades(word: &str) -> bool {
    matches!(word, "and" | "up" | "&" | "/" | "Up" | "then")
}

/// The sentences of a line; a stop after an initial ends none.
fn sentences(line: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut from = 0;
    for (at, c) in line.char_indices() {
        let ends = match c {
            ';' => true,
            '.' => {
                let before = line.get(from..at).unwrap_or("");
                let word = before.rsplit([' ', '.']).next().unwrap_or("");
                let next = line.get(at + 1..).unwrap_or("");
                word.chars().count() > 2 && !SHORTENED.contains(&word) && next.starts_with(' ')
            }
            _ => false,
        };
        if ends {
            sentences.push(line.get(from..at).unwrap_or(""));
            from = at + c.len_utf8();
        }
    }
    sentences.push(line.get(from..).unwrap_or(""));
    sentences
}

/// Cuts a clause at the `by` that comes before the names.
pub(super) fn split_by(clause: &str) -> Option<(&str, &str)> {
    let lower = clause.to_lowercase();
    if lower.len() != clause.len() {
        return None;
    }
    for by in ["by ", "von ", "par ", "di ", "da ", "por ", "durch ", "door "] {
        let mut from = 0;
        while let Some(at) = lower.get(from..).and_then(|rest| rest.find(by)) {
            let at = from + at;
            let starts_word =
                at == 0 || lower.get(..at).is_some_and(|before| before.ends_with(' '));
            let verbs = clause.get(..at)?;
            if starts_word && (!roles_of(verbs).is_empty() || verbs.trim().is_empty()) {
                let names = clause.get(at + by.len()..)?;
                // The word is easily typed twice.
                return Some((verbs, names.strip_prefix(by).unwrap_or(names)));
            }
            from = at + by.len();
        }
    }
    None
}

/// Cuts a labelled clause at the `by` that follows where from, when or for whom something was done:
/// `From the Russian by …`, `in 1915 by …`, `for marxists.org by …`.
pub(super) fn split_after_origin(words: &str) -> Option<(&str, &str)> {
    const ORIGINS: &[&str] =
        &["from", "for", "in", "aus", "fur", "dal", "dall", "du", "pour", "del", "para", "с"];
    let first = plain(words.split_whitespace().next()?);
    let split =
        [" by ", " von ", " par ", " por "].into_iter().find_map(|by| words.split_once(by));
    let (origin, names) = split?;
    (ORIGINS.contains(&first.as_str()) && is_origin(origin)).then_some(("", names))
}

/// Whether words after a trade end with a language, a year or an archive: `From the Russian`, `in
/// 1915`, `for marxists.org`. A work named there has its own author behind `by`.
fn is_origin(words: &str) -> bool {
    const LANGUAGES: &[&str] = &[
        "russian",
        "german",
        "french",
        "italian",
        "spanish",
        "english",
        "polish",
        "dutch",
        "chinese",
        "yiddish",
        "portuguese",
        "hungarian",
        "russischen",
        "franzosischen",
        "englischen",
        "italienischen",
        "polnischen",
        "russe",
        "allemand",
        "anglais",
        "italien",
        "ruso",
        "aleman",
        "ingles",
        "frances",
        "italiano",
        "russo",
        "tedesco",
        "francese",
        "inglese",
    ];
    let Some(last) = words.split_whitespace().next_back() else { return false };
    let bare = plain(last);
    let year = bare.len() == 4 && bare.chars().all(|c| c.is_ascii_digit());
    count_words(words) <= 6
        && (year || LANGUAGES.contains(&bare.as_str()) || is_body(&last.replace('.', " ")))
}

/// Cuts a clause where a name follows the trade of a volunteer without a word between: `Transcribed
/// & marked up Einde O’Callaghan`. One word alone is no such name.
pub(super) fn split_at_name(clause: &str) -> Option<(&str, &str)> {
    let is_trade =
        |word: &str| word.is_empty() || !roles_of(word).is_empty() || is_between_trades(word);
    let length: usize = clause
        .split_inclusive(' ')
        .take_while(|word| is_trade(word.trim_end()))
        .map(str::len)
        .sum();
    let (verbs, names) = clause.split_at_checked(length)?;
    let volunteers = [Relator::Transcriber, Relator::Markup, Relator::Proofreader];
    let roles = roles_of(verbs);
    let first = named_in(names).into_iter().next()?;
    (!roles.is_empty()
        && roles.iter().all(|role| volunteers.contains(role))
        && first.contains(' '))
    .then_some((verbs, names))
}
