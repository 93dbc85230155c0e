//! The tests of Offprint, one binary: `cargo test`. A module per subject.
//!
//! Most tests are no Rust at all: they are folders in `tests/cases/`, which [`cases`] runs.

mod cases;
mod diff;
mod program;
