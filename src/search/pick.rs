//! Picking by scan: the titles or headings of a library that match a query, best first.
//!
//! This is the reference that every index must agree with.

use std::cmp::Reverse;
use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::Query;
use crate::library::{Library, Location, NoticeId};
use crate::notice::{NodeId, Notice};

/// The set of texts to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The titles of all notices.
    Titles,
    /// The headings of one notice.
    Headings(NoticeId),
    /// The headings of all notices.
    AllHeadings,
}

/// A title or heading that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The notice.
    pub notice: NoticeId,
    /// The node whose heading matches; `None` for a title.
    pub node: Option<NodeId>,
    /// The score; higher is better.
    pub score: i64,
}

impl Hit {
    /// The text that was matched: the notice's title as it is displayed, or the heading without its marker, at most
    /// the first 4 KiB. `""` when the library no longer has it.
    pub fn text<'a>(&self, library: &'a Library) -> &'a str {
        library.notice(self.notice).map_or("", |notice| target(notice, self.node))
    }

    /// Where the heading begins; of a title, the first byte of the notice. `None` when the library no longer has it.
    pub fn location(&self, library: &Library) -> Option<Location> {
        let notice = library.notice(self.notice)?;
        Some(Location { notice: self.notice, byte: self.node.map_or(0, |node| notice.outline[node].start()) })
    }

    /// Byte offsets in [`Hit::text`] of the characters that `query` matches. Costs more than the score: meant for the
    /// rows on the screen.
    pub fn positions(&self, library: &Library, query: &Query) -> Vec<u32> {
        query.find(self.text(library)).map(|found| found.positions).unwrap_or_default()
    }
}

/// Titles and headings are matched up to this length. A longer one comes from a file without line ends; matching all
/// of it would make every key wait.
const MAX_TARGET_BYTES: usize = 4096;

/// The text of a title or heading that is matched.
pub(super) fn target(notice: &Notice, node: Option<NodeId>) -> &str {
    let text = node.map_or_else(|| notice.display_title(), |node| notice.heading(node));
    if text.len() <= MAX_TARGET_BYTES {
        return text;
    }
    let end = (0..=MAX_TARGET_BYTES).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// Texts matched between two checks of `should_stop`: a few milliseconds at most.
const RUN_TEXTS: usize = 2048;

/// From this many texts on, several threads pay.
const PARALLEL_TEXTS: usize = 8192;

/// All matches in `scope`, in the order of [`pick`].
///
/// ```
/// use gangmu::{Options, Query, Scope, read_path, search};
///
/// let library = read_path("data/notices", &Options::default());
/// let hits = search(&library, &Scope::Titles, &Query::parse("工作要点 年:2024"));
/// assert!(hits.iter().all(|hit| hit.text(&library).contains("2024")));
/// assert!(!hits.is_empty());
/// ```
pub fn search(library: &Library, scope: &Scope, query: &Query) -> Vec<Hit> {
    pick(library, scope, query, &|| false).expect("nothing stops it")
}

/// All matches in `scope`, by descending score, then in the order of the library and of the text. An empty query
/// matches everything.
///
/// `None` when `should_stop` said so; it is called every few thousand texts at the latest, by several threads.
pub fn pick(
    library: &Library,
    scope: &Scope,
    query: &Query,
    should_stop: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Hit>> {
    let mut hits = match *scope {
        Scope::Titles => scan(library.notices(), ItemKind::Title, query, should_stop),
        Scope::Headings(id) => {
            let notice = library.notice(id).map(|notice| (id, notice));
            scan(notice, ItemKind::Headings, query, should_stop)
        }
        Scope::AllHeadings => scan(library.notices(), ItemKind::Headings, query, should_stop),
    }?;
    hits.sort_unstable_by_key(|hit| (Reverse(hit.score), hit.notice, hit.node));
    Some(hits)
}

/// The texts of a notice that are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemKind {
    Title,
    Headings,
}

/// The matches in some notices, in any order, by scoring each text. `None` when `should_stop` said so.
pub(super) fn scan<'a>(
    notices: impl IntoIterator<Item = (NoticeId, &'a Arc<Notice>)>,
    kind: ItemKind,
    query: &Query,
    should_stop: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Hit>> {
    let notices = notices.into_iter().filter(|(_, notice)| query.admits(notice));
    let runs: Vec<Run<'_>> = match kind {
        ItemKind::Title => notices.map(|(id, notice)| Run { id, notice, nodes: None }).collect(),
        ItemKind::Headings => notices.flat_map(|(id, notice)| heading_runs(id, notice)).collect(),
    };
    match_runs(&runs, query, should_stop)
}

/// The texts that one thread matches in one go: a title, or some headings of a notice.
struct Run<'a> {
    id: NoticeId,
    notice: &'a Notice,
    /// The nodes; `None` for the title.
    nodes: Option<Range<u32>>,
}

fn heading_runs(id: NoticeId, notice: &Notice) -> impl Iterator<Item = Run<'_>> {
    let len = notice.outline.len();
    (0..len).step_by(RUN_TEXTS).map(move |start| {
        let nodes = start as u32..len.min(start + RUN_TEXTS) as u32;
        Run { id, notice, nodes: Some(nodes) }
    })
}

/// The hits of all runs in any order. The threads are our own: those of rayon may be busy loading for a long time.
fn match_runs(runs: &[Run<'_>], query: &Query, should_stop: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Hit>> {
    // Threads take runs from a shared counter, since notices differ widely in their number of headings.
    let next = AtomicUsize::new(0);
    let work = || {
        let mut hits = Vec::new();
        while let Some(run) = runs.get(next.fetch_add(1, Ordering::Relaxed)) {
            if should_stop() {
                return None;
            }
            run.collect_hits(query, &mut hits);
        }
        Some(hits)
    };
    let texts: usize = runs.iter().map(Run::len).sum();
    let threads = if texts < PARALLEL_TEXTS { 1 } else { thread::available_parallelism().map_or(1, NonZero::get) };
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut hits = work()?;
        for other in others {
            hits.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Some(hits)
    })
}

impl Run<'_> {
    fn len(&self) -> usize {
        self.nodes.as_ref().map_or(1, ExactSizeIterator::len)
    }

    fn collect_hits(&self, query: &Query, hits: &mut Vec<Hit>) {
        let hit = |node| {
            let score = query.score(target(self.notice, node))?;
            Some(Hit { notice: self.id, node, score })
        };
        match self.nodes.clone() {
            Some(nodes) => hits.extend(nodes.filter_map(|node| hit(Some(NodeId(node))))),
            None => hits.extend(hit(None)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Segment;
    use crate::search::fixture::notice;

    fn library() -> Library {
        let mut library = Library::default();
        let plan = notice("甲县2024年教育工作要点", &["总体要求", "双宝中学推动防灾减灾", "推进双减工作"]);
        let rules = notice("乙县办学管理办法", &["总则", "双减工作要求"]);
        library.add(Segment { slots: vec![plan, rules] });
        library
    }

    /// Checks the texts of the hits, in order, separated by spaces.
    #[track_caller]
    fn check(scope: Scope, typed: &str, expected: &str) {
        let library = library();
        let hits = pick(&library, &scope, &Query::parse(typed), &|| false).expect("nothing stops it");
        let texts: Vec<&str> = hits.iter().map(|hit| hit.text(&library)).collect();
        assert_eq!(texts.join(" "), expected, "{typed} in {scope:?}");
    }

    #[test]
    fn hits_are_ranked() {
        check(Scope::AllHeadings, "双减", "双减工作要求 推进双减工作 双宝中学推动防灾减灾");
        check(Scope::Headings(NoticeId(0)), "双减", "推进双减工作 双宝中学推动防灾减灾");
        check(Scope::Titles, "县", "甲县2024年教育工作要点 乙县办学管理办法");
        check(Scope::Titles, "总则", "");
        check(Scope::Headings(NoticeId(7)), "", "");
    }

    #[test]
    fn an_empty_query_gives_everything_in_order() {
        check(Scope::AllHeadings, "", "总体要求 双宝中学推动防灾减灾 推进双减工作 总则 双减工作要求");
        check(Scope::Titles, "", "甲县2024年教育工作要点 乙县办学管理办法");
    }

    #[test]
    fn positions_point_into_the_text_of_the_hit() {
        let library = library();
        let query = Query::parse("双减");
        let hits = pick(&library, &Scope::Headings(NoticeId(0)), &query, &|| false).expect("nothing stops it");
        assert_eq!(hits[0].positions(&library, &query), [6, 9]);
    }

    #[test]
    fn very_long_titles_are_matched_at_their_beginning() {
        let long = format!("甲县{}乙县", "教育".repeat(MAX_TARGET_BYTES));
        let mut library = Library::default();
        library.add(Segment { slots: vec![notice(&long, &[])] });
        let picked = |typed| pick(&library, &Scope::Titles, &Query::parse(typed), &|| false).map(|hits| hits.len());
        assert_eq!(picked("'甲县"), Some(1));
        assert_eq!(picked("'乙县"), Some(0));
    }

    #[test]
    fn a_pick_stops_when_told() {
        assert_eq!(pick(&library(), &Scope::AllHeadings, &Query::default(), &|| true), None);
    }

    #[test]
    fn many_headings_are_shared_among_threads() {
        let headings: Vec<String> = (0..3 * PARALLEL_TEXTS).map(|number| format!("第{number}项")).collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let mut library = Library::default();
        library.add(Segment { slots: vec![notice("甲", &headings), notice("乙", &headings[..5])] });
        let hits = pick(&library, &Scope::AllHeadings, &Query::parse("项"), &|| false).expect("nothing stops it");
        assert_eq!(hits.len(), headings.len() + 5);
        assert!(hits.is_sorted_by_key(|hit| (hit.notice, hit.node)));
    }
}
