//! Which items of a block have which character.

use crate::search::bitmap::{count, insert, stride, union};

/// A character that stands in more places than one for so many items has a bitmap, any other one a list.
const BITMAP_SHARE: usize = 24;

/// Where the postings of a character are.
#[derive(Debug, Clone, Copy)]
struct PostingRange {
    /// First element in `lists`, or first word in `bitmaps`.
    start: u32,
    /// How many items have the character.
    count: u32,
    is_bitmap: bool,
}

/// For every code of a block the items that have it.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// Ascending.
    codes: Vec<u16>,
    /// One for each of `codes`.
    ranges: Vec<PostingRange>,
    /// Items, ascending for each code.
    lists: Vec<u16>,
    /// One bit for each item of the block, a [`stride`] for each code.
    bitmaps: Vec<u64>,
    items: usize,
}

/// The items that have a character.
#[derive(Debug, Clone, Copy)]
pub(super) enum PostingList<'a> {
    /// Few: ascending.
    Ids(&'a [u16]),
    /// Many: one bit for each item of the block, and how many are set.
    Bits(&'a [u64], usize),
}

impl PostingList<'_> {
    /// How many items have it.
    pub const fn len(&self) -> usize {
        match self {
            Self::Ids(items) => items.len(),
            Self::Bits(_, count) => *count,
        }
    }
}

/// What is known of a code while postings are made.
#[derive(Debug, Clone, Copy, Default)]
struct BuildSlot {
    /// In how many places it stands, then where in `lists` its next posting goes.
    list: u32,
    /// How far the next but one is from there: none goes into the lists when they are bits.
    step: u32,
    /// Its bits in `bitmaps`.
    bits: u32,
}

/// A table for the making of postings, kept from one block to the next: an entry for each possible code.
pub(super) struct BuildTable(Box<[BuildSlot; CODES]>);

/// There are so many codes.
const CODES: usize = 1 << 16;

impl BuildTable {
    /// A table for the first block.
    pub fn new() -> Self {
        let table: Box<[BuildSlot]> = vec![BuildSlot::default(); CODES].into_boxed_slice();
        Self(table.try_into().expect("an entry for each code"))
    }
}

impl Postings {
    /// The postings of texts that stand one after the other in `text`: item `i` from `starts[i]` to `starts[i + 1]`.
    pub fn build(text: &[u16], starts: &[u32], table: &mut BuildTable) -> Self {
        let table = &mut table.0;
        let mut codes = Vec::new();
        for &code in text {
            let slot = &mut table[usize::from(code)];
            if slot.list == 0 {
                codes.push(code);
            }
            slot.list += 1;
        }
        codes.sort_unstable();
        let mut postings = Self::reserve(starts.len() - 1, codes, table);
        // Which code is next cannot be foreseen, so there is no branch for its kind: each goes into a list and into a
        // bitmap, one of which is nobody's.
        for (item, ends) in starts.windows(2).enumerate() {
            for &code in &text[ends[0] as usize..ends[1] as usize] {
                let slot = &mut table[usize::from(code)];
                postings.lists[slot.list as usize] = item as u16;
                slot.list += slot.step;
                insert(&mut postings.bitmaps[slot.bits as usize..], item);
            }
        }
        postings.close();
        for &code in &postings.codes {
            table[usize::from(code)] = BuildSlot::default();
        }
        postings
    }

    /// Makes room for the postings of `codes` in so many places as their tallies say, and leaves there where each of
    /// them begins. Behind all of them there is room for what is nobody's.
    fn reserve(items: usize, codes: Vec<u16>, table: &mut [BuildSlot; CODES]) -> Self {
        let words = items.div_ceil(64);
        let mut ranges: Vec<PostingRange> = Vec::with_capacity(codes.len());
        let (mut list_len, mut bitmap_len) = (0, 0);
        for &code in &codes {
            let count = table[usize::from(code)].list;
            let is_bitmap = count as usize * BITMAP_SHARE > items;
            let (start, len) =
                if is_bitmap { (&mut bitmap_len, stride(words)) } else { (&mut list_len, count as usize) };
            ranges.push(PostingRange { start: *start, count, is_bitmap });
            *start += len as u32;
        }
        for (&code, range) in codes.iter().zip(&ranges) {
            table[usize::from(code)] = if range.is_bitmap {
                BuildSlot { list: list_len, step: 0, bits: range.start }
            } else {
                BuildSlot { list: range.start, step: 1, bits: bitmap_len }
            };
        }
        let (lists, bitmaps) = (vec![0; list_len as usize + 1], vec![0; bitmap_len as usize + words]);
        Self { codes, ranges, lists, bitmaps, items }
    }

    /// Takes away what is nobody's, and what a list has twice because its code stands twice in an item.
    fn close(&mut self) {
        let words = self.items.div_ceil(64);
        self.bitmaps.truncate(self.bitmaps.len() - words);
        self.bitmaps.shrink_to_fit();
        let mut end = 0;
        for stored in &mut self.ranges {
            let start = stored.start as usize;
            if stored.is_bitmap {
                stored.count = count(&self.bitmaps[start..start + words]) as u32;
                continue;
            }
            let range = start..start + stored.count as usize;
            stored.start = end as u32;
            for index in range.clone() {
                let item = self.lists[index];
                self.lists[end] = item;
                end += usize::from(index + 1 == range.end || self.lists[index + 1] != item);
            }
            stored.count = end as u32 - stored.start;
        }
        self.lists.truncate(end);
        self.lists.shrink_to_fit();
    }

    /// The items that have a code, `None` when none has it.
    pub fn of(&self, code: u16) -> Option<PostingList<'_>> {
        self.codes.binary_search(&code).ok().map(|index| self.at(index))
    }

    /// Every code that an item has, ascending.
    pub fn codes(&self) -> &[u16] {
        &self.codes
    }

    /// Adds to a set, one bit for each item, those that have the code of that index among [`Postings::codes`].
    pub fn add_to(&self, index: usize, set: &mut [u64]) {
        match self.at(index) {
            PostingList::Bits(words, _) => union(set, words),
            PostingList::Ids(items) => items.iter().for_each(|item| insert(set, usize::from(*item))),
        }
    }

    fn at(&self, index: usize) -> PostingList<'_> {
        let PostingRange { start, count, is_bitmap } = self.ranges[index];
        let (start, count) = (start as usize, count as usize);
        if is_bitmap {
            PostingList::Bits(&self.bitmaps[start..start + self.items.div_ceil(64)], count)
        } else {
            PostingList::Ids(&self.lists[start..start + count])
        }
    }

    /// Bytes of memory that it takes.
    pub fn size_bytes(&self) -> usize {
        size_of_val(&*self.codes) + size_of_val(&*self.ranges) + size_of_val(&*self.lists) + size_of_val(&*self.bitmaps)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::bitmap::{members, none_below};

    proptest! {
        #[test]
        fn every_item_is_where_its_codes_are(
            first in prop::collection::vec(prop::collection::vec(0..9_u16, 0..4), 0..200),
            second in prop::collection::vec(prop::collection::vec(0..900_u16, 0..4), 0..200),
        ) {
            let mut table = BuildTable::new();
            for texts in [first, second] {
                let lens = texts.iter().map(Vec::len).scan(0, |end, len| { *end += len as u32; Some(*end) });
                let starts: Vec<u32> = std::iter::once(0).chain(lens).collect();
                let postings = Postings::build(&texts.concat(), &starts, &mut table);
                for code in 0..900 {
                    let expected: Vec<usize> = (0..texts.len()).filter(|item| texts[*item].contains(&code)).collect();
                    let found: Vec<usize> = match postings.of(code) {
                        None => Vec::new(),
                        Some(PostingList::Ids(items)) => items.iter().map(|item| usize::from(*item)).collect(),
                        Some(PostingList::Bits(words, _)) => members(words).collect(),
                    };
                    prop_assert_eq!(postings.of(code).map_or(0, |posting| posting.len()), expected.len());
                    let mut set = none_below(texts.len());
                    if let Ok(index) = postings.codes().binary_search(&code) {
                        postings.add_to(index, &mut set);
                    }
                    prop_assert_eq!(members(&set).collect::<Vec<usize>>(), &expected[..]);
                    prop_assert_eq!(found, expected);
                }
            }
        }
    }
}
