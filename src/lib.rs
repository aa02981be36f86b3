//! gangmu 纲目: a terminal browser for Chinese official notices (公文).
//!
//! The rooms, in the order in which data flows; each imports only rooms above it:
//!
//! - [`text`]: Chinese text as text: numerals, folding, columns, line breaking, terminal safety.
//! - [`notice`]: what a notice is: text, outline, elements, addresses, warnings, the JSON form.
//! - [`terms`]: what notices are made of: markers, dates, labels, names of organs, document numbers, page furniture.
//! - [`extract`]: the bytes of one file → lines of text with hints.
//! - [`parse`]: lines → notice.
//! - [`library`]: many notices: discovery, loading in parallel, the built-in sample.
//! - [`search`]: the query language and the fuzzy matcher.
//! - [`lang`]: every string of the interface, in Chinese and English.
//! - [`app`]: state and update: actions in, effects out; no terminal, no drawing.
//! - [`ui`]: drawing of that state.
//! - [`term`]: the terminal itself and the event loop.
//! - [`cli`]: the command line.

pub mod text;

pub mod notice;

pub mod terms;

pub mod extract;

pub mod parse;

pub mod library;

pub mod search;

#[cfg(feature = "tui")]
pub mod lang;

#[cfg(feature = "tui")]
pub mod app;

#[cfg(feature = "tui")]
pub mod ui;

#[cfg(feature = "tui")]
pub mod term;

#[cfg(feature = "tui")]
pub mod cli;
