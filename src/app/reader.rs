//! The reader's position and its history: the open notice with its outline and its text, the jump list, the marks, and
//! the positions in the notices opened before.

use std::collections::HashMap;
use std::sync::Arc;

use super::jump::JumpList;
use super::mark::{LAST_JUMP, Marks};
use super::motion::Direction;
use super::outline::OutlinePane;
use super::page::ScrollPosition;
use super::reading::ReadingPane;
use crate::library::{Location, NoticeId};
use crate::notice::{NodeId, Notice, Outline, Span};

/// The reader's position and its history.
#[derive(Debug, Default)]
pub struct Reader {
    opened: Option<Opened>,
    text: ReadingPane,
    jumps: JumpList,
    marks: Marks,
    /// The location before the cursor of the list or the outline began to move by steps. When the moving ends, it
    /// becomes one jump.
    origin: Option<Location>,
    /// Outline and scroll position of the notices opened before.
    visited: HashMap<NoticeId, (OutlinePane, ScrollPosition)>,
}

/// The notice that is open.
#[derive(Debug)]
pub struct Opened {
    /// Its number in the library.
    pub id: NoticeId,
    /// The notice.
    pub notice: Arc<Notice>,
    /// Its outline pane.
    pub outline: OutlinePane,
}

impl Reader {
    /// The notice that is open.
    pub const fn opened(&self) -> Option<&Opened> {
        self.opened.as_ref()
    }

    /// The text pane.
    pub const fn text(&self) -> &ReadingPane {
        &self.text
    }

    /// The locations before each jump.
    pub const fn jumps(&self) -> &JumpList {
        &self.jumps
    }

    /// The locations with a letter.
    pub const fn marks(&self) -> &Marks {
        &self.marks
    }

    /// The location the reader is at; `None` when no notice is open.
    pub fn here(&self) -> Option<Location> {
        let opened = self.opened.as_ref()?;
        Some(Location { notice: opened.id, byte: self.text.page.current_byte() })
    }

    /// The location before the cursor began to move by steps.
    pub(super) const fn origin(&self) -> Option<Location> {
        self.origin
    }

    /// The text pane, for moving or searching. Call [`Reader::follow_text`] afterwards.
    pub(super) const fn text_mut(&mut self) -> &mut ReadingPane {
        &mut self.text
    }

    /// The outline pane of the open notice with its outline, for moving or folding.
    pub(super) fn outline_mut(&mut self) -> Option<(&mut OutlinePane, &Outline)> {
        self.opened.as_mut().map(|opened| (&mut opened.outline, &opened.notice.outline))
    }

    /// Sets the sizes of the panes. The target of the last jump stays on the screen.
    pub(super) fn resize(&mut self, outline_rows: usize, text_cols: u16, text_rows: u16) {
        if let Some((pane, outline)) = self.outline_mut() {
            pane.set_rows(outline, outline_rows);
        }
        let page = &mut self.text.page;
        let focus = page.view().focus.filter(|byte| page.is_visible(*byte));
        page.resize(text_cols, text_rows);
        if let Some(byte) = focus.filter(|byte| !page.is_visible(*byte)) {
            page.go_to(byte);
        }
    }

    // --- opening ----------------------------------------------------------------------------------------------------

    /// Whether this notice is open.
    pub(super) fn has_open(&self, id: NoticeId) -> bool {
        self.opened.as_ref().is_some_and(|opened| opened.id == id)
    }

    /// Opens a notice at its last position.
    pub(super) fn open(&mut self, id: NoticeId, notice: Arc<Notice>) {
        self.close();
        self.text.show(notice.clone());
        let outline = match self.visited.remove(&id) {
            Some((outline, view)) => {
                self.text.page.restore(view);
                outline
            }
            None => OutlinePane::new(&notice.outline),
        };
        self.opened = Some(Opened { id, notice, outline });
    }

    /// Closes the open notice and stores its position.
    pub(super) fn close(&mut self) {
        if let Some(mut opened) = self.opened.take() {
            opened.outline.end_filter(&opened.notice.outline);
            self.visited.insert(opened.id, (opened.outline, self.text.page.view()));
            self.text.close();
        }
    }

    /// Restores an earlier outline and scroll position of the open notice.
    pub(super) fn restore(&mut self, outline: OutlinePane, view: ScrollPosition) {
        if let Some(opened) = &mut self.opened {
            opened.outline = outline;
            self.text.page.restore(view);
        }
    }

    // --- outline and text together ----------------------------------------------------------------------------------

    /// Moves the outline to the position in the text; folds stay as they are.
    pub(super) fn follow_text(&mut self) {
        let node = self.text.page.current_node().unwrap_or(NodeId(0));
        if let Some((pane, outline)) = self.outline_mut().filter(|(_, outline)| !outline.is_empty()) {
            pane.follow(outline, node);
        }
    }

    /// Moves the text to the current node of the outline.
    pub(super) fn follow_outline(&mut self) {
        if let Some(opened) = self.opened.as_ref().filter(|opened| !opened.notice.outline.is_empty()) {
            self.text.page.go_to_node(opened.outline.at());
        }
    }

    /// Goes to a byte of the open notice and opens the folds above it in the outline.
    pub(super) fn go_to(&mut self, byte: u32) {
        self.text.page.go_to(byte);
        if let Some((pane, outline)) = self.outline_mut()
            && let Some(node) = outline.node_at(byte)
        {
            pane.go_to(outline, node);
        }
    }

    /// Highlights spans of the open notice; `current` is the match the reader is at.
    pub(super) fn highlight(&mut self, spans_in: impl FnOnce(NoticeId) -> Vec<Span>, current: Option<Span>) {
        if let Some(opened) = &self.opened {
            self.text.mark(spans_in(opened.id), current);
        }
    }

    // --- jumps and marks --------------------------------------------------------------------------------------------

    /// Stores the location before the cursor of the list or the outline begins to move by steps.
    pub(super) fn begin_browsing(&mut self) {
        self.origin = self.origin.or_else(|| self.here());
    }

    /// Sets the location at which moving by steps began.
    pub(super) const fn set_origin(&mut self, origin: Option<Location>) {
        self.origin = origin;
    }

    /// Ends moving by steps and records it as one jump.
    pub(super) fn end_browsing(&mut self) {
        let origin = self.origin.take();
        self.leave(origin);
    }

    /// Records the location that a jump left, unless the reader is still there.
    pub(super) fn leave(&mut self, from: Option<Location>) {
        if let Some(from) = from.filter(|from| self.here() != Some(*from)) {
            self.jumps.leave(from);
            self.marks.set(LAST_JUMP, from);
        }
    }

    /// Moves one jump back or forward from `here` and returns the location.
    pub(super) fn take_jump(&mut self, direction: Direction, here: Location) -> Option<Location> {
        match direction {
            Direction::Backward => self.jumps.go_back(here),
            Direction::Forward => self.jumps.go_forward(here),
        }
    }

    /// Sets a mark at the current location. Returns false when no notice is open.
    pub(super) fn set_mark(&mut self, letter: char) -> bool {
        let here = self.here();
        if let Some(here) = here {
            self.marks.set(letter, here);
        }
        here.is_some()
    }
}
