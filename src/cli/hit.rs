//! One result of `find` or `grep` in JSON: where it is in which notice, and what the command says of it.

use serde::Serialize;

use super::outline::label;
use crate::notice::{Address, NodeId, Notice};

/// Between the parts of a heading path.
pub(super) const STEP: &str = " › ";

/// One result; `more` is what only one command says.
#[derive(Debug, Serialize)]
pub(super) struct HitRecord<'a, T: Serialize> {
    path: &'a str,
    part: Option<&'a str>,
    line: u32,
    title: &'a str,
    /// This field and those up to `heading` are `null` for a title and outside the outline.
    node: Option<u32>,
    address: Option<String>,
    marker: Option<&'a str>,
    heading: Option<&'a str>,
    /// Marker and heading of the nodes above, from the top.
    above: Vec<&'a str>,
    #[serde(flatten)]
    more: T,
}

impl<'a, T: Serialize> HitRecord<'a, T> {
    /// A result in a line of a notice, in a node if it is in one.
    pub(super) fn new(notice: &'a Notice, line: u32, node: Option<NodeId>, more: T) -> Self {
        Self {
            path: &notice.source.path,
            part: notice.source.part.as_deref(),
            line,
            title: notice.display_title(),
            node: node.map(|node| node.0),
            address: node.map(|node| Address::of(notice, node).to_string()),
            marker: node.map(|node| notice.marker(node)),
            heading: node.map(|node| notice.heading(node)),
            above: node.map(|node| above(notice, node)).unwrap_or_default(),
            more,
        }
    }
}

/// Marker and heading of the nodes above, from the top.
pub(super) fn above(notice: &Notice, node: NodeId) -> Vec<&str> {
    let mut above: Vec<&str> = notice.outline.ancestors(node).map(|node| label(notice, node)).collect();
    above.reverse();
    above
}
