//! An iterator over the sentences of a buffer that match a query, in order.
//!
//! The *rarest word* of the query leads: only its occurrences are searched for, in the candidate blocks of the index
//! where there is one. Around each, the *unit* that must contain all words (sentence, item or notice) is searched for
//! the other words. Every hit is found when it is asked for, so a search for the first page reads little.

use std::ops::Range;

use super::bigram_index::{BLOCK_BYTES, BigramIndex, CandidateBlocks};
use super::text_query::{TextQuery, Within, Word};
use super::texts::Texts;
use crate::text::sentence::{sentence_around, sentence_end, sentence_end_after, sentence_start};

/// Returns the item of a text that contains a byte: `(text, byte)` → range of bytes, of whole lines, of the text
/// before folding.
pub type ItemAt<'a> = dyn Fn(usize, usize) -> Range<usize> + 'a;

/// Bytes read between two checks of `should_stop` where no index names the blocks to read.
const SCAN_BYTES: usize = 64 * BLOCK_BYTES;

/// A matching sentence, or several that a phrase connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FoundSentence {
    /// The position of the first word in it.
    pub at: usize,
    /// The end of the sentence.
    pub end: usize,
}

/// A scan of a buffer.
pub(super) struct SentenceScan<'a> {
    texts: &'a Texts,
    query: &'a TextQuery,
    item_at: &'a ItemAt<'a>,
    scanner: WordScanner<'a>,
    /// Whether any word can begin in one sentence and end in another.
    can_cross: bool,
    /// The position from which the scan goes on.
    at: usize,
    /// The end of the current unit, which contains all words. Only used with several words.
    unit_end: usize,
    /// For each word its next position in the unit, or one beyond its end. Positions before `at` are out of date.
    upcoming: Vec<usize>,
}

impl<'a> SentenceScan<'a> {
    /// Begins at byte `from` of the buffer. `should_stop` is called every few hundred kilobytes.
    pub(super) fn new(
        texts: &'a Texts,
        blocks: Option<&'a BigramIndex>,
        query: &'a TextQuery,
        item_at: &'a ItemAt<'a>,
        from: usize,
        should_stop: &'a dyn Fn() -> bool,
    ) -> Self {
        let scanner = WordScanner::new(texts, blocks, query.words(), should_stop);
        let upcoming = vec![usize::MAX; query.words().len()];
        let can_cross = query.words().iter().any(|word| word.can_cross);
        Self { texts, query, item_at, scanner, can_cross, at: from, unit_end: from, upcoming }
    }

    /// Whether the scan ended because `should_stop` said so.
    pub(super) fn was_stopped(&self) -> bool {
        self.scanner.was_stopped
    }

    fn next_in_unit(&mut self) -> Option<FoundSentence> {
        let unit = self.at..self.unit_end.max(self.at);
        let text = &self.texts.folded().as_bytes()[unit.clone()];
        for (word, upcoming) in self.query.words().iter().zip(&mut self.upcoming) {
            // A position that is still ahead is kept: a rare word would otherwise be searched again for every hit of
            // a frequent one, which is quadratic.
            if *upcoming < unit.start {
                *upcoming = word.finder.find(text).map_or(usize::MAX, |at| unit.start + at);
            }
        }
        let (at, word) = self.upcoming.iter().copied().zip(self.query.words()).min_by_key(|(at, _)| *at)?;
        if at >= unit.end {
            return None;
        }
        let end = self.end_of_found(at, word, unit.end);
        self.at = end;
        Some(FoundSentence { at, end })
    }

    /// The end of the sentence in which `word` begins at byte `at`. Sentences connected by a word that crosses from
    /// one into the next are one hit, as are chains of them. `limit`: no word goes beyond it.
    fn end_of_found(&self, at: usize, word: &Word, limit: usize) -> usize {
        let buffer = self.texts.folded();
        if !self.can_cross {
            return sentence_end_after(buffer, at + word.form.len());
        }
        let mut end = sentence_end(buffer, last_char(buffer, at + word.form.len()));
        while let Some(crossing) = self.end_of_crossing(at, end, limit) {
            end = sentence_end(buffer, last_char(buffer, crossing));
        }
        end
    }

    /// The end of a word that begins at byte `from` or later, before `border`, and ends after it.
    fn end_of_crossing(&self, from: usize, border: usize, limit: usize) -> Option<usize> {
        self.query.words().iter().filter(|word| word.can_cross).find_map(|word| {
            let len = word.form.len();
            // Only occurrences that begin before the border and end after it matter: a window of twice the word's
            // length.
            let start = from.max((border + 1).saturating_sub(len));
            let window = &self.texts.folded().as_bytes()[start..limit.min(border + len - 1).max(start)];
            word.finder.find(window).map(|at| start + at + len)
        })
    }

    /// The unit around a byte of the buffer that must contain all words.
    fn unit_around(&self, at: usize) -> Range<usize> {
        match self.query.within() {
            Within::Sentence => sentence_around(self.texts.folded(), at),
            Within::Item => {
                let text = self.texts.text_at(at);
                let item = (self.item_at)(text, self.texts.original_offset(text, at));
                self.texts.folded_range(text, &item)
            }
            Within::Notice => self.texts.range(self.texts.text_at(at)),
        }
    }

    /// The sentence of a hit, as a range of the buffer.
    pub(super) fn sentence(&self, found: FoundSentence) -> Range<usize> {
        sentence_start(self.texts.folded(), found.at)..found.end
    }

    /// The occurrences of the words in a range of the buffer, ascending; overlapping ones are merged.
    pub(super) fn matches(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let text = &self.texts.folded().as_bytes()[range.clone()];
        let of_word = |word: &'a Word| {
            let places = word.finder.find_iter(text).map(|at| range.start + at);
            places.map(|at| at..at + word.form.len()).collect::<Vec<_>>()
        };
        let mut places: Vec<Range<usize>> = self.query.words().iter().flat_map(of_word).collect();
        places.sort_unstable_by_key(|place| (place.start, place.end));
        let mut matches: Vec<Range<usize>> = Vec::new();
        for place in places {
            match matches.last_mut().filter(|last| place.start < last.end) {
                Some(last) => last.end = last.end.max(place.end),
                None => matches.push(place),
            }
        }
        matches
    }
}

impl Iterator for SentenceScan<'_> {
    type Item = FoundSentence;

    /// The next hit.
    fn next(&mut self) -> Option<FoundSentence> {
        if let [word] = self.query.words() {
            let at = self.scanner.next_occurrence(self.at)?;
            let end = self.end_of_found(at, word, self.texts.folded().len());
            self.at = end;
            return Some(FoundSentence { at, end });
        }
        loop {
            if let Some(found) = self.next_in_unit() {
                return Some(found);
            }
            self.at = self.unit_end;
            let at = self.scanner.next_occurrence(self.at)?;
            let unit = self.unit_around(at);
            self.unit_end = unit.end;
            let text = &self.texts.folded().as_bytes()[unit.clone()];
            let place = |word: &Word| Some(unit.start + word.finder.find(text)?);
            match self.query.words().iter().map(place).collect::<Option<Vec<usize>>>() {
                // Every word occurs: the unit is scanned from its start, since words may come before the rarest one.
                Some(upcoming) => (self.at, self.upcoming) = (unit.start, upcoming),
                // A word is missing, so no sentence of this unit can be a hit.
                None => self.at = unit.end,
            }
        }
    }
}

/// The start of the character that ends before byte `end`.
fn last_char(buffer: &str, end: usize) -> usize {
    (0..end).rev().find(|at| buffer.is_char_boundary(*at)).unwrap_or(0)
}

/// Finds the occurrences of the rarest word.
struct WordScanner<'a> {
    buffer: &'a [u8],
    word: Option<&'a Word>,
    /// The blocks in which it can begin; `None` for anywhere.
    candidates: Option<CandidateBlocks<'a>>,
    /// The range being searched for its beginning; may go beyond the buffer.
    range: Range<usize>,
    should_stop: &'a dyn Fn() -> bool,
    was_stopped: bool,
}

impl<'a> WordScanner<'a> {
    fn new(
        texts: &'a Texts,
        blocks: Option<&'a BigramIndex>,
        words: &'a [Word],
        should_stop: &'a dyn Fn() -> bool,
    ) -> Self {
        let (word, candidates) = match blocks {
            Some(blocks) => {
                let candidates = words.iter().map(|word| (word, blocks.candidate_blocks(&word.form)));
                // The word with the fewest candidate blocks leads.
                let rarest = candidates.min_by_key(|(_, candidates)| candidates.estimate());
                rarest.map_or((None, None), |(word, candidates)| (Some(word), Some(candidates)))
            }
            // Without an index the longest word is most likely the rarest, and is searched fastest.
            None => (words.iter().max_by_key(|word| word.form.len()), None),
        };
        Self { buffer: texts.folded().as_bytes(), word, candidates, range: 0..0, should_stop, was_stopped: false }
    }

    /// The next occurrence of the word, at byte `from` or later.
    fn next_occurrence(&mut self, from: usize) -> Option<usize> {
        let word = self.word?;
        let mut from = from;
        loop {
            if from >= self.range.end {
                self.range = self.next_range(from)?;
            }
            let start = from.max(self.range.start);
            // A word that begins in the range may end beyond it.
            let end = self.buffer.len().min(self.range.end + word.form.len() - 1);
            if let Some(at) = word.finder.find(&self.buffer[start.min(end)..end]) {
                return Some(start + at);
            }
            from = self.range.end;
        }
    }

    /// The next range to search, from byte `from` on.
    fn next_range(&mut self, from: usize) -> Option<Range<usize>> {
        if (self.should_stop)() {
            self.was_stopped = true;
            return None;
        }
        match &self.candidates {
            Some(candidates) => {
                let blocks = candidates.next_blocks(from / BLOCK_BYTES)?;
                Some(blocks.start * BLOCK_BYTES..blocks.end * BLOCK_BYTES)
            }
            None if from < self.buffer.len() => Some(from..(from + SCAN_BYTES).min(self.buffer.len())),
            None => None,
        }
    }
}
