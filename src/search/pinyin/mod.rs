//! Titles and headings by pinyin: `sj`, `shuangjian`, `shuangj` and `双j` find 双减.
//!
//! A character stands for letters as itself, by a whole syllable (any of its readings), by an initial (its first
//! letter, or zh, ch, sh), or, at the end of a word, by the beginning of a syllable. The characters that stand for a
//! word follow one another; punctuation between them does not count. Words are separated by white space, and all must
//! be there, in any order.

mod sieve;
mod verdict;
mod word;

use sieve::{BY_INITIAL, Reader, STRIPE_ITEMS, Sieve, Stripe};
use word::PinyinWord;
pub use word::{Class, Rank, code_of};

use crate::text::fold::search_form;
use crate::text::han_set::is_han;

/// Whether the characters of a word must stand side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Manner {
    /// They must.
    #[default]
    Contiguous,
    /// Others may be between them. That finds very much: meant for when nothing is found otherwise.
    Gapped,
}

/// What was typed, compiled. Making one takes a fraction of a millisecond.
#[derive(Debug, Clone)]
pub struct PinyinQuery {
    /// At least one, unless nothing can be found.
    words: Vec<PinyinWord>,
    /// Of each word.
    readers: Vec<Reader>,
    manner: Manner,
}

/// Where a query was found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinyinFound {
    /// That of the word that was found worst.
    pub rank: Rank,
    /// Byte offsets of the characters that stand for the words, ascending.
    pub positions: Vec<u32>,
}

impl PinyinQuery {
    /// Compiles what was typed.
    pub fn parse(typed: &str, manner: Manner) -> Self {
        let folded: String = typed.chars().map(search_form).collect();
        Self::of_words(folded.split_whitespace(), manner)
    }

    /// Compiles words in their search form. One that is longer than 63 letters is nowhere found, and punctuation is
    /// left out.
    pub fn of_words<'a>(words: impl IntoIterator<Item = &'a str>, manner: Manner) -> Self {
        let has_letters = |word: &&str| word.chars().any(char::is_alphanumeric);
        let words: Option<Vec<_>> = words.into_iter().filter(has_letters).map(PinyinWord::new).collect();
        let words = words.unwrap_or_default();
        let readers = words.iter().map(|word| Reader::new(word, manner == Manner::Gapped)).collect();
        Self { words, readers, manner }
    }

    /// Whether nothing can be found by it.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many words it has.
    pub const fn len(&self) -> usize {
        self.words.len()
    }

    /// The characters of its words that are read, and so stand for nothing but themselves.
    pub fn han(&self) -> impl Iterator<Item = char> {
        let letters = self.words.iter().flat_map(|word| &word.letters);
        letters.filter_map(|code| char::from_u32((*code).into())).filter(|c| is_han(*c))
    }

    /// Where it is in a text, `None` when it is not. Costs more than [`PinyinFilter::search`] for an item: meant for the
    /// rows on the screen.
    pub fn find(&self, text: &str) -> Option<PinyinFound> {
        let codes = codes_of(text);
        let find = match self.manner {
            Manner::Contiguous => verdict::find,
            Manner::Gapped => verdict::find_with_gaps,
        };
        let places: Vec<_> = self.words.iter().map(|word| find(word, &codes)).collect::<Option<_>>()?;
        let rank = places.iter().map(|place| place.rank).max()?;
        let mut chars: Vec<usize> = places.into_iter().flat_map(|place| place.chars).collect();
        chars.sort_unstable();
        chars.dedup();
        let mut wanted = chars.into_iter().peekable();
        let starts = text.char_indices().enumerate();
        let positions = starts.filter_map(|(index, (start, _))| wanted.next_if_eq(&index).map(|_| start as u32));
        Some(PinyinFound { rank, positions: positions.collect() })
    }

    /// How many of its words begin, in the best way in which they are there, at a character of a text in codes of which
    /// `is_head` says that a word begins there. None when there may be gaps: then where it begins tells nothing.
    ///
    /// `rank`: that of the text.
    pub fn count_at_heads(&self, codes: &[u16], rank: Rank, is_head: impl Fn(&[u16], usize) -> bool) -> usize {
        if self.manner == Manner::Gapped {
            return 0;
        }
        let heads = || (0..codes.len()).filter(|start| is_head(codes, *start));
        let is_best_at_head = |word: &&PinyinWord| {
            let best = verdict::best_rank_at(word, codes, heads());
            best.is_some() && best == if self.len() == 1 { Some(rank) } else { verdict::rank(word, codes, true) }
        };
        self.words.iter().filter(is_best_at_head).count()
    }

    /// The rank of a text in codes, `None` when it is not there.
    pub fn rank(&self, codes: &[u16]) -> Option<Rank> {
        let is_letter = |code: &u16| u8::try_from(*code).is_ok_and(|byte| byte.is_ascii_lowercase());
        self.rank_of(codes, codes.iter().any(is_letter))
    }

    /// The same. `has_letters`: whether there are letters of ASCII among the codes.
    fn rank_of(&self, codes: &[u16], has_letters: bool) -> Option<Rank> {
        let mut worst: Option<Rank> = None;
        for word in &self.words {
            let rank = match self.manner {
                Manner::Contiguous => verdict::rank(word, codes, has_letters),
                Manner::Gapped => verdict::rank_with_gaps(word, codes),
            };
            worst = worst.max(Some(rank?));
        }
        worst
    }
}

/// An item that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinyinHit {
    /// Its number.
    pub item: u32,
    /// How well it was found.
    pub rank: Rank,
}

/// Which items a query may find: 32 bytes for each. The texts are elsewhere.
#[derive(Debug, Default)]
pub struct PinyinFilter {
    sieve: Sieve,
}

impl PinyinFilter {
    /// Makes the filter of items in their codes: a code is a character of the search form, in the Basic Multilingual
    /// Plane; whatever stands for the others has no reading.
    pub fn new<'a>(items: impl IntoIterator<Item = &'a [u16]>) -> Self {
        Self { sieve: Sieve::of(items) }
    }

    /// The bytes of memory that it takes.
    pub fn size_bytes(&self) -> usize {
        self.sieve.size_bytes()
    }

    /// Reports every item that is found, in order. `within`: only those items, one bit for each; words that only zeros
    /// would follow may be missing. `codes_of` gives the codes of an item, the same as when the filter was made.
    ///
    /// Returns false when `should_stop` said so; it is asked every few hundred items.
    pub fn search<'a>(
        &self,
        query: &PinyinQuery,
        within: Option<&[u64]>,
        codes_of: impl Fn(usize) -> &'a [u16],
        should_stop: impl Fn() -> bool,
        mut report: impl FnMut(PinyinHit),
    ) -> bool {
        if query.is_empty() {
            return true;
        }
        let mut scratch = Vec::new();
        for stripe in 0..self.sieve.stripes() {
            let wanted: Stripe = match within {
                None => [u64::MAX; _],
                Some(words) => {
                    let first = stripe * STRIPE_ITEMS / 64;
                    std::array::from_fn(|lane| words.get(first + lane).copied().unwrap_or(0))
                }
            };
            if wanted.iter().all(|lane| *lane == 0) {
                continue;
            }
            if should_stop() {
                return false;
            }
            let passed = self.sieve.pass(stripe, query.readers.iter(), &mut scratch);
            let with_letters = self.sieve.with_letters(stripe);
            let sure = match query.readers.as_slice() {
                [reader] => self.sieve.sure(stripe, reader),
                _ => Stripe::default(),
            };
            for (lane, mut passed) in passed.into_iter().enumerate() {
                passed &= wanted[lane];
                while passed != 0 {
                    let bit = passed.trailing_zeros();
                    passed &= passed - 1;
                    let item = stripe * STRIPE_ITEMS + lane * 64 + bit as usize;
                    let is_sure = sure[lane] >> bit & 1 == 1;
                    let look = || query.rank_of(codes_of(item), with_letters[lane] >> bit & 1 == 1);
                    if let Some(rank) = if is_sure { Some(BY_INITIAL) } else { look() } {
                        report(PinyinHit { item: item as u32, rank });
                    }
                }
            }
        }
        true
    }
}

fn codes_of(text: &str) -> Vec<u16> {
    text.chars().map(|c| code_of(search_form(c))).collect()
}

#[cfg(test)]
mod tests;
