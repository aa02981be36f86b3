//! What a reader gets: one file.

use super::budget::Budget;
use crate::notice::Source;

/// One file, as a reader gets it.
pub(super) struct Input<'a> {
    /// Path and part; the reader adds format and encoding.
    pub source: Source,
    /// All of the file.
    pub bytes: &'a [u8],
    /// The name of an encoding that overrides detection, for formats that have encodings.
    pub encoding: Option<&'a str>,
    /// What may still be unpacked of the file that this one is, or lies in.
    pub budget: &'a Budget,
}
