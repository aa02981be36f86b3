//! Sets of small numbers as bitmaps: number `i` is bit `i % 64` of word `i / 64`. Operations on two bitmaps expect
//! the same number of words in both.

/// The distance in words at which bitmaps of `words` words are stored when many are written at the same offset in
/// turn.
///
/// It is one cache line more than they need. At a distance that is a power of two, equal offsets of all bitmaps would
/// fall into the same few cache sets and evict each other.
pub(super) const fn stride(words: usize) -> usize {
    words + 8
}

/// The indices of the set bits of a word, ascending.
#[inline]
pub(super) fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (word != 0).then_some(word.trailing_zeros() as usize);
        word &= word.wrapping_sub(1);
        lowest
    })
}

/// A word whose lowest `count` bits are set, at most 64.
pub(super) const fn low_bits(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { !(u64::MAX << count) }
}

/// The bitmap of all numbers below `count`.
pub(super) fn all_below(count: usize) -> Vec<u64> {
    (0..count.div_ceil(64)).map(|word| low_bits(count - 64 * word)).collect()
}

/// The empty bitmap with room for the numbers below `count`.
pub(super) fn none_below(count: usize) -> Vec<u64> {
    vec![0; count.div_ceil(64)]
}

/// The members of a set, ascending.
pub(super) fn members(set: &[u64]) -> impl Iterator<Item = usize> + '_ {
    set.iter().enumerate().flat_map(|(index, word)| bits(*word).map(move |bit| 64 * index + bit))
}

/// The number of members of a set.
pub(super) fn count(set: &[u64]) -> usize {
    set.iter().map(|word| word.count_ones() as usize).sum()
}

/// Whether a set contains a number, which must be below 64 times its words.
pub(super) fn contains(set: &[u64], number: usize) -> bool {
    set[number / 64] >> (number % 64) & 1 == 1
}

/// Adds a number to a set.
pub(super) fn insert(set: &mut [u64], number: usize) {
    set[number / 64] |= 1 << (number % 64);
}

/// Adds the members of another set.
pub(super) fn union(set: &mut [u64], others: &[u64]) {
    set.iter_mut().zip(others).for_each(|(word, others)| *word |= others);
}

/// Removes the members of another set.
pub(super) fn subtract(set: &mut [u64], others: &[u64]) {
    set.iter_mut().zip(others).for_each(|(word, others)| *word &= !others);
}

/// Keeps only the members that are in another set, too.
pub(super) fn intersect(set: &mut [u64], others: &[u64]) {
    set.iter_mut().zip(others).for_each(|(word, others)| *word &= others);
}
