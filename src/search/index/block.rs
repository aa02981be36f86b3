//! A block: so many items that 16 bits number them, their texts in codes, and their postings.

use super::coded::{Coded, LANES, char_of, code_of};
use super::postings::{Postings, Tallies};
use crate::text::fold::search_form;

/// Items of a block.
pub(super) const BLOCK_ITEMS: usize = 1 << 16;

/// A block whose texts have so many characters together takes no more items, so that the work between two looks at
/// whether to stop stays small, however long the items are.
const BLOCK_CHARS: usize = 1 << 22;

/// Some items that follow one another.
#[derive(Debug)]
pub(super) struct Block {
    /// The texts one after the other, and [`LANES`] more.
    codes: Vec<u16>,
    /// Where in `codes` each text begins, and where the last one ends.
    starts: Vec<u32>,
    /// The characters whose code says only which they can be, and where in `codes` they stand; ascending.
    shared: Vec<(u32, char)>,
    postings: Postings,
}

impl Block {
    /// Takes from `items` what fits into a block. The last one is the one without items.
    pub fn take<'a>(items: &mut impl Iterator<Item = &'a str>, tallies: &mut Tallies) -> Self {
        let mut codes = Vec::new();
        let mut starts = vec![0];
        let mut shared = Vec::new();
        while starts.len() <= BLOCK_ITEMS && codes.len() < BLOCK_CHARS {
            let Some(item) = items.next() else { break };
            for c in item.chars().map(search_form) {
                let code = code_of(c);
                if char_of(code).is_none() {
                    shared.push((codes.len() as u32, c));
                }
                codes.push(code);
            }
            starts.push(codes.len() as u32);
        }
        let text_of = |item: usize| &codes[starts[item] as usize..starts[item + 1] as usize];
        let postings = Postings::build(starts.len() - 1, text_of, tallies);
        codes.extend([0; LANES]);
        codes.shrink_to_fit();
        starts.shrink_to_fit();
        Self { codes, starts, shared, postings }
    }

    /// How many items it has.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The text of an item.
    pub fn text(&self, item: usize) -> Coded<'_> {
        let (start, end) = (self.starts[item] as usize, self.starts[item + 1] as usize);
        Coded::new(&self.codes[start..], end - start)
    }

    /// The text of an item as it was coded, in its search form.
    pub fn decode(&self, item: usize) -> String {
        let start = self.starts[item];
        let mut shared = self.shared[self.shared.partition_point(|(place, _)| *place < start)..].iter();
        let codes = self.text(item).codes().iter();
        codes
            .map(|code| char_of(*code).or_else(|| shared.next().map(|(_, c)| *c)).expect("it was kept beside its code"))
            .collect()
    }

    /// Which items have which characters.
    pub const fn postings(&self) -> &Postings {
        &self.postings
    }

    /// Bytes of memory that it takes, beside what its items were made from.
    pub fn size_bytes(&self) -> usize {
        size_of_val(&*self.codes) + size_of_val(&*self.starts) + size_of_val(&*self.shared) + self.postings.size_bytes()
    }
}
