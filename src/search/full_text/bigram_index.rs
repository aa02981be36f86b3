//! An index of bigrams: which blocks of a buffer can contain a word. It never misses a block and rarely names one in
//! vain.
//!
//! The buffer is cut into blocks of 4 KiB. The bigrams (pairs of adjacent characters) of every block are recorded in
//! a bit-sliced signature: a hash maps a bigram to one of 4,096 slices, and a slice has one bit for each block. A
//! word of several characters can begin only in blocks that have a bit in the slices of all its bigrams, which is an
//! AND of a few words for 64 blocks at a time. Rare characters additionally have a sorted list of their blocks.
//!
//! The signature of a block also covers the first [`OVERLAP_BYTES`] of the next, so that a word that begins near its
//! end is wholly covered by one block.

use std::ops::Range;

use crate::search::bitmap::bits;

/// Bytes in a block.
pub(super) const BLOCK_BYTES: usize = 4096;

/// Characters of a word are looked up as far as this many bytes.
const OVERLAP_BYTES: usize = 64;

/// The number of slices. A block of a notice has about 900 different bigrams, so an absent bigram is taken for
/// present with a probability of about one in five; a word of four characters then passes one block in a hundred in
/// vain.
const SLICES: usize = 4096;

/// Blocks in one word of a slice.
const WORD_BLOCKS: usize = u64::BITS as usize;

/// Adjacent words of a slice: one cache line. The next words of the slice follow after those of all other slices, so
/// that an index being built only grows at its end.
const LANES: usize = 8;

/// A character that occurs in more than one block in this many has no list: reading on finds it soon enough.
const RARE_SHARE: usize = 16;

/// Characters are identified by the low 16 bits of their code point. Confusing two of different planes only costs
/// time.
const KEYS: usize = 1 << 16;

/// Maps each bigram to the text blocks that contain it.
#[derive(Debug, Default)]
pub(super) struct BigramIndex {
    /// The number of blocks.
    len: usize,
    /// For each stripe of `LANES` words: those of slice 0, those of slice 1, and so on. The last stripe may be
    /// narrower.
    slices: Vec<u64>,
    chars: RareCharLists,
}

/// All characters of a buffer, and the blocks of the rare ones.
#[derive(Debug, Default)]
struct RareCharLists {
    /// Ascending.
    keys: Vec<u16>,
    /// For each key the end of its list in `blocks`; the list begins where that of the previous key ends. A frequent
    /// character has an empty list.
    ends: Vec<u32>,
    /// The lists, each ascending.
    blocks: Vec<u32>,
}

/// How often a character occurs in a buffer.
enum Frequency<'a> {
    Absent,
    /// It occurs in these blocks only, ascending.
    Rare(&'a [u32]),
    Frequent,
}

fn key(c: char) -> usize {
    c as usize & (KEYS - 1)
}

fn slice_of(first: char, second: char) -> usize {
    let pair = (first as u32) << 16 ^ second as u32;
    // Multiplicative hashing: the high bits of the product are well mixed.
    (pair.wrapping_mul(0x9E37_79B1) >> (u32::BITS - SLICES.trailing_zeros())) as usize
}

impl BigramIndex {
    /// Builds the index of a buffer.
    pub(super) fn new(buffer: &str) -> Self {
        let len = buffer.len().div_ceil(BLOCK_BYTES);
        let lanes = len.div_ceil(WORD_BLOCKS);
        let mut slices = vec![0; lanes * SLICES];
        let mut rare = RareCharCollector::new(len);
        // Slices of 64 blocks are collected in a small array and copied out once: writing to the whole index for each
        // bigram would miss the cache.
        let mut pairs = vec![0; SLICES];
        for lane in 0..lanes {
            pairs.fill(0);
            let within = lane * WORD_BLOCKS..len.min((lane + 1) * WORD_BLOCKS);
            for (bit, block) in within.enumerate() {
                note_block(block_text(buffer, block), 1 << bit, &mut pairs, &mut rare);
            }
            rare.close_lane(lane);
            let (stripe, lane) = (Stripe::of_lane(lane, lanes), lane % LANES);
            for (slice, word) in pairs.iter().enumerate() {
                slices[stripe.start + slice * stripe.lanes + lane] = *word;
            }
        }
        Self { len, slices, chars: rare.into_lists() }
    }

    /// The bytes of memory that it takes.
    pub(super) fn memory_bytes(&self) -> usize {
        let chars = &self.chars;
        self.slices.len() * 8 + chars.keys.len() * 2 + chars.ends.len() * 4 + chars.blocks.len() * 4
    }

    fn frequency(&self, c: char) -> Frequency<'_> {
        let Ok(index) = self.chars.keys.binary_search(&(key(c) as u16)) else { return Frequency::Absent };
        let start = index.checked_sub(1).map_or(0, |before| self.chars.ends[before]);
        match &self.chars.blocks[start as usize..self.chars.ends[index] as usize] {
            [] => Frequency::Frequent,
            blocks => Frequency::Rare(blocks),
        }
    }

    /// The blocks in which `word`, which is not empty, can begin.
    pub(super) fn candidate_blocks(&self, word: &str) -> CandidateBlocks<'_> {
        let mut candidate_blocks = CandidateBlocks { blocks: self, slices: Vec::new(), rare: None, is_empty: false };
        let mut before = None;
        for (start, c) in word.char_indices().take_while(|(start, _)| *start < OVERLAP_BYTES) {
            match self.frequency(c) {
                Frequency::Absent => candidate_blocks.is_empty = true,
                // The other characters are covered by their bigrams.
                Frequency::Rare(blocks) if candidate_blocks.rare.is_none_or(|rare| blocks.len() < rare.len()) => {
                    candidate_blocks.rare = Some(blocks);
                }
                Frequency::Rare(_) | Frequency::Frequent => {}
            }
            if let Some((_, before)) = before.replace((start, c)) {
                candidate_blocks.slices.push(slice_of(before, c));
            }
        }
        candidate_blocks.slices.sort_unstable();
        candidate_blocks.slices.dedup();
        candidate_blocks
    }
}

/// The text of a block and its overlap, cut at character boundaries.
fn block_text(buffer: &str, block: usize) -> &str {
    let start = next_boundary(buffer, block * BLOCK_BYTES);
    &buffer[start..next_boundary(buffer, (block + 1) * BLOCK_BYTES + OVERLAP_BYTES)]
}

/// The first character boundary from byte `at` on: a character belongs to the block in which it begins.
fn next_boundary(buffer: &str, at: usize) -> usize {
    (at..buffer.len()).find(|at| buffer.is_char_boundary(*at)).unwrap_or(buffer.len())
}

/// Sets `bit` for every bigram and every character of a text.
fn note_block(text: &str, bit: u64, pairs: &mut [u64], chars: &mut RareCharCollector) {
    let mut text = text.chars();
    let Some(mut before) = text.next() else { return };
    chars.note(before, bit);
    for c in text {
        chars.note(c, bit);
        pairs[slice_of(before, c)] |= bit;
        before = c;
    }
}

/// Collects the blocks of rare characters.
struct RareCharCollector {
    /// A character in more blocks than this is not rare.
    most: usize,
    /// For each key its number in the order of first occurrence, from 1; 0 for none.
    numbers: Vec<u32>,
    /// The state of each number.
    chars: Vec<CharCount>,
    /// Pairs of number and block, by block. A character that turns out to be frequent gets no more of them.
    places: Vec<(u32, u32)>,
}

/// The state of a character while the index is built.
#[derive(Debug, Clone, Copy, Default)]
struct CharCount {
    /// Its blocks in the current word of blocks.
    lane: u64,
    /// First the number of its blocks so far, then the index in the list for its next block.
    count: u32,
    key: u16,
}

impl RareCharCollector {
    fn new(blocks: usize) -> Self {
        Self {
            most: blocks / RARE_SHARE,
            numbers: vec![0; KEYS],
            chars: vec![CharCount::default()],
            places: Vec::new(),
        }
    }

    #[inline]
    fn note(&mut self, c: char, bit: u64) {
        let number = &mut self.numbers[key(c)];
        if *number == 0 {
            *number = self.chars.len() as u32;
            self.chars.push(CharCount { key: key(c) as u16, ..CharCount::default() });
        }
        self.chars[*number as usize].lane |= bit;
    }

    /// Records the characters seen in a word of blocks.
    fn close_lane(&mut self, lane: usize) {
        for (number, count_so_far) in
            self.chars.iter_mut().enumerate().filter(|(_, count_so_far)| count_so_far.lane != 0)
        {
            count_so_far.count += count_so_far.lane.count_ones();
            if count_so_far.count as usize <= self.most {
                let blocks = bits(count_so_far.lane).map(|bit| (lane * WORD_BLOCKS + bit) as u32);
                self.places.extend(blocks.map(|block| (number as u32, block)));
            }
            count_so_far.lane = 0;
        }
    }

    /// The lists, sorted by key.
    fn into_lists(mut self) -> RareCharLists {
        let most = self.most;
        let is_rare = |count_so_far: &CharCount| count_so_far.count as usize <= most;
        self.places.retain(|(number, _)| is_rare(&self.chars[*number as usize]));
        let mut numbers: Vec<usize> = (1..self.chars.len()).collect();
        numbers.sort_unstable_by_key(|number| self.chars[*number].key);
        let mut chars = RareCharLists { blocks: vec![0; self.places.len()], ..RareCharLists::default() };
        let mut total = 0;
        for number in numbers {
            let count_so_far = &mut self.chars[number];
            let count = if is_rare(count_so_far) { count_so_far.count } else { 0 };
            count_so_far.count = total;
            total += count;
            chars.keys.push(count_so_far.key);
            chars.ends.push(total);
        }
        for (number, block) in self.places {
            let next = &mut self.chars[number as usize].count;
            chars.blocks[*next as usize] = block;
            *next += 1;
        }
        chars
    }
}

/// The location of a stripe of slices.
#[derive(Clone, Copy)]
struct Stripe {
    start: usize,
    /// The number of its lanes.
    lanes: usize,
}

impl Stripe {
    fn of_lane(lane: usize, lanes: usize) -> Self {
        let first = lane - lane % LANES;
        Self { start: first * SLICES, lanes: LANES.min(lanes - first) }
    }
}

/// The candidate blocks of a word.
#[derive(Debug)]
pub(super) struct CandidateBlocks<'a> {
    blocks: &'a BigramIndex,
    /// The slices of its bigrams.
    slices: Vec<usize>,
    /// The blocks of its rarest character, if that is a rare one.
    rare: Option<&'a [u32]>,
    /// One of its characters does not occur at all.
    is_empty: bool,
}

impl CandidateBlocks<'_> {
    /// The next run of adjacent candidate blocks, `from` being the first that is wanted; at most as many as a lane
    /// has. `None` when there are no more.
    pub(super) fn next_blocks(&self, from: usize) -> Option<Range<usize>> {
        if self.is_empty {
            return None;
        }
        if let Some(rare) = self.rare {
            let rest = &rare[rare.partition_point(|block| (*block as usize) < from)..];
            // Blocks of the rare character still have to pass the bigrams of the whole word.
            let block = rest.iter().map(|block| *block as usize).find(|block| self.has(*block))?;
            return Some(block..block + 1);
        }
        let mut from = from;
        while from < self.blocks.len {
            let (lane, bit) = (from / WORD_BLOCKS, from % WORD_BLOCKS);
            // A run of set bits is returned as one range, so that adjacent blocks are searched in one go.
            let word = self.word(lane) & u64::MAX << bit;
            if word != 0 {
                let start = word.trailing_zeros();
                let run = (!(word >> start)).trailing_zeros();
                let start = lane * WORD_BLOCKS + start as usize;
                return Some(start..(start + run as usize).min(self.blocks.len));
            }
            from = (lane + 1) * WORD_BLOCKS;
        }
        None
    }

    /// An estimate of the number of candidate blocks.
    pub(super) fn estimate(&self) -> usize {
        match (self.is_empty, self.rare) {
            (true, _) => 0,
            (false, Some(rare)) => rare.len(),
            (false, None) => {
                let lanes = self.blocks.len.div_ceil(WORD_BLOCKS);
                (0..lanes).map(|lane| self.word(lane).count_ones() as usize).sum()
            }
        }
    }

    fn has(&self, block: usize) -> bool {
        self.word(block / WORD_BLOCKS) >> (block % WORD_BLOCKS) & 1 == 1
    }

    /// The candidate blocks of a lane, as bits.
    fn word(&self, lane: usize) -> u64 {
        let stripe = Stripe::of_lane(lane, self.blocks.len.div_ceil(WORD_BLOCKS));
        let at = |slice: &usize| self.blocks.slices[stripe.start + slice * stripe.lanes + lane % LANES];
        self.slices.iter().map(at).fold(u64::MAX, |all, word| all & word)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// A buffer of several lanes in which every number occurs once.
    fn numbers() -> String {
        let mut buffer = String::new();
        let mut number = 0;
        while buffer.len() < BLOCK_BYTES * (WORD_BLOCKS * (LANES + 1) + 3) {
            write!(buffer, "第{number}项工作，").expect("a string takes everything");
            number += 1;
        }
        buffer.push_str("完𠀀");
        buffer
    }

    /// All candidate blocks of a word.
    fn passed(blocks: &BigramIndex, word: &str) -> Vec<usize> {
        let candidate_blocks = blocks.candidate_blocks(word);
        let mut passed = Vec::new();
        let mut from = 0;
        while let Some(range) = candidate_blocks.next_blocks(from) {
            assert!(range.start >= from && range.end <= blocks.len && range.len() <= WORD_BLOCKS);
            from = range.end;
            passed.extend(range);
        }
        passed
    }

    /// Checks that every block in which the word begins is a candidate, and how many candidates there are.
    #[track_caller]
    fn check(buffer: &str, blocks: &BigramIndex, word: &str, at_most: usize) {
        let passed = passed(blocks, word);
        for (start, _) in buffer.match_indices(word) {
            assert!(passed.contains(&(start / BLOCK_BYTES)), "{word} at {start} of {}", buffer.len());
        }
        assert!(passed.len() <= at_most, "{word}: {} of {}", passed.len(), blocks.len);
    }

    #[test]
    fn no_block_is_missed_and_few_are_named_in_vain() {
        let buffer = numbers();
        let blocks = BigramIndex::new(&buffer);
        for number in (0..90_000).step_by(977) {
            check(&buffer, &blocks, &format!("第{number}项"), blocks.len);
            check(&buffer, &blocks, &format!("工作，第{number}项工作，第{}项工作", number + 1), blocks.len);
        }
        check(&buffer, &blocks, "工", blocks.len);
        check(&buffer, &blocks, "，第", blocks.len);
        check(&buffer, &blocks, "完", 2);
        check(&buffer, &blocks, "，完𠀀", 2);
        check(&buffer, &blocks, "𠀀", 2);
        check(&buffer, &blocks, "无", 0);
        check(&buffer, &blocks, "工无", 0);
        check(&buffer, &blocks, "作工", 0);
    }

    #[test]
    fn a_word_over_the_border_of_blocks_is_in_the_first() {
        for before in 0..40 {
            let buffer = format!("{}做好教育督导工作{}", "a".repeat(BLOCK_BYTES - before), "b".repeat(9000));
            // A word at the beginning of a block is in the overlap of the block before.
            check(&buffer, &BigramIndex::new(&buffer), "做好教育督导工作", 2);
            check(&buffer, &BigramIndex::new(&buffer), "好教", 2);
        }
    }

    #[test]
    fn every_character_can_be_looked_up() {
        let all: String = ('\0'..=char::MAX).collect();
        let text = format!("{all}{}", "甲".repeat(BLOCK_BYTES * RARE_SHARE));
        let blocks = BigramIndex::new(&text);
        for word in ["\0", "一", "龥", "\u{FFFF}", "\u{1F600}", "\u{2FFFF}", "\u{10FFFF}"] {
            check(&text, &blocks, word, blocks.len);
        }
    }

    #[test]
    fn tiny_buffers_are_indexed() {
        assert_eq!(passed(&BigramIndex::new(""), "甲"), Vec::<usize>::new());
        assert_eq!(passed(&BigramIndex::new("\n"), "甲"), Vec::<usize>::new());
        assert_eq!(passed(&BigramIndex::new("甲\n"), "甲"), [0]);
        assert_eq!(passed(&BigramIndex::new("甲\n"), "甲甲"), Vec::<usize>::new());
    }
}
