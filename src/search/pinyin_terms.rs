//! Terms with letters taken for pinyin: the hits of a query beyond those that match as typed.
//!
//! A fuzzy word that contains ASCII letters, such as `sj` or `双j`, is matched by [pinyin](super::pinyin); the rest
//! of the query must match as typed. Such hits score below everything that matches as typed: first by the
//! [rank](super::pinyin::Rank) of the word that matches worst, then as if the letters stood in place of the
//! characters they match.

use std::sync::{Arc, OnceLock};

use super::fuzzy::{BONUS_HEAD, contiguous_score, is_hard_separator};
use super::pinyin::{Adjacency, PinyinQuery, Rank, code_of};
use super::term::{Term, Terms, TextMatch};
use crate::text::fold::search_form;
use crate::text::shuangpin::PinyinScheme;

/// A query whose words with letters are taken for pinyin.
#[derive(Debug, Clone)]
pub(super) struct PinyinTerms {
    /// One choice for each combination of alternatives.
    choices: Vec<Choice>,
}

/// One combination of alternatives: some words by pinyin, the rest as typed. All must match.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub words: PinyinQuery,
    pub rest: Terms,
    /// The score of the words, none of them at a head.
    contiguous_score: i64,
}

/// The distance between the scores of two ranks: more than any query can score in any text.
const RANK_SCORES: i64 = 1_000_000_000;

/// The maximal number of choices. A query with more combinations is matched as typed only.
const MAX_CHOICES: usize = 16;

impl PinyinTerms {
    /// Prepares the terms of a query; `None` when no word can be pinyin, or there are too many combinations.
    pub(super) fn new(terms: &Terms, scheme: PinyinScheme, adjacency: Adjacency) -> Option<Self> {
        if !terms.groups().iter().flatten().any(Term::can_be_pinyin) {
            return None;
        }
        let mut choices = vec![(Vec::new(), Vec::new())];
        for group in terms.groups() {
            let (by_pinyin, others): (Vec<&Term>, Vec<&Term>) = group.iter().partition(|term| term.can_be_pinyin());
            let options = by_pinyin.len() + usize::from(!others.is_empty());
            // The number of combinations grows exponentially with the groups.
            if choices.len() * options > MAX_CHOICES {
                return None;
            }
            let with = |term: &&Term| {
                let word = term.word.clone();
                choices
                    .iter()
                    .map(move |(words, rest)| ([words.as_slice(), std::slice::from_ref(&word)].concat(), rest.clone()))
            };
            let mut chosen: Vec<(Vec<String>, Vec<Vec<Term>>)> = by_pinyin.iter().flat_map(with).collect();
            if !others.is_empty() {
                let group: Vec<Term> = others.into_iter().cloned().collect();
                chosen.extend(choices.into_iter().map(|(words, mut rest)| {
                    rest.push(group.clone());
                    (words, rest)
                }));
            }
            choices = chosen;
        }
        let choices = choices.into_iter().filter_map(|(words, rest)| Choice::new(&words, rest, scheme, adjacency));
        Some(Self { choices: choices.collect() })
    }

    /// All combinations of alternatives.
    pub(super) fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// The best score of a text.
    pub(super) fn score(&self, text: &str) -> Option<i64> {
        self.best(text).map(|(score, _)| score)
    }

    /// As [`PinyinTerms::score`], with positions.
    pub(super) fn find(&self, text: &str) -> Option<TextMatch> {
        let (score, choice) = self.best(text)?;
        let mut positions = choice.words.find(text)?.positions;
        positions.extend(choice.rest.find(text)?.positions);
        positions.sort_unstable();
        positions.dedup();
        Some(TextMatch { score, positions })
    }

    fn best(&self, text: &str) -> Option<(i64, &Choice)> {
        let codes: Vec<u16> = text.chars().map(|c| code_of(search_form(c))).collect();
        let scored = self.choices.iter().filter_map(|choice| {
            let rest_score = choice.rest.score(text)?;
            let rank = choice.words.rank(&codes)?;
            Some((choice.score(rank, &codes) + rest_score, choice))
        });
        scored.reduce(|best, other| if other.0 > best.0 { other } else { best })
    }
}

impl Choice {
    fn new(words: &[String], rest: Vec<Vec<Term>>, scheme: PinyinScheme, adjacency: Adjacency) -> Option<Self> {
        let query = PinyinQuery::of_words(words.iter().map(String::as_str), scheme, adjacency);
        let contiguous_score = words.iter().map(|word| contiguous_score(word.chars().count())).sum();
        (!words.is_empty() && !query.is_empty()).then(|| Self {
            words: query,
            rest: Terms::of_groups(rest),
            contiguous_score,
        })
    }

    /// The Chinese characters in the words by pinyin, which match only themselves.
    pub(super) fn han(&self) -> impl Iterator<Item = char> {
        self.words.han()
    }

    /// The score of words that match with this rank, none of them at a head.
    pub(super) const fn least_score(&self, rank: Rank) -> i64 {
        self.contiguous_score - (rank.index() as u32 as i64 + 1) * RANK_SCORES
    }

    /// The score of words that match with this rank, all of them at heads.
    pub(super) fn best_score(&self, rank: Rank) -> i64 {
        self.least_score(rank) + heads_score(self.words.len())
    }

    /// The score of words that match with this rank in a text of these codes.
    pub(super) fn score(&self, rank: Rank, codes: &[u16]) -> i64 {
        self.least_score(rank) + heads_score(self.words.count_at_heads(codes, rank, &heads(codes)))
    }
}

/// The bonus of this many words at heads.
fn heads_score(words: usize) -> i64 {
    i64::from(BONUS_HEAD) * i64::from(words as u32)
}

/// The indices at which a word begins in a text: its head, and after each separator.
fn heads(codes: &[u16]) -> impl Iterator<Item = usize> + Clone {
    // Most texts have no ASCII character and so no separator; one fast pass shows that.
    let has_ascii = codes.iter().fold(u16::MAX, |least, code| least.min(*code)) < 128;
    let codes = if has_ascii { codes } else { &[] };
    let is_separator = |code: u16| char::from_u32(code.into()).is_some_and(is_hard_separator);
    let separators = codes.iter().enumerate().filter(move |(_, code)| is_separator(**code));
    std::iter::once(0).chain(separators.map(|(index, _)| index + 1))
}

/// The pinyin terms of a query, built on first use. They follow from the query, so comparing queries ignores them.
#[derive(Debug, Clone, Default)]
pub(super) struct LazyPinyinTerms(OnceLock<Option<Arc<PinyinTerms>>>);

impl LazyPinyinTerms {
    /// The terms, built by `make` unless they are there.
    pub(super) fn get(&self, make: impl FnOnce() -> Option<PinyinTerms>) -> Option<&PinyinTerms> {
        self.0.get_or_init(|| make().map(Arc::new)).as_deref()
    }
}

impl PartialEq for LazyPinyinTerms {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for LazyPinyinTerms {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Query;

    /// Checks the texts that match, in order of their rank, with the matched characters in brackets.
    #[track_caller]
    fn check(typed: &str, texts: &[&str], expected: &[&str]) {
        let query = Query::parse(typed);
        let mut found: Vec<(TextMatch, &str)> =
            texts.iter().filter_map(|text| Some((query.find(text)?, *text))).collect();
        for (hit, text) in &found {
            assert_eq!(query.score(text), Some(hit.score), "{typed} in {text}");
        }
        found.sort_by_key(|(hit, _)| std::cmp::Reverse(hit.score));
        let drawn = found.iter().map(|(hit, text)| {
            let bracket = |(start, c): (usize, char)| {
                if hit.positions.contains(&(start as u32)) { format!("[{c}]") } else { c.to_string() }
            };
            text.char_indices().map(bracket).collect::<String>()
        });
        assert_eq!(drawn.collect::<Vec<_>>(), expected, "{typed}");
    }

    #[test]
    fn letters_match_characters() {
        check("shuangjian", &["推进双减工作", "双向监督"], &["推进[双][减]工作"]);
        check("双j", &["推进双减工作", "双向监督"], &["推进[双][减]工作"]);
        check("Chongqing", &["重庆", "重心"], &["[重][庆]"]);
        check("'sj", &["双减"], &[]);
        check("!sj", &["双减"], &["双减"]);
    }

    #[test]
    fn matches_as_typed_come_first() {
        check(
            "ai",
            &["推进爱国教育", "推进AI教育", "爱国", "安全用电"],
            &["推进[A][I]教育", "[爱]国", "推进[爱]国教育"],
        );
    }

    #[test]
    fn whole_syllables_come_before_initials() {
        check("xian", &["西安", "先进", "现代"], &["[西][安]", "[先]进", "[现]代"]);
        check("sj", &["数据", "书记", "双减", "教师节"], &["[数][据]", "[书][记]", "[双][减]", "教[师][节]"]);
    }

    #[test]
    fn the_rest_of_the_query_must_match_as_typed() {
        check("工作 sj", &["推进双减工作", "双减", "工作"], &["推进[双][减][工][作]"]);
        check("sj !高中", &["双减", "高中双减"], &["[双][减]"]);
        check("sj | 通知", &["双减", "通知", "意见"], &["[通][知]", "[双][减]"]);
        check("jy | xx", &["教育", "学校"], &["[教][育]", "[学][校]"]);
    }

    #[test]
    fn too_many_alternatives_are_matched_as_typed() {
        check(&["aa"; MAX_CHOICES + 1].join(" | "), &["阿安", "aa"], &["[a][a]"]);
    }
}
