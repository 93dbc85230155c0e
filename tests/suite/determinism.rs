//! Equal input gives equal bytes: on any machine, in any place, at any time, in any order.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::disk::Disk;
use crate::mirror::books;
use crate::program::{names, project, run, scratch};

/// A machine: its name, words for the shell before the program starts, and its environment.
type Machine = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What is different about machines.
const MACHINES: &[Machine] = &[
    ("as it is", "true", &[]),
    ("far east", "umask 077", &[("TZ", "Pacific/Kiritimati"), ("LANG", "ja_JP.UTF-8")]),
    ("Turkish", "umask 000", &[("TZ", "Europe/Istanbul"), ("LC_ALL", "tr_TR.UTF-8")]),
    ("bare", "umask 027", &[("TZ", ":nonsense"), ("LC_ALL", "C"), ("TERM", "dumb")]),
    (
        "of another",
        "ulimit -s unlimited 2>/dev/null || true",
        &[
            ("HOSTNAME", "elsewhere"),
            ("USER", "another"),
            ("HOME", "/nonexistent"),
            ("COLUMNS", "20"),
        ],
    ),
    ("of one thread", "set -- \"$@\" -j1", &[("RAYON_NUM_THREADS", "1")]),
    ("of nine threads", "set -- \"$@\" -j9", &[("RAYON_NUM_THREADS", "9")]),
    // Only the superuser may give a machine another name; for anybody else it keeps its own.
    (
        "of another name",
        "unshare --uts true 2>/dev/null && set -- unshare --uts sh -c \
         'hostname elsewhere.example; exec \"$@\"' sh \"$@\"",
        &[],
    ),
];

#[test]
fn the_same_bytes_on_every_machine() {
    let folder = scratch("determinism-machines");
    let mut first: Option<BTreeMap<String, Vec<u8>>> = None;
    for (nth, (name, shell, environment)) in MACHINES.iter().enumerate() {
        // The same texts under another path, laid down in another order.
        let texts = folder.join(format!("texts-{nth}"));
        lay_down(&texts, nth % 2 == 1);
        let out = folder.join(format!("out-{nth}"));
        let made = Command::new("sh")
            .arg("-c")
            .arg(format!("{shell}; exec \"$@\""))
            .args(["sh", env!("CARGO_BIN_EXE_offprint"), "--quiet", "build"])
            .args([&texts, Path::new("-o"), &out])
            .current_dir(&folder)
            .env_remove("SOURCE_DATE_EPOCH")
            .envs(environment.iter().copied())
            .output()
            .expect("a shell");
        assert!(made.status.success(), "{name}: {}", String::from_utf8_lossy(&made.stderr));
        let read = |book: String| (book.clone(), std::fs::read(out.join(book)).unwrap());
        let books: BTreeMap<String, Vec<u8>> = names(&out).into_iter().map(read).collect();
        assert_eq!(books.len(), 6);
        let first = first.get_or_insert_with(|| books.clone());
        for (book, bytes) in &books {
            assert!(first.get(book) == Some(bytes), "{book} differs on the machine “{name}”");
        }
    }
}

/// A folder gives its names in an order of its own: here once in the one, once in the other.
#[test]
fn the_same_bytes_in_whatever_order_a_folder_is_listed() {
    let folder = scratch("determinism-order");
    let Some(_disk) = Disk::mounted(&folder, "size=32m") else { return };
    let listed = |texts: &Path| -> Vec<_> {
        std::fs::read_dir(texts).unwrap().map(|entry| entry.unwrap().file_name()).collect()
    };
    let mut made: Vec<BTreeMap<String, Vec<u8>>> = Vec::new();
    let mut orders = Vec::new();
    for (nth, command) in ["build", "build", "batch", "batch"].into_iter().enumerate() {
        let texts = folder.join(format!("texts-{nth}"));
        lay_down(&texts, nth % 2 == 1);
        orders.push(listed(&texts));
        let out = folder.join(format!("out-{nth}"));
        let jobs = if nth % 2 == 1 { "-j3" } else { "-j1" };
        let arguments = [Path::new(command), &texts, Path::new("-o"), &out, Path::new(jobs)];
        let ran = run(arguments);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        // A library mirrors the tree.
        let flat = books(&out)
            .into_iter()
            .map(|(path, bytes)| (path.rsplit('/').next().unwrap().to_owned(), bytes));
        made.push(flat.collect());
    }
    assert_ne!(orders[0], orders[1], "this file system has one order for all");
    for other in &made[1..] {
        assert_eq!(other.len(), 6);
        assert!(other == &made[0], "the books differ");
    }
}

/// Lays three texts down, one of them a work of several pages.
fn lay_down(texts: &Path, backward: bool) {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for name in ["the-german-party.md", "vorgeschichtliche-kulturstufen.htm"] {
        files.push((name.into(), std::fs::read(project().join("source").join(name)).unwrap()));
    }
    for name in names(&project().join("source/lazy")) {
        let bytes = std::fs::read(project().join("source/lazy").join(&name)).unwrap();
        files.push((format!("lazy/{name}"), bytes));
    }
    if backward {
        files.reverse();
    }
    std::fs::create_dir_all(texts.join("lazy")).unwrap();
    for (name, bytes) in files {
        std::fs::write(texts.join(name), bytes).unwrap();
    }
}
