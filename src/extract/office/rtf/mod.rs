//! RTF: groups, control words and bytes → the lines of its text.
//!
//! `tokens` splits the bytes, `groups` decides where the text of a group goes, `encodings` decodes it, `lists`
//! collects the list tables, `body` reads the whole.

mod body;
mod encodings;
mod groups;
mod lists;
mod tokens;

use crate::extract::ExtractError;
use crate::extract::input::Input;
use crate::notice::Manuscript;
use body::read_body;

/// Reads the text in its final state, with automatic numbers before their paragraphs; headers, footers, comments and
/// hidden text are left out.
#[allow(clippy::unnecessary_wraps, reason = "readers have one signature, and others fail")]
pub(in crate::extract) fn read_rtf(input: Input<'_>) -> Result<Manuscript, ExtractError> {
    let (sheet, damage) = read_body(input.bytes);
    Ok(sheet.finish(input.source, damage))
}
