//! The target of `bodies::markdown`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::markdown(data));
