//! Matching of titles and headings by pinyin, the romanisation of Chinese: `sj`, `shuangjian`, `shuangj` and `双j`
//! find 双减.
//!
//! A character matches letters of a typed word as itself, by a whole syllable (any of its readings), by an initial
//! (the first letter, or zh, ch, sh), or, at the end of the word, by the beginning of a syllable. In a two-key scheme
//! (双拼, shuangpin) each syllable has two keys, of which the first is an initial. The characters that match a word
//! are adjacent, apart from punctuation. A query has words separated by white space; all of them must match, in any
//! order.
//!
//! How a search goes: [`syllable_match`] says which letters each syllable can match; [`word`] compiles a typed word
//! into tables of [`automaton`] transitions for every character; [`signatures`] and posting lists let [`prefilter`]
//! discard most items without reading them; [`matcher`] verifies the rest.

mod automaton;
mod matcher;
mod prefilter;
mod signatures;
mod syllable_match;
mod word;

pub(super) use automaton::Rank;
pub(super) use prefilter::{FilterEffort, Items, Prefiltered, Unverified};
use prefilter::{Prefilter, WordFilter};
use signatures::Signatures;
use word::PinyinWord;
pub(super) use word::{code_of, is_skipped};

use crate::text::fold::search_form;
use crate::text::han_set::is_han;
use crate::text::shuangpin::PinyinScheme;

/// Whether the characters that match a word must be adjacent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Adjacency {
    /// They must be adjacent.
    #[default]
    Contiguous,
    /// Other characters may stand between them. This matches very much, so it is tried only when nothing else was
    /// found.
    Gapped,
}

/// A compiled query. Compiling takes a fraction of a millisecond.
#[derive(Debug, Clone)]
pub(super) struct PinyinQuery {
    /// The words; none if nothing can match.
    words: Vec<PinyinWord>,
    /// The prefilter of each word.
    filters: Vec<WordFilter>,
    adjacency: Adjacency,
}

/// The match of a query in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PinyinFound {
    /// The rank of the word that matches worst.
    pub rank: Rank,
    /// Byte offsets of the matched characters, ascending.
    pub positions: Vec<u32>,
}

impl PinyinQuery {
    /// Compiles words in their search form. Punctuation is left out. A word of more than 63 letters makes the query
    /// match nothing.
    pub(super) fn of_words<'a>(
        words: impl IntoIterator<Item = &'a str>,
        scheme: PinyinScheme,
        adjacency: Adjacency,
    ) -> Self {
        let has_letters = |word: &&str| word.chars().any(char::is_alphanumeric);
        let words: Option<Vec<_>> =
            words.into_iter().filter(has_letters).map(|word| PinyinWord::new(word, scheme)).collect();
        let words = words.unwrap_or_default();
        let filters = words.iter().map(|word| WordFilter::new(word, adjacency)).collect();
        Self { words, filters, adjacency }
    }

    /// Whether it can match nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The number of words.
    pub(super) const fn len(&self) -> usize {
        self.words.len()
    }

    /// The Chinese characters among its words, which match only themselves.
    pub(super) fn han(&self) -> impl Iterator<Item = char> {
        let letters = self.words.iter().flat_map(|word| &word.letters);
        letters.filter_map(|code| char::from_u32((*code).into())).filter(|c| is_han(*c))
    }

    /// Whether a match of one of its words can begin with a character.
    pub(super) fn begins_with(&self, code: u16) -> bool {
        self.words.iter().any(|word| word.transitions(code).iter().any(|transition| transition.from & 1 == 1))
    }

    /// The best rank possible for a match by several characters that are not all whole syllables; `None` where that
    /// is not known. For texts without letters of the query only.
    pub(super) fn abbreviated_floor(&self) -> Option<Rank> {
        self.only_word_of_letters().map(|(word, _)| word.abbreviated_floor)
    }

    /// Its word, if it is the only one, has nothing but letters, and must match adjacent characters.
    fn only_word_of_letters(&self) -> Option<(&PinyinWord, &WordFilter)> {
        match (self.words.as_slice(), self.filters.as_slice()) {
            ([word], [filter]) if word.has_only_letters && self.adjacency == Adjacency::Contiguous => {
                Some((word, filter))
            }
            _ => None,
        }
    }

    /// Whether it matches a text given in codes: as [`PinyinQuery::rank`], in less time.
    pub(super) fn matches(&self, codes: &[u16]) -> bool {
        match self.adjacency {
            Adjacency::Contiguous => self.words.iter().all(|word| matcher::matches(word, codes)),
            Adjacency::Gapped => self.rank_bounded(codes, Rank::BEST).is_some(),
        }
    }

    /// The match in a text, `None` if there is none. Costs more than [`PinyinQuery::rank`]: meant for the rows on the
    /// screen.
    pub(super) fn find(&self, text: &str) -> Option<PinyinFound> {
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

    /// The number of its words whose best match begins at one of `heads`, the indices of the characters of a text at
    /// which a word begins. 0 when gaps are allowed: then the place where a match begins says nothing.
    ///
    /// `rank`: the rank of the query in the text.
    pub(super) fn count_at_heads(
        &self,
        codes: &[u16],
        rank: Rank,
        heads: &(impl Iterator<Item = usize> + Clone),
    ) -> usize {
        if self.adjacency == Adjacency::Gapped {
            return 0;
        }
        let is_best_at_head = |word: &&PinyinWord| {
            let best = matcher::best_rank_at(word, codes, heads.clone());
            best.is_some() && best == if self.len() == 1 { Some(rank) } else { matcher::rank(word, codes, Rank::BEST) }
        };
        self.words.iter().filter(is_best_at_head).count()
    }

    /// The rank of its match in a text given in codes, `None` if it does not match.
    pub(super) fn rank(&self, codes: &[u16]) -> Option<Rank> {
        let is_letter = |code: &u16| u8::try_from(*code).is_ok_and(|byte| byte.is_ascii_alphanumeric());
        // A text without ASCII letters or digits can match letters by readings only.
        let bound = match self.words.as_slice() {
            [word] if word.has_only_letters && !codes.iter().any(is_letter) => word.floor,
            _ => Rank::BEST,
        };
        self.rank_bounded(codes, bound)
    }

    /// The same, knowing a bound: matches by several characters have no better rank, as [`Unverified::bound`] says of
    /// some items.
    pub(super) fn rank_bounded(&self, codes: &[u16], bound: Rank) -> Option<Rank> {
        let mut worst: Option<Rank> = None;
        for word in &self.words {
            let rank = match self.adjacency {
                Adjacency::Contiguous => matcher::rank(word, codes, bound),
                Adjacency::Gapped => matcher::rank_with_gaps(word, codes),
            };
            // A query is as good as its worst word, so that no hit ranks high by one word alone.
            worst = worst.max(Some(rank?));
        }
        worst
    }
}

/// A filter for the items that a query may match. It takes 16 bytes for each item and does not hold the items.
#[derive(Debug, Default)]
pub(super) struct PinyinFilter {
    signatures: Signatures,
}

impl PinyinFilter {
    /// Builds the filter of items given in codes, as [`Items::codes`] gives them.
    pub(super) fn new<'a>(items: impl ExactSizeIterator<Item = &'a [u16]>) -> Self {
        Self { signatures: Signatures::of(items) }
    }

    /// The bytes of memory it takes.
    pub(super) fn size_bytes(&self) -> usize {
        self.signatures.size_bytes()
    }

    /// Separates the items that certainly match from those that must be verified. More effort leaves fewer of the
    /// latter.
    ///
    /// `items`: those the filter was built from. `within`: the only items that are wanted, one bit for each; trailing
    /// zero words may be missing.
    pub(super) fn filter(
        &self,
        query: &PinyinQuery,
        items: &impl Items,
        within: Option<&[u64]>,
        effort: FilterEffort,
    ) -> Prefiltered {
        Prefilter::new(items, &self.signatures).filter(query, within, effort)
    }

    /// The subset of unverified items, none of them certain, that remains with [`FilterEffort::Full`].
    pub(super) fn narrow(&self, query: &PinyinQuery, items: &impl Items, unverified: &[u64]) -> Vec<u64> {
        Prefilter::new(items, &self.signatures).narrow(query, unverified)
    }
}

fn codes_of(text: &str) -> Vec<u16> {
    text.chars().map(|c| code_of(search_form(c))).collect()
}

#[cfg(test)]
mod tests;
