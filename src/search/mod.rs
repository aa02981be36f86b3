//! The query language and the fuzzy matcher.
