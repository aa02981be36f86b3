//! The search worker: one thread, the newest request wins.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::app::{Event, SearchResult, TextResult};
use crate::library::Library;
use crate::search::full_text::TextIndexes;
use crate::search::{Extent, Indexes, Picked, Scope, SentenceQuery, Sentences, Typed, pick_sentences};

/// A search request.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// Increases with every request, so the newest one is known.
    pub generation: u64,
    /// The scope.
    pub task: Task,
    /// The notices at the time of the request.
    pub library: Library,
}

/// Scope, query and extent of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// Titles or headings.
    Items(Scope, Typed, Extent),
    /// The running text.
    Text(SentenceQuery),
}

/// The indexes built so far.
#[derive(Debug, Clone, Default)]
pub(super) struct IndexStore {
    /// Of titles and headings.
    pub items: Indexes,
    /// Of the running text.
    pub texts: Arc<Mutex<TextIndexes>>,
}

impl IndexStore {
    /// Builds the missing indexes of a library on this thread; each is used as soon as it is complete. `has_text`: full-text
    /// indexes too.
    pub(super) fn build(&self, library: &Library, has_text: bool) {
        self.items.build(library);
        if !has_text {
            return;
        }
        for (number, (_, segment)) in library.segments().enumerate() {
            if !self.texts().has(number) {
                let index = Arc::new(TextIndexes::index_of(segment));
                self.texts().put(number, index);
            }
        }
    }

    fn texts(&self) -> MutexGuard<'_, TextIndexes> {
        // The list is append-only, so it is valid even after a panic.
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends requests to the worker. Dropping it ends the worker, even during a search.
pub(super) struct Searcher {
    requests: Sender<Request>,
    newest: Arc<AtomicU64>,
}

/// Generation that no request has, set when the worker must end.
const CLOSED: u64 = u64::MAX;

impl Searcher {
    /// Starts the worker with `spawn`. `search` checks between chunks whether to stop; results reach `report` unless a newer
    /// request exists.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub(super) fn start<T: 'static>(
        search: impl Fn(&Request, &(dyn Fn() -> bool + Sync), &dyn Fn(T)) + Send + 'static,
        report: impl Fn(T) + Send + 'static,
        spawn: impl FnOnce(Box<dyn FnOnce() + Send>) -> io::Result<()>,
    ) -> io::Result<Self> {
        let (requests, arriving) = channel();
        let newest = Arc::new(AtomicU64::new(0));
        let shared = Arc::clone(&newest);
        spawn(Box::new(move || work(&arriving, &shared, search, report)))?;
        Ok(Self { requests, newest })
    }

    /// Requests a search and cancels a running or waiting one.
    pub(super) fn ask(&self, request: Request) {
        self.newest.store(request.generation, Ordering::Relaxed);
        // If the worker is gone, it panicked; the event loop receives that panic and ends the program.
        let _ = self.requests.send(request);
    }
}

impl Drop for Searcher {
    fn drop(&mut self) {
        self.newest.store(CLOSED, Ordering::Relaxed);
    }
}

fn work<T>(
    arriving: &Receiver<Request>,
    newest: &AtomicU64,
    search: impl Fn(&Request, &(dyn Fn() -> bool + Sync), &dyn Fn(T)),
    report: impl Fn(T),
) {
    while let Ok(first) = arriving.recv() {
        let request = arriving.try_iter().last().unwrap_or(first);
        let should_stop = || newest.load(Ordering::Relaxed) != request.generation;
        search(&request, &should_stop, &|found| {
            if !should_stop() {
                report(found);
            }
        });
    }
}

/// The search of the program: titles, headings and sentences, in the query language of [`crate::search`].
pub(crate) fn answer(
    indexes: &IndexStore,
    request: &Request,
    should_stop: &(dyn Fn() -> bool + Sync),
    report: &dyn Fn(Event),
) {
    let Request { generation, task, library } = request;
    let (generation, start) = (*generation, Instant::now());
    match task {
        Task::Items(scope, query, extent) => {
            let tell = |picked: Picked| {
                report(Event::Found(SearchResult { generation, picked, elapsed: start.elapsed() }));
            };
            let mut take_page = |page: &Picked| tell(page.clone());
            if let Some(picked) =
                indexes.items.pick_typed_page(library, scope, query, *extent, should_stop, &mut take_page)
            {
                tell(picked);
            }
        }
        Task::Text(query) => {
            let indexes = indexes.texts().clone();
            let tell = |found: Sentences| {
                report(Event::FoundText(TextResult { generation, found, elapsed: start.elapsed() }));
            };
            if let Some(found) = pick_sentences(library, &indexes, query, should_stop, &mut |page| {
                tell(page.clone());
            }) {
                tell(found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::thread::{self, JoinHandle};

    use super::*;
    use crate::extract::Options;
    use crate::library::{Input, load_all};

    fn request(generation: u64, query: &str) -> Request {
        let task = Task::Items(Scope::Titles, query.into(), Extent::Best);
        Request { generation, task, library: Library::default() }
    }

    fn is_slow(request: &Request) -> bool {
        matches!(&request.task, Task::Items(_, query, _) if query.text() == "slow")
    }

    /// A worker whose searches say when they begin, and end at once or, for the query `slow`, when no longer wanted.
    fn start() -> (Searcher, Receiver<u64>, Receiver<u64>, JoinHandle<()>) {
        let (begun, begins) = channel();
        let (found, finds) = channel();
        let mut worker = None;
        let searcher = Searcher::start(
            move |request: &Request, should_stop: &(dyn Fn() -> bool + Sync), report: &dyn Fn(u64)| {
                begun.send(request.generation).expect("the test listens");
                while is_slow(request) && !should_stop() {
                    thread::yield_now();
                }
                report(request.generation);
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
        assert_eq!(finds.recv(), Ok(2));
        drop(searcher);
        worker.join().expect("no panic");
        assert!(finds.try_recv().is_err(), "the first request has no answer");
    }

    /// Everything that the worker reports for a search of the sample.
    fn answers(indexes: &IndexStore, task: Task) -> Vec<Event> {
        let library = load_all(&[Input::Sample], &Options::default());
        let events = RefCell::new(Vec::new());
        let request = Request { generation: 7, task, library };
        answer(indexes, &request, &|| false, &|event| events.borrow_mut().push(event));
        events.into_inner()
    }

    #[test]
    fn text_is_searched_with_and_without_indexes() {
        let indexes = IndexStore::default();
        let mut totals = Vec::new();
        for _ in 0..2 {
            let events = answers(&indexes, Task::Text(SentenceQuery::parse("教育")));
            let Some(Event::FoundText(TextResult { generation: 7, found, .. })) = events.last() else {
                panic!("the last report has all: {events:?}")
            };
            totals.push(found.total.expect("it is counted"));
            indexes.build(&load_all(&[Input::Sample], &Options::default()), true);
        }
        assert!(totals[0].hits > 10 && totals[0] == totals[1], "{totals:?}");
    }

    #[test]
    fn titles_are_found() {
        let events = answers(&IndexStore::default(), Task::Items(Scope::Titles, "jiaoyu".into(), Extent::Best));
        let [Event::Found(SearchResult { generation: 7, picked, .. })] = events.as_slice() else {
            panic!("one answer: {events:?}")
        };
        assert!(picked.total > 0);
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
