//! What comes into the application and what it asks for: events and effects, both plain data.

use std::time::Duration;

use super::key::Key;
use crate::library::LoadEvent;
use crate::search::{Extent, Picked, Scope, SentenceQuery, Sentences, Typed};

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted; line breaks and control characters may be in it.
    Paste(String),
    /// Text was pasted that is too long to be a query.
    PasteTooLong,
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has a new size.
    Resize {
        /// Width in columns.
        cols: u16,
        /// Height in rows.
        rows: u16,
    },
    /// The loader reports.
    Load(LoadEvent),
    /// A search asked for by [`Effect::Search`] has found the best, or counted all.
    Found(SearchResult),
    /// A search asked for by [`Effect::SearchText`] has found a page, or all.
    FoundText(TextResult),
    /// What [`Effect::Copy`] asked for is done.
    Copied,
    /// What [`Effect::Save`] asked for is done; the path of the file.
    Saved(String),
    /// What [`Effect::OpenEditor`] asked for is done, with a copy of what lies in an archive.
    CopyOpened,
    /// The terminal window has the focus again.
    FocusGained,
    /// The terminal window lost the focus.
    FocusLost,
    /// Something the terminal was asked for did not work; its words, English.
    Trouble(String),
}

/// What the mouse did, and where; both counted from 0 at the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub kind: MouseKind,
    /// Column.
    pub col: u16,
    /// Row.
    pub row: u16,
}

/// What the mouse can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The mouse moved with the left button down.
    Drag,
    /// The left button went up.
    Release,
    /// The wheel turned away from the reader.
    ScrollUp,
    /// The wheel turned towards the reader.
    ScrollDown,
}

/// Something the application wants done outside itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Search in the background; the newest generation is the only one whose answer is still wanted.
    Search {
        /// Comes back with the answer.
        generation: u64,
        /// What to search.
        scope: Scope,
        /// The query as typed.
        query: Typed,
        /// How much of it is wanted.
        extent: Extent,
    },
    /// Search the running text in the background; the newest generation of all searches is the only one whose answers are
    /// still wanted.
    SearchText {
        /// Comes back with the answers.
        generation: u64,
        /// The query.
        query: SentenceQuery,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Write a text to a new file in the current folder.
    Save(String),
    /// Leave the terminal to `$EDITOR` and come back.
    OpenEditor {
        /// Path of the source, or its address in an archive: `archive.zip!path/inside`.
        path: String,
        /// Line in it, from 1.
        line: u32,
    },
    /// Capture the mouse, or leave it to the terminal.
    SetMouse(bool),
    /// Draw everything anew: something else wrote on the terminal.
    Redraw,
    /// Stop as a job of the shell does, and come back when it is continued.
    Suspend,
    /// Leave.
    Quit,
    /// Leave, and print these lines; none when nothing was picked.
    Print(Vec<String>),
}

/// An answer to a search: the best at once where it takes longer to count all, then that with the count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchResult {
    /// That of the [`Effect::Search`].
    pub generation: u64,
    /// What was found.
    pub picked: Picked,
    /// How long that took.
    pub elapsed: Duration,
}

/// An answer to a search of the running text: first a page, then all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextResult {
    /// That of the [`Effect::SearchText`].
    pub generation: u64,
    /// What was found.
    pub found: Sentences,
    /// How long that took.
    pub elapsed: Duration,
}
