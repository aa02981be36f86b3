//! Events and effects: the input and the output of the application, both plain data.

use std::ffi::OsString;
use std::time::Duration;

use super::key::Key;
use crate::library::LoadEvent;
use crate::notice::Source;
use crate::search::{Extent, Picked, Scope, SentenceQuery, Sentences, Typed};

/// Input from the terminal or from a background job.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted; it may contain line breaks and control characters.
    Paste(String),
    /// Text was pasted that exceeds the length limit of a query.
    PasteTooLong,
    /// A mouse button, a move or the wheel.
    Mouse(Mouse),
    /// The size of the terminal changed.
    Resize {
        /// Width in columns.
        cols: u16,
        /// Height in rows.
        rows: u16,
    },
    /// Progress of loading.
    Load(LoadEvent),
    /// Result of an [`Effect::Search`]: the best hits, or the complete count.
    Found(SearchResult),
    /// Result of an [`Effect::SearchText`]: one page of hits, or all.
    FoundText(TextResult),
    /// An [`Effect::Copy`] has been carried out.
    Copied,
    /// An [`Effect::Save`] has been carried out; the path of the new file.
    Saved(String),
    /// An [`Effect::OpenEditor`] has been carried out on a copy of a member of an archive.
    CopyOpened,
    /// The terminal window has the focus again.
    FocusGained,
    /// The terminal window lost the focus.
    FocusLost,
    /// An effect failed; the error message, in English.
    EffectFailed(String),
}

/// A mouse event with its cell, counted from 0 at the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// The kind of event.
    pub kind: MouseKind,
    /// Column.
    pub col: u16,
    /// Row.
    pub row: u16,
}

/// The kinds of mouse events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The mouse moved with the left button down.
    Drag,
    /// The left button went up.
    Release,
    /// The wheel turned away from the user.
    ScrollUp,
    /// The wheel turned towards the user.
    ScrollDown,
}

/// Work that the application requests from its host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Search in the background. A newer generation makes the results of older ones stale.
    Search {
        /// Identifies the results of this search.
        generation: u64,
        /// The items to search.
        scope: Scope,
        /// The query as typed.
        query: Typed,
        /// Whether to return the best hits only, or all.
        extent: Extent,
    },
    /// Search the running text in the background. A newer generation of any search makes the results of older ones
    /// stale.
    SearchText {
        /// Identifies the results of this search.
        generation: u64,
        /// The query.
        query: SentenceQuery,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Write a text to a new file in the current folder.
    Save(String),
    /// Hand the terminal to `$EDITOR`, and take it back when the editor exits.
    OpenEditor {
        /// The file that was read, and which member of it.
        source: Source,
        /// Line in it, from 1.
        line: u32,
    },
    /// Capture the mouse, or leave it to the terminal.
    SetMouse(bool),
    /// Redraw every cell: another program has written to the terminal.
    Redraw,
    /// Suspend like a shell job, until the shell continues the process.
    Suspend,
    /// Exit.
    Quit,
    /// Exit and print these lines, in which names of files have the bytes that the system has; no lines when nothing was
    /// picked.
    Print(Vec<OsString>),
}

/// Result of a search. When counting all matches takes longer, a first result has the best hits and a second one adds
/// the count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchResult {
    /// Generation of the [`Effect::Search`].
    pub generation: u64,
    /// The hits.
    pub picked: Picked,
    /// Duration of the search.
    pub elapsed: Duration,
}

/// Result of a search of the running text: first one page, then all hits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextResult {
    /// Generation of the [`Effect::SearchText`].
    pub generation: u64,
    /// The hits.
    pub found: Sentences,
    /// Duration of the search.
    pub elapsed: Duration,
}
