//! The terminal where standard input or standard output is something else: keys come from `/dev/tty`; a picker in
//! `vim $(gangmu --pick)` is drawn on it, and what it picks goes to the pipe.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::{AsFd, OwnedFd};

use nix::unistd::dup2_stdout;

/// The terminal that keys come from: standard input when that is one, else `/dev/tty`.
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

/// What standard output was. Dropping it puts that back.
pub(super) struct Original(OwnedFd);

/// Puts the terminal in the place of a standard output that is none. `None` when it is one.
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
