//! What must hold of every set book: nothing lost, nothing twice, notes beside their marks.

use super::*;
use crate::book::{
    Block, BlockIds, BlockKind, BookParts, Effect, Hand, Heading, Inline, ItemKind, Language,
    Note, NoteId, NoteMark, Pairing, Paragraph, Person, Role, Section, Span, Spot, Text,
    TitleLine, TitleRole,
};
use std::collections::BTreeMap;

static AS_GIVEN: Rule = Rule {
    id: "test/as-given",
    effect: Effect::Normalises,
    does: "Stands for the source of a text made by a test.",
    why: "Texts know their origin.",
    example: "",
};

fn text(words: &str) -> Text {
    Text::made(words, Span::new(0, words.chars().count() as u32), &AS_GIVEN)
}

/// Words that vary in length, so that lines and pages come out differently each time.
fn words(seed: usize, count: usize) -> String {
    const WORDS: [&str; 14] = [
        "the",
        "bureaucracy",
        "of",
        "revolution",
        "has",
        "nothing",
        "to",
        "lose",
        "proletarian",
        "a",
        "question",
        "organizational",
        "who",
        "counterrevolution,",
    ];
    let word = |n: usize| WORDS[(seed * 31 + n * n + n * 7) % WORDS.len()];
    (0..count).map(word).collect::<Vec<_>>().join(" ") + "."
}

/// A book of some paragraphs, of which every third calls a note.
fn book(paragraphs: usize, note_length: usize) -> Book {
    let mut ids = BlockIds::default();
    let mut notes = Vec::new();
    let mut paragraph = |words: &str, content: Vec<Inline>| {
        let kind = BlockKind::Paragraph(Paragraph { content, ..Paragraph::default() });
        Block { id: ids.next(words), language: None, kind }
    };
    let mut blocks = Vec::new();
    for number in 0..paragraphs {
        let body = words(number, 40 + number * 13 % 90);
        let mut content = vec![Inline::Text(text(&body))];
        if number % 3 == 1 {
            let label = (notes.len() + 1).to_string();
            let note = NoteId(notes.len() as u32);
            content.push(Inline::NoteMark(NoteMark { note, nth: 0, label: text(&label) }));
            let said = words(number + 100, note_length + number % 7);
            notes.push(Note {
                label: Some(text(&label)),
                hand: Hand::Author,
                series: 0,
                marks: 1,
                home: Default::default(),
                pairing: Pairing::Linked,
                blocks: vec![paragraph(&said, vec![Inline::Text(text(&said))])],
            });
        }
        blocks.push(paragraph(&body, content));
    }
    let heading = Heading { number: None, title: vec![Inline::Text(text("On leadership"))] };
    let id = ids.next("On leadership");
    let section = Section {
        id,
        role: Role::Section,
        heading: Some(heading),
        blocks,
        sections: Vec::new(),
    };
    let mut parts = BookParts { body: vec![section], notes, ..BookParts::default() };
    parts.title.title = "A Piece".into();
    parts.title.authors =
        vec![Person { name: "A. Writer".into(), file_as: "Writer, A.".into() }];
    Book::new(parts).unwrap()
}

fn set(book: &Book) -> Checked<Pages> {
    typeset(book, &Design::default(), &Fonts::bundled(), "")
}

/// The words of an item, where it has any.
fn words_of(item: &crate::book::PageItem) -> Option<&str> {
    match &item.kind {
        ItemKind::Glyphs(run) => Some(&run.text),
        _ => None,
    }
}

/// The text of each block as the pages give it, in the order of the pages.
fn texts_on_pages(pages: &Pages) -> BTreeMap<crate::book::BlockId, String> {
    let mut texts: BTreeMap<_, String> = BTreeMap::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        let ItemKind::Glyphs(run) = &item.kind else { continue };
        let Some(std::ops::Range { start: Spot { block, at }, .. }) = run.spot else {
            continue;
        };
        let so_far = texts.entry(block).or_default();
        assert_eq!(so_far.chars().count(), at as usize, "{:?} stands where it says", run.text);
        so_far.push_str(&run.text);
    }
    texts
}

#[test]
fn every_scalar_stands_on_the_pages_once_and_in_order() {
    for (paragraphs, note_length) in [(3, 20), (40, 30), (25, 400)] {
        let book = book(paragraphs, note_length);
        let pages = set(&book).value;
        let found = texts_on_pages(&pages);
        let mut expected: BTreeMap<_, String> = BTreeMap::new();
        book.each_run(&mut |block, run| {
            expected.entry(block).or_default().push_str(&crate::book::text_of(run));
        });
        assert_eq!(found, expected);
    }
}

#[test]
fn a_note_begins_on_the_page_of_its_mark() {
    for note_length in [5, 60, 300] {
        let book = book(30, note_length);
        let pages = set(&book).value;
        let page_of = |block, at| {
            pages.pages.iter().position(|page| {
                page.items.iter().any(|item| match &item.kind {
                    ItemKind::Glyphs(run) => run.spot.as_ref().is_some_and(|spot| {
                        spot.start.block == block && (spot.start.at..spot.end.at).contains(&at)
                    }),
                    _ => false,
                })
            })
        };
        book.each_run(&mut |block, run| {
            let mut at = 0;
            for inline in run {
                let one = std::slice::from_ref(inline);
                if let Inline::NoteMark(mark) = inline {
                    let note = book.note(mark.note).blocks[0].id;
                    assert_eq!(page_of(block, at), page_of(note, 0), "note {}", mark.note);
                }
                at += crate::book::text_of(one).chars().count() as u32;
            }
        });
    }
}

#[test]
fn equal_books_give_equal_pages() {
    let book = book(12, 30);
    assert_eq!(set(&book), set(&book));
}

#[test]
fn no_line_stands_out_of_the_measure_and_none_alone() {
    let findings = set(&book(60, 40)).findings;
    let faults = ["typeset/overfull-line", "typeset/lone-line", "typeset/hyphen-stack"];
    let found: Vec<_> = findings.iter().filter(|f| faults.contains(&f.rule.id)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn words_with_more_bytes_than_letters_are_divided_and_set() {
    let mut parts = book(1, 5).into_parts();
    let body = "Капіталістичне нагромадження продукційних засобів ".repeat(40);
    let body = text(body.trim());
    let content = vec![Inline::Text(body)];
    let kind = BlockKind::Paragraph(Paragraph { content, ..Paragraph::default() });
    let id = BlockIds::default().next("Капіталістичне");
    let language = Language::from_tag("uk");
    parts.body[0].blocks.push(Block { id, language, kind });
    let set = set(&Book::new(parts).unwrap());
    assert!(set.findings.is_empty(), "{:?}", set.findings);
}

#[test]
fn a_second_series_with_the_labels_of_the_first_stands_in_brackets() {
    let mut parts = book(12, 5).into_parts();
    let bare = Book::new(parts.clone()).unwrap();
    assert!(bare.bracketed_notes().is_empty());
    // The second series begins again with the first one's label.
    parts.notes[1].series = 1;
    parts.notes[2].series = 1;
    for block in &mut parts.body[0].blocks {
        let BlockKind::Paragraph(paragraph) = &mut block.kind else { continue };
        for inline in &mut paragraph.content {
            if let Inline::NoteMark(mark) = inline
                && mark.note == NoteId(1)
            {
                mark.label = text("1");
            }
        }
    }
    parts.notes[1].label = Some(text("1"));
    let book = Book::new(parts).unwrap();
    assert_eq!(book.bracketed_notes(), [NoteId(1), NoteId(2)].into());
    let page = set(&book).value;
    let printed: Vec<&str> =
        page.pages.iter().flat_map(|page| &page.items).filter_map(words_of).collect();
    assert!(printed.iter().any(|words| words.contains("[1]")), "the label in the note");
}

#[test]
fn a_character_that_no_font_has_is_named_and_kept() {
    let mut parts = book(1, 5).into_parts();
    parts.body[0].heading =
        Some(Heading { number: None, title: vec![Inline::Text(text("𒀭"))] });
    let set = set(&Book::new(parts).unwrap());
    let missing =
        set.findings.iter().find(|finding| finding.rule.id == "typeset/missing-glyph");
    assert!(missing.is_some_and(|finding| finding.message.contains("U+1202D")));
    let kept = texts_on_pages(&set.value).into_values().any(|words| words == "𒀭");
    assert!(kept);
}

#[test]
fn an_empty_book_and_a_monster_word_are_set() {
    let empty = Book::new(BookParts::default()).unwrap();
    assert!(!set(&empty).value.pages.is_empty());
    let mut parts = book(1, 5).into_parts();
    let monster = "x".repeat(20_000);
    let kind = BlockKind::Paragraph(Paragraph {
        content: vec![Inline::Text(text(&monster))],
        ..Paragraph::default()
    });
    let id = BlockIds::default().next(&monster);
    parts.body[0].blocks.push(Block { id, language: None, kind });
    let set = set(&Book::new(parts).unwrap());
    assert!(set.findings.iter().all(|finding| finding.rule.id != "typeset/overfull-line"));
}

/// Letters of two bytes: what the letters of a line give is counted in letters, also where a word
/// is divided.
#[test]
fn russian_is_divided_by_its_letters() {
    let mut parts = book(1, 5).into_parts();
    parts.title.language = Language::from_tag("ru").unwrap();
    let russian = "контрреволюционная бюрократическая диктатура пролетариата ".repeat(40);
    let kind = BlockKind::Paragraph(Paragraph {
        content: vec![Inline::Text(text(russian.trim()))],
        ..Paragraph::default()
    });
    let id = BlockIds::default().next(&russian);
    parts.body[0].blocks.push(Block { id, language: None, kind });
    let set = set(&Book::new(parts).unwrap());
    assert!(set.findings.iter().all(|finding| finding.rule.id != "typeset/overfull-line"));
    assert_eq!(texts_on_pages(&set.value).get(&id).map(String::as_str), Some(russian.trim()));
}

#[test]
fn the_title_of_a_part_has_its_leaf_to_itself() {
    let mut ids = BlockIds::default();
    let mut section = |role: Role, title: &str, blocks: Vec<Block>, sections: Vec<Section>| {
        let heading = Heading { number: None, title: vec![Inline::Text(text(title))] };
        Section { id: ids.next(title), role, heading: Some(heading), blocks, sections }
    };
    let long = words(5, 2000);
    let mut body = Vec::new();
    let mut paragraphs = 0;
    for part in ["Part One", "Part Two"] {
        let chapters = ["First", "Second"].map(|name| {
            let content = vec![Inline::Text(text(&long))];
            let kind = BlockKind::Paragraph(Paragraph { content, ..Paragraph::default() });
            paragraphs += 1;
            let block = Block { id: crate::book::BlockId(paragraphs), language: None, kind };
            section(Role::Chapter, &format!("{name} of {part}"), vec![block], Vec::new())
        });
        body.push(section(Role::Part, part, Vec::new(), chapters.into()));
    }
    let pages =
        set(&Book::new(BookParts { body, ..BookParts::default() }).unwrap()).value.pages;
    for part in ["part one", "part two"] {
        let leaf = pages.iter().position(|page| {
            page.items.len() <= 2
                && page
                    .items
                    .iter()
                    .filter_map(words_of)
                    .any(|words| words.eq_ignore_ascii_case(part))
        });
        let leaf = leaf.unwrap();
        assert_eq!(leaf % 2, 0, "{part} is a recto");
        assert!(pages[leaf + 1].items.is_empty(), "its back is blank");
        assert!(!pages[leaf + 2].items.is_empty(), "the first chapter follows");
    }
}

/// A line of the title, of a role.
fn title_line(ids: &mut BlockIds, role: TitleRole, words: &str) -> TitleLine {
    TitleLine { id: ids.next(words), role, content: vec![Inline::Text(text(words))] }
}

#[test]
fn the_imprint_stands_solid_at_the_foot_of_the_title_page() {
    let mut ids = BlockIds::default();
    let chapter = |number: usize, ids: &mut BlockIds| {
        let body = words(number, 2000);
        let content = vec![Inline::Text(text(&body))];
        let kind = BlockKind::Paragraph(Paragraph { content, ..Paragraph::default() });
        let title = vec![Inline::Text(text("Of Labour"))];
        Section {
            id: ids.next("Of Labour"),
            role: Role::Chapter,
            heading: Some(Heading { number: None, title }),
            blocks: vec![Block { id: ids.next(&body), language: None, kind }],
            sections: Vec::new(),
        }
    };
    let body = (0..3).map(|number| chapter(number, &mut ids)).collect();
    let mut parts = BookParts { body, ..BookParts::default() };
    parts.title.title = "A Work".into();
    parts.title.lines = [
        (TitleRole::Title, "A Work"),
        (TitleRole::Contributor, "Translated by A. Reader"),
        (TitleRole::Other, "Chicago"),
        (TitleRole::Other, "Kerr"),
        (TitleRole::Date, "1908"),
    ]
    .map(|(role, words)| title_line(&mut ids, role, words))
    .into();
    let pages = set(&Book::new(parts).unwrap()).value;
    let design = Design::default();
    let at = |asked: &str| {
        let of_leaf = pages.pages[2].items.iter();
        of_leaf.filter(|item| words_of(item) == Some(asked)).map(|item| item.at.y).next()
    };
    let [place, name, year] = ["Chicago", "Kerr", "1908"].map(|words| at(words).unwrap());
    assert_eq!((name - place, year - name), (design.leading, design.leading));
    assert!(at("Translated by A. Reader").unwrap() < place - design.leading * 5);
    assert!(year > design.top + design.leading * (i64::from(design.lines) - 3));
}
