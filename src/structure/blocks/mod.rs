//! Passages to blocks: quotations, verse, lists, tables, letters, dialogue.

mod enclosed;
mod layout;
mod letters;
mod speech;
mod tables;
mod verse;

use std::collections::BTreeMap;

pub use enclosed::{is_epigraph, is_quotation};
pub use layout::unfold;
pub use letters::{Setting, is_close};
pub use speech::{Manners, manners};

use super::notes::Home;
use super::placed::{Placed, is_blank, lines, trim, trim_breaks, words_of};
use crate::book::{
    Align, Block, BlockId, BlockIds, BlockKind, Break, Figure, Inline, Item, Language, List,
    Log, Paragraph, PassageKind, SPACE_BETWEEN, Speech, Stanza, Style, Text, VerseLine,
    words_of as block_words,
};
use enclosed::{Kind, Member};

/// What is kept while the blocks of a book are made.
#[derive(Debug, Default)]
pub struct Making {
    /// The ids given so far.
    pub ids: BlockIds,
    /// The block or section that each passage became.
    pub homes: BTreeMap<Home, BlockId>,
    /// The block or section in which each anchor of each leaf stands.
    pub anchors: BTreeMap<(usize, String), BlockId>,
    /// Anchors that wait for the next block.
    waiting: Vec<(usize, String)>,
    /// What the stages took out of the flow.
    pub log: Log,
    /// The language of the book: blocks in it say nothing.
    pub language: Language,
    /// How each leaf writes its dialogue.
    pub manners: Vec<Manners>,
}

impl Making {
    /// Begins a book in `language`; `log` is what the stages took out so far.
    pub fn new(language: Language, log: Log) -> Making {
        Making { language, log, ..Making::default() }
    }

    /// Notes that a passage stands in the block or section `id`, with all its anchors.
    pub fn settle(&mut self, placed: &Placed, id: BlockId) {
        self.homes.insert(placed.home, id);
        for (leaf, anchor) in std::mem::take(&mut self.waiting) {
            self.anchors.entry((leaf, anchor)).or_insert(id);
        }
        self.anchor(placed, id);
    }

    fn anchor(&mut self, placed: &Placed, id: BlockId) {
        for anchor in anchors_of(placed) {
            self.anchors.entry((placed.home.leaf, anchor)).or_insert(id);
        }
    }

    /// Drops a passage in which nothing can be seen: its records go to the log, its anchors to
    /// what comes next.
    pub fn drop_empty(&mut self, placed: &Placed) {
        let log = &mut self.log;
        placed.passage.each_run(&mut |run| {
            crate::book::each_text(run, &mut |text| {
                for piece in text.pieces() {
                    log.record(piece.span, piece.rule.unwrap_or(&SPACE_BETWEEN));
                }
            });
        });
        let leaf = placed.home.leaf;
        self.waiting.extend(anchors_of(placed).into_iter().map(|anchor| (leaf, anchor)));
    }

    fn block(&mut self, language: Option<Language>, kind: BlockKind) -> Block {
        let mut block = Block { id: BlockId::default(), language, kind };
        block.id = self.ids.next(&block_words(&block));
        block.language = block.language.filter(|own| own.primary() != self.language.primary());
        block
    }
}

/// All anchors of a passage, those inside its text included.
fn anchors_of(placed: &Placed) -> Vec<String> {
    let mut anchors = placed.passage.anchors.clone();
    placed.passage.each_run(&mut |run| inline_anchors(run, &mut anchors));
    anchors
}

fn inline_anchors(inlines: &[Inline], anchors: &mut Vec<String>) {
    for inline in inlines {
        match inline {
            Inline::Anchor(name) => anchors.push(name.clone()),
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                inline_anchors(inner, anchors);
            }
            _ => {}
        }
    }
}

/// Makes the blocks of a run of passages: of a section, a note or a cell.
pub fn build(passages: Vec<Placed>, setting: Setting, making: &mut Making) -> Vec<Block> {
    let members = part_addresses(enclosed::members(passages), setting);
    let mut blocks = level(members, 0, setting, making);
    tidy(&mut blocks);
    blocks
}

/// The blocks of the members of one enclosure; `depth` is how many enclosures are around them.
fn level(
    members: Vec<Member>,
    depth: usize,
    setting: Setting,
    making: &mut Making,
) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let total = members.len();
    let mut seen = 0;
    for (around, run) in enclosed::runs(members, depth) {
        let (from, to) = (seen, seen + run.len());
        seen = to;
        let Some(kind) = around else {
            for (nth, member) in run.into_iter().enumerate() {
                let edge = letters::Edge {
                    setting,
                    from_start: from + nth,
                    from_end: total - (from + nth) - 1,
                };
                if let Some(block) = single(member.placed, edge, making) {
                    join(&mut blocks, block);
                }
            }
            continue;
        };
        let block = match kind {
            Kind::Quotation | Kind::Epigraph => {
                let run = part_attribution(run);
                let inner = level(run, depth + 1, setting, making);
                if inner.is_empty() {
                    continue;
                }
                if is_dateline(&inner) {
                    blocks.extend(inner.into_iter().map(as_dateline));
                    continue;
                }
                let opens =
                    setting == Setting::Section && depth == 0 && from == 0 && to < total;
                let wrapped = if kind == Kind::Quotation && !(opens && is_motto(&inner)) {
                    BlockKind::Quotation(inner)
                } else {
                    BlockKind::Epigraph(inner)
                };
                making.block(None, wrapped)
            }
            Kind::Verse => match verse::stanzas(run, making) {
                Some(block) => block,
                None => continue,
            },
            // A list without an item is how pages by hand set a margin.
            Kind::List(_) if !run.iter().any(enclosed::has_item) => {
                let mut inner = level(run, depth + 1, setting, making);
                match inner.as_slice() {
                    [] => continue,
                    [Block { kind: BlockKind::Quotation(_), .. }] => inner.remove(0),
                    _ => making.block(None, BlockKind::Quotation(inner)),
                }
            }
            Kind::List(marker) => {
                let items = items(run, depth + 1, setting, making);
                if items.is_empty() {
                    continue;
                }
                making.block(None, BlockKind::List(List { marker, items }))
            }
            Kind::Item => {
                // An item without a list around it is running text.
                blocks.extend(level(run, depth + 1, setting, making));
                continue;
            }
        };
        join(&mut blocks, block);
    }
    blocks
}

/// The most lines of where and when a letter was written, and the most words of each.
const DATELINE: (usize, usize) = (4, 8);

/// Whether an indent holds only where and when a letter was written, a paragraph a line.
fn is_dateline(blocks: &[Block]) -> bool {
    let Some((Block { kind: BlockKind::Dateline(_), .. }, places)) = blocks.split_last() else {
        return false;
    };
    blocks.len() <= DATELINE.0
        && places.iter().all(|block| {
            let words = block_words(block);
            matches!(block.kind, BlockKind::Paragraph(_))
                && super::wording::count_words(&words) <= DATELINE.1
                && letters::is_names(&words)
        })
}

/// A line of where and when a letter was written; a name there is that of whoever signs.
fn as_dateline(mut block: Block) -> Block {
    let named = super::wording::names::people(&block_words(&block)).is_some();
    block.kind = match block.kind {
        BlockKind::Paragraph(name) if named => BlockKind::Signature(name.content),
        BlockKind::Paragraph(place) => BlockKind::Dateline(place.content),
        other => other,
    };
    block
}

/// The most words that a motto has, its author's name included.
const MOTTO_WORDS: usize = 80;

/// Whether a quotation that opens a section is its motto: short, with its author's name under it.
fn is_motto(blocks: &[Block]) -> bool {
    let count: usize =
        blocks.iter().map(|one| super::wording::count_words(&block_words(one))).sum();
    blocks.len() > 1
        && count <= MOTTO_WORDS
        && matches!(blocks.last(), Some(Block { kind: BlockKind::Signature(_), .. }))
}

/// Parts the name of its author from a quotation that ends with it on a line of its own.
fn part_attribution(mut run: Vec<Member>) -> Vec<Member> {
    let shown = |member: &Member| !member.placed.is_empty() && !member.placed.is_rule();
    let Some(last) = run.iter().rposition(shown) else { return run };
    let passage = &mut run[last].placed.passage;
    let at = match passage.kind {
        PassageKind::Paragraph => letters::attribution_at(&passage.content),
        _ => None,
    };
    let Some(at) = at else { return run };
    let (mut said, mut by) = crate::book::split_at(std::mem::take(&mut passage.content), at);
    super::placed::trim(&mut said);
    super::placed::trim(&mut by);
    passage.content = said;
    let mut name = run[last].clone();
    name.placed.passage.content = by;
    name.placed.passage.anchors.clear();
    name.placed.passage.align = Align::End;
    run.insert(last + 1, name);
    run
}

/// Parts the address of a letter from the paragraph that goes on in a new line under it.
fn part_addresses(members: Vec<Member>, setting: Setting) -> Vec<Member> {
    let mut parted = Vec::with_capacity(members.len());
    for mut member in members {
        let passage = &mut member.placed.passage;
        let at = match passage.kind {
            PassageKind::Paragraph if setting != Setting::Cell => {
                letters::address_end(&passage.content)
            }
            _ => None,
        };
        let Some(at) = at else {
            parted.push(member);
            continue;
        };
        let content = std::mem::take(&mut passage.content);
        let mut first = member.clone();
        let (address, mut said) = crate::book::split_at(content, at);
        trim(&mut said);
        first.placed.passage.content = address;
        member.placed.passage.content = said;
        member.placed.passage.anchors.clear();
        parted.push(first);
        parted.push(member);
    }
    parted
}

/// Adds a block; verse that goes on from the block before becomes one with it, and a place and
/// date before an address are those of the letter.
fn join(blocks: &mut Vec<Block>, block: Block) {
    if matches!(block.kind, BlockKind::Salutation(_))
        && let Some(Block { kind, .. }) = blocks.last_mut()
        && let BlockKind::Paragraph(paragraph) = kind
        && letters::is_dateline(&paragraph.content)
    {
        *kind = BlockKind::Dateline(std::mem::take(&mut paragraph.content));
    }
    if let (Some(Block { kind: BlockKind::Verse(before), .. }), BlockKind::Verse(_)) =
        (blocks.last_mut(), &block.kind)
    {
        if let BlockKind::Verse(stanzas) = block.kind {
            before.extend(stanzas);
        }
        return;
    }
    blocks.push(block);
}

fn items(
    members: Vec<Member>,
    depth: usize,
    setting: Setting,
    making: &mut Making,
) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for (around, run) in enclosed::runs(members, depth) {
        if around == Some(Kind::Item) {
            let blocks = level(run, depth + 1, setting, making);
            if !blocks.is_empty() {
                items.push(Item { label: None, blocks });
            }
            continue;
        }
        for member in run {
            if member.placed.passage.kind == PassageKind::Term {
                if member.placed.is_empty() {
                    making.drop_empty(&member.placed);
                    continue;
                }
                items.push(Item {
                    label: Some(member.placed.passage.content),
                    blocks: Vec::new(),
                });
                continue;
            }
            let blocks = level(vec![member], depth, setting, making);
            match items.last_mut() {
                Some(item) if item.label.is_some() => item.blocks.extend(blocks),
                _ if blocks.is_empty() => {}
                _ => items.push(Item { label: None, blocks }),
            }
        }
    }
    items
}

/// The block of one passage; none where nothing can be seen of it.
fn single(mut placed: Placed, edge: letters::Edge, making: &mut Making) -> Option<Block> {
    if placed.is_empty() {
        making.drop_empty(&placed);
        return None;
    }
    trim_breaks(&mut placed.passage.content);
    let language = placed.passage.language.clone();
    let home =
        Placed { home: placed.home, passage: crate::book::Passage::paragraph(Vec::new()) };
    let anchors = anchors_of(&placed);
    let kind = match std::mem::replace(&mut placed.passage.kind, PassageKind::Paragraph) {
        PassageKind::Rule => BlockKind::Break(Break::Blank),
        PassageKind::Image(image) => {
            let caption = std::mem::take(&mut placed.passage.content);
            BlockKind::Figure(Figure { image: image.image, alt: image.alt, caption })
        }
        PassageKind::Table(table) => tables::table(table, placed.home, making)?,
        PassageKind::Lines => match verse::of_lines(placed.passage.content) {
            Ok(stanzas) => BlockKind::Verse(stanzas),
            Err(content) => BlockKind::Paragraph(Paragraph { align: Align::Natural, content }),
        },
        PassageKind::Paragraph => paragraph(placed, edge, making),
        // A heading inside a quotation, an item or a cell stands out, but divides nothing.
        PassageKind::Heading(_) | PassageKind::Term => BlockKind::Paragraph(Paragraph {
            align: placed.passage.align,
            content: vec![Inline::Styled(Style::Strong, placed.passage.content)],
        }),
        PassageKind::Field(_) => BlockKind::Paragraph(Paragraph {
            align: placed.passage.align,
            content: placed.passage.content,
        }),
    };
    let block = making.block(language, kind);
    making.settle(&home, block.id);
    for anchor in anchors {
        making.anchors.entry((home.home.leaf, anchor)).or_insert(block.id);
    }
    Some(block)
}

fn paragraph(placed: Placed, edge: letters::Edge, making: &mut Making) -> BlockKind {
    let words = placed.words();
    let manners = making.manners.get(placed.home.leaf).copied().unwrap_or_default();
    if let Some(part) = letters::part(&placed, &words, edge) {
        let content = placed.passage.content;
        return match part {
            letters::Part::Dateline => BlockKind::Dateline(content),
            letters::Part::Salutation => BlockKind::Salutation(content),
            letters::Part::Signature => BlockKind::Signature(content),
        };
    }
    // A term that a note begins with (`Plenum.`) is no speaker of the dialogue above it.
    if edge.setting != Setting::Note
        && let Some(at) = speech::speaker_end(&placed.passage.content, manners)
    {
        let (speaker, mut content) = crate::book::split_at(placed.passage.content, at);
        trim(&mut content);
        return BlockKind::Speech(Speech { speaker, content });
    }
    if is_ornament(&words)
        && let Some(text) = only_text(&placed.passage.content)
    {
        return BlockKind::Break(Break::Ornament(text));
    }
    if verse::is_verse(&placed) {
        return BlockKind::Verse(verse::split(placed.passage.content));
    }
    if let Some(image) = only_image(&placed.passage.content) {
        return BlockKind::Figure(Figure {
            image: image.image,
            alt: image.alt,
            caption: Vec::new(),
        });
    }
    BlockKind::Paragraph(Paragraph {
        align: placed.passage.align,
        content: placed.passage.content,
    })
}

/// Whether a line is an ornament: stars, dashes or flowers without a letter or a figure.
pub fn is_ornament(words: &str) -> bool {
    let count = words.chars().filter(|c| !c.is_whitespace()).count();
    (1..=40).contains(&count)
        && words.chars().all(|c| c.is_whitespace() || "*·•⁂†‡§~–—-_=+#.…◊❦☙✻✽∗＊⁕".contains(c))
        && !matches!(words.trim(), "." | ".." | "—" | "–" | "-" | "…" | "..." | ". . .")
}

/// The one text of an ornament, if nothing else stands with it.
fn only_text(content: &[Inline]) -> Option<Text> {
    let mut texts = Vec::new();
    let mut other = false;
    gather(content, &mut texts, &mut other);
    let mut texts = texts.into_iter();
    let mut whole: Text = texts.next()?.clone();
    texts.for_each(|text| whole.append(text.clone()));
    (!other).then_some(whole)
}

fn gather<'a>(content: &'a [Inline], texts: &mut Vec<&'a Text>, other: &mut bool) {
    for inline in content {
        match inline {
            Inline::Text(text) => texts.push(text),
            Inline::Styled(_, inner) | Inline::Language(_, inner) | Inline::Link(_, inner) => {
                gather(inner, texts, other);
            }
            Inline::Anchor(_) | Inline::LineBreak => {}
            Inline::NoteMark(_) | Inline::SourcePage(_) | Inline::Image(_) => *other = true,
        }
    }
}

/// The image of a paragraph that holds nothing else.
fn only_image(content: &[Inline]) -> Option<crate::book::InlineImage> {
    let mut texts = false;
    crate::book::each_text(content, &mut |_| texts = true);
    match content {
        _ if texts => None,
        [Inline::Image(image)] => Some(image.clone()),
        [Inline::Link(_, inner) | Inline::Styled(_, inner)] => only_image(inner),
        _ => None,
    }
}

/// Takes out breaks that divide nothing: first, last and doubled ones.
fn tidy(blocks: &mut Vec<Block>) {
    let blank = |block: &Block| block.kind == BlockKind::Break(Break::Blank);
    blocks.dedup_by(|next, block| blank(next) && matches!(block.kind, BlockKind::Break(_)));
    while blocks.last().is_some_and(blank) {
        blocks.pop();
    }
    if blocks.first().is_some_and(blank) {
        blocks.remove(0);
    }
    // A blank beside an ornament says nothing more.
    let mut nth = 0;
    while nth + 1 < blocks.len() {
        let ornament = matches!(
            blocks.get(nth + 1).map(|block| &block.kind),
            Some(BlockKind::Break(Break::Ornament(_)))
        );
        if ornament && blocks.get(nth).is_some_and(blank) {
            blocks.remove(nth);
        } else {
            nth += 1;
        }
    }
}
