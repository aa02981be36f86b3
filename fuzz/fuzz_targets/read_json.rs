//! Any bytes in a file of records are read or refused, gangmu's own records among them.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/extract/promises.rs"]
mod promises;

fuzz_target!(|bytes: &[u8]| {
    promises::check_file("a.json", bytes, None);
    promises::check_file("a.jsonl", bytes, None);
});
