//! Search of lines in files, without an index: for a single search, building one would cost more than it saves.
//!
//! Files are read in pieces, on all cores. Each piece is searched for the rarest character of the query, and the
//! lines that contain it are scored. Hits, scores and order are those of [`Query::score`] for every line.
//!
//! Each thread keeps the best hits of its pieces and a copy of their text, since a piece is overwritten by the next.
//! A hit holds the number of its line within the piece; when all pieces have been counted, line numbers follow from
//! sums over the preceding pieces.

mod handles;
mod prefilter;
mod scorer;
mod source;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use memchr::{memchr, memchr_iter, memrchr};

use super::index::Score;
use super::{Query, Ranked, Ranking};
use crate::extract::ExtractError;
use handles::Handles;
use prefilter::LinePrefilter;
use scorer::LineScorer;
pub use source::Source;
use source::{PIECE_BYTES, Piece, Reader, pieces};

/// From this many bytes on, several threads pay.
const PARALLEL_BYTES: u64 = 4 * PIECE_BYTES as u64;

/// A line that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineHit<'a> {
    /// The source, counted from 0.
    pub source: usize,
    /// The line number, from 1.
    pub line: u32,
    /// The score; higher is better.
    pub score: i64,
    /// The line, without its end.
    pub text: &'a str,
}

/// Why a source was not searched.
#[derive(Debug)]
pub enum Trouble {
    /// It is not UTF-8 text, or was replaced since it was found: it has to be read as a whole.
    NotPlain,
    /// It cannot be read.
    Unreadable(ExtractError),
}

/// The result of a search.
#[derive(Debug, Default)]
pub struct LineMatches {
    /// The text of the hits of each thread, concatenated.
    texts: Vec<String>,
    pieces: Vec<Piece>,
    /// For each piece the number of lines of its source before it.
    lines_before: Vec<u32>,
    hits: Vec<Ranked<HitLocation>>,
    /// The sources that were not searched, with the reason, by source.
    pub troubles: Vec<(usize, Trouble)>,
}

/// The location of a hit, and of its text.
#[derive(Debug, Clone, Copy)]
struct HitLocation {
    piece: u32,
    /// The line of the piece, from 0.
    line: u32,
    thread: u32,
    len: u32,
    start: usize,
}

impl LineMatches {
    /// The lines, best first, equals in the order of the sources and of their lines.
    pub fn hits(&self) -> impl Iterator<Item = LineHit<'_>> {
        self.hits.iter().map(|hit| {
            let HitLocation { piece, line, thread, len, start } = hit.item;
            let text = &self.texts[thread as usize][start..start + len as usize];
            let line = self.lines_before[piece as usize] + line + 1;
            LineHit { source: self.pieces[piece as usize].source, line, score: hit.score, text }
        })
    }
}

/// Finds the best `limit` lines. Facets of the query are ignored: a line has none.
pub fn search(sources: &[Source<'_>], query: &Query, limit: usize) -> LineMatches {
    let pieces = pieces(sources);
    let given_up: Vec<AtomicBool> = sources.iter().map(|_| AtomicBool::new(false)).collect();
    let mut troubles = Vec::new();
    loop {
        let handles = &Handles::new(sources.len(), pieces.iter().map(|piece| piece.source));
        let next = AtomicUsize::new(0);
        let search = Search { sources, pieces: &pieces, handles, query, limit, next, given_up: &given_up };
        let done = search.run();
        // A source that turned out not to be text may have contributed hits before, and these may have displaced
        // better lines: search again without it.
        let is_spoilt = |(source, _): &(usize, Trouble)| sources[*source].len() > PIECE_BYTES as u64;
        let again = done.iter().flat_map(|worker| &worker.troubles).any(is_spoilt);
        let mut found = LineMatches { lines_before: vec![0; pieces.len()], ..LineMatches::default() };
        for (thread, worker) in done.into_iter().enumerate() {
            found.take(worker, thread as u32);
        }
        troubles.append(&mut found.troubles);
        if again {
            continue;
        }
        troubles.sort_unstable_by_key(|(source, _)| *source);
        troubles.dedup_by_key(|(source, _)| *source);
        found.close(pieces, limit);
        return LineMatches { troubles, ..found };
    }
}

impl LineMatches {
    fn take(&mut self, done: WorkerResult, thread: u32) {
        for (piece, lines) in done.lines {
            self.lines_before[piece] = lines;
        }
        let hits = done.hits.into_iter();
        self.hits.extend(hits.map(|hit| Ranked { item: HitLocation { thread, ..hit.item }, ..hit }));
        self.texts.push(done.texts);
        self.troubles.extend(done.troubles);
    }

    /// Sorts the hits of all threads, and sums up the lines before each piece.
    fn close(&mut self, pieces: Vec<Piece>, limit: usize) {
        // Each thread's hits are in order; a stable sort merges such runs.
        self.hits.sort_by_key(|hit| (Reverse(hit.score), hit.item.piece, hit.item.line));
        self.hits.truncate(limit);
        let (mut source, mut before) = (usize::MAX, 0);
        for (piece, lines) in pieces.iter().zip(&mut self.lines_before) {
            if piece.source != source {
                (source, before) = (piece.source, 0);
            }
            before += std::mem::replace(lines, before);
        }
        self.pieces = pieces;
    }
}

/// The state shared by all threads.
struct Search<'a> {
    sources: &'a [Source<'a>],
    pieces: &'a [Piece],
    handles: &'a Handles,
    query: &'a Query,
    limit: usize,
    /// The next piece that no thread has taken.
    next: AtomicUsize,
    /// For each source whether it has been given up.
    given_up: &'a [AtomicBool],
}

impl<'a> Search<'a> {
    fn run(&'a self) -> Vec<WorkerResult> {
        let bytes: u64 = self.sources.iter().map(Source::len).sum();
        let threads = if bytes < PARALLEL_BYTES { 1 } else { thread::available_parallelism().map_or(1, NonZero::get) };
        thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(|| self.work())).collect();
            let mut done = vec![self.work()];
            done.extend(others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic))));
            done
        })
    }

    fn work(&'a self) -> WorkerResult {
        let mut worker = Worker::new(self.query, self.limit);
        let mut reader = Reader::new(self.sources, self.handles);
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(piece) = self.pieces.get(number) else { return worker.finish() };
            let given_up = &self.given_up[piece.source];
            if !given_up.load(Ordering::Relaxed) {
                match reader.lines(*piece) {
                    Ok(text) => worker.search(number, text),
                    Err(trouble) if !given_up.swap(true, Ordering::Relaxed) => {
                        worker.troubles.push((piece.source, trouble));
                    }
                    Err(_) => {}
                }
            }
            self.handles.finish_piece(piece.source);
        }
    }
}

/// The state of one thread.
struct Worker<'q> {
    query: &'q Query,
    /// Built from the first text of this thread.
    prefilter: Option<LinePrefilter>,
    scorer: LineScorer<'q>,
    ranking: Ranking<HitLocation>,
    texts: String,
    /// The number of lines that begin in each piece.
    lines: Vec<(usize, u32)>,
    troubles: Vec<(usize, Trouble)>,
}

/// The result of one thread.
struct WorkerResult {
    /// The hits, in order.
    hits: Vec<Ranked<HitLocation>>,
    texts: String,
    lines: Vec<(usize, u32)>,
    troubles: Vec<(usize, Trouble)>,
}

impl<'q> Worker<'q> {
    fn new(query: &'q Query, limit: usize) -> Self {
        let ranking = if limit == usize::MAX { Ranking::of_all() } else { Ranking::of_best(limit) };
        let (texts, lines, troubles) = (String::new(), Vec::new(), Vec::new());
        Self { query, prefilter: None, scorer: LineScorer::new(query), ranking, texts, lines, troubles }
    }

    /// Sorts the hits, in parallel with other threads.
    fn finish(self) -> WorkerResult {
        let Self { ranking, texts, lines, troubles, .. } = self;
        WorkerResult { hits: ranking.into_best(), texts, lines, troubles }
    }

    /// Searches the lines of a piece.
    fn search(&mut self, piece: usize, text: &str) {
        let Self { query, prefilter, scorer, ranking, texts, .. } = self;
        let prefilter = prefilter.get_or_insert_with(|| LinePrefilter::new(query, text));
        let bytes = text.as_bytes();
        let mut lines = LineCounter { bytes, line: 0, at: 0 };
        let mut places = prefilter.places(text);
        let mut from = 0;
        while let Some(at) = places.next(from) {
            // The candidate position is somewhere in the line: find its start, not before the end of the previous
            // line, and its end.
            let start = memrchr(b'\n', &bytes[from..at]).map_or(from, |end| from + end + 1);
            let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
            from = end + 1;
            let line = &text[start..end];
            let line = line.strip_suffix('\r').unwrap_or(line);
            let score = if prefilter.may_match(line) { scorer.score(line, ranking.floor()) } else { Score::NoMatch };
            match score {
                Score::NoMatch => {}
                Score::NotAboveFloor => ranking.count(1),
                Score::Value(score) => ranking.add(score, || {
                    let place = texts.len();
                    texts.push_str(line);
                    HitLocation {
                        piece: piece as u32,
                        line: lines.up_to(start),
                        thread: 0,
                        len: line.len() as u32,
                        start: place,
                    }
                }),
            }
            if from > bytes.len() {
                break;
            }
        }
        // A last line without a line end counts as well.
        let has_open_end = bytes.last().is_some_and(|last| *last != b'\n');
        self.lines.push((piece, lines.up_to(bytes.len()) + u32::from(has_open_end)));
    }
}

/// Counts line ends incrementally, only up to the lines that match.
struct LineCounter<'a> {
    bytes: &'a [u8],
    line: u32,
    at: usize,
}

impl LineCounter<'_> {
    /// The number of line ends before byte `to`, which must not be before that of the last call.
    fn up_to(&mut self, to: usize) -> u32 {
        self.line += memchr_iter(b'\n', &self.bytes[self.at..to]).count() as u32;
        self.at = to;
        self.line
    }
}
