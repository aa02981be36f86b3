//! The bytes of one file → lines of text with hints. One folder per family of formats.
//!
//! To open a file, `kind` recognises its format from the bytes, `formats` lists the readers, and `file` calls one.
//! `budget` limits what may be unpacked, `caught` turns panics into failures, `truncated` recognises files without their end,
//! `member` reads one member of an archive.
//!
//! | folder | what it reads |
//! | --- | --- |
//! | `containers/` | archives (ZIP, tar, gzip), documents that are ZIP archives, XML |
//! | `encodings/` | bytes → text: UTF-8, UTF-16, GB18030, Big5, and files in several of them |
//! | `web/` | HTML, MHT, EPUB, Markdown, front matter |
//! | `office/` | DOCX, DOC, WPS, ODT, RTF, and other programs that convert |
//! | `pages/` | PDF and OFD: characters at positions → paragraphs |
//! | `records/` | JSON, JSON Lines, CSV, TSV, SQL dumps: one record is one notice |
//! | `numbering/` | automatic numbers of word processors and HTML lists, characters of symbol fonts |
//!
//! Nothing here starts another program unless [`Options::converters`] allows it, and by default it does not. Nothing reads
//! or writes a file, except in the temporary folder of such a program: [`extract`] gets bytes and returns values.
//!
//! `content` reads decoded text in none of these formats, i.e. plain text or Markdown; `manuscript_lines` collects the
//! lines that a reader of documents finds. What a marker, a date or a label
//! looks like is asked in [`terms`](crate::terms).

mod budget;
mod caught;
mod containers;
mod content;
mod encodings;
mod error;
mod extracted;
mod fault;
mod file;
mod formats;
mod input;
mod kind;
mod manuscript_lines;
mod member;
mod numbering;
mod office;
mod options;
mod pages;
#[cfg(feature = "converters")]
pub(crate) mod private;
mod records;
mod truncated;
mod web;

pub use crate::notice::{ArchiveLimit, Damage};
pub use caught::{catch, is_caught};
pub use error::{ExtractError, SpecialFile};
pub use extracted::Extracted;
pub use fault::{ConverterFault, JsonFault};
pub use file::{extract, extract_lines};
pub use formats::{FORMATS, FileFormat, has_known_extension, is_plain_text};
pub use kind::{FileKind, kind_of};
pub use member::member_of;
#[cfg(feature = "converters")]
pub use office::converter::{CONVERTERS, Converter};
pub use options::{Converters, Limits, MAX_FILE_BYTES, Options};
