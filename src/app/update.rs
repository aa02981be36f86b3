//! The update step: one event in, effects out.

use super::action::{Action, Context};
use super::event::{Effect, Event};
use super::key::{Key, print_sequence};
use super::keymap::Resolved;
use super::layout::Pane;
use super::overlay::Overlay;
use super::perform::Command;
use super::state::App;
use crate::lang::screen;
use crate::library::{LoadEvent, Slot};

impl App {
    /// Handles an event and returns the effects to carry out.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        let effects = match event {
            Event::Key(key) => self.press(key),
            Event::Paste(text) => self.paste(&text),
            Event::PasteTooLong => {
                self.status.show_error(screen::PASTE_TOO_LONG.to(self.lang));
                Vec::new()
            }
            Event::Mouse(mouse) => self.handle_mouse(mouse),
            Event::Resize { cols, rows } => {
                (self.layout.cols, self.layout.rows) = (cols, rows);
                self.open_first_picker()
            }
            Event::Load(event) => self.load(event),
            Event::Found(result) => self.apply_found(result),
            Event::FoundText(result) => self.apply_text(result),
            Event::Copied => {
                self.status.show(screen::COPIED.to(self.lang));
                Vec::new()
            }
            Event::Saved(path) => {
                self.status.show(screen::saved(self.lang, &path));
                Vec::new()
            }
            Event::CopyOpened => {
                self.status.show(screen::COPY_OPENED.to(self.lang));
                Vec::new()
            }
            Event::EffectFailed(words) => {
                self.status.show_error(words);
                Vec::new()
            }
            Event::FocusGained | Event::FocusLost => Vec::new(),
        };
        self.resize_panes();
        effects
    }

    fn press(&mut self, key: Key) -> Vec<Effect> {
        self.has_input = true;
        self.status.clear();
        // Exit and suspend work in every overlay.
        if key == Key::ctrl('c') {
            return vec![if self.picking.is_some() { Effect::Print(Vec::new()) } else { Effect::Quit }];
        }
        if key == Key::ctrl('z') {
            return vec![Effect::Suspend];
        }
        match self.overlay {
            Some(Overlay::Prompt(_)) => self.press_in_line(key),
            Some(Overlay::Hits(_)) => self.press_in_picker(key),
            Some(Overlay::Commands(_)) => self.press_in_commands(key),
            Some(Overlay::Warnings(_)) => self.press_in_warnings(key),
            None => self.press_in_pane(key),
        }
    }

    fn press_in_pane(&mut self, key: Key) -> Vec<Effect> {
        let mut keys = self.pending_keys.keys.clone();
        keys.push(key);
        let resolved = self.keymap.resolve(self.context(), &mut self.pending_keys, key);
        if let Some(command) = Command::of(resolved) {
            return self.perform(command);
        }
        let is_cancelled = keys.len() > 1 && self.is_cancel(key);
        if resolved == Resolved::Unbound && !is_cancelled {
            self.status.show(screen::unknown_key(self.lang, &print_sequence(&keys)));
        }
        Vec::new()
    }

    /// Whether a key alone is bound to Cancel. After an incomplete sequence, such a key only cancels the sequence.
    fn is_cancel(&self, key: Key) -> bool {
        let alone = self.keymap.resolve(self.context(), &mut super::keymap::PendingKeys::default(), key);
        Command::of(alone).is_some_and(|command| command.action == Action::Cancel)
    }

    /// The keymap context of the focused pane.
    pub const fn context(&self) -> Context {
        match self.focus {
            Pane::List => Context::List,
            Pane::Outline => Context::Outline,
            Pane::Reading => Context::Reading,
        }
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        match self.overlay {
            Some(Overlay::Prompt(_)) => self.paste_into_line(text),
            Some(_) => self.paste_into_popup(text),
            None => Vec::new(),
        }
    }

    fn load(&mut self, event: LoadEvent) -> Vec<Effect> {
        match event {
            LoadEvent::Found(found) => self.loading = Some(found),
            LoadEvent::Done => {
                self.loading = None;
                self.open_only_notice();
            }
            LoadEvent::Batch(segment) => {
                self.failed += segment.slots.iter().filter(|slot| matches!(slot, Slot::Failed(_))).count();
                self.library.add(segment);
                let had_cursor = self.list.cursor().is_some();
                self.list.extend(&self.library);
                if let Some(Overlay::Warnings(list)) = &mut self.overlay {
                    list.extend(&self.library);
                }
                if !had_cursor && self.list.filter().is_none() {
                    self.open_cursor();
                }
                return self.search_again();
            }
        }
        Vec::new()
    }

    /// Opens the notice when only one was given; a list of one entry offers nothing to choose.
    fn open_only_notice(&mut self) {
        if !self.has_input && self.library.len() == 1 && self.reader.opened().is_some() {
            self.set_focus(Pane::Outline);
            self.set_focus(Pane::Reading);
        }
    }
}
