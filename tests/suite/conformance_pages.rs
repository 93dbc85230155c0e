//! The pages of the ebook against the printed page as poppler reads it: a witness that knows nothing
//! of how either was made.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cases;
use crate::epub::{Ebook, PAGED};
use crate::program::{entries, folders, project, run, scratch};

/// Each page of the ebook stands on the page of the PDF that bears its label, and in its order. (On
/// paper, notes, heads and folios stand there besides.)
#[test]
fn each_page_of_the_ebook_stands_on_its_page_of_paper() {
    if !has_poppler() {
        return;
    }
    let folder = scratch("on-paper");
    let mut compared = 0;
    // Poppler gives what runs from right to left in an order of its own.
    for input in PAGED.iter().filter(|input| !input.contains("right-to-left")) {
        let out = folder.join(compared.to_string());
        let made = run(["build".as_ref(), Path::new(input), "-o".as_ref(), &out]);
        assert_eq!(made.code, Some(0), "{input}: {}", made.err);
        let book = entries(&out);
        let [epub, pdf] = book.as_slice() else { panic!("{input}: {book:?}") };
        let ebook = Ebook::of(&std::fs::read(epub).unwrap());
        let labels = labels(&std::fs::read(pdf).unwrap());
        let paper = pages(pdf);
        assert_eq!(labels.len(), paper.len(), "{input}");
        let mut last = None;
        for (label, on_screen) in ebook.pages() {
            let at = labels.iter().position(|known| *known == label);
            assert!(at.is_some() && at > last, "{input}: page {label} is not next on paper");
            last = at;
            let on_paper = &paper[at.unwrap()];
            let (few, many) = (letters(&on_screen), letters(on_paper));
            let stands = stands_in(&few, &many) || nearly_all_stands_in(&few, &many);
            assert!(stands, "{input}, page {label}:\n{on_screen}\n\non paper:\n{on_paper}");
            compared += 1;
        }
    }
    assert!(compared > 70, "{compared} pages were compared");
}

/// Poppler beside our own reader of PDFs: each word of the ebook stands on paper, as often as in the
/// ebook, for the cases of the tests and for a whole corpus, if `OFFPRINT_CORPUS` names one.
#[test]
fn each_word_of_the_ebook_stands_on_paper() {
    if !has_poppler() {
        return;
    }
    let mut inputs: Vec<PathBuf> = Vec::new();
    for stage in ["whole", "structure", "typeset"] {
        let cases = folders(&project().join("tests/cases").join(stage));
        // Poppler gives what runs from right to left in an order of its own.
        let cases = cases.iter().filter(|case| !case.ends_with("right-to-left"));
        inputs.extend(cases.map(|case| cases::input(case)));
    }
    match std::env::var_os("OFFPRINT_CORPUS") {
        Some(corpus) => texts_beneath(Path::new(&corpus), &mut inputs),
        None => {
            eprintln!("OFFPRINT_CORPUS is not set: the cases of the tests alone are compared")
        }
    }
    let out = scratch("words-on-paper");
    let (mut books, mut words, mut faults) = (0, 0, Vec::new());
    for input in &inputs {
        let (epub, pdf) = (out.join("book.epub"), out.join("book.pdf"));
        let made = |form: &str, path: &Path| {
            let made = run([form.as_ref(), input.as_path(), "-o".as_ref(), path]);
            // Of some cases no book is made: what they show is why.
            made.code == Some(0)
        };
        if !made("epub", &epub) || !made("pdf", &pdf) {
            continue;
        }
        let counted = words_of(&Ebook::of(&std::fs::read(&epub).unwrap()));
        let paged = pages(&pdf);
        let paper: String = paged.iter().flat_map(|page| letters(page)).collect();
        for (word, count) in counted.iter() {
            let found = paper.matches(word.as_str()).count();
            if found < *count && found + usize::from(turns_over(word, &paged)) < *count {
                faults.push(format!("{}: {word}, {count} times", input.display()));
            }
        }
        books += 1;
        words += counted.values().sum::<usize>();
    }
    assert!(books > 40, "{books} books were compared");
    assert!(faults.is_empty(), "of {words} words in {books} books:\n{}", faults.join("\n"));
    eprintln!("{words} words of {books} books stand on paper, by poppler");
}

/// Whether a word is cut by a hyphen at the turn of a page, where other lines stand between its parts.
fn turns_over(word: &str, pages: &[String]) -> bool {
    let cuts = word.char_indices().skip(2).map(|(at, _)| word.split_at(at));
    let cuts: Vec<(&str, &str)> = cuts.collect();
    // Poppler gives the hyphen that the edition sets as a soft one.
    let cut = |line: &str, head: &str| {
        line.strip_suffix(['-', '\u{ad}']).is_some_and(|line| line.ends_with(head))
    };
    pages.windows(2).any(|two| {
        let (before, after) = (two[0].to_lowercase(), two[1].to_lowercase());
        cuts.iter().any(|(head, tail)| {
            before.lines().any(|line| cut(line.trim_end(), head))
                && after.lines().any(|line| line.starts_with(tail))
        })
    })
}

/// How often each word of the text files of an ebook stands there. Short ones stand in others.
fn words_of(ebook: &Ebook) -> BTreeMap<String, usize> {
    const SHORT: usize = 4;
    let mut words = BTreeMap::new();
    let texts = ebook.documents.iter().filter(|(name, _)| name.contains("text-"));
    for (_, document) in texts {
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document = roxmltree::Document::parse_with_options(document, options).unwrap();
        let body = document.descendants().find(|node| node.has_tag_name("body")).unwrap();
        let text: Vec<&str> = body
            .descendants()
            .filter(roxmltree::Node::is_text)
            .filter_map(|node| node.text())
            .collect();
        for word in text.join(" ").split(|c: char| !c.is_alphanumeric()) {
            let word: String = letters(word).into_iter().collect();
            if word.chars().count() >= SHORT {
                *words.entry(word).or_insert(0) += 1;
            }
        }
    }
    words
}

/// The texts of a folder and of the folders in it.
fn texts_beneath(folder: &Path, texts: &mut Vec<PathBuf>) {
    for path in entries(folder) {
        if path.is_dir() {
            texts_beneath(&path, texts);
        } else if path.extension().is_some_and(|ending| {
            ["htm", "html", "txt", "md", "muse"].iter().any(|known| ending == *known)
        }) {
            texts.push(path);
        }
    }
}

/// Whether poppler is here; where it must be, that it is not is an error.
fn has_poppler() -> bool {
    let here = Command::new("pdftotext").arg("-v").output().is_ok();
    if !here {
        let required = std::env::var("OFFPRINT_CONFORMANCE").is_ok_and(|set| set == "required");
        assert!(!required, "poppler is missing: run tests/conformance/install");
        eprintln!("passed over: poppler is missing; tests/conformance/install gets it");
    }
    here
}

/// The text of each page, in the order in which it is drawn.
fn pages(pdf: &Path) -> Vec<String> {
    let mut command = Command::new("pdftotext");
    let output = command.args(["-raw", "-enc", "UTF-8"]).arg(pdf).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
    // Each page ends with a form feed.
    pages.pop();
    pages
}

/// What each page of a PDF is labelled (ISO 32000-1, 12.4.2).
fn labels(pdf: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let tree = document.catalog().unwrap().get(b"PageLabels").unwrap();
    let tree = document.dereference(tree).unwrap().1.as_dict().unwrap();
    let ranges = tree.get(b"Nums").unwrap().as_array().unwrap();
    let mut labels = Vec::new();
    let count = document.get_pages().len();
    let starts: Vec<usize> =
        ranges.iter().step_by(2).map(|at| at.as_i64().unwrap() as usize).collect();
    for (nth, style) in ranges.iter().skip(1).step_by(2).enumerate() {
        let style = document.dereference(style).unwrap().1.as_dict().unwrap();
        let first = style.get(b"St").map_or(1, |first| first.as_i64().unwrap());
        let prefix = style.get(b"P").map_or(String::new(), |prefix| {
            String::from_utf8_lossy(prefix.as_str().unwrap()).into_owned()
        });
        let end = starts.get(nth + 1).copied().unwrap_or(count);
        for number in (first..).take(end - starts[nth]) {
            labels.push(match style.get(b"S").map(|kind| kind.as_name().unwrap()) {
                Ok(b"r") => format!("{prefix}{}", roman(number)),
                Ok(_) => format!("{prefix}{number}"),
                Err(_) => prefix.clone(),
            });
        }
    }
    labels
}

fn roman(mut number: i64) -> String {
    let signs = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut roman = String::new();
    for (value, sign) in signs {
        while number >= value {
            roman.push_str(sign);
            number -= value;
        }
    }
    roman
}

/// Letters and figures alone: a hyphen at a line's end is the edition's, spaces are anybody's.
fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether one row of letters stands in another, in its order.
fn stands_in(few: &[char], many: &[char]) -> bool {
    let mut rest = many.iter();
    few.iter().all(|letter| rest.any(|other| other == letter))
}

/// Whether nine in ten of the runs of eight letters of one row stand in another: of a page with cells
/// side by side, poppler gives the lines as they stand, not the cells.
fn nearly_all_stands_in(few: &[char], many: &[char]) -> bool {
    let runs: BTreeSet<&[char]> = many.windows(8).collect();
    let standing = few.windows(8).filter(|run| runs.contains(run)).count();
    standing * 10 >= few.len().saturating_sub(7) * 9
}
