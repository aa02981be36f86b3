//! The query language, the fuzzy matcher, and literal search in a text.

mod fuzzy;
mod literal;
mod pick;
mod query;

pub use literal::find_all;
pub use pick::{Hit, Scope, pick};
pub use query::{Found, Query};
