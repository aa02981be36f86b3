//! The bytes of one file → lines of text with hints. One file per format; encodings.
//!
//! The way of the bytes: `kind` (with `magic`, `zip_names`) finds out what they are, `formats` is the table of what reads
//! what, and `file` hands them over; `archive` (with `member`) unpacks, within the `budget`; `caught` makes failures of
//! panics, `cut` knows files without their end. `encoding` (with `detect`, `mixed`) makes text of them; `content` reads
//! plain text, `markdown` (with `front_matter`) Markdown, `records` (with `json`, `record`, `own_record`) JSON,
//! `csv_records` and `sql` tables; `page` reads web pages, `mht` saved ones, `epub` (with `package`, `xml`) books. `html`,
//! `comments`, `entities`, `words`, `fields` and `dates` serve them all.
//!
//! Word processors: `docx`, `odt`, `doc` and `rtf`; `package` and `xml` open what is packed, `flow`, `tables` and `sheet`
//! gather paragraphs and rows, `numbering` (with `list_format` and `symbols`) writes automatic numbers, `word_field` what
//! fields show. Pages: `pdf` and
//! `ofd` find characters and their places, `layout` makes paragraphs of them. `converter` runs other programs.

mod archive;
mod budget;
mod caught;
mod comments;
mod content;
mod converter;
mod csv_records;
mod cut;
mod dates;
mod detect;
mod doc;
mod docx;
mod encoding;
mod entities;
mod epub;
mod error;
mod extracted;
mod fields;
mod file;
mod flow;
mod formats;
mod front_matter;
mod html;
mod input;
mod json;
mod kind;
mod layout;
mod list_format;
mod magic;
mod markdown;
mod member;
mod mht;
mod mixed;
mod numbering;
mod odt;
mod ofd;
mod own_record;
mod package;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod record;
mod records;
mod rtf;
mod sheet;
mod sql;
mod symbols;
mod tables;
mod word_field;
mod words;
mod xml;
mod zip_names;

pub use caught::{catch, is_caught};
pub use converter::{CONVERTERS, Converter};
pub use error::{ArchiveLimit, ExtractError};
pub use extracted::Extracted;
pub use file::{MAX_FILE_BYTES, extract, extract_lines};
pub use formats::{FORMATS, FileFormat, has_known_extension, is_plain_text};
pub use kind::{Kind, kind_of};
pub use member::member_of;
