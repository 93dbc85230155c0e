//! `offprint batch --shard` and `--merge`: what several machines make of the parts of a mirror is,
//! put together, what one machine makes of the whole. And what a worker is told and answers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::mirror::{Place, books, text};
use crate::program::{Run, entries, offprint};

const PARTS: usize = 3;

/// A mirror of some more texts, of which one fails.
fn mirror(name: &str) -> Place {
    let place = Place::new(name);
    for nth in 0..9 {
        place.write(&format!("many/{nth}.txt"), &text(&format!("the number {nth}")));
    }
    place.write("broken/no text.txt", "\u{7f}ELF\u{2}\u{1}\u{1}\0\0\0\0\0\0\0\0\0\u{3}\0>\0");
    place
}

fn part(place: &Place, number: usize) -> PathBuf {
    place.folder.join(format!("part-{number}"))
}

fn make_parts(place: &Place) {
    for number in 1..=PARTS {
        let shard = format!("{number}/{PARTS}");
        let ran = place.batch_into(&part(place, number), &["--shard", &shard]);
        assert!(matches!(ran.code, Some(0 | 1)), "{ran:?}");
    }
}

/// Joins these parts into a library.
fn merge(parts: &[PathBuf], library: &Path, options: &[&str]) -> Run {
    let mut command = offprint(["batch", "--merge"]);
    command.args(parts).arg("-o").arg(library).args(options);
    command.output().expect("the program starts").into()
}

fn all_parts(place: &Place) -> Vec<PathBuf> {
    (1..=PARTS).map(|number| part(place, number)).collect()
}

/// Every file of a library that people or programs read, by its path. How long each text took, which
/// no two runs have alike, is left out of the report.
fn library(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = books(folder);
    let folders = ["", "opds", "covers", "covers/many"];
    for path in folders.iter().flat_map(|below| entries(&folder.join(below))) {
        let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        if !path.is_file() || name == "report.html" {
            continue;
        }
        let mut bytes = std::fs::read(&path).unwrap();
        if name == "report.json" {
            let mut report: Value = serde_json::from_slice(&bytes).unwrap();
            assert!(report["slowest"].as_array().is_some_and(|slowest| slowest.len() > 5));
            report["slowest"] = Value::Null;
            bytes = report.to_string().into_bytes();
        }
        files.insert(name, bytes);
    }
    files
}

#[track_caller]
fn same(one: &Path, other: &Path) {
    let (one, other) = (library(one), library(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let differ: Vec<_> = one.iter().filter(|(name, bytes)| other[*name] != **bytes).collect();
    let names: Vec<_> = differ.iter().map(|(name, _)| name).collect();
    assert!(names.is_empty(), "{names:?} differ");
}

#[test]
fn parts_put_together_are_the_library_of_one_machine() {
    let place = mirror("parts-merged");
    let whole = place.folder.join("whole");
    place.batch_into(&whole, &[]);
    make_parts(&place);
    let sizes: Vec<usize> = all_parts(&place).iter().map(|part| books(part).len()).collect();
    assert_eq!(sizes.iter().sum::<usize>(), books(&whole).len(), "{sizes:?}");
    assert!(sizes.iter().all(|size| *size > 0), "{sizes:?}");
    let ran = merge(&all_parts(&place), &place.library(), &[]);
    assert_eq!(ran.code, Some(1), "a text failed: {ran:?}");
    assert!(
        ran.err.contains("Merged 3 parts of 17 works, the books of 14 copied, 1 failed"),
        "{ran:?}"
    );
    same(&place.library(), &whole);
    // The order in which they are named does not matter, and nothing is copied twice.
    let mut turned = all_parts(&place);
    turned.reverse();
    let ran = merge(&turned, &place.library(), &[]);
    assert!(ran.err.contains("the books of 0 copied"), "{ran:?}");
    same(&place.library(), &whole);
    // What is remembered is that of one machine too.
    let ran = place.batch(&[]);
    assert!(ran.err.contains("0 made, 14 unchanged"), "{ran:?}");
}

#[test]
fn the_next_night_only_what_changed_is_copied() {
    let place = mirror("parts-again");
    make_parts(&place);
    merge(&all_parts(&place), &place.library(), &[]);
    place.write("many/3.txt", &text("the number three"));
    std::fs::remove_file(place.mirror().join("many/4.txt")).unwrap();
    make_parts(&place);
    for number in 1..=PARTS {
        let shard = format!("{number}/{PARTS}");
        place.batch_into(&part(&place, number), &["--shard", &shard, "--clean"]);
    }
    let ran = merge(&all_parts(&place), &place.library(), &[]);
    assert!(ran.err.contains("the books of 1 copied"), "{ran:?}");
    assert!(ran.err.contains("--clean removes them"), "{ran:?}");
    let ran = merge(&all_parts(&place), &place.library(), &["--clean"]);
    assert!(ran.err.contains("Removed the books of 1 text"), "{ran:?}");
    let whole = place.folder.join("whole");
    for _ in 0..2 {
        place.batch_into(&whole, &[]);
    }
    same(&place.library(), &whole);
}

#[test]
fn what_is_no_whole_is_not_put_together() {
    let place = mirror("parts-refused");
    make_parts(&place);
    let refused = |parts: &[PathBuf], words: &str| {
        let ran = merge(parts, &place.library(), &[]);
        assert_eq!(ran.code, Some(2), "{words}: {ran:?}");
        assert!(ran.err.contains(words) && ran.err.contains("hint"), "{words}: {ran:?}");
        assert!(books(&place.library()).is_empty(), "{words}");
    };
    let parts = all_parts(&place);
    refused(&parts[..2], "part 3 of 3 is missing");
    refused(&[parts[0].clone(), place.mirror()], "no library that offprint batch made");
    let copy = place.folder.join("copy");
    place.batch_into(&copy, &["--shard", "2/3"]);
    refused(&[&parts[..], std::slice::from_ref(&copy)].concat(), "are the same part");
    place.batch_into(&copy, &["--shard", "2/4"]);
    refused(&[parts[0].clone(), copy.clone()], "are not parts of one whole");
    place.batch_into(&copy, &["--shard", "2/3", "--size", "large"]);
    refused(&[parts[0].clone(), copy], "not made with the options");
    // A part whose run was killed.
    let told = parts[1].join(".offprint/run.json");
    let text = std::fs::read_to_string(&told).unwrap();
    std::fs::write(&told, text.replace("true", "false")).unwrap();
    refused(&parts, "did not come to its end");
    let ran = merge(&parts, &parts[0], &[]);
    assert!(ran.code == Some(2) && ran.err.contains("this is one of the parts"), "{ran:?}");
}

/// When machines are added, books that were made in another part stay there until they are cleaned;
/// they are nobody's then.
#[test]
fn another_number_of_parts_makes_the_same_whole() {
    let place = mirror("parts-number");
    make_parts(&place);
    let two: Vec<PathBuf> = all_parts(&place).into_iter().take(2).collect();
    for (nth, folder) in two.iter().enumerate() {
        place.batch_into(folder, &["--shard", &format!("{}/2", nth + 1)]);
    }
    merge(&two, &place.library(), &[]);
    let whole = place.folder.join("whole");
    place.batch_into(&whole, &[]);
    assert!(books(&whole) == books(&place.library()), "the books differ");
}

#[test]
fn a_part_never_cleans_the_library_of_the_whole() {
    let place = mirror("parts-clean");
    place.batch(&[]);
    let before = books(&place.library());
    let ran = place.batch(&["--shard", "1/3", "--clean"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("of a whole mirror") && ran.err.contains("hint"), "{ran:?}");
    assert!(before == books(&place.library()), "books are gone");
}

#[test]
fn a_job_array_says_which_part() {
    let place = mirror("parts-array");
    make_parts(&place);
    let other = place.folder.join("array");
    let mut command = offprint(["batch"]);
    command.arg(place.mirror()).arg("-o").arg(&other);
    command.envs([("SLURM_ARRAY_TASK_ID", "1"), ("SLURM_ARRAY_TASK_COUNT", "3")]);
    let ran = Run::from(command.output().unwrap());
    assert!(ran.err.contains("Taking part 2 of 3, as SLURM_ARRAY_TASK_ID says"), "{ran:?}");
    assert!(books(&other) == books(&part(&place, 2)), "the books differ");
    // What is typed comes before it.
    let ran = Run::from(command.args(["--shard", "1/1"]).output().unwrap());
    assert!(ran.err.contains("17 works") && !ran.err.contains("Taking"), "{ran:?}");
}

/// A worker of somebody else's, that hands each line on to `offprint worker`: what it was told makes
/// the same books when it is told again.
#[cfg(unix)]
#[test]
fn batch_speaks_to_any_worker_as_to_its_own() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new("parts-worker");
    let (script, jobs) = (place.folder.join("hand on"), place.folder.join("jobs.jsonl"));
    let program = env!("CARGO_BIN_EXE_offprint");
    let text = format!("#!/bin/sh\ntee -a '{}' | '{program}' \"$@\"\n", jobs.display());
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let ran = place.batch(&["-j", "1", "--worker", script.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let made = books(&place.library());
    assert_eq!(made.len(), 10);
    let other = place.folder.join("other");
    place.batch_into(&other, &[]);
    assert!(books(&other) == made, "the books differ");
    for path in made.keys() {
        std::fs::remove_file(place.library().join(path)).unwrap();
    }
    let told = std::fs::File::open(&jobs).unwrap();
    let ran = Run::from(Command::new(program).arg("worker").stdin(told).output().unwrap());
    assert_eq!(ran.out.lines().count(), 7, "{ran:?}");
    for line in ran.out.lines() {
        let answer: Value = serde_json::from_str(line).unwrap();
        assert!(answer["outcome"].is_object() && answer["seconds"].is_number(), "{line}");
    }
    assert!(books(&place.library()) == made, "the books differ");
}
