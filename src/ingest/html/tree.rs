//! The tree of a page, as the HTML standard builds it, in one vector.
//!
//! Handles carry the element's name, so that the tree builder never borrows the vector while it
//! changes it. Nodes point at their neighbours; every operation takes constant time, and nothing
//! here recurses.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{
    ElementFlags, NodeOrText, QuirksMode, Tracer, TreeBuilder, TreeBuilderOpts, TreeSink,
};
use html5ever::{
    Attribute, ExpandedName, LocalName, QualName, TokenizerResult, local_name, ns,
};

/// Elements that may be open at once. Deeper start tags are left out, their text is not: the
/// tree builder takes time with the square of the depth, and no transcription comes near.
const MOST_OPEN: u32 = 256;

/// Elements that one start tag can open: itself and the table parts that the standard implies.
const OPENED_BY_ONE_TAG: u32 = 4;

/// The index of a node.
pub(super) type NodeId = u32;

/// The document node.
const DOCUMENT: NodeId = 0;

/// What a node is.
#[derive(Debug)]
pub(super) enum NodeKind {
    /// The document, a doctype or a processing instruction: nothing that a reader sees.
    Other,
    /// An element with its name and attributes.
    Element(Rc<QualName>, Vec<Attribute>),
    /// Characters. Neighbours are not merged.
    Text(StrTendril),
    /// What stands in a comment.
    Comment(StrTendril),
}

#[derive(Debug)]
struct Node {
    kind: NodeKind,
    parent: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
    first: Option<NodeId>,
    last: Option<NodeId>,
}

/// A page as a tree.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// Start tags that were left out because too many elements were open.
    pub flattened: u32,
}

impl Tree {
    /// Builds the tree of `text` by the HTML standard, with scripting off.
    pub fn parse(text: &str) -> Tree {
        let options = TreeBuilderOpts { scripting_enabled: false, ..Default::default() };
        let builder = TreeBuilder::new(Growth::new(), options);
        let gate = Gate { builder, check_after: Cell::new(0), left_out: RefCell::default() };
        let options = TokenizerOpts { discard_bom: false, ..Default::default() };
        let tokenizer = Tokenizer::new(gate, options);
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(text));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tokenizer.end();
        let LeftOut { total, .. } = tokenizer.sink.left_out.take();
        let nodes = tokenizer.sink.builder.sink.nodes.take();
        Tree { nodes, flattened: total }
    }

    /// What a node is.
    pub fn kind(&self, node: NodeId) -> &NodeKind {
        self.nodes.get(node as usize).map_or(&NodeKind::Other, |node| &node.kind)
    }

    /// A node's first child.
    pub fn first_child(&self, node: NodeId) -> Option<NodeId> {
        self.nodes.get(node as usize)?.first
    }

    /// The node that follows under the same parent.
    pub fn next_sibling(&self, node: NodeId) -> Option<NodeId> {
        self.nodes.get(node as usize)?.next
    }

    /// A node's parent.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.nodes.get(node as usize)?.parent
    }

    /// A node's children, in order.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.first_child(node), |child| self.next_sibling(*child))
    }

    /// The first child of `node` that is an HTML element of this name.
    pub fn child(&self, node: NodeId, name: &str) -> Option<NodeId> {
        self.children(node).find(|child| self.name(*child) == name)
    }

    /// An element's name, lower case as the standard has it; nothing for other nodes.
    pub fn name(&self, node: NodeId) -> &str {
        match self.kind(node) {
            NodeKind::Element(name, _) => &name.local,
            _ => "",
        }
    }

    /// An attribute of an element.
    pub fn attribute(&self, node: NodeId, name: &str) -> Option<&str> {
        match self.kind(node) {
            NodeKind::Element(_, attributes) => {
                attributes.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
            }
            _ => None,
        }
    }

    /// The `html` element.
    pub fn root(&self) -> Option<NodeId> {
        self.child(DOCUMENT, "html")
    }

    /// Every node of the document, in document order.
    pub fn walk(&self) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(DOCUMENT), |node| self.after(*node))
    }

    /// The node that follows `node` in document order.
    fn after(&self, node: NodeId) -> Option<NodeId> {
        if let Some(child) = self.first_child(node) {
            return Some(child);
        }
        let mut here = node;
        loop {
            if let Some(next) = self.next_sibling(here) {
                return Some(next);
            }
            here = self.parent(here)?;
        }
    }
}

/// What the tree builder holds of a node: its index and its element's name, an empty one for
/// nodes that are no elements.
#[derive(Clone, Debug)]
struct Handle {
    node: NodeId,
    name: Rc<QualName>,
}

/// The tree while it grows.
struct Growth {
    nodes: RefCell<Vec<Node>>,
    /// For each node the census in which it was counted last.
    counted: RefCell<Vec<u32>>,
    nameless: Rc<QualName>,
}

impl Growth {
    fn new() -> Growth {
        let nameless = Rc::new(QualName::new(None, ns!(), local_name!("")));
        let (nodes, counted) = (RefCell::default(), RefCell::default());
        let growth = Growth { nodes, counted, nameless };
        growth.create(NodeKind::Other);
        growth
    }

    fn nameless(&self, node: NodeId) -> Handle {
        Handle { node, name: Rc::clone(&self.nameless) }
    }

    fn create(&self, kind: NodeKind) -> NodeId {
        let (parent, previous, next, first, last) = (None, None, None, None, None);
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { kind, parent, previous, next, first, last });
        (nodes.len() - 1) as NodeId
    }

    fn node_of(&self, child: NodeOrText<Handle>) -> NodeId {
        match child {
            NodeOrText::AppendNode(handle) => handle.node,
            NodeOrText::AppendText(text) => self.create(NodeKind::Text(text)),
        }
    }

    fn detach(&self, node: NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        let (parent, previous, next) = {
            let node = &mut nodes[node as usize];
            (node.parent.take(), node.previous.take(), node.next.take())
        };
        match (previous, parent) {
            (Some(previous), _) => nodes[previous as usize].next = next,
            (None, Some(parent)) => nodes[parent as usize].first = next,
            (None, None) => {}
        }
        match (next, parent) {
            (Some(next), _) => nodes[next as usize].previous = previous,
            (None, Some(parent)) => nodes[parent as usize].last = previous,
            (None, None) => {}
        }
    }

    fn append_node(&self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let mut nodes = self.nodes.borrow_mut();
        let last = nodes[parent as usize].last.replace(child);
        nodes[child as usize].parent = Some(parent);
        nodes[child as usize].previous = last;
        match last {
            Some(last) => nodes[last as usize].next = Some(child),
            None => nodes[parent as usize].first = Some(child),
        }
    }

    fn insert_before(&self, sibling: NodeId, child: NodeId) {
        self.detach(child);
        let mut nodes = self.nodes.borrow_mut();
        let parent = nodes[sibling as usize].parent;
        let previous = nodes[sibling as usize].previous.replace(child);
        nodes[child as usize].parent = parent;
        nodes[child as usize].previous = previous;
        nodes[child as usize].next = Some(sibling);
        match (previous, parent) {
            (Some(previous), _) => nodes[previous as usize].next = Some(child),
            (None, Some(parent)) => nodes[parent as usize].first = Some(child),
            (None, None) => {}
        }
    }
}

impl TreeSink for Growth {
    type Handle = Handle;
    type Output = ();
    type ElemName<'a>
        = ExpandedName<'a>
    where
        Self: 'a;

    fn finish(self) {}

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.nameless(DOCUMENT)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _flags: ElementFlags,
    ) -> Handle {
        let name = Rc::new(name);
        let node = self.create(NodeKind::Element(Rc::clone(&name), attributes));
        Handle { node, name }
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.nameless(self.create(NodeKind::Comment(text)))
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        self.nameless(self.create(NodeKind::Other))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let child = self.node_of(child);
        self.append_node(parent.node, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let has_parent = self.nodes.borrow()[element.node as usize].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// A template's content stays under the template itself; whoever walks the tree passes it by.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, a: &Handle, b: &Handle) -> bool {
        a.node == b.node
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let child = self.node_of(child);
        self.insert_before(sibling.node, child);
    }

    fn add_attrs_if_missing(&self, target: &Handle, new: Vec<Attribute>) {
        if let Some(Node { kind: NodeKind::Element(_, attributes), .. }) =
            self.nodes.borrow_mut().get_mut(target.node as usize)
        {
            for attribute in new {
                if !attributes.iter().any(|old| old.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.node);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        loop {
            let first = self.nodes.borrow()[node.node as usize].first;
            let Some(child) = first else { break };
            self.append_node(new_parent.node, child);
        }
    }
}

/// Start tags that did not reach the tree builder.
#[derive(Default)]
struct LeftOut {
    total: u32,
    /// Those whose end tag is still to come, by name.
    open: Vec<(LocalName, u32)>,
}

/// Stands before the tree builder and keeps the depth within bounds.
struct Gate {
    builder: TreeBuilder<Handle, Growth>,
    /// Start tags that may pass before the open elements need to be counted again.
    check_after: Cell<u32>,
    left_out: RefCell<LeftOut>,
}

impl Gate {
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
            let room = MOST_OPEN.saturating_sub(census);
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
