//! What can be said of many items without a look at them: which are found for certain, and which must be looked at.
//!
//! What single characters do is known from the characters of the items. Whether several of them do it together is read
//! from the pairs of the [`Signatures`]: a word is read in all ways at once, from its end to its beginning. Where that leaves
//! too many items, they must also have one of the characters that each step takes.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::automaton::Rank;
use super::signatures::{PAIR_SLICES, Signatures, first_letter, slices_of_pair};
use super::word::{PinyinWord, is_skipped};
use super::{Adjacency, PinyinQuery};
use crate::search::bitmap::{all_below, bits, count, intersect, none_below, subtract, union};

/// So few items are looked at at once: that is sooner done than sifting them.
const FEW_ITEMS: usize = 128;
/// A code is looked for among so many one by one before that is done by halves.
const NEAR_CODES: usize = 8;
/// When more than one item of so many can have a step of a word, it is worth while to ask for its characters.
const COMMON_SHARE: usize = 128;

/// Items as an index has them.
pub trait Items {
    /// How many there are.
    fn count(&self) -> usize;

    /// The characters of an item: those of the search form, in the Basic Multilingual Plane; whatever stands for the
    /// others has no reading.
    fn codes(&self, item: usize) -> &[u16];

    /// Every code that an item has, ascending.
    fn known_codes(&self) -> &[u16];

    /// Adds to a set, one bit for each item, those that have one of the [`Items::known_codes`], by its index.
    fn add_having(&self, known: usize, set: &mut [u64]);
}

/// Sets of items, one bit for each.
#[derive(Debug, Default)]
pub struct Prefiltered {
    /// Those that are found for certain, by how well at least, the best first. None is in two sets.
    pub certain: Vec<(Rank, Vec<u64>)>,
    /// Those that may be found, or better than is sure; none is in two sets. No other item is found.
    pub unverified: Vec<Unverified>,
    /// Those with letters that stand in the query; `None` when that is not known.
    pub with_letters: Option<Vec<u64>>,
}

/// Items that may be found.
#[derive(Debug)]
pub struct Unverified {
    /// None of them is found better, unless it has letters that stand in the query.
    pub bound: Rank,
    /// One bit for each.
    pub items: Vec<u64>,
}

/// How much is done so that few items are unsure. That takes the longer, the more is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FilterEffort {
    /// Nothing, but what tells those apart that can be found by whole syllables.
    Minimal,
    /// The pairs of the filter are asked.
    Pairs,
    /// Where they say too little, characters are asked for.
    Full,
}

/// How several characters can be a word.
#[derive(Debug, Clone)]
pub(super) struct WordFilter {
    /// In any way. With gaps one character will do, too.
    any: Edges,
    /// By whole syllables only, where that is better than all else.
    syllables: Option<Edges>,
}

/// For each place in a word the ways to go on from there.
type Edges = Vec<Vec<Edge>>;

/// A character that stands for some letters.
#[derive(Debug, Clone)]
struct Edge {
    /// The place behind them.
    next: usize,
    /// The slices of what must stand side by side: what begins here and what begins there, in one of some ways. By 全拼
    /// there is one; there is none where that is not known.
    pairs: Vec<[usize; PAIR_SLICES]>,
    check_chars: CheckChars,
    /// Whether only whole syllables take it.
    is_syllable: bool,
    /// The codes of the characters that take it, ascending, once they are asked for: an index has many blocks.
    codes: OnceLock<Vec<u16>>,
}

/// Whether one of the characters that a step takes is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CheckChars {
    /// Never: many characters do, and nearly every item has one of them.
    Never,
    /// Where the pairs say too little.
    WhenCommon,
    /// Always.
    Always,
}

impl WordFilter {
    /// Reads for a word.
    pub fn new(word: &PinyinWord, adjacency: Adjacency) -> Self {
        let any: Edges = (0..word.letters.len()).map(|place| edges_from(word, place, adjacency)).collect();
        let by_syllable = |edge: &Edge| Edge { check_chars: CheckChars::Always, is_syllable: true, ..edge.clone() };
        let syllables = || any.iter().map(|edges| edges.iter().map(by_syllable).collect()).collect();
        let is_split = adjacency == Adjacency::Contiguous && word.floor < word.abbreviated_floor;
        Self { syllables: is_split.then(syllables), any }
    }
}

/// Where one character can lead from a place.
fn edges_from(word: &PinyinWord, place: usize, adjacency: Adjacency) -> Vec<Edge> {
    let letters = &word.letters;
    let literal =
        |place: usize| letters.get(place).and_then(|code| first_letter(*code)).map_or(0, |letter| 1 << letter);
    let syllables = |place: usize| word.edge_initials.range((place, 0)..(place + 1, 0));
    // By which letters that begins which can stand at a place.
    let begins = |place: usize| syllables(place).fold(literal(place), |all, (_, letters)| all | letters);
    let mut firsts: BTreeMap<usize, u32> = syllables(place).map(|((_, next), letters)| (*next, *letters)).collect();
    let has_initials = firsts.contains_key(&(place + 1));
    if !is_skipped(letters[place]) {
        // The letter itself.
        *firsts.entry(place + 1).or_default() |= literal(place);
    }
    let is_several = |next: usize| adjacency == Adjacency::Gapped || next - place < letters.len();
    let edge = |(next, firsts): (usize, u32)| {
        let seconds = if adjacency == Adjacency::Contiguous { begins(next) } else { 0 };
        let pairs = bits(firsts.into()).flat_map(|first| bits(seconds.into()).map(move |second| (first, second)));
        Edge {
            next,
            pairs: pairs.map(|(first, second)| slices_of_pair(first as u8, second as u8)).collect(),
            check_chars: match adjacency {
                Adjacency::Contiguous if next - place > 1 => CheckChars::WhenCommon,
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
    /// The codes of the characters that take it from a place, ascending.
    fn codes(&self, word: &PinyinWord, place: usize) -> &[u16] {
        let codes = || {
            if self.is_syllable {
                word.syllable_codes_for_edge(place, self.next)
            } else {
                word.codes_for_edge(place, self.next)
            }
        };
        self.codes.get_or_init(codes)
    }
}

/// What has been found out about the items that are sifted.
pub(super) struct Prefilter<'a, I> {
    items: &'a I,
    signatures: &'a Signatures,
}

impl<'a, I: Items> Prefilter<'a, I> {
    pub fn new(items: &'a I, signatures: &'a Signatures) -> Self {
        Self { items, signatures }
    }

    /// Sifts the items that are `within`: one bit for each, `None` for all; words that only zeros would follow may be
    /// missing.
    pub fn filter(&self, query: &PinyinQuery, within: Option<&[u64]>, effort: FilterEffort) -> Prefiltered {
        let mut wanted = all_below(self.items.count());
        if let Some(within) = within {
            let words = within.len().min(wanted.len());
            intersect(&mut wanted, within);
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
            let mut found = self.multi_char(word, filter, &wanted, FilterEffort::Full);
            self.add_all_having(|code| word.whole_rank_of(code).is_some(), &mut found);
            intersect(&mut wanted, &found);
        }
        let letters = query.words.iter().flat_map(|word| &word.letters).copied();
        let unverified = vec![Unverified { bound: Rank::BEST, items: wanted }];
        Prefiltered { with_letters: Some(self.with_letters(letters)), unverified, ..Prefiltered::default() }
    }

    /// Of unsure items, none of them sure, those that are left when they are sifted with [`FilterEffort::Full`].
    pub fn narrow(&self, query: &PinyinQuery, unverified: &[u64]) -> Vec<u64> {
        match query.only_word_of_letters() {
            Some((word, filter)) => self.multi_char(word, filter, unverified, FilterEffort::Full),
            None => unverified.to_vec(),
        }
    }

    /// Sifts by a word of nothing but letters. What has it by one character only, has it by the best such character.
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
            let place = certain.binary_search_by_key(&rank, |(rank, _)| *rank).unwrap_or_else(|place| {
                certain.insert(place, (rank, none_below(self.items.count())));
                place
            });
            self.items.add_having(index, &mut certain[place].1);
        }
        let mut with_letters = self.with_letters(word.letters.iter().copied());
        intersect(&mut with_letters, &wanted);
        // Those with letters are all looked at.
        let effort = if count(&with_letters) > FEW_ITEMS { effort.max(FilterEffort::Pairs) } else { effort };
        let mut unverified = self.unverified(word, filter, &wanted, effort);
        for Unverified { bound, items } in &mut unverified {
            // Who has it as well by one character is not found better by several, unless some are letters themselves.
            for (_, certain) in certain.iter().filter(|(rank, _)| rank <= bound) {
                for (item, (certain, letters)) in items.iter_mut().zip(certain.iter().zip(&with_letters)) {
                    *item &= !certain | letters;
                }
            }
        }
        let mut rest = wanted;
        for (_, items) in &mut certain {
            intersect(items, &rest);
            subtract(&mut rest, items);
        }
        Prefiltered { certain, unverified, with_letters: Some(with_letters) }
    }

    /// Of the items that are `among` those that can have a word by several characters.
    fn unverified(
        &self,
        word: &PinyinWord,
        filter: &WordFilter,
        among: &[u64],
        effort: FilterEffort,
    ) -> Vec<Unverified> {
        let mut items = self.multi_char(word, filter, among, effort);
        let Some(syllables) = &filter.syllables else { return vec![Unverified { bound: word.floor, items }] };
        let by_syllables = self.accepted(word, syllables, &items, false);
        subtract(&mut items, &by_syllables);
        vec![Unverified { bound: word.floor, items: by_syllables }, Unverified { bound: word.abbreviated_floor, items }]
    }

    /// Of the items that are `among` those that can have a word by several characters; with gaps by one, too.
    fn multi_char(&self, word: &PinyinWord, filter: &WordFilter, among: &[u64], effort: FilterEffort) -> Vec<u64> {
        if effort == FilterEffort::Minimal {
            return among.to_vec();
        }
        let found = self.accepted(word, &filter.any, among, false);
        let is_common = count(&found) * COMMON_SHARE > self.items.count();
        if is_common && effort == FilterEffort::Full { self.accepted(word, &filter.any, &found, true) } else { found }
    }

    /// One reading of a word. `checks_chars`: whether for common steps one of the characters is asked for that it takes.
    fn accepted(&self, word: &PinyinWord, edges: &Edges, among: &[u64], checks_chars: bool) -> Vec<u64> {
        let nothing = || none_below(self.items.count());
        // What can be found from each place on, `None` where that is nothing; from the end on all.
        let mut found = vec![None; edges.len()];
        found.push(Some(among.to_vec()));
        let (mut step, mut having) = (nothing(), nothing());
        for (place, edges) in edges.iter().enumerate().rev() {
            let mut any = nothing();
            for edge in edges {
                let Some(rest) = found[edge.next].as_deref() else { continue };
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
                    self.add_having_any(edge.codes(word, place), &mut having);
                    intersect(&mut step, &having);
                }
                union(&mut any, &step);
            }
            found[place] = any.iter().any(|items| *items != 0).then_some(any);
        }
        found.swap_remove(0).unwrap_or_else(nothing)
    }

    /// Adds those of the `rest` that can go a way.
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

    /// The items that have one of the letters of ASCII among `letters`.
    fn with_letters(&self, letters: impl Iterator<Item = u16>) -> Vec<u64> {
        let mut items = none_below(self.items.count());
        let mut letters: Vec<u16> = letters.filter(|code| *code < 128).collect();
        letters.sort_unstable();
        letters.dedup();
        self.add_having_any(&letters, &mut items);
        items
    }

    /// Adds the items that have one of some codes.
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

    /// Adds the items that have one of the codes that `is_wanted` says.
    fn add_all_having(&self, is_wanted: impl Fn(u16) -> bool, to: &mut [u64]) {
        let known = self.items.known_codes().iter().enumerate();
        known.filter(|(_, code)| is_wanted(**code)).for_each(|(index, _)| self.items.add_having(index, to));
    }
}
