//! Notices for tests.

use std::sync::Arc;

use crate::extract::ExtractError;
use crate::library::{Failure, Slot};
use crate::notice::{Elements, Node, NodeId, NodeKind, Notice, Outline, Source, Span};

/// A notice with a title and headings without numbers; its year is 2024 if the title contains 甲, else 2023.
pub(crate) fn notice(title: &str, headings: &[&str]) -> Slot {
    let year = if title.contains('甲') { 2024 } else { 2023 };
    let elements = Elements { title: Some(title.to_owned()), year: Some(year), ..Elements::default() };
    let mut notice = Notice { elements, ..Notice::default() };
    let mut nodes = Vec::new();
    for heading in headings {
        let start = notice.text.len() as u32;
        notice.text.push_str(heading);
        let heading = Span::new(start, notice.text.len() as u32);
        notice.text.push('\n');
        let body = Span::empty(notice.text.len() as u32);
        let kind = NodeKind::Heading { level: 1 };
        nodes.push(Node { kind, marker: None, heading, body, parent: None, end: NodeId(0) });
    }
    notice.outline = Outline::from_preorder(nodes);
    Slot::Loaded(Arc::new(notice))
}

/// A file that could not be read.
pub(crate) fn unreadable() -> Slot {
    Slot::Failed(Failure { source: Source::default(), error: ExtractError::NotFound })
}
