//! How far the letters of a word are accounted for, and how well: the places that characters lead to, by rank.
//!
//! The places between the letters of a word are numbered; a character leads from one place to a later one. So the
//! places that can be reached are bits of a number, and one character moves all of them at once.

use super::syllable_match::MatchKind;

/// In what way a word was found. Earlier is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchClass {
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
    pub class: MatchClass,
    /// Whether that takes a reading that is not the most usual one of its character.
    pub is_rare: bool,
}

impl Rank {
    /// None is better.
    pub const BEST: Self = Self::ALL[0];

    /// In the order of ranks, but for [`MatchClass::Gapped`].
    pub(super) const ALL: [Self; 8] = {
        const CLASSES: [MatchClass; 4] =
            [MatchClass::Literal, MatchClass::Full, MatchClass::Mixed, MatchClass::Initials];
        let mut all = [Self { class: MatchClass::Literal, is_rare: false }; 8];
        let mut index = 0;
        while index < all.len() {
            all[index] = Self { class: CLASSES[index / 2], is_rare: index % 2 == 1 };
            index += 1;
        }
        all
    };

    /// How many ranks are better.
    pub const fn index(self) -> usize {
        2 * self.class as usize + self.is_rare as usize
    }
}

impl MatchKind {
    /// The class of letters found in one way and further ones in another.
    const fn after(self, class: MatchClass) -> MatchClass {
        match (class, self) {
            (_, Self::Literal) => class,
            (MatchClass::Literal | MatchClass::Full, Self::Full) => MatchClass::Full,
            (MatchClass::Literal | MatchClass::Initials, Self::Initial) => MatchClass::Initials,
            _ => MatchClass::Mixed,
        }
    }
}

/// One way in which a character leads on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Transition {
    /// The places it leads on from.
    pub from: u64,
    /// How many letters it stands for.
    pub letters: u32,
    pub kind: MatchKind,
    pub is_rare: bool,
}

/// The places that have been reached, by the rank of the way there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct States {
    by_rank: [u64; Rank::ALL.len()],
    /// Which ranks have any, one bit for each.
    ranks: u8,
}

impl States {
    /// The beginning of the word.
    pub const START: Self = {
        let mut states = Self::NONE;
        states.by_rank[0] = 1;
        states.ranks = 1;
        states
    };
    /// No place.
    const NONE: Self = Self { by_rank: [0; Rank::ALL.len()], ranks: 0 };

    /// Where the steps of a character lead.
    #[inline]
    pub fn after(&self, transitions: &[Transition]) -> Self {
        let mut after = Self::NONE;
        let mut ranks = self.ranks;
        while ranks != 0 {
            let index = ranks.trailing_zeros() as usize;
            ranks &= ranks - 1;
            for transition in transitions {
                let moved = (self.by_rank[index] & transition.from) << transition.letters;
                if moved != 0 {
                    let rank = Rank::ALL[index];
                    let class = transition.kind.after(rank.class);
                    let rank = Rank { class, is_rare: rank.is_rare | transition.is_rare }.index();
                    after.by_rank[rank] |= moved;
                    after.ranks |= 1 << rank;
                }
            }
        }
        after
    }

    /// The best rank of a way to `place`.
    pub fn best(&self, place: u64) -> Option<Rank> {
        self.ranks(place).next()
    }

    /// The ranks of the ways to `place`, the best first.
    fn ranks(&self, place: u64) -> impl Iterator<Item = Rank> {
        let ranked = Rank::ALL.iter().zip(self.by_rank);
        ranked.filter(move |(_, states)| states & place != 0).map(|(rank, _)| *rank)
    }

    /// Whether no place has been reached.
    pub const fn is_empty(&self) -> bool {
        self.ranks == 0
    }
}

/// Adds a step to those from `first` on, to one of its kind where there is one. A rare reading adds only what usual
/// ones do not have.
pub(super) fn push_transition(transitions: &mut Vec<Transition>, first: usize, mut transition: Transition) {
    let is_like = |other: &Transition| other.letters == transition.letters && other.kind == transition.kind;
    for other in transitions[first..].iter().filter(|other| is_like(other) && !other.is_rare) {
        transition.from &= if transition.is_rare { !other.from } else { u64::MAX };
    }
    if transition.from == 0 {
        return;
    }
    match transitions[first..].iter_mut().find(|other| is_like(other) && other.is_rare == transition.is_rare) {
        Some(other) => other.from |= transition.from,
        None => transitions.push(transition),
    }
}

/// The best rank of a word of so many letters that two characters or more give by their readings, and the best that they
/// give when not all are whole syllables.
pub(super) fn floors(of_syllables: &[Vec<Transition>], letters: usize) -> (Rank, Rank) {
    let mut transitions = Vec::new();
    of_syllables.iter().flatten().for_each(|transition| push_transition(&mut transitions, 0, *transition));
    let mut states = States::START.after(&transitions);
    let mut floors = [Rank::ALL[Rank::ALL.len() - 1]; 2];
    for _ in 1..letters {
        states = states.after(&transitions);
        for rank in states.ranks(1 << letters) {
            floors[0] = rank.min(floors[0]);
            if rank.class > MatchClass::Full {
                floors[1] = rank.min(floors[1]);
            }
        }
    }
    floors.into()
}
