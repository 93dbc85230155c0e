//! What stands around passages: quotations, lists, verse, by element or by class.

use super::Placed;
use crate::book::{Enclosure, EnclosureKind, Marker, PassageKind};

/// Enclosures deeper than this are taken for layout: no text needs them, and they bound recursion.
const DEEPEST: usize = 8;

/// Class names of quotations in the archives' style sheets. `b` and `c` are their first and
/// middle paragraphs.
const QUOTATIONS: &[&str] = &[
    "quote",
    "quoteb",
    "quotec",
    "quotea",
    "quoted",
    "indentb",
    "indent",
    "indenta",
    "indentc",
    "blockquote",
    "quotation",
    "extract",
    "zitat",
];

/// Class names of verse.
const VERSES: &[&str] = &["verse", "poem", "poetry", "song", "stanza", "vers", "poema"];

/// Class names of mottoes.
const EPIGRAPHS: &[&str] = &["epigraph", "motto", "epigrafe"];

/// Whether a passage is a motto by its own class.
pub fn is_epigraph(placed: &Placed) -> bool {
    placed.is_classed(EPIGRAPHS)
}

/// Whether a passage is a quotation, by its own class or by mark-up.
pub fn is_quotation(placed: &Placed) -> bool {
    placed.is_classed(QUOTATIONS) || placed.is_quoted()
}

/// What an enclosure is to the blocks inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Quotation,
    Epigraph,
    Verse,
    List(Marker),
    Item,
}

/// A passage with the enclosures that mean something for its blocks, outermost first.
#[derive(Clone, Debug)]
pub struct Member {
    pub placed: Placed,
    around: Vec<(u32, Kind)>,
}

/// Reads what stands around each passage.
pub fn members(passages: Vec<Placed>) -> Vec<Member> {
    passages.into_iter().map(|placed| Member { around: around(&placed), placed }).collect()
}

fn around(placed: &Placed) -> Vec<(u32, Kind)> {
    let mut around: Vec<(u32, Kind)> = Vec::new();
    for enclosure in &placed.passage.within {
        if let Some(kind) = kind(enclosure) {
            // A quotation in a quotation of the same mark-up is how some pages set a wide margin.
            if around.last().is_some_and(|(_, last)| *last == kind && kind != Kind::Item)
                && !matches!(kind, Kind::List(_))
            {
                continue;
            }
            around.push((enclosure.id, kind));
        }
    }
    let own = own_kind(placed);
    if let Some(kind) = own
        && !around.iter().any(|(_, known)| *known == kind)
    {
        // Neighbours of the same class are one quotation; they share an id that no element has.
        around.push((u32::MAX, kind));
    }
    around.truncate(DEEPEST);
    around
}

fn own_kind(placed: &Placed) -> Option<Kind> {
    if !matches!(placed.passage.kind, PassageKind::Paragraph | PassageKind::Lines)
        || placed.is_empty()
    {
        return None;
    }
    by_class(&placed.passage.class).filter(|kind| *kind != Kind::Verse)
}

fn kind(enclosure: &Enclosure) -> Option<Kind> {
    match &enclosure.kind {
        EnclosureKind::Quotation => Some(by_class(&enclosure.class).unwrap_or(Kind::Quotation)),
        EnclosureKind::List(marker) => Some(Kind::List(*marker)),
        EnclosureKind::Item => Some(Kind::Item),
        EnclosureKind::Verse => Some(Kind::Verse),
        EnclosureKind::Division => by_class(&enclosure.class),
        EnclosureKind::Note(_) => None,
    }
}

fn by_class(class: &[String]) -> Option<Kind> {
    let any = |names: &[&str]| class.iter().any(|class| names.contains(&class.as_str()));
    if any(EPIGRAPHS) {
        Some(Kind::Epigraph)
    } else if any(VERSES) {
        Some(Kind::Verse)
    } else if any(QUOTATIONS) {
        Some(Kind::Quotation)
    } else {
        None
    }
}

/// Whether a passage is, or is part of, an item of a list or a term in one.
pub fn has_item(member: &Member) -> bool {
    member.placed.passage.kind == PassageKind::Term
        || member.around.iter().any(|(_, kind)| *kind == Kind::Item)
}

/// Whether a passage's own class is one of verse.
pub fn is_verse_class(placed: &Placed) -> bool {
    placed.is_classed(VERSES)
}

/// Groups members by the enclosure around them at `depth`: neighbours in the same one together.
pub fn runs(members: Vec<Member>, depth: usize) -> Vec<(Option<Kind>, Vec<Member>)> {
    type Run = (Option<(u32, Kind)>, Vec<Member>);
    let mut runs: Vec<Run> = Vec::new();
    for member in members {
        let here = member.around.get(depth).copied();
        match runs.last_mut() {
            Some((around, run)) if *around == here => run.push(member),
            // What shows nothing does not end an enclosure.
            Some((Some(_), run)) if member.placed.is_empty() && here.is_none() => {
                run.push(member)
            }
            _ => runs.push((here, vec![member])),
        }
    }
    runs.into_iter().map(|(around, run)| (around.map(|(_, kind)| kind), run)).collect()
}
