//! Parts in one run of bytes → the archive that a reader gets: a fuzzer that had to keep the sums of a ZIP archive right
//! would never come to the XML inside.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Stands between parts; it never occurs in UTF-8.
const SEPARATOR: u8 = 0xFF;

/// An archive with parts of these names. Missing ones are left out.
pub fn packed(names: &[&str], bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in names.iter().zip(bytes.split(|byte| *byte == SEPARATOR)) {
        writer.start_file(*name, options).expect("memory holds it");
        writer.write_all(content).expect("memory holds it");
    }
    writer.finish().expect("memory holds it").into_inner()
}
