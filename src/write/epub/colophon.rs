//! The colophon: where the text comes from, in the source's own words, and how this edition of it
//! was made.

use std::borrow::Cow;

use super::address::web_address;
use super::blocks::write_line;
use super::notes::write_notes;
use super::sheet::Sheet;
use super::xml::Attribute;
use crate::book::{Edition, Language, Tally};

/// Writes the colophon.
pub(super) fn write_colophon(sheet: &mut Sheet<'_>, edition: &Edition) {
    sheet.xml.open(
        "section",
        &[
            ("epub:type", "colophon".into()),
            ("role", "doc-colophon".into()),
            ("aria-labelledby", "colophon-heading".into()),
            ("class", "colophon".into()),
        ],
    );
    sheet.xml.line();
    let heading = sheet.words.colophon;
    sheet.xml.element("h2", &[("id", "colophon-heading".into())], heading);
    sheet.xml.line();
    for line in &sheet.book.provenance().lines {
        let id = Vec::from_iter(sheet.id(line.id));
        write_line(sheet, line.id, "p", &id, None, &line.content);
        sheet.xml.line();
    }
    write_origin(sheet);
    write_making(sheet, edition);
    sheet.xml.close();
    sheet.xml.line();
    write_notes(sheet);
}

/// What is known of the source besides its own lines: the archive, the address, the page's date.
fn write_origin(sheet: &mut Sheet<'_>) {
    let provenance = sheet.book.provenance();
    let known: Vec<&str> = [&provenance.archive, &provenance.address]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if known.is_empty() {
        return;
    }
    sheet.xml.open("p", &[("class", "origin".into())]);
    for (nth, words) in known.into_iter().enumerate() {
        if nth > 0 {
            sheet.xml.void("br", &[]);
        }
        match web_address(words) {
            Some(address) => sheet.xml.element("a", &[("href", address.into())], words),
            None => sheet.xml.text(words),
        }
    }
    sheet.xml.close();
    sheet.xml.line();
}

/// What the house did: in English, as the program speaks it.
fn write_making(sheet: &mut Sheet<'_>, edition: &Edition) {
    let english = Language::default();
    let mut attributes: Vec<Attribute<'_>> = vec![("class", "making".into())];
    attributes.extend(sheet.language(&english));
    sheet.xml.open("p", &attributes);
    sheet.xml.text(concat!("Made by Offprint ", env!("CARGO_PKG_VERSION"), "."));
    if let Some(tally) = &edition.tally {
        sheet.xml.text(" ");
        sheet.xml.text(&what_became(tally));
    }
    if !edition.source_hash.is_empty() {
        sheet.xml.text(" SHA-256 of the reading text: ");
        sheet.xml.element("code", &[], &edition.source_hash);
        sheet.xml.text(".");
    }
    sheet.xml.close();
    sheet.xml.line();
}

/// What became of the reading text, in a sentence.
fn what_became(tally: &Tally) -> String {
    let total = tally.kept + tally.normalised + tally.stripped;
    let stripped: Cow<'static, str> = match tally.stripped {
        0 => "nothing was left out".into(),
        count => format!("{} belonged to the website and were left out", grouped(count)).into(),
    };
    format!(
        "Of the source’s {} characters {} stand here unchanged, {} were changed by the rules of the \
         house (spaces, line ends, brackets of note marks), and {stripped}.",
        grouped(total),
        grouped(tally.kept),
        grouped(tally.normalised),
    )
}

/// A number with its digits in threes.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tally_reads_as_a_sentence() {
        let tally = Tally { kept: 17_000, normalised: 1_234, stripped: 56 };
        assert!(
            what_became(&tally).starts_with("Of the source’s 18,290 characters 17,000 stand")
        );
        assert!(what_became(&tally).contains("56 belonged to the website"));
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
