//! The terminal: set-up and restore, events in, effects carried out, the event loop.
//!
//! The terminal is restored before the program ends, on exit, error, panic, SIGTERM or SIGHUP. After SIGKILL or an abort for
//! lack of memory a second process restores it.

mod clipboard;
mod editor;
mod event_loop;
#[cfg_attr(not(unix), path = "no_guard.rs")]
mod guard;
mod input;
#[cfg_attr(not(unix), path = "console.rs")]
mod keyboard;
mod modes;
mod mouse;
mod save;
mod screen;
mod searcher;
#[cfg(unix)]
mod sequence;
#[cfg_attr(not(unix), path = "no_signals.rs")]
mod signals;
#[cfg(unix)]
mod tokenizer;
#[cfg_attr(not(unix), path = "no_tty.rs")]
mod tty;

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

pub(crate) use signals::remove_copies_at_end;

use crate::app::Settings;
use crate::extract::Options;
use crate::library::Input;

/// Start options of the interface.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// The inputs to load in the background.
    pub inputs: Vec<Input>,
    /// Options for reading them.
    pub load: Options,
    /// Language, theme, mouse, keys.
    pub settings: Settings,
    /// The program to run as guard, which restores the terminal when this process is killed. It may be the program itself
    /// if it calls [`guard_terminal`] when [`is_guard`] is true. `None` for no guard.
    pub guard: Option<PathBuf>,
}

/// How the program ended without an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExitReason {
    /// The user quit.
    Quit,
    /// The picked items of `--pick`, one line each; none when the picker was cancelled.
    Picked(Vec<OsString>),
    /// A signal with this number.
    Signal(i32),
    /// The terminal is gone: its window was closed, or the connection is lost.
    TerminalGone,
}

impl ExitReason {
    /// The exit status: 0, 130 if a picker was cancelled, or 128 plus the number of the signal. A terminal that is gone
    /// counts as SIGHUP (1).
    pub fn exit_code(&self) -> u8 {
        /// The status of an interrupt key (SIGINT), as in fzf.
        const INTERRUPTED: i32 = 2;
        let signal = match self {
            Self::Quit => return 0,
            Self::Picked(lines) if !lines.is_empty() => return 0,
            Self::Picked(_) => INTERRUPTED,
            Self::Signal(number) => *number,
            Self::TerminalGone => 1,
        };
        128 + u8::try_from(signal).unwrap_or(0) % 128
    }
}

/// The request of a signal to the event loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(unix), allow(dead_code, reason = "there are no signals"))]
enum Signal {
    /// End; the number of the signal.
    End(i32),
    /// Stop until continued.
    Stop,
    /// The process was stopped, and goes on now.
    Continue,
    /// The terminal was resized.
    Resize,
}

/// Fatal errors of the interface.
#[derive(Debug)]
pub enum Error {
    /// The terminal cannot be used.
    Terminal(io::Error),
    /// `-` was given but standard input is the terminal, which is needed for the keys.
    StdinIsTerminal,
    /// A thread panicked, with its message.
    Panicked(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Terminal(error) => write!(f, "the terminal cannot be used: {error}"),
            Self::StdinIsTerminal => {
                f.write_str("-: standard input is the terminal (pipe a notice in, or name a file)")
            }
            Self::Panicked(message) => write!(f, "gangmu has a fault, please report it: {message}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Terminal(error)
    }
}

/// Whether the arguments of this process (without its name) make it the guard of another process.
pub fn is_guard<'a>(arguments: impl IntoIterator<Item = &'a OsStr>) -> bool {
    guard::is_asked_for(arguments)
}

/// Runs the guard: waits for the end of the parent process and restores its terminal if necessary.
pub fn guard_terminal() {
    guard::watch();
}

/// Runs the interface until the user quits. It draws to `/dev/tty` if standard output is not a terminal, and reads keys from
/// there if standard input is not a terminal.
///
/// In debug builds the environment variable `GANGMU_TEST_PANIC=draw` makes it panic after the first frame, so that a
/// test can see the terminal restored.
///
/// # Errors
/// When the terminal cannot be used, or an essential thread panicked. A terminal that disappears is not an error.
///
/// # Panics
/// When drawing or the state panics; the terminal has been restored by then.
pub fn run(setup: Setup) -> Result<ExitReason, Error> {
    if setup.inputs.contains(&Input::Stdin) && io::stdin().is_terminal() {
        return Err(Error::StdinIsTerminal);
    }
    let _original = tty::take_place_of_stdout()?;
    event_loop::run(setup)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_those_of_a_shell() {
        for (reason, code) in [
            (ExitReason::Quit, 0),
            (ExitReason::Picked(vec!["甲".into()]), 0),
            (ExitReason::Picked(Vec::new()), 130),
            (ExitReason::Signal(15), 143),
            (ExitReason::Signal(1), 129),
            (ExitReason::TerminalGone, 129),
        ] {
            assert_eq!(reason.exit_code(), code, "{reason:?}");
        }
    }
}
