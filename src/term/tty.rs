//! Access to the terminal when standard input or output is redirected: keys come from `/dev/tty`, and the picker of
//! `vim $(gangmu --pick)` is drawn there while the result goes to the pipe.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::{AsFd, OwnedFd};

use nix::unistd::dup2_stdout;

/// The terminal for keys: standard input if it is one, else `/dev/tty`.
///
/// # Errors
/// When the process has no terminal.
pub(super) fn open_for_reading() -> io::Result<File> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Ok(File::from(stdin.as_fd().try_clone_to_owned()?));
    }
    File::options().read(true).write(true).open("/dev/tty")
}

/// The original standard output; dropping it restores it.
pub(super) struct Original(OwnedFd);

/// Replaces a standard output that is not a terminal by the terminal; `None` if it already is one.
///
/// # Errors
/// When the process has no terminal.
pub(super) fn take_place_of_stdout() -> io::Result<Option<Original>> {
    if io::stdout().is_terminal() {
        return Ok(None);
    }
    let terminal = File::options().read(true).write(true).open("/dev/tty")?;
    let original = Original(io::stdout().as_fd().try_clone_to_owned()?);
    dup2_stdout(terminal.as_fd())?;
    Ok(Some(original))
}

impl Drop for Original {
    fn drop(&mut self) {
        // Nothing may be left over that was meant for the terminal. If this fails there is nobody to tell.
        let _ = io::stdout().flush();
        let _ = dup2_stdout(self.0.as_fd());
    }
}
