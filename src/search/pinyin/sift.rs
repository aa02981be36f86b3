//! What can be said of many items without a look at them: which are found for certain, and which must be looked at.
//!
//! What single characters do is known from the characters of the items. Whether several of them do it together is read
//! from the pairs of the [`Sieve`]: a word is read in all ways at once, from its end to its beginning. Where that leaves
//! too many items, they must also have one of the characters that each step takes.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::places::Rank;
use super::sieve::{PAIR_SLICES, Sieve, first_letter, slices_of_pair};
use super::word::{PinyinWord, is_skipped};
use super::{Manner, PinyinQuery};
use crate::search::bitmap::{add, all_below, bits, count, keep, none_below, remove};

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
pub struct Sifted {
    /// Those that are found for certain, by how well at least, the best first. None is in two sets.
    pub sure: Vec<(Rank, Vec<u64>)>,
    /// Those that may be found, or better than is sure; none is in two sets. No other item is found.
    pub unsure: Vec<Unsure>,
    /// Those with letters that stand in the query; `None` when that is not known.
    pub with_letters: Option<Vec<u64>>,
}

/// Items that may be found.
#[derive(Debug)]
pub struct Unsure {
    /// None of them is found better, unless it has letters that stand in the query.
    pub bound: Rank,
    /// One bit for each.
    pub items: Vec<u64>,
}

/// How much is done so that few items are unsure. That takes the longer, the more is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Care {
    /// Nothing, but what tells those apart that can be found by whole syllables.
    Least,
    /// The pairs of the filter are asked.
    Pairs,
    /// Where they say too little, characters are asked for.
    Most,
}

/// How several characters can be a word.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    /// In any way. With gaps one character will do, too.
    any: Ways,
    /// By whole syllables only, where that is better than all else.
    syllables: Option<Ways>,
}

/// For each place in a word the ways to go on from there.
type Ways = Vec<Vec<Way>>;

/// A character that stands for some letters.
#[derive(Debug, Clone)]
struct Way {
    /// The place behind them.
    next: usize,
    /// The slices of what must stand side by side: what begins here and what begins there, in one of some ways. By 全拼
    /// there is one; there is none where that is not known.
    pairs: Vec<[usize; PAIR_SLICES]>,
    need: Need,
    /// Whether only whole syllables take it.
    is_syllable: bool,
    /// The codes of the characters that take it, ascending, once they are asked for: an index has many blocks.
    codes: OnceLock<Vec<u16>>,
}

/// Whether one of the characters that a step takes is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Never: many characters do, and nearly every item has one of them.
    Low,
    /// Where the pairs say too little.
    Some,
    /// Always.
    High,
}

impl Reader {
    /// Reads for a word.
    pub fn new(word: &PinyinWord, manner: Manner) -> Self {
        let any: Ways = (0..word.letters.len()).map(|place| ways_from(word, place, manner)).collect();
        let by_syllable = |way: &Way| Way { need: Need::High, is_syllable: true, ..way.clone() };
        let syllables = || any.iter().map(|ways| ways.iter().map(by_syllable).collect()).collect();
        let is_split = manner == Manner::Contiguous && word.floor < word.abbreviated_floor;
        Self { syllables: is_split.then(syllables), any }
    }
}

/// Where one character can lead from a place.
fn ways_from(word: &PinyinWord, place: usize, manner: Manner) -> Vec<Way> {
    let letters = &word.letters;
    let literal =
        |place: usize| letters.get(place).and_then(|code| first_letter(*code)).map_or(0, |letter| 1 << letter);
    let syllables = |place: usize| word.leads.range((place, 0)..(place + 1, 0));
    // By which letters that begins which can stand at a place.
    let begins = |place: usize| syllables(place).fold(literal(place), |all, (_, letters)| all | letters);
    let mut firsts: BTreeMap<usize, u32> = syllables(place).map(|((_, next), letters)| (*next, *letters)).collect();
    let has_initials = firsts.contains_key(&(place + 1));
    if !is_skipped(letters[place]) {
        // The letter itself.
        *firsts.entry(place + 1).or_default() |= literal(place);
    }
    let is_several = |next: usize| manner == Manner::Gapped || next - place < letters.len();
    let way = |(next, firsts): (usize, u32)| {
        let seconds = if manner == Manner::Contiguous { begins(next) } else { 0 };
        let pairs = bits(firsts.into()).flat_map(|first| bits(seconds.into()).map(move |second| (first, second)));
        Way {
            next,
            pairs: pairs.map(|(first, second)| slices_of_pair(first as u8, second as u8)).collect(),
            need: match manner {
                Manner::Contiguous if next - place > 1 => Need::Some,
                Manner::Contiguous if has_initials => Need::Low,
                // With gaps there are no pairs, and what begins no syllable is only itself.
                Manner::Contiguous | Manner::Gapped => Need::High,
            },
            is_syllable: false,
            codes: OnceLock::new(),
        }
    };
    firsts.into_iter().filter(|(next, _)| is_several(*next)).map(way).collect()
}

impl Way {
    /// The codes of the characters that take it from a place, ascending.
    fn codes(&self, word: &PinyinWord, place: usize) -> &[u16] {
        let codes = || {
            if self.is_syllable {
                word.syllables_that_lead(place, self.next)
            } else {
                word.codes_that_lead(place, self.next)
            }
        };
        self.codes.get_or_init(codes)
    }
}

/// What has been found out about the items that are sifted.
pub(super) struct Sifter<'a, I> {
    items: &'a I,
    sieve: &'a Sieve,
}

impl<'a, I: Items> Sifter<'a, I> {
    pub fn new(items: &'a I, sieve: &'a Sieve) -> Self {
        Self { items, sieve }
    }

    /// Sifts the items that are `within`: one bit for each, `None` for all; words that only zeros would follow may be
    /// missing.
    pub fn sift(&self, query: &PinyinQuery, within: Option<&[u64]>, care: Care) -> Sifted {
        let mut wanted = all_below(self.items.count());
        if let Some(within) = within {
            let words = within.len().min(wanted.len());
            keep(&mut wanted, within);
            wanted[words..].fill(0);
        }
        if count(&wanted) <= FEW_ITEMS {
            return Sifted { unsure: vec![Unsure { bound: Rank::BEST, items: wanted }], ..Sifted::default() };
        }
        if let Some((word, reader)) = query.only_word_of_letters() {
            return self.sift_letters(word, reader, wanted, care);
        }
        for (word, reader) in query.words.iter().zip(&query.readers) {
            let mut found = self.several(word, reader, &wanted, Care::Most);
            self.add_all_having(|code| word.whole_rank_of(code).is_some(), &mut found);
            keep(&mut wanted, &found);
        }
        let letters = query.words.iter().flat_map(|word| &word.letters).copied();
        let unsure = vec![Unsure { bound: Rank::BEST, items: wanted }];
        Sifted { with_letters: Some(self.with_letters(letters)), unsure, ..Sifted::default() }
    }

    /// Of unsure items, none of them sure, those that are left when they are sifted with [`Care::Most`].
    pub fn narrow(&self, query: &PinyinQuery, unsure: &[u64]) -> Vec<u64> {
        match query.only_word_of_letters() {
            Some((word, reader)) => self.several(word, reader, unsure, Care::Most),
            None => unsure.to_vec(),
        }
    }

    /// Sifts by a word of nothing but letters. What has it by one character only, has it by the best such character.
    fn sift_letters(&self, word: &PinyinWord, reader: &Reader, wanted: Vec<u64>, care: Care) -> Sifted {
        let mut sure: Vec<(Rank, Vec<u64>)> = Vec::new();
        for (index, code) in self.items.known_codes().iter().enumerate() {
            let Some(rank) = word.whole_rank_of(*code) else { continue };
            let place = sure.binary_search_by_key(&rank, |(rank, _)| *rank).unwrap_or_else(|place| {
                sure.insert(place, (rank, none_below(self.items.count())));
                place
            });
            self.items.add_having(index, &mut sure[place].1);
        }
        let mut with_letters = self.with_letters(word.letters.iter().copied());
        keep(&mut with_letters, &wanted);
        // Those with letters are all looked at.
        let care = if count(&with_letters) > FEW_ITEMS { care.max(Care::Pairs) } else { care };
        let mut unsure = self.unsure(word, reader, &wanted, care);
        for Unsure { bound, items } in &mut unsure {
            // Who has it as well by one character is not found better by several, unless some are letters themselves.
            for (_, sure) in sure.iter().filter(|(rank, _)| rank <= bound) {
                for (item, (sure, letters)) in items.iter_mut().zip(sure.iter().zip(&with_letters)) {
                    *item &= !sure | letters;
                }
            }
        }
        let mut rest = wanted;
        for (_, items) in &mut sure {
            keep(items, &rest);
            remove(&mut rest, items);
        }
        Sifted { sure, unsure, with_letters: Some(with_letters) }
    }

    /// Of the items that are `among` those that can have a word by several characters.
    fn unsure(&self, word: &PinyinWord, reader: &Reader, among: &[u64], care: Care) -> Vec<Unsure> {
        let mut items = self.several(word, reader, among, care);
        let Some(syllables) = &reader.syllables else { return vec![Unsure { bound: word.floor, items }] };
        let by_syllables = self.read(word, syllables, &items, false);
        remove(&mut items, &by_syllables);
        vec![Unsure { bound: word.floor, items: by_syllables }, Unsure { bound: word.abbreviated_floor, items }]
    }

    /// Of the items that are `among` those that can have a word by several characters; with gaps by one, too.
    fn several(&self, word: &PinyinWord, reader: &Reader, among: &[u64], care: Care) -> Vec<u64> {
        if care == Care::Least {
            return among.to_vec();
        }
        let found = self.read(word, &reader.any, among, false);
        let is_common = count(&found) * COMMON_SHARE > self.items.count();
        if is_common && care == Care::Most { self.read(word, &reader.any, &found, true) } else { found }
    }

    /// One reading of a word. `asks_more`: whether for common steps one of the characters is asked for that it takes.
    fn read(&self, word: &PinyinWord, ways: &Ways, among: &[u64], asks_more: bool) -> Vec<u64> {
        let nothing = || none_below(self.items.count());
        // What can be found from each place on, `None` where that is nothing; from the end on all.
        let mut found = vec![None; ways.len()];
        found.push(Some(among.to_vec()));
        let (mut step, mut having) = (nothing(), nothing());
        for (place, ways) in ways.iter().enumerate().rev() {
            let mut any = nothing();
            for way in ways {
                let Some(rest) = found[way.next].as_deref() else { continue };
                if way.need == Need::Low || way.need == Need::Some && !asks_more {
                    self.add_step(way, rest, &mut any);
                    continue;
                }
                step.fill(0);
                self.add_step(way, rest, &mut step);
                let items = count(&step);
                if items == 0 {
                    continue;
                }
                if way.need == Need::High || items * COMMON_SHARE > self.items.count() {
                    having.fill(0);
                    self.add_having_any(way.codes(word, place), &mut having);
                    keep(&mut step, &having);
                }
                add(&mut any, &step);
            }
            found[place] = any.iter().any(|items| *items != 0).then_some(any);
        }
        found.swap_remove(0).unwrap_or_else(nothing)
    }

    /// Adds those of the `rest` that can go a way.
    fn add_step(&self, way: &Way, rest: &[u64], to: &mut [u64]) {
        if way.pairs.is_empty() {
            return add(to, rest);
        }
        for slices in &way.pairs {
            let [first, second] = slices.map(|slice| self.sieve.slice(slice));
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
