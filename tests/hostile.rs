//! Malicious files: reading each one ends soon, and yields either its readable part or an error.
//!
//! How long they may take is not measured to the second here, where nothing is optimised; `cargo bench --bench formats`
//! does that.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use gangmu::extract::{ArchiveLimit, ExtractError, Extracted, Options, extract};
use gangmu::lang::{Lang, errors, warnings};
use gangmu::notice::Code;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "extract/shared.rs"]
mod shared;

use shared::{Samples, read, refused, sample_sets, try_read};

/// Time limit for one file, in an unoptimised test on a possibly busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Limits for the unpacked size of one part of an archive and of all parts together.
const MEMBER_BYTES: u64 = 64 << 20;
const TOTAL_BYTES: u64 = 256 << 20;

/// A ZIP archive of these parts.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let packed =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(*name, if *name == "mimetype" { stored } else { packed }).expect("memory");
        writer.write_all(content).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    packed(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

/// The warnings of a file that was read up to a limit.
#[track_caller]
fn warning_of(path: &str, bytes: &[u8]) -> String {
    let manuscript = read(path, bytes);
    let warning = manuscript.warnings.first().unwrap_or_else(|| panic!("{path}: no warning"));
    assert_eq!(warning.kind.code(), Code::Damaged);
    warnings::describe(&warning.kind, Lang::English)
}

#[test]
fn every_hostile_sample_ends_in_time() {
    for samples in sample_sets() {
        for name in samples.names("hostile") {
            let mut bytes = samples.bytes(&format!("hostile/{name}"));
            // What is larger only takes longer, and tests are not optimised; what is packed must be whole to be a bomb.
            if [".html", ".json", ".md"].iter().any(|extension| name.ends_with(extension)) {
                bytes.truncate(1_000_000);
            }
            let start = Instant::now();
            assert!(!extract(&name, &bytes, &Options::default()).is_empty(), "{name} is neither read nor refused");
            assert!(start.elapsed() < PATIENCE, "{name} took {:?}", start.elapsed());
        }
    }
}

/// Expected errors of the hostile samples that are refused; the text of the others is read.
#[test]
fn hostile_samples_are_refused_with_the_reason() {
    sample_sets().iter().for_each(check_reasons);
}

#[track_caller]
fn check_reasons(samples: &Samples) {
    let refusals = |name: &str| refused(name, &samples.bytes(&format!("hostile/{name}")));
    let error = |name: &str| {
        errors::explain(refusals(name).first().unwrap_or_else(|| panic!("{name} was read")), Lang::English)
    };
    let is_member = |error: &ExtractError| *error == ExtractError::ArchiveLimit(ArchiveLimit::Member(MEMBER_BYTES));
    assert!(refusals("bomb_1GiB.zip").iter().all(is_member));
    assert!(refusals("zipbomb_1GiB.docx").iter().all(is_member));
    assert_eq!(error("overlap_20GB.zip"), "is damaged: its members share their bytes (get the file once more)");
    if samples.has("hostile/many_entries.zip") {
        assert_eq!(error("many_entries.zip"), TOO_MANY);
    }
    assert!(error("slip.zip").contains("its name leads out of the archive"), "{}", error("slip.zip"));
    let depth = ExtractError::ArchiveLimit(ArchiveLimit::Depth(3));
    assert!(refusals("nested_4pow12.zip").contains(&depth));
    if cfg!(feature = "pdf") {
        let reasons = [
            ("stream_bomb.pdf", "a part of it unpacks to more than"),
            ("page_cycle.pdf", "is empty"),
            ("form_cycle.pdf", "is empty"),
            ("huge_count.pdf", "it has no pages"),
        ];
        for (name, reason) in reasons {
            assert!(error(name).contains(reason), "{name}: {}", error(name));
        }
    }
}

const TOO_MANY: &str = "holds more than 20000 files (unpack it and read the folder)";

#[test]
fn an_archive_of_more_files_than_any_has_is_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for number in 0..=20_000 {
        writer.start_file(format!("{number}.txt"), stored).expect("memory");
    }
    let archive = writer.finish().expect("memory").into_inner();
    let reasons: Vec<String> = refused("a.zip", &archive).iter().map(ToString::to_string).collect();
    assert_eq!(reasons, [TOO_MANY]);
}

/// Entities that a file declares are never expanded, and nothing is fetched.
#[test]
fn entities_are_not_expanded() {
    let bomb = "<!DOCTYPE w [<!ENTITY a '呵呵呵呵'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>\
        <w:document><w:body><w:p><w:r><w:t>甲&b;乙&c;丙</w:t></w:r></w:p></w:body></w:document>";
    let bytes = packed(&[("[Content_Types].xml", b""), ("word/document.xml", bomb.as_bytes())]);
    assert_eq!(read("a.docx", &bytes).text, "甲&b;乙&c;丙\n");
}

#[test]
fn ten_thousand_nested_tags_are_read() {
    let depth = 10_000;
    let html = format!("<!DOCTYPE html>{}深{}", "<div>".repeat(depth), "</div>".repeat(depth));
    assert_eq!(read("a.html", html.as_bytes()).text, "深\n");
    let table = format!("{}<w:p><w:r><w:t>深</w:t></w:r></w:p>", "<w:tbl><w:tr><w:tc>".repeat(depth));
    assert_eq!(read("a.docx", &docx(&table)).text.trim(), "深");
    let list = format!("{}<text:p>深</text:p>", "<text:list><text:list-item>".repeat(depth));
    let content = format!("<office:document-content><office:body><office:text>{list}");
    let odt = packed(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())]);
    assert_eq!(read("a.odt", &odt).text.trim(), "深");
    let rtf = format!(r"{{\rtf1 {}deep{}}}", "{".repeat(depth), "}".repeat(depth));
    assert_eq!(read("a.rtf", rtf.as_bytes()).text.trim(), "deep");
    let json = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert!(matches!(&refused("a.json", json.as_bytes())[..], [ExtractError::BadJson { .. }]));
}

#[test]
fn a_run_of_a_hundred_megabytes_is_refused() {
    let bytes = docx(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(100_000_000)));
    assert!(bytes.len() < 2_000_000);
    let error = try_read("a.docx", &bytes).expect_err("it is too large");
    assert_eq!(error, ExtractError::ArchiveLimit(ArchiveLimit::Member(MEMBER_BYTES)));
    assert!(error.to_string().starts_with("a part of it unpacks to more than 67108864 bytes"));
}

/// Documents in an archive share what it may unpack to, and so do archives in archives.
#[test]
fn bombs_in_bombs_do_not_multiply() {
    let document = docx(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(60_000_000)));
    let names: Vec<String> = (0..20).map(|number| format!("{number}.docx")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), document.as_slice())).collect();
    let archive = packed(&parts);
    let outer = packed(&[("1.zip", &archive), ("2.zip", &archive), ("3.txt", "一、时间".as_bytes())]);
    let exceeded = ExtractError::ArchiveLimit(ArchiveLimit::Bytes(TOTAL_BYTES));
    let found = extract("a.zip", &outer, &Options::default());
    let read = found.iter().filter(|item| matches!(item, Extracted::Manuscript(_))).count();
    assert_eq!(read as u64, TOTAL_BYTES / 60_000_000);
    assert!(matches!(found.last(), Some(Extracted::Failed { error, .. }) if *error == exceeded));
}

/// A page of fifty megabytes, and of that size whatever else costs more than its bytes.
#[test]
fn what_is_larger_than_any_notice_is_cut() {
    let size = 50 << 20;
    let filled = |head: &str, piece: &str| format!("{head}{}", piece.repeat((size - head.len()) / piece.len()));
    let page = "<!DOCTYPE html><body><p>一、时间</p>";
    for piece in ["<td>1", "<div>"] {
        let warning = warning_of("a.html", filled(page, piece).as_bytes());
        assert_eq!(warning, "more than 1000000 elements; what follows was not read", "{piece}");
    }
    for (start, piece) in [("", "<"), ("<p", " a=1")] {
        let warning = warning_of("a.html", filled(&format!("{page}{start}"), piece).as_bytes());
        assert_eq!(warning, "more than 8000000 tags, attributes and stray signs; what follows was not read", "{piece}");
    }
    let warning = warning_of("a.docx", &docx(&filled("<w:p><w:r><w:t>甲</w:t></w:r></w:p>", "<w:p/>")));
    assert_eq!(warning, "word/document.xml: more than 3000000 pieces of XML; what follows was not read");
    let warning = warning_of("a.rtf", filled(r"{\rtf1 a\par ", r"\b x").as_bytes());
    assert_eq!(warning, "more than 8000000 groups and control words; what follows was not read");
}

#[test]
fn more_records_than_any_file_has_are_not_read() {
    let rows = 200_001;
    let files = [
        ("a.csv", format!("标题,正文\n{}", "甲,一\n".repeat(rows))),
        ("a.jsonl", "{\"text\":\"一\"}\n".repeat(rows)),
        ("a.json", format!("[{}{{\"text\":\"一\"}}]", "{\"text\":\"一\"},".repeat(rows - 1))),
        ("a.sql", format!("INSERT INTO t (content) VALUES ('一'){}", ",('一')".repeat(rows - 1))),
    ];
    for (name, text) in files {
        let found = extract(name, text.as_bytes(), &Options::default());
        assert_eq!(found.len(), rows, "{name}");
        let error = ExtractError::TooManyRecords(rows - 1);
        assert!(matches!(found.last(), Some(Extracted::Failed { error: last, .. }) if *last == error), "{name}");
    }
}

/// Objects that refer to themselves: pages, forms, lengths.
#[cfg(feature = "pdf")]
#[test]
fn circles_in_a_pdf_end() {
    let kids = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]/Parent 2 0 R>>endobj\n\
        trailer<</Root 1 0 R>>";
    assert!(matches!(try_read("a.pdf", kids.as_bytes()), Err(ExtractError::Damaged(_))));
    let form = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>endobj\n\
        4 0 obj<</Length 5>>stream\n/F Do\nendstream endobj\n\
        5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 11/Resources<</XObject<</F 5 0 R>>>>>>stream\n/F Do /F Do\nendstream endobj\n\
        trailer<</Root 1 0 R>>";
    // Without resources of its own a form has those of the page, and so itself.
    let heir = form.replace("/Length 11/Resources<</XObject<</F 5 0 R>>>>", "/Length 11");
    assert_ne!(heir, form);
    for file in [form, &heir] {
        let start = Instant::now();
        assert!(try_read("a.pdf", file.as_bytes()).is_err());
        assert!(start.elapsed() < PATIENCE);
    }
}
