//! The screen: taken over at the start, given back whatever happens, one write per frame.

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

/// Whether the terminal is in our hands. The panic hook and the signal thread, which own no [`Screen`], need to know.
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Set on the thread that draws: its panics end the program.
    static OWNS_SCREEN: Cell<bool> = const { Cell::new(false) };
}

/// What the panic hook would have printed for a thread whose panic must not write over the screen.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

/// The terminal while it is ours. Dropping it gives the terminal back.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<FrameBytes>>,
    bytes: FrameBytes,
    captures_mouse: bool,
}

impl Screen {
    /// Takes the terminal over: raw mode, alternate screen, bracketed paste, a bar as cursor, and the mouse if wanted.
    ///
    /// # Errors
    /// When there is no terminal, or it does not obey.
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

    /// Takes the terminal over again after [`give_back`]; the next frame draws everything.
    pub(super) fn take(&mut self) -> io::Result<()> {
        // From here on there is something to undo, even if the next step fails.
        IS_TAKEN.store(true, Ordering::SeqCst);
        guard::note_taken();
        enable_raw_mode()?;
        modes::set(&mut io::stdout())?;
        self.capture_mouse(self.captures_mouse)?;
        self.redraw()
    }

    /// Takes the terminal over after the process was stopped without a warning; the shell has had it meanwhile.
    pub(super) fn retake(&mut self) -> io::Result<()> {
        // Raw mode would be thought to be on still, but the shell has set modes of its own.
        disable_raw_mode()?;
        self.take()
    }

    /// Has the mouse reported, or leaves it to the terminal so that text can be selected.
    pub(super) fn capture_mouse(&mut self, captures: bool) -> io::Result<()> {
        self.captures_mouse = captures;
        if captures { execute!(io::stdout(), CaptureMouse) } else { execute!(io::stdout(), ReleaseMouse) }
    }

    /// Has the next frame draw every cell, whatever is on the screen.
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

    /// Draws the state as one frame, which the terminal shows all at once.
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

/// Gives the terminal back as it was. Harmless when it is not ours. Errors are ignored: if the terminal does not take
/// this, there is nobody to tell.
pub(super) fn give_back() {
    if !IS_TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = modes::reset(&mut io::stdout());
    let _ = disable_raw_mode();
    guard::note_given_back();
}

/// What the last panic of a thread other than the drawing one said, with its place in the source.
pub(super) fn last_panic() -> String {
    LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Has a panic of the drawing thread give the terminal back before its message is printed. While the screen is ours,
/// the panics of other threads are kept for [`last_panic`]: those of the loader concern one file and become
/// its failure, and what they print would stand on the screen.
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

/// The first cell that would have the terminal do something other than show it.
fn unsafe_cell(buffer: &Buffer) -> Option<&str> {
    let mut symbols = buffer.content().iter().map(ScreenCell::symbol);
    symbols.find(|symbol| !symbol.chars().all(is_visible_char))
}

/// The bytes of one frame. Nothing is written before [`FrameBytes::send`], and after a panic nothing at all: the half
/// of a frame would end up on the shell's screen.
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
