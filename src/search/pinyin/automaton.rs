//! The automaton that matches characters against a typed word, and the rank of a match.
//!
//! A word of n letters is a nondeterministic automaton with n + 1 states: state i means that the first i letters have
//! been matched. A character has one transition for each run of letters that it can stand for: 双 (shuang) leads from
//! state 0 of `shuangj` to state 6 as a whole syllable, and to states 1 and 2 as an initial. The set of active states
//! is one `u64`, so a transition moves all of them with one mask and one shift. Active states are kept separately for
//! each rank, because a worse path to the same state must not hide a better one.

use super::syllable_match::MatchKind;

/// How a word was matched. Earlier variants are better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum MatchClass {
    /// By its own characters.
    Literal,
    /// By whole syllables.
    Full,
    /// By syllables, at least one of which is abbreviated: to its initial or, at the end of the word, to its first
    /// letters.
    Mixed,
    /// By initials only.
    Initials,
    /// With other characters between the matched ones.
    Gapped,
}

/// The quality of a match of a word or a query. Smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Rank {
    /// How it was matched.
    pub class: MatchClass,
    /// Whether a reading was used that is not the most usual one of its character.
    pub is_rare: bool,
}

impl Rank {
    /// The best rank.
    pub(crate) const BEST: Self = Self::ALL[0];

    /// All ranks, best first, except those of [`MatchClass::Gapped`].
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

    /// The number of better ranks.
    pub(crate) const fn index(self) -> usize {
        2 * self.class as usize + self.is_rare as usize
    }
}

impl MatchKind {
    /// The class of a path of class `class` that is continued by a match of this kind.
    const fn after(self, class: MatchClass) -> MatchClass {
        match (class, self) {
            (_, Self::Literal) => class,
            (MatchClass::Literal | MatchClass::Full, Self::Full) => MatchClass::Full,
            (MatchClass::Literal | MatchClass::Initials, Self::Initial) => MatchClass::Initials,
            _ => MatchClass::Mixed,
        }
    }
}

/// One way in which a character advances the automaton.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Transition {
    /// The states it can be taken from, one bit for each.
    pub from: u64,
    /// The number of letters it consumes: it leads from state s to state s + `letters`.
    pub letters: u32,
    pub kind: MatchKind,
    pub is_rare: bool,
}

/// The active states of the automaton, by the rank of the best path to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct States {
    by_rank: [u64; Rank::ALL.len()],
    /// The ranks that have any active state, one bit for each.
    ranks: u8,
}

impl States {
    /// No letter has been matched.
    pub(super) const START: Self = {
        let mut states = Self::NONE;
        states.by_rank[0] = 1;
        states.ranks = 1;
        states
    };
    /// No active state.
    const NONE: Self = Self { by_rank: [0; Rank::ALL.len()], ranks: 0 };

    /// The states that are active after a character with these transitions.
    #[inline]
    pub(super) fn after(&self, transitions: &[Transition]) -> Self {
        let mut after = Self::NONE;
        let mut ranks = self.ranks;
        // Only ranks with active states are visited: usually one or two of eight.
        while ranks != 0 {
            let index = ranks.trailing_zeros() as usize;
            ranks &= ranks - 1;
            for transition in transitions {
                // All states of one rank move at once: mask those the transition can leave, shift by its letters.
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

    /// The best rank with which the state of the bit `state` is active.
    pub(crate) fn best(&self, state: u64) -> Option<Rank> {
        self.ranks(state).next()
    }

    /// The ranks with which the state of the bit `state` is active, best first.
    fn ranks(&self, state: u64) -> impl Iterator<Item = Rank> {
        let ranked = Rank::ALL.iter().zip(self.by_rank);
        ranked.filter(move |(_, states)| states & state != 0).map(|(rank, _)| *rank)
    }

    /// Whether no state is active.
    pub(super) const fn is_empty(&self) -> bool {
        self.ranks == 0
    }
}

/// Adds a transition to those from index `first` on, merged into one of the same kind and length if there is one. A
/// rare reading adds only the states that a usual reading does not have already: it could not give a better rank
/// there.
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

/// Lower bounds for the rank of a word of `letters` letters matched by the readings of two or more characters: for
/// any such match, and for one that has an abbreviated syllable.
pub(super) fn floors(of_syllables: &[Vec<Transition>], letters: usize) -> (Rank, Rank) {
    let mut transitions = Vec::new();
    of_syllables.iter().flatten().for_each(|transition| push_transition(&mut transitions, 0, *transition));
    let mut states = States::START.after(&transitions);
    let mut floors = [Rank::ALL[Rank::ALL.len() - 1]; 2];
    // The union of all transitions of all syllables: what cannot be reached with it cannot be reached by any text.
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
