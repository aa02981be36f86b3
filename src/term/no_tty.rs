//! Where there is no `/dev/tty`, standard output must be the terminal.

use std::io::{self, IsTerminal};

/// What standard output was.
pub(crate) struct Original;

/// Puts the terminal in the place of a standard output that is none. `None` when it is one.
///
/// # Errors
/// When it is none: this system has no way to do that.
pub(crate) fn take_place_of_stdout() -> io::Result<Option<Original>> {
    if io::stdout().is_terminal() { Ok(None) } else { Err(io::ErrorKind::Unsupported.into()) }
}
