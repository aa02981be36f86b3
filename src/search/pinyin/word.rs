//! A word as it was typed, compiled: which characters can stand for which of its letters.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::automaton::{Rank, States, Transition, floors, push_transition};
use super::syllable_match::{MatchKind, push_matches};
use crate::search::bitmap::{bits, low_bits};
use crate::text::pinyin::PinyinTable;
use crate::text::shuangpin::PinyinScheme;

/// The letters of a word at most: its places are the bits of a number.
pub(super) const MAX_LETTERS: usize = 63;

/// Where the steps of an entry stand.
#[derive(Debug, Clone, Copy, Default)]
struct TransitionRange {
    start: u32,
    end: u32,
}

impl TransitionRange {
    const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// There are so many codes.
pub(super) const CODES: usize = 1 << 16;

/// What a code of a text is to a word, in the bits of a number: looked up for every character of every candidate.
///
/// A word that two characters stand for is cut somewhere. For each of its cuts there is a bit for what stands before and
/// one for what stands behind it, so that a look at two neighbours is enough. What is beyond that, or takes more
/// characters, shares a pair of bits that only says where a closer look is worth while.
pub(super) enum Flags {}

impl Flags {
    /// The first ones have a bit for the best rank that a code gives to the whole word alone, as [`PinyinWord::whole`]
    /// has them.
    pub const WHOLE: u16 = (1 << Self::RANKS) - 1;
    /// There is room for so many.
    pub const RANKS: usize = 4;
    /// Cuts that have bits of their own.
    pub const CUTS: usize = 4;
    /// The first bit for what stands before a cut. The one after those of all cuts is for the beginning of all else.
    const BEGINS: u32 = Self::RANKS as u32;
    /// The first bit for what stands behind a cut. The one after those of all cuts is for what all else goes on with.
    const GOES_ON: u32 = Self::BEGINS + Self::CUT_BITS;
    /// How far the bits for what stands before are below those for what stands behind.
    pub const CUT_BITS: u32 = Self::CUTS as u32 + 1;
    /// It is no part of any word.
    pub const SKIPPED: u16 = 1 << (Self::GOES_ON + Self::CUT_BITS);
    /// Set in [`Flags::joined`] for each cut.
    pub const CUT: u16 = ((1 << Self::CUTS) - 1) << Self::GOES_ON;
    /// Set in [`Flags::joined`] for all else.
    pub const OTHER: u16 = 1 << (Self::GOES_ON + Self::CUTS as u32);

    /// What two neighbours can be together.
    #[inline]
    pub const fn joined(before: u16, flags: u16) -> u16 {
        before << Self::CUT_BITS & flags & (Self::CUT | Self::OTHER)
    }
}

/// A word, compiled.
#[derive(Debug, Clone)]
pub(super) struct PinyinWord {
    /// The word in codes: letters, digits, 汉字, and `;` where that is a key. At least one.
    pub letters: Vec<u16>,
    /// By which letters, one bit for each, the syllables begin that lead from a place to another.
    pub edge_initials: BTreeMap<(usize, usize), u32>,
    /// Of each code.
    flags: Box<[u16; CODES]>,
    /// The first places where two characters can meet that stand for the word.
    cuts: Vec<u32>,
    /// Of each code, which of `ranges` are its own.
    entries: Box<[u16; CODES]>,
    /// Of each sound the same, but for letters of the word.
    reading_sets: Vec<u16>,
    /// The ways themselves; first those of what leads nowhere.
    ranges: Vec<TransitionRange>,
    transitions: Vec<Transition>,
    /// The ranks that a single character can give to the whole word, best first. There can be one more than there is
    /// room for: that of a letter that is a word by itself, [`MatchClass::Literal`]; it is left out.
    pub whole: Vec<Rank>,
    /// No rank is better that two characters or more give to the word, as long as none is a letter of it.
    pub floor: Rank,
    /// The same, as long as not all of them are whole syllables.
    pub abbreviated_floor: Rank,
    /// Whether it is made of letters of ASCII, so that texts without them have it only by their readings.
    pub has_only_letters: bool,
}

/// The code of a character: itself, or 0 for those beyond the Basic Multilingual Plane, which have no readings here and
/// are nowhere found.
pub fn code_of(c: char) -> u16 {
    u16::try_from(c as u32).unwrap_or(0)
}

impl PinyinWord {
    /// Compiles a word in its search form. What is neither letter nor digit is left out; `None` when nothing is left
    /// or it is longer than [`MAX_LETTERS`].
    pub fn new(word: &str, scheme: PinyinScheme) -> Option<Self> {
        let letters = letters_of(word, scheme);
        if letters.is_empty() || letters.len() > MAX_LETTERS {
            return None;
        }
        let mut word = Self {
            has_only_letters: letters.iter().all(|letter| is_letter(*letter) || is_skipped(*letter)),
            letters,
            edge_initials: BTreeMap::new(),
            flags: skipped_flags(),
            cuts: Vec::new(),
            entries: of_all_codes(|_| 0),
            reading_sets: Vec::new(),
            ranges: vec![TransitionRange::default()],
            transitions: Vec::new(),
            whole: Vec::new(),
            floor: Rank::ALL[0],
            abbreviated_floor: Rank::ALL[0],
        };
        word.add_readings(scheme);
        word.add_literals();
        Some(word)
    }

    /// Compiles what characters stand for by their readings.
    fn add_readings(&mut self, scheme: PinyinScheme) {
        let reading_sets = PinyinTable::global();
        let of_syllables: Vec<Vec<Transition>> =
            reading_sets.syllables().map(|name| transitions_of(scheme, name, &self.letters)).collect();
        self.edge_initials = edge_initials(reading_sets.syllables().zip(&of_syllables));
        (self.floor, self.abbreviated_floor) = floors(&of_syllables, self.letters.len());
        self.cuts = cuts(&of_syllables, self.letters.len());
        let mut of_sounds = Vec::with_capacity(reading_sets.readings().len());
        for readings in reading_sets.readings() {
            let first = self.transitions.len();
            for reading in readings {
                for transition in &of_syllables[usize::from(reading.syllable)] {
                    push_transition(
                        &mut self.transitions,
                        first,
                        Transition { is_rare: !reading.is_usual, ..*transition },
                    );
                }
            }
            of_sounds.push(self.close_entry(first));
        }
        let ranks = of_sounds.iter().filter_map(|entry| self.whole_rank(*entry));
        self.whole = ranks.collect::<BTreeSet<Rank>>().into_iter().collect();
        self.reading_sets.clone_from(&of_sounds);
        let of_sounds: Vec<(u16, u16)> = of_sounds.into_iter().map(|entry| (entry, self.flags_of(entry))).collect();
        for (c, sound) in reading_sets.chars() {
            let code = usize::from(code_of(c));
            (self.entries[code], self.flags[code]) = of_sounds[sound.index()];
        }
    }

    /// Adds that each letter stands for itself.
    fn add_literals(&mut self) {
        let mut letters = self.letters.clone();
        letters.sort_unstable();
        letters.dedup();
        for letter in letters.into_iter().filter(|letter| *letter != 0 && !is_skipped(*letter)) {
            let first = self.transitions.len();
            let readings = self.ranges[usize::from(self.entries[usize::from(letter)])];
            self.transitions.extend_from_within(readings.range());
            let places = self.letters.iter().enumerate().filter(|(_, other)| **other == letter);
            let from = places.fold(0, |all, (place, _)| all | 1 << place);
            self.transitions.push(Transition { from, letters: 1, kind: MatchKind::Literal, is_rare: false });
            let entry = self.close_entry(first);
            if let Some(rank) = self.whole_rank(entry).filter(|_| self.whole.len() < Flags::RANKS) {
                // The first of all ranks: those of the others move up.
                self.whole.insert(0, rank);
                let ranks = Flags::WHOLE;
                self.flags.iter_mut().for_each(|flags| *flags = *flags & !ranks | (*flags & ranks) << 1);
            }
            (self.entries[usize::from(letter)], self.flags[usize::from(letter)]) = (entry, self.flags_of(entry));
        }
    }

    /// Makes an entry of the steps from `first` on.
    fn close_entry(&mut self, first: usize) -> u16 {
        if self.transitions.len() == first {
            return 0;
        }
        self.ranges.push(TransitionRange { start: first as u32, end: self.transitions.len() as u32 });
        (self.ranges.len() - 1) as u16
    }

    /// The steps of an entry.
    fn transitions_of(&self, entry: u16) -> &[Transition] {
        &self.transitions[self.ranges[usize::from(entry)].range()]
    }

    /// The best rank that an entry gives to the whole word alone.
    fn whole_rank(&self, entry: u16) -> Option<Rank> {
        States::START.after(self.transitions_of(entry)).best(self.end())
    }

    /// The flags of whoever has an entry.
    fn flags_of(&self, entry: u16) -> u16 {
        let end = self.letters.len() as u32;
        let other = Flags::CUTS as u32;
        // The cut at a place; what has none shares the bit behind theirs.
        let cut_at = |place: u32| self.cuts.iter().position(|cut| *cut == place).map_or(other, |cut| cut as u32);
        let mut flags = 0;
        for transition in self.transitions_of(entry) {
            if transition.from & 1 != 0 && transition.letters != end {
                flags |= 1 << (Flags::BEGINS + cut_at(transition.letters)) | 1 << (Flags::BEGINS + other);
            }
            for place in bits(transition.from & !1) {
                let is_last = place as u32 + transition.letters == end;
                flags |= 1 << (Flags::GOES_ON + if is_last { cut_at(place as u32) } else { other });
            }
        }
        let rank = self.whole_rank(entry).and_then(|rank| self.whole.iter().position(|known| *known == rank));
        flags | rank.map_or(0, |rank| 1 << rank)
    }

    /// The bit of the place behind the last letter.
    pub fn end(&self) -> u64 {
        1 << self.letters.len()
    }

    /// The best rank that a code gives to the whole word alone.
    #[inline]
    pub fn whole_rank_of(&self, code: u16) -> Option<Rank> {
        if self.is_letter(code) {
            return Some(Rank::ALL[0]);
        }
        self.best_whole(self.flags(code))
    }

    /// The best rank that one of those gives to the whole word alone whose flags are joined here.
    #[inline]
    pub fn best_whole(&self, flags: u16) -> Option<Rank> {
        let ranks = flags & Flags::WHOLE;
        (ranks != 0).then(|| self.whole[ranks.trailing_zeros() as usize])
    }

    /// Whether it is a single letter, and a code is that.
    #[inline]
    pub fn is_letter(&self, code: u16) -> bool {
        code != 0 && self.letters == [code]
    }

    /// All codes that can lead from a place to another, ascending.
    pub fn codes_for_edge(&self, place: usize, next: usize) -> Vec<u16> {
        let mut codes = self.codes_by_reading(place, next, |_| true);
        // A letter, which has an entry of its own.
        codes.extend(Some(self.letters[place]).filter(|_| next == place + 1));
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Those that do it as a whole syllable.
    pub fn syllable_codes_for_edge(&self, place: usize, next: usize) -> Vec<u16> {
        let mut codes = self.codes_by_reading(place, next, |kind| kind == MatchKind::Full);
        codes.sort_unstable();
        codes
    }

    /// The codes that can lead from a place to another by their sounds.
    fn codes_by_reading(&self, place: usize, next: usize, is_wanted: impl Fn(MatchKind) -> bool) -> Vec<u16> {
        let edge_initials = |transition: &Transition| {
            transition.letters as usize == next - place
                && transition.from >> place & 1 == 1
                && is_wanted(transition.kind)
        };
        let of_sounds = self.reading_sets.iter().zip(PinyinTable::global().chars_by_readings());
        let leading = of_sounds.filter(|(entry, _)| self.transitions_of(**entry).iter().any(edge_initials));
        leading.flat_map(|(_, chars)| chars).map(|c| code_of(*c)).collect()
    }

    /// What a code is to this word.
    #[inline]
    pub fn flags(&self, code: u16) -> u16 {
        self.flags[usize::from(code)]
    }

    /// Whether a code is no part of any word.
    pub fn is_skipped(&self, code: u16) -> bool {
        self.flags(code) & Flags::SKIPPED != 0
    }

    /// The ways in which a code leads on.
    #[inline]
    pub fn transitions(&self, code: u16) -> &[Transition] {
        self.transitions_of(self.entries[usize::from(code)])
    }
}

/// The letters of a word in its search form. `;` is one where it can be the second key of a syllable.
fn letters_of(word: &str, scheme: PinyinScheme) -> Vec<u16> {
    let mut letters: Vec<u16> = Vec::new();
    for c in word.chars() {
        let is_key = c == ';' && scheme.has_semicolon() && letters.last().is_some_and(|before| is_letter(*before));
        if c.is_alphanumeric() || is_key {
            letters.push(code_of(if c == 'ü' { 'v' } else { c }));
        }
    }
    letters
}

/// Whether a code is a letter from a to z.
fn is_letter(code: u16) -> bool {
    u8::try_from(code).is_ok_and(|c| c.is_ascii_lowercase())
}

/// By which letters the syllables begin that lead from a place to another, by their steps.
fn edge_initials<'a>(syllables: impl Iterator<Item = (&'a str, &'a Vec<Transition>)>) -> BTreeMap<(usize, usize), u32> {
    let mut edge_initials = BTreeMap::new();
    for (name, transitions) in syllables {
        let letter = 1 << (name.as_bytes()[0] - b'a');
        for transition in transitions {
            for place in bits(transition.from) {
                *edge_initials.entry((place, place + transition.letters as usize)).or_default() |= letter;
            }
        }
    }
    edge_initials
}

/// The steps by which a syllable leads on in a word.
fn transitions_of(scheme: PinyinScheme, syllable: &str, letters: &[u16]) -> Vec<Transition> {
    let mut transitions = Vec::new();
    push_matches(scheme, syllable, letters, &mut |place, letters, kind| {
        push_transition(
            &mut transitions,
            0,
            Transition { from: 1 << place, letters: letters as u32, kind, is_rare: false },
        );
    });
    transitions
}

/// The first places where a word of so many letters can be cut in two, each half a character: by its sound or, where it
/// is one letter, as that.
fn cuts(of_syllables: &[Vec<Transition>], letters: usize) -> Vec<u32> {
    let mut begins = 1 << 1;
    let mut ends = 1 << (letters - 1);
    for transition in of_syllables.iter().flatten() {
        begins |= (transition.from & 1) << transition.letters;
        ends |= transition.from & 1 << (letters - transition.letters as usize);
    }
    let inner = low_bits(letters) & !1;
    bits(begins & ends & inner).take(Flags::CUTS).map(|place| place as u32).collect()
}

/// Whether a code is no part of any word: punctuation and white space.
pub fn is_skipped(code: u16) -> bool {
    code != 0 && char::from_u32(code.into()).is_some_and(|c| !c.is_alphanumeric())
}

/// The flags of every code for the word without letters.
fn skipped_flags() -> Box<[u16; CODES]> {
    static FLAGS: LazyLock<Box<[u16; CODES]>> =
        LazyLock::new(|| of_all_codes(|code| if is_skipped(code) { Flags::SKIPPED } else { 0 }));
    FLAGS.clone()
}

/// A table of what every code has. Its length is known when it is compiled, so that looking up checks nothing.
#[expect(clippy::unnecessary_box_returns, reason = "64 KiB or more are no value to be moved about")]
pub(super) fn of_all_codes<T>(value: impl Fn(u16) -> T) -> Box<[T; CODES]> {
    let values: Box<[T]> = (0..=u16::MAX).map(value).collect();
    values.try_into().ok().expect("a value for each code")
}
