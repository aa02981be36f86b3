//! A close look at one item: whether a word is in it, how well, and which characters are it.

use std::ops::Range;

use wide::u8x16;

use super::word::{Class, Flags, PinyinWord, Places, Rank};
use crate::search::bitmap::bits;

/// Items of so many characters have their characters as the bits of a word.
const WORD_CHARS: usize = u64::BITS as usize;

/// Bytes that are looked at at once.
const LANES: usize = 16;

/// A place where a word was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub rank: Rank,
    /// Indices of the characters that are it, ascending.
    pub chars: Vec<usize>,
}

/// The best rank of `word` in a text whose characters stand side by side. `has_letters`: whether there may be letters
/// of it among them.
pub(super) fn rank(word: &PinyinWord, codes: &[u16], has_letters: bool) -> Option<Rank> {
    if codes.len() > WORD_CHARS {
        return best_place(word, codes).map(|(rank, _)| rank);
    }
    if has_letters && codes.iter().any(|code| word.is_letter(*code)) {
        return Some(Rank::ALL[0]);
    }
    // Most of the time of a search is spent here.
    let seen = Seen::new(word, codes);
    let best = word.whole.get((seen.any >> Flags::FIRST_RANK).trailing_zeros() as usize).copied();
    // Several characters are no better than the floor, unless some of them are letters themselves.
    let floor = if has_letters || !word.has_only_letters { Rank::ALL[0] } else { word.floor };
    let mut best = best;
    for start in bits(seen.starts()) {
        if best.is_some_and(|best| best <= floor) {
            break;
        }
        let rank = rank_from(word, codes, start).map(|(rank, _)| rank);
        best = best.into_iter().chain(rank).min();
    }
    best
}

/// Whether `word` is in a text whose characters stand side by side: what [`rank`] finds out, in less time.
pub(super) fn is_in(word: &PinyinWord, codes: &[u16]) -> bool {
    if codes.len() > WORD_CHARS || word.letters.len() == 1 {
        return rank(word, codes, true).is_some();
    }
    let seen = Seen::new(word, codes);
    seen.any >> Flags::FIRST_RANK != 0 || bits(seen.starts()).any(|start| is_at(word, &codes[start..]))
}

/// Whether a word begins at the first character of a text.
fn is_at(word: &PinyinWord, codes: &[u16]) -> bool {
    let mut places = 1;
    for code in codes.iter().filter(|code| !word.is_skipped(**code)) {
        places = moved(word, *code, places, true);
        if places == 0 || places & word.end() != 0 {
            break;
        }
    }
    places & word.end() != 0
}

/// For each flag which characters of a text have it.
#[derive(Debug, Default)]
struct Seen {
    begins_early: u64,
    begins_late: u64,
    goes_on_early: u64,
    goes_on_late: u64,
    /// The flags that any has.
    any: u8,
}

impl Seen {
    /// Looks at a text of at most [`WORD_CHARS`] characters.
    #[inline]
    fn new(word: &PinyinWord, codes: &[u16]) -> Self {
        let mut flags = [0; WORD_CHARS];
        let mut seen = Self::default();
        for (flags, code) in flags.iter_mut().zip(codes) {
            *flags = word.flags(*code);
            seen.any |= *flags;
        }
        for (index, chunk) in flags.as_chunks::<LANES>().0.iter().enumerate().take(codes.len().div_ceil(LANES)) {
            let (flags, shift) = (u8x16::new(*chunk), LANES * index);
            seen.begins_early |= has(flags, Flags::BEGINS_EARLY) << shift;
            seen.begins_late |= has(flags, Flags::BEGINS_LATE) << shift;
            seen.goes_on_early |= has(flags, Flags::GOES_ON_EARLY) << shift;
            seen.goes_on_late |= has(flags, Flags::GOES_ON_LATE) << shift;
        }
        seen
    }

    /// Where a word of several characters can begin: one bit for each character.
    const fn starts(&self) -> u64 {
        self.begins_early & self.goes_on_early >> 1 | self.begins_late & self.goes_on_late >> 1
    }
}

/// Which bytes have a flag, one bit for each.
#[inline]
fn has(flags: u8x16, flag: u8) -> u64 {
    let flag = u8x16::splat(flag);
    u64::from((flags & flag).simd_eq(flag).to_bitmask())
}

/// The best rank of a word that begins at a character, and one past its last character: the first such.
fn rank_from(word: &PinyinWord, codes: &[u16], start: usize) -> Option<(Rank, usize)> {
    let mut places = Places::BEGIN;
    let mut best: Option<(Rank, usize)> = None;
    for (index, code) in codes.iter().enumerate().skip(start) {
        if word.is_skipped(*code) {
            continue;
        }
        places = places.after(word.steps(*code));
        if places.is_empty() {
            break;
        }
        if let Some(rank) = places.best(word.end()).filter(|rank| best.is_none_or(|(best, _)| *rank < best)) {
            best = Some((rank, index + 1));
        }
    }
    best
}

/// The first of the best places, and where it begins and ends.
fn best_place(word: &PinyinWord, codes: &[u16]) -> Option<(Rank, Range<usize>)> {
    let starts = (0..codes.len()).filter(|start| !word.is_skipped(codes[*start]));
    let places = starts.filter_map(|start| rank_from(word, codes, start).map(|(rank, end)| (rank, start..end)));
    places.reduce(|best, other| if other.0 < best.0 { other } else { best })
}

/// The best rank of a word that begins at one of `starts`.
pub(super) fn best_rank_at(word: &PinyinWord, codes: &[u16], starts: impl Iterator<Item = usize>) -> Option<Rank> {
    starts.filter_map(|start| rank_from(word, codes, start)).map(|(rank, _)| rank).min()
}

/// The first of the best places of a word whose characters stand side by side.
pub(super) fn find(word: &PinyinWord, codes: &[u16]) -> Option<Place> {
    let (rank, range) = best_place(word, codes)?;
    let chars = range.filter(|index| !word.is_skipped(codes[*index])).collect();
    Some(Place { rank, chars })
}

/// The rank of a word whose characters follow one another with gaps.
pub(super) fn rank_with_gaps(word: &PinyinWord, codes: &[u16]) -> Option<Rank> {
    let has = |may_be_rare| {
        let last = codes.iter().fold(1, |places, code| places | moved(word, *code, places, may_be_rare));
        last & word.end() != 0
    };
    // Most texts do not have it at all.
    has(true).then(|| Rank { class: Class::Gapped, is_rare: !has(false) })
}

/// Where the steps of a code lead from `places`.
fn moved(word: &PinyinWord, code: u16, places: u64, may_be_rare: bool) -> u64 {
    let steps = word.steps(code).iter().filter(|step| may_be_rare || !step.is_rare);
    steps.fold(0, |moved, step| moved | (places & step.from) << step.letters)
}

/// A place of a word whose characters follow one another with gaps: the one that ends first, each character as late as
/// it can be.
pub(super) fn find_with_gaps(word: &PinyinWord, codes: &[u16]) -> Option<Place> {
    let rank = rank_with_gaps(word, codes)?;
    let mut before = vec![1];
    for code in codes {
        let places = before[before.len() - 1];
        if places & word.end() != 0 {
            break;
        }
        before.push(places | moved(word, *code, places, rank.is_rare));
    }
    let mut chars = Vec::new();
    let mut wanted = word.end();
    for index in (0..before.len() - 1).rev() {
        let steps = word.steps(codes[index]).iter().filter(|step| rank.is_rare || !step.is_rare);
        let froms = steps.map(|step| wanted >> step.letters & step.from & before[index]);
        if let Some(from) = froms.filter(|from| *from != 0).max() {
            chars.push(index);
            wanted = from;
        }
    }
    chars.reverse();
    Some(Place { rank, chars })
}
