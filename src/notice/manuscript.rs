//! The interface between `extract` and `parse`: the lines of one notice, with hints from its file format.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::{Elements, Warning};
use crate::text::safe::visible;

/// The origin of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// Path as the user gave it or as the walk found it, made safe for a terminal, and `archive.zip!path/inside` for a
    /// member of an archive; `-` for standard input, `sample:…` for the built-in sample. It is shown, and never opened:
    /// that is what [`Source::file`] is for.
    pub path: String,
    /// The format the bytes were read as.
    pub format: Format,
    /// Name of the character encoding (`UTF-8`, `GB18030`), where the format has one.
    pub encoding: Option<String>,
    /// The part of a file that holds several notices: `3` for the third object.
    pub part: Option<String>,
    /// The file that was read, by the name that the system has for it, whatever its bytes; of a member of an archive, the
    /// archive. `None` for what came from no file.
    pub file: Option<Arc<Path>>,
    /// The member of the archive: its index in each enclosing archive, from 0, outermost first.
    pub members: Vec<u32>,
    /// The original source, as stated by a record in our own JSON. Untrusted: it is never used as the path of a file.
    pub made_from: Option<Box<Self>>,
}

impl Source {
    /// The last component of the path.
    pub fn file_name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path)
    }

    /// The path, and which notice of the file: `dump.json#3`.
    pub fn place(&self) -> Cow<'_, str> {
        match &self.part {
            Some(part) => Cow::Owned(format!("{}#{part}", self.path)),
            None => Cow::Borrowed(&self.path),
        }
    }

    /// As [`Source::place`], but with the name of the file as the system has it: what another program can open, if it is no
    /// member of an archive and no record.
    pub fn place_for_programs(&self) -> OsString {
        let place = self.place();
        let named = self.file.as_deref().and_then(|file| {
            let inside = place.strip_prefix(visible(&file.to_string_lossy()).as_ref())?;
            let mut named = file.as_os_str().to_owned();
            named.push(inside);
            Some(named)
        });
        named.unwrap_or_else(|| place.into_owned().into())
    }
}

/// File formats that gangmu reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Format {
    /// Plain text.
    #[default]
    Text,
    /// Markdown, front matter understood.
    Markdown,
    /// One JSON document: a scraper's object or array of them, or gangmu's own.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// A table of records: CSV or TSV.
    Csv,
    /// The rows that a dump of a database inserts.
    Sql,
    /// A web page.
    Html,
    /// A web page saved together with its pictures and styles.
    Mht,
    /// An e-book.
    Epub,
    /// A Word document.
    Docx,
    /// A text document of `LibreOffice`.
    Odt,
    /// A fixed-layout document after GB/T 33190.
    Ofd,
    /// A rich-text document.
    Rtf,
    /// A document of Word 97 to 2003, or of WPS.
    Doc,
    /// A PDF document.
    Pdf,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 15] = [
        Self::Text,
        Self::Markdown,
        Self::Json,
        Self::JsonLines,
        Self::Csv,
        Self::Sql,
        Self::Html,
        Self::Mht,
        Self::Epub,
        Self::Docx,
        Self::Odt,
        Self::Ofd,
        Self::Rtf,
        Self::Doc,
        Self::Pdf,
    ];

    /// The name in JSON output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "markdown",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
            Self::Sql => "sql",
            Self::Html => "html",
            Self::Mht => "mht",
            Self::Epub => "epub",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Ofd => "ofd",
            Self::Rtf => "rtf",
            Self::Doc => "doc",
            Self::Pdf => "pdf",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The lines of one notice before parsing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Manuscript {
    /// Its origin.
    pub source: Source,
    /// The text. Its line ends may be of any convention, but `\n` where there are hints. Line `n` of it is line
    /// `n + first_line - 1` of the source.
    pub text: String,
    /// Line of the source where `text` begins, counted from 1.
    pub first_line: u32,
    /// Hints about single lines, in order of line (0-based index into the lines of `text`).
    pub hints: Vec<(u32, Hint)>,
    /// Metadata that the format states outside the text: fields of a scraper, front matter. It takes precedence over the
    /// text, except that a letterhead in the text decides title and issuer.
    pub given: Elements,
    /// Problems met while reading; they become warnings of the notice.
    pub warnings: Vec<Warning>,
}

/// A property of a line that its file format records and plain text cannot show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// A heading of that level, from 1 (`# …`).
    Heading(u8),
    /// A row of a table.
    TableRow,
}
