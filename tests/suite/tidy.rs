//! What a reviewer should not have to look for: the shape of the files, the licences, the rules.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::layers::sources;
use crate::program::{entries, project};

/// The longest file that is read in one sitting.
const MOST_LINES: usize = 500;

#[test]
fn files_open_with_a_sentence_and_are_short() {
    for (path, text) in [sources("src"), sources("tests")].concat() {
        assert!(text.starts_with("//!") || path == "src/lib.rs", "{path}: opens without //!");
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "{path}: {lines} lines; divide it");
    }
}

#[test]
fn no_file_is_named_after_nothing() {
    for (path, _) in [sources("src"), sources("tests")].concat() {
        for nothing in
            ["utils", "util", "helpers", "helper", "common", "misc", "shared", "types"]
        {
            let mut parts = path.split(['/', '.']);
            assert!(!parts.any(|part| part == nothing), "{path}: say what is in it");
        }
    }
}

#[test]
fn nothing_is_left_undone_in_the_code() {
    // Written apart, so that this file does not find itself.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X ")];
    for (path, text) in [sources("src"), sources("tests")].concat() {
        for (nth, line) in text.lines().enumerate() {
            let left = marks.iter().find(|mark| line.contains(**mark));
            assert!(left.is_none(), "{path}:{}: {line}", nth + 1);
        }
    }
}

/// `true` says nothing where a function is called: its parameters are of types that name what is
/// chosen between. What is asked of many things at once (a slice, a map) may be yes or no.
#[test]
fn no_function_takes_a_bool() {
    for (path, text) in sources("src") {
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for (name, parameters) in functions(code) {
            let taken = parameters.iter().find(|parameter| is_bool(parameter));
            assert!(taken.is_none(), "{path}: fn {name}: {}", taken.unwrap_or(&""));
        }
    }
}

#[test]
fn bools_are_found_among_parameters() {
    let code = "fn one<'a>(&self, sure: bool) {}\nfn two((at, sure): (&str, bool), x: u8) {}\n\
                fn three(sure: Option<bool>) {}\nfn four(all: &[bool], is: &dyn Fn(u8) -> bool) {}";
    let found =
        functions(code).into_iter().filter(|(_, all)| all.iter().any(|one| is_bool(one)));
    let names: Vec<&str> = found.map(|(name, _)| name).collect();
    assert_eq!(names, ["one", "two", "three"]);
}

/// The functions that code defines, with their parameters.
fn functions(code: &str) -> Vec<(&str, Vec<&str>)> {
    let lines = code.match_indices("fn ").filter(|(at, _)| {
        let line = code[..*at].rsplit('\n').next().unwrap_or_default();
        !line.contains("//") && !line.ends_with(|c: char| c.is_alphanumeric() || c == '_')
    });
    let named = lines.filter_map(|(at, _)| {
        let rest = &code[at + 3..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
        let open = rest.find('(')?;
        Some((&rest[..end], parameters(&rest[open + 1..])))
    });
    named.collect()
}

/// The parameters before the bracket that closes them.
fn parameters(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut depth, mut from) = (0, 0);
    let mut before = ' ';
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' if depth == 0 => {
                found.push(code[from..at].trim());
                break;
            }
            ')' | ']' => depth -= 1,
            '>' if before != '-' => depth -= 1,
            ',' if depth == 0 => {
                found.push(code[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
        before = c;
    }
    found
}

/// Whether a parameter is a `bool`, may be one, or has one among its parts.
fn is_bool(parameter: &str) -> bool {
    let Some((_, kind)) = parameter.rsplit_once(": ") else { return false };
    let parts = kind.trim_start_matches("Option<").split(['(', ')', ',', '>']);
    let plain = !kind.contains("->") && !kind.starts_with('&');
    plain && parts.map(str::trim).any(|part| part == "bool")
}

#[test]
fn the_changelog_names_the_version() {
    let changes = std::fs::read_to_string(project().join("CHANGELOG.md")).unwrap();
    let version = format!("## {} ", env!("CARGO_PKG_VERSION"));
    assert!(changes.contains(&version), "CHANGELOG.md: no heading “{version}”");
}

#[test]
fn every_typeface_has_its_licence() {
    for family in entries(&project().join("fonts")).into_iter().filter(|path| path.is_dir()) {
        let licence = family.join("OFL.txt");
        assert!(licence.is_file(), "{}: no OFL.txt", family.display());
    }
}

#[test]
fn only_the_known_folders_stand_at_the_top() {
    let known = ["fonts", "out", "source", "src", "target", "tests"];
    for path in entries(project()).into_iter().filter(|path| path.is_dir()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(name.starts_with('.') || known.contains(&name.as_str()), "{name}/ at the top");
    }
}

/// What is committed must work on any machine: no path of one machine, no host of a registry.
#[test]
fn nothing_names_a_machine() {
    let home = concat!("/", "work/");
    let root = concat!("/ro", "ot/");
    let registries = [concat!("static.", "crates.io"), concat!("index.", "crates.io")];
    let words = [home, root].into_iter().chain(registries);
    let words: Vec<&str> = words.collect();
    for path in text_files() {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for word in &words {
            assert!(!text.contains(word), "{}: names {word}", path.display());
        }
    }
}

#[test]
fn rules_are_whole_and_named_once() {
    let mut seen = BTreeMap::new();
    for rule in offprint::rules() {
        assert!(seen.insert(rule.id, ()).is_none(), "two rules are called {}", rule.id);
        let fine =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '/';
        assert!(rule.id.chars().all(fine), "{}: lower case, digits, - and one /", rule.id);
        assert_eq!(rule.id.matches('/').count(), 1, "{}: family/pattern", rule.id);
        for (what, words) in [("does", rule.does), ("why", rule.why)] {
            assert!(words.ends_with('.'), "{}: {what} is a sentence: {words}", rule.id);
            assert!(
                words.split(' ').count() >= 3,
                "{}: {what} says too little: {words}",
                rule.id
            );
        }
        assert!(!rule.example.trim().is_empty(), "{}: no example", rule.id);
    }
}

/// The files that are committed and may be text.
fn text_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut pending = vec![project().to_path_buf()];
    while let Some(folder) = pending.pop() {
        for path in entries(&folder) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let skipped = ["target", ".git", "out", "source", "cases", "Cargo.lock"];
            if skipped.contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                pending.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files
}
