//! The screen: set up at the start, restored in every case, one write per frame.

use std::cell::{Cell, RefCell};
use std::io::{self, Write};
use std::panic;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use crossterm::style::force_color_output;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate, disable_raw_mode, enable_raw_mode};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::{Buffer, Cell as ScreenCell};
use ratatui::layout::{Position, Rect};

use super::mouse::{CaptureMouse, ReleaseMouse};
use super::{guard, modes};
use crate::app::App;
use crate::text::safe::is_visible_char;
use crate::ui;

/// Whether the terminal is set up. Read by the panic hook and the signal thread, which own no [`Screen`].
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Set on the drawing thread, whose panics end the program.
    static OWNS_SCREEN: Cell<bool> = const { Cell::new(false) };
}

/// The message of a panic on another thread, which must not be printed over the screen.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

/// The terminal while it is set up. Dropping it restores the terminal.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<FrameBytes>>,
    bytes: FrameBytes,
    captures_mouse: bool,
}

impl Screen {
    /// Sets the terminal up: raw mode, alternate screen, bracketed paste, bar cursor, and mouse reports if wanted.
    ///
    /// # Errors
    /// When there is no terminal, or it rejects a mode.
    pub(super) fn open(captures_mouse: bool) -> io::Result<Self> {
        hook_panics();
        OWNS_SCREEN.set(true);
        // `NO_COLOR` chooses a theme. Were crossterm to obey it too, it would write half a sequence for each colour of a
        // theme chosen later, which terminals take as an order to drop bold and reverse.
        force_color_output(true);
        let bytes = FrameBytes::default();
        let terminal = Terminal::new(CrosstermBackend::new(bytes.clone()))?;
        let mut screen = Self { terminal, bytes, captures_mouse };
        screen.take()?;
        Ok(screen)
    }

    /// Sets the terminal up again after [`give_back`]; the next frame draws everything.
    pub(super) fn take(&mut self) -> io::Result<()> {
        // From here on there is something to undo, even if the next step fails.
        IS_TAKEN.store(true, Ordering::SeqCst);
        guard::note_taken();
        enable_raw_mode()?;
        modes::set(&mut io::stdout())?;
        self.capture_mouse(self.captures_mouse)?;
        self.redraw()
    }

    /// Sets the terminal up again after SIGSTOP, during which the shell used it.
    pub(super) fn retake(&mut self) -> io::Result<()> {
        // Raw mode would be thought to be on still, but the shell has set modes of its own.
        disable_raw_mode()?;
        self.take()
    }

    /// Turns mouse reports on, or off so that the terminal can select text.
    pub(super) fn capture_mouse(&mut self, captures: bool) -> io::Result<()> {
        self.captures_mouse = captures;
        if captures { execute!(io::stdout(), CaptureMouse) } else { execute!(io::stdout(), ReleaseMouse) }
    }

    /// Makes the next frame draw every cell.
    pub(super) fn redraw(&mut self) -> io::Result<()> {
        // `Terminal::clear` would ask the terminal for the cursor and fight the input thread for the answer.
        let area = Rect::from((Position::ORIGIN, self.terminal.size()?));
        self.terminal.resize(area)
    }

    /// Width and height in cells.
    pub(super) fn size(&self) -> io::Result<(u16, u16)> {
        let size = self.terminal.size()?;
        Ok((size.width, size.height))
    }

    /// Draws one frame as a synchronized update.
    pub(super) fn draw(&mut self, app: &App) -> io::Result<()> {
        queue!(self.bytes, BeginSynchronizedUpdate)?;
        let frame = self.terminal.draw(|frame| ui::draw(app, frame))?;
        debug_assert_eq!(unsafe_cell(frame.buffer), None, "foreign text reaches the terminal");
        queue!(self.bytes, EndSynchronizedUpdate)?;
        self.bytes.send()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
        OWNS_SCREEN.set(false);
    }
}

/// Restores the terminal; does nothing if it is not set up. Errors are ignored, because there is no place left to report
/// them.
pub(super) fn give_back() {
    if !IS_TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = modes::reset(&mut io::stdout());
    let _ = disable_raw_mode();
    guard::note_given_back();
}

/// Message and source position of the last panic on a thread other than the drawing one.
pub(super) fn last_panic() -> String {
    LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Installs the panic hook. A panic of the drawing thread restores the terminal before its message is printed. While the
/// terminal is set up, panics of other threads are kept for [`last_panic`] instead of being printed over the screen; a panic
/// of the loader becomes the failure of its file.
fn hook_panics() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if OWNS_SCREEN.get() {
                give_back();
            }
            if IS_TAKEN.load(Ordering::SeqCst) {
                *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = info.to_string();
            } else {
                print(info);
            }
        }));
    });
}

/// The first cell whose content the terminal would interpret instead of showing.
fn unsafe_cell(buffer: &Buffer) -> Option<&str> {
    let mut symbols = buffer.content().iter().map(ScreenCell::symbol);
    symbols.find(|symbol| !symbol.chars().all(is_visible_char))
}

/// The bytes of one frame, written at once by [`FrameBytes::send`]. After a panic nothing is written, because half a frame
/// would end up on the screen of the shell.
#[derive(Clone, Default)]
struct FrameBytes(Rc<RefCell<Vec<u8>>>);

impl FrameBytes {
    fn send(&self) -> io::Result<()> {
        let mut bytes = self.0.borrow_mut();
        let mut out = io::stdout().lock();
        let sent = out.write_all(&bytes).and_then(|()| out.flush());
        bytes.clear();
        sent
    }
}

impl Write for FrameBytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_cell_that_commands_the_terminal_is_found() {
        for (symbol, is_safe) in
            [("教", true), (" ", true), ("\u{1B}", false), ("\u{202E}", false), ("a\u{200B}", false)]
        {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 2));
            buffer[(1, 1)].set_symbol(symbol);
            assert_eq!(unsafe_cell(&buffer).is_none(), is_safe, "{symbol:?}");
        }
    }

    #[test]
    fn a_frame_waits_until_it_is_sent() {
        let bytes = FrameBytes::default();
        let mut backend = bytes.clone();
        backend.write_all("一、".as_bytes()).expect("memory");
        backend.flush().expect("memory");
        assert_eq!(*bytes.0.borrow(), "一、".as_bytes());
    }
}
