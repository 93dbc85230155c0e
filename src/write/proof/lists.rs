//! The lists beside the text: what was taken out and changed, rule by rule, and what was noticed.

use super::html::{Html, counted, go, severity, table};
use super::{Proof, Rules, Use, matter, notes};
use crate::book::{Effect, Finding};

/// Writes the panels beside the text.
pub(super) fn panels(html: &mut Html, proof: &Proof<'_>, rules: &Rules<'_>) {
    let stripped = "What stood on the page and stands in no book, rule by rule: it belongs to the \
                    website, or repeats what an earlier page says. Open a rule, and click a passage \
                    to see it in its place.";
    panel(html, "stripped", stripped, |html| by_rule(html, rules, Effect::Strips));
    let changed = "What became something else, rule by rule. No rule corrects the author’s words, \
                   spelling or an old misprint.";
    panel(html, "changed", changed, |html| by_rule(html, rules, Effect::Normalises));
    let told = "Every note, how it was joined to its marks, and how surely.";
    panel(html, "notes", told, |html| notes::audit(html, proof));
    let fields = format!(
        "What a catalogue will say, and why. Where it is wrong, put the line of the last column, \
         with the right words, into {}; make the file if there is none.",
        proof.sidecar
    );
    panel(html, "title", &fields, |html| matter::fields(html, proof));
    let noticed = "What was decided or looks doubtful, the weightiest first.";
    panel(html, "noticed", noticed, |html| noticed_list(html, proof.findings));
}

fn panel(html: &mut Html, id: &str, lead: &str, inner: impl FnOnce(&mut Html)) {
    html.raw(&format!(
        "<div role=\"tabpanel\" id=\"{id}\" aria-labelledby=\"tab-{id}\" tabindex=\"0\" hidden>\n"
    ));
    html.element("p class=\"lead\"", lead);
    inner(html);
    html.raw("</div>\n");
}

/// The rules of an effect with what they did; the script fills in the passages. What touched
/// nothing but white space comes last: it is the layout of the file.
fn by_rule(html: &mut Html, rules: &Rules<'_>, effect: Effect) {
    let mut used: Vec<(usize, &Use)> =
        rules.used.iter().enumerate().filter(|(_, used)| used.rule.effect == effect).collect();
    used.sort_by_key(|(_, used)| (used.shown == 0, std::cmp::Reverse(used.scalars)));
    if used.is_empty() {
        html.element("p", "Nothing.");
    }
    let mut layout = false;
    for (number, Use { rule, pieces, shown, scalars }) in used {
        if *shown == 0 && !std::mem::replace(&mut layout, true) {
            html.element("h2 class=\"group\"", "White space alone: the layout of the file");
        }
        html.raw(&format!("<details data-r=\"{number}\"><summary>"));
        let (pieces, scalars) =
            (counted(*pieces, "passage"), counted(*scalars as usize, "character"));
        html.element("span class=\"n\"", &format!("{pieces}, {scalars}"));
        html.element("span class=\"does\"", rule.does);
        html.raw("</summary>\n<p>");
        html.text(rule.why);
        html.raw(" The rule is called ");
        html.element("code", rule.id);
        html.raw(".</p>\n<ul></ul>");
        html.raw("<p><button class=\"tool more\" type=\"button\" hidden>More</button></p></details>\n");
    }
}

fn noticed_list(html: &mut Html, findings: &[Finding]) {
    let mut told: Vec<&Finding> = findings.iter().collect();
    told.sort_by_key(|finding| finding.severity);
    if told.is_empty() {
        return html.element("p", "Nothing.");
    }
    table(
        html,
        "What was noticed",
        &["", "What", "What to do", "Rule", "Where"],
        told.len(),
        |html, nth| {
            let finding = told[nth];
            severity(html, finding.severity);
            html.element("td", &finding.message);
            html.element("td", finding.hint.as_deref().unwrap_or_default());
            html.raw("<td>");
            html.element("code", finding.rule.id);
            html.raw("</td>");
            go(html, finding.place, "show");
        },
    );
}
