//! What a rule can see of a page: each passage with its words, its links and where they lead,
//! and where on the page it stands.

use std::collections::BTreeSet;

use crate::book::{
    Enclosure, EnclosureKind, Inline, InlineImage, Leaf, LeafPart, Passage, PassageKind, Span,
    Target, each_text, one_space,
};

use super::classes::{INFO_CLASSES, NAV_CLASSES, NOTE_CLASSES, SIGNATURE_CLASSES};
use super::links::{Leads, Way, called_anchors, each_anchor, leads, top_anchors};

use super::profile::Recognised;
use super::site::{counts_visitors, gives_path, is_web_date};
use super::vocabulary::{
    after_update, folded, is_back_word, is_filler, names_archive, names_contents, names_part,
    names_top, offers_file,
};

/// How many letters a paragraph has at least where running text is sure to have begun.
const RUNNING_TEXT: usize = 120;

/// A run of passages as a reader of the page sees it: one page, or the inside of a layout table.
#[derive(Debug)]
pub struct Survey {
    /// The passages, in order.
    pub sights: Vec<Sight>,
    /// Whether the page has no links at all: a copy as plain text, where words are all there is.
    pub bare: bool,
    /// Whether the words show that the page was copied from a website.
    pub copied: bool,
    /// Whether it is the contents page of a work.
    pub contents: bool,
    /// The first passage of running text: what stands before is the head of the page.
    pub text: usize,
    /// The first passage of the foot: from here on there are only links, dates and rules.
    pub foot: usize,
    /// Whether something in the foot can be nothing but the website's.
    pub foot_is_sure: bool,
}

/// What can be seen of one passage, or of one line of it.
#[derive(Debug, Default)]
pub struct Sight {
    /// Its words, with single spaces.
    pub words: String,
    /// Its words in small letters, without stops and separators.
    pub folded: String,
    /// Its words outside links, folded.
    pub loose: String,
    /// Letters and digits in it.
    pub letters: usize,
    /// Letters and digits of it that stand in links.
    pub linked: usize,
    /// Its links that show something, in order.
    pub links: Vec<Way>,
    /// Its images that stand in no link: what is said in their place, or their file's name.
    pub images: Vec<String>,
    /// Class names of its element and of the elements around it.
    pub class: Vec<String>,
    /// Whether it is a heading, and of which level.
    pub heading: Option<u8>,
    /// Whether it is a rule across the page.
    pub rule: bool,
    /// Whether it is a table.
    pub table: bool,
    /// Whether it is a line of metadata by its mark-up.
    pub field: bool,
    /// Whether a link of the page leads to it: it may be a note or the head of a section.
    pub called: bool,
    /// Whether it stands in a note by mark-up.
    pub note: bool,
    /// Whether it is a row of buttons that the archive has on its pages.
    pub furniture: bool,
}

impl Survey {
    /// Looks over `passages` of `leaf`, a page of the archive that was recognised.
    pub fn of(leaf: &Leaf, passages: &[Passage], found: &Recognised) -> Survey {
        let (bare, copied) = (found.bare, found.copied());
        let called = called_anchors(passages);
        let tops = top_anchors(passages);
        let mut sights: Vec<Sight> =
            passages.iter().map(|passage| Sight::of(passage, &tops)).collect();
        for (sight, passage) in sights.iter_mut().zip(passages) {
            sight.called = calls(passage, &called, &tops);
            sight.furniture = found.furniture().contains(&sight.folded.as_str());
        }
        let text = text_start(&sights);
        let links = if bare && copied { Links::Lost } else { Links::Kept };
        let trailing = |sight: &Sight| sight.may_trail(links);
        let foot =
            sights.len() - sights.iter().rev().take_while(|sight| trailing(sight)).count();
        let contents = leaf.part == LeafPart::Contents || is_mostly_links(&sights);
        let foot_is_sure = sights.iter().skip(foot).any(Sight::is_sure);
        Survey { sights, bare, copied, contents, text, foot, foot_is_sure }
    }

    /// Whether `at` stands before the running text.
    pub fn in_head(&self, at: usize) -> bool {
        at < self.text
    }

    /// Whether nothing but links, dates and rules stands from `at` on.
    pub fn in_foot(&self, at: usize) -> bool {
        at >= self.foot
    }

    /// The passage at `at`.
    pub fn sight(&self, at: usize) -> Option<&Sight> {
        self.sights.get(at)
    }
}

/// How many passages after a long one a title is looked for.
const TITLE_NEAR: usize = 8;

/// The first passage of running text. A long one before the title is about the edition.
fn text_start(sights: &[Sight]) -> usize {
    let running = |from: usize| {
        let after = sights.iter().skip(from).position(Sight::is_running_text);
        after.map_or(sights.len(), |at| from + at)
    };
    let first = running(0);
    let is_title = |sight: &Sight| sight.heading.is_some_and(|level| level <= 2);
    if sights.iter().take(first).any(|sight| sight.heading.is_some()) {
        return first;
    }
    match sights.iter().skip(first).take(TITLE_NEAR).position(is_title) {
        Some(title) => running(first + title),
        None => first,
    }
}

/// Whether more than half of the letters stand in passages of links: a page that lists others.
fn is_mostly_links(sights: &[Sight]) -> bool {
    let listed = sights.iter().filter(|sight| sight.is_mostly_linked() && !sight.called);
    let linked: usize = listed.clone().map(|sight| sight.letters).sum();
    let links: usize = listed.map(|sight| sight.links.len()).sum();
    let all: usize = sights.iter().map(|sight| sight.letters).sum();
    links >= 8 && linked * 2 > all
}

impl Sight {
    /// Looks at a passage. `tops` are the anchors at the beginning of its page.
    pub fn of(passage: &Passage, tops: &BTreeSet<String>) -> Sight {
        let mut sight = Sight {
            class: classes(passage),
            heading: match passage.kind {
                PassageKind::Heading(level) => Some(level),
                _ => None,
            },
            rule: passage.kind == PassageKind::Rule,
            table: matches!(passage.kind, PassageKind::Table(_)),
            field: matches!(passage.kind, PassageKind::Field(_)),
            note: passage.within.iter().any(is_note_element),
            ..Sight::default()
        };
        let mut gather = Gather { tops, sight: &mut sight, loose: String::new() };
        if let PassageKind::Image(image) = &passage.kind {
            gather.image(image);
        }
        passage.each_run(&mut |run| gather.run(run));
        let loose = gather.loose;
        sight.settle(&loose);
        sight
    }

    /// Looks at one line of a passage that was seen as `whole`.
    pub fn of_line(line: &[Inline], whole: &Sight, tops: &BTreeSet<String>) -> Sight {
        let mut sight = Sight {
            class: whole.class.clone(),
            heading: whole.heading,
            called: whole.called,
            note: whole.note,
            ..Sight::default()
        };
        let mut gather = Gather { tops, sight: &mut sight, loose: String::new() };
        gather.run(line);
        let loose = gather.loose;
        sight.settle(&loose);
        sight
    }

    fn settle(&mut self, loose: &str) {
        // Most passages have no link in them.
        let unlinked = loose == self.words;
        self.words = one_space(&self.words);
        self.letters = self.words.chars().filter(|c| c.is_alphanumeric()).count();
        // Long text is never navigation, and its words are not looked at again.
        if self.words.len() <= 4000 {
            self.folded = folded(&self.words);
            self.loose = if unlinked { self.folded.clone() } else { folded(loose) };
        }
    }

    /// Whether it shows nothing at all.
    pub fn is_blank(&self) -> bool {
        self.letters == 0
            && self.links.is_empty()
            && self.images.is_empty()
            && !self.rule
            && !self.field
            && self.words.is_empty()
    }

    /// Whether it is links and nothing else but what stands between links in a row.
    pub fn is_only_links(&self) -> bool {
        !self.links.is_empty()
            && self.loose.split(' ').all(|word| word.is_empty() || is_filler(word))
    }

    /// Whether most of it is links.
    pub fn is_mostly_linked(&self) -> bool {
        !self.links.is_empty() && self.linked * 2 >= self.letters
    }

    /// Whether it has one of these class names.
    pub fn has_class(&self, names: &[&str]) -> bool {
        self.class.iter().any(|class| names.contains(&class.as_str()))
    }

    /// Whether its first link is the label of a note, or it is a note by its mark-up or class.
    pub fn is_note(&self) -> bool {
        self.note
            || self.has_class(NOTE_CLASSES)
            || self.links.first().is_some_and(|way| {
                matches!(way.leads, Leads::Within | Leads::Top)
                    && !way.picture
                    && is_label(&way.folded)
            })
    }

    /// Whether all its links lead to one of these.
    pub fn leads_only(&self, to: &[Leads]) -> bool {
        !self.links.is_empty() && self.links.iter().all(|way| to.contains(&way.leads))
    }

    /// Whether it can be nothing but the website's, once it stands in the foot of a page.
    fn is_sure(&self) -> bool {
        self.rule
            || self.has_class(NAV_CLASSES)
            || self.links.iter().any(|way| names_top(&way.folded))
            || after_update(&self.folded).is_some()
    }

    fn is_running_text(&self) -> bool {
        self.heading.is_none()
            && !self.table
            && self.letters >= RUNNING_TEXT
            && self.linked * 4 < self.letters
            && !self.has_class(INFO_CLASSES)
    }

    /// Whether it could stand in the foot of a page, judged by itself.
    fn may_trail(&self, links: Links) -> bool {
        if self.rule || self.letters == 0 {
            return self.links.iter().all(|way| way.picture) && !self.field;
        }
        if self.field || self.called && !self.is_only_links() || self.is_note() {
            return false;
        }
        let dated = after_update(&self.folded).is_some() && self.letters < 60;
        if dated
            || counts_visitors(&self.folded)
            || gives_path(&self.words)
            || is_web_date(&self.words)
        {
            return true;
        }
        if links == Links::Lost {
            return self.letters < 160 && is_bare_nav(self);
        }
        if self.has_class(&["footer"]) && self.links.is_empty() {
            return names_archive(&self.folded) && self.letters < 80;
        }
        !self.has_class(SIGNATURE_CLASSES)
            && (self.is_only_links()
                || self.is_mostly_linked() && self.letters < 200
                || self.has_class(NAV_CLASSES) && !self.links.is_empty() && self.letters < 300)
    }
}

/// What became of the links of a page: one that was copied as plain text has lost them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Links {
    Kept,
    Lost,
}

/// Whether a line without links says only what websites write on their buttons.
fn is_bare_nav(sight: &Sight) -> bool {
    let words = &sight.folded;
    sight.furniture
        || names_top(words)
        || names_contents(words)
        || names_part(words)
            && sight.heading.is_none()
            && sight.words.contains(['|', '¦', '»', '«'])
        || words.split(' ').all(is_back_word)
        || is_row(&sight.words)
        || sight.words.starts_with(['«', '<', '←']) && sight.letters > 3
        || sight.words.starts_with("Next:")
        || names_archive(words) && words.split(' ').count() <= 8 && !sight.words.ends_with('.')
        || offers_file(words) && words.split(' ').count() <= 6
}

/// Whether words are a row of buttons: parts between bars, each short, each one known or each
/// beside one that is.
pub fn is_row(words: &str) -> bool {
    let parts: Vec<String> = row_parts(words);
    let short = |part: &String| !part.is_empty() && part.split(' ').count() <= 8;
    let known = |part: &String| {
        names_top(part)
            || names_contents(part)
            || names_part(part)
            || super::vocabulary::begins_turn(part)
            || names_archive(part)
    };
    parts.len() >= 2
        && parts.iter().all(short)
        && parts.iter().filter(|part| known(part)).count() * 2 >= parts.len()
}

/// The parts of a row of buttons, folded.
pub fn row_parts(words: &str) -> Vec<String> {
    let bars =
        |c: char| matches!(c, '|' | '¦' | '│' | '»' | '«' | '>' | '<' | '•' | '·' | '\t');
    words
        .split(bars)
        .flat_map(|part| part.split(" – "))
        .flat_map(|part| part.split(" — "))
        .map(folded)
        .filter(|part| !part.is_empty())
        .collect()
}

fn is_note_element(enclosure: &Enclosure) -> bool {
    matches!(enclosure.kind, EnclosureKind::Note(_))
}

/// Whether folded words are the label of a note: a number, a letter, or stars, which fold away.
fn is_label(folded: &str) -> bool {
    let letters = folded.chars().filter(|c| c.is_alphabetic()).count();
    folded.chars().count() <= 5 && !folded.contains(' ') && letters <= 1
}

fn classes(passage: &Passage) -> Vec<String> {
    let around = passage.within.iter().flat_map(|enclosure| &enclosure.class);
    passage.class.iter().chain(around).cloned().collect()
}

/// What words stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Link,
    Text,
}

struct Gather<'a> {
    tops: &'a BTreeSet<String>,
    sight: &'a mut Sight,
    loose: String,
}

impl Gather<'_> {
    fn run(&mut self, run: &[Inline]) {
        self.inlines(run, Within::Text);
        // The runs of a table's cells stand apart.
        self.sight.words.push(' ');
        self.loose.push(' ');
    }

    fn inlines(&mut self, inlines: &[Inline], within: Within) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text.as_str(), within),
                Inline::NoteMark(mark) => self.text(mark.label.as_str(), within),
                Inline::LineBreak => {
                    self.sight.words.push(' ');
                    self.loose.push(' ');
                }
                Inline::Styled(_, inner) | Inline::Language(_, inner) => {
                    self.inlines(inner, within);
                }
                Inline::Link(target, inner) => self.link(target, inner),
                Inline::Image(image) if within == Within::Text => self.image(image),
                Inline::Image(_) | Inline::Anchor(_) | Inline::SourcePage(_) => {}
            }
        }
    }

    fn text(&mut self, text: &str, within: Within) {
        self.sight.words.push_str(text);
        if within == Within::Link {
            self.sight.linked += text.chars().filter(|c| c.is_alphanumeric()).count();
        } else {
            self.loose.push_str(text);
        }
    }

    fn image(&mut self, image: &InlineImage) {
        self.sight.images.push(stands_for(image));
    }

    fn link(&mut self, target: &Target, inner: &[Inline]) {
        self.loose.push(' ');
        self.inlines(inner, Within::Link);
        let words = crate::book::text_of(inner);
        let image = first_image(inner);
        let leads = match target {
            Target::Address(address) => leads(address, self.tops),
            Target::Block(_) => Leads::Within,
        };
        match image {
            Some(image) if words.trim().is_empty() => {
                let folded = folded(&stands_for(image));
                self.sight.links.push(Way { folded, picture: true, leads });
            }
            None if words.trim().is_empty() => {}
            _ => {
                let arrow = words.contains(['↑', '▲', '⇑']) && folded(&words).is_empty();
                let folded = if arrow { "top".to_owned() } else { folded(&words) };
                self.sight.links.push(Way { folded, picture: false, leads });
            }
        }
    }
}

fn first_image(inlines: &[Inline]) -> Option<&InlineImage> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Image(image) => Some(image),
        Inline::Styled(_, inner) | Inline::Language(_, inner) => first_image(inner),
        _ => None,
    })
}

/// What is said in an image's place, or else its file's name without figures and ending.
fn stands_for(image: &InlineImage) -> String {
    match image.alt.as_deref().map(str::trim) {
        Some(alt) if !alt.is_empty() => alt.to_owned(),
        _ => {
            let name = image.address.rsplit('/').next().unwrap_or("");
            let stem = name.split('.').next().unwrap_or("");
            stem.trim_matches(|c: char| !c.is_alphabetic()).to_owned()
        }
    }
}

fn calls(passage: &Passage, called: &BTreeSet<String>, tops: &BTreeSet<String>) -> bool {
    let mut found = false;
    each_anchor(passage, &mut |anchor| {
        found |= called.contains(anchor) && !tops.contains(anchor);
    });
    found
}

/// The place in the reading text that inlines come from.
pub fn place(inlines: &[Inline]) -> Option<Span> {
    let mut place: Option<Span> = None;
    each_text(inlines, &mut |text| {
        if let Some(here) = text.span() {
            place = Some(place.map_or(here, |so_far| so_far.join(here)));
        }
    });
    place
}
