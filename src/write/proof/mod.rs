//! The review page: what the program did to a text, for an editor who reads no code, in one HTML
//! file that needs nothing but itself.
//!
//! A pure function of the book, its ledger and what was noticed. The source's reading text stands on
//! the left, every changed and stripped passage marked ([`source`]); the book's structure on the
//! right ([`book`]); both know their places in the source, by which the page's script scrolls them
//! together. Above them is what the text is and what wants an eye ([`header`]), beneath them what a
//! click tells ([`tools`]). Lists by rule ([`lists`]), the notes ([`notes`]) and the title matter
//! ([`matter`]) are tabs beside them. Long texts are cut
//! into chunks that a browser lays out only when they come near the window.

mod book;
mod excerpts;
mod header;
mod html;
mod lists;
mod matter;
mod notes;
mod rules;
mod source;
mod tools;
pub mod why;

use crate::book::{Book, Finding, Ledger, Rule, Severity};
use excerpts::Excerpts;
use html::Html;
use rules::{Rules, Use};

/// What a review page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'a> {
    /// What the input is called.
    pub name: &'a str,
    /// Where the sidecar that puts the text right stands, or is to be made.
    pub sidecar: &'a str,
    /// The book.
    pub book: &'a Book,
    /// The fates of the reading text.
    pub ledger: &'a Ledger,
    /// The reading text.
    pub reading: &'a str,
    /// What was noticed.
    pub findings: &'a [Finding],
    /// The rules that a sidecar can keep from a passage.
    pub overrulable: &'a [&'static Rule],
}

/// What every review page begins with, and nothing else does.
pub const BEGINS: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta name=\"generator\" content=\"Offprint review page\">\n";

/// Writes the review page.
pub fn write(proof: &Proof<'_>) -> String {
    let rules = Rules::of(proof);
    let mut html = Html::default();
    let title = proof.book.title();
    let name = if title.title.is_empty() { proof.name } else { &title.title };
    let language = title.language.tag();
    html.raw(BEGINS);
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
              style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n",
    );
    html.raw("<link rel=\"icon\" href=\"data:,\">\n<title>Review of ");
    html.text(name);
    html.raw("</title>\n<style>\n");
    html.raw(include_str!("page.css"));
    html.raw("</style>\n</head>\n<body>\n");
    header::header(&mut html, proof, name);
    html.raw("<main>\n");
    header::tabs(&mut html, proof, &rules);
    html.raw("<div role=\"tabpanel\" id=\"text\" aria-labelledby=\"tab-text\">\n");
    tools::bar(&mut html, &rules);
    html.raw("<div class=\"panes\" data-side=\"source\">\n");
    source::pane(&mut html, proof, &rules, language);
    book::pane(&mut html, proof.book, language);
    html.raw("</div>\n");
    tools::detail(&mut html, proof);
    html.raw("</div>\n");
    lists::panels(&mut html, proof, &rules);
    html.raw("</main>\n<p id=\"said\" class=\"unseen\" role=\"status\"></p>\n");
    html.raw("<script type=\"application/json\" id=\"rules\">");
    html.raw(&rules.as_json());
    html.raw("</script>\n<script>\n");
    html.raw(include_str!("page.js"));
    html.raw("</script>\n</body>\n</html>\n");
    html.finish()
}

/// How many findings there are of each weight, the weightiest first.
fn severities(findings: &[Finding]) -> [usize; 3] {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    [of(Severity::Error), of(Severity::Warning), of(Severity::Info)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{BookParts, Effect, Log, Span};

    static RULE: Rule = Rule {
        id: "nav/test",
        effect: Effect::Strips,
        does: "It takes </script> out.",
        why: "For \"tests\".",
        example: "x",
    };

    #[test]
    fn no_text_can_break_out_of_the_page() {
        let reading = "<script>alert(1)</script>";
        let mut log = Log::default();
        log.record(Span::new(0, 25), &RULE);
        let book = Book::new(BookParts::default()).unwrap();
        let ledger = Ledger::settle(reading, &book, &log).unwrap();
        let proof = Proof {
            name: "a & b.htm",
            sidecar: "a & b.toml",
            book: &book,
            ledger: &ledger,
            reading,
            findings: &[],
            overrulable: &[&RULE],
        };
        let page = write(&proof);
        assert!(page.contains("<del data-r=\"0\">&lt;script&gt;alert(1)&lt;/script&gt;</del>"));
        assert!(page.contains("Review of a &amp; b.htm"));
        assert!(page.contains("It takes \\u003c/script> out."));
        assert_eq!(page.matches("</script>").count(), 2);
        for outside in ["http:", "https:", "src=", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
    }
}
