//! Fuzzes reading of the parts of a DOCX file: any bytes are read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod packed;
#[path = "../../tests/extract/promises.rs"]
mod promises;

const PARTS: [&str; 4] = ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml"];

fuzz_target!(|bytes: &[u8]| promises::check_file("a.docx", &packed::packed(&PARTS, bytes), None));
