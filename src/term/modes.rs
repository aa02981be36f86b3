//! The modes of the terminal that outlive the program unless they are reset: screen, cursor, paste, mouse.

use std::io::{self, Write};

use crossterm::cursor::{SetCursorStyle, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen};

use super::mouse::ReleaseMouse;

/// Sets the modes that the program always has. The mouse is captured only if the reader wants it.
///
/// # Errors
/// When the terminal cannot be written to.
pub(super) fn set(out: &mut impl Write) -> io::Result<()> {
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, SetCursorStyle::SteadyBar)
}

/// Resets every mode that the program may have set.
///
/// # Errors
/// When the terminal cannot be written to.
pub(super) fn reset(out: &mut impl Write) -> io::Result<()> {
    execute!(
        out,
        EndSynchronizedUpdate,
        ReleaseMouse,
        DisableBracketedPaste,
        SetCursorStyle::DefaultUserShape,
        LeaveAlternateScreen,
        Show
    )
}
