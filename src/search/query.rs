//! The query language: what a reader types into a filter, a picker or `gangmu find`.
//!
//! | typed | means |
//! | --- | --- |
//! | `双减 作业` | both words, in any order; the characters of a word in order, gaps allowed |
//! | `'双减` | these characters in one piece |
//! | `^关于` | the text begins with it |
//! | `通知$` | the text ends with it |
//! | `^总则$` | the text is it |
//! | `!民办` | not in the text in one piece; `!^关于` does not begin with it, and so on |
//! | `小学 \| 初中` | either; binds closer than the space: `a b \| c d` is a and (b or c) and d |
//! | `年:2024 机关:教育局` | [facets](super::Facet): only in notices of that year and issuer |
//!
//! Width and ASCII case never matter, nor does it matter whether the operators were typed with a Chinese input method
//! left on: `！`, `｜`, `‘`, `＄` or `￥`, `＾` or `……`, and U+3000 for a space. An operator with nothing to work on is as
//! if it had not been typed yet.

use std::cell::RefCell;

use super::fuzzy;
use super::{Facet, FacetFault};
use crate::notice::Notice;
use crate::text::fold::search_form;

/// A query, ready to be matched against many texts.
///
/// All groups must match, and of each group one term.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    groups: Vec<Vec<Term>>,
    facets: Vec<Facet>,
    faults: Vec<FacetFault>,
}

/// Where and how well a query matched a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The same as [`Query::score`].
    pub score: i64,
    /// Byte offsets in the text of the characters that matched, ascending.
    pub positions: Vec<u32>,
}

/// A word, and how it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub manner: Manner,
    pub is_negated: bool,
    /// In its search form, never empty.
    pub word: String,
}

/// How a word must stand in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Its characters in order, gaps allowed.
    Fuzzy,
    /// In one piece.
    Exact,
    /// In one piece at the beginning.
    Prefix,
    /// In one piece at the end.
    Suffix,
    /// And nothing else.
    Whole,
}

impl Query {
    /// Reads a query. Whatever is typed is one.
    pub fn parse(typed: &str) -> Self {
        let mut query = Self::default();
        let mut joins_last = false;
        for token in tokens(typed) {
            if token == "|" {
                joins_last = true;
                continue;
            }
            if let Some(facet) = Facet::parse(&token) {
                match facet {
                    Ok(facet) => query.facets.push(facet),
                    Err(fault) => query.faults.push(fault),
                }
                joins_last = false;
                continue;
            }
            let Some(term) = Term::parse(&token) else { continue };
            match query.groups.last_mut().filter(|_| joins_last) {
                Some(group) => group.push(term),
                None => query.groups.push(vec![term]),
            }
            joins_last = false;
        }
        query
    }

    /// Parts the facets of what was typed from the rest: a query of nothing but facets, and everything else. What
    /// stands between quotation marks is no facet.
    pub fn split_facets(typed: &str) -> (Self, String) {
        let mut is_quoted = false;
        let is_facet = |token: &&str| {
            let folded: String = token.chars().map(search_form).collect();
            let was_quoted = is_quoted;
            is_quoted ^= folded.matches('"').count() % 2 == 1;
            !was_quoted && Facet::parse(folded.trim_end()).is_some()
        };
        let (facets, rest): (Vec<&str>, Vec<&str>) = typed.split_inclusive(char::is_whitespace).partition(is_facet);
        (Self::parse(&facets.concat()), rest.concat())
    }

    /// Whether it asks for nothing, so that every text matches.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.facets.is_empty()
    }

    /// Whether its facets admit a notice.
    pub fn admits(&self, notice: &Notice) -> bool {
        self.facets.iter().all(|facet| facet.admits(notice))
    }

    /// Whether it asks for notices of some kind only.
    pub fn has_facets(&self) -> bool {
        !self.facets.is_empty()
    }

    /// What makes no sense in it; the rest is asked for all the same.
    pub fn faults(&self) -> &[FacetFault] {
        &self.faults
    }

    /// The terms: of each group one must match.
    pub(super) fn groups(&self) -> &[Vec<Term>] {
        &self.groups
    }

    /// The same query, in which other words may stand for a fuzzy one: whatever `alternatives` gives for it.
    pub(super) fn with_alternatives(&self, alternatives: impl Fn(&str) -> Vec<String>) -> Self {
        let others = |term: &Term| {
            let is_fuzzy = term.manner == Manner::Fuzzy && !term.is_negated;
            let words = if is_fuzzy { alternatives(&term.word) } else { Vec::new() };
            words.into_iter().filter(|word| !word.is_empty()).map(|word| Term { word, ..term.clone() }).collect()
        };
        let with_others = |terms: &Vec<Term>| -> Vec<Term> {
            let others: Vec<Vec<Term>> = terms.iter().map(others).collect();
            terms.iter().cloned().chain(others.into_iter().flatten()).collect()
        };
        Self { groups: self.groups.iter().map(with_others).collect(), ..self.clone() }
    }

    /// The words that a text is asked to have, in their search form, operators and negated words left out.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flatten().filter(|term| !term.is_negated).map(|term| term.word.as_str())
    }

    /// How well `text` matches, `None` when it does not. Higher is better; an empty query gives 0.
    ///
    /// The sum over the words; of alternatives the best counts. A single fuzzy word scores as
    /// `fuzzy_matcher::skim::SkimMatcherV2` scores it, with a configuration for Chinese; words in one piece score as if
    /// they had been found so.
    pub fn score(&self, text: &str) -> Option<i64> {
        with_search_form(text, |folded| {
            self.groups.iter().try_fold(0, |sum, group| best(group, folded).map(|(_, score)| sum + score))
        })
    }

    /// As [`Query::score`], with the places.
    pub fn find(&self, text: &str) -> Option<Found> {
        let mut score = 0;
        let mut chars: Vec<usize> = Vec::new();
        with_search_form(text, |folded| {
            for group in &self.groups {
                let (term, term_score) = best(group, folded)?;
                score += term_score;
                chars.extend(term.positions(folded));
            }
            Some(())
        })?;
        chars.sort_unstable();
        chars.dedup();
        Some(Found { score, positions: byte_offsets(text, &chars) })
    }
}

/// The term of a group that scores highest, and its score; the first of equals.
fn best<'a>(group: &'a [Term], folded: &str) -> Option<(&'a Term, i64)> {
    let scored = group.iter().filter_map(|term| Some((term, term.score(folded)?)));
    scored.reduce(|best, other| if other.1 > best.1 { other } else { best })
}

/// Calls `ask` with `text` in its search form. The buffer is kept: thousands of texts are asked for each key typed.
fn with_search_form<T>(text: &str, ask: impl FnOnce(&str) -> T) -> T {
    thread_local!(static BUFFER: RefCell<String> = const { RefCell::new(String::new()) });
    BUFFER.with_borrow_mut(|buffer| {
        buffer.clear();
        buffer.extend(text.chars().map(search_form));
        ask(buffer)
    })
}

/// Byte offsets of the characters with the given indices, both ascending. Folding maps one character to one, so an
/// index in the search form is an index in the text.
fn byte_offsets(text: &str, chars: &[usize]) -> Vec<u32> {
    let mut wanted = chars.iter().copied().peekable();
    let starts = text.char_indices().enumerate();
    starts.filter_map(|(index, (start, _))| wanted.next_if_eq(&index).map(|_| start as u32)).collect()
}

/// Splits at white space; `|` is a token of its own wherever it stands. In the search form, operators half width.
fn tokens(typed: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut current = String::new();
    for c in typed.chars() {
        let c = match c {
            '‘' | '’' => '\'',
            _ => search_form(c),
        };
        if c.is_whitespace() || c == '|' {
            tokens.extend(Some(std::mem::take(&mut current)).filter(|token| !token.is_empty()));
        } else {
            current.push(c);
        }
        if c == '|' {
            tokens.push("|".to_owned());
        }
    }
    tokens.extend(Some(current).filter(|token| !token.is_empty()));
    tokens
}

impl Term {
    /// Reads one token; `None` when it is operators only.
    fn parse(token: &str) -> Option<Self> {
        let (is_negated, rest) = strip(token, |rest| rest.strip_prefix('!'));
        let (is_exact, rest) = strip(rest, |rest| rest.strip_prefix('\''));
        // A Chinese input method types …… for ^.
        let (is_prefix, rest) = strip(rest, |rest| rest.strip_prefix('^').or_else(|| rest.strip_prefix("……")));
        let (is_suffix, rest) = strip(rest, |rest| rest.strip_suffix(['$', '¥']));
        // An input method types the marks in pairs: ‘双减’.
        let word = if is_exact { rest.strip_suffix('\'').unwrap_or(rest) } else { rest };
        let manner = match (is_prefix, is_suffix) {
            (true, true) => Manner::Whole,
            (true, false) => Manner::Prefix,
            (false, true) => Manner::Suffix,
            // What is unwanted is unwanted as it stands: scattered characters would exclude nearly everything.
            (false, false) if is_exact || is_negated => Manner::Exact,
            (false, false) => Manner::Fuzzy,
        };
        (!word.is_empty()).then(|| Self { manner, is_negated, word: word.to_owned() })
    }

    /// How well it matches a text in its search form, as [`Query::score`] counts it.
    pub(super) fn score(&self, folded: &str) -> Option<i64> {
        if self.is_negated {
            return self.find(folded).is_none().then_some(0);
        }
        match self.manner {
            Manner::Fuzzy => fuzzy::score(folded, &self.word),
            _ => self.find(folded).map(|start| fuzzy::exact_score(folded, &self.word, start)),
        }
    }

    /// Indices of the characters of `folded` that it matches.
    fn positions(&self, folded: &str) -> Vec<usize> {
        let found = match self.manner {
            _ if self.is_negated => None,
            Manner::Fuzzy => fuzzy::positions(folded, &self.word),
            _ => self.find(folded).map(|start| fuzzy::exact_positions(folded, &self.word, start)),
        };
        found.unwrap_or_default()
    }

    /// Byte offset where the word stands in one piece as its manner asks.
    fn find(&self, folded: &str) -> Option<usize> {
        let word = self.word.as_str();
        match self.manner {
            Manner::Fuzzy | Manner::Exact => fuzzy::find_exact(folded, word),
            Manner::Prefix => folded.starts_with(word).then_some(0),
            Manner::Suffix => folded.ends_with(word).then(|| folded.len() - word.len()),
            Manner::Whole => (folded == word).then_some(0),
        }
    }
}

/// Strips an operator: whether it was there, and what is left.
fn strip<'a>(text: &'a str, operator: impl FnOnce(&'a str) -> Option<&'a str>) -> (bool, &'a str) {
    operator(text).map_or((false, text), |rest| (true, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Checks which texts match; the matched characters are drawn under the text.
    #[track_caller]
    fn check(typed: &str, cases: &[(&str, Option<&str>)]) {
        let query = Query::parse(typed);
        for (text, expected) in cases {
            let found = query.find(text);
            assert_eq!(found.as_ref().map(|found| found.score), query.score(text), "{typed} in {text}");
            let drawn = found.map(|found| draw(text, &found.positions));
            assert_eq!(drawn.as_deref(), *expected, "{typed} in {text}");
        }
    }

    /// `^` for a matched and `.` for any other character.
    fn draw(text: &str, positions: &[u32]) -> String {
        text.char_indices().map(|(start, _)| if positions.contains(&(start as u32)) { '^' } else { '.' }).collect()
    }

    #[test]
    fn words_match_with_gaps_and_all_of_them() {
        check("双减", &[("推进双减工作", Some("..^^..")), ("双向减负", Some("^.^.")), ("减双", None)]);
        check("工作 双减", &[("推进双减工作", Some("..^^^^")), ("工作", None)]);
        check("教", &[("教育局", Some("^..")), ("学校", None)]);
    }

    #[test]
    fn operators_say_how_a_word_stands() {
        check("'双减", &[("推进双减", Some("..^^")), ("双向减负", None)]);
        check("^关于", &[("关于印发", Some("^^..")), ("印发关于", None)]);
        check("通知$", &[("的通知", Some(".^^")), ("通知书", None)]);
        check("^总则$", &[("总则", Some("^^")), ("总则一", None)]);
        check("'^关于", &[("关于", Some("^^")), ("的关于", None)]);
    }

    #[test]
    fn negation_combines() {
        check("!民办", &[("公办", Some("..")), ("民办", None), ("民营办学", Some("...."))]);
        check("学校 !^民办", &[("民办学校", None), ("非民办学校", Some("...^^"))]);
        check("!校$", &[("学校", None), ("校园", Some(".."))]);
        check("!'民办", &[("民办", None), ("公办", Some(".."))]);
        check("!^甲$", &[("甲", None), ("甲乙", Some(".."))]);
    }

    #[test]
    fn alternatives_bind_closer_than_words() {
        check(
            "甲 乙 | 丙 丁",
            &[("甲乙丁", Some("^^^")), ("甲丙丁", Some("^^^")), ("甲乙", None), ("丙丁", None), ("甲丁", None)],
        );
        check("小学|初中", &[("小学", Some("^^")), ("初中", Some("^^")), ("高中", None)]);
        check("甲 | !乙", &[("丙", Some(".")), ("甲乙", Some("^.")), ("乙", None)]);
        check("甲 | 甲乙", &[("甲乙", Some("^^"))]);
    }

    #[test]
    fn an_input_method_left_on_makes_no_difference() {
        check("！民办\u{3000}学校", &[("学校", Some("^^")), ("民办学校", None)]);
        check("小学｜初中", &[("初中", Some("^^"))]);
        check("‘双减’", &[("双减", Some("^^")), ("双向减负", None)]);
        check("＇双减", &[("双向减负", None)]);
        check("＾关于", &[("关于", Some("^^")), ("有关于", None)]);
        check("……关于", &[("关于", Some("^^")), ("有关于", None)]);
        check("通知＄", &[("通知", Some("^^")), ("通知书", None)]);
        check("通知￥", &[("通知", Some("^^")), ("通知书", None)]);
        check("ＡＩ", &[("ai教育", Some("^^..")), ("ＡＩ教育", Some("^^.."))]);
        check("（一）", &[("(一)", Some("^^^"))]);
    }

    #[test]
    fn an_operator_alone_asks_for_nothing() {
        for typed in ["", " ", "!", "|", "^", "$", "'", "!^", "^$", "!'", "||", "！", "‘’", "……", "| |", "! ^ $"]
        {
            assert!(Query::parse(typed).is_empty(), "{typed}");
            check(typed, &[("教育", Some("..")), ("", Some(""))]);
        }
        check("甲 |", &[("甲", Some("^")), ("乙", None)]);
        check("| 甲", &[("甲", Some("^")), ("乙", None)]);
        check("甲 | ! 乙", &[("乙", Some("^")), ("丙", None)]);
    }

    #[test]
    fn words_are_those_asked_for() {
        let query = Query::parse("'ＡＩ !民办 ^小学 | 初中$");
        assert_eq!(query.words().collect::<Vec<_>>(), ["ai", "小学", "初中"]);
    }

    #[test]
    fn facets_are_no_words() {
        let query = Query::parse("双减 年:2024 foo:1");
        assert_eq!(query.words().collect::<Vec<_>>(), ["双减"]);
        assert!(query.has_facets() && !query.is_empty());
        assert_eq!(query.faults(), [FacetFault::UnknownField("foo".to_owned())]);
        let (facets, rest) = Query::split_facets("双减 年:2024 \"作业  年:2023\" !文种:通知");
        assert_eq!((facets.facets.len(), rest.as_str()), (2, "双减 \"作业  年:2023\" "));
        check("年：2024", &[("甲", Some("."))]);
        check("附件：名单", &[("附件：名单", Some("^^^^^")), ("附件", None)]);
    }

    fn typed() -> impl Strategy<Value = String> {
        prop_oneof!["[!|^$'！｜＾＄‘’￥… \u{3000}甲乙ab丙]{0,10}", "\\PC{0,10}"]
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["[甲乙丙丁aAＢ（）  ]{0,20}", "\\PC{0,20}"]
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_a_query(typed in typed(), text in text()) {
            let query = Query::parse(&typed);
            let found = query.find(&text);
            prop_assert_eq!(found.as_ref().map(|found| found.score), query.score(&text));
            for position in found.iter().flat_map(|found| &found.positions) {
                prop_assert!(text.is_char_boundary(*position as usize));
            }
        }

        #[test]
        fn a_single_word_is_spelled_by_its_positions(text in text(), word in "[甲乙丙丁aＡb]{1,4}") {
            if let Some(found) = Query::parse(&word).find(&text) {
                let spelled: String = found
                    .positions
                    .iter()
                    .filter_map(|start| text[*start as usize..].chars().next())
                    .map(search_form)
                    .collect();
                prop_assert_eq!(spelled, word.chars().map(search_form).collect::<String>());
            }
        }
    }
}
