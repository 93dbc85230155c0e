//! The PDFs that the program makes, before the judges of `tests/conformance/pdf`: qpdf, poppler
//! and veraPDF.

use std::path::PathBuf;
use std::process::Command;

use crate::cases;
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

/// The PDFs of everything in `source/` and in `tests/conformance/books/`, and of each case of the
/// typesetter with its own flags (its tables, scripts, verse and notes), freshly made.
fn made() -> Vec<PathBuf> {
    let folder = scratch("judged");
    for input in ["source", "tests/conformance/books"] {
        let made = run(["pdf", input, "-o", &folder.to_string_lossy()]);
        assert_eq!(made.code, Some(0), "{input}: {}", made.err);
    }
    for case in entries(&project().join("tests/cases/typeset")) {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (input, book) = (cases::input(&case), folder.join(name).with_extension("pdf"));
        let mut typed = vec!["pdf".to_owned(), input.display().to_string()];
        typed.extend(cases::flags(&case));
        typed.extend(["-o".to_owned(), book.display().to_string()]);
        let made = run(typed);
        assert_eq!(made.code, Some(0), "{}: {}", case.display(), made.err);
    }
    let books = entries(&folder);
    assert!(books.len() >= 12, "the judges see a dozen books: {books:?}");
    books
}
