//! `gangmu find` as its users see it: what is asked for wrongly, and the lines of files.

use std::fs;

use assert_cmd::Command;
use tempfile::TempDir;

const PLAN: &str = "甲县2024年教育工作要点\n\n一、总体要求\n全面贯彻。\n二、推进双减工作\n严控作业总量。\n";

const TITLES: &str = "双宝中学推动防灾减灾\n推进双减工作\n\n（双减）\u{1B}[31m提醒\n";

/// Output and exit status of one run of the program.
#[derive(Debug, PartialEq)]
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs `gangmu find` in English in a folder with `plan.txt`, `titles.txt` and others.
fn find(files: &[(&str, &[u8])], arguments: &[&str], input: &[u8]) -> Run {
    let folder = TempDir::new().expect("a folder for the test");
    for (name, bytes) in files.iter().chain(&[("plan.txt", PLAN.as_bytes()), ("titles.txt", TITLES.as_bytes())]) {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("gangmu"));
    command.current_dir(folder.path()).env("XDG_CONFIG_HOME", folder.path()).env("HOME", folder.path());
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
        command.env_remove(name);
    }
    let output = command.arg("find").args(arguments).write_stdin(input).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Checks a search in lines.
#[track_caller]
fn check(files: &[(&str, &[u8])], arguments: &[&str], input: &str, code: i32, stdout: &str) {
    let run = find(files, &[&["--scope", "line"], arguments].concat(), input.as_bytes());
    assert_eq!(run, Run { code: Some(code), stdout: stdout.to_owned(), stderr: String::new() }, "{arguments:?}");
}

#[test]
fn lines_of_files_are_ranked() {
    check(
        &[],
        &["双减", "titles.txt"],
        "",
        0,
        "titles.txt:4: （双减）\u{1B}[31m提醒\ntitles.txt:2: 推进双减工作\ntitles.txt:1: 双宝中学推动防灾减灾\n",
    );
    check(&[], &["--limit", "1", "双减", "plan.txt", "titles.txt"], "", 0, "titles.txt:4: （双减）\u{1B}[31m提醒\n");
    check(&[], &["^推进 | ^二 !年", "."], "", 0, "titles.txt:2: 推进双减工作\nplan.txt:5: 二、推进双减工作\n");
    check(&[], &["没有", "."], "", 1, "");
    check(
        &[],
        &["--format=json", "'推进双减", "titles.txt"],
        "",
        0,
        "{\"path\":\"titles.txt\",\"part\":null,\"line\":2,\"score\":79,\"text\":\"推进双减工作\"}\n",
    );
}

#[test]
fn lines_of_standard_input_are_ranked() {
    check(&[], &["双减", "-"], "减双\r\n双向减负\r\n双减", 0, "-:3: 双减\n-:2: 双向减负\n");
    check(&[], &["", "-"], "甲\n\n乙", 0, "-:1: 甲\n-:2: \n-:3: 乙\n");
    check(&[], &["甲", "-"], "", 1, "");
}

#[test]
fn lines_are_decoded_first() {
    // 双减 in GB18030, between two lines of ASCII.
    let gbk: &[u8] = b"plan\n\xCB\xAB\xBC\xF5\xB9\xA4\xD7\xF7\xD2\xAA\xB5\xE3\nend\n";
    let utf16: Vec<u8> = "\u{FEFF}甲\n双减".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files = [("a.txt", gbk), ("b.txt", utf16.as_slice())];
    check(&files, &["双减", "a.txt", "b.txt"], "", 0, "a.txt:2: 双减工作要点\nb.txt:2: 双减\n");
    check(&files, &["--encoding=gb18030", "双减", "a.txt"], "", 0, "a.txt:2: 双减工作要点\n");
    check(&files, &["--limit=1", "防 | 点$", "titles.txt", "a.txt"], "", 0, "titles.txt:1: 双宝中学推动防灾减灾\n");
    let page = ("page.html", "<html><body><p>推进<b>双减</b>工作</p></body></html>".as_bytes());
    check(&[page], &["双减", "page.html"], "", 0, "page.html:1: 推进双减工作\n");
    // A table or a record gives its text, and plain text its lines, in whichever encoding they are.
    let table = "标题,正文\n计划,\"推进双减\n工作\"\n".as_bytes();
    let gbk_table: &[u8] =
        b"\xB1\xEA\xCC\xE2,\xD5\xFD\xCE\xC4\n\xBC\xC6\xBB\xAE,\"\xCD\xC6\xBD\xF8\xCB\xAB\xBC\xF5\n\xB9\xA4\xD7\xF7\"\n";
    for table in [table, gbk_table] {
        let files = [("a.csv", table), ("b.txt", table)];
        check(&files, &["双减", "a.csv", "b.txt"], "", 0, "a.csv#1:1: 推进双减\nb.txt:2: 计划,\"推进双减\n");
    }
    let page = ("b.txt", "<!DOCTYPE html><p>推进<b>双减</b>工作</p>".as_bytes());
    check(&[page], &["双减", "b.txt"], "", 0, "b.txt:1: 推进双减工作\n");
    let run = find(&[], &["--scope=line", "双减", "none.txt", "titles.txt"], b"");
    assert_eq!(run.stderr, "none.txt: no such file or folder (check the spelling)\n");
    assert_eq!((run.code, run.stdout.lines().count()), (Some(0), 3));
}

#[test]
fn what_makes_no_sense_is_said_and_is_2() {
    let faults = [
        (" ", "no word to look for"),
        ("! | ^", "only operators, nothing to look for"),
        ("双减 年:2024..2022", "2024..2022 is backwards (try 2022..2024)"),
        ("双减 yeer:2024", "no field \"yeer\""),
    ];
    for (query, message) in faults {
        for scope in ["all", "title", "heading", "line"] {
            let run = find(&[], &["--scope", scope, query, "plan.txt"], b"");
            assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{query} {scope}");
            assert!(run.stderr.starts_with(&format!("gangmu: {message}")), "{query} {scope}: {}", run.stderr);
        }
    }
    let run = find(&[], &["--scope=line", "双减 年:2024", "plan.txt"], b"");
    let said = "gangmu: lines have no year, issuer or the like (facets ask about notices; leave them out)\n";
    assert_eq!((run.code, run.stderr.as_str()), (Some(2), said));
    let run = find(&[], &["--lang=zh", "--scope=line", "年:2024", "plan.txt"], b"");
    assert_eq!(run.stderr, "gangmu: 按行查找时不能用“年:2024”之类的条件（只有公文才有这些要素）\n");
}

#[test]
fn whatever_is_looked_for_is_answered() {
    let long = "双减".repeat(5000);
    for scope in ["all", "line"] {
        for query in ["双\u{1B}[31m减", "\u{7}", &long, "\"双减", "\u{202E}", "'"] {
            let run = find(&[], &["--scope", scope, query, "plan.txt"], b"");
            let expected = if query == "'" || query == long { 2 } else { 1 };
            assert_eq!(run.code, Some(expected), "{query:?} {scope}: {}", run.stderr);
        }
    }
}
