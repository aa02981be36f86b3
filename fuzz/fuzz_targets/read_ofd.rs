//! Fuzzes reading of the parts of an OFD file: any bytes are read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod packed;
#[path = "../../tests/extract/promises.rs"]
mod promises;

const PARTS: [&str; 4] =
    ["OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml", "Doc_0/Tpls/Tpl_0/Content.xml"];

fuzz_target!(|bytes: &[u8]| promises::check_file("a.ofd", &packed::packed(&PARTS, bytes), None));
