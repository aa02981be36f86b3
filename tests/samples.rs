//! The samples hold the same notices in every format and encoding; each must yield its text and the outline of the plain
//! text.

use std::path::Path;

use gangmu::extract::{ExtractError, Extracted, Options, extract};
use gangmu::notice::{Manuscript, WarningKind};

#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "extract/shared.rs"]
mod shared;

#[cfg(feature = "pdf")]
use shared::try_read;
use shared::{Samples, inked, listing, outline_of, read, sample_sets};

/// The expected result of a sample.
enum Yields {
    /// The expected text but for so many characters in a thousand, and its outline.
    Whole { wrong_permille: usize },
    /// The program that wrote the file lost something: so many characters are to be inserted or deleted.
    Lost { chars: usize, why: &'static str },
}

use Yields::{Lost, Whole};

const TEXT: Yields = Whole { wrong_permille: 1 };
const PDF: Yields = Whole { wrong_permille: 5 };

/// Marked as legal (1.1, not 一.1) when Word wrote it; `LibreOffice` drops the mark.
const NO_LEGAL: &str = "LibreOffice draws 一.1 for 1.1, and plain digits for wide ones";
/// Its rendering of a paragraph in a form field, and of the page count.
const DOUBLED: &str = "LibreOffice writes a paragraph four times, and 4 pages where the field had said 3";
const SPLIT: &str = "LibreOffice drops isLgl, and makes one list of its own of 第九十九条 and what follows, from 一";

/// File, expected text, and how much of it comes out.
const SAMPLES: [(&str, &str, Yields); 50] = [
    ("A.md", "A", TEXT),
    ("A_utf8.txt", "A", TEXT),
    ("A_utf8bom.txt", "A", TEXT),
    ("A_gbk.txt", "A", TEXT),
    ("A_gb18030.txt", "A", Lost { chars: 7, why: "it has a line of rare characters more" }),
    ("A_utf16le_bom.txt", "A", TEXT),
    ("A_utf16be_bom.txt", "A", TEXT),
    ("A_utf16le_nobom.txt", "A", TEXT),
    ("A_big5.txt", "A_big5", TEXT),
    ("A_hardwrap.txt", "A", TEXT),
    ("A_mixed.txt", "A", TEXT),
    ("A_portal_utf8.html", "A_portal", TEXT),
    ("A_portal_table_gbk.html", "A_portal", TEXT),
    ("C_portal_gbk.html", "C_portal", TEXT),
    ("A_lo.html", "A", TEXT),
    (
        "B_autonum_lo.html",
        "B_autonum",
        Lost { chars: 223, why: "every number is 1. 2. 3.: <ol> has no type for 一、 or ①" },
    ),
    ("C_meta_lo.html", "C_meta", TEXT),
    ("A_qp_utf8.mht", "A_portal", TEXT),
    ("A_b64_gb2312.mht", "A_portal", TEXT),
    ("A_qp_nocharset.mht", "A_portal", TEXT),
    ("A.epub", "A", TEXT),
    ("A_epub2.epub", "A", TEXT),
    ("A.docx", "A", TEXT),
    ("A_fromdoc.docx", "A", TEXT),
    ("A_noto_header.docx", "A", TEXT),
    ("B_autonum.docx", "B_autonum", TEXT),
    ("B_autonum_fromdoc.docx", "B_autonum", Lost { chars: 20, why: SPLIT }),
    ("C_meta.docx", "C_meta", TEXT),
    ("C_traps.docx", "C_traps", TEXT),
    ("C_traps_fromdoc.docx", "C_traps", Lost { chars: 29, why: DOUBLED }),
    ("A.odt", "A", TEXT),
    ("B_autonum.odt", "B_autonum", TEXT),
    ("C_meta.odt", "C_meta", TEXT),
    ("A.doc", "A", TEXT),
    ("A.wps", "A", TEXT),
    ("B_autonum.doc", "B_autonum", Lost { chars: 20, why: SPLIT }),
    ("C_meta.doc", "C_meta", TEXT),
    ("C_traps.doc", "C_traps", Lost { chars: 29, why: DOUBLED }),
    ("A.rtf", "A", TEXT),
    ("A.pdf", "A", PDF),
    ("A_noto_header.pdf", "A", PDF),
    ("A_objstm.pdf", "A", PDF),
    ("A_encrypted_emptypw.pdf", "A", PDF),
    ("A_unigb_notounicode.pdf", "A", PDF),
    ("A_gbkeuc_notounicode.pdf", "A", PDF),
    ("A_unigb_embedded_notounicode.pdf", "A", PDF),
    ("A_gbkeuc_embedded_notounicode.pdf", "A", PDF),
    ("B_autonum.pdf", "B_autonum", Lost { chars: 12, why: NO_LEGAL }),
    ("C_meta.pdf", "C_meta", PDF),
    ("C_traps.pdf", "C_traps", Lost { chars: 23, why: "readings are drawn as text, boxes where they lie" }),
];

#[test]
fn the_samples_yield_their_texts_and_outlines() {
    let is_built_in = |name: &str| cfg!(feature = "pdf") || !is_pdf(name);
    let mut poor = Vec::new();
    for samples in sample_sets() {
        let there = SAMPLES.iter().filter(|(name, ..)| is_built_in(name) && samples.has(name));
        poor.extend(there.filter_map(|(name, expected, yields)| fault_of(&samples, name, expected, yields)));
    }
    assert!(poor.is_empty(), "{}", poor.join("\n\n"));
}

/// Differences between the result of a sample and the expected one.
fn fault_of(samples: &Samples, name: &str, expected: &str, yields: &Yields) -> Option<String> {
    let expected = samples.text(&format!("{expected}.expected.txt"));
    let manuscript = match first_of(name, &samples.bytes(name)) {
        Ok(manuscript) => manuscript,
        Err(error) => return Some(format!("{name}: {error}")),
    };
    let (wanted, got) = (inked(&expected), inked(&manuscript.text));
    let wanted: Vec<char> = wanted.chars().collect();
    let wrong = distance(&wanted, &got.chars().collect::<Vec<char>>());
    match yields {
        Whole { wrong_permille } if wrong * 1000 > wrong_permille * wanted.len() => {
            Some(format!("{name}: {wrong} of {} characters are wrong\n{}", wanted.len(), manuscript.text))
        }
        Whole { .. } => {
            let plain = Manuscript { text: expected, first_line: 1, ..Manuscript::default() };
            let (outline, plain) = (outline_of(manuscript), outline_of(plain));
            (outline != plain).then(|| format!("{name}: its outline is\n{outline:#?}\nnot\n{plain:#?}"))
        }
        Lost { chars, why } => {
            (wrong != *chars).then(|| format!("{name}: {wrong} characters are wrong, not {chars} ({why})"))
        }
    }
}

/// The first notice: the second book holds another one behind it.
fn first_of(name: &str, bytes: &[u8]) -> Result<Manuscript, ExtractError> {
    match extract(name, bytes, &Options::default()).into_iter().next() {
        Some(Extracted::Manuscript(manuscript)) => Ok(manuscript),
        Some(Extracted::Failed { error, .. }) => Err(error),
        other => panic!("{name} is {other:?}"),
    }
}

fn is_pdf(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "pdf")
}

/// The least number of characters to insert and delete to make one text of the other (E. Myers, 1986).
fn distance(a: &[char], b: &[char]) -> usize {
    // How far the best way on each diagonal has come; diagonals are counted from the one that no way reaches.
    let zero = b.len() + 1;
    let mut furthest = vec![0_usize; a.len() + b.len() + 3];
    for edits in 0..=a.len() + b.len() {
        let (low, high) = (zero.saturating_sub(edits).max(1), (zero + edits).min(zero + a.len()));
        let first = low + (low + zero + edits) % 2;
        for diagonal in (first..=high).step_by(2) {
            let is_down = diagonal == zero - edits.min(zero)
                || diagonal != zero + edits && furthest[diagonal - 1] < furthest[diagonal + 1];
            let mut x = if is_down { furthest[diagonal + 1] } else { furthest[diagonal - 1] + 1 };
            let mut y = (x + zero).saturating_sub(diagonal);
            while x < a.len() && y < b.len() && a[x] == b[y] {
                (x, y) = (x + 1, y + 1);
            }
            furthest[diagonal] = x;
            if x >= a.len() && y >= b.len() {
                return edits;
            }
        }
    }
    a.len() + b.len()
}

#[test]
fn texts_are_compared() {
    let distance = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
    let cases = [
        ("", "", 0),
        ("一二三", "一二三", 0),
        ("一二三", "一三", 1),
        ("一", "二", 2),
        ("", "一二", 2),
        ("一二", "", 2),
        ("甲乙丙丁", "乙丙戊丁", 2),
    ];
    for (a, b, expected) in cases {
        assert_eq!(distance(a, b), expected, "{a} {b}");
    }
}

/// Runs a check over every set of samples.
#[track_caller]
fn check_sets(check: impl Fn(&Samples)) {
    sample_sets().iter().for_each(check);
}

/// All numbers but those of `<ol>`'s own kind are gone; the words are all there.
#[test]
fn the_words_of_a_list_without_its_numbers_are_kept() {
    check_sets(|samples| {
        let page = samples.bytes("B_autonum_lo.html");
        let expected = samples.text("B_autonum.expected.txt");
        let text = read("a.html", &page).text;
        let lines = text.lines().map(inked).filter(|line| !line.is_empty()).zip(expected.lines().map(inked));
        for (got, wanted) in lines {
            let words: String = got.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '.').to_owned();
            assert!(wanted.ends_with(&words), "{got} is not {wanted}");
        }
        assert!(text.contains("4. 工作要求") && text.contains("98. 起始值覆盖") && text.contains("101. 一百零一"));
    });
}

/// GBK, then UTF-8: read whole, and said.
#[test]
fn a_change_of_encoding_is_told() {
    check_sets(|samples| {
        let mixed = samples.bytes("A_mixed.txt");
        let manuscript = read("a.txt", &mixed);
        let encodings = manuscript.warnings.iter().map(|warning| match &warning.kind {
            WarningKind::MixedEncodings { before, after, .. } => (before.as_str(), after.as_str()),
            other => panic!("{other:?}"),
        });
        assert_eq!(encodings.collect::<Vec<_>>(), [("GB18030", "UTF-8")]);
    });
}

#[test]
fn what_is_cut_or_short_is_read() {
    check_sets(|samples| {
        let cut = samples.bytes("A_gbk_truncated.txt");
        let whole = inked(&samples.text("A.expected.txt"));
        let cut = inked(&read("a.txt", &cut).text);
        let kept = cut.trim_end_matches('\u{FFFD}');
        assert!(kept.chars().count() > 600 && whole.starts_with(kept), "{cut}");
        let short = read("a.txt", &samples.bytes("A_short_gbk.txt"));
        assert_eq!(short.text.trim(), "关于放假的通知");
    });
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_files_without_text_say_so() {
    check_sets(|samples| {
        let locked = samples.bytes("A_encrypted_needpw.pdf");
        assert_eq!(try_read("a.pdf", &locked), Err(ExtractError::NeedsPassword));
        let scanned = try_read("a.pdf", &samples.bytes("A_scanned.pdf"));
        assert!(matches!(scanned, Err(ExtractError::NoTextLayer { pages: 1.. })));
    });
}

/// One of these records holds the whole page as well, and the last line of the second file is damaged.
#[test]
fn the_sample_records_yield_their_titles_and_texts() {
    check_sets(|samples| {
        let expected = inked(&samples.text("A.expected.txt"));
        let title = "江澜市人民政府办公室关于进一步做好农村供水保障工作的通知";
        for (name, count, damaged) in [("A.json", 2, vec![]), ("A.jsonl", 3, vec![4])] {
            let (mut read, mut bad_lines) = (Vec::new(), Vec::new());
            for item in extract(name, &samples.bytes(name), &Options::default()) {
                match item {
                    Extracted::Manuscript(manuscript) => read.push((manuscript.given.title, inked(&manuscript.text))),
                    Extracted::Failed { error: ExtractError::BadJson { line, .. }, .. } => bad_lines.push(line),
                    other => panic!("{name}: {other:?}"),
                }
            }
            assert_eq!(read, vec![(Some(title.to_owned()), expected.clone()); count], "{name}");
            assert_eq!(bad_lines, damaged, "{name}");
        }
    });
}

#[test]
fn the_encodings_of_the_samples_are_told() {
    check_sets(|samples| {
        for (name, encoding) in [
            ("A_utf8.txt", "UTF-8"),
            ("A_utf8bom.txt", "UTF-8"),
            ("A_gbk.txt", "GB18030"),
            ("A_gb18030.txt", "GB18030"),
            ("A_utf16le_bom.txt", "UTF-16LE"),
            ("A_utf16be_bom.txt", "UTF-16BE"),
            ("A_utf16le_nobom.txt", "UTF-16LE"),
            ("A_big5.txt", "Big5"),
            ("A_short_gbk.txt", "GB18030"),
            ("A_gbk_truncated.txt", "GB18030"),
        ] {
            let manuscript = read(name, &samples.bytes(name));
            assert_eq!(manuscript.source.encoding.as_deref(), Some(encoding), "{name}");
            assert_eq!(manuscript.warnings, [], "{name}");
        }
        // One line more, of characters that only GB18030 has.
        let rare = read("a.txt", &samples.bytes("A_gb18030.txt")).text;
        assert!(["𠮷", "㙍", "䶮"].iter().all(|c| rare.contains(c)));
    });
}

#[test]
fn the_elements_of_the_sample_pages_are_read() {
    check_sets(|samples| {
        let read = |name: &str| read(name, &samples.bytes(name)).given;
        let portal = read("A_portal_utf8.html");
        assert_eq!(portal.title.as_deref(), Some("江澜市人民政府办公室关于进一步做好农村供水保障工作的通知"));
        assert_eq!(portal.index_number.as_deref(), Some("JL0000-2024-00017"));
        assert_eq!(portal.document_number.as_deref(), Some("江政办发〔2024〕17号"));
        assert_eq!(portal.issue_date.map(|date| date.to_string()).as_deref(), Some("2024-03-15"));
        assert_eq!(portal.published.map(|date| date.to_string()).as_deref(), Some("2024-03-18"));
        assert_eq!(read("C_portal_gbk.html").index_number.as_deref(), Some("JL0000-2025-00031"));
        assert_eq!(read("A_qp_utf8.mht").source_url.as_deref(), Some("http://www.example.gov.cn/zc/17.html"));
    });
}

#[test]
fn the_sample_archives_are_opened() {
    check_sets(|samples| {
        let pack = |name: &str| listing(name, &samples.bytes(name));
        assert!(pack("pack_utf8.zip").contains(&"pack_utf8.zip!公文/A.html".to_owned()));
        assert!(pack("pack_gbknames.zip").contains(&"pack_gbknames.zip!公文/农村供水通知.txt".to_owned()));
    });
}
