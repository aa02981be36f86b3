//! gangmu's own JSON, read back: the same notice, if the record is whole; never one that breaks the rest.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::ExtractError;
use crate::notice::{Notice, Record};
use crate::text::safe::{is_visible_char, visible};

/// Whether an object says that it is one of ours.
pub(super) fn is_own(object: &Map<String, Value>) -> bool {
    object.get("schema").is_some_and(Value::is_u64) && object.get("outline").is_some_and(Value::is_array)
}

/// Builds the notice of a record. Its source is the one that the record names, where its lines are; `path` stands in
/// for a missing one.
///
/// # Errors
/// [`ExtractError::BadRecord`] when the record is damaged. A record comes from a file, so anything may stand in it:
/// characters that a terminal would obey are taken out of every string, and what a notice cannot hold is refused.
pub(super) fn read_own(object: &Map<String, Value>, path: &str) -> Result<Notice, ExtractError> {
    let bad = |reason: &str| ExtractError::BadRecord(visible(reason).into_owned());
    let mut record = Record::deserialize(object).map_err(|error| bad(&error.to_string()))?;
    clean(&mut record).map_err(bad)?;
    if record.source.path.is_empty() {
        path.clone_into(&mut record.source.path);
    }
    record.into_notice().map_err(|error| bad(&error.to_string()))
}

/// Makes every string safe.
fn clean(record: &mut Record) -> Result<(), &'static str> {
    make_safe(&mut record.source.path);
    record.source.encoding.iter_mut().chain(&mut record.source.part).for_each(make_safe);
    let metadata = &mut record.metadata;
    let elements = [
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
    elements.into_iter().flatten().for_each(make_safe);
    record.attachments.iter_mut().for_each(make_safe);
    record.warnings.iter_mut().for_each(|warning| make_safe(&mut warning.message));
    // Everything else that is shown is cut out of the text by byte ranges, so the text is checked and not changed.
    let is_unsafe = |c: char| c != '\n' && !is_visible_char(c);
    if record.text.contains(is_unsafe) { Err("the text holds characters that nobody can see") } else { Ok(()) }
}

/// A line end inside a string would begin a paragraph that the notice does not know of; it becomes a space.
fn make_safe(text: &mut String) {
    if let std::borrow::Cow::Owned(safe) = visible(text) {
        *text = safe;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sample() -> Value {
        json!({
            "schema": 1,
            "source": {"path": "a.txt", "format": "txt", "encoding": "UTF-8", "part": null},
            "metadata": {
                "title": "关于放假的通知", "doc_type": "通知", "document_number": null, "issuer": "云泽县教育局",
                "issue_date": "2024-02-20", "recipients": null, "index_number": null, "subject": null, "published": null,
                "source_url": null, "region": null, "year": 2024, "note": null, "copy_to": null
            },
            "preamble": ["现通知如下："],
            "signature": [],
            "outline": [
                {"id": 0, "address": "一", "kind": "heading", "style": "ideographic", "marker": "一、", "number": 1,
                 "heading": "时间", "line": 3, "spans": {"marker": [41, 47], "heading": [47, 53], "body": [56, 66]},
                 "paragraphs": ["三天。"], "children": []}
            ],
            "attachments": [],
            "text": "关于放假的通知\n现通知如下：\n一、时间。三天。\n",
            "matter": [{"role": "title", "span": [0, 22]}, {"role": "preamble", "span": [22, 41]}],
            "lines": [1, 2, 3],
            "warnings": []
        })
    }

    fn read(value: &Value) -> Result<Notice, ExtractError> {
        read_own(value.as_object().expect("an object"), "b.json")
    }

    #[track_caller]
    fn check_bad(pointer: &str, value: Value, reason: &str) {
        let mut record = sample();
        *record.pointer_mut(pointer).expect("a place in the sample") = value;
        match read(&record) {
            Err(ExtractError::BadRecord(message)) => assert!(message.contains(reason), "{message}"),
            other => panic!("{other:?} is no bad record"),
        }
    }

    #[test]
    fn a_record_reads_back_to_the_same_notice() {
        let notice = read(&sample()).expect("a notice");
        assert_eq!(notice.text, "关于放假的通知\n现通知如下：\n一、时间。三天。\n");
        assert_eq!(notice.source.path, "a.txt");
        assert_eq!(serde_json::to_value(Record::of(&notice)).expect("JSON"), sample());
    }

    #[test]
    fn a_record_without_a_path_has_that_of_its_file() {
        let mut record = sample();
        record["source"]["path"] = json!("");
        assert_eq!(read(&record).expect("a notice").source.path, "b.json");
    }

    #[test]
    fn nothing_in_a_record_reaches_the_terminal_unseen() {
        let mut record = sample();
        record["metadata"]["title"] = json!("\u{7}放假");
        assert_eq!(read(&record).expect("a notice").elements.title.as_deref(), Some("放假"));
        check_bad("/text", json!("关于放假的通知\n现通知如下：\n一、时\u{202e}。三天。\n"), "nobody can see");
    }

    #[test]
    fn damage_is_named() {
        check_bad("/schema", json!(2), "schema 2");
        check_bad("/metadata", json!(null), "expected struct Metadata");
        check_bad("/metadata/issue_date", json!("2024-02-30"), "2024-02-30");
        check_bad("/text", json!("关于放假的通知\n"), "no range");
        check_bad("/lines", json!([1, 2]), "lines");
        check_bad("/outline/0/kind", json!("nonsense"), "nonsense");
        check_bad("/outline/0/spans/heading", json!([48, 53]), "no range");
        check_bad("/outline/0/spans/heading", json!([53, 47]), "no range");
        check_bad("/outline/0/spans/body", json!([47, 66]), "overlap");
        check_bad("/matter/0/role", json!("nonsense\u{1b}"), "nonsense");
    }

    #[test]
    fn only_our_own_records_are_taken_for_it() {
        assert!(is_own(sample().as_object().expect("an object")));
        for other in [json!({"schema": 1}), json!({"outline": []}), json!({"schema": "x", "outline": []})] {
            assert!(!is_own(other.as_object().expect("an object")));
        }
    }
}
