//! The library as its callers use it: what [`Options`] decides holds for every way of reading.

use std::fs;
use std::io::{Cursor, Write};

use encoding_rs::GB18030;
use gangmu::extract::ArchiveLimit;
use gangmu::{ExtractError, Library, Limits, Options, Query, Scope, read_bytes, read_path, search};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Reads the bytes by themselves and as a file, and compares `title` or `! reason` of everything found.
#[track_caller]
fn check(name: &str, bytes: &[u8], options: &Options, expected: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a file");
    assert_eq!(shown(&read_bytes(name, bytes, options)), expected, "bytes");
    assert_eq!(shown(&read_path(&path, options)), expected, "file");
    assert_eq!(shown(&read_path(folder.path(), options)), expected, "folder");
}

fn shown(library: &Library) -> Vec<String> {
    let slots = library.slots().map(|(_, slot)| match slot {
        gangmu::library::Slot::Loaded(notice) => notice.display_title().to_owned(),
        gangmu::library::Slot::Failed(failure) => format!("! {}", failure.error),
    });
    slots.collect()
}

fn limited(limits: Limits) -> Options {
    Options { limits, ..Options::default() }
}

#[test]
fn an_encoding_overrides_detection() {
    // These bytes are Chinese in GB18030 as well as in Big5.
    let text = "青岚县教育局关于作业的通知\n一、时间\n二、地点\n";
    let (bytes, ..) = GB18030.encode(text);
    check("a.txt", &bytes, &Options::default(), &["青岚县教育局关于作业的通知"]);
    let as_big5 = Options { encoding: Some("big5".to_owned()), ..Options::default() };
    let read = read_bytes("a.txt", &bytes, &as_big5);
    let (_, notice) = read.notices().next().expect("a notice");
    assert_eq!(notice.source.encoding.as_deref(), Some("Big5"));
    assert!(!notice.text.contains("青岚县"), "{}", notice.text);
    let unknown = Options { encoding: Some("klingon".to_owned()), ..Options::default() };
    let error = ExtractError::UnknownEncoding("klingon".to_owned());
    check("a.txt", &bytes, &unknown, &[&format!("! {error}")]);
}

#[test]
fn no_file_above_the_limit_is_read() {
    let text = "一、时间\n".repeat(100);
    let limits = Limits { file_bytes: 1000, ..Limits::default() };
    let error = ExtractError::TooLarge { bytes: text.len() as u64, limit: 1000 };
    check("a.txt", text.as_bytes(), &limited(limits), &[&format!("! {error}")]);
    let limits = Limits { file_bytes: text.len() as u64, ..Limits::default() };
    check("a.txt", text.as_bytes(), &limited(limits), &["一、时间"]);
}

fn zip_of(texts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in texts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("memory holds it");
        zip.write_all(text.as_bytes()).expect("memory holds it");
    }
    zip.finish().expect("memory holds it").into_inner()
}

#[test]
fn no_more_is_unpacked_than_the_limit() {
    let long = "一、时间\n".repeat(100);
    let zip = zip_of(&[("1.txt", "甲县通知\n一、时间\n"), ("2.txt", &long)]);
    check("a.zip", &zip, &Options::default(), &["甲县通知", "一、时间"]);
    let limits = Limits { unpacked_bytes: Some(500), ..Limits::default() };
    let error = format!("! {}", ExtractError::ArchiveLimit(ArchiveLimit::Bytes(500)));
    check("a.zip", &zip, &limited(limits), &["甲县通知", &error]);
    let limits = Limits { members: 1, ..Limits::default() };
    let error = format!("! {}", ExtractError::ArchiveLimit(ArchiveLimit::Members(1)));
    check("a.zip", &zip, &limited(limits), &[&error]);
}

/// A document of Word 95.
fn old_document() -> Vec<u8> {
    let header = [&[0xDC, 0xA5, 0x68, 0][..], &[0; 508]].concat();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory holds it");
    file.create_stream("WordDocument").expect("memory holds it").write_all(&header).expect("memory holds it");
    file.flush().expect("memory holds it");
    file.into_inner().into_inner()
}

/// The command line allows programs, and its tests show that they are started then.
#[test]
fn no_program_is_started_unless_that_is_allowed() {
    let error = ExtractError::ConverterNotAllowed("Word 6 or Word 95 document");
    check("old.doc", &old_document(), &Options::default(), &[&format!("! {error}")]);
}

#[test]
fn titles_and_headings_are_found() {
    let text = "甲县教育局2024年工作要点\n一、学校安全\n二、减轻作业负担\n";
    let library = read_bytes("a.txt", text.as_bytes(), &Options::default());
    let found = |scope, typed| -> Vec<String> {
        let hits = search(&library, &scope, &Query::parse(typed));
        hits.iter().map(|hit| hit.text(&library).to_owned()).collect()
    };
    assert_eq!(found(Scope::AllHeadings, "作业"), ["减轻作业负担"]);
    assert_eq!(found(Scope::Titles, "年:2024"), ["甲县教育局2024年工作要点"]);
    assert!(found(Scope::Titles, "年:2023").is_empty());
}
