//! A close look at one item: whether a word is in it, how well, and which characters are it.

use std::ops::Range;

use super::word::{Class, Flags, PinyinWord, Places, Rank};

/// Items of so many characters have their characters as the bits of a word.
const WORD_CHARS: usize = u64::BITS as usize;

/// A place where a word was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub rank: Rank,
    /// Indices of the characters that are it, ascending.
    pub chars: Vec<usize>,
}

/// The best rank of `word` in a text whose characters stand side by side.
pub(super) fn rank(word: &PinyinWord, codes: &[u16]) -> Option<Rank> {
    if codes.len() > WORD_CHARS {
        return best_place(word, codes).map(|(rank, _)| rank);
    }
    let (mut begins, mut goes_on) = (0_u64, 0_u64);
    let mut whole = Flags::NO_RANK;
    for (index, code) in codes.iter().enumerate() {
        let flags = word.flags(*code);
        begins |= u64::from(flags / Flags::BEGINS & 1) << index;
        goes_on |= u64::from(flags & Flags::GOES_ON) << index;
        whole = whole.min(flags >> 4);
    }
    let mut best = Rank::ALL.get(usize::from(whole)).copied();
    let mut starts = begins & goes_on >> 1;
    while starts != 0 {
        let start = starts.trailing_zeros() as usize;
        starts &= starts - 1;
        if let Some((rank, _)) = rank_from(word, codes, start) {
            best = Some(best.map_or(rank, |best| best.min(rank)));
        }
    }
    best
}

/// The best rank of a word that begins at a character, and one past its last character: the first such.
fn rank_from(word: &PinyinWord, codes: &[u16], start: usize) -> Option<(Rank, usize)> {
    let mut places = Places::BEGIN;
    let mut best: Option<(Rank, usize)> = None;
    for (index, code) in codes.iter().enumerate().skip(start) {
        if word.flags(*code) & Flags::IS_SKIPPED != 0 {
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
    let is_skipped = |code: u16| word.flags(code) & Flags::IS_SKIPPED != 0;
    let starts = (0..codes.len()).filter(|start| !is_skipped(codes[*start]));
    let places = starts.filter_map(|start| rank_from(word, codes, start).map(|(rank, end)| (rank, start..end)));
    places.reduce(|best, other| if other.0 < best.0 { other } else { best })
}

/// The first of the best places of a word whose characters stand side by side.
pub(super) fn find(word: &PinyinWord, codes: &[u16]) -> Option<Place> {
    let (rank, range) = best_place(word, codes)?;
    let chars = range.filter(|index| word.flags(codes[*index]) & Flags::IS_SKIPPED == 0).collect();
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
    if word.flags(code) & (Flags::BEGINS | Flags::GOES_ON) == 0 && word.flags(code) >> 4 == Flags::NO_RANK {
        return 0;
    }
    let steps = word.steps(code).filter(|step| may_be_rare || !step.is_rare);
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
        let steps = word.steps(codes[index]).filter(|step| rank.is_rare || !step.is_rare);
        let froms = steps.map(|step| wanted >> step.letters & step.from & before[index]);
        if let Some(from) = froms.filter(|from| *from != 0).max() {
            chars.push(index);
            wanted = from;
        }
    }
    chars.reverse();
    Some(Place { rank, chars })
}
