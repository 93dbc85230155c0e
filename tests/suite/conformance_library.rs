//! A library before programs that are not ours: readers of feeds, and a browser with axe-core.

use std::process::Command;

use crate::mirror::{Place, text};
use crate::program::project;

/// Asks a judge about a library; where it is not installed, that is said, and with
/// `OFFPRINT_CONFORMANCE=required` it is a failure.
#[track_caller]
fn judged(judge: &str, place: &Place) {
    let script = project().join("tests/conformance").join(judge);
    let ran = Command::new(script).arg(place.library()).output().expect("the judge starts");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    if ran.status.code() == Some(3) {
        let required = std::env::var("OFFPRINT_CONFORMANCE").is_ok_and(|it| it == "required");
        assert!(!required, "{judge} is missing: run tests/conformance/install");
        eprintln!("passed over: {judge} is missing; tests/conformance/install gets it");
        return;
    }
    assert!(ran.status.success() && said.ends_with("no fault\n"), "{judge}: {said}");
}

/// More books than a page of a feed or of the catalogue shows, names that have to be escaped, a text
/// that fails.
#[test]
fn a_reading_program_and_a_browser_find_every_book() {
    let place = Place::new("conformance-library");
    for nth in 0..101 {
        place.write(&format!("many/{nth}.txt"), &text(&format!("the number {nth}")));
    }
    place.write("essays/müll & co #1.txt", &text("<b>waste</b> & \"thrift\""));
    place.write("broken/no text.txt", "\u{7f}ELF\u{2}\u{1}\u{1}\0\0\0\0\0\0\0\0\0\u{3}\0>\0");
    let ran = place.batch(&[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    judged("opds", &place);
    judged("catalogue", &place);
    // Where it is known where the library is served, nothing is let pass.
    place.batch(&["--url", "https://books.example.org/library/"]);
    judged("opds", &place);
}
