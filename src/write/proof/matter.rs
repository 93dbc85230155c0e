//! The title matter with its evidence, and the lines of the sidecar that put it right.

use super::Proof;
use super::html::{Html, button, fix, table, toml};
use crate::book::{Date, Finding, Relator};

/// A field of the title matter: what it is called, what was read, the rules whose findings say why,
/// and the line that puts it right.
struct Row {
    field: &'static str,
    value: String,
    why: fn(&Finding) -> bool,
    line: String,
}

/// Writes the fields, and who else had a hand in the text.
pub(super) fn fields(html: &mut Html, proof: &Proof<'_>) {
    let rows = rows(proof);
    let heads = ["Field", "As it was read", "Why", "To put it right"];
    table(html, "Title matter", &heads, rows.len(), |html, nth| {
        let row = &rows[nth];
        html.element("th scope=\"row\"", row.field);
        html.element("td class=\"q\"", if row.value.is_empty() { "–" } else { &row.value });
        html.raw("<td>");
        for finding in proof.findings.iter().filter(|finding| (row.why)(finding)) {
            html.raw("<div>");
            html.text(&finding.message);
            html.raw(" ");
            if let Some(place) = finding.place {
                button(html, place.start, "show");
            }
            html.raw("</div>");
        }
        html.raw("</td><td>");
        fix(html, &format!("field-{nth}"), &row.line);
        html.raw("</td>");
    });
    html.element("h2 class=\"group\"", "Others with a hand in it");
    let others = &proof.book.title().contributors;
    if others.is_empty() {
        return html.element("p", "Nobody is named.");
    }
    table(html, "Others with a hand in it", &["Who", "As what"], others.len(), |html, nth| {
        html.element("td class=\"q\"", &others[nth].person.name);
        html.element("td", as_what(others[nth].role));
    });
}

fn rows(proof: &Proof<'_>) -> [Row; 7] {
    let title = proof.book.title();
    let of = |field, value: &str, why, key: &str| Row {
        field,
        value: value.to_owned(),
        why,
        line: format!("{key} = {}", toml(value)),
    };
    let list = |field, names: Vec<&str>, why, key: &str| {
        let quoted: Vec<String> = names.iter().map(|name| toml(name)).collect();
        let line = format!("{key} = [{}]", quoted.join(", "));
        Row { field, value: names.join(", "), why, line }
    };
    let date = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
    let authors = title.authors.iter().map(|author| author.name.as_str()).collect();
    let translators =
        title.contributors.iter().filter(|other| other.role == Relator::Translator);
    let translators = translators.map(|other| other.person.name.as_str()).collect();
    let subtitle = title.subtitle.as_deref().unwrap_or_default();
    [
        of("Title", &title.title, |found| found.rule.id == "title/title", "title"),
        of("Subtitle", subtitle, |found| found.rule.id == "title/subtitle", "subtitle"),
        list("Authors", authors, |found| found.rule.id == "title/author", "authors"),
        list("Translators", translators, tells_of_a_translator, "translators"),
        of("Written", &date(title.written), |found| found.rule.id == "title/date", "written"),
        of(
            "Published",
            &date(title.published),
            |found| found.rule.id == "title/date",
            "published",
        ),
        of(
            "Language",
            title.language.tag(),
            |found| found.rule.id.starts_with("language/"),
            "language",
        ),
    ]
}

fn tells_of_a_translator(finding: &Finding) -> bool {
    let code = format!("({})", Relator::Translator.code());
    finding.rule.id == "title/contributor" && finding.message.contains(&code)
}

fn as_what(role: Relator) -> &'static str {
    match role {
        Relator::Translator => "translator",
        Relator::Editor => "editor",
        Relator::Transcriber => "transcriber",
        Relator::Markup => "mark-up",
        Relator::Proofreader => "proofreader",
        Relator::Introducer => "author of the introduction",
    }
}
