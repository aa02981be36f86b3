//! Verification of one item: whether a word matches, with which rank, and by which characters.
//!
//! Running the automaton from every character of every candidate would dominate a search. So each character is first
//! looked up in a table of [`Flags`] made for the word, and the flags of adjacent characters are combined with vector
//! instructions. In most cases these alone decide: a single character matches the whole word, two adjacent characters
//! match its two parts, or nothing can match. Only the starts that are left run the automaton.

use std::ops::Range;

use wide::u16x8;

use super::automaton::{MatchClass, Rank, States};
use super::word::{Flags, PinyinWord};

/// Texts of up to this many characters are tested with vector instructions.
const WORD_CHARS: usize = 64;

/// Flags in one vector.
const LANES: usize = 8;

/// The match of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WordMatch {
    pub rank: Rank,
    /// Indices of the matched characters, ascending.
    pub chars: Vec<usize>,
}

/// The best rank of `word` in a text, by adjacent characters. `bound`: several characters give no better rank.
pub(super) fn rank(word: &PinyinWord, codes: &[u16], bound: Rank) -> Option<Rank> {
    if bound == Rank::ALL[0] && codes.iter().any(|code| word.is_letter(*code)) {
        return Some(bound);
    }
    let summary = FlagSummary::new(word, codes);
    let mut best = word.best_whole(summary.flags);
    if summary.joined == 0 {
        return best;
    }
    for (start, joined) in joined_pairs(word, codes) {
        // No further start can improve on the bound.
        if best.is_some_and(|best| best <= bound) {
            break;
        }
        // Most starts do not reach the end of the word; the plain state set shows that sooner than the ranked one.
        if joined & Flags::CUT == 0 && !matches_at(word, &codes[start..]) {
            continue;
        }
        let rank = rank_from(word, codes, start).map(|(rank, _)| rank);
        best = best.into_iter().chain(rank).min();
    }
    best
}

/// Whether `word` matches a text by adjacent characters: faster than [`rank`].
pub(super) fn matches(word: &PinyinWord, codes: &[u16]) -> bool {
    let summary = FlagSummary::new(word, codes);
    if summary.flags & Flags::WHOLE != 0 || summary.joined & Flags::CUT != 0 {
        return true;
    }
    match word.letters.as_slice() {
        [letter] => codes.contains(letter),
        _ => summary.joined != 0 && joined_pairs(word, codes).any(|(start, _)| matches_at(word, &codes[start..])),
    }
}

/// Whether a match begins at the first character of a text.
fn matches_at(word: &PinyinWord, codes: &[u16]) -> bool {
    let mut states = 1;
    for code in codes.iter().filter(|code| !word.is_skipped(**code)) {
        states = advance(word, *code, states, true);
        if states == 0 || states & word.end() != 0 {
            break;
        }
    }
    states & word.end() != 0
}

/// The flags of a text's characters, combined.
#[derive(Debug, Default)]
struct FlagSummary {
    /// All flags that any character has.
    flags: u16,
    /// All cuts at which any two adjacent characters can match the word.
    joined: u16,
}

impl FlagSummary {
    /// Combines the flags of a text. A search spends most of its time here.
    #[inline]
    fn new(word: &PinyinWord, codes: &[u16]) -> Self {
        if codes.len() <= WORD_CHARS {
            let summary = Self::at_once(word, codes);
            if summary.flags & Flags::SKIPPED == 0 {
                return summary;
            }
        }
        let mut summary = Self::default();
        let mut before = 0;
        for code in codes {
            let flags = word.flags(*code);
            summary.flags |= flags;
            summary.joined |= Flags::joined(before, flags);
            // Skipped characters do not separate: the next one still follows the last that counts.
            before = if flags & Flags::SKIPPED == 0 { flags } else { before };
        }
        summary
    }

    /// For a text of at most [`WORD_CHARS`] characters, taking skipped characters for ordinary ones: the caller
    /// repeats it character by character if there are any.
    #[inline]
    fn at_once(word: &PinyinWord, codes: &[u16]) -> Self {
        // One lane more than the text: the vector of next characters is the same array read one element later.
        let mut flags = [0; WORD_CHARS + LANES];
        for (flags, code) in flags.iter_mut().zip(codes) {
            *flags = word.flags(*code);
        }
        let (mut any, mut joined) = (u16x8::ZERO, u16x8::ZERO);
        let vectors = flags.as_chunks::<LANES>().0.iter().zip(flags[1..].as_chunks::<LANES>().0);
        for (here, next) in vectors.take(codes.len().div_ceil(LANES)) {
            let here = u16x8::new(*here);
            any |= here;
            joined |= here << Flags::CUT_BITS & u16x8::new(*next);
        }
        let join = |vector: u16x8| vector.to_array().into_iter().fold(0, |all, flags| all | flags);
        Self { flags: join(any), joined: join(joined) & (Flags::CUT | Flags::OTHER) }
    }
}

/// The characters at which a match by several characters may begin, each with the cuts that it and the next character
/// allow.
fn joined_pairs<'a>(word: &'a PinyinWord, codes: &'a [u16]) -> impl Iterator<Item = (usize, u16)> + 'a {
    let parts = codes.iter().enumerate().filter(|(_, code)| !word.is_skipped(**code));
    let neighbours = parts.scan((0, 0), |before, (index, code)| {
        let flags = word.flags(*code);
        let (start, others) = std::mem::replace(before, (index, flags));
        Some((start, Flags::joined(others, flags)))
    });
    neighbours.filter(|(_, joined)| *joined != 0)
}

/// The best rank of a match that begins at a character, and one past the last character of the first such match.
fn rank_from(word: &PinyinWord, codes: &[u16], start: usize) -> Option<(Rank, usize)> {
    let mut states = States::START;
    let mut best: Option<(Rank, usize)> = None;
    for (index, code) in codes.iter().enumerate().skip(start) {
        if word.is_skipped(*code) {
            continue;
        }
        states = states.after(word.transitions(*code));
        if states.is_empty() {
            break;
        }
        if let Some(rank) = states.best(word.end()).filter(|rank| best.is_none_or(|(best, _)| *rank < best)) {
            best = Some((rank, index + 1));
        }
    }
    best
}

/// The first match of the best rank, and its range.
fn best_match(word: &PinyinWord, codes: &[u16]) -> Option<(Rank, Range<usize>)> {
    let starts = (0..codes.len()).filter(|start| !word.is_skipped(codes[*start]));
    let matches = starts.filter_map(|start| rank_from(word, codes, start).map(|(rank, end)| (rank, start..end)));
    matches.reduce(|best, other| if other.0 < best.0 { other } else { best })
}

/// The best rank of a match that begins at one of `starts`.
pub(super) fn best_rank_at(word: &PinyinWord, codes: &[u16], starts: impl Iterator<Item = usize>) -> Option<Rank> {
    starts.filter_map(|start| rank_from(word, codes, start)).map(|(rank, _)| rank).min()
}

/// The first match of the best rank, by adjacent characters.
pub(super) fn find(word: &PinyinWord, codes: &[u16]) -> Option<WordMatch> {
    let (rank, range) = best_match(word, codes)?;
    let chars = range.filter(|index| !word.is_skipped(codes[*index])).collect();
    Some(WordMatch { rank, chars })
}

/// The rank of a match by characters that may have others between them.
pub(super) fn rank_with_gaps(word: &PinyinWord, codes: &[u16]) -> Option<Rank> {
    // A state once active stays active: that is how gaps are skipped.
    let has = |may_be_rare| {
        let last = codes.iter().fold(1, |states, code| states | advance(word, *code, states, may_be_rare));
        last & word.end() != 0
    };
    // Most texts do not match at all, so the cheaper question is asked first.
    has(true).then(|| Rank { class: MatchClass::Gapped, is_rare: !has(false) })
}

/// The states that are reached from `states` by a character, whatever the rank.
fn advance(word: &PinyinWord, code: u16, states: u64, may_be_rare: bool) -> u64 {
    let transitions = word.transitions(code).iter().filter(|transition| may_be_rare || !transition.is_rare);
    transitions.fold(0, |reached, transition| reached | (states & transition.from) << transition.letters)
}

/// A match with gaps: the one that ends first, with each character as late as possible.
pub(super) fn find_with_gaps(word: &PinyinWord, codes: &[u16]) -> Option<WordMatch> {
    let rank = rank_with_gaps(word, codes)?;
    let mut before = vec![1];
    for code in codes {
        let states = before[before.len() - 1];
        if states & word.end() != 0 {
            break;
        }
        before.push(states | advance(word, *code, states, rank.is_rare));
    }
    // Follow the transitions back from the final state, through the states that were active before each character.
    let mut chars = Vec::new();
    let mut wanted = word.end();
    for index in (0..before.len() - 1).rev() {
        let transitions =
            word.transitions(codes[index]).iter().filter(|transition| rank.is_rare || !transition.is_rare);
        let froms = transitions.map(|transition| wanted >> transition.letters & transition.from & before[index]);
        if let Some(from) = froms.filter(|from| *from != 0).max() {
            chars.push(index);
            wanted = from;
        }
    }
    chars.reverse();
    Some(WordMatch { rank, chars })
}
