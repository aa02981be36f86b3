//! Titles and headings by pinyin: `sj`, `shuangjian`, `shuangj` and `双j` find 双减.
//!
//! A character stands for letters as itself, by a whole syllable (any of its readings), by an initial (its first
//! letter, or zh, ch, sh), or, at the end of a word, by the beginning of a syllable. The characters that stand for a
//! word follow one another; punctuation between them does not count. Words are separated by white space, and all must
//! be there, in any order.

mod sieve;
mod verdict;
mod word;

use sieve::{BY_INITIAL, Reader, STRIPE_ITEMS, Sieve, SieveBuilder, Stripe};
pub use word::{Class, Rank};
use word::{PinyinWord, code_of};

use crate::text::fold::search_form;

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

    /// Where it is in a text, `None` when it is not. Costs more than [`PinyinIndex::search`] for an item: meant for the
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

    /// The rank of a text in codes. `has_letters`: whether there are letters of ASCII among them.
    fn rank(&self, codes: &[u16], has_letters: bool) -> Option<Rank> {
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
        let mut builder = SieveBuilder::new();
        items.into_iter().for_each(|codes| builder.push(codes));
        Self { sieve: builder.finish() }
    }

    /// The bytes of memory that it takes.
    pub fn size_bytes(&self) -> usize {
        self.sieve.size_bytes()
    }

    /// Reports every item that is found, in order. `codes_of` gives the codes of an item, the same as when the filter
    /// was made.
    ///
    /// Returns false when `should_stop` said so; it is asked every few hundred items.
    pub fn search<'a>(
        &self,
        query: &PinyinQuery,
        codes_of: impl Fn(usize) -> &'a [u16],
        should_stop: &dyn Fn() -> bool,
        mut report: impl FnMut(PinyinHit),
    ) -> bool {
        if query.is_empty() {
            return true;
        }
        let mut scratch = Vec::new();
        for stripe in 0..self.sieve.stripes() {
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
                while passed != 0 {
                    let bit = passed.trailing_zeros();
                    passed &= passed - 1;
                    let item = stripe * STRIPE_ITEMS + lane * 64 + bit as usize;
                    let is_sure = sure[lane] >> bit & 1 == 1;
                    let look = || query.rank(codes_of(item), with_letters[lane] >> bit & 1 == 1);
                    if let Some(rank) = if is_sure { Some(BY_INITIAL) } else { look() } {
                        report(PinyinHit { item: item as u32, rank });
                    }
                }
            }
        }
        true
    }
}

/// Items that can be searched by pinyin. Immutable.
#[derive(Debug, Default)]
pub struct PinyinIndex {
    filter: PinyinFilter,
    codes: Vec<u16>,
    /// Where in `codes` each item begins, and where the last one ends.
    starts: Vec<u32>,
}

impl PinyinIndex {
    /// Makes the index of `items`, numbered in their order.
    pub fn new<'a>(items: impl IntoIterator<Item = &'a str>) -> Self {
        let mut builder = SieveBuilder::new();
        let mut codes = Vec::new();
        let mut starts = vec![0];
        for item in items {
            let start = codes.len();
            codes.extend(item.chars().map(|c| code_of(search_form(c))));
            builder.push(&codes[start..]);
            starts.push(u32::try_from(codes.len()).expect("less than four thousand million characters"));
        }
        Self { filter: PinyinFilter { sieve: builder.finish() }, codes, starts }
    }

    /// How many items it has.
    pub const fn len(&self) -> usize {
        self.filter.sieve.len()
    }

    /// Whether it has none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of memory that it takes.
    pub fn size_bytes(&self) -> usize {
        self.filter.size_bytes() + size_of_val(&*self.codes) + size_of_val(&*self.starts)
    }

    /// Everything that a query finds, in the order of the items. `None` when `should_stop` said so.
    pub fn search(&self, query: &PinyinQuery, should_stop: &dyn Fn() -> bool) -> Option<Vec<PinyinHit>> {
        let mut hits = Vec::new();
        let codes_of = |item: usize| &self.codes[self.starts[item] as usize..self.starts[item + 1] as usize];
        self.filter.search(query, codes_of, should_stop, |hit| hits.push(hit)).then_some(hits)
    }
}

fn codes_of(text: &str) -> Vec<u16> {
    text.chars().map(|c| code_of(search_form(c))).collect()
}

#[cfg(test)]
mod tests;
