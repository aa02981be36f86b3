//! Sets of numbers as bits: number `i` is bit `i % 64` of word `i / 64`. The words of two sets that meet are as many.

/// How far apart the beginnings of two sets must be, in words, of which many are written to in the same place at a time.
///
/// One cache line more than their words: where the distance is a power of two, these places have the same few lines of a
/// cache, and drive each other out of it.
pub(super) const fn stride(words: usize) -> usize {
    words + 8
}

/// The numbers of the bits of a word that are set, ascending.
#[inline]
pub(super) fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (word != 0).then_some(word.trailing_zeros() as usize);
        word &= word.wrapping_sub(1);
        lowest
    })
}

/// The lowest `count` bits of a word, at most 64.
pub(super) const fn low_bits(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { !(u64::MAX << count) }
}

/// The numbers below `count`, in as many words as it takes.
pub(super) fn all_below(count: usize) -> Vec<u64> {
    (0..count.div_ceil(64)).map(|word| low_bits(count - 64 * word)).collect()
}

/// None of the numbers below `count`.
pub(super) fn none_below(count: usize) -> Vec<u64> {
    vec![0; count.div_ceil(64)]
}

/// The numbers of a set, ascending.
pub(super) fn members(set: &[u64]) -> impl Iterator<Item = usize> + '_ {
    set.iter().enumerate().flat_map(|(index, word)| bits(*word).map(move |bit| 64 * index + bit))
}

/// How many numbers a set has.
pub(super) fn count(set: &[u64]) -> usize {
    set.iter().map(|word| word.count_ones() as usize).sum()
}

/// Whether a set has a number below 64 times its words.
pub(super) fn contains(set: &[u64], number: usize) -> bool {
    set[number / 64] >> (number % 64) & 1 == 1
}

/// Adds a number to a set.
pub(super) fn insert(set: &mut [u64], number: usize) {
    set[number / 64] |= 1 << (number % 64);
}

/// Adds to a set those of another.
pub(super) fn union(set: &mut [u64], others: &[u64]) {
    set.iter_mut().zip(others).for_each(|(word, others)| *word |= others);
}

/// Takes from a set those of another.
pub(super) fn subtract(set: &mut [u64], others: &[u64]) {
    set.iter_mut().zip(others).for_each(|(word, others)| *word &= !others);
}

/// Keeps of a set only those that are in another, too.
pub(super) fn intersect(set: &mut [u64], others: &[u64]) {
    set.iter_mut().zip(others).for_each(|(word, others)| *word &= others);
}
