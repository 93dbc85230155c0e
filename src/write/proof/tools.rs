//! The bar above the two sides, and what is told of a passage that was clicked.

use super::html::{Html, counted};
use super::{Proof, Rules, Use};
use crate::book::Effect;

/// Writes the bar: which changes are shown, and from one to the next.
pub(super) fn bar(html: &mut Html, rules: &Rules<'_>) {
    html.raw(
        "<div class=\"tools\">\n<label for=\"filter\">Show</label>\n<select id=\"filter\">",
    );
    html.raw("<option value=\"\">everything taken out or changed</option>");
    for name in ["Taken out", "Changed", "White space alone"] {
        let all = rules.used.iter().enumerate().filter(|(_, used)| group(used) == name);
        let mut all = all.peekable();
        if all.peek().is_none() {
            continue;
        }
        html.raw(&format!("<optgroup label=\"{name}\">"));
        for (nth, used) in all {
            html.raw(&format!("<option value=\"{nth}\">"));
            html.text(&format!("{} ({})", used.rule.id, counted(used.pieces, "passage")));
            html.raw("</option>");
        }
        html.raw("</optgroup>");
    }
    html.raw(
        "</select>\n\
         <span class=\"steps\"><button class=\"tool\" id=\"previous\" type=\"button\">Previous <kbd>p</kbd></button>\n\
         <button class=\"tool\" id=\"next\" type=\"button\">Next <kbd>n</kbd></button>\n\
         <span class=\"of\" id=\"of\"></span></span>\n\
         <span class=\"sides\"><button class=\"tool\" type=\"button\" data-show=\"source\" aria-pressed=\"true\">\
         Source</button> <button class=\"tool\" type=\"button\" data-show=\"book\" aria-pressed=\"false\">Book\
         </button></span>\n</div>\n",
    );
}

/// The group that a rule is listed in.
fn group(used: &Use) -> &'static str {
    match used.rule.effect {
        Effect::Strips => "Taken out",
        _ if used.shown > 0 => "Changed",
        _ => "White space alone",
    }
}

/// Writes what is told of a passage that was clicked; the page's script fills it in.
pub(super) fn detail(html: &mut Html, proof: &Proof<'_>) {
    html.raw(
        "<section id=\"detail\" aria-label=\"The chosen passage\" tabindex=\"0\" hidden>\n\
         <h2><span id=\"d-what\"></span>\
         <button class=\"tool\" id=\"close\" type=\"button\">Close</button></h2>\n\
         <div class=\"cols\"><div><p><strong id=\"d-words\"></strong> <span id=\"d-became\"></span></p>\
         <p id=\"d-does\"></p><p id=\"d-why\"></p></div>\n\
         <div><div id=\"d-over\"><p>Was that wrong? Put this into <code>",
    );
    html.text(proof.sidecar);
    html.raw(
        "</code> (make the file if there is none), with your reason: \
         <button class=\"tool copy\" type=\"button\" data-of=\"d-toml\">Copy</button></p>\
         <pre class=\"toml\" id=\"d-toml\"></pre></div>\
         <p id=\"d-never\">This rule reads the layout or the mark-up of the file, or compares its pages. It \
         cannot be kept from a single passage.</p></div></div>\n</section>\n",
    );
}
