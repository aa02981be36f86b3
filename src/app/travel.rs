//! Going elsewhere and coming back: every jump leaves the place it came from in the jump list.

use super::jump::Place;
use super::layout::Pane;
use super::mark::LAST_JUMP;
use super::state::App;
use super::walk::Direction;
use crate::lang::{screen, warnings};
use crate::notice::Span;

impl App {
    /// Before the cursor of the list or the outline moves by steps: remembers where that began.
    pub(super) fn begin_browsing(&mut self) {
        self.origin = self.origin.or_else(|| self.here());
    }

    /// Moving by steps has come to its end: it was one jump.
    pub(super) fn end_browsing(&mut self) {
        let here = self.here();
        if let Some(origin) = self.origin.take().filter(|origin| Some(*origin) != here) {
            self.leave_place(origin);
        }
    }

    /// Carries out a jump: when it leads elsewhere, the place it came from is remembered.
    pub(super) fn jump(&mut self, go: impl FnOnce(&mut Self)) {
        self.end_browsing();
        let from = self.here();
        go(self);
        if let Some(from) = from.filter(|from| self.here() != Some(*from)) {
            self.leave_place(from);
        }
    }

    fn leave_place(&mut self, place: Place) {
        self.jumps.leave(place);
        self.marks.set(LAST_JUMP, place);
    }

    /// Shows a place: list, outline and text go there; folds above it open.
    pub(super) fn show_place(&mut self, place: Place) {
        self.list.go_to(place.notice);
        self.open(place.notice);
        self.reading.page.go_to(place.byte);
        if let Some(opened) = &mut self.opened
            && let Some(node) = opened.notice.outline.node_at(place.byte)
        {
            opened.outline.go_to(&opened.notice.outline, node);
        }
    }

    /// Goes back by jumps.
    pub(super) fn jump_back(&mut self, count: usize) {
        self.end_browsing();
        self.travel(count, Direction::Backward);
    }

    /// Goes forward again by jumps.
    pub(super) fn jump_forward(&mut self, count: usize) {
        self.end_browsing();
        self.travel(count, Direction::Forward);
    }

    fn travel(&mut self, count: usize, direction: Direction) {
        for _ in 0..count {
            let Some(here) = self.here().or_else(|| self.list.cursor().map(|notice| Place { notice, byte: 0 })) else {
                return;
            };
            let (place, nothing) = match direction {
                Direction::Backward => (self.jumps.go_back(here), screen::NOTHING_BEHIND),
                Direction::Forward => (self.jumps.go_forward(here), screen::NOTHING_AHEAD),
            };
            let Some(place) = place else {
                self.status.say(nothing.to(self.lang));
                return;
            };
            self.show_place(place);
        }
    }

    /// Gives the place a letter.
    pub(super) fn set_mark(&mut self, letter: char) {
        if let Some(here) = self.here() {
            self.marks.set(letter, here);
            self.status.say(screen::mark_set(self.lang, letter));
        }
    }

    /// Goes to the place of a letter.
    pub(super) fn go_to_mark(&mut self, letter: char) {
        match self.marks.get(letter) {
            Some(place) => self.jump(|app| app.show_place(place)),
            None => self.status.complain(screen::no_mark(self.lang, letter)),
        }
    }

    /// Opens the notice that many entries further down the list, or up.
    pub(super) fn step_notice(&mut self, direction: Direction, count: usize) {
        self.jump(|app| {
            app.list.step(signed(direction, count));
            app.open_cursor();
        });
    }

    /// Goes to the warning that many further, and says what it is about.
    pub(super) fn step_warning(&mut self, direction: Direction, count: usize) {
        let Some(opened) = &self.opened else { return };
        let at = self.reading.page.target().map_or_else(|| self.reading.page.current_byte(), |span| span.start);
        let is_at_warning = self.reading.page.target().is_some();
        let mut places: Vec<(Span, usize)> = opened
            .notice
            .warnings
            .iter()
            .enumerate()
            .filter_map(|(index, warning)| Some((warning.span?, index)))
            .collect();
        places.sort_unstable();
        let found = match direction {
            Direction::Forward => {
                let first = places.partition_point(|(span, _)| span.start < at || is_at_warning && span.start == at);
                places.get(first + count - 1)
            }
            Direction::Backward => {
                places.partition_point(|(span, _)| span.start < at).checked_sub(count).map(|index| &places[index])
            }
        };
        let Some((span, index)) = found.copied() else {
            let nothing = if places.is_empty() { screen::NO_WARNINGS } else { screen::NO_MORE_WARNINGS };
            self.status.say(nothing.to(self.lang));
            return;
        };
        let warning = &opened.notice.warnings[index];
        let message =
            screen::warning_at(self.lang, warning.line, &warnings::describe(&opened.notice, warning, self.lang));
        self.jump(|app| app.read(|app| app.reading.page.go_to_span(span)));
        self.status.say(message);
    }

    /// Opens what the cursor is on: from the list the outline, from the outline the text.
    pub(super) fn open_under_cursor(&mut self) {
        let has_outline = self.opened.as_ref().is_some_and(|opened| !opened.notice.outline.is_empty());
        match self.focus {
            _ if self.opened.is_none() => {}
            Pane::List if has_outline => {
                self.end_browsing();
                self.set_focus(Pane::Outline);
            }
            Pane::List | Pane::Outline => {
                self.end_browsing();
                self.set_focus(Pane::Reading);
            }
            Pane::Reading => {}
        }
    }
}

/// A number of steps with its direction as a sign.
pub(super) fn signed(direction: Direction, count: usize) -> isize {
    let count = isize::try_from(count).unwrap_or(isize::MAX);
    match direction {
        Direction::Forward => count,
        Direction::Backward => -count,
    }
}
