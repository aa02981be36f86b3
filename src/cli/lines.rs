//! `gangmu find --scope line`: lines of files that match a query, ranked like titles.

use std::cmp::Reverse;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;
use tracing::info;

use super::args::ListFormat;
use super::extract::failure_of;
use super::output::Output;
use crate::extract::{ExtractError, Extracted, MAX_FILE_BYTES, Options, extract_lines, is_plain_text};
use crate::library::{Failure, Finding, Input, discover, extract_each, read_file, read_stdin, source_of};
use crate::notice::Source;
use crate::search::Query;
use crate::search::lines::{LineHit, LineMatches, Source as Lines, Trouble, search};
use crate::text::line_ends::with_plain_line_ends;

/// One line in JSON.
#[derive(Debug, Serialize)]
struct LineRecord<'a> {
    path: &'a str,
    part: Option<&'a str>,
    line: u32,
    score: i64,
    text: &'a str,
}

/// The searched texts, and the files that could not be read.
pub(super) struct Answer {
    /// Texts that were searched undecoded, by the number of the input.
    files: Vec<Source>,
    in_files: LineMatches,
    /// The texts that had to be decoded first.
    texts: Vec<Text>,
    in_texts: LineMatches,
    limit: usize,
    /// Files that could not be read, in order.
    pub failures: Vec<Failure>,
    /// Whether anything could be read.
    pub has_text: bool,
}

/// A text extracted from a file.
struct Text {
    /// Number of its input.
    input: usize,
    source: Source,
    first_line: u32,
    lines: String,
}

/// Something to search: a path and how large it is, or what was read already.
enum Content {
    File(PathBuf, u64),
    Bytes(Vec<u8>),
    /// A file whose lines are not its text: a document, a table, records.
    Document(PathBuf),
}

/// A line, and where it is from.
struct LineLocation<'a> {
    input: usize,
    source: &'a Source,
    first_line: u32,
    hit: LineHit<'a>,
}

/// Searches the lines of all inputs.
pub(super) fn find(inputs: &[Input], query: &Query, limit: Option<u32>, options: &Options) -> Answer {
    let start = Instant::now();
    let limit = limit.map_or(usize::MAX, |limit| limit as usize);
    let (mut files, mut contents, mut failures) = (Vec::new(), Vec::new(), Vec::new());
    discover(
        inputs,
        || false,
        |finding| {
            let (source, content) = match finding {
                Finding::File(path, bytes) => (source_of(&path), open(path, bytes)),
                Finding::Stdin => (source_of(Path::new("-")), read_stdin(MAX_FILE_BYTES).map(Content::Bytes)),
                Finding::Sample(_) => unreachable!("the sample is no argument"),
                Finding::Failed(failure) => {
                    failures.push(failure);
                    return true;
                }
            };
            match content {
                Ok(content) => {
                    files.push(source);
                    contents.push(content);
                }
                Err(error) => failures.push(Failure { source, error }),
            }
            true
        },
    );
    let sources: Vec<Lines<'_>> = contents.iter().map(Content::lines).collect();
    let mut in_files = LineMatches::default();
    if options.encoding.is_none() {
        in_files = search(&sources, query, limit);
        let is_document = |content: &Content| matches!(content, Content::Document(_));
        let documents = (0..contents.len()).filter(|file| is_document(&contents[*file]));
        in_files.troubles.extend(documents.map(|file| (file, Trouble::NotPlain)));
        in_files.troubles.sort_by_key(|(file, _)| *file);
    } else {
        // Whatever is said to be in some encoding is decoded.
        in_files.troubles.extend((0..sources.len()).map(|file| (file, Trouble::NotPlain)));
    }
    let has_plain_text = in_files.troubles.len() < files.len();
    let mut texts = Vec::new();
    let troubles = std::mem::take(&mut in_files.troubles);
    let extracted = extract_each(&troubles, |(input, trouble)| match trouble {
        Trouble::NotPlain => contents[*input].extract(&files[*input], options),
        Trouble::Unreadable(error) => {
            vec![Extracted::Failed { source: files[*input].clone(), error: error.clone() }]
        }
    });
    for ((input, _), items) in troubles.iter().zip(extracted) {
        for item in items {
            failures.extend(failure_of(&item));
            texts.extend(Text::new(*input, item));
        }
    }
    let (plain, decoded) = (files.len() - troubles.len(), texts.len());
    info!(files = files.len(), plain, decoded, failed = failures.len(), took = ?start.elapsed(), "lines searched");
    let has_text = has_plain_text || !texts.is_empty();
    let sources: Vec<Lines<'_>> = texts.iter().map(|text| Lines::Text(&text.lines)).collect();
    let in_texts = search(&sources, query, limit);
    Answer { files, in_files, texts, in_texts, limit, failures, has_text }
}

/// The form in which a file is searched. A file without a size may be a pipe made by the shell.
fn open(path: PathBuf, bytes: u64) -> Result<Content, ExtractError> {
    match bytes {
        0 => read_file(&path, MAX_FILE_BYTES).map(Content::Bytes),
        _ if is_plain_text(&path.to_string_lossy()) => Ok(Content::File(path, bytes)),
        _ => Ok(Content::Document(path)),
    }
}

impl Content {
    fn lines(&self) -> Lines<'_> {
        match self {
            Self::File(path, bytes) => Lines::File(path, *bytes),
            Self::Bytes(bytes) => Lines::Bytes(bytes),
            Self::Document(_) => Lines::Text(""),
        }
    }

    /// Reads a file like every other command, except that plain text keeps its own lines.
    fn extract(&self, source: &Source, options: &Options) -> Vec<Extracted> {
        let extract = |bytes: &[u8]| extract_lines(&source.path, bytes, options);
        match self {
            Self::File(path, _) | Self::Document(path) => match read_file(path, options.limits.file_bytes) {
                Ok(bytes) => extract(&bytes),
                Err(error) => vec![Extracted::Failed { source: source.clone(), error }],
            },
            Self::Bytes(bytes) if bytes.is_empty() => Vec::new(),
            Self::Bytes(bytes) => extract(bytes),
        }
    }
}

impl Text {
    /// The extracted text, unless extraction failed.
    fn new(input: usize, item: Extracted) -> Option<Self> {
        let (source, first_line, text) = match item {
            Extracted::Manuscript(manuscript) => (manuscript.source, manuscript.first_line, manuscript.text),
            Extracted::Notice(notice) => (notice.source, 1, notice.text),
            Extracted::Failed { .. } => return None,
        };
        Some(Self { input, source, first_line, lines: with_plain_line_ends(&text).into_owned() })
    }
}

impl Answer {
    /// The lines, best first.
    fn places(&self) -> Box<dyn Iterator<Item = LineLocation<'_>> + '_> {
        let in_files = self.in_files.hits().map(|hit| {
            let source = &self.files[hit.source];
            LineLocation { input: hit.source, source, first_line: 1, hit }
        });
        if self.texts.is_empty() {
            return Box::new(in_files);
        }
        let in_texts = self.in_texts.hits().map(|hit| {
            let Text { input, source, first_line, .. } = &self.texts[hit.source];
            LineLocation { input: *input, source, first_line: *first_line, hit }
        });
        let mut all: Vec<LineLocation<'_>> = in_files.chain(in_texts).collect();
        all.sort_by_key(|place| (Reverse(place.hit.score), place.input));
        all.truncate(self.limit);
        Box::new(all.into_iter())
    }

    /// Prints the lines. Returns whether there was any.
    pub(super) fn print<W: Write>(
        &self,
        query: &Query,
        format: ListFormat,
        output: &mut Output<W>,
    ) -> io::Result<bool> {
        let mut has_hits = false;
        for LineLocation { source, first_line, hit, .. } in self.places() {
            has_hits = true;
            let line = hit.line + first_line - 1;
            match format {
                ListFormat::Text => {
                    output.put_place(&source.place(), line)?;
                    let found = output.shows_matches().then(|| query.find(hit.text)).flatten();
                    output.put_matched(hit.text, &found.map(|found| found.positions).unwrap_or_default())?;
                    output.end_line()?;
                }
                ListFormat::Json => {
                    let (path, part) = (source.path.as_str(), source.part.as_deref());
                    output.put_json(&LineRecord { path, part, line, score: hit.score, text: hit.text })?;
                }
            }
        }
        Ok(has_hits)
    }
}
