//! The real binary in a pseudo-terminal, from the first frame to the terminal's modes after the last.
#![cfg(unix)]

#[path = "terminal/pty.rs"]
mod pty;

#[path = "terminal/attacks.rs"]
mod attacks;

use std::fs::{self, Permissions};
use std::io::Write;
use std::num::NonZeroU16;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use pty::Terminal;
use tempfile::TempDir;

const GANGMU: &str = env!("CARGO_BIN_EXE_gangmu");

const PLAN_TITLE: &str = "云岭县教育局2024年工作要点";

const PLAN: &str = "\
云岭县教育局2024年工作要点

各乡镇中心学校，县直各学校：

一、坚持立德树人
（一）加强思想政治教育。每学期开展主题教育不少于4次。
（二）提升体育美育水平。保障学生每天综合体育活动时间不低于2小时。
二、建设高素质教师队伍
（一）弘扬教育家精神。
（二）优化师资配置。推进教师交流轮岗。
三、深化教育数字化
（一）建设智慧校园。

云岭县教育局
2024年2月20日
";

const LETTER: &str = "\
清河区教育局关于做好暑期安全工作的通知

各学校：

一、开展安全教育
二、排查校园隐患
（一）检查消防设施。
";

/// A folder with two invented notices.
fn notices() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, text) in [("1-plan.txt", PLAN), ("2-letter.txt", LETTER)] {
        fs::write(folder.path().join(name), text).expect("writable");
    }
    folder
}

fn start(folder: &Path) -> Terminal {
    start_with(folder, &[])
}

fn start_with(folder: &Path, variables: &[(&str, &str)]) -> Terminal {
    let terminal = Terminal::start(GANGMU, &["."], folder, variables);
    if variables.is_empty() {
        terminal.wait_for_text(&[PLAN_TITLE, "一、坚持立德树人", "每学期开展主题教育"]);
        terminal.check_taken();
    }
    terminal
}

/// The main job, as a reader does it: see, filter, come back, jump, leave.
#[test]
fn a_reader_filters_jumps_and_leaves() {
    let folder = notices();
    let mut terminal = start(folder.path());
    terminal.press("f清河");
    terminal.wait_for("filtered list with the cursor in the prompt", |screen| {
        let contents = screen.contents();
        let (row, col) = screen.cursor_position();
        contents.contains("排查校园隐患")
            && !contents.contains("坚持立德树人")
            && !screen.hide_cursor()
            && screen.contents_between(row, 0, row, col).ends_with("清河")
    });
    terminal.press("\x1b");
    // A key that follows at once would be one with Alt.
    terminal.wait_for("whole list without a prompt", |screen| {
        let contents = screen.contents();
        contents.contains("云岭县") && contents.contains("清河区") && !contents.contains("筛选公文")
    });
    terminal.press("S师资");
    terminal.wait_for_text(&["师资", "（二）优化师资配置", "1/11"]);
    terminal.press("\r");
    terminal.wait_for("the place that was picked", |screen| {
        let contents = screen.contents();
        contents.contains("推进教师交流轮岗") && contents.contains("二、建设高素质教师队伍 › （二）优化师资配置")
    });
    // Who types fast does not wait for results before Enter.
    terminal.press("S智慧\r");
    terminal.wait_for_text(&["三、深化教育数字化 › （一）建设智慧校园"]);
    // Back to the list, and out.
    terminal.press("qq");
    terminal.check_success();
    terminal.check_given_back();
}

/// The log goes to the file only: the screen is drawn as without it, and the terminal is restored.
#[test]
fn a_log_is_written_while_notices_are_read() {
    let folder = notices();
    let log_folder = TempDir::new().expect("a folder");
    let log = log_folder.path().join("gangmu.log");
    let name = log.to_str().expect("UTF-8");
    let mut terminal = Terminal::start(GANGMU, &["--log", name, "."], folder.path(), &[("RUST_LOG", "trace")]);
    terminal.wait_for_text(&[PLAN_TITLE, "一、坚持立德树人", "每学期开展主题教育"]);
    terminal.press("q");
    terminal.check_success();
    terminal.check_given_back();
    let events = fs::read_to_string(log).expect("a log");
    for event in ["gangmu::cli: started", "gangmu::extract::file: read file=", "gangmu::library::load: loaded", "ended"]
    {
        assert!(events.contains(event), "no {event} in\n{events}");
    }
    assert!(!String::from_utf8_lossy(&terminal.bytes()).contains("gangmu::"), "the terminal shows the log");
}

/// A pasted query is one event, whatever line breaks are in it.
#[test]
fn a_query_can_be_pasted() {
    let folder = notices();
    let mut terminal = start(folder.path());
    terminal.press("f");
    terminal.press("\x1b[200~清河\n\x1b[201~");
    terminal.wait_for_text(&["排查校园隐患"]);
    terminal.check_taken();
}

/// A paste may hold the sequence that ends a paste, or follow a sequence that was cut off: what comes behind is no key.
/// `Q` would quit.
#[test]
fn a_paste_runs_no_keys() {
    for attack in ["\x1b[200~a\x1b[201~Q\x1b[201~", "\x1b\x1b[200~Q\x1b[201~", "\x1b[<0;1\x1b[200~Q\x1b[201~"] {
        let folder = notices();
        let mut terminal = start(folder.path());
        terminal.press(attack);
        terminal.press("f清河");
        terminal.wait_for_text(&["排查校园隐患"]);
        terminal.check_taken();
    }
}

/// Input that never ends, also in a program that takes its keys from the terminal while standard input is a pipe.
#[test]
fn the_keyboard_recovers_from_garbage() {
    let folder = notices();
    for garbage in ["\x1b[<", "\x1b[?2026;2$y", "\x1b[?2026;2$", "\x1b[200~Q", "\x1b]11;rgb", "\x1bP", "\x1b[M"] {
        for program in [format!("exec '{GANGMU}' ."), format!("cat 1-plan.txt | '{GANGMU}' -")] {
            let mut terminal = Terminal::start("sh", &["-c", &program], folder.path(), &[]);
            terminal.wait_for_text(&["一、坚持立德树人"]);
            terminal.press(garbage);
            terminal.press("\x03");
            terminal.check_success();
            terminal.check_given_back();
        }
    }
}

/// A key that is not `^C` works after a pause.
#[test]
fn keys_work_again_after_a_pause() {
    let folder = notices();
    let mut terminal = start(folder.path());
    terminal.press("f\x1b[200~清河");
    // The end of the paste is lost, but not its text.
    terminal.wait_for_text(&["排查校园隐患"]);
    terminal.press("\x1b");
    // A key that follows at once would be one with Alt.
    terminal.wait_for("whole list without a prompt", |screen| {
        let contents = screen.contents();
        contents.contains("云岭县") && contents.contains("清河区") && !contents.contains("筛选公文")
    });
    terminal.press("Q");
    terminal.check_success();
    terminal.check_given_back();
}

#[test]
fn the_mouse_opens_a_notice_and_can_be_given_back() {
    let folder = notices();
    let mut terminal = start(folder.path());
    terminal.wait_for_text(&["清河区"]);
    let row = 1 + terminal.row_of("清河区");
    terminal.press(&format!("\x1b[<0;4;{row}M\x1b[<0;4;{row}m"));
    terminal.wait_for_text(&["排查校园隐患"]);
    terminal.press("M");
    terminal.wait_for("mouse given back", |screen| screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None);
    terminal.press("M");
    terminal.wait_for("mouse captured", |screen| screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None);
    terminal.check_taken();
}

#[test]
fn the_screen_follows_the_window() {
    const SMALL: (NonZeroU16, NonZeroU16) = (NonZeroU16::new(12).unwrap(), NonZeroU16::new(40).unwrap());
    const LARGE: (NonZeroU16, NonZeroU16) = (NonZeroU16::new(36).unwrap(), NonZeroU16::new(120).unwrap());
    let folder = notices();
    let mut terminal = start(folder.path());
    terminal.resize(SMALL);
    terminal.wait_for_text(&["云岭县"]);
    terminal.resize(LARGE);
    terminal.wait_for_text(&[PLAN_TITLE, "一、坚持立德树人", "推进教师交流轮岗"]);
    // Both changes may be noticed as one that changes nothing, but the window has lost what stood in it.
    terminal.resize(SMALL);
    terminal.resize(LARGE);
    terminal.wait_for_text(&[PLAN_TITLE, "一、坚持立德树人", "推进教师交流轮岗"]);
}

fn has_cell(screen: &vt100::Screen, is_meant: fn(&vt100::Cell) -> bool) -> bool {
    let (rows, cols) = screen.size();
    let mut places = (0..rows.get()).flat_map(|row| (0..cols.get()).map(move |col| (row, col)));
    places.any(|(row, col)| screen.cell(row, col).is_some_and(is_meant))
}

/// Without colours the selection is still to be seen.
#[test]
fn no_color_leaves_the_selection_visible() {
    let folder = notices();
    let mut terminal = start_with(folder.path(), &[("NO_COLOR", "1")]);
    terminal.wait_for("reversed row", |screen| has_cell(screen, vt100::Cell::inverse));
    // What has arrived may end within a character.
    let output = String::from_utf8_lossy(&terminal.bytes()).into_owned();
    assert!(!output.contains("[38;") && !output.contains(";48;") && !output.contains("[48;"), "{output:?}");
    // A theme chosen now has its colours, as sequences that are whole.
    terminal.press("T");
    terminal.wait_for("colour", |screen| has_cell(screen, |cell| cell.fgcolor() != vt100::Color::Default));
    terminal.press("Q");
    terminal.wait_for_end();
    let output = String::from_utf8(terminal.bytes()).expect("UTF-8");
    assert!(!output.contains("[;"), "half a sequence in {output:?}");
}

/// The editor is told the file and the line, has the terminal as the shell would give it, and gets every key.
#[test]
fn an_editor_has_the_terminal_to_itself() {
    const EDITOR: &str = "#!/bin/sh\necho editor is open\nread typed\necho \"$typed|$*\" >noted\n";
    let folder = notices();
    let editor = folder.path().join("vim");
    fs::write(&editor, EDITOR)
        .and_then(|()| fs::set_permissions(&editor, Permissions::from_mode(0o755)))
        .expect("script");
    let mut terminal = start_with(folder.path(), &[("VISUAL", ""), ("EDITOR", "./vim -R")]);
    terminal.wait_for_text(&[PLAN_TITLE]);
    terminal.press("v");
    terminal.wait_for_text(&["editor is open"]);
    terminal.check_given_back();
    terminal.press("hello Q\n");
    terminal.wait_for("screen again", |screen| screen.alternate_screen() && screen.contents().contains(PLAN_TITLE));
    terminal.check_taken();
    let noted = fs::read_to_string(folder.path().join("noted")).expect("the editor has written");
    assert_eq!(noted.trim_end(), "hello Q|-R +1 1-plan.txt");
}

/// A member of an archive is opened as a copy, and the status line says so. The copy is deleted when the program ends.
#[test]
fn an_editor_gets_a_copy_of_what_lies_in_an_archive() {
    const EDITOR: &str =
        "#!/bin/sh\nfor path; do :; done\necho \"$*\" >noted\ncat \"$path\" >>noted\nls -l \"$path\" >>noted\n";
    let folder = TempDir::new().expect("a folder");
    let editor = folder.path().join("vim");
    fs::write(&editor, EDITOR)
        .and_then(|()| fs::set_permissions(&editor, Permissions::from_mode(0o755)))
        .expect("script");
    let mut zip = zip::ZipWriter::new(fs::File::create(folder.path().join("公文.zip")).expect("an archive"));
    zip.start_file("通知/1-plan.txt", zip::write::SimpleFileOptions::default()).expect("room");
    zip.write_all("关于放假的通知\n\n一、时间\n三天。\n".as_bytes()).expect("room");
    zip.finish().expect("room");
    let mut terminal = start_with(folder.path(), &[("VISUAL", ""), ("EDITOR", "./vim")]);
    terminal.wait_for_text(&["关于放假的通知"]);
    terminal.press("v");
    terminal.wait_for_text(&["只读副本"]);
    let noted = fs::read_to_string(folder.path().join("noted")).expect("the editor has written");
    let lines: Vec<&str> = noted.lines().collect();
    let path = lines[0].strip_prefix("+1 ").expect("the line");
    assert!(path.ends_with("/1-plan.txt") && lines[1] == "关于放假的通知", "{noted}");
    assert!(lines.last().expect("a listing").starts_with("-r--------"), "{noted}");
    terminal.press("Q");
    terminal.wait_for_end();
    assert!(!Path::new(path).exists(), "{path} is still there");
}

/// Text of files cannot control the terminal: no escape sequences, no characters that reverse or hide text.
#[test]
fn foreign_text_is_harmless() {
    const HOSTILE: &str = "甲\u{1b}]0;owned\u{7}乙\u{1b}[2J丙\u{9b}31m丁\u{202e}戊\u{200b}己";
    let folder = TempDir::new().expect("a folder");
    let text = format!("关于{HOSTILE}的通知\n\n一、{HOSTILE}\n正文{HOSTILE}。\n二、结束语在此\n");
    fs::write(folder.path().join(format!("{}.txt", HOSTILE.replace('/', ""))), text).expect("writable");
    let terminal = Terminal::start(GANGMU, &["--encoding", "utf-8", "."], folder.path(), &[]);
    terminal.wait_for_text(&["二、结束语在此"]);
    let output = String::from_utf8(terminal.bytes()).expect("UTF-8");
    for harm in ["\u{1b}]", "\u{1b}[2J丙", "\u{7}", "\u{9b}", "\u{202e}", "\u{200b}"] {
        assert!(!output.contains(harm), "{harm:?} has reached the terminal");
    }
}

#[test]
fn quitting_gives_the_terminal_back() {
    let folder = notices();
    let mut terminal = start(folder.path());
    terminal.press("Q");
    terminal.check_success();
    terminal.check_given_back();
}

#[test]
fn control_c_quits() {
    let folder = notices();
    let mut terminal = start(folder.path());
    terminal.press("\x03");
    terminal.wait_for_end();
    terminal.check_given_back();
}

#[track_caller]
fn check_signal(signal: Signal) {
    let folder = notices();
    let mut terminal = start(folder.path());
    terminal.signal(signal);
    let status = terminal.wait_for_end();
    assert_eq!(status.exit_code(), 128 + (signal as i32).cast_unsigned());
    terminal.check_given_back();
}

#[test]
fn a_signal_gives_the_terminal_back() {
    check_signal(Signal::SIGTERM);
    check_signal(Signal::SIGHUP);
    check_signal(Signal::SIGINT);
}

/// Signals after which the program itself can do nothing more: a kill, and an abort for want of memory.
#[test]
fn a_sudden_death_gives_the_terminal_back() {
    for signal in [Signal::SIGKILL, Signal::SIGABRT] {
        let folder = notices();
        let mut terminal = start(folder.path());
        terminal.signal(signal);
        let status = terminal.wait_for_end();
        assert!(!status.success(), "{signal} is no success");
        terminal.check_given_back();
    }
}

/// A terminal that is an editor's, or the shell's while the program is stopped, is left alone when the program dies.
#[test]
fn a_sudden_death_leaves_the_terminal_of_others_alone() {
    let folder = notices();
    let script = format!("sh -c 'echo $$ >pid; exec {GANGMU} .'; stty -echo; kill -9 $(cat pid); fg; echo ended");
    let mut terminal = Terminal::start("bash", &["-m", "-c", &script], folder.path(), &[]);
    terminal.wait_for_text(&[PLAN_TITLE]);
    terminal.press("\x1a");
    terminal.wait_for_text(&["ended"]);
    terminal.wait_for_end();
    let output = String::from_utf8(terminal.bytes()).expect("UTF-8");
    assert_eq!(output.matches("\x1b[?1049l").count(), 1, "{output:?}");
}

/// The hook that forces the panic exists in debug builds only.
#[cfg(debug_assertions)]
#[test]
fn a_panic_gives_the_terminal_back_before_it_is_reported() {
    let folder = notices();
    let mut terminal = start_with(folder.path(), &[("GANGMU_TEST_PANIC", "draw")]);
    let status = terminal.wait_for_end();
    assert_eq!(status.exit_code(), 101);
    terminal.check_given_back();
    let output = String::from_utf8(terminal.bytes()).expect("UTF-8");
    let (during, after) = output.rsplit_once("\x1b[?1049l").expect("the alternate screen is left");
    assert!(after.contains("forced by GANGMU_TEST_PANIC"), "{after:?}");
    assert!(!during.contains("panicked"), "{during:?}");
    assert!(!after.contains("\x1b[?2026h"), "something was drawn after the end: {after:?}");
}

/// Under a shell with job control: the program stops and gives the terminal back, `fg` brings the screen again.
#[track_caller]
fn check_stop(stop: impl Fn(&mut Terminal, Pid)) {
    let folder = notices();
    let script = format!("sh -c 'echo $$ >pid; exec {GANGMU} .'; echo stopped; read go; fg; echo ended");
    let mut terminal = Terminal::start("bash", &["-m", "-c", &script], folder.path(), &[]);
    terminal.wait_for_text(&[PLAN_TITLE]);
    let pid = fs::read_to_string(folder.path().join("pid")).expect("written before the program started");
    stop(&mut terminal, Pid::from_raw(pid.trim().parse().expect("a number")));
    terminal.wait_for("shell", |screen| screen.contents().contains("stopped") && !screen.alternate_screen());
    terminal.check_given_back();
    terminal.press("\n");
    terminal.wait_for("second screen", |screen| screen.contents().contains(PLAN_TITLE) && screen.alternate_screen());
    terminal.check_taken();
    terminal.press("Q");
    terminal.wait_for_text(&["ended"]);
    terminal.wait_for_end();
    terminal.check_given_back();
}

#[test]
fn control_z_stops_and_comes_back() {
    check_stop(|terminal, _| terminal.press("\x1a"));
}

#[test]
fn a_stop_signal_stops_and_comes_back() {
    check_stop(|_, pid| kill(pid, Signal::SIGTSTP).expect("a running program"));
}

/// The notice comes through a pipe, the keys from the terminal.
#[test]
fn standard_input_can_be_a_notice() {
    let folder = notices();
    let script = format!("cat 2-letter.txt | '{GANGMU}' -");
    let mut terminal = Terminal::start("sh", &["-c", &script], folder.path(), &[]);
    terminal.wait_for_text(&["清河区教育局关于做好暑期安全工作的通知"]);
    terminal.check_taken();
    terminal.press("Q");
    terminal.check_success();
    terminal.check_given_back();
}

/// A program alone in its window has no shell that could continue it.
#[test]
fn control_z_without_a_shell_does_nothing() {
    let folder = notices();
    let mut terminal = start(folder.path());
    terminal.press("\x1aQ");
    terminal.check_success();
    terminal.check_given_back();
}

/// In a container whose session began outside, sessions have no number.
#[test]
fn control_z_in_a_container_does_nothing() {
    const CONTAINER: [&str; 4] = ["--user", "--map-root-user", "--pid", "--fork"];
    let can_contain = Command::new("unshare").args(CONTAINER).arg("true").status().is_ok_and(|status| status.success());
    if !can_contain {
        println!("skipped: this system has no unshare, or forbids it");
        return;
    }
    let folder = notices();
    let mut terminal = Terminal::start("unshare", &[&CONTAINER[..], &[GANGMU, "."]].concat(), folder.path(), &[]);
    terminal.wait_for_text(&[PLAN_TITLE]);
    terminal.press("\x1aQ");
    terminal.check_success();
    terminal.check_given_back();
}
