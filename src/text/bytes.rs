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
        // Continuations are -128 to -65, the first bytes of 汉字 -28 to -21. `[`, `{` and the like are letters to this;
        // no mark of a notice is among them.
        !mask(block, |bytes| {
            let is_continuation = bytes.simd_lt(i8x16::splat(-64));
            let is_letter = is_between(bytes, 0x3F, 0x7F);
            is_continuation | is_between(bytes, -29, -20) | is_between(bytes, 0x2F, 0x3A) | is_letter
        })
    }
}

/// Control characters of ASCII but for tab, line ends and form feed.
pub enum Control {}

impl Wanted for Control {
    #[inline]
    fn find(block: &Block) -> u64 {
        mask(block, |bytes| is_between(bytes, -1, 0x20) & !is_between(bytes, 0x08, 0x0E) | is(bytes, 0x7F))
    }
}

/// 1, 2, 一, 二 and the full-width digits １ and ２.
pub enum OneOrTwo {}

impl Wanted for OneOrTwo {
    #[inline]
    fn find(block: &Block) -> u64 {
        let digit = mask(block, |bytes| is(bytes, b'1') | is(bytes, b'2'));
        // 一 is E4 B8 80, 二 is E4 BA 8C.
        let numeral = mask(block, |bytes| is(bytes, 0xE4));
        let second = mask(block, |bytes| is(bytes, 0xB8) | is(bytes, 0xBA)) >> 1 | 1 << 63;
        // １ is EF BC 91, ２ is EF BC 92.
        let wide = mask(block, |bytes| is(bytes, 0xEF));
        let third = mask(block, |bytes| is(bytes, 0x91) | is(bytes, 0x92)) >> 2 | 3 << 62;
        digit | numeral & second | wide & third
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

/// Counts characters from left to right.
pub struct CharCount<'a> {
    bytes: &'a [u8],
    /// Offset of the block that `starts` is about.
    block: usize,
    /// Characters that begin before it.
    before: u32,
    /// One bit for each byte of the block that begins a character.
    starts: u64,
}

impl<'a> CharCount<'a> {
    /// Of UTF-8 text.
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, block: 0, before: 0, starts: find_signs::<CharStart>(bytes) }
    }

    /// How many characters begin before byte `at`, which must not lie before the block of the call before.
    #[inline]
    pub fn before(&mut self, at: usize) -> u32 {
        while at - self.block >= BLOCK {
            self.block += BLOCK;
            self.before += self.starts.count_ones();
            self.starts = find_signs::<CharStart>(self.bytes.get(self.block..).unwrap_or_default());
        }
        self.before + (self.starts & !(u64::MAX << (at - self.block))).count_ones()
    }
}

/// All characters.
enum CharStart {}

impl Wanted for CharStart {
    #[inline]
    fn find(block: &Block) -> u64 {
        mask(block, |bytes| bytes.simd_gt(i8x16::splat(-65)))
    }
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
        for c in '\0'..=char::MAX {
            let text = format!("一{c}");
            let is_letter_or_digit = matches!(c, '0'..='9' | '@'..='~');
            let sign = Signs::<Sign>::of(text.as_bytes()).next();
            assert_eq!(sign, (!is_han(c) && !is_letter_or_digit).then_some(3), "{c:?}");
            let is_control = c.is_ascii_control() && !matches!(c, '\t'..='\r');
            let control = Signs::<Control>::of(text.as_bytes()).next();
            assert_eq!(control, is_control.then_some(3), "{c:?}");
            if matches!(c, '1' | '2' | '一' | '二' | '１' | '２') {
                for before in 0..70 {
                    let text = format!("{}{c}", "a".repeat(before));
                    assert_eq!(Signs::<OneOrTwo>::of(text.as_bytes()).next(), Some(before), "{c:?}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn signs_are_found_in_order(text in "([一-龥a]{0,40}(\\PC|[，。1]){0,3}){0,6}") {
            let is_sign = |c: char| !is_han(c) && !matches!(c, '0'..='9' | '@'..='~');
            let expected: Vec<usize> =
                text.char_indices().filter(|(_, c)| is_sign(*c)).map(|(at, _)| at).collect();
            let found: Vec<usize> = Signs::<Sign>::of(text.as_bytes()).collect();
            prop_assert_eq!(found, expected);
            let mut count = CharCount::of(text.as_bytes());
            for (index, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(count.before(at), index as u32);
            }
            prop_assert_eq!(count.before(text.len()), text.chars().count() as u32);
        }
    }
}
