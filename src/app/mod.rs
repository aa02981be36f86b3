//! State and update: events in, effects out. No terminal, no drawing, no I/O.

pub mod action;
pub(crate) mod bitset;
pub(crate) mod chunk;
pub(crate) mod commands;
pub(crate) mod event;
pub(crate) mod find;
mod finding;
#[cfg(test)]
pub(crate) mod fixture;
pub(crate) mod folds;
pub(crate) mod heading_path;
pub(crate) mod hit_picker;
pub(crate) mod jump;
pub mod key;
pub(crate) mod keymap;
pub mod layout;
pub(crate) mod list;
pub(crate) mod mark;
pub(crate) mod motion;
mod mouse;
mod navigation;
pub(crate) mod outline;
pub(crate) mod overlay;
pub(crate) mod page;
pub mod paragraph_format;
mod perform;
pub(crate) mod picked;
pub mod picked_results;
pub(crate) mod picker;
pub(crate) mod picker_areas;
mod popups;
pub mod prompt;
pub mod reader;
pub mod reading;
pub mod settings;
pub mod state;
pub mod status;
pub mod target;
pub(crate) mod typeset;
mod update;
pub(crate) mod warning_list;

pub use event::{Effect, Event, Mouse, MouseKind, SearchResult, TextResult};
pub use key::{Key, KeyCode};
pub use settings::{Picking, Settings, Theme};
pub use state::App;
