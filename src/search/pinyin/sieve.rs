//! Which items can have a word, said by 256 bits of every item.
//!
//! Some bits say which letters the syllables of an item begin with; the others are shared, by a hash, by the pairs of
//! initials that stand side by side and by the whole syllables. All readings of a character count. A word is read in
//! all ways at once, from its end to its beginning, for 512 items at a time; what it lets through is looked at closely.

use std::sync::LazyLock;

use super::word::{Class, PinyinWord, Rank, code_of, is_skipped};
use crate::text::pinyin::{Reading, Sounds};

/// Bits of an item.
const SLICES: usize = 256;
/// What a syllable begins with: a letter, or any digit.
const LETTERS: usize = 27;
/// The slice of the items that have letters of ASCII.
const HAS_LETTERS: usize = LETTERS;
/// The first slice of those that say which letters the most usual readings begin with, and have more letters: of them
/// it is known what a search for such a letter finds.
const FIRST_USUAL: usize = HAS_LETTERS + 1;
/// The same for initials of two letters.
const FIRST_LONG: usize = FIRST_USUAL + LETTERS;
const LONG_INITIALS: [&str; 3] = ["zh", "ch", "sh"];
/// The first slice that is shared.
const FIRST_HASHED: usize = FIRST_LONG + LONG_INITIALS.len();
/// Items in a word of a slice.
const LANE_ITEMS: usize = u64::BITS as usize;
/// Words of a slice side by side: a cache line.
const LANES: usize = 8;
/// Items whose bits are computed at once.
pub(super) const STRIPE_ITEMS: usize = LANE_ITEMS * LANES;
/// A partial syllable that so many syllables begin with says nothing.
const MAX_COMPLETIONS: usize = 6;

/// The bits of some items, one word of 64 items for each of 512.
pub(super) type Stripe = [u64; LANES];

/// What an item of a sure slice has.
pub(super) const BY_INITIAL: Rank = Rank { class: Class::Initials, is_rare: false };

/// The bits of all items.
#[derive(Debug, Default)]
pub(super) struct Sieve {
    len: usize,
    /// For every 512 items those of slice 0, those of slice 1, and so on.
    stripes: Vec<Stripe>,
}

/// What a character adds to the bits of an item.
#[derive(Debug, Clone, Copy, Default)]
struct Traits {
    /// What its syllables begin with, one bit for each of [`LETTERS`].
    letters: u32,
    /// The slices of its syllables, and whether it is a letter.
    slices: Bits,
}

/// The bits of one item.
type Bits = [u64; SLICES / 64];

fn set(bits: &mut Bits, slice: usize) {
    bits[slice / 64] |= 1 << (slice % 64);
}

/// The index of digits.
const DIGIT: u8 = 26;

/// The index of a letter or digit, `None` for anything else.
fn letter_of(code: u16) -> Option<u8> {
    match u8::try_from(code).ok()? {
        letter @ b'a'..=b'z' => Some(letter - b'a'),
        b'0'..=b'9' => Some(DIGIT),
        _ => None,
    }
}

const fn hashed(value: usize) -> usize {
    let mixed = (value as u32 + 1).wrapping_mul(0x9E37_79B1) >> 8;
    FIRST_HASHED + mixed as usize % (SLICES - FIRST_HASHED)
}

const fn slice_of_pair(first: u8, second: u8) -> usize {
    hashed(first as usize * LETTERS + second as usize)
}

const fn slice_of_syllable(index: usize) -> usize {
    hashed(LETTERS * LETTERS + index)
}

/// The slice of an initial for items that have it in a most usual reading.
fn slice_of_initial(initial: &str) -> Option<usize> {
    match (initial.as_bytes(), LONG_INITIALS.iter().position(|long| *long == initial)) {
        (_, Some(index)) => Some(FIRST_LONG + index),
        ([letter @ b'a'..=b'z'], None) => Some(FIRST_USUAL + usize::from(letter - b'a')),
        _ => None,
    }
}

/// The slices of the initials by which a syllable is abbreviated.
fn slices_of_initials(syllable: &str) -> Vec<usize> {
    let initials = (1..syllable.len().min(3)).map(|len| &syllable[..len]);
    initials.filter_map(slice_of_initial).collect()
}

/// What every character adds to the bits of an item.
#[derive(Debug)]
struct Table {
    /// Of each code.
    traits: Vec<Option<Traits>>,
    /// The slices of pairs of letters.
    pairs: [[u8; LETTERS]; LETTERS],
}

/// The table, made when the first item is added.
static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

impl Table {
    fn new() -> Self {
        let sounds = Sounds::table();
        let first_letters: Vec<u8> = sounds.syllables().map(|name| name.as_bytes()[0] - b'a').collect();
        let initials: Vec<Vec<usize>> = sounds.syllables().map(slices_of_initials).collect();
        let of_sound = |readings: &Vec<Reading>| {
            let syllables = || readings.iter().map(|reading| usize::from(reading.syllable));
            let letters = syllables().map(|syllable| 1 << first_letters[syllable]).fold(0, |all, letter| all | letter);
            let mut slices = Bits::default();
            syllables().for_each(|syllable| set(&mut slices, slice_of_syllable(syllable)));
            let usual = readings.iter().filter(|reading| reading.is_usual);
            usual
                .flat_map(|reading| &initials[usize::from(reading.syllable)])
                .for_each(|slice| set(&mut slices, *slice));
            Traits { letters, slices }
        };
        let of_sounds: Vec<Traits> = sounds.readings().iter().map(of_sound).collect();
        let of_code = |code: u16| {
            let letters = letter_of(code).map_or(0, |letter| 1 << letter);
            let mut slices = Bits::default();
            if letter_of(code).is_some_and(|letter| letter < DIGIT) {
                set(&mut slices, HAS_LETTERS);
            }
            (!is_skipped(code)).then_some(Traits { letters, slices })
        };
        let mut traits: Vec<Option<Traits>> = (0..=u16::MAX).map(of_code).collect();
        for (c, sound) in sounds.chars() {
            traits[usize::from(code_of(c))] = Some(of_sounds[sound.index()]);
        }
        let pair = |first: usize, second: usize| slice_of_pair(first as u8, second as u8) as u8;
        Self { traits, pairs: std::array::from_fn(|first| std::array::from_fn(|second| pair(first, second))) }
    }

    /// The bits of an item.
    fn bits_of(&self, codes: &[u16]) -> Bits {
        let mut slices = Bits::default();
        let mut before = 0;
        for traits in codes.iter().filter_map(|code| self.traits[usize::from(*code)].as_ref()) {
            slices.iter_mut().zip(traits.slices).for_each(|(all, bits)| *all |= bits);
            slices[0] |= u64::from(traits.letters);
            for first in bits(before) {
                for second in bits(traits.letters) {
                    set(&mut slices, usize::from(self.pairs[first][second]));
                }
            }
            before = traits.letters;
        }
        slices
    }
}

/// The numbers of the bits that are set, ascending.
fn bits(word: impl Into<u64>) -> impl Iterator<Item = usize> {
    let mut word = word.into();
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros() as usize);
        word &= word.wrapping_sub(1);
        bit
    })
}

impl Sieve {
    /// The bits of items in their codes.
    pub fn of<'a>(items: impl IntoIterator<Item = &'a [u16]>) -> Self {
        let table = &*TABLE;
        let mut sieve = Self::default();
        for codes in items {
            let item = sieve.len;
            sieve.len += 1;
            if item.is_multiple_of(STRIPE_ITEMS) {
                sieve.stripes.resize(sieve.stripes.len() + SLICES, [0; LANES]);
            }
            let stripe = &mut sieve.stripes[item / STRIPE_ITEMS * SLICES..];
            let (lane, bit) = (item % STRIPE_ITEMS / LANE_ITEMS, 1 << (item % LANE_ITEMS));
            for (index, word) in table.bits_of(codes).into_iter().enumerate() {
                bits(word).for_each(|slice| stripe[64 * index + slice][lane] |= bit);
            }
        }
        sieve.stripes.shrink_to_fit();
        sieve
    }

    /// The bytes of memory that it takes.
    pub fn size_bytes(&self) -> usize {
        size_of_val(&*self.stripes)
    }

    /// How many stripes it has.
    pub const fn stripes(&self) -> usize {
        self.stripes.len() / SLICES
    }

    /// The items of a stripe that have letters of ASCII.
    pub fn with_letters(&self, stripe: usize) -> &Stripe {
        &self.stripes[stripe * SLICES + HAS_LETTERS]
    }

    /// The items of a stripe of which it is known without a look that a word is found in them, by the usual reading of
    /// an initial.
    pub fn sure(&self, stripe: usize, word: &Reader) -> Stripe {
        let Some(sure) = word.sure else { return [0; LANES] };
        let with_letters = self.with_letters(stripe);
        let sure = &self.stripes[stripe * SLICES + sure];
        std::array::from_fn(|lane| sure[lane] & !with_letters[lane])
    }

    /// The items of a stripe that can have all words, one bit for each.
    pub fn pass<'a>(
        &self,
        stripe: usize,
        words: impl Iterator<Item = &'a Reader>,
        scratch: &mut Vec<Stripe>,
    ) -> Stripe {
        let slices = &self.stripes[stripe * SLICES..(stripe + 1) * SLICES];
        let items = self.len - stripe * STRIPE_ITEMS;
        let mut passed = std::array::from_fn(|lane| low_bits(items.saturating_sub(lane * LANE_ITEMS)));
        for word in words {
            and(&mut passed, &word.read(slices, scratch));
        }
        passed
    }
}

const fn low_bits(count: usize) -> u64 {
    if count >= LANE_ITEMS { u64::MAX } else { !(u64::MAX << count) }
}

fn and(stripe: &mut Stripe, other: &Stripe) {
    stripe.iter_mut().zip(other).for_each(|(word, other)| *word &= other);
}

fn or(stripe: &mut Stripe, other: &Stripe) {
    stripe.iter_mut().zip(other).for_each(|(word, other)| *word |= other);
}

/// What the bits of an item must be for a word.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    /// The slice of the first letter.
    first: Option<usize>,
    /// For each place in the word the ways to go on from there.
    places: Vec<Vec<Way>>,
    /// The slice of the items that have the word by an initial, where nothing can be better.
    sure: Option<usize>,
}

/// A character that stands for some letters.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Way {
    /// The place behind them.
    next: usize,
    /// The slices of the syllables that it can be, one of which must be there; empty when anything will do.
    syllables: Vec<usize>,
    /// The slice of what must stand side by side, or follow.
    joint: Option<usize>,
}

impl Reader {
    /// Reads for a word whose characters stand side by side, or follow one another with gaps.
    pub fn new(word: &PinyinWord, has_gaps: bool) -> Self {
        let letters = &word.letters;
        let first_letter = |place: usize| first_letter(*letters.get(place)?);
        let joint = |place: usize, next: usize| {
            let (first, second) = (first_letter(place)?, first_letter(next)?);
            Some(if has_gaps { usize::from(second) } else { slice_of_pair(first, second) })
        };
        let way = |place: usize, (next, syllables)| Way { next, syllables, joint: joint(place, next) };
        let ways = |place: usize| ways_from(letters, place).into_iter().map(|found| way(place, found)).collect();
        Self {
            first: first_letter(0).map(usize::from),
            places: (0..letters.len()).map(ways).collect(),
            sure: if has_gaps { None } else { sure_slice(word) },
        }
    }

    /// The items of a stripe that can have the word. `found` is room for what can be found from each place on.
    fn read(&self, slices: &[Stripe], found: &mut Vec<Stripe>) -> Stripe {
        found.clear();
        // All, from the end on.
        found.resize(self.places.len() + 1, [u64::MAX; LANES]);
        for (place, ways) in self.places.iter().enumerate().rev() {
            let mut any = [0; LANES];
            for way in ways {
                let mut all = found[way.next];
                if let Some(joint) = way.joint {
                    and(&mut all, &slices[joint]);
                }
                if !way.syllables.is_empty() {
                    let mut one = [0; LANES];
                    way.syllables.iter().for_each(|syllable| or(&mut one, &slices[*syllable]));
                    and(&mut all, &one);
                }
                or(&mut any, &all);
            }
            found[place] = any;
        }
        let mut found = found[0];
        if let Some(first) = self.first {
            and(&mut found, &slices[first]);
        }
        found
    }
}

/// The slice that decides about a word: an initial that is no syllable.
fn sure_slice(word: &PinyinWord) -> Option<usize> {
    let initial: String = word.letters.iter().filter_map(|letter| char::from_u32((*letter).into())).collect();
    // A letter as itself is better, and only to be had from letters.
    let best = word.whole.iter().find(|rank| rank.class != Class::Literal);
    let is_best = best == Some(&BY_INITIAL) && word.floor >= BY_INITIAL;
    slice_of_initial(&initial).filter(|_| is_best)
}

/// What a character in a word begins with. Whoever has the character has all of its readings, so one is enough.
fn first_letter(code: u16) -> Option<u8> {
    let of_reading = || {
        let name = Sounds::table().readings_of(char::from_u32(code.into())?).next()?;
        letter_of(name.as_bytes()[0].into())
    };
    letter_of(code).or_else(of_reading)
}

/// Where one character can lead from a place, and which syllables that takes.
fn ways_from(letters: &[u16], place: usize) -> Vec<(usize, Vec<usize>)> {
    let rest = &letters[place..];
    // The letter itself, or an initial.
    let mut ways = vec![(place + 1, Vec::new())];
    let is_letter = |index: usize, letter: u8| rest.get(index) == Some(&letter.into());
    let has_long_initial = [b'z', b'c', b's'].iter().any(|letter| is_letter(0, *letter)) && is_letter(1, b'h');
    if has_long_initial {
        ways.push((place + 2, Vec::new()));
    }
    for len in if has_long_initial { 3 } else { 2 }..=rest.len() {
        let is_at_end = len == rest.len();
        let fits = |name: &str| {
            let begins = name.len() >= len && name.bytes().zip(rest).take(len).all(|(a, b)| u16::from(a) == *b);
            begins && (is_at_end || name.len() == len)
        };
        let syllables = Sounds::table().syllables().enumerate().filter(|(_, name)| fits(name));
        let mut slices: Vec<usize> = syllables.map(|(index, _)| slice_of_syllable(index)).collect();
        slices.sort_unstable();
        slices.dedup();
        match slices.len() {
            0 => {}
            1..=MAX_COMPLETIONS => ways.push((place + len, slices)),
            _ => ways.push((place + len, Vec::new())),
        }
    }
    ways
}
