//! Stub for systems without Unix signals.

use std::io;

use super::Signal;

/// Marks the terminal as used by an editor until dropped.
pub(crate) struct Lent(());

/// Marks the terminal as used by an editor.
pub(crate) fn lend_terminal() -> Lent {
    Lent(())
}

/// Reports nothing.
pub(crate) fn watch(_tell: impl Fn(Signal) -> bool + Send + 'static) -> io::Result<()> {
    Ok(())
}

/// Does nothing.
pub(crate) const fn remove_copies_at_end() {}

/// Never called, because [`can_stop`] returns false.
pub(crate) fn stop_group() {}

/// There is no job control.
pub(crate) fn can_stop() -> bool {
    false
}
