//! Sparse scorer: the score of a fuzzy word in a coded text, bit for bit that of
//! [`fuzzy::score`](super::super::fuzzy::score), computed from the positions of matching characters only.
//!
//! Skim fills a matrix of word × text. Nearly all of its cells are empty, since a heading contains each character of
//! the word once or twice; here a row is the list of its matches. With the configuration of
//! [`fuzzy`](super::super::fuzzy) a match is worth 16, plus 4 when it follows the previous match directly; a gap of
//! `g` characters costs 3 + g; the first match costs 1, wherever it is. A match at the head of the text or after a
//! separator is worth up to 4 more if it begins a word, that is, does not follow another match.
//!
//! Skim keeps two rows of its matrix and reuses them, so the first cell of a row holds a value that the row two above
//! has left (see [`Rows::leftover`]). It changes a score only where a gap costs more than the matches beside it are
//! worth. Scores must not depend on whether an index exists, so it is reproduced.

use super::coded::{CodedText, WORD_CHARS, bonus_after};
use crate::search::bitmap::{bits, low_bits};
use crate::search::fuzzy::{
    self, BONUS_CONSECUTIVE, BONUS_HEAD, FUZZY_CHARS, GAP_EXTENSION, GAP_START, SCORE_MATCH, is_hard_separator,
};

/// Below every possible score, and far enough from the limit for a few more gaps.
const NEVER: i32 = i32::MIN / 2;

/// The score of a text, as far as it was needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) enum Score {
    /// The text does not match.
    NoMatch,
    /// The text matches, with a score that is not above the floor.
    NotAboveFloor,
    /// The text matches with this score.
    Value(i64),
}

/// A fuzzy word in codes, and buffers for scoring it again and again.
#[derive(Debug, Clone)]
pub(in crate::search) struct FuzzyWord {
    codes: Vec<u16>,
    /// For each of its characters the bitmap of its positions, in texts of up to 64 characters.
    positions: Vec<u64>,
    /// For each character its first position after that of the previous character.
    firsts: Vec<usize>,
    rows: Rows,
}

/// The rows of the matrix that are still needed.
#[derive(Debug, Clone, Default)]
struct Rows {
    current: Row,
    last: Row,
    before_last: Row,
}

/// A row of the matrix: one character of the word, with the best score for each of its positions.
#[derive(Debug, Clone, Default)]
struct Row {
    /// Position and score, by ascending position.
    matches: Vec<(i32, i32)>,
    /// The first position that the character can have.
    first: i32,
    /// The value that skim finds in the cell before the first position: as if there were a match at `first - 1`
    /// followed by a gap that has cost nothing yet.
    leftover: i32,
}

impl FuzzyWord {
    /// A word of at least one character; none of its codes may be shared.
    pub(crate) fn new(codes: Vec<u16>) -> Self {
        let (positions, firsts) = (vec![0; codes.len()], vec![0; codes.len()]);
        Self { codes, positions, firsts, rows: Rows::default() }
    }

    /// Whether it is a single character, which every item that contains it matches.
    pub(crate) const fn is_single_char(&self) -> bool {
        self.codes.len() == 1
    }

    /// The score of a contiguous match at no head.
    pub(crate) fn contiguous_score(&self) -> i64 {
        fuzzy::contiguous_score(self.codes.len())
    }

    /// The highest possible score: a contiguous match at the head of a text or after a separator. Any match with a
    /// gap scores no more than [`FuzzyWord::contiguous_score`].
    pub(crate) fn best_score(&self) -> i64 {
        self.contiguous_score() + i64::from(BONUS_HEAD)
    }

    /// Scores `text`. Only scores above `floor` are computed.
    pub(crate) fn score(&mut self, text: CodedText<'_>, floor: i64) -> Score {
        if text.len() <= WORD_CHARS {
            return self.score_short(text, floor);
        }
        match self.score_long(text.head(FUZZY_CHARS)) {
            Some(score) => Score::Value(score),
            None if text.len() <= FUZZY_CHARS => Score::NoMatch,
            None => contiguous_score_in(text, &self.codes).map_or(Score::NoMatch, Score::Value),
        }
    }

    #[inline]
    fn score_short(&mut self, text: CodedText<'_>, floor: i64) -> Score {
        let mut from = 0;
        let mut pieces = u64::MAX;
        for (index, code) in self.codes.iter().enumerate() {
            let positions = text.positions(*code);
            // Greedy leftmost matching decides whether the word is there at all; most candidates end here.
            let ahead = positions & !low_bits(from);
            if ahead == 0 {
                return Score::NoMatch;
            }
            let first = ahead.trailing_zeros() as usize;
            // `index` stays below 64: a word with more characters than the text would have failed already.
            pieces &= positions >> index;
            self.positions[index] = ahead;
            self.firsts[index] = first;
            from = first + 1;
        }
        // The best possible score does not reach the floor: it need not be computed.
        if floor >= self.best_score() {
            return Score::NotAboveFloor;
        }
        let contiguous_score = self.contiguous_score();
        // A contiguous match scores at least as much as any match with a gap; among contiguous ones only the bonus
        // differs.
        if pieces != 0 {
            let bonus = bits(pieces).map(|start| bonus_at(text.codes(), start)).max().unwrap_or(0);
            return Score::Value(contiguous_score + i64::from(bonus));
        }
        if floor >= contiguous_score {
            return Score::NotAboveFloor;
        }
        let Self { positions, firsts, rows, .. } = self;
        Score::Value(rows.score(text.codes(), firsts, |index| bits(positions[index])))
    }

    /// The score in a text of any length.
    fn score_long(&mut self, text: CodedText<'_>) -> Option<i64> {
        let text = text.codes();
        let mut from = 0;
        for (code, first) in self.codes.iter().zip(&mut self.firsts) {
            *first = from + text[from..].iter().position(|other| other == code)?;
            from = *first + 1;
        }
        let Self { codes, firsts, rows, .. } = self;
        let positions = |index: usize| {
            let (code, ahead) = (codes[index], text.iter().enumerate().skip(firsts[index]));
            ahead.filter(move |(_, other)| **other == code).map(|(position, _)| position)
        };
        Some(rows.score(text, firsts, positions))
    }
}

impl Rows {
    /// The score of a word whose characters have these `positions`, each beginning with its entry in `firsts`,
    /// ascending.
    fn score<P: Iterator<Item = usize>>(
        &mut self,
        text: &[u16],
        firsts: &[usize],
        positions: impl Fn(usize) -> P,
    ) -> i64 {
        let mut best = NEVER;
        for (index, first) in firsts.iter().enumerate() {
            // Rows are rotated, not allocated: scoring runs for every candidate.
            std::mem::swap(&mut self.before_last, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.current);
            let first = as_position(*first);
            self.current.first = first;
            self.current.leftover = match index {
                0 => NEVER,
                // The row of the empty word has the same value everywhere.
                1 => GAP_EXTENSION,
                _ => self.before_last.leave_at(first),
            };
            self.current.matches.clear();
            if index == 0 {
                let head = |position| (as_position(position), SCORE_MATCH + GAP_EXTENSION + bonus_at(text, position));
                self.current.matches.extend(positions(0).map(head));
            } else {
                self.extend(text, positions(index));
            }
            if index + 1 == firsts.len() {
                best = self.current.matches.iter().map(|(_, score)| *score).max().unwrap_or(NEVER);
                if index >= 2 {
                    // Skim counts the cell before the first as part of the row.
                    best = best.max(self.before_last.score_in(first - 1));
                }
            }
        }
        best.into()
    }

    /// Fills the current row from the last one, in one pass over both.
    fn extend(&mut self, text: &[u16], positions: impl Iterator<Item = usize>) {
        let Self { current, last, .. } = self;
        let mut before = last.matches.iter().peekable();
        // The best score of the last row followed by a gap, stored as if the gap went back to the beginning of the
        // text: subtracting the position gives the score there, so it need not be updated for each column.
        let mut gapped = last.leftover.saturating_add(last.first);
        let mut adjacent = None;
        for position in positions {
            let at = as_position(position);
            // Advance to the last match before this position. Matches that it passes become the start of a gap.
            while let Some((earlier, score)) = before.next_if(|(earlier, _)| *earlier < at) {
                if let Some((position, score)) = adjacent.replace((*earlier, *score)) {
                    gapped = gapped.max(gap_after(position, score));
                }
            }
            let mut best = NEVER;
            if let Some((position, score)) = adjacent {
                // Following the previous match directly earns the bonus; anything else starts a gap.
                if position == at - 1 {
                    best = score + BONUS_CONSECUTIVE;
                } else {
                    gapped = gapped.max(gap_after(position, score));
                }
            }
            best = best.max(gapped - at + bonus_at(text, position));
            current.matches.push((at, SCORE_MATCH + best));
        }
    }
}

/// A position in a text that is matched fuzzily, where there are no more than [`FUZZY_CHARS`].
const fn as_position(index: usize) -> i32 {
    index as u16 as i32
}

/// The score of a match followed by a gap, as [`Rows::extend`] stores it: at position `at` it is worth `at` less.
const fn gap_after(position: i32, score: i32) -> i32 {
    score + GAP_START + 1 + position
}

impl Row {
    /// The value that skim's row after the next finds in the cell before its position `first`.
    fn leave_at(&self, first: i32) -> i32 {
        let mut left = self.leftover.saturating_sub(first - self.first);
        for (position, score) in &self.matches {
            if *position == first - 1 {
                left = left.max(score + GAP_START);
            } else if *position < first - 1 {
                left = left.max(gap_after(*position, *score) - first);
            }
        }
        left
    }

    fn score_in(&self, position: i32) -> i32 {
        self.matches.iter().find(|(other, _)| *other == position).map_or(NEVER, |(_, score)| *score)
    }
}

/// The bonus of a match that begins a word at `position`.
#[inline]
fn bonus_at(text: &[u16], position: usize) -> i32 {
    bonus_after(position.checked_sub(1).map(|before| text[before]))
}

/// The score of the best contiguous match of a word: as [`fuzzy::exact_score`](super::super::fuzzy::exact_score) at
/// [`fuzzy::find_exact`](super::super::fuzzy::find_exact).
pub(super) fn contiguous_score_in(text: CodedText<'_>, word: &[u16]) -> Option<i64> {
    let scores = text.contiguous_starts(word).map(|start| contiguous_score_at(text, word, start));
    scores.max()
}

/// The score of a contiguous match that begins at `start`.
pub(super) fn contiguous_score_at(text: CodedText<'_>, word: &[u16], start: usize) -> i64 {
    let is_head = start == 0 || char::from_u32(text.codes()[start - 1].into()).is_some_and(is_hard_separator);
    let head = if is_head { BONUS_HEAD } else { 0 };
    fuzzy::contiguous_score(word.len()) + i64::from(head)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::coded::{PADDING, code_of};
    use super::*;
    use crate::search::fuzzy;
    use crate::text::fold::search_form;

    #[track_caller]
    fn check(text: &str, word: &str) {
        let mut padded: Vec<u16> = text.chars().map(code_of).collect();
        let len = padded.len();
        padded.extend([0; PADDING]);
        let coded = CodedText::new(&padded, len);
        let mut fuzzy_word = FuzzyWord::new(word.chars().map(code_of).collect());
        let expected = fuzzy::score(text, word);
        let score_of = |word: &mut FuzzyWord, floor| word.score(coded, floor);
        assert_eq!(
            score_of(&mut fuzzy_word, i64::MIN),
            expected.map_or(Score::NoMatch, Score::Value),
            "{word:?} in {text:?}"
        );
        let Some(score) = expected else { return };
        assert!(score <= fuzzy_word.best_score(), "{word:?} in {text:?} scores {score}");
        assert_eq!(
            score_of(&mut fuzzy_word, score - 1),
            Score::Value(score),
            "{word:?} in {text:?}, floor below the score"
        );
        let at_floor = score_of(&mut fuzzy_word, score);
        assert!([Score::NotAboveFloor, Score::Value(score)].contains(&at_floor), "{word:?} in {text:?}: {at_floor:?}");
    }

    #[test]
    fn scores_of_known_texts_are_those_of_skim() {
        for text in ["推进双减工作", "双宝中学推动防灾减灾", "(双减)", "双", "减双", "", "双减双减", "双 减-双减"]
        {
            for word in ["双减", "双", "减减", "双减双减双", "-双"] {
                check(text, word);
            }
        }
    }

    /// A row of skim's matrix begins with a value left by the row two above: after long gaps it is worth more than
    /// the matches.
    #[test]
    fn values_that_skim_leaves_in_its_rows_count() {
        let gap = "一".repeat(41);
        for text in [
            format!("甲乙{gap}甲丙"),
            format!("甲乙{gap}甲丙一丁"),
            format!("甲{gap}乙丙{gap}甲丙一丁"),
            format!("甲乙丙{gap}{gap}甲乙甲乙一丁丁戊"),
        ] {
            for word in ["甲乙丙", "甲乙丙丁", "甲乙丙丁戊"] {
                check(&text, word);
            }
        }
    }

    /// Texts of a few characters with long gaps between them.
    fn gappy_text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => "[甲乙丙]{1,4}",
            1 => "[ (.a1甲]{1,2}",
            1 => (0..60_usize).prop_map(|chars| "一".repeat(chars)),
        ];
        prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn scores_are_those_of_skim(text in "[甲乙丙丁a1 /（)(.\\-_~\0|]{0,24}", word in "[甲乙丙丁a1(.]{1,5}") {
            let folded: String = text.chars().map(search_form).collect();
            check(&folded, &word);
        }

        #[test]
        fn scores_of_texts_with_long_gaps_are_those_of_skim(text in gappy_text(), word in "[甲乙丙]{1,7}") {
            check(&text, &word);
        }

        #[test]
        fn scores_of_long_texts_are_those_of_skim(
            before in "[甲乙 ]{0,30}", gap in 0..460_usize, after in "[甲乙丙 ]{0,40}", word in "[甲乙丙]{1,5}"
        ) {
            check(&format!("{before}{}{after}", "一".repeat(gap)), &word);
        }
    }
}
