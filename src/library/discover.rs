//! What there is to read: files named by the user, folders walked to the bottom, standard input, the sample.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::store::Failure;
use super::{natural, sample};
use crate::extract::{ExtractError, format_of};
use crate::notice::Source;

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

impl Input {
    /// The input that an argument names: `-` is standard input, anything else a path.
    pub fn of_argument(argument: &OsStr) -> Self {
        if argument == "-" { Self::Stdin } else { Self::Path(argument.into()) }
    }
}

/// One thing to read, found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// A file, and its size in bytes as far as that is known.
    File(PathBuf, u64),
    /// Standard input.
    Stdin,
    /// An embedded file, by its index.
    Sample(usize),
    /// Something that cannot be read.
    Failed(Failure),
}

/// Finds everything that `inputs` name, in order; inside a folder in natural order of names. The same file is found
/// once. `found` says whether to go on.
pub(super) fn discover(inputs: &[Input], mut found: impl FnMut(Finding) -> bool) {
    let mut seen = HashSet::new();
    let mut has_stdin = false;
    let mut has_sample = false;
    for input in inputs {
        let goes_on = match input {
            Input::Path(path) => discover_path(path, &mut seen, &mut found),
            Input::Stdin => std::mem::replace(&mut has_stdin, true) || found(Finding::Stdin),
            Input::Sample => {
                std::mem::replace(&mut has_sample, true)
                    || (0..sample::FILES.len()).all(|index| found(Finding::Sample(index)))
            }
        };
        if !goes_on {
            return;
        }
    }
}

fn discover_path(path: &Path, seen: &mut HashSet<PathBuf>, found: &mut impl FnMut(Finding) -> bool) -> bool {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => walk(path, seen, found),
        Ok(metadata) => !is_new(path, seen) || found(Finding::File(path.to_owned(), metadata.len())),
        Err(error) => found(failed(path, read_error(&error))),
    }
}

fn walk(folder: &Path, seen: &mut HashSet<PathBuf>, found: &mut impl FnMut(Finding) -> bool) -> bool {
    let mut is_barren = true;
    let entries = WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_name(|a, b| natural::compare(&a.to_string_lossy(), &b.to_string_lossy()))
        .build();
    for entry in entries {
        let finding = match entry {
            Ok(entry) if !is_notice_file(&entry) => None,
            Ok(entry) => {
                is_barren = false;
                let size = entry.metadata().map_or(0, |metadata| metadata.len());
                let path = entry.into_path();
                is_new(&path, seen).then_some(Finding::File(path, size))
            }
            Err(error) => unreadable_folder(folder, &error).inspect(|_| is_barren = false),
        };
        if finding.is_some_and(|finding| !found(finding)) {
            return false;
        }
    }
    !is_barren || found(failed(folder, ExtractError::NoNotices))
}

/// Inside a folder only files with an extension that is known are read; a file that is named is always tried.
fn is_notice_file(entry: &ignore::DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file()) && format_of(&entry.file_name().to_string_lossy()).is_some()
}

/// A folder that cannot be opened is worth a line; a loop or a link to nowhere is not: what it points at is read
/// elsewhere or does not exist.
fn unreadable_folder(folder: &Path, error: &ignore::Error) -> Option<Finding> {
    if has_loop(error) {
        return None;
    }
    let cause = error.io_error()?;
    if cause.kind() == io::ErrorKind::NotFound {
        return None;
    }
    Some(failed(path_of(error).unwrap_or(folder), read_error(cause)))
}

fn has_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => has_loop(err),
        _ => false,
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

/// Remembers a file by where it really is; a second way to it (a link, a path given twice) is not new.
fn is_new(path: &Path, seen: &mut HashSet<PathBuf>) -> bool {
    fs::canonicalize(path).map_or(true, |real| seen.insert(real))
}

fn failed(path: &Path, error: ExtractError) -> Finding {
    Finding::Failed(Failure { source: source_of(path), error })
}

/// Where a file is, as text.
pub(super) fn source_of(path: &Path) -> Source {
    Source { path: path.to_string_lossy().into_owned(), ..Source::default() }
}

/// What a failed system call means.
pub(super) fn read_error(error: &io::Error) -> ExtractError {
    match error.kind() {
        io::ErrorKind::NotFound => ExtractError::NotFound,
        kind => ExtractError::Unreadable(kind.to_string()),
    }
}
