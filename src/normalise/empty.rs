//! Passages that nobody sees any more: their page marks and anchors go to the next.

use crate::book::{Inline, Log, Passage, PassageKind};

/// Gives up passages that no reader sees any more. Their page marks and anchors go to the next
/// passage, their records into the log.
pub(super) fn give_up(passages: &mut Vec<Passage>, log: &mut Log) {
    let mut anchors: Vec<String> = Vec::new();
    let mut pages: Vec<Inline> = Vec::new();
    let mut kept: Vec<Passage> = Vec::with_capacity(passages.len());
    for mut passage in std::mem::take(passages) {
        if has_words(&passage) && !is_seen(&passage.content) {
            anchors.append(&mut passage.anchors);
            settle(passage.content, log, &mut anchors, &mut pages);
            continue;
        }
        if !matches!(passage.kind, PassageKind::Rule) {
            passage.anchors.splice(0..0, anchors.drain(..));
            if let Some(run) = first_run(&mut passage) {
                run.splice(0..0, pages.drain(..));
            }
        }
        if let PassageKind::Table(table) = &mut passage.kind {
            for cell in table.rows.iter_mut().flatten() {
                give_up(&mut cell.passages, log);
            }
        }
        kept.push(passage);
    }
    if !anchors.is_empty() || !pages.is_empty() {
        // Nothing follows: they stand at the end of the last passage, or in one of their own.
        if !kept.last().is_some_and(has_words) {
            kept.push(Passage::paragraph(Vec::new()));
        }
        if let Some(last) = kept.last_mut() {
            last.content.extend(anchors.into_iter().map(Inline::Anchor));
            last.content.extend(pages);
        }
    }
    *passages = kept;
}

/// Whether the words of a passage are its content.
fn has_words(passage: &Passage) -> bool {
    matches!(
        passage.kind,
        PassageKind::Paragraph
            | PassageKind::Heading(_)
            | PassageKind::Lines
            | PassageKind::Term
    )
}

/// The run that a reader of the passage begins with: in a table, that of its first cell.
fn first_run(passage: &mut Passage) -> Option<&mut Vec<Inline>> {
    if has_words(passage) {
        return Some(&mut passage.content);
    }
    let PassageKind::Table(table) = &mut passage.kind else { return None };
    let cells = table.rows.iter_mut().flatten();
    cells
        .flat_map(|cell| &mut cell.passages)
        .find(|inner| has_words(inner))
        .map(|inner| &mut inner.content)
}

/// Whether a reader sees anything of a run.
fn is_seen(run: &[Inline]) -> bool {
    run.iter().any(|inline| match inline {
        Inline::Text(text) => !text.as_str().trim().is_empty(),
        Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
            is_seen(inner)
        }
        Inline::Image(_) | Inline::NoteMark(_) => true,
        Inline::Anchor(_) | Inline::SourcePage(_) | Inline::LineBreak => false,
    })
}

/// Sorts what is left of a run that nobody sees.
fn settle(run: Vec<Inline>, log: &mut Log, anchors: &mut Vec<String>, pages: &mut Vec<Inline>) {
    for inline in run {
        match inline {
            Inline::Text(text) => {
                for piece in text.pieces() {
                    if let Some(rule) = piece.rule {
                        log.record(piece.span, rule);
                    }
                }
            }
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                settle(inner, log, anchors, pages);
            }
            Inline::Anchor(anchor) => anchors.push(anchor),
            Inline::SourcePage(_) => pages.push(inline),
            Inline::Image(_) | Inline::NoteMark(_) | Inline::LineBreak => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{RawCell, RawTable, SourcePage, Text};

    #[test]
    fn a_page_mark_alone_goes_into_the_table_after_it() {
        let words = |words: &str| Inline::Text(Text::verbatim(words, 0));
        let mark = Inline::SourcePage(SourcePage { label: "12".into(), mark: None });
        let cell = RawCell {
            passages: vec![Passage::paragraph(vec![words("a")])],
            ..RawCell::default()
        };
        let mut table = Passage::paragraph(Vec::new());
        table.kind =
            PassageKind::Table(RawTable { rows: vec![vec![cell]], ..RawTable::default() });
        let mut passages = vec![Passage::paragraph(vec![mark.clone()]), table];
        give_up(&mut passages, &mut Log::default());
        let [only] = passages.as_mut_slice() else { panic!("two passages") };
        assert_eq!(first_run(only).map(|run| run.as_slice()), Some(&[mark, words("a")][..]));
    }
}
