//! The whole state of the application, and what each event does to it.

use super::action::{Action, Context};
use super::event::{Effect, Event};
use super::key::Key;
use super::keymap::{Keymap, Pending, Resolved};
use super::settings::{Settings, Theme};
use crate::lang::Lang;
use crate::library::{Library, LoadEvent};

/// Everything that is on the screen and behind it.
#[derive(Debug)]
pub struct App {
    /// All notices so far.
    pub library: Library,
    /// Language of the interface.
    pub lang: Lang,
    /// Colours.
    pub theme: Theme,
    /// Whether the mouse is captured.
    pub mouse: bool,
    /// Which keys mean what.
    pub keymap: Keymap,
    /// Keys that wait for more.
    pub pending: Pending,
    /// How many files are known of while loading; `None` when all have been read.
    pub loading: Option<usize>,
}

impl App {
    /// A state without notices, before the first event; loading is assumed to be under way.
    pub fn new(settings: Settings) -> Self {
        Self {
            library: Library::default(),
            lang: settings.lang,
            theme: settings.theme,
            mouse: settings.mouse,
            keymap: settings.keymap,
            pending: Pending::default(),
            loading: Some(0),
        }
    }

    /// Takes one event; returns what has to be done outside.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.press(key),
            Event::Load(event) => self.load(event),
            _ => Vec::new(),
        }
    }

    fn press(&mut self, key: Key) -> Vec<Effect> {
        match self.keymap.resolve(Context::List, &mut self.pending, key) {
            Resolved::Order { action: Action::Quit | Action::Back, .. } => vec![Effect::Quit],
            Resolved::Order { action: Action::Suspend, .. } => vec![Effect::Suspend],
            _ => Vec::new(),
        }
    }

    fn load(&mut self, event: LoadEvent) -> Vec<Effect> {
        match event {
            LoadEvent::Found(found) => self.loading = Some(found),
            LoadEvent::Batch(segment) => self.library.add(segment),
            LoadEvent::Done => self.loading = None,
        }
        Vec::new()
    }
}
