//! The command line as its users see it: arguments in; standard output, standard error and exit status out.

#[path = "cli/attacks.rs"]
mod attacks;
#[path = "cli/log.rs"]
mod log;

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Stdio;

use assert_cmd::Command;
use tempfile::TempDir;

const PLAN: &str = "甲县2024年教育工作要点\n\n一、总体要求\n全面贯彻党的教育方针。\n二、重点任务\n（一）推进双减工作。严控作业总量。\n1.压减作业\n每天不超过60分钟。\n（二）防灾减灾\n双宝中学做好演练。\n三、保障措施\n加强领导。\n";

/// The second （二） is missing, and 三、 stands where 二、 should.
const FAULTY: &str = "乙县教育局工作要点\n\n一、总体要求\n全面贯彻。\n（一）甲事\n做好甲事。\n（三）丙事\n做好丙事。\n三、保障\n加强领导。\n";

/// A folder with files to read, and a configuration folder of its own.
struct House {
    folder: TempDir,
}

/// Output and exit status of one run of the program.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl House {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let house = Self { folder: TempDir::new().expect("a folder for the test") };
        for (name, bytes) in files {
            house.write(name, bytes);
        }
        house
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// The program, in the folder, in English, with nothing configured.
    fn command(&self) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("gangmu"));
        prepare(&mut command, self.folder.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command().args(arguments))
    }
}

/// The environment of the developer must not change the result.
fn prepare(command: &mut Command, folder: &Path) {
    command.current_dir(folder).env("XDG_CONFIG_HOME", folder.join("config")).env("HOME", folder);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
        command.env_remove(name);
    }
}

impl Run {
    fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the program runs");
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

#[track_caller]
fn check(run: &Run, code: i32, stdout: &str, stderr: &str) {
    assert_eq!(run.stdout, stdout, "standard output; on standard error: {}", run.stderr);
    assert_eq!(run.stderr, stderr, "standard error");
    assert_eq!(run.code, Some(code), "exit status");
}

fn plan() -> House {
    House::new(&[("plan.txt", PLAN.as_bytes())])
}

const PLAN_TREE: &str = "\
甲县2024年教育工作要点  plan.txt
├─ 一、总体要求
├─ 二、重点任务
│  ├─ （一）推进双减工作
│  │  └─ 1.压减作业
│  └─ （二）防灾减灾
└─ 三、保障措施
";

// ---------------------------------------------------------------------------------------------------------------------
// outline
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn an_outline_is_a_tree() {
    check(&plan().run(&["outline", "plan.txt"]), 0, PLAN_TREE, "");
    check(
        &plan().run(&["outline", "--depth", "1", "--lines", "plan.txt"]),
        0,
        " 1  甲县2024年教育工作要点  plan.txt\n 3  ├─ 一、总体要求\n 5  ├─ 二、重点任务\n11  └─ 三、保障措施\n",
        "",
    );
}

#[test]
fn an_outline_is_markdown() {
    check(
        &plan().run(&["outline", "--format", "markdown", "--depth", "2", "plan.txt"]),
        0,
        "# 甲县2024年教育工作要点\n\n## 一、总体要求\n\n## 二、重点任务\n\n### （一）推进双减工作\n\n### （二）防灾减灾\n\n## 三、保障措施\n",
        "",
    );
}

#[test]
fn an_outline_is_json_one_line_for_each_notice() {
    let house = House::new(&[("a.txt", PLAN.as_bytes()), ("b.txt", FAULTY.as_bytes())]);
    let run = house.run(&["outline", "--format", "json", "a.txt", "b.txt"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let records: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["schema"], 1);
    assert_eq!(records[0]["source"]["path"], "a.txt");
    assert_eq!(records[0]["metadata"]["title"], "甲县2024年教育工作要点");
    let item = &records[0]["outline"][1]["children"][0];
    assert_eq!(item["address"], "二（一）");
    assert_eq!(item["heading"], "推进双减工作");
    assert_eq!(item["line"], 6);
    assert_eq!(item["paragraphs"][0], "严控作业总量。");
    assert_eq!(records[1]["warnings"][0]["code"], "numbering-gap");
}

#[test]
fn json_can_be_cut_at_a_depth() {
    let run = plan().run(&["outline", "--format", "json", "--depth", "1", "plan.txt"]);
    let record: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(record["outline"].as_array().map(Vec::len), Some(3));
    assert_eq!(record["outline"][1]["children"].as_array().map(Vec::len), Some(0));
}

#[test]
fn json_is_read_back_as_the_same_notice() {
    let house = plan();
    let written = house.run(&["outline", "--format", "json", "plan.txt"]).stdout;
    house.write("record.json", written.as_bytes());
    let again = house.run(&["outline", "--format", "json", "record.json"]).stdout;
    let outline = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON")["outline"].clone();
    assert_eq!(outline(&again), outline(&written));
}

#[test]
fn standard_input_is_a_dash() {
    let run = Run::of(plan().command().args(["outline", "-"]).write_stdin(PLAN));
    check(&run, 0, &PLAN_TREE.replace("plan.txt", "-"), "");
}

// ---------------------------------------------------------------------------------------------------------------------
// extract, formats
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn what_the_parser_gets_is_printed() {
    let house = House::new(&[
        ("a.html", b"<html><h1>\xE7\x94\xB2</h1><p>a<br>b<table><tr><td>c<td>d</table>"),
        ("b.txt", b"x\n"),
    ]);
    check(&house.run(&["extract", "a.html"]), 0, "甲\na\nb\nc\td\n", "");
    check(&house.run(&["extract", "a.html", "b.txt"]), 0, "==> a.html <==\n甲\na\nb\nc\td\n==> b.txt <==\nx\n", "");
    let run = house.run(&["extract", "--format", "json", "a.html"]);
    let record: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(record["format"], "html");
    assert_eq!(record["hints"][0], serde_json::json!({"line": 1, "kind": "heading", "level": 1}));
    assert_eq!(record["hints"][1], serde_json::json!({"line": 4, "kind": "table-row", "level": null}));
    let none = house.run(&["extract", "c.txt"]);
    check(&none, 2, "", "c.txt: no such file or folder (check the spelling)\n");
}

#[test]
fn every_format_is_listed() {
    let run = plan().run(&["formats"]);
    assert_eq!(run.code, Some(0));
    for sign in [".html .htm", ".zip", ".txt", "built in"] {
        assert!(run.stdout.contains(sign), "{sign} in {}", run.stdout);
    }
    assert!(plan().run(&["formats", "--lang", "zh"]).stdout.contains("网页"));
}

#[cfg(unix)]
#[test]
fn the_programs_that_convert_are_looked_for() {
    use std::os::unix::fs::PermissionsExt;

    let house = House::new(&[("bin/antiword", b"#!/bin/sh\necho a\n")]);
    let bin = house.folder.path().join("bin");
    fs::set_permissions(bin.join("antiword"), fs::Permissions::from_mode(0o755)).expect("its mode");
    let run = Run::of(house.command().arg("doctor").env("PATH", &bin));
    assert_eq!(run.code, Some(0));
    assert!(run.stdout.contains(&format!("found: {}", bin.join("antiword").display())), "{}", run.stdout);
    assert!(run.stdout.contains("not installed (package libreoffice-writer)"), "{}", run.stdout);
    // A document of Word 95, for which it is run.
    let header = [&[0xDC, 0xA5, 0x68, 0][..], &[0; 508]].concat();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory holds it");
    file.create_stream("WordDocument").expect("memory holds it").write_all(&header).expect("memory holds it");
    file.flush().expect("memory holds it");
    house.write("old.doc", &file.into_inner().into_inner());
    check(&Run::of(house.command().args(["extract", "old.doc"]).env("PATH", &bin)), 0, "a\n", "");
    let none = Run::of(house.command().args(["extract", "old.doc"]).env("PATH", ""));
    assert!(none.stderr.contains("Word 95") && none.stderr.contains("libreoffice-writer"), "{}", none.stderr);
}

// ---------------------------------------------------------------------------------------------------------------------
// No command: without a terminal, outlines
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn without_a_terminal_the_outline_is_printed() {
    check(&plan().run(&["plan.txt"]), 0, PLAN_TREE, "");
    check(&Run::of(plan().command().arg("-").write_stdin(PLAN)), 0, &PLAN_TREE.replace("plan.txt", "-"), "");
}

#[test]
fn without_a_path_there_is_the_sample() {
    let run = plan().run(&[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("sample:") && run.stdout.contains("├─ 一、"), "{}", run.stdout);
}

// ---------------------------------------------------------------------------------------------------------------------
// find
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn headings_are_found_best_first() {
    check(
        &plan().run(&["find", "双减", "."]),
        0,
        "plan.txt:6: 甲县2024年教育工作要点 › 二、重点任务 › （一）推进双减工作\n",
        "",
    );
    check(
        &plan().run(&["find", "工作", "plan.txt"]),
        0,
        "plan.txt:1: 甲县2024年教育工作要点\nplan.txt:6: 甲县2024年教育工作要点 › 二、重点任务 › （一）推进双减工作\n",
        "",
    );
}

#[test]
fn what_is_searched_can_be_chosen() {
    check(
        &plan().run(&["find", "--scope", "title", "工作", "plan.txt"]),
        0,
        "plan.txt:1: 甲县2024年教育工作要点\n",
        "",
    );
    let run = plan().run(&["find", "--scope", "heading", "--limit", "2", "", "plan.txt"]);
    let expected =
        "plan.txt:3: 甲县2024年教育工作要点 › 一、总体要求\nplan.txt:5: 甲县2024年教育工作要点 › 二、重点任务\n";
    check(&run, 0, expected, "");
}

#[test]
fn a_query_has_operators() {
    let lines = |query| plan().run(&["find", "--scope", "heading", query, "plan.txt"]).stdout.lines().count();
    assert_eq!(lines("减灾 | 保障"), 2);
    assert_eq!(lines("！减\u{3000}！业"), 3);
    assert_eq!(lines("'减灾"), 1);
    assert_eq!(lines("措施＄"), 1);
}

#[test]
fn results_are_json() {
    let run = plan().run(&["find", "--format", "json", "压减", "plan.txt"]);
    let hit: serde_json::Value = serde_json::from_str(&run.stdout).expect("one line of JSON");
    assert_eq!(hit["path"], "plan.txt");
    assert_eq!(hit["line"], 7);
    assert_eq!(hit["address"], "二（一）1");
    assert_eq!(hit["heading"], "压减作业");
    assert_eq!(hit["above"], serde_json::json!(["二、重点任务", "（一）推进双减工作"]));
}

/// The first paragraph, of any length, is the display title of a notice without a title.
#[test]
fn what_a_notice_is_called_fits_a_line() {
    let house = House::new(&[("letter.txt", format!("各学校{}\n", "要加强安全工作，".repeat(500)).as_bytes())]);
    for arguments in [&["outline", "letter.txt"][..], &["find", "各学校", "letter.txt"]] {
        let run = house.run(arguments);
        assert!(run.stdout.contains('…') && run.stdout.len() < 500, "{}", run.stdout);
    }
}

#[test]
fn nothing_found_is_status_1() {
    check(&plan().run(&["find", "没有的词", "plan.txt"]), 1, "", "");
}

// ---------------------------------------------------------------------------------------------------------------------
// check
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn faults_are_reported_with_their_places() {
    let house = House::new(&[("faulty.txt", FAULTY.as_bytes())]);
    let run = house.run(&["check", "faulty.txt"]);
    assert_eq!(run.code, Some(1));
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("faulty.txt:7: numbering-gap: "), "{lines:?}");
    assert!(lines[1].starts_with("faulty.txt:9: numbering-gap: "), "{lines:?}");
    let run = house.run(&["check", "--format", "json", "faulty.txt"]);
    let fault: serde_json::Value = serde_json::from_str(run.stdout.lines().next().expect("a line")).expect("JSON");
    assert_eq!((fault["line"].as_u64(), fault["code"].as_str()), (Some(7), Some("numbering-gap")));
}

#[test]
fn a_notice_without_faults_is_status_0() {
    check(&plan().run(&["check", "plan.txt"]), 0, "", "");
}

#[test]
fn rules_can_be_switched_off() {
    let house = House::new(&[("faulty.txt", FAULTY.as_bytes())]);
    check(&house.run(&["check", "--disable", "no-title,numbering-gap", "faulty.txt"]), 0, "", "");
    check(&house.run(&["check", "--only", "bad-bytes", "faulty.txt"]), 0, "", "");
    house.write("config/gangmu/config.toml", b"[check]\ndisable = [\"numbering-gap\"]\n");
    check(&house.run(&["check", "faulty.txt"]), 0, "", "");
    assert_eq!(house.run(&["check", "--only", "numbering-gap", "faulty.txt"]).code, Some(1));
}

#[test]
fn an_unknown_rule_is_an_error_that_lists_them() {
    let run = plan().run(&["check", "--disable", "numbering", "plan.txt"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("'numbering'") && run.stderr.contains("numbering-gap, "), "{}", run.stderr);
}

// ---------------------------------------------------------------------------------------------------------------------
// Bad input
// ---------------------------------------------------------------------------------------------------------------------

/// Checks that a path is refused with a message that begins so, alone with status 2, beside a good file with status 0.
#[test]
fn facets_choose_among_notices() {
    let house = House::new(&[
        ("a.txt", PLAN.as_bytes()),
        ("b.txt", "云岭县教育局2023年工作要点\n\n一、推进双减工作\n严控作业总量。\n二、其他\n".as_bytes()),
    ]);
    let paths = |arguments: &[&str]| {
        let run = house.run(arguments);
        let path = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
        (run.stdout.lines().map(path).collect::<Vec<_>>().join(" "), run.stderr, run.code)
    };
    let found = |files: &str| (files.to_owned(), String::new(), Some(0));
    assert_eq!(paths(&["find", "--scope", "heading", "'双减 年:2023", "."]), found("b.txt"));
    assert_eq!(paths(&["find", "--scope", "heading", "'双减 !year:2023..", "."]).2, Some(1));
    assert_eq!(paths(&["find", "--scope", "title", "地区:云岭", "."]), found("b.txt"));
    assert_eq!(paths(&["grep", "作业总量 年:..2023", "."]), found("b.txt"));
    assert_eq!(paths(&["grep", "--limit", "1", "作业总量 年:2023", "."]), found("b.txt"));
}

#[track_caller]
fn check_refused(house: &House, path: &str, message: &str) {
    house.write("good.txt", PLAN.as_bytes());
    for (paths, code) in [(vec![path], 2), (vec![path, "good.txt"], 0)] {
        for command in ["outline", "check"] {
            let run = Run::of(house.command().arg(command).args(&paths));
            assert_eq!(run.code, Some(code), "{command} {paths:?}: {}", run.stderr);
            assert!(run.stderr.starts_with(&format!("{path}: {message}")), "{}", run.stderr);
            assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
            assert_eq!(run.stdout.contains("甲县2024年教育工作要点"), code == 0 && command == "outline");
        }
    }
}

#[test]
fn a_missing_path_is_named() {
    check_refused(&House::new(&[]), "没有.txt", "no such file or folder");
}

/// Reading this file fails for everybody, the superuser included.
#[cfg(target_os = "linux")]
#[test]
fn an_unreadable_file_is_named() {
    check_refused(&House::new(&[]), "/proc/self/mem", "cannot be read: ");
}

#[test]
fn an_empty_file_is_named() {
    check_refused(&House::new(&[("empty.txt", b"")]), "empty.txt", "is empty");
    check_refused(&House::new(&[("blank.txt", b" \n\t\n")]), "blank.txt", "is empty");
}

#[test]
fn a_binary_file_is_named() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    check_refused(&House::new(&[("picture.txt", png)]), "picture.txt", "is not text but a PNG");
}

#[test]
fn a_folder_without_notices_is_named() {
    check_refused(&House::new(&[("folder/picture.png", b"\x89PNG")]), "folder", "no notices in it");
}

#[test]
fn an_object_without_text_is_named() {
    check_refused(&House::new(&[("a.json", b"{\"colour\": 1}")]), "a.json", "no field with text among [\"colour\"]");
    check_refused(&House::new(&[("a.json", b"{\"text\":")]), "a.json", "line 1, column ");
}

#[test]
fn a_broken_line_does_not_spoil_the_good_ones() {
    let good = |title: &str| serde_json::json!({"title": title, "content": "一、总体要求\n二、重点任务\n"}).to_string();
    let lines = format!("{}\n{{\"title\": \n{}\n", good("甲县工作要点"), good("乙县工作要点"));
    let house = House::new(&[("all.jsonl", lines.as_bytes())]);
    let run = house.run(&["find", "--scope", "title", "工作要点", "all.jsonl"]);
    assert_eq!(run.code, Some(0));
    assert_eq!(run.stdout, "all.jsonl#1:1: 甲县工作要点\nall.jsonl#3:1: 乙县工作要点\n");
    assert!(run.stderr.starts_with("all.jsonl: record 2: line 2, column "), "{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1);
}

#[test]
fn an_unknown_encoding_is_named() {
    let run = plan().run(&["outline", "--encoding", "klingon", "plan.txt"]);
    check(&run, 2, "", "plan.txt: unknown encoding \"klingon\" (try utf-8, gb18030, big5, utf-16le)\n");
}

/// Two short lines are too little to detect GB18030 by.
#[test]
fn an_encoding_can_be_named() {
    let house = House::new(&[("gbk.txt", b"\xd2\xbb\xa1\xa2\xd7\xdc\xd4\xf2\n\xb6\xfe\xa1\xa2\xb7\xd6\xd4\xf2\n")]);
    let run = house.run(&["outline", "--encoding", "gb18030", "gbk.txt"]);
    assert!(run.stdout.contains("├─ 一、总则\n└─ 二、分则\n"), "{}", run.stdout);
}

// ---------------------------------------------------------------------------------------------------------------------
// Pipes and terminals
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn a_closed_pipe_is_no_error() {
    let items: Vec<String> = (1..20_000).map(|number| format!("{number}.加强某项工作\n做好此事。\n")).collect();
    let items = items.concat();
    let house = House::new(&[("long.txt", items.as_bytes())]);
    for arguments in [["outline", "long.txt", "--format=json"], ["find", "工作", "long.txt"]] {
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("gangmu"));
        command.current_dir(house.folder.path()).env("XDG_CONFIG_HOME", house.folder.path()).args(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[cfg(unix)]
mod on_a_terminal {
    use std::io::Read;

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    use super::*;

    /// The bytes that the program writes to a terminal.
    fn written(house: &House, environment: &[(&str, &str)], arguments: &[&str]) -> String {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(assert_cmd::cargo::cargo_bin!("gangmu"));
        command.args(arguments);
        command.cwd(house.folder.path());
        command.env("XDG_CONFIG_HOME", house.folder.path());
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        for (name, value) in environment {
            command.env(name, value);
        }
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let mut child = pair.slave.spawn_command(command).expect("the program runs");
        drop(pair.slave);
        let mut bytes = Vec::new();
        // Linux reports the end of a terminal as an error.
        let _ = reader.read_to_end(&mut bytes);
        child.wait().expect("it ends");
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn there_is_colour_unless_it_is_unwanted() {
        let find = ["find", "双减", "plan.txt"];
        assert!(written(&plan(), &[], &find).contains("推进\x1b[1;31m双减\x1b[0m工作"));
        assert!(!written(&plan(), &[("NO_COLOR", "1")], &find).contains('\x1b'));
        assert!(!written(&plan(), &[("TERM", "dumb")], &find).contains('\x1b'));
    }

    #[test]
    fn a_file_name_cannot_steer_the_terminal() {
        let house = House::new(&[("\u{1B}[2J\u{202E}x.txt", PLAN.as_bytes())]);
        let text = written(&house, &[("NO_COLOR", "1")], &["outline", "."]);
        assert!(text.contains("  ./[2Jx.txt"), "{text:?}");
        let text = written(&house, &[("NO_COLOR", "1")], &["outline", "--format", "json", "."]);
        assert!(!text.contains('\u{202E}') && text.contains("\"path\":"), "{text:?}");
    }

    #[test]
    fn a_page_of_the_manual_keeps_its_lines() {
        assert!(written(&plan(), &[], &["man"]).contains("\n.SH NAME"));
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Help, manual, completions, keys; language and configuration
// ---------------------------------------------------------------------------------------------------------------------

#[test]
fn completions_and_manual_come_from_the_program() {
    for (shell, sign) in [
        ("bash", "_gangmu()"),
        ("zsh", "#compdef gangmu"),
        ("fish", "complete -c gangmu"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let run = plan().run(&["completions", shell]);
        assert_eq!(run.code, Some(0));
        assert!(run.stdout.contains(sign) && run.stdout.contains("outline"), "{shell}");
    }
    assert!(plan().run(&["man"]).stdout.contains(".TH gangmu 1"));
    assert!(plan().run(&["man", "find"]).stdout.contains("\\-\\-limit"));
}

#[test]
fn the_language_is_that_of_option_configuration_or_locale() {
    let house = plan();
    let language = |arguments: &[&str], locale: &[(&str, &str)]| {
        let run = Run::of(house.command().args(arguments).envs(locale.iter().copied()));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        if run.stdout.contains("公文") { "zh" } else { "en" }
    };
    assert_eq!(language(&["--help"], &[]), "en");
    assert_eq!(language(&["find", "--help"], &[("LANG", "zh_CN.UTF-8")]), "zh");
    assert_eq!(language(&["--help"], &[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")]), "en");
    assert_eq!(language(&["--help"], &[("LANG", "C"), ("LC_MESSAGES", "zh_TW.UTF-8")]), "zh");
    assert_eq!(language(&["--lang", "zh", "--help"], &[("LANG", "en_US.UTF-8")]), "zh");
    assert_eq!(language(&["find", "--lang=en", "--help"], &[("LANG", "zh_CN.UTF-8")]), "en");
    house.write("config/gangmu/config.toml", b"lang = \"zh\"\n");
    assert_eq!(language(&["--help"], &[("LANG", "en_US.UTF-8")]), "zh");
    assert_eq!(language(&["--lang=en", "--help"], &[]), "en");
}

#[test]
fn messages_are_in_the_language_too() {
    let run = plan().run(&["--lang", "zh", "outline", "没有.txt"]);
    check(&run, 2, "", "没有.txt: 没有这个文件或文件夹（请核对路径）\n");
}

#[test]
fn the_keys_are_those_of_the_configuration() {
    let house = plan();
    let keys = |house: &House, action: &str| {
        let run = house.run(&["--print-keys"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let line = run.stdout.lines().find(|line| line.contains(&format!(" {action} "))).map(str::to_owned);
        line.expect("the action is listed").split("  ").next().map(str::to_owned)
    };
    assert_eq!(keys(&house, "quit").as_deref(), Some("Q F10 ^c"));
    house.write("config/gangmu/config.toml", b"[keys.anywhere]\nQ = \"none\"\nX = \"quit\"\n");
    assert_eq!(keys(&house, "quit").as_deref(), Some("F10 ^c X"));
}

#[test]
fn a_broken_configuration_is_named_with_its_line() {
    let house = plan();
    house.write("config/gangmu/config.toml", b"lang = \"en\"\ntheme = \"pink\"\n");
    let run = house.run(&["outline", "plan.txt"]);
    let place = house.folder.path().join("config/gangmu/config.toml");
    let expected =
        format!("gangmu: {}:2: theme cannot be \"pink\" (known: dark, light, ansi, plain)\n", place.display());
    check(&run, 2, "", &expected);
    assert_eq!(house.run(&["--help"]).code, Some(0), "help does not depend on it");
}

#[test]
fn an_encoding_can_be_configured() {
    let house = plan();
    house.write("config/gangmu/config.toml", b"encoding = \"klingon\"\n");
    assert!(house.run(&["outline", "plan.txt"]).stderr.contains("klingon"));
    assert_eq!(house.run(&["outline", "--encoding", "utf-8", "plan.txt"]).code, Some(0));
}

#[test]
fn who_types_double_pinyin_says_so() {
    let house = plan();
    let title = "plan.txt:1: 甲县2024年教育工作要点\n";
    let find = |arguments: &[&str]| house.run(&[&["find", "--scope", "title"], arguments, &["plan.txt"]].concat());
    check(&find(&["jiaoyu"]), 0, title, "");
    check(&find(&["jnyu"]), 1, "", "");
    check(&find(&["--pinyin", "xiaohe", "jnyu"]), 0, title, "");
    check(&find(&["--pinyin", "xiaohe", "jiaoyu"]), 1, "", "");
    house.write("config/gangmu/config.toml", b"pinyin = \"ziranma\"\n");
    check(&find(&["jcyu"]), 0, title, "");
    check(&find(&["--pinyin=full", "jiaoyu"]), 0, title, "");
    let refused = find(&["--pinyin", "flypy", "jnyu"]);
    let known = "full, xiaohe, ziranma, microsoft, sogou, abc, jiajia, ziguang";
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("flypy") && refused.stderr.contains(known), "{}", refused.stderr);
    let refused = find(&["--lang", "zh", "--pinyin", "flypy", "jnyu"]);
    let said =
        "“--pinyin <SCHEME>”不能是“flypy”（可用：full、xiaohe、ziranma、microsoft、sogou、abc、jiajia、ziguang）";
    assert!(refused.code == Some(2) && refused.stderr.contains(said), "{}", refused.stderr);
    house.write("config/gangmu/config.toml", b"lang = \"zh\"\npinyin = \"flypy\"\n");
    let refused = find(&["--lang", "zh", "jnyu"]);
    let said = format!("config.toml:2: pinyin 不能是 \"flypy\"（可用：{known}）\n");
    assert!(refused.code == Some(2) && refused.stderr.ends_with(&said), "{}", refused.stderr);
}

#[test]
fn an_unknown_argument_is_status_2() {
    for arguments in [&["--colour"][..], &["outline"], &["find", "甲"], &["outline", "--depth", "0", "plan.txt"]] {
        assert_eq!(plan().run(arguments).code, Some(2), "{arguments:?}");
    }
    assert_eq!(plan().run(&["--version"]).stdout, format!("gangmu {}\n", env!("CARGO_PKG_VERSION")));
}
