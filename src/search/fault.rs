//! What makes no sense in what was typed.

use super::FacetFault;

/// Why a query cannot be meant as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryFault {
    /// One of its facets makes no sense.
    Facet(FacetFault),
    /// It has operators, and nothing that they work on.
    OnlyOperators,
    /// A phrase that began with `"` has no end.
    UnclosedQuote,
    /// It has so many characters, and may have [`QueryFault::MAX_CHARS`].
    TooLong(usize),
}

impl QueryFault {
    /// Longer queries are none: a text was pasted by mistake.
    pub const MAX_CHARS: usize = 500;

    /// The fault of a query that is too long, if it is.
    pub(super) fn of_length(typed: &str) -> Option<Self> {
        // A character has at least one byte, so a short text need not be counted.
        let chars = if typed.len() <= Self::MAX_CHARS { 0 } else { typed.chars().count() };
        (chars > Self::MAX_CHARS).then_some(Self::TooLong(chars))
    }
}
