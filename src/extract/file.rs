//! One file: its bytes → text → what kind of text it is → what is in it.

use super::ExtractError;
use super::content::read_content;
use super::encoding::decode;
use super::extracted::{Extracted, finished, is_blank};
use super::records::{Structure, read_document, read_lines, structure_of};
use crate::notice::{Format, Manuscript, Source, Warning};

/// The largest file that is read, in bytes. Spans are `u32`, so it must stay below 4 GiB even when every byte of a
/// file becomes three bytes of UTF-8; a notice of more than a few megabytes is a mistake anyway.
pub const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// The extensions, in lower case, of the files that can be read, and what they are read as. The content has the last
/// word: JSON in a `.txt` is JSON, and `.json` with an object on each line is JSON Lines.
pub const EXTENSIONS: [(&str, Format); 8] = [
    ("txt", Format::Text),
    ("text", Format::Text),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("mkd", Format::Markdown),
    ("json", Format::Json),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
];

/// Reads the bytes of one file; never empty. A damaged record among good ones is a failure of its own.
///
/// `path` is looked at for its extension only, and is carried on. `encoding`: a name that overrides detection.
///
/// Of a file with several records, [`Source::part`] says which one it is: the line of the file for JSON Lines, else
/// the number in the list, from 1. The lines of a record are counted in its text, from 1.
pub fn extract(path: &str, bytes: &[u8], encoding: Option<&str>) -> Vec<Extracted> {
    let source = Source { path: path.to_owned(), ..Source::default() };
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let error = ExtractError::TooLarge { bytes: bytes.len() as u64, limit: MAX_FILE_BYTES };
        return vec![Extracted::Failed { source, error }];
    }
    match decode(bytes, encoding) {
        Ok(decoded) => {
            let source = Source { encoding: Some(decoded.encoding.to_owned()), ..source };
            extract_text(source, decoded.text, decoded.warnings)
        }
        Err(error) => vec![Extracted::Failed { source, error }],
    }
}

/// The format that the extension of a path promises.
pub fn format_of(path: &str) -> Option<Format> {
    let name = path.rsplit(['/', '\\']).next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    let extension = extension.to_lowercase();
    let format = EXTENSIONS.iter().find(|(known, _)| *known == extension).map(|(_, format)| *format);
    format.filter(|_| !stem.is_empty())
}

fn extract_text(mut source: Source, text: String, warnings: Vec<Warning>) -> Vec<Extracted> {
    let promised = format_of(&source.path);
    source.format = promised.unwrap_or_default();
    if is_blank(&text) {
        return vec![Extracted::Failed { source, error: ExtractError::Empty }];
    }
    let is_json = matches!(promised, Some(Format::Json | Format::JsonLines));
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
            let (manuscript, is_markdown) = read_content(text, promised == Some(Format::Markdown));
            source.format = if is_markdown { Format::Markdown } else { Format::Text };
            vec![finished(Manuscript { source, warnings, ..manuscript })]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_promises_a_format() {
        let cases = [
            ("a.txt", Some(Format::Text)),
            ("a/b.c/通知.MD", Some(Format::Markdown)),
            ("C:\\a\\b.Json", Some(Format::Json)),
            ("b.tar.jsonl", Some(Format::JsonLines)),
            ("a.docx", None),
            ("txt", None),
            (".txt", None),
            ("a.txt/b", None),
            ("-", None),
            ("", None),
        ];
        for (path, format) in cases {
            assert_eq!(format_of(path), format, "{path}");
        }
    }
}
