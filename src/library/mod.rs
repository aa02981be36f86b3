//! Many notices: discovery, loading in parallel, the built-in sample.

mod discover;
mod load;
mod natural;
mod sample;
mod stack;
mod store;

pub use discover::Input;
#[cfg(feature = "tui")]
pub(crate) use discover::{Finding, discover, read_error, source_of};
pub use load::{
    LoadEvent, LoadOptions, Loading, extract_all, extract_each, load_all, read_file, spawn_load, spawn_load_of,
};
pub use store::{Failure, Library, NoticeId, Segment, Slot};
