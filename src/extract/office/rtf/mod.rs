//! RTF: groups, control words and bytes → the lines of its text.
//!
//! `tokens` cuts the bytes, `encodings` decodes those of each font, `groups` knows what groups are, `lists` collects the
//! list tables, `body` walks the whole.

mod body;
mod encodings;
mod groups;
mod lists;
mod tokens;

use crate::extract::ExtractError;
use crate::extract::input::Input;
use crate::notice::Manuscript;
use body::read_body;

/// Reads the text in its final state, automatic numbers before their paragraphs; headers and footers, comments and
/// hidden text are left out.
#[allow(clippy::unnecessary_wraps, reason = "readers have one signature, and others fail")]
pub(in crate::extract) fn read_rtf(input: Input<'_>) -> Result<Manuscript, ExtractError> {
    let (sheet, damage) = read_body(input.bytes);
    Ok(sheet.finish(input.source, damage))
}
