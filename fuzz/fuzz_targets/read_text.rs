//! Fuzzes reading of a text file: any bytes are read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/extract/promises.rs"]
mod promises;

fuzz_target!(|bytes: &[u8]| promises::check_file("a.txt", bytes, None));
