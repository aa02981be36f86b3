//! Files of records: whether a text is JSON, and each record in it → manuscript, notice or failure.

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

/// Records that are read of one file, at most.
///
/// The largest file that is read has fewer, unless they are no notices: one of a thousand bytes would be short.
pub(in crate::extract) const MAX_RECORDS: usize = 200_000;

/// What a text is, seen as JSON.
pub(in crate::extract) enum Structure {
    /// One document, or why it is none although it should be.
    Document(Result<Value, ExtractError>),
    /// An object on each line.
    Lines,
    /// No JSON.
    None,
}

/// What a text is. `is_json`: the name of its file says that it is some JSON.
pub(in crate::extract) fn structure_of(text: &str, is_json: bool) -> Structure {
    if !is_json && !text.trim_start().starts_with(['{', '[']) {
        return Structure::None;
    }
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    // The first line alone is an object: where others follow, each of them is one.
    if lines.next().is_some() && is_object(first) {
        return Structure::Lines;
    }
    match parse_json(text, 1) {
        Ok(document) if is_json || document.is_object() || records_of(&document).is_ok() => {
            Structure::Document(Ok(document))
        }
        // One broken line, the first too, does not make the others bad.
        Err(_) if is_json && text.lines().any(|line| is_object(item_of(line))) => Structure::Lines,
        Err(error) if is_json => Structure::Document(Err(error)),
        _ => Structure::None,
    }
}

fn is_object(line: &str) -> bool {
    line.starts_with('{') && line.ends_with('}') && parse_json(line, 1).is_ok_and(|value| value.is_object())
}

/// The object on a line. The lines of an array that is damaged somewhere can be read one by one as well, so the comma
/// behind an item and the brackets around all of them are left out.
fn item_of(line: &str) -> &str {
    let line = line.trim();
    let line = line.strip_suffix(',').unwrap_or(line);
    if matches!(line, "[" | "]") { "" } else { line }
}

/// Reads the records of one document.
pub(in crate::extract) fn read_document(
    source: &Source,
    document: &Result<Value, ExtractError>,
    warnings: &[Warning],
) -> Vec<Extracted> {
    let mut items = Vec::new();
    let rest = records_in(source, document, None, MAX_RECORDS, &mut items);
    if rest.is_break() {
        items.push(too_many(source));
    }
    with_warnings(items, warnings)
}

/// Reads JSON Lines; a line that is no JSON is a failure of its own.
pub(in crate::extract) fn read_lines(source: &Source, text: &str, warnings: &[Warning]) -> Vec<Extracted> {
    let mut items = Vec::new();
    for (index, line) in text.split('\n').map(item_of).enumerate().filter(|(_, line)| !line.is_empty()) {
        let number = index + 1;
        let position = WarningPosition::Line(number as u32);
        let own_warnings = warnings.iter().filter(|warning| warning.position == position);
        let own_warnings: Vec<Warning> = own_warnings.cloned().collect();
        let mut own = Vec::new();
        let rest = records_in(source, &parse_json(line, number), Some(number), MAX_RECORDS - items.len(), &mut own);
        items.extend(with_warnings(own, &own_warnings));
        if rest.is_break() {
            items.push(too_many(source));
            break;
        }
    }
    items
}

/// Says that what follows was not read.
pub(in crate::extract) fn too_many(source: &Source) -> Extracted {
    Extracted::Failed { source: source.clone(), error: ExtractError::TooManyRecords(MAX_RECORDS) }
}

/// Adds the records of a document, `room` at most; breaks off when there are more. `line`: where it stands among others.
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

/// The source of one record of several: `3` for the third of a list or for line 3, `3.2` for the second in line 3.
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
            return read_own(fields.object, &source.path).map(Extracted::Notice);
        }
        let manuscript = manuscript_of(&fields)?;
        Ok(finished(Manuscript { source: source.clone(), ..manuscript }))
    });
    read.unwrap_or_else(|error| Extracted::Failed { source, error })
}

/// Gives warnings about the file's bytes to the records that they concern: those with a replaced character, or the
/// first one when it cannot be told.
pub(in crate::extract) fn with_warnings(mut items: Vec<Extracted>, warnings: &[Warning]) -> Vec<Extracted> {
    if warnings.is_empty() {
        return items;
    }
    let mut readable: Vec<(bool, &mut Vec<Warning>)> = items.iter_mut().filter_map(text_and_warnings).collect();
    if !readable.iter().any(|(is_replaced, _)| *is_replaced) {
        readable.truncate(1);
    }
    let is_sole = readable.len() == 1;
    for (_, own) in readable.into_iter().filter(|(is_replaced, _)| *is_replaced || is_sole) {
        own.extend_from_slice(warnings);
    }
    items
}

/// Whether a record that was read holds a replaced character, and its warnings.
fn text_and_warnings(item: &mut Extracted) -> Option<(bool, &mut Vec<Warning>)> {
    match item {
        Extracted::Manuscript(manuscript) => Some((manuscript.text.contains('\u{FFFD}'), &mut manuscript.warnings)),
        Extracted::Notice(notice) => Some((notice.text.contains('\u{FFFD}'), &mut notice.warnings)),
        Extracted::Failed { .. } => None,
    }
}
