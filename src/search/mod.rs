//! The query language, the fuzzy matcher, and literal search in a text.

mod facet;
mod fuzzy;
mod literal;
mod pick;
mod query;

pub use facet::{Facet, FacetFault, Field, completions};
pub use literal::find_all;
pub use pick::{Hit, Scope, pick};
pub use query::{Found, Query};
