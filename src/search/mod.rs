//! The query language, the fuzzy matcher, and literal search in a text.

mod fuzzy;
mod index;
mod literal;
mod pick;
mod query;
mod ranking;

pub use index::HeadingIndex;
pub use literal::find_all;
pub use pick::{Hit, Scope, pick};
pub use query::{Found, Query};
pub use ranking::{Ranked, Ranking};
