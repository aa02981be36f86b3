//! The terminal itself: set up and restore, events in, effects carried out, the loop.
//!
//! Whatever ends the program, the terminal is given back first: leaving, an error, a panic, SIGTERM, SIGHUP. When it is
//! killed or runs out of memory, a second process gives it back.

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

use std::ffi::OsStr;
use std::fmt;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use crate::app::Settings;
use crate::extract::Options;
use crate::library::Input;

/// What to show, and how.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// What is read, in the background.
    pub inputs: Vec<Input>,
    /// How it is read.
    pub load: Options,
    /// Language, theme, mouse, keys.
    pub settings: Settings,
    /// The program that gives the terminal back when this one is killed: itself, if it calls [`guard_terminal`] when
    /// [`is_guard`] says so. `None` to do without.
    pub guard: Option<PathBuf>,
}

/// Why the program ended without an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExitReason {
    /// The reader left.
    Quit,
    /// What was picked, a line each, in a program that was started to pick something; nothing when that was left.
    Picked(Vec<String>),
    /// A signal of that number asked for it.
    Signal(i32),
    /// The terminal is gone: its window was closed, or the connection is lost.
    TerminalGone,
}

impl ExitReason {
    /// The status to exit with: 0, 130 when nothing was picked that should have been, or 128 and the number of the signal as a shell would say it. A terminal that is gone
    /// counts as a hangup (1).
    pub fn exit_code(&self) -> u8 {
        /// That of a key that interrupts, as fzf has it.
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

/// What a signal asks of the event loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(unix), allow(dead_code, reason = "there are no signals"))]
enum Signal {
    /// End; the number of the signal.
    End(i32),
    /// Stop until continued.
    Stop,
    /// The process was stopped, and goes on now.
    Continue,
    /// The terminal's window has another size.
    Resize,
}

/// Why the program could not go on.
#[derive(Debug)]
pub enum Error {
    /// The terminal cannot be used.
    Terminal(io::Error),
    /// `-` was given, but nothing is piped in: the notice would have to be typed on the keys that steer the program.
    StdinIsTerminal,
    /// A thread panicked; what it said.
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

/// Whether the arguments of this process, without its name, say that it is to guard the terminal of another one.
pub fn is_guard<'a>(arguments: impl IntoIterator<Item = &'a OsStr>) -> bool {
    guard::is_asked_for(arguments)
}

/// Waits until the program ends that started this process, and gives its terminal back if it could not.
pub fn guard_terminal() {
    guard::watch();
}

/// Shows the notices until the reader leaves, on `/dev/tty` when standard output is no terminal; keys come from there
/// when standard input is none.
///
/// In debug builds the environment variable `GANGMU_TEST_PANIC=draw` makes it panic after the first frame, so that a
/// test can see the terminal restored.
///
/// # Errors
/// When the terminal cannot be used, or a part of the program panicked that it cannot do without. A terminal that
/// vanishes is no error.
///
/// # Panics
/// When the drawing or the state panics; the terminal has been given back by then.
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
            (ExitReason::Picked(vec!["甲".to_owned()]), 0),
            (ExitReason::Picked(Vec::new()), 130),
            (ExitReason::Signal(15), 143),
            (ExitReason::Signal(1), 129),
            (ExitReason::TerminalGone, 129),
        ] {
            assert_eq!(reason.exit_code(), code, "{reason:?}");
        }
    }
}
