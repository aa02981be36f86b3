//! Looking at many bytes of UTF-8 at once.
//!
//! Nearly all bytes of a notice belong to 汉字, which no step of the parser has to look at one by one. The rest is found
//! here with vector instructions: a branch at every character would be mispredicted at every change of script.

use std::marker::PhantomData;

use wide::i8x16;

/// Bytes that are looked at before the next branch.
const BLOCK: usize = 64;

type Block = [u8; BLOCK];

/// A class of characters that [`Signs`] stops at.
pub trait Wanted {
    /// One bit for each byte that begins such a character, or may do so when the block ends before it can be told.
    fn find(block: &Block) -> u64;
}

/// One bit for each byte of the block; a byte, as a signed number, is in the set when `is_in` gives all bits for it.
#[inline]
fn mask(block: &Block, is_in: impl Fn(i8x16) -> i8x16) -> u64 {
    let mut bits = 0;
    for (index, bytes) in block.as_chunks::<16>().0.iter().enumerate() {
        let found = is_in(i8x16::from(bytes.map(u8::cast_signed))).to_bitmask();
        bits |= u64::from(found as u16) << (16 * index);
    }
    bits
}

#[inline]
fn is(bytes: i8x16, byte: u8) -> i8x16 {
    bytes.simd_eq(i8x16::splat(byte.cast_signed()))
}

/// Whether bytes lie between two others, which are not included.
#[inline]
fn is_between(bytes: i8x16, low: i8, high: i8) -> i8x16 {
    bytes.simd_gt(i8x16::splat(low)) & bytes.simd_lt(i8x16::splat(high))
}

/// All characters but 汉字 (and whatever else stands from U+4000 to U+BFFF) and the letters and digits of ASCII:
/// punctuation, white space, controls, other scripts.
pub enum Sign {}

impl Wanted for Sign {
    #[inline]
    fn find(block: &Block) -> u64 {
        mask(block, is_sign)
    }
}

#[inline]
fn is_sign(bytes: i8x16) -> i8x16 {
    // The first bytes of 汉字 are -28 to -21. `[`, `{` and the like are letters to this; no mark of a notice is among
    // them.
    let is_letter_or_digit = is_between(bytes, 0x3F, 0x7F) | is_between(bytes, 0x2F, 0x3A);
    !(is_continuation(bytes) | is_between(bytes, -29, -20) | is_letter_or_digit)
}

#[inline]
fn is_continuation(bytes: i8x16) -> i8x16 {
    bytes.simd_lt(i8x16::splat(-64))
}

/// Control characters of ASCII but for tab, line ends and form feed.
pub enum Control {}

impl Wanted for Control {
    #[inline]
    fn find(block: &Block) -> u64 {
        mask(block, |bytes| is_between(bytes, -1, 0x20) & !is_between(bytes, 0x08, 0x0E) | is(bytes, 0x7F))
    }
}

/// Finds the characters of a class from left to right: the offsets of their first bytes.
pub struct Signs<'a, W> {
    bytes: &'a [u8],
    class: PhantomData<W>,
    /// Offset of the block that `found` is about.
    block: usize,
    /// One bit for each byte of the block that is still to be given.
    found: u64,
}

impl<'a, W: Wanted> Signs<'a, W> {
    /// Of UTF-8 text.
    #[inline]
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, class: PhantomData, block: 0, found: find_signs::<W>(bytes) }
    }
}

impl<W: Wanted> Iterator for Signs<'_, W> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            self.block += BLOCK;
            if self.block >= self.bytes.len() {
                return None;
            }
            self.found = find_signs::<W>(&self.bytes[self.block..]);
        }
        let at = self.block + self.found.trailing_zeros() as usize;
        self.found &= self.found - 1;
        Some(at)
    }
}

/// One bit for each wanted character; none beyond the end.
#[inline]
fn find_signs<W: Wanted>(bytes: &[u8]) -> u64 {
    if let Some(block) = bytes.first_chunk() {
        return W::find(block);
    }
    let mut block = [0; BLOCK];
    block[..bytes.len()].copy_from_slice(bytes);
    W::find(&block) & !(u64::MAX << bytes.len())
}

/// What stands in 64 bytes of UTF-8: one bit for each byte, none beyond the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Where a character begins.
    pub starts: u64,
    /// Where a [`Sign`] begins.
    pub signs: u64,
}

/// The marks of `bytes`, block by block.
pub fn marks(bytes: &[u8]) -> impl Iterator<Item = Marks> + '_ {
    bytes.chunks(BLOCK).map(|chunk| {
        if let Ok(block) = chunk.try_into() {
            return find_marks(block);
        }
        let mut block = [0; BLOCK];
        block[..chunk.len()].copy_from_slice(chunk);
        let marks = find_marks(&block);
        let within = !(u64::MAX << chunk.len());
        Marks { starts: marks.starts & within, signs: marks.signs & within }
    })
}

/// One look at each byte for all of it: every byte of every notice passes here.
#[inline]
fn find_marks(block: &Block) -> Marks {
    let (mut continuations, mut signs) = (0, 0);
    for (index, bytes) in block.as_chunks::<16>().0.iter().enumerate() {
        let bytes = i8x16::from(bytes.map(u8::cast_signed));
        let bits = |found: i8x16| u64::from(found.to_bitmask() as u16) << (16 * index);
        continuations |= bits(is_continuation(bytes));
        signs |= bits(is_sign(bytes));
    }
    Marks { starts: !continuations, signs }
}

/// `text` without spaces and U+3000 in front: the white space that cleaned text has. By bytes, because every line of
/// every notice is trimmed, and nearly none has any.
pub fn trim_spaces_start(mut text: &str) -> &str {
    loop {
        text = match text.as_bytes() {
            [b' ', ..] => &text[1..],
            [0xE3, 0x80, 0x80, ..] => &text[3..],
            _ => return text,
        }
    }
}

/// `text` without spaces and U+3000 at the end.
pub fn trim_spaces_end(mut text: &str) -> &str {
    loop {
        text = match text.as_bytes() {
            [start @ .., b' '] | [start @ .., 0xE3, 0x80, 0x80] => &text[..start.len()],
            _ => return text,
        }
    }
}

/// `text` without spaces and U+3000 around it.
pub fn trim_spaces(text: &str) -> &str {
    trim_spaces_end(trim_spaces_start(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_han(c: char) -> bool {
        matches!(c, '\u{4000}'..='\u{BFFF}')
    }

    #[test]
    fn every_character_is_told() {
        for c in ('\0'..='\u{FFFF}').chain(['𠀀', '\u{10FFFF}']) {
            let text = format!("一{c}");
            let is_letter_or_digit = matches!(c, '0'..='9' | '@'..='~');
            let sign = Signs::<Sign>::of(text.as_bytes()).next();
            assert_eq!(sign, (!is_han(c) && !is_letter_or_digit).then_some(3), "{c:?}");
            let is_control = c.is_ascii_control() && !matches!(c, '\t'..='\r');
            let control = Signs::<Control>::of(text.as_bytes()).next();
            assert_eq!(control, is_control.then_some(3), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn signs_are_found_in_order(text in "([一-龥a]{0,40}(\\PC|[，。1]){0,3}){0,6}") {
            let is_sign = |c: char| !is_han(c) && !matches!(c, '0'..='9' | '@'..='~');
            let expected: Vec<usize> =
                text.char_indices().filter(|(_, c)| is_sign(*c)).map(|(at, _)| at).collect();
            let found: Vec<usize> = Signs::<Sign>::of(text.as_bytes()).collect();
            prop_assert_eq!(&found, &expected);
            let marks: Vec<Marks> = marks(text.as_bytes()).collect();
            let is_marked = |marked: fn(&Marks) -> u64, at: usize| marked(&marks[at / BLOCK]) >> (at % BLOCK) & 1 == 1;
            for at in 0..text.len() {
                prop_assert_eq!(is_marked(|marks| marks.starts, at), text.is_char_boundary(at));
                prop_assert_eq!(is_marked(|marks| marks.signs, at), found.contains(&at));
            }
        }
    }
}
