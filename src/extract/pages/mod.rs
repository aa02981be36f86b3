//! Formats of fixed pages: `pdf` and `ofd` find characters and their positions, `layout` makes paragraphs of them.

mod layout;
pub(in crate::extract) mod ofd;
#[cfg(feature = "pdf")]
pub(in crate::extract) mod pdf;
