//! Reading files, from bytes to notices: encodings, formats, damage, and bytes of any kind.

use std::fs;

use gangmu::extract::{ExtractError, Extracted, Options, extract};
use gangmu::notice::{Format, Hint, Notice, Record, RecordError};
use gangmu::parse::parse;
use proptest::prelude::*;

#[path = "extract/promises.rs"]
mod promises;
#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "extract/shared.rs"]
mod shared;

use shared::{read, sample_sets};

// Formats -------------------------------------------------------------------------------------------------------------

#[test]
fn the_content_has_the_last_word_about_the_format() {
    let cases = [
        ("a.txt", "一、时间", Format::Text),
        ("-", "一、时间", Format::Text),
        ("a.md", "一、时间", Format::Markdown),
        ("a.txt", "# 通知\n一、时间", Format::Markdown),
        ("a.txt", r#"{"content": "一、时间"}"#, Format::Json),
        ("-", r#" [{"content": "一、时间"}]"#, Format::Json),
        ("-", "{\"content\": \"一、时间\"}\n{}", Format::JsonLines),
        ("a.json", "{\"content\": \"一、时间\"}\n{}", Format::JsonLines),
        ("a.jsonl", "{\n\"content\":\n\"一、时间\"\n}", Format::Json),
        ("a.jsonl", r#"[{"content": "一、时间"}]"#, Format::Json),
        ("a.txt", "[2024]5号\n一、时间", Format::Text),
        ("a.txt", "{一、时间}", Format::Text),
    ];
    for (path, text, format) in cases {
        match &extract(path, text.as_bytes(), &Options::default())[0] {
            Extracted::Manuscript(manuscript) => {
                assert_eq!(manuscript.source.format, format, "{path}: {text}");
                assert!(manuscript.text.contains("一、时间"), "{path}: {text}");
            }
            other => panic!("{path}: {text}: {other:?}"),
        }
    }
}

#[test]
fn markdown_keeps_the_lines_of_its_file() {
    let text = "\u{FEFF}---\r\ntitle: 通知\r\ndate: 2024-02-20\r\n---\r\n# 关于放假的**通知**\r\n\r\n<!--more-->\r\n## 一、时间\r\n- 三天\r\n";
    let manuscript = read("a.md", text.as_bytes());
    assert_eq!(manuscript.text, "关于放假的通知\n\n\n一、时间\n三天\n");
    assert_eq!(manuscript.first_line, 5);
    assert_eq!(manuscript.hints, [(0, Hint::Heading(1)), (3, Hint::Heading(2))]);
    let notice = parse(manuscript);
    assert_eq!(notice.outline.len(), 1);
    assert_eq!(notice.source_line(notice.outline.nodes()[0].start()), 8);
    assert_eq!(notice.elements.published.map(|date| date.to_string()).as_deref(), Some("2024-02-20"));
}

#[test]
fn records_say_which_part_of_the_file_they_are() {
    let parts = |path: &str, text: &str| -> Vec<Option<String>> {
        let extracted = extract(path, text.as_bytes(), &Options::default()).into_iter();
        let source = |item| match item {
            Extracted::Manuscript(manuscript) => manuscript.source,
            Extracted::Notice(notice) => notice.source,
            Extracted::Failed { source, .. } => source,
        };
        extracted.map(|item| source(item).part).collect()
    };
    let part = |name: &str| Some(name.to_owned());
    assert_eq!(parts("a.json", r#"{"text":"一"}"#), [None]);
    assert_eq!(parts("a.json", r#"[{"text":"一"},{"text":"二"}]"#), [part("1"), part("2")]);
    assert_eq!(parts("a.jsonl", "{\"text\":\"一\"}\n\nx\n[{\"text\":\"二\"}]"), [part("1"), part("3"), part("4.1")]);
}

#[test]
fn the_lines_of_a_damaged_array_are_read_one_by_one() {
    let text = "[\n{\"text\": \"一\"},\n{\"text\": 二},\n{\"text\": \"三\"}\n";
    let extracted = extract("a.json", text.as_bytes(), &Options::default());
    let found: Vec<_> = extracted
        .iter()
        .map(|item| match item {
            Extracted::Manuscript(manuscript) => manuscript.text.as_str(),
            Extracted::Failed { error: ExtractError::BadJson { line, .. }, .. } => ["", "", "", "line 3"][*line],
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(found, ["一", "line 3", "三"]);
}

#[test]
fn separators_inside_json_strings_are_lines_of_the_text() {
    let manuscript = read("a.json", "{\"text\": \"一、\u{2028}二、\\u0085三、\"}".as_bytes());
    assert_eq!(manuscript.text, "一、\n二、\n三、");
}

#[test]
fn bad_bytes_in_a_record_are_its_warnings() {
    let lines =
        [b"{\"text\": \"".as_slice(), "一".as_bytes(), b"\"}\n{\"text\": \"\xFF", "二".as_bytes(), b"\"}\n"].concat();
    let counts: Vec<usize> = extract("a.jsonl", &lines, &Options::default())
        .iter()
        .map(|item| match item {
            Extracted::Manuscript(manuscript) => manuscript.warnings.len(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(counts, [0, 1]);
}

// gangmu's own JSON ---------------------------------------------------------------------------------------------------

#[test]
fn every_notice_of_the_sample_reads_back_from_its_json() {
    for (path, bytes) in sample() {
        promises::check_file(&path, &bytes, None);
    }
}

#[test]
fn own_records_stand_among_others() {
    let notice = parse(read("b.txt", "关于放假的通知\n一、时间\n三天。\n".as_bytes()));
    let own = serde_json::to_string(&Record::of(&notice)).expect("JSON");
    let text = format!("{own}\n{{\"text\": \"一、时间\"}}\n{}\n", own.replace("\"schema\":1", "\"schema\":99"));
    match &extract("a.jsonl", text.as_bytes(), &Options::default())[..] {
        [Extracted::Notice(own), Extracted::Manuscript(_), Extracted::Failed { source, error }] => {
            assert_eq!((own.source.path.as_str(), own.source.part.as_deref()), ("a.jsonl", Some("1")));
            assert_eq!(own.source.made_from.as_deref(), Some(&notice.source));
            assert_eq!(Notice { source: notice.source.clone(), ..own.clone() }, notice);
            assert_eq!(source.part.as_deref(), Some("3"));
            assert!(matches!(error, ExtractError::BadRecord(RecordError::Schema(99))), "{error}");
        }
        other => panic!("{other:?}"),
    }
}

// The samples ---------------------------------------------------------------------------------------------------------

#[test]
fn hostile_samples_are_refused_or_read() {
    for samples in sample_sets() {
        let hostile = samples.names("hostile").into_iter().map(|name| format!("hostile/{name}"));
        for name in samples.names("").into_iter().chain(hostile) {
            let bytes = samples.bytes(&name);
            // What is larger only takes longer.
            let bytes = &bytes[..bytes.len().min(700_000)];
            promises::check_file(name.rsplit('/').next().unwrap_or(&name), bytes, None);
        }
    }
}

// Bytes of any kind ---------------------------------------------------------------------------------------------------

/// The notices of the repository, by name.
fn sample() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/notices");
    let entries = fs::read_dir(folder).expect("the sample").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = entries
        .map(|path| {
            (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read(&path).expect("a file"))
        })
        .collect();
    files.sort();
    files
}

const PATHS: [&str; 4] = ["a.txt", "a.md", "a.json", "a.jsonl"];

const ENCODINGS: [Option<&str>; 6] =
    [None, Some("utf-8"), Some("gb18030"), Some("big5"), Some("utf-16le"), Some("shift_jis")];

/// Whatever is left open a hundred thousand times must not be searched for its end each time: this test would not end.
#[test]
fn marks_that_are_never_closed_cost_no_more_than_others() {
    let marks = [
        "<p ",
        "<p '",
        "<p \"><p '",
        "<!a",
        "<!--",
        "<script>",
        "</",
        "<td>",
        "<http",
        "[](",
        "[",
        "](",
        "*a ",
        "**a ",
        "`a",
        "_a ",
        "&amp;",
        "&",
        "&nbsp",
        "&#1",
        "\n#",
        "#",
        "> ",
        "|a",
        "\\",
        "<p>  \n",
        "<p><!-- a\n",
        "{\"a\":",
        "[{",
        "\"",
        "\u{85}",
        "\r",
        "12345678901234567890，第\n<!--x-->\n",
        "a|b\n",
        "```\n",
        "===\n",
    ];
    for mark in marks {
        let text = mark.repeat(200_000 / mark.len());
        let field = serde_json::json!({ "text": format!("<p>{text}") }).to_string();
        for (path, text) in [("a.txt", &text), ("a.md", &text), ("a.json", &text), ("a.json", &field)] {
            assert!(!extract(path, text.as_bytes(), &Options::default()).is_empty());
        }
    }
}

/// A change to a file: what damaged disks, downloads and programs do.
#[derive(Debug, Clone)]
enum Damage {
    Set(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    Cut(prop::sample::Index, usize),
    Truncate(prop::sample::Index),
    Repeat(prop::sample::Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<prop::sample::Index>;
    prop_oneof![
        (place(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        (place(), prop::collection::vec(any::<u8>(), 1..8)).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (place(), 1..200_usize).prop_map(|(at, len)| Damage::Cut(at, len)),
        place().prop_map(Damage::Truncate),
        (place(), 1..400_usize).prop_map(|(at, len)| Damage::Repeat(at, len)),
    ]
}

fn apply(damage: Damage, bytes: &mut Vec<u8>) {
    if bytes.is_empty() {
        return;
    }
    let len = bytes.len();
    match damage {
        Damage::Set(at, byte) => bytes[at.index(len)] = byte,
        Damage::Insert(at, inserted) => {
            let at = at.index(len);
            bytes.splice(at..at, inserted);
        }
        Damage::Cut(at, count) => {
            let at = at.index(len);
            bytes.drain(at..len.min(at + count));
        }
        Damage::Truncate(at) => bytes.truncate(at.index(len)),
        Damage::Repeat(at, count) => {
            let at = at.index(len);
            bytes.extend_from_within(at..len.min(at + count));
        }
    }
}

/// Pieces that mean something to a reader: arbitrary strings hardly ever hold them.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "一、",
        "（一）",
        "1.",
        "1.1",
        "第一章",
        "第一条",
        "附件1",
        "总体要求",
        "。",
        "：",
        "\n",
        "\n\n",
        "\r\n",
        "\u{3000}",
        " ",
        "\t",
        "---\n",
        "title: ",
        "# ",
        "## ",
        "- ",
        "> ",
        "```\n",
        "|",
        "|---|",
        "**",
        "*",
        "_",
        "`",
        "[",
        "](",
        ")",
        "![",
        "<br>",
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td>",
        "<script>",
        "</",
        "<!--",
        "-->",
        "&nbsp;",
        "&#10;",
        "&amp;",
        "&",
        "\\",
        "\"",
        "{",
        "}",
        ":",
        ",",
        "\"content\"",
        "\"schema\":1",
        "\"outline\":[]",
        "\u{FEFF}",
        "\u{1B}[31m",
        "\u{202E}",
        "\u{0}",
        "2024年2月20日",
        "〔2024〕5号",
        "某某市教育局",
        "http://a.example/",
        "\u{2028}",
        "\u{85}",
        "　　",
    ]);
    prop::collection::vec(prop_oneof![8 => piece.prop_map(str::to_owned), 1 => any::<String>()], 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn bytes_of_any_kind_are_read_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        path in prop::sample::select(&PATHS[..]),
        encoding in prop::sample::select(&ENCODINGS[..]),
    ) {
        promises::check_file(path, &bytes, encoding);
    }

    #[test]
    fn texts_of_any_kind_are_read(
        text in pieces(),
        path in prop::sample::select(&PATHS[..]),
        as_field in any::<bool>(),
    ) {
        let text = if as_field { serde_json::json!({ "text": text, "title": text }).to_string() } else { text };
        promises::check_file(path, text.as_bytes(), None);
    }

    #[test]
    fn damaged_notices_are_read_or_refused(
        file in prop::sample::select(sample()),
        damages in prop::collection::vec(damage(), 1..6),
        encoding in prop::sample::select(&ENCODINGS[..]),
    ) {
        let (name, mut bytes) = file;
        for damage in damages {
            apply(damage, &mut bytes);
        }
        promises::check_file(&name, &bytes, encoding);
    }

    /// Every field of gangmu's own JSON may hold anything.
    #[test]
    fn damaged_records_are_read_or_refused(
        file in prop::sample::select(sample()),
        damages in prop::collection::vec(damage(), 1..6),
    ) {
        for item in extract(&file.0, &file.1, &Options::default()).into_iter().take(1) {
            let Extracted::Manuscript(manuscript) = item else { continue };
            let mut json = serde_json::to_vec(&Record::of(&parse(manuscript))).expect("JSON");
            for damage in damages.clone() {
                apply(damage, &mut json);
            }
            promises::check_file("a.json", &json, None);
        }
    }
}
