//! Marks: places that the reader gave a letter.

use std::collections::BTreeMap;

use crate::library::Location;

/// The mark that is set by itself: where the last jump came from (`''`).
pub(crate) const LAST_JUMP: char = '\'';

/// Places by letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    places: BTreeMap<char, Location>,
}

impl Marks {
    /// Gives a place a letter; it names no other place any more.
    pub fn set(&mut self, letter: char, place: Location) {
        self.places.insert(stored(letter), place);
    }

    /// The place of a letter.
    pub fn get(&self, letter: char) -> Option<Location> {
        self.places.get(&stored(letter)).copied()
    }

    /// Every mark in order of letter, that of the last jump first.
    pub fn iter(&self) -> impl Iterator<Item = (char, Location)> + '_ {
        self.places.iter().map(|(letter, place)| (*letter, *place))
    }
}

/// `` ` `` and `'` are one: so `''` and ``` `` ``` both lead back.
const fn stored(letter: char) -> char {
    match letter {
        '`' => LAST_JUMP,
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::NoticeId;

    #[test]
    fn a_letter_leads_to_its_place() {
        let place = |byte| Location { notice: NoticeId(1), byte };
        let mut marks = Marks::default();
        marks.set('a', place(1));
        marks.set('中', place(2));
        marks.set('a', place(3));
        marks.set('`', place(4));
        assert_eq!((marks.get('a'), marks.get('b'), marks.get('\'')), (Some(place(3)), None, Some(place(4))));
        assert_eq!(marks.iter().map(|(letter, _)| letter).collect::<String>(), "'a中");
    }
}
