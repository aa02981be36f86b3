//! A bit-sliced signature file: for each item, which pairs of adjacent characters can begin with which pairs of
//! letters.
//!
//! An item has a signature of 128 bits. For every two adjacent characters, each pair of initial letters that their
//! readings can have sets two of these bits, chosen by a hash. An item that contains 双减 has the bits of the pair
//! (s, j), so an item without them cannot match `sj`. The signatures are stored by bit, not by item: slice b holds
//! bit b of every item, and one AND of two words of slices tests 64 items for a pair.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::word::{CODES, code_of, is_skipped, of_all_codes};
use crate::search::bitmap::{bits, stride};
use crate::text::pinyin::{PinyinTable, Reading};

/// Bits of a signature.
const SLICES: usize = u128::BITS as usize;
/// Bits that a pair of letters sets. More would not separate items better: a heading has about twenty pairs, and a
/// fuller signature has more false positives.
pub(super) const PAIR_SLICES: usize = 2;
/// Classes of initials: 26 letters, and one for all digits.
const LETTERS: usize = 27;
/// The class of digits.
const DIGIT: u8 = 26;
/// Items in one word of a slice.
const WORD_ITEMS: usize = u64::BITS as usize;
/// Words of each slice that are built together: one cache line, written once.
const RUN_WORDS: usize = 8;

/// The signatures of all items.
#[derive(Debug, Default)]
pub(super) struct Signatures {
    /// One bit for each item; slices begin a [`stride`] apart.
    slices: Vec<u64>,
    /// Words in a slice.
    words: usize,
}

/// The class of a letter or digit, `None` for anything else.
fn letter_of(code: u16) -> Option<u8> {
    match u8::try_from(code).ok()? {
        letter @ b'a'..=b'z' => Some(letter - b'a'),
        b'0'..=b'9' => Some(DIGIT),
        _ => None,
    }
}

/// The class of the initial of a character in the typed word. One reading is enough: an item with this very character
/// has the bits of all its readings.
pub(super) fn first_letter(code: u16) -> Option<u8> {
    let of_reading = || {
        let name = PinyinTable::global().readings_of(char::from_u32(code.into())?).next()?;
        letter_of(name.as_bytes()[0].into())
    };
    letter_of(code).or_else(of_reading)
}

/// The slices of a pair of initials, given by class.
pub(super) const fn slices_of_pair(first: u8, second: u8) -> [usize; PAIR_SLICES] {
    let mixed = (first as u32 * LETTERS as u32 + second as u32 + 1).wrapping_mul(0x9E37_79B1);
    let slice = (mixed >> 8) as usize % SLICES;
    // The second slice always differs from the first.
    [slice, (slice + 1 + (mixed >> 20) as usize % (SLICES - 1)) % SLICES]
}

/// The initials of every character, and the signature bits of every pair of initial sets.
#[derive(Debug)]
struct Table {
    /// For each code, the id of its set of initials, or [`SKIPPED`].
    classes: Box<[u16; CODES]>,
    /// The number of sets: the empty one, those of a single initial, and the others that occur.
    sets: usize,
    /// The signature bits for each pair of sets of two adjacent characters. Precomputed, so that building a signature
    /// costs one lookup per character, however many readings the characters have.
    pairs: Box<[u128]>,
}

/// The empty set: a character without readings.
const NOTHING: u16 = 0;
/// Punctuation and white space, which matching skips.
const SKIPPED: u16 = u16::MAX;

/// The table, built when it is first used.
static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

impl Table {
    fn new() -> Self {
        let table = PinyinTable::global();
        let singles = (0..LETTERS as u32).map(|letter| 1 << letter);
        let mut sets: Vec<u32> = std::iter::once(0).chain(singles).collect();
        let mut numbers: BTreeMap<u32, u16> = (0..).zip(&sets).map(|(number, set)| (*set, number)).collect();
        let first_letters: Vec<u8> = table.syllables().map(|name| name.as_bytes()[0] - b'a').collect();
        let letters = |readings: &[Reading]| {
            readings.iter().fold(0, |all, reading| all | 1 << first_letters[usize::from(reading.syllable)])
        };
        let mut number_of = |readings: &Vec<Reading>| {
            let set = letters(readings);
            *numbers.entry(set).or_insert_with(|| {
                sets.push(set);
                (sets.len() - 1) as u16
            })
        };
        let of_sets: Vec<u16> = table.readings().iter().map(&mut number_of).collect();
        let of_code = |code: u16| match letter_of(code) {
            Some(letter) => 1 + u16::from(letter),
            None if is_skipped(code) => SKIPPED,
            None => NOTHING,
        };
        let mut classes = of_all_codes(of_code);
        for (c, set) in table.chars() {
            classes[usize::from(code_of(c))] = of_sets[set.index()];
        }
        let bits_of = |first: u32, second: u32| {
            let pairs = bits(first.into()).flat_map(|first| bits(second.into()).map(move |second| (first, second)));
            let slices = pairs.flat_map(|(first, second)| slices_of_pair(first as u8, second as u8));
            slices.fold(0, |all, slice| all | 1 << slice)
        };
        let pairs = sets.iter().flat_map(|first| sets.iter().map(|second| bits_of(*first, *second))).collect();
        Self { classes, sets: sets.len(), pairs }
    }

    /// The signature of an item.
    #[inline]
    fn bits_of(&self, codes: &[u16]) -> u128 {
        let mut all = 0;
        // The empty set before the first character has no pairs, so the loop needs no special case.
        let mut before = usize::from(NOTHING);
        for code in codes {
            let class = self.classes[usize::from(*code)];
            if class != SKIPPED {
                let class = usize::from(class);
                all |= self.pairs[before * self.sets + class];
                before = class;
            }
        }
        all
    }
}

impl Signatures {
    /// Builds the signatures of items given in codes.
    pub(super) fn of<'a>(items: impl ExactSizeIterator<Item = &'a [u16]>) -> Self {
        let table = &*TABLE;
        let words = items.len().div_ceil(WORD_ITEMS);
        let mut slices = vec![0; SLICES * stride(words)];
        let mut items = items.map(|codes| table.bits_of(codes));
        for first_word in (0..words).step_by(RUN_WORDS) {
            // Signatures come item by item and are stored slice by slice: 64 of them are transposed at a time.
            // Writing single bits to 128 slices would miss the cache for nearly every one.
            let mut run = [[0; RUN_WORDS]; SLICES];
            let run_words = RUN_WORDS.min(words - first_word);
            for word in 0..run_words {
                let [mut low, mut high] = [[0; WORD_ITEMS]; 2];
                for ((low, high), item) in low.iter_mut().zip(&mut high).zip(items.by_ref()) {
                    (*low, *high) = (item as u64, (item >> WORD_ITEMS) as u64);
                }
                transpose(&mut low);
                transpose(&mut high);
                run.iter_mut().zip(low.iter().chain(&high)).for_each(|(slice, bits)| slice[word] = *bits);
            }
            for (slice, bits) in slices.chunks_exact_mut(stride(words)).zip(&run) {
                slice[first_word..first_word + run_words].copy_from_slice(&bits[..run_words]);
            }
        }
        Self { slices, words }
    }

    /// The bytes of memory that it takes.
    pub(super) fn size_bytes(&self) -> usize {
        size_of_val(&*self.slices)
    }

    /// One bit of all signatures, one bit for each item.
    pub(super) fn slice(&self, slice: usize) -> &[u64] {
        let start = slice * stride(self.words);
        &self.slices[start..start + self.words]
    }
}

/// Transposes a 64 × 64 bit matrix: bit `i` of word `k` becomes bit `k` of word `i`.
fn transpose(words: &mut [u64; WORD_ITEMS]) {
    // Swap the upper right with the lower left quarter, then do the same within each quarter, and so on.
    let mut width = WORD_ITEMS / 2;
    let mut low = u64::from(u32::MAX);
    while width != 0 {
        for rows in words.chunks_exact_mut(2 * width) {
            let (upper, lower) = rows.split_at_mut(width);
            for (upper, lower) in upper.iter_mut().zip(lower) {
                let changed = (*upper >> width ^ *lower) & low;
                *upper ^= changed << width;
                *lower ^= changed;
            }
        }
        width /= 2;
        low ^= low << width;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_become_columns(rows in any::<[[u64; 8]; 8]>()) {
            let rows: [u64; WORD_ITEMS] = std::array::from_fn(|row| rows[row / 8][row % 8]);
            let mut columns = rows;
            transpose(&mut columns);
            for (row, column) in (0..WORD_ITEMS).flat_map(|row| (0..WORD_ITEMS).map(move |column| (row, column))) {
                prop_assert_eq!(columns[column] >> row & 1, rows[row] >> column & 1);
            }
        }

        #[test]
        fn every_signature_has_the_bits_of_its_pairs(
            items in proptest::collection::vec("[重长教育双减aｂ1，か]{0,6}", 0..1200)
        ) {
            let codes: Vec<Vec<u16>> = items.iter().map(|item| item.chars().map(code_of).collect()).collect();
            let signatures = Signatures::of(codes.iter().map(Vec::as_slice));
            for (item, codes) in codes.iter().enumerate() {
                let bits = (0..SLICES).fold(0, |all, slice| all | u128::from(signatures.slice(slice)[item / 64] >> (item % 64) & 1) << slice);
                prop_assert_eq!(bits, TABLE.bits_of(codes));
                let letters: Vec<_> = codes.iter().filter(|code| !is_skipped(**code)).map(|code| first_letter(*code)).collect();
                for pair in letters.windows(2) {
                    let (Some(first), Some(second)) = (pair[0], pair[1]) else { continue };
                    prop_assert!(slices_of_pair(first, second).iter().all(|slice| bits >> slice & 1 == 1));
                }
            }
        }
    }

    #[test]
    fn punctuation_is_skipped_and_other_scripts_are_not() {
        let bits_of = |text: &str| TABLE.bits_of(&text.chars().map(code_of).collect::<Vec<u16>>());
        assert_eq!(bits_of("教，育"), bits_of("教育"));
        assert_eq!(bits_of("教か育"), 0);
        assert_eq!(bits_of("重，"), 0);
    }
}
