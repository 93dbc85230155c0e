//! What each stage costs, for the text in `source/` and for a book of about 150,000 words.
//!
//!     cargo bench --bench stages
//!
//! The ledger is settled at the end of `structure`, and told of by itself, too.
//!
//! Each stage runs for at least half a second of the processor, since the system's account of it
//! moves in steps of some milliseconds; the mean of a run is told. Then the program itself makes
//! both books of each text, and its processor time and the most memory it held are told.
//!
//! `OFFPRINT_BENCH` names the large text; otherwise it is `../shared/bench/book.txt` where that
//! is, or a book composed from `source/`.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark reads files, the clock and the processor's account of this process"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use offprint::book::{Edition, Fate, Ledger, Log, Source, Span, Work};
use offprint::{Design, Fonts};

/// How long a stage runs, over and over, before its mean is told: a hundred steps of the clock.
const LONG_ENOUGH: Duration = Duration::from_millis(500);

/// How much of the processor the program has, over and over, before its mean is told, in seconds:
/// a hundred steps of the account, which is kept in hundredths.
const SECONDS: f64 = 1.0;

/// How many words a book is composed of where there is none.
const WORDS: usize = 150_000;

/// The text that the repository brings along.
const SEED: &str = "source/how-did-stalin-defeat-the-opposition.txt";

/// A web page that the repository brings along.
const PAGE: &str = "source/lazy/ch02.htm";

fn main() {
    let seed = std::fs::read_to_string(SEED).expect("the seed");
    let (name, book) = large_text(&seed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    std::fs::create_dir_all(&folder).expect("a folder to work in");

    let page = std::fs::read_to_string(PAGE).expect("the web page");
    let texts = [(SEED.to_string(), seed), (PAGE.to_string(), page), (name, book)];
    for (name, text) in &texts {
        println!("\n{name}: {} words", text.split_whitespace().count());
        let file = if name == PAGE { "book.htm" } else { "book.txt" };
        stages(file, text);
        whole(&folder, file, text);
    }
}

/// The large text, and where it is from.
fn large_text(seed: &str) -> (String, String) {
    let named = std::env::var_os("OFFPRINT_BENCH").map(PathBuf::from);
    let beside = PathBuf::from("../shared/bench/book.txt");
    let path = named.or_else(|| beside.exists().then_some(beside));
    if let Some(path) = path {
        let text = std::fs::read_to_string(&path).expect("the text that OFFPRINT_BENCH names");
        return (path.display().to_string(), text);
    }
    (format!("a book composed from {SEED}"), composed(seed))
}

/// The paragraphs of a text over and over, in chapters, under one title.
fn composed(seed: &str) -> String {
    let words = seed.split_whitespace().count().max(1);
    let mut text = String::from("A Composed Book\n\nby Nobody\n\n");
    for number in 1..=WORDS.div_ceil(words) {
        text.push_str(&format!("\n\nChapter {number}\n\n{seed}\n"));
    }
    text
}

fn stages(file: &str, text: &str) {
    let source = Source { name: file.into(), bytes: text.as_bytes().to_vec(), address: None };
    let work = Work { name: "book".into(), pages: vec![source], ..Work::default() };
    let (design, fonts, edition) = (Design::default(), Fonts::bundled(), Edition::default());

    let read = timed("ingest", || offprint::ingest(&work).expect("a text").value);
    let normal = timed("normalise", || offprint::normalise(&work, read.clone()).value);
    let stripped = timed("strip", || offprint::strip(&work, normal.clone()).value);
    let draft = timed("structure", || {
        offprint::structure(&work, stripped.clone()).expect("a book").value
    });
    let book = &draft.book;
    let log = log_of(&draft);
    timed("(ledger)", || Ledger::settle(&draft.reading, book, &log).expect("a ledger"));
    let pages = timed("typeset", || offprint::typeset(book, &design, &fonts, &edition).value);
    let pdf = timed("pdf", || offprint::write_pdf(book, &pages, &edition).expect("a PDF"));
    let epub =
        timed("epub", || offprint::write_epub(book, Some(&pages), &edition).expect("an EPUB"));
    let cover = timed("cover", || offprint::cover(book, &fonts).expect("a cover"));
    let cover = cover.map_or(0, |cover| cover.bytes.len());
    println!(
        "  {} pages, PDF {} KB, EPUB {} KB, cover {} KB",
        pages.pages.len(),
        pdf.len() / 1000,
        epub.len() / 1000,
        cover / 1000
    );
}

/// What the stages logged, read off the ledger: what has a fate and stands in no text of the book.
fn log_of(draft: &offprint::Draft) -> Log {
    let mut claimed: Vec<Span> = Vec::new();
    draft.book.each_text(&mut |text| {
        claimed.extend(text.pieces().iter().map(|piece| piece.span));
    });
    claimed.retain(|span| !span.is_empty());
    claimed.sort_unstable();
    let mut log = Log::default();
    for (span, fate) in &draft.ledger.spans {
        let (Fate::Normalised(rule) | Fate::Stripped(rule)) = fate else { continue };
        let next = claimed.partition_point(|known| known.end <= span.start);
        if claimed.get(next).is_none_or(|known| known.start >= span.end) {
            log.record(*span, rule);
        }
    }
    log
}

/// Runs a stage and tells the mean time of a run. The time of copying what it takes is in it.
fn timed<T>(stage: &str, mut run: impl FnMut() -> T) -> T {
    drop(run());
    let start = processor_time();
    let mut runs = 0;
    let (value, taken) = loop {
        let value = run();
        runs += 1;
        let taken = processor_time().saturating_sub(start);
        if taken >= LONG_ENOUGH {
            break (value, taken);
        }
    };
    println!("  {stage:<10} {:>9.3} ms", taken.as_secs_f64() * 1000.0 / f64::from(runs));
    value
}

/// What this thread has had of the processor; where the system does not tell, the time of day.
fn processor_time() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let account = std::fs::read_to_string("/proc/thread-self/schedstat");
    let nanoseconds = account.ok().and_then(|line| line.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// Has the program make both books and tells what it took.
fn whole(folder: &Path, file: &str, text: &str) {
    let input = folder.join(file);
    std::fs::write(&input, text).expect("the input");
    let before = processor_time_of_children();
    let (mut memory, mut runs, mut taken) = (0, 0, 0.0);
    while taken < SECONDS {
        let mut program = Command::new(env!("CARGO_BIN_EXE_offprint"))
            .args(["--quiet", "build"])
            .arg(&input)
            .arg("-o")
            .arg(folder)
            .spawn()
            .expect("the program starts");
        let status = format!("/proc/{}/status", program.id());
        while program.try_wait().expect("the program ends").is_none() {
            memory = memory.max(most_memory(&status).unwrap_or(0));
            std::thread::sleep(Duration::from_millis(1));
        }
        runs += 1;
        taken = processor_time_of_children() - before;
    }
    let mean = taken / f64::from(runs);
    println!("  offprint build: {mean:.3} s of the processor, at most {} MiB", memory / 1024);
}

/// The seconds of the processor that programs started by this one have had.
fn processor_time_of_children() -> f64 {
    let account = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name in brackets; user and system time of children are the 14th and 15th, in
    // hundredths of a second.
    let fields = account.rsplit(')').next().unwrap_or("").split_whitespace().skip(13).take(2);
    fields.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The most memory that a program has held so far, in KiB.
fn most_memory(status: &str) -> Option<u64> {
    let status = std::fs::read_to_string(status).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
