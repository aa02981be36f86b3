//! gangmu's own JSON, read back: the same notice, if the record is whole; never one that breaks the rest.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::ExtractError;
use crate::notice::{Notice, Record, RecordNode};
use crate::text::safe::visible;

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
    clean_paragraphs(&mut record.preamble)?;
    clean_paragraphs(&mut record.signature)?;
    for matter in &mut record.matter {
        clean_paragraphs(&mut matter.paragraphs)?;
    }
    // As deep as the JSON at most, and that is limited.
    record.outline.iter_mut().try_for_each(clean_node)
}

fn clean_node(node: &mut RecordNode) -> Result<(), &'static str> {
    make_safe(&mut node.heading);
    node.marker.iter_mut().for_each(make_safe);
    let is_nameless = node.heading.is_empty() && node.marker.as_ref().is_none_or(String::is_empty);
    if is_nameless {
        return Err("a node of the outline has neither marker nor heading");
    }
    if let Some(joint) = &mut node.joint {
        let ends_line = joint.ends_with('\n');
        make_safe(joint);
        if ends_line {
            joint.truncate(joint.trim_end().len());
            joint.push('\n');
        } else if node.paragraphs.is_empty() {
            return Err("a node of the outline has a run-in heading and no paragraph");
        }
    }
    clean_paragraphs(&mut node.paragraphs)?;
    node.children.iter_mut().try_for_each(clean_node)
}

fn clean_paragraphs(paragraphs: &mut [String]) -> Result<(), &'static str> {
    paragraphs.iter_mut().for_each(make_safe);
    if paragraphs.iter().any(|paragraph| paragraph.trim().is_empty()) { Err("a paragraph is empty") } else { Ok(()) }
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
            "outline": [
                {"id": 0, "address": "一", "kind": "heading", "style": "ideographic", "marker": "一、", "number": 1,
                 "heading": "时间", "joint": "。", "line": 3, "paragraphs": ["三天。"], "children": []}
            ],
            "signature": [], "attachments": [],
            "matter": [
                {"role": "title", "before": 0, "line": 1, "count": 1, "paragraphs": ["关于放假的通知"]},
                {"role": "preamble", "before": 0, "line": 2, "count": 1}
            ],
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
        record["preamble"][0] = json!("\u{1b}[31m现\n通知");
        record["outline"][0]["heading"] = json!("时\u{202e}间");
        record["metadata"]["title"] = json!("\u{7}放假");
        let notice = read(&record).expect("a notice");
        assert_eq!(notice.text, "关于放假的通知\n[31m现 通知\n一、时间。三天。\n");
        assert_eq!(notice.elements.title.as_deref(), Some("放假"));
    }

    #[test]
    fn damage_is_named() {
        check_bad("/schema", json!(2), "schema 2");
        check_bad("/metadata", json!(null), "expected struct Metadata");
        check_bad("/metadata/issue_date", json!("2024-02-30"), "2024-02-30");
        check_bad("/preamble", json!([]), "preamble");
        check_bad("/preamble/0", json!("\u{200b}"), "empty");
        check_bad("/outline/0/kind", json!("nonsense"), "nonsense");
        check_bad("/outline/0/paragraphs", json!([]), "run-in");
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
