//! The bytes of one file → lines of text with hints. One file per format; encodings.

mod error;

pub use error::ExtractError;
