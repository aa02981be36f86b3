//! How far the letters of a word are accounted for, and how well: the places that characters lead to, by rank.
//!
//! The places between the letters of a word are numbered; a character leads from one place to a later one. So the
//! places that can be reached are bits of a number, and one character moves all of them at once.

use super::keys::Kind;

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
    /// None is better.
    pub const BEST: Self = Self::ALL[0];

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

    /// How many ranks are better.
    pub const fn index(self) -> usize {
        2 * self.class as usize + self.is_rare as usize
    }
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

/// The places that have been reached, by the rank of the way there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Places {
    by_rank: [u64; Rank::ALL.len()],
    /// Which ranks have any, one bit for each.
    ranks: u8,
}

impl Places {
    /// The beginning of the word.
    pub const BEGIN: Self = {
        let mut places = Self::NONE;
        places.by_rank[0] = 1;
        places.ranks = 1;
        places
    };
    /// No place.
    const NONE: Self = Self { by_rank: [0; Rank::ALL.len()], ranks: 0 };

    /// Where the steps of a character lead.
    #[inline]
    pub fn after(&self, steps: &[Step]) -> Self {
        let mut after = Self::NONE;
        let mut ranks = self.ranks;
        while ranks != 0 {
            let index = ranks.trailing_zeros() as usize;
            ranks &= ranks - 1;
            for step in steps {
                let moved = (self.by_rank[index] & step.from) << step.letters;
                if moved != 0 {
                    let rank = Rank::ALL[index];
                    let class = step.kind.after(rank.class);
                    let rank = Rank { class, is_rare: rank.is_rare | step.is_rare }.index();
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
        ranked.filter(move |(_, places)| places & place != 0).map(|(rank, _)| *rank)
    }

    /// Whether no place has been reached.
    pub const fn is_empty(&self) -> bool {
        self.ranks == 0
    }
}

/// Adds a step to those from `first` on, to one of its kind where there is one. A rare reading adds only what usual
/// ones do not have.
pub(super) fn push_step(steps: &mut Vec<Step>, first: usize, mut step: Step) {
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

/// The best rank of a word of so many letters that two characters or more give by their readings, and the best that they
/// give when not all are whole syllables.
pub(super) fn floors(of_syllables: &[Vec<Step>], letters: usize) -> (Rank, Rank) {
    let mut steps = Vec::new();
    of_syllables.iter().flatten().for_each(|step| push_step(&mut steps, 0, *step));
    let mut places = Places::BEGIN.after(&steps);
    let mut floors = [Rank::ALL[Rank::ALL.len() - 1]; 2];
    for _ in 1..letters {
        places = places.after(&steps);
        for rank in places.ranks(1 << letters) {
            floors[0] = rank.min(floors[0]);
            if rank.class > Class::Full {
                floors[1] = rank.min(floors[1]);
            }
        }
    }
    floors.into()
}
