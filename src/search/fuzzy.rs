//! Fuzzy scoring of a word in a text, both in their search form: `SkimMatcherV2` with a configuration for Chinese.
//!
//! This is the definition of a score; [`sparse_scorer`](super::index) computes the same values faster for indexed
//! texts.

use std::sync::LazyLock;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::{SkimMatcherV2, SkimScoreConfig};
use memchr::memmem;

/// Fuzzy matching covers this many characters of a text; beyond, a word must occur contiguously.
///
/// The matcher's cost and memory grow with word × text. Headings and titles rarely have more than 60 characters. A
/// longer text is a paragraph that was taken for one, in which scattered characters mean nothing.
pub(super) const FUZZY_CHARS: usize = 400;

/// Score of a matched character; skim's value.
pub(super) const SCORE_MATCH: i32 = 16;
/// Cost of a gap, and of each character in it; skim's values.
pub(super) const GAP_START: i32 = -3;
pub(super) const GAP_EXTENSION: i32 = -1;
/// Bonus of a match that follows the previous match directly, compared with one after a gap; skim's value.
pub(super) const BONUS_CONSECUTIVE: i32 = -(GAP_START + GAP_EXTENSION);
/// Bonus of a match at the head of the text or after a separator.
///
/// Skim gives 8 and doubles it for the first character of the text. That suits file names. In Chinese, where words
/// have no separators, it would rank 双宝中学推动防灾减灾 before 推进双减工作 for 双减, although only the second
/// contains the word. Half of it, not doubled, is worth as much as one adjacent pair, so it only decides between
/// equals.
pub(super) const BONUS_HEAD: i32 = 4;
/// Bonus of a match after a separator that also occurs within words; skim's value, one less than at a head.
pub(super) const BONUS_BREAK: i32 = BONUS_HEAD + GAP_EXTENSION;

fn score_config() -> SkimScoreConfig {
    SkimScoreConfig {
        score_match: SCORE_MATCH,
        gap_start: GAP_START,
        gap_extension: GAP_EXTENSION,
        bonus_first_char_multiplier: 1,
        bonus_head: BONUS_HEAD,
        bonus_break: BONUS_BREAK,
        bonus_camel: BONUS_HEAD + 2 * GAP_EXTENSION,
        bonus_consecutive: BONUS_CONSECUTIVE,
        penalty_case_mismatch: 2 * GAP_EXTENSION,
    }
}

/// The matcher. It keeps its matrices, one set for each thread, from one text to the next.
///
/// It may read a bonus that an earlier text left there. With no bonus above [`BONUS_CONSECUTIVE`] that changes no
/// score.
static MATCHER: LazyLock<SkimMatcherV2> =
    LazyLock::new(|| SkimMatcherV2::default().score_config(score_config()).ignore_case());

/// The score of `word` in `text`, `None` when its characters do not occur in this order.
pub(super) fn score(text: &str, word: &str) -> Option<i64> {
    MATCHER
        .fuzzy_match(head_of(text), word)
        .or_else(|| find_exact(text, word).map(|start| exact_score(text, word, start)))
}

/// Indices of the matched characters of `text`, ascending; one for each character of `word`.
pub(super) fn positions(text: &str, word: &str) -> Option<Vec<usize>> {
    MATCHER
        .fuzzy_indices(head_of(text), word)
        .map(|(_, indices)| indices)
        .or_else(|| find_exact(text, word).map(|start| exact_positions(text, word, start)))
}

fn head_of(text: &str) -> &str {
    // A character has at least one byte, so a short text need not be counted.
    if text.len() <= FUZZY_CHARS {
        return text;
    }
    text.char_indices().nth(FUZZY_CHARS).map_or(text, |(end, _)| &text[..end])
}

/// Byte offset of the best contiguous occurrence of `word`: at the head of the text or after a separator if there is
/// one, else the first.
pub(super) fn find_exact(text: &str, word: &str) -> Option<usize> {
    let mut starts = memmem::find_iter(text.as_bytes(), word.as_bytes());
    let first = starts.next()?;
    if is_head(text, first) {
        return Some(first);
    }
    starts.find(|start| is_head(text, *start)).or(Some(first))
}

/// The score that skim would give to `word` at byte `start` of `text`, if nothing else in the text matched better.
pub(super) fn exact_score(text: &str, word: &str, start: usize) -> i64 {
    let head = if is_head(text, start) { BONUS_HEAD } else { 0 };
    contiguous_score(word.chars().count()) + i64::from(head)
}

/// The score of a contiguous match of `chars` characters (at least one) at no head.
pub(super) const fn contiguous_score(chars: usize) -> i64 {
    let chars = chars as u32 as i64;
    GAP_EXTENSION as i64 + chars * SCORE_MATCH as i64 + (chars - 1) * BONUS_CONSECUTIVE as i64
}

/// Indices of the characters of the occurrence of `word` at byte `start` of `text`.
pub(super) fn exact_positions(text: &str, word: &str, start: usize) -> Vec<usize> {
    let first = text[..start].chars().count();
    (first..first + word.chars().count()).collect()
}

/// Whether a word begins at byte `start`: at the head of the text or after a hard separator.
fn is_head(text: &str, start: usize) -> bool {
    text[..start].chars().next_back().is_none_or(is_hard_separator)
}

/// Whether a word always begins after `c`; skim's set. The search form has `(` for `（`.
pub(super) const fn is_hard_separator(c: char) -> bool {
    matches!(c, ' ' | '/' | '\\' | '|' | '(' | ')' | '[' | ']' | '{' | '}')
}

/// Whether a part of a word begins after `c`; skim's set.
pub(super) const fn is_soft_separator(c: char) -> bool {
    matches!(c, '!'..='\'' | '*'..='.' | ':'..='@' | '^'..='`' | '~')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Checks that `texts` are given in the order of their scores for `word`.
    #[track_caller]
    fn check_order(word: &str, texts: &[&str]) {
        let scores: Vec<_> = texts.iter().map(|text| score(text, word).expect("it matches")).collect();
        assert!(scores.is_sorted_by(|better, worse| better > worse), "{word}: {texts:?} have {scores:?}");
    }

    #[test]
    fn contiguous_matches_rank_before_scattered_characters() {
        check_order("双减", &["双减工作", "推进双减工作", "双宝中学推动防灾减灾"]);
        check_order("师德", &["加强师德师风建设", "教师道德修养", "名师带动学生德育"]);
        check_order("安全", &["(安全)责任", "校园安全", "安排全员培训"]);
    }

    #[test]
    fn long_texts_match_contiguously_only() {
        let filler = "教".repeat(FUZZY_CHARS);
        assert_eq!(score(&format!("{filler}双一减"), "双减"), None);
        assert_eq!(positions(&format!("{filler}双减"), "双减"), Some(vec![FUZZY_CHARS, FUZZY_CHARS + 1]));
        assert!(score(&format!("双一减{filler}"), "双减").is_some());
        assert!(score(&"教".repeat(FUZZY_CHARS + 1), "教").is_some());
    }

    fn text() -> impl Strategy<Value = String> {
        "[甲乙丙丁a1 （）(.]{0,24}"
    }

    proptest! {
        #[test]
        fn scores_are_those_of_skim(text in text(), word in "[甲乙丙丁a1]{1,5}") {
            let fresh = SkimMatcherV2::default().score_config(score_config()).ignore_case();
            prop_assert_eq!(score(&text, &word), fresh.fuzzy_match(&text, &word));
        }

        #[test]
        fn the_score_does_not_depend_on_earlier_texts(
            earlier in text(), text in text(), word in "[甲乙]{1,5}"
        ) {
            let before = score(&text, &word);
            let _ = score(&earlier, &word);
            let _ = positions(&earlier, &word);
            prop_assert_eq!(score(&text, &word), before);
        }

        #[test]
        fn positions_spell_the_word(text in text(), word in "[甲乙丙丁a1]{1,5}") {
            let chars: Vec<char> = text.chars().collect();
            prop_assert_eq!(positions(&text, &word).is_some(), score(&text, &word).is_some());
            if let Some(positions) = positions(&text, &word) {
                let spelled: String = positions.iter().map(|index| chars[*index]).collect();
                prop_assert_eq!(spelled, word);
                prop_assert!(positions.is_sorted_by(|a, b| a < b));
            }
        }

        /// A contiguous match scores the same whether it was searched for exactly or fuzzily, if it is the only one.
        #[test]
        fn exact_scores_are_comparable(before in "[甲乙]{0,9}", after in "[甲乙]{0,9}") {
            let text = format!("{before}丙丁戊{after}");
            prop_assert_eq!(Some(exact_score(&text, "丙丁戊", before.len())), score(&text, "丙丁戊"));
        }
    }
}
