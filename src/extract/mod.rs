//! The bytes of one file → lines of text with hints. One file per format; encodings.
//!
//! The way of the bytes: `kind` (with `magic`, `zip_names`) finds out what they are, `formats` is the table of what reads
//! what, and `file` hands them over; `archive` unpacks. `encoding` (with `detect`) makes text of them; `content` reads
//! plain text, `markdown` (with `inline`, `front_matter`) Markdown, `records` (with `json`, `record`, `own_record`) JSON,
//! `csv_records` and `sql` tables; `page` reads web pages, `mht` saved ones, `epub` (with `package`, `xml`) books. `html`,
//! `comments`, `entities`, `words`, `fields` and `dates` serve them all.

mod archive;
mod comments;
mod content;
mod csv_records;
mod dates;
mod detect;
mod encoding;
mod entities;
mod epub;
mod error;
mod extracted;
mod fields;
mod file;
mod formats;
mod front_matter;
mod html;
mod inline;
mod input;
mod json;
mod kind;
mod magic;
mod markdown;
mod mht;
mod own_record;
mod package;
mod page;
mod record;
mod records;
mod sql;
mod words;
mod xml;
mod zip_names;

pub use error::{ArchiveLimit, ExtractError};
pub use extracted::Extracted;
pub use file::{MAX_FILE_BYTES, extract};
pub use formats::{FORMATS, FileFormat, has_known_extension};
pub use kind::{Kind, kind_of};
