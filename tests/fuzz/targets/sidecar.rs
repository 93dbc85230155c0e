//! The target of `bodies::sidecar`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::sidecar(data));
