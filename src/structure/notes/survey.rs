//! What stands where: the runs of a work's passages, with their links, anchors and raised parts.

use std::collections::BTreeMap;
use std::ops::Range;

use super::unfold::unfolded;
use crate::book::{EnclosureKind, Inline, Leaf, Passage, PassageKind, Style, Target};

/// A place in a work: a run and a byte of its text. Places compare in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Index into [`Survey::runs`].
    pub run: usize,
    /// Byte offset into the run's text.
    pub at: usize,
}

/// What a run stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Within {
    /// The flow of the text.
    #[default]
    Text,
    /// A table: a cell or the caption.
    Table,
}

/// A run of inlines as its reader sees it.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    /// The passage that it belongs to.
    pub passage: usize,
    /// Its characters.
    pub text: String,
    /// Its links with their addresses, in order; of nested links the inner ones.
    pub links: Vec<(Range<usize>, String)>,
    /// The anchors in it.
    pub anchors: Vec<(usize, String)>,
    /// Its raised parts.
    pub raised: Vec<Range<usize>>,
    /// What it stands in.
    pub within: Within,
}

impl Run {
    /// Whether a range of its characters stands in a raised part.
    pub fn is_raised(&self, range: &Range<usize>) -> bool {
        self.raised.iter().any(|raised| raised.start <= range.start && range.end <= raised.end)
    }
}

/// All passages of a work, in a row, with what was seen in them.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The passages of all leaves.
    pub passages: Vec<Passage>,
    /// The leaf of each passage.
    pub leaf: Vec<usize>,
    /// The leaves' names.
    pub names: Vec<String>,
    /// The runs of all passages, in the order of [`Passage::each_run`].
    pub runs: Vec<Run>,
    /// The runs of each passage: an index into `runs` for its first, and past its last.
    pub runs_of: Vec<Range<usize>>,
    /// For each passage the first from it on, in its leaf, that shows characters.
    shown: Vec<Option<usize>>,
    /// Where each anchor of each leaf stands.
    anchors: BTreeMap<(usize, String), Vec<Place>>,
    /// The leaf of each name: its path, and the last part of it where no other leaf has it.
    leaves: BTreeMap<String, usize>,
}

impl Survey {
    /// Takes the passages out of the leaves and looks at them.
    pub fn of(leaves: &mut [Leaf]) -> Survey {
        let mut survey = Survey::default();
        for (index, leaf) in leaves.iter_mut().enumerate() {
            let file = leaf.name.rsplit('/').next().unwrap_or("").to_owned();
            survey.leaves.insert(leaf.name.clone(), index);
            survey.leaves.entry(file).or_insert(index);
            survey.names.push(leaf.name.clone());
            let mut before = String::new();
            for passage in leaf.passages.drain(..) {
                for passage in unfolded(passage, &before) {
                    survey.add(passage, index);
                }
                let last = survey.passages.len().saturating_sub(1);
                if !survey.is_blank(last) {
                    survey.text(last).clone_into(&mut before);
                }
            }
        }
        let mut shown = vec![None; survey.passages.len()];
        for at in (0..shown.len()).rev() {
            let same_leaf = survey.leaf.get(at + 1) == Some(&survey.leaf[at]);
            let next = if same_leaf { shown[at + 1] } else { None };
            shown[at] = if survey.is_blank(at) { next } else { Some(at) };
        }
        survey.shown = shown;
        survey
    }

    fn add(&mut self, passage: Passage, leaf: usize) {
        let index = self.passages.len();
        let first = self.runs.len();
        look(&passage, index, Within::Text, &mut self.runs);
        for (run, seen) in self.runs.iter().enumerate().skip(first) {
            for (at, anchor) in &seen.anchors {
                let place = Place { run, at: *at };
                self.anchors.entry((leaf, anchor.clone())).or_default().push(place);
            }
        }
        self.runs_of.push(first..self.runs.len());
        self.passages.push(passage);
        self.leaf.push(leaf);
    }

    /// The leaf and the fragment that an address in `leaf` leads to, if that leaf is here.
    pub fn fragment<'a>(&self, leaf: usize, address: &'a str) -> Option<(usize, &'a str)> {
        let (file, fragment) = address.split_once('#')?;
        if fragment.is_empty() {
            return None;
        }
        if file.is_empty() {
            return Some((leaf, fragment));
        }
        if file.contains("://") {
            return None;
        }
        let own = self.names.get(leaf).map_or("", |name| name.rsplit('/').next().unwrap_or(""));
        if file == own {
            return Some((leaf, fragment));
        }
        let file = file.trim_start_matches("./");
        self.leaves.get(file).map(|leaf| (*leaf, fragment))
    }

    /// Where an anchor stands; several places if the page gives one name to several things.
    pub fn anchor(&self, leaf: usize, fragment: &str) -> &[Place] {
        self.anchors.get(&(leaf, fragment.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Whether an address in `leaf` leads to a note by mark-up.
    pub fn leads_to_note(&self, leaf: usize, address: &str) -> bool {
        let Some((leaf, fragment)) = self.fragment(leaf, address) else { return false };
        self.anchor(leaf, fragment).iter().any(|place| {
            let passage = self.runs.get(place.run).map_or(0, |run| run.passage);
            self.note_enclosure(passage).is_some()
        })
    }

    /// The note by mark-up that a passage stands in: its number in its page, and its label.
    pub fn note_enclosure(&self, passage: usize) -> Option<(u32, &str)> {
        let mut within = self.passages.get(passage)?.within.iter();
        within.find_map(|around| match &around.kind {
            EnclosureKind::Note(label) => Some((around.id, label.as_str())),
            _ => None,
        })
    }

    /// The characters of a passage's own run.
    pub fn text(&self, passage: usize) -> &str {
        self.own_run(passage).map_or("", |run| self.runs[run].text.as_str())
    }

    /// The passage's own run: the last, after those of a table's cells.
    pub fn own_run(&self, passage: usize) -> Option<usize> {
        let runs = self.runs_of.get(passage)?;
        (!runs.is_empty()).then(|| runs.end - 1)
    }

    /// The first passage from `at` on, in the same leaf, that shows characters.
    pub fn next_shown(&self, at: usize) -> Option<usize> {
        self.shown.get(at).copied().flatten()
    }

    /// Whether a passage shows no characters at all.
    pub fn is_blank(&self, passage: usize) -> bool {
        let runs = self.runs_of.get(passage).cloned().unwrap_or(0..0);
        self.runs[runs].iter().all(|run| run.text.trim().is_empty())
    }
}

/// Looks at the runs of a passage, those of a table's cells first.
fn look(passage: &Passage, index: usize, within: Within, runs: &mut Vec<Run>) {
    let first = runs.len();
    if let PassageKind::Table(table) = &passage.kind {
        runs.push(run(&table.caption, index, Within::Table));
        for inner in table.rows.iter().flatten().flat_map(|cell| &cell.passages) {
            look(inner, index, Within::Table, runs);
        }
    }
    runs.push(run(&passage.content, index, within));
    if let Some(run) = runs.get_mut(first) {
        run.anchors.extend(passage.anchors.iter().map(|anchor| (0, anchor.clone())));
    }
}

fn run(inlines: &[Inline], passage: usize, within: Within) -> Run {
    let mut run = Run { passage, within, ..Run::default() };
    walk(inlines, &mut run);
    run
}

fn walk(inlines: &[Inline], run: &mut Run) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => run.text.push_str(text.as_str()),
            Inline::NoteMark(mark) => run.text.push_str(mark.label.as_str()),
            Inline::LineBreak => run.text.push('\n'),
            Inline::Anchor(anchor) => run.anchors.push((run.text.len(), anchor.clone())),
            Inline::Styled(style, inner) => {
                let from = run.text.len();
                walk(inner, run);
                if *style == Style::Superscript && run.text.len() > from {
                    run.raised.push(from..run.text.len());
                }
            }
            Inline::Language(_, inner) => walk(inner, run),
            Inline::Link(target, inner) => {
                let from = run.text.len();
                let before = run.links.len();
                walk(inner, run);
                if let (Target::Address(address), true) = (target, run.links.len() == before) {
                    run.links.push((from..run.text.len(), address.clone()));
                }
            }
            Inline::SourcePage(_) | Inline::Image(_) => {}
        }
    }
}
