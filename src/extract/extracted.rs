//! What comes out of a file.

use super::ExtractError;
use crate::notice::{Manuscript, Notice, Source, WarningKind};
use crate::text::safe::is_visible_char;

/// One thing that was found in a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Extracted {
    /// Lines that are still to be parsed.
    Manuscript(Manuscript),
    /// A notice that gangmu itself wrote as JSON, as it was.
    Notice(Notice),
    /// The file, or one record of it, could not be read.
    Failed {
        /// The file, and the record where only that one is damaged.
        source: Source,
        /// Why.
        error: ExtractError,
    },
}

/// A manuscript, or an empty file if nothing remained of it when the markup was taken off; a damaged one if its reader
/// said so.
pub(super) fn finished(manuscript: Manuscript) -> Extracted {
    if is_blank(&manuscript.text) {
        let damage = manuscript.warnings.into_iter().find_map(|warning| match warning.kind {
            WarningKind::Damaged { damage } => Some(damage),
            _ => None,
        });
        let error = damage.map_or(ExtractError::Empty, ExtractError::Damaged);
        return Extracted::Failed { source: manuscript.source, error };
    }
    Extracted::Manuscript(manuscript)
}

/// Whether a text shows nothing.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || !is_visible_char(c))
}

/// `part title text` of what was read, `! reason` of what was not: for the tests of records.
#[cfg(test)]
pub(super) fn shown(item: &Extracted) -> String {
    match item {
        Extracted::Manuscript(manuscript) => {
            let part = manuscript.source.part.as_deref().unwrap_or_default();
            format!("{part} {} {}", manuscript.given.title.as_deref().unwrap_or("-"), manuscript.text)
        }
        Extracted::Failed { error, .. } => format!("! {error}"),
        Extracted::Notice(_) => "own".to_owned(),
    }
}
