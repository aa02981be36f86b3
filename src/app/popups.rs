//! Pickers, help, palette and the panel of warnings: opening them, their input, and the effect of choosing an item.

use super::action::{Action, Argument};
use super::commands::{Commands, Purpose};
use super::event::{Effect, Mouse, MouseKind};
use super::hit_picker::{Candidates, HitPicker};
use super::key::Key;
use super::keymap::PendingKeys;
use super::overlay::Overlay;
use super::perform::Command;
use super::picked::{COPY_KEY, SAVE_KEY};
use super::picker::Outcome;
use super::state::App;
use super::warning_list::{WarningList, WarningRow, WarningScope};
use crate::lang::screen;
use crate::search::Scope;

/// Items moved per notch of the wheel.
const WHEEL_ITEMS: usize = 1;

impl App {
    /// Opens a picker, with its last query as a proposal.
    pub(super) fn open_picker(&mut self, candidates: Candidates) -> Vec<Effect> {
        let query = self.histories.last_query(candidates).to_owned();
        self.open_picker_with(candidates, &query)
    }

    fn open_picker_with(&mut self, candidates: Candidates, query: &str) -> Vec<Effect> {
        let area = self.areas().panes_area;
        self.overlay = Some(Overlay::Hits(Box::new(HitPicker::new(candidates, query, area).with_pinyin(self.pinyin))));
        self.search_candidates()
    }

    /// Opens the picker requested on the command line, once the screen size is known.
    pub(super) fn open_first_picker(&mut self) -> Vec<Effect> {
        match (&self.picking, &self.overlay) {
            (Some((picking, query)), None) => {
                let (candidates, query) = (picking.candidates(), query.clone());
                self.open_picker_with(candidates, &query)
            }
            _ => Vec::new(),
        }
    }

    /// Opens the picker over the headings of the open notice.
    pub(super) fn open_heading_picker(&mut self) -> Vec<Effect> {
        match self.reader.opened() {
            Some(opened) => self.open_picker(Candidates::Items(Scope::Headings(opened.id))),
            None => Vec::new(),
        }
    }

    /// Opens the help or the palette.
    pub(super) fn open_commands(&mut self, purpose: Purpose) -> Vec<Effect> {
        let commands =
            Commands::new(purpose, self.context(), self.lang, self.areas().panes_area).with_pinyin(self.pinyin);
        self.overlay = Some(Overlay::Commands(Box::new(commands)));
        Vec::new()
    }

    /// Opens the panel of warnings.
    pub(super) fn open_warnings(&mut self, scope: WarningScope) -> Vec<Effect> {
        let open_notice = self.reader.opened().map(|opened| opened.id);
        let list = WarningList::new(scope, open_notice, &self.library, self.areas().panes_area);
        self.overlay = Some(Overlay::Warnings(Box::new(list)));
        Vec::new()
    }

    /// Starts the search of the open picker; also called when notices were added.
    pub(super) fn search_candidates(&mut self) -> Vec<Effect> {
        let Some(Overlay::Hits(picker)) = &mut self.overlay else { return Vec::new() };
        self.generation += 1;
        picker.start_search(self.generation, &self.library).into_iter().collect()
    }

    /// Handles a key while a picker is open.
    pub(super) fn press_in_picker(&mut self, key: Key) -> Vec<Effect> {
        let Some(Overlay::Hits(picker)) = &mut self.overlay else { return Vec::new() };
        match key {
            COPY_KEY => return self.copy_picked(),
            SAVE_KEY => return self.save_picked(),
            _ => {}
        }
        let outcome = picker.press(key, self.histories.queries(), &self.library);
        self.handle_hit(outcome)
    }

    /// Handles a key while the help or the palette is open.
    pub(super) fn press_in_commands(&mut self, key: Key) -> Vec<Effect> {
        let Some(Overlay::Commands(commands)) = &mut self.overlay else { return Vec::new() };
        let outcome = commands.press(key, self.histories.commands());
        self.handle_command(outcome)
    }

    /// Handles a key while the panel of warnings is open.
    pub(super) fn press_in_warnings(&mut self, key: Key) -> Vec<Effect> {
        let Some(Overlay::Warnings(list)) = &mut self.overlay else { return Vec::new() };
        let outcome = list.press(key, self.histories.commands(), &self.library);
        self.handle_warning(outcome)
    }

    /// Inserts pasted text into the open popup.
    pub(super) fn paste_into_popup(&mut self, text: &str) -> Vec<Effect> {
        match &mut self.overlay {
            Some(Overlay::Hits(picker)) => {
                let outcome = picker.paste(text);
                self.handle_hit(outcome)
            }
            Some(Overlay::Commands(commands)) => {
                commands.paste(text);
                Vec::new()
            }
            Some(Overlay::Warnings(list)) => {
                list.paste(text, &self.library);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Handles a mouse event while a popup is open.
    pub(super) fn handle_mouse_in_popup(&mut self, mouse: Mouse) -> Vec<Effect> {
        let wheel = match mouse.kind {
            MouseKind::ScrollDown => Some(true),
            MouseKind::ScrollUp => Some(false),
            _ => None,
        };
        match (&mut self.overlay, wheel, mouse.kind) {
            (Some(Overlay::Hits(picker)), Some(is_down), _) => picker.scroll(is_down, WHEEL_ITEMS, &self.library),
            (Some(Overlay::Commands(commands)), Some(is_down), _) => commands.scroll(is_down, WHEEL_ITEMS),
            (Some(Overlay::Warnings(list)), Some(is_down), _) => list.scroll(is_down, WHEEL_ITEMS),
            (Some(Overlay::Warnings(list)), None, MouseKind::Press) => {
                let outcome = list.click(mouse.col, mouse.row);
                return self.handle_warning(outcome);
            }
            (Some(Overlay::Hits(picker)), None, MouseKind::Press) => {
                let outcome = picker.click(mouse.col, mouse.row, &self.library);
                return self.handle_hit(outcome);
            }
            (Some(Overlay::Commands(commands)), None, MouseKind::Press) => {
                let outcome = commands.click(mouse.col, mouse.row);
                return self.handle_command(outcome);
            }
            _ => {}
        }
        Vec::new()
    }

    fn handle_command(&mut self, outcome: Outcome<Action>) -> Vec<Effect> {
        match outcome {
            Outcome::Chosen(action) => {
                if let Some(Overlay::Commands(commands)) = self.overlay.take() {
                    self.histories.add_command(commands.picker().prompt().text());
                }
                return self.run(action);
            }
            Outcome::Closed => self.overlay = None,
            Outcome::QueryChanged | Outcome::Moved | Outcome::Ignored => {}
        }
        Vec::new()
    }

    fn handle_warning(&mut self, outcome: Outcome<WarningRow>) -> Vec<Effect> {
        match outcome {
            Outcome::Chosen(row) => {
                if let Some(Overlay::Warnings(list)) = self.overlay.take() {
                    self.histories.add_command(list.picker().prompt().text());
                }
                match row.warning {
                    Some(index) => self.read_warning(row.notice, index as usize),
                    None => self.jump(|app| {
                        app.list.go_to(row.notice);
                        app.open(row.notice);
                    }),
                }
            }
            Outcome::Closed => self.overlay = None,
            Outcome::QueryChanged | Outcome::Moved | Outcome::Ignored => {}
        }
        Vec::new()
    }

    /// Performs an action chosen in the palette. When it takes a letter, the letter is awaited as after its keys.
    fn run(&mut self, action: Action) -> Vec<Effect> {
        match action.entry().argument {
            Argument::Letter => {
                self.pending_keys = PendingKeys { action: Some(action), ..PendingKeys::default() };
                Vec::new()
            }
            Argument::Number => {
                self.status.show(screen::number_first(self.lang, action.entry().help.to(self.lang)));
                Vec::new()
            }
            Argument::Nothing | Argument::Repeat => self.perform(Command { action, count: None, letter: None }),
        }
    }
}
