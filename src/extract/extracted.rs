//! The result of reading a file.

use super::ExtractError;
use crate::notice::{Manuscript, Notice, Source, WarningKind};
use crate::text::safe::is_visible_char;

/// One item found in a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Extracted {
    /// Lines still to be parsed.
    Manuscript(Manuscript),
    /// A notice read back from gangmu's own JSON.
    Notice(Notice),
    /// A file, or one of its records, that could not be read.
    Failed {
        /// The file, and the record if only that one is damaged.
        source: Source,
        /// The reason.
        error: ExtractError,
    },
}

impl Extracted {
    /// Where it came from, for a caller that adds to it.
    pub(crate) const fn source_mut(&mut self) -> &mut Source {
        match self {
            Self::Manuscript(manuscript) => &mut manuscript.source,
            Self::Notice(notice) => &mut notice.source,
            Self::Failed { source, .. } => source,
        }
    }
}

/// The manuscript; if it has no text, an error: damaged if its reader reported damage, else empty.
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

/// Formats an item for tests of records: `part title text`, or `! reason` for a failure.
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
