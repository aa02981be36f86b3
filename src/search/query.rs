//! The query language of filters, pickers and `gangmu find`.
//!
//! | typed | means |
//! | --- | --- |
//! | `双减 作业` | both words, in any order; the characters of a word in order, gaps allowed |
//! | `'双减` | these characters, contiguous |
//! | `^关于` | the text begins with it |
//! | `通知$` | the text ends with it |
//! | `^总则$` | the text equals it |
//! | `!民办` | the text does not contain it; `!^关于` does not begin with it, and so on |
//! | `小学 \| 初中` | either; binds closer than the space: `a b \| c d` is a and (b or c) and d |
//! | `sj`, `shuangjian`, `双j` | 双减 by [pinyin](super::pinyin), after texts that contain these very letters |
//! | `年:2024 机关:教育局` | [facets](super::Facet): only in notices of that year and issuer |
//!
//! Width and ASCII case do not matter, nor whether operators are typed with a Chinese input method: `！`, `｜`, `‘`,
//! `＄` or `￥`, `＾` or `……`, and U+3000 for a space. An operator without an operand is ignored.

use super::pinyin::Adjacency;
use super::pinyin_terms::{LazyPinyinTerms, PinyinTerms};
use super::term::{Term, Terms, TextMatch};
use super::{Facet, QueryFault};
use crate::notice::Notice;
use crate::text::fold::search_form;
use crate::text::shuangpin::PinyinScheme;

/// A parsed query, to be matched against many texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    terms: Terms,
    facets: Vec<Facet>,
    faults: Vec<QueryFault>,
    /// The scheme in which pinyin was typed.
    scheme: PinyinScheme,
    /// Whether characters matched by pinyin may have others between them.
    adjacency: Adjacency,
    pinyin_terms: LazyPinyinTerms,
}

impl Query {
    /// Parses a query, taking pinyin for quanpin (全拼, spelled in full). Any input is valid; one that is too long is
    /// cut.
    pub fn parse(typed: &str) -> Self {
        Self::parse_in(typed, PinyinScheme::Full)
    }

    /// The same for pinyin typed in another scheme.
    pub fn parse_in(typed: &str, scheme: PinyinScheme) -> Self {
        let faults = QueryFault::of_length(typed).into_iter().collect();
        let mut query = Self { faults, scheme, ..Self::default() };
        let end = typed.char_indices().nth(QueryFault::MAX_CHARS).map_or(typed.len(), |(end, _)| end);
        let typed = &typed[..end];
        let mut joins_last = false;
        for token in tokens(typed) {
            if token == "|" {
                joins_last = true;
                continue;
            }
            if let Some(facet) = Facet::parse(&token) {
                match facet {
                    Ok(facet) => query.facets.push(facet),
                    Err(fault) => query.faults.push(QueryFault::Facet(fault)),
                }
                joins_last = false;
                continue;
            }
            let Some(term) = Term::parse(&token) else { continue };
            query.terms.push(term, joins_last);
            joins_last = false;
        }
        if query.is_empty() && query.faults.is_empty() && !typed.trim().is_empty() {
            query.faults.push(QueryFault::OnlyOperators);
        }
        query
    }

    /// Splits the input into its facets, as a query, and the rest. A facet between quotation marks is text.
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

    /// Whether it is empty, so that every text matches.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.facets.is_empty()
    }

    /// Whether a notice satisfies its facets.
    pub fn admits(&self, notice: &Notice) -> bool {
        self.facets.iter().all(|facet| facet.admits(notice))
    }

    /// Whether it has facets.
    pub fn has_facets(&self) -> bool {
        !self.facets.is_empty()
    }

    /// The faults in it; the rest is searched for all the same.
    pub fn faults(&self) -> &[QueryFault] {
        &self.faults
    }

    /// The terms of the query.
    pub(super) const fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The same query with alternatives for each fuzzy word, as `alternatives` gives them.
    pub(super) fn with_alternatives(&self, alternatives: impl Fn(&str) -> Vec<String>) -> Self {
        self.of_terms(self.terms.with_alternatives(alternatives))
    }

    /// The same query with each fuzzy word replaced by `other`.
    pub(super) fn with_words(&self, other: impl Fn(&str) -> String) -> Self {
        self.of_terms(self.terms.with_words(other))
    }

    /// The same query, with gaps allowed between characters matched by pinyin.
    pub(super) fn with_gapped_pinyin(&self) -> Self {
        let adjacency = if self.pinyin_terms().is_some() { Adjacency::Gapped } else { self.adjacency };
        Self { adjacency, ..self.of_terms(self.terms.clone()) }
    }

    /// The same query, with pinyin taken for quanpin.
    pub(super) fn with_full_pinyin(&self) -> Self {
        if self.pinyin_terms().is_some() { self.in_scheme(PinyinScheme::Full) } else { self.clone() }
    }

    /// The same query for pinyin typed in another scheme.
    pub(super) fn in_scheme(&self, scheme: PinyinScheme) -> Self {
        Self { scheme, ..self.of_terms(self.terms.clone()) }
    }

    /// The scheme in which pinyin was typed.
    pub(super) const fn scheme(&self) -> PinyinScheme {
        self.scheme
    }

    fn of_terms(&self, terms: Terms) -> Self {
        let (facets, faults) = (self.facets.clone(), self.faults.clone());
        Self { terms, facets, faults, scheme: self.scheme, ..Self::default() }
    }

    /// The terms whose letters are read as pinyin, if there are any.
    pub(super) fn pinyin_terms(&self) -> Option<&PinyinTerms> {
        self.pinyin_terms.get(|| PinyinTerms::new(&self.terms, self.scheme, self.adjacency))
    }

    /// The words that a text must contain, in their search form, without operators and negated words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.terms.groups().iter().flatten().filter(|term| !term.is_negated).map(|term| term.word.as_str())
    }

    /// The score of `text`, `None` when it does not match. Higher is better; an empty query gives 0.
    ///
    /// It is the sum over the groups of alternatives, of which the best counts. A single fuzzy word scores as in
    /// `fuzzy_matcher::skim::SkimMatcherV2`, with a configuration for Chinese; exact terms score as if they had been
    /// matched fuzzily. A text that matches only by pinyin scores below 0, and below every text that matches as
    /// typed.
    pub fn score(&self, text: &str) -> Option<i64> {
        self.terms.score(text).or_else(|| self.pinyin_terms()?.score(text))
    }

    /// As [`Query::score`], with positions.
    pub fn find(&self, text: &str) -> Option<TextMatch> {
        self.terms.find(text).or_else(|| self.pinyin_terms()?.find(text))
    }
}

/// Splits the input at white space; `|` is always a token of its own. Tokens are in the search form, with half-width
/// operators.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::FacetFault;

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

    /// Draws `^` for a matched and `.` for any other character.
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
            let query = Query::parse(typed);
            assert!(query.is_empty(), "{typed}");
            let expected: &[QueryFault] = if typed.trim().is_empty() { &[] } else { &[QueryFault::OnlyOperators] };
            assert_eq!(query.faults(), expected, "{typed}");
            check(typed, &[("教育", Some("..")), ("", Some(""))]);
        }
        check("甲 |", &[("甲", Some("^")), ("乙", None)]);
        check("| 甲", &[("甲", Some("^")), ("乙", None)]);
        check("甲 | ! 乙", &[("乙", Some("^")), ("丙", None)]);
    }

    #[test]
    fn a_text_is_no_query() {
        let query = Query::parse(&"教".repeat(10_000));
        assert_eq!(query.faults(), [QueryFault::TooLong(10_000)]);
        assert_eq!(query.words().map(|word| word.chars().count()).sum::<usize>(), QueryFault::MAX_CHARS);
        assert_eq!(Query::parse(&"教".repeat(QueryFault::MAX_CHARS)).faults(), []);
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
        assert_eq!(query.faults(), [QueryFault::Facet(FacetFault::UnknownField("foo".to_owned()))]);
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
        fn any_input_is_a_query(typed in typed(), text in text()) {
            let query = Query::parse(&typed);
            let found = query.find(&text);
            prop_assert_eq!(found.as_ref().map(|found| found.score), query.score(&text));
            for position in found.iter().flat_map(|found| &found.positions) {
                prop_assert!(text.is_char_boundary(*position as usize));
            }
        }

        #[test]
        fn a_single_word_is_spelled_by_its_positions(text in text(), word in "[甲乙丙丁aＡb]{1,4}") {
            if let Some(found) = Query::parse(&word).terms.find(&text) {
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
