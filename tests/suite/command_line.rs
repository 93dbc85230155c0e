//! The command line as somebody types it: what it makes, and what it says when it cannot.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use crate::program::{Run, names, offprint, project, run, scratch};

const TEXT: &str = "Rosa Example\n\nOn Examples\n\n(1905)\n\n\
    An example is worth more than a rule. It can be looked at.\n\n\
    A second example is worth even more, since the two can be compared.\n";

/// A folder with texts by these names.
fn folder(name: &str, texts: &[&str]) -> std::path::PathBuf {
    let folder = scratch(name);
    for text in texts {
        let path = folder.join(text);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, TEXT).unwrap();
    }
    folder
}

fn build(input: &Path, output: &Path) -> Run {
    run([Path::new("build"), input, Path::new("-o"), output])
}

#[track_caller]
fn says(run: &Run, code: i32, words: &[&str]) {
    assert_eq!(run.code, Some(code), "{run:?}");
    for word in words {
        assert!(run.err.contains(word), "“{word}” is not in: {}", run.err);
    }
}

#[test]
fn build_makes_both_books_and_says_so() {
    let texts = folder("builds", &["example.txt"]);
    let out = texts.join("made/here");
    let built = build(&texts, &out);
    says(&built, 0, &["Made", "example.epub", "example.pdf"]);
    assert_eq!(built.out, "", "the standard output is for data");
    assert_eq!(names(&out), ["example.epub", "example.pdf"]);
    for book in ["example.epub", "example.pdf"] {
        assert!(std::fs::metadata(out.join(book)).unwrap().len() > 1000, "{book} is a book");
    }
}

#[test]
fn epub_and_pdf_make_one_file_of_any_name() {
    let texts = folder("one-form", &["example.txt"]);
    for form in ["epub", "pdf"] {
        let (input, named) = (texts.join("example.txt"), texts.join(format!("named.{form}")));
        let made = run([Path::new(form), &input, Path::new("-o"), &named]);
        says(&made, 0, &["Made", "named"]);
        assert!(named.is_file());
    }
    assert_eq!(names(&texts), ["example.txt", "named.epub", "named.pdf"]);
    std::fs::copy(texts.join("example.txt"), texts.join("second.txt")).unwrap();
    let wrong = run([Path::new("epub"), &texts, Path::new("-o"), &texts.join("x.epub")]);
    says(&wrong, 2, &["x.epub"]);
}

#[test]
fn epub_and_build_make_the_same_ebook() {
    let texts = folder("same-ebook", &["example.txt"]);
    let (both, one) = (texts.join("both"), texts.join("one"));
    says(&build(&texts.join("example.txt"), &both), 0, &[]);
    let input = texts.join("example.txt");
    says(&run([Path::new("epub"), &input, Path::new("-o"), &one]), 0, &[]);
    let read = |folder: &Path| std::fs::read(folder.join("example.epub")).unwrap();
    assert!(read(&both) == read(&one), "build and epub differ");
    assert_eq!(names(&one), ["example.epub"]);
}

#[test]
fn a_missing_file_is_named() {
    let out = scratch("missing");
    let built = build(Path::new("no-such-text.htm"), &out.join("out"));
    says(&built, 1, &["error: no-such-text.htm: no such file", "hint:"]);
    assert_eq!(names(&out), Vec::<String>::new(), "nothing is made");
}

#[test]
fn what_can_be_made_is_made_beside_what_cannot() {
    let texts = folder("some-missing", &["example.txt"]);
    let out = texts.join("out");
    let input = texts.join("example.txt");
    let built = run([Path::new("build"), Path::new("gone.txt"), &input, Path::new("-o"), &out]);
    says(&built, 1, &["gone.txt", "Made"]);
    assert_eq!(names(&out), ["example.epub", "example.pdf"]);
}

#[test]
fn a_folder_without_texts_is_an_error() {
    let texts =
        folder("no-texts", &["README.md", "LICENSE.txt", ".hidden.txt", "example.toml"]);
    says(&build(&texts, &texts.join("out")), 1, &["no texts in this folder", "hint:"]);
    assert!(!texts.join("out").exists());
}

#[test]
fn an_empty_file_and_a_binary_file_are_no_texts() {
    let texts = scratch("no-text");
    for (name, bytes) in [
        ("empty.txt", &b""[..]),
        ("blank.txt", b" \n\n\t\n"),
        ("binary.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0"),
        ("image.htm", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0"),
    ] {
        let input = texts.join(name);
        std::fs::write(&input, bytes).unwrap();
        let out = texts.join("out");
        let built = build(&input, &out);
        says(&built, 1, &["error:", name]);
        assert!(!built.err.contains("panicked"), "{}", built.err);
        assert_eq!(names(&out), Vec::<String>::new(), "{name}: nothing is left behind");
    }
}

#[test]
fn an_unwritable_folder_is_the_machines_fault() {
    let texts = folder("unwritable", &["example.txt", "in-the-way"]);
    let built = build(&texts.join("example.txt"), &texts.join("in-the-way/books"));
    says(&built, 4, &["in-the-way", "cannot be written", "-o"]);
    assert_eq!(names(&texts), ["example.txt", "in-the-way"]);
    // A folder in the place of the book: found out only when the book gets its name.
    std::fs::create_dir_all(texts.join("out/example.pdf/full")).unwrap();
    let built = build(&texts.join("example.txt"), &texts.join("out"));
    says(&built, 4, &["example.pdf", "cannot be written"]);
    let left = names(&texts.join("out"));
    assert!(left.iter().all(|name| !name.ends_with(".tmp")), "{left:?}");
}

#[test]
fn two_works_of_one_name_stop_everything() {
    let texts = folder("clash", &["a/example.txt", "b/Example.md", "c.txt"]);
    let built = build(&texts, &texts.join("out"));
    says(&built, 2, &["a/example.txt", "b/Example.md", "nothing was made", "hint:"]);
    assert!(!texts.join("out").exists());
}

#[test]
fn clashes_of_a_whole_archive_are_told_at_once_and_the_advice_works() {
    let years = ["1844", "1845", "1846"];
    let names = ["a", "b", "c", "d", "e", "f", "religion"];
    let texts: Vec<String> = years
        .iter()
        .flat_map(|year| names.iter().map(move |name| format!("{year}/{name}.txt")))
        .collect();
    let archive = folder("archive", &texts.iter().map(String::as_str).collect::<Vec<_>>());
    let built = build(&archive, &archive.join("out"));
    says(&built, 2, &["7 names", "a.epub", "e.epub", "and 2 more", "one by one", "-o"]);
    assert!(!built.err.contains("f.epub"), "only the first five: {}", built.err);
    assert!(!archive.join("out").exists());
    for year in years {
        let made = run([
            Path::new("epub"),
            &archive.join(year),
            Path::new("-o"),
            &archive.join("books").join(year),
        ]);
        says(&made, 0, &["religion.epub"]);
    }
}

#[test]
fn an_output_that_cannot_be_meant_is_refused() {
    let texts = folder("meant", &["example.txt"]);
    for (arguments, words) in [
        (["build", "example.txt", "-o", "x.epub"], "offprint epub"),
        (["build", "example.txt", "-o", "x.PDF"], "offprint epub"),
        (["build", "example.txt", "-o", "-"], "standard output"),
        (["epub", "example.txt", "-o", "x.pdf"], "x.epub"),
        (["pdf", "example.txt", "-o", "x.epub"], "x.pdf"),
        (["pdf", "example.txt", "-o", "-"], "standard output"),
    ] {
        let ended = offprint(arguments).current_dir(&texts).output().unwrap().into();
        says(&ended, 2, &["-o", words, "hint:"]);
    }
    assert_eq!(names(&texts), ["example.txt"]);
}

#[test]
fn wrong_usage_is_told_from_failure() {
    for arguments in [
        &["bild"][..],
        &["build", "--paper", "a3"],
        &["show", "x.txt"],
        &["show", "x.txt", "--after", "lunch"],
        &["show", "source", "--after", "strip", "--why", "words"],
        &["show", "source/how-did-stalin-defeat-the-opposition.txt", "--why", " "],
        &["epub"],
        &["build", "-j", "0"],
    ] {
        assert_eq!(run(arguments).code, Some(2), "{arguments:?}");
    }
    let texts = folder("wrong-date", &["example.txt"]);
    let mut command =
        offprint([Path::new("build"), &texts, Path::new("-o"), &texts.join("out")]);
    command.env("SOURCE_DATE_EPOCH", "yesterday");
    says(&command.output().unwrap().into(), 2, &["SOURCE_DATE_EPOCH", "yesterday"]);
    let mut command = offprint(["build"]);
    command.current_dir(&texts);
    says(&command.output().unwrap().into(), 2, &["source/", "hint:"]);
}

#[test]
fn help_is_a_page() {
    let help = run(["--help"]);
    assert_eq!(help.code, Some(0));
    assert!(help.out.lines().count() <= 40, "a page, not a book:\n{}", help.out);
    for word in ["build", "epub", "pdf", "check", "show", "rules", "Exit codes", "INPUT"] {
        assert!(help.out.contains(word), "{word} is missing:\n{}", help.out);
    }
    for command in ["build", "epub", "pdf", "check", "show", "rules"] {
        let help = run([command, "-h"]);
        assert_eq!(help.code, Some(0));
        assert!(help.out.lines().count() <= 40, "{}", help.out);
        // The long form lists the limits of a text too, which nobody needs every day.
        let help = run([command, "--help"]);
        assert_eq!(help.code, Some(0));
        let limits = command != "rules";
        assert_eq!(help.out.contains("--max-blocks"), limits, "{}", help.out);
    }
}

#[test]
fn the_standard_input_is_a_text() {
    let out = scratch("standard-input").join("piped.epub");
    let mut command = offprint([Path::new("epub"), Path::new("-"), Path::new("-o"), &out]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(TEXT.as_bytes()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(out.is_file());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut command = offprint(["rules"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended: Run = child.wait_with_output().unwrap().into();
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
}

#[test]
fn quiet_says_only_what_went_wrong() {
    let texts = folder("quiet", &["example.txt"]);
    let out = texts.join("out");
    let built = run([Path::new("--quiet"), Path::new("build"), &texts, Path::new("-o"), &out]);
    assert_eq!((built.code, built.err.as_str()), (Some(0), ""));
    says(&run(["-q", "build", "gone.txt"]), 1, &["gone.txt"]);
}

#[test]
fn a_text_cannot_steer_the_terminal() {
    let texts = scratch("steering");
    std::fs::write(texts.join("bell\u{7}\u{1b}[31m.txt"), "").unwrap();
    let built = build(&texts, &texts.join("out"));
    assert!(!built.err.contains(['\u{7}', '\u{1b}']), "{:?}", built.err);
}

#[test]
fn a_sidecar_corrects_and_must_fit() {
    let texts = folder("sidecar", &["example.txt"]);
    let input = texts.join("example.txt");
    let with = |sidecar: &str| {
        std::fs::write(texts.join("example.toml"), sidecar).unwrap();
        run([Path::new("check"), &input, Path::new("--json")])
    };
    let corrected = with("title = \"On Good Examples\"\nauthors = [\"R. Example\"]\n");
    assert_eq!(corrected.code, Some(0), "{}", corrected.err);
    let object: serde_json::Value = serde_json::from_str(&corrected.out).unwrap();
    assert_eq!(object["title"], "On Good Examples");
    assert_eq!(object["authors"][0], "R. Example");
    says(&with("titel = \"On Examples\"\n"), 1, &["example.toml", "titel"]);
    let keep = |rule: &str, words: &str| {
        with(&format!(
            "[[keep]]\nrule = \"{rule}\"\ncontaining = \"{words}\"\nreason = \"so\"\n"
        ))
    };
    says(&keep("no/such-rule", "An example"), 1, &["example.toml", "no/such-rule", "hint:"]);
    let rule = offprint::rules()[0].id;
    says(&keep(rule, "words that are not there"), 1, &["words that are not there", "hint:"]);
    let idle = keep("nav/back-links", "An example is worth");
    says(&idle, 1, &["nav/back-links", "An example is worth", "does nothing", "hint:"]);
    let pair = |after: &str, mark: &str, note: &str| {
        with(&format!("[[note]]\nafter = '{after}'\nmark = '{mark}'\nnote = '{note}'\n"))
    };
    says(&pair("than a rule.", "[1]", "No such note"), 1, &["No such note", "hint:"]);
    // All its words are in the text, but they are no mark and no note.
    let idle = pair("than a rule.", "[1]", "A second example");
    says(&idle, 1, &["[[note]] joins nothing", "than a rule.", "[1]", "hint:"]);
    says(
        &with("authors = \"R. Example\"\n"),
        1,
        &["example.toml", "line 1", "[\"Leon Trotsky\"]"],
    );
}

/// A work of two pages, `talks/`, and what `check --json` says of it.
fn talks(name: &str, sidecars: &[(&str, &str)]) -> Run {
    let texts = scratch(name);
    let work = texts.join("talks");
    std::fs::create_dir(&work).unwrap();
    let page = |file: &str, title: &str, text: &str| {
        let page = format!("<title>{title}</title><h1>{title}</h1><p>{text}</p>");
        std::fs::write(work.join(file), page).unwrap();
    };
    page("index.htm", "On Talks", "<a href=\"one.htm\">One</a><br><a href=\"two.htm\">Two</a>");
    page("one.htm", "One", "The first talk, about examples and what they are good for.");
    page(
        "two.htm",
        "Two",
        "The second talk, about rules. See below.</p><p>return return return",
    );
    for (file, sidecar) in sidecars {
        std::fs::write(texts.join(file), sidecar).unwrap();
    }
    run([Path::new("check"), &work, Path::new("--json")])
}

#[test]
fn a_work_is_corrected_beside_its_contents_page_or_its_folder() {
    let title = "title = \"Talks\"\n";
    for place in ["talks/index.toml", "talks/talks.toml", "talks.toml"] {
        let ran = talks("work-sidecar", &[(place, title)]);
        let object: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(object["title"], "Talks", "{place}: {}", ran.err);
    }
    let two = [("talks/index.toml", title), ("talks.toml", title)];
    says(&talks("work-sidecars", &two), 1, &["index.toml", "talks.toml", "hint:"]);
}

#[test]
fn the_sidecars_of_its_pages_keep_and_pair_in_a_work() {
    let keep = |words: &str| {
        format!(
            "title = \"Rules\"\n[[keep]]\nrule = \"nav/back-links\"\ncontaining = \"{words}\"\nreason = \"so\"\n"
        )
    };
    let ran = talks("page-sidecar", &[("talks/two.toml", &keep("return return"))]);
    let object: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(object["title"], "On Talks", "a page's own title is not the work's");
    let spans = object["ledger"]["spans"].as_array().unwrap();
    assert!(spans.iter().all(|span| span[3] != "nav/back-links"), "{}", ran.out);
    let stale = talks("stale-page-sidecar", &[("talks/two.toml", &keep("was not said"))]);
    says(&stale, 1, &["was not said", "hint:"]);
}

#[test]
fn a_sidecar_beside_no_text_is_told_of() {
    let texts = folder("lone", &["example.txt"]);
    std::fs::write(texts.join("exampel.toml"), "title = \"On Examples\"\n").unwrap();
    let ran = run([Path::new("check"), &texts]);
    says(&ran, 0, &["Passed over", "exampel.toml", "no text of that name"]);
}

#[test]
fn a_text_named_twice_is_made_once() {
    let texts = folder("twice", &["example.txt"]);
    let text = texts.join("example.txt");
    let ran = run([Path::new("check"), &text, &texts, Path::new("--json")]);
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 1), "{}", ran.err);
}

#[test]
fn the_sidecar_of_the_readme_fits_its_sample() {
    let readme = std::fs::read_to_string(project().join("README.md")).unwrap();
    let (_, from) = readme.split_once("```toml\n").unwrap();
    let (sidecar, _) = from.split_once("```").unwrap();
    let name = "how-did-stalin-defeat-the-opposition";
    let texts = scratch("readme");
    let text = texts.join(format!("{name}.txt"));
    std::fs::copy(project().join(format!("source/{name}.txt")), &text).unwrap();
    std::fs::write(texts.join(format!("{name}.toml")), sidecar).unwrap();
    let checked = run([Path::new("check"), &text, Path::new("--json")]);
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    let object: serde_json::Value = serde_json::from_str(&checked.out).unwrap();
    for (key, value) in
        [("subtitle", "A reply to Zeller"), ("written", "1935-11-30"), ("published", "1935-12")]
    {
        assert_eq!(object[key], value, "{object}");
    }
    assert_eq!(object["translators"][0], "Max Shachtman");
    assert_eq!(object["notes"]["linked"], 2);
    let stripped = object["ledger"]["spans"].as_array().unwrap();
    assert!(stripped.iter().all(|span| span[3] != "nav/back-links"), "the row is kept");
}

#[test]
fn check_counts_and_quotes_as_people_do() {
    let texts = scratch("counts");
    let input = texts.join("quoted.txt");
    std::fs::write(
        &input,
        "Rosa Example\n\n“On Examples”\n\n(1905)\n\nAn example is worth more than a rule. [1]\n\n\
         A second example is worth even more.\n\nNotes\n\n1. It can be looked at.\n",
    )
    .unwrap();
    let told = run([Path::new("check"), &input]);
    assert!(told.out.contains("\n  “On Examples” by"), "{}", told.out);
    assert!(told.out.contains("  1 note, 1 mark linked to them, 0 marks"), "{}", told.out);
}

#[test]
fn check_is_one_object_a_line() {
    let texts = folder("check", &["a.txt", "b.txt"]);
    let checked = run([Path::new("check"), &texts, Path::new("--json")]);
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    let objects: Vec<serde_json::Value> =
        checked.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 2);
    for object in objects {
        for key in [
            "input",
            "language",
            "title",
            "authors",
            "reading_text",
            "ledger",
            "notes",
            "findings",
        ] {
            assert!(object.get(key).is_some(), "{key} is missing: {object}");
        }
    }
    let told = run([Path::new("check"), &texts]);
    assert!(told.out.contains("a.txt") && told.out.contains("kept"), "{}", told.out);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_nothing_half_done() {
    let out = scratch("interrupted");
    let mut command = offprint([Path::new("build"), Path::new("-"), Path::new("-o"), &out]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    // It waits for its input by now, or will find the signal waiting.
    std::thread::sleep(std::time::Duration::from_millis(300));
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(names(&out), Vec::<String>::new());
}

/// The letters of Georgian, which the bundled faces lack; they stand among the fonts of the tests.
const GEORGIAN: &str = "Rosa Example\n\nOn Letters\n\n(1905)\n\n\
    The word \u{10d4}\u{10dc}\u{10d0} means a tongue and a language, as in other countries.\n";

#[test]
fn the_users_fonts_set_what_the_bundled_ones_lack() {
    let texts = folder("georgian", &["letters.txt"]);
    std::fs::write(texts.join("letters.txt"), GEORGIAN).unwrap();
    let input = texts.join("letters.txt");
    let out = texts.join("letters.pdf");
    let pdf = |fonts: &[&Path]| {
        let arguments = [Path::new("pdf"), &input, Path::new("-o"), &out];
        run(arguments.into_iter().chain(fonts.iter().copied()))
    };
    says(&pdf(&[]), 0, &["no font has", "U+10D4", "--fonts"]);
    let fonts = crate::program::project().join("tests/fonts");
    let with_fonts = pdf(&[Path::new("--fonts"), &fonts]);
    says(&with_fonts, 0, &["Made"]);
    assert!(!with_fonts.err.contains("no font has"), "{with_fonts:?}");
    let pdf_file = lopdf::Document::load(&out).unwrap();
    let embeds = |object: &lopdf::Object| {
        let font = object.as_dict().and_then(|font| font.get(b"BaseFont")?.as_name());
        font.is_ok_and(|name| name.ends_with(b"NotoSerifGeorgian-Regular"))
    };
    assert!(pdf_file.objects.values().any(embeds), "the font is in the file");
    let nowhere = texts.join("nowhere");
    says(&pdf(&[Path::new("--fonts"), &nowhere]), 2, &["nowhere: no such folder of fonts"]);
    says(&pdf(&[Path::new("--fonts"), &texts]), 2, &["no font was found there"]);
}

#[test]
fn pdf_tells_how_its_pages_came_out() {
    let texts = folder("report", &["example.txt"]);
    let input = texts.join("example.txt");
    let pdf = [Path::new("pdf"), &input, Path::new("-o"), &texts];
    let silent = run(pdf);
    says(&silent, 0, &["Made"]);
    assert_eq!(silent.out, "");
    let told = run(pdf.into_iter().chain([Path::new("--report")]));
    says(&told, 0, &["Made"]);
    assert!(told.out.contains("example.pdf: "), "{told:?}");
    // The second paragraph ends in a single word.
    assert!(told.out.ends_with(" lines are last words alone [typeset/runt]\n"), "{told:?}");

    let short = texts.join("short.txt");
    let words = "A Short Text\n\nby Nobody\n\nThere is nothing in it that could go wrong.\n";
    std::fs::write(&short, words).unwrap();
    let told = run([Path::new("pdf"), &short, Path::new("-o"), &texts, Path::new("--report")]);
    assert!(told.out.ends_with("short.pdf: 2 pages\n  no fault was found\n"), "{told:?}");
}
