//! Words with letters taken for pinyin: what a query finds beside what it finds as it is typed.
//!
//! A fuzzy word that has letters of ASCII, `sj` or `双j`, is looked for by [pinyin](super::pinyin); the rest of the query
//! must match as it is typed. What is found so scores below everything that matches as typed, first by the
//! [rank](pinyin::Rank) of the worst word, then as if the letters stood in the place of what they stand for.

use std::sync::{Arc, OnceLock};

use super::fuzzy::{BONUS_HEAD, contiguous_score, is_hard_separator};
use super::pinyin::{Adjacency, PinyinQuery, Rank, code_of};
use super::term::{Term, Terms, TextMatch};
use crate::text::fold::search_form;
use crate::text::shuangpin::PinyinScheme;

/// A query in which the words with letters are pinyin.
#[derive(Debug, Clone)]
pub(super) struct PinyinTerms {
    /// The ways to choose one of each group of alternatives.
    choices: Vec<Choice>,
}

/// What must all be there: some words by pinyin, the rest as typed.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub words: PinyinQuery,
    pub rest: Terms,
    /// The score of the words at no head.
    contiguous_score: i64,
}

/// The scores of two ranks are so far apart: more than any query can score in any text.
const RANK_SCORES: i64 = 1_000_000_000;

/// Alternatives are tried in so many ways at most; what has more of them is looked for as it is typed only.
const MAX_CHOICES: usize = 16;

impl PinyinTerms {
    /// `None` when the query has no words that can be pinyin, or too many alternatives.
    pub fn new(terms: &Terms, scheme: PinyinScheme, adjacency: Adjacency) -> Option<Self> {
        if !terms.groups().iter().flatten().any(Term::can_be_pinyin) {
            return None;
        }
        let mut choices = vec![(Vec::new(), Vec::new())];
        for group in terms.groups() {
            let (by_pinyin, others): (Vec<&Term>, Vec<&Term>) = group.iter().partition(|term| term.can_be_pinyin());
            let options = by_pinyin.len() + usize::from(!others.is_empty());
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

    /// The ways to choose among alternatives.
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// The best score of a text.
    pub fn score(&self, text: &str) -> Option<i64> {
        self.best(text).map(|(score, _)| score)
    }

    /// As [`PinyinTerms::score`], with the places.
    pub fn find(&self, text: &str) -> Option<TextMatch> {
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

    /// The 汉字 of the words by pinyin, which stand for themselves.
    pub fn han(&self) -> impl Iterator<Item = char> {
        self.words.han()
    }

    /// The score of words that were found in that rank, none of them at a head.
    pub const fn least_score(&self, rank: Rank) -> i64 {
        self.contiguous_score - (rank.index() as u32 as i64 + 1) * RANK_SCORES
    }

    /// The score of words that were found in that rank, all of them at a head.
    pub fn best_score(&self, rank: Rank) -> i64 {
        self.least_score(rank) + heads_score(self.words.len())
    }

    /// The score of words that were found in that rank in a text of such codes.
    pub fn score(&self, rank: Rank, codes: &[u16]) -> i64 {
        self.least_score(rank) + heads_score(self.words.count_at_heads(codes, rank, &heads(codes)))
    }
}

/// What so many words at heads are worth more.
fn heads_score(words: usize) -> i64 {
    i64::from(BONUS_HEAD) * i64::from(words as u32)
}

/// Where a word begins in a text: at its head and after each separator.
fn heads(codes: &[u16]) -> impl Iterator<Item = usize> + Clone {
    // Most texts have nothing of ASCII, which is soon seen, and so no separator.
    let has_ascii = codes.iter().fold(u16::MAX, |least, code| least.min(*code)) < 128;
    let codes = if has_ascii { codes } else { &[] };
    let is_separator = |code: u16| char::from_u32(code.into()).is_some_and(is_hard_separator);
    let separators = codes.iter().enumerate().filter(move |(_, code)| is_separator(**code));
    std::iter::once(0).chain(separators.map(|(index, _)| index + 1))
}

/// The sounded form of a query, made when it is first asked for. What it was made from is compared, it is not.
#[derive(Debug, Clone, Default)]
pub(super) struct LazyPinyinTerms(OnceLock<Option<Arc<PinyinTerms>>>);

impl LazyPinyinTerms {
    /// The form, made by `make` unless it is there.
    pub fn get(&self, make: impl FnOnce() -> Option<PinyinTerms>) -> Option<&PinyinTerms> {
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

    /// Checks in which order the texts that a query finds rank; matched characters in brackets.
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
    fn letters_stand_for_characters() {
        check("shuangjian", &["推进双减工作", "双向监督"], &["推进[双][减]工作"]);
        check("双j", &["推进双减工作", "双向监督"], &["推进[双][减]工作"]);
        check("Chongqing", &["重庆", "重心"], &["[重][庆]"]);
        check("'sj", &["双减"], &[]);
        check("!sj", &["双减"], &["双减"]);
    }

    #[test]
    fn what_is_there_as_typed_comes_first() {
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
    fn too_many_alternatives_are_looked_for_as_typed() {
        check(&["aa"; MAX_CHOICES + 1].join(" | "), &["阿安", "aa"], &["[a][a]"]);
    }
}
