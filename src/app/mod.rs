//! State and update: events in, effects out. No terminal, no drawing, no I/O.

pub mod action;
pub mod ask;
pub mod bits;
pub mod commands;
pub mod event;
pub mod find;
mod finding;
#[cfg(test)]
pub mod fixture;
pub mod folds;
pub mod heading_path;
pub mod hit_picker;
pub mod jump;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod list;
pub mod mark;
pub mod outline;
pub mod page;
mod perform;
pub mod picked;
pub mod picker;
pub mod picker_areas;
pub mod piece;
mod pointer;
mod popups;
pub mod prompt;
pub mod reader;
pub mod reading;
pub mod settings;
pub mod shape;
pub mod state;
pub mod status;
pub mod target;
pub mod trail;
mod travel;
pub mod typeset;
mod update;
pub mod walk;
pub mod warning_list;

pub use event::{Effect, Event, Mouse, MouseKind, SearchResult, TextResult};
pub use key::{Key, KeyCode};
pub use settings::{Picking, Settings, Theme};
pub use state::App;
