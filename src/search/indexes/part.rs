//! The index of a segment: its titles and its headings, and which notice each belongs to.

use std::iter;
use std::ops::Range;
use std::sync::Arc;

use super::Search;
use crate::library::{NoticeId, Segment, Slot};
use crate::notice::{NodeId, Notice};
use crate::search::pick::{Kind, target};
use crate::search::{HeadingIndex, Query};

/// The index of a segment.
#[derive(Debug)]
pub(super) struct Part {
    segment: Arc<Segment>,
    /// The slots that hold a notice.
    pub slots: Vec<u32>,
    /// For each of `slots` the number of its first heading.
    pub first_headings: Vec<u32>,
    titles: HeadingIndex,
    headings: HeadingIndex,
}

/// The notices of a segment, each with its slot.
pub(super) fn notices_of(segment: &Segment) -> impl Iterator<Item = (u32, &Arc<Notice>)> {
    segment.slots.iter().enumerate().filter_map(|(slot, content)| match content {
        Slot::Loaded(notice) => Some((slot as u32, notice)),
        Slot::Failed(_) => None,
    })
}

impl Part {
    /// Builds the index of a segment, on this thread.
    pub fn build(segment: &Arc<Segment>) -> Self {
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

    /// Whether it is the index of that segment.
    pub fn is_of(&self, segment: &Arc<Segment>) -> bool {
        Arc::ptr_eq(&self.segment, segment)
    }

    /// How many titles or headings it has.
    pub fn len(&self, kind: Kind) -> usize {
        match kind {
            Kind::Title => self.titles.len(),
            Kind::Headings => self.headings.len(),
        }
    }

    /// Searches all of it that the query admits; `start` is the id of its first slot.
    pub fn search<'a>(&'a self, start: NoticeId, kind: Kind, search: &mut Search<'a>) -> Option<()> {
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

    /// Searches the headings in ranges that ascend; `start` is the id of its first slot.
    pub fn search_headings<'a>(
        &'a self,
        start: NoticeId,
        within: &[Range<u32>],
        search: &mut Search<'a>,
    ) -> Option<()> {
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
