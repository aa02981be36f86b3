//! Finding the files to read: named files, folders with their subfolders, standard input, the built-in sample.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::open::{check_named, read_error};
use super::store::Failure;
use super::{natural, sample};
use crate::extract::{ExtractError, has_known_extension};
use crate::notice::Source;
use crate::text::operand::as_operand;
use crate::text::safe::visible;

/// Something to load.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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

/// One item to read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// A file, with its size in bytes if known.
    File(PathBuf, u64),
    /// Standard input.
    Stdin,
    /// An embedded file, by its index.
    Sample(usize),
    /// A path that cannot be read.
    Failed(Failure),
}

/// Finds all files of `inputs`, in their order; inside a folder in natural order of names, following links. A file that is
/// reachable by several paths is found once. Stops soon after `is_cancelled` returns true, or when `found` returns false.
pub(crate) fn discover(inputs: &[Input], is_cancelled: impl Fn() -> bool, found: impl FnMut(Finding) -> bool) {
    let mut search = Search { is_cancelled, found, seen: HashSet::new() };
    // Folders too: what stands twice on the command line is read once.
    let mut known = HashSet::new();
    for input in inputs.iter().filter(|input| known.insert(*input)) {
        if !search.look_into(input) {
            return;
        }
    }
}

struct Search<C, F> {
    is_cancelled: C,
    found: F,
    /// Canonical paths of the files found so far.
    seen: HashSet<PathBuf>,
}

/// Each function returns whether to continue.
impl<C: Fn() -> bool, F: FnMut(Finding) -> bool> Search<C, F> {
    fn look_into(&mut self, input: &Input) -> bool {
        match input {
            Input::Path(path) => match fs::metadata(path) {
                Ok(metadata) if metadata.is_dir() => self.walk(path),
                Ok(metadata) => match check_named(path, &metadata) {
                    Ok(()) => self.find_file(path, metadata.len()),
                    Err(error) => (self.found)(failed(path, error)),
                },
                Err(error) => (self.found)(failed(path, read_error(&error))),
            },
            Input::Stdin => (self.found)(Finding::Stdin),
            Input::Sample => (0..sample::FILES.len()).all(|index| (self.found)(Finding::Sample(index))),
        }
    }

    /// Skips a file that was already found by another path or link.
    fn find_file(&mut self, path: &Path, size_bytes: u64) -> bool {
        let is_new = fs::canonicalize(path).map_or(true, |real| self.seen.insert(real));
        !is_new || (self.found)(Finding::File(as_operand(path).into_owned(), size_bytes))
    }

    fn walk(&mut self, folder: &Path) -> bool {
        let mut is_barren = true;
        let entries = WalkDir::new(folder)
            .follow_links(true)
            .sort_by(|a, b| natural::compare(&a.file_name().to_string_lossy(), &b.file_name().to_string_lossy()))
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
        for entry in entries {
            if (self.is_cancelled)() {
                return false;
            }
            let goes_on = match entry {
                Ok(entry) if !is_notice_file(&entry) => continue,
                Ok(entry) => {
                    let size_bytes = entry.metadata().map_or(0, |metadata| metadata.len());
                    let path = entry.path();
                    self.find_file(path.strip_prefix(".").unwrap_or(path), size_bytes)
                }
                Err(error) => match unreadable_folder(folder, &error) {
                    Some(failure) => (self.found)(failure),
                    None => continue,
                },
            };
            is_barren = false;
            if !goes_on {
                return false;
            }
        }
        !is_barren || (self.found)(failed(folder, ExtractError::NoNotices))
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// In a folder only files with a known extension are read; a file named by the user is always tried.
fn is_notice_file(entry: &DirEntry) -> bool {
    entry.file_type().is_file() && has_known_extension(&entry.file_name().to_string_lossy())
}

/// Reports folders that cannot be opened. Link loops and dangling links are ignored: their target is read elsewhere or
/// does not exist.
fn unreadable_folder(folder: &Path, error: &walkdir::Error) -> Option<Finding> {
    // A loop is no error of the system.
    let cause = error.io_error()?;
    if cause.kind() == io::ErrorKind::NotFound {
        return None;
    }
    Some(failed(error.path().unwrap_or(folder), read_error(cause)))
}

fn failed(path: &Path, error: ExtractError) -> Finding {
    Finding::Failed(Failure { source: source_of(&as_operand(path)), error })
}

/// Where a file is: as text that is safe to show, and by the name that the system has for it.
pub(crate) fn source_of(path: &Path) -> Source {
    Source { path: visible(&path.to_string_lossy()).into_owned(), file: Some(path.into()), ..Source::default() }
}
