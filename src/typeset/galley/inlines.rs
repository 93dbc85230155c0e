//! Inlines to copy: each stretch with its voice, its place in the structure, its link, its spot.

use super::{Desk, Lead, LinkLead, fractions};
use crate::book::{
    BlockId, ContentId, Inline, ItemTag, Length, LinkId, NodeId, NodeTag, NoteMark, Size,
    Style, Target,
};
use crate::typeset::design::Margin;
use crate::typeset::paragraph::{AtomKind, Copy, Stretch};
use crate::typeset::shape::{Caps, Face, Figures, Voice, has_small_capitals};

/// The space between a whole number and its fraction is the em divided by this.
const FRACTION_SPACE: i64 = 12;

/// How text looks before its own styles are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The face.
    pub face: Face,
    /// Its letters.
    pub caps: Caps,
    /// Its figures.
    pub figures: Figures,
    /// The em.
    pub size: Length,
    /// What is added after each letter, in thousandths of the em.
    pub tracking: i64,
}

impl Look {
    /// Roman text of a size.
    pub fn roman(size: Length) -> Look {
        Look {
            face: Face::Roman,
            caps: Caps::AsWritten,
            figures: Figures::OldStyle,
            size,
            tracking: 0,
        }
    }

    /// Italic text of a size.
    pub fn italic(size: Length) -> Look {
        Look { face: Face::Italic, ..Look::roman(size) }
    }

    /// Letterspaced small capitals of a size.
    pub fn small_capitals(size: Length) -> Look {
        Look { caps: Caps::Small, tracking: 50, ..Look::roman(size) }
    }
}

/// What is known of the text that is being read.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// How it looks here.
    pub look: Look,
    /// The node it belongs to.
    pub node: NodeId,
    /// The piece of content that is being added to, if one is open.
    pub content: Option<ContentId>,
    /// The block it is text of; none for what the edition adds.
    pub block: Option<BlockId>,
    /// The scalar of the block that comes next.
    pub at: u32,
    /// The link it is part of.
    pub link: Option<LinkId>,
    /// How far it stands above the baseline.
    pub rise: Length,
    /// Whether it is struck out.
    pub struck: bool,
}

impl Reader {
    /// A reader at the beginning of a block's text, which belongs to `node`.
    pub fn of(look: Look, node: NodeId, block: Option<BlockId>) -> Reader {
        Reader {
            look,
            node,
            content: None,
            block,
            at: 0,
            link: None,
            rise: Length::ZERO,
            struck: false,
        }
    }

    /// The stretch that text read now belongs to, by its number in the store.
    fn stretch(&mut self, desk: &mut Desk<'_, '_>, figures: Figures) -> (u32, Stretch) {
        let content = *self.content.get_or_insert_with(|| desk.tags.content(self.node));
        let look = self.look;
        let voice = Voice {
            face: look.face,
            caps: look.caps,
            figures,
            language: desk.language,
            turned: None,
        };
        let stretch = Stretch {
            voice: desk.shaper.voice(voice),
            size: look.size,
            rise: self.rise,
            tracking: look.size * look.tracking / 1000,
            tag: ItemTag::Content(content),
            block: self.block,
            language: (desk.language != 0).then_some(desk.language),
            link: self.link,
            struck: self.struck,
        };
        desk.stretches.push(stretch);
        (desk.stretches.len() as u32 - 1, stretch)
    }

    /// Reads plain text.
    pub fn text(&mut self, desk: &mut Desk<'_, '_>, copy: &mut Copy, text: &str) {
        if text.is_empty() {
            return;
        }
        // Where a script has no small capitals, italics stand for them: spaced small letters read
        // badly. What is shouted stays in capitals.
        let look = self.look;
        if look.caps != Caps::AsWritten && !has_small_capitals(text) {
            self.look.caps = Caps::AsWritten;
            if look.caps == Caps::Small {
                self.look = Look { face: italic_of(look.face), tracking: 0, ..self.look };
            }
        }
        let figures = self.look.figures;
        let mut from = 0;
        for fraction in fractions::in_mixed_numbers(text) {
            // The space before it is narrow, and no line ends there.
            let space = text[..fraction.start].trim_end_matches([' ', '\u{a0}']).len();
            self.words(desk, copy, &text[from..space], figures);
            let (number, stretch) = self.stretch(desk, figures);
            let width = stretch.size / FRACTION_SPACE;
            let kind = AtomKind::Fixed(desk.shaper.word(stretch.voice, " "), width);
            copy.push_kind(kind, number, self.at);
            self.at += 1;
            self.words(desk, copy, &text[fraction.clone()], Figures::Fraction);
            from = fraction.end;
        }
        self.words(desk, copy, &text[from..], figures);
        self.look = look;
    }

    fn words(
        &mut self,
        desk: &mut Desk<'_, '_>,
        copy: &mut Copy,
        text: &str,
        figures: Figures,
    ) {
        if text.is_empty() {
            return;
        }
        let (number, stretch) = self.stretch(desk, figures);
        self.at = copy.push(&mut desk.shaper, text, (number, &stretch), self.at);
    }

    /// Reads a space of a fixed width, which belongs to no block.
    pub fn space(&mut self, desk: &mut Desk<'_, '_>, copy: &mut Copy, width: Length) {
        let (number, stretch) = self.stretch(desk, self.look.figures);
        let space = desk.shaper.word(stretch.voice, " ");
        copy.push_kind(AtomKind::Fixed(space, width), number, self.at);
    }

    /// The stretch of a folio that is filled in later, by its number.
    pub fn folio(&mut self, desk: &mut Desk<'_, '_>) -> u32 {
        self.stretch(desk, self.look.figures).0
    }

    /// Reads inlines.
    pub fn inlines(&mut self, desk: &mut Desk<'_, '_>, copy: &mut Copy, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(desk, copy, inline);
        }
    }

    fn inline(&mut self, desk: &mut Desk<'_, '_>, copy: &mut Copy, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.text(desk, copy, text.as_str()),
            // Raised and lowered figures are the font's own, which are drawn for their size.
            Inline::Styled(style @ (Style::Superscript | Style::Subscript), inner)
                if are_figures(inner) =>
            {
                let figures = match style {
                    Style::Superscript => Figures::Superior,
                    _ => Figures::Inferior,
                };
                let outer = std::mem::replace(&mut self.look.figures, figures);
                self.inlines(desk, copy, inner);
                self.look.figures = outer;
            }
            Inline::Styled(style, inner) => {
                let (look, rise, struck) = (self.look, self.rise, self.struck);
                self.restyle(*style);
                self.inlines(desk, copy, inner);
                (self.look, self.rise, self.struck) = (look, rise, struck);
            }
            Inline::Language(language, inner) => {
                let outer = desk.language;
                desk.language = desk.shaper.language(language);
                self.inlines(desk, copy, inner);
                desk.language = outer;
            }
            Inline::Link(target, inner) => self.link(desk, copy, target, inner),
            Inline::NoteMark(mark) => self.mark(desk, copy, mark),
            Inline::LineBreak => {
                let (number, stretch) = self.stretch(desk, self.look.figures);
                let space = desk.shaper.word(stretch.voice, " ");
                copy.push_kind(AtomKind::LineEnd(space), number, self.at);
                self.at += 1;
            }
            Inline::Image(image) => {
                if let Some(id) = image.image
                    && let Some(found) = desk.book.images().get(id.0 as usize)
                {
                    let height = self.look.size;
                    let width =
                        height * i64::from(found.width) / i64::from(found.height).max(1);
                    let node = desk.tags.open(self.node, NodeTag::Figure);
                    desk.tags.describe(node, image.alt.as_deref().unwrap_or(&found.name));
                    let mut inner = Reader { node, content: None, ..*self };
                    let (number, _) = inner.stretch(desk, self.look.figures);
                    copy.push_kind(
                        AtomKind::Image(id, Size { width, height }),
                        number,
                        self.at,
                    );
                    self.content = None;
                }
            }
            Inline::SourcePage(page) => {
                if desk.design.margin == Margin::SourcePages {
                    desk.folios.push(page.label.clone());
                    let folio = AtomKind::Folio(desk.folios.len() as u32 - 1);
                    let (number, _) = self.stretch(desk, self.look.figures);
                    copy.push_kind(folio, number, self.at);
                }
            }
            Inline::Anchor(_) => {}
        }
    }

    fn restyle(&mut self, style: Style) {
        let look = &mut self.look;
        match style {
            Style::Emphasis | Style::Underline => look.face = italic_of(look.face),
            Style::Strong => look.face = bold_of(look.face),
            Style::SmallCaps => {
                look.caps = Caps::Small;
                look.tracking = look.tracking.max(30);
            }
            Style::Superscript => {
                self.rise += look.size * 33 / 100;
                look.size = look.size * 66 / 100;
            }
            Style::Subscript => {
                self.rise -= look.size * 14 / 100;
                look.size = look.size * 66 / 100;
            }
            Style::Strike => self.struck = true,
            Style::Code => look.figures = Figures::Table,
            Style::Small | Style::Large => {}
        }
    }

    fn link(
        &mut self,
        desk: &mut Desk<'_, '_>,
        copy: &mut Copy,
        target: &Target,
        inner: &[Inline],
    ) {
        let to = match target {
            Target::Address(address) if address.contains(':') => Lead::Address(address.clone()),
            Target::Block(block) => Lead::Block(*block),
            Target::Address(_) => return self.inlines(desk, copy, inner),
        };
        if self.link.is_some() || crate::book::text_of(inner).is_empty() {
            return self.inlines(desk, copy, inner);
        }
        let words = match &to {
            Lead::Address(address) => address.clone(),
            _ => crate::book::text_of(inner),
        };
        let node = desk.tags.open(self.node, NodeTag::Link);
        let (outer_node, outer_content) = (self.node, None);
        self.node = node;
        self.content = None;
        let link = desk.tags.link(node);
        desk.links.insert(link, LinkLead { to, words });
        self.link = Some(link);
        self.inlines(desk, copy, inner);
        (self.node, self.content, self.link) = (outer_node, outer_content, None);
    }

    /// Reads the mark of a note: a reference that is a link, raised, and tied to what it follows.
    fn mark(&mut self, desk: &mut Desk<'_, '_>, copy: &mut Copy, mark: &NoteMark) {
        let first = !desk.notes.contains_key(&mark.note) && !desk.called.contains(&mark.note);
        if first {
            desk.called.push(mark.note);
            let (number, _) = self.stretch(desk, self.look.figures);
            copy.push_kind(AtomKind::Call(mark.note), number, self.at);
        }
        let label = mark.label.as_str();
        let reference = desk.tags.open(self.node, NodeTag::Reference);
        let node = desk.tags.open(reference, NodeTag::Link);
        let link = desk.tags.link(node);
        let bracketed = desk.bracketed.contains(&mark.note);
        let (open, close) = if bracketed { ("[", "]") } else { ("", "") };
        let words = format!("{} {open}{label}{close}", desk.words.note);
        desk.links.insert(link, LinkLead { to: Lead::Note(mark.note), words });
        let mut inner = Reader { node, content: None, link: Some(link), ..*self };
        // A mark is upright and of the text's own weight, whatever it stands beside.
        inner.look = Look { tracking: 0, caps: Caps::AsWritten, ..inner.look };
        inner.bracket(desk, copy, open);
        inner.raised(desk, copy, label);
        inner.bracket(desk, copy, close);
        self.at = inner.at;
        self.content = None;
    }

    /// Reads a raised bracket, which is the edition's and no text of the block.
    fn bracket(&mut self, desk: &mut Desk<'_, '_>, copy: &mut Copy, bracket: &str) {
        let mut added = Reader { block: None, ..*self };
        added.raised(desk, copy, bracket);
        self.content = added.content;
    }

    /// Reads a label that is raised: by the font's own raised figures and letters where it has
    /// them, small and lifted otherwise. Stars and daggers are raised by nature.
    fn raised(&mut self, desk: &mut Desk<'_, '_>, copy: &mut Copy, label: &str) {
        let kind_of = |c: char| (c.is_ascii_digit(), matches!(c, '*' | '†' | '‡' | '§'));
        let mut rest = label;
        while let Some(first) = rest.chars().next() {
            let (is_figure, is_sign) = kind_of(first);
            let end = rest.find(|c| kind_of(c) != (is_figure, is_sign)).unwrap_or(rest.len());
            let (part, tail) = rest.split_at(end);
            if is_figure {
                let (number, stretch) = self.stretch(desk, Figures::Superior);
                self.at = copy.push(&mut desk.shaper, part, (number, &stretch), self.at);
            } else if is_sign {
                self.text(desk, copy, part);
            } else {
                let (look, rise) = (self.look, self.rise);
                self.restyle(Style::Superscript);
                self.text(desk, copy, part);
                (self.look, self.rise) = (look, rise);
            }
            rest = tail;
        }
    }
}

/// Whether inlines are figures and nothing else.
fn are_figures(inlines: &[Inline]) -> bool {
    match inlines {
        [Inline::Text(text)] => {
            !text.as_str().is_empty() && text.as_str().chars().all(|c| c.is_ascii_digit())
        }
        _ => false,
    }
}

fn italic_of(face: Face) -> Face {
    match face {
        Face::Roman => Face::Italic,
        Face::Italic => Face::Roman,
        Face::Bold => Face::BoldItalic,
        Face::BoldItalic => Face::Bold,
    }
}

fn bold_of(face: Face) -> Face {
    match face {
        Face::Roman | Face::Bold => Face::Bold,
        Face::Italic | Face::BoldItalic => Face::BoldItalic,
    }
}
