//! Fuzzes reading of a file of records, including gangmu's own: any bytes are read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/extract/promises.rs"]
mod promises;

fuzz_target!(|bytes: &[u8]| {
    promises::check_file("a.json", bytes, None);
    promises::check_file("a.jsonl", bytes, None);
});
