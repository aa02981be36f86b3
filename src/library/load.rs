//! Loading: in parallel, in the background, cancellable.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Instant;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use tracing::{debug, info, warn};

use super::discover::{Finding, Input, discover, source_of};
use super::open::{read_file, read_stdin};
use super::sample;
use super::store::{Failure, Library, Segment, Slot};
use super::thread_stack::{STACK_BYTES, with_large_stack};
use crate::extract::{ExtractError, Extracted, Options, catch, extract};
use crate::notice::{Manuscript, Source};
use crate::parse::parse;

/// Reports of the loader: `Found` and `Batch` in any order, then `Done`.
#[derive(Debug, Clone, PartialEq)]
pub enum LoadEvent {
    /// Number of files found so far; grows while folders are walked.
    Found(usize),
    /// Loaded notices (or failures), in order of input and path.
    Batch(Segment),
    /// Loading is complete or was cancelled.
    Done,
}

/// A background load; dropping it cancels it.
#[derive(Debug)]
pub struct Loading {
    cancelled: Arc<AtomicBool>,
}

impl Drop for Loading {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// Prefix of the names of all loading threads.
pub(super) const THREAD_NAME: &str = "gangmu-load";

/// Maximum number of files in a batch: enough to keep every core busy, few enough that the list grows visibly.
const MAX_BATCH_FILES: usize = 256;

/// A batch is closed when its files reach this size, so that large files do not hold back small ones.
const MAX_BATCH_BYTES: u64 = 8 * 1024 * 1024;

/// Loads in the background; `report` is called on another thread. The first batch is a single file, so that the first
/// notice can be read at once.
pub fn spawn_load(inputs: Vec<Input>, options: Options, report: impl Fn(LoadEvent) + Send + 'static) -> Loading {
    spawn_load_of(inputs, options, |_| true, report)
}

/// Like [`spawn_load`], but manuscripts that `wants` rejects are neither parsed nor reported. Items that need no parsing
/// are always reported.
pub fn spawn_load_of(
    inputs: Vec<Input>,
    options: Options,
    wants: impl Fn(&Manuscript) -> bool + Send + Sync + 'static,
    report: impl Fn(LoadEvent) + Send + 'static,
) -> Loading {
    let cancelled = Arc::<AtomicBool>::default();
    let loading = Loading { cancelled: Arc::clone(&cancelled) };
    thread::Builder::new()
        .name(format!("{THREAD_NAME}-main"))
        .spawn(move || load(&inputs, &Reading { options: &options, wants: &wants, cancelled: &cancelled }, &report))
        .expect("the system can start a thread");
    loading
}

/// Loads everything and returns when it is done.
///
/// ```
/// use gangmu::Options;
/// use gangmu::library::{Input, load_all};
///
/// // The notices that are part of gangmu, and a file that does not exist.
/// let library = load_all(&[Input::Sample, Input::Path("no/such/file".into())], &Options::default());
/// assert!(library.notices().count() > 20);
/// assert_eq!(library.failures().count(), 1);
/// ```
pub fn load_all(inputs: &[Input], options: &Options) -> Library {
    let library = RefCell::new(Library::default());
    let reading = Reading { options, wants: &|_| true, cancelled: &AtomicBool::new(false) };
    load(inputs, &reading, &|event| {
        if let LoadEvent::Batch(segment) = event {
            library.borrow_mut().add(segment);
        }
    });
    library.into_inner()
}

/// Extracts all files without parsing them, in order of input and path.
pub fn extract_all(inputs: &[Input], options: &Options) -> Vec<Extracted> {
    let mut findings = Vec::new();
    discover(
        inputs,
        || false,
        |finding| {
            findings.push(finding);
            true
        },
    );
    extract_each(&findings, |finding| extract_finding(finding, options)).into_iter().flatten().collect()
}

/// Extracts each item, in order, with the stack size that hostile files need, and on all cores if there are several
/// items.
pub fn extract_each<T: Sync>(items: &[T], extract: impl Fn(&T) -> Vec<Extracted> + Sync + Send) -> Vec<Vec<Extracted>> {
    if items.len() > 1 {
        return loading_pool().install(|| items.par_iter().map(extract).collect());
    }
    with_large_stack(format!("{THREAD_NAME}-main"), || items.iter().map(extract).collect())
}

/// How files are read.
struct Reading<'a> {
    options: &'a Options,
    /// Selects the manuscripts to parse.
    wants: &'a (dyn Fn(&Manuscript) -> bool + Sync),
    cancelled: &'a AtomicBool,
}

impl Reading<'_> {
    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

fn load(inputs: &[Input], reading: &Reading<'_>, report: &dyn Fn(LoadEvent)) {
    let start = Instant::now();
    let (sender, findings) = channel();
    thread::scope(|scope| {
        thread::Builder::new()
            .name(format!("{THREAD_NAME}-walk"))
            .spawn_scoped(scope, move || {
                discover(inputs, || reading.is_cancelled(), |finding| sender.send(finding).is_ok());
            })
            .expect("the system can start a thread");
        read_in_batches(&findings, reading, report);
        // The walk ends when nobody listens any more.
        drop(findings);
    });
    info!(inputs = inputs.len(), is_cancelled = reading.is_cancelled(), took = ?start.elapsed(), "loaded");
    report(LoadEvent::Done);
}

fn loading_pool() -> ThreadPool {
    ThreadPoolBuilder::new()
        .thread_name(|index| format!("{THREAD_NAME}-{index}"))
        .stack_size(STACK_BYTES)
        .build()
        .expect("the system can start threads")
}

fn read_in_batches(findings: &Receiver<Finding>, reading: &Reading<'_>, report: &dyn Fn(LoadEvent)) {
    let pool = loading_pool();
    let mut found = 0;
    let mut waiting = VecDeque::new();
    let mut batch_files = 1;
    loop {
        if waiting.is_empty() {
            let Ok(finding) = findings.recv() else { return };
            waiting.push_back(finding);
            found += 1;
        }
        let before = waiting.len();
        waiting.extend(findings.try_iter());
        found += waiting.len() - before;
        if reading.is_cancelled() {
            return;
        }
        report(LoadEvent::Found(found));
        let batch: Vec<Finding> = waiting.drain(..batch_len(waiting.iter(), batch_files)).collect();
        let start = Instant::now();
        let segment = read_batch(&pool, &batch, reading);
        debug!(files = batch.len(), notices = segment.slots.len(), took = ?start.elapsed(), "batch loaded");
        if reading.is_cancelled() {
            return;
        }
        report(LoadEvent::Batch(segment));
        batch_files = (batch_files * 2).min(MAX_BATCH_FILES);
    }
}

/// Number of items in the next batch; at least one.
fn batch_len<'a>(waiting: impl Iterator<Item = &'a Finding>, max_files: usize) -> usize {
    let mut bytes = 0;
    let fitting = waiting.take(max_files).take_while(|finding| {
        let fits = bytes < MAX_BATCH_BYTES;
        if let Finding::File(_, size) = finding {
            bytes += size;
        }
        fits
    });
    fitting.count()
}

fn read_batch(pool: &ThreadPool, batch: &[Finding], reading: &Reading<'_>) -> Segment {
    let read = |finding: &Finding| if reading.is_cancelled() { Vec::new() } else { read_finding(finding, reading) };
    let slots: Vec<Vec<Slot>> = pool.install(|| batch.par_iter().map(read).collect());
    Segment { slots: slots.into_iter().flatten().collect() }
}

/// Reads one file to the end.
fn read_finding(finding: &Finding, reading: &Reading<'_>) -> Vec<Slot> {
    let is_wanted = |extracted: &Extracted| match extracted {
        Extracted::Manuscript(manuscript) => (reading.wants)(manuscript),
        Extracted::Notice(_) | Extracted::Failed { .. } => true,
    };
    let extracted = extract_finding(finding, reading.options);
    extracted.into_par_iter().filter(is_wanted).map(slot_of).collect()
}

fn extract_finding(finding: &Finding, options: &Options) -> Vec<Extracted> {
    let limit = options.limits.largest_file_bytes();
    match finding {
        Finding::File(path, _) => extract_bytes(&source_of(path), || read_file(path, limit), options),
        Finding::Stdin => extract_bytes(&named("-"), || read_stdin(limit), options),
        // The sample's encodings are its own, whatever the caller assumes.
        Finding::Sample(index) => {
            let (name, bytes) = sample::FILES[*index];
            extract_bytes(&named(&format!("sample:{name}")), || Ok(bytes), &Options::default())
        }
        Finding::Failed(failure) => {
            warn!(file = ?failure.source.path, error = %failure.error, "not opened");
            vec![Extracted::Failed { source: failure.source.clone(), error: failure.error.clone() }]
        }
    }
}

fn named(path: &str) -> Source {
    Source { path: path.to_owned(), ..Source::default() }
}

fn extract_bytes<B: AsRef<[u8]>>(
    source: &Source,
    read: impl FnOnce() -> Result<B, ExtractError>,
    options: &Options,
) -> Vec<Extracted> {
    match read() {
        Ok(bytes) => {
            let mut extracted = extract(&source.path, bytes.as_ref(), options);
            for item in &mut extracted {
                item.source_mut().file.clone_from(&source.file);
            }
            extracted
        }
        Err(error) => {
            warn!(file = ?source.path, %error, "not opened");
            vec![Extracted::Failed { source: source.clone(), error }]
        }
    }
}

pub(super) fn slot_of(extracted: Extracted) -> Slot {
    match extracted {
        Extracted::Manuscript(manuscript) => {
            let source = manuscript.source.clone();
            match catch(|| parse(manuscript)) {
                Ok(notice) => Slot::Loaded(Arc::new(notice)),
                Err(error) => failed(source, error),
            }
        }
        Extracted::Notice(notice) => Slot::Loaded(Arc::new(notice)),
        Extracted::Failed { source, error } => failed(source, error),
    }
}

const fn failed(source: Source, error: ExtractError) -> Slot {
    Slot::Failed(Failure { source, error })
}
