//! Which lines are worth a look: those with the rarest character that a query asks for, in any of its spellings.

use memchr::memmem;

use crate::search::Query;
use crate::search::char_variants::CharVariants;
use crate::search::term::Term;

/// As much of a text says which character is rare, in bytes.
const SAMPLE_BYTES: usize = 64 * 1024;

/// So many characters of a word are tried; one of them will be rare.
const TRIED_CHARS: usize = 32;

/// How many characters more a line is asked for before it is judged.
const MORE_CHARS: usize = 3;

/// Finds the lines that are worth a look.
#[derive(Debug)]
pub(super) struct Driver {
    /// `None` when any line may match.
    rarest: Option<CharVariants>,
    /// What a line must have as well, the rarest first.
    more: Vec<CharVariants>,
}

/// Goes through a text.
#[derive(Debug)]
pub(super) struct Places<'a> {
    driver: &'a Driver,
    text: &'a [u8],
    /// Of each spelling of the rarest, where it stands next; what lies behind is out of date.
    upcoming: Vec<usize>,
}

impl Driver {
    /// The best one for a query, judged by the beginning of a text.
    pub fn new(query: &Query, text: &str) -> Self {
        let sample = &text.as_bytes()[..text.len().min(SAMPLE_BYTES)];
        let mut wanted: Vec<(usize, Vec<char>)> =
            query.terms().groups().iter().flat_map(|terms| wanted_of_group(terms, sample)).collect();
        wanted.sort();
        wanted.dedup();
        wanted.truncate(1 + MORE_CHARS);
        let mut spellings = wanted.iter().map(|(_, chars)| CharVariants::of(chars));
        Self { rarest: spellings.next(), more: spellings.collect() }
    }

    /// Begins at the beginning of a text.
    pub fn places<'a>(&'a self, text: &'a str) -> Places<'a> {
        let text = text.as_bytes();
        let finders = self.rarest.iter().flat_map(CharVariants::finders);
        let upcoming = finders.map(|finder| finder.find(text).unwrap_or(usize::MAX)).collect();
        Places { driver: self, text, upcoming }
    }

    /// Whether a line with such a place may match.
    pub fn may_match(&self, line: &str) -> bool {
        self.more.iter().all(|spellings| spellings.occur_in(line))
    }
}

impl Places<'_> {
    /// The next place in the line that begins at byte `from` or in a later one. `from` never goes back.
    pub fn next(&mut self, from: usize) -> Option<usize> {
        let Some(rarest) = &self.driver.rarest else { return (from < self.text.len()).then_some(from) };
        for (finder, upcoming) in rarest.finders().iter().zip(&mut self.upcoming) {
            if *upcoming < from {
                *upcoming = finder.find(&self.text[from..]).map_or(usize::MAX, |at| from + at);
            }
        }
        self.upcoming.iter().copied().min().filter(|at| *at < usize::MAX)
    }
}

/// What a line that matches one of `terms` must have, and in how many places of the sample it stands: every character
/// of a term that stands alone, one of the rarest of each where there are several. Nothing where a line may match without.
fn wanted_of_group(terms: &[Term], sample: &[u8]) -> Vec<(usize, Vec<char>)> {
    match terms {
        [only] if !only.is_negated => {
            let tried = only.word.chars().take(TRIED_CHARS);
            tried.map(|c| (places_of(c, sample), vec![c])).collect()
        }
        _ => rarest_of_group(terms, sample).into_iter().collect(),
    }
}

/// Characters of which a line that matches one of `terms` has one, and in how many places of the sample they stand;
/// `None` where a line may match without any.
fn rarest_of_group(terms: &[Term], sample: &[u8]) -> Option<(usize, Vec<char>)> {
    let mut total = 0;
    let mut chars = Vec::with_capacity(terms.len());
    for term in terms {
        if term.is_negated {
            return None;
        }
        let tried = term.word.chars().take(TRIED_CHARS).map(|c| (places_of(c, sample), c));
        let (places, c) = tried.min_by_key(|(places, _)| *places)?;
        total += places;
        chars.push(c);
    }
    Some((total, chars))
}

/// In how many places a character stands in its search form.
fn places_of(c: char, sample: &[u8]) -> usize {
    memmem::find_iter(sample, c.encode_utf8(&mut [0; 4])).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The character that a driver looks for, if it is one.
    #[track_caller]
    fn check(typed: &str, text: &str, expected: &[usize]) {
        let driver = Driver::new(&Query::parse(typed), text);
        let mut places = driver.places(text);
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = places.next(from) {
            found.push(at);
            from = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        }
        assert_eq!(found, expected, "{typed} in {text:?}");
    }

    #[test]
    fn the_rarest_character_leads() {
        check("甲乙", "甲\n甲乙\n甲\n", &[7]);
        check("甲 乙", "甲\n甲乙\n甲\n", &[7]);
        check("丙 | 丁", "甲\n乙丙\n丁\n", &[7, 11]);
        check("!甲", "甲\n\n乙", &[0, 4, 5]);
        check("甲 | !乙", "甲\n丙", &[0, 4]);
        check("丙 !甲", "甲\n丙", &[4]);
        check("", "甲\n", &[0]);
        check("a", "b\nＡ\nA\n", &[2, 6]);
        check("用", "甲\n⽤\n用", &[4, 8]);
    }

    #[test]
    fn a_line_must_have_what_the_query_asks_for() {
        let driver = Driver::new(&Query::parse("双减 'AI | 用 教"), "双减教育教学");
        for (line, expected) in [("減双教", true), ("雙減教", true), ("双教", false), ("减教", false), ("减双", false)]
        {
            assert_eq!(driver.may_match(line), expected, "{line}");
        }
    }
}
