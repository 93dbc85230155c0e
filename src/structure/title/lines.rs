//! Title passages that say several things, line by line.

use super::super::placed::{Placed, words_of};
use super::super::wording::{self, dates, names, one_space};
use crate::book::{Inline, PassageKind};

/// Splits a title passage at the line from which on it says something else: who wrote it, when, a
/// subtitle in small type.
pub fn split_lines(placed: Placed) -> Vec<Placed> {
    let text = words_of(&placed.passage.content);
    if !text.contains('\n') || names::people(&text).is_some() {
        return vec![placed];
    }
    let Placed { home, passage } = placed;
    let level = match passage.kind {
        PassageKind::Heading(level) => Some(level),
        _ => None,
    };
    let mut parts: Vec<Placed> = Vec::new();
    let mut template = passage.clone();
    for line in super::super::placed::lines(passage.content) {
        let said = one_space(&words_of(&line));
        let small = super::super::placed::all_in(&line, crate::book::Style::Small);
        let apart = small
            || dates::whole(&said).is_some()
            || wording::unbracketed(&said) != said
            || (said != names::without_by(&said) && names::people(&said).is_some());
        match parts.last_mut() {
            Some(last) if !apart => {
                last.passage.content.push(Inline::LineBreak);
                last.passage.content.extend(line);
            }
            _ => {
                template.content = line;
                if let (Some(level), false) = (level, parts.is_empty()) {
                    template.kind = PassageKind::Heading((level + 1).min(6));
                }
                parts.push(Placed { home, passage: template.clone() });
            }
        }
        template.anchors.clear();
    }
    parts
}
