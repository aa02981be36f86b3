//! Restores the terminal when the program dies without a chance to do so: SIGKILL, an abort for lack of memory, a stack
//! overflow.
//!
//! A second, tiny process of the same program (*guard*) waits at the end of a pipe whose other end only the main process
//! holds. Messages on the pipe say when the terminal is set up, with its previous settings (termios), and when it has been
//! restored. The pipe closes when the program ends, for whatever reason; if the terminal is set up at that moment, the guard
//! resets its modes. The guard has its own process group and blocks all signals, so that neither the keys of the terminal
//! nor the job control of the shell reach it.
//!
//! The shell may have the terminal again by then. The termios settings are restored only while they are still the raw ones of
//! the program: what the shell has set since is not touched.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use nix::sys::signal::SigSet;
use nix::sys::termios::{
    ControlFlags, InputFlags, LocalFlags, OutputFlags, SetArg, Termios, cfmakeraw, tcgetattr, tcsetattr,
};

use super::{modes, tty};

/// The one argument of the guard's process.
const ARGUMENT: &str = "--guard-terminal";

/// Message to the guard: the terminal has been restored. The other message is a [`Discipline`].
const GIVEN_BACK: &str = "given back";

/// The connection between the program and its guard.
static LINK: Mutex<Link> = Mutex::new(Link { pipe: None, message: None });

struct Link {
    /// The program's end of the pipe, once there is a guard.
    pipe: Option<ChildStdin>,
    /// The last message. One from before there was a guard is still to be sent.
    message: Option<String>,
}

/// Starts the guard: `program`, which must call [`watch`] when [`is_asked_for`] is true. A thread starts it, because
/// starting a process takes about as long as everything before the first frame.
///
/// # Errors
/// When the thread cannot be started.
pub(super) fn start(program: PathBuf) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name("guard".to_owned()).spawn(move || {
        let mut command = Command::new(program);
        command.arg(ARGUMENT).stdin(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        // Reading needs no guard: where the program's file is gone or no more processes may start, there is none.
        if let Ok(guard) = command.spawn() {
            let mut link = link();
            link.pipe = guard.stdin;
            link.send();
        }
    })
}

fn link() -> MutexGuard<'static, Link> {
    LINK.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Link {
    /// Sends the last message.
    fn send(&mut self) {
        let (Some(pipe), Some(message)) = (&mut self.pipe, &self.message) else { return };
        if writeln!(pipe, "{message}").is_err() {
            // The guard has been killed.
            self.pipe = None;
        }
    }
}

/// Notes that the terminal is going to be taken. Call it while the terminal still has its own settings.
pub(super) fn note_taken() {
    let discipline = tty::open_for_reading().and_then(|terminal| Ok(tcgetattr(terminal)?));
    // Without a terminal there is nothing to guard, and raw mode is about to fail with the reason.
    if let Ok(discipline) = discipline {
        send(&Discipline::of(&discipline).to_line());
    }
}

/// Notes that the terminal has been given back.
pub(super) fn note_given_back() {
    send(GIVEN_BACK);
}

fn send(message: &str) {
    let mut link = link();
    link.message = Some(message.to_owned());
    link.send();
}

/// Whether the arguments of a process, without its name, say that it is a guard.
pub(super) fn is_asked_for<'a>(arguments: impl IntoIterator<Item = &'a OsStr>) -> bool {
    arguments.into_iter().eq([OsStr::new(ARGUMENT)])
}

/// The whole life of a guard. Standard input is the pipe, standard output the terminal.
pub(super) fn watch() {
    // A background process may change the terminal only while it blocks the signal that would stop it. On failure
    // there is nobody to tell: standard error is closed, and the terminal may be another's.
    let _ = SigSet::all().thread_block();
    if let Some(discipline) = last_discipline(io::stdin().lock()) {
        let _ = restore(&discipline);
    }
}

/// Reads to the end of the pipe. Returns the settings to restore, if the terminal was set up at that moment.
fn last_discipline(pipe: impl Read) -> Option<Discipline> {
    let lines = BufReader::new(pipe).lines().map_while(Result::ok);
    lines.last().and_then(|line| Discipline::parse(&line))
}

fn restore(before: &Discipline) -> io::Result<()> {
    // If the program was the session leader, its death removed the controlling terminal, and with it `/dev/tty`.
    let mut terminal = io::stdout();
    let now = tcgetattr(&terminal)?;
    if let Some(restored) = before.restored(&now) {
        tcsetattr(&terminal, SetArg::TCSANOW, &restored)?;
    }
    modes::reset(&mut terminal)
}

/// The termios flags that raw mode changes: input, output, control, local; then the control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Discipline {
    input: InputFlags,
    output: OutputFlags,
    control: ControlFlags,
    local: LocalFlags,
    chars: Vec<u8>,
}

impl Discipline {
    fn of(termios: &Termios) -> Self {
        Self {
            input: termios.input_flags,
            output: termios.output_flags,
            control: termios.control_flags,
            local: termios.local_flags,
            chars: termios.control_chars.to_vec(),
        }
    }

    /// `now` with these flags; `None` if `now` is no longer the raw mode derived from them.
    fn restored(&self, now: &Termios) -> Option<Termios> {
        let mut restored = now.clone();
        restored.input_flags = self.input;
        restored.output_flags = self.output;
        restored.control_flags = self.control;
        restored.local_flags = self.local;
        for (to, from) in restored.control_chars.iter_mut().zip(&self.chars) {
            *to = *from;
        }
        let mut raw = restored.clone();
        cfmakeraw(&mut raw);
        let flags = |termios: &Termios| (termios.input_flags, termios.output_flags, termios.local_flags);
        (flags(&raw) == flags(now)).then_some(restored)
    }

    /// The numbers in a row.
    fn to_line(&self) -> String {
        let flags = [
            self.input.bits().to_string(),
            self.output.bits().to_string(),
            self.control.bits().to_string(),
            self.local.bits().to_string(),
        ];
        let words: Vec<String> = flags.into_iter().chain(self.chars.iter().map(u8::to_string)).collect();
        words.join(" ")
    }

    /// Reads what [`Discipline::to_line`] writes.
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        Some(Self {
            input: InputFlags::from_bits_retain(words.next()?.parse().ok()?),
            output: OutputFlags::from_bits_retain(words.next()?.parse().ok()?),
            control: ControlFlags::from_bits_retain(words.next()?.parse().ok()?),
            local: LocalFlags::from_bits_retain(words.next()?.parse().ok()?),
            chars: words.map(|word| word.parse().ok()).collect::<Option<_>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn discipline() -> Discipline {
        Discipline {
            input: InputFlags::ICRNL | InputFlags::IXON,
            output: OutputFlags::OPOST,
            control: ControlFlags::CS8,
            local: LocalFlags::ICANON | LocalFlags::ECHO | LocalFlags::ISIG,
            chars: vec![3, 28, 127],
        }
    }

    #[test]
    fn only_a_terminal_that_is_taken_is_restored() {
        let line = discipline().to_line();
        for (messages, expected) in [
            (String::new(), None),
            (format!("{line}\n"), Some(discipline())),
            (format!("{line}\n{GIVEN_BACK}\n"), None),
            (format!("{line}\n{GIVEN_BACK}\n{line}\n"), Some(discipline())),
            (format!("{line}\nnonsense\n"), None),
        ] {
            assert_eq!(last_discipline(messages.as_bytes()), expected, "{messages:?}");
        }
    }

    #[test]
    fn a_guard_is_asked_for_by_one_argument() {
        for (arguments, expected) in
            [(vec![ARGUMENT], true), (vec![], false), (vec!["notices"], false), (vec![ARGUMENT, "notices"], false)]
        {
            assert_eq!(is_asked_for(arguments.iter().map(OsStr::new)), expected, "{arguments:?}");
        }
    }
}
