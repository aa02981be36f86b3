//! Signals of Unix: the end is orderly, and `^z` works as in any program that belongs to a shell.

use std::io;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use nix::sys::signal::{Signal as NixSignal, kill};
use nix::unistd::{Pid, getppid, getsid};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::{Signal, screen};

/// What `kill` takes for the process group of the caller.
const OWN_GROUP: Pid = Pid::from_raw(0);

/// The number of a process that cannot be seen from within a container.
const OUTSIDE: Pid = Pid::from_raw(0);

/// Whether an editor has the terminal. What the reader's keys send then is meant for the editor.
static IS_LENT: AtomicBool = AtomicBool::new(false);

/// While this lives, the terminal is an editor's.
pub(super) struct Lent(());

/// Says that an editor gets the terminal.
pub(super) fn lend_terminal() -> Lent {
    IS_LENT.store(true, Ordering::SeqCst);
    Lent(())
}

impl Drop for Lent {
    fn drop(&mut self) {
        IS_LENT.store(false, Ordering::SeqCst);
    }
}

/// Listens for signals on a thread of its own, to the end of the process; `tell` returns false when nobody listens any
/// more.
///
/// # Errors
/// When the system refuses.
pub(super) fn watch(tell: impl Fn(Signal) -> bool + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let mut is_ending = false;
        for number in signals.forever() {
            let is_lent = IS_LENT.load(Ordering::SeqCst);
            match number {
                // These are meant for the editor.
                SIGCONT | SIGINT | SIGQUIT | SIGWINCH if is_lent => {}
                SIGCONT => drop(tell(Signal::Continue)),
                SIGWINCH => drop(tell(Signal::Resize)),
                // The editor stops itself, and its parent has to stop with it, or the shell would not notice.
                SIGTSTP if is_lent => drop(emulate_default_handler(SIGTSTP)),
                SIGTSTP => drop(tell(Signal::Stop)),
                // The loop waits for the editor, or has not come round to the first such signal.
                _ if is_lent || is_ending => end_now(number),
                _ => {
                    is_ending = true;
                    if !tell(Signal::End(number)) {
                        end_now(number);
                    }
                }
            }
        }
    })?;
    Ok(())
}

fn end_now(number: i32) -> ! {
    screen::give_back();
    process::exit(128 + number)
}

/// Stops this process and those that were started with it (the other end of a pipe, `cargo run`), as the terminal's own
/// `^z` does. [`Signal::Continue`] comes when it goes on.
pub(super) fn stop_group() {
    // On failure nothing has been stopped, and the caller finds itself running, which is all that can be done.
    let _ = kill(OWN_GROUP, NixSignal::SIGSTOP);
}

/// Whether there is a shell that could continue this process once it is stopped. A program that is the first one of its
/// terminal window would stay stopped for ever.
///
/// In a container the session may have begun outside; its number is 0 then, for the shell as for the process.
pub(super) fn can_stop() -> bool {
    let parent = getppid();
    parent != OUTSIDE && getsid(Some(parent)).is_ok_and(|session| getsid(None) == Ok(session))
}
