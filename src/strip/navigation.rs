//! Rules for navigation: what leads a visitor through the website, and leads nowhere in a book.
//!
//! Each function says whether the passage at a place is what its rule describes. Wherever the
//! words could be an author's, two kinds of evidence must agree: that it is a link and where it
//! leads, the class name, the place on the page, the wording.

use crate::book::{Effect, Rule, retired};

use super::classes::{INFO_CLASSES, NAV_CLASSES, TRAIL_CLASSES};
use super::links::Leads;
use super::survey::{Sight, Survey, is_row, row_parts};
use super::vocabulary::{
    begins_turn, goes_back, is_back_word, leads_on, names_archive, names_contents, names_part,
    names_top, offers_file, turns_page,
};

/// See [`is_breadcrumb`].
pub static BREADCRUMB: Rule = Rule {
    id: retired::BREADCRUMB,
    effect: Effect::Strips,
    does: "Takes out the trail at the head of a page that shows where the page lies in the \
           website: links to ever narrower index pages, or their bare names with “>” between them.",
    why: "It tells a visitor where on the website he is; in a book the title page does that.",
    example: "MIA > Archive > Lafargue > Right To Be Lazy",
};

/// Whether a trail through the website stands there.
pub fn is_breadcrumb(survey: &Survey, at: usize) -> bool {
    let Some(sight) = survey.sight(at).filter(|sight| !sight.note && !sight.field) else {
        return false;
    };
    if survey.bare {
        let arrows = sight.words.contains(" > ") || sight.words.contains(" » ");
        // `[ Archivio Trotsky ]` as the first line.
        let bracketed = sight.words.starts_with("[ ") && sight.words.ends_with(" ]");
        let first = || survey.sights.iter().take(at).all(|before| before.letters == 0);
        if bracketed && names_archive(&sight.folded) && sight.letters < 60 && first() {
            return survey.copied;
        }
        if !survey.copied || !survey.in_head(at) || !arrows || sight.letters >= 160 {
            return false;
        }
        let parts = row_parts(&sight.words);
        return (2..=8).contains(&parts.len()) && parts.iter().any(|part| names_archive(part));
    }
    let climbs = sight.links.iter().filter(|way| way.leads == Leads::Index).count();
    let arrows = sight.words.contains(['>', '›', '→']) || sight.words.contains(" » ");
    if !survey.in_head(at) || sight.links.is_empty() || sight.letters > 300 {
        return false;
    }
    let named = sight.has_class(TRAIL_CLASSES);
    named && sight.is_mostly_linked()
        || arrows && climbs >= 2 && sight.is_only_links()
        || climbs >= 2 && sight.heading.is_none() && begins_with_site(sight)
}

fn begins_with_site(sight: &Sight) -> bool {
    let first = sight.folded.split(' ').next().unwrap_or("");
    matches!(first, "mia" | "mlwerke" | "etol" | "home")
        || sight.folded.starts_with("marxists internet archive")
}

/// See [`is_top_of_page`].
pub static TOP_OF_PAGE: Rule = Rule {
    id: "nav/top-of-page",
    effect: Effect::Strips,
    does: "Takes out links back to the beginning of the page, in any of the archives’ languages, \
           alone or as the first button of a row.",
    why: "A book has pages to turn; the words would stand in the middle of the text, before each \
          block of notes.",
    example: "Top of the page",
};

/// Whether a link to the beginning of the page stands there, alone.
pub fn is_top_of_page(survey: &Survey, at: usize) -> bool {
    let Some(sight) = survey.sight(at) else { return false };
    if survey.bare {
        return survey.copied && names_top(&sight.folded) && sight.folded.contains(' ');
    }
    let worded = sight.links.iter().all(|way| names_top(&way.folded));
    sight.leads_only(&[Leads::Top]) && sight.is_only_links() && worded && sight.letters > 0
}

/// See [`is_page_turn`].
pub static PAGE_TURN: Rule = Rule {
    id: retired::PAGE_TURN,
    effect: Effect::Strips,
    does: "Takes out rows of links to the next and the previous page, to the contents and to the \
           top, at the edges of a page or marked as navigation; and a “Next:” with the title that \
           follows it, where it is a link or the last words of a copied page.",
    why: "The order of the pages is the order of the book, and its contents list leads to each. \
          “Next”, “Contents” or “Introduction” that are no links stay: they are the author’s.",
    example: "Next section | Top of page",
};

/// Whether a row of links to neighbouring pages stands there.
pub fn is_page_turn(survey: &Survey, at: usize) -> bool {
    let Some(sight) = survey.sight(at).filter(|sight| !sight.is_note() && !sight.field) else {
        return false;
    };
    if survey.bare {
        let placed = survey.in_foot(at) && is_bare_turn(sight);
        return survey.copied && (placed || survey.in_head(at) && is_arrowed_row(sight));
    }
    if sight.links.is_empty() || sight.letters > 400 {
        return false;
    }
    let at_edge = survey.in_foot(at) || survey.in_head(at);
    if at_edge && sight.has_class(&["next", "prev", "previous", "nextprev", "prevnext"]) {
        return true;
    }
    if !sight.is_only_links() || !sight.leads_only(TURNING) || says_to_be_continued(sight) {
        return false;
    }
    let worded =
        sight.links.iter().any(|way| says_turn(&way.folded)) || turns_page(&sight.loose);
    let marked = sight.has_class(NAV_CLASSES);
    let several = survey.in_head(at) && sight.links.len() >= 2 && sight.heading != Some(1);
    let arrows =
        [">>", "<<", "»", "«", "→", "←"].iter().any(|arrow| sight.words.contains(arrow));
    let row = sight.links.len() >= 2 && sight.words.contains(['|', '¦']);
    // A button of navigation by its class, right over the one to the top, bears any title.
    let over_top = marked
        && !survey.contents
        && sight.leads_only(&[Leads::Page])
        && sight.links.len() == 1
        && after(survey, at).is_some_and(|next| is_top_of_page(survey, next));
    over_top || worded && (marked || survey.in_foot(at) || several || arrows || row)
}

/// The next passage that shows something.
fn after(survey: &Survey, at: usize) -> Option<usize> {
    let mut rest = survey.sights.iter().enumerate().skip(at + 1);
    rest.find(|(_, sight)| !sight.is_blank()).map(|(next, _)| next)
}

const TURNING: &[Leads] = &[Leads::Top, Leads::Page, Leads::Index, Leads::Within];

fn says_turn(folded: &str) -> bool {
    turns_page(folded) || names_top(folded) || names_part(folded) || names_contents(folded)
}

/// Whether a link says what periodicals print under an instalment: “To be continued”.
fn says_to_be_continued(sight: &Sight) -> bool {
    let printed = |folded: &str| {
        folded.starts_with("to be ")
            || folded.contains("concluded")
            || folded.contains("fortsetzung")
            || folded.contains("continued from")
    };
    sight.words.starts_with(['(', '[']) && sight.links.iter().any(|way| printed(&way.folded))
}

/// Whether a line without links has the arrows of a row: `« Zur ersten Auflage  Inhalt  II »`.
fn is_arrowed_row(sight: &Sight) -> bool {
    let arrows = sight.words.starts_with(['«', '<', '‹', '←'])
        || sight.words.ends_with(['»', '>', '›', '→']);
    let known = sight.folded.split(' ').any(|word| names_contents(word) || begins_turn(word));
    arrows && known && sight.letters < 160
}

fn is_bare_turn(sight: &Sight) -> bool {
    let announced = sight.words.split_once(':').is_some_and(|(word, title)| {
        !title.trim().is_empty()
            && begins_turn(&word.trim().to_lowercase())
            && !word.contains(' ')
    });
    let after_top = ["top of the page ", "top of page "]
        .iter()
        .any(|top| sight.folded.starts_with(top) && sight.letters < 90);
    announced && sight.letters < 160
        || is_row(&sight.words)
        || is_arrowed_row(sight)
        || after_top
        || names_contents(&sight.folded)
}

/// See [`is_archive_links`].
pub static ARCHIVE_LINKS: Rule = Rule {
    id: retired::ARCHIVE_LINKS,
    effect: Effect::Strips,
    does: "Takes out links to the author’s archive, to collected works, periodicals and other \
           other pages of the website that stand before the title or after the text; in a copied \
           page the bare name of an archive in its last lines.",
    why: "They belong to the page’s surroundings and lead out of the work.",
    example: "Collected Works Volume 25 / Collected Works Table of Contents / Lenin Works Archive",
};

/// Whether links to index pages of the website stand there.
pub fn is_archive_links(survey: &Survey, at: usize) -> bool {
    let Some(sight) = survey.sight(at).filter(|sight| !sight.is_note() && !sight.field) else {
        return false;
    };
    if survey.bare {
        if !survey.copied || !(survey.in_head(at) || survey.in_foot(at)) {
            return false;
        }
        let known = |part: &String| names_archive(part) || goes_back(part);
        if sight.furniture || is_row(&sight.words) && row_parts(&sight.words).iter().all(known)
        {
            return true;
        }
        let named = names_archive(&sight.folded) || goes_back(&sight.folded);
        return survey.in_foot(at)
            && named
            && sight.folded.split(' ').count() <= 10
            && !sight.words.ends_with('.');
    }
    let marked = sight.has_class(NAV_CLASSES);
    if marked && sight.links.is_empty() {
        return survey.in_foot(at) && names_archive(&sight.folded);
    }
    if !(survey.in_foot(at) || survey.in_head(at)) || sight.letters > 400 {
        return false;
    }
    let named = |folded: &str| names_archive(folded) || goes_back(folded);
    let worded = sight.links.iter().filter(|way| named(&way.folded)).count();
    let led = !sight.links.is_empty()
        && sight.links.iter().all(|way| {
            TURNING.contains(&way.leads)
                || marked && way.leads == Leads::Abroad
                || sight.links.len() > 2 && way.leads == Leads::Mail
        });
    let title = survey.in_head(at) && (sight.heading == Some(1) || sight.has_class(&["title"]));
    let sure = survey.in_foot(at) && survey.foot_is_sure && !says_to_be_continued(sight);
    led && !title
        && !credits(sight)
        && (sight.is_only_links()
            && (marked || sure || worded > 0 && worded * 2 >= sight.links.len())
            || marked && sight.is_mostly_linked() && (worded > 0 || survey.in_foot(at)))
}

/// Whether a link says who transcribed the text: `Transcription by the Maoist Documentation Project`.
fn credits(sight: &Sight) -> bool {
    const TRADES: &[&str] =
        &["transcription", "transcribed", "scanned", "digitized", "proofread"];
    sight.folded.split_once(" by ").is_some_and(|(trade, _)| TRADES.contains(&trade))
}

/// See [`is_back_links`].
pub static BACK_LINKS: Rule = Rule {
    id: "nav/back-links",
    effect: Effect::Strips,
    does: "Takes out the words of way-back links that stand by themselves, one or a row of them, \
           and counts them: each stood for a link from a note to its mark.",
    why: "A copy as plain text keeps the words and loses the links; the edition makes its own way \
          back. Where there were more such links than there are notes, notes may have been lost \
          before the text came here. “Return of loans” is a sentence’s word and stays.",
    example: "return return return return return",
};

/// Whether nothing but words for a way back stands there.
pub fn is_back_links(survey: &Survey, at: usize) -> bool {
    let Some(sight) = survey.sight(at).filter(|sight| sight.letters > 0) else { return false };
    let back = sight.folded.split(' ').all(is_back_word);
    if survey.bare {
        let many = sight.folded.contains(' ');
        return back && survey.copied && (many || survey.in_foot(at));
    }
    let linked = sight.is_only_links() && sight.leads_only(&[Leads::Within, Leads::Top]);
    back && linked && survey.in_foot(at) && !sight.note
}

/// See [`is_download`].
pub static DOWNLOAD: Rule = Rule {
    id: "nav/download",
    effect: Effect::Strips,
    does: "Takes out offers of the same text as a file to take away: passages at the edges of a \
           page whose links all lead to files.",
    why: "The reader holds such a file in his hands. A credit that says where a text was \
          downloaded from has no such link and stays.",
    example: "Download: Macintosh | Windows",
};

/// Whether an offer of files stands there.
pub fn is_download(survey: &Survey, at: usize) -> bool {
    let Some(sight) = survey.sight(at) else { return false };
    let at_edge = survey.in_head(at) || survey.in_foot(at) || survey.contents;
    let short = sight.letters < 200 && !sight.is_note();
    let info = sight.has_class(INFO_CLASSES);
    at_edge && short && !info && offers_files(sight)
}

/// Whether a line's links all lead to files and its words offer them.
pub fn offers_files(sight: &Sight) -> bool {
    let files = sight.leads_only(&[Leads::File]);
    let aside = sight.loose.split(' ').filter(|word| !word.is_empty()).count();
    files && (offers_file(&sight.folded) && aside <= 8 || sight.is_only_links())
}

/// See [`is_lead_on`].
pub static LEAD_ON: Rule = Rule {
    id: "nav/related",
    effect: Effect::Strips,
    does: "Takes out a line such as “Further reading:” that does nothing but announce links to \
           other pages of the website, which stand after the text.",
    why: "It goes with the links that it announces. A list of reading that is no links is the \
          author’s and stays.",
    example: "Further reading:",
};

/// Whether a line that only announces links of the foot stands there.
pub fn is_lead_on(survey: &Survey, at: usize) -> bool {
    let Some(sight) = survey.sight(at) else { return false };
    let next =
        survey.sights.iter().enumerate().skip(at + 1).find(|(_, s)| !s.is_blank() && !s.rule);
    leads_on(&sight.folded)
        && !survey.bare
        && next.is_some_and(|(next, s)| {
            survey.in_foot(next)
                && s.is_only_links()
                && s.leads_only(&[Leads::Index, Leads::Page])
        })
}

/// See [`is_button_image`].
pub static BUTTON_IMAGE: Rule = Rule {
    id: "nav/button-image",
    effect: Effect::Strips,
    does: "Takes out images that are buttons: pictures without words at the edges of a page that \
           link to index pages or are called “return”, “next”, “home” and the like.",
    why: "A drawn arrow leads nowhere on paper. Images of the work itself are kept.",
    example: "<h3><img src=\"../works/return2.jpg\" alt=\"return\"></h3>",
};

/// Whether nothing but pictures that are buttons stands there.
pub fn is_button_image(survey: &Survey, at: usize) -> bool {
    let Some(sight) = survey.sight(at) else { return false };
    let linked = sight.links.iter().all(|way| {
        way.picture
            && matches!(way.leads, Leads::Index | Leads::Page | Leads::Top | Leads::Within)
    });
    let loose =
        sight.images.iter().all(|words| is_button_word(&super::vocabulary::folded(words)));
    let some = !sight.links.is_empty() || !sight.images.is_empty();
    let at_edge = survey.in_head(at) || survey.in_foot(at);
    sight.letters == 0 && some && linked && loose && at_edge
}

fn is_button_word(folded: &str) -> bool {
    is_back_word(folded)
        || names_top(folded)
        || begins_turn(folded)
        || goes_back(folded)
        || matches!(
            folded,
            "home" | "up" | "index" | "arrow" | "button" | "spacer" | "line" | "bar"
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strip::fixture::{Page, text};

    #[test]
    fn a_trail_is_taken_out_and_a_comparison_is_not() {
        let page = Page::new()
            .passage(
                "p.toplink",
                "[MIA](../../index.htm) > [Archive](../index.htm) > [Bax](index.htm)",
            )
            .passage("h1", "Profit > Wages")
            .passage("p", text());
        assert!(is_breadcrumb(&page.survey(), 0));
        assert!(!is_breadcrumb(&page.survey(), 1));
    }

    #[test]
    fn a_copied_trail_is_known_by_its_names() {
        let page = Page::plain()
            .passage("p", "MIA > Archive > Kautsky")
            .passage("p", "Surplus > Wages > Rent")
            .passage("p", text())
            .passage("p", "Last updated on 20.1.2004");
        assert!(is_breadcrumb(&page.survey(), 0));
        assert!(!is_breadcrumb(&page.survey(), 1));
    }

    #[test]
    fn top_of_page_must_be_a_link_to_the_top() {
        let page = Page::new()
            .passage("p", text())
            .passage("p.link", "[Top of the page](#top)")
            .passage("p", "[Top](#n4)")
            .passage("p", "Top of the page");
        assert!(is_top_of_page(&page.survey(), 1));
        assert!(!is_top_of_page(&page.survey(), 2));
        assert!(!is_top_of_page(&page.survey(), 3));
    }

    #[test]
    fn a_row_of_pages_goes_and_a_heading_stays() {
        let page = Page::new()
            .passage("h3", "Chapter 1")
            .passage("p", text())
            .passage("h5", "[Chapter 2](ch02.htm) | [Top of the page](#top)");
        assert!(!is_page_turn(&page.survey(), 0));
        assert!(is_page_turn(&page.survey(), 2));
    }

    #[test]
    fn a_button_over_the_one_to_the_top_goes_and_a_list_of_works_stays() {
        let page = Page::new()
            .passage("p", text())
            .passage("p.link", "[III. Marx – Part 3](3-marx-c.htm)")
            .passage("p.link", "[Top of the page](#top)")
            .passage("p", "[III. Marx – Part 3](3-marx-c.htm)")
            .passage("h3", "Notes")
            .passage("p", text());
        assert!(is_page_turn(&page.survey(), 1));
        assert!(!is_page_turn(&page.survey(), 3));
    }

    #[test]
    fn next_goes_with_its_title_and_stays_without_a_link() {
        let page = Page::new()
            .passage("p", text())
            .passage("p", "Next: the metal workers meeting, which nobody had called.")
            .passage("p.next", "Next: [14](15.htm). The Danger of Trotskyism");
        assert!(!is_page_turn(&page.survey(), 1));
        assert!(is_page_turn(&page.survey(), 2));
    }

    #[test]
    fn the_foot_of_a_copy_goes_and_the_word_contents_stays_in_the_text() {
        let page = Page::plain()
            .passage("p", "Contents")
            .passage("p", text())
            .passage("p", "Next: Should Revolutionaries Work in Reactionary Trade Unions?")
            .passage("p", "Table of Contents");
        assert!(!is_page_turn(&page.survey(), 0));
        assert!(is_page_turn(&page.survey(), 2));
        assert!(is_page_turn(&page.survey(), 3));
    }

    #[test]
    fn an_archive_is_left_and_an_author_is_not() {
        let page = Page::new()
            .passage("h2", "[Paul Lafargue](../../index.htm)")
            .passage("p", text())
            .passage("p.author", "[V. I. Lenin](../../index.htm)")
            .passage("p.footer", "[Lenin Works Archive](../../index.htm)")
            .passage("p.footer", "[Transcription by the Documentation Project](../index.htm)");
        assert!(!is_archive_links(&page.survey(), 0));
        assert!(!is_archive_links(&page.survey(), 2));
        assert!(is_archive_links(&page.survey(), 3));
        assert!(!is_archive_links(&page.survey(), 4));
    }

    #[test]
    fn way_back_words_go_in_a_row() {
        let page = Page::plain()
            .passage("p", "Return of loans")
            .passage("p", text())
            .passage("p", "return return return return return")
            .passage("p", "Last updated on: 19.4.2007");
        assert!(!is_back_links(&page.survey(), 0));
        assert!(is_back_links(&page.survey(), 2));
    }

    #[test]
    fn files_are_offered_and_credits_are_not() {
        let page = Page::new()
            .passage("p", "Download: [PDF](work.pdf) | [epub](work.epub)")
            .passage("p", "Downloaded with thanks from [Endpage.com](http://www.endpage.com).")
            .passage("p", text());
        assert!(is_download(&page.survey(), 0));
        assert!(!is_download(&page.survey(), 1));
    }

    #[test]
    fn further_reading_goes_with_its_links_only() {
        let page = Page::new()
            .passage("p", text())
            .passage("p", "Further reading:")
            .passage("p.link", "[Marxism and Literature](../../subject/index.htm)");
        assert!(is_lead_on(&page.survey(), 1));
        let page = Page::new()
            .passage("p", text())
            .passage("p", "Further reading:")
            .passage("p", "G. Plekhanov, Art and Social Life, Moscow 1957.");
        assert!(!is_lead_on(&page.survey(), 1));
    }

    #[test]
    fn a_drawn_button_goes_and_a_portrait_stays() {
        let page = Page::new()
            .passage("p", "![Karl Marx](marx.jpg)")
            .passage("p", text())
            .passage("h3", "![return](return2.jpg)");
        assert!(!is_button_image(&page.survey(), 0));
        assert!(is_button_image(&page.survey(), 2));
    }
}
