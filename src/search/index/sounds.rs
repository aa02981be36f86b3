//! The items of a block that a query finds only when its letters are taken for pinyin.

use std::cmp::Reverse;

use super::block::Block;
use super::candidates::Candidates;
use super::coded::code_of;
use super::plan::Plan;
use super::word::Verdict;
use crate::search::bitmap::{bits, none_below};
use crate::search::pinyin::{Care, Items, PinyinQuery, Rank, Sifted, Unsure, is_skipped};
use crate::search::sounded::{Choice, Sounded};

/// Words of 64 items that are gone through between two looks at whether to stop.
pub(super) const RUN_WORDS: usize = 8;

/// A query with pinyin, made ready for an index.
pub(super) struct SoundPlan<'q> {
    choices: Vec<ChoicePlan<'q>>,
}

struct ChoicePlan<'q> {
    choice: &'q Choice,
    rest: Plan<'q>,
    /// Codes that an item must have, because they stand in a word and are no letters.
    required: Vec<u16>,
    /// The items of a run that must be looked at, and what for; the room is used again and again.
    looks: Vec<(u16, Look)>,
}

/// What is to be found out about an item.
#[derive(Debug, Clone, Copy)]
enum Look {
    /// How well it is found, which is not better than that.
    Rank(Rank),
    /// How much it scores, found as it is in that rank.
    Score(Rank),
}

/// An item that was found, and its score; [`i64::MIN`] when it is not above the floor.
pub(super) type Sounding = (u16, i64);

/// What some items that follow one another have to give.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Ascending, each item once.
    pub found: Vec<Sounding>,
    /// So many more were found, not above the floor.
    pub low: usize,
}

/// Items that may be found by several characters, but not above the floor: one bit for each, no words when there are
/// none.
pub(super) type Uncertain = Vec<u64>;

/// [`RUN_WORDS`] words of items.
#[derive(Debug, Clone, Copy)]
struct Run {
    first_word: usize,
    floor: i64,
    /// Whether of what cannot be above the floor only the number counts.
    can_be_low: bool,
}

/// What a choice may find in a block.
struct Share {
    sifted: Sifted,
    /// The items that may have at a head what they are found by, once that is asked for.
    heads: Option<Vec<u64>>,
}

impl<'q> SoundPlan<'q> {
    /// Makes a query ready.
    pub fn new(sounded: &'q Sounded) -> Self {
        Self { choices: sounded.choices().iter().map(ChoicePlan::new).collect() }
    }

    /// Finds items of a block and reports them, some at a time. Only scores above `floor` are worked out; `report` tells
    /// where it is from then on.
    ///
    /// `within`: the only items that are wanted. Gives those that have not been looked at, because they would only be
    /// counted: by [`SoundPlan::counted`]. `None` when `should_stop` said so; it is asked every few hundred items.
    pub fn search(
        &mut self,
        block: &Block,
        within: &Candidates,
        mut floor: i64,
        should_stop: &impl Fn() -> bool,
        mut report: impl FnMut(&Heard) -> i64,
    ) -> Option<Uncertain> {
        // What several choices find must be counted once.
        let is_choice = self.choices.len() > 1;
        let shares = self.choices.iter().map(|choice| choice.share(block, within, choice.care(floor, is_choice)));
        let mut shares: Vec<Option<Share>> = shares.collect();
        let mut heard = Heard::default();
        let mut uncertain = Uncertain::new();
        for first_word in (0..block.len().div_ceil(64)).step_by(RUN_WORDS) {
            if should_stop() {
                return None;
            }
            heard.found.clear();
            heard.low = 0;
            for (choice, share) in self.choices.iter_mut().zip(&mut shares) {
                if let Some(share) = share {
                    let can_be_low = choice.can_be_low(is_choice);
                    choice.hear(block, share, Run { first_word, floor, can_be_low }, &mut heard, &mut uncertain);
                }
            }
            // They come by what had to be found out about them.
            heard.found.sort_unstable_by_key(|(item, score)| (*item, Reverse(*score)));
            heard.found.dedup_by_key(|(item, _)| *item);
            floor = report(&heard);
        }
        Some(uncertain)
    }

    /// What those are found by that were left uncertain.
    pub fn counted(&self) -> Option<&'q PinyinQuery> {
        // With several choices an item might be counted twice, so none is left.
        let [only] = self.choices.as_slice() else { return None };
        Some(&only.choice.words)
    }
}

impl<'q> ChoicePlan<'q> {
    fn new(choice: &'q Choice) -> Self {
        let others = choice.han().map(code_of).collect();
        Self { choice, rest: Plan::new(&choice.rest), required: others, looks: Vec::new() }
    }

    /// Whether of what is not above the floor only the number counts. `is_choice`: whether it is one of several.
    fn can_be_low(&self, is_choice: bool) -> bool {
        !is_choice && self.rest.is_empty()
    }

    /// How much care pays where the floor is already so high. Without care more items are left that may be found; it is
    /// taken when they are counted.
    fn care(&self, floor: i64, is_choice: bool) -> Care {
        match self.choice.words.abbreviated_floor().filter(|_| self.can_be_low(is_choice)) {
            Some(rank) if floor >= self.choice.best_score(rank) => Care::Least,
            Some(rank) if floor >= self.choice.least_score(rank) => Care::Pairs,
            _ => Care::Most,
        }
    }

    /// What it may find in a block, `None` when that is nothing.
    fn share(&self, block: &Block, within: &Candidates, care: Care) -> Option<Share> {
        let mut candidates = Candidates::with_all(&self.required, block.postings());
        candidates.keep_only(self.rest.candidates(block));
        candidates.keep_only(within.clone());
        if candidates.len(block.len()) == 0 {
            return None;
        }
        let words = candidates.into_words(block.len());
        let sifted = block.sounds().sift(&self.choice.words, block, words.as_deref(), care);
        Some(Share { heads: None, sifted })
    }

    /// Adds what there is among the items of a run, and which of them need only be counted.
    fn hear(&mut self, block: &Block, share: &mut Share, run: Run, heard: &mut Heard, uncertain: &mut Uncertain) {
        let Self { choice, rest, looks, .. } = self;
        let Share { sifted, heads } = share;
        let Run { first_word, floor, can_be_low } = run;
        looks.clear();
        for word in first_word..block.len().div_ceil(64).min(first_word + RUN_WORDS) {
            // Those that may score more than the least of a rank.
            let mut above = |rank: Rank| {
                if floor >= choice.best_score(rank) {
                    return 0;
                }
                heads.get_or_insert_with(|| heads_of(block, &choice.words))[word]
            };
            let mut push = |items: u64, look: Look| {
                looks.extend(bits(items).map(|bit| ((64 * word + bit) as u16, look)));
            };
            let letters = sifted.with_letters.as_ref().map_or(u64::MAX, |items| items[word]);
            let sure = sifted.sure.iter().fold(0, |all, (_, items)| all | items[word]);
            let mut looked_at = 0;
            for Unsure { bound, items } in &sifted.unsure {
                let is_low = can_be_low && floor >= choice.least_score(*bound);
                let low = if is_low { items[word] & !letters & !above(*bound) } else { 0 };
                if low & !sure != 0 {
                    uncertain.resize(block.len().div_ceil(64), 0);
                    uncertain[word] |= low & !sure;
                }
                push(items[word] & !low & letters, Look::Rank(Rank::BEST));
                push(items[word] & !low & !letters, Look::Rank(*bound));
                looked_at |= items[word] & !low;
            }
            for (rank, items) in &sifted.sure {
                let items = items[word] & !looked_at;
                let is_low = can_be_low && floor >= choice.least_score(*rank);
                let low = if is_low { items & !above(*rank) } else { 0 };
                heard.low += low.count_ones() as usize;
                push(items & !low, Look::Score(*rank));
            }
        }
        block.fetch(looks.iter().map(|(item, _)| *item));
        for (item, look) in looks {
            let codes = block.codes((*item).into());
            let rank = match *look {
                Look::Rank(bound) => choice.words.rank_of(codes, bound),
                Look::Score(rank) => Some(rank),
            };
            let Some(rank) = rank else { continue };
            let verdict = if rest.is_empty() { Verdict::Score(0) } else { rest.judge(block, (*item).into(), i64::MIN) };
            let Verdict::Score(rest_score) = verdict else { continue };
            let is_low = rest_score + choice.best_score(rank) <= floor;
            let score = if is_low { i64::MIN } else { rest_score + choice.score(rank, codes) };
            heard.found.push((*item, score));
        }
    }
}

/// The items that may have at a head a character that a query begins with.
fn heads_of(block: &Block, words: &PinyinQuery) -> Vec<u64> {
    let mut items = none_below(block.len());
    if block.has_long_items() {
        items.fill(u64::MAX);
    }
    for (index, code) in block.heads().codes().iter().enumerate() {
        // What stands behind punctuation at a head stands at the head.
        if is_skipped(*code) || words.begins_with(*code) {
            block.heads().add_to(index, &mut items);
        }
    }
    items
}
