//! The gate before the tree builder, which keeps the depth of the open elements within bounds.

use std::cell::{Cell, RefCell};

use html5ever::LocalName;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{Tracer, TreeBuilder};

use super::{DOCUMENT, Growth, Handle};

/// Elements that one start tag can open: itself and the table parts that the standard implies.
const OPENED_BY_ONE_TAG: u32 = 4;

/// Start tags that did not reach the tree builder.
#[derive(Default)]
struct LeftOut {
    total: u32,
    /// Those whose end tag is still to come, by name.
    open: Vec<(LocalName, u32)>,
}

/// Stands before the tree builder and keeps the depth within bounds. Deeper start tags are left
/// out, their text is not: the tree builder takes time with the square of the depth, and no
/// transcription comes near the limit.
pub(super) struct Gate {
    builder: TreeBuilder<Handle, Growth>,
    /// Elements that may be open at once.
    most_open: u32,
    /// Start tags that may pass before the open elements need to be counted again.
    check_after: Cell<u32>,
    left_out: RefCell<LeftOut>,
}

impl Gate {
    /// A gate before `builder` that lets `most_open` elements be open at once.
    pub(super) fn before(builder: TreeBuilder<Handle, Growth>, most_open: u16) -> Gate {
        let most_open = most_open.into();
        Gate { builder, most_open, check_after: Cell::new(0), left_out: RefCell::default() }
    }

    /// How many start tags did not pass.
    pub(super) fn left_out(&self) -> u32 {
        self.left_out.borrow().total
    }

    /// The tree that has grown behind the gate.
    pub(super) fn into_growth(self) -> Growth {
        self.builder.sink
    }

    /// Whether this tag must not reach the tree builder.
    fn leaves_out(&self, tag: &Tag) -> bool {
        match tag.kind {
            TagKind::StartTag => {
                if !nests(&tag.name) || self.has_room() {
                    return false;
                }
                let LeftOut { total, open } = &mut *self.left_out.borrow_mut();
                *total += 1;
                match open.iter().position(|(name, _)| *name == tag.name) {
                    Some(known) => open[known].1 += 1,
                    // A name beyond these few is one that no page's text depends on.
                    None if open.len() < 64 => open.push((tag.name.clone(), 1)),
                    None => {}
                }
                true
            }
            TagKind::EndTag => {
                let mut left_out = self.left_out.borrow_mut();
                match left_out.open.iter_mut().find(|(name, _)| *name == tag.name) {
                    Some((_, count)) if *count > 0 => {
                        *count -= 1;
                        true
                    }
                    // An element outside all of those closes, and they with it.
                    _ => {
                        left_out.open.clear();
                        false
                    }
                }
            }
        }
    }

    /// Whether another element may open. The census counts the open elements and those that
    /// the next character will open again, and is taken only when they could have become too
    /// many since the last one.
    fn has_room(&self) -> bool {
        if self.check_after.get() == 0 {
            let census = Census::take(&self.builder);
            let room = self.most_open.saturating_sub(census);
            if room == 0 {
                return false;
            }
            self.check_after.set((room / OPENED_BY_ONE_TAG).max(1));
        }
        self.check_after.set(self.check_after.get() - 1);
        true
    }
}

impl TokenSink for Gate {
    type Handle = Handle;

    fn process_token(&self, token: Token, line_number: u64) -> TokenSinkResult<Handle> {
        match &token {
            Token::TagToken(tag) if self.leaves_out(tag) => TokenSinkResult::Continue,
            _ => self.builder.process_token(token, line_number),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Whether an element of this name can hold others. Void elements cannot, nor can those whose
/// content the tokenizer reads as characters; left out, their content would show as text.
fn nests(name: &LocalName) -> bool {
    !matches!(
        &**name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "body"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "head"
            | "hr"
            | "html"
            | "iframe"
            | "image"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "noembed"
            | "noframes"
            | "param"
            | "plaintext"
            | "script"
            | "source"
            | "style"
            | "template"
            | "textarea"
            | "title"
            | "track"
            | "wbr"
            | "xmp"
    )
}

/// Counts the distinct elements that the tree builder holds.
struct Census<'a> {
    counted: RefCell<&'a mut Vec<u32>>,
    number: u32,
    elements: Cell<u32>,
}

impl Census<'_> {
    fn take(builder: &TreeBuilder<Handle, Growth>) -> u32 {
        let growth = &builder.sink;
        let mut counted = growth.counted.borrow_mut();
        counted.resize(growth.nodes.borrow().len().max(1), 0);
        // The document node's entry holds the number of the last census.
        counted[0] += 1;
        let number = counted[0];
        let counted = RefCell::new(&mut *counted);
        let census = Census { counted, number, elements: Cell::new(0) };
        builder.trace_handles(&census);
        census.elements.get()
    }
}

impl Tracer for Census<'_> {
    type Handle = Handle;

    fn trace_handle(&self, handle: &Handle) {
        let mut counted = self.counted.borrow_mut();
        if handle.node != DOCUMENT && counted[handle.node as usize] != self.number {
            counted[handle.node as usize] = self.number;
            self.elements.set(self.elements.get() + 1);
        }
    }
}
