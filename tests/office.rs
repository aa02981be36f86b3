//! Files of word processors and page makers: what they yield of the shared samples, and small ones made here.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use gangmu::extract::{ExtractError, Extracted, extract};
use gangmu::notice::{Manuscript, Notice};
use gangmu::parse::parse;

#[path = "office/made.rs"]
mod made;
#[path = "office/mutations.rs"]
mod mutations;
#[allow(dead_code, reason = "only files are checked here")]
#[path = "extract/promises.rs"]
mod promises;

/// The folder of sample files that lies beside the repository; tests that need it pass where it does not.
fn samples() -> Option<PathBuf> {
    let shared = std::env::var_os("GANGMU_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")));
    let samples = shared.join("samples");
    if !samples.is_dir() {
        eprintln!("skipped: there is no {} (set GANGMU_SHARED)", samples.display());
        return None;
    }
    Some(samples)
}

/// The only manuscript of a file, or why there is none.
#[track_caller]
fn read(path: &str, bytes: &[u8]) -> Result<Manuscript, ExtractError> {
    let mut extracted = extract(path, bytes, None);
    match (extracted.pop(), extracted.is_empty()) {
        (Some(Extracted::Manuscript(manuscript)), true) => Ok(manuscript),
        (Some(Extracted::Failed { error, .. }), true) => Err(error),
        other => panic!("{path} is {other:?}"),
    }
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

fn inked(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The headings of a notice: depth, marker, text.
fn headings(notice: &Notice) -> Vec<(usize, String, String)> {
    let heading = |id| (notice.outline.depth(id), notice.marker(id).to_owned(), notice.heading(id).to_owned());
    notice.outline.ids().map(heading).collect()
}

/// A sample and what it must yield.
struct Sample {
    name: &'static str,
    expected: &'static str,
    /// How many in a thousand of its characters may be wrong.
    wrong_permille: usize,
    /// Whether its outline must be that of the plain text.
    has_same_outline: bool,
}

const fn sample(name: &'static str, expected: &'static str, wrong_permille: usize) -> Sample {
    Sample { name, expected, wrong_permille, has_same_outline: true }
}

/// A sample in which the program that wrote it lost something.
const fn damaged(name: &'static str, expected: &'static str, wrong_permille: usize) -> Sample {
    Sample { name, expected, wrong_permille, has_same_outline: false }
}

const A: &str = "A.expected.txt";
const B: &str = "B_autonum.expected.txt";
const C: &str = "C_meta.expected.txt";
const TRAPS: &str = "C_traps.expected.txt";

const SAMPLES: [Sample; 28] = [
    sample("A.docx", A, 1),
    sample("A_fromdoc.docx", A, 1),
    sample("A_noto_header.docx", A, 1),
    sample("B_autonum.docx", B, 1),
    // 1.1 became 一.1, and one number begins anew.
    damaged("B_autonum_fromdoc.docx", B, 30),
    sample("C_meta.docx", C, 1),
    sample("C_traps.docx", TRAPS, 1),
    // Three fields were made of one.
    damaged("C_traps_fromdoc.docx", TRAPS, 50),
    sample("A.odt", A, 1),
    // １． became 1．
    damaged("B_autonum.odt", B, 10),
    sample("C_meta.odt", C, 1),
    sample("A.doc", A, 1),
    sample("A.wps", A, 1),
    damaged("B_autonum.doc", B, 30),
    sample("C_meta.doc", C, 1),
    damaged("C_traps.doc", TRAPS, 50),
    sample("A.rtf", A, 1),
    sample("A.pdf", A, 5),
    sample("A_noto_header.pdf", A, 5),
    sample("A_objstm.pdf", A, 5),
    sample("A_encrypted_emptypw.pdf", A, 5),
    sample("A_unigb_notounicode.pdf", A, 5),
    sample("A_gbkeuc_notounicode.pdf", A, 5),
    sample("A_unigb_embedded_notounicode.pdf", A, 5),
    sample("A_gbkeuc_embedded_notounicode.pdf", A, 5),
    // As for the ODT file it was made of.
    damaged("B_autonum.pdf", B, 20),
    sample("C_meta.pdf", C, 5),
    // Deletions show, and fields were made of one.
    damaged("C_traps.pdf", TRAPS, 50),
];

#[test]
fn texts_are_compared() {
    let distance = |a: &str, b: &str| distance(&inked(a), &inked(b));
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

#[test]
fn the_samples_yield_their_text() {
    let Some(samples) = samples() else { return };
    let mut poor = Vec::new();
    let is_built_in = |sample: &Sample| cfg!(feature = "pdf") || !is_pdf(sample.name);
    for Sample { name, expected, wrong_permille, has_same_outline } in SAMPLES.into_iter().filter(is_built_in) {
        let expected = fs::read_to_string(samples.join(expected)).expect("an expected text");
        let manuscript = match read(name, &fs::read(samples.join(name)).expect("a sample")) {
            Ok(manuscript) => manuscript,
            Err(error) => {
                poor.push(format!("{name}: {error}"));
                continue;
            }
        };
        let (wanted, got) = (inked(&expected), inked(&manuscript.text));
        let wrong = distance(&wanted, &got);
        eprintln!("{name}: {wrong} of {} characters are wrong", wanted.len());
        if wrong * 1000 > wrong_permille * wanted.len() {
            poor.push(format!("{name}: {wrong} of {} characters are wrong\n{}", wanted.len(), manuscript.text));
        }
        let plain = parse(Manuscript { text: expected, first_line: 1, ..Manuscript::default() });
        let outline = headings(&parse(manuscript));
        if has_same_outline && outline != headings(&plain) {
            poor.push(format!("{name}: outline is\n{outline:#?}\nnot\n{:#?}", headings(&plain)));
        }
    }
    assert!(poor.is_empty(), "{}", poor.join("\n\n"));
}

fn is_pdf(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "pdf")
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_files_without_text_say_so() {
    let Some(samples) = samples() else { return };
    let error = |name: &str| read(name, &fs::read(samples.join(name)).expect("a sample")).expect_err("it has no text");
    assert_eq!(error("A_encrypted_needpw.pdf"), ExtractError::NeedsPassword);
    assert!(matches!(error("A_scanned.pdf"), ExtractError::NoTextLayer { pages: 1.. }));
}

/// Bombs, circles and depth, each of which must be over in a moment.
#[test]
fn hostile_files_are_read_or_refused_in_time() {
    let Some(samples) = samples() else { return };
    let extensions = ["docx", "pdf"];
    let entries = fs::read_dir(samples.join("hostile")).expect("a folder").map(|entry| entry.expect("an entry").path());
    for path in entries.filter(|path| extensions.iter().any(|known| path.extension().is_some_and(|own| own == *known)))
    {
        let start = Instant::now();
        let read = read("hostile", &fs::read(&path).expect("a sample"));
        let elapsed = start.elapsed();
        eprintln!("{}: {:?} in {elapsed:?}", path.display(), read.map(|manuscript| manuscript.text.len()));
        assert!(elapsed < MAX_TIME, "{} took {elapsed:?}", path.display());
    }
}

/// Generous: the tests are not optimised, and the machine may be busy.
const MAX_TIME: Duration = Duration::from_mins(1);
