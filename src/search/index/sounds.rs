//! The items of a block that a query finds only when its letters are taken for pinyin.

use std::cmp::Reverse;

use super::block::Block;
use super::candidates::Candidates;
use super::coded::code_of;
use super::plan::Plan;
use super::word::Verdict;
use crate::search::sounded::{Choice, Sounded};

/// A query with pinyin, made ready for an index.
pub(super) struct SoundPlan<'q> {
    choices: Vec<ChoicePlan<'q>>,
}

struct ChoicePlan<'q> {
    choice: &'q Choice,
    rest: Plan<'q>,
    /// Codes that an item must have, because they stand in a word and are no letters.
    required: Vec<u16>,
}

/// An item that was found, and its score; [`i64::MIN`] when it is not above the floor.
pub(super) type Sounding = (u16, i64);

impl<'q> SoundPlan<'q> {
    /// Makes a query ready.
    pub fn new(sounded: &'q Sounded) -> Self {
        Self { choices: sounded.choices().iter().map(ChoicePlan::new).collect() }
    }

    /// The items of a block that are found, ascending, each once. Only scores above `floor` are worked out.
    ///
    /// `within`: the only items that are wanted. `None` when `should_stop` said so; it is asked every few hundred items.
    pub fn search(
        &mut self,
        block: &Block,
        within: &Candidates,
        floor: i64,
        should_stop: &impl Fn() -> bool,
    ) -> Option<Vec<Sounding>> {
        let mut found = Vec::new();
        for choice in &mut self.choices {
            choice.search(block, within, floor, should_stop, &mut found)?;
        }
        if self.choices.len() > 1 {
            found.sort_unstable_by_key(|(item, score)| (*item, Reverse(*score)));
            found.dedup_by_key(|(item, _)| *item);
        }
        Some(found)
    }
}

impl<'q> ChoicePlan<'q> {
    fn new(choice: &'q Choice) -> Self {
        let others = choice.han().map(code_of).collect();
        Self { choice, rest: Plan::new(&choice.rest), required: others }
    }

    fn search(
        &mut self,
        block: &Block,
        within: &Candidates,
        floor: i64,
        should_stop: &impl Fn() -> bool,
        found: &mut Vec<Sounding>,
    ) -> Option<()> {
        let Self { choice, rest, required } = self;
        let mut candidates = Candidates::with_all(required, block.postings());
        candidates.keep_only(rest.candidates(block));
        candidates.keep_only(within.clone());
        if candidates.len(block.len()) == 0 {
            return Some(());
        }
        let words = candidates.into_words(block.len());
        let codes_of = |item: usize| block.text(item).codes();
        let is_done = block.sounds().search(&choice.words, words.as_deref(), codes_of, should_stop, |hit| {
            let item = hit.item as usize;
            let verdict = if rest.is_empty() { Verdict::Score(0) } else { rest.judge(block, item, i64::MIN) };
            let Verdict::Score(rest_score) = verdict else { return };
            let score = if rest_score + choice.best_score(hit.rank) <= floor {
                i64::MIN
            } else {
                rest_score + choice.score(hit.rank, codes_of(item))
            };
            found.push((hit.item as u16, score));
        });
        is_done.then_some(())
    }
}
