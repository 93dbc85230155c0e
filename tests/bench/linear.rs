//! Whether twice the text takes at most two and a half times as long, for every pattern in
//! `patterns/`, to EPUB and to PDF.
//!
//!     cargo bench --bench linear            every pattern
//!     cargo bench --bench linear notes      those with `notes` in their names
//!
//! Each pattern begins small and doubles until the program has had a quarter of a second of the
//! processor
//! (user time of the whole process, start and fonts included) or the text is 32 MiB large; then
//! the last doubling is told, and measured again if it looks bad, since a busy machine only ever
//! adds. It ends with 1 if a pattern is over the bound.
#![allow(
    clippy::disallowed_methods,
    clippy::exit,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark reads files and the processor's account of its children"
)]

mod patterns;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use patterns::{Made, Pattern};

/// The most that doubling a text may multiply the time by.
const BOUND: f64 = 2.5;

/// The seconds from which a run is long enough to be measured.
const MEASURABLE: f64 = 0.25;

/// The size that a pattern begins with, in bytes.
const FIRST: usize = 32 << 10;

/// The largest text that is made, in bytes.
const LARGEST: usize = 32 << 20;

/// How often a doubling that looks bad is measured again.
const AGAIN: usize = 3;

/// What every run allows: nothing is to be stopped by a limit here.
const LIMITS: &[&str] = &[
    "--max-blocks=100000000",
    "--max-headings=100000000",
    "--max-notes=100000000",
    "--max-pages=100000000",
    "--max-input=67108864",
];

fn main() {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("linear");
    std::fs::create_dir_all(&folder).expect("a folder to work in");
    println!("ratio   time of twice     twice  made  pattern");
    let (mut told, mut worst) = (0, 0.0_f64);
    let mut bad = Vec::new();
    for pattern in patterns::all() {
        let name = format!("{}: {}", pattern.ending, pattern.name);
        if !wanted.is_empty() && !wanted.iter().any(|part| name.contains(part.as_str())) {
            continue;
        }
        for form in ["epub", "pdf"] {
            let ratio = doubling(&pattern, form, &folder);
            let verdict = if ratio.ratio > BOUND { "  TOO MUCH" } else { "" };
            println!(
                "{:5.2}  {:12.2} s  {:6} KiB  {form:4}  {name}{verdict}",
                ratio.ratio,
                ratio.seconds,
                ratio.bytes >> 10
            );
            told += 1;
            worst = worst.max(ratio.ratio);
            if ratio.ratio > BOUND {
                bad.push(format!("{name}, to {form}"));
            }
        }
    }
    println!("{told} doublings, the worst by {worst:.2}; {} over {BOUND}", bad.len());
    if bad.is_empty() {
        println!("PASSED: twice the text takes no more than {BOUND} times as long");
    } else {
        println!("FAILED: {}", bad.join("; "));
        std::process::exit(1);
    }
}

/// The last doubling of a pattern.
struct Doubling {
    /// The time of the larger text by that of the smaller.
    ratio: f64,
    /// The time of the larger text.
    seconds: f64,
    /// The size of the larger text.
    bytes: usize,
}

fn doubling(pattern: &Pattern, form: &str, folder: &Path) -> Doubling {
    let mut size = FIRST;
    let mut smaller = seconds(pattern, form, folder, size);
    loop {
        let larger = seconds(pattern, form, folder, 2 * size);
        // What begins square shows before it is measurable.
        let enough = smaller >= MEASURABLE || larger > 8.0 * MEASURABLE;
        if enough || 2 * size >= LARGEST {
            let mut least = (smaller, larger);
            for _ in 0..AGAIN {
                if least.1 / least.0 <= BOUND {
                    break;
                }
                least.0 = least.0.min(seconds(pattern, form, folder, size));
                least.1 = least.1.min(seconds(pattern, form, folder, 2 * size));
            }
            return Doubling { ratio: least.1 / least.0, seconds: least.1, bytes: 2 * size };
        }
        (size, smaller) = (2 * size, larger);
    }
}

/// The user time that the program takes to make a book of so many bytes of a pattern.
fn seconds(pattern: &Pattern, form: &str, folder: &Path, size: usize) -> f64 {
    let input = laid_out(pattern, folder, size);
    let output = folder.join(format!("book.{form}"));
    let before = user_time_of_children();
    let status = Command::new(env!("CARGO_BIN_EXE_offprint"))
        .args(["--quiet", form])
        .arg(&input)
        .arg("-o")
        .arg(&output)
        .args(["-j", "1"])
        .args(LIMITS)
        .stderr(Stdio::null())
        .status()
        .expect("the program starts");
    // Some of these texts have nothing to publish; no other end is a good one.
    let name = pattern.name;
    assert!(matches!(status.code(), Some(0 | 1)), "{name}, {size} bytes: {status}");
    user_time_of_children() - before
}

/// Lays the text of a pattern out on the disk; where it is.
fn laid_out(pattern: &Pattern, folder: &Path, size: usize) -> PathBuf {
    match (pattern.make)(size) {
        Made::Text(text) => {
            let path = folder.join(format!("text.{}", pattern.ending));
            std::fs::write(&path, text).expect("the text");
            path
        }
        Made::Folder(files) => {
            let path = folder.join("work");
            let _ = std::fs::remove_dir_all(&path);
            std::fs::create_dir_all(&path).expect("a folder");
            for (name, text) in files {
                std::fs::write(path.join(name), text).expect("a page");
            }
            path
        }
    }
}

/// The seconds of user time that programs started by this one have had.
fn user_time_of_children() -> f64 {
    let account = std::fs::read_to_string("/proc/self/stat").expect("the processor's account");
    // After the name in brackets; the user time of children is the 14th, in hundredths of a second.
    let field = account.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(13));
    field.and_then(|field| field.parse::<f64>().ok()).expect("a number") / 100.0
}
