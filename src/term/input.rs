//! Input: what the terminal sends, as events of the application.
//!
//! A thread reads and hands over everything that has arrived; then it waits until that has been dealt with. So it
//! never reads while an editor has the terminal, and keys typed meanwhile wait in the terminal, not in a queue.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use crossterm::event::{self, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::app::{Event, Key, KeyCode, Mouse, MouseKind};

/// How long to look for more input that has already arrived. Zero would not look at all: crossterm checks its deadline
/// first.
const GLANCE: Duration = Duration::from_micros(50);

/// As many events as are handed over at once, so that a flood of input still shows frames.
const MAX_BATCH: usize = 256;

/// Given to the reader of input when it may read on.
pub struct Turn(SyncSender<()>);

impl Turn {
    /// Lets it read on; to be called once for each batch.
    pub fn give(&self) {
        // When the reader is gone, there is nothing to let it do.
        let _ = self.0.try_send(());
    }
}

/// The two ends of taking turns.
pub fn turns() -> (Turn, Receiver<()>) {
    let (give, wait) = sync_channel(1);
    (Turn(give), wait)
}

/// Reads until `hand_over` or its counterpart is gone. One call of `hand_over`, then one turn waited for.
///
/// # Errors
/// When the terminal can no longer be read.
pub fn read_events(turn: &Receiver<()>, hand_over: impl Fn(Vec<Event>) -> bool) -> io::Result<()> {
    loop {
        let mut batch: Vec<Event> = convert(event::read()?).into_iter().collect();
        while batch.len() < MAX_BATCH && event::poll(GLANCE)? {
            batch.extend(convert(event::read()?));
        }
        if batch.is_empty() {
            continue;
        }
        if !hand_over(coalesce(batch)) || turn.recv().is_err() {
            return Ok(());
        }
    }
}

/// Leaves out what the next event makes obsolete: all but the last of several resizes and of several drags in a row.
fn coalesce(events: Vec<Event>) -> Vec<Event> {
    let mut kept: Vec<Event> = Vec::with_capacity(events.len());
    for event in events {
        match kept.last_mut() {
            Some(last) if replaces(&event, last) => *last = event,
            _ => kept.push(event),
        }
    }
    kept
}

fn replaces(event: &Event, earlier: &Event) -> bool {
    match (event, earlier) {
        (Event::Resize { .. }, Event::Resize { .. }) => true,
        (Event::Mouse(event), Event::Mouse(earlier)) => {
            event.kind == MouseKind::Drag && earlier.kind == MouseKind::Drag
        }
        _ => false,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_key(code: event::KeyCode, modifiers: KeyModifiers, expected: Option<&str>) {
        let event = KeyEvent::new(code, modifiers);
        let expected = expected.map(|text| Key::parse(text).expect("a key"));
        assert_eq!(convert_key(event), expected, "{event:?}");
    }

    #[test]
    fn keys_arrive_as_they_are_written() {
        use event::KeyCode as Code;
        const NONE: KeyModifiers = KeyModifiers::NONE;
        check_key(Code::Char('j'), NONE, Some("j"));
        check_key(Code::Char('G'), KeyModifiers::SHIFT, Some("G"));
        check_key(Code::Char('、'), NONE, Some("、"));
        check_key(Code::Char('o'), KeyModifiers::CONTROL, Some("^o"));
        check_key(Code::Char('O'), KeyModifiers::CONTROL.union(KeyModifiers::SHIFT), Some("^o"));
        check_key(Code::Char('x'), KeyModifiers::ALT, Some("A-x"));
        check_key(Code::Left, KeyModifiers::ALT, Some("A-Left"));
        check_key(Code::BackTab, KeyModifiers::SHIFT, Some("S-Tab"));
        check_key(Code::BackTab, NONE, Some("S-Tab"));
        check_key(Code::Tab, NONE, Some("Tab"));
        check_key(Code::F(1), NONE, Some("F1"));
        check_key(Code::CapsLock, NONE, None);
    }

    #[test]
    fn a_key_that_repeats_counts_and_one_that_is_released_does_not() {
        let event = |kind| KeyEvent::new_with_kind(event::KeyCode::Char('j'), KeyModifiers::NONE, kind);
        assert_eq!(convert_key(event(KeyEventKind::Repeat)), Some(Key::char('j')));
        assert_eq!(convert_key(event(KeyEventKind::Release)), None);
    }

    fn mouse(kind: MouseKind, col: u16) -> Event {
        Event::Mouse(Mouse { kind, col, row: 0 })
    }

    fn resize(cols: u16) -> Event {
        Event::Resize { cols, rows: 24 }
    }

    #[test]
    fn what_is_overtaken_is_left_out() {
        use MouseKind::{Drag, Press, ScrollDown};
        let key = || Event::Key(Key::char('j'));
        for (events, expected) in [
            (vec![resize(80), resize(81), resize(82)], vec![resize(82)]),
            (vec![resize(80), key(), resize(82)], vec![resize(80), key(), resize(82)]),
            (vec![key(), key()], vec![key(), key()]),
            (vec![mouse(Press, 1), mouse(Drag, 2), mouse(Drag, 3)], vec![mouse(Press, 1), mouse(Drag, 3)]),
            (vec![mouse(ScrollDown, 1), mouse(ScrollDown, 1)], vec![mouse(ScrollDown, 1), mouse(ScrollDown, 1)]),
        ] {
            assert_eq!(coalesce(events), expected);
        }
    }

    #[test]
    fn only_the_left_button_and_the_wheel_are_known() {
        let event = |kind| MouseEvent { kind, column: 3, row: 4, modifiers: KeyModifiers::NONE };
        let press = Mouse { kind: MouseKind::Press, col: 3, row: 4 };
        assert_eq!(convert_mouse(event(MouseEventKind::Down(MouseButton::Left))), Some(press));
        assert_eq!(convert_mouse(event(MouseEventKind::Down(MouseButton::Right))), None);
        assert_eq!(convert_mouse(event(MouseEventKind::Moved)), None);
    }
}
