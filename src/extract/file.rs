//! One file: what kind of file it is by its content → the reader of that kind → what is in it.

use super::ExtractError;
use super::archive::{Budget, unpack};
use super::content::read_content;
use super::csv_records::{delimiter_of, read_table};
use super::encoding::decode;
use super::extracted::{Extracted, finished, is_blank};
use super::formats::{FileFormat, Reader, format_of_kind, has_known_extension, promised};
use super::input::Input;
use super::kind::{Kind, kind_of};
use super::records::{Structure, read_document, read_lines, structure_of, with_warnings};
use super::sql::{is_dump, read_dump};
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
    let mut found = Vec::new();
    read(Input { source, bytes, encoding }, &mut Budget::new(), &mut found);
    found
}

/// Adds what a file holds; at least one item.
fn read(input: Input<'_>, budget: &mut Budget, found: &mut Vec<Extracted>) {
    let kind = match kind_of(input.bytes) {
        // A piece of a page looks like any text with a few tags in it.
        Kind::Text if promised(&input.source.path).is_some_and(|promised| promised.kind == Kind::Html) => Kind::Html,
        kind => kind,
    };
    let known = format_of_kind(kind);
    match known.map_or(Reader::Missing, FileFormat::reader) {
        Reader::Text => found.extend(read_text(input)),
        Reader::Document(read) => found.extend(read(input)),
        Reader::Notice(read) => {
            let format = known.and_then(|known| known.format).unwrap_or_default();
            let source = Source { format, ..input.source };
            found.push(match read(source.clone(), input.bytes) {
                Ok(manuscript) => finished(manuscript),
                Err(error) => Extracted::Failed { source, error },
            });
        }
        Reader::Archive => read_archive(kind, &input, budget, found),
        Reader::Missing => {
            let what = known.map(|known| known.name).or(if let Kind::Other(what) = kind { Some(what) } else { None });
            found.push(Extracted::Failed { source: input.source, error: ExtractError::Binary(what) });
        }
    }
}

/// Adds what the members of an archive hold, each with the path `archive.zip!path/inside`.
fn read_archive(kind: Kind, input: &Input<'_>, budget: &mut Budget, found: &mut Vec<Extracted>) {
    let path = &input.source.path;
    let before = found.len();
    let mut visit = |budget: &mut Budget, name: &str, content: Result<Vec<u8>, ExtractError>| {
        let name = if name.is_empty() { unpacked_name(path) } else { name };
        let source = Source { path: format!("{path}!{name}"), ..Source::default() };
        match content {
            Ok(bytes) => read(Input { source, bytes: &bytes, encoding: input.encoding }, budget, found),
            Err(error) => found.push(Extracted::Failed { source, error }),
        }
    };
    let unpacked = budget.deeper(|budget| unpack(kind, input.bytes, budget, &has_known_extension, &mut visit));
    let is_barren = found.len() == before;
    match unpacked.and_then(|unpacked| unpacked) {
        Ok(()) if !is_barren => {}
        result => {
            let error = result.err().unwrap_or(ExtractError::NoNotices);
            found.push(Extracted::Failed { source: input.source.clone(), error });
        }
    }
}

/// The name of what is in a compressed file: `a/b.txt.gz` → `b.txt`.
fn unpacked_name(path: &str) -> &str {
    let name = path.rsplit(['/', '\\', '!']).next().unwrap_or_default();
    let bare = name.len().checked_sub(".gz".len()).filter(|at| name.is_char_boundary(*at));
    bare.filter(|at| name[*at..].eq_ignore_ascii_case(".gz")).map_or(name, |at| &name[..at])
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
        Structure::None if is_dump(&text, promised == Some(Format::Sql)) => {
            source.format = Format::Sql;
            with_warnings(read_dump(&source, &text), &warnings)
        }
        Structure::None => {
            if let Some(delimiter) = delimiter_of(&text, promised == Some(Format::Csv)) {
                source.format = Format::Csv;
                return with_warnings(read_table(&source, &text, delimiter), &warnings);
            }
            let (manuscript, is_markdown) = read_content(text, is_markdown);
            source.format = if is_markdown { Format::Markdown } else { Format::Text };
            vec![finished(Manuscript { source, warnings, ..manuscript })]
        }
    }
}
