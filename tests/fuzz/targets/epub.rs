//! The target of `bodies::epub`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::epub(data));
