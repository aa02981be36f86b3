//! What a reader gets: one file.

use super::budget::Budget;
use super::options::Options;
use crate::notice::Source;

/// One file, as a reader gets it.
pub(super) struct Input<'a> {
    /// Path and part; the reader adds format and encoding.
    pub source: Source,
    /// All of the file.
    pub bytes: &'a [u8],
    /// What the caller decided.
    pub options: &'a Options,
    /// What may still be unpacked of the file that this one is, or lies in.
    pub budget: &'a Budget,
}
