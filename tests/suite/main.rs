//! The tests of Offprint, one binary: `cargo test`. A module per subject.
//!
//! Most tests are no Rust at all: they are folders in `tests/cases/`, which [`cases`] runs.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests read files and run programs, and a test that cannot go on fails"
)]

mod batch;
mod batch_faults;
mod batch_killed;
mod batch_library;
mod batch_nights;
mod batch_parts;
#[path = "../fuzz/bodies/mod.rs"]
mod bodies;
mod cases;
mod checked;
mod command_line;
mod conformance_epub;
mod conformance_library;
mod conformance_pages;
mod conformance_pdf;
mod conformance_proof;
mod cover;
mod determinism;
mod diff;
mod disk;
mod epub;
mod faults;
mod fuzzed;
mod invariants;
mod isolation;
mod kernel;
mod layers;
mod limits;
mod mirror;
mod overruled;
mod pdf_readback;
mod pdf_text;
mod program;
mod readback;
mod rules;
mod specimen;
mod tidy;
mod works;
