//! Names of files and records that would have another program do something else, and ends that would leave copies behind.

use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;

use super::*;

/// Writes down its arguments, each ended by a zero byte.
const EDITOR: &str = "#!/bin/sh\nprintf '%s\\0' \"$@\" >noted.part\nmv noted.part noted\n";

fn script(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).and_then(|()| fs::set_permissions(&path, Permissions::from_mode(0o755))).expect("script");
    path
}

/// A record of a notice, as `gangmu outline --format json` writes it, with another path in it.
fn record(path: &str) -> String {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("a.txt"), LETTER).expect("writable");
    let output = Command::new(GANGMU).args(["outline", "--format", "json", "a.txt"]).current_dir(&folder).output();
    let written = String::from_utf8(output.expect("the program runs").stdout).expect("UTF-8");
    assert!(written.contains("\"path\":\"a.txt\""), "{written}");
    written.replace("\"path\":\"a.txt\"", &format!("\"path\":{path:?}"))
}

/// Names as an attacker gives them: what a program would take for a command, what a terminal would, bytes of no encoding.
const NAMES: [&[u8]; 7] = [
    b"+!touch pwned #.txt",
    b"-x.txt",
    b"\x1b]52;c;eA==\x07\xe2\x80\xaea.txt",
    b"\xc4\xe3\xba\xc3\xff.txt",
    b"a\nb.txt",
    b" a.txt",
    b"$(touch pwned)`touch pwned`.txt",
];

/// Presses `v`, and returns the words that the editor got.
#[track_caller]
fn edited(folder: &Path, argument: &OsStr, text: &str) -> Vec<Vec<u8>> {
    script(folder, "vim", EDITOR);
    let mut terminal = Terminal::start_with_os(GANGMU, &[argument], folder, &[("VISUAL", ""), ("EDITOR", "./vim")]);
    terminal.wait_for_text(&[text]);
    terminal.press("v");
    terminal.wait_for("screen again", |screen| folder.join("noted").exists() && screen.alternate_screen());
    terminal.press("Q");
    terminal.check_success();
    let output = terminal.bytes();
    for harm in [&b"\x1b]52"[..], b"\x07", "\u{202e}".as_bytes()] {
        assert!(!output.windows(harm.len()).any(|window| window == harm), "{harm:?} has reached the terminal");
    }
    let noted = fs::read(folder.join("noted")).expect("the editor has written");
    noted.split(|byte| *byte == 0).filter(|word| !word.is_empty()).map(<[u8]>::to_vec).collect()
}

#[test]
fn an_editor_gets_the_name_as_it_is() {
    for name in NAMES {
        let folder = TempDir::new().expect("a folder");
        fs::create_dir(folder.path().join("d")).expect("a folder");
        fs::write(folder.path().join("d").join(OsStr::from_bytes(name)), LETTER).expect("writable");
        let words = edited(folder.path(), OsStr::new("d"), "排查校园隐患");
        assert_eq!(words, [b"+1".to_vec(), [b"d/", name].concat()], "{}", name.escape_ascii());
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join(OsStr::from_bytes(name)), LETTER).expect("writable");
        let words = edited(folder.path(), OsStr::new("."), "排查校园隐患");
        let is_plain = name[0].is_ascii_alphanumeric() || !name[0].is_ascii();
        assert_eq!(words[1], [if is_plain { &b""[..] } else { b"./" }, name].concat(), "{}", name.escape_ascii());
    }
}

/// The copy is found by its place in the archive, not by its name: two may look the same.
#[test]
fn an_editor_gets_the_member_that_was_read() {
    let folder = TempDir::new().expect("a folder");
    let archive = folder.path().join(OsStr::from_bytes(b"\xff\x1b.zip"));
    let mut zip = zip::ZipWriter::new(fs::File::create(archive).expect("an archive"));
    for (name, text) in [("a\u{200b}\u{1b}.txt", PLAN), ("a.txt", LETTER)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("room");
        zip.write_all(text.as_bytes()).expect("room");
    }
    zip.finish().expect("room");
    script(
        folder.path(),
        "vim",
        "#!/bin/sh\nls -l \"$2\" >noted.part\nls -ld \"${2%/*}\" >>noted.part\ncat \"$2\" >>noted.part\nmv noted.part noted\n",
    );
    let mut terminal = Terminal::start(GANGMU, &["."], folder.path(), &[("VISUAL", ""), ("EDITOR", "./vim")]);
    terminal.wait_for_text(&["清河区", PLAN_TITLE]);
    for text in [PLAN, LETTER] {
        terminal.press("v");
        terminal.wait_for("screen again", |screen| folder.path().join("noted").exists() && screen.alternate_screen());
        let noted = fs::read_to_string(folder.path().join("noted")).expect("the editor has written");
        fs::remove_file(folder.path().join("noted")).expect("it is there");
        assert!(noted.ends_with(text) && noted.starts_with("-r--------") && noted.contains("\ndrwx------"), "{noted}");
        terminal.press("1j");
    }
    terminal.press("Q");
    terminal.check_success();
}

/// A record may claim any path; what was read is opened, and printed.
#[test]
fn a_record_leads_to_its_own_file() {
    for path in ["/etc/passwd", "+!touch pwned", "-x"] {
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join("record.json"), record(path)).expect("writable");
        let words = edited(folder.path(), OsStr::new("."), "排查校园隐患");
        assert_eq!(words[1], b"record.json");
        assert_eq!(picked(folder.path(), "titles"), b"record.json\n");
        assert!(picked(folder.path(), "headings").starts_with(b"record.json:"));
        for arguments in
            [&["outline"][..], &["find", "安全"], &["grep", "安全"], &["check"], &["outline", "--format=json"]]
        {
            let output = Command::new(GANGMU).args(arguments).arg(".").current_dir(&folder).output();
            let printed = String::from_utf8(output.expect("the program runs").stdout).expect("UTF-8");
            let printed = printed.replace(&format!("\"made_from\":{{\"path\":{path:?}"), "");
            assert!(!printed.contains(path), "{printed}");
        }
    }
}

/// Picks the first of all, and returns what comes through the pipe.
#[track_caller]
fn picked(folder: &Path, what: &str) -> Vec<u8> {
    let script = format!("'{GANGMU}' --pick={what} . >../picked; echo \"status $?\"");
    let mut terminal = Terminal::start("sh", &["-c", &script], folder, &[]);
    // One title, or three headings.
    let has_results = |text: &str| text.contains("1/1 · ") || text.contains("3/3 · ");
    terminal.wait_for("picker", |screen| screen.alternate_screen() && has_results(&screen.contents()));
    terminal.press("\r");
    terminal.wait_for_text(&["status "]);
    terminal.wait_for_end();
    let path = folder.parent().expect("below another").join("picked");
    fs::read(path).expect("what was printed")
}

#[test]
fn a_shell_gets_a_path_that_no_program_takes_for_an_option() {
    for name in NAMES {
        let outer = TempDir::new().expect("a folder");
        let folder = outer.path().join("d");
        fs::create_dir(&folder).expect("a folder");
        fs::write(folder.join(OsStr::from_bytes(name)), LETTER).expect("writable");
        let line = picked(&folder, "titles");
        assert!(!line.starts_with(b"+") && !line.starts_with(b"-"), "{}", line.escape_ascii());
        let path = PathBuf::from(std::ffi::OsString::from_vec(line[..line.len() - 1].to_vec()));
        assert_eq!(fs::read_to_string(folder.join(path)).ok().as_deref(), Some(LETTER), "{}", name.escape_ascii());
    }
    // The second line would be a command of a program that gets it.
    let outer = TempDir::new().expect("a folder");
    let folder = outer.path().join("d");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("a\n+!touch pwned.txt"), LETTER).expect("writable");
    assert_eq!(picked(&folder, "titles"), b"");
}

/// A document of Word 95, for which another program is run.
fn old_document() -> Vec<u8> {
    let header = [&[0xDC, 0xA5, 0x68, 0][..], &[0; 508]].concat();
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("memory");
    file.create_stream("WordDocument").expect("memory").write_all(&header).expect("memory");
    file.flush().expect("memory");
    file.into_inner().into_inner()
}

/// A folder with a document and a converter that never ends. It says what it sees of the copy.
fn slow_conversion() -> TempDir {
    const CONVERTER: &str = "#!/bin/sh\ncd \"$FOLDER\"\nfor path; do :; done\n\
        sleep 1000 &\nls -l \"$path\" >noted.part\nls -ld \"${path%/*}\" >>noted.part\necho \"${path%/*} $! $$\" >>noted.part\nmv noted.part noted\nwait\n";
    let folder = TempDir::new().expect("a folder");
    for name in ["bin", "tmp", "d"] {
        fs::create_dir(folder.path().join(name)).expect("a folder");
    }
    script(&folder.path().join("bin"), "antiword", CONVERTER);
    fs::write(folder.path().join("d/old.doc"), old_document()).expect("writable");
    folder
}

/// Waits for a condition that another process brings about.
#[track_caller]
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_mins(1);
    while !is_so() {
        assert!(std::time::Instant::now() < deadline, "{what}");
        std::thread::yield_now();
    }
}

/// Checks that the copy was private, and that nothing is left of it nor of the programs that were started.
#[track_caller]
fn check_gone(folder: &Path) {
    let noted = fs::read_to_string(folder.join("noted")).expect("the converter has written");
    let lines: Vec<&str> = noted.lines().collect();
    assert!(lines[0].starts_with("-rw-------") && lines[1].starts_with("drwx------"), "{noted}");
    let words: Vec<&str> = lines[2].split(' ').collect();
    let left: Vec<_> = fs::read_dir(folder.join("tmp")).expect("a folder").collect();
    assert!(!Path::new(words[0]).exists() && left.is_empty(), "{left:?}");
    for number in &words[1..] {
        let pid = Pid::from_raw(number.parse().expect("a number"));
        wait_until(&format!("{number} goes on"), || kill(pid, None).is_err() || is_zombie(number));
    }
}

/// Whether a process has ended and nobody has asked for its status.
fn is_zombie(number: &str) -> bool {
    let status = fs::read_to_string(format!("/proc/{number}/status")).unwrap_or_default();
    status.lines().any(|line| line.starts_with("State:") && line.contains('Z'))
}

#[track_caller]
fn check_end(arguments: &[&str], end: impl FnOnce(&mut Terminal)) {
    let folder = slow_conversion();
    let path = format!("{}:/usr/bin:/bin", folder.path().join("bin").display());
    let at = folder.path().to_string_lossy().into_owned();
    let temporary = format!("{at}/tmp");
    let variables = [("PATH", path.as_str()), ("FOLDER", &at), ("TMPDIR", &temporary)];
    let mut terminal = Terminal::start(GANGMU, arguments, folder.path(), &variables);
    wait_until("the converter begins", || folder.path().join("noted").exists());
    end(&mut terminal);
    terminal.wait_for_end();
    check_gone(folder.path());
}

#[test]
fn a_signal_removes_the_copy_for_a_converter_and_ends_it() {
    for signal in [Signal::SIGTERM, Signal::SIGHUP, Signal::SIGINT] {
        check_end(&["d"], |terminal| {
            terminal.wait_for("interface", vt100::Screen::alternate_screen);
            terminal.signal(signal);
        });
        check_end(&["extract", "d"], |terminal| terminal.signal(signal));
        check_end(&["grep", "甲", "d"], |terminal| terminal.signal(signal));
    }
    check_end(&["outline", "d"], |terminal| terminal.press("\x03"));
    check_end(&["d"], |terminal| {
        terminal.wait_for("interface", vt100::Screen::alternate_screen);
        terminal.press("Q");
    });
}

/// The editor has the terminal, and the loop waits for it.
#[test]
fn a_signal_removes_the_copy_of_an_editor() {
    for signal in [Signal::SIGTERM, Signal::SIGHUP] {
        let folder = TempDir::new().expect("a folder");
        fs::create_dir(folder.path().join("tmp")).expect("a folder");
        let mut zip = zip::ZipWriter::new(fs::File::create(folder.path().join("a.zip")).expect("an archive"));
        zip.start_file("a.txt", zip::write::SimpleFileOptions::default()).expect("room");
        zip.write_all(LETTER.as_bytes()).expect("room");
        zip.finish().expect("room");
        script(
            folder.path(),
            "vim",
            "#!/bin/sh\ntrap '' HUP\nls tmp/*/a.txt >noted.part\nmv noted.part noted\nread key\n",
        );
        let temporary = folder.path().join("tmp").to_string_lossy().into_owned();
        let variables = [("VISUAL", ""), ("EDITOR", "./vim"), ("TMPDIR", temporary.as_str())];
        let mut terminal = Terminal::start(GANGMU, &["a.zip"], folder.path(), &variables);
        terminal.wait_for_text(&["排查校园隐患"]);
        terminal.press("v");
        wait_until("the editor opens", || folder.path().join("noted").exists());
        terminal.signal(signal);
        wait_until("the copy is left", || fs::read_dir(&temporary).expect("a folder").next().is_none());
        terminal.press("\n");
        terminal.wait_for_end();
        let noted = fs::read_to_string(folder.path().join("noted")).expect("the editor has written");
        assert!(noted.contains("/a.txt"), "{noted}");
    }
}

/// The limit of a file's size stands for a disk that is full.
#[test]
fn a_full_disk_leaves_no_half_of_a_file() {
    let folder = TempDir::new().expect("a folder");
    fs::create_dir(folder.path().join("d")).expect("a folder");
    // A sentence of more than one block.
    fs::write(folder.path().join("d/a.txt"), format!("{LETTER}{}。\n", "演练方案".repeat(200))).expect("writable");
    for (limit, said, files) in [("1", "File too large", 0), ("unlimited", "gangmu-1.md", 1)] {
        let script = format!("trap '' XFSZ; ulimit -f {limit}; exec '{GANGMU}' d");
        let mut terminal = Terminal::start("bash", &["-c", &script], folder.path(), &[("LANG", "en_US.UTF-8")]);
        terminal.wait_for_text(&["排查校园隐患"]);
        terminal.press("\\演练");
        terminal.wait_for_text(&["› 演练", "1 in 1 notices"]);
        terminal.press("\x1bs");
        terminal.wait_for_text(&[said]);
        terminal.press("\x03");
        terminal.wait_for_end();
        let left = fs::read_dir(folder.path()).expect("a folder").flatten();
        let left: Vec<_> = left.map(|entry| entry.file_name()).filter(|name| name != "d").collect();
        assert_eq!(left.len(), files, "{left:?}");
    }
}
