//! The pronunciations of Chinese characters: every reading of every character in pinyin letters, without tones.
//!
//! Characters with the same readings share a [`ReadingSet`], so that a search decides once for all of them: about
//! 27,000 characters have 4,500 sets. ü is written `v`, as on keyboards; 略 is `lve` and `lue`.

use std::collections::HashMap;
use std::sync::LazyLock;

use pinyin::ToPinyinMulti;

/// The range of the characters that have readings.
const FIRST: u32 = 0x3000;
const END: u32 = 0xA000;

/// A set of readings, by its number. [`ReadingSet::NONE`] is the empty one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ReadingSet(u16);

/// One reading of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reading {
    /// Index into [`PinyinTable::syllables`].
    pub syllable: u16,
    /// Whether it is the most usual reading of its character.
    pub is_usual: bool,
}

/// All readings of all characters.
#[derive(Debug)]
pub struct PinyinTable {
    syllables: Vec<Box<str>>,
    readings: Vec<Vec<Reading>>,
    /// The set of each character from [`FIRST`] on.
    by_char: Vec<ReadingSet>,
    /// The characters of each set.
    chars: Vec<Vec<char>>,
}

impl ReadingSet {
    /// The empty set, of characters without a reading: punctuation, letters, other scripts.
    pub const NONE: Self = Self(0);

    /// Its number, from 0.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The table, built on first use.
static SOUNDS: LazyLock<PinyinTable> = LazyLock::new(PinyinTable::new);

impl PinyinTable {
    /// The table of all readings.
    pub fn global() -> &'static Self {
        &SOUNDS
    }

    fn new() -> Self {
        let mut table =
            Self { syllables: Vec::new(), readings: vec![Vec::new()], by_char: Vec::new(), chars: Vec::new() };
        let mut syllables = HashMap::new();
        let mut numbers = HashMap::from([(Vec::new(), ReadingSet::NONE)]);
        for c in (FIRST..END).map(|code| char::from_u32(code).expect("no surrogates among them")) {
            let mut readings: Vec<Reading> = Vec::new();
            for (name, is_usual) in names(c) {
                let syllable = *syllables.entry(name.clone()).or_insert_with(|| {
                    table.syllables.push(name.into_boxed_str());
                    (table.syllables.len() - 1) as u16
                });
                if readings.iter().all(|known| known.syllable != syllable) {
                    readings.push(Reading { syllable, is_usual });
                }
            }
            let set = *numbers.entry(readings).or_insert_with_key(|readings| {
                table.readings.push(readings.clone());
                ReadingSet((table.readings.len() - 1) as u16)
            });
            table.by_char.push(set);
        }
        let mut chars = vec![Vec::new(); table.readings.len()];
        table.chars().for_each(|(c, set)| chars[set.index()].push(c));
        table.chars = chars;
        table
    }

    /// The set of readings of a character.
    pub fn of(&self, c: char) -> ReadingSet {
        let index = (c as u32).wrapping_sub(FIRST) as usize;
        self.by_char.get(index).copied().unwrap_or_default()
    }

    /// All syllables, in letters from a to z.
    pub fn syllables(&self) -> impl ExactSizeIterator<Item = &str> {
        self.syllables.iter().map(|syllable| &**syllable)
    }

    /// The readings of every set, the most usual one first. The first set is [`ReadingSet::NONE`], which has none.
    pub fn readings(&self) -> &[Vec<Reading>] {
        &self.readings
    }

    /// All characters that have readings, each with its set.
    pub fn chars(&self) -> impl Iterator<Item = (char, ReadingSet)> + '_ {
        let chars = (FIRST..END).filter_map(char::from_u32).zip(self.by_char.iter().copied());
        chars.filter(|(_, set)| *set != ReadingSet::NONE)
    }

    /// The characters of every set, in the order of [`PinyinTable::readings`]; none of [`ReadingSet::NONE`].
    pub fn chars_by_readings(&self) -> &[Vec<char>] {
        &self.chars
    }

    /// The readings of a character, the most usual one first.
    pub fn readings_of(&self, c: char) -> impl Iterator<Item = &str> {
        let readings = &self.readings[self.of(c).index()];
        readings.iter().map(|reading| &*self.syllables[usize::from(reading.syllable)])
    }
}

/// The readings of a character in letters, each with whether it is the most usual one.
fn names(c: char) -> impl Iterator<Item = (String, bool)> {
    let readings = c.to_pinyin_multi().into_iter().flatten().enumerate();
    let names = readings.map(|(index, reading)| (reading.plain().replace('ü', "v"), index == 0));
    let names = names.filter(|(name, _)| name.bytes().all(|byte| byte.is_ascii_lowercase()));
    names.flat_map(|(name, is_usual)| {
        // Input methods accept both spellings of üe after l and n.
        let other = ["lve", "nve"].contains(&name.as_str()).then(|| (name.replace('v', "u"), is_usual));
        [Some((name, is_usual)), other].into_iter().flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(c: char, first: &str, others: &[&str]) {
        let readings: Vec<&str> = PinyinTable::global().readings_of(c).collect();
        assert_eq!(readings.first().copied().unwrap_or_default(), first, "{c}: {readings:?}");
        for other in others {
            assert!(readings[1..].contains(other), "{c}: {readings:?} without {other}");
        }
    }

    #[test]
    fn characters_have_all_their_readings() {
        check('教', "jiao", &[]);
        check('重', "zhong", &["chong"]);
        check('行', "xing", &["hang"]);
        check('旅', "lv", &[]);
        check('略', "lve", &["lue"]);
        check('〇', "ling", &[]);
        check('，', "", &[]);
        check('a', "", &[]);
        check('𠀀', "", &[]);
    }

    #[test]
    fn many_characters_share_few_sets() {
        let table = PinyinTable::global();
        assert!(table.readings().len() < 6000, "{}", table.readings().len());
        assert!(table.chars().count() > 20_000);
        for syllable in table.syllables() {
            assert!(!syllable.is_empty() && syllable.len() <= 6, "{syllable}");
        }
    }
}
