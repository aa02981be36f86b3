//! A typed word, compiled: for each code, the transitions by which its characters match the letters of the word.
//!
//! A pinyin search looks at millions of characters, so everything that can be known about a character in advance is
//! put into tables of 65,536 entries, one for each code: its transitions in the automaton, and a word of [`Flags`]
//! that summarises them. The tables are cheap to build because characters with the same readings share an entry:
//! about 27,000 characters have 4,500 sets of readings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::automaton::{Rank, States, Transition, floors, push_transition};
use super::syllable_match::{MatchKind, push_matches};
use crate::search::bitmap::{bits, low_bits};
use crate::text::pinyin::PinyinTable;
use crate::text::shuangpin::PinyinScheme;

/// The maximal number of letters: automaton states are the bits of a `u64`.
pub(super) const MAX_LETTERS: usize = 63;

/// The transitions of an entry, as a range.
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

/// The number of codes.
pub(super) const CODES: usize = 1 << 16;

/// Bits that say how a character can take part in a match of the word; looked up for every character of every
/// candidate.
///
/// A match by two characters splits the word at a *cut*. Each of the first few cuts has one bit for characters that
/// match the part before it and one for characters that match the part after it, so that a match is seen from two
/// adjacent characters. All other cuts, and matches by three or more characters, share one further pair of bits that
/// only says where the automaton must run.
pub(super) enum Flags {}

impl Flags {
    /// The lowest bits: the best rank with which the character alone matches the whole word, as an index into
    /// [`PinyinWord::whole`].
    pub(super) const WHOLE: u16 = (1 << Self::RANKS) - 1;
    /// The number of such bits.
    pub(super) const RANKS: usize = 4;
    /// The number of cuts that have bits of their own.
    pub(super) const CUTS: usize = 4;
    /// The first bit for characters before a cut. The bit after those of all cuts is for the beginning of any other
    /// match.
    const BEGINS: u32 = Self::RANKS as u32;
    /// The first bit for characters after a cut. The bit after those of all cuts is for the continuation of any other
    /// match.
    const GOES_ON: u32 = Self::BEGINS + Self::CUT_BITS;
    /// The distance between the two bits of a cut: one shift brings the flags of a character over those of the next.
    pub(super) const CUT_BITS: u32 = Self::CUTS as u32 + 1;
    /// The character is punctuation or white space, which matching skips.
    pub(super) const SKIPPED: u16 = 1 << (Self::GOES_ON + Self::CUT_BITS);
    /// The bits of [`Flags::joined`] that mean a match by two characters.
    pub(super) const CUT: u16 = ((1 << Self::CUTS) - 1) << Self::GOES_ON;
    /// The bit of [`Flags::joined`] that means a possible longer match.
    pub(super) const OTHER: u16 = 1 << (Self::GOES_ON + Self::CUTS as u32);

    /// The cuts at which two adjacent characters match the word.
    #[inline]
    pub(super) const fn joined(before: u16, flags: u16) -> u16 {
        before << Self::CUT_BITS & flags & (Self::CUT | Self::OTHER)
    }
}

/// A compiled word.
#[derive(Debug, Clone)]
pub(super) struct PinyinWord {
    /// The word in codes: letters, digits, 汉字, and `;` where that is a key. At least one.
    pub letters: Vec<u16>,
    /// For each pair of states, the initials of the syllables that lead from the first to the second: one bit for
    /// each letter.
    pub edge_initials: BTreeMap<(usize, usize), u32>,
    /// The flags of each code.
    flags: Box<[u16; CODES]>,
    /// The first states at which the word can be cut into two matches of one character each.
    cuts: Vec<u32>,
    /// The entry of each code: an index into `ranges`.
    entries: Box<[u16; CODES]>,
    /// The entry of each set of readings, without the characters of the word themselves.
    set_entries: Vec<u16>,
    /// The transitions of each entry; entry 0 has none.
    ranges: Vec<TransitionRange>,
    transitions: Vec<Transition>,
    /// The ranks with which a single character can match the whole word, best first. There can be one more than
    /// [`Flags`] has bits for: [`MatchClass::Literal`], of a word that is a single letter. It is left out and checked
    /// separately.
    pub whole: Vec<Rank>,
    /// The best rank possible for a match by the readings of two or more characters.
    pub floor: Rank,
    /// The same for matches with an abbreviated syllable.
    pub abbreviated_floor: Rank,
    /// Whether it has ASCII letters only. Then a text without ASCII letters can match it by readings only.
    pub has_only_letters: bool,
}

/// The code of a character: its code point, or 0 beyond the Basic Multilingual Plane, where no character has a
/// reading here and none is ever matched.
pub(crate) fn code_of(c: char) -> u16 {
    u16::try_from(c as u32).unwrap_or(0)
}

impl PinyinWord {
    /// Compiles a word in its search form. Characters that are neither letters nor digits are left out; `None` when
    /// nothing is left or more than [`MAX_LETTERS`].
    pub(super) fn new(word: &str, scheme: PinyinScheme) -> Option<Self> {
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
            set_entries: Vec::new(),
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

    /// Adds the entries of all sets of readings, and gives them to their characters.
    fn add_readings(&mut self, scheme: PinyinScheme) {
        let table = PinyinTable::global();
        let of_syllables: Vec<Vec<Transition>> =
            table.syllables().map(|name| transitions_of(scheme, name, &self.letters)).collect();
        self.edge_initials = edge_initials(table.syllables().zip(&of_syllables));
        (self.floor, self.abbreviated_floor) = floors(&of_syllables, self.letters.len());
        self.cuts = cuts(&of_syllables, self.letters.len());
        let mut set_entries = Vec::with_capacity(table.readings().len());
        for readings in table.readings() {
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
            set_entries.push(self.close_entry(first));
        }
        let ranks = set_entries.iter().filter_map(|entry| self.whole_rank(*entry));
        self.whole = ranks.collect::<BTreeSet<Rank>>().into_iter().collect();
        self.set_entries.clone_from(&set_entries);
        // Flags are computed once for each set of readings, then copied to all of its characters.
        let set_entries: Vec<(u16, u16)> = set_entries.into_iter().map(|entry| (entry, self.flags_of(entry))).collect();
        for (c, set) in table.chars() {
            let code = usize::from(code_of(c));
            (self.entries[code], self.flags[code]) = set_entries[set.index()];
        }
    }

    /// Adds to each character of the word the transition by itself.
    fn add_literals(&mut self) {
        let mut letters = self.letters.clone();
        letters.sort_unstable();
        letters.dedup();
        for letter in letters.into_iter().filter(|letter| *letter != 0 && !is_skipped(*letter)) {
            let first = self.transitions.len();
            let readings = self.ranges[usize::from(self.entries[usize::from(letter)])];
            self.transitions.extend_from_within(readings.range());
            let states = self.letters.iter().enumerate().filter(|(_, other)| **other == letter);
            let from = states.fold(0, |all, (state, _)| all | 1 << state);
            self.transitions.push(Transition { from, letters: 1, kind: MatchKind::Literal, is_rare: false });
            let entry = self.close_entry(first);
            if let Some(rank) = self.whole_rank(entry).filter(|_| self.whole.len() < Flags::RANKS) {
                // It is the best of all ranks, so the bits of the others move up by one.
                self.whole.insert(0, rank);
                let ranks = Flags::WHOLE;
                self.flags.iter_mut().for_each(|flags| *flags = *flags & !ranks | (*flags & ranks) << 1);
            }
            (self.entries[usize::from(letter)], self.flags[usize::from(letter)]) = (entry, self.flags_of(entry));
        }
    }

    /// Makes an entry of the transitions from `first` on; entry 0 if there are none.
    fn close_entry(&mut self, first: usize) -> u16 {
        if self.transitions.len() == first {
            return 0;
        }
        self.ranges.push(TransitionRange { start: first as u32, end: self.transitions.len() as u32 });
        (self.ranges.len() - 1) as u16
    }

    /// The transitions of an entry.
    fn transitions_of(&self, entry: u16) -> &[Transition] {
        &self.transitions[self.ranges[usize::from(entry)].range()]
    }

    /// The best rank with which a character of this entry alone matches the whole word.
    fn whole_rank(&self, entry: u16) -> Option<Rank> {
        States::START.after(self.transitions_of(entry)).best(self.end())
    }

    /// The flags of the characters of an entry.
    fn flags_of(&self, entry: u16) -> u16 {
        let end = self.letters.len() as u32;
        let other = Flags::CUTS as u32;
        // The bit of the cut at a state; all other states share the last bit.
        let cut_at = |state: u32| self.cuts.iter().position(|cut| *cut == state).map_or(other, |cut| cut as u32);
        let mut flags = 0;
        for transition in self.transitions_of(entry) {
            if transition.from & 1 != 0 && transition.letters != end {
                flags |= 1 << (Flags::BEGINS + cut_at(transition.letters)) | 1 << (Flags::BEGINS + other);
            }
            for state in bits(transition.from & !1) {
                let is_last = state as u32 + transition.letters == end;
                flags |= 1 << (Flags::GOES_ON + if is_last { cut_at(state as u32) } else { other });
            }
        }
        let rank = self.whole_rank(entry).and_then(|rank| self.whole.iter().position(|known| *known == rank));
        flags | rank.map_or(0, |rank| 1 << rank)
    }

    /// The bit of the final state.
    pub(super) fn end(&self) -> u64 {
        1 << self.letters.len()
    }

    /// The best rank with which a character alone matches the whole word.
    #[inline]
    pub(super) fn whole_rank_of(&self, code: u16) -> Option<Rank> {
        if self.is_letter(code) {
            return Some(Rank::ALL[0]);
        }
        self.best_whole(self.flags(code))
    }

    /// The best rank with which one of several characters alone matches the whole word. `flags`: theirs, combined.
    #[inline]
    pub(super) fn best_whole(&self, flags: u16) -> Option<Rank> {
        let ranks = flags & Flags::WHOLE;
        (ranks != 0).then(|| self.whole[ranks.trailing_zeros() as usize])
    }

    /// Whether the word is a single letter and `code` is that letter.
    #[inline]
    pub(super) fn is_letter(&self, code: u16) -> bool {
        code != 0 && self.letters == [code]
    }

    /// All codes that can lead from one state to another, ascending.
    pub(crate) fn codes_for_edge(&self, state: usize, next: usize) -> Vec<u16> {
        let mut codes = self.codes_by_reading(state, next, |_| true);
        // The character of the word itself, which has an entry of its own.
        codes.extend(Some(self.letters[state]).filter(|_| next == state + 1));
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// The codes that can do so by a whole syllable, ascending.
    pub(crate) fn syllable_codes_for_edge(&self, state: usize, next: usize) -> Vec<u16> {
        let mut codes = self.codes_by_reading(state, next, |kind| kind == MatchKind::Full);
        codes.sort_unstable();
        codes
    }

    /// The codes that can lead from one state to another by their readings.
    fn codes_by_reading(&self, state: usize, next: usize, is_wanted: impl Fn(MatchKind) -> bool) -> Vec<u16> {
        let leads = |transition: &Transition| {
            transition.letters as usize == next - state
                && transition.from >> state & 1 == 1
                && is_wanted(transition.kind)
        };
        let set_entries = self.set_entries.iter().zip(PinyinTable::global().chars_by_readings());
        let leading = set_entries.filter(|(entry, _)| self.transitions_of(**entry).iter().any(leads));
        leading.flat_map(|(_, chars)| chars).map(|c| code_of(*c)).collect()
    }

    /// The flags of a code.
    #[inline]
    pub(super) fn flags(&self, code: u16) -> u16 {
        self.flags[usize::from(code)]
    }

    /// Whether a code is skipped by matching.
    pub(super) fn is_skipped(&self, code: u16) -> bool {
        self.flags(code) & Flags::SKIPPED != 0
    }

    /// The transitions of a code.
    #[inline]
    pub(super) fn transitions(&self, code: u16) -> &[Transition] {
        self.transitions_of(self.entries[usize::from(code)])
    }
}

/// The letters of a word in its search form. `;` is a letter where it can be the second key of a syllable.
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

/// For each pair of states, the initials of the syllables that lead from the first to the second.
fn edge_initials<'a>(syllables: impl Iterator<Item = (&'a str, &'a Vec<Transition>)>) -> BTreeMap<(usize, usize), u32> {
    let mut edge_initials = BTreeMap::new();
    for (name, transitions) in syllables {
        let letter = 1 << (name.as_bytes()[0] - b'a');
        for transition in transitions {
            for state in bits(transition.from) {
                *edge_initials.entry((state, state + transition.letters as usize)).or_default() |= letter;
            }
        }
    }
    edge_initials
}

/// The transitions of a syllable in a word.
fn transitions_of(scheme: PinyinScheme, syllable: &str, letters: &[u16]) -> Vec<Transition> {
    let mut transitions = Vec::new();
    push_matches(scheme, syllable, letters, &mut |state, letters, kind| {
        push_transition(
            &mut transitions,
            0,
            Transition { from: 1 << state, letters: letters as u32, kind, is_rare: false },
        );
    });
    transitions
}

/// The first states at which a word of `letters` letters can be cut in two so that one character can match each part,
/// by a reading or, for a part of one letter, as that letter.
fn cuts(of_syllables: &[Vec<Transition>], letters: usize) -> Vec<u32> {
    let mut begins = 1 << 1;
    let mut ends = 1 << (letters - 1);
    for transition in of_syllables.iter().flatten() {
        // A cut needs a character that reaches it from the start and one that leads from it to the end.
        begins |= (transition.from & 1) << transition.letters;
        ends |= transition.from & 1 << (letters - transition.letters as usize);
    }
    let inner = low_bits(letters) & !1;
    bits(begins & ends & inner).take(Flags::CUTS).map(|state| state as u32).collect()
}

/// Whether a code is punctuation or white space, which matching skips.
pub(crate) fn is_skipped(code: u16) -> bool {
    code != 0 && char::from_u32(code.into()).is_some_and(|c| !c.is_alphanumeric())
}

/// The flags that do not depend on the word, for every code.
fn skipped_flags() -> Box<[u16; CODES]> {
    // Cloning 128 KiB is much cheaper than classifying 65,536 characters for every word.
    static FLAGS: LazyLock<Box<[u16; CODES]>> =
        LazyLock::new(|| of_all_codes(|code| if is_skipped(code) { Flags::SKIPPED } else { 0 }));
    FLAGS.clone()
}

/// A table with a value for each code. Its length is part of its type, so that a lookup by `u16` needs no bounds
/// check.
#[expect(clippy::unnecessary_box_returns, reason = "64 KiB or more are no value to be moved about")]
pub(super) fn of_all_codes<T>(value: impl Fn(u16) -> T) -> Box<[T; CODES]> {
    let values: Box<[T]> = (0..=u16::MAX).map(value).collect();
    values.try_into().ok().expect("a value for each code")
}
