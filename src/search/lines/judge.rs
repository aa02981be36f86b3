//! How a line matches: the score of [`Query::score`], worked out as the index of headings does it.

use crate::search::Query;
use crate::search::index::{Coded, FuzzyWord, PADDING, Verdict, char_of, code_of};
use crate::search::term::{Manner, Term};
use crate::text::fold::search_form;

/// A longer line is judged without codes, which would take twice its memory. In bytes.
const MAX_CODED_BYTES: usize = 1 << 16;

/// A query, and room for the line that is being judged.
pub(super) struct Judge<'q> {
    query: &'q Query,
    kind: Kind<'q>,
    codes: Vec<u16>,
    folded: String,
}

enum Kind<'q> {
    /// A single fuzzy word.
    Word(FuzzyWord),
    /// Of each group one must match.
    Terms(Vec<Vec<Judged<'q>>>),
    /// A word has a character whose code says only which it can be.
    Vague,
}

/// A term, and the word where it is fuzzy.
struct Judged<'q> {
    term: &'q Term,
    word: Option<FuzzyWord>,
}

impl<'q> Judge<'q> {
    pub fn new(query: &'q Query) -> Self {
        Self { query, kind: Kind::of(query), codes: Vec::new(), folded: String::new() }
    }

    /// How a line matches. Only scores above `floor` need be worked out.
    pub fn judge(&mut self, line: &str, floor: i64) -> Verdict {
        let Self { query, kind, codes, folded } = self;
        if line.len() > MAX_CODED_BYTES {
            return verdict(query.terms().score(line));
        }
        match kind {
            Kind::Word(word) => word.judge(encode(line, codes), floor),
            Kind::Terms(groups) => {
                let is_fuzzy = |judged: &Judged<'_>| judged.word.is_some();
                if !groups.iter().flatten().all(is_fuzzy) {
                    folded.clear();
                    folded.extend(line.chars().map(search_form));
                }
                let coded = encode(line, codes);
                let of_group = |terms: &mut Vec<Judged<'_>>| {
                    terms.iter_mut().filter_map(|judged| judged.score(coded, folded)).max()
                };
                verdict(groups.iter_mut().map(of_group).sum())
            }
            Kind::Vague => verdict(query.terms().score(line)),
        }
    }
}

fn verdict(score: Option<i64>) -> Verdict {
    score.map_or(Verdict::Miss, Verdict::Score)
}

/// The codes of a line, in its search form.
fn encode<'c>(line: &str, codes: &'c mut Vec<u16>) -> Coded<'c> {
    // A character has at least one byte.
    let room = line.len() + PADDING;
    if codes.len() < room {
        codes.resize(room, 0);
    }
    let mut len = 0;
    for (code, c) in codes.iter_mut().zip(line.chars()) {
        *code = code_of(search_form(c));
        len += 1;
    }
    Coded::new(codes, len)
}

impl<'q> Kind<'q> {
    fn of(query: &'q Query) -> Self {
        let groups = query.terms().groups();
        let mut chars = groups.iter().flatten().flat_map(|term| term.word.chars());
        if chars.any(|c| char_of(code_of(c)).is_none()) {
            return Self::Vague;
        }
        let mut judged: Vec<Vec<Judged<'q>>> =
            groups.iter().map(|terms| terms.iter().map(Judged::new).collect()).collect();
        match judged.as_mut_slice() {
            [only] if only.len() == 1 => match only[0].word.take() {
                Some(word) => Self::Word(word),
                None => Self::Terms(judged),
            },
            _ => Self::Terms(judged),
        }
    }
}

impl<'q> Judged<'q> {
    fn new(term: &'q Term) -> Self {
        let is_fuzzy = term.manner == Manner::Fuzzy && !term.is_negated;
        Self { term, word: is_fuzzy.then(|| FuzzyWord::new(term.word.chars().map(code_of).collect())) }
    }

    fn score(&mut self, coded: Coded<'_>, folded: &str) -> Option<i64> {
        match &mut self.word {
            Some(word) => match word.judge(coded, i64::MIN) {
                Verdict::Score(score) => Some(score),
                Verdict::Miss | Verdict::Low => None,
            },
            None => self.term.score(folded),
        }
    }
}
