//! The cases: folders with an input and what is to come of it, see `tests/cases/README.md`.

use std::path::{Path, PathBuf};

use crate::diff;
use crate::program::{entries, folders, project, run};

const STAGES: [&str; 5] = ["ingest", "normalise", "strip", "structure", "typeset"];

#[test]
fn ingest() {
    stage("ingest");
}

#[test]
fn normalise() {
    stage("normalise");
}

#[test]
fn strip() {
    stage("strip");
}

#[test]
fn structure() {
    stage("structure");
}

#[test]
fn typeset() {
    stage("typeset");
}

#[test]
fn cover() {
    stage("cover");
}

/// What `offprint show INPUT --why` says of the words in `words.txt`, or in each `NAME.words.txt`.
#[test]
fn why() {
    check("why", |case| goldens_of_why(case).map(|golden| ("why", golden)).collect());
}

/// The goldens of a case of `why`: one for each file of words.
pub fn goldens_of_why(case: &Path) -> impl Iterator<Item = String> {
    let names = entries(case).into_iter();
    let names = names.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    names.filter_map(|name| Some(format!("{}expected.txt", name.strip_suffix("words.txt")?)))
}

/// One input through all stages, each stage's value beside it.
#[test]
fn whole() {
    check("whole", |_| STAGES.map(|stage| (stage, format!("{stage}.txt"))).to_vec());
}

fn stage(stage: &'static str) {
    check(stage, |_| vec![(stage, "expected.txt".to_owned())]);
}

/// Runs the cases of a folder of `tests/cases/`. `goldens` gives the stages to look at and the
/// files that hold what is expected.
fn check(kind: &str, goldens: impl Fn(&Path) -> Vec<(&'static str, String)>) {
    let accept = std::env::var_os("ACCEPT").is_some_and(|value| value == "1");
    let mut failed = Vec::new();
    for case in folders(&project().join("tests/cases").join(kind)) {
        let input = input(&case);
        for (stage, golden) in goldens(&case) {
            let golden = case.join(golden);
            let came = show(&input, &asked(&golden, stage));
            let expected = std::fs::read_to_string(&golden).unwrap_or_default();
            if came == expected {
                continue;
            }
            if accept {
                std::fs::write(&golden, came).expect("a golden can be written");
                continue;
            }
            let shown = golden.strip_prefix(project()).unwrap_or(&golden).display();
            failed.push(format!("{shown}\n{}", diff::lines(&expected, &came)));
        }
    }
    assert!(
        failed.is_empty(),
        "{} differ (ACCEPT=1 takes what came as expected, once you have read it):\n\n{}",
        failed.len(),
        failed.join("\n")
    );
}

/// What a case's `flags.txt`, if it has one, says to `offprint show`.
pub fn flags(case: &Path) -> Vec<String> {
    let flags = std::fs::read_to_string(case.join("flags.txt")).unwrap_or_default();
    flags.split_whitespace().map(str::to_owned).collect()
}

/// The input of a case: its only folder (a work), or the first file that is no golden, sidecar
/// or README.
pub fn input(case: &Path) -> PathBuf {
    let paths = entries(case);
    let is_input = |path: &&PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let golden = STAGES.iter().any(|stage| name == format!("{stage}.txt"));
        !golden
            && !name.ends_with("expected.txt")
            && name != "flags.txt"
            && !name.ends_with("words.txt")
            && !name.ends_with(".toml")
            && name != "README.md"
    };
    let found = paths.iter().find(|path| path.is_dir()).or(paths.iter().find(is_input));
    found.unwrap_or_else(|| panic!("{}: a case needs an input", case.display())).clone()
}

/// What `offprint show` is told of a case besides its input, to make this golden.
fn asked(golden: &Path, stage: &str) -> Vec<String> {
    if stage == "why" {
        let words = golden.to_string_lossy().replace("expected.txt", "words.txt");
        let words = std::fs::read_to_string(words).expect("words to ask for");
        return vec!["--why".to_owned(), words.trim_end().to_owned()];
    }
    let mut asked = vec!["--after".to_owned(), stage.to_owned()];
    if stage == "typeset" {
        asked.extend(golden.parent().map(flags).unwrap_or_default());
    }
    asked
}

/// What `offprint show` prints; where it prints nothing, how it ended and what it said.
fn show(input: &Path, asked: &[String]) -> String {
    // Relative, so that messages are the same wherever the project lies.
    let input = input.strip_prefix(project()).unwrap_or(input);
    let mut arguments: Vec<&Path> = vec![Path::new("show"), input];
    arguments.extend(asked.iter().map(Path::new));
    let shown = run(arguments);
    match shown.code {
        Some(0) => shown.out,
        Some(code) => format!("exit {code}\n{}", shown.err),
        None => format!("stopped by a signal\n{}", shown.err),
    }
}
