//! The head of the page: what the text is, the figures, what wants an eye, and the tabs.

use super::html::{Html, counted, grouped};
use super::{Proof, Rules, severities};
use crate::book::{Effect, Severity};

/// Writes the head of the page.
pub(super) fn header(html: &mut Html, proof: &Proof<'_>, name: &str) {
    let title = proof.book.title();
    html.raw("<header>\n");
    html.element(&format!("h1 lang=\"{}\"", title.language.tag()), name);
    let authors: Vec<&str> = title.authors.iter().map(|author| author.name.as_str()).collect();
    html.raw("<p>");
    if !authors.is_empty() {
        html.text(&format!("{} · ", authors.join(", ")));
    }
    html.text(&format!("{} · ", proof.name));
    html.element("span id=\"language\"", title.language.tag());
    html.raw("</p>\n");
    let counts = proof.ledger.counts();
    let kinds = [
        ("kept", counts.kept, "kept, to the letter"),
        ("changed", counts.normalised, "changed by a rule"),
        ("stripped", counts.stripped, "taken out by a rule"),
    ];
    html.raw("<div class=\"bar\" aria-hidden=\"true\">");
    for (class, count, _) in kinds.iter().filter(|(_, count, _)| *count > 0) {
        html.raw(&format!("<i class=\"{class}\" style=\"flex:{count}\"></i>"));
    }
    html.raw("</div>\n<ul class=\"counts\">");
    for (class, count, words) in kinds {
        html.raw(&format!("<li><i class=\"dot {class}\"></i><b>"));
        html.text(&grouped(count));
        html.raw("</b> ");
        html.text(words);
        html.raw("</li>");
    }
    html.raw("<li><b>");
    html.text(&grouped(proof.ledger.chars));
    html.raw("</b> characters in all: none is missing</li></ul>\n");
    wants_an_eye(html, proof);
    html.raw("</header>\n");
}

/// What an editor should look at, in a sentence that leads there.
fn wants_an_eye(html: &mut Html, proof: &Proof<'_>) {
    let [errors, doubtful, _] = severities(proof.findings);
    html.raw("<p>");
    if errors + doubtful == 0 {
        html.text("Nothing looks doubtful.");
    } else {
        let told = [(errors, "error"), (doubtful, "doubtful place")];
        let told = told.iter().filter(|(count, _)| *count > 0);
        let told: Vec<String> = told.map(|(count, what)| counted(*count, what)).collect();
        let words = format!("Look at {} first", told.join(" and "));
        html.element("button class=\"link\" type=\"button\" data-tab=\"noticed\"", &words);
    }
    html.raw("</p>\n");
}

/// Writes the tabs.
pub(super) fn tabs(html: &mut Html, proof: &Proof<'_>, rules: &Rules<'_>) {
    let acted = |effect: Effect| {
        let used = rules.used.iter().filter(|used| used.rule.effect == effect);
        used.map(|used| used.shown).sum::<usize>()
    };
    let told = severities(proof.findings);
    let worst = told.iter().take(Severity::Info as usize).sum::<usize>();
    let tabs = [
        ("text", "Text", None),
        ("stripped", "Taken out", Some(acted(Effect::Strips))),
        ("changed", "Changed", Some(acted(Effect::Normalises))),
        ("notes", "Notes", Some(proof.book.notes().len())),
        ("title", "Title and author", None),
        ("noticed", "Noticed", Some(worst).filter(|count| *count > 0)),
    ];
    html.raw("<div role=\"tablist\" aria-label=\"Views\">\n");
    for (nth, (id, words, count)) in tabs.iter().enumerate() {
        let (chosen, focus) = if nth == 0 { ("true", "0") } else { ("false", "-1") };
        html.raw(&format!(
            "<button type=\"button\" role=\"tab\" id=\"tab-{id}\" aria-controls=\"{id}\" \
             aria-selected=\"{chosen}\" tabindex=\"{focus}\">{words}"
        ));
        if let Some(count) = count {
            html.raw(" ");
            html.element(
                "span class=\"count\"",
                &grouped(u32::try_from(*count).unwrap_or(u32::MAX)),
            );
        }
        html.raw("</button>\n");
    }
    html.raw("</div>\n");
}
