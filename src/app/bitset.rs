//! Neighbours of an index in a `FixedBitSet`: the next and the previous set bit. `FixedBitSet` itself iterates from its
//! first member only; starting in the middle keeps a step in a large outline cheap.

use fixedbitset::{Block, FixedBitSet};

const BLOCK_BITS: usize = Block::BITS as usize;

/// The smallest member at or above `from`.
pub(crate) fn next_member(set: &FixedBitSet, from: usize) -> Option<usize> {
    let blocks = set.as_slice();
    let first = blocks.get(from / BLOCK_BITS)? & (Block::MAX << (from % BLOCK_BITS));
    let later = || (from / BLOCK_BITS + 1..blocks.len()).find(|index| blocks[*index] != 0);
    let (index, block) = if first != 0 { (from / BLOCK_BITS, first) } else { later().map(|i| (i, blocks[i]))? };
    Some(index * BLOCK_BITS + block.trailing_zeros() as usize)
}

/// The largest member below `before`.
pub(crate) fn previous_member(set: &FixedBitSet, before: usize) -> Option<usize> {
    let blocks = set.as_slice();
    let last = before.min(set.len()).checked_sub(1)?;
    let first = blocks[last / BLOCK_BITS] & (Block::MAX >> (BLOCK_BITS - 1 - last % BLOCK_BITS));
    let earlier = || (0..last / BLOCK_BITS).rev().find(|index| blocks[*index] != 0);
    let (index, block) = if first != 0 { (last / BLOCK_BITS, first) } else { earlier().map(|i| (i, blocks[i]))? };
    Some(index * BLOCK_BITS + BLOCK_BITS - 1 - block.leading_zeros() as usize)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn neighbours_are_those_of_a_sorted_set(
            len in 0_usize..300,
            members in prop::collection::btree_set(0_usize..300, 0..12),
        ) {
            let members: BTreeSet<usize> = members.into_iter().filter(|member| *member < len).collect();
            let mut set = FixedBitSet::with_capacity(len);
            set.extend(members.iter().copied());
            for index in 0..len + 2 {
                prop_assert_eq!(next_member(&set, index), members.range(index..).next().copied());
                prop_assert_eq!(previous_member(&set, index), members.range(..index).next_back().copied());
            }
        }
    }
}
