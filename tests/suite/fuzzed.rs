//! The bodies of the fuzz targets as property tests, and every input that once broke one.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::bodies::{ALL, Body};
use crate::program::{entries, folders, project};

/// The seeds, and what fuzzing found worth keeping: a folder a target.
#[test]
fn every_kept_input_goes_well() {
    let mut inputs = 0;
    for (name, body) in ALL {
        for folder in ["corpus", "crashes"] {
            for path in entries(&project().join("tests/fuzz").join(folder).join(name)) {
                let bytes = std::fs::read(&path).unwrap();
                let ended = std::panic::catch_unwind(|| body(&bytes));
                assert!(ended.is_ok(), "{name}: {}", path.display());
                inputs += 1;
            }
        }
    }
    assert!(inputs > ALL.len(), "the seeds are there");
}

#[test]
fn every_body_has_its_target_and_its_seeds() {
    let manifest = std::fs::read_to_string(project().join("tests/fuzz/Cargo.toml")).unwrap();
    for (name, _) in ALL {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}: no target");
        let target = project().join(format!("tests/fuzz/targets/{name}.rs"));
        let target = std::fs::read_to_string(target).unwrap();
        assert!(target.contains(&format!("bodies::{name}(data)")), "{name}: another body");
    }
    for folder in folders(&project().join("tests/fuzz/corpus")) {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        assert!(ALL.iter().any(|(known, _)| *known == name), "{name}: seeds of no target");
    }
}

/// A kept input of this body, if it has any, else nothing.
fn kept(name: &str) -> Vec<Vec<u8>> {
    let mut kept = vec![Vec::new()];
    for path in entries(&project().join("tests/fuzz/corpus").join(name)) {
        kept.push(std::fs::read(path).unwrap());
    }
    kept
}

/// Bytes as a fuzzer makes them: a kept input, with some of its bytes changed, or any bytes.
fn fuzzed(name: &str) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8);
    let changed =
        (prop::sample::select(kept(name)), changes).prop_map(|(mut bytes, changes)| {
            for (at, byte) in changes {
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] = byte;
                }
            }
            bytes
        });
    prop_oneof![changed, prop::collection::vec(any::<u8>(), 0..600)]
}

fn holds(name: &str, cases: u32) {
    let body: Body = ALL.iter().find(|(known, _)| *known == name).expect("a body").1;
    for seed in seeds() {
        let config = ProptestConfig {
            cases,
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(seed),
            ..ProptestConfig::default()
        };
        println!("{name}, seed {seed}");
        proptest!(config, |(bytes in fuzzed(name))| body(&bytes));
    }
}

/// The same inputs each time, for a gate should not waver; `OFFPRINT_SEEDS=100..140` takes others.
fn seeds() -> std::ops::Range<u64> {
    let Ok(asked) = std::env::var("OFFPRINT_SEEDS") else { return 8..9 };
    let numbers = asked.split_once("..");
    let numbers = numbers.and_then(|(a, b)| Some(a.parse().ok()?..b.parse().ok()?));
    numbers.expect("OFFPRINT_SEEDS is FIRST..END")
}

#[test]
fn readers_hold_what_they_promise() {
    for name in ["decode", "html", "plain", "markdown", "muse", "work", "path", "sidecar"] {
        holds(name, 96);
    }
    for name in ["manifest", "protocol"] {
        holds(name, 2000);
    }
}

#[test]
fn any_book_becomes_an_epub_that_another_parser_reads() {
    holds("epub", 64);
}

#[test]
fn any_book_becomes_a_pdf_that_another_parser_reads() {
    holds("pdf", 64);
}
