//! The query language, the fuzzy matcher, literal search in a text, pinyin, and full text over many
//! notices.

pub mod full_text;
mod fuzzy;
mod literal;
mod pick;
pub mod pinyin;
mod query;

pub use literal::find_all;
pub use pick::{Hit, Scope, pick};
pub use query::{Found, Query};
