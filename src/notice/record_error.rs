//! Reasons why a JSON object is not a notice in the form of [`Record`](super::Record).

use std::error::Error;
use std::fmt;

use super::Code;
use super::whole::BrokenNotice;

/// The first fault that was found in a record. Strings in it come from the record and are safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordError {
    /// Another version of the form; which one.
    Schema(u32),
    /// A field is missing or has another type; the JSON reader's own words.
    Malformed(String),
    /// A name that the form does not have.
    UnknownName {
        /// The list of names that should hold it.
        list: NameList,
        /// The name.
        name: String,
    },
    /// A date that is none.
    Date(String),
    /// The details of a warning do not fit its rule.
    Details {
        /// The rule.
        code: Code,
        /// The fault, in the words of the JSON reader.
        reason: String,
    },
    /// A span, as start and end, that is not inside the text or not at the boundaries of characters.
    Span([u32; 2]),
    /// A node, by its `id`, that begins before the end of the one above it.
    NodeOrder(u32),
    /// A node, by its `id`, whose marker, heading and body overlap.
    NodeSpans(u32),
    /// The count of source lines, where the text has another number of paragraphs.
    LineCount(usize),
    /// Every part can be read, but they do not make a notice.
    Broken(BrokenNotice),
}

/// The lists of names in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameList {
    /// Kinds of nodes.
    NodeKind,
    /// Styles of markers.
    MarkerStyle,
    /// Roles of matter.
    Role,
    /// Formats of files.
    Format,
    /// Rules of warnings.
    Warning,
}

impl fmt::Display for NameList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NodeKind => "node kind",
            Self::MarkerStyle => "marker style",
            Self::Role => "role",
            Self::Format => "format",
            Self::Warning => "warning",
        })
    }
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schema(found) => write!(f, "schema {found}: made by another version of gangmu"),
            Self::Malformed(reason) => f.write_str(reason),
            Self::UnknownName { list, name } => write!(f, "unknown {list} {name:?}"),
            Self::Date(date) => write!(f, "{date:?} is no date"),
            Self::Details { code, reason } => write!(f, "details of {}: {reason}", code.name()),
            Self::Span([start, end]) => write!(f, "[{start}, {end}] is no range of the text"),
            Self::NodeOrder(id) => write!(f, "node {id} begins before the end of the one above it"),
            Self::NodeSpans(id) => write!(f, "the spans of node {id} overlap"),
            Self::LineCount(lines) => write!(f, "{lines} lines are named, the text has another number"),
            Self::Broken(fault) => fault.fmt(f),
        }
    }
}

impl Error for RecordError {}
