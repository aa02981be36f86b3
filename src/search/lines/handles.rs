//! The files of a search of lines, each opened once: all its pieces are of one version, whichever thread reads them.

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Trouble;
use crate::library::open_file;

/// A file that is open, and its size in bytes at that time. What is written to its end later is not read.
#[derive(Debug)]
pub(super) struct OpenFile {
    pub file: File,
    pub size_bytes: u64,
}

/// The files that threads are reading. A program that saves a file by renaming another one over it does not change what an
/// open one holds, and opening it again for each piece would mix the two.
#[derive(Debug)]
pub(super) struct Handles {
    by_source: Vec<Mutex<Handle>>,
}

#[derive(Debug, Default)]
struct Handle {
    /// Between the first piece that was asked for and the last one that was done.
    open: Option<Arc<OpenFile>>,
    /// Pieces that are not done.
    pieces_left: u32,
}

impl Handles {
    /// None of the files is open yet. A search goes through its pieces in order, so that no more are open at a time than
    /// there are threads. `pieces`: the source of each piece.
    pub fn new(sources: usize, pieces: impl Iterator<Item = usize>) -> Self {
        let mut handles: Vec<Handle> = Vec::new();
        handles.resize_with(sources, Handle::default);
        for source in pieces {
            handles[source].pieces_left += 1;
        }
        Self { by_source: handles.into_iter().map(Mutex::new).collect() }
    }

    /// The file of a source, opened by whoever asks first.
    ///
    /// # Errors
    /// When it cannot be opened, is no regular file, or is larger than any file that is read.
    pub fn open(&self, source: usize, path: &Path) -> Result<Arc<OpenFile>, Trouble> {
        let mut handle = self.lock(source);
        if let Some(open) = &handle.open {
            return Ok(Arc::clone(open));
        }
        let (file, size_bytes) = open_file(path).map_err(Trouble::Unreadable)?;
        let open = Arc::new(OpenFile { file, size_bytes });
        handle.open = Some(Arc::clone(&open));
        Ok(open)
    }

    /// Says that a piece of a source is done; with the last one its file is closed.
    pub fn finish_piece(&self, source: usize) {
        let mut handle = self.lock(source);
        handle.pieces_left -= 1;
        if handle.pieces_left == 0 {
            handle.open = None;
        }
    }

    fn lock(&self, source: usize) -> MutexGuard<'_, Handle> {
        self.by_source[source].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
