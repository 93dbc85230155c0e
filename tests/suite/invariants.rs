//! What must hold of every text, whatever it is: each character has one fate, no stage loses or
//! invents a word, and the same input gives the same bytes.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use crate::bodies::account::accounted_for;
use crate::program::{entries, names, project, run, scratch};

/// Every input of the cases and of `source/`, through the whole road.
#[test]
fn every_case_is_accounted_for() {
    let mut inputs = Vec::new();
    for folder in ["source", "tests/cases"] {
        texts(&project().join(folder), &mut inputs);
    }
    assert!(!inputs.is_empty());
    for path in inputs {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        accounted_for(&name, bytes)
            .unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    }
}

/// Every text of a folder that the one who runs the tests names in `OFFPRINT_CORPUS`.
#[test]
fn every_text_of_a_corpus_is_accounted_for() {
    let Some(corpus) = std::env::var_os("OFFPRINT_CORPUS") else {
        println!("not run: OFFPRINT_CORPUS names no folder of texts");
        return;
    };
    let mut inputs = Vec::new();
    texts(Path::new(&corpus), &mut inputs);
    let mut faults = Vec::new();
    for path in &inputs {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(path).unwrap();
        if let Err(fault) = accounted_for(&name, bytes) {
            faults.push(format!("{}: {fault}", path.display()));
        }
    }
    println!("{} texts, {} faults", inputs.len(), faults.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn equal_input_gives_equal_bytes_with_any_number_of_threads() {
    let folder = scratch("determinism");
    let runs = [("one", &["-j", "1"][..]), ("again", &["-j", "1"]), ("many", &[])];
    for (name, jobs) in runs {
        let out = folder.join(name);
        let out = out.to_string_lossy();
        let built = run([&["build", "source", "-o", &out][..], jobs].concat());
        assert_eq!(built.code, Some(0), "{}", built.err);
    }
    let books = names(&folder.join("one"));
    assert!(!books.is_empty());
    for other in ["again", "many"] {
        assert_eq!(names(&folder.join(other)), books);
        for book in &books {
            let read = |run: &str| std::fs::read(folder.join(run).join(book)).unwrap();
            assert!(read("one") == read(other), "{book} differs in the run “{other}”");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        // A failure is shown with its input; nothing is written beside the tests.
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_word_of_a_web_page_is_lost_or_invented(page in web_page()) {
        let checked = accounted_for("page.htm", page.clone().into_bytes());
        prop_assert!(checked.is_ok(), "{}\n{page}", checked.unwrap_err());
    }

    #[test]
    fn no_word_of_a_plain_text_is_lost_or_invented(text in plain_text()) {
        let checked = accounted_for("text.txt", text.clone().into_bytes());
        prop_assert!(checked.is_ok(), "{}\n{text}", checked.unwrap_err());
    }

    #[test]
    fn no_word_of_a_markdown_text_is_lost_or_invented(text in plain_text()) {
        let checked = accounted_for("text.md", text.clone().into_bytes());
        prop_assert!(checked.is_ok(), "{}\n{text}", checked.unwrap_err());
    }

    #[test]
    fn no_word_of_a_muse_text_is_lost_or_invented(text in plain_text()) {
        let checked = accounted_for("text.muse", text.clone().into_bytes());
        prop_assert!(checked.is_ok(), "{}\n{text}", checked.unwrap_err());
    }

    #[test]
    fn any_bytes_end_in_a_book_or_a_reason(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for name in ["bytes.htm", "bytes.txt", "bytes.md", "bytes.muse"] {
            let checked = accounted_for(name, bytes.clone());
            prop_assert!(checked.is_ok(), "{name}: {}", checked.unwrap_err());
        }
    }
}

/// Pieces that archive pages are made of, well-formed and not.
pub fn web_page() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<P>",
        "<br>",
        "<br/>",
        "<hr>",
        "<h1>",
        "</h1>",
        "<h3>",
        "</h3>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<sup>",
        "</sup>",
        "<blockquote>",
        "</blockquote>",
        "<table><tr><td>",
        "</td><td>",
        "</table>",
        "<ul><li>",
        "</ul>",
        "<center>",
        "</center>",
        "<div class=\"x\">",
        "</div>",
        "<a name=\"n1\">",
        "<a href=\"#n1\">[1]</a>",
        "<a href=\"#r1\">1.</a>",
        "[1]",
        "</a>",
        "<p class=\"fst\">",
        "<p class=\"updat\">",
        "Last updated on: 1.2.2003",
        "<pre>",
        "</pre>",
        "&nbsp;",
        "&#8220;",
        "\n",
        "\n\n",
        "  ",
        "<h3>Notes</h3>",
        "<!--12-->",
        "</body>",
        "Top of the page",
        "<a href=\"../index.htm\">Archive</a>",
        "<script>x()</script>",
        "&amp;",
        "<span lang=\"de\">",
        "</span>",
        "-\n",
        "|12|",
        "<img src=\"a.gif\" alt=\"seal\">",
    ]);
    let word = "[A-Za-z]{1,9}[.,;!?]?".prop_map(|word| word + " ");
    let part = prop_oneof![3 => word, 2 => piece.prop_map(str::to_owned)];
    prop::collection::vec(part, 1..80)
        .prop_map(|parts| format!("<html><body>{}</body></html>", parts.concat()))
}

/// Pieces that plain texts, Markdown and muse are made of.
fn plain_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\n",
        "\n\n",
        "\n\n\n",
        "\r\n",
        "    ",
        "  ",
        "\t",
        "[1]",
        "[1] ",
        "[2] ",
        "1. ",
        "(1)",
        "* ",
        "* * *",
        "---",
        "_",
        "**",
        "*",
        "# ",
        "## ",
        "> ",
        "- ",
        "#title ",
        "#author ",
        "<br>",
        "<verse>",
        "</verse>",
        "[^1]",
        "[^1]: ",
        "|",
        "CHAPTER I",
        "Notes",
        "NOTES\n",
        "return ",
        "Last updated on: 1.2.2003",
        "[Footnote 1: ",
        "]",
        "[Illustration]",
        "-\n",
        "—",
        "“",
        "”",
        "Transcribed by ",
        "(1905)\n\n",
        "***",
        "~~~",
        "`",
        "[a](b.htm)",
        "&amp;",
        "\\",
    ]);
    let word = "[A-Za-z]{1,9}[.,;!?]?".prop_map(|word| word + " ");
    let part = prop_oneof![3 => word, 2 => piece.prop_map(str::to_owned)];
    prop::collection::vec(part, 1..80).prop_map(|parts| parts.concat())
}

/// The texts in a folder and its folders: what the program would take, and goldens not.
pub fn texts(folder: &Path, found: &mut Vec<PathBuf>) {
    let endings = ["htm", "html", "txt", "md", "muse"];
    let goldens =
        ["expected", "ingest", "normalise", "strip", "structure", "typeset", "README"];
    for path in entries(folder) {
        let is = |part: Option<&std::ffi::OsStr>, any: &[&str]| {
            part.is_some_and(|part| any.iter().any(|one| part.eq_ignore_ascii_case(one)))
        };
        if path.is_dir() {
            texts(&path, found);
        } else if is(path.extension(), &endings) && !is(path.file_stem(), &goldens) {
            found.push(path);
        }
    }
}
