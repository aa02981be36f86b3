//! `gangmu grep` as its users see it.

use std::fs;

use assert_cmd::Command;
use tempfile::TempDir;

const PLAN: &str = "甲县2024年教育工作要点\n\n一、总体要求\n全面贯彻党的教育方针。做好各项工作。\n二、重点任务\n（一）推进双减工作。严控作业总量，ＡＩ辅助。\n1.压减作业\n每天不超过60分钟。学校每周公示作业。\n（二）防灾减灾\n双宝中学做好演练。\n";

/// Output and exit status of one run of the program.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs `gangmu grep` in English in a folder with `plan.txt` and others.
fn grep(files: &[(&str, &str)], arguments: &[&str]) -> Run {
    let folder = TempDir::new().expect("a folder for the test");
    for (name, text) in files.iter().chain(&[("plan.txt", PLAN)]) {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("gangmu"));
    command.current_dir(folder.path()).env("XDG_CONFIG_HOME", folder.path()).env("HOME", folder.path());
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
        command.env_remove(name);
    }
    let output = command.arg("grep").args(arguments).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[track_caller]
fn check(arguments: &[&str], code: i32, stdout: &str) {
    let run = grep(&[], arguments);
    assert_eq!(run.stdout, stdout, "standard output; on standard error: {}", run.stderr);
    assert_eq!(run.stderr, "");
    assert_eq!(run.code, Some(code));
}

#[test]
fn sentences_are_printed_under_their_headings() {
    check(
        &["作业", "plan.txt"],
        0,
        "plan.txt:6: 甲县2024年教育工作要点 › 二、重点任务 › （一）推进双减工作 › 严控作业总量，ＡＩ辅助。\n\
         plan.txt:7: 甲县2024年教育工作要点 › 二、重点任务 › （一）推进双减工作 › 1.压减作业\n\
         plan.txt:8: 甲县2024年教育工作要点 › 二、重点任务 › （一）推进双减工作 › 1.压减作业 › 学校每周公示作业。\n",
    );
    check(&["双减", "plan.txt"], 0, "plan.txt:6: 甲县2024年教育工作要点 › 二、重点任务 › （一）推进双减工作。\n");
    check(&["2024年", "plan.txt"], 0, "plan.txt:1: 甲县2024年教育工作要点\n");
    check(
        &["ai", "plan.txt", "--limit=1"],
        0,
        "plan.txt:6: 甲县2024年教育工作要点 › 二、重点任务 › （一）推进双减工作 › 严控作业总量，ＡＩ辅助。\n",
    );
}

#[test]
fn words_stand_within_a_sentence_an_item_or_a_notice() {
    let lines = |within, pattern| {
        let run = grep(&[], &["--within", within, "--count", pattern, "plan.txt"]);
        run.stdout.trim_end().rsplit_once(':').map_or(0, |(_, count)| count.parse::<usize>().expect("a number"))
    };
    assert_eq!(lines("sentence", "作业 学校"), 1);
    assert_eq!(lines("item", "双减 作业"), 2);
    assert_eq!(lines("item", "双减 演练"), 0);
    assert_eq!(lines("notice", "双减 演练"), 2);
}

#[test]
fn counts_are_by_notice() {
    let other = ("other.txt", "乙县工作要点\n一、作业\n做好作业。\n");
    let run = grep(&[other], &["-c", "作业", "."]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "other.txt:2\nplan.txt:3\n"));
    let run = grep(&[other], &["-c", "--limit=1", "--format=json", "作业", "."]);
    let expected = "{\"path\":\"other.txt\",\"part\":null,\"title\":\"乙县工作要点\",\"count\":2}\n";
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), expected));
}

/// Files that cannot contain the words are not parsed, yet words broken by a line end or written with other characters
/// (traditional, full width) are still found.
#[test]
fn no_notice_is_left_out_that_has_it() {
    let wrapped = "丙县工作要点\n\n　　一、总体要求\n　　各学校要高度重视，认真落实各项工作要求，切实加\n强组织领导，明确责任分工，细化工作措施，扎实推进双\n减工作，落实落细各项任务，确保取得实效，并于每月月\n底以前报送工作进展情况和下一步打算，重大事项随时报\n告，不得迟报漏报。\n";
    let traditional = "丁縣工作要點\n一、作業\n推進雙減工作。\n";
    let neither = "戊县工作要点\n一、作业\n双方协商，减少作业。\n";
    let files = [("wrapped.txt", wrapped), ("traditional.txt", traditional), ("neither.txt", neither)];
    let run = grep(&files, &["-c", "双减", "."]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "plan.txt:1\ntraditional.txt:1\nwrapped.txt:1\n"));
    let run = grep(&files, &["-c", "龘", "."]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(1), "", ""));
}

#[test]
fn hits_are_json() {
    let run = grep(&[], &["--format", "json", "作业 ai", "plan.txt"]);
    let hit: serde_json::Value = serde_json::from_str(&run.stdout).expect("one line of JSON");
    assert_eq!(hit["path"], "plan.txt");
    assert_eq!(hit["line"], 6);
    assert_eq!(hit["address"], "二（一）");
    assert_eq!(hit["heading"], "推进双减工作");
    assert_eq!(hit["above"], serde_json::json!(["二、重点任务"]));
    assert_eq!(hit["sentence"], "严控作业总量，ＡＩ辅助。");
    assert_eq!(hit["spans"], serde_json::json!([[6, 12], [21, 27]]));
    let run = grep(&[], &["--format", "json", "2024", "plan.txt"]);
    let hit: serde_json::Value = serde_json::from_str(&run.stdout).expect("one line of JSON");
    assert_eq!((hit["node"].is_null(), hit["above"].as_array().map(Vec::len)), (true, Some(0)));
}

#[test]
fn a_long_sentence_is_cut_around_the_match() {
    let long = format!("丙县工作要点\n一、总则\n{}消防{}。\n", "甲乙".repeat(90), "丙丁".repeat(90));
    let run = grep(&[("long.txt", &long)], &["消防", "long.txt"]);
    assert!(run.stdout.contains("› …甲乙") && run.stdout.contains("甲乙消防丙丁"), "{}", run.stdout);
    assert!(run.stdout.ends_with("…\n") && run.stdout.chars().count() < 160, "{}", run.stdout);
}

#[test]
fn nothing_found_is_1_and_nothing_to_look_for_is_2() {
    check(&["没有的词", "plan.txt"], 1, "");
    for (arguments, message) in [
        (["", "plan.txt"], "gangmu: no word to look for\n"),
        (["\u{3000}", "plan.txt"], "gangmu: no word to look for\n"),
        (["\"\"", "plan.txt"], "gangmu: only operators, nothing to look for\n"),
        (["甲 \"乙 丙", "plan.txt"], "gangmu: a quotation mark is not closed (a phrase is written \"...\")\n"),
        (["年:2024..2022 双减", "plan.txt"], "gangmu: 2024..2022 is backwards (try 2022..2024)\n"),
        (["年:2024", "plan.txt"], "gangmu: no word to look for\n"),
        (["甲", "none.txt"], "none.txt: no such file or folder (check the spelling)\n"),
    ] {
        let run = grep(&[], &arguments);
        assert_eq!((run.code, run.stderr.as_str()), (Some(2), message), "{arguments:?}");
    }
}

#[test]
fn a_page_of_hits_ends_the_reading() {
    let folder = TempDir::new().expect("a folder for the test");
    for number in 0..2000 {
        fs::write(folder.path().join(format!("{number}.txt")), PLAN).expect("a file");
    }
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("gangmu"));
    command.current_dir(folder.path()).env("XDG_CONFIG_HOME", folder.path()).env("HOME", folder.path());
    // A file that cannot be read would be named if it were reached.
    fs::write(folder.path().join("9999.txt"), b"\x7FELF\0\0\0").expect("a file");
    let output = command.args(["grep", "--limit=5", "作业", "."]).output().expect("the program runs");
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!((output.status.code(), printed.lines().count()), (Some(0), 5));
    assert_eq!(output.stderr, b"");
}

#[test]
fn whatever_is_looked_for_is_answered() {
    let run = grep(&[], &[&"作业".repeat(5000), "plan.txt"]);
    let message = "gangmu: the query is too long: 10000 characters, at most 500\n";
    assert_eq!((run.code, run.stderr.as_str()), (Some(2), message));
    for (pattern, code) in [("作\u{1B}[31m业", 1), ("作\u{7}", 1), ("!!!", 1), ("|", 1), ("\u{202E}", 1)] {
        let run = grep(&[], &[pattern, "plan.txt"]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(code), ""), "{pattern:?}");
    }
}
