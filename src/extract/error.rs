//! Reasons why a file could not be read as a notice, shown beside the notices that loaded.

use std::fmt;
use std::io;

use super::fault::{ConverterFault, JsonFault};
use crate::notice::{ArchiveLimit, Damage, FontNames, RecordError};
use crate::text::safe::visible;

/// Why nothing could be read from a file, folder or record. The caller that knows the path adds it once.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExtractError {
    /// No such file or folder.
    NotFound,
    /// The system refused.
    Unreadable(io::ErrorKind),
    /// Not a regular file: reading may never end, and opening may have effects.
    Special(SpecialFile),
    /// The file has no bytes, or only white space.
    Empty,
    /// The bytes are not text; the kind of file, if recognised (`PDF document`, `ZIP archive`).
    Binary(Option<&'static str>),
    /// A folder or archive that contains no file that gangmu reads, at any depth.
    NoNotices,
    /// Malformed JSON.
    BadJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// The fault at that position.
        fault: JsonFault,
    },
    /// A JSON object without a known text field; the names of its fields.
    NoTextField(Vec<String>),
    /// A record written by gangmu that is damaged, with the reason.
    BadRecord(RecordError),
    /// A document or archive with inconsistent structure.
    Damaged(Damage),
    /// Larger than the limit, both in bytes.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// It opens only with a password.
    NeedsPassword,
    /// Scanned pages without a text layer.
    NoTextLayer {
        /// Number of pages.
        pages: usize,
    },
    /// Text that cannot be decoded, because its fonts do not say what they draw.
    UnknownCharacters {
        /// Names of the fonts.
        fonts: FontNames,
    },
    /// Another program that reads this format failed.
    Converter {
        /// Its name.
        program: &'static str,
        /// The fault.
        fault: ConverterFault,
    },
    /// A format that only another program reads, and the caller allows none to be started; what the file is.
    ConverterNotAllowed(&'static str),
    /// A format that only another program reads, and none is installed; the kind of file.
    NeedsConverter(&'static str),
    /// A JSON document with more values than are parsed at once.
    TooManyValues(usize),
    /// A table, dump or list with more records than are read from one file; the earlier ones were read.
    TooManyRecords(usize),
    /// An archive that exceeds a limit.
    ArchiveLimit(ArchiveLimit),
    /// `--encoding` names an unknown encoding.
    UnknownEncoding(String),
    /// An internal error, with the panic's message.
    Internal(String),
}

/// An entry of a folder that is not a regular file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpecialFile {
    /// A named pipe; reading from it may wait forever.
    Pipe,
    /// A socket.
    Socket,
    /// A device, such as a terminal.
    Device,
}

/// Longest reason, in characters, so that it fits on a line; it may quote the file.
const MAX_REASON_CHARS: usize = 200;

/// Text of a file or another program, made safe for a message: one line of limited length.
pub(super) fn quoted(found: &str) -> String {
    visible(found).chars().take(MAX_REASON_CHARS).collect()
}

impl From<RecordError> for ExtractError {
    fn from(error: RecordError) -> Self {
        Self::BadRecord(error)
    }
}

impl fmt::Display for ExtractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("no such file or folder (check the spelling)"),
            Self::Unreadable(kind) => write!(f, "cannot be read: {kind}"),
            Self::Special(SpecialFile::Pipe) => {
                f.write_str("is a named pipe, not a file (pipe it in: `cat PIPE | gangmu -`)")
            }
            Self::Special(SpecialFile::Socket) => f.write_str("is a socket, not a file (name a file)"),
            Self::Special(SpecialFile::Device) => f.write_str("is a device, not a file (name a file)"),
            Self::Empty => f.write_str("is empty (nothing to show)"),
            Self::Binary(Some(what)) => write!(f, "is not text but a {what} (save it as text first)"),
            Self::Binary(None) => f.write_str("is not text (if it is, name its encoding with --encoding)"),
            Self::NoNotices => f.write_str("no notices in it (`gangmu formats` lists what is read)"),
            Self::BadJson { line, column, fault } => write!(f, "line {line}, column {column}: not JSON: {fault:?}"),
            Self::NoTextField(fields) => {
                write!(f, "no field with text among {fields:?} (expected content, text, body or 正文)")
            }
            Self::BadRecord(reason) => write!(f, "damaged gangmu JSON: {reason}"),
            Self::Damaged(damage) => write!(f, "is damaged: {damage:?}"),
            Self::TooLarge { bytes, limit } => {
                write!(f, "{bytes} bytes are more than the {limit} gangmu reads at once (split the file)")
            }
            Self::Converter { program, fault } => write!(f, "{program} could not convert it: {fault:?}"),
            Self::ConverterNotAllowed(what) => {
                write!(f, "is a {what}, which only another program can read (allow it to be started)")
            }
            Self::NeedsConverter(what) => {
                write!(f, "is a {what}: install LibreOffice (package libreoffice-writer) or antiword to read it")
            }
            Self::NeedsPassword => f.write_str("is protected with a password (save it without one)"),
            Self::NoTextLayer { pages: 1 } => f.write_str("no text layer, 1 page of images (recognise its text first)"),
            Self::NoTextLayer { pages } => {
                write!(f, "no text layer, {pages} pages of images (recognise their text first)")
            }
            Self::UnknownCharacters { fonts } => {
                write!(
                    f,
                    "its characters cannot be known: a font does not say what it draws: {fonts:?} (recognise its text)"
                )
            }
            Self::TooManyValues(limit) => {
                write!(f, "more than {limit} values in one JSON document (split it, or write a record on each line)")
            }
            Self::TooManyRecords(limit) => {
                write!(f, "more than {limit} records; the others were not read (split the file)")
            }
            Self::ArchiveLimit(ArchiveLimit::Bytes(limit)) => {
                write!(f, "unpacks to more than {limit} bytes (unpack it and read the folder)")
            }
            Self::ArchiveLimit(ArchiveLimit::Member(limit)) => {
                write!(
                    f,
                    "a part of it unpacks to more than {limit} bytes (too much for a notice: split it, if it is one)"
                )
            }
            Self::ArchiveLimit(ArchiveLimit::Members(limit)) => {
                write!(f, "holds more than {limit} files (unpack it and read the folder)")
            }
            Self::ArchiveLimit(ArchiveLimit::Depth(limit)) => {
                write!(f, "archives are nested more than {limit} deep (unpack the outer ones)")
            }
            Self::UnknownEncoding(name) => {
                write!(f, "unknown encoding {name:?} (try utf-8, gb18030, big5, utf-16le)")
            }
            Self::Internal(reason) => write!(f, "reading it failed inside gangmu: {reason} (please report it)"),
        }
    }
}

impl std::error::Error for ExtractError {}
