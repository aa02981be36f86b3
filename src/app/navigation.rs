//! Navigation between locations: every jump stores its origin in the jump list.

use super::layout::Pane;
use super::motion::Direction;
use super::state::{App, ShownWarning};
use crate::lang::{screen, warnings};
use crate::library::{Location, NoticeId};
use crate::notice::{Notice, Span, WarningPosition};

impl App {
    /// Performs a jump, and stores the location before it if the location changed.
    pub(super) fn jump(&mut self, go: impl FnOnce(&mut Self)) {
        self.reader.end_browsing();
        let from = self.here();
        go(self);
        self.reader.leave(from);
    }

    /// Goes to a location in the list, the outline and the text; folds above it open.
    pub(super) fn show_location(&mut self, location: Location) {
        self.list.go_to(location.notice);
        self.open(location.notice);
        self.reader.go_to(location.byte);
    }

    /// Goes back `count` jumps.
    pub(super) fn jump_back(&mut self, count: usize) {
        self.reader.end_browsing();
        self.step_jumps(count, Direction::Backward);
    }

    /// Goes forward `count` jumps.
    pub(super) fn jump_forward(&mut self, count: usize) {
        self.reader.end_browsing();
        self.step_jumps(count, Direction::Forward);
    }

    fn step_jumps(&mut self, count: usize, direction: Direction) {
        for _ in 0..count {
            let Some(here) = self.here().or_else(|| self.list.cursor().map(|notice| Location { notice, byte: 0 }))
            else {
                return;
            };
            let Some(location) = self.reader.take_jump(direction, here) else {
                let nothing = match direction {
                    Direction::Backward => screen::NOTHING_BEHIND,
                    Direction::Forward => screen::NOTHING_AHEAD,
                };
                self.status.show(nothing.to(self.lang));
                return;
            };
            self.show_location(location);
        }
    }

    /// Sets a mark at the current location.
    pub(super) fn set_mark(&mut self, letter: char) {
        if self.reader.set_mark(letter) {
            self.status.show(screen::mark_set(self.lang, letter));
        }
    }

    /// Goes to a mark.
    pub(super) fn go_to_mark(&mut self, letter: char) {
        match self.reader.marks().get(letter) {
            Some(location) => self.jump(|app| app.show_location(location)),
            None => self.status.show_error(screen::no_mark(self.lang, letter)),
        }
    }

    /// Opens the notice `count` entries further down or up in the list.
    pub(super) fn step_notice(&mut self, direction: Direction, count: usize) {
        self.jump(|app| {
            app.list.step(signed(direction, count));
            app.open_cursor();
        });
    }

    /// Goes `count` warnings forward or backward, wrapping around, and shows the message.
    ///
    /// Several warnings may have the same position, so the index of the one shown last is stored until the reader
    /// moves.
    pub(super) fn step_warning(&mut self, direction: Direction, count: usize) {
        let Some(opened) = self.reader.opened() else { return };
        let order = warning_order(&opened.notice);
        if order.is_empty() {
            self.status.show(screen::NO_WARNINGS.to(self.lang));
            return;
        }
        let at =
            self.reader.text().page.target().map_or_else(|| self.reader.text().page.current_byte(), |span| span.start);
        let shown = self.shown_warning.filter(|shown| (shown.notice, shown.byte) == (opened.id, at));
        let current = shown.and_then(|shown| order.iter().position(|(_, index)| *index == shown.index));
        let before = order.partition_point(|(span, _)| span.start < at);
        let index = match (current, direction) {
            (Some(current), _) => step_around(current, direction, count, order.len()),
            // The first warning at or after the position is one step away.
            (None, Direction::Forward) => step_around(before, direction, count - 1, order.len()),
            (None, Direction::Backward) => step_around(before, direction, count, order.len()),
        };
        let id = opened.id;
        self.show_warning(id, order[index].1);
    }

    /// Goes to a chosen warning and focuses the reading pane.
    pub(super) fn read_warning(&mut self, id: NoticeId, index: usize) {
        self.show_warning(id, index);
        self.set_focus(Pane::Reading);
    }

    /// Goes to a warning of a notice and shows its message.
    pub(super) fn show_warning(&mut self, id: NoticeId, index: usize) {
        self.jump(|app| {
            app.list.go_to(id);
            app.open(id);
            let Some(opened) = app.reader.opened() else { return };
            let Some(warning) = opened.notice.warnings.get(index) else { return };
            let span = opened.notice.warning_span(warning);
            let message = warnings::describe(&warning.kind, app.lang);
            let message = match warning.position {
                WarningPosition::Page(page) => screen::warning_at_page(app.lang, page, &message),
                _ => screen::warning_at_line(app.lang, opened.notice.warning_line(warning), &message),
            };
            app.shown_warning = Some(ShownWarning { notice: id, byte: span.start, index });
            app.read(|text| text.page.go_to_span(span));
            app.status.show(message);
        });
    }

    /// Opens the item under the cursor: from the list, the outline; from the outline, the text.
    pub(super) fn open_under_cursor(&mut self) {
        let has_outline = self.reader.opened().is_some_and(|opened| !opened.notice.outline.is_empty());
        match self.focus {
            _ if self.reader.opened().is_none() => {}
            Pane::List if has_outline => {
                self.reader.end_browsing();
                self.set_focus(Pane::Outline);
            }
            Pane::List | Pane::Outline => {
                self.reader.end_browsing();
                self.set_focus(Pane::Reading);
            }
            Pane::Reading => {}
        }
    }
}

/// The warnings of a notice in the order of the text: the span to show, and the index of each.
fn warning_order(notice: &Notice) -> Vec<(Span, usize)> {
    let warnings = notice.warnings.iter().enumerate();
    let mut order: Vec<(Span, usize)> =
        warnings.map(|(index, warning)| (notice.warning_span(warning), index)).collect();
    order.sort_unstable_by_key(|(span, index)| (span.start, *index));
    order
}

/// The index `count` steps away, wrapping around; `len` must not be 0.
fn step_around(index: usize, direction: Direction, count: usize, len: usize) -> usize {
    let steps = count % len;
    match direction {
        Direction::Forward => (index + steps) % len,
        Direction::Backward => (index + len - steps) % len,
    }
}

/// A number of steps, negative for backward.
pub(super) fn signed(direction: Direction, count: usize) -> isize {
    let count = isize::try_from(count).unwrap_or(isize::MAX);
    match direction {
        Direction::Forward => count,
        Direction::Backward => -count,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::fixture::notice;
    use crate::app::key::parse_sequence;
    use crate::app::{Event, Settings};
    use crate::lang::Lang;
    use crate::library::{LoadEvent, Segment, Slot};
    use crate::notice::fixture::every_warning;
    use crate::notice::{Warning, WarningKind};

    /// An app with three notices: one with these warnings, one with a single warning, one without.
    fn app_with(warnings: Vec<Warning>) -> App {
        let titled = |title: &str, warnings| {
            let mut notice = Arc::unwrap_or_clone(notice(&format!("题{title}\n1一、|总体要求\n文坚持。\n1三、|保障")));
            notice.warnings = warnings;
            Slot::Loaded(Arc::new(notice))
        };
        let other = vec![Warning { kind: WarningKind::NoOutline, position: WarningPosition::Line(3) }];
        let slots = vec![titled("甲县", warnings), titled("乙县", other), titled("丙县", Vec::new())];
        let mut app = App::new(Settings { lang: Lang::Chinese, ..Settings::default() });
        app.handle(Event::Resize { cols: 80, rows: 24 });
        app.handle(Event::Load(LoadEvent::Batch(Segment { slots })));
        app.handle(Event::Load(LoadEvent::Done));
        app
    }

    fn press(app: &mut App, keys: &str) -> String {
        for key in parse_sequence(keys).expect("keys of the test are keys") {
            app.handle(Event::Key(key));
        }
        app.status.message().map(|message| message.text.clone()).unwrap_or_default()
    }

    #[track_caller]
    fn check(app: &mut App, keys: &str, said: &str) {
        assert_eq!(press(app, keys), said, "after {keys}");
    }

    #[test]
    fn every_warning_is_reached_by_keys_and_the_last_is_followed_by_the_first() {
        let kinds = every_warning();
        let spans = [WarningPosition::Span(Span::new(7, 13)), WarningPosition::Line(2), WarningPosition::Page(9)];
        let positions = spans.into_iter().cycle();
        let warnings = kinds.iter().cloned().zip(positions).map(|(kind, position)| Warning { kind, position });
        let mut app = app_with(warnings.collect());
        let words: Vec<String> = kinds.iter().map(|kind| warnings::describe(kind, Lang::Chinese)).collect();
        for keys in ["]w", "[w"] {
            let mut said: Vec<String> = kinds.iter().map(|_| press(&mut app, keys)).collect();
            let first = said[0].clone();
            assert_eq!(press(&mut app, keys), first, "{keys} goes round");
            said.retain(|said| !words.iter().any(|words| said.ends_with(words)));
            assert_eq!(said, [] as [String; 0]);
            let visited: std::collections::BTreeSet<String> = kinds.iter().map(|_| press(&mut app, keys)).collect();
            assert_eq!(visited.len(), kinds.len(), "{keys} leaves out none");
        }
    }

    #[test]
    fn warnings_are_gone_through_in_order_of_the_text() {
        let warning = |kind, position| Warning { kind, position };
        let mut app = app_with(vec![
            warning(WarningKind::RepeatedText, WarningPosition::Line(4)),
            warning(WarningKind::NoTitle, WarningPosition::Page(3)),
            warning(WarningKind::NoOutline, WarningPosition::Line(2)),
        ]);
        let repeated = "原文第 4 行：同一段文字重复出现：全文在这里又出现一遍，已略去重复部分";
        check(&mut app, "]w", "原文第 3 页：没有找到标题");
        check(&mut app, "]w", "原文第 2 行：没有找到分级标题");
        check(&mut app, "]w", repeated);
        check(&mut app, "]w", "原文第 3 页：没有找到标题");
        check(&mut app, "[w", repeated);
        check(&mut app, "2 [w", "原文第 3 页：没有找到标题");
        check(&mut app, "5 ]w", repeated);
        check(&mut app, "^n ]w", "原文第 3 行：没有找到分级标题");
        check(&mut app, "^n ]w", "此件没有提示");
    }

    #[test]
    fn a_warning_of_the_panel_is_gone_to_and_come_back_from() {
        let mut app = app_with(vec![Warning { kind: WarningKind::NoTitle, position: WarningPosition::Line(1) }]);
        let before = app.here();
        check(&mut app, "X 乙 Enter", "原文第 3 行：没有找到分级标题");
        assert_eq!((app.here().map(|location| location.notice), app.focus), (Some(NoticeId(1)), Pane::Reading));
        press(&mut app, "^o");
        assert_eq!(app.here(), before);
        check(&mut app, "x Enter", "原文第 1 行：没有找到标题");
        press(&mut app, "X Esc");
        assert!(app.overlay.is_none());
    }
}
