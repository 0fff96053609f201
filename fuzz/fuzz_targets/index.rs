#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| cihook_fuzz::index::target(data));
