//! The tree of a page, as the HTML standard builds it, in one vector.
//!
//! Handles carry the element's name, so that the tree builder never borrows the vector while it
//! changes it. Nodes point at their neighbours; every operation takes constant time, and nothing
//! here recurses.

mod attributes;
mod gate;

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{
    ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink,
};
use html5ever::{Attribute, ExpandedName, QualName, TokenizerResult, local_name, ns};

pub(super) use attributes::too_many;
use gate::Gate;

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
    /// Builds the tree of `text` by the HTML standard, with scripting off. No more than
    /// `most_open` elements are open at once.
    pub fn parse(text: &str, most_open: u16) -> Tree {
        let options = TreeBuilderOpts { scripting_enabled: false, ..Default::default() };
        let builder = TreeBuilder::new(Growth::new(), options);
        let options = TokenizerOpts { discard_bom: false, ..Default::default() };
        let tokenizer = Tokenizer::new(Gate::before(builder, most_open), options);
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(text));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tokenizer.end();
        let flattened = tokenizer.sink.left_out();
        let nodes = tokenizer.sink.into_growth().nodes.take();
        Tree { nodes, flattened }
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

    /// Every node under `root`, in document order.
    pub fn below(&self, root: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.first_child(root), move |node| {
            if let Some(child) = self.first_child(*node) {
                return Some(child);
            }
            let mut here = *node;
            while here != root {
                if let Some(next) = self.next_sibling(here) {
                    return Some(next);
                }
                here = self.parent(here)?;
            }
            None
        })
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
