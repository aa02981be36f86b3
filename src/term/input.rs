//! Terminal input as events of the application.
//!
//! A thread reads everything that has arrived, hands it over, and waits until it has been handled. So it never reads
//! while an editor has the terminal, and keys typed meanwhile wait in the terminal, not in a queue.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::keyboard::Keyboard;
use crate::app::{Event, MouseKind};

/// Upper bound on events handed over at once, so that a flood of input still shows frames.
const MAX_BATCH: usize = 256;

/// Permission for the input thread to continue reading.
pub(super) struct InputGate(SyncSender<()>);

impl InputGate {
    /// Lets the input thread continue; call once per batch.
    pub(super) fn open(&self) {
        // When the reader is gone, there is nothing to let it do.
        let _ = self.0.try_send(());
    }
}

/// Both ends of the input gate.
pub(super) fn input_gate() -> (InputGate, Receiver<()>) {
    let (give, wait) = sync_channel(1);
    (InputGate(give), wait)
}

/// Reads until `hand_over` fails or the other end is gone; waits for permission after each call of `hand_over`.
///
/// # Errors
/// When the terminal can no longer be read.
pub(super) fn read_events(permission: &Receiver<()>, hand_over: impl Fn(Vec<Event>) -> bool) -> io::Result<()> {
    let mut keyboard = Keyboard::open()?;
    loop {
        let batch = keyboard.read_batch(MAX_BATCH)?;
        if !hand_over(coalesce(batch)) || permission.recv().is_err() {
            return Ok(());
        }
    }
}

/// Drops obsolete events: all but the last of consecutive resizes and of consecutive drags.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Key, Mouse};

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
}
