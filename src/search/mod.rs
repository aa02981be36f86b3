//! The query language, facets, the fuzzy matcher, the index of titles and headings, pinyin, literal search in a text,
//! full text over many notices, and lines of files without an index.

mod bitmap;
mod char_variants;
mod facet;
mod fault;
#[cfg(test)]
mod fixture;
pub mod full_text;
mod fuzzy;
mod index;
mod indexes;
pub mod lines;
mod literal;
mod pick;
mod pinyin;
mod pinyin_terms;
mod query;
mod ranking;
mod sentences;
mod term;
mod typed;
mod typo;

pub use facet::{Completer, Facet, FacetFault, Field};
pub use fault::QueryFault;
pub use index::{HeadingIndex, Uncounted};
pub use indexes::{Extent, Indexes, Picked};
pub use literal::find_all;
pub use pick::{Hit, Scope, pick, search};
pub use query::Query;
pub use ranking::{Ranked, Ranking};
pub use sentences::{SentenceQuery, Sentences, pick_sentences};
pub use term::TextMatch;
pub use typed::Typed;
pub use typo::Typo;
