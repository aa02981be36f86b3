//! Fuzzes parsing: any text becomes a notice that covers all of it, and the notice reads back from its JSON.
#![no_main]

use gangmu::notice::Manuscript;
use libfuzzer_sys::fuzz_target;

#[allow(dead_code, reason = "this target has no file")]
#[path = "../../tests/extract/promises.rs"]
mod promises;

fuzz_target!(|text: &str| {
    promises::check_manuscript(Manuscript { text: text.to_owned(), first_line: 1, ..Manuscript::default() });
});
