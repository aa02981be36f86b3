//! The file information block: which version of Word wrote the file, and where everything is.

use super::bytes::{u16_at, u32_at};

/// What the header says.
#[derive(Debug)]
pub(super) enum Header {
    /// A file of Word 97 or later.
    Word97(Box<Places>),
    /// It opens with a password only.
    Encrypted,
    /// A file of Word 6 or 95, which is another format.
    Older,
    /// No header.
    Damaged,
}

/// Where a structure stands in the table stream, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Its first byte.
    pub start: usize,
    /// Its length.
    pub len_bytes: usize,
}

/// Where everything is. Lengths of texts are in characters; the texts follow each other in this order: document,
/// footnotes, headers, comments, endnotes, text boxes.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Whether the table stream is `1Table`.
    pub uses_second_table: bool,
    pub text_chars: u32,
    pub footnote_chars: u32,
    pub header_chars: u32,
    pub macro_chars: u32,
    pub comment_chars: u32,
    pub endnote_chars: u32,
    pub box_chars: u32,
    pub styles: Place,
    pub footnote_marks: Place,
    pub footnotes: Place,
    pub character_runs: Place,
    pub paragraph_runs: Place,
    pub fonts: Place,
    pub pieces: Place,
    pub shapes: Place,
    pub endnote_marks: Place,
    pub endnotes: Place,
    pub boxes: Place,
    pub lists: Place,
    pub instances: Place,
}

const MAGIC: u16 = 0xA5EC;
const OLDER_MAGIC: u16 = 0xA5DC;

/// Versions (`nFib`) below this are Word 6 and 95.
const FIRST_WORD97: u16 = 101;

/// Where the lengths of texts and the places of structures begin.
const COUNTS: usize = 64;
const PLACES: usize = 154;

/// Reads the header at the start of the main stream.
pub(super) fn read_header(main: &[u8]) -> Header {
    let (Some(magic), Some(version), Some(flags)) = (u16_at(main, 0), u16_at(main, 2), u16_at(main, 10)) else {
        return Header::Damaged;
    };
    if magic == OLDER_MAGIC || magic == MAGIC && version < FIRST_WORD97 {
        return Header::Older;
    }
    if magic != MAGIC {
        return Header::Damaged;
    }
    if flags & 0x0100 != 0 {
        return Header::Encrypted;
    }
    let chars = |index: usize| u32_at(main, COUNTS + 4 * index).unwrap_or(0);
    let place = |index: usize| {
        let number = |at| u32_at(main, PLACES + 8 * index + at).unwrap_or(0) as usize;
        Place { start: number(0), len_bytes: number(4) }
    };
    Header::Word97(Box::new(Places {
        uses_second_table: flags & 0x0200 != 0,
        text_chars: chars(3),
        footnote_chars: chars(4),
        header_chars: chars(5),
        macro_chars: chars(6),
        comment_chars: chars(7),
        endnote_chars: chars(8),
        box_chars: chars(9),
        styles: place(1),
        footnote_marks: place(2),
        footnotes: place(3),
        character_runs: place(12),
        paragraph_runs: place(13),
        fonts: place(15),
        pieces: place(33),
        shapes: place(40),
        endnote_marks: place(46),
        endnotes: place(47),
        boxes: place(56),
        lists: place(73),
        instances: place(74),
    }))
}
