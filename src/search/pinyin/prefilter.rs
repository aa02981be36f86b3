//! Prefiltering: sorts the items of an index into certain matches, candidates that must be verified, and the rest,
//! without reading their texts.
//!
//! Matches by a single character are certain: the posting lists of the index say which items have the character. For
//! matches by several characters the automaton of the word is run on bitmaps instead of on a text: the bitmap of a
//! state holds the items that may match the letters from there to the end, computed from the last state to the first.
//! An edge from state p to state q keeps the items of q whose [`Signatures`] have one of the pairs (initial of the
//! letters p..q, initial of what follows q). That is necessary but not sufficient, since the pairs need not be
//! adjacent to each other in the item. Where too many items remain, those are kept that also have one of the
//! characters that an edge consumes.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::automaton::Rank;
use super::signatures::{PAIR_SLICES, Signatures, first_letter, slices_of_pair};
use super::word::{PinyinWord, is_skipped};
use super::{Adjacency, PinyinQuery};
use crate::search::bitmap::{all_below, bits, count, intersect, none_below, subtract, union};

/// At or below this many items, scan directly; filtering would cost more.
const FEW_ITEMS: usize = 128;
/// This many known codes are tried by a linear scan before binary search: the wanted codes ascend, so the next one is
/// usually near.
const NEAR_CODES: usize = 8;
/// An edge is common if more than one item in this many passes it. Only then do the posting lists of its characters
/// save more verification than they cost.
const COMMON_SHARE: usize = 128;

/// The items of an index, as the prefilter reads them.
pub(crate) trait Items {
    /// The number of items.
    fn count(&self) -> usize;

    /// The codes of an item's search form. Characters beyond the Basic Multilingual Plane have some code without a
    /// reading.
    fn codes(&self, item: usize) -> &[u16];

    /// All codes that occur in any item, ascending.
    fn known_codes(&self) -> &[u16];

    /// Adds to a bitmap the items that contain the code with index `known` in [`Items::known_codes`].
    fn add_having(&self, known: usize, set: &mut [u64]);
}

/// The result of prefiltering: sets of items as bitmaps.
#[derive(Debug, Default)]
pub(crate) struct Prefiltered {
    /// Certain matches by the rank they have at least, best rank first; the sets are disjoint.
    pub certain: Vec<(Rank, Vec<u64>)>,
    /// Items that may match, or match better than is certain; the sets are disjoint. No other item matches.
    pub unverified: Vec<Unverified>,
    /// Items that contain a letter of the query; `None` when that is not known.
    pub with_letters: Option<Vec<u64>>,
}

/// Items that may match and must be verified.
#[derive(Debug)]
pub(crate) struct Unverified {
    /// No item matches better, unless it contains a letter of the query.
    pub bound: Rank,
    /// One bit for each.
    pub items: Vec<u64>,
}

/// How much work prefiltering does. More work leaves fewer items to verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FilterEffort {
    /// Only separates the items that can match by whole syllables from the others.
    Minimal,
    /// Tests the pairs of the signatures.
    Pairs,
    /// Tests characters, too, where pairs leave too many items.
    Full,
}

/// The automaton of a word in the form that the prefilter runs on bitmaps.
#[derive(Debug, Clone)]
pub(super) struct WordFilter {
    /// Edges for any kind of match. With gaps allowed this includes matches by a single character.
    any: Edges,
    /// Edges for matches by whole syllables, where these rank better than all others.
    syllables: Option<Edges>,
}

/// For each state its outgoing edges.
type Edges = Vec<Vec<Edge>>;

/// An edge: a character that consumes some letters.
#[derive(Debug, Clone)]
struct Edge {
    /// The state it leads to.
    next: usize,
    /// Bigram slices for this transition: the initial of this character paired with each possible initial of the
    /// next. In quanpin there is one pair; there is none where nothing is known.
    pairs: Vec<[usize; PAIR_SLICES]>,
    check_chars: CheckChars,
    /// Whether only whole syllables are meant.
    is_syllable: bool,
    /// The codes of the characters that can consume these letters, ascending. Computed on first use and kept, because
    /// an index has many blocks.
    codes: OnceLock<Vec<u16>>,
}

/// Whether an item is tested for the characters that an edge can consume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CheckChars {
    /// Never: so many characters qualify that nearly every item has one.
    Never,
    /// Where the pairs leave too many items.
    WhenCommon,
    /// Always.
    Always,
}

impl WordFilter {
    /// Builds the edges of a word.
    pub(crate) fn new(word: &PinyinWord, adjacency: Adjacency) -> Self {
        let any: Edges = (0..word.letters.len()).map(|state| edges_from(word, state, adjacency)).collect();
        let by_syllable = |edge: &Edge| Edge { check_chars: CheckChars::Always, is_syllable: true, ..edge.clone() };
        let syllables = || any.iter().map(|edges| edges.iter().map(by_syllable).collect()).collect();
        // Only where whole syllables rank strictly better is it worth a second run to separate them.
        let is_split = adjacency == Adjacency::Contiguous && word.floor < word.abbreviated_floor;
        Self { syllables: is_split.then(syllables), any }
    }
}

/// The outgoing edges of a state.
fn edges_from(word: &PinyinWord, state: usize, adjacency: Adjacency) -> Vec<Edge> {
    let letters = &word.letters;
    let literal =
        |state: usize| letters.get(state).and_then(|code| first_letter(*code)).map_or(0, |letter| 1 << letter);
    let syllables = |state: usize| word.edge_initials.range((state, 0)..(state + 1, 0));
    // The initials of whatever can match at a state.
    let begins = |state: usize| syllables(state).fold(literal(state), |all, (_, letters)| all | letters);
    let mut firsts: BTreeMap<usize, u32> = syllables(state).map(|((_, next), letters)| (*next, *letters)).collect();
    // A letter that is an initial can be consumed by hundreds of characters.
    let has_initials = firsts.contains_key(&(state + 1));
    if !is_skipped(letters[state]) {
        // The letter itself.
        *firsts.entry(state + 1).or_default() |= literal(state);
    }
    let is_several = |next: usize| adjacency == Adjacency::Gapped || next - state < letters.len();
    let edge = |(next, firsts): (usize, u32)| {
        let seconds = if adjacency == Adjacency::Contiguous { begins(next) } else { 0 };
        let pairs = bits(firsts.into()).flat_map(|first| bits(seconds.into()).map(move |second| (first, second)));
        Edge {
            next,
            pairs: pairs.map(|(first, second)| slices_of_pair(first as u8, second as u8)).collect(),
            check_chars: match adjacency {
                Adjacency::Contiguous if next - state > 1 => CheckChars::WhenCommon,
                Adjacency::Contiguous if has_initials => CheckChars::Never,
                // With gaps there are no pairs, and what begins no syllable is only itself.
                Adjacency::Contiguous | Adjacency::Gapped => CheckChars::Always,
            },
            is_syllable: false,
            codes: OnceLock::new(),
        }
    };
    firsts.into_iter().filter(|(next, _)| is_several(*next)).map(edge).collect()
}

impl Edge {
    /// The codes of the characters that can take this edge from a state, ascending.
    fn codes(&self, word: &PinyinWord, state: usize) -> &[u16] {
        let codes = || {
            if self.is_syllable {
                word.syllable_codes_for_edge(state, self.next)
            } else {
                word.codes_for_edge(state, self.next)
            }
        };
        self.codes.get_or_init(codes)
    }
}

/// A prefilter over the items of one block.
pub(super) struct Prefilter<'a, I> {
    items: &'a I,
    signatures: &'a Signatures,
}

impl<'a, I: Items> Prefilter<'a, I> {
    pub(super) fn new(items: &'a I, signatures: &'a Signatures) -> Self {
        Self { items, signatures }
    }

    /// Filters the items that are `within`: one bit for each, `None` for all; trailing zero words may be missing.
    pub(super) fn filter(&self, query: &PinyinQuery, within: Option<&[u64]>, effort: FilterEffort) -> Prefiltered {
        let mut wanted = all_below(self.items.count());
        if let Some(within) = within {
            let words = within.len().min(wanted.len());
            intersect(&mut wanted, within);
            // Bitmap words missing from `within` mean zeros.
            wanted[words..].fill(0);
        }
        if count(&wanted) <= FEW_ITEMS {
            return Prefiltered {
                unverified: vec![Unverified { bound: Rank::BEST, items: wanted }],
                ..Prefiltered::default()
            };
        }
        if let Some((word, filter)) = query.only_word_of_letters() {
            return self.filter_by_word(word, filter, wanted, effort);
        }
        for (word, filter) in query.words.iter().zip(&query.filters) {
            let mut found = self.match_by_several(word, filter, &wanted, FilterEffort::Full);
            self.add_all_having(|code| word.whole_rank_of(code).is_some(), &mut found);
            intersect(&mut wanted, &found);
        }
        let letters = query.words.iter().flat_map(|word| &word.letters).copied();
        let unverified = vec![Unverified { bound: Rank::BEST, items: wanted }];
        Prefiltered { with_letters: Some(self.with_letters(letters)), unverified, ..Prefiltered::default() }
    }

    /// The subset of unverified items, none of them certain, that remains with [`FilterEffort::Full`].
    pub(super) fn narrow(&self, query: &PinyinQuery, unverified: &[u64]) -> Vec<u64> {
        match query.only_word_of_letters() {
            Some((word, filter)) => self.match_by_several(word, filter, unverified, FilterEffort::Full),
            None => unverified.to_vec(),
        }
    }

    /// Filters by a word that consists of letters only. An item that matches by one character alone has the rank of
    /// its best such character.
    fn filter_by_word(
        &self,
        word: &PinyinWord,
        filter: &WordFilter,
        wanted: Vec<u64>,
        effort: FilterEffort,
    ) -> Prefiltered {
        let mut certain: Vec<(Rank, Vec<u64>)> = Vec::new();
        for (index, code) in self.items.known_codes().iter().enumerate() {
            let Some(rank) = word.whole_rank_of(*code) else { continue };
            let set = certain.binary_search_by_key(&rank, |(rank, _)| *rank).unwrap_or_else(|set| {
                certain.insert(set, (rank, none_below(self.items.count())));
                set
            });
            self.items.add_having(index, &mut certain[set].1);
        }
        let mut with_letters = self.with_letters(word.letters.iter().copied());
        intersect(&mut with_letters, &wanted);
        // Items with letters are all verified, so an effort that leaves many of them does not pay.
        let effort = if count(&with_letters) > FEW_ITEMS { effort.max(FilterEffort::Pairs) } else { effort };
        let mut unverified = self.unverified(word, filter, &wanted, effort);
        for Unverified { bound, items } in &mut unverified {
            // A match by one character is not improved by several, unless some of these are letters themselves.
            for (_, certain) in certain.iter().filter(|(rank, _)| rank <= bound) {
                for (item, (certain, letters)) in items.iter_mut().zip(certain.iter().zip(&with_letters)) {
                    *item &= !certain | letters;
                }
            }
        }
        // Each item stays in the best set that has it; the others lose it.
        let mut rest = wanted;
        for (_, items) in &mut certain {
            intersect(items, &rest);
            subtract(&mut rest, items);
        }
        Prefiltered { certain, unverified, with_letters: Some(with_letters) }
    }

    /// The items of `among` that may match the word by several characters.
    fn unverified(
        &self,
        word: &PinyinWord,
        filter: &WordFilter,
        among: &[u64],
        effort: FilterEffort,
    ) -> Vec<Unverified> {
        let mut items = self.match_by_several(word, filter, among, effort);
        let Some(syllables) = &filter.syllables else { return vec![Unverified { bound: word.floor, items }] };
        let by_syllables = self.run_automaton(word, syllables, &items, false);
        subtract(&mut items, &by_syllables);
        vec![Unverified { bound: word.floor, items: by_syllables }, Unverified { bound: word.abbreviated_floor, items }]
    }

    /// The items of `among` that may match the word by several characters; with gaps allowed, also by one.
    fn match_by_several(
        &self,
        word: &PinyinWord,
        filter: &WordFilter,
        among: &[u64],
        effort: FilterEffort,
    ) -> Vec<u64> {
        if effort == FilterEffort::Minimal {
            return among.to_vec();
        }
        let found = self.run_automaton(word, &filter.any, among, false);
        // The second run starts from the result of the first, so it touches far fewer items.
        let is_common = count(&found) * COMMON_SHARE > self.items.count();
        if is_common && effort == FilterEffort::Full {
            self.run_automaton(word, &filter.any, &found, true)
        } else {
            found
        }
    }

    /// Runs the automaton on bitmaps, from the last state to the first. `checks_chars`: whether common edges also
    /// test the characters they consume.
    fn run_automaton(&self, word: &PinyinWord, edges: &Edges, among: &[u64], checks_chars: bool) -> Vec<u64> {
        let nothing = || none_below(self.items.count());
        // For each state the items that may match from there to the end of the word, `None` for none. Every item
        // matches the empty rest.
        let mut found = vec![None; edges.len()];
        found.push(Some(among.to_vec()));
        let (mut step, mut having) = (nothing(), nothing());
        for (state, edges) in edges.iter().enumerate().rev() {
            let mut any = nothing();
            for edge in edges {
                let Some(rest) = found[edge.next].as_deref() else { continue };
                // Without a character check the items of an edge are added directly, without a separate bitmap.
                if edge.check_chars == CheckChars::Never || edge.check_chars == CheckChars::WhenCommon && !checks_chars
                {
                    self.add_step(edge, rest, &mut any);
                    continue;
                }
                step.fill(0);
                self.add_step(edge, rest, &mut step);
                let items = count(&step);
                if items == 0 {
                    continue;
                }
                if edge.check_chars == CheckChars::Always || items * COMMON_SHARE > self.items.count() {
                    having.fill(0);
                    self.add_having_any(edge.codes(word, state), &mut having);
                    intersect(&mut step, &having);
                }
                union(&mut any, &step);
            }
            found[state] = any.iter().any(|items| *items != 0).then_some(any);
        }
        found.swap_remove(0).unwrap_or_else(nothing)
    }

    /// Adds the items of `rest` whose signatures allow an edge.
    fn add_step(&self, edge: &Edge, rest: &[u64], to: &mut [u64]) {
        if edge.pairs.is_empty() {
            return union(to, rest);
        }
        for slices in &edge.pairs {
            let [first, second] = slices.map(|slice| self.signatures.slice(slice));
            for (to, (rest, (first, second))) in to.iter_mut().zip(rest.iter().zip(first.iter().zip(second))) {
                *to |= rest & first & second;
            }
        }
    }

    /// The items that contain one of the ASCII characters among `letters`.
    fn with_letters(&self, letters: impl Iterator<Item = u16>) -> Vec<u64> {
        let mut items = none_below(self.items.count());
        let mut letters: Vec<u16> = letters.filter(|code| *code < 128).collect();
        letters.sort_unstable();
        letters.dedup();
        self.add_having_any(&letters, &mut items);
        items
    }

    /// Adds the items that contain one of `codes`, which ascend.
    fn add_having_any(&self, codes: &[u16], to: &mut [u64]) {
        let known = self.items.known_codes();
        let mut behind = 0;
        for code in codes {
            let ahead = &known[behind..];
            behind += ahead
                .iter()
                .take(NEAR_CODES)
                .position(|other| other >= code)
                .unwrap_or_else(|| ahead.partition_point(|other| other < code));
            if known.get(behind) == Some(code) {
                self.items.add_having(behind, to);
            }
        }
    }

    /// Adds the items that contain a code for which `is_wanted` holds.
    fn add_all_having(&self, is_wanted: impl Fn(u16) -> bool, to: &mut [u64]) {
        let known = self.items.known_codes().iter().enumerate();
        known.filter(|(_, code)| is_wanted(**code)).for_each(|(index, _)| self.items.add_having(index, to));
    }
}
