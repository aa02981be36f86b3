//! From place to place: the sentences of a buffer that a query finds, in order, each looked up when it is asked for.

use std::ops::Range;

use super::bigram_index::{BLOCK_BYTES, BigramIndex, CandidateBlocks};
use super::text_query::{TextQuery, Within, Word};
use super::texts::Texts;
use crate::text::sentence::{sentence_around, sentence_end, sentence_end_after, sentence_start};

/// The item of a text that holds a byte of it: `(text, byte)` → range of bytes, of whole lines, of the text as it was
/// before folding.
pub type ItemAt<'a> = dyn Fn(usize, usize) -> Range<usize> + 'a;

/// Bytes that are read between two looks at `should_stop`, where no filter says which blocks to read.
const SCAN_BYTES: usize = 64 * BLOCK_BYTES;

/// A place that was found: the sentence, or the sentences where a phrase crosses their border.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FoundSentence {
    /// Where the first word in it stands.
    pub at: usize,
    /// Where the sentence ends.
    pub end: usize,
}

/// Goes through a buffer.
pub(super) struct SentenceScan<'a> {
    texts: &'a Texts,
    query: &'a TextQuery,
    item_at: &'a ItemAt<'a>,
    scanner: WordScanner<'a>,
    /// Whether any word can begin in one sentence and end in another.
    can_cross: bool,
    /// What comes before has been dealt with.
    at: usize,
    /// Up to here stands a unit that holds all words, where there are several.
    unit_end: usize,
    /// Of each word, where it stands next in the unit; beyond its end where it does not. What lies before `at` is out
    /// of date.
    upcoming: Vec<usize>,
}

impl<'a> SentenceScan<'a> {
    /// Begins at byte `from` of the buffer. `should_stop` is asked every few hundred kilobytes.
    pub fn new(
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

    /// Whether it ended because it was told to.
    pub fn was_stopped(&self) -> bool {
        self.scanner.was_stopped
    }

    fn next_in_unit(&mut self) -> Option<FoundSentence> {
        let unit = self.at..self.unit_end.max(self.at);
        let text = &self.texts.folded().as_bytes()[unit.clone()];
        for (word, upcoming) in self.query.words().iter().zip(&mut self.upcoming) {
            // What is still ahead is not looked for again: a rare word would be, for every hit of a frequent one.
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

    /// Where the sentence ends in which `word` at byte `at` begins. Where words may cross from one sentence into the
    /// next, both are one place; so are all that are linked like that. `limit`: no word goes beyond it.
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

    /// The end of a word that begins at byte `from` or later, before `border`, and goes beyond that.
    fn end_of_crossing(&self, from: usize, border: usize, limit: usize) -> Option<usize> {
        self.query.words().iter().filter(|word| word.can_cross).find_map(|word| {
            let len = word.form.len();
            let start = from.max((border + 1).saturating_sub(len));
            let window = &self.texts.folded().as_bytes()[start..limit.min(border + len - 1).max(start)];
            word.finder.find(window).map(|at| start + at + len)
        })
    }

    /// The unit that must hold all words, around a byte of the buffer.
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

    /// The sentence of a place, as a range of the buffer.
    pub fn sentence(&self, found: FoundSentence) -> Range<usize> {
        sentence_start(self.texts.folded(), found.at)..found.end
    }

    /// Where the words stand in a range of the buffer: ascending, what overlaps made one.
    pub fn matches(&self, range: &Range<usize>) -> Vec<Range<usize>> {
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

    /// Goes to the next place.
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
                Some(upcoming) => (self.at, self.upcoming) = (unit.start, upcoming),
                None => self.at = unit.end,
            }
        }
    }
}

/// Where the character begins that ends before byte `end`.
fn last_char(buffer: &str, end: usize) -> usize {
    (0..end).rev().find(|at| buffer.is_char_boundary(*at)).unwrap_or(0)
}

/// Finds the word that stands in the fewest places.
struct WordScanner<'a> {
    buffer: &'a [u8],
    word: Option<&'a Word>,
    /// Where it can begin; `None` for anywhere.
    candidates: Option<CandidateBlocks<'a>>,
    /// The bytes where it may begin that are being read; may go on beyond the buffer.
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
                let rarest = candidates.min_by_key(|(_, candidates)| candidates.estimate());
                rarest.map_or((None, None), |(word, candidates)| (Some(word), Some(candidates)))
            }
            None => (words.iter().max_by_key(|word| word.form.len()), None),
        };
        Self { buffer: texts.folded().as_bytes(), word, candidates, range: 0..0, should_stop, was_stopped: false }
    }

    /// Where the word stands next, at byte `from` or after it.
    fn next_occurrence(&mut self, from: usize) -> Option<usize> {
        let word = self.word?;
        let mut from = from;
        loop {
            if from >= self.range.end {
                self.range = self.next_range(from)?;
            }
            let start = from.max(self.range.start);
            let end = self.buffer.len().min(self.range.end + word.form.len() - 1);
            if let Some(at) = word.finder.find(&self.buffer[start.min(end)..end]) {
                return Some(start + at);
            }
            from = self.range.end;
        }
    }

    /// The next bytes to be read, `from` or what comes after it.
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
