//! A word as it was typed, compiled: which characters can stand for which of its letters.
//!
//! The places between the letters of a word are numbered; a character leads from one place to a later one. So the
//! places that can be reached are bits of a number, and one character moves all of them at once.

use std::sync::LazyLock;

use crate::text::pinyin::{Sound, Sounds};

/// The letters of a word at most: its places are the bits of a number.
pub(super) const MAX_LETTERS: usize = 63;

/// In what way a word was found. Earlier is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// As it was typed.
    Literal,
    /// By whole syllables.
    Full,
    /// By syllables of which some are abbreviated: to their initials, or the last one to its first letters.
    Mixed,
    /// By initials.
    Initials,
    /// With other characters in between.
    Gapped,
}

/// How well a word or a query was found. Smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank {
    /// In what way.
    pub class: Class,
    /// Whether that takes a reading that is not the most usual one of its character.
    pub is_rare: bool,
}

impl Rank {
    /// In the order of ranks, but for [`Class::Gapped`].
    pub(super) const ALL: [Self; 8] = {
        const CLASSES: [Class; 4] = [Class::Literal, Class::Full, Class::Mixed, Class::Initials];
        let mut all = [Self { class: Class::Literal, is_rare: false }; 8];
        let mut index = 0;
        while index < all.len() {
            all[index] = Self { class: CLASSES[index / 2], is_rare: index % 2 == 1 };
            index += 1;
        }
        all
    };

    const fn index(self) -> usize {
        2 * self.class as usize + self.is_rare as usize
    }
}

/// In what way a character stands for letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is the letter.
    Literal,
    /// By a whole syllable.
    Full,
    /// By the beginning of one, at the end of the word.
    Partial,
    /// By the first letter, or by zh, ch or sh.
    Initial,
}

impl Kind {
    /// The class of letters found in one way and further ones in another.
    const fn after(self, class: Class) -> Class {
        match (class, self) {
            (_, Self::Literal) => class,
            (Class::Literal | Class::Full, Self::Full) => Class::Full,
            (Class::Literal | Class::Initials, Self::Initial) => Class::Initials,
            _ => Class::Mixed,
        }
    }
}

/// One way in which a character leads on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// The places it leads on from.
    pub from: u64,
    /// How many letters it stands for.
    pub letters: u32,
    pub kind: Kind,
    pub is_rare: bool,
}

/// What a code of a text is to a word, in one byte: looked up for every character of every candidate.
pub(super) enum Flags {}

impl Flags {
    /// It can lead on from within the word, or it is skipped.
    pub const GOES_ON: u8 = 1;
    /// It can lead from the beginning of the word to its middle.
    pub const BEGINS: u8 = 2;
    /// It is no part of any word.
    pub const IS_SKIPPED: u8 = 4;
    /// It is a letter of the word.
    pub const IS_LETTER: u8 = 8;
    /// The upper half is the best rank that it gives to the whole word alone; this when it gives none.
    pub const NO_RANK: u8 = 15;
}

/// A word, compiled.
#[derive(Debug, Clone)]
pub(super) struct PinyinWord {
    /// The word in codes: letters, digits, 汉字. At least one.
    pub letters: Vec<u16>,
    /// Of each code.
    flags: Box<[u8]>,
    /// The steps of all sounds.
    steps: Vec<Step>,
    /// Of each sound, where its steps end; they begin where those of the sound before end.
    ends: Vec<u32>,
    /// The letters of the word, each once, with their steps.
    literals: Vec<(u16, Step)>,
}

/// The code of a character: itself, or 0 for those beyond the Basic Multilingual Plane, which have no readings here and
/// are nowhere found.
pub(super) fn code_of(c: char) -> u16 {
    u16::try_from(c as u32).unwrap_or(0)
}

impl PinyinWord {
    /// Compiles a word in its search form. What is neither letter nor digit is left out; `None` when nothing is left
    /// or it is longer than [`MAX_LETTERS`].
    pub fn new(word: &str) -> Option<Self> {
        let letters: Vec<u16> =
            word.chars().map(|c| if c == 'ü' { 'v' } else { c }).filter(|c| c.is_alphanumeric()).map(code_of).collect();
        if letters.is_empty() || letters.len() > MAX_LETTERS {
            return None;
        }
        let sounds = Sounds::table();
        let of_syllables: Vec<Vec<Step>> = sounds.syllables().map(|name| steps_of(name, &letters)).collect();
        let (mut steps, mut ends) = (Vec::new(), Vec::new());
        for readings in sounds.readings() {
            let first = steps.len();
            for reading in readings {
                for step in &of_syllables[usize::from(reading.syllable)] {
                    push_step(&mut steps, first, Step { is_rare: !reading.is_usual, ..*step });
                }
            }
            ends.push(steps.len() as u32);
        }
        let mut literals: Vec<(u16, Step)> = Vec::new();
        for (place, letter) in letters.iter().enumerate().filter(|(_, letter)| **letter != 0) {
            match literals.iter_mut().find(|(known, _)| known == letter) {
                Some((_, step)) => step.from |= 1 << place,
                None => {
                    let step = Step { from: 1 << place, letters: 1, kind: Kind::Literal, is_rare: false };
                    literals.push((*letter, step));
                }
            }
        }
        let mut word = Self { letters, flags: skipped_flags().into(), steps, ends, literals };
        word.set_flags();
        Some(word)
    }

    fn set_flags(&mut self) {
        let ends = self.ends.iter();
        let of_sounds: Vec<u8> = ends
            .scan(0, |start, end| Some(std::mem::replace(start, *end) as usize..*end as usize))
            .map(|steps| flags_of(&self.steps[steps], self.end()))
            .collect();
        for (c, sound) in Sounds::table().chars() {
            self.flags[usize::from(code_of(c))] = of_sounds[sound.index()];
        }
        for index in 0..self.literals.len() {
            let code = self.literals[index].0;
            let steps: Vec<Step> = self.steps(code).collect();
            self.flags[usize::from(code)] = flags_of(&steps, self.end()) | Flags::IS_LETTER;
        }
    }

    /// The bit of the place behind the last letter.
    pub fn end(&self) -> u64 {
        1 << self.letters.len()
    }

    /// What a code is to this word.
    #[inline]
    pub fn flags(&self, code: u16) -> u8 {
        self.flags[usize::from(code)]
    }

    /// The ways in which a code leads on.
    pub fn steps(&self, code: u16) -> impl Iterator<Item = Step> + '_ {
        let sound = char::from_u32(code.into()).map_or(Sound::NONE, |c| Sounds::table().of(c)).index();
        let start = sound.checked_sub(1).map_or(0, |before| self.ends[before]);
        let literal = self.literals.iter().find(|(letter, _)| *letter == code).map(|(_, step)| *step);
        self.steps[start as usize..self.ends[sound] as usize].iter().copied().chain(literal)
    }
}

/// The places that have been reached, by the rank of the way there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Places([u64; Rank::ALL.len()]);

impl Places {
    /// The beginning of the word.
    pub const BEGIN: Self = {
        let mut places = Self::NONE;
        places.0[0] = 1;
        places
    };
    /// No place.
    pub const NONE: Self = Self([0; Rank::ALL.len()]);

    /// Where the steps of a character lead.
    pub fn after(&self, steps: impl Iterator<Item = Step>) -> Self {
        let mut after = Self::NONE;
        for step in steps {
            for (rank, places) in Rank::ALL.iter().zip(self.0) {
                let moved = (places & step.from) << step.letters;
                if moved != 0 {
                    let class = step.kind.after(rank.class);
                    after.0[Rank { class, is_rare: rank.is_rare | step.is_rare }.index()] |= moved;
                }
            }
        }
        after
    }

    /// The best rank of a way to `place`.
    pub fn best(&self, place: u64) -> Option<Rank> {
        Rank::ALL.iter().zip(self.0).find(|(_, places)| places & place != 0).map(|(rank, _)| *rank)
    }

    /// Whether no place has been reached.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|places| *places == 0)
    }
}

/// The steps by which a syllable leads on in a word.
fn steps_of(syllable: &str, letters: &[u16]) -> Vec<Step> {
    let name: Vec<u16> = syllable.bytes().map(u16::from).collect();
    let mut steps = Vec::new();
    let mut push = |place: usize, letters: usize, kind| {
        push_step(&mut steps, 0, Step { from: 1 << place, letters: letters as u32, kind, is_rare: false });
    };
    for place in 0..letters.len() {
        let rest = &letters[place..];
        let same = rest.iter().zip(&name).take_while(|(a, b)| a == b).count();
        if same == name.len() {
            push(place, same, Kind::Full);
        }
        let has_long_initial = same >= 2 && ["zh", "ch", "sh"].iter().any(|initial| syllable.starts_with(initial));
        if same >= 1 && name.len() > 1 {
            push(place, 1, Kind::Initial);
        }
        if has_long_initial && name.len() > 2 {
            push(place, 2, Kind::Initial);
        }
        let is_new = same >= 2 && !(same == 2 && has_long_initial);
        if is_new && same == rest.len() && same < name.len() {
            push(place, same, Kind::Partial);
        }
    }
    steps
}

/// Adds a step to those from `first` on, to one of its kind where there is one. A rare reading adds only what usual
/// ones do not have.
fn push_step(steps: &mut Vec<Step>, first: usize, mut step: Step) {
    let is_like = |other: &Step| other.letters == step.letters && other.kind == step.kind;
    for other in steps[first..].iter().filter(|other| is_like(other) && !other.is_rare) {
        step.from &= if step.is_rare { !other.from } else { u64::MAX };
    }
    if step.from == 0 {
        return;
    }
    match steps[first..].iter_mut().find(|other| is_like(other) && other.is_rare == step.is_rare) {
        Some(other) => other.from |= step.from,
        None => steps.push(step),
    }
}

fn flags_of(steps: &[Step], end: u64) -> u8 {
    let mut flags = 0;
    for step in steps {
        flags |= if step.from & !1 != 0 { Flags::GOES_ON } else { 0 };
        flags |= if step.from & 1 != 0 && 1 << step.letters != end { Flags::BEGINS } else { 0 };
    }
    let whole = Places::BEGIN.after(steps.iter().copied()).best(end);
    flags | whole.map_or(Flags::NO_RANK, |rank| rank.index() as u8) << 4
}

/// Whether a code is no part of any word: punctuation and white space.
pub(super) fn is_skipped(code: u16) -> bool {
    code != 0 && char::from_u32(code.into()).is_some_and(|c| !c.is_alphanumeric())
}

/// The flags of every code for the word without letters.
fn skipped_flags() -> &'static [u8] {
    static FLAGS: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let flags = |code| if is_skipped(code) { Flags::IS_SKIPPED | Flags::GOES_ON } else { 0 };
        (0..=u16::MAX).map(|code| Flags::NO_RANK << 4 | flags(code)).collect()
    });
    &FLAGS
}
