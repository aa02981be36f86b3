//! Texts as the index keeps them: 16 bits for each character of the search form.
//!
//! A character of the Basic Multilingual Plane is its own code. The codes of surrogates are free: the characters beyond
//! share them, so that such a code says only which characters it can be. Who has to know looks at the text itself.

use wide::u16x8;

/// The first code that several characters share.
const FIRST_SHARED: u16 = 0xD800;
/// How many there are of them.
const SHARED: u32 = 0x800;

/// Codes that are compared at once.
pub(super) const LANES: usize = 8;

/// Up to this length the places of a character in a text are the bits of one word.
pub(super) const WORD_CHARS: usize = 64;

/// The code of a character.
pub(super) const fn code_of(c: char) -> u16 {
    let code = c as u32;
    if code <= 0xFFFF { code as u16 } else { FIRST_SHARED | (code % SHARED) as u16 }
}

/// The only character that has a code, `None` when several share it.
pub(super) fn char_of(code: u16) -> Option<char> {
    char::from_u32(code.into())
}

/// A text in its codes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coded<'a> {
    /// From the first code of the text on, and at least [`LANES`] codes beyond its end, whatever they are.
    codes: &'a [u16],
    len: usize,
}

impl<'a> Coded<'a> {
    /// The text of the first `len` of `codes`, of which there are at least [`LANES`] more.
    pub fn new(codes: &'a [u16], len: usize) -> Self {
        debug_assert!(codes.len() >= len + LANES, "whole vectors can be read at the end");
        Self { codes, len }
    }

    /// The codes.
    pub fn codes(self) -> &'a [u16] {
        &self.codes[..self.len]
    }

    /// How many characters it has.
    pub const fn len(self) -> usize {
        self.len
    }

    /// Its first `chars` characters, all when there are fewer.
    pub fn head(self, chars: usize) -> Self {
        Self { len: self.len.min(chars), ..self }
    }

    /// Where `code` stands: bit `i` for the `i`th character. For texts of at most [`WORD_CHARS`].
    #[inline]
    pub fn places(self, code: u16) -> u64 {
        debug_assert!(self.len <= WORD_CHARS, "the places fit into a word");
        let wanted = u16x8::splat(code);
        let vectors = self.codes.as_chunks::<LANES>().0.iter().take(self.len.div_ceil(LANES));
        let mut places = 0;
        for (index, codes) in vectors.enumerate() {
            places |= u64::from(u16x8::new(*codes).simd_eq(wanted).to_bitmask()) << (LANES * index);
        }
        places & low_bits(self.len)
    }

    /// Where `word` begins to stand in one piece, ascending.
    pub fn piece_starts<'w>(self, word: &'w [u16]) -> impl Iterator<Item = usize> + use<'a, 'w> {
        let codes = self.codes();
        let starts = codes.iter().enumerate().filter(|(_, code)| **code == word[0]).map(|(start, _)| start);
        starts.filter(|start| codes[*start..].starts_with(word))
    }
}

/// The lowest `count` bits, at most 64.
pub(super) const fn low_bits(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { !(u64::MAX << count) }
}

/// The indices of the bits that are set, ascending.
pub(super) fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (word != 0).then_some(word.trailing_zeros() as usize);
        word &= word.wrapping_sub(1);
        lowest
    })
}
