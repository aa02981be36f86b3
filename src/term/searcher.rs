//! The search worker: one thread, the newest request wins.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::app::SearchResult;
use crate::library::Library;
use crate::search::{Extent, Indexes, Query, Scope};

/// A search to be done.
#[derive(Debug, Clone)]
pub struct Request {
    /// Counts up; tells which request is the newest.
    pub generation: u64,
    /// What is searched.
    pub scope: Scope,
    /// As typed.
    pub query: String,
    /// How much is wanted.
    pub extent: Extent,
    /// The notices as they were when the search was asked for.
    pub library: Library,
}

/// Hands requests to the worker. Dropping it ends the worker, in the middle of a search too.
pub struct Searcher {
    requests: Sender<Request>,
    newest: Arc<AtomicU64>,
}

/// No request has this generation: set when there will be none any more.
const CLOSED: u64 = u64::MAX;

impl Searcher {
    /// Starts the worker by `spawn`. `search` looks between chunks whether it should stop, and returns `None` when it
    /// did; `report` takes what it found.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn start(
        search: impl Fn(&Request, &(dyn Fn() -> bool + Sync)) -> Option<SearchResult> + Send + 'static,
        report: impl Fn(SearchResult) + Send + 'static,
        spawn: impl FnOnce(Box<dyn FnOnce() + Send>) -> io::Result<()>,
    ) -> io::Result<Self> {
        let (requests, arriving) = channel();
        let newest = Arc::new(AtomicU64::new(0));
        let shared = Arc::clone(&newest);
        spawn(Box::new(move || work(&arriving, &shared, search, report)))?;
        Ok(Self { requests, newest })
    }

    /// Asks for a search; one that is under way or waiting is given up.
    pub fn ask(&self, request: Request) {
        self.newest.store(request.generation, Ordering::Relaxed);
        // Without a worker its panic is on the way to the loop, which ends the program.
        let _ = self.requests.send(request);
    }
}

impl Drop for Searcher {
    fn drop(&mut self) {
        self.newest.store(CLOSED, Ordering::Relaxed);
    }
}

fn work(
    arriving: &Receiver<Request>,
    newest: &AtomicU64,
    search: impl Fn(&Request, &(dyn Fn() -> bool + Sync)) -> Option<SearchResult>,
    report: impl Fn(SearchResult),
) {
    while let Ok(first) = arriving.recv() {
        let request = arriving.try_iter().last().unwrap_or(first);
        let should_stop = || newest.load(Ordering::Relaxed) != request.generation;
        let found = search(&request, &should_stop);
        found.filter(|_| !should_stop()).into_iter().for_each(&report);
    }
}

/// What the worker does in the program: titles or headings by the query language of [`crate::search`].
pub fn pick(indexes: &Indexes, request: &Request, should_stop: &(dyn Fn() -> bool + Sync)) -> Option<SearchResult> {
    let Request { generation, scope, query, extent, library } = request;
    let picked = indexes.pick(library, scope, &Query::parse(query), *extent, should_stop)?;
    Some(SearchResult { generation: *generation, picked })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread::{self, JoinHandle};

    use super::*;

    fn request(generation: u64, query: &str) -> Request {
        let library = Library::default();
        Request { generation, scope: Scope::Titles, query: query.to_owned(), extent: Extent::Best, library }
    }

    /// A worker whose searches say when they begin, and end at once or, for the query `slow`, when no longer wanted.
    fn start() -> (Searcher, Receiver<u64>, Receiver<SearchResult>, JoinHandle<()>) {
        let (begun, begins) = channel();
        let (found, finds) = channel();
        let mut worker = None;
        let searcher = Searcher::start(
            move |request, should_stop| {
                begun.send(request.generation).expect("the test listens");
                while request.query == "slow" && !should_stop() {
                    thread::yield_now();
                }
                (!should_stop()).then(|| SearchResult { generation: request.generation, ..SearchResult::default() })
            },
            move |result| found.send(result).expect("the test listens"),
            |body| {
                worker = Some(thread::spawn(body));
                Ok(())
            },
        );
        (searcher.expect("a thread"), begins, finds, worker.expect("spawned"))
    }

    #[test]
    fn a_new_request_interrupts_the_one_before() {
        let (searcher, begins, finds, worker) = start();
        searcher.ask(request(1, "slow"));
        assert_eq!(begins.recv(), Ok(1));
        searcher.ask(request(2, "quick"));
        assert_eq!(finds.recv().map(|result| result.generation), Ok(2));
        drop(searcher);
        worker.join().expect("no panic");
        assert!(finds.try_recv().is_err(), "the first request has no answer");
    }

    #[test]
    fn the_end_interrupts_too() {
        let (searcher, begins, finds, worker) = start();
        searcher.ask(request(1, "slow"));
        assert_eq!(begins.recv(), Ok(1));
        drop(searcher);
        worker.join().expect("no panic");
        assert!(finds.try_recv().is_err());
    }
}
