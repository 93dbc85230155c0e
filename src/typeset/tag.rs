//! The logical structure, built while the blocks are set and before any page is known.

use crate::book::{ContentId, Kid, Language, LinkId, Node, NodeId, NodeTag, NoteId};

/// The structure so far.
#[derive(Clone, Debug)]
pub struct Tags {
    /// The nodes, the document first.
    pub nodes: Vec<Node>,
    /// What each piece of content belongs to.
    pub content: Vec<NodeId>,
    /// The node of each link.
    links: Vec<NodeId>,
}

impl Tags {
    /// A document with nothing in it.
    pub fn new() -> Tags {
        let document = Node {
            tag: NodeTag::Document,
            kids: Vec::new(),
            language: None,
            alt: None,
            note: None,
        };
        Tags { nodes: vec![document], content: Vec::new(), links: Vec::new() }
    }

    /// The document itself.
    pub const DOCUMENT: NodeId = NodeId(0);

    /// Adds a node as the last child of `parent`.
    pub fn open(&mut self, parent: NodeId, tag: NodeTag) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { tag, kids: Vec::new(), language: None, alt: None, note: None });
        self.add(parent, Kid::Node(id));
        id
    }

    /// Adds a new piece of content as the last child of a node.
    pub fn content(&mut self, node: NodeId) -> ContentId {
        let id = ContentId(self.content.len() as u32);
        self.content.push(node);
        self.add(node, Kid::Content(id));
        id
    }

    /// Adds the areas of a new link as the last child of a node.
    pub fn link(&mut self, node: NodeId) -> LinkId {
        let id = LinkId(self.links.len() as u32);
        self.links.push(node);
        self.add(node, Kid::Link(id));
        id
    }

    /// The node of a link.
    pub fn node_of_link(&self, link: LinkId) -> Option<NodeId> {
        self.links.get(link.0 as usize).copied()
    }

    /// Says what language a node is in.
    pub fn speak(&mut self, node: NodeId, language: &Language) {
        self.nodes[node.0 as usize].language = Some(language.clone());
    }

    /// Says what a node shows, for those who cannot see it.
    pub fn describe(&mut self, node: NodeId, alt: &str) {
        self.nodes[node.0 as usize].alt = Some(alt.to_owned());
    }

    /// Says which note a node is.
    pub fn is_note(&mut self, node: NodeId, note: NoteId) {
        self.nodes[node.0 as usize].note = Some(note);
    }

    fn add(&mut self, parent: NodeId, kid: Kid) {
        self.nodes[parent.0 as usize].kids.push(kid);
    }
}
