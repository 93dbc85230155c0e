//! The colophon: where the text comes from, in the source's own words, and how this edition of it
//! was made.

use super::address::web_address;
use super::blocks::write_line;
use super::notes::write_notes;
use super::sheet::Sheet;
use super::xml::Attribute;
use crate::book::{Edition, Language, Sentences, Tally, filled, grouped, sentences};

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

/// What the house did, in the book's language where the house speaks it.
fn write_making(sheet: &mut Sheet<'_>, edition: &Edition) {
    let (told, language) = sentences(&sheet.book.title().language);
    let mut attributes: Vec<Attribute<'_>> = vec![("class", "making".into())];
    attributes.extend(sheet.language(&language));
    sheet.xml.open("p", &attributes);
    sheet.xml.text(&filled(told.made, &[("version", env!("CARGO_PKG_VERSION"))]));
    if let Some(tally) = &edition.tally {
        sheet.xml.text(" ");
        sheet.xml.text(&what_became(tally, told, &language));
    }
    if !edition.source_hash.is_empty() {
        sheet.xml.text(" ");
        sheet.xml.text(told.hash);
        sheet.xml.text(" ");
        sheet.xml.element("code", &[], &edition.source_hash);
        sheet.xml.text(".");
    }
    sheet.xml.close();
    sheet.xml.line();
}

/// What became of the reading text, in a sentence.
fn what_became(tally: &Tally, told: &Sentences, language: &Language) -> String {
    let number = |count| grouped(count, language);
    let rest = match tally.stripped {
        0 => told.nothing_left_out.to_owned(),
        count => filled(told.left_out, &[("stripped", &number(count))]),
    };
    let values = [
        ("total", number(tally.kept + tally.normalised + tally.stripped)),
        ("kept", number(tally.kept)),
        ("changed", number(tally.normalised)),
        ("rest", rest),
    ];
    filled(told.counted, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tally_reads_as_a_sentence_in_the_language_of_the_book() {
        let tally = Tally { kept: 17_000, normalised: 1_234, stripped: 56 };
        let became = |tag: &str, tally: &Tally| {
            let (told, language) = sentences(&Language::from_tag(tag).unwrap_or_default());
            what_became(tally, told, &language)
        };
        let english = became("en", &tally);
        assert!(english.starts_with("Of the source’s 18,290 characters 17,000 stand"));
        assert!(english.ends_with("56 belonged to the website and were left out."));
        assert!(became("de", &tally).contains("stehen 17.000 unverändert hier"));
        let whole = Tally { stripped: 0, ..tally };
        assert!(became("ru", &whole).ends_with("ничего не опущено."));
        assert_eq!(became("vo", &whole), became("en", &whole));
    }
}
