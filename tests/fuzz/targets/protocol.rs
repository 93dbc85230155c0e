//! The target of `bodies::protocol`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::protocol(data));
