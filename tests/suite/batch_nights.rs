//! `offprint batch`, night after night: what changed in the mirror is seen, and what is not
//! offprint's in the library stays.

use std::path::Path;

use crate::mirror::{Place, books, page, text};
use crate::program::{Run, offprint, run};

const CONTENTS: &str = "<html><body><h1>Two Parts</h1><p><a href=\"ch01.htm\">One</a></p>\
    <p><a href=\"ch02.htm\">Two</a></p></body></html>";

/// A text of which nothing tells the year.
fn undated(subject: &str) -> String {
    text(subject).replace("\n(1905)\n", "")
}

/// The last line of what a run that ended well said.
#[track_caller]
fn done(run: &Run) -> &str {
    assert_eq!(run.code, Some(0), "{run:?}");
    run.err.lines().last().unwrap_or_default()
}

#[test]
fn a_mirror_is_not_its_own_library() {
    let place = Place::new("nights-same");
    place.write("index.html", "the archive's own");
    place.write("opds/mine.xml", "the archive's own");
    for library in [place.mirror(), place.mirror().join("essays/..")] {
        let ran = place.batch_into(&library, &[]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("this is the mirror itself"), "{ran:?}");
    }
    for name in ["index.html", "opds/mine.xml"] {
        let there = std::fs::read_to_string(place.mirror().join(name)).unwrap();
        assert_eq!(there, "the archive's own");
    }
}

#[test]
fn what_others_put_into_a_library_stays() {
    let place = Place::new("nights-others");
    let at = |name: &str| place.library().join(name);
    std::fs::create_dir_all(at("opds")).unwrap();
    std::fs::write(at("opds/mine.xml"), "my own").unwrap();
    std::fs::write(at("index.html"), "my own").unwrap();
    let ran = place.batch(&[]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("index.html: stands in the library's way"), "{ran:?}");
    assert_eq!(std::fs::read_to_string(at("index.html")).unwrap(), "my own");
    std::fs::remove_file(at("index.html")).unwrap();
    assert!(done(&place.batch(&[])).contains("5 made"));
    assert!(done(&place.batch(&[])).contains("5 unchanged"));
    assert_eq!(std::fs::read_to_string(at("opds/mine.xml")).unwrap(), "my own");
    assert!(at("index.html").exists());
}

#[test]
fn a_work_that_a_new_page_completes_is_made() {
    let place = Place::new("nights-completed");
    let chapter = place.mirror().join("parts/ch02.htm");
    std::fs::remove_file(&chapter).unwrap();
    place.batch(&[]);
    assert!(books(&place.library()).contains_key("parts/ch01.epub"));
    place.write("parts/ch02.htm", &page("ends"));
    let ran = place.batch(&["--clean"]);
    assert!(done(&ran).contains("1 made, 4 unchanged"), "{ran:?}");
    let other = place.folder.join("other");
    place.batch_into(&other, &[]);
    assert!(books(&other) == books(&place.library()), "the books differ");
}

#[cfg(unix)]
#[test]
fn a_sidecar_that_appears_as_a_link_is_a_change() {
    let place = Place::new("nights-sidecar");
    place.write("sidecars/one.toml", "title = \"Ends and Beginnings\"\n");
    place.batch(&[]);
    let beside = place.mirror().join("parts.toml");
    std::os::unix::fs::symlink("sidecars/one.toml", beside).unwrap();
    let ran = place.batch(&[]);
    assert!(done(&ran).contains("1 made, 4 unchanged"), "{ran:?}");
}

#[test]
fn a_text_that_moved_to_the_folder_of_another_year_is_made_anew() {
    let place = Place::new("nights-filed");
    place.write("example/1906/rye.txt", &undated("rye"));
    place.batch(&[]);
    let first = books(&place.library())["example/1906/rye.epub"].clone();
    std::fs::rename(place.mirror().join("example/1906"), place.mirror().join("example/1907"))
        .unwrap();
    let ran = place.batch(&[]);
    assert!(done(&ran).contains("1 made, 5 unchanged"), "{ran:?}");
    let other = place.folder.join("other");
    place.batch_into(&other, &[]);
    let afresh = books(&other);
    assert!(
        books(&place.library())["example/1907/rye.epub"] == afresh["example/1907/rye.epub"]
    );
    assert!(first != afresh["example/1907/rye.epub"], "the folder dates the text");
}

#[test]
fn folders_above_the_one_that_was_named_do_not_count() {
    let place = Place::new("nights-above");
    let mut made = Vec::new();
    for above in ["example/1906", "somewhere/else"] {
        let mirror = place.folder.join(above).join("texts");
        std::fs::create_dir_all(&mirror).unwrap();
        std::fs::write(mirror.join("rye.txt"), undated("rye")).unwrap();
        for command in ["build", "batch"] {
            let library = place.folder.join(command).join(above);
            let ran = run([Path::new(command), &mirror, Path::new("-o"), &library]);
            assert_eq!(ran.code, Some(0), "{ran:?}");
            made.push(books(&library));
        }
    }
    assert!(made.windows(2).all(|two| two[0] == two[1]), "the books differ");
    // Of a text that is named by its path the folders of that path do, and no others.
    for (folder, typed) in
        [("", "example/1906/texts/rye.txt"), ("example/1906", "texts/rye.txt")]
    {
        let mut command = offprint(["build", typed, "-o", "typed"]);
        let ran = Run::from(command.current_dir(place.folder.join(folder)).output().unwrap());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let same = books(&place.folder.join(folder).join("typed")) == made[0];
        assert_eq!(same, !typed.starts_with("example"), "{typed}");
    }
}

#[test]
fn no_two_lines_of_a_list_share_a_place() {
    let place = Place::new("nights-places");
    let list = place.folder.join("list.jsonl");
    let bread = place.mirror().join("essays/bread.txt").display().to_string();
    for (lines, words) in [
        (&[r#"["x.epub"]"#, r#"["X.pdf"]"#][..], "is made by line 1 too"),
        (&[r#"["x.epub","y.pdf"]"#], "differ in their endings only"),
        (&[r#"["x.epub","x.EPUB"]"#], "twice in one form"),
    ] {
        let lines: String = lines
            .iter()
            .map(|outputs| format!("{{\"input\": \"{bread}\", \"outputs\": {outputs}}}\n"))
            .collect();
        std::fs::write(&list, lines).unwrap();
        let ran = run([Path::new("batch"), &list, Path::new("-o"), &place.library()]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(words), "{words}: {ran:?}");
    }
}

#[test]
fn of_two_index_pages_in_a_folder_one_makes_the_work() {
    let place = Place::new("nights-two-indexes");
    place.write("parts/index.html", CONTENTS);
    let ran = place.batch(&[]);
    assert!(done(&ran).contains("8 works") && done(&ran).contains("6 made"), "{ran:?}");
    // The other stands for itself alone: it has words of its own, that nobody may lose.
    let list = place.folder.join("list.jsonl");
    let input = place.mirror().join("parts/index.html");
    let line = format!(
        "{{\"input\": \"{}\", \"outputs\": [\"index.html.epub\", \"index.html.pdf\"]}}\n",
        input.display()
    );
    std::fs::write(&list, line).unwrap();
    let alone = place.folder.join("alone");
    let ran = run([Path::new("batch"), &list, Path::new("--single"), Path::new("-o"), &alone]);
    assert!(done(&ran).contains("1 made"), "{ran:?}");
    let (all, alone) = (books(&place.library()), books(&alone));
    assert!(all["parts/index.html.pdf"] == alone["index.html.pdf"], "the books differ");
}

#[test]
fn what_an_index_page_lists_depends_on_its_own_name() {
    let place = Place::new("nights-own-name");
    let contents = CONTENTS.replace("ch02.htm", "index.htm");
    place.write("a/index.htm", &contents);
    place.write("a/ch01.htm", &page("beginnings"));
    place.write("b/index.html", &contents);
    place.write("b/ch01.htm", &page("beginnings"));
    place.write("b/index.htm", &page("an end that is called as beginnings are"));
    let planned = place.batch(&["--plan"]);
    assert_eq!(planned.code, Some(0), "{planned:?}");
    let line = planned.out.lines().find(|line| line.contains("b/index.html")).unwrap();
    assert!(line.contains("(2 pages)"), "{}", planned.out);
}

#[test]
fn a_book_that_a_list_no_longer_asks_for_goes_with_its_text() {
    let place = Place::new("nights-dropped");
    place.batch(&[]);
    let list = place.folder.join("list.jsonl");
    let bread = place.mirror().join("essays/bread.txt");
    let line = format!(
        "{{\"input\": \"{}\", \"outputs\": [\"essays/bread.epub\"]}}\n",
        bread.display()
    );
    std::fs::write(&list, line).unwrap();
    let ran = run([Path::new("batch"), &list, Path::new("-o"), &place.library()]);
    assert!(done(&ran).contains("1 made"), "{ran:?}");
    assert!(books(&place.library()).contains_key("essays/bread.pdf"));
    std::fs::remove_file(bread).unwrap();
    place.batch(&["--clean"]);
    let left = books(&place.library());
    assert!(!left.keys().any(|path| path.contains("bread")), "{:?}", left.keys());
}

#[test]
fn a_memory_that_cannot_be_read_is_not_taken_for_an_empty_one() {
    let place = Place::new("nights-unreadable");
    place.batch(&[]);
    let stamps = place.library().join(".offprint/stamps.jsonl");
    let _ = std::fs::remove_file(&stamps);
    std::fs::create_dir(&stamps).unwrap();
    let ran = place.batch(&[]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.contains("stamps.jsonl: cannot be read"), "{ran:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_process_at_work_has_begun_is_left_to_it() {
    let place = Place::new("nights-begun");
    std::fs::create_dir_all(place.library()).unwrap();
    let mut gone = std::process::Command::new("true").spawn().unwrap();
    gone.wait().unwrap();
    let of = |id: u32| place.library().join(format!(".offprint-{id}-0.tmp"));
    let (living, dead) = (of(std::process::id()), of(gone.id()));
    std::fs::write(&living, "half").unwrap();
    std::fs::write(&dead, "half").unwrap();
    place.batch(&[]);
    assert!(living.exists() && !dead.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_mirror_whose_name_is_not_unicode_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new("nights-unicode");
    let other = place.folder.join(std::ffi::OsStr::from_bytes(b"m\xfcll"));
    std::fs::rename(place.mirror(), &other).unwrap();
    let ran = run([Path::new("batch"), &other, Path::new("-o"), &place.library()]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("is not in UTF-8") && ran.err.contains("hint"), "{ran:?}");
}

/// A machine that fails while books are made; the other worker is at a text that takes long.
#[test]
fn a_failing_machine_ends_the_run_at_once_and_that_is_told() {
    if !cfg!(debug_assertions) {
        println!("not run: a released program has no faults to ask for");
        return;
    }
    let place = Place::new("nights-failing");
    let line = "A word and another word stand here in a line of some length.\n\n";
    place.write("endless.txt", &format!("On Endlessness\n\n{}", line.repeat(200_000)));
    let fault = format!("worker:1:28:{}", place.library().join("letters").display());
    let mut command = offprint(["batch", "--json", "--time-limit", "30", "-j", "2"]);
    command.arg(place.mirror()).arg("-o").arg(place.library());
    let ran = Run::from(command.env("OFFPRINT_FAULT", fault).output().unwrap());
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.out.lines().last().is_some_and(|line| line.contains("\"ended\"")), "{ran:?}");
    assert!(!ran.out.contains("was stopped after"), "nobody waits for the other: {ran:?}");
}

/// Archives that name files after volume and page give a work's contents page such a name too.
#[test]
fn a_list_whose_pages_lead_back_to_it_is_their_work_whatever_it_is_called() {
    let place = Place::new("batch-lists");
    let way_back = |to: &str, nth: usize| {
        let page = page(&format!("chapter {nth}"));
        page.replace("</body>", &format!("<p><a href=\"{to}\">Inhalt</a></p></body>"))
    };
    let list = |names: &[String]| {
        let links =
            names.iter().map(|name| format!("<p><a href=\"{name}\">Kapitel {name}</a></p>"));
        format!("<html><body><h1>Der Ursprung</h1>{}</body></html>", links.collect::<String>())
    };
    let named =
        |volume: &str| (1..=5).map(|nth| format!("{volume}_{nth}.htm")).collect::<Vec<_>>();
    // Chapters lead back to their contents page; letters in a list know nothing of it.
    for (folder, back) in [("me21", "me21_000.htm"), ("letters", "other.htm")] {
        let names = named(folder);
        for (nth, name) in names.iter().enumerate() {
            place.write(&format!("{folder}/{name}"), &way_back(back, nth));
        }
        place.write(&format!("{folder}/{folder}_000.htm"), &list(&names));
    }
    // An author's page lists essays, which lead back to it and say when each was published; the
    // chapters of a book repeat what its contents page says of the whole.
    for (folder, year) in [("essays", 1880), ("volume", 1888)] {
        let names = named(folder);
        let says = |year| format!("<h1>A Title</h1><p><b>First published:</b> {year}.</p>");
        for (nth, name) in names.iter().enumerate() {
            let own = if folder == "essays" { year + nth } else { year };
            let page = way_back(&format!("{folder}.htm"), nth);
            place.write(
                &format!("{folder}/{name}"),
                &page.replace("<body>", &format!("<body>{}", says(own))),
            );
        }
        place.write(
            &format!("{folder}/{folder}.htm"),
            &list(&names).replace("<body>", &format!("<body>{}", says(year))),
        );
    }
    place.batch(&[]);
    let made = books(&place.library());
    assert!(made.contains_key("essays/essays_1.epub"), "{:?}", made.keys());
    assert!(!made.contains_key("essays/essays.epub"), "{:?}", made.keys());
    assert!(made.contains_key("volume/volume.epub"), "{:?}", made.keys());
    assert!(!made.contains_key("volume/volume_1.epub"), "{:?}", made.keys());
    assert!(made.contains_key("me21/me21_000.epub"), "{:?}", made.keys());
    assert!(!made.contains_key("me21/me21_1.epub"), "{:?}", made.keys());
    assert!(made.contains_key("letters/letters_1.epub"), "{:?}", made.keys());
    assert!(!made.contains_key("letters/letters_000.epub"), "{:?}", made.keys());
    assert!(place.batch(&[]).err.contains("0 made"), "the next night it is as it was");
    // A page of the work that changes makes the work anew, and the plan may be given back.
    place.write("me21/me21_3.htm", &way_back("me21_000.htm", 33));
    assert!(place.batch(&[]).err.contains("1 made"));
    place.batch(&["--plan"]);
    let list = place.library().join("plan.jsonl");
    let again = run([Path::new("batch"), &list, Path::new("-o"), &place.library()]);
    assert!(again.err.contains("0 made"), "{again:?}");
}
