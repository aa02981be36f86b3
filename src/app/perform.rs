//! The effect of each action.

use super::action::Action;
use super::commands::Purpose;
use super::event::Effect;
use super::hit_picker::Candidates;
use super::keymap::Resolved;
use super::layout::Pane;
use super::list::Sort;
use super::motion::Direction::{self, Backward, Forward};
use super::navigation::signed;
use super::outline::{Motion, OutlinePane};
use super::settings::Theme;
use super::state::App;
use super::warning_list::WarningScope;
use crate::lang::screen;
use crate::notice::{NodeId, Outline};
use crate::search::Scope;

/// Columns added or removed by one command that changes the width of a pane.
const WIDEN_COLS: i16 = 4;

/// A complete command from the keymap.
#[derive(Debug, Clone, Copy)]
pub(super) struct Command {
    pub(super) action: Action,
    pub(super) count: Option<u32>,
    pub(super) letter: Option<char>,
}

impl Command {
    /// The count, 1 by default.
    fn times(self) -> usize {
        self.count.unwrap_or(1) as usize
    }

    /// The command of a resolved key; `None` when keys are missing or unbound.
    pub(super) const fn of(resolved: Resolved) -> Option<Self> {
        match resolved {
            Resolved::Command { action, count, letter } => Some(Self { action, count, letter }),
            _ => None,
        }
    }
}

impl App {
    /// Performs a command.
    pub(super) fn perform(&mut self, command: Command) -> Vec<Effect> {
        let times = command.times();
        match command.action {
            Action::MoveDown => self.step(Forward, times),
            Action::MoveUp => self.step(Backward, times),
            Action::PageDown => self.turn_pages(Forward, times),
            Action::PageUp => self.turn_pages(Backward, times),
            Action::HalfPageDown => self.turn_half_pages(Forward, times),
            Action::HalfPageUp => self.turn_half_pages(Backward, times),
            Action::GoToTop => self.go_to_edge(Backward),
            Action::GoToEnd => self.go_to_edge(Forward),
            Action::GoToNumber => self.go_to_number(times),
            Action::GoToPercent => self.go_to_percent(times),
            Action::OpenEditor => return self.open_editor(),

            Action::CollapseOrParent => self.fold(|pane, outline| repeat(times, || pane.collapse_or_parent(outline))),
            Action::ExpandOrChild => self.fold(|pane, outline| repeat(times, || pane.expand_or_child(outline))),
            Action::ToggleFold => self.fold(OutlinePane::toggle_fold),
            Action::OpenFold => self.fold(OutlinePane::open_fold),
            Action::CloseFold => self.fold(OutlinePane::close_fold),
            Action::OpenFoldDeep => self.fold(OutlinePane::open_fold_deep),
            Action::CloseFoldDeep => self.fold(OutlinePane::close_fold_deep),
            Action::CollapseSiblings => self.fold(|pane, outline| pane.fold_siblings(outline, true, false)),
            Action::CollapseSiblingsDeep => self.fold(|pane, outline| pane.fold_siblings(outline, true, true)),
            Action::ExpandSiblings => self.fold(|pane, outline| pane.fold_siblings(outline, false, false)),
            Action::ExpandSiblingsDeep => self.fold(|pane, outline| pane.fold_siblings(outline, false, true)),
            Action::OpenAllFolds => self.fold(|pane, outline| pane.show_levels(outline, usize::MAX)),
            Action::CloseAllFolds => self.fold(|pane, outline| pane.show_levels(outline, 1)),
            Action::FoldLess => self.fold(|pane, outline| pane.show_levels(outline, pane.levels().0 + 1)),
            Action::FoldMore => {
                self.fold(|pane, outline| pane.show_levels(outline, pane.levels().0.saturating_sub(1)));
            }
            Action::FoldToLevel => self.fold(|pane, outline| pane.show_levels(outline, times)),
            Action::CycleFold => self.fold(OutlinePane::cycle_fold),
            Action::CycleAllFolds => self.fold(OutlinePane::cycle_all_folds),

            Action::NextSibling => self.go(Motion::Sibling(Forward), times),
            Action::PreviousSibling => self.go(Motion::Sibling(Backward), times),
            Action::GoToParent => self.go(Motion::Parent, times),
            Action::NextHeading => self.go(Motion::Heading(Forward), times),
            Action::PreviousHeading => self.go(Motion::Heading(Backward), times),
            Action::NextSameLevel => self.go(Motion::SameLevel(Forward), times),
            Action::PreviousSameLevel => self.go(Motion::SameLevel(Backward), times),

            Action::Open => self.open_under_cursor(),
            Action::JumpBack => self.jump_back(times),
            Action::JumpForward => self.jump_forward(times),
            Action::SetMark => command.letter.into_iter().for_each(|letter| self.set_mark(letter)),
            Action::GoToMark => command.letter.into_iter().for_each(|letter| self.go_to_mark(letter)),
            Action::NextNotice => self.step_notice(Forward, times),
            Action::PreviousNotice => self.step_notice(Backward, times),
            Action::NextWarning => self.step_warning(Forward, times),
            Action::PreviousWarning => self.step_warning(Backward, times),
            Action::ListWarnings => return self.open_warnings(WarningScope::OpenNotice),
            Action::ListAllWarnings => return self.open_warnings(WarningScope::Everywhere),

            Action::Find => self.open_find(Forward),
            Action::FindBackward => self.open_find(Backward),
            Action::FindNext => self.find_again(false, times),
            Action::FindPrevious => self.find_again(true, times),
            Action::Filter | Action::OnlyMatches => self.open_filter(),
            Action::PickTitle => return self.open_picker(Candidates::Items(Scope::Titles)),
            Action::PickHeading => return self.open_heading_picker(),
            Action::PickHeadingEverywhere => return self.open_picker(Candidates::Items(Scope::AllHeadings)),
            Action::PickSentence => return self.open_picker(Candidates::Sentences),

            Action::FocusNextPane => self.cycle_focus(1),
            Action::FocusPreviousPane => self.cycle_focus(2),
            Action::FocusList => self.focus_on(Pane::List),
            Action::FocusOutline => self.focus_on(Pane::Outline),
            Action::FocusReading => self.focus_on(Pane::Reading),
            Action::WidenPane => self.widen(WIDEN_COLS, times),
            Action::NarrowPane => self.widen(-WIDEN_COLS, times),
            Action::ResetPanes => self.layout.reset(),
            Action::ZoomPane => self.layout.is_zoomed = !self.layout.is_zoomed,
            Action::SortByOrder => self.list.sort_by(&self.library, Sort::Order),
            Action::SortByTitle => self.list.sort_by(&self.library, Sort::Title),
            Action::SortByRegion => self.list.sort_by(&self.library, Sort::Region),
            Action::SortByYear => self.list.sort_by(&self.library, Sort::Year),
            Action::SortByIssuer => self.list.sort_by(&self.library, Sort::Issuer),
            Action::ReverseSort => self.list.reverse(&self.library),

            Action::Help => return self.open_commands(Purpose::Help),
            Action::Palette => return self.open_commands(Purpose::Palette),
            Action::Back => return self.go_back_or_quit(),
            Action::Cancel => self.cancel(),
            Action::Quit => return vec![Effect::Quit],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Redraw => return vec![Effect::Redraw],
            Action::ToggleMouse => return self.toggle_mouse(),
            Action::SwitchLanguage => {
                self.lang = self.lang.other();
                self.status.show(screen::LANGUAGE_IS.to(self.lang));
            }
            Action::NextTheme => self.switch_theme(),
        }
        Vec::new()
    }

    // --- moving in the pane with the focus --------------------------------------------------------------------------

    fn step(&mut self, direction: Direction, rows: usize) {
        match self.focus {
            Pane::List => self.browse_list(|app| app.list.step(signed(direction, rows))),
            Pane::Outline => self.browse_outline(|pane, outline| pane.step(outline, direction, rows)),
            Pane::Reading => self.read(|text| text.page.scroll(direction, rows)),
        }
    }

    fn turn_pages(&mut self, direction: Direction, count: usize) {
        match self.focus {
            Pane::List => self.step(direction, self.list.room().saturating_sub(1).max(1).saturating_mul(count)),
            Pane::Outline => self.step(direction, self.outline_rows().saturating_sub(1).max(1).saturating_mul(count)),
            Pane::Reading => self.read(|text| text.page.turn_pages(direction, count)),
        }
    }

    fn turn_half_pages(&mut self, direction: Direction, count: usize) {
        match self.focus {
            Pane::List => self.step(direction, (self.list.room() / 2).max(1).saturating_mul(count)),
            Pane::Outline => self.step(direction, (self.outline_rows() / 2).max(1).saturating_mul(count)),
            Pane::Reading => self.read(|text| text.page.turn_half_pages(direction, count)),
        }
    }

    fn outline_rows(&self) -> usize {
        self.areas().pane(Pane::Outline).map_or(1, |area| area.body().rows.into())
    }

    fn go_to_edge(&mut self, direction: Direction) {
        let index = if direction == Forward { usize::MAX } else { 0 };
        self.jump(|app| match app.focus {
            Pane::List => app.go_to_entry(index),
            Pane::Outline => app.fold(|pane, outline| pane.go_to_edge(outline, direction)),
            Pane::Reading => app.read(|text| text.page.go_to_edge(direction)),
        });
    }

    fn go_to_number(&mut self, number: usize) {
        self.jump(|app| match app.focus {
            Pane::List => app.go_to_entry(number.saturating_sub(1)),
            Pane::Outline => app.fold(|pane, outline| pane.go_to_row(outline, number)),
            Pane::Reading => app.read(|text| text.page.go_to_source_line(number as u32)),
        });
    }

    fn go_to_percent(&mut self, percent: usize) {
        let percent = percent.min(100);
        self.jump(|app| match app.focus {
            Pane::List => app.go_to_entry(app.list.len().saturating_sub(1) * percent / 100),
            Pane::Outline => app.fold(|pane, outline| pane.go_to_share(outline, percent)),
            Pane::Reading => app.read(|text| text.page.go_to_percent(percent as u32)),
        });
    }

    /// Opens an entry of the list by index, clamped to the last one.
    fn go_to_entry(&mut self, index: usize) {
        self.list.go_to_index(index);
        self.open_cursor();
    }

    /// Moves the cursor of the list and opens the notice under it.
    pub(super) fn browse_list(&mut self, move_cursor: impl FnOnce(&mut Self)) {
        self.reader.begin_browsing();
        move_cursor(self);
        self.open_cursor();
    }

    /// Moves the cursor of the outline; the text follows.
    pub(super) fn browse_outline(&mut self, move_cursor: impl FnOnce(&mut OutlinePane, &Outline)) {
        self.reader.begin_browsing();
        self.fold(move_cursor);
    }

    /// Changes the folds; the text follows if the current node changed. Does nothing in a notice without headings.
    pub(super) fn fold(&mut self, change: impl FnOnce(&mut OutlinePane, &Outline)) {
        let Some((pane, outline)) = self.reader.outline_mut() else { return };
        if outline.is_empty() {
            self.status.show(screen::NO_HEADINGS.to(self.lang));
            return;
        }
        let before = pane.at();
        change(pane, outline);
        if pane.at() != before {
            self.reader.follow_outline();
        }
    }

    /// Applies a motion to the current heading. In the outline it opens the folds above the result; in the text it
    /// leaves the folds unchanged.
    fn go(&mut self, motion: Motion, count: usize) {
        let Some(opened) = self.reader.opened() else { return };
        if opened.notice.outline.is_empty() {
            self.status.show(screen::NO_HEADINGS.to(self.lang));
            return;
        }
        if self.focus != Pane::Reading {
            self.jump(|app| app.fold(|pane, outline| pane.go(outline, motion, count)));
            return;
        }
        let (pane, outline) = (&opened.outline, &opened.notice.outline);
        let found = match self.current_node() {
            // Before the first heading, a forward motion leads to that heading; the others lead nowhere.
            None if motion.is_forward() => Some(pane.find(outline, NodeId(0), motion, count - 1)),
            None => None,
            Some(node) if motion == Motion::Heading(Backward) && self.is_past_heading(node) => {
                Some(pane.find(outline, node, motion, count - 1))
            }
            Some(node) => Some(pane.find(outline, node, motion, count)).filter(|found| *found != node),
        };
        if let Some(found) = found {
            self.jump(|app| app.read(|text| text.page.go_to_node(found)));
        }
    }

    /// Whether the reader is below the paragraph of the heading. Then the heading itself is the previous one.
    fn is_past_heading(&self, node: NodeId) -> bool {
        self.reader.opened().is_some_and(|opened| {
            let paragraph = |byte| opened.notice.paragraph_at(byte);
            paragraph(self.reader.text().page.current_byte()) > paragraph(opened.notice.outline[node].start())
        })
    }

    // --- panes ------------------------------------------------------------------------------------------------------

    /// Moves the focus `steps` panes to the right, wrapping around.
    fn cycle_focus(&mut self, steps: usize) {
        self.focus_on(Pane::ALL[(self.focus as usize + steps) % Pane::ALL.len()]);
    }

    pub(super) fn focus_on(&mut self, pane: Pane) {
        if pane == Pane::Reading {
            self.reader.end_browsing();
        }
        self.set_focus(pane);
    }

    fn widen(&mut self, cols: i16, times: usize) {
        let areas = self.areas();
        let times = i16::try_from(times).unwrap_or(i16::MAX);
        self.layout.widen(&areas, self.focus, cols.saturating_mul(times));
    }

    // --- the program ------------------------------------------------------------------------------------------------

    /// Handles `q`: removes a filter if there is one, else focuses the list, else quits.
    fn go_back_or_quit(&mut self) -> Vec<Effect> {
        if self.clear_filter() {
            return Vec::new();
        }
        if self.focus == Pane::List || self.library.len() < 2 {
            return vec![Effect::Quit];
        }
        self.focus_on(Pane::List);
        Vec::new()
    }

    /// Handles Esc: removes a filter or highlights if there are any, else focuses the pane to the left.
    fn cancel(&mut self) {
        if self.clear_filter() || self.clear_pattern() {
            return;
        }
        match self.focus {
            Pane::Reading => self.focus_on(Pane::Outline),
            Pane::Outline => self.focus_on(Pane::List),
            Pane::List => {}
        }
    }

    fn open_editor(&mut self) -> Vec<Effect> {
        let source = match self.reader.opened() {
            Some(opened) => {
                let line = opened.notice.source_line(self.reader.text().page.current_byte());
                Some((&opened.notice.source, line))
            }
            None => self.failure().map(|failure| (&failure.source, 1)),
        };
        let Some((source, line)) = source.filter(|(source, _)| source.file.is_some()) else {
            self.status.show_error(screen::NO_SOURCE_FILE.to(self.lang));
            return Vec::new();
        };
        vec![Effect::OpenEditor { source: source.clone(), line }]
    }

    fn toggle_mouse(&mut self) -> Vec<Effect> {
        self.mouse = !self.mouse;
        self.dragged = None;
        let phrase = if self.mouse { screen::MOUSE_ON } else { screen::MOUSE_OFF };
        self.status.show(phrase.to(self.lang));
        vec![Effect::SetMouse(self.mouse)]
    }

    fn switch_theme(&mut self) {
        let index = Theme::ALL.iter().position(|theme| *theme == self.theme).unwrap_or(0);
        self.theme = Theme::ALL[(index + 1) % Theme::ALL.len()];
        let phrase = match self.theme {
            Theme::Dark => screen::THEME_DARK,
            Theme::Light => screen::THEME_LIGHT,
            Theme::Ansi => screen::THEME_ANSI,
            Theme::Plain => screen::THEME_PLAIN,
        };
        self.status.show(phrase.to(self.lang));
    }
}

fn repeat(times: usize, mut step: impl FnMut()) {
    /// Upper bound on repetitions; a larger count makes no visible difference.
    const MOST_STEPS: usize = 10_000;
    for _ in 0..times.min(MOST_STEPS) {
        step();
    }
}
