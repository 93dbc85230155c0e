//! `offprint batch`: what is found, what is made, and what the next night leaves alone.

use std::path::Path;

use crate::mirror::{Place, books, litter, page, text};
use crate::program::{Run, offprint, run};

/// The last line of what a run said.
#[track_caller]
fn ends(run: &Run, code: i32, words: &[&str]) {
    assert_eq!(run.code, Some(code), "{run:?}");
    let last = run.err.lines().last().unwrap_or_default();
    for word in words {
        assert!(last.contains(word), "“{word}” is not in the last line of {}", run.err);
    }
}

const BOOKS: [&str; 10] = [
    "essays/bread.epub",
    "essays/bread.pdf",
    "essays/roses.epub",
    "essays/roses.pdf",
    "letters/1905/may.epub",
    "letters/1905/may.pdf",
    "parts/parts.epub",
    "parts/parts.pdf",
    "peace.epub",
    "peace.pdf",
];

#[test]
fn a_library_has_the_tree_of_its_mirror_and_a_book_for_each_work() {
    let place = Place::new("batch-tree");
    ends(&place.batch(&[]), 0, &["7 works", "5 made", "2 with nothing to publish"]);
    let made = books(&place.library());
    assert_eq!(made.keys().collect::<Vec<_>>(), BOOKS);
    // The same bytes as from the other commands.
    let out = place.folder.join("built");
    for (input, name) in [("essays/roses.txt", "essays/roses"), ("parts", "parts/parts")] {
        let input = place.mirror().join(input);
        let built = run([Path::new("build"), &input, Path::new("-o"), &out]);
        assert_eq!(built.code, Some(0), "{built:?}");
        for ending in ["epub", "pdf"] {
            let path = format!("{name}.{ending}");
            let file = Path::new(&path).file_name().unwrap().to_owned();
            assert!(std::fs::read(out.join(file)).unwrap() == made[&path], "{path} differs");
        }
    }
}

#[test]
fn the_next_night_makes_only_what_changed() {
    let place = Place::new("batch-again");
    ends(&place.batch(&[]), 0, &["5 made"]);
    let first = books(&place.library());
    ends(&place.batch(&[]), 0, &["0 made, 5 unchanged"]);
    // Touched, and the whole mirror moved: nothing is made, nothing is lost.
    place.write("peace.txt", &text("peace"));
    let elsewhere = place.folder.join("elsewhere");
    std::fs::rename(place.mirror(), &elsewhere).unwrap();
    let library = place.library();
    let ran = run([Path::new("batch"), &elsewhere, Path::new("-o"), &library]);
    ends(&ran, 0, &["0 made, 5 unchanged"]);
    std::fs::rename(&elsewhere, place.mirror()).unwrap();
    // A text, a chapter, a sidecar, an option, a book that somebody deleted.
    place.write("peace.txt", &text("peace and war"));
    ends(&place.batch(&[]), 0, &["1 made, 4 unchanged"]);
    place.write("parts/ch02.htm", &page("ends without end"));
    ends(&place.batch(&[]), 0, &["1 made, 4 unchanged"]);
    place.write("essays/bread.toml", "title = \"On Bread and Butter\"\n");
    ends(&place.batch(&[]), 0, &["1 made, 4 unchanged"]);
    std::fs::remove_file(place.library().join("essays/roses.pdf")).unwrap();
    ends(&place.batch(&[]), 0, &["1 made, 4 unchanged"]);
    ends(&place.batch(&["--size", "large"]), 0, &["5 made, 0 unchanged"]);
    // Back to the beginning, byte for byte.
    place.write("peace.txt", &text("peace"));
    place.write("parts/ch02.htm", &page("ends"));
    std::fs::remove_file(place.mirror().join("essays/bread.toml")).unwrap();
    ends(&place.batch(&[]), 0, &["5 made"]);
    assert!(books(&place.library()) == first, "the books differ");
}

#[test]
fn a_page_that_was_missing_and_appears_is_a_change() {
    let place = Place::new("batch-appears");
    place.write(
        "parts/index.htm",
        "<html><body><h1>Three Parts</h1><p><a href=\"ch01.htm\">One</a></p>\
         <p><a href=\"ch02.htm\">Two</a></p><p><a href=\"ch03.htm\">Three</a></p></body></html>",
    );
    ends(&place.batch(&[]), 0, &["5 made"]);
    place.write("parts/ch03.htm", &page("what was missing"));
    ends(&place.batch(&[]), 0, &["1 made, 4 unchanged"]);
    place.write("essays/roses.txt", &format!("{}\n![A rose](rose.png)\n", text("roses")));
    place.batch(&[]);
    ends(&place.batch(&[]), 0, &["0 made"]);
}

#[test]
fn a_text_that_moved_has_its_books_moved() {
    let place = Place::new("batch-moved");
    ends(&place.batch(&[]), 0, &["5 made"]);
    let before = books(&place.library());
    let at = |path: &str| place.mirror().join(path);
    std::fs::create_dir_all(at("collected/1905")).unwrap();
    std::fs::rename(at("letters/1905/may.txt"), at("collected/1905/may.txt")).unwrap();
    std::fs::rename(at("parts"), at("collected/parts")).unwrap();
    std::fs::remove_file(at("index.htm")).unwrap();
    ends(&place.batch(&[]), 0, &["0 made, 3 unchanged, 2 moved"]);
    let after = books(&place.library());
    assert!(place.library().join("covers/collected/1905/may.png").exists());
    assert!(!place.library().join("covers/letters").exists());
    assert_eq!(after["collected/1905/may.pdf"], before["letters/1905/may.pdf"]);
    assert_eq!(after["collected/parts/parts.epub"], before["parts/parts.epub"]);
    assert_eq!(after.len(), before.len(), "{:?}", after.keys());
    assert!(!place.library().join("letters").exists(), "an empty folder is left");
    // As if it had been so from the beginning.
    let other = place.folder.join("other");
    place.batch_into(&other, &[]);
    assert!(books(&other) == after, "the books differ");
}

#[test]
fn clean_removes_the_books_of_texts_that_are_gone_and_no_others() {
    let place = Place::new("batch-clean");
    ends(&place.batch(&[]), 0, &["5 made"]);
    std::fs::write(place.library().join("essays/mine.epub"), "my own").unwrap();
    std::fs::remove_file(place.mirror().join("essays/bread.txt")).unwrap();
    // A text that makes no book any more is not gone.
    place.write("peace.txt", "");
    let kept = place.batch(&[]);
    assert!(
        kept.err.contains("the books of 1 text that is gone; --clean removes them"),
        "{kept:?}"
    );
    assert!(place.library().join("essays/bread.pdf").exists());
    let cleaned = place.batch(&["--clean"]);
    assert!(cleaned.err.contains("Removed the books of 1 text"), "{cleaned:?}");
    let left = books(&place.library());
    assert!(!left.contains_key("essays/bread.pdf") && !left.contains_key("essays/bread.epub"));
    assert!(left.contains_key("essays/mine.epub") && left.contains_key("peace.epub"));
    assert_eq!(left.len(), 9, "{:?}", left.keys());
}

#[test]
fn a_plan_can_be_edited_and_given_back() {
    let place = Place::new("batch-plan");
    let planned = place.batch(&["--plan"]);
    ends(&planned, 0, &["7 works", "plan.jsonl"]);
    assert!(
        planned.out.contains("parts") && planned.out.contains("Beginnings and Ends (2 pages)")
    );
    assert!(books(&place.library()).is_empty(), "a plan makes nothing");
    let list = std::fs::read_to_string(place.library().join("plan.jsonl")).unwrap();
    let nothing = list.lines().filter(|line| line.contains("\"kind\":\"nothing\"")).count();
    assert_eq!((list.lines().count(), nothing), (7, 2), "{list}");
    // Only the work, its chapters the other way round, under another name.
    let work = list.lines().find(|line| line.contains("\"kind\":\"work\"")).unwrap();
    let edited = work
        .replace("[\"ch01.htm\",\"ch02.htm\"]", "[\"ch02.htm\",\"ch01.htm\"]")
        .replace("parts/parts.", "chosen/backwards.");
    let manifest = place.folder.join("chosen.jsonl");
    std::fs::write(&manifest, edited + "\n").unwrap();
    let batch = |library: &str| {
        let library = place.folder.join(library);
        run([Path::new("batch"), &manifest, Path::new("-o"), &library])
    };
    ends(&batch("chosen"), 0, &["1 work in", "1 made"]);
    let made = books(&place.folder.join("chosen"));
    assert_eq!(
        made.keys().collect::<Vec<_>>(),
        ["chosen/backwards.epub", "chosen/backwards.pdf"]
    );
    // The whole list as it was makes the same library as the mirror.
    std::fs::write(&manifest, &list).unwrap();
    ends(&batch("same"), 0, &["5 works", "5 made"]);
    place.batch(&[]);
    assert!(books(&place.folder.join("same")) == books(&place.library()), "the books differ");
    // What means nothing is named.
    std::fs::write(&manifest, "{\"input\": \"a.txt\", \"outputs\": [\"../a.epub\"]}\n")
        .unwrap();
    ends(&batch("wrong"), 2, &["hint"]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_out_of_the_mirror() {
    use std::os::unix::fs::symlink;
    let place = Place::new("batch-links");
    std::fs::create_dir_all(place.folder.join("secret")).unwrap();
    std::fs::write(place.folder.join("secret/key.txt"), text("secrets")).unwrap();
    symlink(place.folder.join("secret"), place.mirror().join("folder")).unwrap();
    symlink(place.folder.join("secret/key.txt"), place.mirror().join("key.txt")).unwrap();
    symlink("essays/bread.txt", place.mirror().join("again.txt")).unwrap();
    symlink(".", place.mirror().join("round")).unwrap();
    ends(&place.batch(&[]), 0, &["7 works", "5 made"]);
    assert_eq!(books(&place.library()).keys().collect::<Vec<_>>(), BOOKS);
}

#[test]
fn a_library_inside_its_mirror_is_not_taken_for_texts() {
    let place = Place::new("batch-inside");
    let library = place.mirror().join("books");
    ends(&place.batch_into(&library, &[]), 0, &["7 works", "5 made"]);
    std::fs::write(library.join("index.html"), page("the catalogue")).unwrap();
    ends(&place.batch_into(&library, &[]), 0, &["7 works", "0 made, 5 unchanged"]);
}

#[test]
fn a_text_that_fails_is_named_and_does_not_stop_the_others() {
    let place = Place::new("batch-fails");
    place.write("essays/binary.txt", "\u{7f}ELF\u{2}\u{1}\u{1}\0\0\0\0\0\0\0\0\0\u{3}\0>\0");
    place.write("essays/stale.txt", &text("stale corrections"));
    place.write(
        "essays/stale.toml",
        "[[note]]\nafter = \"nowhere\"\nmark = \"9\"\nnote = \"x\"\n",
    );
    let first = place.batch(&[]);
    ends(&first, 1, &["5 made", "2 failed"]);
    assert!(first.err.contains("binary.txt: not a text"), "{first:?}");
    assert!(first.err.contains("stale.txt: its corrections"), "{first:?}");
    // They fail again without being tried again, and are told again.
    let second = place.batch(&[]);
    ends(&second, 1, &["0 made, 5 unchanged", "2 failed"]);
    assert!(second.err.contains("binary.txt: not a text"), "{second:?}");
    assert_eq!(books(&place.library()).len(), 10);
}

/// A page of a million paragraphs needs more memory than it may have, and its worker breaks off
/// each time. No other text is touched by it, whatever worker makes it.
#[cfg(target_os = "linux")]
#[test]
fn a_text_that_kills_its_worker_is_named_and_the_others_are_made() {
    let place = Place::new("batch-poison");
    place.write("poison.htm", &format!("<html><body><h1>P</h1>{}", "<p>x ".repeat(1_000_000)));
    let ran = place.batch(&["--memory-limit", "160", "-j", "1"]);
    ends(&ran, 1, &["5 made", "1 failed"]);
    assert!(
        ran.err.contains("poison.htm: the worker that made it needed more than"),
        "{ran:?}"
    );
    assert_eq!(books(&place.library()).len(), 10);
    assert_eq!(litter(&place.library()), Vec::<std::path::PathBuf>::new());
}

/// A text of four million letters takes longer than it may.
#[test]
fn a_text_that_takes_too_long_is_stopped_and_the_others_are_made() {
    let place = Place::new("batch-late");
    let line = "A word and another word stand here in a line of some length.\n\n";
    place.write("endless.txt", &format!("On Endlessness\n\n{}", line.repeat(200_000)));
    let ran = place.batch(&["--time-limit", "2", "-j", "1"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("endless.txt: was stopped after 2 s"), "{ran:?}");
    // On a machine with much to do others may be late too; they are tried again.
    place.write("endless.txt", &text("an end"));
    ends(&place.batch(&[]), 0, &["8 works"]);
    assert_eq!(books(&place.library()).len(), 12);
}

#[test]
fn two_runs_on_one_library_are_one_too_many() {
    let place = Place::new("batch-twice");
    ends(&place.batch(&[]), 0, &[]);
    let held = std::fs::File::open(place.library().join(".offprint/run")).unwrap();
    held.lock().unwrap();
    let second = place.batch(&[]);
    ends(&second, 4, &["hint"]);
    assert!(second.err.contains("another run is at work on it"), "{second:?}");
    drop(held);
    ends(&place.batch(&[]), 0, &["5 unchanged"]);
}

#[test]
fn events_are_told_one_object_a_line() {
    let place = Place::new("batch-events");
    let ran = place.batch(&["--json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.err, "", "with --json all is told as data");
    let events: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let count = |event: &str| events.iter().filter(|told| told["event"] == event).count();
    assert_eq!(
        ["begun", "made", "nothing-to-publish", "ended"].map(count),
        [1, 5, 2, 1],
        "{}",
        ran.out
    );
    assert_eq!(events.len(), 9, "{}", ran.out);
}

#[test]
fn a_worker_answers_each_line_with_a_line() {
    use std::io::Write;
    let place = Place::new("batch-worker");
    let mut command = offprint(["worker"]);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    command.current_dir(place.mirror());
    let mut child = command.spawn().unwrap();
    let mut to = child.stdin.take().unwrap();
    to.write_all(
        b"{\"input\": \"peace.txt\", \"outputs\": [\"made/peace.epub\"]}\n\
          {\"input\": \"404.htm\", \"outputs\": [\"made/404.pdf\"]}\nwhat?\n",
    )
    .unwrap();
    drop(to);
    let ran = Run::from(child.wait_with_output().unwrap());
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!((ran.code, lines.len()), (Some(1), 3), "{ran:?}");
    assert!(!ran.out.contains("\"looks\""), "what batch remembers is its own: {}", ran.out);
    assert!(lines[0].contains("\"made\"") && lines[0].contains("\"On peace\""), "{}", lines[0]);
    assert!(lines[1].contains("\"nothing-to-publish\""), "{}", lines[1]);
    assert!(lines[2].contains("this is no job"), "{}", lines[2]);
    assert!(place.mirror().join("made/peace.epub").is_file());
}
