//! Characters made to mean what they look like: spaces, line ends, cut words, page marks.
//!
//! Every change is made where the text stands and remembers what it was. When the stage is done,
//! the text of a passage has single spaces and none at its edges; in passages of kept lines the
//! spaces inside a line and before it stay, and every line end is an [`Inline::LineBreak`].

mod characters;
mod empty;
mod flow;
mod hyphens;
mod lines;
mod page_marks;
mod spaces;

use crate::book::{
    Checked, Corrections, Edit, Finding, Inline, Leaf, Passage, PassageKind, Rule, Severity,
    Transcript, each_text, edit, text_of,
};

use flow::Flow;
use hyphens::{Cut, Lexicon};
use page_marks::Forms;

/// The rules of this stage.
pub fn rules() -> Vec<&'static Rule> {
    [characters::RULES, page_marks::RULES, hyphens::RULES, lines::RULES, spaces::RULES].concat()
}

/// The rules that a sidecar can keep from a passage.
pub fn waivable() -> Vec<&'static Rule> {
    [characters::RULES, page_marks::RULES, hyphens::RULES, spaces::RULES].concat()
}

/// Normalises a transcript.
pub fn normalise(transcript: Transcript, corrections: &Corrections) -> Checked<Transcript> {
    let mut transcript = transcript;
    let mut findings = Vec::new();
    for leaf in &mut transcript.leaves {
        let forms = Forms::of(&leaf.passages);
        each_run(&mut leaf.passages, &mut |run, _| {
            characters(run, corrections);
            if !waived(page_marks::MARK.id, run, corrections) {
                forms.mark(run);
            }
        });
        findings.extend(decoded_twice(leaf));
    }
    let lexicon = lexicon(&mut transcript.leaves);
    for leaf in &mut transcript.leaves {
        each_run(&mut leaf.passages, &mut |run, kind| {
            if *kind == PassageKind::Lines {
                lines::open(run);
                apply(run, corrections, spaces::in_lines);
            } else {
                apply(run, corrections, |flow| {
                    hyphens::edits(flow, &hyphens::cuts(flow), &lexicon)
                });
                apply(run, corrections, spaces::in_text);
            }
            lines::trim(run);
        });
        leaf.passages = lines::split_paragraphs(std::mem::take(&mut leaf.passages));
        empty::give_up(&mut leaf.passages, &mut transcript.log);
    }
    Checked { value: transcript, findings }
}

/// Calls `visit` with every run of the passages and the kind of the passage that it is in.
fn each_run(passages: &mut [Passage], visit: &mut dyn FnMut(&mut Vec<Inline>, &PassageKind)) {
    for passage in passages {
        if let PassageKind::Table(table) = &mut passage.kind {
            visit(&mut table.caption, &PassageKind::Paragraph);
            for cell in table.rows.iter_mut().flatten() {
                each_run(&mut cell.passages, visit);
            }
        }
        visit(&mut passage.content, &passage.kind);
    }
}

/// Whether the sidecar keeps a rule from a run.
fn waived(rule: &str, run: &[Inline], corrections: &Corrections) -> bool {
    !corrections.waivers.is_empty() && corrections.waiver(rule, &Flow::of(run).text).is_some()
}

fn characters(run: &mut [Inline], corrections: &Corrections) {
    apply(run, corrections, |flow| characters::edits(&flow.text));
}

/// Makes the edits that `find` proposes for a run, but for those that the sidecar waives.
fn apply(run: &mut [Inline], corrections: &Corrections, find: impl FnOnce(&Flow) -> Vec<Edit>) {
    let flow = Flow::of(run);
    let mut edits = find(&flow);
    if !corrections.waivers.is_empty() {
        edits.retain(|edit| corrections.waiver(edit.rule.id, &flow.text).is_none());
    }
    edit(run, &edits);
}

/// The forms of the work's cut words, counted over all its words.
fn lexicon(leaves: &mut [Leaf]) -> Lexicon {
    let mut lexicon = Lexicon::default();
    let mut cuts: Vec<Cut> = Vec::new();
    let each_text_run = |leaves: &mut [Leaf], visit: &mut dyn FnMut(&[Inline])| {
        for leaf in leaves {
            each_run(&mut leaf.passages, &mut |run, kind| {
                if *kind != PassageKind::Lines {
                    visit(run);
                }
            });
        }
    };
    each_text_run(leaves, &mut |run| cuts.extend(hyphens::cuts(&Flow::of(run))));
    cuts.iter().for_each(|cut| lexicon.ask(cut));
    if lexicon.is_asked() {
        each_text_run(leaves, &mut |run| lexicon.count(&text_of(run)));
        lexicon.settle(cuts.iter());
    }
    lexicon
}

/// The finding about text of a page that was decoded twice.
fn decoded_twice(leaf: &Leaf) -> Option<Finding> {
    let mut places = Vec::new();
    for passage in &leaf.passages {
        passage.each_run(&mut |run| {
            each_text(run, &mut |text| {
                let repaired = text.pieces().iter().filter(|piece| {
                    piece.rule.is_some_and(|rule| *rule == characters::MOJIBAKE)
                });
                places.extend(repaired.map(|piece| piece.span));
            });
        });
    }
    let first = places.first()?;
    Some(Finding {
        rule: &characters::MOJIBAKE,
        severity: Severity::Info,
        place: Some(*first),
        message: format!("{} characters of {} were decoded twice", places.len(), leaf.name),
        hint: None,
    })
}
