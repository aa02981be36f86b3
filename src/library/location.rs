//! Where something is in a library: what was found, what is picked, where a jump leads.

use super::NoticeId;

/// A notice and a position in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Location {
    /// The notice.
    pub notice: NoticeId,
    /// Byte offset in its text.
    pub byte: u32,
}
