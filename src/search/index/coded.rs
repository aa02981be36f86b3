//! Texts as the index stores them: a code of 16 bits for each character of the search form.
//!
//! Fixed-width codes make the position of a character its index and let a vector instruction compare eight characters
//! at once, which UTF-8 does not. A character of the Basic Multilingual Plane is its own code. The 2,048 codes of
//! surrogates are free, so the characters beyond that plane share them; a query that contains such a character is
//! scored on the decoded text.

use wide::u16x8;

use crate::search::bitmap::low_bits;
use crate::search::fuzzy::{BONUS_BREAK, BONUS_HEAD, is_hard_separator, is_soft_separator};

/// The first code shared by several characters.
const FIRST_SHARED: u16 = 0xD800;
/// The number of shared codes.
const SHARED: u32 = 0x800;

/// Codes in one vector.
const LANES: usize = 8;

/// Up to this length the positions of a character in a text fit into the bits of one word.
pub(super) const WORD_CHARS: usize = 64;

/// The number of vectors of a text of [`WORD_CHARS`], and of an ordinary heading. Only these two are distinguished: a
/// branch on the exact length would be mispredicted every other time.
const WORD_VECTORS: usize = WORD_CHARS / LANES;
const SHORT_VECTORS: usize = 4;

/// Codes that follow the last text, with any value: whole vectors are read without a check where a text ends.
pub(in crate::search) const PADDING: usize = WORD_CHARS;

/// The code of a character.
pub(in crate::search) const fn code_of(c: char) -> u16 {
    let code = c as u32;
    if code <= 0xFFFF { code as u16 } else { FIRST_SHARED | (code % SHARED) as u16 }
}

/// The character of a code; `None` when several share it.
pub(in crate::search) fn char_of(code: u16) -> Option<char> {
    char::from_u32(code.into())
}

/// A text in codes.
#[derive(Debug, Clone, Copy)]
pub(in crate::search) struct CodedText<'a> {
    /// The codes of the text, followed by at least [`PADDING`] more.
    codes: &'a [u16],
    len: usize,
}

impl<'a> CodedText<'a> {
    /// The text that is the first `len` of `codes`; at least [`PADDING`] more must follow.
    pub(crate) fn new(codes: &'a [u16], len: usize) -> Self {
        debug_assert!(codes.len() >= len + PADDING, "whole vectors can be read at the end");
        Self { codes, len }
    }

    /// The codes.
    pub(crate) fn codes(self) -> &'a [u16] {
        &self.codes[..self.len]
    }

    /// The number of characters.
    pub(crate) const fn len(self) -> usize {
        self.len
    }

    /// Its first `chars` characters, or all if there are fewer.
    pub(crate) fn head(self, chars: usize) -> Self {
        Self { len: self.len.min(chars), ..self }
    }

    /// The positions of `code`: bit `i` for the `i`th character. For texts of at most [`WORD_CHARS`].
    #[inline]
    pub(crate) fn positions(self, code: u16) -> u64 {
        debug_assert!(self.len <= WORD_CHARS, "the positions fit into a word");
        // The loop length is a constant in either branch, so both are unrolled.
        let is_short = self.len <= SHORT_VECTORS * LANES;
        let positions = if is_short { self.find::<SHORT_VECTORS>(code) } else { self.find::<WORD_VECTORS>(code) };
        positions & low_bits(self.len)
    }

    #[inline]
    fn find<const VECTORS: usize>(self, code: u16) -> u64 {
        let wanted = u16x8::splat(code);
        let vectors = self.codes.as_chunks::<LANES>().0.first_chunk::<VECTORS>().expect("padding follows the text");
        let found = vectors.map(|codes| u64::from(u16x8::new(codes).simd_eq(wanted).to_bitmask()));
        // The first vector has the lowest positions.
        found.into_iter().rev().fold(0, |positions, bits| positions << LANES | bits)
    }

    /// The positions of the contiguous occurrences of `word`, ascending.
    pub(crate) fn contiguous_starts<'w>(self, word: &'w [u16]) -> impl Iterator<Item = usize> + use<'a, 'w> {
        let codes = self.codes();
        // Comparing the first code before the rest rejects nearly all positions.
        let starts = codes.iter().enumerate().filter(|(_, code)| **code == word[0]).map(|(start, _)| start);
        starts.filter(|start| codes[*start..].starts_with(word))
    }
}

/// The bonus of a match that begins a word after a character of this code; skim's values.
const BONUSES: [u8; 128] = {
    let mut bonuses = [0; 128];
    let mut code = 0;
    while code < 128 {
        let c = code as u8 as char;
        if is_soft_separator(c) {
            bonuses[code] = BONUS_BREAK as u8;
        } else if is_hard_separator(c) || code == 0 {
            bonuses[code] = BONUS_HEAD as u8;
        }
        code += 1;
    }
    bonuses
};

/// The bonus of a match that begins a word after a character of this code, `None` at the head of the text.
#[inline]
pub(super) fn bonus_after(before: Option<u16>) -> i32 {
    match before {
        None => BONUS_HEAD,
        Some(code) => BONUSES.get(usize::from(code)).map_or(0, |bonus| i32::from(*bonus)),
    }
}
