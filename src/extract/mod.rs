//! The bytes of one file → lines of text with hints. One file per format; encodings.
//!
//! The way of the bytes: `magic` and `encoding` (with `detect`) make text of them; `file` finds out what text it is;
//! `content` reads plain text, `markdown` (with `inline`, `front_matter`) Markdown, `records` (with `json`, `record`,
//! `own_record`) JSON; `html`, `comments`, `entities`, `lines`, `fields` and `dates` serve them all.

mod comments;
mod content;
mod dates;
mod detect;
mod docx;
mod encoding;
mod entities;
mod error;
mod extracted;
mod fields;
mod file;
mod flow;
mod front_matter;
mod html;
mod inline;
mod json;
mod list_format;
mod magic;
mod markdown;
mod numbering;
mod own_record;
mod package;
mod record;
mod records;
mod sheet;
mod xml;

pub use error::ExtractError;
pub use extracted::Extracted;
pub use file::{EXTENSIONS, MAX_FILE_BYTES, extract, format_of};
