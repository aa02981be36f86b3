//! Files and arguments that would have the program, the terminal or another program do something else.

use super::*;

/// Nothing that a terminal would take for a command.
#[track_caller]
fn check_visible(text: &str) {
    let hidden = text.chars().find(|c| *c != '\n' && !gangmu::text::safe::is_visible_char(*c));
    assert_eq!(hidden, None, "{text:?}");
}

/// `gangmu outline *` makes an argument of a file's name.
#[test]
fn a_usage_error_is_safe_for_a_terminal() {
    const SEQUENCE: &str = "\u{1b}]52;c;eA==\u{7}\u{9b}2J\u{202e}";
    let option = format!("--{SEQUENCE}x");
    let value = format!("a{SEQUENCE}");
    let cases: [&[&str]; 12] = [
        &[&option],
        &["outline", &option],
        &["outline", "plan.txt", &format!("-{SEQUENCE}")],
        &["--theme", &value],
        &[&format!("--pick={value}")],
        &["outline", "--format", &value, "plan.txt"],
        &["outline", "--depth", &value, "plan.txt"],
        &["outline", &format!("--encoding={value}"), "plan.txt"],
        &["check", "--only", &value, "plan.txt"],
        &["completions", &value],
        &["man", &value],
        &["find", &format!("年:{value}"), "plan.txt"],
    ];
    for arguments in cases {
        for lang in ["en", "zh"] {
            let run = plan().run(&[&["--lang", lang], arguments].concat());
            assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{arguments:?}");
            assert!(!run.stderr.is_empty());
            check_visible(&run.stderr);
        }
    }
    let house = plan();
    house.write("config/gangmu/config.toml", b"theme = \"\\u001b]0;x\\u0007\\u009b\"\n");
    check_visible(&house.run(&["outline", "plan.txt"]).stderr);
}

/// A program may be started by a name that somebody else has chosen.
#[cfg(unix)]
#[test]
fn the_help_of_a_program_with_a_hostile_name_is_safe() {
    use std::os::unix::process::CommandExt;

    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("gangmu"));
    let output = command.arg0("\u{1b}]0;x\u{7}").arg("--help").output().expect("the program runs");
    assert!(output.status.success() && !output.stdout.is_empty());
    check_visible(&String::from_utf8(output.stdout).expect("UTF-8"));
}

#[test]
fn json_has_escapes_for_what_cannot_be_seen() {
    let house = House::new(&[("a.txt", "一、甲\u{9b}2J乙\u{202e}丙\u{200b}\u{7f}\n".as_bytes())]);
    for arguments in [
        &["extract", "--format", "json", "--encoding", "utf-8", "a.txt"][..],
        &["find", "--scope", "line", "--format", "json", "--encoding", "utf-8", "甲", "a.txt"],
    ] {
        let run = house.run(arguments);
        assert!(run.stdout.contains(r"甲\u009b2J乙\u202e丙\u200b\u007f"), "{}", run.stdout);
        check_visible(&run.stdout);
    }
}

/// Help that cannot be written is no success.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    for arguments in [&["outline", "plan.txt"][..], &["--help"], &["--version"], &["completions", "bash"], &["formats"]]
    {
        let house = plan();
        let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("gangmu"));
        command.current_dir(house.folder.path()).env("XDG_CONFIG_HOME", house.folder.path()).args(arguments);
        let output = command.stdout(full).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write"), "{arguments:?}");
    }
}
