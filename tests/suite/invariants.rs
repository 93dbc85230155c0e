//! What must hold of every text, whatever it is: each character has one fate, no stage loses or
//! invents a word, and the same input gives the same bytes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use offprint::Failure;
use offprint::book::{Fate, Source, Span, Text, Transcript, Work, each_text};
use proptest::prelude::*;

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
fn web_page() -> impl Strategy<Value = String> {
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

/// Takes a text down the road and looks after each stage whether every character is there once,
/// as it was or by a rule.
fn accounted_for(name: &str, bytes: Vec<u8>) -> Result<(), String> {
    let source = Source { name: name.into(), bytes, address: None };
    let work = Work { name: "work".into(), pages: vec![source], ..Work::default() };
    let Ok(read) = offprint::ingest(&work) else { return Ok(()) };
    let transcript = read.value;
    all_there("ingest", &transcript)?;
    let transcript = offprint::normalise(&work, transcript).value;
    all_there("normalise", &transcript)?;
    let transcript = offprint::strip(&work, transcript).value;
    all_there("strip", &transcript)?;
    let draft = match offprint::structure(&work, transcript) {
        Ok(checked) => checked.value,
        Err(Failure::Ledger(fault)) => return Err(format!("structure: {fault}")),
        Err(_) => return Ok(()),
    };
    let mut at = 0;
    let reading: Vec<char> = draft.reading.chars().collect();
    for (span, fate) in &draft.ledger.spans {
        if span.start != at || span.is_empty() {
            return Err(format!("the ledger has a gap or an overlap at {at}"));
        }
        let blank = reading[span.range()].iter().all(|c| c.is_whitespace());
        if blank && matches!(fate, Fate::Stripped(_)) {
            return Err(format!("white space alone is stripped at {at}"));
        }
        at = span.end;
    }
    if at as usize != reading.len() {
        return Err(format!("the ledger ends at {at} of {}", reading.len()));
    }
    let mut invented = None;
    draft.book.each_text(&mut |text| {
        if let Some(words) = invention(text, &reading) {
            invented = Some(words);
        }
    });
    invented.map_or(Ok(()), Err)
}

/// Whether the texts of a transcript and what its log took out are together its reading text.
fn all_there(stage: &str, transcript: &Transcript) -> Result<(), String> {
    let reading: Vec<char> = transcript.reading.chars().collect();
    let mut claims: Vec<Span> = Vec::new();
    let mut invented = None;
    let passages = transcript.leaves.iter().flat_map(|leaf| &leaf.passages);
    passages.for_each(|passage| {
        passage.each_run(&mut |run| {
            each_text(run, &mut |text| {
                claims.extend(text.pieces().iter().map(|piece| piece.span));
                invented = invented.take().or(invention(text, &reading));
            });
        });
    });
    if let Some(words) = invented {
        return Err(format!("{stage}: {words}"));
    }
    claims.extend(transcript.log.entries().iter().map(|(span, _)| *span));
    claims.retain(|span| !span.is_empty());
    claims.sort();
    let mut at = 0;
    let end = reading.len() as u32;
    for span in claims.into_iter().chain([Span::new(end, end)]) {
        if span.start < at {
            return Err(format!(
                "{stage}: {}..{} is there twice",
                span.start,
                at.min(span.end)
            ));
        }
        let between: String = reading[Span::new(at, span.start).range()].iter().collect();
        if !between.trim().is_empty() {
            return Err(format!("{stage}: lost “{}” at {at}", between.trim()));
        }
        at = span.end;
    }
    Ok(())
}

/// Letters of a text that do not stand in its source in this order, if there are any. Where a rule
/// made a piece that was cut later, its place is with the first half.
fn invention(text: &Text, reading: &[char]) -> Option<String> {
    let mut left: BTreeMap<&str, (usize, &[char])> = BTreeMap::new();
    for (words, piece) in text.parts() {
        let source = &reading[piece.span.range()];
        let Some(rule) = piece.rule else {
            if !words.chars().eq(source.iter().copied()) {
                return Some(format!("“{words}” is changed without a rule"));
            }
            continue;
        };
        let (at, whole) = match left.get(rule.id) {
            Some(before) if source.is_empty() => *before,
            _ => (0, source),
        };
        let mut used = at;
        let mut found = |c: char| {
            let place = whole[used..].iter().position(|letter| *letter == c);
            used += place.map_or(0, |place| place + 1);
            place.is_some()
        };
        let made = words.chars().filter(|c| c.is_alphanumeric()).all(&mut found);
        if !made && whole.iter().all(char::is_ascii) {
            let source: String = whole.iter().collect();
            return Some(format!("“{words}” is not made of “{source}” ({})", rule.id));
        }
        left.insert(rule.id, (used, whole));
    }
    None
}

/// The texts in a folder and its folders: what the program would take, and goldens not.
fn texts(folder: &Path, found: &mut Vec<PathBuf>) {
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
