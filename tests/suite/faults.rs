//! A machine that fails: whatever operation fails, the exit code is right, the message names the
//! path, no book is half-written, and the next run makes the rest.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::disk::Disk;
use crate::program::{Run, names, offprint, project, scratch};

/// Numbers of errors of the system: an input or output error, no room, not allowed, too many open
/// files, over the quota.
pub const ERRORS: [i32; 5] = [5, 28, 13, 24, 122];

/// A folder with two small texts.
fn two_texts(name: &str) -> PathBuf {
    let folder = scratch(name).join("texts");
    std::fs::create_dir_all(&folder).unwrap();
    for (nth, name) in ["a.txt", "b.txt"].iter().enumerate() {
        let text =
            format!("On Letters {nth}\n\nV. Nobody\n\nIt says something here, number {nth}.\n");
        std::fs::write(folder.join(name), text).unwrap();
    }
    folder
}

fn build(texts: &Path, out: &Path) -> Command {
    offprint([Path::new("build"), texts, Path::new("-o"), out, Path::new("-j1")])
}

fn books(out: &Path) -> BTreeMap<String, Vec<u8>> {
    names(out)
        .into_iter()
        .filter(|name| !name.starts_with('.'))
        .map(|name| (name.clone(), std::fs::read(out.join(name)).unwrap()))
        .collect()
}

/// What must hold after any fault: every book that is there is whole, and the next run makes all.
fn whole_and_resumable(
    texts: &Path,
    out: &Path,
    whole: &BTreeMap<String, Vec<u8>>,
    told: &str,
) {
    for (name, bytes) in books(out) {
        assert!(whole.get(&name) == Some(&bytes), "{name} is there, but not whole: {told}");
    }
    let again: Run = build(texts, out).output().unwrap().into();
    assert_eq!(again.code, Some(0), "{again:?} after {told}");
    assert!(books(out) == *whole, "not all was made after {told}");
    assert!(names(out).len() == whole.len(), "{:?} after {told}", names(out));
}

#[test]
fn whatever_operation_fails_no_book_is_lost_or_half_written() {
    if !cfg!(debug_assertions) {
        println!("not run: a released program has no faults to ask for");
        return;
    }
    let texts = two_texts("faults");
    let folder = texts.parent().unwrap().to_path_buf();
    let out = folder.join("out");
    assert!(build(&texts, &out).status().unwrap().success());
    let whole = books(&out);
    assert_eq!(whole.len(), 4);
    let mut nth = 1;
    loop {
        std::fs::remove_dir_all(&out).unwrap();
        let number = ERRORS[nth % ERRORS.len()];
        let mut command = build(&texts, &out);
        let Some((run, path)) = failing(&mut command, "build", nth, number, &folder) else {
            break;
        };
        let told = format!("operation {nth} on {path}, error {number}: {run:?}");
        // A text that may not be read is that text's failure; all else is the machine's. Only what
        // is done for tidiness may fail unheard.
        let unheard = run.code == Some(0) && books(&out) == whole;
        assert!(unheard || matches!(run.code, Some(1 | 4)), "{told}");
        assert!(unheard || run.err.contains(&*folder.to_string_lossy()), "no path: {told}");
        assert!(run.code != Some(1) || number == 13, "the text is blamed: {told}");
        assert!(!run.err.contains("offprint itself failed"), "{told}");
        whole_and_resumable(&texts, &out, &whole, &told);
        nth += 1;
        assert!(nth < 200, "the operations have no end");
    }
    println!("{} operations were made to fail", nth - 1);
    assert!(nth > 16, "only {nth} operations were made to fail");
}

/// Runs a command whose nth operation on files beneath a folder fails with a number of the system:
/// how it ended, and which file it was. None where there is no nth operation. `process` is the
/// command of the process that is to fail: the command itself or `worker`.
pub fn failing(
    command: &mut Command,
    process: &str,
    nth: usize,
    number: i32,
    folder: &Path,
) -> Option<(Run, String)> {
    let mark = folder.join("failed");
    let _ = std::fs::remove_file(&mark);
    let fault = format!("{process}:{nth}:{number}:{}", folder.display());
    let run = command.env("OFFPRINT_FAULT", fault).output().unwrap().into();
    let failed = std::fs::read_to_string(&mark).ok();
    let _ = std::fs::remove_file(&mark);
    Some((run, failed?))
}

#[test]
fn a_picture_that_cannot_be_read_is_the_machines_fault() {
    if !cfg!(debug_assertions) {
        println!("not run: a released program has no faults to ask for");
        return;
    }
    let texts = scratch("faults-picture");
    let (page, rose) = (texts.join("rose.md"), texts.join("rose.png"));
    std::fs::write(&page, "# On Roses\n\nIt is a rose.\n\n![A rose](rose.png)\n").unwrap();
    std::fs::write(&rose, "a picture").unwrap();
    let out = texts.join("out");
    // It is looked at, followed to where it leads, looked at again, opened and read.
    for nth in [1, 2, 4, 5] {
        let fault = format!("build:{nth}:5:{}", rose.display());
        let run: Run = build(&page, &out).env("OFFPRINT_FAULT", fault).output().unwrap().into();
        assert_eq!(run.code, Some(4), "{nth}: {run:?}");
        assert!(run.err.contains("rose.png: cannot be read"), "{nth}: {run:?}");
    }
}

#[test]
fn a_full_disk_is_the_machines_fault() {
    let out = scratch("faults-full").join("out");
    let Some(_disk) = Disk::mounted(&out, "size=24k") else { return };
    let texts = two_texts("faults-full-texts");
    let run: Run = build(&texts, &out).output().unwrap().into();
    assert_eq!(run.code, Some(4), "{run:?}");
    assert!(run.err.contains("out/") && run.err.contains("make room on the disk"), "{run:?}");
    assert!(names(&out).iter().all(|name| !name.ends_with(".tmp")), "{:?}", names(&out));
    for (name, bytes) in books(&out) {
        let end: &[u8] = if name.ends_with(".pdf") { b"%%EOF" } else { b"PK\x05\x06" };
        assert!(bytes.windows(end.len()).any(|part| part == end), "{name} is not whole");
    }
}

#[test]
fn a_disk_that_cannot_be_written_is_the_machines_fault() {
    let disk = scratch("faults-read-only").join("disk");
    let Some(_disk) = Disk::mounted(&disk, "ro,size=48k") else { return };
    let texts = two_texts("faults-read-only-texts");
    let run: Run = build(&texts, &disk.join("out")).output().unwrap().into();
    assert_eq!(run.code, Some(4), "{run:?}");
    assert!(run.err.contains("disk/out") && run.err.contains("name a folder"), "{run:?}");
}

/// The program under a shell that first does something to itself.
fn after(shell: &str, arguments: &[&Path]) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{shell}; exec \"$@\"")).arg("sh");
    command.arg(env!("CARGO_BIN_EXE_offprint")).args(arguments).current_dir(project());
    command
}

#[test]
fn few_open_files_are_enough_or_said_so() {
    let texts = two_texts("faults-files");
    let out = texts.parent().unwrap().join("out");
    let mut made = false;
    for most in [3, 4, 5, 6, 8, 12, 20] {
        let arguments = [Path::new("build"), &texts, Path::new("-o"), &out];
        let run: Run = after(&format!("ulimit -n {most}"), &arguments).output().unwrap().into();
        made = run.code == Some(0);
        // Below some number the system does not even start a program.
        let started = run.code != Some(127);
        assert!(!started || matches!(run.code, Some(0 | 1 | 4)), "{most}: {run:?}");
        assert!(!run.err.contains("panicked"), "{most}: {run:?}");
        assert!(names(&out).iter().all(|name| !name.ends_with(".tmp")), "{:?}", names(&out));
    }
    assert!(made, "twenty open files are enough");
}

#[test]
fn a_signal_leaves_whole_books_and_the_next_run_makes_the_rest() {
    let folder = scratch("faults-signals");
    let texts = folder.join("texts");
    std::fs::create_dir_all(&texts).unwrap();
    let page = std::fs::read(project().join("source/how-did-stalin-defeat-the-opposition.txt"));
    let page = page.unwrap();
    for nth in 0..6 {
        std::fs::write(texts.join(format!("{nth}.txt")), &page).unwrap();
    }
    let out = folder.join("out");
    assert!(build(&texts, &out).stderr(Stdio::null()).status().unwrap().success());
    let whole = books(&out);
    for (signal, number) in [("INT", 2), ("TERM", 15), ("KILL", 9)] {
        std::fs::remove_dir_all(&out).unwrap();
        let mut child = build(&texts, &out).stderr(Stdio::null()).spawn().unwrap();
        // As soon as the first book stands there, in the midst of the work.
        while names(&out).iter().all(|name| name.starts_with('.')) {
            assert!(child.try_wait().unwrap().is_none(), "{signal}: too late");
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        let id = child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap();
        assert!(sent.success());
        let status = child.wait().unwrap();
        if signal == "KILL" {
            assert!(status.signal() == Some(number) || status.success());
        } else {
            assert!(matches!(status.code(), Some(130 | 0)), "{signal}: {status}");
            assert!(names(&out).iter().all(|name| !name.ends_with(".tmp")), "{signal}");
        }
        whole_and_resumable(&texts, &out, &whole, signal);
    }
}

#[test]
fn a_broken_standard_output_is_told_or_ends_in_peace() {
    let text = Path::new("source/how-did-stalin-defeat-the-opposition.txt");
    for shell in ["exec >/dev/full", "exec >&-"] {
        let run: Run = after(shell, &[Path::new("check"), text]).output().unwrap().into();
        // Without any standard output there is nobody to be told: that is no fault of the text.
        let fine =
            if shell.contains("full") { run.code == Some(4) } else { run.code.is_some() };
        assert!(fine, "{shell}: {run:?}");
        assert!(!run.err.contains("panicked"), "{shell}: {run:?}");
    }
    let mut child = offprint([Path::new("rules")]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run: Run = child.wait_with_output().unwrap().into();
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    // Nobody hears its words, and yet the books are made.
    let texts = two_texts("faults-stderr");
    let out = texts.parent().unwrap().join("out");
    let arguments = [Path::new("build"), &texts, Path::new("-o"), &out];
    let run: Run = after("exec 2>/dev/full", &arguments).output().unwrap().into();
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(names(&out).len(), 4);
}

/// A signal ends `show` too, which says nothing before its end.
#[test]
fn a_signal_ends_every_command() {
    let folder = scratch("faults-signals-show");
    let text = folder.join("long.txt");
    std::fs::write(&text, "It is long, and says so again and again.\n\n".repeat(100_000))
        .unwrap();
    for command in ["show", "check"] {
        for signal in ["INT", "TERM"] {
            let after: &[&str] = if command == "show" { &["--after", "typeset"] } else { &[] };
            let mut child = offprint([Path::new(command), &text])
                .args(after)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(Duration::from_millis(300));
            let id = child.id().to_string();
            let sent =
                Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap();
            assert!(sent.success());
            assert_eq!(child.wait().unwrap().code(), Some(130), "{command}, {signal}");
        }
    }
}

/// A process at work elsewhere on the same disk holds what it writes; what nobody holds, and whose
/// process is gone, is swept by the next run.
#[test]
fn what_a_killed_run_left_goes_and_what_another_writes_stays() {
    let texts = two_texts("faults-swept");
    let out = texts.parent().unwrap().join("out");
    std::fs::create_dir_all(&out).unwrap();
    // No system gives numbers as large as these (proc(5), pid_max).
    let (left, held) = (".offprint-4294967294-0.tmp", ".offprint-4294967294-1.tmp");
    let (theirs, own) =
        (".offprint-letters.tmp", format!(".offprint-{}-0.tmp", std::process::id()));
    for name in [left, held, theirs, &own] {
        std::fs::write(out.join(name), "half a book").unwrap();
    }
    let elsewhere = std::fs::File::open(out.join(held)).unwrap();
    elsewhere.lock().unwrap();
    assert!(build(&texts, &out).status().unwrap().success());
    let swept = names(&out);
    assert!(!swept.contains(&left.to_owned()), "{swept:?}");
    for name in [held, theirs, &own] {
        assert!(swept.contains(&name.to_owned()), "{name} of {swept:?}");
    }
}

/// A quota on the size of files (`ulimit -f`, in blocks of 512 or 1,024 bytes) ends in words, not
/// in the signal SIGXFSZ.
#[test]
fn a_quota_is_the_machines_fault() {
    let texts = two_texts("faults-quota");
    let out = texts.parent().unwrap().join("out");
    let arguments = [Path::new("build"), &texts, Path::new("-o"), &out];
    let run: Run = after("ulimit -f 2", &arguments).output().unwrap().into();
    assert_eq!(run.code, Some(4), "{run:?}");
    assert!(run.err.contains("out/a.epub: cannot be written"), "{run:?}");
    assert_eq!(names(&out), [""; 0]);
}
