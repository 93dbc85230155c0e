//! The target of `bodies::html`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::html(data));
