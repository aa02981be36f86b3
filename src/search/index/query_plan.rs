//! A query prepared for an index: its words in codes, and the way to score a text.

use super::block::Block;
use super::candidates::Candidates;
use super::coded::{CodedText, char_of, code_of};
use super::sparse_scorer::{FuzzyWord, Score, contiguous_score_at, contiguous_score_in};
use crate::search::term::{MatchMode, Term, Terms};

/// A query in codes.
pub(super) struct QueryPlan<'q> {
    terms: &'q Terms,
    groups: Vec<Vec<CodedTerm>>,
    kind: ScoreMethod,
}

/// How texts are scored.
enum ScoreMethod {
    /// By the only word, a fuzzy one.
    Word,
    /// Term by term.
    Terms,
    /// On the decoded text: a word contains a character whose code is shared with others.
    Decoded,
}

struct CodedTerm {
    mode: MatchMode,
    is_negated: bool,
    codes: Vec<u16>,
    word: FuzzyWord,
}

impl<'q> QueryPlan<'q> {
    /// Prepares a query.
    pub(super) fn new(terms: &'q Terms) -> Self {
        let groups: Vec<Vec<CodedTerm>> =
            terms.groups().iter().map(|terms| terms.iter().map(CodedTerm::new).collect()).collect();
        Self { terms, kind: ScoreMethod::of(&groups), groups }
    }

    /// Whether it is empty, so that every item matches with score 0.
    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The items of a block that may match.
    pub(crate) fn candidates(&self, block: &Block) -> Candidates {
        // Groups of several terms need a union of candidates, which is done after the cheaper intersection.
        let (alone, alternatives): (Vec<_>, Vec<_>) = self.groups.iter().partition(|terms| terms.len() == 1);
        // Groups of one term must all match, so an item must contain all of their characters.
        let mut required: Vec<u16> =
            alone.into_iter().flatten().filter(|term| !term.is_negated).flat_map(|term| &term.codes).copied().collect();
        required.sort_unstable();
        required.dedup();
        let mut candidates = Candidates::with_all(&required, block.postings());
        for terms in alternatives {
            let found = terms.iter().map(|term| term.candidates(block));
            let joined = found.reduce(|some, others| some.union(others, block.len()));
            candidates.intersect(joined.unwrap_or(Candidates::All));
        }
        candidates
    }

    /// If the query is a single fuzzy character: the score of an item that contains it, but not at the beginning of a
    /// word.
    pub(super) fn single_char(&self) -> Option<i64> {
        let is_word = matches!(self.kind, ScoreMethod::Word);
        let word = is_word.then(|| &self.groups[0][0].word)?;
        word.is_single_char().then(|| word.contiguous_score())
    }

    /// The items of a block that contain the first character of the query at the beginning of a word.
    pub(super) fn heads(&self, block: &Block) -> Candidates {
        Candidates::with_all(&self.groups[0][0].codes[..1], block.heads())
    }

    /// The score of an item of a block. Only scores above `floor` need be exact.
    #[inline]
    pub(super) fn score(&mut self, block: &Block, item: usize, floor: i64) -> Score {
        match self.kind {
            ScoreMethod::Word => self.groups[0][0].word.score(block.text(item), floor),
            ScoreMethod::Terms => self.score_terms(block.text(item)).map_or(Score::NoMatch, Score::Value),
            ScoreMethod::Decoded => self.terms.score(&block.decode(item)).map_or(Score::NoMatch, Score::Value),
        }
    }

    fn score_terms(&mut self, text: CodedText<'_>) -> Option<i64> {
        self.groups.iter_mut().map(|terms| terms.iter_mut().filter_map(|term| term.score(text)).max()).sum()
    }
}

impl ScoreMethod {
    fn of(groups: &[Vec<CodedTerm>]) -> Self {
        if groups.iter().flatten().flat_map(|term| &term.codes).any(|code| char_of(*code).is_none()) {
            return Self::Decoded;
        }
        match groups {
            [terms] => match terms.as_slice() {
                [CodedTerm { mode: MatchMode::Fuzzy, is_negated: false, .. }] => Self::Word,
                _ => Self::Terms,
            },
            _ => Self::Terms,
        }
    }
}

impl CodedTerm {
    fn new(term: &Term) -> Self {
        let codes: Vec<u16> = term.word.chars().map(code_of).collect();
        Self { mode: term.mode, is_negated: term.is_negated, word: FuzzyWord::new(codes.clone()), codes }
    }

    fn candidates(&self, block: &Block) -> Candidates {
        // A negated term excludes nothing by posting lists: its characters may all be there, only not contiguous.
        if self.is_negated { Candidates::All } else { Candidates::with_all(&self.codes, block.postings()) }
    }

    /// The score of one term, as [`Terms::score`] gives it.
    fn score(&mut self, text: CodedText<'_>) -> Option<i64> {
        if self.is_negated {
            return self.contiguous_score(text).is_none().then_some(0);
        }
        match self.mode {
            MatchMode::Fuzzy => match self.word.score(text, i64::MIN) {
                Score::Value(score) => Some(score),
                Score::NoMatch | Score::NotAboveFloor => None,
            },
            _ => self.contiguous_score(text),
        }
    }

    fn contiguous_score(&self, text: CodedText<'_>) -> Option<i64> {
        let start = match self.mode {
            MatchMode::Fuzzy | MatchMode::Exact => return contiguous_score_in(text, &self.codes),
            MatchMode::Prefix => text.codes().starts_with(&self.codes).then_some(0),
            MatchMode::Suffix => text.codes().ends_with(&self.codes).then(|| text.len() - self.codes.len()),
            MatchMode::Whole => (text.codes() == self.codes).then_some(0),
        };
        start.map(|start| contiguous_score_at(text, &self.codes, start))
    }
}
