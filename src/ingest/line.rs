//! The passage that a reader of marked-up text is filling, with the inline marks open in it.

use crate::book::{Inline, Style, Target, Text};

/// Inline marks that may be open at once; deeper ones add nothing that a book could show.
const MOST_OPEN: usize = 32;

/// An inline mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrap {
    /// Sets its text apart.
    Style(Style),
    /// Links its text to an address.
    Link(String),
}

/// A run of inlines while it grows.
#[derive(Debug, Default)]
pub(super) struct Line {
    content: Vec<Inline>,
    open: Vec<(Wrap, Vec<Inline>)>,
    /// How many more are open, beyond [`MOST_OPEN`]. They gather nothing of their own: thousands that
    /// hand on what they hold, one to the next, would take the square of their number.
    beyond: usize,
}

impl Line {
    /// Adds something at the end.
    pub fn put(&mut self, inline: Inline) {
        let content = self.open.last_mut().map_or(&mut self.content, |(_, content)| content);
        match (content.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(text)) => last.append(text),
            (_, inline) => content.push(inline),
        }
    }

    /// Adds text at the end.
    pub fn text(&mut self, text: Text) {
        if !text.pieces().is_empty() {
            self.put(Inline::Text(text));
        }
    }

    /// Opens a mark.
    pub fn open(&mut self, wrap: Wrap) {
        if self.open.len() < MOST_OPEN {
            self.open.push((wrap, Vec::new()));
        } else {
            self.beyond += 1;
        }
    }

    /// Closes the mark opened last.
    pub fn close(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        self.close_held();
    }

    fn close_held(&mut self) {
        let Some((wrap, content)) = self.open.pop() else { return };
        if content.is_empty() {
            return;
        }
        match wrap {
            Wrap::Style(style) => self.put(Inline::Styled(style, content)),
            Wrap::Link(address) => self.put(Inline::Link(Target::Address(address), content)),
        }
    }

    /// Takes what was gathered; open marks go on with nothing in them.
    pub fn take(&mut self) -> Vec<Inline> {
        let wraps: Vec<Wrap> = self.open.iter().map(|(wrap, _)| wrap.clone()).collect();
        while !self.open.is_empty() {
            self.close_held();
        }
        self.open = wraps.into_iter().map(|wrap| (wrap, Vec::new())).collect();
        std::mem::take(&mut self.content)
    }
}

/// Whether a reader sees anything of a run.
pub(super) fn is_seen(run: &[Inline]) -> bool {
    run.iter().any(|inline| match inline {
        Inline::Text(text) => !text.as_str().trim().is_empty(),
        Inline::Image(_) => true,
        Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
            is_seen(inner)
        }
        _ => false,
    })
}
