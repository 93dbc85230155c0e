//! From passages to a book: title matter, provenance, headings, sections, blocks, notes.
//!
//! The steps, in order: see whether there is a text at all; take the notes out of the flow; for
//! each page take its provenance and its title matter and find its headings; drop what later
//! pages repeat; nest the rest in sections; resolve links.

mod blocks;
mod headings;
mod language;
mod links;
mod notes;
mod placed;
mod provenance;
mod publishable;
mod title;
mod wording;
mod works;

use std::collections::BTreeMap;

use blocks::Making;
use headings::Flow;
use notes::{FoundNote, Home};
use placed::Placed;

pub use provenance::is_publication;
pub use title::filed_year;

use crate::book::{
    Align, Book, BookParts, Checked, Corrections, Effect, Finding, Language, Leaf, LeafPart,
    Log, Note, Passage, PassageKind, Rule, Severity, Span, TitleRole, Transcript, retired,
};

/// Says which pages of a work were not to be had.
static MISSING: Rule = Rule {
    id: "works/missing",
    effect: Effect::Notices,
    does: "A page or an image that is linked but was not to be had is named.",
    why: "A book that lacks a chapter must say so.",
    example: "ch03.htm",
};

/// Makes metadata of directives that only serve an archive's catalogue.
static DIRECTIVE: Rule = Rule {
    id: "field/catalogue",
    effect: Effect::Normalises,
    does: "A directive that serves the archive’s catalogue alone (sorting, topics, dates of upload, language) becomes metadata.",
    why: "It was never part of the text or of its provenance.",
    example: "#SORTauthors Pëtr Kropotkin",
};

pub use notes::{RULES as NOTE_RULES, WAIVABLE};

/// The rules of this stage, those of notes apart.
pub static RULES: &[&Rule] = &[
    &DIRECTIVE,
    &title::TITLE,
    &title::AUTHOR,
    &title::DATE,
    &title::CONTRIBUTOR,
    &title::ORNAMENT,
    &language::FOUND,
    &works::LIST,
    &works::PRINTED,
    &works::TITLE,
    &works::AUTHOR,
    &works::EPIGRAPH,
    &works::CREDIT,
    &works::PART,
    &works::CONTINUED,
    &MISSING,
];

/// Why a transcript makes no book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NothingToPublish {
    /// What the page is instead, in a few words.
    pub reason: String,
}

/// A book with what the ledger needs to be settled.
#[derive(Clone, Debug)]
pub struct Understood {
    /// The book.
    pub book: Book,
    /// The reading text of the work.
    pub reading: String,
    /// What was taken out on the way.
    pub log: Log,
}

/// Structures a transcript.
///
/// # Errors
/// Where nothing is left that could be published.
pub fn structure(
    mut transcript: Transcript,
    corrections: &Corrections,
) -> Result<Checked<Understood>, NothingToPublish> {
    publishable::check(&transcript)?;
    let mut findings = missing(&transcript);
    let page_date = provenance::page_date(&transcript);
    let navigation = navigation(&transcript);
    for leaf in &mut transcript.leaves {
        leaf.passages = blocks::unfold(std::mem::take(&mut leaf.passages));
    }
    let listed = works::retire_list(&mut transcript);
    let language = language::of_work(&transcript.leaves, &mut findings);
    let gathered = notes::gather(&mut transcript.leaves, corrections, &mut transcript.log);
    findings.extend(gathered.findings);

    let names: Vec<String> = transcript.leaves.iter().map(|leaf| leaf.name.clone()).collect();
    let mut found_notes = gathered.value;
    let language = corrections.language.clone().unwrap_or(language);
    let mut making = Making::new(language.clone(), std::mem::take(&mut transcript.log));
    prepare(&mut transcript.leaves, &mut found_notes, &names, &making.language);

    let heads = transcript.leaves.iter_mut().map(|leaf| &mut leaf.head.subjects);
    let subjects: Vec<String> = heads.flat_map(std::mem::take).collect();
    let mut read = read_leaves(transcript.leaves, &navigation, listed, &mut making);
    let understood = provenance::understand(&read.lines);
    let matter = title::Sources {
        lines: std::mem::take(&mut read.title),
        clues: &read.clues,
        provenance: &understood,
        credits: &read.lines,
        corrections,
        language,
        subjects,
        shelf: &transcript.shelf,
        name: &transcript.name,
    };
    let title = title::title_matter(matter, &mut making.ids, &mut findings);
    let shelves = headings::assemble(read.flows, &mut making);
    let provenance = provenance::provenance(
        read.lines,
        &understood,
        read.archive,
        read.address,
        page_date,
        &mut making.ids,
    );
    let notes = settle_notes(found_notes, &mut making);
    let mut parts = BookParts {
        name: transcript.name,
        title,
        provenance,
        front: shelves.front,
        body: shelves.body,
        back: shelves.back,
        notes,
        images: transcript.images,
    };
    let starts = starts(&making.homes);
    let places = links::Places { names: &names, anchors: &making.anchors, starts: &starts };
    links::resolve(&mut parts, &places);
    let Ok(book) = Book::new(parts) else {
        return Err(NothingToPublish {
            reason: "a mark calls a note that is not there".into(),
        });
    };
    let value = Understood { book, reading: transcript.reading, log: making.log };
    Ok(Checked { value, findings })
}

/// Names what was linked but not to be had.
fn missing(transcript: &Transcript) -> Vec<Finding> {
    let finding = |name: &String| Finding {
        rule: &MISSING,
        severity: Severity::Warning,
        place: None,
        message: format!("{name} is linked but was not found"),
        hint: Some("put it beside the other pages and build again".into()),
    };
    transcript.missing.iter().map(finding).collect()
}

/// What strip retired of the navigation of the first page and of its masthead, a line each: it
/// names the archive that the page belongs to.
fn navigation(transcript: &Transcript) -> String {
    const RULES: &[&str] =
        &[retired::BREADCRUMB, retired::PAGE_TURN, retired::ARCHIVE_LINKS, retired::MASTHEAD];
    let end = transcript.leaves.first().map_or(0, |leaf| leaf.span.end);
    let entries = transcript.log.entries().iter();
    let mut spans: Vec<Span> = entries
        .filter(|(span, rule)| span.end <= end && RULES.contains(&rule.id))
        .map(|(span, _)| *span)
        .collect();
    spans.sort_by_key(|span| span.start);
    let mut said = String::new();
    let mut chars = transcript.reading.chars();
    let mut at = 0;
    let mut last = 0;
    for span in spans {
        // Pieces of one line stand next to each other, with links between them.
        said.push(if span.start > last + 4 { '\n' } else { ' ' });
        let skipped = span.start.saturating_sub(at) as usize;
        let length = span.end.saturating_sub(span.start.max(at)) as usize;
        said.extend(chars.by_ref().skip(skipped).take(length));
        at = at.max(span.end);
        last = span.end;
    }
    said
}

/// Brings addresses and languages of passages and notes into the form that the book needs.
fn prepare(
    leaves: &mut [Leaf],
    notes: &mut [FoundNote],
    names: &[String],
    language: &Language,
) {
    for note in notes.iter_mut() {
        let holds = |leaf: &&Leaf| note.at.is_some_and(|at| leaf.span.holds(at));
        if let Some(leaf) = leaves.iter().find(holds).or(leaves.get(note.home.leaf)) {
            links::root_addresses(&mut note.passages, leaf, names);
        }
        language::mark_passages(&mut note.passages, language);
    }
    for leaf in leaves.iter_mut() {
        let mut passages = std::mem::take(&mut leaf.passages);
        links::root_addresses(&mut passages, leaf, names);
        language::mark_passages(&mut passages, language);
        leaf.passages = passages;
    }
}

/// What the leaves of a work turned out to hold.
#[derive(Debug, Default)]
struct Read {
    title: Vec<(Placed, title::Weighed)>,
    clues: title::Clues,
    lines: Vec<provenance::Line>,
    flows: Vec<Vec<Flow>>,
    archive: Option<String>,
    address: Option<String>,
}

/// Reads the leaves one after the other; later ones lose what earlier ones have said.
fn read_leaves(
    leaves: Vec<Leaf>,
    navigation: &str,
    mut listed: works::Listed,
    making: &mut Making,
) -> Read {
    let mut read = Read::default();
    let mut said = works::Said::default();
    let several = leaves.len() > 1;
    for (nth, mut leaf) in leaves.into_iter().enumerate() {
        let mut clues = title::clues(&leaf, if nth == 0 { navigation } else { "" });
        retire_directives(&mut leaf, &mut making.log);
        let passages = std::mem::take(&mut leaf.passages).into_iter().enumerate();
        let place = |(passage, one)| Placed { home: Home { leaf: nth, passage }, passage: one };
        let passages: Vec<Placed> = passages.map(place).collect();
        let extent = title::extent(&passages, leaf.form);
        let printed = clues.stated_title.is_some() && leaf.form != crate::book::Form::Muse;
        let head = if printed { provenance::Head::Printed } else { provenance::Head::Archive };
        let taken = provenance::take(passages, extent, head);
        clues.cited = title::cites(&taken.lines);
        read.archive = read.archive.take().or_else(|| provenance::archive(&leaf, &taken.lines));
        read.address =
            read.address.take().or(leaf.address.clone()).or(leaf.head.address.clone());
        let opening = title::split(taken.rest, taken.at, &clues, leaf.form);
        let lines: Vec<Placed> =
            opening.title.into_iter().flat_map(|one| title::split_lines(one, &clues)).collect();
        clues.occasion = title::occasion(&opening.rest);
        // Prefaces and parts of a larger work have dates of their own.
        let alone = !several && !printed;
        clues.closing = alone.then(|| title::closing(&opening.rest)).flatten();
        let weighed = title::weigh(&lines, &clues);
        let lines: Vec<(Placed, title::Weighed)> = lines.into_iter().zip(weighed).collect();
        let mut rest = opening.rest;
        let stated = clues.stated_title.clone().unwrap_or_default();
        if nth == 0 {
            let lines = if printed { title::imprint_last(lines) } else { lines };
            let lines = first_of_each(lines, &mut making.log);
            said.remember(&lines);
            let authors: Vec<String> =
                clues.titled_authors.iter().chain(&clues.head_authors).cloned().collect();
            said.remember_work(head_title_of_work(&clues, &lines), &authors);
            read.title = lines;
            read.clues = clues;
        } else {
            rest = later_opening(lines, rest, &said, &mut making.log);
        }
        let rest = title::without_first_ornament(rest, &mut making.log);
        making.manners.push(blocks::manners(&rest));
        let flow = headings::find(rest, leaf.form, &|words| said.is_author(words));
        let flow = if leaf.form == crate::book::Form::Plain {
            works::retire_printed(flow, &stated, &mut making.log)
        } else {
            flow
        };
        let flow = listed.head(&leaf.name, nth, flow, &mut making.log);
        let (flow, lines) = works::retire(nth, flow, taken.lines, &mut said, &mut making.log);
        read.lines.extend(lines);
        let listing = leaf.part == LeafPart::Contents && several;
        let flow = if listing { works::retire_bare(flow, &mut making.log) } else { flow };
        // A contents page with nothing of its own to say opens no section.
        let blank = listing && !flow.iter().any(says_something);
        read.flows.push(flow);
        if blank && let Some(flow) = read.flows.pop() {
            keep_records(flow, making);
            read.flows.push(Vec::new());
        }
    }
    listed.end(&mut making.log);
    read
}

/// The title in the page's head, where it can be the work's: on a chapter's page whose own lines
/// have the title of the work, it may be the chapter's.
fn head_title_of_work<'a>(
    clues: &'a title::Clues,
    lines: &[(Placed, title::Weighed)],
) -> &'a str {
    let head = clues.head_title.as_deref().unwrap_or("");
    let bare = wording::plain(head);
    let mut titles = lines
        .iter()
        .filter(|(_, weighed)| weighed.role == TitleRole::Title)
        .map(|(placed, _)| wording::plain(&placed.words()))
        .peekable();
    let same = |title: String| title.starts_with(&bare) || bare.starts_with(&title);
    if titles.peek().is_none() || titles.any(same) { head } else { "" }
}

/// The lines of a title page that say something for the first time: half-title, title page and
/// wrapper repeat each other, with ornaments between.
fn first_of_each(
    lines: Vec<(Placed, title::Weighed)>,
    log: &mut Log,
) -> Vec<(Placed, title::Weighed)> {
    let mut said: Vec<String> = Vec::new();
    let mut first = Vec::with_capacity(lines.len());
    // A name under a line about something else, an advertisement, says whose that is.
    let mut other = false;
    for (placed, weighed) in lines {
        let words = wording::plain(wording::names::without_by(&placed.words()));
        let author = weighed.role == TitleRole::Author;
        let rule = if blocks::is_ornament(&placed.words()) || title::is_vignette(&placed) {
            Some(&title::ORNAMENT)
        } else if !words.is_empty() && said.contains(&words) && !(author && other) {
            Some(if author { &works::AUTHOR } else { &works::TITLE })
        } else {
            None
        };
        // What a link leads to, or what calls a note, stays.
        match rule {
            Some(rule) if placed.is_bare() => {
                other = false;
                log.retire_passage(&placed.passage, rule);
            }
            _ => {
                other = weighed.role == TitleRole::Other;
                said.push(words);
                first.push((placed, weighed));
            }
        }
    }
    first
}

fn says_something(one: &Flow) -> bool {
    match one {
        Flow::Heading(_) => true,
        Flow::Passage(placed) => !placed.is_empty() && !placed.is_rule(),
    }
}

/// Drops the spacers of a page that says nothing, with their records.
fn keep_records(flow: Vec<Flow>, making: &mut Making) {
    for one in flow {
        if let Flow::Passage(placed) = one {
            making.drop_empty(&placed);
        }
    }
}

/// The head of a later page: what repeats the work's title matter goes, the rest are headings.
fn later_opening(
    lines: Vec<(Placed, title::Weighed)>,
    rest: Vec<Placed>,
    said: &works::Said,
    log: &mut Log,
) -> Vec<Placed> {
    let mut passages = Vec::with_capacity(rest.len() + lines.len());
    // Who wrote this page, where it was another than the author of the work: a line under its title.
    let mut bylines = Vec::new();
    for (mut placed, weighed) in lines {
        if let Some(rule) = said.repeated(&placed, weighed.role) {
            log.retire_passage(&placed.passage, rule);
            // Links may lead to what stood here: its anchors go on with what follows.
            placed.passage.kind = PassageKind::Paragraph;
            placed.passage.content.clear();
        } else if weighed.role == TitleRole::Title && placed.level().is_none() {
            placed.passage.kind = PassageKind::Heading(1);
        } else if weighed.role == TitleRole::Author && placed.level().is_some() {
            placed.passage.kind = PassageKind::Paragraph;
            placed.passage.align = Align::Centre;
            bylines.push(placed);
            continue;
        }
        passages.push(placed);
    }
    let titled = passages.iter_mut().filter(|placed| placed.level().is_some());
    if !bylines.is_empty() {
        titled.for_each(|placed| placed.passage.class.push(headings::BY_ANOTHER.to_owned()));
    }
    // Its heading may be the first below the lines of the title.
    let spaced = |placed: &Placed| placed.is_empty() || placed.is_rule();
    let mut rest = rest.into_iter().peekable();
    if !bylines.is_empty() && !passages.iter().any(|placed| placed.level().is_some()) {
        while let Some(placed) = rest.next_if(|one| spaced(one) || one.level().is_some()) {
            passages.push(placed);
        }
    }
    passages.extend(bylines);
    passages.extend(rest);
    passages
}

/// Takes out directives that only serve the archive's catalogue.
fn retire_directives(leaf: &mut Leaf, log: &mut Log) {
    let is_author = |passage: &Passage| matches!(&passage.kind, PassageKind::Field(key) if key.eq_ignore_ascii_case("author"));
    let authored = leaf.passages.iter().any(is_author);
    leaf.passages.retain(|passage| {
        let PassageKind::Field(key) = &passage.kind else { return true };
        let key = key.to_lowercase();
        let kept = matches!(
            key.as_str(),
            "title"
                | "subtitle"
                | "author"
                | "date"
                | "source"
                | "notes"
                | "publisher"
                | "translator"
                | "rights"
        ) || (key == "authors" && !authored);
        if !kept {
            log.retire_passage(passage, &DIRECTIVE);
        }
        kept
    });
}

/// The notes of the book, in the order of their ids.
fn settle_notes(found: Vec<FoundNote>, making: &mut Making) -> Vec<Note> {
    let mut notes = Vec::with_capacity(found.len());
    for note in found {
        let place = |passage| Placed { home: note.home, passage };
        let homes = std::mem::take(&mut making.homes);
        let blocks = blocks::build(
            note.passages.into_iter().map(place).collect(),
            blocks::Setting::Note,
            making,
        );
        making.homes = homes;
        let home = making.homes.range(..=note.home).next_back().map(|(_, id)| *id);
        let home = home.or_else(|| making.homes.values().next().copied()).unwrap_or_default();
        notes.push(Note {
            label: note.label,
            hand: note.hand,
            series: note.series,
            marks: note.marks,
            home,
            pairing: note.pairing,
            blocks,
        });
    }
    notes
}

/// The first block or section of each leaf.
fn starts(
    homes: &BTreeMap<Home, crate::book::BlockId>,
) -> BTreeMap<usize, crate::book::BlockId> {
    let mut starts = BTreeMap::new();
    for (home, id) in homes {
        starts.entry(home.leaf).or_insert(*id);
    }
    starts
}
