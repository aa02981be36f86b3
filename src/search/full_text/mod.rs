//! Full-text search: words and phrases in the running text of many notices.
//!
//! A *hit* is a sentence that contains a match. The texts are kept in their search form, together with an index of
//! bigrams that says which blocks of text can contain a word; matches are then found by reading these blocks. So the
//! answer is the same with and without the index, and a search reads no further than it must. Compared with an
//! inverted index of words this needs no segmentation of Chinese into words, which is never certain, and finds any
//! substring.

mod bigram_index;
mod notices;
mod sentence_scan;
mod text_query;
mod texts;

use std::ops::{Add, AddAssign, Range};

use bigram_index::BigramIndex;
pub use notices::{NoticeHits, NoticeRequest, SentenceHit, TextIndexes, search_notices};
pub use sentence_scan::ItemAt;
use sentence_scan::SentenceScan;
pub use text_query::{TextPrefilter, TextQuery, Within};
use texts::Texts;

/// With less text than this an index of bigrams saves nothing.
const FILTER_BYTES: usize = 256 * 1024;

/// An immutable index of some texts.
#[derive(Debug, Default)]
pub struct Index {
    texts: Texts,
    bigrams: Option<BigramIndex>,
}

/// A search request.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The query.
    pub query: &'a TextQuery,
    /// Returns the item that contains a byte.
    pub item_at: &'a ItemAt<'a>,
    /// The first text to search.
    pub from_text: usize,
    /// The number of hits to report with their positions; the rest is counted.
    pub wanted_hits: usize,
    /// Called every few hundred kilobytes; true stops the search.
    pub should_stop: &'a dyn Fn() -> bool,
}

/// The hits in one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextHits {
    /// The text, counted from 0.
    pub text: usize,
    /// The number of its hits.
    pub count: usize,
    /// The first of them.
    pub hits: Vec<TextHit>,
}

/// A sentence with a match. Ranges are bytes of the text before folding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextHit {
    /// The sentence, or several where a phrase crosses from one into the next.
    pub sentence: Range<usize>,
    /// The matches in it, ascending, without overlap.
    pub matches: Vec<Range<usize>>,
}

/// The number of hits and of texts with hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    /// Sentences.
    pub hits: usize,
    /// Texts with a hit.
    pub texts: usize,
}

impl Add for Total {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { hits: self.hits + other.hits, texts: self.texts + other.texts }
    }
}

impl AddAssign for Total {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Index {
    /// Builds an index.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut index = Self::without_filter(texts);
        if index.texts.folded().len() >= FILTER_BYTES {
            index.bigrams = Some(BigramIndex::new(index.texts.folded()));
        }
        index
    }

    /// Prepares texts for a single search, which reads all of them. The answers are the same.
    pub fn without_filter<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self { texts: Texts::new(texts), bigrams: None }
    }

    /// The number of texts.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether it has no text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of memory it takes.
    pub fn memory_bytes(&self) -> usize {
        self.texts.memory_bytes() + self.bigrams.as_ref().map_or(0, BigramIndex::memory_bytes)
    }

    /// Searches. Texts with hits are reported in order, each as soon as it has been read, until the wanted number of
    /// hits is reached; the rest is counted. Returns the total, `None` when the search was stopped. An empty query
    /// matches nothing.
    pub fn search(&self, request: &Request<'_>, report: &mut dyn FnMut(TextHits)) -> Option<Total> {
        let mut total = Total::default();
        if request.from_text >= self.len() {
            return Some(total);
        }
        let from = self.texts.range(request.from_text).start;
        let bigrams = self.bigrams.as_ref();
        let mut scan =
            SentenceScan::new(&self.texts, bigrams, request.query, request.item_at, from, request.should_stop);
        let mut reported = 0;
        let mut next = scan.next();
        while let Some(first) = next.filter(|_| reported < request.wanted_hits) {
            let text = self.texts.text_at(first.at);
            let end = self.texts.range(text).end;
            let mut found = TextHits { text, count: 0, hits: Vec::new() };
            // All hits of a text are taken before it is reported, so that its count is complete.
            while let Some(place) = next.filter(|place| place.at < end) {
                if reported < request.wanted_hits {
                    reported += 1;
                    let sentence = scan.sentence(place);
                    let matches = scan.matches(&sentence);
                    let matches = matches.iter().map(|range| self.texts.original_range(text, range)).collect();
                    found.hits.push(TextHit { sentence: self.texts.original_range(text, &sentence), matches });
                }
                found.count += 1;
                next = scan.next();
            }
            if scan.was_stopped() {
                return None;
            }
            total.texts += 1;
            total.hits += found.count;
            report(found);
        }
        // Enough hits were reported: the rest is only counted, without computing matches and original offsets.
        let mut end = from;
        while let Some(place) = next {
            total.hits += 1;
            if place.at >= end {
                total.texts += 1;
                end = self.texts.range(self.texts.text_at(place.at)).end;
            }
            next = scan.next();
        }
        (!scan.was_stopped()).then_some(total)
    }
}

#[cfg(test)]
mod tests;
