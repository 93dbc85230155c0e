//! `offprint batch` on a machine that fails: whatever operation on files fails, of the run itself or
//! of a worker, the exit code is right, the message names a path, no book is half-written or gone,
//! and the next run makes the rest.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::faults::{ERRORS, failing};
use crate::mirror::{books, litter, page, text};
use crate::program::{Run, offprint, scratch};

/// A mirror with a text and a work of two chapters.
fn mirror(name: &str) -> PathBuf {
    let folder = scratch(name);
    let write = |path: &str, text: &str| {
        let path = folder.join("mirror").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("letters/bread.txt", &text("bread"));
    write("parts/ch01.htm", &page("beginnings"));
    write("parts/ch02.htm", &page("ends"));
    write(
        "parts/index.htm",
        "<html><body><h2>Rosa Example</h2><h1>Beginnings and Ends</h1>\
         <p><a href=\"ch01.htm\">Beginnings</a></p><p><a href=\"ch02.htm\">Ends</a></p>",
    );
    folder
}

fn batch(folder: &Path, library: &Path) -> Command {
    let mut command = offprint(["batch", "--clean", "-j1"]);
    command.arg(folder.join("mirror")).arg("-o").arg(library);
    command
}

/// The second night's news: the letter has another folder and a text is gone, so that books are
/// moved and removed too.
fn another_night(folder: &Path) {
    let mirror = folder.join("mirror");
    std::fs::rename(mirror.join("letters"), mirror.join("mail")).unwrap();
}

fn back(folder: &Path) {
    let mirror = folder.join("mirror");
    std::fs::rename(mirror.join("mail"), mirror.join("letters")).unwrap();
}

/// What a library remembers of files outside its mirror: of the program, which is large, and hashed
/// anew for every new library takes most of the time of these tests.
fn hash_of_the_program(library: &Path) -> String {
    let stamps = std::fs::read_to_string(library.join(".offprint/stamps.jsonl")).unwrap();
    stamps.lines().filter(|line| line.contains("\"path\":\"/")).collect::<Vec<_>>().join("\n")
        + "\n"
}

fn holds_in(process: &str, least: usize) {
    if !cfg!(debug_assertions) {
        println!("not run: a released program has no faults to ask for");
        return;
    }
    let folder = mirror(&format!("batch-faults-{process}"));
    let library = folder.join("library");
    let whole = |library: &Path| -> BTreeMap<String, Vec<u8>> {
        let run: Run = batch(&folder, library).output().unwrap().into();
        assert_eq!(run.code, Some(0), "{run:?}");
        books(library)
    };
    let first = whole(&folder.join("first"));
    another_night(&folder);
    let second = whole(&folder.join("second"));
    back(&folder);
    assert_eq!((first.len(), second.len()), (4, 4));
    let program = hash_of_the_program(&folder.join("first"));
    let mut nth = 1;
    loop {
        let number = ERRORS[nth % ERRORS.len()];
        let mut failed = false;
        let _ = std::fs::remove_dir_all(&library);
        std::fs::create_dir_all(library.join(".offprint")).unwrap();
        std::fs::write(library.join(".offprint/stamps.jsonl"), &program).unwrap();
        for (night, all) in [(1, &first), (2, &second)] {
            if night == 2 {
                another_night(&folder);
            }
            let mut command = batch(&folder, &library);
            let fault = failing(&mut command, process, nth, number, &folder);
            if let Some((run, path)) = fault {
                failed = true;
                let told =
                    format!("night {night}, operation {nth} on {path}, {number}: {run:?}");
                let unheard = run.code == Some(0) && books(&library) == *all;
                assert!(unheard || matches!(run.code, Some(1 | 4)), "{told}");
                assert!(unheard || run.err.contains(&*folder.to_string_lossy()), "{told}");
                for (path, bytes) in books(&library) {
                    let right =
                        [&first, &second].iter().any(|all| all.get(&path) == Some(&bytes));
                    assert!(right, "{path} is no finished book: {told}");
                }
                let again: Run = batch(&folder, &library).output().unwrap().into();
                assert_eq!(again.code, Some(0), "{again:?} after {told}");
                assert!(books(&library) == *all, "{:?} after {told}", books(&library).keys());
                assert_eq!(litter(&library), Vec::<PathBuf>::new(), "{told}");
            }
        }
        back(&folder);
        if !failed {
            break;
        }
        nth += 1;
        assert!(nth < 500, "the operations have no end");
    }
    println!("{} operations of {process} were made to fail", nth - 1);
    assert!(nth > least, "only {nth} operations of {process} were made to fail");
}

#[test]
fn whatever_operation_of_a_run_fails_no_book_is_lost() {
    holds_in("batch", 40);
}

#[test]
fn whatever_operation_of_a_worker_fails_no_book_is_lost() {
    holds_in("worker", 20);
}

/// The program under a shell that first does something to itself.
fn after(shell: &str, folder: &Path, library: &Path, options: &[&str]) -> Run {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{shell}; exec \"$@\"")).arg("sh");
    command.arg(env!("CARGO_BIN_EXE_offprint")).arg("batch").args(options);
    command.arg(folder.join("mirror")).arg("-o").arg(library);
    command.output().unwrap().into()
}

/// Too few open files, no room for the events, nobody who hears them, a quota: the run ends with the
/// right code and in words, and the next one makes the rest.
#[test]
fn a_run_without_files_room_or_listeners_ends_in_words() {
    let folder = mirror("batch-faults-streams");
    let whole = folder.join("whole");
    assert_eq!(after("true", &folder, &whole, &[]).code, Some(0));
    let whole = books(&whole);
    for (nth, (shell, options, codes, words)) in [
        ("ulimit -n 9", &[][..], &[4, 1][..], "oo many open files"),
        ("exec >/dev/full", &["--json"], &[4], "the standard output cannot be written"),
        ("exec 2>/dev/full", &[], &[0], ""),
        ("exec >&-", &["--json"], &[0, 4], ""),
        ("ulimit -f 2", &[], &[4], "cannot be written"),
    ]
    .into_iter()
    .enumerate()
    {
        let library = folder.join(format!("library-{nth}"));
        let ran = after(shell, &folder, &library, options);
        assert!(ran.code.is_some_and(|code| codes.contains(&code)), "{shell}: {ran:?}");
        assert!(ran.err.contains(words), "{shell}: {ran:?}");
        assert!(!ran.err.contains("panicked"), "{shell}: {ran:?}");
        for (path, bytes) in books(&library) {
            assert!(whole.get(&path) == Some(&bytes), "{shell}: {path} is not whole");
        }
        let again = after("true", &folder, &library, &[]);
        assert_eq!(again.code, Some(0), "{shell}: {again:?}");
        assert!(books(&library) == whole, "{shell}: {:?}", books(&library).keys());
        assert_eq!(litter(&library), Vec::<PathBuf>::new(), "{shell}");
    }
}

/// Who listens to the events may go away (SIGPIPE): the library is made all the same.
#[test]
fn a_run_whose_listener_goes_away_makes_the_library() {
    let folder = mirror("batch-faults-pipe");
    let library = folder.join("library");
    let mut command = batch(&folder, &library);
    command.arg("--json").stdout(std::process::Stdio::piped());
    let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run: Run = child.wait_with_output().unwrap().into();
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(books(&library).len(), 4);
}
