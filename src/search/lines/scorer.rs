//! Scoring of lines: the score of [`Query::score`], computed with the sparse scorer of the heading index.

use crate::search::Query;
use crate::search::index::{CodedText, FuzzyWord, PADDING, Score, char_of, code_of};
use crate::search::term::{MatchMode, Term};
use crate::text::fold::search_form;

/// A line longer than this many bytes is scored without codes, which would take twice its memory.
const MAX_CODED_BYTES: usize = 1 << 16;

/// A query, and buffers for the line being scored.
pub(super) struct LineScorer<'q> {
    query: &'q Query,
    kind: ScoreMethod<'q>,
    codes: Vec<u16>,
    folded: String,
}

enum ScoreMethod<'q> {
    /// By the only word, a fuzzy one.
    Word(FuzzyWord),
    /// Term by term: one of each group must match.
    Terms(Vec<Vec<ScoredTerm<'q>>>),
    /// Without codes: a word contains a character whose code is shared with others.
    Uncoded,
}

/// A term, and its word if it is fuzzy.
struct ScoredTerm<'q> {
    term: &'q Term,
    word: Option<FuzzyWord>,
}

impl<'q> LineScorer<'q> {
    pub(super) fn new(query: &'q Query) -> Self {
        Self { query, kind: ScoreMethod::of(query), codes: Vec::new(), folded: String::new() }
    }

    /// The score of a line. Only scores above `floor` need be exact.
    pub(super) fn score(&mut self, line: &str, floor: i64) -> Score {
        let Self { query, kind, codes, folded } = self;
        if line.len() > MAX_CODED_BYTES {
            return to_score(query.terms().score(line));
        }
        match kind {
            ScoreMethod::Word(word) => word.score(encode(line, codes), floor),
            ScoreMethod::Terms(groups) => {
                let is_fuzzy = |scored: &ScoredTerm<'_>| scored.word.is_some();
                if !groups.iter().flatten().all(is_fuzzy) {
                    folded.clear();
                    folded.extend(line.chars().map(search_form));
                }
                let coded = encode(line, codes);
                let of_group = |terms: &mut Vec<ScoredTerm<'_>>| {
                    terms.iter_mut().filter_map(|scored| scored.score(coded, folded)).max()
                };
                to_score(groups.iter_mut().map(of_group).sum())
            }
            ScoreMethod::Uncoded => to_score(query.terms().score(line)),
        }
    }
}

fn to_score(score: Option<i64>) -> Score {
    score.map_or(Score::NoMatch, Score::Value)
}

/// The codes of a line's search form.
fn encode<'c>(line: &str, codes: &'c mut Vec<u16>) -> CodedText<'c> {
    // A character has at least one byte, so the bytes of the line bound its codes.
    let room = line.len() + PADDING;
    if codes.len() < room {
        codes.resize(room, 0);
    }
    let mut len = 0;
    for (code, c) in codes.iter_mut().zip(line.chars()) {
        *code = code_of(search_form(c));
        len += 1;
    }
    CodedText::new(codes, len)
}

impl<'q> ScoreMethod<'q> {
    fn of(query: &'q Query) -> Self {
        let groups = query.terms().groups();
        let mut chars = groups.iter().flatten().flat_map(|term| term.word.chars());
        if chars.any(|c| char_of(code_of(c)).is_none()) {
            return Self::Uncoded;
        }
        let mut scored: Vec<Vec<ScoredTerm<'q>>> =
            groups.iter().map(|terms| terms.iter().map(ScoredTerm::new).collect()).collect();
        match scored.as_mut_slice() {
            [only] if only.len() == 1 => match only[0].word.take() {
                Some(word) => Self::Word(word),
                None => Self::Terms(scored),
            },
            _ => Self::Terms(scored),
        }
    }
}

impl<'q> ScoredTerm<'q> {
    fn new(term: &'q Term) -> Self {
        let is_fuzzy = term.mode == MatchMode::Fuzzy && !term.is_negated;
        Self { term, word: is_fuzzy.then(|| FuzzyWord::new(term.word.chars().map(code_of).collect())) }
    }

    fn score(&mut self, coded: CodedText<'_>, folded: &str) -> Option<i64> {
        match &mut self.word {
            Some(word) => match word.score(coded, i64::MIN) {
                Score::Value(score) => Some(score),
                Score::NoMatch | Score::NotAboveFloor => None,
            },
            None => self.term.score(folded),
        }
    }
}
