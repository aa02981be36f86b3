//! Sources of lines, read in pieces. A line belongs to the piece in which it begins, so every line is read by exactly
//! one thread.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::ops::Range;
use std::path::Path;

use memchr::{memchr, memrchr};

use super::Trouble;
use super::handles::{Handles, OpenFile};
use crate::extract::{FileKind, kind_of};
use crate::library::read_error;

/// A source of lines.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// A file, and its size in bytes when it was found. It is not read as a whole.
    File(&'a Path, u64),
    /// Bytes in memory of any kind.
    Bytes(&'a [u8]),
    /// Text in memory.
    Text(&'a str),
}

/// Bytes in a piece: it stays in the nearest caches while it is read, validated and searched.
pub(super) const PIECE_BYTES: usize = 256 * 1024;

/// Bytes read beyond a piece in the same call, for the end of its last line.
const BEYOND_BYTES: usize = 1024;

/// Bytes at the beginning of a source that are checked for control characters.
const HEAD_BYTES: usize = 1024;

/// A part of a source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// The source.
    pub source: usize,
    /// Its first byte.
    pub start: u64,
}

/// Cuts sources into pieces.
pub(super) fn pieces(sources: &[Source<'_>]) -> Vec<Piece> {
    let of_source = |(source, bytes): (usize, u64)| {
        let starts = (0..bytes).step_by(PIECE_BYTES);
        starts.map(move |start| Piece { source, start })
    };
    sources.iter().map(Source::len).enumerate().flat_map(of_source).collect()
}

impl Source<'_> {
    /// The number of bytes.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::File(_, bytes) => *bytes,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Text(text) => text.len() as u64,
        }
    }
}

/// Reads pieces one after another.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    sources: &'a [Source<'a>],
    /// The open files, shared by all threads.
    handles: &'a Handles,
    buffer: Buffer,
}

/// A buffer that is reused for every piece.
#[derive(Debug, Default)]
struct Buffer {
    /// Bytes from `len` on are left from earlier pieces.
    room: Vec<u8>,
    len: usize,
    /// The offset of its first byte in the file.
    start: u64,
}

impl Buffer {
    /// The bytes read.
    fn bytes(&self) -> &[u8] {
        &self.room[..self.len]
    }

    /// Reads `wanted` more bytes, or as many as there were when the file was opened; returns the number.
    fn fill(&mut self, open: &OpenFile, wanted: usize) -> io::Result<usize> {
        let rest = open.size_bytes.saturating_sub(self.start + self.len as u64);
        let (before, end) = (self.len, self.len + usize::try_from(rest).map_or(wanted, |rest| wanted.min(rest)));
        if self.room.len() < end {
            self.room.resize(end, 0);
        }
        while self.len < end {
            match read_at(&open.file, &mut self.room[self.len..end], self.start + self.len as u64) {
                Ok(0) => break,
                Ok(bytes) => self.len += bytes,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.len - before)
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, start)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, start)
}

impl<'a> Reader<'a> {
    pub(super) fn new(sources: &'a [Source<'a>], handles: &'a Handles) -> Self {
        Self { sources, handles, buffer: Buffer::default() }
    }

    /// The lines that begin in a piece, the last one with or without its end.
    ///
    /// # Errors
    /// When they are not UTF-8 text that can be searched as it is, or the file cannot be read.
    pub(super) fn lines(&mut self, piece: Piece) -> Result<&str, Trouble> {
        let bytes = match self.sources[piece.source] {
            Source::Text(text) => {
                let lines = lines_in(text.as_bytes(), piece.start as usize);
                return Ok(&text[lines]);
            }
            Source::Bytes(bytes) => &bytes[lines_in(bytes, piece.start as usize)],
            Source::File(path, size_bytes) => {
                let open = self.handles.open(piece.source, path)?;
                if open.size_bytes != size_bytes {
                    // Another file has taken its place, and the pieces do not fit it.
                    return Err(Trouble::NotPlain);
                }
                read_lines(&open, piece.start, &mut self.buffer)
                    .map_err(|error| Trouble::Unreadable(read_error(&error)))?
            }
        };
        plain_text(bytes, piece.start == 0).ok_or(Trouble::NotPlain)
    }
}

/// The lines that begin in the piece from byte `start` on.
fn lines_in(bytes: &[u8], start: usize) -> Range<usize> {
    let end = bytes.len().min(start + PIECE_BYTES);
    let first = match start.checked_sub(1) {
        None => 0,
        Some(before) => match memchr(b'\n', &bytes[before..end - 1]) {
            Some(at) => before + at + 1,
            None => return end..end,
        },
    };
    // The last line that begins in the piece ends with the first line end at or after the piece's last byte.
    first..memchr(b'\n', &bytes[end - 1..]).map_or(bytes.len(), |at| end + at)
}

/// The lines that begin in the piece from byte `start` of a file on.
fn read_lines<'b>(open: &OpenFile, start: u64, buffer: &'b mut Buffer) -> io::Result<&'b [u8]> {
    // The byte before the piece is read, too: it shows whether a line begins with the piece.
    let before = start.saturating_sub(1);
    let piece_len = (start - before) as usize + PIECE_BYTES;
    (buffer.start, buffer.len) = (before, 0);
    buffer.fill(open, piece_len + BEYOND_BYTES)?;
    let end = piece_len.min(buffer.len);
    let first = match start {
        0 => Some(0),
        _ => memchr(b'\n', &buffer.bytes()[..end.saturating_sub(1)]).map(|at| at + 1),
    };
    let (Some(first), Some(last_byte)) = (first, end.checked_sub(1)) else { return Ok(&[]) };
    let mut searched = last_byte;
    loop {
        if let Some(at) = memchr(b'\n', &buffer.bytes()[searched..]) {
            return Ok(&buffer.bytes()[first..=searched + at]);
        }
        searched = buffer.len;
        // A very long line: double what has been read, so that the cost stays linear.
        if buffer.fill(open, searched)? == 0 {
            return Ok(&buffer.bytes()[first..]);
        }
    }
}

/// The bytes as text, without a byte order mark, if they certainly are text; `None` when they need a closer look:
/// they are not UTF-8, belong to a document or an archive, or have other line ends.
fn plain_text(bytes: &[u8], is_beginning: bool) -> Option<&str> {
    let text = simdutf8::basic::from_utf8(bytes).ok().filter(|_| memchr(0, bytes).is_none())?;
    if !is_beginning {
        return Some(text);
    }
    let is_odd = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let has_odd_ends = memrchr(b'\n', bytes).is_none() && memchr(b'\r', bytes).is_some();
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let is_plain = kind_of(bytes) == FileKind::Text && !head.iter().any(is_odd) && !has_odd_ends;
    is_plain.then(|| text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;
    use tempfile::TempDir;

    use super::*;

    /// The lines of all pieces of a source, concatenated.
    fn joined(source: Source<'_>) -> String {
        let sources = [source];
        let pieces = pieces(&sources);
        let handles = Handles::new(sources.len(), pieces.iter().map(|piece| piece.source));
        let mut reader = Reader::new(&sources, &handles);
        pieces.into_iter().map(|piece| reader.lines(piece).expect("it is text").to_owned()).collect()
    }

    #[test]
    fn bytes_that_are_not_plain_text_are_refused() {
        for bytes in [&b"\xC4\xE3\xBA\xC3\n"[..], b"a\0b\n", b"%PDF-1.4\n", b"a\x01b\n", b"<html><body>\n", b"a\rb\r"] {
            assert_eq!(plain_text(bytes, true), None, "{bytes:?}");
        }
        assert_eq!(plain_text("\u{FEFF}甲\r\n".as_bytes(), true), Some("甲\r\n"));
        assert_eq!(plain_text(b"", true), Some(""));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Lines that end, begin or continue at the border of a piece, and far beyond it.
        #[test]
        fn every_line_is_in_one_piece(
            gaps in prop::collection::vec((0..3_usize, 0..9_usize, 0..3_usize), 1..4), has_end in any::<bool>()
        ) {
            let mut text = String::new();
            for (pieces, bytes, lines) in gaps {
                let to_border = PIECE_BYTES * (text.len() / PIECE_BYTES + 1) - text.len();
                text.push_str(&"a".repeat((to_border + pieces * PIECE_BYTES + bytes).saturating_sub(4)));
                text.push_str(&"\n".repeat(lines));
            }
            if has_end {
                text.push('\n');
            }
            let folder = TempDir::new().expect("a folder");
            let path = folder.path().join("lines.txt");
            fs::write(&path, &text).expect("room for it");
            let all = [Source::Text(&text), Source::Bytes(text.as_bytes()), Source::File(&path, text.len() as u64)];
            for source in all {
                prop_assert!(joined(source) == text, "{:?} of {} bytes", source.len(), text.len());
            }
        }
    }
}
