//! A program in a pseudo-terminal: keys in, a screen out, and every byte on the way.

use std::ffi::OsStr;
use std::io::{ErrorKind, Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// Long enough for a busy machine; only a failing test waits this long.
const PATIENCE: Duration = Duration::from_mins(1);

/// Modes of the terminal as they are before a program starts: (name, how it is set, how it is reset).
const MODES: [(&str, &str, &str); 6] = [
    ("alternate screen", "\x1b[?1049h", "\x1b[?1049l"),
    ("bracketed paste", "\x1b[?2004h", "\x1b[?2004l"),
    ("mouse buttons", "\x1b[?1000h", "\x1b[?1000l"),
    ("mouse drags", "\x1b[?1002h", "\x1b[?1002l"),
    ("mouse coordinates", "\x1b[?1006h", "\x1b[?1006l"),
    ("synchronized update", "\x1b[?2026h", "\x1b[?2026l"),
];

/// A program that runs in a terminal of its own.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    output: Arc<Output>,
    /// The line discipline before the program started, for comparison.
    discipline: String,
}

/// The output of the program so far.
#[derive(Default)]
struct Output {
    seen: Mutex<Seen>,
    grown: Condvar,
}

struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    has_ended: bool,
}

impl Default for Seen {
    fn default() -> Self {
        Self { parser: vt100::Parser::new(Terminal::ROWS, Terminal::COLS, 0), bytes: Vec::new(), has_ended: false }
    }
}

impl Terminal {
    const ROWS: NonZeroU16 = NonZeroU16::new(36).unwrap();
    const COLS: NonZeroU16 = NonZeroU16::new(120).unwrap();

    /// Starts a program; of the environment of the tests it sees the search path and what `variables` set.
    pub fn start(program: &str, arguments: &[&str], folder: &Path, variables: &[(&str, &str)]) -> Self {
        let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        Self::start_with_os(program, &arguments, folder, variables)
    }

    /// As [`Terminal::start`], with arguments of any bytes.
    pub fn start_with_os(program: &str, arguments: &[&OsStr], folder: &Path, variables: &[(&str, &str)]) -> Self {
        let pair = native_pty_system().openpty(size(Self::ROWS, Self::COLS)).expect("a pseudo-terminal");
        let discipline = discipline(pair.master.as_ref());
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", folder);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "zh_CN.UTF-8");
        for (name, value) in variables {
            command.env(name, value);
        }
        command.args(arguments);
        command.cwd(folder);
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let output = Arc::new(Output::default());
        collect(pair.master.try_clone_reader().expect("readable"), Arc::clone(&output));
        let keys = pair.master.take_writer().expect("writable");
        Self { child, master: pair.master, keys, output, discipline }
    }

    /// Types.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).and_then(|()| self.keys.flush()).expect("the terminal takes keys");
    }

    /// Makes the window another size and empties it.
    pub fn resize(&mut self, (rows, cols): (NonZeroU16, NonZeroU16)) {
        let mut seen = self.seen();
        seen.parser.screen_mut().set_size(rows, cols);
        seen.parser.process(b"\x1b[2J");
        drop(seen);
        self.master.resize(size(rows, cols)).expect("the window changes its size");
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        let number = self.child.process_id().and_then(|number| i32::try_from(number).ok());
        let pid = Pid::from_raw(number.expect("a running program has a number"));
        kill(pid, signal).expect("the program can be reached");
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.output.seen.lock().expect("the collector does not panic")
    }

    /// The row of the screen, from 0, that shows `text`.
    #[track_caller]
    pub fn row_of(&self, text: &str) -> usize {
        let contents = self.seen().parser.screen().contents();
        contents.lines().position(|row| row.contains(text)).unwrap_or_else(|| panic!("no {text} in\n{contents}"))
    }

    /// Everything written so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.seen().bytes.clone()
    }

    /// Waits until `is_there` accepts the screen.
    #[track_caller]
    pub fn wait_for(&self, what: &str, is_there: impl Fn(&vt100::Screen) -> bool) {
        self.wait(what, |seen| is_there(seen.parser.screen()));
    }

    /// Waits until the screen shows all of `texts`.
    #[track_caller]
    pub fn wait_for_text(&self, texts: &[&str]) {
        self.wait_for(&format!("{texts:?}"), |screen| {
            let contents = screen.contents();
            texts.iter().all(|text| contents.contains(text))
        });
    }

    #[track_caller]
    fn wait(&self, what: &str, is_there: impl Fn(&Seen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen();
        while !is_there(&seen) {
            let left = deadline.saturating_duration_since(Instant::now());
            if seen.has_ended || left.is_zero() {
                let contents = seen.parser.screen().contents();
                // The collector needs the lock, and a panic would poison it.
                drop(seen);
                panic!("no {what} on the screen:\n{contents}");
            }
            seen = self.output.grown.wait_timeout(seen, left).expect("the collector does not panic").0;
        }
    }

    /// Waits until the program has ended and its output has been read.
    #[track_caller]
    pub fn wait_for_end(&mut self) -> ExitStatus {
        self.wait("end", |seen| seen.has_ended);
        self.child.wait().expect("the program is a child")
    }

    /// Waits for the end, which must be an orderly one.
    #[track_caller]
    pub fn check_success(&mut self) {
        let status = self.wait_for_end();
        assert!(status.success(), "{status}\n{}", self.seen().parser.screen().contents());
    }

    /// The modes that are still set, judging by the bytes written.
    fn modes_left(&self) -> Vec<&'static str> {
        let bytes = self.bytes();
        let last = |sequence: &str| bytes.windows(sequence.len()).rposition(|window| window == sequence.as_bytes());
        let is_left = |set: &str, reset: &str| last(set) > last(reset);
        MODES.iter().filter(|(_, set, reset)| is_left(set, reset)).map(|(name, ..)| *name).collect()
    }

    /// The terminal is the program's: alternate screen, paste and mouse reported, raw mode.
    #[track_caller]
    pub fn check_taken(&self) {
        let wanted = ["alternate screen", "bracketed paste", "mouse buttons", "mouse drags", "mouse coordinates"];
        let mut modes = self.modes_left();
        // Half of a frame may have arrived.
        modes.retain(|mode| *mode != "synchronized update");
        assert_eq!(modes, wanted);
        assert_ne!(discipline(self.master.as_ref()), self.discipline, "not in raw mode");
    }

    /// The terminal is as it was before the program started.
    #[track_caller]
    pub fn check_given_back(&self) {
        assert_eq!(self.modes_left(), [""; 0]);
        assert_eq!(discipline(self.master.as_ref()), self.discipline, "the line discipline has changed");
        let seen = self.seen();
        let screen = seen.parser.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves its program running. One that has been waited for is gone, and its number may be
        // another's.
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
        }
    }
}

fn size(rows: NonZeroU16, cols: NonZeroU16) -> PtySize {
    PtySize { rows: rows.get(), cols: cols.get(), pixel_width: 0, pixel_height: 0 }
}

/// Raw mode, echo and the rest, as text to compare.
fn discipline(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal"))
}

fn collect(mut reader: Box<dyn Read + Send>, output: Arc<Output>) {
    thread::spawn(move || {
        let mut chunk = [0; 4096];
        loop {
            let count = match reader.read(&mut chunk) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                // Linux says EIO when the last program in the terminal has ended.
                Err(_) => 0,
                Ok(count) => count,
            };
            let mut seen = output.seen.lock().expect("no waiting thread panics while it holds the lock");
            seen.parser.process(&chunk[..count]);
            seen.bytes.extend_from_slice(&chunk[..count]);
            seen.has_ended = count == 0;
            output.grown.notify_all();
            if count == 0 {
                return;
            }
        }
    });
}
