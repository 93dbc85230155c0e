//! Which archive a page comes from, read off the page itself: whose pages its links lead to, what
//! it says, which class names it uses.

use crate::book::{Effect, Form, Leaf, Passage, Rule, Target};

use super::links::each_link;
use super::survey::is_row;
use super::vocabulary::{folded, names_contents, names_top};

/// See [`recognise`].
pub static RECOGNISED: Rule = Rule {
    id: "profile/archive",
    effect: Effect::Notices,
    does: "Says which archive’s habits a page was cleaned by, and by what they were recognised.",
    why: "Archives have house styles; what is navigation on one may be text on another.",
    example: "Marxists Internet Archive: class “toplink”, links to volunteers’ pages",
};

/// The habits of an archive.
#[derive(Debug)]
pub struct Profile {
    /// Its name, as the finding gives it.
    pub name: &'static str,
    /// Whether pages without links are likely copies of its web pages.
    pub website: bool,
    /// Parts of addresses that only its pages link to.
    addresses: &'static [&'static str],
    /// Words that stand at the head or the foot of its pages, folded.
    words: &'static [&'static str],
    /// Whole passages that are its navigation, folded: what a copy without links keeps of it.
    pub furniture: &'static [&'static str],
    /// Class names of its style sheets.
    classes: &'static [&'static str],
}

static MARXISTS: Profile = Profile {
    name: "Marxists Internet Archive",
    website: true,
    addresses: &[
        "marxists.org",
        "/admin/volunteers/",
        "/glossary/",
        "/archive/",
        "/history/etol/",
    ],
    words: &[
        "internet archive",
        "mia archive",
        "mia library",
        "mia >",
        "encyclopedia of trotskyism",
        "last updated on",
        "top of the page",
        "top of page",
        "html markup",
        "marked up by",
        "transcription markup",
        "marxists org",
    ],
    furniture: &[],
    classes: &[
        "toplink",
        "infotop",
        "infobot",
        "info",
        "information",
        "updat",
        "linkback",
        "quoteb",
        "fst",
        "footer",
    ],
};

static MLWERKE: Profile = Profile {
    name: "MLWerke",
    website: true,
    addresses: &["mlwerke.de", "/me/default.htm", "../default.htm"],
    words: &[
        "mlwerke",
        "mlwerken",
        "seitenzahlen verweisen auf",
        "inhaltsverzeichnis marx engels",
    ],
    furniture: &[
        "mlwerke",
        "mlwerke marx engels",
        "mlwerke marx engels werke",
        "marx engels werke mlwerke",
        "zurück zu den mlwerken",
        "inhaltsverzeichnis marx engels",
        "zurück zu den mlwerken inhaltsverzeichnis marx engels",
        "hauptverzeichnis mlwerke",
        "home to mlwerke de start page",
    ],
    classes: &["firstpub", "textquelle", "autorinfo", "navcontainer"],
};

static GUTENBERG: Profile = Profile {
    name: "Project Gutenberg",
    website: false,
    addresses: &["gutenberg.org", "gutenberg.net", "pglaf.org"],
    words: &["project gutenberg", "project gutenberg's"],
    furniture: &[],
    classes: &["pg-boilerplate", "pgheader", "pgfooter", "pginternal"],
};

static ANARCHISTS: Profile = Profile {
    name: "Anarchist Library",
    website: true,
    addresses: &["theanarchistlibrary.org", "anarchistlibraries.net"],
    words: &["the anarchist library", "anarchist library anti copyright", "retrieved on"],
    furniture: &[],
    classes: &[],
};

static COPY: Profile = Profile {
    name: "copy of a web page",
    website: true,
    addresses: &[],
    words: &[
        "back to top",
        "last updated",
        "last modified",
        "zuletzt aktualisiert",
        "letzte änderung",
        "dernière mise à jour",
        "última actualización",
        "ultima modifica",
        "haut de page",
        "nach oben",
        "return return",
    ],
    furniture: &[],
    classes: &[],
};

static PAGE: Profile = Profile {
    name: "no archive that is known",
    website: false,
    addresses: &[],
    words: &[],
    furniture: &[],
    classes: &[],
};

/// In the order in which they are preferred where the evidence is equal.
static PROFILES: &[&Profile] = &[&GUTENBERG, &MLWERKE, &MARXISTS, &ANARCHISTS, &COPY];

/// A profile with what spoke for it.
#[derive(Debug)]
pub struct Recognised {
    /// The archive.
    pub profile: &'static Profile,
    /// What was found on the page, in a few words each.
    pub evidence: Vec<String>,
    /// Whether the page has no links.
    pub bare: bool,
}

impl Recognised {
    /// Whether the page’s words are likely to be those of a website, links or no links.
    pub fn copied(&self) -> bool {
        self.profile.website
    }

    /// The archive’s own rows of buttons.
    pub fn furniture(&self) -> &'static [&'static str] {
        self.profile.furniture
    }

    /// Whether it is a Gutenberg text.
    pub fn is_gutenberg(&self) -> bool {
        std::ptr::eq(self.profile, &GUTENBERG)
    }
}

/// How many passages at either end of a page are read for words that name an archive.
const EDGE: usize = 24;

/// Recognises the archive of a page.
pub fn recognise(leaf: &Leaf) -> Recognised {
    let mut addresses = Vec::new();
    for passage in &leaf.passages {
        passage.each_run(&mut |run| {
            each_link(run, &mut |target| {
                if let Target::Address(address) = target {
                    addresses.push(address.to_lowercase());
                }
            });
        });
    }
    let bare = addresses.is_empty();
    addresses.extend(leaf.address.iter().chain(&leaf.head.address).map(|a| a.to_lowercase()));
    let edges = edge_words(&leaf.passages);
    let mut best = Recognised { profile: &PAGE, evidence: Vec::new(), bare };
    for profile in PROFILES {
        let evidence = evidence(profile, leaf, &addresses, &edges);
        if evidence.len() > best.evidence.len() {
            best = Recognised { profile, evidence, bare };
        }
    }
    let last =
        leaf.passages.iter().rev().map(Passage::words).find(|words| !words.trim().is_empty());
    if let Some(last) = last.filter(|last| best.evidence.is_empty() && bare && ends_copy(last))
    {
        let evidence = vec![format!("the last words “{}”", last.trim())];
        return Recognised { profile: &COPY, evidence, bare };
    }
    if best.evidence.is_empty() && leaf.form == Form::Muse {
        let evidence = vec!["the form Text::Amuse".to_owned()];
        return Recognised { profile: &ANARCHISTS, evidence, bare };
    }
    best
}

fn evidence(
    profile: &Profile,
    leaf: &Leaf,
    addresses: &[String],
    edges: &[String],
) -> Vec<String> {
    let mut found = Vec::new();
    for sign in profile.addresses {
        let count = addresses.iter().filter(|address| address.contains(sign)).count();
        if count > 0 {
            found.push(format!("{count} × “{sign}” in addresses"));
        }
    }
    for sign in profile.words {
        if edges.iter().any(|words| words.contains(sign)) {
            found.push(format!("the words “{sign}”"));
        }
    }
    for sign in profile.classes {
        if leaf.passages.iter().any(|passage| passage.has_class(sign)) {
            found.push(format!("class “{sign}”"));
        }
    }
    found
}

/// Whether the last words of a page without links are those of a web page's foot.
fn ends_copy(last: &str) -> bool {
    let words = folded(last);
    let archive = words.split(' ').count() <= 6 && words.ends_with(" archive");
    archive || names_contents(&words) || names_top(&words) || is_row(last)
}

/// The folded words of the passages at both ends of a page, long passages cut.
fn edge_words(passages: &[Passage]) -> Vec<String> {
    let count = passages.len();
    let ends = passages
        .iter()
        .take(EDGE)
        .chain(passages.iter().skip(EDGE.max(count - EDGE.min(count))));
    ends.map(|passage| folded(&passage.words().chars().take(1000).collect::<String>()))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::strip::fixture::Page;

    use super::*;

    fn name(page: Page) -> &'static str {
        recognise(&page.transcript().leaves[0]).profile.name
    }

    #[test]
    fn archives_are_known_by_their_pages() {
        let page =
            Page::new().passage("p.toplink", "[MIA](../index.htm) > [Archive](index.htm)");
        assert_eq!(name(page), "Marxists Internet Archive");
        let page = Page::new().passage("p", "[<= Zurück zu den MLWerken](../../index.shtml)");
        assert_eq!(name(page), "MLWerke");
        let page = Page::plain().passage("p", "The Project Gutenberg EBook of Anarchism");
        assert_eq!(name(page), "Project Gutenberg");
        let page = Page::plain().passage("p", "It is no use to speak of archives.");
        assert_eq!(name(page), "no archive that is known");
    }
}
