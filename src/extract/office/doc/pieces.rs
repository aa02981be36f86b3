//! The piece table: where in the main stream the characters of a document are stored, in order.
//!
//! A fast save of Word appends the new text to the file and changes only this table, so the characters of a document
//! are pieces of the main stream in any order. A piece is stored either as UTF-16 or, if all of its characters allow
//! it, as one byte per character.

use encoding_rs::WINDOWS_1252;

use super::bytes::{Plc, slice_at, u16_at, u32_at};

/// Upper bound on the characters of a file. Pieces may overlap, so the file size is no bound.
const MAX_CHARS: usize = 16 * 1024 * 1024;

/// A piece of text.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Position of its first character in the document.
    start: u32,
    /// Its offset in the main stream, in bytes.
    offset: usize,
    /// Number of characters.
    chars: usize,
    /// Whether a character takes one byte instead of two.
    is_narrow: bool,
}

/// All characters of a document as UTF-16 units, each with its byte offset in the main stream.
#[derive(Debug, Default)]
pub(super) struct DocumentText {
    units: Vec<u16>,
    offsets: Vec<u32>,
}

impl DocumentText {
    /// Number of characters.
    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    /// The characters at positions `start..end`, with their byte offsets.
    pub(super) fn range(&self, start: u32, end: u32) -> impl Iterator<Item = (u16, u32)> + '_ {
        let count = self.units.len();
        // Positions may be wrong in a damaged file.
        let (start, end) = ((start as usize).min(count), (end as usize).min(count));
        let range = start..end.max(start);
        self.units[range.clone()].iter().copied().zip(self.offsets[range].iter().copied())
    }
}

/// Reads the characters. `table`: the structure (`Clx`) that contains the piece table.
pub(super) fn read_text(main: &[u8], table: &[u8]) -> Option<DocumentText> {
    let plc = piece_table(table)?;
    let mut text = DocumentText::default();
    for index in 0..plc.len() {
        let piece = piece_of(plc, index)?;
        // Fill a gap and cut an overlap, which would shift all positions that follow.
        let start = (piece.start as usize).min(MAX_CHARS);
        text.units.resize(start, u16::from(b' '));
        text.offsets.resize(start, u32::MAX);
        let room = MAX_CHARS - text.units.len();
        push_piece(&mut text, main, Piece { chars: piece.chars.min(room), ..piece });
    }
    Some(text)
}

/// Finds the piece table behind any number of property blocks.
fn piece_table(mut table: &[u8]) -> Option<Plc<'_>> {
    /// The kind of a block, in its first byte.
    const PROPERTIES: u8 = 1;
    const PIECES: u8 = 2;
    loop {
        match *table.first()? {
            PROPERTIES => {
                let len_bytes = usize::from(u16_at(table, 1)?);
                table = table.get(3 + len_bytes..)?;
            }
            PIECES => {
                let len_bytes = u32_at(table, 1)? as usize;
                // A piece table that is cut off is read as far as it goes.
                let rest = &table[5..];
                return Some(Plc::new(slice_at(rest, 0, len_bytes).unwrap_or(rest), 8));
            }
            _ => return None,
        }
    }
}

fn piece_of(plc: Plc<'_>, index: usize) -> Option<Piece> {
    /// Flag in an offset: the characters take one byte each, and the offset is doubled.
    const NARROW: u32 = 1 << 30;
    let (start, end) = (plc.position(index)?, plc.position(index + 1)?);
    let place = u32_at(plc.item(index)?, 2)?;
    let is_narrow = place & NARROW != 0;
    // The highest bits are flags.
    let offset = (place & !NARROW & !(1 << 31)) as usize;
    let offset = if is_narrow { offset / 2 } else { offset };
    Some(Piece { start, offset, chars: end.saturating_sub(start) as usize, is_narrow })
}

fn push_piece(text: &mut DocumentText, main: &[u8], piece: Piece) {
    let width = if piece.is_narrow { 1 } else { 2 };
    let bytes = main.get(piece.offset..).unwrap_or_default();
    let bytes = &bytes[..bytes.len().min(piece.chars * width)];
    let count = bytes.len() / width;
    if piece.is_narrow {
        // Every character of windows-1252 is one UTF-16 unit.
        text.units.extend(WINDOWS_1252.decode_without_bom_handling(bytes).0.encode_utf16());
    } else {
        // UTF-16 without a byte order mark, little-endian.
        text.units.extend(bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)));
    }
    text.offsets.extend((0..count).map(|index| (piece.offset + index * width) as u32));
    text.units.truncate(text.offsets.len());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_put_in_order() {
        let main = [b"cd".as_slice(), &[0x00, 0x4E, 0x8C, 0x4E], b"\x85"].concat();
        let mut table = vec![1, 2, 0, 0xFF, 0xFF, 2, 28, 0, 0, 0];
        for position in [0_u32, 2, 3] {
            table.extend(position.to_le_bytes());
        }
        for place in [2_u32, 0xC | 1 << 30] {
            table.extend([0, 0]);
            table.extend(place.to_le_bytes());
            table.extend([0, 0]);
        }
        let text = read_text(&main, &table).expect("a piece table");
        let found: Vec<(u16, u32)> = text.range(0, 9).collect();
        assert_eq!(found, [(0x4E00, 2), (0x4E8C, 4), (0x2026, 6)]);
        assert!(read_text(&main, &table[..9]).is_none());
    }
}
