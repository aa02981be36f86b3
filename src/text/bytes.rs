//! Vectorised scanning of UTF-8.
//!
//! Nearly all bytes of a notice belong to Chinese characters, which no step of the parser has to look at one by one.
//! The other characters are found here with vector instructions: a branch for each character would be mispredicted at
//! every change of script.

use wide::i8x16;

/// Bytes that [`marks`] classifies at a time.
pub(crate) const BLOCK: usize = 64;

/// The characters in a block of UTF-8, one bit for each byte; bits beyond the end are 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The first bytes of characters.
    pub starts: u64,
    /// The first bytes of *signs*: all characters except ASCII letters and digits, Chinese characters, and whatever
    /// else lies from U+4000 to U+BFFF. Signs are punctuation, white space, controls, other scripts.
    pub signs: u64,
}

/// The marks of `bytes`, block by block.
pub(crate) fn marks(bytes: &[u8]) -> impl Iterator<Item = Marks> + '_ {
    bytes.chunks(BLOCK).map(|chunk| {
        if let Ok(block) = chunk.try_into() {
            return find_marks(block);
        }
        // The last, shorter block is padded with zeros, whose marks are masked out.
        let mut block = [0; BLOCK];
        block[..chunk.len()].copy_from_slice(chunk);
        let marks = find_marks(&block);
        let within = !(u64::MAX << chunk.len());
        Marks { starts: marks.starts & within, signs: marks.signs & within }
    })
}

/// Positions that [`put_positions`] writes at a time, whether or not there are so many.
pub(crate) const POSITIONS_AT_ONCE: usize = 8;

/// Writes the positions of the set bits of `block`, whose first bit is byte `start`, to the front of `positions`, and
/// returns their number. Up to [`POSITIONS_AT_ONCE`] entries after them are overwritten: writing a fixed number at a
/// time avoids a loop exit that would be mispredicted for nearly every block.
#[inline]
pub(crate) fn put_positions(block: u64, start: u16, positions: &mut [u16]) -> usize {
    let count = block.count_ones() as usize;
    let mut left = block;
    for places in positions.chunks_exact_mut(POSITIONS_AT_ONCE).take(count.div_ceil(POSITIONS_AT_ONCE).max(1)) {
        for place in places {
            *place = start + left.trailing_zeros() as u16;
            // Clears the lowest set bit; with none left it stays 0, and the written position is never read.
            left &= left.wrapping_sub(1);
        }
    }
    count
}

/// Classifies all bytes of a block. Every byte of every notice passes here.
#[inline]
fn find_marks(block: &[u8; BLOCK]) -> Marks {
    let (mut continuations, mut signs) = (0, 0);
    for (index, bytes) in block.as_chunks::<16>().0.iter().enumerate() {
        // As signed numbers, continuation bytes are -128 to -65 and the first bytes of Chinese characters -28 to -21.
        // `[`, `{` and the like count as letters here; no mark of a notice is among them.
        let bytes = i8x16::from(bytes.map(u8::cast_signed));
        let bits = |found: i8x16| u64::from(found.to_bitmask() as u16) << (16 * index);
        let is_continuation = bytes.simd_lt(i8x16::splat(-64));
        let is_letter_or_digit = is_between(bytes, 0x3F, 0x7F) | is_between(bytes, 0x2F, 0x3A);
        // A byte that continues no character begins one; that is one comparison instead of four.
        continuations |= bits(is_continuation);
        signs |= bits(!(is_continuation | is_between(bytes, -29, -20) | is_letter_or_digit));
    }
    Marks { starts: !continuations, signs }
}

/// Whether bytes lie strictly between two others.
#[inline]
fn is_between(bytes: i8x16, low: i8, high: i8) -> i8x16 {
    bytes.simd_gt(i8x16::splat(low)) & bytes.simd_lt(i8x16::splat(high))
}

/// The white space that occurs in cleaned text.
pub(crate) const SPACES: [char; 2] = [' ', '\u{3000}'];

/// `text` without leading [`SPACES`]. Compares bytes, because every line of every notice is trimmed and nearly none
/// has any.
pub(crate) fn trim_spaces_start(mut text: &str) -> &str {
    loop {
        text = match text.as_bytes() {
            [b' ', ..] => &text[1..],
            [0xE3, 0x80, 0x80, ..] => &text[3..],
            _ => return text,
        }
    }
}

/// `text` without trailing [`SPACES`].
pub(crate) fn trim_spaces_end(mut text: &str) -> &str {
    loop {
        text = match text.as_bytes() {
            [start @ .., b' '] | [start @ .., 0xE3, 0x80, 0x80] => &text[..start.len()],
            _ => return text,
        }
    }
}

/// `text` without leading and trailing [`SPACES`].
pub(crate) fn trim_spaces(text: &str) -> &str {
    trim_spaces_end(trim_spaces_start(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_sign(c: char) -> bool {
        !matches!(c, '\u{4000}'..='\u{BFFF}' | '0'..='9' | '@'..='~')
    }

    #[track_caller]
    fn check(text: &str) {
        let marks: Vec<Marks> = marks(text.as_bytes()).collect();
        let is_marked = |marked: fn(&Marks) -> u64, at: usize| marked(&marks[at / BLOCK]) >> (at % BLOCK) & 1 == 1;
        for at in 0..text.len() {
            assert_eq!(is_marked(|marks| marks.starts, at), text.is_char_boundary(at), "{at} in {text:?}");
            let is_sign = text.is_char_boundary(at) && text[at..].starts_with(is_sign);
            assert_eq!(is_marked(|marks| marks.signs, at), is_sign, "{at} in {text:?}");
        }
    }

    #[test]
    fn every_character_is_classified() {
        for c in ('\0'..='\u{FFFF}').chain(['𠀀', '\u{10FFFF}']) {
            check(&format!("一{c}"));
        }
    }

    proptest! {
        #[test]
        fn characters_and_signs_are_marked_in_every_block(text in "([一-龥a]{0,40}(\\PC|[，。1]){0,3}){0,6}") {
            check(&text);
        }
    }
}
