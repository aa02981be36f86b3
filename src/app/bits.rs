//! A set of small numbers as bits: which nodes are collapsed, which a filter shows.

/// A set of numbers below a fixed length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    limit: usize,
}

impl Bits {
    /// The empty set of numbers below `limit`.
    pub fn new(limit: usize) -> Self {
        Self { words: vec![0; limit.div_ceil(64)], limit }
    }

    /// One past the largest number that the set can hold.
    pub const fn limit(&self) -> usize {
        self.limit
    }

    /// Whether `index` is in the set.
    pub fn has(&self, index: usize) -> bool {
        self.words[index / 64] & (1 << (index % 64)) != 0
    }

    /// Puts `index` in, or takes it out.
    pub fn set(&mut self, index: usize, is_in: bool) {
        let bit = 1 << (index % 64);
        let word = &mut self.words[index / 64];
        *word = if is_in { *word | bit } else { *word & !bit };
    }

    /// Puts all of `from..to` in, or takes them out; 64 at a time.
    pub fn set_range(&mut self, from: usize, to: usize, is_in: bool) {
        let mut at = from;
        while at < to {
            let word_end = (at / 64 + 1) * 64;
            let upto = to.min(word_end);
            let mask = (u64::MAX << (at % 64)) & (u64::MAX >> (word_end - upto));
            let word = &mut self.words[at / 64];
            *word = if is_in { *word | mask } else { *word & !mask };
            at = upto;
        }
    }

    /// The smallest member at or above `from`.
    pub fn next(&self, from: usize) -> Option<usize> {
        if from >= self.limit {
            return None;
        }
        let first = self.words[from / 64] & (u64::MAX << (from % 64));
        let later = || (from / 64 + 1..self.words.len()).find(|index| self.words[*index] != 0);
        let (index, word) = if first != 0 { (from / 64, first) } else { later().map(|i| (i, self.words[i]))? };
        Some(index * 64 + word.trailing_zeros() as usize)
    }

    /// The largest member below `before`.
    pub fn previous(&self, before: usize) -> Option<usize> {
        let last = before.min(self.limit).checked_sub(1)?;
        let first = self.words[last / 64] & (u64::MAX >> (63 - last % 64));
        let earlier = || (0..last / 64).rev().find(|index| self.words[*index] != 0);
        let (index, word) = if first != 0 { (last / 64, first) } else { earlier().map(|i| (i, self.words[i]))? };
        Some(index * 64 + 63 - word.leading_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::Bits;

    proptest! {
        #[test]
        fn it_is_a_set(len in 1_usize..300, orders in prop::collection::vec((0_usize..300, 0_usize..300, any::<bool>()), 0..12)) {
            let mut bits = Bits::new(len);
            let mut set = BTreeSet::new();
            for (from, to, is_in) in orders {
                let (from, to) = (from.min(len), to.min(len));
                bits.set_range(from, to, is_in);
                let range: BTreeSet<usize> = (from..to).collect();
                set = if is_in { &set | &range } else { &set - &range };
                if from < len {
                    bits.set(from, !is_in);
                    if is_in { set.remove(&from); } else { set.insert(from); }
                }
            }
            for index in 0..len {
                prop_assert_eq!(bits.has(index), set.contains(&index));
                prop_assert_eq!(bits.next(index), set.range(index..).next().copied());
                prop_assert_eq!(bits.previous(index), set.range(..index).next_back().copied());
            }
            prop_assert_eq!(bits.next(len), None);
            prop_assert_eq!(bits.previous(len), set.iter().next_back().copied());
        }
    }
}
