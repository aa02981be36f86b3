//! Recognises files without text, by their first bytes or by control characters.

/// First bytes of a file, and the kind of file.
const SIGNATURES: [(&[u8], &str); 16] = [
    (b"\x89PNG\r\n\x1A\n", "PNG image"),
    (b"\xFF\xD8\xFF", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"RIFF", "RIFF file (WebP image, sound or video)"),
    (b"BZh", "bzip2 archive"),
    (b"\xFD7zXZ\0", "xz archive"),
    (b"\x28\xB5\x2F\xFD", "Zstandard archive"),
    (b"7z\xBC\xAF\x27\x1C", "7z archive"),
    (b"Rar!\x1A\x07", "RAR archive"),
    (b"\x7FELF", "program"),
    (b"SQLite format 3\0", "SQLite database"),
    (b"\xFF\xFE\0\0", "UTF-32 text"),
    (b"\0\0\xFE\xFF", "UTF-32 text"),
];

/// The kind of a file that cannot be read, if its first bytes identify it; UTF-32 text is one.
pub(in crate::extract) fn other_binary(bytes: &[u8]) -> Option<&'static str> {
    SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|(_, what)| *what)
}

/// How much of a file is searched for control characters, in bytes.
const CONTROL_HEAD_BYTES: usize = 64 * 1024;

/// More than one control character in this many bytes means binary data. In random bytes one in ten is; a scraped
/// page never has so many, and a stray NUL or two in a long text do not count.
const BYTES_PER_CONTROL: usize = 200;

/// Whether there are too many control characters for text in any encoding but UTF-16.
///
/// No multi-byte encoding of Chinese uses these bytes: trail bytes begin at 0x30.
pub(in crate::extract) fn has_many_controls(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(CONTROL_HEAD_BYTES)];
    // Chunks whose counts fit a byte let the compiler use vector instructions.
    let count = |piece: &[u8]| piece.iter().fold(0_u8, |count, byte| count + u8::from(is_control(*byte)));
    let controls: usize = head.chunks(u8::MAX as usize).map(|piece| usize::from(count(piece))).sum();
    controls * BYTES_PER_CONTROL > head.len()
}

/// Whether a byte is a C0 control character that text does not use. Tab, line ends, form feed, the escape of terminal
/// logs, and 0x1A (end of file in DOS) do not count.
const fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=0x07 | 0x0E..=0x19 | 0x1C..=0x1F | 0x7F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        let cases: [(&[u8], Option<&str>); 3] =
            [(b"\x89PNG\r\n\x1A\n\0\0", Some("PNG image")), ("一、总体要求".as_bytes(), None), (b"", None)];
        for (bytes, expected) in cases {
            assert_eq!(other_binary(bytes), expected);
        }
    }

    #[test]
    fn control_characters_make_a_file_binary() {
        assert!(has_many_controls(b"\0\x01\x02\x03"));
        assert!(has_many_controls(&(0..=255).collect::<Vec<u8>>()));
        assert!(!has_many_controls("一、总体要求\r\n\t（一）\u{C}".as_bytes()));
        assert!(!has_many_controls(b""));
        let with_stray_nul = [b"text ".repeat(100), vec![0]].concat();
        assert!(!has_many_controls(&with_stray_nul));
    }
}
