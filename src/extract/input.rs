//! The input of a reader: one file.

use super::budget::Budget;
use super::options::Options;
use crate::notice::Source;

/// The input of a reader: one file.
pub(super) struct Input<'a> {
    /// Path and part; the reader adds format and encoding.
    pub source: Source,
    /// The whole file.
    pub bytes: &'a [u8],
    /// Options of the caller.
    pub options: &'a Options,
    /// The remaining budget of the outermost file.
    pub budget: &'a Budget,
}
