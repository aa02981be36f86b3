//! The items of a block that match a query only when its letters are taken for pinyin.
//!
//! A short query such as `j` matches a large part of a library, most of it far below the best results. Since the rank
//! of a match dominates its score, an upper bound of the score follows from the rank alone, and items whose bound is
//! not above the floor of the ranking are only counted. Certain matches are counted from their bitmap; candidates are
//! set aside ([`Deferred`]) and verified after the best results have been shown.

use std::cmp::Reverse;

use super::block::Block;
use super::candidates::Candidates;
use super::coded::code_of;
use super::query_plan::QueryPlan;
use super::sparse_scorer::Score;
use crate::search::bitmap::{bits, none_below};
use crate::search::pinyin::{FilterEffort, Items, PinyinQuery, Prefiltered, Rank, Unverified, is_skipped};
use crate::search::pinyin_terms::{Choice, PinyinTerms};

/// Bitmap words (64 items each) that are processed between two checks whether to stop.
pub(super) const RUN_WORDS: usize = 8;

/// A pinyin query prepared for an index.
pub(super) struct PinyinPlan<'q> {
    choices: Vec<ChoicePlan<'q>>,
}

struct ChoicePlan<'q> {
    choice: &'q Choice,
    rest: QueryPlan<'q>,
    /// Codes that an item must contain: characters of the words that are not letters.
    required: Vec<u16>,
    /// The items of a run that must be read, and what to find out; kept to reuse its memory.
    checks: Vec<(u16, Check)>,
}

/// The open question about an item.
#[derive(Debug, Clone, Copy)]
enum Check {
    /// Its rank, which is no better than this one.
    Rank(Rank),
    /// Its score; its rank is this one.
    Score(Rank),
}

/// An item that matches and its score; [`i64::MIN`] when that is not above the floor.
pub(super) type PinyinHit = (u16, i64);

/// The matches in a run of items.
#[derive(Debug, Default)]
pub(super) struct PinyinMatches {
    /// The matches, each item once, ascending.
    pub found: Vec<PinyinHit>,
    /// The number of further matches, none above the floor.
    pub low: usize,
}

/// Items that may match by several characters, but not above the floor: a bitmap, or no words when there are none.
pub(super) type Deferred = Vec<u64>;

/// A run of [`RUN_WORDS`] bitmap words.
#[derive(Debug, Clone, Copy)]
struct Run {
    first_word: usize,
    floor: i64,
    /// Whether matches not above the floor need only be counted.
    can_be_low: bool,
}

/// The candidates of a choice in a block.
struct BlockCandidates {
    prefiltered: Prefiltered,
    /// The items that may match at the head of a text or after a separator; computed on first use.
    heads: Option<Vec<u64>>,
}

impl<'q> PinyinPlan<'q> {
    /// Prepares a query.
    pub(super) fn new(pinyin_terms: &'q PinyinTerms) -> Self {
        Self { choices: pinyin_terms.choices().iter().map(ChoicePlan::new).collect() }
    }

    /// Finds the matches in a block and reports them run by run. Only scores above `floor` are computed; `report`
    /// returns the floor for the next run.
    ///
    /// `within`: the only items that are wanted. Returns the items that were not verified because they would only be
    /// counted, by [`PinyinPlan::counted`]; `None` when `should_stop` said so, which is called every few hundred
    /// items.
    pub(super) fn search(
        &mut self,
        block: &Block,
        within: &Candidates,
        mut floor: i64,
        should_stop: &impl Fn() -> bool,
        mut report: impl FnMut(&PinyinMatches) -> i64,
    ) -> Option<Deferred> {
        // An item that several choices match must be counted once.
        let is_choice = self.choices.len() > 1;
        let of_choices =
            self.choices.iter().map(|choice| choice.candidates(block, within, choice.effort(floor, is_choice)));
        let mut of_choices: Vec<Option<BlockCandidates>> = of_choices.collect();
        let mut matches = PinyinMatches::default();
        let mut deferred = Deferred::new();
        for first_word in (0..block.len().div_ceil(64)).step_by(RUN_WORDS) {
            if should_stop() {
                return None;
            }
            matches.found.clear();
            matches.low = 0;
            for (choice, candidates) in self.choices.iter_mut().zip(&mut of_choices) {
                if let Some(candidates) = candidates {
                    let can_be_low = choice.can_be_low(is_choice);
                    choice.match_pinyin(
                        block,
                        candidates,
                        Run { first_word, floor, can_be_low },
                        &mut matches,
                        &mut deferred,
                    );
                }
            }
            // They are in the order of the questions that were open about them.
            matches.found.sort_unstable_by_key(|(item, score)| (*item, Reverse(*score)));
            matches.found.dedup_by_key(|(item, _)| *item);
            floor = report(&matches);
        }
        Some(deferred)
    }

    /// The query that decides the deferred items.
    pub(super) fn counted(&self) -> Option<&'q PinyinQuery> {
        // With several choices an item might be counted twice, so nothing is deferred.
        let [only] = self.choices.as_slice() else { return None };
        Some(&only.choice.words)
    }
}

impl<'q> ChoicePlan<'q> {
    fn new(choice: &'q Choice) -> Self {
        let others = choice.han().map(code_of).collect();
        Self { choice, rest: QueryPlan::new(&choice.rest), required: others, checks: Vec::new() }
    }

    /// Whether matches not above the floor need only be counted. `is_choice`: whether it is one of several choices.
    fn can_be_low(&self, is_choice: bool) -> bool {
        !is_choice && self.rest.is_empty()
    }

    /// The filter effort that pays at the current floor. With less effort more items are deferred; the full effort is
    /// then made when they are counted.
    fn effort(&self, floor: i64, is_choice: bool) -> FilterEffort {
        match self.choice.words.abbreviated_floor().filter(|_| self.can_be_low(is_choice)) {
            Some(rank) if floor >= self.choice.best_score(rank) => FilterEffort::Minimal,
            Some(rank) if floor >= self.choice.least_score(rank) => FilterEffort::Pairs,
            _ => FilterEffort::Full,
        }
    }

    /// The candidates in a block, `None` when there are none.
    fn candidates(&self, block: &Block, within: &Candidates, effort: FilterEffort) -> Option<BlockCandidates> {
        let mut candidates = Candidates::with_all(&self.required, block.postings());
        candidates.intersect(self.rest.candidates(block));
        candidates.intersect(within.clone());
        if candidates.len(block.len()) == 0 {
            return None;
        }
        let words = candidates.into_words(block.len());
        let prefiltered = block.pinyin_filter().filter(&self.choice.words, block, words.as_deref(), effort);
        Some(BlockCandidates { heads: None, prefiltered })
    }

    /// Adds the matches of a run, and defers the items that need only be counted.
    fn match_pinyin(
        &mut self,
        block: &Block,
        candidates: &mut BlockCandidates,
        run: Run,
        matches: &mut PinyinMatches,
        deferred: &mut Deferred,
    ) {
        let Self { choice, rest, checks, .. } = self;
        let BlockCandidates { prefiltered, heads } = candidates;
        let Run { first_word, floor, can_be_low } = run;
        checks.clear();
        for word in first_word..block.len().div_ceil(64).min(first_word + RUN_WORDS) {
            // Items that may score more than the lowest score of a rank.
            let mut above = |rank: Rank| {
                if floor >= choice.best_score(rank) {
                    return 0;
                }
                heads.get_or_insert_with(|| head_items(block, &choice.words))[word]
            };
            let mut push = |items: u64, check: Check| {
                checks.extend(bits(items).map(|bit| ((64 * word + bit) as u16, check)));
            };
            // An item with letters of the query may match better than the bounds say, by these very letters.
            let letters = prefiltered.with_letters.as_ref().map_or(u64::MAX, |items| items[word]);
            let certain = prefiltered.certain.iter().fold(0, |all, (_, items)| all | items[word]);
            let mut looked_at = 0;
            for Unverified { bound, items } in &prefiltered.unverified {
                let is_low = can_be_low && floor >= choice.least_score(*bound);
                let low = if is_low { items[word] & !letters & !above(*bound) } else { 0 };
                if low & !certain != 0 {
                    deferred.resize(block.len().div_ceil(64), 0);
                    deferred[word] |= low & !certain;
                }
                push(items[word] & !low & letters, Check::Rank(Rank::BEST));
                push(items[word] & !low & !letters, Check::Rank(*bound));
                looked_at |= items[word] & !low;
            }
            for (rank, items) in &prefiltered.certain {
                let items = items[word] & !looked_at;
                let is_low = can_be_low && floor >= choice.least_score(*rank);
                let low = if is_low { items & !above(*rank) } else { 0 };
                matches.low += low.count_ones() as usize;
                push(items & !low, Check::Score(*rank));
            }
        }
        // All texts of the run are loaded before the first is verified.
        block.fetch(checks.iter().map(|(item, _)| *item));
        for (item, check) in checks {
            let codes = block.codes((*item).into());
            let rank = match *check {
                Check::Rank(bound) => choice.words.rank_bounded(codes, bound),
                Check::Score(rank) => Some(rank),
            };
            let Some(rank) = rank else { continue };
            let rest = if rest.is_empty() { Score::Value(0) } else { rest.score(block, (*item).into(), i64::MIN) };
            let Score::Value(rest_score) = rest else { continue };
            // The bonus of heads is only computed where it can decide whether the score is above the floor.
            let is_low = rest_score + choice.best_score(rank) <= floor;
            let score = if is_low { i64::MIN } else { rest_score + choice.score(rank, codes) };
            matches.found.push((*item, score));
        }
    }
}

/// The items that may have, at a head, a character with which a match of the query can begin.
fn head_items(block: &Block, words: &PinyinQuery) -> Vec<u64> {
    let mut items = none_below(block.len());
    if block.has_long_items() {
        items.fill(u64::MAX);
    }
    for (index, code) in block.heads().codes().iter().enumerate() {
        // Matching skips punctuation, so what follows punctuation at a head is at the head, too.
        if is_skipped(*code) || words.begins_with(*code) {
            block.heads().add_to(index, &mut items);
        }
    }
    items
}
