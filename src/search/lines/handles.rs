//! The open files of a line search. Each is opened once, so that all its pieces are of one version, whichever thread
//! reads them.

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Trouble;
use crate::library::open_file;

/// An open file, and its size in bytes at that time. Bytes appended later are not read.
#[derive(Debug)]
pub(super) struct OpenFile {
    pub file: File,
    pub size_bytes: u64,
}

/// The files that threads are reading. A program that saves a file by renaming another over it does not change the
/// content of an open one; opening the file again for each piece would mix both versions.
#[derive(Debug)]
pub(super) struct Handles {
    by_source: Vec<Mutex<Handle>>,
}

#[derive(Debug, Default)]
struct Handle {
    /// The file, open from the first piece that is requested to the last that is done.
    open: Option<Arc<OpenFile>>,
    /// The number of pieces that are not done.
    pieces_left: u32,
}

impl Handles {
    /// Begins with no file open. A search takes pieces in order, so no more files are open at a time than there are
    /// threads. `pieces`: the source of each piece.
    pub(super) fn new(sources: usize, pieces: impl Iterator<Item = usize>) -> Self {
        let mut handles: Vec<Handle> = Vec::new();
        handles.resize_with(sources, Handle::default);
        for source in pieces {
            handles[source].pieces_left += 1;
        }
        Self { by_source: handles.into_iter().map(Mutex::new).collect() }
    }

    /// The file of a source, opened by the first request.
    ///
    /// # Errors
    /// When it cannot be opened, is not a regular file, or is too large to be read.
    pub(super) fn open(&self, source: usize, path: &Path) -> Result<Arc<OpenFile>, Trouble> {
        let mut handle = self.lock(source);
        if let Some(open) = &handle.open {
            return Ok(Arc::clone(open));
        }
        let (file, size_bytes) = open_file(path).map_err(Trouble::Unreadable)?;
        let open = Arc::new(OpenFile { file, size_bytes });
        handle.open = Some(Arc::clone(&open));
        Ok(open)
    }

    /// Marks a piece of a source as done; after the last one its file is closed.
    pub(super) fn finish_piece(&self, source: usize) {
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
