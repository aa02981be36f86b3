//! The indexes of a library, built segment by segment in the background, and searches that use those that exist.
//!
//! A search can be run at any time and always gives the same answer: segments without an index are scanned. While a
//! large library loads, these are the newest one or two, so a key waits for a few thousand headings at most.
//!
//! Segments are small, so that the list grows visibly while loading, but every index has a fixed cost in each search.
//! So the indexes of small segments are replaced by a joint one as soon as it is large enough.

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

/// The part of the matches that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extent {
    /// All matches.
    All,
    /// The best thousand; if nothing matches, the matches of a corrected query.
    Best,
}

/// The number of best hits. Nobody goes through more by hand; a reader who has not found it among them types another
/// character.
const BEST_HITS: usize = 1000;

/// From this many items on, a second thread pays. Low in tests, so that they use it.
const PARALLEL_ITEMS: usize = if cfg!(test) { 4 } else { 1 << 17 };

/// The maximal number of items of a joint index: a few blocks.
const JOINED_ITEMS: usize = if cfg!(test) { 8 } else { 1 << 17 };

/// The result of a search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picked {
    /// The hits by descending score, then in the order of the library and of the text.
    pub hits: Vec<Hit>,
    /// The number of matches, including those that [`Extent::Best`] left out; a lower bound while not
    /// [counted](Self::is_counted).
    pub total: usize,
    /// Whether all matches have been counted.
    pub is_counted: bool,
    /// The query that they match: the one given, or a corrected one.
    pub query: Query,
    /// The correction, if nothing matched the query as it was.
    pub typo: Option<Typo>,
}

/// The indexes of a library. Clones share them: one thread builds while another one searches.
#[derive(Debug, Clone, Default)]
pub struct Indexes {
    /// The indexes of the first segments, in order.
    indexes: Arc<Mutex<Vec<Arc<SegmentIndex>>>>,
}

/// The location of an item: a notice, or a heading of one.
type ItemLocation = (NoticeId, Option<NodeId>);

/// The parameters of a search.
struct Picking<'a> {
    /// The indexes of the first segments of `library`.
    indexes: &'a [Arc<SegmentIndex>],
    library: &'a Library,
    scope: Scope,
    extent: Extent,
    should_stop: &'a (dyn Fn() -> bool + Sync),
}

/// A search in progress.
struct Search<'a> {
    query: &'a Query,
    ranking: Ranking<ItemLocation>,
    /// Items that cannot be among the best and are still to be counted.
    uncounted: Vec<Uncounted<'a>>,
    should_stop: &'a (dyn Fn() -> bool + Sync),
}

/// Receives the best hits before the rest is counted.
type TakePage<'a> = &'a mut dyn FnMut(&Picked);

impl Indexes {
    /// Builds the missing indexes of `library`, on this thread; each is used as soon as it is built.
    pub fn build(&self, library: &Library) {
        self.forget_others(library);
        let known = segments_of(&self.lock());
        for (start, segment) in library.segments().skip(known) {
            let index = SegmentIndex::build(vec![segment_at((start, segment))]);
            self.join_small(&index);
            self.lock().push(Arc::new(index));
        }
    }

    /// Replaces the last small indexes by a joint one, if `next` would make it too large.
    fn join_small(&self, next: &SegmentIndex) {
        let indexes = self.lock().clone();
        let mut items = 0;
        let small = indexes.iter().rev().take_while(|index| {
            items += items_of(index);
            items <= JOINED_ITEMS
        });
        let first = indexes.len() - small.count();
        let small = &indexes[first..];
        let items: usize = small.iter().map(|index| items_of(index)).sum();
        if small.len() > 1 && items + items_of(next) > JOINED_ITEMS {
            let joined = SegmentIndex::build(small.iter().flat_map(|index| index.segments().iter().cloned()).collect());
            self.lock().splice(first.., [Arc::new(joined)]);
        }
    }

    /// Whether every segment of `library` has its index.
    pub fn is_complete(&self, library: &Library) -> bool {
        segments_of(&self.indexes_of(library)) == library.segments().count()
    }

    /// The matches of `query` in `scope`, as [`pick`](super::pick()) gives them.
    ///
    /// `None` when `should_stop` said so; it is called every few thousand texts at the latest, by several threads.
    pub fn pick(
        &self,
        library: &Library,
        scope: &Scope,
        query: &Query,
        extent: Extent,
        should_stop: &(dyn Fn() -> bool + Sync),
    ) -> Option<Picked> {
        let indexes = self.indexes_of(library);
        Picking { indexes: &indexes, library, scope: *scope, extent, should_stop }.pick(query, &mut |_| {})
    }

    /// As [`Indexes::pick`], for a typed query. In the headings of a notice, a query that is the address of a heading
    /// (`一（二）3` or `1.2.3`) finds that heading first.
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

    /// As [`Indexes::pick_typed`]. Where counting the matches takes longer, `take_page` receives the best ones first.
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
        let indexes = self.indexes_of(library);
        let picking = Picking { indexes: &indexes, library, scope: *scope, extent, should_stop };
        let Scope::Headings(id) = *scope else { return picking.pick(query, take_page) };
        let mut picked = picking.pick(query, &mut |_| {})?;
        let node = library.notice(id).and_then(|notice| Address::typed(typed.text()).find(notice));
        if let Some(node) = node {
            if picked.typo.is_some() {
                // The address was meant: nothing has to be guessed.
                picked = Picked { query: query.clone(), is_counted: true, ..Picked::default() };
            }
            let place = picked.hits.iter().position(|hit| hit.node == Some(node));
            let hit = place.map(|place| picked.hits.remove(place));
            picked.hits.insert(0, hit.unwrap_or(Hit { notice: id, node: Some(node), score: 0 }));
            picked.total = picked.total.max(picked.hits.len());
        }
        Some(picked)
    }

    /// The indexes of the first segments of `library`.
    fn indexes_of(&self, library: &Library) -> Vec<Arc<SegmentIndex>> {
        let mut segments = library.segments().map(|(_, segment)| segment);
        let mut is_of = |index: &SegmentIndex| {
            let mut own = index.segments().iter();
            own.all(|(_, segment)| segments.next().is_some_and(|other| Arc::ptr_eq(segment, other)))
        };
        self.lock().iter().take_while(|index| is_of(index)).cloned().collect()
    }

    /// Drops the indexes of another library. A library that has grown is the same.
    fn forget_others(&self, library: &Library) {
        let known = self.indexes_of(library).len();
        self.lock().truncate(known);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<SegmentIndex>>> {
        // The list is only pushed to, spliced and truncated, so it is consistent even if a thread panicked.
        self.indexes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The number of segments of some indexes.
fn segments_of(indexes: &[Arc<SegmentIndex>]) -> usize {
    indexes.iter().map(|index| index.segments().len()).sum()
}

/// The number of titles and headings of an index.
fn items_of(index: &SegmentIndex) -> usize {
    index.len(ItemKind::Title) + index.len(ItemKind::Headings)
}

impl Picking<'_> {
    /// The matches, or those of a corrected query. `take_page` receives the best as soon as they are known, if the
    /// rest has yet to be counted.
    fn pick(&self, query: &Query, take_page: TakePage<'_>) -> Option<Picked> {
        let found = self.pick_as_typed(query, take_page)?;
        if found.total > 0 || self.extent == Extent::All {
            return Some(found);
        }
        for (typo, guess) in guesses(query) {
            // A guess finds so little that it is counted quickly.
            let guessed = self.pick_as_typed(&guess, &mut |_| {})?;
            if guessed.total > 0 {
                return Some(Picked { typo: Some(typo), ..guessed });
            }
        }
        Some(found)
    }

    fn pick_as_typed(&self, query: &Query, take_page: TakePage<'_>) -> Option<Picked> {
        let Self { indexes, library, should_stop, .. } = *self;
        let limit = if self.extent == Extent::All { usize::MAX } else { BEST_HITS };
        let mut search = Search { query, ranking: Ranking::of_best(limit), uncounted: Vec::new(), should_stop };
        match self.scope {
            Scope::Titles => search.search_all(indexes, library, ItemKind::Title)?,
            Scope::AllHeadings => search.search_all(indexes, library, ItemKind::Headings)?,
            Scope::Headings(id) => search.search_notice(indexes, library, id)?,
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

/// The number of items that match, counted on two threads; `None` when `should_stop` said so.
fn count(uncounted: &[Uncounted<'_>], should_stop: &(dyn Fn() -> bool + Sync)) -> Option<usize> {
    let count = |some: &[Uncounted<'_>]| some.iter().map(|some| some.count(should_stop)).sum::<Option<usize>>();
    let (first, second) = uncounted.split_at(uncounted.len() / 2);
    let (first, second) = on_two_threads(|| count(first), || count(second));
    Some(first? + second?)
}

fn segment_at((start, segment): (NoticeId, &Arc<Segment>)) -> SegmentAt {
    (start, Arc::clone(segment))
}

/// Runs two functions in parallel.
fn on_two_threads<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    // The thread is our own: those of rayon may be busy loading for a long time.
    thread::scope(|scope| {
        let second = scope.spawn(second);
        let first = first();
        (first, second.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

impl<'a> Search<'a> {
    /// Returns `None` when the search was stopped.
    fn search_all(&mut self, indexes: &'a [Arc<SegmentIndex>], library: &Library, kind: ItemKind) -> Option<()> {
        self.search_indexes(indexes, kind)?;
        let rest: Vec<SegmentAt> = library.segments().skip(segments_of(indexes)).map(segment_at).collect();
        self.scan(rest.iter().flat_map(notices_of).collect(), kind)
    }

    /// Searches consecutive indexes, on two threads where that pays.
    fn search_indexes(&mut self, indexes: &'a [Arc<SegmentIndex>], kind: ItemKind) -> Option<()> {
        let items: usize = indexes.iter().map(|index| index.len(kind)).sum();
        if items < PARALLEL_ITEMS {
            return indexes.iter().try_for_each(|index| index.search(kind, self));
        }
        let mut behind = 0;
        let (first, second) = indexes.split_at(
            indexes
                .iter()
                .take_while(|index| {
                    behind += index.len(kind);
                    2 * behind <= items + index.len(kind)
                })
                .count(),
        );
        let Search { query, should_stop, .. } = *self;
        let ranking = self.ranking.same_limit();
        let mut other = Search { query, ranking, uncounted: Vec::new(), should_stop };
        let search = |search: &mut Search<'a>, indexes: &'a [Arc<SegmentIndex>]| {
            indexes.iter().try_for_each(|index| index.search(kind, search))
        };
        let (first, second) = on_two_threads(|| search(self, first), || search(&mut other, second));
        first?;
        second?;
        self.ranking.append(other.ranking);
        self.uncounted.extend(other.uncounted);
        Some(())
    }

    fn search_notice(&mut self, indexes: &'a [Arc<SegmentIndex>], library: &Library, id: NoticeId) -> Option<()> {
        let Some(notice) = library.notice(id).filter(|notice| self.query.admits(notice)) else { return Some(()) };
        let has = |(start, segment): &SegmentAt| (start.0..start.0 + segment.slots.len() as u32).contains(&id.0);
        match indexes.iter().find(|index| index.segments().iter().any(has)) {
            Some(index) => index.search_notice(id, self),
            None => self.scan(vec![(id, notice)], ItemKind::Headings),
        }
    }

    /// Scores the texts of notices one by one.
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
