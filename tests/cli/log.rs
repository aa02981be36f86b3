//! `--log`: each command reports to the file, as much as was asked for, and never anywhere else.

use super::*;

/// Runs a command with a log. Returns the lines of the log without the time each begins with.
#[track_caller]
fn logged(house: &House, levels: Option<&str>, arguments: &[&str]) -> Vec<String> {
    let log = house.folder.path().join("gangmu.log");
    let _ = fs::remove_file(&log);
    let mut command = house.command();
    command.env_remove("RUST_LOG").envs(levels.map(|levels| ("RUST_LOG", levels)));
    let run = Run::of(command.args(arguments).args(["--log", "gangmu.log"]));
    assert_eq!((run.stderr.as_str(), run.code), ("", Some(0)), "{arguments:?}");
    assert_eq!(run.stdout, house.run(arguments).stdout, "{arguments:?} prints the same without a log");
    let text = fs::read_to_string(log).expect("a log in UTF-8");
    let lines = text.lines().map(|line| {
        let (time, event) = line.split_once("Z ").unwrap_or_else(|| panic!("no time: {line}"));
        assert!(time.starts_with("20"), "no time: {line}");
        event.trim_start().to_owned()
    });
    lines.collect()
}

#[track_caller]
fn check_has(lines: &[String], wanted: &str) {
    assert!(lines.iter().any(|line| line.contains(wanted)), "no {wanted} in\n{}", lines.join("\n"));
}

#[test]
fn every_command_logs() {
    let house = plan();
    let reading: [&[&str]; 6] = [
        &["plan.txt"],
        &["outline", "plan.txt"],
        &["find", "重点", "plan.txt"],
        &["find", "--scope", "line", "重点", "plan.txt"],
        &["grep", "双宝", "plan.txt"],
        &["extract", "plan.txt"],
    ];
    let others: [&[&str]; 5] = [&["formats"], &["doctor"], &["completions", "bash"], &["man"], &["--print-keys"]];
    for arguments in reading.into_iter().chain(others) {
        let lines = logged(&house, None, arguments);
        assert!(lines[0].starts_with("INFO gangmu::cli: started version="), "{lines:?}");
        assert!(lines[lines.len() - 1].starts_with("INFO gangmu::cli: ended outcome=Done took="), "{lines:?}");
        if arguments.contains(&"line") {
            check_has(&lines, "INFO gangmu::cli::lines: lines searched files=1 plain=1 decoded=0 failed=0 took=");
        } else if reading.contains(&arguments) {
            check_has(&lines, "INFO gangmu::extract::file: read file=\"plan.txt\" bytes=");
            check_has(&lines, " format=\"txt\" encoding=\"UTF-8\" found=1 failed=0 took=");
        }
    }
}

#[test]
fn the_levels_are_those_that_were_asked_for() {
    let house = House::new(&[("page.txt", format!("甲县教育局门户网站\n首页\n{PLAN}打印本页\n").as_bytes())]);
    let arguments = ["outline", "page.txt"];

    let usual = logged(&house, None, &arguments);
    assert!(usual.iter().all(|line| line.starts_with("INFO ")), "{usual:?}");
    check_has(&usual, "parsed notice=\"page.txt\" lines=");
    assert_eq!(logged(&house, Some(" "), &arguments).len(), usual.len());

    let parse = logged(&house, Some("gangmu::parse=debug"), &arguments);
    for step in ["clean", "unglue", "furniture", "reflow", "sections", "marker candidates", "markers", "lint"] {
        check_has(&parse, &format!(": {step} "));
    }
    check_has(&parse, "taken_off=");
    check_has(&parse, "refused=");
    assert!(parse.iter().all(|line| line.contains(" gangmu::parse")), "{parse:?}");

    let all = logged(&house, Some("debug"), &arguments);
    check_has(&all, "format=\"txt\" encoding=\"UTF-8\"");
    assert!(!all.concat().contains("教育方针"), "no body below the level trace");
    check_has(&logged(&house, Some("trace"), &arguments), "text=\"打印本页\"");

    let warnings = logged(&house, Some("gangmu=warn"), &arguments);
    assert_eq!(warnings, [""; 0]);
}

#[test]
fn what_cannot_be_read_is_a_warning() {
    let house = House::new(&[("plan.txt", PLAN.as_bytes()), ("bad.docx", b"PK\x03\x04")]);
    house.run(&["outline", ".", "none.txt", "--log", "gangmu.log"]);
    let log = fs::read_to_string(house.folder.path().join("gangmu.log")).expect("a log");
    let lines: Vec<String> = log.lines().map(str::to_owned).collect();
    check_has(&lines, " WARN gangmu::extract::file: not read notice=\"bad.docx\" error=");
    check_has(&lines, " WARN gangmu::library::load: not opened file=\"none.txt\" error=");
}

#[cfg(unix)]
#[test]
fn a_log_is_private_and_appended_to() {
    use std::os::unix::fs::PermissionsExt;

    let house = plan();
    let arguments = ["formats", "--log", "new.log"];
    assert_eq!(house.run(&arguments).code, Some(0));
    let log = house.folder.path().join("new.log");
    let first = fs::read_to_string(&log).expect("a log");
    assert_eq!(fs::metadata(&log).expect("a log").permissions().mode() & 0o777, 0o600);
    assert_eq!(house.run(&arguments).code, Some(0));
    let both = fs::read_to_string(&log).expect("a log");
    assert!(both.starts_with(&first) && both.lines().count() == 2 * first.lines().count(), "{both}");
}

#[cfg(unix)]
#[test]
fn names_of_files_cannot_forge_lines() {
    let house = House::new(&[("a\u{1b}]0;x\u{7}\nINFO forged\u{202e}.txt", PLAN.as_bytes())]);
    let lines = logged(&house, Some("trace"), &["outline", "."]);
    check_has(&lines, "INFO forged");
    let hidden = |line: &String| line.chars().any(|c| !gangmu::text::safe::is_visible_char(c));
    assert!(!lines.iter().any(hidden), "{lines:?}");
}

#[test]
fn a_log_that_cannot_be_written_is_an_error() {
    let missing = if cfg!(windows) { "(os error 3)" } else { "No such file or directory (os error 2)" };
    let unclear = " cannot be \"gangmu=loud\": ";
    let cases = [
        ("no/folder/a.log", "", "no/folder/a.log: the log cannot be written: ", missing),
        ("config", "", "config: the log cannot be written: ", "not a regular file"),
        ("a.log", "gangmu=loud", unclear, "(write debug or gangmu::parse=debug)"),
    ];
    for (log, levels, start, end) in cases {
        let house = plan();
        house.write("config/gangmu/config.toml", b"");
        let arguments = ["outline", "plan.txt", "--log", log];
        let run = Run::of(house.command().env("RUST_LOG", levels).args(arguments));
        assert_eq!((run.stdout.as_str(), run.code), ("", Some(2)), "{log}");
        assert!(run.stderr.contains(start) && run.stderr.trim_end().ends_with(end), "{}", run.stderr);
        let run = Run::of(house.command().env("RUST_LOG", levels).args(arguments).args(["--lang", "zh"]));
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains("无法写入日志") || run.stderr.contains("RUST_LOG 不能是"), "{}", run.stderr);
    }
}
