//! Readers of lines: the list of works of `batch`, and the talk with its workers.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use super::heard::{Answer, place, read_answer, read_job, read_list};

/// A list of works: it is refused with the number of a line, or what it names lies beneath its
/// folders, no two works share a book, and written again it says the same.
pub fn manifest(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let works = match read_list(text) {
        Ok(works) => works,
        Err(wrong) => {
            let lines = text.lines().count();
            assert!((1..=lines).contains(&wrong.line), "{wrong:?} of {lines}");
            return;
        }
    };
    let mut places = BTreeSet::new();
    for work in &works {
        assert!(!work.outputs.is_empty(), "{work:?}");
        for output in &work.outputs {
            beneath(output);
            let ending = output.to_lowercase();
            assert!(ending.ends_with(".epub") || ending.ends_with(".pdf"), "{output}");
        }
        work.pages.iter().for_each(|page| beneath(page));
        assert!(places.insert(place(&work.outputs)), "{work:?}");
    }
    let written = works.iter().map(|work| line(work) + "\n").collect::<String>();
    assert_eq!(read_list(&written).as_ref(), Ok(&works));
}

/// Holds that a path leads to no place above or beside the folder that it is relative to.
fn beneath(path: &str) {
    let normal = |part| matches!(part, Component::Normal(_));
    assert!(!path.is_empty() && Path::new(path).components().all(normal), "{path:?}");
    assert!(!path.contains(['\\', '\0']) && path.as_bytes().get(1) != Some(&b':'), "{path:?}");
}

/// What workers hear and say: each line is refused, or written again on one line it says the same.
pub fn protocol(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for said in text.lines() {
        if let Ok(job) = read_job(said) {
            assert_eq!(read_job(&line(&job)).ok(), Some(job));
        }
        if let Ok(answer) = read_answer(said) {
            // The last digit of a number may be read as its neighbour; this one is only told.
            let answer = Answer { seconds: 0.0, ..answer };
            assert_eq!(read_answer(&line(&answer)).ok(), Some(answer));
        }
    }
}

/// A value on a line of its own.
fn line(value: &impl serde::Serialize) -> String {
    let line = serde_json::to_string(value).expect("JSON");
    assert!(!line.contains(['\n', '\r']), "{line}");
    line
}
