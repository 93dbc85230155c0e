//! What belongs to the website goes, by named rules, and nothing of the work goes with it.
//!
//! A page is surveyed first: which archive it comes from, where its head ends and its foot begins,
//! what each passage links to. Then each passage is shown to the rules in turn; the first that
//! knows it takes it out. Where the words could be an author's, a rule asks for two kinds of
//! evidence. Credits and provenance are no debris: structure sets them in the colophon.

mod classes;
mod contents;
#[cfg(test)]
mod fixture;
mod glued;
mod gutenberg;
mod languages;
mod lines;
mod links;
mod navigation;
mod profile;
mod site;
mod survey;
mod vocabulary;
mod words;

use std::collections::BTreeSet;

use crate::book::{
    Checked, Corrections, Finding, Leaf, LeafPart, Log, Passage, PassageKind, RawCell,
    RawTable, Rule, Severity, Span, Transcript,
};

use profile::Recognised;
use survey::{Sight, Survey};

/// The rules of this stage.
pub static RULES: &[&Rule] = &[
    &profile::RECOGNISED,
    &navigation::BREADCRUMB,
    &navigation::TOP_OF_PAGE,
    &navigation::PAGE_TURN,
    &navigation::ARCHIVE_LINKS,
    &contents::CONTENTS_LIST,
    &navigation::BACK_LINKS,
    &navigation::DOWNLOAD,
    &navigation::LEAD_ON,
    &navigation::BUTTON_IMAGE,
    &languages::LANGUAGE_SWITCH,
    &site::LAST_UPDATED,
    &site::MASTHEAD,
    &site::CONTACT,
    &site::FILE_PATH,
    &site::WEB_ARCHIVE,
    &site::VISITORS,
    &site::STRAY_MARK,
    &gutenberg::HEADER,
    &gutenberg::LICENCE,
];

/// A rule with the test that says whether a passage of a survey is what it describes.
type Knows = (&'static Rule, fn(&Survey, usize) -> bool);

/// The rules that judge whole passages, in the order in which they are asked.
static ORDER: &[Knows] = &[
    (&site::WEB_ARCHIVE, site::is_web_archive),
    (&site::LAST_UPDATED, site::is_last_updated),
    (&navigation::BACK_LINKS, navigation::is_back_links),
    (&navigation::TOP_OF_PAGE, navigation::is_top_of_page),
    (&navigation::DOWNLOAD, navigation::is_download),
    (&site::CONTACT, site::is_contact),
    (&navigation::LEAD_ON, navigation::is_lead_on),
    (&navigation::BUTTON_IMAGE, navigation::is_button_image),
    (&languages::LANGUAGE_SWITCH, languages::is_language_switch),
    (&navigation::PAGE_TURN, navigation::is_page_turn),
    (&navigation::ARCHIVE_LINKS, navigation::is_archive_links),
    (&site::MASTHEAD, site::is_masthead),
    (&site::FILE_PATH, site::is_file_path),
    (&site::VISITORS, site::is_visitors),
    (&site::STRAY_MARK, site::is_stray_mark),
];

/// Tables nested deeper than this are left as they are.
const DEEPEST_TABLE: u8 = 4;

/// Takes out of each page what belongs to the website.
pub fn strip(mut transcript: Transcript, corrections: &Corrections) -> Checked<Transcript> {
    let mut told: Option<&str> = None;
    let log = std::mem::take(&mut transcript.log);
    let work = pages_of(&transcript);
    let mut cleaning =
        Cleaning { corrections, log, findings: Vec::new(), listed: BTreeSet::new() };
    for leaf in &mut transcript.leaves {
        let lists = leaf.part == LeafPart::Contents;
        cleaning.listed = if lists { work.clone() } else { BTreeSet::new() };
        let found = profile::recognise(leaf);
        if told != Some(found.profile.name) {
            told = Some(found.profile.name);
            cleaning.findings.push(tell(&found, leaf));
        }
        let mut passages = std::mem::take(&mut leaf.passages);
        if found.is_gutenberg() {
            passages = cleaning.gutenberg(passages);
        }
        leaf.passages = cleaning.run(leaf, passages, &found, 0);
    }
    transcript.log = cleaning.log;
    Checked { value: transcript, findings: cleaning.findings }
}

fn tell(found: &Recognised, leaf: &Leaf) -> Finding {
    let why = found.evidence.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
    let name = found.profile.name;
    let message = if why.is_empty() {
        format!("{} comes from {name}", leaf.name)
    } else {
        format!("{} comes from: {name}, by {why}", leaf.name)
    };
    let place = Some(leaf.span);
    Finding { rule: &profile::RECOGNISED, severity: Severity::Info, place, message, hint: None }
}

/// What is written down while pages are cleaned.
struct Cleaning<'a> {
    corrections: &'a Corrections,
    log: Log,
    findings: Vec<Finding>,
    /// The pages of the work, while its contents page is cleaned.
    listed: BTreeSet<String>,
}

/// The pages of a work of several: the list of them on its contents page is no navigation, for it
/// names the parts of the book. It stays for the next stage.
fn pages_of(transcript: &Transcript) -> BTreeSet<String> {
    let leaves = transcript.leaves.iter().filter(|leaf| leaf.part == LeafPart::Page);
    let pages: BTreeSet<String> = leaves.map(|leaf| leaf.name.clone()).collect();
    if pages.is_empty() {
        pages
    } else {
        pages.into_iter().chain(transcript.missing.iter().cloned()).collect()
    }
}

impl Cleaning<'_> {
    /// Takes a Gutenberg text out of its wrapping.
    fn gutenberg(&mut self, passages: Vec<Passage>) -> Vec<Passage> {
        let mut kept = Vec::with_capacity(passages.len());
        for (passage, rule) in gutenberg::unwrap(passages) {
            match rule {
                Some(rule) if self.may(rule, &passage.words(), passage.span()) => {
                    self.log.retire_passage(&passage, rule);
                }
                _ => kept.push(passage),
            }
        }
        kept
    }

    /// Cleans a run of passages: a page, or the inside of a layout table.
    fn run(
        &mut self,
        leaf: &Leaf,
        passages: Vec<Passage>,
        found: &Recognised,
        depth: u8,
    ) -> Vec<Passage> {
        let survey = Survey::of(leaf, &passages, found);
        let tops = links::top_anchors(&passages);
        let listed = contents::find_contents(&survey);
        let numbered = survey.sights.iter().filter(|sight| begins_note(sight)).count();
        let mut kept: Vec<Passage> = Vec::with_capacity(passages.len());
        let mut anchors: Vec<String> = Vec::new();
        let mut framing = true;
        for (at, mut passage) in passages.into_iter().enumerate() {
            let Some(sight) = survey.sight(at) else { continue };
            if let Some(rule) = self.judge(&survey, at, &listed, &passage) {
                if rule == &navigation::BACK_LINKS {
                    self.count_back_links(sight, passage.span(), numbered);
                }
                self.log.retire_passage(&passage, rule);
                links::each_anchor(&passage, &mut |anchor| anchors.push(anchor.to_owned()));
                framing = true;
                continue;
            }
            // A rule across the page that only parted navigation from the text goes with it.
            if sight.rule && framing && (kept.is_empty() || survey.in_foot(at)) {
                anchors.append(&mut passage.anchors);
                continue;
            }
            framing = survey.in_foot(at + 1);
            if let PassageKind::Table(table) = &mut passage.kind {
                self.table(leaf, table, found, depth);
            } else if !self.lists(&passage) {
                self.lines(&survey, at, &mut passage, &tops);
            }
            anchors.append(&mut passage.anchors);
            passage.anchors = std::mem::take(&mut anchors);
            kept.push(passage);
        }
        if let Some(last) = kept.last_mut() {
            last.content.extend(anchors.into_iter().map(crate::book::Inline::Anchor));
        }
        kept
    }

    /// Whether a passage of the contents page leads to a page of the work.
    fn lists(&self, passage: &Passage) -> bool {
        let mut found = false;
        passage.each_run(&mut |run| {
            links::each_link(run, &mut |target| {
                if let crate::book::Target::Address(address) = target {
                    let page = address.split('#').next().unwrap_or("").trim_start_matches("./");
                    found |= self.listed.contains(page);
                }
            });
        });
        found
    }

    /// The rule that takes a passage out, if one does and nobody waives it.
    fn judge(
        &mut self,
        survey: &Survey,
        at: usize,
        listed: &[bool],
        passage: &Passage,
    ) -> Option<&'static Rule> {
        let sight = survey.sight(at)?;
        let layout = passage.cells().any(is_page) && !sight.is_only_links();
        if sight.rule && sight.letters == 0 || layout {
            return None;
        }
        let entry = listed.get(at).copied().unwrap_or(false);
        let of_work = !self.listed.is_empty() && self.lists(passage);
        let groups = !self.listed.is_empty()
            && sight.links.is_empty()
            && !vocabulary::names_contents(&sight.folded);
        let rule = if navigation::is_breadcrumb(survey, at) {
            &navigation::BREADCRUMB
        } else if entry && (of_work || groups) {
            return None;
        } else if entry {
            &contents::CONTENTS_LIST
        } else {
            let known =
                ORDER.iter().find(|(_, knows)| knows(survey, at)).map(|(rule, _)| *rule)?;
            let single = sight.links.len() == 1 && known == &navigation::PAGE_TURN;
            if of_work && (single || known == &navigation::ARCHIVE_LINKS) {
                return None;
            }
            known
        };
        self.may(rule, &sight.words, passage.span()).then_some(rule)
    }

    /// Whether `rule` may take these words out; says so in the findings, or who forbids it.
    fn may(&mut self, rule: &'static Rule, words: &str, place: Option<Span>) -> bool {
        let beginning: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let beginning: String = beginning.chars().take(60).collect();
        let waiver = self.corrections.waiver(rule.id, words);
        let message = match waiver {
            Some(waiver) => format!("left in the text: “{beginning}”, {}", waiver.reason),
            None if beginning.is_empty() => "taken out: an image".to_owned(),
            None => format!("taken out: “{beginning}”"),
        };
        self.findings.push(Finding {
            rule,
            severity: Severity::Info,
            place,
            message,
            hint: None,
        });
        waiver.is_none()
    }

    fn count_back_links(&mut self, sight: &Sight, place: Option<Span>, numbered: usize) {
        let count = sight.folded.split(' ').count();
        if count == numbered || count < 2 {
            return;
        }
        let message = format!(
            "{count} words for a way back stand in a row, but {numbered} passages begin like notes"
        );
        let hint = "compare with the archive’s page: notes may have been lost in the copy";
        self.findings.push(Finding {
            rule: &navigation::BACK_LINKS,
            severity: Severity::Warning,
            place,
            message,
            hint: Some(hint.to_owned()),
        });
    }

    /// Cleans a table: rows that are navigation go; cells that hold running text are pages
    /// within the page.
    fn table(&mut self, leaf: &Leaf, table: &mut RawTable, found: &Recognised, depth: u8) {
        if depth >= DEEPEST_TABLE {
            return;
        }
        for cell in table.rows.iter_mut().flatten() {
            if is_page(cell) {
                let passages = std::mem::take(&mut cell.passages);
                cell.passages = self.run(leaf, passages, found, depth + 1);
            }
        }
        let rows = std::mem::take(&mut table.rows);
        let row_passages: Vec<Passage> = rows.into_iter().map(row_passage).collect();
        let survey = Survey::of(leaf, &row_passages, found);
        for (at, mut row) in row_passages.into_iter().enumerate() {
            match self.judge(&survey, at, &[], &row) {
                Some(rule) if row.words().chars().any(char::is_alphanumeric) => {
                    self.log.retire_passage(&row, rule);
                }
                _ => {
                    if let PassageKind::Table(row) = &mut row.kind {
                        table.rows.append(&mut row.rows);
                    }
                }
            }
        }
    }

    /// Takes navigation off the lines of a passage that stays.
    fn lines(
        &mut self,
        survey: &Survey,
        at: usize,
        passage: &mut Passage,
        tops: &std::collections::BTreeSet<String>,
    ) {
        let Some(whole) = survey.sight(at) else { return };
        if !glued::may_hold(survey, whole, passage) {
            return;
        }
        let lines = lines::cut(std::mem::take(&mut passage.content));
        let count = lines.len();
        let mut kept = Vec::with_capacity(count);
        for (nth, mut line) in lines.into_iter().enumerate() {
            let sight = Sight::of_line(&line.content, whole, tops);
            let at_edge = nth == 0 || nth + 1 == count;
            let stands = if at_edge { glued::Stands::AtEdge } else { glued::Stands::Between };
            let rule = glued::line_rule(survey, at, &sight, stands).filter(|_| count > 1);
            if let Some(rule) = rule
                && self.may(rule, &sight.words, survey::place(&line.content))
            {
                self.log.retire(&line.content, rule);
                continue;
            }
            while let Some(cut) = glued::trailing_top(&mut line.content, tops) {
                let words = crate::book::text_of(&cut);
                if self.may(&navigation::TOP_OF_PAGE, &words, survey::place(&cut)) {
                    self.log.retire(&cut, &navigation::TOP_OF_PAGE);
                } else {
                    line.content.extend(cut);
                    break;
                }
            }
            kept.push(line);
        }
        passage.content = lines::join(kept);
    }
}

/// Whether a cell is a page within the page: tables are often nothing but layout.
fn is_page(cell: &RawCell) -> bool {
    let nested = cell.passages.iter().any(|inner| matches!(inner.kind, PassageKind::Table(_)));
    cell.passages.len() > 3 || nested
}

/// A row as a table of its own, so that rules can judge it like a passage.
fn row_passage(row: Vec<RawCell>) -> Passage {
    let mut passage = Passage::paragraph(Vec::new());
    passage.kind = PassageKind::Table(RawTable { caption: Vec::new(), rows: vec![row] });
    passage
}

/// Whether a passage begins like a note: with a number and a stop or in brackets.
fn begins_note(sight: &Sight) -> bool {
    let label = sight.words.split(' ').next().unwrap_or("");
    let figures = label.chars().filter(char::is_ascii_digit).count();
    let marks =
        label.chars().filter(|c| matches!(c, '[' | ']' | '.' | '(' | ')' | '*')).count();
    figures > 0 && marks > 0 && figures + marks == label.chars().count() && figures <= 3
}
