//! The target of `bodies::work`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::work(data));
