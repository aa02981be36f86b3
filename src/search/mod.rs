//! The query language, facets, the fuzzy matcher, the index of titles and headings, pinyin, literal search in a text, and
//! full text over many notices.

mod bitmap;
mod facet;
#[cfg(test)]
mod fixture;
pub mod full_text;
mod fuzzy;
mod index;
mod indexes;
mod literal;
mod pick;
pub mod pinyin;
mod query;
mod ranking;
mod sounded;
mod typo;

pub use facet::{Facet, FacetFault, Field, completions};
pub use index::HeadingIndex;
pub use indexes::{Extent, Indexes, Picked};
pub use literal::find_all;
pub use pick::{Hit, Scope, pick};
pub use query::{Found, Query};
pub use ranking::{Ranked, Ranking};
pub use typo::Typo;
