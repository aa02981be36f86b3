//! Reads JSON that gangmu wrote back into the same notice, if the record is complete and consistent.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::ExtractError;
use crate::notice::{Notice, Record, RecordError, Source};
use crate::text::safe::{is_visible_char, visible};

/// Whether an object is a record that gangmu wrote.
pub(in crate::extract) fn is_own(object: &Map<String, Value>) -> bool {
    object.get("schema").is_some_and(Value::is_u64) && object.get("outline").is_some_and(Value::is_array)
}

/// Builds the notice of a record that was read from `source`. The source that the record names is kept apart: it may be
/// anything, and is not where the notice was read.
///
/// # Errors
/// [`ExtractError::BadRecord`] when the record is damaged. A record comes from a file and may contain anything: control
/// characters are removed from every string, and an inconsistent notice is refused.
pub(in crate::extract) fn read_own(object: &Map<String, Value>, source: &Source) -> Result<Notice, ExtractError> {
    let malformed = |error: serde_json::Error| RecordError::Malformed(visible(&error.to_string()).into_owned());
    let mut record = Record::deserialize(object).map_err(malformed)?;
    // A record of a record was made from what that was made from.
    while let Some(first) = record.source.made_from.take() {
        record.source = *first;
    }
    make_safe(&mut record);
    let mut notice = record.into_notice()?;
    notice.source = Source { made_from: Some(Box::new(notice.source)), ..source.clone() };
    notice.check_whole().map_err(RecordError::Broken)?;
    Ok(notice)
}

/// Removes control characters from every string of the notice.
fn make_safe(record: &mut Record) {
    if let Cow::Owned(blanked) = blank_invisible(&record.text) {
        record.text = blanked;
    }
    let metadata = &mut record.metadata;
    let optional = [
        &mut record.source.encoding,
        &mut record.source.part,
        &mut metadata.title,
        &mut metadata.doc_type,
        &mut metadata.document_number,
        &mut metadata.issuer,
        &mut metadata.recipients,
        &mut metadata.index_number,
        &mut metadata.subject,
        &mut metadata.source_url,
        &mut metadata.region,
        &mut metadata.note,
        &mut metadata.copy_to,
    ];
    for warning in &mut record.warnings {
        warning.details.iter_mut().for_each(make_value_safe);
    }
    let messages = record.warnings.iter_mut().filter_map(|warning| warning.message.as_mut());
    let others = messages.chain(&mut record.attachments).chain([&mut record.source.path]);
    for text in optional.into_iter().flatten().chain(others) {
        if let Cow::Owned(safe) = visible(text) {
            *text = safe;
        }
    }
}

/// Makes every string in a value safe. The recursion is bounded: parsed values are nested at most 128 deep.
fn make_value_safe(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(safe) = visible(text) {
                *text = safe;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(make_value_safe),
        Value::Object(fields) => fields.values_mut().for_each(make_value_safe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Replaces each invisible character by as many spaces as it has bytes, so that all spans stay valid.
fn blank_invisible(text: &str) -> Cow<'_, str> {
    let stays = |c: char| c == '\n' || is_visible_char(c);
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut blanked = String::with_capacity(text.len());
    for c in text.chars() {
        if stays(c) {
            blanked.push(c);
        } else {
            blanked.extend(std::iter::repeat_n(' ', c.len_utf8()));
        }
    }
    Cow::Owned(blanked)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::notice::{Code, WarningKind};

    fn sample() -> Value {
        json!({
            "schema": 1,
            "source": {"path": "a.txt", "format": "txt", "encoding": "UTF-8", "part": null},
            "metadata": {
                "title": "关于放假的通知", "doc_type": "通知", "document_number": null, "issuer": "云泽县教育局",
                "issue_date": "2024-02-20", "recipients": null, "index_number": null, "subject": null, "published": null,
                "source_url": null, "region": null, "year": 2024, "note": null, "copy_to": null
            },
            "preamble": ["通知："],
            "signature": [],
            "outline": [
                {"id": 0, "address": "一", "kind": "heading", "style": "ideographic", "marker": "一、", "number": 1,
                 "heading": "时间", "line": 3, "spans": {"marker": [10, 16], "heading": [16, 22], "body": [25, 35]},
                 "paragraphs": ["三天。"], "children": []}
            ],
            "attachments": [],
            "text": "通知：\n一、时间。三天。\n",
            "matter": [{"role": "preamble", "span": [0, 10]}],
            "lines": [1, 3],
            "warnings": [{"code": "no-title", "line": 1, "message": "没有标题"}]
        })
    }

    fn read(value: &Value) -> Result<Notice, ExtractError> {
        let source = Source { path: "b.json".to_owned(), part: Some("3".to_owned()), ..Source::default() };
        read_own(value.as_object().expect("an object"), &source)
    }

    #[track_caller]
    fn check_bad(pointer: &str, value: Value, reason: &str) {
        let mut record = sample();
        *record.pointer_mut(pointer).expect("a place in the sample") = value;
        match read(&record) {
            Err(ExtractError::BadRecord(error)) => assert!(error.to_string().contains(reason), "{error}"),
            other => panic!("{other:?} is no bad record"),
        }
    }

    /// The source apart, which is where it was read. A record may claim any path, and an editor is never given that.
    #[test]
    fn a_record_reads_back_to_the_same_notice() {
        let mut expected = sample();
        // The messages are words of the program that wrote the record.
        expected["warnings"][0].as_object_mut().expect("an object").remove("message");
        for path in ["a.txt", "/etc/passwd", "+!reboot"] {
            expected["source"]["path"] = json!(path);
            let claimed = expected["source"].clone();
            let notice = read(&expected).expect("a notice");
            assert_eq!((notice.source.place().as_ref(), &notice.source.file), ("b.json#3", &None));
            let mut written = serde_json::to_value(Record::of(&notice)).expect("JSON");
            assert_eq!(read(&written).as_ref(), Ok(&notice), "a record of a record");
            assert_eq!(written["source"]["made_from"], claimed);
            written["source"] = claimed;
            assert_eq!(written, expected);
        }
    }

    #[test]
    fn invisible_characters_in_a_record_are_replaced() {
        let mut record = sample();
        record["text"] = json!("通\u{202e}：\n一、\u{1b}[m间。三\u{7f}\u{7f}\u{7f}。\n");
        record["outline"][0]["spans"] = json!({"marker": [10, 16], "heading": [16, 22], "body": [25, 35]});
        record["metadata"]["title"] = json!("\u{7}放假");
        record["warnings"][0] = json!({"code": "numbering-gap", "line": 1, "message": "\u{9b}2J"});
        let order = json!({"code": "numbering-order", "line": 1, "details": {"marker": "\u{1b}[m", "after": 2}});
        record["warnings"].as_array_mut().expect("a list").push(order);
        let notice = read(&record).expect("a notice");
        assert_eq!(notice.text, "通   ：\n一、 [m间。三   。\n");
        assert_eq!(notice.elements.title.as_deref(), Some("放假"));
        let message = "2J".to_owned();
        assert_eq!(notice.warnings[0].kind, WarningKind::Recorded { code: Code::NumberingGap, message });
        assert_eq!(notice.warnings[1].kind, WarningKind::NumberingOrder { marker: "[m".to_owned(), after: 2 });
    }

    #[test]
    fn damage_is_named() {
        check_bad("/schema", json!(2), "schema 2");
        check_bad("/metadata", json!(null), "expected struct Metadata");
        check_bad("/metadata/issue_date", json!("2024-02-30"), "2024-02-30");
        check_bad("/outline/0/kind", json!("nonsense"), "nonsense");
        check_bad("/outline/0/spans/body", json!([25, 36]), "no range");
        check_bad("/outline/0/spans/heading", json!([16, 28]), "overlap");
        check_bad("/matter/0/role", json!("nonsense\u{1b}"), "nonsense");
        check_bad("/matter", json!([]), "not the next paragraph");
        check_bad("/lines", json!([1]), "1 lines");
    }

    #[test]
    fn only_gangmu_records_are_recognised() {
        assert!(is_own(sample().as_object().expect("an object")));
        for other in [json!({"schema": 1}), json!({"outline": []}), json!({"schema": "x", "outline": []})] {
            assert!(!is_own(other.as_object().expect("an object")));
        }
    }
}
