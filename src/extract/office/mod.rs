//! Files of word processors: `docx`, `odt`, `doc`, `rtf`. `flow` and `tables` collect their paragraphs and rows,
//! `word_field` evaluates fields, `converter` runs programs for formats that gangmu does not read.

#[cfg(feature = "converters")]
pub(in crate::extract) mod converter;
pub(in crate::extract) mod doc;
pub(in crate::extract) mod docx;
mod flow;
pub(in crate::extract) mod odt;
pub(in crate::extract) mod rtf;
mod tables;
mod word_field;
