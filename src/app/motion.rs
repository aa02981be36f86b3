//! Motions in an outline that ignore folds: the next sibling, heading, or node of the same level that passes the
//! filter.

use super::folds::Folds;
use crate::notice::{NodeId, Outline};

/// Direction of a motion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the beginning.
    Backward,
}

/// The nearest sibling in that direction that passes the filter.
pub(crate) fn sibling(outline: &Outline, folds: &Folds, id: NodeId, direction: Direction) -> Option<NodeId> {
    let step = |id: &NodeId| match direction {
        Direction::Forward => outline.next_sibling(*id),
        Direction::Backward => outline.prev_sibling(*id),
    };
    std::iter::successors(step(&id), step).find(|id| folds.is_shown(*id))
}

/// The nearest heading in that direction that passes the filter, even inside a fold.
pub(crate) fn heading(outline: &Outline, folds: &Folds, id: NodeId, direction: Direction) -> Option<NodeId> {
    let step = |id: &NodeId| match direction {
        Direction::Forward => Some(NodeId(id.0 + 1)).filter(|id| id.index() < outline.len()),
        Direction::Backward => id.0.checked_sub(1).map(NodeId),
    };
    std::iter::successors(step(&id), step).find(|id| folds.is_shown(*id))
}

/// The nearest heading of the same depth in that direction that passes the filter, under any parent.
pub(crate) fn same_level(outline: &Outline, folds: &Folds, id: NodeId, direction: Direction) -> Option<NodeId> {
    let step = |id: &NodeId| match direction {
        Direction::Forward => next_same_level(outline, *id),
        Direction::Backward => previous_same_level(outline, *id),
    };
    std::iter::successors(step(&id), step).find(|id| folds.is_shown(*id))
}

fn next_same_level(outline: &Outline, id: NodeId) -> Option<NodeId> {
    if let Some(sibling) = outline.next_sibling(id) {
        return Some(sibling);
    }
    let depth = outline.depth(id);
    // The node after the subtree is shallower, and in preorder depth grows by at most one per node, so the scan meets
    // this depth before any deeper one.
    (outline[id].end.0..outline.len() as u32).map(NodeId).find(|after| outline.depth(*after) == depth)
}

fn previous_same_level(outline: &Outline, id: NodeId) -> Option<NodeId> {
    if let Some(sibling) = outline.prev_sibling(id) {
        return Some(sibling);
    }
    let depth = outline.depth(id);
    (0..id.0).rev().map(NodeId).find_map(|before| {
        let above = outline.depth(before).checked_sub(depth)?;
        std::iter::successors(Some(before), |id| outline[*id].parent).nth(above).filter(|found| *found != id)
    })
}
