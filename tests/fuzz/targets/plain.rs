//! The target of `bodies::plain`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::plain(data));
