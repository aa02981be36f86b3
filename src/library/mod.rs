//! Many notices: discovery, loading in parallel, the built-in sample.

mod load;
mod store;

pub use load::{Input, LoadEvent, LoadOptions, Loading, load_all, spawn_load};
pub use store::{Failure, Library, NoticeId, Segment, Slot};
