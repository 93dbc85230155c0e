//! Equal input gives equal bytes: on any machine, in any place, at any time, in any order.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::program::{names, project, scratch};

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
    ("of one thread", "true", &[("RAYON_NUM_THREADS", "1")]),
    ("of nine threads", "true", &[("RAYON_NUM_THREADS", "9")]),
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
