//! The indexes of a library, built segment by segment in the background, and searches that use what is there of them.
//!
//! A search answers at any time and always the same: segments that have no index yet are scanned. While a large library
//! loads, that is the newest segment or two, so a key waits for a few thousand headings at most.

use std::iter;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::pick::{Hit, Kind, Scope, scan, target};
use super::typo::{Typo, guesses};
use super::{HeadingIndex, Query, Ranking, Uncounted};
use crate::library::{Library, NoticeId, Segment, Slot};
use crate::notice::{Address, NodeId, Notice};

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
    parts: Arc<Mutex<Vec<Arc<Part>>>>,
}

/// The index of a segment.
#[derive(Debug)]
struct Part {
    segment: Arc<Segment>,
    /// The slots that hold a notice.
    slots: Vec<u32>,
    /// For each of `slots` the number of its first heading.
    first_headings: Vec<u32>,
    titles: HeadingIndex,
    headings: HeadingIndex,
}

/// A notice, or a heading of one.
type Place = (NoticeId, Option<NodeId>);

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
        let known = self.lock().len();
        for (_, segment) in library.segments().skip(known) {
            let part = Arc::new(Part::build(segment));
            self.lock().push(part);
        }
    }

    /// Whether every segment of `library` has its index.
    pub fn is_complete(&self, library: &Library) -> bool {
        self.parts_of(library).len() == library.segments().count()
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
        self.pick_page(library, *scope, query, extent, should_stop, &mut |_| {})
    }

    /// As [`Indexes::pick`]. `take_page` is given the best as soon as they are known, if the rest has yet to be counted.
    fn pick_page(
        &self,
        library: &Library,
        scope: Scope,
        query: &Query,
        extent: Extent,
        should_stop: &(dyn Fn() -> bool + Sync),
        take_page: TakePage<'_>,
    ) -> Option<Picked> {
        let parts = self.parts_of(library);
        let found = pick_from(&parts, library, scope, query, extent, should_stop, take_page)?;
        if found.total > 0 || extent == Extent::All {
            return Some(found);
        }
        for (typo, guess) in guesses(query) {
            // So little is found by a guess that it is soon counted.
            let guessed = pick_from(&parts, library, scope, &guess, extent, should_stop, &mut |_| {})?;
            if guessed.total > 0 {
                return Some(Picked { typo: Some(typo), ..guessed });
            }
        }
        Some(found)
    }

    /// As [`Indexes::pick`], for what was typed. An address, `一（二）3` or `1.2.3`, is found as well among the headings
    /// of a notice, and its heading comes first.
    pub fn pick_typed(
        &self,
        library: &Library,
        scope: &Scope,
        typed: &str,
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
        typed: &str,
        extent: Extent,
        should_stop: &(dyn Fn() -> bool + Sync),
        take_page: TakePage<'_>,
    ) -> Option<Picked> {
        let query = Query::parse(typed);
        let Scope::Headings(id) = *scope else {
            return self.pick_page(library, *scope, &query, extent, should_stop, take_page);
        };
        let mut picked = self.pick(library, scope, &query, extent, should_stop)?;
        let node = library.notice(id).and_then(|notice| Address::typed(typed).find(notice));
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
    fn parts_of(&self, library: &Library) -> Vec<Arc<Part>> {
        let segments = library.segments().map(|(_, segment)| segment);
        let parts = self.lock();
        parts
            .iter()
            .zip(segments)
            .take_while(|(part, segment)| part.is_of(segment))
            .map(|(part, _)| part.clone())
            .collect()
    }

    /// Forgets the indexes of another library. One that has grown is the same.
    fn forget_others(&self, library: &Library) {
        let known = self.parts_of(library).len();
        self.lock().truncate(known);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Part>>> {
        // A list that is only pushed to and cut is whole, whoever panicked.
        self.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn pick_from(
    parts: &[Arc<Part>],
    library: &Library,
    scope: Scope,
    query: &Query,
    extent: Extent,
    should_stop: &(dyn Fn() -> bool + Sync),
    take_page: TakePage<'_>,
) -> Option<Picked> {
    let limit = if extent == Extent::All { usize::MAX } else { BEST_HITS };
    let mut search = Search { query, ranking: Ranking::of_best(limit), uncounted: Vec::new(), should_stop };
    match scope {
        Scope::Titles => search.search_all(parts, library, Kind::Title)?,
        Scope::AllHeadings => search.search_all(parts, library, Kind::Headings)?,
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

/// How many of some items match, counted on two threads; `None` when `should_stop` said so.
fn count(uncounted: &[Uncounted<'_>], should_stop: &(dyn Fn() -> bool + Sync)) -> Option<usize> {
    let count = |some: &[Uncounted<'_>]| some.iter().map(|some| some.count(should_stop)).sum::<Option<usize>>();
    let (first, second) = uncounted.split_at(uncounted.len() / 2);
    let (first, second) = on_two_threads(|| count(first), || count(second));
    Some(first? + second?)
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
    fn search_all(&mut self, parts: &'a [Arc<Part>], library: &Library, kind: Kind) -> Option<()> {
        let starts: Vec<NoticeId> = library.segments().map(|(start, _)| start).collect();
        let indexed: Vec<(NoticeId, &'a Part)> = starts.into_iter().zip(parts.iter().map(Arc::as_ref)).collect();
        self.search_parts(&indexed, kind)?;
        let rest = library.segments().skip(parts.len());
        let notices = rest.flat_map(|(start, segment)| {
            notices_of(segment).map(move |(slot, notice)| (NoticeId(start.0 + slot), notice))
        });
        self.scan(notices.collect(), kind)
    }

    /// Searches parts that follow one another, on two threads where that pays.
    fn search_parts(&mut self, parts: &[(NoticeId, &'a Part)], kind: Kind) -> Option<()> {
        let items: usize = parts.iter().map(|(_, part)| part.len(kind)).sum();
        if items < PARALLEL_ITEMS {
            return parts.iter().try_for_each(|(start, part)| part.search(*start, kind, self));
        }
        let (first, second) = parts.split_at(parts.len().div_ceil(2));
        let Search { query, should_stop, .. } = *self;
        let ranking = self.ranking.same_limit();
        let mut other = Search { query, ranking, uncounted: Vec::new(), should_stop };
        let search = |search: &mut Search<'a>, parts: &[(NoticeId, &'a Part)]| {
            parts.iter().try_for_each(|(start, part)| part.search(*start, kind, search))
        };
        let (first, second) = on_two_threads(|| search(self, first), || search(&mut other, second));
        first?;
        second?;
        self.ranking.append(other.ranking);
        self.uncounted.extend(other.uncounted);
        Some(())
    }

    fn search_notice(&mut self, parts: &'a [Arc<Part>], library: &Library, id: NoticeId) -> Option<()> {
        let Some(notice) = library.notice(id) else { return Some(()) };
        let mut segments = library.segments().zip(parts);
        let part =
            segments.find(|((start, segment), _)| (start.0..start.0 + segment.slots.len() as u32).contains(&id.0));
        match part {
            Some(((start, _), part)) => {
                let index = part.slots.partition_point(|slot| *slot < id.0 - start.0);
                let first = part.first_headings[index];
                let within = first..first + notice.outline.len() as u32;
                let within: Vec<_> = Some(within).filter(|_| self.query.admits(notice)).into_iter().collect();
                part.search_headings(start, &within, self)
            }
            None => self.scan(vec![(id, notice)], Kind::Headings),
        }
    }

    /// Matches the texts of notices one by one.
    fn scan(&mut self, notices: Vec<(NoticeId, &Arc<Notice>)>, kind: Kind) -> Option<()> {
        let mut hits = scan(notices, kind, self.query, self.should_stop)?;
        hits.sort_unstable_by_key(|hit| (hit.notice, hit.node));
        for hit in hits {
            self.ranking.add(hit.score, || (hit.notice, hit.node));
        }
        Some(())
    }
}

/// The notices of a segment, each with its slot.
fn notices_of(segment: &Segment) -> impl Iterator<Item = (u32, &Arc<Notice>)> {
    segment.slots.iter().enumerate().filter_map(|(slot, content)| match content {
        Slot::Loaded(notice) => Some((slot as u32, notice)),
        Slot::Failed(_) => None,
    })
}

impl Part {
    fn build(segment: &Arc<Segment>) -> Self {
        let notices = || notices_of(segment).map(|(_, notice)| notice);
        let headings = notices().flat_map(|notice| {
            let nodes = (0..notice.outline.len() as u32).map(NodeId);
            nodes.map(|node| target(notice, Some(node)))
        });
        let lens = notices().scan(0, |next, notice| {
            let first = *next;
            *next += notice.outline.len() as u32;
            Some(first)
        });
        Self {
            segment: Arc::clone(segment),
            slots: notices_of(segment).map(|(slot, _)| slot).collect(),
            first_headings: lens.collect(),
            titles: HeadingIndex::build(notices().map(|notice| target(notice, None))),
            headings: HeadingIndex::build(headings),
        }
    }

    fn is_of(&self, segment: &Arc<Segment>) -> bool {
        Arc::ptr_eq(&self.segment, segment)
    }

    /// How many titles or headings it has.
    fn len(&self, kind: Kind) -> usize {
        match kind {
            Kind::Title => self.titles.len(),
            Kind::Headings => self.headings.len(),
        }
    }

    /// Searches all of it that the query admits; `start` is the id of its first slot.
    fn search<'a>(&'a self, start: NoticeId, kind: Kind, search: &mut Search<'a>) -> Option<()> {
        match kind {
            Kind::Headings => self.search_headings(start, &self.admitted(search.query, kind), search),
            Kind::Title => {
                let within = self.admitted(search.query, kind);
                let Search { query, ranking, should_stop, .. } = search;
                let place = |title: u32| (NoticeId(start.0 + self.slots[title as usize]), None);
                search.uncounted.extend(self.titles.search_best(query, &within, ranking, place, *should_stop)?);
                Some(())
            }
        }
    }

    /// The titles or headings of the notices that the facets of a query admit, as ranges that ascend.
    fn admitted(&self, query: &Query, kind: Kind) -> Vec<Range<u32>> {
        let (titles, headings) = (self.slots.len() as u32, self.headings.len() as u32);
        if !query.has_facets() {
            return iter::once(0..if kind == Kind::Title { titles } else { headings }).collect();
        }
        let first_heading = |title: usize| self.first_headings.get(title).copied().unwrap_or(headings);
        let mut ranges: Vec<Range<u32>> = Vec::new();
        for (title, (_, notice)) in notices_of(&self.segment).enumerate() {
            if !query.admits(notice) {
                continue;
            }
            let range = match kind {
                Kind::Title => title as u32..title as u32 + 1,
                Kind::Headings => first_heading(title)..first_heading(title + 1),
            };
            match ranges.last_mut().filter(|last| last.end == range.start) {
                Some(last) => last.end = range.end,
                None => ranges.extend(Some(range).filter(|range| !range.is_empty())),
            }
        }
        ranges
    }

    fn search_headings<'a>(&'a self, start: NoticeId, within: &[Range<u32>], search: &mut Search<'a>) -> Option<()> {
        let Search { query, ranking, should_stop, .. } = search;
        let place = |heading: u32| {
            // The last that begins there or before; those without headings stand before the one that has it.
            let index = self.first_headings.partition_point(|first| *first <= heading) - 1;
            (NoticeId(start.0 + self.slots[index]), Some(NodeId(heading - self.first_headings[index])))
        };
        search.uncounted.extend(self.headings.search_best(query, within, ranking, place, *should_stop)?);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::notice::Manuscript;
    use crate::parse::parse;
    use crate::search::fixture::{notice, unreadable};
    use crate::search::pick;

    const SCOPES: [Scope; 5] = [
        Scope::Titles,
        Scope::AllHeadings,
        Scope::Headings(NoticeId(0)),
        Scope::Headings(NoticeId(3)),
        Scope::Headings(NoticeId(99)),
    ];

    /// Checks that everything is found as by a scan when the first `indexed` segments have an index.
    #[track_caller]
    fn check_same(segments: &[Vec<Slot>], ready: usize, typed: &str) {
        let query = Query::parse(typed);
        let mut library = Library::default();
        let indexes = Indexes::default();
        for (number, slots) in segments.iter().enumerate() {
            if number == ready {
                indexes.build(&library);
                assert!(indexes.is_complete(&library));
            }
            library.add(Segment { slots: slots.clone() });
        }
        for scope in SCOPES {
            let expected = pick(&library, &scope, &query, &|| false).expect("nothing stops it");
            let picked = indexes.pick(&library, &scope, &query, Extent::All, &|| false).expect("nothing stops it");
            assert_eq!(picked.total, expected.len(), "{typed} in {scope:?}");
            assert_eq!(picked.hits, expected, "{typed} in {scope:?}, {ready} segments indexed");
        }
    }

    fn segments() -> Vec<Vec<Slot>> {
        vec![
            vec![notice("甲县教育工作要点", &["总体要求", "推进双减工作"]), unreadable(), notice("无题", &[])],
            vec![notice("乙县双减方案", &["双减工作", "", "总体要求"]), notice("办法", &["双减工作"])],
            vec![unreadable(), notice("丙县通知", &["双宝中学推动防灾减灾"])],
        ]
    }

    #[test]
    fn whatever_has_an_index_the_same_is_found() {
        for ready in 0..=3 {
            for typed in [
                "",
                "双减",
                "县",
                "总体 要",
                "双减 | 通知",
                "!双减",
                "无此",
                "年:2024",
                "双减 !年:2024",
                "年:2024 要",
                "机关:局",
            ] {
                check_same(&segments(), ready, typed);
            }
        }
    }

    #[test]
    fn a_heading_is_found_by_its_address() {
        let mut library = Library::default();
        let text = "甲县教育工作要点\n一、总体要求\n二、双减工作\n三、保障二\n".to_owned();
        let parsed = parse(Manuscript { text, ..Manuscript::default() });
        library.add(Segment { slots: vec![Slot::Loaded(Arc::new(parsed))] });
        let found = |typed: &str| {
            let scope = Scope::Headings(NoticeId(0));
            let picked = Indexes::default().pick_typed(&library, &scope, typed, Extent::Best, &|| false)?;
            let texts: Vec<&str> = picked.hits.iter().map(|hit| hit.text(&library)).collect();
            Some((texts, picked.total, picked.typo))
        };
        assert_eq!(found("二"), Some((vec!["双减工作", "保障二"], 2, None)));
        assert_eq!(found("2"), Some((vec!["双减工作"], 1, None)));
        assert_eq!(found("总"), Some((vec!["总体要求"], 1, None)));
        assert_eq!(found("四"), Some((vec![], 0, None)));
    }

    #[test]
    fn another_library_is_not_searched_by_the_indexes_of_the_first() {
        let (mut first, mut second) = (Library::default(), Library::default());
        first.add(Segment { slots: vec![notice("甲", &[])] });
        second.add(Segment { slots: vec![notice("乙", &[])] });
        let indexes = Indexes::default();
        let total = |library: &Library, typed: &str| {
            let picked = indexes.pick(library, &Scope::Titles, &Query::parse(typed), Extent::All, &|| false);
            picked.map(|picked| picked.total)
        };
        indexes.build(&first);
        assert!(indexes.is_complete(&first) && !indexes.is_complete(&second));
        assert_eq!((total(&first, "甲"), total(&second, "甲"), total(&second, "乙")), (Some(1), Some(0), Some(1)));
        indexes.build(&second);
        assert!(indexes.is_complete(&second) && !indexes.is_complete(&first));
        assert_eq!((total(&first, "甲"), total(&second, "乙")), (Some(1), Some(1)));
    }

    #[test]
    fn the_best_are_given_and_all_are_counted() {
        let headings: Vec<String> = (0..3 * BEST_HITS).map(|number| format!("第{number}项")).collect();
        let mut library = Library::default();
        library.add(Segment { slots: vec![notice("甲", &headings.iter().map(String::as_str).collect::<Vec<_>>())] });
        let (scanned, indexes) = (Indexes::default(), Indexes::default());
        indexes.build(&library);
        for typed in ["项", "", "1项", "第 7"] {
            let query = Query::parse(typed);
            let all = pick(&library, &Scope::AllHeadings, &query, &|| false).expect("nothing stops it");
            for indexes in [&scanned, &indexes] {
                let best = indexes.pick(&library, &Scope::AllHeadings, &query, Extent::Best, &|| false);
                let best = best.expect("nothing stops it");
                assert_eq!((best.total, &*best.hits), (all.len(), &all[..BEST_HITS.min(all.len())]), "{typed}");
            }
        }
    }

    #[test]
    fn the_best_are_taken_before_all_are_counted() {
        let mut library = Library::default();
        library.add(Segment { slots: vec![notice("甲", &["推进教育"; 4 * BEST_HITS])] });
        let indexes = Indexes::default();
        indexes.build(&library);
        let pick = |extent, should_stop: &(dyn Fn() -> bool + Sync)| {
            let mut pages = Vec::new();
            let mut take_page = |page: &Picked| pages.push(page.clone());
            let picked =
                indexes.pick_typed_page(&library, &Scope::AllHeadings, "jy", extent, should_stop, &mut take_page);
            (pages, picked)
        };
        let (pages, picked) = pick(Extent::Best, &|| false);
        let (picked, [page]) = (picked.expect("nothing stops it"), pages.as_slice()) else { panic!("one page") };
        assert!((BEST_HITS..4 * BEST_HITS).contains(&page.total) && !page.is_counted, "{}", page.total);
        assert_eq!((picked.total, picked.is_counted), (4 * BEST_HITS, true));
        assert_eq!((page.hits.len(), &page.hits), (BEST_HITS, &picked.hits));
        let (pages, picked) = pick(Extent::All, &|| false);
        assert_eq!((pages.len(), picked.map(|picked| picked.total)), (0, Some(4 * BEST_HITS)));
    }

    #[test]
    fn a_typo_is_forgiven_only_when_nothing_matches_and_said_so() {
        let mut library = Library::default();
        library.add(Segment { slots: vec![notice("甲", &["心理健康教育", "心里的话"])] });
        let indexes = Indexes::default();
        let check = |typed: &str, extent, expected: &[&str], typo: Option<Typo>| {
            let query = Query::parse(typed);
            let picked = indexes.pick(&library, &Scope::AllHeadings, &query, extent, &|| false);
            let picked = picked.expect("nothing stops it");
            let texts: Vec<&str> = picked.hits.iter().map(|hit| hit.text(&library)).collect();
            assert_eq!((texts.as_slice(), picked.typo), (expected, typo), "{typed}");
            for hit in &picked.hits {
                assert!(!hit.positions(&library, &picked.query).is_empty(), "{typed}: what matches can be shown");
            }
        };
        for _ in 0..2 {
            check("心里健康", Extent::Best, &["心理健康教育"], Some(Typo::Homophones));
            check("心底健康", Extent::Best, &["心理健康教育"], Some(Typo::DroppedChar));
            check("xlkjy", Extent::Best, &["心理健康教育"], Some(Typo::GappedPinyin));
            check("xljk", Extent::Best, &["心理健康教育"], None);
            check("心里健康", Extent::All, &[], None);
            check("心里", Extent::Best, &["心里的话"], None);
            check("完全无关", Extent::Best, &[], None);
            indexes.build(&library);
        }
    }

    #[test]
    fn a_pick_stops_when_told() {
        let mut library = Library::default();
        library.add(Segment { slots: vec![notice("甲", &["乙"])] });
        let indexes = Indexes::default();
        for _ in 0..2 {
            assert_eq!(indexes.pick(&library, &Scope::Titles, &Query::default(), Extent::All, &|| true), None);
            indexes.build(&library);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn indexes_and_scan_agree(
            segments in prop::collection::vec(
                prop::collection::vec(("[甲乙丙 ]{0,6}", prop::collection::vec("[甲乙丙（]{0,6}", 0..4)), 1..4), 1..5
            ),
            ready in 0..6_usize,
            typed in "[甲乙丙!^|' ]{0,5}",
        ) {
            let slots = |notices: &Vec<(String, Vec<String>)>| {
                let slot = |(title, headings): &(String, Vec<String>)| {
                    if title.is_empty() { return unreadable() }
                    notice(title, &headings.iter().map(String::as_str).collect::<Vec<_>>())
                };
                notices.iter().map(slot).collect()
            };
            check_same(&segments.iter().map(slots).collect::<Vec<_>>(), ready, &typed);
        }
    }
}
