//! Navigation that is glued to a text: in the last line of a paragraph, in a heading, in the
//! information block. Only the line or the link goes, the passage stays.

use std::collections::BTreeSet;

use crate::book::{Inline, Passage, Rule, Target, text_of};

use super::classes::INFO_CLASSES;
use super::links::{Leads, leads};
use super::navigation::{DOWNLOAD, PAGE_TURN, TOP_OF_PAGE, offers_files};
use super::site::{LAST_UPDATED, dates_page};
use super::survey::{Sight, Survey};
use super::vocabulary::{
    folded, is_only_separators, names_contents, names_part, names_top, turns_page,
};

/// Whether a passage is worth cutting into lines.
pub fn may_hold(survey: &Survey, sight: &Sight, passage: &Passage) -> bool {
    let several = passage.content.iter().any(|inline| match inline {
        Inline::LineBreak => true,
        Inline::Text(text) => text.as_str().contains('\n'),
        _ => false,
    });
    let linked = sight.links.iter().any(|way| way.leads == Leads::Top);
    !sight.field
        && (linked
            || several && (survey.bare || !sight.links.is_empty() || sight.letters < 3000))
}

/// Where a line stands in its passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// First or last.
    AtEdge,
    /// Between others.
    Between,
}

/// The rule that takes out a line of the passage at `at`, if one does.
pub fn line_rule(
    survey: &Survey,
    at: usize,
    line: &Sight,
    stands: Stands,
) -> Option<&'static Rule> {
    if line.letters == 0 || line.is_note() {
        return None;
    }
    let edge = stands == Stands::AtEdge;
    if dates_page(line) && (edge || line.has_class(INFO_CLASSES)) {
        return Some(&LAST_UPDATED);
    }
    if survey.bare {
        let whole = survey.copied && names_top(&line.folded) && line.folded.contains(' ');
        return whole.then_some(&TOP_OF_PAGE);
    }
    if offers_files(line) {
        return Some(&DOWNLOAD);
    }
    if !line.is_only_links() {
        return None;
    }
    let top = |folded: &str| names_top(folded);
    if line.leads_only(&[Leads::Top]) && line.links.iter().all(|way| top(&way.folded)) {
        return Some(&TOP_OF_PAGE);
    }
    let worded = line.links.iter().all(|way| {
        let words = way.folded.as_str();
        turns_page(words) || names_top(words) || names_part(words) || names_contents(words)
    });
    let led = line.leads_only(&[Leads::Page, Leads::Index, Leads::Top]);
    let placed = survey.in_foot(at + 1) || line.links.len() > 1;
    (worded && led && edge && placed).then_some(&PAGE_TURN)
}

/// Cuts a link to the top of the page off the end of a line, with the white space and the bars
/// before it, and returns it.
pub fn trailing_top(line: &mut Vec<Inline>, tops: &BTreeSet<String>) -> Option<Vec<Inline>> {
    let link = line.iter().rposition(|inline| !is_filling(inline))?;
    let Some(Inline::Link(Target::Address(address), inner)) = line.get(link) else {
        return None;
    };
    let words = folded(&text_of(inner));
    if leads(address, tops) != Leads::Top || !names_top(&words) {
        return None;
    }
    let before = line.get(..link)?.iter().rposition(|inline| !is_filling(inline))?;
    let cut = line.split_off(before + 1);
    if let Some(Inline::Text(text)) = line.last_mut() {
        // White space between texts is layout and needs no record.
        let end = text.as_str().trim_end().len();
        drop(text.split_off(end));
    }
    Some(cut)
}

/// Whether nothing but white space and bars stands in an inline element.
fn is_filling(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => {
            is_only_separators(text.as_str()) && !text.as_str().contains(['.', '*'])
        }
        Inline::LineBreak => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::book::Corrections;
    use crate::strip::fixture::{Page, text};
    use crate::strip::strip;

    fn kept(page: Page) -> Vec<String> {
        let cleaned = strip(page.transcript(), &Corrections::default()).value;
        cleaned.leaves[0].passages.iter().map(|passage| passage.words()).collect()
    }

    #[test]
    fn only_the_glued_line_goes() {
        let page = Page::new()
            .passage("h1", "Interview")
            .passage("p", text())
            .passage("p", "Yours fraternally\nPaul Lafargue\n[Top of the page](#top)\n[Last chapter](ch1.htm) | [Next chapter](ch3.htm)");
        assert_eq!(kept(page), ["Interview", text(), "Yours fraternally\nPaul Lafargue"]);
    }

    #[test]
    fn a_link_to_the_top_leaves_a_heading() {
        let page = Page::new()
            .passage("h3", "II. Blessings of Work [Top](#top)")
            .passage("p", text())
            .passage("h3", "The Top [[1]](#n1)")
            .passage("p", text());
        assert_eq!(kept(page)[0], "II. Blessings of Work");
        assert!(
            kept(Page::new().passage("p", "He stands at the [top](#n1)"))[0].contains("top")
        );
    }

    #[test]
    fn the_date_of_the_page_leaves_the_credits() {
        let page = Page::new()
            .passage(
                "p.information",
                "Transcribed: Sally Ryan\nLast updated: 12.3.2001\nSource: Time",
            )
            .passage("p", text());
        assert_eq!(kept(page)[0], "Transcribed: Sally Ryan\nSource: Time");
    }

    #[test]
    fn verse_keeps_its_lines() {
        let verse = "The land of the free\nStand to the top\nAnd the home of the brave";
        assert_eq!(kept(Page::new().passage("p", verse)), [verse]);
    }
}
