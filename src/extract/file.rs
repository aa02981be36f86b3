//! One file: what kind of file it is by its content → the reader of that kind → what is in it.

use super::ExtractError;
use super::content::read_content;
use super::encoding::decode;
use super::extracted::{Extracted, finished, is_blank};
use super::formats::{Input, Reader, format_of_kind, promised};
use super::kind::{Kind, kind_of};
use super::records::{Structure, read_document, read_lines, structure_of};
use crate::notice::{Format, Manuscript, Source, Warning};

/// The largest file that is read, in bytes. Spans are `u32`, so it must stay below 4 GiB even when every byte of a
/// file becomes three bytes of UTF-8; a notice of more than a few megabytes is a mistake anyway.
pub const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// Reads the bytes of one file; never empty. A damaged record among good ones is a failure of its own.
///
/// What the bytes are decides how they are read; of `path` only the extension is looked at, where content leaves a
/// choice (JSON in a `.txt` is JSON, and text in a `.md` is Markdown), and it is carried on. `encoding`: a name that
/// overrides detection.
///
/// Of a file with several records, [`Source::part`] says which one it is: the line of the file for JSON Lines, else
/// the number in the list, from 1. The lines of a record are counted in its text, from 1.
pub fn extract(path: &str, bytes: &[u8], encoding: Option<&str>) -> Vec<Extracted> {
    let source = Source { path: path.to_owned(), ..Source::default() };
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let error = ExtractError::TooLarge { bytes: bytes.len() as u64, limit: MAX_FILE_BYTES };
        return vec![Extracted::Failed { source, error }];
    }
    let kind = kind_of(bytes);
    let known = format_of_kind(kind);
    let input = Input { source, bytes, encoding };
    match known.map_or(Reader::Missing, |known| known.reader()) {
        Reader::Text => read_text(input),
        Reader::Document(read) => read(input),
        Reader::Notice(read) => {
            let format = known.and_then(|known| known.format).unwrap_or_default();
            let source = Source { format, ..input.source };
            vec![match read(source.clone(), input.bytes) {
                Ok(manuscript) => finished(manuscript),
                Err(error) => Extracted::Failed { source, error },
            }]
        }
        Reader::Missing => {
            let what = known.map(|known| known.name).or(if let Kind::Other(what) = kind { Some(what) } else { None });
            vec![Extracted::Failed { source: input.source, error: ExtractError::Binary(what) }]
        }
    }
}

fn read_text(input: Input<'_>) -> Vec<Extracted> {
    match decode(input.bytes, input.encoding) {
        Ok(decoded) => {
            let source = Source { encoding: Some(decoded.encoding.to_owned()), ..input.source };
            extract_text(source, decoded.text, decoded.warnings)
        }
        Err(error) => vec![Extracted::Failed { source: input.source, error }],
    }
}

fn extract_text(mut source: Source, text: String, warnings: Vec<Warning>) -> Vec<Extracted> {
    let promised = promised(&source.path).and_then(|promised| promised.format);
    let is_json = matches!(promised, Some(Format::Json | Format::JsonLines));
    let is_markdown = promised == Some(Format::Markdown);
    source.format = promised.filter(|_| is_json || is_markdown).unwrap_or_default();
    if is_blank(&text) {
        return vec![Extracted::Failed { source, error: ExtractError::Empty }];
    }
    match structure_of(&text, is_json) {
        Structure::Document(document) => {
            source.format = Format::Json;
            read_document(&source, &document, &warnings)
        }
        Structure::Lines => {
            source.format = Format::JsonLines;
            read_lines(&source, &text, &warnings)
        }
        Structure::None => {
            let (manuscript, is_markdown) = read_content(text, is_markdown);
            source.format = if is_markdown { Format::Markdown } else { Format::Text };
            vec![finished(Manuscript { source, warnings, ..manuscript })]
        }
    }
}
