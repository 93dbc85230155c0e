//! Links: where they lead, seen from their page, and the anchors that they lead to.

use std::collections::BTreeSet;

use crate::book::{Inline, Passage, Target};

/// A link: what it says and where it leads.
#[derive(Debug)]
pub struct Way {
    /// Its words, folded; for an image, what is said in its place.
    pub folded: String,
    /// Whether it shows an image and no words.
    pub picture: bool,
    /// Where it leads.
    pub leads: Leads,
}

/// Where a link leads, seen from its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To the beginning of the same page.
    Top,
    /// To another place on the same page.
    Within,
    /// To an index page of the site.
    Index,
    /// To another page of the site.
    Page,
    /// To a file to take away.
    File,
    /// To an image.
    Picture,
    /// To a page about the people who made the site.
    Staff,
    /// To a glossary: a word of the text is explained there.
    Glossary,
    /// To another site.
    Abroad,
    /// To a mailbox.
    Mail,
}

/// Where `address` leads. `tops` are the anchors at the beginning of the page.
pub fn leads(address: &str, tops: &BTreeSet<String>) -> Leads {
    let address = address.trim();
    if let Some(fragment) = address.strip_prefix('#') {
        let name = fragment.to_lowercase();
        let top =
            name.is_empty() || tops.contains(fragment) || TOP_NAMES.contains(&name.as_str());
        return if top { Leads::Top } else { Leads::Within };
    }
    let lower = address.to_lowercase();
    if lower.starts_with("mailto:") {
        return Leads::Mail;
    }
    let path = lower.split(['#', '?']).next().unwrap_or("");
    if path.contains("/volunteers/") || path.contains("/admin/legal") {
        return Leads::Staff;
    }
    if path.contains("/glossary/") {
        return Leads::Glossary;
    }
    let ending = path.rsplit('/').next().unwrap_or("").rsplit_once('.').map_or("", |(_, e)| e);
    if FILE_ENDINGS.contains(&ending) {
        return Leads::File;
    }
    if PICTURE_ENDINGS.contains(&ending) {
        return Leads::Picture;
    }
    let host = path
        .strip_prefix("http://")
        .or_else(|| path.strip_prefix("https://"))
        .or_else(|| path.strip_prefix("//"))
        .map(|rest| rest.split('/').next().unwrap_or(""));
    if host.is_some_and(|host| !ARCHIVE_HOSTS.iter().any(|own| host.ends_with(own))) {
        return Leads::Abroad;
    }
    let file = path.rsplit('/').next().unwrap_or("");
    let stem = file.split('.').next().unwrap_or("");
    let index = file.is_empty() || path.ends_with("..") || INDEX_STEMS.contains(&stem);
    let front = host.is_some() && path.matches('/').count() <= 3 && ending.is_empty();
    if index || front { Leads::Index } else { Leads::Page }
}

const TOP_NAMES: &[&str] = &[
    "top",
    "topp",
    "toppage",
    "pagetop",
    "navitop",
    "oben",
    "anfang",
    "seitenanfang",
    "haut",
    "arriba",
    "inicio",
    "topo",
    "inizio",
    "boven",
    "upp",
    "begin",
    "start",
    "head",
    "up",
    "_top",
];

const INDEX_STEMS: &[&str] = &["index", "default", "contents", "toc", "inhalt", "home"];

const FILE_ENDINGS: &[&str] = &[
    "pdf", "epub", "mobi", "prc", "azw", "azw3", "zip", "sit", "exe", "doc", "docx", "odt",
    "rtf", "lit", "mp3", "txt", "ps",
];

const PICTURE_ENDINGS: &[&str] = &["jpg", "jpeg", "png", "gif", "svg", "webp"];

const ARCHIVE_HOSTS: &[&str] = &[
    "marxists.org",
    "marxists.info",
    "marxist.org",
    "mlwerke.de",
    "theanarchistlibrary.org",
    "gutenberg.org",
    "gutenberg.net",
    "archive.org",
];

/// The anchors that some link of the page leads to.
pub fn called_anchors(passages: &[Passage]) -> BTreeSet<String> {
    let mut called = BTreeSet::new();
    for passage in passages {
        passage.each_run(&mut |run| {
            each_link(run, &mut |target| {
                if let Target::Address(address) = target
                    && let Some(fragment) = address.trim().strip_prefix('#')
                {
                    called.insert(fragment.to_owned());
                }
            });
        });
    }
    called
}

/// The anchors that stand before the first words of the page, or in its first passage with words.
pub fn top_anchors(passages: &[Passage]) -> BTreeSet<String> {
    let mut tops = BTreeSet::new();
    for passage in passages {
        each_anchor(passage, &mut |anchor| {
            tops.insert(anchor.to_owned());
        });
        if !passage.words().trim().is_empty() {
            break;
        }
    }
    tops
}

/// Calls `visit` with each anchor of a passage, those of its cells included.
pub fn each_anchor(passage: &Passage, visit: &mut dyn FnMut(&str)) {
    for anchor in &passage.anchors {
        visit(anchor);
    }
    for inner in passage.cells().flat_map(|cell| &cell.passages) {
        for anchor in &inner.anchors {
            visit(anchor);
        }
    }
    passage.each_run(&mut |run| inline_anchors(run, visit));
}

fn inline_anchors(inlines: &[Inline], visit: &mut dyn FnMut(&str)) {
    for inline in inlines {
        match inline {
            Inline::Anchor(name) => visit(name),
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                inline_anchors(inner, visit);
            }
            _ => {}
        }
    }
}

/// Calls `visit` with the target of each link.
pub fn each_link<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(&'a Target)) {
    for inline in inlines {
        match inline {
            Inline::Link(target, inner) => {
                visit(target);
                each_link(inner, visit);
            }
            Inline::Styled(_, inner) | Inline::Language(_, inner) => each_link(inner, visit),
            _ => {}
        }
    }
}
