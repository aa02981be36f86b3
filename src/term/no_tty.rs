//! Where there is no `/dev/tty`, standard output must be the terminal.

use std::io::{self, IsTerminal};

/// The original standard output.
pub(crate) struct Original;

/// Replaces a standard output that is not a terminal by the terminal; `None` if it already is one.
///
/// # Errors
/// When standard output is not a terminal; this system cannot replace it.
pub(crate) fn take_place_of_stdout() -> io::Result<Option<Original>> {
    if io::stdout().is_terminal() { Ok(None) } else { Err(io::ErrorKind::Unsupported.into()) }
}
