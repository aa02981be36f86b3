//! The bytes of one file → lines of text with hints. One file per format; encodings.

mod comments;
mod dates;
mod detect;
mod encoding;
mod entities;
mod error;
mod fields;
mod html;
mod lines;
mod magic;

use crate::notice::{Format, Manuscript, Notice, Source};

pub use error::ExtractError;

/// The largest file that is read, in bytes. Spans are `u32`, so it must stay below 4 GiB even when every byte of a
/// file becomes three bytes of UTF-8; a notice of more than a few megabytes is a mistake anyway.
pub const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// One thing that was found in a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Extracted {
    /// Lines that are still to be parsed.
    Manuscript(Manuscript),
    /// A notice that gangmu itself wrote as JSON, as it was.
    Notice(Notice),
    /// The file, or one record of it, could not be read.
    Failed {
        /// The file, and the record where only that one is damaged.
        source: Source,
        /// Why.
        error: ExtractError,
    },
}

/// Reads the bytes of one file; never empty. A damaged record among good ones is a failure of its own.
///
/// `path` is only looked at for its extension, and is carried on. `encoding` is a name that overrides detection.
pub fn extract(path: &str, bytes: &[u8], encoding: Option<&str>) -> Vec<Extracted> {
    let source = Source { path: path.to_owned(), ..Source::default() };
    match read_text(source.clone(), bytes, encoding) {
        Ok(manuscript) => vec![Extracted::Manuscript(manuscript)],
        Err(error) => vec![Extracted::Failed { source, error }],
    }
}

fn read_text(mut source: Source, bytes: &[u8], label: Option<&str>) -> Result<Manuscript, ExtractError> {
    let decoded = encoding::decode(bytes, label)?;
    source.format = Format::Text;
    source.encoding = Some(decoded.encoding.to_owned());
    let text = lines::with_plain_line_ends(decoded.text);
    if text.trim().is_empty() {
        return Err(ExtractError::Empty);
    }
    Ok(Manuscript { source, text, first_line: 1, warnings: decoded.warnings, ..Manuscript::default() })
}
