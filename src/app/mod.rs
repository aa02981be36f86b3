//! State and update: events in, effects out. No terminal, no drawing, no I/O.

pub mod action;
pub mod bits;
pub mod event;
pub mod folds;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod outline;
pub mod prompt;
pub mod settings;
pub mod state;
pub mod walk;

#[cfg(test)]
pub mod fixture;
pub mod piece;
pub mod shape;
pub mod typeset;

pub use event::{Effect, Event, Hit, Mouse, MouseKind, Scope, SearchResult};
pub use key::{Key, KeyCode};
pub use settings::{Settings, Theme};
pub use state::App;
