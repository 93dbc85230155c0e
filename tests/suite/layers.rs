//! The layering of DESIGN and `src/README.md`: who may import whom, and which folder owns which
//! outside crate. Broken, it says where: `src/strip/mod.rs:3: strip imports crate::ingest`.

use std::path::Path;

use crate::program::{entries, project};

/// What each part of the library may import of ours, besides itself.
const MODULES: [(&str, &[&str]); 7] = [
    ("book", &[]),
    ("ingest", &["book"]),
    ("normalise", &["book"]),
    ("strip", &["book"]),
    ("structure", &["book"]),
    ("typeset", &["book"]),
    ("write", &["book"]),
];

/// The folders (or files) that may name each outside crate. All dependencies stand here.
const OWNERS: &[(&str, &[&str])] = &[
    ("arbitrary", &["tests/"]),
    ("chardetng", &["src/ingest/"]),
    ("clap", &["src/bin/"]),
    ("clap_complete", &["src/bin/"]),
    ("clap_mangen", &["src/bin/"]),
    ("encoding_rs", &["src/ingest/"]),
    ("epub_builder", &["src/write/epub/"]),
    ("flate2", &["src/write/pdf/", "src/write/epub/", "src/write/cover"]),
    ("fontdb", &["src/bin/"]),
    ("harfrust", &["src/typeset/"]),
    ("hayro_syntax", &["src/write/readback/", "tests/"]),
    ("html5ever", &["src/ingest/html"]),
    ("hypher", &["src/typeset/"]),
    ("icu_segmenter", &["src/typeset/"]),
    ("image", &["src/write/pdf/", "src/write/cover"]),
    ("indicatif", &["src/bin/"]),
    ("lopdf", &["src/write/pdf/", "tests/"]),
    ("png", &["src/write/cover", "tests/"]),
    ("printpdf", &["src/write/pdf/"]),
    ("proptest", &["tests/"]),
    ("miniz_oxide", &["src/write/readback/"]),
    ("pulldown_cmark", &["src/ingest/markdown"]),
    ("quick_xml", &["src/write/epub/", "src/write/xml.rs"]),
    ("rayon", &["src/bin/", "src/write/pdf/"]),
    ("roxmltree", &["src/write/readback/", "tests/"]),
    ("rlimit", &["src/bin/"]),
    ("serde", &["src/ingest/sidecar", "src/bin/"]),
    ("serde_json", &["src/bin/", "src/write/catalogue/", "tests/"]),
    ("sha2", &["src/book/", "src/write/pdf/", "src/bin/"]),
    ("signal_hook", &["src/bin/"]),
    ("skrifa", &["src/write/cover"]),
    ("subsetter", &["src/write/pdf/"]),
    ("toml", &["src/ingest/sidecar"]),
    (
        "unicode_normalization",
        &["src/ingest/", "src/normalise/", "src/strip/", "src/structure/", "src/bin/"],
    ),
    ("unicode_bidi", &["src/typeset/"]),
    ("whatlang", &["src/structure/"]),
    ("zeno", &["src/write/cover"]),
    // The books are read back by code that shares nothing with the writers.
    ("zip", &["src/write/epub/", "tests/"]),
];

#[test]
fn no_stage_imports_another_and_every_crate_stays_with_its_owner() {
    let mut faults = Vec::new();
    for (path, text) in sources("src") {
        faults.extend(faults_of(&path, &text));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_dependency_has_an_owner() {
    let manifest = std::fs::read_to_string(project().join("Cargo.toml")).unwrap();
    let mut within = false;
    for line in manifest.lines() {
        if let Some(table) = line.strip_prefix('[') {
            within = table.starts_with("dependencies") || table.starts_with("dev-dependencies");
        } else if within && let Some((name, _)) = line.split_once(" = ") {
            let name = name.trim().replace('-', "_");
            assert!(owners(&name).is_some(), "{name}: name its owner in tests/suite/layers.rs");
        }
    }
}

/// The test must fail when the layering is broken, in whatever way it is written.
#[test]
fn a_broken_layering_is_found() {
    let broken = [
        ("src/strip/mod.rs", "use crate::ingest::Form;", "strip imports crate::ingest"),
        ("src/write/epub/mod.rs", "use crate::{\n  book::Book,\n  strip,\n};", "crate::strip"),
        ("src/typeset/galley.rs", "fn a() { super::super::write::b() }", "crate::write"),
        ("src/normalise/mod.rs", "use super::structure;", "crate::structure"),
        ("src/book/text.rs", "use crate::lib_function;", "book imports crate::lib_function"),
        ("src/strip/mod.rs", "use html5ever::tree;", "html5ever"),
        ("src/ingest/mod.rs", "let x = printpdf::PdfDocument::new();", "printpdf"),
        ("src/lib.rs", "use clap::Parser;", "clap"),
    ];
    for (path, text, said) in broken {
        let faults = faults_of(path, text);
        assert!(faults.iter().any(|fault| fault.contains(said)), "{path}: {text}: {faults:?}");
    }
    let sound = [
        ("src/strip/mod.rs", "use crate::{book::Rule, strip::links};\n// crate::ingest\n"),
        ("src/typeset/galley.rs", "use super::shape; fn a() { \"crate::write\"; }"),
        ("src/ingest/html/mod.rs", "use html5ever::tree; use super::encoding;"),
        ("src/book/dump/mod.rs", "use super::Inline; use super::super::book::Text;"),
    ];
    for (path, text) in sound {
        assert_eq!(faults_of(path, text), Vec::<String>::new(), "{path}: {text}");
    }
}

/// Every Rust file of a folder: its path from the project's root, and its text.
pub fn sources(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut pending = vec![project().join(folder)];
    while let Some(folder) = pending.pop() {
        for path in entries(&folder) {
            if path.is_dir() && !path.ends_with("target") {
                pending.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(project()).unwrap();
                let name = name.to_string_lossy().replace('\\', "/");
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn owners(name: &str) -> Option<&'static [&'static str]> {
    OWNERS.iter().find(|(owned, _)| *owned == name).map(|(_, folders)| *folders)
}

/// What is wrong with a file, a line each.
fn faults_of(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let code = code_of(text);
    let modules = modules_of(path);
    for (nth, token) in code.iter().enumerate() {
        let line = token.line;
        if let Some(folders) = owners(token.text)
            && !folders.iter().any(|folder| path.starts_with(folder))
            && names_a_crate(&code, nth)
        {
            faults.push(format!(
                "{path}:{line}: {} belongs to {}",
                token.text,
                folders.join(", ")
            ));
        }
        let Some(own) = modules.first().filter(|_| !path.starts_with("src/bin/")) else {
            continue;
        };
        let allowed =
            MODULES.iter().find(|(name, _)| name == own).map_or(&[][..], |(_, of)| *of);
        for name in roots(&code, nth, modules.len()) {
            if name != own && !allowed.contains(&name) {
                faults.push(format!("{path}:{line}: {own} imports crate::{name}"));
            }
        }
    }
    faults
}

/// The modules that a file stands in, from the crate's root: `typeset`, `shape`.
fn modules_of(path: &str) -> Vec<String> {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    let stem = Path::new(inner).with_extension("");
    let parts = stem.iter().map(|part| part.to_string_lossy().into_owned());
    parts.filter(|part| part != "mod" && part != "lib").collect()
}

/// Whether the token at `nth` names a crate: `name::`, `use name`, `extern crate name`.
fn names_a_crate(code: &[Token<'_>], nth: usize) -> bool {
    let is = |at: Option<usize>, text: &str| {
        at.and_then(|at| code.get(at)).is_some_and(|token| token.text == text)
    };
    let before = nth.checked_sub(1);
    if is(before, "::") || is(before, ".") || is(before, "mod") {
        return false;
    }
    is(Some(nth + 1), "::") || is(before, "use") || is(before, "crate")
}

/// The names below the crate's root that a path beginning at `nth` reaches: of `crate::a`, of
/// `crate::{a, b::c}`, and of as many `super` as lead out of `depth` modules.
fn roots<'a>(code: &[Token<'a>], nth: usize, depth: usize) -> Vec<&'a str> {
    let text = |at: usize| code.get(at).map_or("", |token| token.text);
    if nth > 0 && text(nth - 1) == "::" {
        return Vec::new();
    }
    let mut at = nth;
    match text(at) {
        "crate" => at += 1,
        "super" => {
            let mut supers = 0;
            while text(at) == "super" {
                supers += 1;
                at += if text(at + 1) == "::" && text(at + 2) == "super" { 2 } else { 1 };
            }
            if supers < depth {
                return Vec::new();
            }
        }
        _ => return Vec::new(),
    }
    if text(at) != "::" {
        return Vec::new();
    }
    at += 1;
    if text(at) != "{" {
        return vec![text(at)];
    }
    let (mut names, mut open) = (Vec::new(), 0);
    while at < code.len() {
        match text(at) {
            "{" => {
                open += 1;
                if open == 1 {
                    names.push(text(at + 1));
                }
            }
            "}" if open == 1 => break,
            "}" => open -= 1,
            "," if open == 1 && text(at + 1) != "}" => names.push(text(at + 1)),
            _ => {}
        }
        at += 1;
    }
    names
}

struct Token<'a> {
    text: &'a str,
    line: usize,
}

/// The words and signs of a Rust file, without comments and strings.
fn code_of(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let taken = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = string_length(rest) {
            length
        } else if word > 0 {
            tokens.push(Token { text: &rest[..word], line });
            word
        } else if rest.starts_with("::") {
            tokens.push(Token { text: &rest[..2], line });
            2
        } else {
            if !c.is_whitespace() {
                tokens.push(Token { text: &rest[..c.len_utf8()], line });
            }
            c.len_utf8()
        };
        line += rest[..taken].matches('\n').count();
        at += taken;
    }
    tokens
}

/// The length of the string or character literal that `rest` begins with.
fn string_length(rest: &str) -> Option<usize> {
    let prefix = rest.find(|c: char| !matches!(c, 'b' | 'r' | 'c'))?;
    let raw = rest[..prefix].contains('r');
    let hashes = rest[prefix..].chars().take_while(|c| *c == '#').count();
    let open = prefix + hashes;
    if rest[open..].starts_with('"') && (hashes == 0 || raw) {
        let close = format!("\"{}", "#".repeat(hashes));
        if raw {
            return rest[open + 1..].find(&close).map(|end| open + 1 + end + close.len());
        }
        let mut escaped = false;
        for (nth, c) in rest[open + 1..].char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => return Some(open + nth + 2),
                _ => {}
            }
        }
        return Some(rest.len());
    }
    // A character, not a lifetime: it is closed after one character or an escape.
    let inner = rest.strip_prefix('\'')?;
    let first = inner.chars().next()?;
    if first == '\\' {
        return inner[2..].find('\'').map(|end| end + 4);
    }
    inner[first.len_utf8()..].starts_with('\'').then(|| first.len_utf8() + 2)
}
