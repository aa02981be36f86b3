//! Loading: what to read, in parallel, in the background, cancellable.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Library, Segment};

/// Something to load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file, or a folder that is walked.
    Path(PathBuf),
    /// Standard input, all of it.
    Stdin,
    /// The sample embedded in the binary.
    Sample,
}

/// How to load.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// Name of the character encoding to assume instead of detecting it (`--encoding`).
    pub encoding: Option<String>,
}

/// What the loader reports, in this order: `Found`* mixed with `Batch`*, then `Done`.
#[derive(Debug, Clone, PartialEq)]
pub enum LoadEvent {
    /// How many files are known of so far; grows while folders are walked.
    Found(usize),
    /// Notices (or failures) that are ready; in order of input and path.
    Batch(Segment),
    /// Everything has been read, or the loading was cancelled.
    Done,
}

/// A loading that runs in the background; dropping it cancels it.
#[derive(Debug)]
pub struct Loading {
    cancelled: Arc<AtomicBool>,
}

impl Drop for Loading {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// Loads in the background; `report` is called on another thread. The first batch is small, so that the first notice
/// can be read at once.
pub fn spawn_load(_inputs: Vec<Input>, _options: LoadOptions, report: impl Fn(LoadEvent) + Send + 'static) -> Loading {
    report(LoadEvent::Done);
    Loading { cancelled: Arc::default() }
}

/// Loads everything and returns when it is done.
pub fn load_all(_inputs: &[Input], _options: &LoadOptions) -> Library {
    Library::default()
}
