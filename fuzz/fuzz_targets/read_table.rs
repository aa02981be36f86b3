//! Fuzzes reading of a table or a database dump: any bytes are read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/extract/promises.rs"]
mod promises;

fuzz_target!(|bytes: &[u8]| {
    promises::check_file("a.csv", bytes, None);
    promises::check_file("a.sql", bytes, None);
});
