//! A block of up to 65,536 items: their texts in codes, their posting lists, and their pinyin filter.

use std::hint::black_box;

use super::coded::{CodedText, PADDING, bonus_after, char_of, code_of};
use super::postings::{BuildTable, Postings};
use crate::search::fuzzy::{FUZZY_CHARS, is_hard_separator};
use crate::search::pinyin::{Items, PinyinFilter};
use crate::text::fold::search_form;
use crate::text::han_set::is_han;

/// The maximal number of items of a block: 16 bits number them.
pub(super) const BLOCK_ITEMS: usize = 1 << 16;

/// A block takes no more items once its texts have this many characters together. That bounds the work between two
/// checks whether to stop, however long the items are.
const BLOCK_CHARS: usize = 1 << 22;

/// A block of consecutive items.
#[derive(Debug)]
pub(super) struct Block {
    /// The texts, one after another, and [`PADDING`] codes more.
    codes: Vec<u16>,
    /// The start of each text in `codes`, and the end of the last.
    starts: Vec<u32>,
    /// The characters whose code is shared, and their positions in `codes`, ascending.
    shared: Vec<(u32, char)>,
    postings: Postings,
    heads: Postings,
    pinyin_filter: PinyinFilter,
    has_long_items: bool,
}

/// Buffers for building blocks, reused from one block to the next.
pub(super) struct IndexBuilder {
    codes: Vec<u16>,
    /// The codes that begin a word, and the start of each item's.
    heads: Vec<u16>,
    head_starts: Vec<u32>,
    table: BuildTable,
}

impl IndexBuilder {
    /// Buffers for the first block.
    pub(super) fn new() -> Self {
        Self { codes: Vec::new(), heads: Vec::new(), head_starts: Vec::new(), table: BuildTable::new() }
    }
}

impl Block {
    /// Builds a block from the next `items` that fit into one. The block after the last has no items.
    pub(super) fn build_next<'a>(items: &mut impl Iterator<Item = &'a str>, builder: &mut IndexBuilder) -> Self {
        let IndexBuilder { codes, heads, head_starts, table } = builder;
        codes.clear();
        heads.clear();
        head_starts.clear();
        head_starts.push(0);
        let mut starts = vec![0];
        let mut shared = Vec::new();
        let mut has_long_items = false;
        while starts.len() <= BLOCK_ITEMS && codes.len() < BLOCK_CHARS {
            let Some(item) = items.next() else { break };
            let start = codes.len();
            // Whether a word begins with the next character.
            let mut is_head = true;
            for c in item.chars() {
                let c = search_form(c);
                // Nearly all characters are Chinese: their own code, and no word begins after them.
                let is_han = is_han(c);
                let code = code_of(c);
                if !is_han && char_of(code).is_none() {
                    shared.push((codes.len() as u32, c));
                }
                if is_head && scores_as_head(&codes[start..], code) {
                    heads.push(code);
                }
                codes.push(code);
                is_head = !is_han && bonus_after(Some(code)) > 0;
            }
            // Fuzzy scores end at this limit, so the head postings of such an item may be incomplete.
            has_long_items |= codes.len() - start > FUZZY_CHARS;
            starts.push(codes.len() as u32);
            head_starts.push(heads.len() as u32);
        }
        // The build table is shared by both calls: each leaves it empty again.
        let postings = Postings::build(codes, &starts, table);
        let heads = Postings::build(heads, head_starts, table);
        let texts = starts.windows(2).map(|ends| &codes[ends[0] as usize..ends[1] as usize]);
        let pinyin_filter = PinyinFilter::new(texts);
        // Padding once for the whole block lets every text be read in whole vectors, without copying it.
        codes.extend([0; PADDING]);
        starts.shrink_to_fit();
        Self { codes: codes.clone(), starts, shared, postings, heads, pinyin_filter, has_long_items }
    }

    /// The number of items.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The text of an item.
    pub(super) fn text(&self, item: usize) -> CodedText<'_> {
        let (start, end) = (self.starts[item] as usize, self.starts[item + 1] as usize);
        CodedText::new(&self.codes[start..], end - start)
    }

    /// The text of an item, decoded, in its search form.
    pub(super) fn decode(&self, item: usize) -> String {
        let start = self.starts[item];
        let mut shared = self.shared[self.shared.partition_point(|(place, _)| *place < start)..].iter();
        let codes = self.text(item).codes().iter();
        codes
            .map(|code| char_of(*code).or_else(|| shared.next().map(|(_, c)| *c)).expect("it was kept beside its code"))
            .collect()
    }

    /// Loads the texts of `items` into the cache, all at once. Scoring them one after another would wait for memory
    /// at each, because what to do next depends on what was read.
    pub(super) fn fetch(&self, items: impl Iterator<Item = u16>) {
        let ends = items.map(|item| {
            let item = usize::from(item);
            self.codes[self.starts[item] as usize] ^ self.codes[self.starts[item + 1] as usize]
        });
        // The values are of no use; `black_box` keeps the loads from being optimised away. They do not depend on one
        // another, so the processor issues them all at once.
        black_box(ends.fold(0, |all, both| all ^ both));
    }

    /// The items that contain each character at the beginning of a word (at the head of the text or after a
    /// separator), where the character alone scores higher.
    pub(super) const fn heads(&self) -> &Postings {
        &self.heads
    }

    /// The items that contain each character.
    pub(super) const fn postings(&self) -> &Postings {
        &self.postings
    }

    /// The filter of the items by pinyin.
    pub(super) const fn pinyin_filter(&self) -> &PinyinFilter {
        &self.pinyin_filter
    }

    /// Whether it has items longer than the limit of fuzzy matching; [`Block::heads`] is incomplete for these.
    pub(super) const fn has_long_items(&self) -> bool {
        self.has_long_items
    }

    /// The bytes of memory it takes, not counting the texts it was built from.
    pub(super) fn size_bytes(&self) -> usize {
        size_of_val(&*self.codes)
            + size_of_val(&*self.starts)
            + size_of_val(&*self.shared)
            + self.postings.size_bytes()
            + self.heads.size_bytes()
            + self.pinyin_filter.size_bytes()
    }
}

impl Items for Block {
    fn count(&self) -> usize {
        self.len()
    }

    fn codes(&self, item: usize) -> &[u16] {
        self.text(item).codes()
    }

    fn known_codes(&self) -> &[u16] {
        self.postings.codes()
    }

    fn add_having(&self, known: usize, set: &mut [u64]) {
        self.postings.add_to(known, set);
    }
}

/// Whether a character that begins a word after the text `before` scores higher for it. Beyond the limit of fuzzy
/// matching that holds only after a hard separator, and if the character does not occur before the limit.
fn scores_as_head(before: &[u16], code: u16) -> bool {
    let Some((head, _)) = before.split_at_checked(FUZZY_CHARS) else { return true };
    let is_after_hard = before.last().and_then(|code| char_of(*code)).is_some_and(is_hard_separator);
    is_after_hard && !head.contains(&code)
}
