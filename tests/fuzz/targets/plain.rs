//! The target of `bodies::plain`.
#![no_main]

#[path = "../bodies/mod.rs"]
#[allow(dead_code, reason = "a target runs one body of them all")]
mod bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::plain(data));
