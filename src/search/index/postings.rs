//! Posting lists: for each character, the items of a block that contain it.
//!
//! A frequent character has a bitmap, any other a sorted list of 16-bit item numbers, whichever is smaller and faster
//! to intersect.

use crate::search::bitmap::{count, insert, stride, union};

/// A character with more occurrences than one in this many items gets a bitmap. By size alone the limit would be 16
/// (a number takes 16 bits, an item one bit); sparse bitmaps pay because intersecting them needs no search.
const BITMAP_SHARE: usize = 24;

/// Where the posting list of a character is stored.
#[derive(Debug, Clone, Copy)]
struct PostingRange {
    /// First element in `lists`, or first word in `bitmaps`.
    start: u32,
    /// The number of items that contain the character.
    count: u32,
    is_bitmap: bool,
}

/// The posting lists of all codes of a block.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// Ascending.
    codes: Vec<u16>,
    /// One for each of `codes`.
    ranges: Vec<PostingRange>,
    /// Items of all lists, ascending within each.
    lists: Vec<u16>,
    /// Bitmaps, one bit for each item; they begin a [`stride`] apart.
    bitmaps: Vec<u64>,
    items: usize,
}

/// The items that contain a character.
#[derive(Debug, Clone, Copy)]
pub(super) enum PostingList<'a> {
    /// Few items, ascending.
    Ids(&'a [u16]),
    /// Many items as a bitmap, and the number of set bits.
    Bits(&'a [u64], usize),
}

impl PostingList<'_> {
    /// The number of items that contain it.
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::Ids(items) => items.len(),
            Self::Bits(_, count) => *count,
        }
    }
}

/// The state of one code while posting lists are built.
#[derive(Debug, Clone, Copy, Default)]
struct BuildSlot {
    /// First the number of occurrences, then the index in `lists` for its next item.
    list: u32,
    /// The distance to the index after that: 0 when the code has a bitmap, so that its list does not grow.
    step: u32,
    /// The start of its bitmap in `bitmaps`.
    bits: u32,
}

/// A scratch table with a slot for every possible code, reused from one block to the next.
pub(super) struct BuildTable(Box<[BuildSlot; CODES]>);

/// The number of codes.
const CODES: usize = 1 << 16;

impl BuildTable {
    /// A table for the first block.
    pub(super) fn new() -> Self {
        let table: Box<[BuildSlot]> = vec![BuildSlot::default(); CODES].into_boxed_slice();
        Self(table.try_into().expect("an entry for each code"))
    }
}

impl Postings {
    /// The posting lists of texts stored one after another in `text`: item `i` from `starts[i]` to `starts[i + 1]`.
    pub(super) fn build(text: &[u16], starts: &[u32], table: &mut BuildTable) -> Self {
        let table = &mut table.0;
        let mut codes = Vec::new();
        for &code in text {
            let slot = &mut table[usize::from(code)];
            if slot.list == 0 {
                codes.push(code);
            }
            slot.list += 1;
        }
        // Only codes that occur are sorted and searched: a few thousand of the 65,536.
        codes.sort_unstable();
        let mut postings = Self::reserve(starts.len() - 1, codes, table);
        // The next code is unpredictable, so there is no branch on its kind: every occurrence is written to a list
        // and to a bitmap, one of which is a dummy at the end.
        for (item, ends) in starts.windows(2).enumerate() {
            for &code in &text[ends[0] as usize..ends[1] as usize] {
                let slot = &mut table[usize::from(code)];
                postings.lists[slot.list as usize] = item as u16;
                slot.list += slot.step;
                insert(&mut postings.bitmaps[slot.bits as usize..], item);
            }
        }
        postings.close();
        // Resetting the used slots costs less than clearing the whole table for every block.
        for &code in &postings.codes {
            table[usize::from(code)] = BuildSlot::default();
        }
        postings
    }

    /// Reserves lists and bitmaps for `codes` by the counts in `table`, and leaves there the start of each. The dummy
    /// list and bitmap follow the real ones.
    fn reserve(items: usize, codes: Vec<u16>, table: &mut [BuildSlot; CODES]) -> Self {
        let words = items.div_ceil(64);
        let mut ranges: Vec<PostingRange> = Vec::with_capacity(codes.len());
        let (mut list_len, mut bitmap_len) = (0, 0);
        for &code in &codes {
            // Occurrences, not items: an upper bound is enough to choose the form and to reserve space.
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

    /// Drops the dummies, and the repetitions in a list that come from a code that occurs twice in an item.
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
                // Written unconditionally and kept only if the next item differs: no branch to mispredict.
                end += usize::from(index + 1 == range.end || self.lists[index + 1] != item);
            }
            stored.count = end as u32 - stored.start;
        }
        self.lists.truncate(end);
        self.lists.shrink_to_fit();
    }

    /// The items that contain a code, `None` when none does.
    pub(super) fn of(&self, code: u16) -> Option<PostingList<'_>> {
        self.codes.binary_search(&code).ok().map(|index| self.at(index))
    }

    /// All codes that occur in an item, ascending.
    pub(super) fn codes(&self) -> &[u16] {
        &self.codes
    }

    /// Adds to a bitmap the items that contain the code with index `index` in [`Postings::codes`].
    pub(super) fn add_to(&self, index: usize, set: &mut [u64]) {
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

    /// The bytes of memory it takes.
    pub(super) fn size_bytes(&self) -> usize {
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
