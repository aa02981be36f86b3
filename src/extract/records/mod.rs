//! Files of records: decides whether a text is JSON, and turns each record into a manuscript, a notice or a failure.

pub(in crate::extract) mod csv_records;
mod json;
mod own_record;
mod record;
pub(in crate::extract) mod sql;

use std::ops::ControlFlow;

use serde_json::Value;

use super::ExtractError;
use crate::extract::extracted::{Extracted, finished};
use crate::extract::records::json::{FoundRecord, parse_json, records_of};
use crate::extract::records::own_record::{is_own, read_own};
use crate::extract::records::record::manuscript_of;
use crate::notice::{Manuscript, Source, Warning, WarningPosition};

/// Upper bound on the records read from one file.
///
/// The largest file that is read could hold more only if each were shorter than a kilobyte, too short for a notice.
pub(in crate::extract) const MAX_RECORDS: usize = 200_000;

/// The JSON structure of a text.
pub(in crate::extract) enum Structure {
    /// A single document, or the error in one that should be JSON.
    Document(Result<Value, ExtractError>),
    /// An object on each line.
    Lines,
    /// Not JSON.
    None,
}

/// Determines the JSON structure of a text. `is_json`: whether the file name says that it is JSON.
pub(in crate::extract) fn structure_of(text: &str, is_json: bool) -> Structure {
    if !is_json && !text.trim_start().starts_with(['{', '[']) {
        return Structure::None;
    }
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    // The first line is an object by itself, so each of the following lines should be one.
    if lines.next().is_some() && is_object(first) {
        return Structure::Lines;
    }
    match parse_json(text, 1) {
        Ok(document) if is_json || document.is_object() || records_of(&document).is_ok() => {
            Structure::Document(Ok(document))
        }
        // A broken line, even the first, does not invalidate the others.
        Err(_) if is_json && text.lines().any(|line| is_object(item_of(line))) => Structure::Lines,
        Err(error) if is_json => Structure::Document(Err(error)),
        _ => Structure::None,
    }
}

fn is_object(line: &str) -> bool {
    line.starts_with('{') && line.ends_with('}') && parse_json(line, 1).is_ok_and(|value| value.is_object())
}

/// The object on a line. A damaged array is read line by line as well, so its brackets and the commas between items
/// are removed.
fn item_of(line: &str) -> &str {
    let line = line.trim();
    let line = line.strip_suffix(',').unwrap_or(line);
    if matches!(line, "[" | "]") { "" } else { line }
}

/// Reads the records of a single document.
pub(in crate::extract) fn read_document(
    source: &Source,
    document: &Result<Value, ExtractError>,
    warnings: &[Warning],
) -> Vec<Extracted> {
    let mut items = Vec::new();
    let rest = records_in(source, document, None, MAX_RECORDS, &mut items);
    if rest.is_break() {
        items.push(too_many_records(source));
    }
    with_warnings(items, warnings)
}

/// Reads JSON Lines; a line that is not JSON is a failure of its own.
pub(in crate::extract) fn read_lines(source: &Source, text: &str, warnings: &[Warning]) -> Vec<Extracted> {
    let mut items = Vec::new();
    for (index, line) in text.split('\n').map(item_of).enumerate().filter(|(_, line)| !line.is_empty()) {
        let number = index + 1;
        let position = WarningPosition::Line(number as u32);
        let own_warnings = warnings.iter().filter(|warning| warning.position == position);
        // A decoding warning has the line of the file, which here is the line of the record.
        let own_warnings: Vec<Warning> = own_warnings.cloned().collect();
        let mut own = Vec::new();
        let rest = records_in(source, &parse_json(line, number), Some(number), MAX_RECORDS - items.len(), &mut own);
        items.extend(with_warnings(own, &own_warnings));
        if rest.is_break() {
            items.push(too_many_records(source));
            break;
        }
    }
    items
}

/// The failure for a file with too many records.
pub(in crate::extract) fn too_many_records(source: &Source) -> Extracted {
    Extracted::Failed { source: source.clone(), error: ExtractError::TooManyRecords(MAX_RECORDS) }
}

/// Adds at most `room` records of a document; breaks if there are more. `line`: its line in JSON Lines.
fn records_in(
    source: &Source,
    document: &Result<Value, ExtractError>,
    line: Option<usize>,
    room: usize,
    items: &mut Vec<Extracted>,
) -> ControlFlow<()> {
    let mut found = match document.as_ref().map_err(Clone::clone).and_then(records_of) {
        Ok(found) => found.into_iter(),
        Err(_) if room == 0 => return ControlFlow::Break(()),
        Err(error) => {
            items.push(Extracted::Failed { source: part_of(source, line, None), error });
            return ControlFlow::Continue(());
        }
    };
    items.extend(found.by_ref().take(room).map(|found| read_record(source, found, line)));
    if found.next().is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// The source of one of several records: `3` for the third of a list or for line 3, `3.2` for the second in line 3.
fn part_of(source: &Source, line: Option<usize>, number: Option<usize>) -> Source {
    let part = match (line, number) {
        (Some(line), Some(number)) => Some(format!("{line}.{number}")),
        (line, number) => line.or(number).map(|number| number.to_string()),
    };
    Source { part, ..source.clone() }
}

fn read_record(source: &Source, found: FoundRecord<'_>, line: Option<usize>) -> Extracted {
    let source = part_of(source, line, found.number);
    let read = found.record.and_then(|fields| {
        if is_own(fields.object) {
            return read_own(fields.object, &source).map(Extracted::Notice);
        }
        let manuscript = manuscript_of(&fields)?;
        Ok(finished(Manuscript { source: source.clone(), ..manuscript }))
    });
    read.unwrap_or_else(|error| Extracted::Failed { source, error })
}

/// Assigns the warnings about a file's bytes to the records with replaced characters, or to the first record if there
/// are none.
pub(in crate::extract) fn with_warnings(mut items: Vec<Extracted>, warnings: &[Warning]) -> Vec<Extracted> {
    if warnings.is_empty() {
        return items;
    }
    let mut readable: Vec<(bool, &mut Vec<Warning>)> = items.iter_mut().filter_map(text_and_warnings).collect();
    if !readable.iter().any(|(is_replaced, _)| *is_replaced) {
        readable.truncate(1);
    }
    // With a single candidate there is no doubt which record the warning concerns.
    let is_sole = readable.len() == 1;
    for (_, own) in readable.into_iter().filter(|(is_replaced, _)| *is_replaced || is_sole) {
        own.extend_from_slice(warnings);
    }
    items
}

/// Whether a record has a replaced character, and its warnings.
fn text_and_warnings(item: &mut Extracted) -> Option<(bool, &mut Vec<Warning>)> {
    match item {
        Extracted::Manuscript(manuscript) => Some((manuscript.text.contains('\u{FFFD}'), &mut manuscript.warnings)),
        Extracted::Notice(notice) => Some((notice.text.contains('\u{FFFD}'), &mut notice.warnings)),
        Extracted::Failed { .. } => None,
    }
}
