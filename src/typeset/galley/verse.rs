//! Verse: lines as the author ended them, centred by the longest, turnovers set in.

use super::blocks::{Setting, open_block, set_lead_in};
use super::{Column, Desk, EntryKind, Look, Style, set_run, turn};
use crate::book::{Block, Length, NodeId, NodeTag, Stanza, VerseLine, text_of};
use crate::typeset::paragraph::{Division, Fill};
use crate::typeset::shape::{Voice, VoiceId};

/// Sets a poem or a passage of one.
pub fn set_verse(
    desk: &mut Desk<'_, '_>,
    column: &mut Column,
    block: &Block,
    stanzas: &[Stanza],
    setting: &Setting,
    parent: NodeId,
) {
    set_lead_in(desk, column, setting);
    let node = open_block(desk, block, parent, NodeTag::Division);
    let mut setting = *setting;
    let mut longest = longest_line(desk, &setting, stanzas);
    // Long lines are set smaller rather than turned over, where that helps.
    let smaller = desk.design.quotation;
    if longest > setting.measure && setting.look.size > smaller {
        let inner = Setting { look: Look { size: smaller, ..setting.look }, ..setting };
        let shorter = longest_line(desk, &inner, stanzas);
        if shorter <= setting.measure {
            (setting, longest) = (inner, shorter);
        }
    }
    let em = setting.look.size;
    // Centred by the longest line, but never further in than a third of the measure: short
    // lines in the middle of the page look lost.
    let free = (setting.measure - longest.min(setting.measure)) / 2;
    let set_in = free.min(setting.measure / 3).max(em.min(setting.measure / 8));
    // What fills the measure is not set in.
    let left = if longest > setting.measure { set_in } else { set_in.min(free * 2) };
    column.gap(1, 1);
    let mut at = 0;
    for stanza in stanzas {
        let stanza_node = match stanzas.len() {
            1 => node,
            _ => desk.tags.open(node, NodeTag::Division),
        };
        let first = column.entries.len();
        for line in &stanza.lines {
            let indent = em * i64::from(line.indent.min(12));
            let room = (setting.measure - left - indent).max(setting.measure / 3);
            let style = Style {
                left: setting.left + setting.measure - room,
                measure: room,
                first: Length::ZERO,
                rest: (em * 2).min(room / 4),
                fill: Fill::FromLeft,
                division: Division::Forbidden,
                kind: EntryKind::OffGrid,
                ..setting.style()
            };
            let line_node = desk.tags.open(stanza_node, NodeTag::Paragraph);
            at = set_run(desk, column, &style, (block.id, at), line_node, &line.content);
        }
        // No line of a stanza alone at a foot or a head.
        let count = column.entries.len() - first;
        for (number, entry) in column.entries.iter_mut().skip(first).enumerate() {
            entry.turn = match number {
                0 => turn::FREE,
                1 => turn::LONE_LINE,
                _ if number + 1 == count => turn::LONE_LINE,
                _ => turn::TOGETHER,
            };
        }
        column.gap(1, 1);
    }
}

/// The width of the longest line, about.
fn longest_line(desk: &mut Desk<'_, '_>, setting: &Setting, stanzas: &[Stanza]) -> Length {
    let lines = stanzas.iter().flat_map(|stanza| &stanza.lines);
    lines.map(|line| width_of(desk, setting, line)).max().unwrap_or_default()
}

/// The width of a line set without a turnover, about.
fn width_of(desk: &mut Desk<'_, '_>, setting: &Setting, line: &VerseLine) -> Length {
    let text = text_of(&line.content);
    natural_width(desk, setting, &text) + setting.look.size * i64::from(line.indent.min(12))
}

/// The width of words set in one line in the roman of a setting.
pub fn natural_width(desk: &mut Desk<'_, '_>, setting: &Setting, text: &str) -> Length {
    let voice = voice_of(desk, setting);
    let space = desk.shaper.word(voice, " ");
    let space = desk.shaper.width(space, setting.look.size);
    let mut width = Length::ZERO;
    for (number, word) in text.split_whitespace().enumerate() {
        if number > 0 {
            width += space;
        }
        width += word_width(desk, setting, voice, word);
    }
    width
}

/// The voice of a setting.
fn voice_of(desk: &mut Desk<'_, '_>, setting: &Setting) -> VoiceId {
    desk.shaper.voice(Voice {
        face: setting.look.face,
        caps: setting.look.caps,
        figures: setting.look.figures,
        language: desk.language,
        turned: None,
    })
}

/// The width of a word without a space in it.
fn word_width(
    desk: &mut Desk<'_, '_>,
    setting: &Setting,
    voice: VoiceId,
    word: &str,
) -> Length {
    let mut width = Length::ZERO;
    let mut rest = word;
    while !rest.is_empty() {
        let (head, tail) = rest.split_at(desk.shaper.part(voice, rest).max(1));
        let id = desk.shaper.word(voice, head);
        width += desk.shaper.width(id, setting.look.size);
        rest = tail;
    }
    width
}
