//! `offprint batch`, killed, interrupted, out of room: whatever happens, the next run goes on, and
//! in the end the books are those of a run that nobody disturbed.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::disk::Disk;
use crate::mirror::{Place, books, litter, page, text};
use crate::program::offprint;

/// How often a run is killed.
const KILLS: usize = 50;

/// The longest that a run is let before it is killed.
const MOST: u64 = 600;

fn start(place: &Place, options: &[&str]) -> Child {
    let mut command = offprint(["batch"]);
    command.arg(place.mirror()).arg("-o").arg(place.library()).args(options);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

/// The mirror in one of its two states.
fn turn(place: &Place, second: bool) {
    let ends = if second { ["and wine", "that fade", "without"] } else { ["", "", ""] };
    place.write("essays/bread.txt", &text(&format!("bread {}", ends[0])));
    place.write("essays/roses.txt", &text(&format!("roses {}", ends[1])));
    place.write("parts/ch02.htm", &page(&format!("ends {}", ends[2])));
    let (from, to) = if second { ("letters", "mail") } else { ("mail", "letters") };
    let (from, to) = (place.mirror().join(from), place.mirror().join(to));
    if from.exists() {
        std::fs::rename(from, to).unwrap();
    }
}

/// Numbers without a rule in them, the same each time (Marsaglia, “Xorshift RNGs”).
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

#[test]
fn a_run_that_is_killed_again_and_again_ends_as_if_it_had_not_been() {
    let place = Place::new("batch-kills");
    let mut undisturbed = Vec::new();
    for second in [false, true] {
        turn(&place, second);
        let library = place.folder.join(format!("undisturbed-{second}"));
        let ran = place.batch_into(&library, &[]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        undisturbed.push(books(&library));
    }
    let mut seed = 0x000f_f9f1_2719_0505;
    let (mut second, mut killed, mut whole) = (false, 0, 0);
    turn(&place, second);
    while killed < KILLS {
        let mut child = start(&place, &[]);
        std::thread::sleep(Duration::from_millis(next(&mut seed) % MOST));
        if child.try_wait().unwrap().is_some() {
            // It was done: now there is something else to do.
            whole += 1;
            second = !second;
            turn(&place, second);
            continue;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
        for (path, bytes) in books(&place.library()) {
            let right = undisturbed.iter().any(|books| books.get(&path) == Some(&bytes));
            assert!(right, "{path} stands under its name and is no finished book");
        }
        if killed % 7 == 0 {
            second = !second;
            turn(&place, second);
        }
    }
    println!("killed {killed} times; {whole} runs came to their end before");
    turn(&place, false);
    let ran = place.batch(&["--clean"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(books(&place.library()) == undisturbed[0], "the books differ");
    assert_eq!(litter(&place.library()), Vec::<PathBuf>::new());
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_soon_and_leaves_nothing_half_written() {
    for signal in ["-INT", "-TERM"] {
        ends_soon(signal);
    }
}

#[cfg(unix)]
fn ends_soon(signal: &str) {
    let place = Place::new("batch-interrupted");
    for nth in 0..40 {
        place.write(&format!("many/{nth}.txt"), &text(&format!("the number {nth}")));
    }
    let child = start(&place, &["-j", "2"]);
    let memory = place.library().join(".offprint/journal.jsonl");
    let started = Instant::now();
    while std::fs::read_to_string(&memory).map_or(0, |text| text.lines().count()) < 3 {
        assert!(started.elapsed() < Duration::from_secs(60), "nothing is made");
        std::thread::sleep(Duration::from_millis(5));
    }
    let told = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(told.success());
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(130), "{said}");
    assert!(said.contains("not reached"), "{said}");
    let report = std::fs::read_to_string(place.library().join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let ways = ["made", "nothing_to_publish", "not_reached", "works"];
    let [made, nothing, left, all] = ways.map(|way| report[way].as_u64().unwrap());
    assert!(made + nothing + left == all && made > 0 && left > 0, "{report}");
    assert_eq!(litter(&place.library()), Vec::<PathBuf>::new());
    let ran = place.batch(&[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let other = place.folder.join("other");
    place.batch_into(&other, &[]);
    assert!(books(&other) == books(&place.library()), "the books differ");
}

#[test]
fn a_full_disk_ends_the_run_and_more_room_lets_it_go_on() {
    let place = Place::new("batch-full");
    let Some(disk) = Disk::mounted(&place.library(), "size=96k") else { return };
    let ran = place.batch(&[]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.contains("cannot be written") && ran.err.contains("make room"), "{ran:?}");
    assert_eq!(litter(&place.library()), Vec::<PathBuf>::new());
    disk.remount("size=8m");
    let ran = place.batch(&[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let other = place.folder.join("other");
    place.batch_into(&other, &[]);
    assert!(books(&other) == books(&place.library()), "the books differ");
}

#[test]
fn a_library_that_cannot_be_written_is_the_machines_fault() {
    let place = Place::new("batch-read-only");
    let Some(disk) = Disk::mounted(&place.library(), "size=8m") else { return };
    disk.remount("ro");
    let ran = place.batch(&[]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.contains("cannot be written") && ran.err.contains("-o"), "{ran:?}");
    disk.remount("rw");
    assert_eq!(place.batch(&[]).code, Some(0));
    disk.remount("ro");
    place.write("peace.txt", &text("war"));
    assert_eq!(place.batch(&[]).code, Some(4));
}
