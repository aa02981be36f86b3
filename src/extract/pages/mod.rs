//! Fixed-page formats: `pdf` and `ofd` find characters and their positions, `layout` turns them into paragraphs.

mod layout;
pub(in crate::extract) mod ofd;
#[cfg(feature = "pdf")]
pub(in crate::extract) mod pdf;
