//! Marks: locations that the user named with a letter.

use std::collections::BTreeMap;

use crate::library::Location;

/// The mark that every jump sets: the location before it (`''`).
pub(crate) const LAST_JUMP: char = '\'';

/// Locations by letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    places: BTreeMap<char, Location>,
}

impl Marks {
    /// Sets a mark, replacing its previous location.
    pub fn set(&mut self, letter: char, location: Location) {
        self.places.insert(stored(letter), location);
    }

    /// The location of a mark.
    pub fn get(&self, letter: char) -> Option<Location> {
        self.places.get(&stored(letter)).copied()
    }

    /// All marks sorted by letter, the last jump first.
    pub fn iter(&self) -> impl Iterator<Item = (char, Location)> + '_ {
        self.places.iter().map(|(letter, location)| (*letter, *location))
    }
}

/// Treats `` ` `` and `'` as one letter, so that both `''` and ``` `` ``` go to the last jump.
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
        let location = |byte| Location { notice: NoticeId(1), byte };
        let mut marks = Marks::default();
        marks.set('a', location(1));
        marks.set('中', location(2));
        marks.set('a', location(3));
        marks.set('`', location(4));
        assert_eq!((marks.get('a'), marks.get('b'), marks.get('\'')), (Some(location(3)), None, Some(location(4))));
        assert_eq!(marks.iter().map(|(letter, _)| letter).collect::<String>(), "'a中");
    }
}
