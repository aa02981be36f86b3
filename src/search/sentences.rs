//! The hits that a picker of sentences shows: full-text hits, up to a limit, and their total number.

use std::time::{Duration, Instant};

use super::full_text::{NoticeHits, NoticeRequest, TextIndexes, TextQuery, Total, Within, search_notices};
use super::{Query, QueryFault};
use crate::library::{Library, NoticeId};

/// The maximal number of sentences shown. Nobody reads more; a reader who has not found the sentence among them types
/// another word.
const MAX_HITS: usize = 2000;

/// A first page is shown once it has this many hits.
const PAGE_HITS: usize = 100;

/// After this time the first page is shown with fewer hits.
const PAGE_AFTER: Duration = Duration::from_millis(10);

/// A query typed into a picker of sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentenceQuery {
    facets: Query,
    words: TextQuery,
}

/// Sentences that match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sentences {
    /// The hits by notice, in the order of the library.
    pub notices: Vec<NoticeHits>,
    /// The total number, including hits that are not in `notices`. `None` while it is being counted.
    pub total: Option<Total>,
}

impl SentenceQuery {
    /// Parses a query: [facets](super::Facet), words and phrases in any order.
    pub fn parse(typed: &str) -> Self {
        let (facets, words) = Query::split_facets(typed);
        Self { facets, words: TextQuery::parse(&words, Within::Sentence) }
    }

    /// Whether it is empty. Then it matches nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The first fault in it.
    pub fn fault(&self) -> Option<&QueryFault> {
        self.facets.faults().first().or_else(|| self.words.fault())
    }
}

/// Searches the notices of a library that the facets admit. `show` gets a first page as soon as there is one; the
/// result comes at the end, `None` when `should_stop` said so. It is called every few hundred kilobytes.
///
/// ```
/// use gangmu::search::full_text::TextIndexes;
/// use gangmu::search::{SentenceQuery, pick_sentences};
/// use gangmu::{Options, read_bytes};
///
/// let text = "甲县通知\n一、安全\n各校开展排查。每周报告一次。\n";
/// let library = read_bytes("a.txt", text.as_bytes(), &Options::default());
/// let (query, indexes) = (SentenceQuery::parse("报告"), TextIndexes::default());
/// let found = pick_sentences(&library, &indexes, &query, &|| false, &mut |_| {}).expect("nothing stops it");
/// let hit = &found.notices[0].hits[0];
/// let (_, notice) = library.notices().next().expect("a notice");
/// assert_eq!(notice.slice(hit.sentence), "每周报告一次。");
/// ```
pub fn pick_sentences(
    library: &Library,
    indexes: &TextIndexes,
    query: &SentenceQuery,
    should_stop: &(dyn Fn() -> bool + Sync),
    show: &mut dyn FnMut(&Sentences),
) -> Option<Sentences> {
    let mut found = Sentences::default();
    if query.is_empty() {
        return Some(Sentences { total: Some(Total::default()), ..found });
    }
    let start = Instant::now();
    let has_facets = query.facets.has_facets();
    // Hits in notices that the facets exclude do not count, so the search itself must not be limited.
    let wanted_hits = if has_facets { usize::MAX } else { MAX_HITS };
    let request = NoticeRequest { query: &query.words, from: NoticeId(0), wanted_hits, should_stop };
    let (mut admitted, mut kept, mut is_shown) = (Total::default(), 0, false);
    let total = search_notices(library, indexes, &request, &mut |mut notice: NoticeHits| {
        if has_facets && !library.notice(notice.notice).is_some_and(|notice| query.facets.admits(notice)) {
            return;
        }
        admitted.texts += 1;
        admitted.hits += notice.count;
        notice.hits.truncate(MAX_HITS - kept);
        if notice.hits.is_empty() {
            return;
        }
        kept += notice.hits.len();
        found.notices.push(notice);
        if !is_shown && (kept >= PAGE_HITS || start.elapsed() >= PAGE_AFTER) {
            is_shown = true;
            show(&found);
        }
    })?;
    found.total = Some(if has_facets { admitted } else { total });
    Some(found)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::library::{Segment, Slot};
    use crate::notice::{Elements, Manuscript};
    use crate::parse::parse;

    fn library(notices: usize) -> Library {
        let notice = |index: usize| {
            let text = format!("甲县教育工作要点\n一、总体要求\n抓好作业{index}。抓好安全。\n");
            let notice = parse(Manuscript { text, ..Manuscript::default() });
            let elements = Elements { year: Some(2020 + (index % 2) as u16), ..notice.elements.clone() };
            Slot::Loaded(Arc::new(crate::notice::Notice { elements, ..notice }))
        };
        let mut library = Library::default();
        library.add(Segment { slots: (0..notices).map(notice).collect() });
        library
    }

    fn pick(library: &Library, typed: &str) -> (Sentences, Vec<usize>) {
        let mut pages = Vec::new();
        let count = |found: &Sentences| found.notices.iter().map(|notice| notice.hits.len()).sum::<usize>();
        let query = SentenceQuery::parse(typed);
        let indexes = TextIndexes::default();
        let found = pick_sentences(library, &indexes, &query, &|| false, &mut |page| pages.push(count(page)));
        (found.expect("nothing stops it"), pages)
    }

    #[test]
    fn sentences_are_found_in_the_notices_that_facets_admit() {
        let library = library(5);
        let (found, _) = pick(&library, "抓好 年:2021");
        let notices: Vec<u32> = found.notices.iter().map(|notice| notice.notice.0).collect();
        assert_eq!((notices, found.total), (vec![1, 3], Some(Total { hits: 4, texts: 2 })));
        let (found, _) = pick(&library, "\"抓好安全\"");
        assert_eq!(found.total, Some(Total { hits: 5, texts: 5 }));
        for nothing in ["", "年:2021", "无此"] {
            let (found, pages) = pick(&library, nothing);
            assert_eq!((found.notices.len(), found.total, pages.len()), (0, Some(Total::default()), 0), "{nothing}");
        }
    }

    #[test]
    fn a_page_is_shown_first_and_hits_beyond_the_limit_are_counted() {
        let library = library(1500);
        let (found, pages) = pick(&library, "抓好");
        assert_eq!(pages.len(), 1, "a page, then everything");
        assert!(pages[0] <= MAX_HITS);
        assert_eq!(found.notices.iter().map(|notice| notice.hits.len()).sum::<usize>(), MAX_HITS);
        assert_eq!(found.total, Some(Total { hits: 3000, texts: 1500 }));
        let (found, _) = pick(&library, "抓好 !年:1999");
        assert_eq!(found.notices.iter().map(|notice| notice.hits.len()).sum::<usize>(), MAX_HITS);
        assert_eq!(found.total, Some(Total { hits: 3000, texts: 1500 }));
    }

    #[test]
    fn a_search_stops_when_told() {
        let (library, indexes) = (library(3), TextIndexes::default());
        let query = SentenceQuery::parse("抓好");
        assert_eq!(pick_sentences(&library, &indexes, &query, &|| true, &mut |_| {}), None);
    }
}
