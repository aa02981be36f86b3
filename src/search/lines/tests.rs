//! Tests of the line search against a scan of every line.

use std::fs;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::extract::MAX_FILE_BYTES;

/// The lines that [`Query::score`] matches: source, line, score and text, best first.
fn scan(texts: &[String], query: &Query) -> Vec<(usize, u32, i64, String)> {
    let lines = texts.iter().enumerate().flat_map(|(source, text)| {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let ended = text.strip_suffix('\n').unwrap_or(text);
        let lines = if text.is_empty() { Vec::new() } else { ended.split('\n').collect() };
        lines.into_iter().enumerate().map(move |(line, text)| (source, line, text.strip_suffix('\r').unwrap_or(text)))
    });
    let scored = lines.filter_map(|(source, line, text)| {
        Some((source, line as u32 + 1, query.terms().score(text)?, text.to_owned()))
    });
    let mut hits: Vec<_> = scored.collect();
    hits.sort_by_key(|(_, _, score, _)| Reverse(*score));
    hits
}

fn found(sources: &[Source<'_>], query: &Query, limit: usize) -> Vec<(usize, u32, i64, String)> {
    let found = search(sources, query, limit);
    assert!(found.troubles.is_empty(), "{:?}", found.troubles);
    found.hits().map(|hit| (hit.source, hit.line, hit.score, hit.text.to_owned())).collect()
}

/// Checks that the search finds what a scan finds, in memory and in files, for the first page, too.
#[track_caller]
fn check(texts: &[String], typed: &str) {
    let query = Query::parse(typed);
    let expected = scan(texts, &query);
    let folder = TempDir::new().expect("a folder");
    let paths: Vec<_> = (0..texts.len()).map(|number| folder.path().join(number.to_string())).collect();
    for (path, text) in paths.iter().zip(texts) {
        fs::write(path, text).expect("room for it");
    }
    let files: Vec<Source<'_>> =
        paths.iter().zip(texts).map(|(path, text)| Source::File(path, text.len() as u64)).collect();
    let bytes: Vec<Source<'_>> = texts.iter().map(|text| Source::Bytes(text.as_bytes())).collect();
    for sources in [files, bytes] {
        assert_eq!(found(&sources, &query, usize::MAX), expected, "{typed:?}");
        for limit in [1, 3] {
            let first = &expected[..limit.min(expected.len())];
            assert_eq!(found(&sources, &query, limit), first, "{typed:?}, the first {limit}");
        }
    }
}

#[test]
fn lines_are_numbered_and_ranked() {
    let texts = ["总则\r\n双宝中学推动防灾减灾\n\n推进双减工作".to_owned(), "\u{FEFF}双减\n".to_owned()];
    let query = Query::parse("双减");
    let sources: Vec<Source<'_>> = texts.iter().map(|text| Source::Bytes(text.as_bytes())).collect();
    let lines: Vec<(usize, u32)> =
        search(&sources, &query, usize::MAX).hits().map(|hit| (hit.source, hit.line)).collect();
    assert_eq!(lines, [(1, 1), (0, 4), (0, 2)]);
    for typed in ["双减", "", "!双", "^双", "则$", "^双减$", "'双减", "减 | 则", "双 !防", "无"] {
        check(&texts, typed);
    }
}

#[test]
fn files_of_several_pieces_are_searched_by_several_threads() {
    let lines = |first: usize| {
        let lines: Vec<String> = (first..first + 15_000).map(|number| format!("第{number}项工作\n")).collect();
        lines.concat()
    };
    let texts = [lines(0), "甲\n第一项".to_owned(), lines(7)];
    for typed in ["第7项", "项", "9 | 甲"] {
        check(&texts, typed);
    }
}

#[test]
fn sources_that_are_not_text_are_reported_and_give_no_hits() {
    let mut late = "双减\n".repeat(PIECE_BYTES).into_bytes();
    late.extend(b"\xC4\xE3\xBA\xC3\n");
    let folder = TempDir::new().expect("a folder");
    let gone = folder.path().join("gone");
    let sources = [Source::Bytes(&late), Source::Text("双\0减\n"), Source::File(&gone, 9), Source::Bytes(b"%PDF-\n")];
    for limit in [1, usize::MAX] {
        let found = search(&sources, &Query::parse("双减"), limit);
        let hits: Vec<usize> = found.hits().map(|hit| hit.source).collect();
        assert_eq!(hits, [1]);
        let troubles: Vec<usize> = found.troubles.iter().map(|(source, _)| *source).collect();
        assert_eq!(troubles, [0, 2, 3]);
        assert!(matches!(&found.troubles[1].1, Trouble::Unreadable(ExtractError::NotFound)));
    }
}

/// Programs save a file by renaming another one over it.
#[test]
fn all_pieces_of_a_file_are_of_one_version() {
    let folder = TempDir::new().expect("a folder");
    let (path, other) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
    fs::write(&path, "旧\n".repeat(PIECE_BYTES)).expect("room for it");
    fs::write(&other, "新\n".repeat(PIECE_BYTES)).expect("room for it");
    let size_bytes = 4 * PIECE_BYTES as u64;
    let sources = [Source::File(&path, size_bytes)];
    let pieces = pieces(&sources);
    let handles = Handles::new(sources.len(), pieces.iter().map(|piece| piece.source));
    assert_eq!(pieces.len(), 4);
    for (number, piece) in pieces.iter().enumerate() {
        // Whichever thread reads a piece.
        let mut reader = Reader::new(&sources, &handles);
        let text = reader.lines(*piece).expect("text");
        assert!(text.starts_with('旧') && !text.contains('新'), "piece {number}");
        handles.finish_piece(0);
        if number == 0 {
            fs::rename(&other, &path).expect("the same folder");
        }
    }
    let trouble = |size_bytes| {
        let found = search(&[Source::File(&path, size_bytes)], &Query::parse("新"), 1);
        (found.hits().count(), found.troubles.into_iter().next().map(|(_, trouble)| trouble))
    };
    assert!(matches!(trouble(size_bytes), (1, None)));
    for other in [1, size_bytes - 1, size_bytes + 1, 2 * size_bytes] {
        assert!(matches!(trouble(other), (0, Some(Trouble::NotPlain))), "it is no longer of {other} bytes");
    }
}

#[test]
fn a_file_beyond_the_limit_is_not_searched() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("a.txt");
    let bytes = MAX_FILE_BYTES + 1;
    let file = fs::File::create(&path).and_then(|file| file.set_len(bytes));
    file.expect("a file of nothing, which takes no room");
    let found = search(&[Source::File(&path, bytes)], &Query::parse("甲"), 1);
    let expected = ExtractError::TooLarge { bytes, limit: MAX_FILE_BYTES };
    assert!(matches!(&found.troubles[..], [(0, Trouble::Unreadable(error))] if *error == expected));
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[甲乙丙丁aAbＢ1２（）()\\[ /.,，。·\u{300}\u{3000}用⽤年\u{F98E}-]{0,24}",
        1 => "[a-zA-Z0-9 _./-]{0,24}",
        1 => "[\\p{L}\\p{N}\\p{Zs}]{0,24}",
        1 => ("[甲乙 ]{0,9}", 0..420_usize, "[甲乙丙 (.]{0,9}")
            .prop_map(|(before, gap, after)| format!("{before}{}{after}", "一".repeat(gap))),
        1 => (0..90_000_usize, "[甲乙]{1,3}").prop_map(|(gap, after)| format!("{}{after}", " ".repeat(gap))),
    ]
}

fn text() -> impl Strategy<Value = String> {
    (prop::collection::vec((line(), any::<bool>()), 0..30), any::<bool>()).prop_map(|(lines, has_end)| {
        let ended: Vec<String> = lines
            .into_iter()
            .map(|(line, has_return)| format!("{line}{}\n", if has_return { "\r" } else { "" }))
            .collect();
        let text = ended.concat();
        if has_end { text } else { text.trim_end_matches(['\r', '\n']).to_owned() }
    })
}

fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[甲乙丙丁aAbＢ1２（.用年]{1,5}",
        4 => "[!'^]?[甲乙ab1]{1,3}[$]?( [|]?[ !'^]?[甲乙ab1]{1,2}[$]?){0,3}",
        1 => "[a-zA-Z0-9]{1,4}",
        1 => "\\PC{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn search_and_scan_agree(
        texts in prop::collection::vec(text(), 0..3), queries in prop::collection::vec(typed(), 1..4)
    ) {
        for typed in queries {
            check(&texts, &typed);
        }
    }
}
