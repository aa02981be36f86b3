//! Which items of a block have which character.

use crate::search::bitmap::{add, put};

/// A character that stands in more than one item of so many has a bitmap, any other one a list.
const BITMAP_SHARE: usize = 32;

/// Where the postings of a character are.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// First element in `lists`, or first word in `bitmaps`.
    start: u32,
    /// How many items have the character.
    count: u32,
}

/// For every code of a block the items that have it.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// Ascending.
    codes: Vec<u16>,
    /// One for each of `codes`.
    places: Vec<Place>,
    /// Items, ascending for each code.
    lists: Vec<u16>,
    /// One bit for each item of the block, whole words for each code.
    bitmaps: Vec<u64>,
    items: usize,
}

/// The items that have a character.
#[derive(Debug, Clone, Copy)]
pub(super) enum Posting<'a> {
    /// Few: ascending.
    List(&'a [u16]),
    /// Many: one bit for each item of the block, and how many are set.
    Bits(&'a [u64], usize),
}

impl Posting<'_> {
    /// How many items have it.
    pub const fn len(&self) -> usize {
        match self {
            Self::List(items) => items.len(),
            Self::Bits(_, count) => *count,
        }
    }
}

/// What is known of a code while postings are made.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// The item that had it last, counted from 1.
    last: u32,
    /// How many items have it, then where its next posting goes.
    count: u32,
}

/// Set in [`Tally::count`] when the postings are bits.
const IS_BITMAP: u32 = 1 << 31;

/// A table for the making of postings, kept from one block to the next: an entry for each possible code.
pub(super) struct Tallies(Vec<Tally>);

impl Tallies {
    /// A table for the first block.
    pub fn new() -> Self {
        Self(vec![Tally::default(); usize::from(u16::MAX) + 1])
    }
}

impl Postings {
    /// The postings of texts that stand one after the other in `text`: item `i` from `starts[i]` to `starts[i + 1]`.
    pub fn build(text: &[u16], starts: &[u32], tallies: &mut Tallies) -> Self {
        let tallies = &mut tallies.0;
        let texts = || {
            let ends = starts.windows(2).enumerate();
            ends.map(|(item, ends)| (item as u32 + 1, &text[ends[0] as usize..ends[1] as usize]))
        };
        let mut codes = Vec::new();
        for (number, text) in texts() {
            for &code in text {
                let tally = &mut tallies[usize::from(code)];
                if tally.last != number {
                    if tally.last == 0 {
                        codes.push(code);
                    }
                    tally.last = number;
                    tally.count += 1;
                }
            }
        }
        codes.sort_unstable();
        let mut postings = Self::reserve(starts.len() - 1, codes, tallies);
        for (number, text) in texts() {
            for &code in text {
                let tally = &mut tallies[usize::from(code)];
                if tally.last != number {
                    tally.last = number;
                    postings.put(number as usize - 1, &mut tally.count);
                }
            }
        }
        for &code in &postings.codes {
            tallies[usize::from(code)] = Tally::default();
        }
        postings
    }

    /// Makes room for the postings of `codes`, and leaves in their tallies where each of them begins.
    fn reserve(items: usize, codes: Vec<u16>, tallies: &mut [Tally]) -> Self {
        let words = items.div_ceil(64);
        let (mut list_len, mut bitmap_len) = (0, 0);
        let mut places = Vec::with_capacity(codes.len());
        for &code in &codes {
            let count = tallies[usize::from(code)].count;
            let is_bitmap = is_bitmap(count as usize, items);
            let (start, len) = if is_bitmap { (&mut bitmap_len, words) } else { (&mut list_len, count as usize) };
            places.push(Place { start: *start, count });
            tallies[usize::from(code)] = Tally { last: 0, count: *start | if is_bitmap { IS_BITMAP } else { 0 } };
            *start += len as u32;
        }
        let (lists, bitmaps) = (vec![0; list_len as usize], vec![0; bitmap_len as usize]);
        Self { codes, places, lists, bitmaps, items }
    }

    /// Adds an item where `next` says.
    fn put(&mut self, item: usize, next: &mut u32) {
        if *next & IS_BITMAP == 0 {
            self.lists[*next as usize] = item as u16;
            *next += 1;
        } else {
            put(&mut self.bitmaps[(*next & !IS_BITMAP) as usize..], item);
        }
    }

    /// The items that have a code, `None` when none has it.
    pub fn of(&self, code: u16) -> Option<Posting<'_>> {
        self.codes.binary_search(&code).ok().map(|index| self.at(index))
    }

    /// Every code that an item has, ascending.
    pub fn codes(&self) -> &[u16] {
        &self.codes
    }

    /// Adds to a set, one bit for each item, those that have the code of that index among [`Postings::codes`].
    pub fn add_to(&self, index: usize, set: &mut [u64]) {
        match self.at(index) {
            Posting::Bits(words, _) => add(set, words),
            Posting::List(items) => items.iter().for_each(|item| put(set, usize::from(*item))),
        }
    }

    fn at(&self, index: usize) -> Posting<'_> {
        let Place { start, count } = self.places[index];
        let (start, count) = (start as usize, count as usize);
        if is_bitmap(count, self.items) {
            Posting::Bits(&self.bitmaps[start..start + self.items.div_ceil(64)], count)
        } else {
            Posting::List(&self.lists[start..start + count])
        }
    }

    /// Bytes of memory that it takes.
    pub fn size_bytes(&self) -> usize {
        size_of_val(&*self.codes) + size_of_val(&*self.places) + size_of_val(&*self.lists) + size_of_val(&*self.bitmaps)
    }
}

const fn is_bitmap(count: usize, items: usize) -> bool {
    count * BITMAP_SHARE > items
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::bitmap::{none_below, numbers};

    proptest! {
        #[test]
        fn every_item_is_where_its_codes_are(
            first in prop::collection::vec(prop::collection::vec(0..9_u16, 0..4), 0..200),
            second in prop::collection::vec(prop::collection::vec(0..900_u16, 0..4), 0..200),
        ) {
            let mut tallies = Tallies::new();
            for texts in [first, second] {
                let lens = texts.iter().map(Vec::len).scan(0, |end, len| { *end += len as u32; Some(*end) });
                let starts: Vec<u32> = std::iter::once(0).chain(lens).collect();
                let postings = Postings::build(&texts.concat(), &starts, &mut tallies);
                for code in 0..900 {
                    let expected: Vec<usize> = (0..texts.len()).filter(|item| texts[*item].contains(&code)).collect();
                    let found: Vec<usize> = match postings.of(code) {
                        None => Vec::new(),
                        Some(Posting::List(items)) => items.iter().map(|item| usize::from(*item)).collect(),
                        Some(Posting::Bits(words, _)) => numbers(words).collect(),
                    };
                    prop_assert_eq!(postings.of(code).map_or(0, |posting| posting.len()), expected.len());
                    let mut set = none_below(texts.len());
                    if let Ok(index) = postings.codes().binary_search(&code) {
                        postings.add_to(index, &mut set);
                    }
                    prop_assert_eq!(numbers(&set).collect::<Vec<usize>>(), &expected[..]);
                    prop_assert_eq!(found, expected);
                }
            }
        }
    }
}
