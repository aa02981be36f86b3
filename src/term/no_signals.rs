//! Where there are no signals of Unix: nothing to watch, nothing to stop.

use std::io;

use super::Signal;

/// While this lives, the terminal is an editor's.
pub(crate) struct Lent(());

/// Says that an editor gets the terminal.
pub(crate) fn lend_terminal() -> Lent {
    Lent(())
}

/// Never tells anything.
pub(crate) fn watch(_tell: impl Fn(Signal) -> bool + Send + 'static) -> io::Result<()> {
    Ok(())
}

/// Never called, because [`can_stop`] denies it.
pub(crate) fn stop_group() {}

/// There is no job control.
pub(crate) fn can_stop() -> bool {
    false
}
