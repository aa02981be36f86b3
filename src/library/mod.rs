//! Many notices: discovery, loading in parallel, the built-in sample.

mod discover;
mod load;
mod location;
mod natural;
mod open;
mod read;
mod sample;
mod store;
mod thread_stack;

pub use discover::Input;
#[cfg(feature = "tui")]
pub(crate) use discover::{Finding, discover, source_of};
pub use load::{LoadEvent, Loading, extract_all, extract_each, load_all, spawn_load, spawn_load_of};
pub use location::Location;
pub use open::read_file;
#[cfg(feature = "tui")]
pub(crate) use open::read_stdin;
pub(crate) use open::{open_file, read_error};
pub use read::{read_bytes, read_path};
pub use store::{Failure, Library, NoticeId, Segment, Slot};
