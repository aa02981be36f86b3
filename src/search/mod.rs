//! The query language, the fuzzy matcher, literal search in a text, and full text over many.

pub mod full_text;
mod fuzzy;
mod literal;
mod pick;
mod query;

pub use literal::find_all;
pub use pick::{Hit, Scope, pick};
pub use query::{Found, Query};
