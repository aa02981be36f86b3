//! Word processors' files: `docx`, `odt`, `doc`, `rtf`. `flow` and `tables` gather their paragraphs and rows,
//! `word_field` tells what fields show, `converter` runs the programs that read what gangmu does not.

#[cfg(feature = "converters")]
pub(in crate::extract) mod converter;
pub(in crate::extract) mod doc;
pub(in crate::extract) mod docx;
mod flow;
pub(in crate::extract) mod odt;
pub(in crate::extract) mod rtf;
mod tables;
mod word_field;
