//! The query language, the fuzzy matcher, the index of titles and headings, and literal search in a text.

#[cfg(test)]
mod fixture;
mod fuzzy;
mod index;
mod indexes;
mod literal;
mod pick;
mod query;
mod ranking;
mod typo;

pub use index::HeadingIndex;
pub use indexes::{Extent, Indexes, Picked};
pub use literal::find_all;
pub use pick::{Hit, Scope, pick};
pub use query::{Found, Query};
pub use ranking::{Ranked, Ranking};
pub use typo::Typo;
