//! The index of consecutive segments: their titles and headings, and the notice that each belongs to.

use std::iter;
use std::ops::Range;
use std::sync::Arc;

use super::Search;
use crate::library::{NoticeId, Segment, Slot};
use crate::notice::{NodeId, Notice};
use crate::search::pick::{ItemKind, target};
use crate::search::{HeadingIndex, Query};

/// A segment of a library, and the id of its first slot.
pub(super) type SegmentAt = (NoticeId, Arc<Segment>);

/// The index of consecutive segments. It is immutable: to grow, it is built anew.
#[derive(Debug)]
pub(super) struct SegmentIndex {
    segments: Vec<SegmentAt>,
    /// The notices, ascending.
    notices: Vec<NoticeId>,
    /// For each of `notices` the number of its first heading.
    first_headings: Vec<u32>,
    titles: HeadingIndex,
    headings: HeadingIndex,
}

/// The loaded notices of a segment.
pub(super) fn notices_of((start, segment): &SegmentAt) -> impl Iterator<Item = (NoticeId, &Arc<Notice>)> {
    segment.slots.iter().enumerate().filter_map(|(slot, content)| match content {
        Slot::Loaded(notice) => Some((NoticeId(start.0 + slot as u32), notice)),
        Slot::Failed(_) => None,
    })
}

impl SegmentIndex {
    /// Builds the index of consecutive segments, on this thread.
    pub(super) fn build(segments: Vec<SegmentAt>) -> Self {
        let notices = || segments.iter().flat_map(notices_of);
        let headings = notices().flat_map(|(_, notice)| {
            let nodes = (0..notice.outline.len() as u32).map(NodeId);
            nodes.map(|node| target(notice, Some(node)))
        });
        let first_headings = notices().scan(0, |next, (_, notice)| {
            let first = *next;
            *next += notice.outline.len() as u32;
            Some(first)
        });
        Self {
            notices: notices().map(|(id, _)| id).collect(),
            first_headings: first_headings.collect(),
            titles: HeadingIndex::build(notices().map(|(_, notice)| target(notice, None))),
            headings: HeadingIndex::build(headings),
            segments,
        }
    }

    /// Its segments.
    pub(super) fn segments(&self) -> &[SegmentAt] {
        &self.segments
    }

    /// The number of titles or headings.
    pub(super) fn len(&self, kind: ItemKind) -> usize {
        match kind {
            ItemKind::Title => self.titles.len(),
            ItemKind::Headings => self.headings.len(),
        }
    }

    /// Searches the notices that the query's facets admit. `None` when the search was stopped.
    pub(super) fn search<'a>(&'a self, kind: ItemKind, search: &mut Search<'a>) -> Option<()> {
        let within = self.admitted(search.query, kind);
        match kind {
            ItemKind::Headings => self.search_headings(&within, search),
            ItemKind::Title => {
                let Search { query, ranking, should_stop, .. } = search;
                let location = |title: u32| (self.notices[title as usize], None);
                search.uncounted.extend(self.titles.search_best(query, &within, ranking, location, *should_stop)?);
                Some(())
            }
        }
    }

    /// Searches the headings of a notice. `None` when the search was stopped.
    pub(super) fn search_notice<'a>(&'a self, id: NoticeId, search: &mut Search<'a>) -> Option<()> {
        let title = self.notices.binary_search(&id).expect("every notice of its segments is there");
        self.search_headings(&[self.headings_of(title)], search)
    }

    fn search_headings<'a>(&'a self, within: &[Range<u32>], search: &mut Search<'a>) -> Option<()> {
        let Search { query, ranking, should_stop, .. } = search;
        let location = |heading: u32| {
            // The last notice whose first heading is this one or earlier. Notices without headings come before the
            // one that has it.
            let title = self.first_headings.partition_point(|first| *first <= heading) - 1;
            (self.notices[title], Some(NodeId(heading - self.first_headings[title])))
        };
        search.uncounted.extend(self.headings.search_best(query, within, ranking, location, *should_stop)?);
        Some(())
    }

    /// The numbers of the headings of a notice.
    fn headings_of(&self, title: usize) -> Range<u32> {
        let end = self.first_headings.get(title + 1).copied().unwrap_or(self.headings.len() as u32);
        self.first_headings[title]..end
    }

    /// The titles or headings of the notices that the facets of a query admit, as ascending ranges.
    fn admitted(&self, query: &Query, kind: ItemKind) -> Vec<Range<u32>> {
        if !query.has_facets() {
            return iter::once(0..self.len(kind) as u32).collect();
        }
        let mut ranges: Vec<Range<u32>> = Vec::new();
        for (title, (_, notice)) in self.segments.iter().flat_map(notices_of).enumerate() {
            if !query.admits(notice) {
                continue;
            }
            let range = match kind {
                ItemKind::Title => title as u32..title as u32 + 1,
                ItemKind::Headings => self.headings_of(title),
            };
            match ranges.last_mut().filter(|last| last.end == range.start) {
                Some(last) => last.end = range.end,
                None => ranges.extend(Some(range).filter(|range| !range.is_empty())),
            }
        }
        ranges
    }
}
