//! The real binary in a pseudo-terminal, from the first frame to the terminal's modes after the last.
#![cfg(unix)]

#[path = "terminal/pty.rs"]
mod pty;

use std::fs;
use std::path::Path;

use pty::Terminal;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

const GANGMU: &str = env!("CARGO_BIN_EXE_gangmu");

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
        terminal.wait_for_text(&["云岭县教育局2024年工作要点", "清河区教育局关于做好暑期安全工作的通知"]);
        terminal.check_taken();
    }
    terminal
}

#[test]
fn quitting_gives_the_terminal_back() {
    let folder = notices();
    let mut terminal = start(folder.path());
    terminal.press("Q");
    assert!(terminal.wait_for_end().success());
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
    assert_eq!(status.exit_code(), 128 + signal.as_raw().cast_unsigned());
    terminal.check_given_back();
}

#[test]
fn a_signal_gives_the_terminal_back() {
    check_signal(Signal::TERM);
    check_signal(Signal::HUP);
    check_signal(Signal::INT);
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
    let title = "云岭县教育局2024年工作要点";
    terminal.wait_for_text(&[title]);
    let pid = fs::read_to_string(folder.path().join("pid")).expect("written before the program started");
    stop(&mut terminal, pid.trim().parse().ok().and_then(Pid::from_raw).expect("a number"));
    terminal.wait_for("shell", |screen| screen.contents().contains("stopped") && !screen.alternate_screen());
    terminal.check_given_back();
    terminal.press("\n");
    terminal.wait_for("second screen", |screen| screen.contents().contains(title) && screen.alternate_screen());
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
    check_stop(|_, pid| kill_process(pid, Signal::TSTP).expect("a running program"));
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
    assert!(terminal.wait_for_end().success());
    terminal.check_given_back();
}

/// A program alone in its window has no shell that could continue it.
#[test]
fn control_z_without_a_shell_does_nothing() {
    let folder = notices();
    let mut terminal = start(folder.path());
    terminal.press("\x1aQ");
    assert!(terminal.wait_for_end().success());
    terminal.check_given_back();
}
