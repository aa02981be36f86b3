//! Web pages, archives, books, tables and dumps as whole files: what they yield, how they fail, and that damage to them
//! ends neither the program nor a reader's patience.

use std::io::Write;
use std::time::{Duration, Instant};

use encoding_rs::GB18030;
use flate2::Compression;
use flate2::write::GzEncoder;
use gangmu::extract::{ArchiveLimit, Damage, ExtractError, Extracted, FileKind, Options, extract, kind_of};
use gangmu::notice::{Format, Hint};
use gangmu::parse::parse;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[path = "extract/promises.rs"]
mod promises;
#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "extract/shared.rs"]
mod shared;

use shared::{listing, read, refused, sample_sets};

/// The longest that a file may take, however hostile; tests are not optimised and the machine may be busy, so what they
/// check is far below it in use.
const PATIENCE: Duration = Duration::from_mins(1);

const NOTICE: &str = "关于放假的通知\n各学校：\n现通知如下：\n一、时间\n三天。\n二、要求\n注意安全。\n";

// Web pages -----------------------------------------------------------------------------------------------------------

const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=utf-8><title>云泽县教育局关于放假的通知_云泽县人民政府</title>\
    <meta name=PubDate content='2024-02-21 09:30'><link rel=canonical href='https://www.yunze.example/1.html'></head><body>\
    <div class=nav><a href=/>首页</a><a href=/a>政务公开</a></div><div>当前位置：<a>首页</a> &gt; 通知</div>\
    <table><tr><td>索&nbsp;引&nbsp;号：<td>YZ-01<td>主题分类：<td>教育<tr><td>发文字号：<td>云教〔2024〕5号<td>成文日期：<td>2024年2月20日</table>\
    <h1>云泽县教育局关于放假的通知</h1><div>发布时间：2024-02-21 09:30 浏览次数：5次</div>\
    <div id=zoom><p>各学校：</p><p>　　现将放假有关事项通知如下，请遵照执行。</p><p>&nbsp;&nbsp;&nbsp;&nbsp;一、时间</p><p>三天。</p>\
    <table><tr><td>学校<td>人数<tr><td>一中<td>900</table><p style='text-align:right'>云泽县教育局</p><p>2024年2月20日</p></div>\
    <div class=share>分享到：<a>微信</a></div><div class=footer>版权所有 云泽县人民政府</div></body></html>";

#[test]
fn the_document_on_a_page_is_read() {
    let manuscript = read("a.html", PAGE.as_bytes());
    let text = "各学校：\n　　现将放假有关事项通知如下，请遵照执行。\n　　一、时间\n三天。\n学校\t人数\n一中\t900\n云泽县教育局\n2024年2月20日\n";
    assert_eq!(manuscript.text, text);
    assert_eq!(manuscript.hints, [(4, Hint::TableRow), (5, Hint::TableRow)]);
    let elements = parse(manuscript).elements;
    let day = |date: Option<gangmu::notice::Date>| date.map(|date| date.to_string());
    assert_eq!(elements.title.as_deref(), Some("云泽县教育局关于放假的通知"));
    assert_eq!(elements.index_number.as_deref(), Some("YZ-01"));
    assert_eq!(elements.subject.as_deref(), Some("教育"));
    assert_eq!(elements.document_number.as_deref(), Some("云教〔2024〕5号"));
    assert_eq!(day(elements.issue_date).as_deref(), Some("2024-02-20"));
    assert_eq!(day(elements.published).as_deref(), Some("2024-02-21"));
    assert_eq!(elements.source_url.as_deref(), Some("https://www.yunze.example/1.html"));
}

#[test]
fn the_encoding_of_a_page_is_what_its_bytes_are() {
    let text = read("a.html", PAGE.as_bytes()).text;
    let cases: [(&str, Vec<u8>, &str); 4] = [
        ("a wrong label", PAGE.replace("charset=utf-8", "charset=gb2312").into_bytes(), "UTF-8"),
        (
            "GBK, called GB2312",
            GB18030.encode(&PAGE.replace("charset=utf-8", "charset=gb2312")).0.into_owned(),
            "GB18030",
        ),
        ("no label", GB18030.encode(&PAGE.replace("charset=utf-8", "name=x")).0.into_owned(), "GB18030"),
        ("UTF-16", format!("\u{FEFF}{PAGE}").encode_utf16().flat_map(u16::to_le_bytes).collect(), "UTF-16LE"),
    ];
    for (name, bytes, encoding) in cases {
        let manuscript = read("a.html", &bytes);
        assert_eq!(manuscript.text, text, "{name}");
        assert_eq!(manuscript.source.encoding.as_deref(), Some(encoding), "{name}");
    }
}

#[test]
fn the_content_says_what_a_file_is() {
    let page = PAGE.as_bytes();
    let zip = zip_of(&[("一.txt".as_bytes(), NOTICE.as_bytes())]);
    for path in ["a.html", "a.doc", "a.txt", "a", "-"] {
        assert_eq!(read(path, page).source.format, Format::Html, "{path}");
        assert_eq!(listing(path, &zip), [format!("{path}!一.txt")]);
    }
    assert_eq!(read("a.html", NOTICE.replace('\n', "<br>").as_bytes()).source.format, Format::Html);
    assert_eq!(read("a.doc", NOTICE.as_bytes()).source.format, Format::Text);
    assert_eq!(kind_of(b"\x89PNG\r\n\x1A\n"), FileKind::Other("PNG image"));
}

// Archives ------------------------------------------------------------------------------------------------------------

/// A ZIP archive of files with those names, written as they are.
fn zip_of(files: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (index, (_, bytes)) in files.iter().enumerate() {
        writer.start_file(format!("{index:04}"), SimpleFileOptions::default()).expect("memory");
        writer.write_all(bytes).expect("memory");
    }
    let mut archive = writer.finish().expect("memory").into_inner();
    // The writer knows UTF-8 only, so names get their place first and their bytes afterwards.
    for (index, (name, _)) in files.iter().enumerate() {
        archive = renamed(&archive, format!("{index:04}").as_bytes(), name);
    }
    archive
}

/// The archive with another name in both places; what stands behind them moves.
fn renamed(archive: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(archive.len() + 2 * new.len());
    let at = |needle: &[u8]| archive.windows(needle.len()).position(|window| window == needle).expect("it is there");
    let end = archive.windows(4).rposition(|window| window == b"PK\x05\x06").expect("an end");
    let directory = u32::from_le_bytes(archive[end + 16..end + 20].try_into().expect("four bytes")) as usize;
    let local = at(old);
    let central = directory + archive[directory..].windows(old.len()).position(|window| window == old).expect("twice");
    let growth = new.len() - old.len().min(new.len());
    assert!(new.len() >= old.len(), "names only grow");
    for (start, stop) in [(0, local), (local + old.len(), central), (central + old.len(), archive.len())] {
        bytes.extend_from_slice(&archive[start..stop]);
        if stop != archive.len() {
            bytes.extend_from_slice(new);
        }
    }
    let mut put =
        |at: usize, value: usize, len: usize| bytes[at..at + len].copy_from_slice(&value.to_le_bytes()[..len]);
    put(local - 4, new.len(), 2);
    let directory = directory + growth;
    put(central + growth - 18, new.len(), 2);
    let size = end + growth * 2 - directory;
    let end = end + growth * 2;
    put(end + 12, size, 4);
    put(end + 16, directory, 4);
    // The offsets of the members behind.
    let mut entry = directory;
    while bytes[entry..].starts_with(b"PK\x01\x02") {
        let field = |at: usize, len: usize| {
            bytes[entry + at..entry + at + len].iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
        };
        let offset = field(42, 4);
        let length = 46 + field(28, 2) + field(30, 2) + field(32, 2);
        if offset > local {
            bytes[entry + 42..entry + 46].copy_from_slice(&((offset + growth) as u32).to_le_bytes());
        }
        entry += length;
    }
    bytes
}

fn gzip_of(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn tar_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, name, *bytes).expect("memory");
    }
    builder.into_inner().expect("memory")
}

#[test]
fn every_notice_in_an_archive_is_read() {
    let notice = NOTICE.as_bytes();
    let inner = zip_of(&[("内层/三.md".as_bytes(), notice)]);
    let files = [
        ("公文/一.txt", notice),
        ("公文/二.html", PAGE.as_bytes()),
        ("内层.zip", &inner),
        ("图片.png", b"\x89PNG"),
        ("__MACOSX/._一.txt", b"\0"),
    ];
    let expected = ["公文/一.txt", "公文/二.html", "内层.zip!内层/三.md"];
    let expected = |path: &str| expected.map(|name| format!("{path}!{name}"));
    let raw: Vec<(&[u8], &[u8])> = files.iter().map(|(name, bytes)| (name.as_bytes(), *bytes)).collect();
    assert_eq!(listing("a.zip", &zip_of(&raw)), expected("a.zip"));
    assert_eq!(listing("a.tar", &tar_of(&files)), expected("a.tar"));
    assert_eq!(listing("a.tar.gz", &gzip_of(&tar_of(&files))), expected("a.tar.gz"));
    assert_eq!(listing("b/通知.txt.gz", &gzip_of(notice)), ["b/通知.txt.gz!通知.txt"]);
}

#[test]
fn names_in_gbk_are_read() {
    let gbk = GB18030.encode("公文/关于放假的通知.txt").0;
    let zip = zip_of(&[(&gbk, NOTICE.as_bytes()), (b"readme.txt", NOTICE.as_bytes())]);
    assert_eq!(listing("a.zip", &zip), ["a.zip!公文/关于放假的通知.txt", "a.zip!readme.txt"]);
}

#[test]
fn what_an_archive_must_not_do_is_refused() {
    let notice = NOTICE.as_bytes();
    let names: [&[u8]; 3] = [b"../../x.txt", b"/etc/x.txt", b"C:\\x.txt"];
    for name in names {
        assert_eq!(refused("a.zip", &zip_of(&[(name, notice)])), [ExtractError::Damaged(Damage::LeadsOut)]);
    }
    let nested = (0..4).fold(zip_of(&[(b"a.txt", notice)]), |inner, _| zip_of(&[(b"a.zip", &inner)]));
    assert_eq!(refused("a.zip", &nested), [ExtractError::ArchiveLimit(ArchiveLimit::Depth(3))]);
    assert_eq!(refused("a.zip", &zip_of(&[(b"a.png", notice)])), [ExtractError::NoNotices]);
    let whole = zip_of(&[(b"a.txt", notice)]);
    assert!(matches!(&refused("a.zip", &whole[..whole.len() / 2])[..], [ExtractError::Damaged(_)]));
    let gzip = gzip_of(notice);
    assert!(matches!(&refused("a.txt.gz", &gzip[..gzip.len() / 2])[..], [ExtractError::Damaged(_)]));
}

#[test]
fn bombs_are_refused() {
    let zeros = vec![b' '; 65 << 20];
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("a.txt", stored).and_then(|()| Ok(zip.write_all(&zeros)?)).expect("memory");
    let zip = zip.finish().expect("memory").into_inner();
    // A gzip file may be many, one behind the other; that spares the time of packing it all.
    let gzip = gzip_of(&zeros[..1 << 20]).repeat(65);
    let too_large = |extracted: &[Extracted]| {
        matches!(
            extracted,
            [Extracted::Failed { error: ExtractError::ArchiveLimit(ArchiveLimit::Member(0x400_0000)), .. }]
        )
    };
    assert!(too_large(&extract("a.zip", &zip, &Options::default())));
    assert!(too_large(&extract("a.txt.gz", &gzip, &Options::default())));
    assert!(too_large(&extract("a.tar", &tar_of(&[("a.txt", &zeros)]), &Options::default())));
}

// Tables and dumps ----------------------------------------------------------------------------------------------------

#[test]
fn tables_and_dumps_hold_many_notices() {
    let table = "标题,发布日期,正文\n甲,2024-02-20,\"一、时间\n二、要求\"\n乙,2024-02-21,一、时间\n";
    let dump = "CREATE TABLE t (id int, title text, content text);\nINSERT INTO t VALUES (1,'甲','一、时间'),(2,'乙','一、时间');\n";
    assert_eq!(listing("a.csv", table.as_bytes()), ["a.csv#1", "a.csv#2"]);
    assert_eq!(listing("a.csv", &GB18030.encode(table).0), ["a.csv#1", "a.csv#2"]);
    assert_eq!(listing("a.tsv", table.replace(',', "\t").as_bytes()), ["a.tsv#1", "a.tsv#2"]);
    assert_eq!(listing("-", table.as_bytes()), ["-#1", "-#2"]);
    assert_eq!(listing("a.sql", dump.as_bytes()), ["a.sql#t.1", "a.sql#t.2"]);
    assert_eq!(listing("a.txt", dump.as_bytes()), ["a.txt#t.1", "a.txt#t.2"]);
}

// Damage and size ----------------------------------------------------------------------------------------------------

/// Reads a file, and fails when that takes too long.
#[track_caller]
fn check_in_time(name: &str, bytes: &[u8]) {
    let start = Instant::now();
    promises::check_file(name, bytes, None);
    let taken = start.elapsed();
    assert!(taken < PATIENCE, "{name} took {taken:?}");
}

/// Numbers that are the same on every run: the generator of Lehmer, by Park and Miller.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0 * 48_271 % 0x7FFF_FFFF;
        self.0 as usize % limit.max(1)
    }
}

/// The bytes with a bit turned, cut off, or with a piece of theirs at another place.
fn mutated(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match dice.below(3) {
        0 => {
            for _ in 0..=dice.below(8) {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
        }
        1 => bytes.truncate(dice.below(bytes.len()).max(1)),
        _ => {
            let (from, to) = (dice.below(bytes.len()), dice.below(bytes.len()));
            let piece = bytes[from..bytes.len().min(from + 1 + dice.below(400))].to_vec();
            bytes.splice(to..to, piece);
        }
    }
    bytes
}

#[test]
fn damaged_files_are_read_or_refused() {
    let zip = zip_of(&[(b"a.txt", NOTICE.as_bytes()), (b"b.html", PAGE.as_bytes())]);
    let mail = format!(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n{PAGE}\n--x--\n"
    );
    let mut files = vec![
        ("a.html".to_owned(), PAGE.as_bytes().to_vec()),
        ("a.zip".to_owned(), zip),
        ("a.tar.gz".to_owned(), gzip_of(&tar_of(&[("a.txt", NOTICE.as_bytes())]))),
        ("a.tar".to_owned(), tar_of(&[("a.txt", NOTICE.as_bytes())])),
        ("a.mht".to_owned(), mail.into_bytes()),
        ("a.csv".to_owned(), "标题,发布日期,正文\n甲,2024-02-20,\"一、时间\"\n".into()),
        (
            "a.sql".to_owned(),
            "CREATE TABLE t (id int, content text);\nINSERT INTO t VALUES (1,'一、\\n二、');\n".into(),
        ),
    ];
    for samples in sample_sets() {
        let there = SAMPLES.iter().filter(|name| samples.has(name));
        files.extend(there.map(|name| ((*name).to_owned(), samples.bytes(name))));
    }
    let mut dice = Dice(20_240_220);
    for (name, bytes) in files {
        for _ in 0..MUTATIONS {
            check_in_time(&name, &mutated(&bytes, &mut dice));
        }
    }
}

/// The samples that are damaged as well.
const SAMPLES: [&str; 11] = [
    "A_portal_utf8.html",
    "A_portal_table_gbk.html",
    "C_portal_gbk.html",
    "A_lo.html",
    "C_meta_lo.html",
    "A_qp_utf8.mht",
    "A_b64_gb2312.mht",
    "A_qp_nocharset.mht",
    "A.epub",
    "A_epub2.epub",
    "pack_gbknames.zip",
];

/// How often each file is damaged.
const MUTATIONS: usize = 200;

#[test]
fn nesting_and_size_cost_no_more_than_their_bytes() {
    let deep = |open: &str| format!("<!DOCTYPE html>{}深层正文。", open.repeat(300_000 / open.len()));
    for open in
        ["<div>", "<font>", "<table><tr><td>", "<ol><li>", "<b><p>", "<li>", "<a href=x>", "<p hidden>", "</b>", "<"]
    {
        check_in_time("a.html", deep(open).as_bytes());
    }
    let wide = format!("<!DOCTYPE html><body><ol>{}</ol>", "<li><span></span>".repeat(20_000));
    check_in_time("a.html", wide.as_bytes());
    check_in_time("a.csv", format!("标题,正文\n{}", "\"".repeat(300_000)).as_bytes());
    check_in_time("a.sql", format!("INSERT INTO t (content) VALUES {}", "((".repeat(150_000)).as_bytes());
    check_in_time("a.mht", format!("MIME-Version: 1.0\n{}", "a: b\n".repeat(60_000)).as_bytes());
}
