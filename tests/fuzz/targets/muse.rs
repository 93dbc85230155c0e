//! The target of `bodies::muse`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::muse(data));
