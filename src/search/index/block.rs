//! A block: so many items that 16 bits number them, their texts in codes, their postings, and their sounds.

use std::hint::black_box;

use super::coded::{CodedText, PADDING, bonus_after, char_of, code_of};
use super::postings::{BuildTable, Postings};
use crate::search::fuzzy::{FUZZY_CHARS, is_hard_separator};
use crate::search::pinyin::{Items, PinyinFilter};
use crate::text::fold::search_form;
use crate::text::han_set::is_han;

/// Items of a block.
pub(super) const BLOCK_ITEMS: usize = 1 << 16;

/// A block whose texts have so many characters together takes no more items, so that the work between two looks at
/// whether to stop stays small, however long the items are.
const BLOCK_CHARS: usize = 1 << 22;

/// Some items that follow one another.
#[derive(Debug)]
pub(super) struct Block {
    /// The texts one after the other, and [`PADDING`] codes more.
    codes: Vec<u16>,
    /// Where in `codes` each text begins, and where the last one ends.
    starts: Vec<u32>,
    /// The characters whose code says only which they can be, and where in `codes` they stand; ascending.
    shared: Vec<(u32, char)>,
    postings: Postings,
    heads: Postings,
    pinyin_filter: PinyinFilter,
    has_long_items: bool,
}

/// Room for making blocks, kept from one to the next.
pub(super) struct IndexBuilder {
    codes: Vec<u16>,
    /// The codes that begin a word, and where those of each item begin.
    heads: Vec<u16>,
    head_starts: Vec<u32>,
    table: BuildTable,
}

impl IndexBuilder {
    /// Room for the first block.
    pub fn new() -> Self {
        Self { codes: Vec::new(), heads: Vec::new(), head_starts: Vec::new(), table: BuildTable::new() }
    }
}

impl Block {
    /// Takes from `items` what fits into a block. The last one is the one without items.
    pub fn build_next<'a>(items: &mut impl Iterator<Item = &'a str>, builder: &mut IndexBuilder) -> Self {
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
                // Nearly all of them are 汉字: their own code, and no word begins after them.
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
            has_long_items |= codes.len() - start > FUZZY_CHARS;
            starts.push(codes.len() as u32);
            head_starts.push(heads.len() as u32);
        }
        let postings = Postings::build(codes, &starts, table);
        let heads = Postings::build(heads, head_starts, table);
        let texts = starts.windows(2).map(|ends| &codes[ends[0] as usize..ends[1] as usize]);
        let pinyin_filter = PinyinFilter::new(texts);
        codes.extend([0; PADDING]);
        starts.shrink_to_fit();
        Self { codes: codes.clone(), starts, shared, postings, heads, pinyin_filter, has_long_items }
    }

    /// How many items it has.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The text of an item.
    pub fn text(&self, item: usize) -> CodedText<'_> {
        let (start, end) = (self.starts[item] as usize, self.starts[item + 1] as usize);
        CodedText::new(&self.codes[start..], end - start)
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

    /// Has the texts of these items fetched from memory, all at once. Whoever looks at one after the other waits for
    /// each of them, because what is to be done next depends on what stands there.
    pub fn fetch(&self, items: impl Iterator<Item = u16>) {
        let ends = items.map(|item| {
            let item = usize::from(item);
            self.codes[self.starts[item] as usize] ^ self.codes[self.starts[item + 1] as usize]
        });
        black_box(ends.fold(0, |all, both| all ^ both));
    }

    /// Which items have which characters at the beginning of a word, at the head or after a separator, so that the
    /// character alone scores more than elsewhere.
    pub const fn heads(&self) -> &Postings {
        &self.heads
    }

    /// Which items have which characters.
    pub const fn postings(&self) -> &Postings {
        &self.postings
    }

    /// Which items have which sounds.
    pub const fn pinyin_filter(&self) -> &PinyinFilter {
        &self.pinyin_filter
    }

    /// Whether it has items that are longer than what is matched fuzzily: of them [`Block::heads`] does not tell all.
    pub const fn has_long_items(&self) -> bool {
        self.has_long_items
    }

    /// Bytes of memory that it takes, beside what its items were made from.
    pub fn size_bytes(&self) -> usize {
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

/// Whether a character that begins a word after the text `before` lets it score higher: beyond what is matched fuzzily
/// only when it is not there as well, and after a hard separator.
fn scores_as_head(before: &[u16], code: u16) -> bool {
    let Some((head, _)) = before.split_at_checked(FUZZY_CHARS) else { return true };
    let is_after_hard = before.last().and_then(|code| char_of(*code)).is_some_and(is_hard_separator);
    is_after_hard && !head.contains(&code)
}
