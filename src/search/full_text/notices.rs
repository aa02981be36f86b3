//! Full-text search in a library: hits by notice, each with the heading it is under.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Index, Request, TextHits, TextQuery, Total};
use crate::library::{Library, NoticeId, Segment, Slot};
use crate::notice::{NodeId, Notice, Span};

/// The indexes of a library's segments, as far as they have been built.
#[derive(Debug, Clone, Default)]
pub struct TextIndexes {
    of_segments: Vec<Option<Arc<Index>>>,
}

/// A search request for a library.
#[derive(Clone, Copy)]
pub struct NoticeRequest<'a> {
    /// The query.
    pub query: &'a TextQuery,
    /// The first notice to search.
    pub from: NoticeId,
    /// The number of hits to report with their positions; the rest is counted.
    pub wanted_hits: usize,
    /// Called every few hundred kilobytes and for each notice without an index, by several threads; true stops the
    /// search.
    pub should_stop: &'a (dyn Fn() -> bool + Sync),
}

/// The hits in one notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeHits {
    /// The notice.
    pub notice: NoticeId,
    /// The number of its hits.
    pub count: usize,
    /// The first of them.
    pub hits: Vec<SentenceHit>,
}

/// A sentence with a match. Spans are those of the notice's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentenceHit {
    /// The node to which the sentence belongs; `None` outside the outline.
    pub node: Option<NodeId>,
    /// The sentence, or several where a phrase crosses from one into the next.
    pub sentence: Span,
    /// The matches in it, ascending, without overlap.
    pub matches: Vec<Span>,
}

impl TextIndexes {
    /// Builds the index of a segment.
    pub fn index_of(segment: &Segment) -> Index {
        Index::new(segment.slots.iter().map(text_of))
    }

    /// Stores the index of the `segment`th segment of the library, counted from 0.
    pub fn put(&mut self, segment: usize, index: Arc<Index>) {
        if self.of_segments.len() <= segment {
            self.of_segments.resize(segment + 1, None);
        }
        self.of_segments[segment] = Some(index);
    }

    /// Whether a segment has its index.
    pub fn has(&self, segment: usize) -> bool {
        self.get(segment).is_some()
    }

    fn get(&self, segment: usize) -> Option<&Index> {
        self.of_segments.get(segment)?.as_deref()
    }
}

fn text_of(slot: &Slot) -> &str {
    match slot {
        Slot::Loaded(notice) => &notice.text,
        Slot::Failed(_) => "",
    }
}

/// Searches a library, by index where there is one and by reading the text where not; the answer is the same. Notices
/// with hits are reported in order, each as soon as it has been read, until the wanted number of hits is reached; the
/// rest is counted on all cores. Returns the total, `None` when the search was stopped.
pub fn search_notices(
    library: &Library,
    indexes: &TextIndexes,
    request: &NoticeRequest<'_>,
    report: &mut dyn FnMut(NoticeHits),
) -> Option<Total> {
    let mut units = units(library, indexes, request.from);
    let mut total = Total::default();
    let mut reported = 0;
    while reported < request.wanted_hits {
        let Some(unit) = units.next() else { return Some(total) };
        let wanted_hits = request.wanted_hits - reported;
        total += unit.search(request, wanted_hits, &mut |found| {
            reported += found.hits.len();
            report(found);
        })?;
    }
    let units: Vec<SearchUnit<'_>> = units.collect();
    let rest = units.into_par_iter().map(|unit| unit.search(request, 0, &mut |_| ()));
    // The first unit that was stopped ends the others.
    rest.try_reduce(Total::default, |some, others| Some(some + others)).map(|rest| total + rest)
}

/// A part of a library that is searched in one go: an indexed segment, or a single notice without an index.
struct SearchUnit<'a> {
    index: Option<&'a Index>,
    slots: &'a [Slot],
    /// The notice of the first slot.
    first: NoticeId,
    /// The first slot to search.
    from: usize,
}

/// The units of a library from a notice on, in order.
fn units<'a>(
    library: &'a Library,
    indexes: &'a TextIndexes,
    from: NoticeId,
) -> Box<dyn Iterator<Item = SearchUnit<'a>> + 'a> {
    let of_segment = move |(number, (first, segment)): (usize, (NoticeId, &'a Arc<Segment>))| {
        let slots = segment.slots.as_slice();
        let from = (from.0.saturating_sub(first.0) as usize).min(slots.len());
        let unit = move |start: usize, end: usize, from: usize| SearchUnit {
            index: indexes.get(number),
            slots: &slots[start..end],
            first: NoticeId(first.0 + start as u32),
            from,
        };
        // With an index the whole segment at once, without one notice by notice.
        let (whole, single) = match indexes.get(number) {
            Some(_) => (0..1, 0..0),
            None => (0..0, from..slots.len()),
        };
        whole.map(move |_| unit(0, slots.len(), from)).chain(single.map(move |slot| unit(slot, slot + 1, 0)))
    };
    Box::new(library.segments().enumerate().flat_map(of_segment))
}

impl SearchUnit<'_> {
    fn search(
        &self,
        request: &NoticeRequest<'_>,
        wanted_hits: usize,
        report: &mut dyn FnMut(NoticeHits),
    ) -> Option<Total> {
        let item_at = |text: usize, at: usize| match &self.slots[text] {
            Slot::Loaded(notice) => item_at(notice, at as u32).range(),
            Slot::Failed(_) => 0..0,
        };
        let NoticeRequest { query, should_stop, .. } = *request;
        let request = Request { query, item_at: &item_at, from_text: self.from, wanted_hits, should_stop };
        let mut report = |found: TextHits| {
            if let Slot::Loaded(notice) = &self.slots[found.text] {
                report(hits_of(notice, NoticeId(self.first.0 + found.text as u32), found));
            }
        };
        match self.index {
            Some(index) => index.search(&request, &mut report),
            None => Index::without_filter(self.slots.iter().map(text_of)).search(&request, &mut report),
        }
    }
}

fn hits_of(notice: &Notice, id: NoticeId, found: TextHits) -> NoticeHits {
    let span = |range: Range<usize>| Span::new(range.start as u32, range.end as u32);
    let hits = found.hits.into_iter().map(|hit| SentenceHit {
        node: node_at(notice, hit.sentence.start as u32),
        sentence: span(hit.sentence),
        matches: hit.matches.into_iter().map(span).collect(),
    });
    NoticeHits { notice: id, count: found.count, hits: hits.collect() }
}

/// The item that contains a byte: a node's heading with its own text, or a part outside the outline.
fn item_at(notice: &Notice, at: u32) -> Span {
    if let Some(span) = matter_at(notice, at) {
        return span;
    }
    notice.outline.node_at(at).map_or(Span::empty(at), |id| {
        let node = &notice.outline[id];
        Span::new(node.start(), node.body.end)
    })
}

/// The node whose heading or own text contains a byte.
fn node_at(notice: &Notice, at: u32) -> Option<NodeId> {
    if matter_at(notice, at).is_some() { None } else { notice.outline.node_at(at) }
}

fn matter_at(notice: &Notice, at: u32) -> Option<Span> {
    let before = notice.matter.partition_point(|matter| matter.span.start <= at).checked_sub(1)?;
    Some(notice.matter[before].span).filter(|span| at < span.end)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::Within;
    use super::*;
    use crate::extract::ExtractError;
    use crate::library::Failure;
    use crate::notice::{Manuscript, Source};
    use crate::parse::parse;

    const PLAN: &str = "甲县教育工作要点\n\n各学校：\n一、总体要求\n抓好作业。抓好安全。\n二、重点任务\n（一）双减。管好作业，ＡＩ进课堂。\n（二）安全\n抓好消防。\n甲县教育局\n";

    fn library() -> Library {
        let notice =
            |text: &str| Slot::Loaded(Arc::new(parse(Manuscript { text: text.to_owned(), ..Manuscript::default() })));
        let failed = Slot::Failed(Failure { source: Source::default(), error: ExtractError::NotFound });
        let mut library = Library::default();
        library.add(Segment { slots: vec![notice(PLAN), failed] });
        library.add(Segment { slots: vec![notice("乙县办法\n第一条　管好作业。\n"), notice(PLAN)] });
        library
    }

    /// Checks the hits in the whole library, with an index of each segment, of one, and of none:
    /// `notice/node/sentence` with the matches in brackets.
    #[track_caller]
    fn check(typed: &str, within: Within, from: u32, expected: &[&str]) {
        let library = library();
        let query = TextQuery::parse(typed, within);
        for indexed in [0, 1, 2] {
            let mut indexes = TextIndexes::default();
            for (number, (_, segment)) in library.segments().enumerate().skip(2 - indexed) {
                indexes.put(number, Arc::new(TextIndexes::index_of(segment)));
            }
            let mut found = Vec::new();
            let request = NoticeRequest { query: &query, from: NoticeId(from), wanted_hits: 9, should_stop: &|| false };
            let total = search_notices(&library, &indexes, &request, &mut |hits| {
                assert_eq!(hits.count, hits.hits.len());
                found.extend(hits.hits.iter().map(|hit| draw(&library, hits.notice, hit)));
            });
            assert_eq!(found, expected, "{typed}");
            assert_eq!(total.map(|total| total.hits), Some(expected.len()));
        }
    }

    fn draw(library: &Library, id: NoticeId, hit: &SentenceHit) -> String {
        let notice = library.notice(id).expect("a hit is in a notice");
        let mut drawn = notice.slice(hit.sentence).to_owned();
        for span in hit.matches.iter().rev() {
            drawn.insert(span.range().end - hit.sentence.range().start, ']');
            drawn.insert(span.range().start - hit.sentence.range().start, '[');
        }
        let heading = hit.node.map_or("-", |node| notice.heading(node));
        format!("{}/{heading}/{drawn}", id.0)
    }

    #[test]
    fn hits_have_their_heading() {
        check(
            "作业",
            Within::Sentence,
            1,
            &["2/管好作业/第一条　管好[作业]。", "3/总体要求/抓好[作业]。", "3/双减/管好[作业]，ＡＩ进课堂。"],
        );
        check("ai 作业", Within::Sentence, 3, &["3/双减/管好[作业]，[ＡＩ]进课堂。"]);
        check("各学校", Within::Sentence, 2, &["3/-/[各学校]："]);
        check("没有", Within::Notice, 0, &[]);
    }

    #[test]
    fn an_item_is_a_heading_with_its_own_text() {
        check("安全 作业", Within::Item, 2, &["3/总体要求/抓好[作业]。", "3/总体要求/抓好[安全]。"]);
        check("双减 课堂", Within::Item, 2, &["3/双减/（一）[双减]。", "3/双减/管好作业，ＡＩ进[课堂]。"]);
        check("重点 作业", Within::Item, 0, &[]);
        check("重点 消防", Within::Notice, 2, &["3/重点任务/二、[重点]任务", "3/安全/抓好[消防]。"]);
    }

    #[test]
    fn only_wanted_hits_are_reported_and_all_are_counted() {
        let library = library();
        let query = TextQuery::parse("作业", Within::Sentence);
        let mut indexes = TextIndexes::default();
        for indexed in [None, Some(1), Some(0)] {
            if let Some(number) = indexed {
                let segment = library.segments().nth(number).expect("there are two").1;
                indexes.put(number, Arc::new(TextIndexes::index_of(segment)));
            }
            for wanted_hits in [0, 1, 3] {
                let request = NoticeRequest { query: &query, from: NoticeId(0), wanted_hits, should_stop: &|| false };
                let mut reported = 0;
                let total = search_notices(&library, &indexes, &request, &mut |hits| reported += hits.hits.len());
                assert_eq!((reported, total), (wanted_hits, Some(Total { hits: 5, texts: 3 })));
                let stopped = NoticeRequest { should_stop: &|| true, ..request };
                assert_eq!(search_notices(&library, &indexes, &stopped, &mut |_| ()), None);
                let later = NoticeRequest { from: NoticeId(3), ..request };
                let total = search_notices(&library, &indexes, &later, &mut |_| ());
                assert_eq!(total, Some(Total { hits: 2, texts: 1 }));
            }
        }
    }

    #[test]
    fn counting_stops_in_the_middle() {
        let mut library = Library::default();
        let notice = Notice { text: "甲。乙。\n".repeat(9), ..Notice::default() };
        for _ in 0..40 {
            library.add(Segment { slots: vec![Slot::Loaded(Arc::new(notice.clone()))] });
        }
        let query = TextQuery::parse("甲", Within::Sentence);
        let looks = AtomicUsize::new(0);
        let stop_at_ninth = || looks.fetch_add(1, Ordering::Relaxed) >= 8;
        let request = NoticeRequest { query: &query, from: NoticeId(0), wanted_hits: 0, should_stop: &stop_at_ninth };
        assert_eq!(search_notices(&library, &TextIndexes::default(), &request, &mut |_| ()), None);
        assert!(looks.load(Ordering::Relaxed) < 40, "the others are left alone");
        let on = NoticeRequest { should_stop: &|| false, ..request };
        let total = search_notices(&library, &TextIndexes::default(), &on, &mut |_| ());
        assert_eq!(total, Some(Total { hits: 360, texts: 40 }));
    }
}
