//! The query language, facets, the fuzzy matcher, literal search in a text, pinyin, and full text over many notices.

mod facet;
pub mod full_text;
mod fuzzy;
mod literal;
mod pick;
pub mod pinyin;
mod query;

pub use facet::{Facet, FacetFault, Field, completions};
pub use literal::find_all;
pub use pick::{Hit, Scope, pick};
pub use query::{Found, Query};
