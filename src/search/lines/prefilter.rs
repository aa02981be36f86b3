//! Prefilter for lines: finds the lines that may match, by the rarest character that the query requires, in any of
//! its variants.
//!
//! Most lines of a file do not match. Instead of splitting a text into lines and scoring each, the text is searched
//! for one character with vector instructions, and only the lines around its occurrences are split off. The more
//! seldom the character, the fewer lines; so it is chosen by counting in a sample of the first text.

use memchr::memmem;

use crate::search::Query;
use crate::search::char_variants::CharVariants;
use crate::search::term::Term;

/// The size in bytes of the sample in which characters are counted.
const SAMPLE_BYTES: usize = 64 * 1024;

/// The number of characters of a word that are counted; one of them will be rare.
const TRIED_CHARS: usize = 32;

/// The number of further characters that a line must contain before it is scored.
const MORE_CHARS: usize = 3;

/// Finds the lines that may match.
#[derive(Debug)]
pub(super) struct LinePrefilter {
    /// The character to search for, or several of which a line must contain one; `None` when any line may match.
    rarest: Option<CharVariants>,
    /// Further required characters, the rarest first.
    more: Vec<CharVariants>,
}

/// A search of a text for candidate lines.
#[derive(Debug)]
pub(super) struct CandidatePositions<'a> {
    prefilter: &'a LinePrefilter,
    text: &'a [u8],
    /// For each variant of the rarest character its next position. Positions before the line being searched are out
    /// of date.
    upcoming: Vec<usize>,
}

impl LinePrefilter {
    /// Builds the prefilter for a query; the beginning of `text` serves as the sample.
    pub(super) fn new(query: &Query, text: &str) -> Self {
        let sample = &text.as_bytes()[..text.len().min(SAMPLE_BYTES)];
        let mut wanted: Vec<(usize, Vec<char>)> =
            query.terms().groups().iter().flat_map(|terms| required_chars(terms, sample)).collect();
        wanted.sort();
        wanted.dedup();
        wanted.truncate(1 + MORE_CHARS);
        let mut spellings = wanted.iter().map(|(_, chars)| CharVariants::of(chars));
        Self { rarest: spellings.next(), more: spellings.collect() }
    }

    /// Begins at the beginning of a text.
    pub(super) fn places<'a>(&'a self, text: &'a str) -> CandidatePositions<'a> {
        let text = text.as_bytes();
        let finders = self.rarest.iter().flat_map(CharVariants::finders);
        let upcoming = finders.map(|finder| finder.find(text).unwrap_or(usize::MAX)).collect();
        CandidatePositions { prefilter: self, text, upcoming }
    }

    /// Whether a line with the rarest character also contains the further required ones.
    pub(super) fn may_match(&self, line: &str) -> bool {
        self.more.iter().all(|spellings| spellings.occur_in(line))
    }
}

impl CandidatePositions<'_> {
    /// The next candidate position in the line that begins at byte `from`, or in a later one. `from` never decreases.
    pub(super) fn next(&mut self, from: usize) -> Option<usize> {
        let Some(rarest) = &self.prefilter.rarest else { return (from < self.text.len()).then_some(from) };
        for (finder, upcoming) in rarest.finders().iter().zip(&mut self.upcoming) {
            // A position that is still ahead is kept: a rare variant would otherwise be searched again for every
            // line.
            if *upcoming < from {
                *upcoming = finder.find(&self.text[from..]).map_or(usize::MAX, |at| from + at);
            }
        }
        self.upcoming.iter().copied().min().filter(|at| *at < usize::MAX)
    }
}

/// The characters that a line must contain to match one of `terms`, each with its number of occurrences in the
/// sample: all characters of a single term, or one of the rarest of each of several terms. Empty where a line may
/// match without any.
fn required_chars(terms: &[Term], sample: &[u8]) -> Vec<(usize, Vec<char>)> {
    match terms {
        [only] if !only.is_negated => {
            let tried = only.word.chars().take(TRIED_CHARS);
            tried.map(|c| (occurrences_of(c, sample), vec![c])).collect()
        }
        _ => rarest_chars(terms, sample).into_iter().collect(),
    }
}

/// For several terms: characters of which a line must contain at least one, and their occurrences in the sample;
/// `None` where a line may match without any.
fn rarest_chars(terms: &[Term], sample: &[u8]) -> Option<(usize, Vec<char>)> {
    let mut total = 0;
    let mut chars = Vec::with_capacity(terms.len());
    for term in terms {
        if term.is_negated {
            return None;
        }
        let tried = term.word.chars().take(TRIED_CHARS).map(|c| (occurrences_of(c, sample), c));
        let (places, c) = tried.min_by_key(|(places, _)| *places)?;
        total += places;
        chars.push(c);
    }
    Some((total, chars))
}

/// The number of occurrences of a character in its search form.
fn occurrences_of(c: char, sample: &[u8]) -> usize {
    memmem::find_iter(sample, c.encode_utf8(&mut [0; 4])).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the candidate positions of a query in a text.
    #[track_caller]
    fn check(typed: &str, text: &str, expected: &[usize]) {
        let prefilter = LinePrefilter::new(&Query::parse(typed), text);
        let mut places = prefilter.places(text);
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = places.next(from) {
            found.push(at);
            from = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        }
        assert_eq!(found, expected, "{typed} in {text:?}");
    }

    #[test]
    fn lines_with_the_rarest_character_are_candidates() {
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
    fn a_line_must_contain_the_required_characters() {
        let prefilter = LinePrefilter::new(&Query::parse("双减 'AI | 用 教"), "双减教育教学");
        for (line, expected) in [("減双教", true), ("雙減教", true), ("双教", false), ("减教", false), ("减双", false)]
        {
            assert_eq!(prefilter.may_match(line), expected, "{line}");
        }
    }
}
