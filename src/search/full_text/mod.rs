//! Full text: words and phrases in the running text of many notices.
//!
//! A *hit* is a sentence in which something stands that was asked for. The texts are kept in their search form, with a
//! filter that says which blocks are worth reading; what is in them is found by reading them. So an answer is the same
//! with and without the filter, and a search reads no further than it is asked to.

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

/// With less text than this a filter saves nothing.
const FILTER_BYTES: usize = 256 * 1024;

/// Some texts, ready to be searched. Immutable.
#[derive(Debug, Default)]
pub struct Index {
    texts: Texts,
    bigrams: Option<BigramIndex>,
}

/// What is wanted of a search.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// What is looked for.
    pub query: &'a TextQuery,
    /// Which item holds a byte.
    pub item_at: &'a ItemAt<'a>,
    /// The first text that is searched.
    pub from_text: usize,
    /// Of so many hits the places are told; the rest is counted.
    pub wanted_hits: usize,
    /// Asked every few hundred kilobytes.
    pub should_stop: &'a dyn Fn() -> bool,
}

/// The hits in one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextHits {
    /// Which text, counted from 0.
    pub text: usize,
    /// How many hits it has.
    pub count: usize,
    /// The first of them.
    pub hits: Vec<TextHit>,
}

/// A sentence in which something stands that was asked for. Ranges are bytes of the text as it was before folding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextHit {
    /// The sentence; the sentences, where a phrase crosses from one into the next.
    pub sentence: Range<usize>,
    /// What stands in it, ascending; none overlaps another.
    pub matches: Vec<Range<usize>>,
}

/// How much was found.
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
    /// Makes an index.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut index = Self::without_filter(texts);
        if index.texts.folded().len() >= FILTER_BYTES {
            index.bigrams = Some(BigramIndex::new(index.texts.folded()));
        }
        index
    }

    /// Makes what can be searched once, by reading everything. The answers are the same.
    pub fn without_filter<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self { texts: Texts::new(texts), bigrams: None }
    }

    /// How many texts it holds.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of memory that it takes.
    pub fn memory_bytes(&self) -> usize {
        self.texts.memory_bytes() + self.bigrams.as_ref().map_or(0, BigramIndex::memory_bytes)
    }

    /// Searches. Texts with hits are reported in order, each as soon as it has been read, until the wanted hits are
    /// told; the total comes at the end, `None` when the search was stopped. An empty query finds nothing.
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
