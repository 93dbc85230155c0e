//! Rules for what a website says of itself: when a page was changed, whom to write to, whose site
//! it is.

use crate::book::{Effect, FIRST_WEB_YEAR, Rule, retired};

use super::classes::INFO_CLASSES;
use super::links::Leads;
use super::survey::{Sight, Survey};
use super::vocabulary::{after_update, asks_to_write};

/// See [`is_last_updated`].
pub static LAST_UPDATED: Rule = Rule {
    id: "site/last-updated",
    effect: Effect::Strips,
    does: "Takes out lines that say when the web page was last changed, in any of the archives’ \
           languages and with any date, misspelt months included, and a date of the web’s years in \
           figures that stands last on a page right below a rule, links, a credit or the notes. The date is \
           kept as the date of the page.",
    why: "It dates the page, not the work, and would stand after the last word of the text.",
    example: "Last updated on 12 Novemember 2003",
};

/// Whether a line that dates the web page stands there.
pub fn is_last_updated(survey: &Survey, at: usize) -> bool {
    let Some(sight) = survey.sight(at).filter(|sight| !sight.field) else { return false };
    let marked = sight.has_class(&["updat", "update", "updated", "lastupdate", "foot"]);
    let placed = survey.in_foot(at) || survey.in_head(at) || survey.bare && survey.copied;
    let marked_date = marked && !sight.has_class(&["foot"]) && is_date(&sight.folded);
    let alone =
        survey.in_foot(at) && is_web_date(&sight.words) && is_below_furniture(survey, at);
    let marked_word = marked && after_update(&sight.folded).is_some_and(str::is_empty);
    dates_page(sight) && (marked || placed) || marked_word || marked_date || alone
}

/// Whether what stands right above is the website’s or parts the text from it: a rule, links, a
/// credit, the last note. A date right under a signature or under the text is the text’s.
fn is_below_furniture(survey: &Survey, at: usize) -> bool {
    let mut above = survey.sights.iter().take(at).rev();
    above.find(|sight| !sight.is_blank()).is_some_and(|sight| {
        let linked = sight.is_only_links() || sight.is_mostly_linked();
        sight.rule || linked || sight.is_note() || sight.has_class(INFO_CLASSES)
    })
}

/// Whether words are a day, a month and a year since there is a web, in figures: `19.1.2004`.
pub fn is_web_date(words: &str) -> bool {
    let parts: Vec<&str> = words.trim().split(['.', '/', '-']).collect();
    let figures =
        |part: &&str| (1..=4).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
    let year = |part: &&str| {
        part.parse().is_ok_and(|year: i32| (FIRST_WEB_YEAR..2100).contains(&year))
    };
    parts.len() == 3 && parts.iter().all(figures) && parts.iter().any(year)
}

/// Whether words say when something was updated, and nothing else.
pub fn dates_page(sight: &Sight) -> bool {
    after_update(&sight.folded).is_some_and(is_date)
}

/// Whether folded words are a date, with at most a few words beside the figures.
fn is_date(folded: &str) -> bool {
    let mut figures = 0;
    let mut words = 0;
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            figures += 1;
        } else {
            words += 1;
        }
    }
    (1..=7).contains(&figures) && words <= 5 && folded.chars().count() <= 60
}

/// See [`is_masthead`].
pub static MASTHEAD: Rule = Rule {
    id: retired::MASTHEAD,
    effect: Effect::Strips,
    does: "Takes out the website’s own name where it stands above the title like a running head: \
           “… Internet Archive” among the first passages of a page.",
    why: "It is the name of the shelf, not of the book; the colophon names the archive.",
    example: "John Reed Internet Archive",
};

/// Whether the website's name stands there as the head of the page.
pub fn is_masthead(survey: &Survey, at: usize) -> bool {
    let Some(sight) = survey.sight(at).filter(|sight| !sight.field) else { return false };
    let named = sight.folded.ends_with("internet archive")
        || sight.folded.split_once("internet archive").is_some_and(|(_, rest)| {
            rest.split(' ')
                .all(|word| matches!(word, "" | "works" | "date" | "index" | "library"))
        });
    let credit = sight.folded.split(' ').next().is_some_and(|word| CREDIT.contains(&word));
    let long = || sight.folded.split(' ').nth(8).is_some();
    if !named || long() || credit || !survey.in_head(at) {
        return false;
    }
    // Few passages have such words, so that these walks over the page are rare.
    let before =
        survey.sights.iter().take(at).filter(|sight| sight.letters > 0).take(3).count();
    let titled = || survey.sights.iter().skip(at + 1).any(|later| later.heading.is_some());
    before < 3 && (survey.contents || survey.bare && survey.copied || titled())
}

const CREDIT: &[&str] = &[
    "source",
    "from",
    "transcribed",
    "transcription",
    "courtesy",
    "published",
    "online",
    "first",
    "html",
    "markup",
    "public",
    "written",
    "by",
    "copyleft",
    "for",
    "with",
    "thanks",
];

/// See [`is_contact`].
pub static CONTACT: Rule = Rule {
    id: "site/contact",
    effect: Effect::Strips,
    does: "Takes out invitations to write to the website’s people: links to a mailbox or to the \
           volunteers’ pages with words such as “write” or “contact”, at the edges of a page.",
    why: "The address belongs to the site and ages with it. A credit that links to a volunteer’s \
          page has no such words and stays.",
    example: "Write Zinoviev Archive Administrator",
};

/// Whether an invitation to write to the website stands there.
pub fn is_contact(survey: &Survey, at: usize) -> bool {
    let Some(sight) = survey.sight(at) else { return false };
    let led = sight.links.iter().any(|way| matches!(way.leads, Leads::Mail | Leads::Staff));
    let whole = sight.is_mostly_linked() && sight.letters < 160;
    led && whole && asks_to_write(&sight.folded) && (survey.in_foot(at) || survey.in_head(at))
}

/// See [`is_file_path`].
pub static FILE_PATH: Rule = Rule {
    id: "site/file-path",
    effect: Effect::Strips,
    does: "Takes out lines that give nothing but the page’s place in the website’s folders.",
    why: "It helped the site’s makers to find the file; the colophon gives the address.",
    example: "Pfad: »../me/me01«",
};

/// Whether a path in the website's folders stands there.
pub fn is_file_path(survey: &Survey, at: usize) -> bool {
    survey.sight(at).is_some_and(|sight| gives_path(&sight.words))
}

/// Whether words are a label and a path from this folder, or the path alone.
pub fn gives_path(words: &str) -> bool {
    let path = words.split_once(": ").map_or(words, |(label, path)| {
        if label.chars().all(char::is_alphabetic) { path } else { words }
    });
    let bare = path.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '/')));
    bare.starts_with("../") && !bare.contains(' ') && words.len() < 80
}

/// See [`is_web_archive`].
pub static WEB_ARCHIVE: Rule = Rule {
    id: "site/web-archive",
    effect: Effect::Strips,
    does: "Takes out the line with which the Wayback Machine heads the pages that it gives out.",
    why: "It speaks of the copy that was saved, not of the page.",
    example: "The Wayback Machine - https://web.archive.org/web/20191105/http://www.example.org/",
};

/// Whether a web archive's line stands there.
pub fn is_web_archive(survey: &Survey, at: usize) -> bool {
    let named = |sight: &Sight| {
        sight.folded.starts_with("the wayback machine ")
            && sight.words.contains("web.archive.org/web/")
            && sight.words.split(' ').count() <= 8
    };
    survey.sight(at).is_some_and(named)
}

/// See [`is_visitors`].
pub static VISITORS: Rule = Rule {
    id: "site/visitors",
    effect: Effect::Strips,
    does: "Takes out the words of a visitor counter at the edges of a page.",
    why: "They count the visits to the website.",
    example: "This page has been accessed by visitors outside of Pitzer College since 1999.",
};

/// Whether the words of a visitor counter stand there.
pub fn is_visitors(survey: &Survey, at: usize) -> bool {
    let counted = survey.sight(at).is_some_and(|sight| counts_visitors(&sight.folded));
    counted && (survey.in_head(at) || survey.in_foot(at))
}

/// Whether folded words are those of a visitor counter.
pub fn counts_visitors(folded: &str) -> bool {
    [
        "this page has been accessed",
        "this page has been visited",
        "you are visitor number",
        "visitors since",
    ]
    .iter()
    .any(|start| folded.starts_with(start))
        && folded.split(' ').count() <= 20
}

/// See [`is_stray_mark`].
pub static STRAY_MARK: Rule = Rule {
    id: "site/stray-mark",
    effect: Effect::Strips,
    does: "Takes out passages at the edges of a page that are nothing but bars, slashes or angle \
           brackets: what is left of a row of links or of broken mark-up.",
    why: "The links that they parted are gone. Asterisks, dashes and dots may be the author’s \
          ornament and stay.",
    example: ">",
};

/// Whether nothing but left-over bars and brackets stands there.
pub fn is_stray_mark(survey: &Survey, at: usize) -> bool {
    let stray = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '|' | '¦' | '/' | '\\' | '«' | '»' | '"')
    };
    survey.sight(at).is_some_and(|sight| {
        let marks = !sight.words.is_empty() && sight.words.chars().all(stray);
        marks && !sight.table && (survey.in_head(at) || survey.in_foot(at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strip::fixture::{Page, text};

    #[test]
    fn the_date_of_a_page_goes_and_the_date_of_a_programme_stays() {
        for words in [
            "Last updated on 12 Novemember 2003",
            "Last updated on: 18 January 2009",
            "HTML last updated on 3 November 2001",
            "Ultima modifica 12.3.2001",
            "Zuletzt aktualisiert am 15. Oktober 2003",
        ] {
            let page = Page::new().passage("p", text()).passage("p.updat", words);
            assert!(is_last_updated(&page.survey(), 1), "{words}");
        }
        for (words, goes) in [("19.1.2004", true), ("19.1.1904", false)] {
            let page = Page::new()
                .passage("p", text())
                .passage("p.footer", "[Index](index.htm)")
                .passage("p", words);
            assert_eq!(is_last_updated(&page.survey(), 2), goes, "{words}");
        }
        for above in ["hr", "p.note", "p.information"] {
            let words = if above == "hr" { "" } else { "Transcribed by Anna Smith." };
            let page = Page::new()
                .passage("p", text())
                .passage(above, words)
                .passage("p", "19.1.2004");
            assert!(is_last_updated(&page.survey(), 2), "{above}");
        }
        for above in ["Ernest Mandel", "The Committee", text()] {
            let page =
                Page::new().passage("p", text()).passage("p", above).passage("p", "19.1.1994");
            assert!(!is_last_updated(&page.survey(), 2), "{above}");
        }
        for words in [
            "Last updated in 1921, the programme was no longer what the congress had voted for.",
            "Updating the programme, 1921",
        ] {
            let page = Page::new().passage("p", text()).passage("p", words);
            assert!(!is_last_updated(&page.survey(), 1), "{words}");
        }
    }

    #[test]
    fn the_name_of_the_site_goes_and_a_credit_stays() {
        let page = Page::new()
            .passage("p.title", "John Reed Internet Archive")
            .passage("h1", "Mac—American")
            .passage("p", "Courtesy of the John Reed Internet Archive")
            .passage("p", text());
        assert!(is_masthead(&page.survey(), 0));
        assert!(!is_masthead(&page.survey(), 2));
    }

    #[test]
    fn an_invitation_goes_and_a_transcriber_stays() {
        let page = Page::new()
            .passage("p", text())
            .passage("p", "[Ted Crawford](../admin/volunteers/biographies/tcrawford.htm)")
            .passage(
                "p",
                "[Write Zinoviev Archive Administrator](../admin/volunteers/steering.htm)",
            );
        assert!(!is_contact(&page.survey(), 1));
        assert!(is_contact(&page.survey(), 2));
    }

    #[test]
    fn a_path_goes_and_a_fraction_stays() {
        assert!(gives_path("Pfad: »../me/me01«"));
        assert!(!gives_path("Profit: surplus value/variable capital"));
    }

    #[test]
    fn the_wayback_line_goes_and_a_source_stays() {
        let page = Page::new()
            .passage(
                "p",
                "The Wayback Machine - https://web.archive.org/web/2019/http://a.org/",
            )
            .passage("p", "Source: https://web.archive.org/web/2019/http://a.org/")
            .passage("p", text());
        assert!(is_web_archive(&page.survey(), 0));
        assert!(!is_web_archive(&page.survey(), 1));
    }

    #[test]
    fn a_counter_goes_and_a_visitor_stays() {
        assert!(counts_visitors("you are visitor number 12345"));
        assert!(!counts_visitors("you are visitors in your own country"));
    }

    #[test]
    fn left_over_marks_go_and_ornaments_stay() {
        let page = Page::new().passage("p", "* * *").passage("p", text()).passage("p", ">");
        assert!(!is_stray_mark(&page.survey(), 0));
        assert!(is_stray_mark(&page.survey(), 2) || !page.survey().in_foot(2));
    }
}
