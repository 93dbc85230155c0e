//! Any book that the road could hand to the writers, made of bytes: every kind of block and
//! inline, with the promises of `Book::new` and of the stages kept.

use arbitrary::{Result, Unstructured};
use offprint::book::*;

/// The deepest that blocks and inlines nest.
const DEEPEST: usize = 4;

/// The scalars that are most likely to break something.
const AWKWARD: &[char] = &[
    '\u{0}',
    '\u{b}',
    '\u{1b}',
    '\u{7f}',
    '\u{85}',
    '\u{ad}',
    '\u{200b}',
    '\u{200d}',
    '\u{202e}',
    '\u{2028}',
    '\u{2066}',
    '\u{301}',
    '\u{fdd0}',
    '\u{feff}',
    '\u{fffe}',
    '\u{ffff}',
    '\u{1f600}',
    '\u{10ffff}',
    '<',
    '>',
    '&',
    '"',
    '\'',
    ']',
    '(',
    '\\',
    '/',
    '%',
    '\n',
    '\t',
    ' ',
    '\u{a0}',
    '-',
    '—',
    'ä',
    'Ж',
    'א',
    'ع',
    '中',
    'ﬁ',
    'A',
    'z',
    '0',
    '.',
    ',',
];

/// A book while it is made: ids given so far, and the bytes that decide.
struct Making<'a, 'b> {
    bytes: &'a mut Unstructured<'b>,
    ids: BlockIds,
    place: u32,
    notes: Vec<u32>,
    images: u32,
    targets: Vec<BlockId>,
}

/// A book of these bytes.
///
/// # Errors
/// None but those of the bytes' reader.
pub fn book(bytes: &mut Unstructured<'_>) -> Result<Book> {
    let notes = bytes.int_in_range(0..=4_usize)?;
    let images = images(bytes)?;
    let mut making = Making {
        bytes,
        ids: BlockIds::default(),
        place: 0,
        notes: vec![0; notes],
        images: images.len() as u32,
        targets: Vec::new(),
    };
    let title = title(&mut making)?;
    let front = sections(&mut making, 1)?;
    let body = sections(&mut making, 0)?;
    let back = sections(&mut making, 1)?;
    let home = body.first().map_or(BlockId(0), |section| section.id);
    let mut blocks_of_notes = Vec::new();
    for _ in 0..notes {
        blocks_of_notes.push(blocks(&mut making, 2)?);
    }
    let provenance = provenance(&mut making)?;
    let mut made = Vec::new();
    for (nth, blocks) in blocks_of_notes.into_iter().enumerate() {
        let labelled: bool = making.bytes.arbitrary()?;
        let label = if labelled { Some(text(&mut making)?) } else { None };
        made.push(Note {
            label,
            hand: *making.bytes.choose(&[Hand::Author, Hand::Editor, Hand::Transcriber])?,
            series: making.bytes.int_in_range(0..=2)?,
            marks: making.notes[nth],
            home,
            pairing: if making.notes[nth] > 0 { Pairing::Linked } else { Pairing::Orphan },
            blocks,
        });
    }
    let name = words(&mut making)?;
    let notes = made;
    let parts = BookParts { name, title, provenance, front, body, back, notes, images };
    Ok(Book::new(parts).expect("every mark has its note"))
}

fn images(bytes: &mut Unstructured<'_>) -> Result<Vec<Image>> {
    let mut images = Vec::new();
    for nth in 0..bytes.int_in_range(0..=2)? {
        let format = *bytes.choose(&[ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif])?;
        let length = bytes.int_in_range(0..=64)?;
        images.push(Image {
            name: format!("pics/{nth}.gif"),
            format,
            width: bytes.int_in_range(1..=u32::MAX)?,
            height: bytes.int_in_range(1..=u32::MAX)?,
            bytes: bytes.bytes(length)?.into(),
        });
    }
    Ok(images)
}

fn title(making: &mut Making<'_, '_>) -> Result<TitleMatter> {
    let mut lines = Vec::new();
    for _ in 0..making.bytes.int_in_range(0..=3)? {
        let content = run(making, 1)?;
        let role = *making.bytes.choose(&[
            TitleRole::Author,
            TitleRole::Title,
            TitleRole::Subtitle,
            TitleRole::Date,
            TitleRole::Other,
        ])?;
        lines.push(TitleLine { id: making.ids.next(&text_of(&content)), role, content });
    }
    let person = |making: &mut Making<'_, '_>| -> Result<Person> {
        Ok(Person { name: words(making)?, file_as: words(making)? })
    };
    let mut authors = Vec::new();
    for _ in 0..making.bytes.int_in_range(0..=2)? {
        authors.push(person(making)?);
    }
    let role = *making.bytes.choose(&[Relator::Translator, Relator::Markup])?;
    let contributors = vec![Contributor { person: person(making)?, role }];
    Ok(TitleMatter {
        lines,
        title: words(making)?,
        subtitle: if making.bytes.arbitrary()? { Some(words(making)?) } else { None },
        authors,
        contributors,
        written: date(making)?,
        published: date(making)?,
        language: language(making)?,
        subjects: vec![words(making)?],
    })
}

fn provenance(making: &mut Making<'_, '_>) -> Result<Provenance> {
    let content = run(making, 1)?;
    let id = making.ids.next(&text_of(&content));
    let field = *making.bytes.choose(&[Field::Source, Field::Rights, Field::Other])?;
    let optional = |making: &mut Making<'_, '_>| -> Result<Option<String>> {
        Ok(if making.bytes.arbitrary()? { Some(words(making)?) } else { None })
    };
    Ok(Provenance {
        lines: vec![ProvenanceLine { id, field, content }],
        archive: optional(making)?,
        address: optional(making)?,
        printed_source: optional(making)?,
        rights: optional(making)?,
        page_date: date(making)?,
    })
}

fn date(making: &mut Making<'_, '_>) -> Result<Option<Date>> {
    if !making.bytes.arbitrary()? {
        return Ok(None);
    }
    let month =
        if making.bytes.arbitrary()? { Some(making.bytes.int_in_range(1..=12)?) } else { None };
    let day = if month.is_some() && making.bytes.arbitrary()? {
        Some(making.bytes.int_in_range(1..=28)?)
    } else {
        None
    };
    Ok(Some(Date { year: making.bytes.int_in_range(1..=2100)?, month, day }))
}

fn language(making: &mut Making<'_, '_>) -> Result<Language> {
    let tag = *making.bytes.choose(&["en", "de", "ru", "he", "zh-Hant", "xx"])?;
    Ok(Language::from_tag(tag).unwrap_or_default())
}

fn sections(making: &mut Making<'_, '_>, depth: usize) -> Result<Vec<Section>> {
    let mut sections = Vec::new();
    let most = if depth > DEEPEST { 0 } else { 3 };
    for _ in 0..making.bytes.int_in_range(0..=most)? {
        let headed: bool = making.bytes.arbitrary()?;
        let heading = if headed {
            let numbered: bool = making.bytes.arbitrary()?;
            let number = if numbered { Some(run(making, 2)?) } else { None };
            Some(Heading { number, title: run(making, 2)? })
        } else {
            None
        };
        let id = making.ids.next("section");
        making.targets.push(id);
        let role = *making.bytes.choose(&[
            Role::Section,
            Role::Part,
            Role::Chapter,
            Role::Letter,
            Role::Preface,
            Role::Appendix,
            Role::Index,
        ])?;
        let blocks = blocks(making, 0)?;
        let sections_within = self::sections(making, depth + 1)?;
        sections.push(Section { id, role, heading, blocks, sections: sections_within });
    }
    Ok(sections)
}

fn blocks(making: &mut Making<'_, '_>, depth: usize) -> Result<Vec<Block>> {
    let mut blocks = Vec::new();
    for _ in 0..making.bytes.int_in_range(0..=4)? {
        let id = making.ids.next("block");
        making.targets.push(id);
        let language = if making.bytes.ratio(1, 8)? { Some(language(making)?) } else { None };
        let kind = kind(making, depth)?;
        blocks.push(Block { id, language, kind });
    }
    Ok(blocks)
}

fn kind(making: &mut Making<'_, '_>, depth: usize) -> Result<BlockKind> {
    let deep = depth >= DEEPEST;
    Ok(match making.bytes.int_in_range(0..=if deep { 7 } else { 11 })? {
        0 | 1 => {
            let align = *making.bytes.choose(&[Align::Natural, Align::Centre, Align::End])?;
            BlockKind::Paragraph(Paragraph { align, content: run(making, 0)? })
        }
        2 => BlockKind::Dateline(run(making, 1)?),
        3 => BlockKind::Signature(run(making, 1)?),
        4 => BlockKind::Speech(Speech { speaker: run(making, 1)?, content: run(making, 0)? }),
        5 => {
            let mut lines = Vec::new();
            for _ in 0..making.bytes.int_in_range(0..=4)? {
                let indent = making.bytes.int_in_range(0..=40)?;
                lines.push(VerseLine { indent, content: run(making, 1)? });
            }
            BlockKind::Verse(vec![Stanza { lines }])
        }
        6 => BlockKind::Break(if making.bytes.arbitrary()? {
            Break::Blank
        } else {
            Break::Ornament(text(making)?)
        }),
        7 => BlockKind::Figure(Figure {
            image: image(making)?,
            alt: if making.bytes.arbitrary()? { Some(words(making)?) } else { None },
            caption: run(making, 1)?,
        }),
        8 => BlockKind::Quotation(blocks(making, depth + 1)?),
        9 => BlockKind::Epigraph(blocks(making, depth + 1)?),
        10 => {
            let first: u32 = making.bytes.arbitrary()?;
            let markers =
                [Marker::Bullet, Marker::Decimal(first), Marker::Roman(first), Marker::None];
            let marker = *making.bytes.choose(&markers)?;
            let mut items = Vec::new();
            for _ in 0..making.bytes.int_in_range(0..=3)? {
                let labelled: bool = making.bytes.arbitrary()?;
                let label = if labelled { Some(run(making, 2)?) } else { None };
                items.push(Item { label, blocks: blocks(making, depth + 1)? });
            }
            BlockKind::List(List { marker, items })
        }
        _ => BlockKind::Table(table(making, depth)?),
    })
}

fn table(making: &mut Making<'_, '_>, depth: usize) -> Result<Table> {
    let captioned: bool = making.bytes.arbitrary()?;
    let caption = if captioned { Some(run(making, 2)?) } else { None };
    let mut rows = Vec::new();
    for _ in 0..making.bytes.int_in_range(0..=4)? {
        let mut row = Vec::new();
        for _ in 0..making.bytes.int_in_range(0..=4)? {
            row.push(Cell {
                head: making.bytes.arbitrary()?,
                columns: making.bytes.int_in_range(1..=1000)?,
                rows: making.bytes.int_in_range(1..=1000)?,
                align: Align::Natural,
                blocks: blocks(making, depth + 2)?,
            });
        }
        rows.push(row);
    }
    let head_rows = making.bytes.int_in_range(0..=rows.len())?;
    Ok(Table { caption, head_rows, rows })
}

fn image(making: &mut Making<'_, '_>) -> Result<Option<ImageId>> {
    Ok(match making.images {
        0 => None,
        images => Some(ImageId(making.bytes.int_in_range(0..=images - 1)?)),
    })
}

fn run(making: &mut Making<'_, '_>, depth: usize) -> Result<Vec<Inline>> {
    let mut run = Vec::new();
    for _ in 0..making.bytes.int_in_range(0..=5)? {
        let inline = match making
            .bytes
            .int_in_range(0..=if depth < DEEPEST { 13 } else { 9 })?
        {
            0..=4 => Inline::Text(text(making)?),
            5 if !making.notes.is_empty() => {
                let note = making.bytes.int_in_range(0..=making.notes.len() - 1)?;
                let nth = making.notes[note];
                making.notes[note] += 1;
                let label = text(making)?;
                Inline::NoteMark(NoteMark { note: NoteId(note as u32), nth, label })
            }
            6 => Inline::Anchor(words(making)?),
            7 => Inline::SourcePage(SourcePage { label: words(making)?, mark: None }),
            8 => Inline::Image(InlineImage {
                address: words(making)?,
                image: image(making)?,
                alt: if making.bytes.arbitrary()? { Some(words(making)?) } else { None },
            }),
            10 | 11 => {
                let styles = [
                    Style::Emphasis,
                    Style::Strong,
                    Style::SmallCaps,
                    Style::Superscript,
                    Style::Code,
                ];
                Inline::Styled(*making.bytes.choose(&styles)?, self::run(making, depth + 1)?)
            }
            12 => Inline::Language(language(making)?, self::run(making, depth + 1)?),
            13 => Inline::Link(target(making)?, self::run(making, DEEPEST)?),
            _ => Inline::LineBreak,
        };
        run.push(inline);
    }
    Ok(run)
}

/// A link's target: a block that is there, or an address as pages have them.
fn target(making: &mut Making<'_, '_>) -> Result<Target> {
    if let (Some(last), true) = (making.targets.len().checked_sub(1), making.bytes.arbitrary()?)
    {
        return Ok(Target::Block(making.targets[making.bytes.int_in_range(0..=last)?]));
    }
    let scheme =
        *making.bytes.choose(&["https://", "http://", "javascript:", "file:///", "#"])?;
    Ok(Target::Address(format!("{scheme}{}", words(making)?)))
}

fn text(making: &mut Making<'_, '_>) -> Result<Text> {
    let words = words(making)?;
    let text = Text::verbatim(words, making.place);
    making.place = text.span().map_or(making.place, |span| span.end);
    Ok(text)
}

fn words(making: &mut Making<'_, '_>) -> Result<String> {
    let mut words = String::new();
    for _ in 0..making.bytes.int_in_range(0..=12)? {
        match making.bytes.int_in_range(0..=5)? {
            0 => words.push(*making.bytes.choose(AWKWARD)?),
            1 => words.push_str("aworthy- word, and another "),
            2 => words.push(making.bytes.arbitrary()?),
            _ => words.push_str(making.bytes.choose(&["the ", "Old ", "king", " IV. ", "e"])?),
        }
    }
    Ok(words)
}
