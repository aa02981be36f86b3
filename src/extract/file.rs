//! Reads one file: recognises its kind by content and calls the reader of that kind.

use std::time::Instant;

use tracing::{Level, debug, debug_span, enabled, info, warn};

use super::ExtractError;
use super::budget::{Budget, MAX_DEPTH};
use super::caught::catch;
use super::content::read_content;
use super::extracted::{Extracted, finished, is_blank};
use super::formats::{FileFormat, Reader, format_of_kind, has_known_extension, is_plain_text, promised};
use super::input::Input;
use super::options::Options;
use super::truncated::as_truncated;
use crate::extract::containers::archive::{MemberId, unpack};
use crate::extract::encodings::decode::{Decoded, decode};
use crate::extract::kind::{FileKind, kind_of};
use crate::extract::records::csv_records::{delimiter_of, read_table};
use crate::extract::records::sql::{is_dump, read_dump};
use crate::extract::records::{Structure, read_document, read_lines, structure_of, with_warnings};
use crate::notice::{ArchiveLimit, Format, Manuscript, Source, Warning};

/// Reads the bytes of one file; never empty. A damaged record among good ones is a failure of its own.
///
/// The content decides how it is read. The extension in `path` matters only where the content leaves a choice (JSON in
/// a `.txt` is JSON, but text in a `.md` is Markdown). `options`: which encoding to assume, how much to read, and
/// whether other programs may be started.
///
/// For a file with several records, [`Source::part`] identifies the record: its line in JSON Lines, otherwise its
/// number, from 1. Lines are counted within the text of a record, from 1.
///
/// ```
/// use gangmu::extract::{Extracted, Options, extract};
///
/// let found = extract("a.md", "# 青岚县通知\n\n一、时间\n".as_bytes(), &Options::default());
/// let [Extracted::Manuscript(manuscript)] = &found[..] else { panic!("one text") };
/// assert!(manuscript.text.contains("一、时间"));
/// ```
pub fn extract(path: &str, bytes: &[u8], options: &Options) -> Vec<Extracted> {
    logged(path, bytes.len(), || extract_unlogged(path, bytes, options))
}

fn extract_unlogged(path: &str, bytes: &[u8], options: &Options) -> Vec<Extracted> {
    let source = Source { path: path.to_owned(), ..Source::default() };
    let (size, limit) = (bytes.len() as u64, options.limits.largest_file_bytes());
    if size > limit {
        return vec![Extracted::Failed { source, error: ExtractError::TooLarge { bytes: size, limit } }];
    }
    let budget = Budget::new(bytes.len(), &options.limits);
    let mut reader = FileReader { options, budget: &budget, reader_of: FileFormat::reader, found: Vec::new() };
    reader.read(source, bytes, 0);
    reader.found
}

/// Reads the bytes of one file like [`extract`], but if neither name nor content says otherwise, keeps the text as
/// plain lines, without looking for Markdown or records.
pub fn extract_lines(path: &str, bytes: &[u8], options: &Options) -> Vec<Extracted> {
    let is_too_large = bytes.len() as u64 > options.limits.largest_file_bytes();
    if !is_plain_text(path) || kind_of(bytes) != FileKind::Text || is_too_large {
        return extract(path, bytes, options);
    }
    let source = Source { path: path.to_owned(), ..Source::default() };
    let read = || match decode(bytes, options.encoding.as_deref()) {
        Ok(decoded) => {
            let source = Source { encoding: Some(decoded.encoding.to_owned()), ..source.clone() };
            let Decoded { text, warnings, .. } = decoded;
            finished(Manuscript { source, text, first_line: 1, warnings, ..Manuscript::default() })
        }
        Err(error) => Extracted::Failed { source: source.clone(), error },
    };
    logged(path, bytes.len(), || {
        vec![catch(read).unwrap_or_else(|error| Extracted::Failed { source: source.clone(), error })]
    })
}

/// Reads a file, and logs what was found in it and how long that took.
fn logged(path: &str, bytes: usize, read: impl FnOnce() -> Vec<Extracted>) -> Vec<Extracted> {
    if !enabled!(Level::ERROR) {
        return read();
    }
    let _span = debug_span!("extract", file = path).entered();
    let start = Instant::now();
    let found = read();
    let took = start.elapsed();
    let failed = found.iter().filter(|item| matches!(item, Extracted::Failed { .. })).count();
    let source = found.iter().find_map(source_of);
    let (format, encoding) =
        (source.map(|source| source.format.name()), source.and_then(|source| source.encoding.as_deref()));
    info!(file = path, bytes, format, encoding, found = found.len() - failed, failed, ?took, "read");
    found.iter().for_each(log_item);
    found
}

/// Where something that was read is from.
fn source_of(item: &Extracted) -> Option<&Source> {
    match item {
        Extracted::Manuscript(manuscript) => Some(&manuscript.source),
        Extracted::Notice(notice) => Some(&notice.source),
        Extracted::Failed { .. } => None,
    }
}

fn log_item(item: &Extracted) {
    match item {
        Extracted::Manuscript(Manuscript { source, text, hints, warnings, .. }) => {
            let (name, format, encoding) = (source.place(), source.format.name(), source.encoding.as_deref());
            let (bytes, hints, warnings) = (text.len(), hints.len(), warnings.len());
            debug!(notice = ?name, format, encoding, bytes, hints, warnings, "manuscript");
        }
        Extracted::Notice(notice) => debug!(notice = ?notice.source.place(), "notice in the JSON form of gangmu"),
        Extracted::Failed { source, error } => warn!(notice = ?source.place(), %error, "not read"),
    }
}

/// State of reading one file and the files inside of it.
struct FileReader<'a> {
    options: &'a Options,
    budget: &'a Budget,
    /// The reader of each format; a test replaces it.
    reader_of: fn(&FileFormat) -> Reader,
    found: Vec<Extracted>,
}

impl FileReader<'_> {
    /// Adds the items of a file, at least one. `depth`: the number of archives around it.
    fn read(&mut self, source: Source, bytes: &[u8], depth: usize) {
        let kind = match kind_of(bytes) {
            // An HTML fragment looks like plain text with a few tags, so here the name decides.
            FileKind::Text if promised(&source.path).is_some_and(|promised| promised.kind == FileKind::Html) => {
                FileKind::Html
            }
            kind => kind,
        };
        let known = format_of_kind(kind);
        let format = known.map(|known| known.name);
        debug!(file = ?source.path, ?kind, format, bytes = bytes.len(), depth, "recognised");
        let input = Input { source, bytes, options: self.options, budget: self.budget };
        match known.map_or(Reader::Missing, self.reader_of) {
            Reader::Text => self.add(kind, input, read_text),
            Reader::Document(read) => self.add(kind, input, read),
            Reader::Notice(read) => {
                let format = known.and_then(|known| known.format).unwrap_or_default();
                let source = Source { format, ..input.source };
                self.add(kind, Input { source, ..input }, |input| {
                    let source = input.source.clone();
                    vec![read(input).map_or_else(|error| Extracted::Failed { source, error }, finished)]
                });
            }
            Reader::Archive => self.read_archive(kind, input.source, bytes, depth),
            Reader::Missing => {
                let what =
                    known.map(|known| known.name).or(if let FileKind::Other(what) = kind { Some(what) } else { None });
                self.found.push(Extracted::Failed { source: input.source, error: ExtractError::Binary(what) });
            }
        }
    }

    /// Adds the items that a reader finds. A panic fails only this file.
    fn add(&mut self, kind: FileKind, input: Input<'_>, read: impl FnOnce(Input<'_>) -> Vec<Extracted>) {
        let (source, bytes) = (input.source.clone(), input.bytes);
        match catch(|| read(input)) {
            Ok(found) => self.found.extend(found.into_iter().map(|item| as_truncated(item, kind, bytes))),
            Err(error) => self.found.push(Extracted::Failed { source, error }),
        }
    }

    /// Adds the items of an archive's members, each with the path `archive.zip!path/inside`.
    fn read_archive(&mut self, kind: FileKind, source: Source, bytes: &[u8], depth: usize) {
        if depth == MAX_DEPTH {
            let error = ExtractError::ArchiveLimit(ArchiveLimit::Depth(MAX_DEPTH));
            self.found.push(Extracted::Failed { source, error });
            return;
        }
        let path = &source.path;
        let before = self.found.len();
        let budget = self.budget;
        let mut visit = |member: MemberId<'_>, content: Result<Vec<u8>, ExtractError>| {
            let members = source.members.iter().copied().chain([member.index]).collect();
            let source = Source { path: member_path(path, member), members, ..Source::default() };
            match content {
                Ok(bytes) => self.read(source, &bytes, depth + 1),
                Err(error) => self.found.push(Extracted::Failed { source, error }),
            }
        };
        let unpacked = catch(|| unpack(kind, bytes, budget, &|member| has_known_extension(member.name), &mut visit));
        // An archive without any item is reported once, as a whole.
        let is_barren = self.found.len() == before;
        match unpacked.and_then(|unpacked| unpacked) {
            Ok(()) if !is_barren => {}
            result => {
                let error = result.err().unwrap_or(ExtractError::NoNotices);
                self.found.push(Extracted::Failed { source, error });
            }
        }
    }
}

/// The path of a member, to be shown: `archive.zip!path/inside`.
pub(super) fn member_path(archive: &str, member: MemberId<'_>) -> String {
    let name = if member.name.is_empty() { unpacked_name(archive) } else { member.name };
    format!("{archive}!{name}")
}

/// The name of a compressed file's content: `a/b.txt.gz` → `b.txt`.
fn unpacked_name(path: &str) -> &str {
    let name = path.rsplit(['/', '\\', '!']).next().unwrap_or_default();
    let bare = name.len().checked_sub(".gz".len()).filter(|at| name.is_char_boundary(*at));
    bare.filter(|at| name[*at..].eq_ignore_ascii_case(".gz")).map_or(name, |at| &name[..at])
}

fn read_text(input: Input<'_>) -> Vec<Extracted> {
    match decode(input.bytes, input.options.encoding.as_deref()) {
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
    // Most specific first: JSON, then a dump, then a table, then running text.
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

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// Stands in for a bug of gangmu or of a library.
    fn reader_with_a_fault(format: &FileFormat) -> Reader {
        let is_faulty = format.kind == FileKind::Rtf;
        if is_faulty { Reader::Notice(|_| panic!("index out of bounds")) } else { format.reader() }
    }

    #[test]
    fn a_panic_fails_the_member_and_not_the_archive() {
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in [("1.txt", "一、时间"), ("2.rtf", "{\\rtf1 a}"), ("3.txt", "二、地点")] {
            zip.start_file(name, SimpleFileOptions::default()).expect("memory");
            zip.write_all(text.as_bytes()).expect("memory");
        }
        let bytes = zip.finish().expect("memory").into_inner();
        let options = Options::default();
        let budget = Budget::of_file(bytes.len());
        let mut reader =
            FileReader { options: &options, budget: &budget, reader_of: reader_with_a_fault, found: Vec::new() };
        reader.read(Source { path: "a.zip".to_owned(), ..Source::default() }, &bytes, 0);
        let shown = reader.found.iter().map(|item| match item {
            Extracted::Manuscript(manuscript) => format!("{} {}", manuscript.source.path, manuscript.text),
            Extracted::Failed { source, error } => format!("{} {error}", source.path),
            Extracted::Notice(_) => "a notice".to_owned(),
        });
        let expected = [
            "a.zip!1.txt 一、时间",
            "a.zip!2.rtf reading it failed inside gangmu: index out of bounds (please report it)",
            "a.zip!3.txt 二、地点",
        ];
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }
}
