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

/// None of these is waited for, or read without end.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    let house = plan();
    let at = |name: &str| house.folder.path().join(name);
    nix::unistd::mkfifo(&at("pipe.txt"), nix::sys::stat::Mode::S_IRWXU).expect("a pipe");
    let _socket = UnixListener::bind(at("socket.txt")).expect("a socket");
    symlink("/dev/zero", at("link.txt")).expect("a link");
    for (path, english, chinese) in [
        ("pipe.txt", "is a named pipe, not a file (pipe it in: ", "是命名管道，不是文件"),
        ("socket.txt", "is a socket, not a file", "是套接字，不是文件"),
        ("link.txt", "is a device, not a file", "是设备，不是文件"),
        ("/dev/tty", "is a device, not a file", "是设备，不是文件"),
        ("/dev/zero", "is a device, not a file", "是设备，不是文件"),
    ] {
        for command in
            [&["outline"][..], &["extract"], &["grep", "甲"], &["find", "甲"], &["find", "--scope", "line", "甲"]]
        {
            for (lang, reason) in [("en", english), ("zh", chinese)] {
                let run = house.run(&[command, &["--lang", lang, path]].concat());
                assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{command:?} {path}");
                assert!(run.stderr.starts_with(&format!("{path}: {reason}")), "{}", run.stderr);
            }
        }
    }
    // In a folder they are no notices, and nothing is said of them.
    check(&house.run(&["outline", "."]), 0, PLAN_TREE, "");
    fs::create_dir_all(at("config/gangmu")).expect("a folder");
    nix::unistd::mkfifo(&at("config/gangmu/config.toml"), nix::sys::stat::Mode::S_IRWXU).expect("a pipe");
    let run = house.run(&["outline", "plan.txt"]);
    assert!(run.code == Some(2) && run.stderr.contains("is a named pipe"), "{}", run.stderr);
}

/// A shell makes the pipe, and the command at its other end writes to it: read as standard input is.
#[cfg(target_os = "linux")]
#[test]
fn what_a_shell_pipes_in_is_read() {
    let house = plan();
    let run = |script: &str| {
        let mut command = Command::new("bash");
        prepare(&mut command, house.folder.path());
        command.env("GANGMU", assert_cmd::cargo::cargo_bin!("gangmu"));
        Run::of(command.args(["-c", script]).write_stdin(PLAN))
    };
    let tree = |path: &str| PLAN_TREE.replace("plan.txt", path);
    let path = run("echo <(true)").stdout.trim().to_owned();
    check(&run(r#""$GANGMU" outline <(cat plan.txt)"#), 0, &tree(&path), "");
    check(&run(r#""$GANGMU" outline /dev/stdin"#), 0, &tree("/dev/stdin"), "");
    check(&run(r#""$GANGMU" outline /dev/stdin < plan.txt"#), 0, &tree("/dev/stdin"), "");
    let line = format!("{path}:6: （一）推进双减工作。严控作业总量。\n");
    check(&run(r#""$GANGMU" find --scope line 双减 <(cat plan.txt)"#), 0, &line, "");
}

#[cfg(unix)]
#[test]
fn a_file_beyond_the_limit_is_refused_by_every_command() {
    let house = House::new(&[]);
    let file = fs::File::create(house.folder.path().join("large.txt"));
    file.and_then(|file| file.set_len(1 << 30)).expect("a file of nothing, which takes no room");
    for command in [&["outline"][..], &["find", "甲"], &["find", "--scope", "line", "甲"]] {
        let run = house.run(&[command, &["large.txt"]].concat());
        let expected =
            "large.txt: 1073741824 bytes are more than the 268435456 gangmu reads at once (split the file)\n";
        check(&run, 2, "", expected);
    }
}
