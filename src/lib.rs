//! gangmu 纲目 reads Chinese official notices (公文) from files of almost any format and finds their outline: the numbered
//! headings (`一、`, `（一）`, `1.`, `第三条`) with the text below each, the title, the document number, the issuer, dates,
//! attachments and the signature. It is a browser in the terminal (the binary) and the library that this browser is
//! made of.
//!
//! # Reading, walking an outline, searching
//!
//! [`read_path`] reads a file or a folder and [`read_bytes`] bytes at hand. Both return a [`Library`] of the notices that could
//! be read and the failures of those that could not. A [`Notice`] has a text, and everything else in it is a [span](notice::Span)
//! of that text; its outline is a [list of nodes](notice::Outline) in preorder. [`search`](search()) ranks titles or
//! headings for a [`Query`].
//!
//! ```
//! use gangmu::{Options, Query, Scope, read_bytes, search};
//!
//! let text = "青岚县教育局2024年工作要点\n\n一、总体要求\n坚持立德树人。\n二、重点任务\n（一）抓好学校安全\n开展排查。\n（二）减轻作业负担\n";
//! let library = read_bytes("plan.txt", text.as_bytes(), &Options::default());
//!
//! // Walk the outline.
//! let (_, notice) = library.notices().next().expect("the text is a notice");
//! let mut lines = Vec::new();
//! for id in notice.outline.ids() {
//!     let indent = "  ".repeat(notice.outline.depth(id));
//!     lines.push(format!("{indent}{}{}", notice.marker(id), notice.heading(id)));
//! }
//! assert_eq!(lines, ["一、总体要求", "二、重点任务", "  （一）抓好学校安全", "  （二）减轻作业负担"]);
//!
//! // Search the headings of all notices; pinyin initials find Chinese words.
//! let query = Query::parse("zyfd");
//! let hits = search(&library, &Scope::AllHeadings, &query);
//! assert_eq!(hits[0].text(&library), "减轻作业负担");
//! ```
//!
//! Nothing is written, and no other program is started, unless [`Options::converters`] allows it. What may be read of one file is
//! limited by [`Options::limits`]; no file, however damaged, makes the library panic or recurse without end.
//!
//! # Cargo features
//!
//! - `tui` (default): the interface in the terminal and the command line, modules `lang` to `cli`, and the binary.
//! - `pdf` (default): reading of PDF files.
//! - `converters` (part of `tui`): documents of Word 6 and 95, which only other programs read.
//!
//! With `default-features = false` the library needs about 75 packages.
//!
//! # Modules
//!
//! In the order in which data flows; each imports only modules above it:
//!
//! - [`text`]: Chinese text as text: numerals, folding, columns, line breaking, terminal safety.
//! - [`notice`]: what a notice is: text, outline, elements, addresses, warnings, the JSON form.
//! - [`terms`]: what notices are made of: markers, dates, labels, names of organs, document numbers, page furniture.
//! - [`extract`]: the bytes of one file → lines of text with hints.
//! - [`parse`]: lines → notice.
//! - [`library`]: many notices: discovery, loading in parallel, the built-in sample.
//! - [`search`](mod@search): the query language and the fuzzy matcher.
//! - `lang`: every string of the interface, in Chinese and English.
//! - `app`: state and update: actions in, effects out; no terminal, no drawing.
//! - `ui`: drawing of that state.
//! - `term`: the terminal itself and the event loop.
//! - `cli`: the command line.

#![warn(unreachable_pub)]

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

pub use extract::{Converters, ExtractError, Limits, Options};
pub use library::{Failure, Library, read_bytes, read_path};
pub use notice::Notice;
pub use search::{Query, Scope, search};
