//! Blocks: what an element says of the passages in it, and the enclosures that it opens.

use crate::book::{Align, Enclosure, EnclosureKind, Inline, Marker, text_of};

use super::super::element::{self, Block, MOST_CENTRED, count_words};
use super::super::tree::NodeId;
use super::{LookKind, MOST_ENCLOSURES, Open, Turn, Walk};

impl Walk<'_, '_> {
    /// Opens a block: what it says of the passages in it, and what they stand in.
    pub(super) fn block(&mut self, node: NodeId, block: Block) -> Open {
        self.end_passage();
        let look = Box::new(self.look.clone());
        let undo = match block {
            Block::Term | Block::Definition => Open::Turn(look, self.within.len()),
            _ => Open::Block(look, self.within.len()),
        };
        self.anchor(node);
        if let Some(align) = element::align(self.tree, node) {
            self.look.align = align;
            self.look.left_open = None;
        }
        if let Some(language) = element::language(self.tree, node) {
            self.look.language = Some(language);
        }
        let class = element::classes(self.tree, node);
        match block {
            Block::Plain | Block::Paragraph => self.look.class = class,
            Block::Heading(level) => {
                self.look.class = class;
                self.look.kind = LookKind::Heading(level);
            }
            Block::Lines => {
                self.look.class = class;
                self.look.kind = LookKind::Lines;
            }
            Block::Centre => {
                self.look.align = Align::Centre;
                self.look.left_open = element::is_left_open(self.tree, node).then_some(node);
            }
            Block::Division => {
                self.look.class.clear();
                if let Some((kind, class)) = element::division(self.tree, node) {
                    self.enclose(kind, class);
                }
            }
            Block::Quotation => {
                self.look.class.clear();
                self.enclose(EnclosureKind::Quotation, class);
            }
            Block::List(marker) => {
                self.look.class.clear();
                self.enclose(EnclosureKind::List(marker), class);
                self.look.definition = match marker {
                    Marker::None => Some((self.enclosures, Turn::Definition)),
                    _ => None,
                };
            }
            Block::Item => {
                self.look.class.clone_from(&class);
                self.look.definition = None;
                self.enclose(EnclosureKind::Item, class);
            }
            Block::Term => {
                self.look.kind = LookKind::Term;
                self.look.class.clone_from(&class);
                let item = match self.look.definition {
                    Some((item, Turn::Term)) => item,
                    _ => self.number(),
                };
                self.definition_item(item, Turn::Term, class);
            }
            Block::Definition => {
                self.look.class.clone_from(&class);
                let item = match self.look.definition {
                    Some((item, _)) => item,
                    None => self.number(),
                };
                self.definition_item(item, Turn::Definition, class);
            }
        }
        undo
    }

    /// How the lines of a finished passage stand. Where a centring element was left open, it was
    /// meant for what comes before the next running text.
    pub(super) fn alignment(&mut self, content: &[Inline]) -> Align {
        let Some(centre) = self.look.left_open else { return self.look.align };
        if count_words(&text_of(content)) > MOST_CENTRED {
            self.text_met.insert(centre);
        }
        if self.text_met.contains(&centre) { Align::Natural } else { self.look.align }
    }

    fn number(&mut self) -> u32 {
        self.enclosures += 1;
        self.enclosures
    }

    fn enclose(&mut self, kind: EnclosureKind, class: Vec<String>) {
        let id = self.number();
        if self.within.len() < MOST_ENCLOSURES {
            self.within.push(Enclosure { id, kind, class });
        }
    }

    fn definition_item(&mut self, id: u32, turn: Turn, class: Vec<String>) {
        self.look.definition = Some((id, turn));
        if self.within.len() < MOST_ENCLOSURES {
            self.within.push(Enclosure { id, kind: EnclosureKind::Item, class });
        }
    }
}
