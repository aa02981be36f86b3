//! Unix signals: orderly termination, and job control with `^z`.

use std::fs;
use std::io;
use std::process;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use nix::sys::signal::{Signal as NixSignal, kill};
use nix::unistd::{Pid, getppid, getsid};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::{Signal, screen};
use crate::extract::private::remove_all;

/// The process id by which `kill` addresses the process group of the caller.
const OWN_GROUP: Pid = Pid::from_raw(0);

/// The process id reported for a process outside the container.
const OUTSIDE: Pid = Pid::from_raw(0);

/// Whether an editor uses the terminal; signals of keys are meant for the editor then.
static IS_LENT: AtomicBool = AtomicBool::new(false);

/// Marks the terminal as used by an editor until dropped.
pub(super) struct Lent(());

/// Marks the terminal as used by an editor.
pub(super) fn lend_terminal() -> Lent {
    IS_LENT.store(true, Ordering::SeqCst);
    Lent(())
}

impl Drop for Lent {
    fn drop(&mut self) {
        IS_LENT.store(false, Ordering::SeqCst);
    }
}

/// Listens for signals on a thread of its own until the process ends, or until `tell` returns false.
///
/// # Errors
/// When the handlers cannot be installed.
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
    remove_all();
    process::exit(128 + number)
}

/// Makes signals that end this process remove temporary copies and end converters first. For commands without an event
/// loop; a second call does nothing.
pub(crate) fn remove_copies_at_end() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let ending = [SIGTERM, SIGHUP, SIGINT, SIGQUIT].into_iter().filter(|number| !is_ignored(*number));
        // Where the system refuses, the copies stay when a signal comes, but the documents can be read.
        let Ok(mut signals) = Signals::new(ending) else { return };
        let wait = move || {
            if let Some(number) = signals.forever().next() {
                remove_all();
                let _ = emulate_default_handler(number);
            }
        };
        let _ = thread::Builder::new().name("signals".to_owned()).spawn(wait);
    });
}

/// Whether this process was started with a signal ignored, as `nohup` does with SIGHUP: it stays ignored.
fn is_ignored(number: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask & (1 << (number - 1)) != 0
}

/// Stops the process group (including the other end of a pipe, or `cargo run`), like `^z` in cooked mode. When it continues,
/// [`Signal::Continue`] is sent.
pub(super) fn stop_group() {
    // On failure nothing has been stopped, and the caller finds itself running, which is all that can be done.
    let _ = kill(OWN_GROUP, NixSignal::SIGSTOP);
}

/// Whether a shell exists that can continue this process. The first program of a terminal window would stay stopped for
/// ever.
///
/// In a container the session may belong to a process outside; its number is then 0 for both shell and process.
pub(super) fn can_stop() -> bool {
    let parent = getppid();
    parent != OUTSIDE && getsid(Some(parent)).is_ok_and(|session| getsid(None) == Ok(session))
}
