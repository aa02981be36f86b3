//! Fuzzes reading of the parts of an ODT file: any bytes are read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod packed;
#[path = "../../tests/extract/promises.rs"]
mod promises;

const PARTS: [&str; 3] = ["content.xml", "META-INF/manifest.xml", "styles.xml"];

fuzz_target!(|bytes: &[u8]| promises::check_file("a.odt", &packed::packed(&PARTS, bytes), None));
