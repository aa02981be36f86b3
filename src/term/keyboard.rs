//! The keyboard: reads the bytes of the terminal, with time limits for unfinished sequences.
//!
//! This module reads the terminal instead of crossterm, whose parser waits for ever for the rest of an unfinished sequence
//! and takes every key, even `^C`, for a part of it.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use filedescriptor::{POLLIN, poll, pollfd};

use super::tokenizer::Tokenizer;
use super::tty;
use crate::app::Event;

/// Bytes read at once. Terminals hand over no more than about a thousand.
const READ_BYTES: usize = 1024;

/// Reader of the terminal.
pub(super) struct Keyboard {
    terminal: File,
    tokenizer: Tokenizer,
}

impl Keyboard {
    /// Opens standard input when that is the terminal, else `/dev/tty`.
    ///
    /// # Errors
    /// When the process has no terminal.
    pub(super) fn open() -> io::Result<Self> {
        Ok(Self { terminal: tty::open_for_reading()?, tokenizer: Tokenizer::new(Instant::now()) })
    }

    /// Waits for input and returns what has arrived: at least one event, and about `most` at most.
    ///
    /// # Errors
    /// When the terminal can no longer be read.
    pub(super) fn read_batch(&mut self, most: usize) -> io::Result<Vec<Event>> {
        let mut events = Vec::new();
        while events.len() < most {
            let wait = match self.tokenizer.deadline() {
                _ if !events.is_empty() => Some(Duration::ZERO),
                Some(deadline) => Some(deadline.saturating_duration_since(Instant::now())),
                None => None,
            };
            if self.is_ready(wait)? {
                self.read(&mut events)?;
            } else if events.is_empty() {
                self.tokenizer.pause(Instant::now(), &mut events);
            } else {
                break;
            }
        }
        Ok(events)
    }

    /// Whether there is something to read, an error or the end included, before `wait` has passed.
    fn is_ready(&self, wait: Option<Duration>) -> io::Result<bool> {
        let mut polled = [pollfd { fd: self.terminal.as_raw_fd(), events: POLLIN, revents: 0 }];
        // The system counts in milliseconds and drops the rest: without rounding up, the last one would be spent spinning.
        let wait = wait.map(|wait| if wait.is_zero() { wait } else { wait + Duration::from_millis(1) });
        match poll(&mut polled, wait) {
            Ok(_) => Ok(polled[0].revents != 0),
            Err(filedescriptor::Error::Poll(error) | filedescriptor::Error::Io(error)) => {
                if error.kind() == io::ErrorKind::Interrupted { Ok(false) } else { Err(error) }
            }
            Err(error) => Err(io::Error::other(error)),
        }
    }

    fn read(&mut self, events: &mut Vec<Event>) -> io::Result<()> {
        let mut bytes = [0; READ_BYTES];
        match self.terminal.read(&mut bytes) {
            // The terminal has been closed at its other end.
            Ok(0) => Err(io::ErrorKind::BrokenPipe.into()),
            Ok(count) => {
                self.tokenizer.push(&bytes[..count], Instant::now(), events);
                Ok(())
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
