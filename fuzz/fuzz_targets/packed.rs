//! Builds an archive from one run of bytes that holds its parts. A fuzzer that had to keep the checksums of a ZIP
//! archive right would never reach the XML inside.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Separates parts; it never occurs in UTF-8.
const SEPARATOR: u8 = 0xFF;

/// Builds an archive with parts of these names; missing parts are left out.
pub fn packed(names: &[&str], bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in names.iter().zip(bytes.split(|byte| *byte == SEPARATOR)) {
        writer.start_file(*name, options).expect("memory holds it");
        writer.write_all(content).expect("memory holds it");
    }
    writer.finish().expect("memory holds it").into_inner()
}
