//! A query made ready for an index: its words in codes.

use super::block::Block;
use super::candidates::Candidates;
use super::coded::{Coded, char_of, code_of};
use super::word::{FuzzyWord, Verdict, piece_score_at, piece_score_in};
use crate::search::Query;
use crate::search::query::{Manner, Term};

/// A query in codes.
pub(super) struct Plan<'q> {
    query: &'q Query,
    groups: Vec<Vec<CodedTerm>>,
    /// Whether a word has a character whose code says only which it can be, so that only the text itself can tell.
    is_vague: bool,
}

struct CodedTerm {
    manner: Manner,
    is_negated: bool,
    codes: Vec<u16>,
    word: FuzzyWord,
}

impl<'q> Plan<'q> {
    /// Makes a query ready.
    pub fn new(query: &'q Query) -> Self {
        let groups: Vec<Vec<CodedTerm>> =
            query.groups().iter().map(|terms| terms.iter().map(CodedTerm::new).collect()).collect();
        let is_vague = groups.iter().flatten().flat_map(|term| &term.codes).any(|code| char_of(*code).is_none());
        Self { query, groups, is_vague }
    }

    /// Whether it asks for nothing, so that every item matches with the score 0.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The items of a block that may match.
    pub fn candidates(&self, block: &Block) -> Candidates {
        let (alone, alternatives): (Vec<_>, Vec<_>) = self.groups.iter().partition(|terms| terms.len() == 1);
        // Words of their own must all be there, so all of their characters.
        let mut required: Vec<u16> =
            alone.into_iter().flatten().filter(|term| !term.is_negated).flat_map(|term| &term.codes).copied().collect();
        required.sort_unstable();
        required.dedup();
        let mut candidates = Candidates::with_all(&required, block.postings());
        for terms in alternatives {
            let found = terms.iter().map(|term| term.candidates(block));
            let joined = found.reduce(|some, others| some.join(others, block.len()));
            candidates.keep_only(joined.unwrap_or(Candidates::All));
        }
        candidates
    }

    /// Whether every candidate matches, and none of them better than `floor`.
    pub fn needs_only_counting(&self, floor: i64) -> bool {
        match self.only_word() {
            Some(word) => word.is_single_char() && floor >= word.best_score(),
            None => self.is_empty() && floor >= 0,
        }
    }

    fn only_word(&self) -> Option<&FuzzyWord> {
        match self.groups.as_slice() {
            [terms] if !self.is_vague => match terms.as_slice() {
                [term] if term.manner == Manner::Fuzzy && !term.is_negated => Some(&term.word),
                _ => None,
            },
            _ => None,
        }
    }

    /// How an item of a block matches. Only scores above `floor` need be worked out.
    pub fn judge(&mut self, block: &Block, item: usize, floor: i64) -> Verdict {
        if self.is_vague {
            return self.query.score(&block.decode(item)).map_or(Verdict::Miss, Verdict::Score);
        }
        let text = block.text(item);
        if self.only_word().is_some() {
            return self.groups[0][0].word.judge(text, floor);
        }
        let scores = self.groups.iter_mut().map(|terms| terms.iter_mut().filter_map(|term| term.score(text)).max());
        scores.sum::<Option<i64>>().map_or(Verdict::Miss, Verdict::Score)
    }
}

impl CodedTerm {
    fn new(term: &Term) -> Self {
        let codes: Vec<u16> = term.word.chars().map(code_of).collect();
        Self { manner: term.manner, is_negated: term.is_negated, word: FuzzyWord::new(codes.clone()), codes }
    }

    fn candidates(&self, block: &Block) -> Candidates {
        if self.is_negated { Candidates::All } else { Candidates::with_all(&self.codes, block.postings()) }
    }

    /// As [`Query::score`] has it for one term.
    fn score(&mut self, text: Coded<'_>) -> Option<i64> {
        if self.is_negated {
            return self.piece_score(text).is_none().then_some(0);
        }
        match self.manner {
            Manner::Fuzzy => match self.word.judge(text, i64::MIN) {
                Verdict::Score(score) => Some(score),
                Verdict::Miss | Verdict::Low => None,
            },
            _ => self.piece_score(text),
        }
    }

    fn piece_score(&self, text: Coded<'_>) -> Option<i64> {
        let start = match self.manner {
            Manner::Fuzzy | Manner::Exact => return piece_score_in(text, &self.codes),
            Manner::Prefix => text.codes().starts_with(&self.codes).then_some(0),
            Manner::Suffix => text.codes().ends_with(&self.codes).then(|| text.len() - self.codes.len()),
            Manner::Whole => (text.codes() == self.codes).then_some(0),
        };
        start.map(|start| piece_score_at(text, &self.codes, start))
    }
}
