//! Stub for systems without `/dev/tty`: there the modes of the console end with the process.

use std::ffi::OsStr;
use std::io;
use std::path::PathBuf;
use std::thread::{self, JoinHandle};

/// Starts nothing.
///
/// # Errors
/// When there can be no thread.
pub(crate) fn start(_program: PathBuf) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().spawn(|| ())
}

/// Notes nothing.
pub(crate) const fn note_taken() {}

/// Notes nothing.
pub(crate) const fn note_given_back() {}

/// Never: no guard is started.
pub(crate) fn is_asked_for<'a>(_arguments: impl IntoIterator<Item = &'a OsStr>) -> bool {
    false
}

/// Never called, because [`is_asked_for`] returns false.
pub(crate) const fn watch() {}
