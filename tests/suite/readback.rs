//! Finished books are read back word by word; and a book from which something is taken, or in which
//! something is moved or doubled, does not get past that.

use std::path::Path;

use offprint::book::{
    Block, BlockKind, Book, BookParts, Edition, Finding, Inline, NoteMark, Source, Style, Text,
    Work,
};
use offprint::{Design, Fonts};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::invariants::{texts, web_page};
use crate::program::{project, run, scratch};
use crate::specimen;

/// Every input of the cases and of `source/`, in both editions.
#[test]
fn every_case_is_read_back_whole() {
    let mut inputs = Vec::new();
    for folder in ["source", "tests/cases", "tests/conformance/books"] {
        texts(&project().join(folder), &mut inputs);
    }
    let faults: Vec<String> = inputs.iter().filter_map(|path| fault_of(path)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(read_back(&specimen::book(), &specimen::book()), "");
}

/// Every text of a folder that the one who runs the tests names in `OFFPRINT_CORPUS`.
#[test]
fn every_text_of_a_corpus_is_read_back_whole() {
    let Some(corpus) = std::env::var_os("OFFPRINT_CORPUS") else {
        println!("not run: OFFPRINT_CORPUS names no folder of texts");
        return;
    };
    let mut inputs = Vec::new();
    texts(Path::new(&corpus), &mut inputs);
    let faults: Vec<String> = inputs.iter().filter_map(|path| fault_of(path)).collect();
    println!("{} texts, {} faults", inputs.len(), faults.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig {
        // Each page is set and written twice over, so there are fewer than elsewhere.
        cases: 48,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(8),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_web_page_is_read_back_whole(page in web_page()) {
        if let Some(book) = understood("page.htm", page.clone().into_bytes()) {
            let told = read_back(&book, &book);
            prop_assert!(told.is_empty(), "{told}\n{page}");
        }
    }
}

#[test]
fn a_dropped_note_is_missed() {
    let told = told_of(|parts| parts.notes[1].blocks.clear());
    assert_told(&told, "lacks “A note on the second paragraph.”");
}

#[test]
fn a_note_at_anothers_mark_is_found_out() {
    let told = told_of(|parts| parts.notes.swap(0, 1));
    assert_told(&told, "the note “1” stands under the label “2”");
}

#[test]
fn a_dropped_italic_run_is_missed() {
    let told = told_of(|parts| {
        let content = paragraph(parts, 0);
        content.retain(|inline| !matches!(inline, Inline::Styled(Style::Emphasis, _)));
    });
    assert_told(&told, "lacks “Two or three”");
}

#[test]
fn swapped_paragraphs_are_found_out() {
    let told = told_of(|parts| parts.body[0].blocks.swap(1, 2));
    assert_told(&told, "once too often");
    assert_told(&told, "lacks “");
}

#[test]
fn a_lost_last_line_is_missed() {
    let told = told_of(|parts| {
        let last = paragraph(parts, 3);
        *last = words("The last paragraph ends with the");
    });
    assert_told(&told, "lacks “last line of all.”");
}

#[test]
fn a_doubled_word_is_found_out() {
    let told = told_of(|parts| {
        let last = paragraph(parts, 3);
        *last = words("The last paragraph ends with with the last line of all.");
    });
    assert_told(&told, "has “with” once too often");
}

#[test]
fn another_letter_is_found_out() {
    let told = told_of(|parts| {
        let last = paragraph(parts, 3);
        *last = words("The last paragraph ends with the lost line of all.");
    });
    assert_told(&told, "has “lost” for “last”");
}

#[test]
fn a_mark_that_is_gone_is_missed() {
    let told = told_of(|parts| {
        let content = paragraph(parts, 1);
        content.retain(|inline| !matches!(inline, Inline::NoteMark(NoteMark { .. })));
    });
    assert_told(&told, "lacks “2”");
}

#[test]
fn files_that_cannot_be_read_are_told_of() {
    let book = sample();
    for bytes in [&b""[..], b"PK", b"%PDF-1.7\n%%EOF"] {
        for findings in [
            offprint::read_back_epub(&book, bytes).findings,
            offprint::read_back_pdf(&book, bytes).findings,
        ] {
            assert_eq!(findings[0].rule.id, "readback/unreadable");
        }
    }
}

#[test]
fn the_program_reads_back_what_it_makes() {
    let folder = scratch("readback");
    let text = "source/how-did-stalin-defeat-the-opposition.txt";
    let out = folder.to_string_lossy();
    let built = run(["build", text, "-o", &out, "--verify"]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    assert!(built.err.contains("Read back"), "{}", built.err);
    let checked = run(["check", text, "--outputs"]);
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    assert!(checked.out.contains("EPUB and PDF read back"), "{}", checked.out);
    let checked = run(["check", text, "--outputs", "--json"]);
    let outputs: serde_json::Value = serde_json::from_str(&checked.out).unwrap();
    let outputs = outputs["outputs"].as_array().unwrap();
    assert_eq!(outputs.len(), 2);
    assert!(outputs.iter().all(|output| output["faults"] == 0 && output["notes"] == 2));
}

#[test]
fn a_work_with_title_leaves_is_read_back_whole() {
    let checked = run(["check", "source/lazy", "--outputs"]);
    assert_eq!(checked.code, Some(0), "{}", checked.out);
    assert!(checked.out.contains("EPUB and PDF read back"), "{}", checked.out);
}

const SAMPLE: &str = "<html><body><h1>A Sample</h1>\
    <p>One word. <i>Two or three</i> in italics, and a mark.<a href='#n1' name='r1'>[1]</a></p>\
    <p>The second paragraph has a mark of its own.<a href='#n2' name='r2'>[2]</a></p>\
    <p>The third paragraph has none, but it is a little longer than the others are.</p>\
    <p>The last paragraph ends with the last line of all.</p>\
    <h3>Notes</h3>\
    <p><a href='#r1' name='n1'>1.</a> A note on the first paragraph.</p>\
    <p><a href='#r2' name='n2'>2.</a> A note on the second paragraph.</p></body></html>";

fn sample() -> Book {
    understood("sample.htm", SAMPLE.into()).expect("a book")
}

/// What is told of the editions of a changed sample, when they are held against the sample.
fn told_of(change: impl FnOnce(&mut BookParts)) -> Vec<Finding> {
    let mut parts = sample().into_parts();
    change(&mut parts);
    let changed = Book::new(parts).expect("a book");
    let told = editions_against(&sample(), &changed);
    assert!(!told[0].is_empty() && !told[1].is_empty(), "only one edition is told of");
    told.concat()
}

/// That both editions are told of in such words, with the place in the source.
fn assert_told(told: &[Finding], words: &str) {
    for edition in ["EPUB", "PDF"] {
        let finding = told.iter().find(|finding| {
            finding.message.contains(edition) && finding.message.contains(words)
        });
        let all: Vec<&str> = told.iter().map(|finding| finding.message.as_str()).collect();
        let finding = finding.unwrap_or_else(|| panic!("{edition}: {words}: {all:#?}"));
        assert!(finding.place.is_some(), "{} has no place", finding.message);
    }
}

/// The text of a paragraph of the first section.
fn paragraph(parts: &mut BookParts, nth: usize) -> &mut Vec<Inline> {
    match &mut parts.body[0].blocks[nth] {
        Block { kind: BlockKind::Paragraph(paragraph), .. } => &mut paragraph.content,
        other => panic!("{other:?}"),
    }
}

fn words(text: &str) -> Vec<Inline> {
    vec![Inline::Text(Text::verbatim(text, 0))]
}

fn understood(name: &str, bytes: Vec<u8>) -> Option<Book> {
    let source = Source { name: name.into(), bytes, address: None };
    let work = Work { name: "work".into(), pages: vec![source], ..Work::default() };
    offprint::understand(&work).ok().map(|draft| draft.value.book)
}

fn fault_of(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let book = understood(&name, std::fs::read(path).unwrap())?;
    let told = read_back(&book, &book);
    (!told.is_empty()).then(|| format!("{}: {told}", path.display()))
}

/// What is told of the editions of `made`, held against `book`; nothing, if they are one.
fn read_back(book: &Book, made: &Book) -> String {
    let told = editions_against(book, made).concat();
    told.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>().join("\n")
}

fn editions_against(book: &Book, made: &Book) -> [Vec<Finding>; 2] {
    let edition = Edition::default();
    let pages = offprint::typeset(made, &Design::default(), &Fonts::bundled(), &edition).value;
    let epub = offprint::write_epub(made, Some(&pages), &edition).expect("an EPUB");
    let pdf = offprint::write_pdf(made, &pages, &edition).expect("a PDF");
    [
        offprint::read_back_epub(book, &epub).findings,
        offprint::read_back_pdf(book, &pdf).findings,
    ]
}
