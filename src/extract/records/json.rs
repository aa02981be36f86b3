//! Finds the records in a JSON document, whatever objects are wrapped around them.
//!
//! Scrapers save notices as a single object, as a list, or as the response of a search server with lists inside of
//! objects. An object is a record if it has a field that holds text. A list is searched before single objects, and of
//! an object and its inner objects the one with the longest text is the record.

use serde_json::{Map, Value};

use super::ExtractError;
use crate::extract::fault::JsonFault;
use crate::extract::records::own_record::is_own;
use crate::extract::records::record::{RecordFields, no_text_field, text_len_chars};

type Object = Map<String, Value>;

/// An object that is a notice, or should be one.
#[derive(Debug)]
pub(in crate::extract) struct FoundRecord<'a> {
    /// The object, or an error for a list item that is not a record.
    pub record: Result<RecordFields<'a>, ExtractError>,
    /// Its index in the list, from 1; `None` if the document is a single record.
    pub number: Option<usize>,
}

/// Upper bound on the values in one document, with an object counted as [`OBJECT_VALUES`]. A parsed value takes up to
/// a hundred bytes of memory, even if it takes two in the file. In JSON Lines each line may have this many.
const MAX_VALUES: usize = 8_000_000;

/// Number of plain values that take as much memory as an object.
const OBJECT_VALUES: usize = 8;

/// Estimates the number of values in a document; strings are skipped.
fn estimate_values(json: &[u8]) -> usize {
    let mut values = 0;
    let mut at = 0;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => at = end_of_string(json, at + 1),
            b'{' => values += OBJECT_VALUES,
            b',' | b'[' => values += 1,
            _ => {}
        }
        at += 1;
    }
    values
}

/// The quote that ends the string beginning at `at`.
fn end_of_string(json: &[u8], mut at: usize) -> usize {
    while let Some(found) = json.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += found;
        if json[at] == b'"' {
            return at;
        }
        // Skips an escaped character, which may be a quote.
        at += 2;
    }
    json.len()
}

/// Deepest nesting of objects around the records: `{"result":{"data":{"list":[{"_source":{…}}]}}}`.
const MAX_WRAPPERS: usize = 8;

/// Parses a JSON document that begins in line `first_line` of its file.
///
/// # Errors
/// [`ExtractError::BadJson`] with the position. Nesting deeper than 128 is an error, too.
pub(in crate::extract) fn parse_json(text: &str, first_line: usize) -> Result<Value, ExtractError> {
    // Each counted value takes at least a quarter of a byte: an object counts as eight and takes two.
    if text.len() > MAX_VALUES / 4 && estimate_values(text.as_bytes()) > MAX_VALUES {
        return Err(ExtractError::TooManyValues(MAX_VALUES));
    }
    serde_json::from_str(text).map_err(|error| ExtractError::BadJson {
        line: first_line + error.line().max(1) - 1,
        column: error.column(),
        fault: JsonFault::of(&error),
    })
}

/// The records of a document, in order. List items that are not records are included as errors.
///
/// # Errors
/// [`ExtractError::NoTextField`] when no object has a field with text.
pub(in crate::extract) fn records_of(document: &Value) -> Result<Vec<FoundRecord<'_>>, ExtractError> {
    let found = match document {
        Value::Array(items) => records_in_list(items),
        Value::Object(object) => find_records(object, &mut Vec::new()),
        _ => None,
    };
    found.ok_or_else(|| match document {
        Value::Object(object) => no_text_field(object),
        Value::Array(items) => items.iter().find_map(Value::as_object).map_or_else(no_object, no_text_field),
        _ => no_object(),
    })
}

fn no_object() -> ExtractError {
    ExtractError::NoTextField(Vec::new())
}

/// The records that `object` is or wraps. `outer`: the objects around it.
fn find_records<'a>(object: &'a Object, outer: &mut Vec<&'a Object>) -> Option<Vec<FoundRecord<'a>>> {
    let own_len = record_len_chars(object);
    let itself = RecordFields { object, outer: outer.clone() };
    outer.push(object);
    // Inner objects first: the outer one is a record only if its text is longer.
    let inner = if outer.len() < MAX_WRAPPERS { find_records_inside(object, outer) } else { None };
    outer.pop();
    // A wrapper may state `"text": "ok"`, and a notice may have comments inside: the longer text is the notice.
    let inner_len = inner.iter().flatten().filter_map(|found| found.record.as_ref().ok());
    let inner_len = inner_len.map(|fields| record_len_chars(fields.object)).max().unwrap_or(0);
    if own_len > 0 && own_len >= inner_len {
        Some(vec![FoundRecord { record: Ok(itself), number: None }])
    } else {
        inner
    }
}

/// Searches lists first, then single objects.
fn find_records_inside<'a>(object: &'a Object, outer: &mut Vec<&'a Object>) -> Option<Vec<FoundRecord<'a>>> {
    let list = object.values().filter_map(Value::as_array).find_map(|items| records_in_list(items));
    list.or_else(|| object.values().filter_map(Value::as_object).find_map(|inner| find_records(inner, outer)))
}

/// The records of an array, if any item is one. Metadata around a list describes the list, not its items.
fn records_in_list(items: &[Value]) -> Option<Vec<FoundRecord<'_>>> {
    let mut has_record = false;
    let mut found = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let fields = item.as_object().and_then(|object| record_in(object, &mut Vec::new()));
        has_record |= fields.is_some();
        let record = fields.ok_or_else(|| item.as_object().map_or_else(no_object, no_text_field));
        found.push(FoundRecord { record, number: Some(index + 1) });
    }
    has_record.then_some(found)
}

/// The record that a list item is or wraps, as in `{"_id": 1, "_source": {…}}`.
fn record_in<'a>(object: &'a Object, outer: &mut Vec<&'a Object>) -> Option<RecordFields<'a>> {
    if record_len_chars(object) > 0 {
        return Some(RecordFields { object, outer: outer.clone() });
    }
    if outer.len() + 1 >= MAX_WRAPPERS {
        return None;
    }
    outer.push(object);
    let inner = object.values().filter_map(Value::as_object).find_map(|inner| record_in(inner, outer));
    outer.pop();
    inner
}

/// Length of a record's text; 0 if it is not a record. Records written by gangmu win, because they may quote
/// anything.
fn record_len_chars(object: &Object) -> usize {
    if is_own(object) { usize::MAX } else { text_len_chars(object) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_before_they_are_parsed() {
        assert_eq!(estimate_values(br#"[1, "a,{\", ["], {"b": 2}]"#), 1 + 2 + OBJECT_VALUES);
        assert_eq!(estimate_values(br#"["a,"#), 1);
        let many = format!("[{}]", "{},".repeat(MAX_VALUES / OBJECT_VALUES));
        assert_eq!(parse_json(&many, 1), Err(ExtractError::TooManyValues(MAX_VALUES)));
    }

    /// Checks the value of `content` or `text` of each record (`!` for an error) with its number.
    #[track_caller]
    fn check(json: &str, expected: &[(Option<usize>, &str)]) {
        let document = parse_json(json, 1).expect("JSON");
        let found = records_of(&document).expect("records");
        let found: Vec<_> = found
            .iter()
            .map(|found| {
                let object = found.record.as_ref().map(|fields| fields.object);
                let text = object.map_or("!", |object| object["content"].as_str().unwrap_or("?"));
                (found.number, text)
            })
            .collect();
        assert_eq!(found, expected, "{json}");
    }

    #[test]
    fn an_object_is_a_record() {
        check(r#"{"content":"一"}"#, &[(None, "一")]);
        check(r#"{"code":200,"data":{"content":"一"}}"#, &[(None, "一")]);
    }

    #[test]
    fn a_list_is_found_however_it_is_wrapped() {
        let expected = &[(Some(1), "一"), (Some(2), "二")];
        let list = r#"[{"content":"一"},{"content":"二"}]"#;
        check(list, expected);
        for wrapper in
            [r#"{"data":LIST}"#, r#"{"data":{"list":LIST}}"#, r#"{"a":[1],"result":{"records":LIST,"total":2}}"#]
        {
            check(&wrapper.replace("LIST", list), expected);
        }
        check(r#"{"hits":{"hits":[{"_id":1,"_source":{"content":"一"}}]}}"#, &[(Some(1), "一")]);
    }

    #[test]
    fn the_longer_text_is_the_notice() {
        check(r#"{"content":"好","list":[{"content":"一、总体要求"}]}"#, &[(Some(1), "一、总体要求")]);
        check(r#"{"content":"一、总体要求","comments":[{"content":"好"}]}"#, &[(None, "一、总体要求")]);
    }

    #[test]
    fn items_that_are_no_records_are_errors() {
        check(r#"[{"content":"一"},{"id":2},3]"#, &[(Some(1), "一"), (Some(2), "!"), (Some(3), "!")]);
    }

    #[test]
    fn a_document_without_text_is_an_error() {
        let error = |json| records_of(&parse_json(json, 1).expect("JSON")).map(|found| found.len());
        assert_eq!(error(r#"{"id":1}"#), Err(ExtractError::NoTextField(vec!["id".to_owned()])));
        assert_eq!(error(r#"[{"id":1}]"#), Err(ExtractError::NoTextField(vec!["id".to_owned()])));
        for json in ["[]", "7", "null", r#""content""#] {
            assert_eq!(error(json), Err(ExtractError::NoTextField(Vec::new())), "{json}");
        }
    }

    #[test]
    fn bad_json_names_its_place() {
        let error = parse_json("{\n \"content\": 一}", 5).expect_err("no JSON");
        assert_eq!(error, ExtractError::BadJson { line: 6, column: 13, fault: JsonFault::NoValue });
        let deep = "[".repeat(100_000);
        let error = parse_json(&deep, 1).expect_err("too deep");
        assert!(matches!(error, ExtractError::BadJson { fault: JsonFault::TooDeep, .. }), "{error}");
    }
}
