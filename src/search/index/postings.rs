//! Which items of a block have which character.

use crate::search::bitmap::{add, count, put, stride};

/// A character that stands in more places than one for so many items has a bitmap, any other one a list.
const BITMAP_SHARE: usize = 24;

/// Where the postings of a character are.
#[derive(Debug, Clone, Copy)]
struct Place {
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
    places: Vec<Place>,
    /// Items, ascending for each code.
    lists: Vec<u16>,
    /// One bit for each item of the block, a [`stride`] for each code.
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
    /// In how many places it stands, then where in `lists` its next posting goes.
    list: u32,
    /// How far the next but one is from there: none goes into the lists when they are bits.
    step: u32,
    /// Its bits in `bitmaps`.
    bits: u32,
}

/// A table for the making of postings, kept from one block to the next: an entry for each possible code.
pub(super) struct Tallies(Box<[Tally; CODES]>);

/// There are so many codes.
const CODES: usize = 1 << 16;

impl Tallies {
    /// A table for the first block.
    pub fn new() -> Self {
        let tallies: Box<[Tally]> = vec![Tally::default(); CODES].into_boxed_slice();
        Self(tallies.try_into().expect("an entry for each code"))
    }
}

impl Postings {
    /// The postings of texts that stand one after the other in `text`: item `i` from `starts[i]` to `starts[i + 1]`.
    pub fn build(text: &[u16], starts: &[u32], tallies: &mut Tallies) -> Self {
        let tallies = &mut tallies.0;
        let mut codes = Vec::new();
        for &code in text {
            let tally = &mut tallies[usize::from(code)];
            if tally.list == 0 {
                codes.push(code);
            }
            tally.list += 1;
        }
        codes.sort_unstable();
        let mut postings = Self::reserve(starts.len() - 1, codes, tallies);
        // Which code is next cannot be foreseen, so there is no branch for its kind: each goes into a list and into a
        // bitmap, one of which is nobody's.
        for (item, ends) in starts.windows(2).enumerate() {
            for &code in &text[ends[0] as usize..ends[1] as usize] {
                let tally = &mut tallies[usize::from(code)];
                postings.lists[tally.list as usize] = item as u16;
                tally.list += tally.step;
                put(&mut postings.bitmaps[tally.bits as usize..], item);
            }
        }
        postings.close();
        for &code in &postings.codes {
            tallies[usize::from(code)] = Tally::default();
        }
        postings
    }

    /// Makes room for the postings of `codes` in so many places as their tallies say, and leaves there where each of
    /// them begins. Behind all of them there is room for what is nobody's.
    fn reserve(items: usize, codes: Vec<u16>, tallies: &mut [Tally; CODES]) -> Self {
        let words = items.div_ceil(64);
        let mut places: Vec<Place> = Vec::with_capacity(codes.len());
        let (mut list_len, mut bitmap_len) = (0, 0);
        for &code in &codes {
            let count = tallies[usize::from(code)].list;
            let is_bitmap = count as usize * BITMAP_SHARE > items;
            let (start, len) =
                if is_bitmap { (&mut bitmap_len, stride(words)) } else { (&mut list_len, count as usize) };
            places.push(Place { start: *start, count, is_bitmap });
            *start += len as u32;
        }
        for (&code, place) in codes.iter().zip(&places) {
            tallies[usize::from(code)] = if place.is_bitmap {
                Tally { list: list_len, step: 0, bits: place.start }
            } else {
                Tally { list: place.start, step: 1, bits: bitmap_len }
            };
        }
        let (lists, bitmaps) = (vec![0; list_len as usize + 1], vec![0; bitmap_len as usize + words]);
        Self { codes, places, lists, bitmaps, items }
    }

    /// Takes away what is nobody's, and what a list has twice because its code stands twice in an item.
    fn close(&mut self) {
        let words = self.items.div_ceil(64);
        self.bitmaps.truncate(self.bitmaps.len() - words);
        self.bitmaps.shrink_to_fit();
        let mut end = 0;
        for place in &mut self.places {
            let start = place.start as usize;
            if place.is_bitmap {
                place.count = count(&self.bitmaps[start..start + words]) as u32;
                continue;
            }
            let range = start..start + place.count as usize;
            place.start = end as u32;
            for index in range.clone() {
                let item = self.lists[index];
                self.lists[end] = item;
                end += usize::from(index + 1 == range.end || self.lists[index + 1] != item);
            }
            place.count = end as u32 - place.start;
        }
        self.lists.truncate(end);
        self.lists.shrink_to_fit();
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
        let Place { start, count, is_bitmap } = self.places[index];
        let (start, count) = (start as usize, count as usize);
        if is_bitmap {
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
