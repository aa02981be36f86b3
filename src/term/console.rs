//! The keyboard on systems without `/dev/tty`: the console, read by crossterm.

use std::io;
use std::time::Duration;

use crossterm::event::{self, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::app::{Event, Key, KeyCode, Mouse, MouseKind};

/// How long to look for more input that has already arrived. Zero would not look at all: crossterm checks its deadline
/// first.
const GLANCE: Duration = Duration::from_micros(50);

/// Reader of the console.
pub(crate) struct Keyboard;

impl Keyboard {
    /// Nothing needs to be opened.
    ///
    /// # Errors
    /// Never.
    pub const fn open() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits for input and returns what has arrived: at least one event, and about `most` at most.
    ///
    /// # Errors
    /// When the console can no longer be read.
    pub fn read_batch(&mut self, most: usize) -> io::Result<Vec<Event>> {
        loop {
            let mut batch: Vec<Event> = convert(event::read()?).into_iter().collect();
            while batch.len() < most && event::poll(GLANCE)? {
                batch.extend(convert(event::read()?));
            }
            if !batch.is_empty() {
                return Ok(batch);
            }
        }
    }
}

fn convert(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) => convert_key(key).map(Event::Key),
        event::Event::Mouse(mouse) => convert_mouse(mouse).map(Event::Mouse),
        event::Event::Paste(text) => Some(Event::Paste(text)),
        event::Event::Resize(cols, rows) => Some(Event::Resize { cols, rows }),
        event::Event::FocusGained => Some(Event::FocusGained),
        event::Event::FocusLost => Some(Event::FocusLost),
    }
}

/// A held key repeats, so repeats count as presses; releases do not.
fn convert_key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let is_back_tab = event.code == event::KeyCode::BackTab;
    let code = convert_code(event.code, ctrl)?;
    let is_char = matches!(code, KeyCode::Char(_));
    let shift = !is_char && (is_back_tab || event.modifiers.contains(KeyModifiers::SHIFT));
    Some(Key { code, ctrl, alt: event.modifiers.contains(KeyModifiers::ALT), shift })
}

fn convert_code(code: event::KeyCode, ctrl: bool) -> Option<KeyCode> {
    Some(match code {
        // Terminals that tell `^O` from `^o` mean the same key as those that do not.
        event::KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
        event::KeyCode::Char(c) => KeyCode::Char(c),
        event::KeyCode::Enter => KeyCode::Enter,
        event::KeyCode::Esc => KeyCode::Esc,
        event::KeyCode::Tab | event::KeyCode::BackTab => KeyCode::Tab,
        event::KeyCode::Backspace => KeyCode::Backspace,
        event::KeyCode::Delete => KeyCode::Delete,
        event::KeyCode::Insert => KeyCode::Insert,
        event::KeyCode::Up => KeyCode::Up,
        event::KeyCode::Down => KeyCode::Down,
        event::KeyCode::Left => KeyCode::Left,
        event::KeyCode::Right => KeyCode::Right,
        event::KeyCode::Home => KeyCode::Home,
        event::KeyCode::End => KeyCode::End,
        event::KeyCode::PageUp => KeyCode::PageUp,
        event::KeyCode::PageDown => KeyCode::PageDown,
        event::KeyCode::F(number) => KeyCode::F(number),
        _ => return None,
    })
}

fn convert_mouse(event: MouseEvent) -> Option<Mouse> {
    let kind = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
        MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
        MouseEventKind::ScrollUp => MouseKind::ScrollUp,
        MouseEventKind::ScrollDown => MouseKind::ScrollDown,
        _ => return None,
    };
    Some(Mouse { kind, col: event.column, row: event.row })
}
