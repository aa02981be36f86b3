//! The file information block ([MS-DOC] 2.5): which version of Word wrote the file, and where its structures are.

use super::bytes::{u16_at, u32_at};

/// The result of reading the header.
#[derive(Debug)]
pub(super) enum Header {
    /// A file of Word 97 or later.
    Word97(Box<FileInformation>),
    /// It opens only with a password.
    Encrypted,
    /// A file of Word 6 or 95, a different format.
    Older,
    /// Not a header.
    Damaged,
}

/// Range of a structure in the table stream, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TableRange {
    /// Its first byte.
    pub start: usize,
    /// Its length.
    pub len_bytes: usize,
}

/// Lengths of the texts and ranges of the structures. The texts follow each other in this order: document, footnotes,
/// headers, macros, comments, endnotes, text boxes.
#[derive(Debug, Default)]
pub(super) struct FileInformation {
    /// Whether the table stream is `1Table`.
    pub uses_second_table: bool,
    pub text_chars: u32,
    pub footnote_chars: u32,
    pub header_chars: u32,
    pub macro_chars: u32,
    pub comment_chars: u32,
    pub endnote_chars: u32,
    pub box_chars: u32,
    pub styles: TableRange,
    pub footnote_marks: TableRange,
    pub footnotes: TableRange,
    pub character_runs: TableRange,
    pub paragraph_runs: TableRange,
    pub fonts: TableRange,
    pub pieces: TableRange,
    pub shapes: TableRange,
    pub endnote_marks: TableRange,
    pub endnotes: TableRange,
    pub boxes: TableRange,
    pub lists: TableRange,
    pub instances: TableRange,
}

const MAGIC: u16 = 0xA5EC;
const OLDER_MAGIC: u16 = 0xA5DC;

/// Versions (`nFib`) below this one are Word 6 and 95.
const FIRST_WORD97: u16 = 101;

/// Offsets of the text lengths (`FibRgLw97`) and of the structure ranges (`FibRgFcLcb97`).
const COUNTS_OFFSET: usize = 64;
const RANGES_OFFSET: usize = 154;

/// Reads the header at the start of the main stream.
pub(super) fn read_header(main: &[u8]) -> Header {
    let (Some(magic), Some(version), Some(flags)) = (u16_at(main, 0), u16_at(main, 2), u16_at(main, 10)) else {
        return Header::Damaged;
    };
    // Some files before Word 97 have the newer magic number, but an older version.
    if magic == OLDER_MAGIC || magic == MAGIC && version < FIRST_WORD97 {
        return Header::Older;
    }
    if magic != MAGIC {
        return Header::Damaged;
    }
    if flags & 0x0100 != 0 {
        return Header::Encrypted;
    }
    // The indices are the order of the fields in [MS-DOC] 2.5.4 and 2.5.6.
    let chars = |index: usize| u32_at(main, COUNTS_OFFSET + 4 * index).unwrap_or(0);
    let range = |index: usize| {
        let number = |at| u32_at(main, RANGES_OFFSET + 8 * index + at).unwrap_or(0) as usize;
        // Offsets are checked where they are used: a damaged header may hold any number.
        TableRange { start: number(0), len_bytes: number(4) }
    };
    Header::Word97(Box::new(FileInformation {
        uses_second_table: flags & 0x0200 != 0,
        text_chars: chars(3),
        footnote_chars: chars(4),
        header_chars: chars(5),
        macro_chars: chars(6),
        comment_chars: chars(7),
        endnote_chars: chars(8),
        box_chars: chars(9),
        styles: range(1),
        footnote_marks: range(2),
        footnotes: range(3),
        character_runs: range(12),
        paragraph_runs: range(13),
        fonts: range(15),
        pieces: range(33),
        shapes: range(40),
        endnote_marks: range(46),
        endnotes: range(47),
        boxes: range(56),
        lists: range(73),
        instances: range(74),
    }))
}
