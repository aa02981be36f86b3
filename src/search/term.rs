//! The terms of a query: its words, how each must match, and the score of a text that matches as typed.

use std::cell::RefCell;

use super::fuzzy;
use crate::text::fold::search_form;

/// The match of a query in a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextMatch {
    /// The same as [`Query::score`](super::Query::score).
    pub score: i64,
    /// Byte offsets in the text of the matched characters, ascending.
    pub positions: Vec<u32>,
}

/// A word, and how it must match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub mode: MatchMode,
    pub is_negated: bool,
    /// The word in its search form, never empty.
    pub word: String,
}

/// How a word must match a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MatchMode {
    /// Its characters in order, with gaps allowed.
    Fuzzy,
    /// Contiguously.
    Exact,
    /// Contiguously, at the beginning.
    Prefix,
    /// Contiguously, at the end.
    Suffix,
    /// The whole text must be the word.
    Whole,
}

/// Terms in groups: all groups must match, and of each group at least one term.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Terms {
    groups: Vec<Vec<Term>>,
}

impl Terms {
    /// Terms in the given groups, none of them empty.
    pub(super) const fn of_groups(groups: Vec<Vec<Term>>) -> Self {
        Self { groups }
    }

    /// Adds a term to the last group or as a new group.
    pub(super) fn push(&mut self, term: Term, joins_last: bool) {
        match self.groups.last_mut().filter(|_| joins_last) {
            Some(group) => group.push(term),
            None => self.groups.push(vec![term]),
        }
    }

    /// Whether there are no terms, so that every text matches.
    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The groups.
    pub(super) fn groups(&self) -> &[Vec<Term>] {
        &self.groups
    }

    /// The same terms, and after those of each group the alternatives that `alternatives` gives for its fuzzy words.
    pub(super) fn with_alternatives(&self, alternatives: impl Fn(&str) -> Vec<String>) -> Self {
        let others = |term: &Term| {
            let words = if term.is_fuzzy() { alternatives(&term.word) } else { Vec::new() };
            let words = words.into_iter().filter(|word| !word.is_empty());
            words.map(|word| Term { word, ..term.clone() }).collect::<Vec<Term>>()
        };
        let with_others = |terms: &Vec<Term>| terms.iter().cloned().chain(terms.iter().flat_map(others)).collect();
        Self { groups: self.groups.iter().map(with_others).collect() }
    }

    /// The same terms with each fuzzy word replaced by `other`.
    pub(super) fn with_words(&self, other: impl Fn(&str) -> String) -> Self {
        let with_other = |term: &Term| {
            let word = if term.is_fuzzy() { other(&term.word) } else { term.word.clone() };
            Term { word, ..term.clone() }
        };
        Self { groups: self.groups.iter().map(|terms| terms.iter().map(with_other).collect()).collect() }
    }

    /// The score of `text`, `None` when it does not match: the sum over the groups, 0 for no terms.
    pub(super) fn score(&self, text: &str) -> Option<i64> {
        with_search_form(text, |folded| {
            self.groups.iter().try_fold(0, |sum, group| best(group, folded).map(|(_, score)| sum + score))
        })
    }

    /// As [`Terms::score`], with positions.
    pub(super) fn find(&self, text: &str) -> Option<TextMatch> {
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
        Some(TextMatch { score, positions: byte_offsets(text, &chars) })
    }
}

/// The term of a group that scores highest, and its score; the first among equals.
fn best<'a>(group: &'a [Term], folded: &str) -> Option<(&'a Term, i64)> {
    let scored = group.iter().filter_map(|term| Some((term, term.score(folded)?)));
    scored.reduce(|best, other| if other.1 > best.1 { other } else { best })
}

/// Calls `ask` with `text` in its search form. The buffer is kept: thousands of texts are folded for each key.
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

impl Term {
    /// Parses one token; `None` when it has operators only.
    pub(super) fn parse(token: &str) -> Option<Self> {
        let (is_negated, rest) = strip(token, |rest| rest.strip_prefix('!'));
        let (is_exact, rest) = strip(rest, |rest| rest.strip_prefix('\''));
        // A Chinese input method types …… for ^.
        let (is_prefix, rest) = strip(rest, |rest| rest.strip_prefix('^').or_else(|| rest.strip_prefix("……")));
        let (is_suffix, rest) = strip(rest, |rest| rest.strip_suffix(['$', '¥']));
        // An input method types the marks in pairs: ‘双减’.
        let word = if is_exact { rest.strip_suffix('\'').unwrap_or(rest) } else { rest };
        let mode = match (is_prefix, is_suffix) {
            (true, true) => MatchMode::Whole,
            (true, false) => MatchMode::Prefix,
            (false, true) => MatchMode::Suffix,
            // A negated word must not occur contiguously: excluding scattered characters would exclude nearly
            // everything.
            (false, false) if is_exact || is_negated => MatchMode::Exact,
            (false, false) => MatchMode::Fuzzy,
        };
        (!word.is_empty()).then(|| Self { mode, is_negated, word: word.to_owned() })
    }

    /// Whether its characters must occur in order, with gaps allowed.
    pub(super) fn is_fuzzy(&self) -> bool {
        self.mode == MatchMode::Fuzzy && !self.is_negated
    }

    /// Whether its letters may be pinyin.
    pub(super) fn can_be_pinyin(&self) -> bool {
        self.is_fuzzy() && self.word.bytes().any(|byte| byte.is_ascii_lowercase())
    }

    /// The score of a text in its search form, as [`Terms::score`] counts it.
    pub(super) fn score(&self, folded: &str) -> Option<i64> {
        if self.is_negated {
            return self.find(folded).is_none().then_some(0);
        }
        match self.mode {
            MatchMode::Fuzzy => fuzzy::score(folded, &self.word),
            _ => self.find(folded).map(|start| fuzzy::exact_score(folded, &self.word, start)),
        }
    }

    /// Indices of the characters of `folded` that it matches.
    fn positions(&self, folded: &str) -> Vec<usize> {
        let found = match self.mode {
            _ if self.is_negated => None,
            MatchMode::Fuzzy => fuzzy::positions(folded, &self.word),
            _ => self.find(folded).map(|start| fuzzy::exact_positions(folded, &self.word, start)),
        };
        found.unwrap_or_default()
    }

    /// Byte offset of a contiguous occurrence of the word that its mode allows.
    fn find(&self, folded: &str) -> Option<usize> {
        let word = self.word.as_str();
        match self.mode {
            MatchMode::Fuzzy | MatchMode::Exact => fuzzy::find_exact(folded, word),
            MatchMode::Prefix => folded.starts_with(word).then_some(0),
            MatchMode::Suffix => folded.ends_with(word).then(|| folded.len() - word.len()),
            MatchMode::Whole => (folded == word).then_some(0),
        }
    }
}

/// Strips an operator; returns whether it was there, and the rest.
fn strip<'a>(text: &'a str, operator: impl FnOnce(&'a str) -> Option<&'a str>) -> (bool, &'a str) {
    operator(text).map_or((false, text), |rest| (true, rest))
}
