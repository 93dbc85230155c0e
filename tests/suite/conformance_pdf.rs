//! The PDFs that the program makes, before the judges of `tests/conformance/pdf`: qpdf, poppler
//! and veraPDF.

use std::path::PathBuf;
use std::process::Command;

use crate::program::{entries, project, run, scratch};

/// The exit code by which the script says that a judge is missing.
const MISSING: i32 = 3;

#[test]
fn books_pass_the_judges_of_pdf() {
    let script = project().join("tests/conformance/pdf");
    let present = Command::new(&script).arg("--present").output().expect("the script starts");
    if present.status.code() == Some(MISSING) {
        let missing = String::from_utf8_lossy(&present.stderr).trim().to_string();
        let required = std::env::var("OFFPRINT_CONFORMANCE").is_ok_and(|set| set == "required");
        assert!(!required, "{missing}: run tests/conformance/install");
        eprintln!("SKIPPED, no PDF was judged: {missing}. Run tests/conformance/install.");
        return;
    }
    let books = made();
    let verdict = Command::new(&script).args(&books).output().expect("the script starts");
    let said = String::from_utf8_lossy(&verdict.stdout);
    let complained = String::from_utf8_lossy(&verdict.stderr);
    assert!(verdict.status.success(), "{said}{complained}");
}

/// The PDFs of everything in `source/` and in `tests/conformance/books/`, freshly made.
fn made() -> Vec<PathBuf> {
    let folder = scratch("judged");
    for input in ["source", "tests/conformance/books"] {
        let made = run(["pdf", input, "-o", &folder.to_string_lossy()]);
        assert_eq!(made.code, Some(0), "{input}: {}", made.err);
    }
    entries(&folder)
}
