//! Invariants of reading any bytes as a file, shared by the property tests and the fuzz targets.

use gangmu::extract::{Extracted, Options, extract};
use gangmu::notice::{Elements, Manuscript, Notice, Record, Source};
use gangmu::parse::parse;
use gangmu::text::safe::is_visible_char;

/// Reads `bytes` as the file `path` and checks everything that comes out.
pub fn check_file(path: &str, bytes: &[u8], encoding: Option<&str>) {
    let options = Options { encoding: encoding.map(str::to_owned), ..Options::default() };
    let extracted = extract(path, bytes, &options);
    assert!(!extracted.is_empty(), "a file yields something, if only a failure");
    for item in extracted {
        match item {
            Extracted::Manuscript(manuscript) => check_manuscript(manuscript),
            Extracted::Notice(notice) => check_notice(&notice),
            Extracted::Failed { source, error } => {
                check_source(&source);
                check_visible("an error", &error.to_string());
            }
        }
    }
}

/// Checks a manuscript and the notice that it becomes.
pub fn check_manuscript(manuscript: Manuscript) {
    let lines = manuscript.text.split('\n').count() as u32;
    assert!(manuscript.first_line > 0);
    assert!(manuscript.hints.iter().all(|(line, _)| *line < lines), "a hint is behind the text");
    assert!(manuscript.hints.is_sorted_by_key(|(line, _)| *line), "hints are in order");
    check_source(&manuscript.source);
    check_elements(&manuscript.given);
    check_notice(&parse(manuscript));
}

/// Checks a notice, and that it is the same after it has been written as JSON and read back.
pub fn check_notice(notice: &Notice) {
    assert_eq!(notice.check_whole(), Ok(()));
    check_source(&notice.source);
    check_elements(&notice.elements);
    let json = serde_json::to_vec(&Record::of(notice)).expect("a record is JSON");
    match extract("record.json", &json, &Options::default()).pop() {
        Some(Extracted::Notice(again)) => {
            let made_from = again.source.made_from.as_ref().expect("it is a record of ours");
            let first = notice.source.made_from.as_deref().unwrap_or(&notice.source);
            assert_eq!((again.source.path.as_str(), &made_from.path), ("record.json", &first.path));
            assert_eq!(Notice { source: notice.source.clone(), ..again }, *notice);
        }
        other => panic!("{notice:?}\nread back is\n{other:?}"),
    }
}

fn check_source(source: &Source) {
    for text in [Some(&source.path), source.encoding.as_ref(), source.part.as_ref()].into_iter().flatten() {
        check_visible("the source", text);
    }
}

fn check_elements(elements: &Elements) {
    let texts = [
        &elements.title,
        &elements.doc_type,
        &elements.document_number,
        &elements.issuer,
        &elements.recipients,
        &elements.note,
        &elements.copy_to,
        &elements.index_number,
        &elements.subject,
        &elements.source_url,
        &elements.region,
    ];
    for text in texts.into_iter().flatten().chain(&elements.attachments) {
        check_visible("an element", text);
    }
}

fn check_visible(what: &str, text: &str) {
    assert!(text.chars().all(is_visible_char), "{what} is not safe to show: {text:?}");
}
