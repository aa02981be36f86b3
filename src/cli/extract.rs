//! `gangmu extract`: the lines that the parser gets, to see why an outline is not what it should be.

use std::io::{self, Write};

use serde::Serialize;

use super::args::ListFormat;
use super::output::{Ink, Output};
use crate::extract::Extracted;
use crate::library::Failure;
use crate::notice::{Hint, Source};

/// The text of one notice in JSON.
#[derive(Debug, Serialize)]
struct TextRecord<'a> {
    path: &'a str,
    part: Option<&'a str>,
    format: &'a str,
    encoding: Option<&'a str>,
    first_line: u32,
    text: &'a str,
    hints: Vec<HintRecord>,
}

/// A hint of the file format about a line.
#[derive(Debug, Serialize)]
struct HintRecord {
    /// Line of the source, from 1.
    line: u32,
    kind: &'static str,
    level: Option<u8>,
}

/// The failure that an item is.
pub(super) fn failure_of(item: &Extracted) -> Option<Failure> {
    match item {
        Extracted::Failed { source, error } => Some(Failure { source: source.clone(), error: error.clone() }),
        _ => None,
    }
}

/// Prints all texts; where there are several, each below a line that says where it is from.
pub(super) fn print<W: Write>(extracted: &[Extracted], format: ListFormat, output: &mut Output<W>) -> io::Result<()> {
    let texts: Vec<TextRecord<'_>> = extracted.iter().filter_map(text_of).collect();
    for text in &texts {
        match format {
            ListFormat::Json => output.put_json(text)?,
            ListFormat::Text => {
                if texts.len() > 1 {
                    let place = text.part.map_or(text.path.to_owned(), |part| format!("{}#{part}", text.path));
                    output.put(Ink::Path, &format!("==> {place} <=="))?;
                    output.end_line()?;
                }
                for line in text.text.lines() {
                    output.put(Ink::Plain, line)?;
                    output.end_line()?;
                }
            }
        }
    }
    Ok(())
}

fn text_of(item: &Extracted) -> Option<TextRecord<'_>> {
    let (source, first_line, text, hints) = match item {
        Extracted::Manuscript(manuscript) => {
            let hints = manuscript.hints.iter().map(|(line, hint)| hint_record(line + manuscript.first_line, *hint));
            (&manuscript.source, manuscript.first_line, &manuscript.text, hints.collect())
        }
        Extracted::Notice(notice) => (&notice.source, 1, &notice.text, Vec::new()),
        Extracted::Failed { .. } => return None,
    };
    let Source { path, format, encoding, part, .. } = source;
    Some(TextRecord {
        path,
        part: part.as_deref(),
        format: format.name(),
        encoding: encoding.as_deref(),
        first_line,
        text,
        hints,
    })
}

const fn hint_record(line: u32, hint: Hint) -> HintRecord {
    match hint {
        Hint::Heading(level) => HintRecord { line, kind: "heading", level: Some(level) },
        Hint::TableRow => HintRecord { line, kind: "table-row", level: None },
    }
}
