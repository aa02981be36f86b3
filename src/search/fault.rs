//! Faults in typed queries.

use super::FacetFault;

/// A reason why a query cannot be meant as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryFault {
    /// One of its facets is faulty.
    Facet(FacetFault),
    /// It has operators without operands.
    OnlyOperators,
    /// A phrase that begins with `"` is not closed.
    UnclosedQuote,
    /// It has this many characters, more than [`QueryFault::MAX_CHARS`].
    TooLong(usize),
}

impl QueryFault {
    /// The maximal length of a query in characters. A longer one is a text pasted by mistake.
    pub const MAX_CHARS: usize = 500;

    /// The fault of a query that is too long; `None` if it is not.
    pub(super) fn of_length(typed: &str) -> Option<Self> {
        // A character has at least one byte, so a short text need not be counted.
        let chars = if typed.len() <= Self::MAX_CHARS { 0 } else { typed.chars().count() };
        (chars > Self::MAX_CHARS).then_some(Self::TooLong(chars))
    }
}
