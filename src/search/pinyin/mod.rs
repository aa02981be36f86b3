//! Titles and headings by pinyin: `sj`, `shuangjian`, `shuangj` and `双j` find 双减.
//!
//! A character stands for letters as itself, by a whole syllable (any of its readings), by an initial (its first
//! letter, or zh, ch, sh), or, at the end of a word, by the beginning of a syllable. Who types 双拼 has two keys for each
//! syllable instead, of which the first one is an initial. The characters that stand for a
//! word follow one another; punctuation between them does not count. Words are separated by white space, and all must
//! be there, in any order.

mod automaton;
mod matcher;
mod prefilter;
mod signatures;
mod syllable_match;
mod word;

pub use automaton::Rank;
pub use prefilter::{FilterEffort, Items, Prefiltered, Unverified};
use prefilter::{Prefilter, WordFilter};
use signatures::Signatures;
use word::PinyinWord;
pub use word::{code_of, is_skipped};

use crate::text::fold::search_form;
use crate::text::han_set::is_han;
use crate::text::shuangpin::PinyinScheme;

/// Whether the characters of a word must stand side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Adjacency {
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
    filters: Vec<WordFilter>,
    adjacency: Adjacency,
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
    /// Compiles words in their search form. One that is longer than 63 letters is nowhere found, and punctuation is
    /// left out.
    pub fn of_words<'a>(words: impl IntoIterator<Item = &'a str>, scheme: PinyinScheme, adjacency: Adjacency) -> Self {
        let has_letters = |word: &&str| word.chars().any(char::is_alphanumeric);
        let words: Option<Vec<_>> =
            words.into_iter().filter(has_letters).map(|word| PinyinWord::new(word, scheme)).collect();
        let words = words.unwrap_or_default();
        let filters = words.iter().map(|word| WordFilter::new(word, adjacency)).collect();
        Self { words, filters, adjacency }
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

    /// Whether one of its words can begin with a character.
    pub fn begins_with(&self, code: u16) -> bool {
        self.words.iter().any(|word| word.transitions(code).iter().any(|transition| transition.from & 1 == 1))
    }

    /// No rank is better by which several characters stand for it that are not all whole syllables; `None` where that is
    /// not known. Only for texts without letters that stand in it.
    pub fn abbreviated_floor(&self) -> Option<Rank> {
        self.only_word_of_letters().map(|(word, _)| word.abbreviated_floor)
    }

    /// Its word, if that is its only one and has nothing but letters, side by side.
    fn only_word_of_letters(&self) -> Option<(&PinyinWord, &WordFilter)> {
        match (self.words.as_slice(), self.filters.as_slice()) {
            ([word], [filter]) if word.has_only_letters && self.adjacency == Adjacency::Contiguous => {
                Some((word, filter))
            }
            _ => None,
        }
    }

    /// Whether it is found in a text in codes: as [`PinyinQuery::rank`], in less time.
    pub fn matches(&self, codes: &[u16]) -> bool {
        match self.adjacency {
            Adjacency::Contiguous => self.words.iter().all(|word| matcher::matches(word, codes)),
            Adjacency::Gapped => self.rank_bounded(codes, Rank::BEST).is_some(),
        }
    }

    /// Where it is in a text, `None` when it is not. Costs more than [`PinyinQuery::rank`]: meant for the rows on the
    /// screen.
    pub fn find(&self, text: &str) -> Option<PinyinFound> {
        let codes = codes_of(text);
        let find = match self.adjacency {
            Adjacency::Contiguous => matcher::find,
            Adjacency::Gapped => matcher::find_with_gaps,
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

    /// How many of its words begin, in the best way in which they are there, at one of the `heads` of a text in codes: the
    /// indices of the characters at which a word begins. None when there may be gaps: then where it begins tells nothing.
    ///
    /// `rank`: that of the text.
    pub fn count_at_heads(&self, codes: &[u16], rank: Rank, heads: &(impl Iterator<Item = usize> + Clone)) -> usize {
        if self.adjacency == Adjacency::Gapped {
            return 0;
        }
        let is_best_at_head = |word: &&PinyinWord| {
            let best = matcher::best_rank_at(word, codes, heads.clone());
            best.is_some() && best == if self.len() == 1 { Some(rank) } else { matcher::rank(word, codes, Rank::BEST) }
        };
        self.words.iter().filter(is_best_at_head).count()
    }

    /// How well it is found in a text in codes, `None` when it is not.
    pub fn rank(&self, codes: &[u16]) -> Option<Rank> {
        let is_letter = |code: &u16| u8::try_from(*code).is_ok_and(|byte| byte.is_ascii_alphanumeric());
        let bound = match self.words.as_slice() {
            [word] if word.has_only_letters && !codes.iter().any(is_letter) => word.floor,
            _ => Rank::BEST,
        };
        self.rank_bounded(codes, bound)
    }

    /// The same. `bound`: several characters give no better rank, as [`Unverified::bound`] tells it of some items.
    pub fn rank_bounded(&self, codes: &[u16], bound: Rank) -> Option<Rank> {
        let mut worst: Option<Rank> = None;
        for word in &self.words {
            let rank = match self.adjacency {
                Adjacency::Contiguous => matcher::rank(word, codes, bound),
                Adjacency::Gapped => matcher::rank_with_gaps(word, codes),
            };
            worst = worst.max(Some(rank?));
        }
        worst
    }
}

/// Which items a query may find: 16 bytes for each. The items themselves are elsewhere.
#[derive(Debug, Default)]
pub struct PinyinFilter {
    signatures: Signatures,
}

impl PinyinFilter {
    /// Makes the filter of items in their codes, as [`Items::codes`] gives them.
    pub fn new<'a>(items: impl ExactSizeIterator<Item = &'a [u16]>) -> Self {
        Self { signatures: Signatures::of(items) }
    }

    /// The bytes of memory that it takes.
    pub fn size_bytes(&self) -> usize {
        self.signatures.size_bytes()
    }

    /// Parts the items that a query finds for certain from those that must be looked at. Fewer of those are left with
    /// more care.
    ///
    /// `items`: those of which the filter was made. `within`: only those are wanted, one bit for each; words that only
    /// zeros would follow may be missing.
    pub fn filter(
        &self,
        query: &PinyinQuery,
        items: &impl Items,
        within: Option<&[u64]>,
        effort: FilterEffort,
    ) -> Prefiltered {
        Prefilter::new(items, &self.signatures).filter(query, within, effort)
    }

    /// Of unsure items, none of them sure, those that are left when they are sifted with [`FilterEffort::Full`].
    pub fn narrow(&self, query: &PinyinQuery, items: &impl Items, unverified: &[u64]) -> Vec<u64> {
        Prefilter::new(items, &self.signatures).narrow(query, unverified)
    }
}

fn codes_of(text: &str) -> Vec<u16> {
    text.chars().map(|c| code_of(search_form(c))).collect()
}

#[cfg(test)]
mod tests;
