//! EPUBCheck and Ace by DAISY judge, and reading systems open, what the EPUB writer makes, where they are installed
//! (`tests/conformance/install`). With `OFFPRINT_CONFORMANCE=required` a judge that is missing
//! fails the test instead of being passed over.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use offprint::book::{Edition, PageList};

use crate::program::{entries, offprint, project};
use crate::specimen;

#[test]
fn epubcheck_and_ace_have_nothing_to_say() {
    let judge = project().join("tests/conformance/epub");
    let present = Command::new(&judge).arg("--present").output().expect("a shell");
    if present.status.code() == Some(3) {
        return pass_over(&said(&present));
    }
    let output = Command::new(judge).args(books("judged")).output().expect("a shell");
    assert!(output.status.success(), "{}", said(&output));
}

/// foliate-js and epub.js open the books: every part shows, a click on a mark shows its note, the
/// contents lead to their headings and the page numbers to their pages, and nothing is complained
/// of.
#[test]
fn reading_systems_read_them() {
    let readers = project().join("tests/conformance/readers");
    let present = Command::new(&readers).arg("--present").output().expect("a shell");
    if present.status.code() == Some(3) {
        return pass_over(&said(&present));
    }
    let output = Command::new(readers).args(books("read")).output().expect("a shell");
    assert!(output.status.success(), "{}", said(&output));
}

/// What the program makes books of for the judges: of every kind, each short.
const JUDGED: [&str; 9] = [
    "source",
    "tests/conformance/books/everything.html",
    "tests/conformance/books/plain.txt",
    "tests/cases/structure/dialogue/between-peasants.htm",
    "tests/cases/structure/gutenberg-letters/letters.txt",
    "tests/cases/structure/two-series-german/me04_459.htm",
    "tests/cases/typeset/right-to-left/page.htm",
    "tests/cases/typeset/source-pages/me21_030.htm",
    "tests/cases/typeset/verse/29.htm",
];

/// The books to be judged: the specimen with and without pages of its own, and what the program
/// makes of the texts above, and of those that `OFFPRINT_JUDGED` names besides, a list of paths.
fn books(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("epub").join(kind);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder of our own");
    let paged = Edition { page_list: PageList::Source, ..Edition::default() };
    for (stem, edition) in [("specimen", Edition::default()), ("specimen-paged", paged)] {
        let bytes = offprint::write_epub(&specimen::book(), None, &edition).expect("an EPUB");
        let file = folder.join(stem).with_extension("epub");
        std::fs::write(file, bytes).expect("room on the disk");
    }
    let named = std::env::var_os("OFFPRINT_JUDGED").unwrap_or_default();
    let named = std::env::split_paths(&named).filter(|path| !path.as_os_str().is_empty());
    let made = offprint(["epub"]).args(JUDGED).args(named).arg("-o").arg(&folder).output();
    let made = made.expect("the program starts");
    assert!(made.status.success(), "{}", said(&made));
    let is_epub =
        |path: &PathBuf| path.extension().is_some_and(|extension| extension == "epub");
    let books: Vec<PathBuf> = entries(&folder).into_iter().filter(is_epub).collect();
    assert!(books.len() >= 12, "the judges see a dozen books: {books:?}");
    books
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

/// Says that a judge is not there, or fails where it has to be.
#[allow(clippy::print_stderr, reason = "a test that did not run says so")]
fn pass_over(missing: &str) {
    let missing = missing.trim();
    let how = "tests/conformance/install gets the judges";
    let required = std::env::var_os("OFFPRINT_CONFORMANCE").is_some_and(|v| v == "required");
    assert!(!required, "{missing}: {how}");
    eprintln!("passed over: {missing}; {how}");
}
