//! The indexes of a library, built segment by segment in the background, and searches that use what is there of them.
//!
//! A search answers at any time and always the same: segments that have no index yet are scanned. While a large library
//! loads, that is the newest segment or two, so a key waits for a few thousand headings at most.
//!
//! Segments are small, so that the list grows visibly while it loads; every index costs each search something. So the
//! indexes of small segments give way to one of all of them as soon as that is large.

mod segment_index;

use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::pick::{Hit, ItemKind, Scope, scan};
use super::typo::{Typo, guesses};
use super::{Query, Ranking, Typed, Uncounted};
use crate::library::{Library, NoticeId, Segment};
use crate::notice::{Address, NodeId, Notice};
use segment_index::{SegmentAt, SegmentIndex, notices_of};

/// How much of what matches is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extent {
    /// Everything.
    All,
    /// The best thousand, and when nothing matches, what matches but for a typo.
    Best,
}

/// Nobody goes through more results by hand; who has not found it among them types another character.
const BEST_HITS: usize = 1000;

/// From so many items on it pays to start another thread. In tests a few, so that they try it.
const PARALLEL_ITEMS: usize = if cfg!(test) { 4 } else { 1 << 17 };

/// Indexes of small segments are joined to one with so many items at most, which is a few blocks.
const JOINED_ITEMS: usize = if cfg!(test) { 8 } else { 1 << 17 };

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picked {
    /// By descending score, then in the order of the library and of the text.
    pub hits: Vec<Hit>,
    /// How many match, those included that [`Extent::Best`] left out; no more than so many while that is not
    /// [counted](Self::is_counted).
    pub total: usize,
    /// Whether all that match have been counted.
    pub is_counted: bool,
    /// What they match: the query that was asked, or what may have been meant by it.
    pub query: Query,
    /// How the query was changed, because nothing matched it as it was.
    pub typo: Option<Typo>,
}

/// The indexes of a library. Clones share them: one thread builds while another one searches.
#[derive(Debug, Clone, Default)]
pub struct Indexes {
    /// Those of the first segments, in order.
    parts: Arc<Mutex<Vec<Arc<SegmentIndex>>>>,
}

/// A notice, or a heading of one.
type Place = (NoticeId, Option<NodeId>);

/// What is searched, and how far.
struct Picking<'a> {
    /// The indexes of the first segments of `library`.
    parts: &'a [Arc<SegmentIndex>],
    library: &'a Library,
    scope: Scope,
    extent: Extent,
    should_stop: &'a (dyn Fn() -> bool + Sync),
}

/// A search in progress.
struct Search<'a> {
    query: &'a Query,
    ranking: Ranking<Place>,
    /// What cannot be among the best and is still to be counted.
    uncounted: Vec<Uncounted<'a>>,
    should_stop: &'a (dyn Fn() -> bool + Sync),
}

/// Takes the best, when it takes longer to count the rest.
type TakePage<'a> = &'a mut dyn FnMut(&Picked);

impl Indexes {
    /// Builds what is missing of the indexes of `library`, on this thread; each segment's is in use as soon as it is
    /// there.
    pub fn build(&self, library: &Library) {
        self.forget_others(library);
        let known = segments_of(&self.lock());
        for (start, segment) in library.segments().skip(known) {
            let part = SegmentIndex::build(vec![segment_at((start, segment))]);
            self.join_small(&part);
            self.lock().push(Arc::new(part));
        }
    }

    /// Makes one index of the last small ones, if they cannot take up `next` as well.
    fn join_small(&self, next: &SegmentIndex) {
        let parts = self.lock().clone();
        let mut items = 0;
        let small = parts.iter().rev().take_while(|part| {
            items += items_of(part);
            items <= JOINED_ITEMS
        });
        let first = parts.len() - small.count();
        let small = &parts[first..];
        let items: usize = small.iter().map(|part| items_of(part)).sum();
        if small.len() > 1 && items + items_of(next) > JOINED_ITEMS {
            let joined = SegmentIndex::build(small.iter().flat_map(|part| part.segments().iter().cloned()).collect());
            self.lock().splice(first.., [Arc::new(joined)]);
        }
    }

    /// Whether every segment of `library` has its index.
    pub fn is_complete(&self, library: &Library) -> bool {
        segments_of(&self.parts_of(library)) == library.segments().count()
    }

    /// What matches `query` in `scope`, as [`pick`](super::pick()) would give it.
    ///
    /// `None` when `should_stop` said so; it is asked after a few thousand texts at the latest, by several threads.
    pub fn pick(
        &self,
        library: &Library,
        scope: &Scope,
        query: &Query,
        extent: Extent,
        should_stop: &(dyn Fn() -> bool + Sync),
    ) -> Option<Picked> {
        let parts = self.parts_of(library);
        Picking { parts: &parts, library, scope: *scope, extent, should_stop }.pick(query, &mut |_| {})
    }

    /// As [`Indexes::pick`], for what was typed. An address, `一（二）3` or `1.2.3`, is found as well among the headings
    /// of a notice, and its heading comes first.
    pub fn pick_typed(
        &self,
        library: &Library,
        scope: &Scope,
        typed: &Typed,
        extent: Extent,
        should_stop: &(dyn Fn() -> bool + Sync),
    ) -> Option<Picked> {
        self.pick_typed_page(library, scope, typed, extent, should_stop, &mut |_| {})
    }

    /// As [`Indexes::pick_typed`]. Where it takes longer to count what matches, `take_page` is given the best of it
    /// before.
    pub fn pick_typed_page(
        &self,
        library: &Library,
        scope: &Scope,
        typed: &Typed,
        extent: Extent,
        should_stop: &(dyn Fn() -> bool + Sync),
        take_page: TakePage<'_>,
    ) -> Option<Picked> {
        let query = typed.query();
        let parts = self.parts_of(library);
        let picking = Picking { parts: &parts, library, scope: *scope, extent, should_stop };
        let Scope::Headings(id) = *scope else { return picking.pick(&query, take_page) };
        let mut picked = picking.pick(&query, &mut |_| {})?;
        let node = library.notice(id).and_then(|notice| Address::typed(&typed.text).find(notice));
        if let Some(node) = node {
            if picked.typo.is_some() {
                // What was meant is there: nothing has to be guessed.
                picked = Picked { query, is_counted: true, ..Picked::default() };
            }
            let place = picked.hits.iter().position(|hit| hit.node == Some(node));
            let hit = place.map(|place| picked.hits.remove(place));
            picked.hits.insert(0, hit.unwrap_or(Hit { notice: id, node: Some(node), score: 0 }));
            picked.total = picked.total.max(picked.hits.len());
        }
        Some(picked)
    }

    /// The indexes of the first segments of `library`.
    fn parts_of(&self, library: &Library) -> Vec<Arc<SegmentIndex>> {
        let mut segments = library.segments().map(|(_, segment)| segment);
        let mut is_of = |part: &SegmentIndex| {
            let mut own = part.segments().iter();
            own.all(|(_, segment)| segments.next().is_some_and(|other| Arc::ptr_eq(segment, other)))
        };
        self.lock().iter().take_while(|part| is_of(part)).cloned().collect()
    }

    /// Forgets the indexes of another library. One that has grown is the same.
    fn forget_others(&self, library: &Library) {
        let known = self.parts_of(library).len();
        self.lock().truncate(known);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<SegmentIndex>>> {
        // A list that is only pushed to and cut is whole, whoever panicked.
        self.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many segments some indexes have.
fn segments_of(parts: &[Arc<SegmentIndex>]) -> usize {
    parts.iter().map(|part| part.segments().len()).sum()
}

/// How many titles and headings an index has.
fn items_of(part: &SegmentIndex) -> usize {
    part.len(ItemKind::Title) + part.len(ItemKind::Headings)
}

impl Picking<'_> {
    /// What matches, or what does but for a typo. `take_page` is given the best as soon as they are known, if the rest
    /// has yet to be counted.
    fn pick(&self, query: &Query, take_page: TakePage<'_>) -> Option<Picked> {
        let found = self.pick_as_typed(query, take_page)?;
        if found.total > 0 || self.extent == Extent::All {
            return Some(found);
        }
        for (typo, guess) in guesses(query) {
            // So little is found by a guess that it is soon counted.
            let guessed = self.pick_as_typed(&guess, &mut |_| {})?;
            if guessed.total > 0 {
                return Some(Picked { typo: Some(typo), ..guessed });
            }
        }
        Some(found)
    }

    fn pick_as_typed(&self, query: &Query, take_page: TakePage<'_>) -> Option<Picked> {
        let Self { parts, library, should_stop, .. } = *self;
        let limit = if self.extent == Extent::All { usize::MAX } else { BEST_HITS };
        let mut search = Search { query, ranking: Ranking::of_best(limit), uncounted: Vec::new(), should_stop };
        match self.scope {
            Scope::Titles => search.search_all(parts, library, ItemKind::Title)?,
            Scope::AllHeadings => search.search_all(parts, library, ItemKind::Headings)?,
            Scope::Headings(id) => search.search_notice(parts, library, id)?,
        }
        let Search { ranking, uncounted, .. } = search;
        let total = ranking.total();
        let best = ranking.into_best().into_iter();
        let hits = best.map(|hit| Hit { notice: hit.item.0, node: hit.item.1, score: hit.score }).collect();
        let mut picked = Picked { hits, total, is_counted: uncounted.is_empty(), query: query.clone(), typo: None };
        if !picked.is_counted {
            take_page(&picked);
            picked.total += count(&uncounted, should_stop)?;
            picked.is_counted = true;
        }
        Some(picked)
    }
}

/// How many of some items match, counted on two threads; `None` when `should_stop` said so.
fn count(uncounted: &[Uncounted<'_>], should_stop: &(dyn Fn() -> bool + Sync)) -> Option<usize> {
    let count = |some: &[Uncounted<'_>]| some.iter().map(|some| some.count(should_stop)).sum::<Option<usize>>();
    let (first, second) = uncounted.split_at(uncounted.len() / 2);
    let (first, second) = on_two_threads(|| count(first), || count(second));
    Some(first? + second?)
}

fn segment_at((start, segment): (NoticeId, &Arc<Segment>)) -> SegmentAt {
    (start, Arc::clone(segment))
}

/// Does two things at a time.
fn on_two_threads<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    // The thread is our own: those of rayon may be busy loading for a long time.
    thread::scope(|scope| {
        let second = scope.spawn(second);
        let first = first();
        (first, second.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

impl<'a> Search<'a> {
    /// `None` when it was told to stop.
    fn search_all(&mut self, parts: &'a [Arc<SegmentIndex>], library: &Library, kind: ItemKind) -> Option<()> {
        self.search_parts(parts, kind)?;
        let rest: Vec<SegmentAt> = library.segments().skip(segments_of(parts)).map(segment_at).collect();
        self.scan(rest.iter().flat_map(notices_of).collect(), kind)
    }

    /// Searches parts that follow one another, on two threads where that pays.
    fn search_parts(&mut self, parts: &'a [Arc<SegmentIndex>], kind: ItemKind) -> Option<()> {
        let items: usize = parts.iter().map(|part| part.len(kind)).sum();
        if items < PARALLEL_ITEMS {
            return parts.iter().try_for_each(|part| part.search(kind, self));
        }
        let mut behind = 0;
        let (first, second) = parts.split_at(
            parts
                .iter()
                .take_while(|part| {
                    behind += part.len(kind);
                    2 * behind <= items + part.len(kind)
                })
                .count(),
        );
        let Search { query, should_stop, .. } = *self;
        let ranking = self.ranking.same_limit();
        let mut other = Search { query, ranking, uncounted: Vec::new(), should_stop };
        let search = |search: &mut Search<'a>, parts: &'a [Arc<SegmentIndex>]| {
            parts.iter().try_for_each(|part| part.search(kind, search))
        };
        let (first, second) = on_two_threads(|| search(self, first), || search(&mut other, second));
        first?;
        second?;
        self.ranking.append(other.ranking);
        self.uncounted.extend(other.uncounted);
        Some(())
    }

    fn search_notice(&mut self, parts: &'a [Arc<SegmentIndex>], library: &Library, id: NoticeId) -> Option<()> {
        let Some(notice) = library.notice(id).filter(|notice| self.query.admits(notice)) else { return Some(()) };
        let has = |(start, segment): &SegmentAt| (start.0..start.0 + segment.slots.len() as u32).contains(&id.0);
        match parts.iter().find(|part| part.segments().iter().any(has)) {
            Some(part) => part.search_notice(id, self),
            None => self.scan(vec![(id, notice)], ItemKind::Headings),
        }
    }

    /// Matches the texts of notices one by one.
    fn scan(&mut self, notices: Vec<(NoticeId, &Arc<Notice>)>, kind: ItemKind) -> Option<()> {
        let mut hits = scan(notices, kind, self.query, self.should_stop)?;
        hits.sort_unstable_by_key(|hit| (hit.notice, hit.node));
        for hit in hits {
            self.ranking.add(hit.score, || (hit.notice, hit.node));
        }
        Some(())
    }
}

#[cfg(test)]
mod tests;
